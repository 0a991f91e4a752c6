"""The one place where the model meets SKOS.

``to_triples`` and ``from_triples`` are each other's inverse: every triple of a graph ends up in
exactly one field, or in ``other`` where the model has no field for it or its object does not fit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from tvet_skos.model import (
    Agent,
    Collection,
    Concept,
    ConceptScheme,
    Definition,
    Page,
    Record,
    Source,
)
from tvet_skos.namespaces import BIBO, DEFAULT_BASE, FOAF, RDF, SKOS, TVS
from tvet_skos.rdf.collecting import collector_paused
from tvet_skos.rdf.properties import PROPERTIES
from tvet_skos.terms import IRI, Node, Term, Triple, order

_R = TypeVar("_R", bound=Record)
_Graph = Mapping[Node, list[Triple]]
_Classes = Mapping[IRI, IRI]

RECORD_OF: dict[IRI, type[Record]] = {
    SKOS.Concept: Concept,
    SKOS.ConceptScheme: ConceptScheme,
    SKOS.Collection: Collection,
    TVS.Definition: Definition,
    BIBO.Document: Source,
    BIBO.Webpage: Page,
    FOAF.Organization: Agent,
    FOAF.Person: Agent,
    FOAF.Agent: Agent,
}
"""RDF class to the record that its instances become; the first that fits a node counts."""

_FIELDS = {
    record: {field.predicate: field for field in table} for record, table in PROPERTIES.items()
}
_MANY = {
    record: {field.name: field.many for field in table} for record, table in PROPERTIES.items()
}
_CLASS_OF = {record: rdf_class for rdf_class, record in RECORD_OF.items()}


def to_triples(scheme: ConceptScheme) -> Iterator[Triple]:
    """Everything a vocabulary says, record by record, in a fixed order.

    >>> scheme = ConceptScheme(iri=IRI("http://example.org/"), created="2026-11-23")
    >>> [str(triple.predicate) for triple in to_triples(scheme)][1]
    'http://purl.org/dc/terms/created'
    """
    if scheme.declared:
        yield from _own_triples(scheme)
    yield from scheme.other
    for records in (
        scheme.collections,
        scheme.concepts,
        scheme.sources,
        scheme.agents,
        scheme.page_records,
    ):
        for record in records:
            yield from record_triples(record)


def record_triples(record: Record) -> Iterator[Triple]:
    """What one record says of itself; a concept brings its definitions along."""
    yield from _own_triples(record)
    yield from record.other
    if isinstance(record, Concept):
        for definition in record.definitions:
            yield Triple(record.iri, SKOS.definition, definition.iri)
            yield from record_triples(definition)


def _own_triples(record: Record) -> Iterator[Triple]:
    rdf_class = record.kind if isinstance(record, Agent) else _CLASS_OF[type(record)]
    yield Triple(record.iri, RDF.type, rdf_class)
    for field in PROPERTIES[type(record)]:
        for term in field.terms(record):
            yield Triple(record.iri, field.predicate, term)


@collector_paused()
def from_triples(triples: Iterable[Triple], scheme: IRI | None = None) -> ConceptScheme:
    """The vocabulary that a graph holds.

    :param scheme: the concept scheme to take where the graph has several; by default the one with
        the most concepts, then the first by IRI. The others stay in ``other``.

    >>> skill = IRI("http://example.org/skill")
    >>> scheme = from_triples([Triple(skill, RDF.type, SKOS.Concept)])
    >>> scheme.concepts[0].iri, scheme.declared
    (IRI('http://example.org/skill'), False)
    """
    graph: dict[Node, list[Triple]] = defaultdict(list)
    for triple in dict.fromkeys(triples):
        graph[triple.subject].append(triple)
    classes = {node: rdf_class for node in graph if (rdf_class := _class(node, graph[node]))}
    is_there = classes.get(scheme or IRI()) == SKOS.ConceptScheme
    chosen = scheme if is_there else main_scheme(t for node in graph for t in graph[node])
    concepts, orphans = _concepts(graph, classes)
    own = _read(ConceptScheme, graph[chosen]) if chosen is not None else None
    rest = [t for node in graph if _stays_outside(node, classes, chosen) for t in graph[node]]
    return ConceptScheme(
        iri=chosen or scheme or DEFAULT_BASE,
        declared=own is not None,
        other=(*(own.other if own else ()), *rest, *orphans),
        concepts=concepts,
        collections=_all(Collection, graph, classes),
        sources=_all(Source, graph, classes),
        agents=_all(Agent, graph, classes),
        page_records=_all(Page, graph, classes),
        **(_statements(own) if own else {}),
    )


def _class(node: Node, triples: list[Triple]) -> IRI | None:
    """The first class of the profile that a node has; blank nodes are never records."""
    if not isinstance(node, IRI):
        return None
    declared = {t[2] for t in triples if t[1] == _TYPE}
    return next((rdf_class for rdf_class in RECORD_OF if rdf_class in declared), None)


_TYPE = RDF.type


def _stays_outside(node: Node, classes: Mapping[Node, IRI], chosen: IRI | None) -> bool:
    """Whether no record takes a node: it has no class of ours, or is another concept scheme."""
    rdf_class = classes.get(node)
    return rdf_class is None or (rdf_class == SKOS.ConceptScheme and node != chosen)


def main_scheme(triples: Iterable[Triple]) -> IRI | None:
    """The concept scheme of a graph: the one with the most concepts, then the first by IRI.

    >>> main_scheme([Triple(IRI("http://e/"), RDF.type, SKOS.ConceptScheme)])
    IRI('http://e/')
    """
    declared: dict[Term, set[IRI]] = {SKOS.ConceptScheme: set(), SKOS.Concept: set()}
    belonging: list[Triple] = []
    rdf_type, in_scheme = RDF.type, SKOS.inScheme
    for triple in triples:
        predicate = triple[1]
        if predicate == in_scheme:
            belonging.append(triple)
        elif predicate == rdf_type and triple[2] in declared and isinstance(triple[0], IRI):
            declared[triple[2]].add(triple[0])
    # What is a concept as well is read as one.
    schemes = declared[SKOS.ConceptScheme] - declared[SKOS.Concept]
    uses = Counter(t.object for t in set(belonging)) if len(schemes) > 1 else Counter()
    return min(schemes, key=lambda iri: (-uses[iri], iri), default=None)


def _all(record: type[_R], graph: _Graph, classes: Mapping[Node, IRI]) -> tuple[_R, ...]:
    return tuple(
        _read(record, graph[node]) for node, c in classes.items() if RECORD_OF[c] is record
    )


def _concepts(
    graph: _Graph, classes: Mapping[Node, IRI]
) -> tuple[tuple[Concept, ...], list[Triple]]:
    """The concepts, each with its definitions; and the triples of definitions that no concept has.

    A definition that two concepts share stays with the first by IRI; the link of the other is kept
    in its ``other``, where the shapes find it.
    """
    free = {d.iri: d for d in _all(Definition, graph, classes)}
    concepts = []
    for concept in sorted(_all(Concept, graph, classes), key=lambda c: c.iri):
        links = {t: d for t in concept.other if (d := _linked(t, free))}
        for definition in links.values():
            del free[definition.iri]
        if links:
            other = tuple(t for t in concept.other if t not in links)
            concept = replace(concept, definitions=tuple(links.values()), other=other)
        concepts.append(concept)
    return tuple(concepts), [t for iri in free for t in graph[iri]]


def _linked(triple: Triple, free: Mapping[IRI, Definition]) -> Definition | None:
    if triple.predicate == SKOS.definition and isinstance(triple.object, IRI):
        return free.get(triple.object)
    return None


def _read(record: type[_R], triples: list[Triple]) -> _R:
    """A record from the statements about it; what does not fit a field goes to ``other``."""
    fields_of = _FIELDS[record]
    rdf_class = _class(triples[0].subject, triples)
    values: dict[str, list[Any]] = defaultdict(list)
    other = []
    # All have one subject, so what is left of their order is that of predicate and object.
    for triple in sorted(triples, key=lambda t: (t[1], order(t[2]))):
        field = fields_of.get(triple.predicate)
        value = field.kind.read(triple.object) if field else None
        if field is not None and value is not None and (field.many or not values[field.name]):
            values[field.name].append(value)
        elif triple.predicate != _TYPE or triple.object != rdf_class:
            other.append(triple)
    is_many = _MANY[record]
    arguments: dict[str, Any] = {
        name: tuple(found) if is_many[name] else found[0] for name, found in values.items() if found
    }
    if record is Agent:
        arguments["kind"] = rdf_class
    return record(iri=IRI(str(triples[0].subject)), other=tuple(other), **arguments)


def _statements(record: Record) -> dict[str, Any]:
    """The fields of a record that are statements about it."""
    stated = {field.name for field in PROPERTIES[type(record)]}
    return {f.name: getattr(record, f.name) for f in fields(record) if f.name in stated}
