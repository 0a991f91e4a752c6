"""Workbooks (XLSX) as tables; the one module that knows the reader of workbooks.

A workbook is a ZIP archive of XML, which can be made to unpack without end. So the archive is
looked through before anything in it is opened.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from textwrap import shorten
from typing import Any

from tvet_skos.errors import InputError
from tvet_skos.ingest.sheet_tables import (
    MAX_COLUMNS,
    MAX_ROWS,
    Oddity,
    Row,
    Table,
    column_letters,
    oddity_of,
    too_many_rows,
    typed,
)

MAX_UNPACKED, MAX_RATIO, MAX_PARTS = 100_000_000, 100, 1_000
"""How much a workbook may unpack to, in bytes and for each packed byte, and in how many parts."""

_ANEW = "open it in a spreadsheet program and save it anew as Excel workbook (.xlsx)"
_UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|\\|\x00|(?:^|/)\.\.(?:/|$)")
# What goes by another name and is read all the same meets defusedxml, which refuses entities.
_XML_PART = re.compile(r"\.(?:xml|rels)$", re.I)
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_ENCODING = re.compile(rb"""^[^>]{0,200}?\bencoding\s*=\s*["']([^"'>]{1,40})["']""")


def read_xlsx(content: bytes, file: str) -> tuple[Table, ...]:
    """The sheets of a workbook that hold anything, in their order.

    :raises InputError: it is no workbook, a dangerous one, or too large a one

    >>> read_xlsx(b"PK\\x05\\x06" + bytes(18), "a.xlsx")
    Traceback (most recent call last):
    tvet_skos.errors.InputError: a.xlsx: this is a ZIP archive, not an Excel workbook (.xlsx)
    """
    _refuse_traps(content, file)
    try:
        return tuple(_tables(content, file))
    except InputError:
        raise
    except Exception as error:
        # The reader meets a broken part with whatever its code happens to raise.
        raise InputError(_damaged(error), file=file, hint=_ANEW) from error


def _damaged(error: Exception) -> str:
    """One line on what is broken; the reader's own message may be long and of many."""
    cause = error.__cause__ or error.__context__ or error
    return f"the workbook is damaged: {shorten(str(cause) or type(cause).__name__, 150)}"


def _refuse_traps(content: bytes, file: str) -> None:
    """Look through the archive, and unpack each XML part once, within the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_names(parts, file)
            _refuse_size(parts, len(content), file)
            for part in parts:
                if _XML_PART.search(part.filename):
                    _refuse_declarations(archive.read(part), part.filename, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise InputError(_damaged(error), file=file, hint=_ANEW) from error
    except (NotImplementedError, RuntimeError) as error:
        raise InputError(
            f"the workbook cannot be unpacked: {error}", file=file, hint=_ANEW
        ) from error


def _refuse_names(parts: list[zipfile.ZipInfo], file: str) -> None:
    names = [part.filename for part in parts]
    if "xl/workbook.xml" not in map(str.lower, names):
        raise InputError(
            f"this is {_kind(names)}, not an Excel workbook (.xlsx)", file=file, hint=_ANEW
        )
    unsafe = next((name for name in names if _UNSAFE_NAME.search(name)), None)
    if unsafe is not None or len(set(names)) < len(names):
        why = f"a part of it is named {unsafe!r}" if unsafe else "two of its parts have one name"
        raise InputError(f"the workbook is not safe to open: {why}", file=file, hint=_ANEW)


def _kind(names: list[str]) -> str:
    kinds = {
        "xl/workbook.bin": "a binary workbook (.xlsb)",
        "word/document.xml": "a Word document",
        "content.xml": "an OpenDocument file",
    }
    return next((kind for name, kind in kinds.items() if name in names), "a ZIP archive")


def _refuse_size(parts: list[zipfile.ZipInfo], packed: int, file: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS:
        why = f"it has {len(parts):,} parts, more than {MAX_PARTS:,}"
    elif unpacked > MAX_UNPACKED:
        why = f"it unpacks to {unpacked:,} bytes, more than {MAX_UNPACKED:,}"
    elif unpacked > packed * MAX_RATIO:
        why = f"it unpacks to more than {MAX_RATIO} times its size"
    else:
        return
    hint = "copy the rows into a new workbook, or save the sheet as CSV UTF-8"
    raise InputError(f"the workbook is not safe to open: {why}", file=file, hint=hint)


def _refuse_declarations(xml: bytes, part: str, file: str) -> None:
    """Refuse document types, and encodings in which one could hide from this search."""
    encoding = _ENCODING.match(xml)
    named = encoding[1].decode("ascii", "replace").lower() if encoding else "utf-8"
    if _DOCTYPE.search(xml):
        why = "declares a document type"
    elif not _XML_START.match(xml) or named not in ("utf-8", "utf8", "us-ascii"):
        why = "is not XML in UTF-8"
    else:
        return
    raise InputError(
        f"the workbook is not safe to open: its part {part} {why}", file=file, hint=_ANEW
    )


def _tables(content: bytes, file: str) -> Iterator[Table]:
    from openpyxl import DEFUSEDXML, load_workbook

    if not DEFUSEDXML:
        hint = "install defusedxml, and do not set OPENPYXL_DEFUSEDXML"
        raise InputError("workbooks are not read without defusedxml", file=file, hint=hint)
    with warnings.catch_warnings():
        # It warns of whatever it does not keep, which is of no use to somebody who only reads.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            # What a sheet says of its own size may be wrong.
            sheet.reset_dimensions()
            rows = tuple(_rows(sheet.iter_rows(), sheet.title, file))
            if rows:
                yield Table(file, sheet.title, rows)


def _rows(rows: Iterable[tuple[Any, ...]], sheet: str, file: str) -> Iterator[Row]:
    for number, cells in enumerate(rows, 1):
        if len(cells) > MAX_COLUMNS:
            _refuse_wide(cells, number, sheet, file)
        read = [_text(cell) for cell in cells[:MAX_COLUMNS]]
        oddities = {i: odd for i, (_, odd) in enumerate(read) if odd is not None}
        row = Row(number, tuple(text for text, _ in read), oddities)
        if row.is_empty:
            continue
        if number > MAX_ROWS + 1:
            raise too_many_rows(file, f"{sheet}!A{number}")
        yield row


def _refuse_wide(cells: tuple[Any, ...], row: int, sheet: str, file: str) -> None:
    for index in range(MAX_COLUMNS, len(cells)):
        if cells[index].value is not None:
            raise InputError(
                f"{sheet}!{column_letters(index)}{row} is beyond the {MAX_COLUMNS} columns "
                "that are read",
                file=file,
                hint=f"delete what stands behind column {column_letters(MAX_COLUMNS - 1)}",
            )


def _text(cell: Any) -> tuple[str, Oddity | None]:
    """The text of a cell, and what is odd about it."""
    value = cell.value
    if value is None:
        return "", None
    if cell.data_type == "f":
        return "", Oddity.FORMULA
    if cell.data_type == "e":
        return str(value), Oddity.ERROR
    if isinstance(value, (date, time, timedelta)):
        return _day(value), Oddity.DATE
    text = typed(_number(value) if isinstance(value, (int, float)) else str(value))
    return text, oddity_of(text)


def _day(value: date | time | timedelta) -> str:
    is_day = isinstance(value, datetime) and value.time() == time()
    return value.date().isoformat() if isinstance(value, datetime) and is_day else str(value)


def _number(value: float) -> str:
    """A number as it was typed: 2015, not 2015.0."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(int(value)) if value == value // 1 else repr(value)
