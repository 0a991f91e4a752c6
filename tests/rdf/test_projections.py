from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from tvet_skos.model import ConceptScheme
from tvet_skos.namespaces import DC, DCTERMS, SCHEMA, SKOS, TVS
from tvet_skos.rdf.bridge import to_rdflib
from tvet_skos.rdf.projections import Projection, project
from tvet_skos.terms import IRI, Literal, Triple


def _of(triples: set[Triple], predicate: str) -> list[Triple]:
    return sorted(t for t in triples if t.predicate == predicate)


def test_plain_has_one_text_a_language_with_its_citation_tagged_alike(
    scheme: ConceptScheme,
) -> None:
    triples = set(project(scheme, Projection.PLAIN))
    concepts = {c.iri for c in scheme.concepts}
    texts = [t for t in _of(triples, SKOS.definition) if t.subject in concepts]
    assert all(isinstance(t.object, Literal) for t in texts)
    keys = [(t.subject, t.object.language) for t in texts if isinstance(t.object, Literal)]
    assert len(keys) == len(set(keys)) == len(concepts)
    cited = {
        (t.subject, t.object.language)
        for t in _of(triples, DC.source)
        if isinstance(t.object, Literal)
    }
    assert cited == set(keys)
    assert not [t for t in triples if TVS.Definition in t]


def test_plain_keeps_the_lead_and_its_source(scheme: ConceptScheme) -> None:
    iri = IRI(scheme.iri + "micro-credential")
    triples = {t for t in project(scheme, Projection.PLAIN) if t.subject == iri}
    assert [t.object for t in _of(triples, DC.source)] == [
        Literal("After Council of the EU (2022)", "en")
    ]
    assert [t.object for t in _of(triples, DCTERMS.source)] == [
        scheme.iri + "source/eu-council-2022"
    ]


def test_flat_ends_each_text_in_its_source(scheme: ConceptScheme) -> None:
    iri = IRI(scheme.iri + "micro-credential")
    texts = [
        t.object.value
        for t in project(scheme, Projection.FLAT)
        if t.subject == iri and t.predicate == SKOS.definition and isinstance(t.object, Literal)
    ]
    assert len(texts) == 6
    assert all(text.endswith("]") and " [Source: " in text for text in texts)


def test_dual_is_full_and_the_leads(scheme: ConceptScheme) -> None:
    full, dual = (set(project(scheme, p)) for p in (Projection.FULL, Projection.DUAL))
    extra = dual - full
    assert full < dual
    assert len(extra) == len(scheme.concepts)
    assert all(t.predicate == SKOS.definition for t in extra)


def test_replaced_definitions_stay_in_full_only(scheme: ConceptScheme) -> None:
    first, *rest = scheme.concepts
    (only,) = first.definitions
    retired = replace(first, definitions=(replace(only, deprecated=True),))
    changed = replace(scheme, concepts=(retired, *rest))
    for projection in Projection:
        held = any(
            isinstance(t.object, Literal) and only.text in t.object.value
            for t in project(changed, projection)
        )
        assert held == (projection in (Projection.FULL, Projection.DUAL))


def test_no_mail_address_is_asked_of_a_person(scheme: ConceptScheme) -> None:
    triples = set(project(scheme, Projection.PLAIN))
    assert SCHEMA.Person not in {t.object for t in triples}


def test_plain_of_other_peoples_skos_is_what_they_wrote(public_data: Path) -> None:
    from tvet_skos.rdf.formats import FORMATS, parse
    from tvet_skos.rdf.profile import from_triples

    content = gzip.decompress((public_data / "vocabularies" / "gsq-lithology.ttl.gz").read_bytes())
    triples = set(parse(content, FORMATS["turtle"]))
    assert triples <= set(project(from_triples(triples), Projection.PLAIN))


def test_plain_violates_nothing_of_vocpub(scheme: ConceptScheme, public_data: Path) -> None:
    """VocPub's multilingual validator; what it says a vocabulary SHOULD have is another matter."""
    import pyshacl
    import rdflib

    shapes = public_data / "suites" / "vocpub" / "validators" / "validator.multilang.ttl"
    _, report, _ = pyshacl.validate(
        to_rdflib(project(scheme, Projection.PLAIN)), shacl_graph=rdflib.Graph().parse(shapes)
    )
    if not isinstance(report, rdflib.Graph):
        pytest.fail(str(report))
    severities = set(report.objects(None, rdflib.SH.resultSeverity))
    assert rdflib.SH.Violation not in severities


def test_a_shared_definition_counts_for_both_concepts(scheme: ConceptScheme) -> None:
    first, second, *rest = scheme.concepts
    (shared,) = first.definitions
    link = Triple(second.iri, SKOS.definition, shared.iri)
    both = replace(scheme, concepts=(first, replace(second, definitions=(), other=(link,)), *rest))
    for projection in (Projection.PLAIN, Projection.FLAT):
        said = [
            t.object
            for t in project(both, projection)
            if t.subject == second.iri and t.predicate == SKOS.definition
        ]
        assert len(said) == 1
        assert isinstance(said[0], Literal)
        assert said[0].value.startswith(shared.text)


def test_in_dual_a_shared_definition_is_the_lead_text_of_both(scheme: ConceptScheme) -> None:
    first, second, *rest = scheme.concepts
    (shared,) = first.definitions
    link = Triple(second.iri, SKOS.definition, shared.iri)
    both = replace(scheme, concepts=(first, replace(second, definitions=(), other=(link,)), *rest))
    triples = set(project(both, Projection.DUAL))
    for concept in (first, second):
        assert Triple(concept.iri, SKOS.definition, shared.iri) in triples
        assert shared.value is not None
        assert Triple(concept.iri, SKOS.definition, shared.value) in triples
