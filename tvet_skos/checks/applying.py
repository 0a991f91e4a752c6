"""Which rules can have a word on a node."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rule import KeyRule, RecordRule
from tvet_skos.namespaces import RDF
from tvet_skos.terms import IRI, Node, Term

_TYPE = RDF.type
_MOST_KINDS = 10_000

_Kind = tuple[frozenset[IRI], tuple[Term, ...]]
"""The properties of a node and its types: what most nodes have in common with many others."""


class Rules(NamedTuple):
    """The rules that can have a word on a node: record rules, and the numbers of key rules."""

    records: tuple[RecordRule, ...]
    keys: tuple[int, ...]


class Applying:
    """The record rules and the key rules that apply to each node of a graph.

    A vocabulary has many nodes and few kinds of nodes. What a node of a kind is asked is found out
    once for all of them, so that a rule costs nothing where it has nothing to say.
    """

    def __init__(
        self, graph: Graph, records: Iterable[RecordRule], keys: Iterable[KeyRule] = ()
    ) -> None:
        self._graph = graph
        self._records, self._keys = tuple(records), tuple(keys)
        self._known: dict[_Kind, Rules] = {}

    def to(self, node: Node) -> Rules:
        """The rules that can have a word on a node, in the order in which they were given."""
        own = self._graph.properties(node)
        kind = frozenset(own), tuple(own.get(_TYPE, ()))
        known = self._known.get(kind)
        if known is None:
            if len(self._known) > _MOST_KINDS:
                self._known.clear()
            records = tuple(r for r in self._records if self._needed(r, node))
            numbers = (n for n, rule in enumerate(self._keys) if self._is_about(rule, node))
            known = self._known[kind] = Rules(records, tuple(numbers) if own else ())
        return known

    def _needed(self, rule: RecordRule, node: Node) -> bool:
        own = self._graph.properties(node)
        if rule.needs and own.keys().isdisjoint(self._graph.in_use(rule.needs)):
            return False
        return self._is_about(rule, node)

    def _is_about(self, rule: RecordRule | KeyRule, node: Node) -> bool:
        return not rule.classes or any(self._graph.is_a(node, c) for c in rule.classes)
