"""The samples, one in each layout, as SKOS."""

from __future__ import annotations

import pytest

from tvet_skos.ingest import Import
from tvet_skos.iri import definition_iri
from tvet_skos.model import Definition, SourceEvidence
from tvet_skos.rdf.profile import from_triples, to_triples

from .conftest import BASE, PAGES, Reader

FURNITURE = (
    "UNEVOC Logo",
    "open menu",
    "Who We Are",
    "Find and compare",
    "Search",
    "Browse related",
    "Contribute",
    "Data privacy",
    "©",
    "unevoc.unesco.org",
    "definitions,",
    "alternate definitions",
    "Email",
    "Go further",
    "cookies",
    "Website",
    "Description",
    "var a",
    "Draft",
    "En bref",
    "A | B",
)
SAMPLES = (
    "current.txt",
    "current.html",
    "old.txt",
    "records.txt",
    "lost-source.txt",
    "learning-island.txt",
)


def definitions(found: Import) -> tuple[Definition, ...]:
    [concept] = found.scheme.concepts
    return concept.definitions


def sources(found: Import) -> list[list[str]]:
    return [[iri.rsplit("/", 1)[1] for iri in d.sources] for d in definitions(found)]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_furniture_is_in_any_output(read_sample: Reader, name: str) -> None:
    found = read_sample(name)
    assert not found.failures
    everything = "\n".join(str(triple.object) for triple in to_triples(found.scheme))
    assert not [text for text in FURNITURE if text in everything]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_definition_has_its_text_citation_evidence_and_page(
    read_sample: Reader, name: str
) -> None:
    found = read_sample(name)
    pages = tuple(page.iri for page in found.scheme.page_records)
    for number, definition in enumerate(definitions(found), start=1):
        assert definition.text
        assert definition.source_text
        assert definition.derived_from == pages
        assert definition.position == number
        assert definition.has_source == bool(definition.sources)
        assert definition.quoted_from == definition.primary_sources == ()


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_read_survives_the_way_through_triples(read_sample: Reader, name: str) -> None:
    scheme = read_sample(name).scheme
    again = from_triples(to_triples(scheme))
    assert again.concepts == scheme.concepts
    assert again.sources == scheme.sources
    assert again.page_records == scheme.page_records


@pytest.mark.parametrize("name", SAMPLES)
def test_every_source_and_agent_that_is_referred_to_is_there(
    read_sample: Reader, name: str
) -> None:
    scheme = read_sample(name).scheme
    known = {record.iri for record in (*scheme.sources, *scheme.agents)}
    for definition in scheme.definitions:
        assert known.issuperset(definition.sources)
    for source in scheme.sources:
        assert known.issuperset(source.creators)
        assert source.title or source.citation


def test_the_current_layout(read_sample: Reader) -> None:
    found = read_sample("current.txt")
    [concept] = found.scheme.concepts
    assert concept.label() == "Workshop passport"
    assert [x.value for x in concept.alt_labels] == ["WP", "shop passport", "workshop-passport"]
    assert [x.value for x in concept.notes] == [
        "The term is new; older texts speak of a shop card."
    ]
    assert len(found.to_dos) == 2
    first, second, third = concept.definitions
    assert first.format == "text/markdown"
    assert first.text.count("\n- ") == 3
    assert "is signed by a master of the trade;" in first.text
    assert second.text.endswith("not by the school.\n\nIt does not replace a certificate.")
    assert second.notes[0].value == "Note that some workshops use the term for a badge."
    assert third.text.startswith(
        "The national board describes a workshop passport as:\n\na booklet"
    )
    assert third.source_evidence is SourceEvidence.NOT_CAPTURED
    assert (
        third.source_text
        == "TVETipedia Glossary, Workshop passport; source not captured, read 2026-11-23"
    )


def test_the_layout_of_2014_to_2016(read_sample: Reader) -> None:
    found = read_sample("old.txt")
    assert [d.source_text for d in definitions(found)] == [
        "SAQA 2013, South Africa",
        "EXA (OpenBench study) 2016, Europe",
        "EXA/EXB 2009, Global",
    ]
    assert sources(found)[0] == ["saqa-2013"]
    notes = [note.value for note in found.scheme.concepts[0].editorial_notes]
    assert [note.split(" (")[0] for note in notes] == [
        "Child term: Bench plan", "Child term: Bench test", "Parent term: Training",
        "Parent term: Workshop learning", "Related term: Line training", "Related term: Simulation",
    ]  # fmt: skip
    assert [x.value for x in definitions(found)[1].terms_in_source] == ["BT"]


def test_the_layout_of_2016_to_2022(read_sample: Reader) -> None:
    found = read_sample("records.txt")
    assert [d.text[:12] for d in definitions(found)] == [
        "Permission t",
        "A card that ",
        "A permit of ",
        "The right to",
    ]
    titles = {source.title: source.year for source in found.scheme.sources}
    assert titles == {
        "Licences: some key terms": "2009",
        "Tools and licences": "2011",
        "Glossary of key terms": "2006",
    }
    assert (
        definitions(found)[2].source_text
        == "Example Institute of Tools, Exampleland, Tools and licences (2011)"
    )


def test_pages_that_lost_the_word_source(read_sample: Reader) -> None:
    found = read_sample("lost-source.txt")
    evidence = [str(d.source_evidence) for d in definitions(found)]
    assert evidence == ["stated", "notCaptured", "stated", "notCaptured"]
    assert definitions(found)[2].notes[0].value == "The money is not real."
    assert "kept as printed only" in str(found.warnings[0])
    assert str(found.warnings[0]).startswith("lost-source.txt:16: ")


def test_pages_that_lost_their_heading(read_sample: Reader) -> None:
    found = read_sample("learning-island.txt")
    assert found.scheme.concepts[0].label() == "Learning island"
    assert sources(found) == [["ncver-2022"], []]
    assert "lost its heading" in found.warnings[0].message


def test_html_read_whole_states_no_source_where_it_gives_none(read_sample: Reader) -> None:
    found = read_sample("current.html")
    [concept] = found.scheme.concepts
    assert concept.label() == "Mentor workshop"
    assert [str(d.source_evidence) for d in concept.definitions] == [
        "stated",
        "notStated",
        "stated",
    ]
    assert (
        concept.definitions[1].source_text
        == "TVETipedia Glossary, Mentor workshop; no source stated, read 2026-11-23"
    )
    assert concept.definitions[0].text.endswith(
        "covering:\n\n- planning a task;\n- giving feedback & praise."
    )
    address = "https://unevoc.example/home/TVETipedia+Glossary/show=term/term=Mentor+workshop"
    assert concept.pages == (address,)
    assert found.scheme.page_records[0].url == address


def test_text_and_html_of_one_page_give_the_same_definitions(read: Reader) -> None:
    text = "Skill gap\n\nA lack of skill.\n\nSource:\nCOL, Terms, 2015\n\n\nA skill gap, at work."
    html = (
        "<h1>Skill gap</h1><div><p>A lack of skill.</p><p>Source:<br>COL, Terms, 2015</p></div>"
        "<div><p>A skill gap, at work.</p></div>"
    )
    assert [d.iri for d in definitions(read(text))] == [d.iri for d in definitions(read(html))]


def test_iris_depend_on_text_language_and_printed_citation_only(
    read: Reader, registered: object
) -> None:
    text = "Skill\n\nAccording to ILO (2006), a skill is one.\n\nA skill.\nSource: ILO 2006, Global"
    with_register, without = read(text, vocabulary=registered), read(text)
    inline, stated = definitions(with_register)
    assert inline.source_evidence is SourceEvidence.STATED_INLINE
    assert [d.iri for d in definitions(without)] == [inline.iri, stated.iri]
    assert stated.iri == definition_iri(f"{BASE}skill", "A skill.", "en", "ILO 2006, Global")


def test_a_text_that_stands_twice_is_taken_once(read: Reader) -> None:
    found = read("Skill\n\nA skill.\n\nA  skill.")
    assert len(definitions(found)) == 1
    assert "twice" in found.warnings[0].message


def test_language_tags_come_in_their_usual_case(read: Reader) -> None:
    [definition] = definitions(read("Skill\n\nA skill.", language="EN-gb"))
    assert definition.language == "en-GB"


def test_pages_in_other_scripts_have_records_of_their_own(read: Reader) -> None:
    found = read("微证书\n\n微证书是证书。", "徽章\n\n徽章是证书。", language="zh")
    assert len(found.scheme.page_records) == len(found.scheme.concepts) == 2


def test_samples_hold_no_page_twice() -> None:
    assert {path.name for path in PAGES.iterdir()} >= set(SAMPLES)
