"""One row of a sheet, asked for by the names of its columns.

What cannot be read is noted with its cell, and the row goes on with the empty value, so that
everything that is wrong with a row is said at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tvet_skos.errors import SettingsError
from tvet_skos.ingest.brackets import split_outside
from tvet_skos.ingest.html import is_web_address
from tvet_skos.ingest.sheet_columns import Column, Columns
from tvet_skos.ingest.sheet_tables import MAX_CELL, CellRemark, Oddity, Row
from tvet_skos.model import SourceEvidence
from tvet_skos.settings import language_tag
from tvet_skos.terms import IRI, is_iri
from tvet_skos.text import bcp47, fold, squash

_WHY_ODD = {
    Oddity.FORMULA: (
        "a formula is not read, for nobody can tell what it will show",
        "copy the cell and paste it as a value (Paste Special > Values)",
    ),
    Oddity.DATE: (
        "the spreadsheet program took this for the date {text}",
        "format the cell as Text, then type it again",
    ),
    Oddity.ERROR: ("the cell shows the error {text}", "type what should stand there"),
    Oddity.TOO_LONG: (
        f"the cell holds more than {MAX_CELL:,} characters",
        "one row is for one definition; divide the text",
    ),
    Oddity.CONTROLS: ("the cell holds control characters, which are no text", "type it again"),
}


class Line:
    """One row; ``faults`` are what was found wrong with it so far."""

    def __init__(self, columns: Columns, row: Row) -> None:
        self._columns = columns
        self._row = row
        self._faulty: set[int] = set()
        self.faults: list[CellRemark] = []

    def __repr__(self) -> str:
        return f"<row {self._row.number} of {self._columns.table.file}>"

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the columns that are read."""
        return all(self.is_blank(column.field.name) for column in self._columns.columns)

    def is_blank(self, name: str) -> bool:
        """Whether nothing stands in the cells of a field, not even what cannot be read."""
        return not any(
            self._row.text(column.index) or column.index in self._row.oddities
            for column in self._columns.of(name)
        )

    def has(self, name: str) -> bool:
        """Whether the sheet has the column."""
        return self._columns.has(name)

    def says(self, name: str, key: str) -> bool:
        """Whether the row says something of a field, be it that there is no value.

        An empty cell says that in an export only, which names its column ``key`` for addresses so.
        """
        is_export = any(column.is_exported for column in self._columns.of(key))
        return self.has(name) and (is_export or not self.is_blank(name))

    def cell(self, name: str, language: str | None = None) -> str:
        """Where the value of a field stands, or the first cell of the row."""
        columns = self._columns.of(name) or self._columns.columns
        column = next((c for c in columns if c.language == language), columns[0])
        return self._address(column)

    def remark(self, name: str, message: str, hint: str = "") -> CellRemark:
        """Something about the cell of a field."""
        file = self._columns.table.file
        return CellRemark(file=file, cell=self.cell(name), message=message, hint=hint)

    def fault(self, name: str, message: str, hint: str = "") -> None:
        """Note, once, that the row cannot come in as it is."""
        remark = self.remark(name, message, hint)
        if remark not in self.faults:
            self.faults.append(remark)

    def text(self, name: str, *, may_be_date: bool = False) -> str:
        """The text of a field, the empty string where the sheet has no such column."""
        columns = self._columns.of(name)
        return self._text(columns[0], may_be_date) if columns else ""

    def labels(self, name: str) -> Iterator[tuple[str | None, str, bool]]:
        """The labels of a field: the language that the column names, the label, is it exported.

        An export joins several by bars. People write several spellings as they like, but one term
        in a cell, which may hold commas.
        """
        for column in self._columns.of(name):
            text = self._text(column)
            if column.is_exported:
                values = unlisted(text)
            else:
                values = several(text) if name != "prefLabel" else (squash(text),)
            yield from ((column.language, v, column.is_exported) for v in values if v)

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a field that an export joins by bars."""
        return unlisted(self.text(name))

    def iris(self, name: str) -> tuple[IRI, ...]:
        """The web addresses of a field."""
        words = [word for word in re.split(r"[\s|]+", self.text(name)) if word]
        return tuple(IRI(word) for word in words if self._is_address(name, word))

    def language(self, default: str) -> str:
        """The language tag of the row's texts."""
        text = self.text("language")
        if not text:
            return default
        try:
            return bcp47(language_tag(tag_of(text)))
        except SettingsError:
            hint = "write a tag such as en, fr or pt-BR"
            self.fault("language", f"{text!r} is no language tag", hint)
            return default

    def evidence(self) -> SourceEvidence | None:
        """How the source is known, ``None`` where the row does not say."""
        text = self.text("sourceEvidence")
        if not text:
            return None
        found = evidence_of(text)
        if found is None:
            hint = f"choose from the list, or write one of {', '.join(SourceEvidence)}"
            self.fault("sourceEvidence", f"{text!r} does not say how the source is known", hint)
        return found

    def position(self) -> int | None:
        """The place on the page, counted from 1."""
        text = self.text("position")
        if re.fullmatch(r"[0-9]{1,6}", text) and int(text):
            return int(text)
        if text:
            self.fault("position", f"{text!r} is no place on a page", "write 1, 2, 3 …")
        return None

    def flag(self, name: str) -> bool | None:
        """Whether a field says yes or no, ``None`` where it is silent."""
        text = self.text(name).lower()
        if text and text not in _FLAGS:
            self.fault(name, f"{text!r} is neither yes nor no", "write yes or no")
        return _FLAGS.get(text)

    def _text(self, column: Column, may_be_date: bool = False) -> str:
        odd = self._row.oddities.get(column.index)
        text = self._row.text(column.index)
        if odd is None or (odd is Oddity.DATE and may_be_date):
            return text
        if column.index not in self._faulty:
            self._faulty.add(column.index)
            message, hint = _WHY_ODD[odd]
            self.faults.append(
                CellRemark(
                    file=self._columns.table.file,
                    cell=self._address(column),
                    message=message.format(text=text),
                    hint=hint,
                )
            )
        return ""

    def _address(self, column: Column) -> str:
        return self._columns.table.address(self._row.number, column.index, column.header)

    def _is_address(self, name: str, word: str) -> bool:
        if is_name(word):
            return True
        self.fault(name, f"{word!r} is no web address", "it begins with https:// or http://")
        return False


def lines(columns: Columns) -> Iterator[Line]:
    """The rows below the one that names the columns, but for empty ones."""
    for row in columns.table.rows:
        line = Line(columns, row)
        if row.number > columns.first_row and not line.is_empty:
            yield line


_FLAGS = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}

_EVIDENCE = {
    SourceEvidence.STATED: ("It is given with the definition",),
    SourceEvidence.STATED_INLINE: ("Only the text names it",),
    SourceEvidence.NOT_STATED: ("The original gives none",),
    SourceEvidence.NOT_CAPTURED: ("I could not see any",),
    SourceEvidence.INFERRED: ("I found it out myself",),
    SourceEvidence.SELF_COMPOSED: ("We wrote the definition",),
}
"""How the template's list says it; the names of the profile are understood as well."""

_BY_NAME = {
    fold(name): evidence
    for evidence, names in _EVIDENCE.items()
    for name in (evidence.value, *names)
}


def evidence_of(text: str) -> SourceEvidence | None:
    """The evidence that a text names, in the profile's words or in the template's.

    >>> evidence_of("Not captured"), evidence_of("We wrote the definition").value
    (<SourceEvidence.NOT_CAPTURED: 'notCaptured'>, 'selfComposed')
    """
    return _BY_NAME.get(fold(text))


_LANGUAGES = {
    "arabic": "ar", "chinese": "zh", "english": "en", "french": "fr", "german": "de",
    "italian": "it", "portuguese": "pt", "russian": "ru", "spanish": "es", "swahili": "sw",
}  # fmt: skip


def tag_of(text: str) -> str:
    """The tag in "French (fr)", the tag of a language that is named in English, or the text.

    >>> tag_of("French (fr)"), tag_of("French"), tag_of("pt-BR")
    ('fr', 'fr', 'pt-BR')
    """
    bracketed = re.search(r"\(([^()]+)\)$", text)
    return bracketed[1].strip() if bracketed else _LANGUAGES.get(text.lower(), text)


def unlisted(cell: str) -> tuple[str, ...]:
    r"""The values that an export joined: between bars, but for those with a backslash before.

    >>> unlisted("either\\|or | neither")
    ('either|or', 'neither')
    """
    parts = (part.replace("\\|", "|").strip() for part in re.split(r"(?<!\\)\|", cell))
    return tuple(dict.fromkeys(part for part in parts if part))


def several(cell: str) -> tuple[str, ...]:
    """The terms of a cell that a person filled in: by semicolons, bars and lines, else by commas.

    >>> several("skills, abilities"), several("recognition, validation; RPL")
    (('skills', 'abilities'), ('recognition, validation', 'RPL'))
    """
    separators = ";|\n" if re.search(r"[;|\n]", cell) else ","
    return tuple(dict.fromkeys(map(squash, split_outside(cell, separators))))


_SCHEMES = ("urn:", "doi:", "info:", "tag:")


def is_name(text: str) -> bool:
    """Whether a text can be the IRI of something: a web address, or one of the quiet schemes.

    >>> is_name("https://example.org/skill"), is_name("javascript:alert(1)"), is_name("skill")
    (True, False, False)
    """
    return is_web_address(text) or (text.lower().startswith(_SCHEMES) and is_iri(text))
