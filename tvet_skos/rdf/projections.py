"""One canonical graph, four ways to hand it on.

``full`` keeps every definition as a node; ``plain`` has one literal a language, for tools that
know no more; ``flat`` writes every source into the text; ``dual`` has nodes and the lead literal.
In each of them it can be read back which definition comes from which source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from tvet_skos.model import Agent, Concept, ConceptScheme, Definition, leads
from tvet_skos.namespaces import DC, DCTERMS, FOAF, RDF, RDFS, SCHEMA, SKOS, XSD
from tvet_skos.rdf.profile import to_triples
from tvet_skos.terms import IRI, Literal, Triple


class Projection(StrEnum):
    """What stands as the value of ``skos:definition``."""

    FULL = "full"
    """Nodes: for Skosmos, VocBench, SPARQL and ourselves."""
    PLAIN = "plain"
    """One literal a language, the lead: for most importers."""
    FLAT = "flat"
    """Every text as a literal that ends in its source: for spreadsheets and text search."""
    DUAL = "dual"
    """Nodes and the lead literal."""


def project(scheme: ConceptScheme, projection: Projection) -> Iterator[Triple]:
    """The triples of a vocabulary in a projection; may repeat one."""
    if projection is Projection.FULL:
        return to_triples(scheme)
    return _PROJECTIONS[projection](scheme)


def _dual(scheme: ConceptScheme) -> Iterator[Triple]:
    yield from to_triples(scheme)
    issued = {source.iri: source.issued for source in scheme.sources}
    for concept in _with_shared(scheme).concepts:
        for lead in leads(concept, issued).values():
            yield from _literals(concept.iri, lead.value)


def _with_shared(scheme: ConceptScheme) -> ConceptScheme:
    """The vocabulary with each definition under every concept that names it, not only the first."""
    known = {definition.iri: definition for definition in scheme.definitions}
    concepts = []
    for concept in scheme.concepts:
        links = {t: known[t.object] for t in concept.other if _is_link(t, known)}  # type: ignore[index]
        if links:
            concept = replace(
                concept,
                definitions=(*concept.definitions, *links.values()),
                other=tuple(t for t in concept.other if t not in links),
            )
        concepts.append(concept)
    return replace(scheme, concepts=tuple(concepts))


def _is_link(triple: Triple, known: Mapping[IRI, Definition]) -> bool:
    return triple.predicate == SKOS.definition and triple.object in known


def _flat(scheme: ConceptScheme) -> Iterator[Triple]:
    scheme = _with_shared(scheme)
    yield from to_triples(replace(scheme, concepts=tuple(map(_bare, scheme.concepts))))
    for concept in scheme.concepts:
        for definition in concept.live_definitions:
            if definition.value is not None:
                text = f"{definition.text} [Source: {definition.source_text}]"
                yield Triple(concept.iri, SKOS.definition, Literal(text, definition.language))


def _plain(scheme: ConceptScheme) -> Iterator[Triple]:
    scheme = _with_shared(scheme)
    issued = {source.iri: source.issued for source in scheme.sources}
    bare = replace(scheme, concepts=tuple(map(_bare, scheme.concepts)))
    yield from to_triples(bare)
    for concept in scheme.concepts:
        for language, lead in leads(concept, issued).items():
            yield from _lead(concept, lead, language)
    yield from _described_scheme(scheme)
    for agent in scheme.agents:
        yield from _schema_agent(agent)


def _bare(concept: Concept) -> Concept:
    """A concept without its definition nodes; literal definitions of its own stay."""
    return replace(concept, definitions=(), preferred_definitions=())


def _literals(concept: IRI, value: Literal | None) -> Iterator[Triple]:
    if value is not None:
        yield Triple(concept, SKOS.definition, value)


def _lead(concept: Concept, lead: Definition, language: str) -> Iterator[Triple]:
    """The lead text; its citation is tagged with its language, so that the two can be paired."""
    if any(text.language == language for text in concept.definition_texts):
        return
    yield from _literals(concept.iri, lead.value)
    if lead.source_text:
        yield Triple(concept.iri, DC.source, Literal(lead.source_text, language))
    for source in lead.sources:
        yield Triple(concept.iri, DCTERMS.source, source)


def _described_scheme(scheme: ConceptScheme) -> Iterator[Triple]:
    """What VocPub asks of a scheme and its topics, beside what the full graph says."""
    if scheme.declared:
        for title in scheme.titles if not scheme.pref_labels else ():
            yield Triple(scheme.iri, SKOS.prefLabel, title)
        for description in scheme.descriptions:
            yield Triple(scheme.iri, SKOS.definition, description)
        for concept in (*scheme.concepts, *scheme.collections):
            yield Triple(concept.iri, RDFS.isDefinedBy, scheme.iri)
    for topic in scheme.collections:
        if not topic.definition_texts:
            for label in topic.pref_labels:
                yield Triple(topic.iri, SKOS.definition, label)


def _schema_agent(agent: Agent) -> Iterator[Triple]:
    """What VocPub asks of an agent: a name and an address, which is the IRI at the least.

    Of a person it asks an e-mail address, which has no place in a public graph.
    """
    if agent.kind == FOAF.Person:
        return
    yield Triple(agent.iri, RDF.type, SCHEMA.Organization)
    yield Triple(agent.iri, SCHEMA.name, Literal(agent.name or agent.iri))
    address = agent.homepage or agent.iri
    yield Triple(agent.iri, SCHEMA.url, Literal(address, datatype=XSD.anyURI))


_PROJECTIONS: dict[Projection, Callable[[ConceptScheme], Iterator[Triple]]] = {
    Projection.PLAIN: _plain,
    Projection.FLAT: _flat,
    Projection.DUAL: _dual,
}
