"""The sheet that contributors fill in, as a workbook or as CSV; ``ingest`` reads it.

What stands in it is in ``templates/contribution.toml``.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from tvet_skos.publish.choice import choose
from tvet_skos.publish.sheets import Column, Sheet, write_csv

# "Now" would change the bytes with every call.
_CREATED = datetime(2000, 1, 1)
_LAST_ROW = 2_000
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_A4 = 9


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column to fill in: what is told about it, an example, and what to choose from."""

    name: str
    help: str
    example: str
    width: int
    needed: bool = False
    choices: tuple[str, ...] = ()
    others_allowed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the instructions: a heading, and lines of a catchword and a text."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """All that the template holds."""

    title: str
    definitions: tuple[TemplateColumn, ...]
    sources: tuple[TemplateColumn, ...]
    how_to: tuple[Section, ...]


@cache
def template() -> Template:
    """The columns and instructions of the template.

    >>> [column.name for column in template().definitions if column.needed]
    ['Term', 'Language', 'Definition', 'Source as printed']
    """
    file = files("tvet_skos.publish").joinpath("templates", "contribution.toml")
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    columns = {
        name: tuple(_column(entry) for entry in content[name])
        for name in ("definitions", "sources")
    }
    sections = tuple(_section(entry, columns) for entry in content["how_to"])
    return Template(content["title"], columns["definitions"], columns["sources"], sections)


def _column(entry: Mapping[str, Any]) -> TemplateColumn:
    return TemplateColumn(**{**entry, "choices": tuple(entry.get("choices", ()))})


def _section(
    entry: Mapping[str, Any], columns: Mapping[str, tuple[TemplateColumn, ...]]
) -> Section:
    told = columns.get(entry.get("columns", ""), ())
    lines = [(word, text) for word, text in entry.get("lines", ())]
    lines += [(column.name, f"{'Needed. ' * column.needed}{column.help}") for column in told]
    return Section(entry["heading"], tuple(lines))


def write_template(format_name: str = "xlsx") -> bytes:
    """An empty sheet for contributions, with one row of an example that is not read.

    The workbook has lists to choose from, a sheet for sources and one with instructions; the CSV
    file has the columns of definitions only. The bytes are always the same.

    :param format_name: a key of ``TEMPLATES``
    :raises SettingsError: there is no such format

    >>> write_template("csv").decode("utf-8-sig").partition(",")[0]
    'Term'
    """
    return choose(TEMPLATES, format_name, "format of the template")()


def _csv() -> bytes:
    columns = template().definitions
    sheet = Sheet(
        "Definitions",
        tuple(Column(column.name, column.width) for column in columns),
        (tuple(column.example for column in columns),),
    )
    return write_csv(sheet).encode()


def _xlsx() -> bytes:
    from xlsxwriter import Workbook

    content = io.BytesIO()
    book = Workbook(content, _OPTIONS)
    book.set_properties({"title": template().title, "created": _CREATED})
    formats = _Formats(book)
    for name, columns in (("Definitions", template().definitions), ("Sources", template().sources)):
        _write_sheet(book.add_worksheet(name), columns, formats)
    _write_how_to(book.add_worksheet("How to"), formats)
    book.close()
    return content.getvalue()


class _Formats:
    """How the cells look."""

    def __init__(self, book: Any) -> None:
        text = {"text_wrap": True, "valign": "top", "num_format": "@"}
        header = {"bold": True, "valign": "vcenter", "text_wrap": True, "bottom": 1}
        self.text = book.add_format(text)
        self.example = book.add_format({**text, "italic": True, "font_color": "#6B7280"})
        self.needed = book.add_format({**header, "bg_color": "#1F5F5B", "font_color": "#FFFFFF"})
        self.optional = book.add_format({**header, "bg_color": "#DCE9E8"})
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.heading = book.add_format({"bold": True, "font_size": 12, "font_color": "#1F5F5B"})
        self.catchword = book.add_format({"bold": True, "valign": "top", "text_wrap": True})


def _write_sheet(sheet: Any, columns: tuple[TemplateColumn, ...], formats: _Formats) -> None:
    for index, column in enumerate(columns):
        # Cells are texts, so that no program takes "3-4" for a date.
        sheet.set_column(index, index, column.width, formats.text)
        sheet.write_string(
            0, index, column.name, formats.needed if column.needed else formats.optional
        )
        sheet.write_string(1, index, column.example, formats.example)
        sheet.data_validation(1, index, _LAST_ROW, index, _validation(column))
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    _set_print(sheet)
    sheet.repeat_rows(0)


def _set_print(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _validation(column: TemplateColumn) -> dict[str, Any]:
    """What shows while a cell of the column is selected, and the list to choose from."""
    told = {"input_title": column.name, "input_message": column.help}
    if not column.choices:
        return {"validate": "any", **told}
    strict = "Choose from the list, or leave the cell empty."
    free = "This is not in the list. Any language tag will do, such as pt-BR."
    return {
        "validate": "list",
        "source": list(column.choices),
        "error_type": "information" if column.others_allowed else "stop",
        "error_title": column.name,
        "error_message": free if column.others_allowed else strict,
        **told,
    }


def _write_how_to(sheet: Any, formats: _Formats) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, template().title, formats.title)
    for row, (catchword, text) in enumerate(_told(), 2):
        is_heading = not text
        sheet.write_string(row, 0, catchword, formats.heading if is_heading else formats.catchword)
        sheet.write_string(row, 1, text, formats.text)
    _set_print(sheet)


def _told() -> Iterator[tuple[str, str]]:
    """The instructions line by line; a heading has no text, and an empty line is before it."""
    for section in template().how_to:
        yield section.heading, ""
        yield from section.lines
        yield "", ""


TEMPLATES: Mapping[str, Callable[[], bytes]] = {"xlsx": _xlsx, "csv": _csv}
"""Every format that the template is written in, by name."""
