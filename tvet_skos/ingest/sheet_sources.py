"""The sheet of sources: each row a record of the register, known already or new."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tvet_skos.ingest.citation import Citation
from tvet_skos.ingest.html import is_web_address
from tvet_skos.ingest.register import Register
from tvet_skos.ingest.sheet_agents import Agents
from tvet_skos.ingest.sheet_columns import Columns
from tvet_skos.ingest.sheet_lines import Line, lines
from tvet_skos.ingest.sheet_tables import CellRemark
from tvet_skos.iri import source_iri, unique
from tvet_skos.model import Agent, Source
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import fold, squash


@dataclass(slots=True)
class SheetSources:
    """What a sheet of sources gives: records by IRI, in the order of the rows.

    ``known_as`` has what the sheet calls a source of the register, folded.
    """

    sources: dict[IRI, Source] = field(default_factory=dict)
    agents: dict[IRI, Agent] = field(default_factory=dict)
    lines: dict[IRI, Line] = field(default_factory=dict)
    known_as: dict[str, IRI] = field(default_factory=dict)
    faults: list[CellRemark] = field(default_factory=list)
    warnings: list[CellRemark] = field(default_factory=list)


def read_sources(columns: Columns, register: Register, base: str, language: str) -> SheetSources:
    """The sources of a sheet; those that the register has are taken as they stand there.

    A row that names its record by address or key changes what it says otherwise. Nothing that the
    register holds is changed by a row without one.

    :param base: where addresses of new records are minted
    :param language: that of titles and names
    """
    reader = _Reader(register, base, language)
    for line in lines(columns):
        reader.take(line)
    return reader.found


class _Reader:
    """The state of reading one sheet of sources."""

    def __init__(self, register: Register, base: str, language: str) -> None:
        self._register = register
        self._base = base
        self._language = language
        self._agents = Agents(register, base, language)
        self._taken: set[str] = set(register.sources)
        self.found = SheetSources()

    def take(self, line: Line) -> None:
        """Read a row, or note why it cannot come in."""
        if is_example(line.text("title")) or is_example(line.text("creator")):
            return
        source = self._source(line)
        if not (source.titles or source.citation) and line.is_blank("title"):
            hint = "write the title of the work; nobody could find it by the rest"
            line.fault("title", "the source has no title", hint)
        if line.faults:
            self.found.faults += line.faults
            return
        if source.iri in self.found.sources:
            other = self.found.lines[source.iri].cell("title")
            message = f"the same source stands at {other} already; it was taken from there"
            self.found.warnings.append(line.remark("title", message))
            return
        self._taken.add(source.iri)
        self.found.sources[source.iri] = source
        for iri in (*source.creators, *source.publishers):
            agent = self._agents.get(iri)
            if agent is not None:
                self.found.agents[iri] = agent
        self.found.lines[source.iri] = line

    def _source(self, line: Line) -> Source:
        named = self._named(line)
        known = self._register.sources.get(named) if named else None
        if named:
            start = known or Source(iri=named)
            return replace(start, **self._changes(line, start))
        source = Source(iri=IRI(""))
        source = replace(source, **self._changes(line, source))
        is_clear = bool(source.title or source.citation) and not line.faults
        known = self._known(line, source) if is_clear else None
        if known is not None:
            self.found.known_as |= {fold(alias): known.iri for alias in source.aliases}
            return known
        return replace(source, iri=self._minted(line, source))

    def _named(self, line: Line) -> IRI | None:
        """The address that a row gives for its record, also as the key that ends it."""
        text = line.text("source")
        key = IRI(f"{self._base}source/{text}")
        if text and key in self._register.sources:
            return key
        return next(iter(line.iris("source")), None)

    def _known(self, line: Line, source: Source) -> Source | None:
        """The record of the register that a row means; that several fit is said."""
        makers = tuple(self._agents.name(iri) for iri in source.makers)
        citation = Citation(
            printed=source.citation or ", ".join((*makers, source.title, source.issued)),
            organisations=makers, title=source.title, year=source.year, date=source.date,
            edition=source.edition, accessed=source.accessed,
        )  # fmt: skip
        resolution = self._register.resolve(citation)
        if resolution.reason:
            message = f"read as a new source, for {resolution.reason}"
            self.found.warnings.append(line.remark("title", message))
        return resolution.source

    def _minted(self, line: Line, source: Source) -> IRI:
        # In the order of the cell, as a citation would have them; a record keeps none.
        makers = self._agents.named(line.text("creator") or line.text("publisher"))
        names = " ".join(self._agents.name(iri) for iri in makers)
        iri = source_iri(self._base, names, source.title or source.citation, source.year)
        own = self.found.sources.get(iri)
        if own is not None and replace(source, iri=iri) == own:
            return iri
        return IRI(unique(iri, self._taken))

    def _changes(self, line: Line, start: Source) -> dict[str, Any]:
        """The fields of a record that the row says otherwise than ``start`` does."""
        changes: dict[str, Any] = {}
        for name, (shown, read) in _FIELDS.items():
            if line.says(name, "source"):
                text = line.text(name, may_be_date=name == "accessed")
                if squash(text) != squash(shown(start)):
                    changes |= read(line, text, self._language)
        for name, role in (("creator", "creators"), ("publisher", "publishers")):
            if line.says(name, "source"):
                changes[role] = self._agents.named(line.text(name), getattr(start, role))
        return changes


def is_example(text: str) -> bool:
    """Whether a cell marks its row as the example of the template, which is not read.

    >>> is_example("(Example) Skills gap"), is_example("Example")
    (True, False)
    """
    return text.lower().startswith("(example)")


def _titles(_: Line, text: str, language: str) -> dict[str, Any]:
    return {"titles": (Literal(squash(text), language),) if text else ()}


_YEAR = r"(?:1[0-9]|20)\d\d"
_MONTH = r"(?:0[1-9]|1[0-2])"
_ISSUED = re.compile(rf"{_YEAR}(?:-{_MONTH}(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_MONTH_YEAR = re.compile(rf"(0?[1-9]|1[0-2])[/.]({_YEAR})")


def day_of(text: str) -> str:
    """A year, month or day as ISO 8601 writes it; the empty string for anything else.

    >>> day_of("2015"), day_of("12/2022"), day_of("2007-2013")
    ('2015', '2022-12', '')
    """
    match = _MONTH_YEAR.fullmatch(text)
    if match:
        return f"{match[2]}-{int(match[1]):02d}"
    return text if _ISSUED.fullmatch(text) else ""


def _issued(_: Line, text: str, _language: str) -> dict[str, Any]:
    day = day_of(text)
    return {"issued": day, "date": "" if day else text}


def _accessed(line: Line, text: str, _language: str) -> dict[str, Any]:
    if text and not day_of(text):
        line.fault("accessed", f"{text!r} is no date", "write 2023, 2023-03 or 2023-03-31")
    return {"accessed": day_of(text)}


_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.I)


def _doi(line: Line, text: str, _language: str) -> dict[str, Any]:
    match = _DOI.fullmatch(text)
    if text and match is None:
        line.fault("doi", f"{text!r} is no DOI", "it begins with 10., such as 10.1234/abc")
    return {"doi": match[1] if match else ""}


_CC = re.compile(
    r"CC[ -]?(BY(?:[ -](?:NC|ND|SA))*)[ -](\d\.\d)(?:[ -](?:International|Int))?", re.I
)
_CC0 = re.compile(r"CC[ -]?0(?:[ -]1\.0)?", re.I)


def licence_of(text: str) -> str:
    """The address of a licence: of Creative Commons by its name, else as given; else nothing.

    >>> licence_of("CC BY-NC-SA 3.0"), licence_of("all rights reserved")
    ('https://creativecommons.org/licenses/by-nc-sa/3.0/', '')
    """
    if _CC0.fullmatch(text):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    match = _CC.fullmatch(text)
    if match:
        kind = re.sub(r"[ -]", "-", match[1].lower())
        return f"https://creativecommons.org/licenses/{kind}/{match[2]}/"
    return text if is_web_address(text) else ""


def _licence(line: Line, text: str, _language: str) -> dict[str, Any]:
    address = licence_of(text)
    if text and not address:
        hint = "write its web address, or a name such as CC BY 4.0; leave it empty if unknown"
        line.fault("license", f"{text!r} is no licence that is known here", hint)
    return {"license": IRI(address) if address else None}


def _text_field(name: str) -> Callable[[Line, str, str], dict[str, Any]]:
    return lambda _, text, __: {name: squash(text)}


_Shown = Callable[[Source], str]
_Read = Callable[[Line, str, str], dict[str, Any]]


def _joined(values: Iterable[str]) -> str:
    """Several values as an export writes them."""
    return " | ".join(value.replace("|", "\\|") for value in values)


_FIELDS: Mapping[str, tuple[_Shown, _Read]] = {
    "title": (lambda s: s.title, _titles),
    "issued": (lambda s: s.issued or s.date, _issued),
    "edition": (lambda s: s.edition, _text_field("edition")),
    "citation": (lambda s: s.citation, _text_field("citation")),
    "accessed": (lambda s: s.accessed, _accessed),
    "doi": (lambda s: s.doi, _doi),
    "page": (lambda s: _joined(s.pages), lambda line, *_: {"pages": line.iris("page")}),
    "license": (lambda s: s.license or "", _licence),
    "alias": (lambda s: _joined(s.aliases), lambda line, *_: {"aliases": line.values("alias")}),
    "note": (
        lambda s: _joined(note.value for note in s.notes),
        lambda line, _, language: {
            "notes": tuple(Literal(text, language) for text in line.values("note"))
        },
    ),
}
"""Column to how an export shows a record there, and to the fields that a cell gives."""
