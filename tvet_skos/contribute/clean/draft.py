"""The graph that fixes are tried on: it changes, and the graph it was made from does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tvet_skos.checks.graph import Graph
from tvet_skos.contribute.clean.fix import Patch
from tvet_skos.terms import IRI, Literal, Node, Term

_Row = dict[IRI, Sequence[Any]]
_Ends = dict[Term, dict[IRI, tuple[dict[Term, None], dict[Term, None]]]]


class Draft(Graph):
    """A graph that takes patches.

    ``Graph.changed`` would put one layer on another with every fix; here a patch costs what it
    changes, and reading costs what it did before.

    >>> from tvet_skos.terms import Triple
    >>> a, b = IRI("http://e/a"), IRI("http://e/b")
    >>> draft = Draft(Graph([Triple(a, IRI("http://e/p"), b)]))
    >>> draft.apply(Patch(added=(Triple(b, IRI("http://e/p"), a),)))
    >>> len(list(draft.triples())), len(list(draft.base.triples()))
    (2, 1)
    """

    __slots__ = ("_heard", "_own", "_said", "base")

    def __init__(self, base: Graph) -> None:
        super().__init__()
        self.base = base
        # What nodes say is shared with the base until it changes.
        self._said: dict[Term, Mapping[IRI, Sequence[Term]]] = {
            node: base.properties(node) for node in base.nodes()
        }
        self._by_subject = self._said
        self._own: dict[Term, _Row] = {}
        self._heard: dict[Term, _Row] = {}

    def apply(self, patch: Patch) -> None:
        """Take a patch: none of what it adds is there yet, and all of what it removes."""
        said, heard = _grouped(patch)
        for node, changes in said.items():
            own = self._own.get(node)
            if own is None:
                own = self._own[node] = dict(self._said.get(node, {}))
            _put(own, changes)
            if own:
                self._said[node] = own
            else:
                self._said.pop(node, None)
        for node, changes in heard.items():
            if node not in self._heard:
                self._heard[node] = dict(self.base.incoming(node))
            _put(self._heard[node], changes)
        self._sub_properties = {}

    def incoming(self, node: Term) -> Mapping[IRI, Sequence[Node]]:
        """Who points to a node, by property; empty for literals."""
        own = self._heard.get(node)
        return self.base.incoming(node) if own is None else own


def _grouped(patch: Patch) -> tuple[_Ends, _Ends]:
    """What goes and what comes, by subject and property and by value and property."""
    said: _Ends = defaultdict(lambda: defaultdict(lambda: ({}, {})))
    heard: _Ends = defaultdict(lambda: defaultdict(lambda: ({}, {})))
    for which, triples in enumerate((patch.removed, patch.added)):
        for subject, predicate, value in triples:
            said[subject][predicate][which][value] = None
            if not isinstance(value, Literal):
                heard[value][predicate][which][subject] = None
    return said, heard


def _put(row: _Row, changes: Mapping[IRI, tuple[Mapping[Any, None], Mapping[Any, None]]]) -> None:
    for predicate, (gone, new) in changes.items():
        before = row.get(predicate, ())
        values = [*(v for v in before if v not in gone), *new] if gone else [*before, *new]
        if values:
            row[predicate] = values
        else:
            row.pop(predicate, None)
