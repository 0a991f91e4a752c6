"""The order in which records and statements are written, the same in all readable formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter

from tvet_skos.namespaces import RDF, SKOS, TVS
from tvet_skos.rdf.blank_nodes import canonical_labels
from tvet_skos.rdf.profile import RECORD_OF
from tvet_skos.rdf.properties import PROPERTIES
from tvet_skos.terms import IRI, Literal, Node, Term, Triple, order

# Names of the module, for they are looked up for every statement.
_TYPE, _DEFINITION = RDF.type, SKOS.definition

_TYPE_FIRST: dict[IRI, int] = {RDF.type: 0}
_PREDICATES: dict[IRI, dict[IRI, int]] = {
    rdf_class: _TYPE_FIRST | {p.predicate: rank for rank, p in enumerate(PROPERTIES[record], 1)}
    for rdf_class, record in RECORD_OF.items()
}
_CLASSES: dict[Term, int] = {SKOS.ConceptScheme: 0, SKOS.Collection: 1, SKOS.Concept: 2}

_MOST_ORDERS = 10_000
"""How many sets of predicates are remembered with their order; a graph of records has few."""


class Arrangement:
    """A graph by subject, everything in the profile's order.

    Subjects: the scheme, topics, concepts each followed by its definitions (by position, then
    IRI), then the rest by IRI. Predicates: those of the profile's tables, then by IRI. Objects by
    code point. Blank nodes have canonical labels.

    The statements of a subject are put in order when they are asked for, so that what is written
    one subject at a time needs little more memory than the triples.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        graph: dict[Node, list[Triple]] = defaultdict(list)
        ranks: dict[Node, int] = {}
        owners: dict[Node, Node] = {}
        triples = canonical_labels(triples)
        for triple in triples:
            subject, predicate, value = triple
            graph[subject].append(triple)
            if predicate == _TYPE:
                if value in _CLASSES:
                    ranks[subject] = min(_CLASSES[value], ranks.get(subject, len(_CLASSES)))
            elif predicate == _DEFINITION and not isinstance(value, Literal):
                other = owners.get(value)
                # Of several owners the first by IRI counts.
                owners[value] = subject if other is None else min(subject, other, key=order)
        self._graph: Mapping[Node, list[Triple]] = dict(graph)
        self.subjects = tuple(_in_order(self._graph, ranks, owners))
        """Everything that statements are about, in its order."""
        self.predicates = frozenset(map(itemgetter(1), triples))
        self._orders: dict[tuple[Term | None, ...], list[IRI]] = {}

    def properties(self, subject: Node) -> list[tuple[IRI, list[Term]]]:
        """What is said about a subject: predicates and their values, all in order."""
        said: dict[IRI, list[Term]] = {}
        for _, predicate, value in self._graph[subject]:
            if predicate in said:
                said[predicate].append(value)
            else:
                said[predicate] = [value]
        for predicate, values in said.items():
            if len(values) > 1:
                said[predicate] = _sorted(set(values))
        return [(predicate, said[predicate]) for predicate in self._order(said)]

    def _order(self, said: Mapping[IRI, list[Term]]) -> list[IRI]:
        classes = said.get(_TYPE, ())
        key = (*said, None, *classes)
        known = self._orders.get(key)
        if known is None:
            ranks = next((_PREDICATES[c] for c in _PREDICATES if c in classes), _TYPE_FIRST)
            known = sorted(
                said, key=lambda predicate: (ranks.get(predicate, len(ranks)), predicate)
            )
            if len(self._orders) < _MOST_ORDERS:
                self._orders[key] = known
        return known

    def statements(self) -> Iterator[Triple]:
        """All statements, in no particular order; some may come twice."""
        for triples in self._graph.values():
            yield from triples


def _sorted(values: set[Term]) -> list[Term]:
    # Terms of one kind sort as their keys do.
    is_plain = len(set(map(type, values))) == 1
    return sorted(values) if is_plain else sorted(values, key=order)


def _in_order(
    graph: Mapping[Node, list[Triple]], ranks: Mapping[Node, int], owners: Mapping[Node, Node]
) -> Iterator[Node]:
    heads: tuple[list[Node], ...] = tuple([] for _ in range(len(_CLASSES) + 1))
    followers: dict[Node, list[Node]] = defaultdict(list)
    for node in graph:
        owner = owners.get(node)
        if owner is not None and owner in graph and owner not in owners:
            followers[owner].append(node)
        else:
            heads[ranks.get(node, len(_CLASSES))].append(node)
    for nodes in heads:
        for head in sorted(nodes, key=order):
            yield head
            own = followers.get(head, ())
            if len(own) > 1:
                own = sorted(own, key=lambda node: (_position(graph[node]), order(node)))
            yield from own


def _position(triples: list[Triple]) -> float:
    numbers = (
        int(t.object.value)
        for t in triples
        if t.predicate == TVS.position
        and isinstance(t.object, Literal)
        and t.object.value.isdecimal()
    )
    return min(numbers, default=float("inf"))
