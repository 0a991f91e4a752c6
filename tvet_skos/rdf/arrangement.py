"""The order in which records and statements are written, the same in all readable formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tvet_skos.namespaces import RDF, SKOS, TVS
from tvet_skos.rdf.blank_nodes import canonical_labels
from tvet_skos.rdf.profile import RECORD_OF
from tvet_skos.rdf.properties import PROPERTIES
from tvet_skos.terms import IRI, Literal, Node, Term, Triple, order, triple_order

_Graph = Mapping[Node, list[Triple]]


def arranged(triples: Iterable[Triple]) -> dict[Node, list[Triple]]:
    """A graph by subject, everything in the profile's order.

    Subjects: the scheme, topics, concepts each followed by its definitions (by position, then
    IRI), then the rest by IRI. Predicates: those of the profile's tables, then by IRI. Objects by
    code point. Blank nodes have canonical labels.
    """
    graph: dict[Node, list[Triple]] = defaultdict(list)
    for triple in sorted(set(canonical_labels(triples)), key=triple_order):
        graph[triple.subject].append(triple)
    return {subject: _by_predicate(graph[subject]) for subject in _subjects(graph)}


def _by_predicate(triples: list[Triple]) -> list[Triple]:
    classes = {t.object for t in triples if t.predicate == RDF.type}
    ranks = next((_PREDICATES[c] for c in _PREDICATES if c in classes), _TYPE_FIRST)
    return sorted(triples, key=lambda t: (ranks.get(t.predicate, len(ranks)), t.predicate))


_TYPE_FIRST: dict[IRI, int] = {RDF.type: 0}
_PREDICATES: dict[IRI, dict[IRI, int]] = {
    rdf_class: _TYPE_FIRST | {p.predicate: rank for rank, p in enumerate(PROPERTIES[record], 1)}
    for rdf_class, record in RECORD_OF.items()
}
_CLASSES: dict[Term, int] = {SKOS.ConceptScheme: 0, SKOS.Collection: 1, SKOS.Concept: 2}


def _subjects(graph: _Graph) -> list[Node]:
    # Of several owners the first by IRI counts; the graph is in the order of its subjects.
    owners: dict[Term, Node] = {}
    for triples in graph.values():
        for triple in triples:
            if triple.predicate == SKOS.definition:
                owners.setdefault(triple.object, triple.subject)

    def place(node: Node) -> tuple[object, ...]:
        owner = owners.get(node)
        if owner is not None and owner in graph and owner not in owners:
            return (_rank(graph[owner]), order(owner), 1, _position(graph[node]), order(node))
        return (_rank(graph[node]), order(node), 0)

    return sorted(graph, key=place)


def _rank(triples: list[Triple]) -> int:
    ranks = (_CLASSES.get(t.object, len(_CLASSES)) for t in triples if t.predicate == RDF.type)
    return min(ranks, default=len(_CLASSES))


def _position(triples: list[Triple]) -> float:
    numbers = (
        int(t.object.value)
        for t in triples
        if t.predicate == TVS.position
        and isinstance(t.object, Literal)
        and t.object.value.isdecimal()
    )
    return min(numbers, default=float("inf"))
