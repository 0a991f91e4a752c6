"""The sheet of sources: records that are known, changed or new."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

import pytest
from openpyxl import Workbook

from tvet_skos.ingest import PageOptions
from tvet_skos.ingest.sheets import SheetImport, read_sheet
from tvet_skos.model import ConceptScheme, Source
from tvet_skos.publish.export import export
from tvet_skos.terms import IRI, Literal

from .conftest import BASE

OPTIONS = PageOptions(base=IRI(BASE), read_on="2026-11-23")
NAMES = ("Organisation", "Title", "Year", "Edition", "Link", "DOI", "Licence", "Also cited as")


def read(
    *sources: Mapping[str, object], cited: str = "", vocabulary: ConceptScheme | None = None
) -> SheetImport:
    names = list(dict.fromkeys((*NAMES, *(name for source in sources for name in source))))
    book = Workbook()
    definitions = book.active
    definitions.title = "Definitions"
    definitions.append(["Term", "Definition", "Source as printed"])
    if cited:
        definitions.append(["Skill", "An ability.", cited])
    sheet = book.create_sheet("Sources")
    sheet.append(names)
    for source in sources:
        sheet.append([source.get(name) for name in names])
    content = io.BytesIO()
    book.save(content)
    return read_sheet(content.getvalue(), OPTIONS, vocabulary, name="a.xlsx")


WORK: dict[str, object] = {
    "Organisation": "Example Institute; Example Agency", "Title": "Words for work", "Year": 2019,
    "Edition": "second edition", "Link": "https://example.org/words",
    "DOI": "https://doi.org/10.1234/words", "Licence": "CC BY-SA 4.0", "Also cited as": "EI 2019",
}  # fmt: skip


def test_a_new_work_gets_a_record_with_everything_that_is_said_of_it() -> None:
    found = read(WORK)
    assert found.faults == ()
    iri = IRI(f"{BASE}source/example-institute-example-agency-words-for-work-2019")
    assert found.scheme.sources == (
        Source(
            iri=iri,
            titles=(Literal("Words for work", "en"),),
            creators=(IRI(f"{BASE}agent/example-agency"), IRI(f"{BASE}agent/example-institute")),
            issued="2019",
            edition="second edition",
            pages=(IRI("https://example.org/words"),),
            doi="10.1234/words",
            license=IRI("https://creativecommons.org/licenses/by-sa/4.0/"),
            aliases=("EI 2019",),
        ),
    )
    assert [a.name for a in found.scheme.agents] == ["Example Agency", "Example Institute"]
    assert found.cell(iri) == "Sources!B2"


@pytest.mark.parametrize("cited", ["EI 2019", "Example Institute, Words for work, 2019"])
def test_a_citation_finds_the_row_by_its_words_and_by_what_it_is_also_called(cited: str) -> None:
    found = read({**WORK, "Organisation": "Example Institute", "Edition": None}, cited=cited)
    [definition] = found.scheme.definitions
    assert definition.sources == (found.scheme.sources[0].iri,)
    assert len(found.scheme.sources) == 1


def test_a_work_that_the_register_has_is_taken_as_it_stands_there(
    registered: ConceptScheme,
) -> None:
    row = {
        "Organisation": "Commonwealth of Learning", "Title": "Open learning: key terms",
        "Year": 2015, "Licence": "CC0", "Also cited as": "COL15",
    }  # fmt: skip
    found = read(row, cited="COL15", vocabulary=registered)
    known = next(s for s in registered.sources if s.iri.endswith("col-2015"))
    assert found.scheme.sources == (known,)
    assert [d.sources for d in found.scheme.definitions] == [(known.iri,)]
    assert [a.abbreviations for a in found.scheme.agents] == [("COL",)]


def test_a_row_that_names_its_record_changes_what_it_says_otherwise(
    registered: ConceptScheme,
) -> None:
    work = replace(
        next(s for s in registered.sources if s.iri.endswith("col-2020")),
        notes=(Literal("Une note", "fr"),), replaced_by=(IRI(f"{BASE}source/later"),),
    )  # fmt: skip
    base = replace(registered, sources=(work,))
    unchanged = read_sheet(export(base, "xlsx"), OPTIONS, base)
    assert unchanged.scheme.sources == (work,)
    changed = read({"Source key": "col-2020", "Year": "03/2021"}, vocabulary=base)
    assert changed.scheme.sources == (replace(work, issued="2021-03"),)


def test_an_empty_cell_of_an_export_says_that_there_is_nothing() -> None:
    work = Source(iri=IRI(f"{BASE}source/w"), titles=(Literal("Work", "en"),), issued="2019")
    base = ConceptScheme(iri=IRI(BASE), sources=(work,))
    for name, issued in (("source", ""), ("Source key", "2019")):
        row = {name: work.iri, "Title": "Work", "Year": None}
        assert [s.issued for s in read(row, vocabulary=base).scheme.sources] == [issued]


def test_two_rows_of_one_work_give_one_record_and_a_warning() -> None:
    found = read(WORK, WORK)
    assert len(found.scheme.sources) == 1
    assert "stands at Sources!B2 already" in found.warnings[0].message
    assert found.warnings[0].cell == "Sources!B3"


def test_two_editions_are_two_records() -> None:
    found = read(WORK, {**WORK, "Edition": "third edition"})
    assert len(found.scheme.sources) == 2 and found.warnings == ()


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("Title", None, "has no title"),
        ("DOI", "abc", "is no DOI"),
        ("Licence", "all rights reserved", "is no licence"),
        ("Licence", "javascript:alert(1)", "is no licence"),
        ("Link", "javascript:alert(1)", "is no web address"),
        ("Read on", "last week", "is no date"),
        ("Source key", "a b", "is no web address"),
    ],
)
def test_what_a_column_cannot_hold_is_a_fault_with_its_cell(
    column: str, value: object, message: str
) -> None:
    found = read({**WORK, column: value})
    assert found.scheme.sources == ()
    assert message in found.faults[0].message
    assert found.faults[0].cell.startswith("Sources!") and found.faults[0].hint


@pytest.mark.parametrize(
    ("said", "issued", "date"),
    [("2019-05", "2019-05", ""), ("5/2019", "2019-05", ""), ("2007-2013", "", "2007-2013"),
     ("n.d.", "", "n.d."), ("2019-05-31", "2019-05-31", ""), (None, "", "")],
)  # fmt: skip
def test_years_months_and_days_are_dates_and_the_rest_is_words(
    said: str | None, issued: str, date: str
) -> None:
    [source] = read({**WORK, "Year": said}).scheme.sources
    assert (source.issued, source.date) == (issued, date)


def test_the_example_of_the_template_is_passed_over() -> None:
    assert read({**WORK, "Organisation": "(example) Example Institute"}).scheme.sources == ()


def test_a_work_that_may_be_either_of_two_is_new_and_said(registered: ConceptScheme) -> None:
    work = replace(registered.sources[0], aliases=())
    both = tuple(replace(work, iri=IRI(f"{work.iri}{letter}")) for letter in "ab")
    twins = replace(registered, sources=both)
    row = {"Organisation": "COL", "Title": "Open learning: key terms", "Year": 2015}
    found = read(row, vocabulary=twins)
    assert (
        found.scheme.sources[0].iri == f"{BASE}source/commonwealth-of-learning-open-learning-2015"
    )
    assert "fits several sources" in found.warnings[0].message
