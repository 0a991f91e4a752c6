"""Tables of texts, as CSV files and workbooks hold them, and how to name a place in one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tvet_skos.errors import InputError

MAX_BYTES = 10_000_000
"""The largest sheet that is read; 50,000 definitions of usual length have a fifth of it packed."""

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 50_000, 100, 65_536
"""How many rows and columns of a table are read, and how many characters of a cell."""


class Oddity(StrEnum):
    """Why a cell is not the text that somebody typed."""

    FORMULA = "formula"
    """What it shows is computed, and by whom is not known."""
    DATE = "date"
    """The program took what was typed for a date; the text of the cell is that date."""
    ERROR = "error"
    """A formula failed: ``#REF!`` …"""
    TOO_LONG = "too long"
    """It has more than ``MAX_CELL`` characters."""
    CONTROLS = "control characters"
    """It holds characters that are no text."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its 1-based number as spreadsheets count, its texts, and which are odd."""

    number: int
    cells: tuple[str, ...]
    oddities: Mapping[int, Oddity] = field(default_factory=dict)

    def text(self, column: int) -> str:
        """What stands in a column, the empty string where the row ends before it."""
        return self.cells[column] if column < len(self.cells) else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all stands in the row."""
        return not any(self.cells) and not self.oddities


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one sheet, empty ones left out; ``name`` is empty for a CSV file."""

    file: str
    name: str
    rows: tuple[Row, ...]

    def address(self, row: int, column: int, header: str = "") -> str:
        """How people find a cell: ``Definitions!C7``, in CSV ``row 7, column value``.

        >>> Table("a.xlsx", "Definitions", ()).address(7, 2)
        'Definitions!C7'
        >>> Table("a.csv", "", ()).address(7, 2, "value")
        'row 7, column value'
        """
        if not self.name:
            return f"row {row}, column {header or column + 1}"
        name = self.name if re.fullmatch(r"\w+", self.name) else f"'{self.name}'"
        return f"{name}!{column_letters(column)}{row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRemark:
    """Something about a cell that a person should look at: where it is, what, and the way out."""

    file: str
    cell: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.file}, {self.cell}: {self.message}"


def column_letters(column: int) -> str:
    """The name that spreadsheets give to a column, counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


# No text holds them, and neither XML nor a terminal should ever get them.
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def first_control(text: str) -> int:
    """Where in a text the first character stands that is no text; -1 where there is none.

    >>> first_control("a\\tb"), first_control("a\\x00b")
    (-1, 1)
    """
    match = _NOT_TEXT.search(text)
    return match.start() if match else -1


def typed(text: str) -> str:
    """A cell without white space around it, its line breaks as line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def oddity_of(text: str) -> Oddity | None:
    """Why a text cannot be taken in, if so."""
    if len(text) > MAX_CELL:
        return Oddity.TOO_LONG
    return Oddity.CONTROLS if first_control(text) >= 0 else None


def too_many_rows(file: str, place: str) -> InputError:
    """The error about a sheet that is longer than ``MAX_ROWS``."""
    return InputError(
        f"more than {MAX_ROWS:,} rows are not read, and {place} is beyond them",
        file=file,
        hint="divide the sheet into several files",
    )
