"""The board of coverage: what is there in which language, and which terms lack it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.publish.site.markup import elements, with_class
from tests.publish.site.readings import BASE, reading_from
from tvet_skos.errors import NotFound
from tvet_skos.publish.site.coverage import PARTS, cells_of, coverage_page, gap_of
from tvet_skos.publish.site.edition import Reading

_SMALL = """
<all> a skos:Concept ; skos:prefLabel "All"@en, "Tout"@fr ; skos:altLabel "Everything"@en ;
  skos:definition <all#1>, <all#2> .
<all#1> rdf:value "Nothing is missing."@en ; tvs:sourceEvidence tvs:stated .
<all#2> rdf:value "Rien ne manque."@fr ; tvs:sourceEvidence tvs:notCaptured .
<named> a skos:Concept ; skos:prefLabel "Named"@EN ; skos:definition <named#1>, <named#2> .
<named#1> rdf:value "Nobody says how."@en ; dc:source "Somebody (2020)" .
<named#2> rdf:value "Remplacé."@fr ; tvs:sourceEvidence tvs:stated ; owl:deprecated true .
<plain> a skos:Concept ; skos:prefLabel "Plain"@en-GB, "Plain" ; skos:definition "A text."@en .
<lacking> a skos:Concept ; skos:prefLabel "Lacking"@en ; skos:definition <lacking#1> .
<lacking#1> rdf:value "No source is stated."@en ; tvs:sourceEvidence tvs:notStated ;
  dc:source "not stated" .
<bare> a skos:Concept .
<old> a skos:Concept ; skos:prefLabel "Old"@en, "Alt"@de ; skos:altLabel "Vieux"@fr ;
  owl:deprecated true, "1" ; skos:definition "Gone."@fr .
<false> a skos:Concept ; skos:prefLabel "In use"@en ; owl:deprecated false .
<topic> a skos:Collection ; skos:prefLabel "Topic"@es ; skos:definition "About."@es .
"""

_NUMBERS = {
    "en": (4, 1, 4, 2),
    "en-gb": (1, 0, 0, 0),
    "fr": (1, 0, 1, 0),
    "": (1, 0, 0, 0),
}


def _numbers(reading: Reading) -> dict[str, tuple[int, ...]]:
    cells = cells_of(reading.edition).values()
    return {
        language: tuple(c.number for part in PARTS for c in cells
                        if (c.language, c.part) == (language, part))
        for language in dict.fromkeys(c.language for c in cells)
    }  # fmt: skip


def test_what_each_language_has_is_counted_for_terms_in_use() -> None:
    reading = reading_from(_SMALL)
    assert _numbers(reading) == _NUMBERS
    assert {cell.of for cell in cells_of(reading.edition).values()} == {6}


def test_the_language_with_most_labels_stands_first() -> None:
    assert list(_numbers(reading_from(_SMALL))) == ["en", "fr", "", "en-gb"]


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("en/preferred", ["bare", "plain"]),
        ("en/alternative", ["bare", "false", "lacking", "named", "plain"]),
        ("en/definition", ["bare", "false"]),
        ("en/source", ["bare", "false", "lacking", "plain"]),
        ("fr/definition", ["bare", "false", "lacking", "named", "plain"]),
        ("fr/source", ["all", "bare", "false", "lacking", "named", "plain"]),
        ("en-gb/preferred", ["all", "bare", "false", "lacking", "named"]),
        ("no_tag/preferred", ["all", "bare", "false", "lacking", "named"]),
    ],
)
def test_each_gap_names_the_terms_that_lack_it(name: str, lacking: list[str]) -> None:
    reading = reading_from(_SMALL)
    cell = cells_of(reading.edition)[name]
    assert [iri.removeprefix(BASE) for iri in gap_of(reading.edition, cell)] == lacking
    hrefs = {e["href"] for e in elements(coverage_page(reading, name), "a") if e["href"]}
    assert {f"/en/term/{local}" for local in lacking} <= hrefs


_CONCEPTS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(["en", "EN", "fr", "fr-CA", ""])),
        st.sets(st.sampled_from(["en", "fr"])),
        st.sets(st.tuples(
            st.sampled_from(["en", "fr"]),
            st.sampled_from(["", "stated", "notStated", "given", "stated, tvs:notCaptured"]),
            st.booleans(),
        ), max_size=3),
        st.sampled_from(["", " ; owl:deprecated true", ' ; owl:deprecated true, "true"']),
    ),
    max_size=5,
)  # fmt: skip


def _turtle(concepts: list[tuple[set[str], set[str], set[tuple[str, str, bool]], str]]) -> str:
    lines = []
    for n, (labels, others, definitions, end) in enumerate(concepts):
        lines.append(f"<c{n}> a skos:Concept{end} .")
        for prop, tags in (("prefLabel", labels), ("altLabel", others)):
            lines += (f'<c{n}> skos:{prop} "x"{"@" + tag if tag else ""} .' for tag in sorted(tags))
        for m, (tag, evidence, old) in enumerate(sorted(definitions)):
            lines.append(f'<c{n}> skos:definition <c{n}#{m}> . <c{n}#{m}> rdf:value "y"@{tag} .')
            if evidence == "given":
                lines.append(f'<c{n}#{m}> dc:source "z" .')
            elif evidence:
                lines.append(f"<c{n}#{m}> tvs:sourceEvidence tvs:{evidence} .")
            if old:
                lines.append(f"<c{n}#{m}> owl:deprecated true .")
    return "\n".join(lines)


@settings(deadline=None)  # the first example reads the queries
@given(_CONCEPTS.map(_turtle))
def test_the_gaps_are_exactly_what_is_not_covered(turtle: str) -> None:
    edition = reading_from(turtle).edition
    for cell in cells_of(edition).values():
        gap = gap_of(edition, cell)
        assert len(gap) == len(set(gap)) == cell.of - cell.number, cell


def test_the_table_leads_to_each_gap_and_to_none_that_is_complete() -> None:
    reading = reading_from('<a> a skos:Concept ; skos:prefLabel "A"@en .', "fr")
    page = coverage_page(reading)
    links = {e["href"] for e in elements(page, "a") if "/coverage/" in (e["href"] or "")}
    assert links == {f"/fr/coverage/en/{part}" for part in PARTS[1:]}
    assert "100 %" in with_class(page, "coverage")[0].text
    assert "Tous les termes en usage en ont." in coverage_page(reading, "en/preferred")


def test_the_definitions_are_split_by_how_their_source_is_known() -> None:
    page = coverage_page(reading_from(_SMALL))
    table = elements(page, "table")[1].text.split()
    shown = "stated117 % ? Source not captured117 % ∅ No source stated117 % Not recorded350 %"
    assert " ".join(table).endswith(shown)
    assert "3 definitions whose source is not known" not in page
    assert "2 definitions whose source is not known" in page


def test_long_gaps_stand_on_several_pages() -> None:
    rows = (f'<c{n:03}> a skos:Concept ; skos:prefLabel "C {n:03}"@en .' for n in range(230))
    reading = reading_from("\n".join(rows))
    last = coverage_page(reading, "en/definition", 3)
    assert len([e for e in elements(last, "a") if e.ancestors[-2:] == ("ul", "li")
                and "/term/" in e["href"]]) == 30  # fmt: skip
    assert [e["href"] for e in elements(last, "a") if e["rel"] == "prev"] == [
        "/en/coverage/en/definition/page-2"
    ]
    with pytest.raises(NotFound):
        coverage_page(reading, "en/definition", 4)


@pytest.mark.parametrize(
    "name", ["en", "de/preferred", "en/hidden", "/", "en/source/x", "EN/source"]
)
def test_a_cell_that_is_not_there_is_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        coverage_page(reading_from(_SMALL), name)


def test_the_table_has_one_page(reading: Reading) -> None:
    with pytest.raises(NotFound):
        coverage_page(reading, "", 2)


def test_an_empty_vocabulary_has_a_board_without_a_table() -> None:
    page = coverage_page(reading_from(""))
    assert not elements(page, "table") and len(elements(page, "h1")) == 1


def test_the_numbers_are_those_of_the_whole_vocabulary(reading: Reading) -> None:
    cells = cells_of(reading.edition)
    assert {cell.of for cell in cells.values()} == {reading.edition.figures.concepts}
    assert cells["en/preferred"].missing == 0


def _evidence(reading: Reading) -> list[str]:
    """The numbers and shares of the last table."""
    table = coverage_page(reading).rpartition("<table")[2].partition("</table>")[0]
    return [each.text for each in elements(f"<table{table}</table>", "td")]


def test_a_hundred_in_a_hundred_have_a_known_source_only_where_all_do() -> None:
    nodes = ", ".join(f"<a#{n}>" for n in range(300))
    known = "".join(
        f'<a#{n}> rdf:value "{n}"@en ; tvs:sourceEvidence tvs:stated .' for n in range(299)
    )
    last = '<a#299> rdf:value "299"@en ; tvs:sourceEvidence tvs:notCaptured .'
    told = reading_from(f"<a> a skos:Concept ; skos:definition {nodes} . {known} {last}")
    assert _evidence(told) == ["299", "99 %", "1", "0 %"]


def test_what_defines_no_term_does_not_break_the_board() -> None:
    stray = reading_from("<a> a skos:Concept . <b#1> tvs:sourceEvidence tvs:stated .")
    assert _evidence(stray) == ["1", "0 %"]
