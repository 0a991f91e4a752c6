"""The sheet that contributors fill in: what stands in it, and that it is read as it is meant."""

import csv
import io
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from tvet_skos.errors import SettingsError
from tvet_skos.ingest import PageOptions
from tvet_skos.ingest.sheet_lines import evidence_of, tag_of
from tvet_skos.ingest.sheets import read_sheet
from tvet_skos.model import SourceEvidence
from tvet_skos.publish.template import TEMPLATES, template, write_template
from tvet_skos.settings import language_tag

OPTIONS = PageOptions(read_on="2026-11-23")


@pytest.fixture
def book() -> Workbook:
    return load_workbook(io.BytesIO(write_template()))


def _choices(name: str) -> tuple[str, ...]:
    return next(column.choices for column in template().definitions if column.name == name)


def test_the_workbook_has_a_sheet_for_definitions_one_for_sources_and_one_that_explains(
    book: Workbook,
) -> None:
    assert book.sheetnames == ["Definitions", "Sources", "How to"]
    assert book.active is book["Definitions"]
    for name, columns in (("Definitions", template().definitions), ("Sources", template().sources)):
        assert [cell.value for cell in book[name][1]] == [column.name for column in columns]
        assert [cell.value or "" for cell in book[name][2]] == [c.example for c in columns]
        assert book[name].freeze_panes == "B2"


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_the_example_is_passed_over_when_the_template_is_read(name: str) -> None:
    found = read_sheet(write_template(name), OPTIONS)
    assert found.faults == found.warnings == () and found.examples == 1
    assert (found.scheme.concepts, found.scheme.sources) == ((), ())


def test_the_example_would_be_read_whole_if_it_were_no_example(book: Workbook) -> None:
    for sheet in ("Definitions", "Sources"):
        book[sheet]["A2"] = book[sheet]["A2"].value.removeprefix("(example) ")
    content = io.BytesIO()
    book.save(content)
    found = read_sheet(content.getvalue(), OPTIONS)
    assert found.faults == found.warnings == ()
    [concept], [definition], [source] = (
        found.scheme.concepts, tuple(found.scheme.definitions), found.scheme.sources,
    )  # fmt: skip
    assert [label.value for label in concept.alt_labels] == ["Skill gap", "Skills shortfall"]
    assert definition.source_evidence is SourceEvidence.STATED
    assert definition.sources == (source.iri,)
    assert definition.locator and definition.notes and definition.derived_from
    assert source.edition and source.pages and source.doi and source.license and source.aliases
    assert len(found.to_dos) == 3


def test_every_choice_is_understood_and_each_evidence_can_be_chosen() -> None:
    assert {evidence_of(choice) for choice in _choices("How you know the source")} == set(
        SourceEvidence
    )
    for choice in _choices("Language"):
        tag = tag_of(choice)
        assert language_tag(tag) == tag == tag_of(choice.partition(" (")[0])


def test_the_choices_are_lists_and_every_column_tells_what_it_is_for(book: Workbook) -> None:
    sheet = book["Definitions"]
    lists = {v.promptTitle: v for v in sheet.data_validations.dataValidation if v.type == "list"}
    assert set(lists) == {"Language", "How you know the source"}
    assert lists["Language"].formula1 == f'"{",".join(_choices("Language"))}"'
    for name, columns in (("Definitions", template().definitions), ("Sources", template().sources)):
        told = {v.promptTitle: v.prompt for v in book[name].data_validations.dataValidation}
        assert told == {column.name: column.help for column in columns}


def test_what_is_told_fits_where_excel_shows_it() -> None:
    for column in (*template().definitions, *template().sources):
        assert len(column.name) <= 32 and len(column.help) <= 255
        assert len(",".join(column.choices)) <= 255
        assert not any("," in choice for choice in column.choices)


def test_cells_to_fill_in_are_texts_so_that_no_program_makes_dates_of_them(book: Workbook) -> None:
    for name in ("Definitions", "Sources"):
        formats = [cell.number_format for cell in book[name][2]]
        assert set(formats) == {"@"}
        letters = [cell.column_letter for cell in book[name][1]]
        widths = book[name].column_dimensions
        assert {widths[letter].number_format for letter in letters} == {"@"}


def test_the_example_is_grey_and_needed_columns_are_dark(book: Workbook) -> None:
    header, example = book["Definitions"][1], book["Definitions"][2]
    dark = {cell.value for cell in header if cell.fill.fgColor.rgb == "FF1F5F5B"}
    assert dark == {"Term", "Language", "Definition", "Source as printed"}
    assert all(cell.font.italic for cell in example if cell.value)


def test_the_instructions_tell_of_every_column_and_every_choice(book: Workbook) -> None:
    told = {row[0].value: row[1].value for row in book["How to"].iter_rows() if row[1].value}
    columns = (*template().definitions, *template().sources)
    assert {column.name for column in columns} <= set(told)
    assert all(column.help in told[column.name] for column in columns if column.name != "Note")
    assert set(_choices("How you know the source")) <= set(told)
    assert told["Definition"].startswith("Needed. ")


def test_nothing_in_the_workbook_is_a_formula_or_a_link(book: Workbook) -> None:
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]


def test_the_csv_file_has_the_columns_of_definitions_and_the_example() -> None:
    rows = list(csv.reader(io.StringIO(write_template("csv").decode("utf-8-sig"), newline="")))
    assert rows == [
        [getattr(c, key) for c in template().definitions] for key in ("name", "example")
    ]


@pytest.mark.parametrize("name", list(TEMPLATES))
def test_the_bytes_are_always_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write_template(name)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert write_template(name) == first
    if name == "xlsx":
        with zipfile.ZipFile(io.BytesIO(first)) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_format_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsError, match="no format of the template") as caught:
        write_template("ods")
    assert caught.value.hint == "choose one of xlsx, csv"
