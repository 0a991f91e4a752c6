"""A real page, read from outside the project; skipped where it is not at hand."""

from __future__ import annotations

import pytest

from tvet_skos.ingest import Import
from tvet_skos.model import Concept, ConceptScheme
from tvet_skos.rdf.profile import to_triples

from .conftest import Reader

FURNITURE = (
    "Browse related topics",
    "Contribute",
    "©",
    "Data privacy",
    "unevoc.unesco.org",
    "Logo",
    "open menu",
    "Who We Are",
    "Find and compare",
    "1-9",
    "Knowledge Resources",
    "Search",
    "Source:",
)


@pytest.fixture(params=["without a register", "with the bundled one"])
def found(request: pytest.FixtureRequest, seed: bytes, read: Reader) -> Import:
    known: ConceptScheme | None = None
    if request.param == "with the bundled one":
        scheme = request.getfixturevalue("scheme")
        known = ConceptScheme(iri=scheme.iri, sources=scheme.sources, agents=scheme.agents)
    return read(seed, vocabulary=known)


@pytest.fixture
def concept(found: Import) -> Concept:
    [concept] = found.scheme.concepts
    return concept


def test_labels_and_to_do(concept: Concept, found: Import) -> None:
    assert [(x.value, x.language) for x in concept.pref_labels] == [("Micro-credential", "en")]
    assert {x.value for x in concept.alt_labels} == {"microcredential", "micro credential"}
    assert [x.value for x in concept.editorial_notes] == [
        "View also: macro-credential (not in the vocabulary yet)"
    ]
    assert len(found.to_dos) == 1
    assert not found.warnings


def test_six_definitions_in_page_order_two_with_a_source(concept: Concept) -> None:
    assert [d.position for d in concept.definitions] == [1, 2, 3, 4, 5, 6]
    evidence = [str(d.source_evidence) for d in concept.definitions]
    assert evidence == ["notCaptured"] * 4 + ["stated"] * 2
    assert [len(d.notes) for d in concept.definitions] == [0, 0, 0, 1, 0, 0]
    assert concept.definitions[0].text.count("\n- ") == 4
    assert [d.format for d in concept.definitions] == ["text/markdown", "", "", "", "", ""]
    assert concept.definitions[4].text.startswith("The European Union (EU) defines")


def test_the_sources_are_those_of_the_page(concept: Concept, found: Import) -> None:
    sources = {source.iri: source for source in found.scheme.sources}
    agents = {agent.iri: agent for agent in found.scheme.agents}
    [council], [col] = (d.sources for d in concept.definitions[4:])
    assert (sources[council].title, sources[council].issued) == ("", "2022")
    maker = agents[sources[council].creators[0]]
    assert "Council of the EU" in (maker.name, *maker.abbreviations)
    assert sources[col].title == "Open and distance learning: key terms and definitions"
    assert (sources[col].issued, sources[col].edition) == ("2020", "revised 2020")
    earlier = sources[col].version_of
    assert earlier is not None
    assert sources[earlier].issued == "2015"


def test_nothing_of_the_site_is_left(found: Import) -> None:
    everything = "\n".join(str(triple.object) for triple in to_triples(found.scheme))
    assert not [text for text in FURNITURE if text in everything]


def test_a_vocabulary_with_the_other_term_is_linked(
    seed: bytes, read: Reader, scheme: ConceptScheme
) -> None:
    [concept] = read(seed, vocabulary=scheme).scheme.concepts
    assert [iri.rsplit("/", 1)[1] for iri in concept.related] == ["macro-credential"]
