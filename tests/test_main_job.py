"""The whole way of the README: a page in, checked, compared, exported, read back."""

from __future__ import annotations

from pathlib import Path

import pytest

import tvet_skos
from tvet_skos.contribute import add
from tvet_skos.ingest import PageInput, PageOptions, read_pages
from tvet_skos.model import Concept, ConceptScheme, SourceEvidence
from tvet_skos.publish.export import export
from tvet_skos.rdf.folder import Vocabulary, read_vocabulary, write_folder
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.rdf.projections import Projection, project
from tvet_skos.store import MemoryStore

OPTIONS = PageOptions(read_on="2026-11-23")
FURNITURE = (
    "Browse related topics", "Contribute", "©", "Data privacy", "Find and compare",
    "UNESCO-UNEVOC Logo", "Search", "About Us", "1-9",
)  # fmt: skip


@pytest.fixture(scope="module")
def seed(public_data: Path) -> bytes:
    pages = sorted((public_data.parent / "seeds").glob("*.txt"))
    if not pages:
        pytest.skip(f"no seed page beside {public_data}")
    return pages[0].read_bytes()


def _only(scheme: ConceptScheme) -> Concept:
    (concept,) = scheme.concepts
    return concept


def test_the_seed_page_gives_what_it_says_and_nothing_else(seed: bytes) -> None:
    found = read_pages([PageInput("seed.txt", seed)], OPTIONS)
    concept = _only(found.scheme)
    assert [(x.value, x.language) for x in concept.pref_labels] == [("Micro-credential", "en")]
    assert [x.value for x in concept.alt_labels] == ["micro credential", "microcredential"]
    assert len(concept.definitions) == 6
    assert [d.position for d in concept.definitions] == [1, 2, 3, 4, 5, 6]
    assert [d.source_evidence for d in concept.definitions] == [
        *[SourceEvidence.NOT_CAPTURED] * 4, *[SourceEvidence.STATED] * 2,
    ]  # fmt: skip
    assert [len(d.notes) for d in concept.definitions] == [0, 0, 0, 1, 0, 0]
    assert concept.definitions[0].text.count("\n- ") == 4
    assert concept.definitions[0].format == "text/markdown"
    assert all(d.source_text for d in concept.definitions)
    assert found.to_dos
    assert "macro-credential" in found.to_dos[0]
    everything = " ".join(str(triple) for triple in tvet_skos.to_triples(found.scheme))
    assert not [word for word in FURNITURE if word in everything]


def test_the_sources_of_the_seed_are_understood_without_a_register(seed: bytes) -> None:
    scheme = read_pages([PageInput("seed.txt", seed)], OPTIONS).scheme
    council, col = (
        next(s for s in scheme.sources if s.iri in d.sources) for d in _only(scheme).definitions[4:]
    )
    assert (council.year, council.title) == ("2022", "")
    assert col.title == "Open and distance learning: key terms and definitions"
    assert (col.year, col.edition) == ("2020", "revised 2020")
    first = next(s for s in scheme.sources if s.iri == col.version_of)
    assert (first.year, first.title) == ("2015", col.title)


def test_the_seed_is_linked_to_what_the_vocabulary_has(seed: bytes, scheme: ConceptScheme) -> None:
    found = read_pages([PageInput("seed.txt", seed)], OPTIONS, scheme)
    concept = _only(found.scheme)
    assert concept.related == (scheme.iri + "macro-credential",)
    assert {s.rsplit("/", 1)[1] for d in concept.definitions for s in d.sources} == {
        "eu-council-2022", "col-2020",
    }  # fmt: skip
    assert not found.to_dos


PAGES = sorted((Path(__file__).parent / "data" / "pages").glob("*"))


@pytest.mark.parametrize("projection", Projection)
def test_what_was_read_in_is_what_is_read_back_from_every_export(
    scheme: ConceptScheme, tmp_path: Path, projection: Projection
) -> None:
    pages = [PageInput(p.name, p.read_bytes()) for p in PAGES if p.name != "not-a-page.txt"]
    merged = add(scheme, read_pages(pages, OPTIONS, scheme).scheme).scheme
    assert len(merged.concepts) > len(scheme.concepts)
    assert tvet_skos.check(tvet_skos.to_triples(merged)).conforms

    write_folder(Vocabulary(tmp_path / "vocab", ()), merged)
    assert read_vocabulary(tmp_path / "vocab").scheme == merged
    expected = set(project(merged, projection))
    for name, rdf_format in FORMATS.items():
        assert set(parse(export(merged, name, projection), rdf_format)) == expected, name


def test_every_definition_that_was_read_can_be_compared(scheme: ConceptScheme) -> None:
    pages = [PageInput(p.name, p.read_bytes()) for p in PAGES if p.name != "not-a-page.txt"]
    imported = read_pages(pages, OPTIONS, scheme).scheme
    store = MemoryStore(tvet_skos.to_triples(imported))
    for concept in imported.concepts:
        comparison = tvet_skos.compare(store, concept.iri)
        assert [e.definition for e in comparison.entries] == list(concept.definitions)
