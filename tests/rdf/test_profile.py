from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings

from tests.strategies import graphs, schemes
from tvet_skos.model import ConceptScheme
from tvet_skos.namespaces import DEFAULT_BASE, RDF, SKOS, TVS
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.rdf.profile import from_triples, to_triples
from tvet_skos.rdf.properties import PROPERTIES
from tvet_skos.rdf.turtle import write_turtle
from tvet_skos.terms import IRI, Literal, Triple

SLOW_IS_FINE = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@given(schemes())
@SLOW_IS_FINE
def test_a_model_survives_triples_and_turtle(scheme: ConceptScheme) -> None:
    text = write_turtle(to_triples(scheme), scheme.iri)
    assert from_triples(parse(text.encode(), FORMATS["turtle"]), scheme.iri) == scheme


@given(graphs)
@SLOW_IS_FINE
def test_no_triple_of_any_graph_is_lost_or_added(graph: list[Triple]) -> None:
    assert set(to_triples(from_triples(graph))) == set(graph)


def test_the_bundled_vocabulary_survives_the_model(bundled: object, scheme: ConceptScheme) -> None:
    triples = set(bundled.triples)  # type: ignore[attr-defined]
    assert set(to_triples(scheme)) == triples
    assert not any(record.other for record in scheme.concepts), "the model has a field for all"


def test_no_two_fields_of_a_record_share_a_property() -> None:
    for record, table in PROPERTIES.items():
        assert len({p.predicate for p in table}) == len(table), record


def test_a_shared_definition_stays_with_one_concept_and_its_other_link_is_kept() -> None:
    a, b, shared = (IRI(DEFAULT_BASE + name) for name in ("a", "b", "a#def-1"))
    graph = [
        Triple(a, RDF.type, SKOS.Concept),
        Triple(b, RDF.type, SKOS.Concept),
        Triple(shared, RDF.type, TVS.Definition),
        Triple(a, SKOS.definition, shared),
        Triple(b, SKOS.definition, shared),
    ]
    scheme = from_triples(graph)
    assert [d.iri for d in scheme.concepts[0].definitions] == [shared]
    assert scheme.concepts[1].other == (Triple(b, SKOS.definition, shared),)


def test_the_scheme_with_most_concepts_is_taken_and_the_other_kept() -> None:
    small, large = IRI("http://example.org/a-small/"), IRI("http://example.org/large/")
    graph = [Triple(iri, RDF.type, SKOS.ConceptScheme) for iri in (small, large)]
    graph += [
        triple
        for n in range(2)
        for triple in (
            Triple(IRI(f"{large}{n}"), RDF.type, SKOS.Concept),
            Triple(IRI(f"{large}{n}"), SKOS.inScheme, large),
        )
    ]
    scheme = from_triples(graph)
    assert scheme.iri == large
    assert scheme.other == (Triple(small, RDF.type, SKOS.ConceptScheme),)


def test_other_peoples_skos_without_a_scheme_is_read() -> None:
    concept = IRI("http://example.org/x")
    graph = [
        Triple(concept, RDF.type, SKOS.Concept),
        Triple(concept, SKOS.prefLabel, Literal("X")),
        Triple(concept, SKOS.definition, Literal("A plain text.", "en")),
    ]
    scheme = from_triples(graph)
    assert not scheme.declared
    assert scheme.concepts[0].definition_texts == (Literal("A plain text.", "en"),)
    assert set(to_triples(scheme)) == set(graph)


def test_public_vocabularies_lose_nothing(public_data: Path) -> None:
    import gzip

    for name in ("hcrt.ttl", "isced-2013.ttl", "esc.ttl", "nwbib.ttl"):
        content = gzip.decompress((public_data / "vocabularies" / f"{name}.gz").read_bytes())
        triples = parse(content, FORMATS["turtle"], file=name)
        assert set(to_triples(from_triples(triples))) == set(triples), name
