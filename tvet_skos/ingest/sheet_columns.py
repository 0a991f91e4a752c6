"""The names of columns: those of the exports, and those that people give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property

from tvet_skos.errors import InputError, SettingsError
from tvet_skos.ingest.sheet_tables import CellRemark, Row, Table
from tvet_skos.namespaces import BIBO, DC, DCTERMS, FOAF, OWL, PROV, RDF, SKOS, TVS
from tvet_skos.settings import language_tag
from tvet_skos.terms import IRI
from tvet_skos.text import bcp47, fold


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may hold: its name in the exports, other names, and the property it gives.

    ``takes_language`` is for names such as ``prefLabel@en``.
    """

    name: str
    other_names: tuple[str, ...] = ()
    path: IRI | None = None
    takes_language: bool = False


DEFINITIONS = (
    Field("concept", ("same term as", "same concept as", "concept IRI", "term IRI")),
    Field(
        "prefLabel", ("term", "preferred label", "preferred term", "label"), SKOS.prefLabel, True
    ),
    Field(
        "altLabel",
        (
            "other spellings",
            "alternative label",
            "alternative spellings",
            "synonym",
            "abbreviation",
        ),
        SKOS.altLabel,
        True,
    ),
    Field("language", ("language of the definition", "lang")),
    Field("value", ("definition text", "text of the definition"), RDF.value),
    Field("sourceText", ("source as printed", "citation", "reference"), DC.source),
    Field("sourceEvidence", ("how you know the source", "evidence"), TVS.sourceEvidence),
    Field("sourceOrganisation", ("source organization",)),
    Field("sourceTitle", ("title of the source",)),
    Field("sourceYear", ("year of the source",)),
    Field("source", ("source key", "source IRI"), DCTERMS.source),
    Field("locator", ("page or clause", "page number", "clause"), BIBO.locator),
    Field("readAt", ("where you read it", "read at", "read in", "found at"), PROV.wasDerivedFrom),
    Field("lead"),
    Field("status", (), OWL.deprecated),
    Field("position", ("place on the page",), TVS.position),
    Field("modification", ("what was changed",), TVS.modification),
    Field("note", ("comment", "remark"), SKOS.note),
    Field("definition", ("definition IRI",)),
    Field("page", ("page of the term",), FOAF.page),
    Field("deprecated"),
    Field("broader", ("broader term", "parent term"), SKOS.broader),
    Field("narrower", ("narrower term", "child term"), SKOS.narrower),
    Field("related", ("related term", "see also", "view also"), SKOS.related),
)
"""The columns of a sheet of definitions."""

SOURCES = (
    Field("source", ("source key", "source IRI")),
    Field("title", (), DCTERMS.title),
    Field("creator", ("organisation", "organization", "author"), DCTERMS.creator),
    Field("publisher", (), DCTERMS.publisher),
    Field("issued", ("year", "date"), DCTERMS.issued),
    Field("edition", (), BIBO.edition),
    Field("citation", ("citation as printed",), DCTERMS.bibliographicCitation),
    Field("accessed", ("read on",), TVS.accessed),
    Field("doi", (), BIBO.doi),
    Field("page", ("link", "web address", "url"), FOAF.page),
    Field("license", ("licence",), DCTERMS.license),
    Field("alias", ("also cited as", "cited as", "short name"), TVS.alias),
    Field("note", ("comment", "remark"), SKOS.note),
)
"""The columns of a sheet of sources."""


@dataclass(frozen=True)
class Column:
    """A column of a table; ``language`` is ``None`` where its name gives none."""

    index: int
    field: Field
    language: str | None
    header: str

    @cached_property
    def is_exported(self) -> bool:
        """Whether it is named as an export names it, and its values then stand between bars."""
        return fold(self.header.partition("@")[0]) == fold(self.field.name)


@dataclass(frozen=True)
class Columns:
    """The columns that are read, in their order, and what is to be said of the others.

    ``first_row`` is the number of the row that names them.
    """

    table: Table
    first_row: int
    columns: tuple[Column, ...]
    remarks: tuple[CellRemark, ...] = ()

    @cached_property
    def _by_field(self) -> Mapping[str, tuple[Column, ...]]:
        names = dict.fromkeys(column.field.name for column in self.columns)
        return {
            name: tuple(column for column in self.columns if column.field.name == name)
            for name in names
        }

    def of(self, name: str) -> tuple[Column, ...]:
        """The columns of a field: several where it takes a language."""
        return self._by_field.get(name, ())

    def has(self, name: str) -> bool:
        """Whether there is a column of that field."""
        return name in self._by_field


_HEADER_WITHIN = 10


def knows(fields: tuple[Field, ...], header: str) -> bool:
    """Whether a text names one of the columns, in any case and with or without a language.

    >>> knows(DEFINITIONS, "PrefLabel@EN"), knows(DEFINITIONS, "Colour")
    (True, False)
    """
    return fold(header.partition("@")[0]) in _names(fields)


@cache
def _names(fields: tuple[Field, ...]) -> Mapping[str, Field]:
    """Folded name to field; what the exports call a column counts before what others call it."""
    other = {fold(name): field for field in fields for name in field.other_names}
    return other | {fold(field.name): field for field in fields}


def find_columns(table: Table, fields: tuple[Field, ...]) -> Columns:
    """The columns of a table, by the row that names most of them, one of the first ten.

    :raises InputError: two columns are of one field
    """
    header = max(table.rows[:_HEADER_WITHIN], key=lambda row: _count(row, fields))
    names = _names(fields)
    if fields is DEFINITIONS and not _gives_value(header, names):
        # Exports call the text "value" and its address "definition"; people mean the text.
        names = {**names, fold("definition"): names[fold("value")]}
    found: list[Column] = []
    remarks: list[CellRemark] = []
    for index, text in enumerate(header.cells):
        column = _column(index, text, names)
        if column is not None:
            _refuse_second(column, found, table, header)
            found.append(column)
        elif text or _is_used(table, header, index):
            remarks.append(_unknown(table, header, index, fields))
    return Columns(table, header.number, tuple(found), tuple(remarks))


def known_names(table: Table, fields: tuple[Field, ...]) -> int:
    """How many columns of a table are named as columns are."""
    return max(_count(row, fields) for row in table.rows[:_HEADER_WITHIN])


def _count(row: Row, fields: tuple[Field, ...]) -> int:
    return sum(knows(fields, cell) for cell in row.cells)


def _gives_value(header: Row, names: Mapping[str, Field]) -> bool:
    named = [names.get(fold(cell)) for cell in header.cells]
    return any(field is not None and field.name == "value" for field in named)


def _column(index: int, header: str, names: Mapping[str, Field]) -> Column | None:
    name, at, tag = header.partition("@")
    field = names.get(fold(name)) if name.strip() else None
    if field is None or (at and not field.takes_language):
        return None
    try:
        language = bcp47(language_tag(tag.strip())) if at else None
    except SettingsError:
        return None
    return Column(index, field, language, header)


def _refuse_second(column: Column, found: list[Column], table: Table, header: Row) -> None:
    for other in found:
        if (other.field, other.language) == (column.field, column.language):
            here = table.address(header.number, column.index, column.header)
            there = table.address(header.number, other.index, other.header)
            raise InputError(
                f"two columns mean the same: {other.header!r} ({there}) and "
                f"{column.header!r} ({here})",
                file=table.file,
                hint="delete one of them, or give it another name",
            )


def _is_used(table: Table, header: Row, index: int) -> bool:
    return any(row.text(index) for row in table.rows if row.number > header.number)


def _unknown(table: Table, header: Row, index: int, fields: tuple[Field, ...]) -> CellRemark:
    text = header.text(index)
    name, _, tag = text.partition("@")
    if not text:
        message, hint = "the column has no name, so it was not read", "name it in its first row"
    elif knows(fields, text):
        message = f"the column {text!r} was not read: {tag.strip()!r} is no language for it"
        hint = "name it such as prefLabel@en, prefLabel@fr or prefLabel@pt-BR"
    else:
        near = nearest(name, fields)
        message = f"no column is called {text!r}, so it was not read"
        hint = f"did you mean {near!r}?" if near else "see tvet-skos template for the columns"
    cell = table.address(header.number, index, text)
    return CellRemark(file=table.file, cell=cell, message=message, hint=hint)


def nearest(name: str, fields: tuple[Field, ...]) -> str:
    """The name of a column that is most like a text, or the empty string.

    >>> nearest("Locater", DEFINITIONS), nearest("Otehr spelling", DEFINITIONS)
    ('locator', 'other spellings')
    """
    known = {fold(n): n for field in reversed(fields) for n in (*field.other_names, field.name)}
    near = get_close_matches(fold(name), known, n=1, cutoff=0.7)
    return known[near[0]] if near else ""


_REQUIRED = {"prefLabel": ("concept", "prefLabel"), "value": ("value",)}
"""Column to ask for, and the columns of which one at least must be there."""


def require(columns: Columns) -> None:
    """Refuse a sheet of definitions that lacks the terms or the texts.

    :raises InputError: names what is missing, and what it may be hidden under
    """
    missing = [
        f"{field} (in the template: {_FRIENDLY[field]})"
        for field, any_of in _REQUIRED.items()
        if not any(columns.has(name) for name in any_of)
    ]
    if missing:
        unread = (f"{r.cell}: {r.message}, {r.hint}" for r in columns.remarks if "mean" in r.hint)
        hint = "; ".join(unread) or "see tvet-skos template for a sheet to fill in"
        message = f"the sheet lacks the column {' and the column '.join(missing)}"
        raise InputError(message, file=columns.table.file, hint=hint)


_FRIENDLY = {"prefLabel": "Term", "value": "Definition"}
