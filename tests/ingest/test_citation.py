from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_skos.ingest.citation import (
    is_dated,
    is_surely_citation,
    parse_citation,
    parse_citations,
    record_citation,
)


def known(name: str) -> bool:
    return name in {"Cedefop", "Council of the EU", "European Parliament", "Ministry of Work, Home"}


@pytest.mark.parametrize(
    ("printed", "organisations", "title", "year"),
    [
        ("COL, Key terms, 2015", ("COL",), "Key terms", "2015"),
        (
            "COL, Open learning: terms, words and names, 2015",
            ("COL",),
            "Open learning: terms, words and names",
            "2015",
        ),
        (
            "COL, Terms (with notes, and more), 2015",
            ("COL",),
            "Terms (with notes, and more)",
            "2015",
        ),
        ("COL (2015)", ("COL",), "", "2015"),
        ("COL, 2015", ("COL",), "", "2015"),
        ("SAQA 2013, South Africa", ("SAQA",), "", "2013"),
        ("SAQA (South Africa), Terms, 2013", ("SAQA",), "Terms", "2013"),
        ("EXA/EXB 2009, Global", ("EXA", "EXB"), "", "2009"),
        ("Example Agency/EXB 2009", ("Example Agency", "EXB"), "", "2009"),
        ("EXA, EXB and EXC, Terms, 2009", ("EXA", "EXB", "EXC"), "Terms", "2009"),
        (
            "European Parliament and Council of the EU, Law, 2008",
            ("European Parliament", "Council of the EU"),
            "Law",
            "2008",
        ),
        (
            "Agency for Arts and Crafts, Terms, 2008",
            ("Agency for Arts and Crafts",),
            "Terms",
            "2008",
        ),
        ("Ministry of Work, Home, Terms, 2008", ("Ministry of Work, Home",), "Terms", "2008"),
        ("Cedefop, Terms (2014)", ("Cedefop",), "Terms", "2014"),
        ("Adapted from: COL, Key terms, 2015", ("COL",), "Key terms", "2015"),
        ("Based on COL (2015)", ("COL",), "", "2015"),
    ],
)
def test_organisation_title_and_year_are_read_from_the_right(
    printed: str, organisations: tuple[str, ...], title: str, year: str
) -> None:
    citation = parse_citation(printed, known)
    assert citation.sure, citation.reason
    assert (citation.organisations, citation.title, citation.year) == (organisations, title, year)
    assert citation.printed == printed


def test_a_revision_is_an_edition_of_its_own_year() -> None:
    for printed in (
        "COL, Terms, 2015 (revised 2020)",
        "COL (2015, revised 2020)",
        "COL 2015 (rev. 2020)",
    ):
        citation = parse_citation(printed)
        assert (citation.year, citation.edition, citation.edition_year) == (
            "2015",
            "revised 2020",
            "2020",
        )


@pytest.mark.parametrize(
    ("printed", "accessed"),
    [
        ("NCVER (Australia), VET glossary, (accessed 12/2022)", "2022-12"),
        ("NCVER, VET glossary (accessed 3/2023)", "2023-03"),
        ("NCVER, VET glossary, accessed 2023-03-09", "2023-03-09"),
        ("NCVER, VET glossary, retrieved in 2023", "2023"),
    ],
)
def test_the_date_of_access_is_no_year_of_issue(printed: str, accessed: str) -> None:
    citation = parse_citation(printed)
    assert (citation.accessed, citation.year, citation.title) == (accessed, "", "VET glossary")
    assert citation.sure


def test_regions_and_relations_are_kept_apart() -> None:
    assert parse_citation("SAQA 2013, South Africa").region == "South Africa"
    assert parse_citation("NCVER (Australia), Terms, 2013").region == "Australia"
    assert parse_citation("adapted from ILO, Terms, 2014").relation == "adapted from"
    assert parse_citation("(Based on COL (2015))").relation == "based on"


def test_a_range_of_years_is_no_year() -> None:
    citation = parse_citation("EXA LLP 2007-2013, Europe")
    assert (citation.year, citation.date) == ("", "2007-2013")
    assert parse_citation("EXA, Terms, n.d.").date == "n.d."


def test_two_dated_works_are_two_citations() -> None:
    works = parse_citations("EXA, Terms, 2012; EXB 2014, Global")
    assert [(work.organisations, work.year) for work in works] == [
        (("EXA",), "2012"),
        (("EXB",), "2014"),
    ]
    assert len(parse_citations("EXA, Terms; words and names, 2012")) == 1


@pytest.mark.parametrize(
    "printed",
    [
        "EXA, Terms",
        "An anonymous handbook",
        "https://example.org/a",
        "p. 14",
        "personal communication",
        "Example House, Department of Tools, Terms, 2010",
        "EXA, Terms (accessed some day)",
        "Mr X, 2oo4",
    ],
)
def test_what_is_not_certain_is_said_and_no_year_is_invented(printed: str) -> None:
    citation = parse_citation(printed)
    assert not citation.sure
    assert citation.reason
    assert citation.year in printed
    assert citation.printed == printed


@pytest.mark.parametrize(
    "line",
    [
        "SADC, Glossary, 2011",
        "NCVER (Australia), VET glossary, (accessed 12/2022)",
        "ILO 2006, Global",
        "Example Agency, Training for everybody, 2014",
        "EXA/EXB, Terms: some words, 2009",
        "Ministry of Labour, Department of Trades, Glossary of trades, 2010",
    ],
)
def test_citations_without_the_word_source_are_recognised(line: str) -> None:
    assert is_surely_citation(line)


@pytest.mark.parametrize(
    "line",
    [
        "A degree, awarded since 2011",
        "The scheme, as it was revised, 2015.",
        "Learning at work, 2015",
        "It began in Vienna, Austria, 1999",
        "Skills that were needed in 2012",
        "Work",
        "In Example Town, 2012",
    ],
)
def test_texts_that_end_with_a_year_are_no_citations(line: str) -> None:
    assert not is_surely_citation(line)


def test_record_lines_spell_out_organisation_title_and_year() -> None:
    citation = record_citation("Example Agency (EXA) , Exampleland", "Tools (2nd edition) (2011)")
    assert (citation.organisations, citation.title) == (("Example Agency",), "Tools (2nd edition)")
    assert (citation.year, citation.region, citation.sure) == ("2011", "Exampleland", True)
    assert not record_citation("", "Tools (2011)").sure
    assert not record_citation("Agency A, Agency B , Exampleland", "Tools (2011)").sure


def test_dates_at_the_end_are_known() -> None:
    assert is_dated("EXA (2011).")
    assert not is_dated("2011 was a year")


@given(st.text(alphabet="AB ab,;:()/.-120569\u201c", max_size=60))
def test_any_string_parses_and_is_kept_and_no_year_is_invented(printed: str) -> None:
    for citation in parse_citations(printed):
        assert citation.printed in " ".join(printed.split())
        assert citation.year in printed
        assert citation.sure != bool(citation.reason)
        assert not citation.sure or citation.organisations
