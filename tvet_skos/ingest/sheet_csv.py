"""CSV files as tables: UTF-8 with a comma, a semicolon or a tab between cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator

from tvet_skos.errors import DecodingError, InputError, SyntaxFault
from tvet_skos.ingest.sheet_tables import (
    MAX_COLUMNS,
    MAX_ROWS,
    Row,
    Table,
    column_letters,
    first_control,
    oddity_of,
    too_many_rows,
    typed,
)

DELIMITERS = ",;\t"
"""What may stand between cells; spreadsheets write ``;`` where a comma is the decimal mark."""

_SAVE_AS = (
    "save it as UTF-8: in Excel, File > Save As > CSV UTF-8 (Comma delimited); in LibreOffice, "
    "choose the character set Unicode (UTF-8); or save as .xlsx"
)
_COMMANDS = "=+\\-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20"
_DEFUSED = re.compile(f"'+[{_COMMANDS}]")


def read_csv(content: bytes, file: str, knows: Callable[[str], bool]) -> Table:
    """A CSV file as a table; cells that an export defused are as they were before.

    :param knows: tells whether a text is the name of a column, which tells the delimiter
    :raises DecodingError: the bytes are not UTF-8, or no text
    :raises SyntaxFault: a quote is not closed, a cell is too long
    :raises InputError: nothing stands in it, or too much

    >>> read_csv(b"term;value\\nSkill;'=1+1", "a.csv", {"term", "value"}.__contains__).rows[1].cells
    ('Skill', '=1+1')
    """
    text = _decoded(content, file)
    delimiter = _delimiter(text, knows)
    rows = [row for row in _rows(text, delimiter, file) if not row.is_empty]
    if not rows:
        raise InputError("nothing stands in the sheet", file=file, hint="see tvet-skos template")
    return Table(file, "", tuple(rows))


def restored(cell: str) -> str:
    """The text of a cell that an export may have defused with a ``'`` in front.

    >>> restored("'=1+1"), restored("''=1+1"), restored("'tis learning")
    ('=1+1', "'=1+1", "'tis learning")
    """
    return cell[1:] if _DEFUSED.match(cell) else cell


def _decoded(content: bytes, file: str) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or _is_wide(content):
        raise DecodingError("this is UTF-16 text, not UTF-8", file=file, hint=_SAVE_AS)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        shown = bytes(content[error.start : error.start + 1]).hex().upper()
        raise DecodingError(
            f"this is not UTF-8 text but probably Windows-1252 or another old encoding "
            f"(byte {shown})",
            file=file,
            line=_line(content, error.start),
            hint=_SAVE_AS,
        ) from error
    return _checked(text, file)


def _is_wide(content: bytes) -> bool:
    """Whether bytes look like UTF-16 without its mark: a NUL in nearly every second place."""
    start = content[:2_000]
    half = len(start) // 2
    return half > 1 and max(start[::2].count(0), start[1::2].count(0)) > half * 0.8


def _checked(text: str, file: str) -> str:
    # A single line feed or return ends a line in one program or another.
    place = first_control(text.replace("\r", "\n"))
    if place < 0:
        return text
    name = "a NUL" if text[place] == "\x00" else f"the control character U+{ord(text[place]):04X}"
    raise DecodingError(
        f"{name} stands in it, which is no text",
        file=file,
        line=_line(text.encode(), len(text[:place].encode())),
        hint="open it in a spreadsheet program and save it as CSV UTF-8 or .xlsx",
    )


def _line(content: bytes, place: int) -> int:
    before = content[:place]
    return before.count(b"\n") + before.replace(b"\r\n", b"").count(b"\r") + 1


def _delimiter(text: str, knows: Callable[[str], bool]) -> str:
    """The delimiter under which most of the first rows' cells are names of columns."""
    return max(DELIMITERS, key=lambda d: (_known(text, d, knows), text[:2_000].count(d)))


def _known(text: str, delimiter: str, knows: Callable[[str], bool]) -> int:
    most = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for _, row in zip(range(_HEADER_WITHIN), reader, strict=False):
            most = max(most, sum(knows(cell) for cell in row[:MAX_COLUMNS]))
    except csv.Error:
        return 0
    return most


_HEADER_WITHIN = 10


def _rows(text: str, delimiter: str, file: str) -> Iterator[Row]:
    # Lines, not a StringIO: its buffer would be a copy, and line ends stay as they are.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        begin = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _syntax_fault(error, begin, file) from error
        if cells is None:
            return
        number += 1
        yield _row(number, cells, begin, file)


def _row(number: int, cells: list[str], line: int, file: str) -> Row:
    if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
        raise InputError(
            f"there are {len(cells)} cells in a row, more than the {MAX_COLUMNS} that are read",
            file=file, line=line,
            hint=f"delete what stands behind column {column_letters(MAX_COLUMNS - 1)}",
        )  # fmt: skip
    texts = tuple(typed(restored(cell)) for cell in cells[:MAX_COLUMNS])
    if number > MAX_ROWS + 1 and any(texts):
        raise too_many_rows(file, f"line {line}")
    oddities = {i: odd for i, text in enumerate(texts) if (odd := oddity_of(text))}
    return Row(number, texts, oddities)


def _syntax_fault(error: csv.Error, line: int, file: str) -> SyntaxFault:
    if "field limit" in str(error):
        limit = f"{csv.field_size_limit():,}"
        message = f"a cell in the row that begins here holds more than {limit} characters"
        hint = 'a quote (") that is never closed makes one cell of all that follows it'
    else:
        message = "the quotes of the row that begins here do not match"
        hint = 'a cell with a quote in it is written as "say ""hi""", all of it in quotes'
    return SyntaxFault(message, file=file, line=line, hint=hint)
