"""XLSX in which nothing is a formula, and which holds whatever it is given."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tvet_skos.errors import WriteError
from tvet_skos.model import ConceptScheme
from tvet_skos.publish.export import export
from tvet_skos.publish.sheets import Column, Sheet
from tvet_skos.publish.workbook import write_workbook


def _book(*rows: tuple[str, ...]) -> Workbook:
    sheet = Sheet("S", (Column("value"),), rows)
    return openpyxl.load_workbook(io.BytesIO(write_workbook([sheet], "T", datetime(2024, 1, 1))))


def test_every_cell_is_a_text(hostile: ConceptScheme) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(hostile, "xlsx")))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert {"=cmd\\|'/C calc'!A0", "-2+3"} <= {cell.value for cell in cells}


def test_characters_that_xlsx_cannot_hold_are_written_out() -> None:
    assert (
        _book(("a\x00b\x0bc\ud800d\uffff",))["S"]["A2"].value == "a\\u0000b\\u000Bc\\uD800d\\uFFFF"
    )


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    value = _book(("x" * 40_000,))["S"]["A2"].value
    assert len(value) == 32_767 and value.endswith("the whole text is in the CSV]")


def test_more_rows_than_a_sheet_holds_is_an_error() -> None:
    sheet = Sheet("S", (), ((),) * 1_048_576)
    with pytest.raises(WriteError, match="more than XLSX can hold"):
        write_workbook([sheet], "T", datetime(2024, 1, 1))


def test_header_is_frozen_filtered_and_texts_wrap(bundled: ConceptScheme) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(export(bundled, "xlsx")))["Definitions"]
    assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref.startswith("A1:")
    assert sheet["A2"].alignment.wrap_text


def test_the_second_sheet_is_the_register(bundled: ConceptScheme) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(bundled, "xlsx")))
    assert book.sheetnames == ["Definitions", "Sources"]
    assert book["Sources"].max_row == len(bundled.sources) + 1


def test_no_clock_leaves_a_trace(bundled: ConceptScheme) -> None:
    content = export(bundled, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.properties.created == datetime.fromisoformat(bundled.modified)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
