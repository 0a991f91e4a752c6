"""Sheets as an Excel workbook; the one module that knows the sheet writer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tvet_skos.errors import WriteError
from tvet_skos.publish.characters import printable
from tvet_skos.publish.sheets import Sheet

_MOST_ROWS = 1_048_576
_LONGEST = 32_767
_CUT = " … [cut: a cell holds no more; the whole text is in the CSV]"
# Never let the writer guess: a text that looks like a formula, address or number stays a text.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(sheets: Sequence[Sheet], title: str, created: datetime) -> bytes:
    """Sheets as XLSX: wrapped text, a frozen header, filters; every cell is a text.

    Characters that XLSX cannot hold are written out, texts past the limit of a cell are cut and
    say so.

    :param created: what the file gives as its date; "now" would change the bytes at every export
    :raises WriteError: more rows than a sheet can have
    """
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, _OPTIONS)
    book.set_properties({"title": printable(title)[:255], "created": created})
    header = book.add_format({"bold": True, "valign": "top", "bg_color": "#DCE9E8", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets:
        _write(sheet, book.add_worksheet(sheet.name), header, body)
    book.close()
    return content.getvalue()


def _write(sheet: Sheet, worksheet: Worksheet, header: Format, body: Format) -> None:
    last_row, last_column = len(sheet.rows), len(sheet.columns) - 1
    if last_row >= _MOST_ROWS:
        raise WriteError(
            f"the sheet {sheet.name} has {last_row} rows, more than XLSX can hold",
            hint="export as csv instead",
        )
    for index, column in enumerate(sheet.columns):
        worksheet.set_column(index, index, column.width)
        worksheet.write_string(0, index, column.name, header)
    for row, cells in enumerate(sheet.rows, 1):
        for index, cell in enumerate(cells):
            worksheet.write_string(row, index, _held(cell), body)
    worksheet.freeze_panes(1, sheet.frozen)
    worksheet.autofilter(0, 0, last_row, last_column)
    # Years and positions are texts on purpose; spare readers a green corner on each.
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _held(cell: str) -> str:
    text = printable(cell)
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT
