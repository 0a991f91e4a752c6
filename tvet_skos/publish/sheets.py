"""One row a definition: the vocabulary for people who work in spreadsheets.

Columns carry the names of ``vocab/context.jsonld`` where it has one; ``prefLabel@en`` is the
preferred label in English. Several values in one cell are joined by `` | ``, a bar inside a value
being ``\\|``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from tvet_skos.model import Concept, ConceptScheme, Definition, Record, Source, leads
from tvet_skos.publish.characters import defused
from tvet_skos.terms import IRI, Literal


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, and its width in characters where a sheet can have one."""

    name: str
    width: int = 18


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts; each row has as many cells as there are columns.

    ``frozen`` is how many columns stay in sight when a reader scrolls to the right.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    frozen: int = 1


def write_csv(sheet: Sheet) -> str:
    """A sheet as CSV, for spreadsheets: CRLF, formulas defused, a byte order mark in front.

    Excel takes a file without the mark for one in the code page of the reader's country and shows
    "Ã©" for "é". Python reads the file with ``utf-8-sig``; ``restored`` gives each cell back.

    :source: RFC 4180
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in sheet.columns)
    writer.writerows([defused(cell) for cell in row] for row in sheet.rows)
    return "\ufeff" + text.getvalue()


def listed(values: Iterable[str]) -> str:
    """Several values in one cell.

    >>> listed(["either|or", "neither"])
    'either\\\\|or | neither'
    """
    return " | ".join(value.replace("|", "\\|") for value in values)


@dataclass(frozen=True, slots=True)
class _Line:
    """What one row is about; ``definition`` is ``None`` for literal definitions and for none."""

    concept: Concept
    definition: Definition | None = None
    value: Literal | None = None
    is_lead: bool = False
    sources: tuple[Source, ...] = ()
    organisations: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        if self.value is None and self.definition is None:
            return "none"
        return "replaced" if self.definition and self.definition.deprecated else "live"


_Cell = Callable[[_Line], str]


def _of_definition(cell: Callable[[Definition], str]) -> _Cell:
    return lambda line: cell(line.definition) if line.definition else ""


def _of_sources(cell: Callable[[Source], str]) -> _Cell:
    return lambda line: listed(filter(None, map(cell, line.sources)))


_DEFINITION_COLUMNS: tuple[tuple[Column, _Cell], ...] = (
    (Column("language", 10), lambda line: line.value.language if line.value else ""),
    (Column("value", 70), lambda line: line.value.value if line.value else ""),
    (Column("sourceText", 40), _of_definition(lambda d: d.source_text)),
    (Column("sourceEvidence", 15), _of_definition(lambda d: d.source_evidence or "")),
    (Column("sourceOrganisation", 28), lambda line: listed(line.organisations)),
    (Column("sourceTitle", 40), _of_sources(lambda source: source.title)),
    (Column("sourceYear", 11), _of_sources(lambda source: source.year)),
    (Column("source", 30), _of_definition(lambda d: listed(d.sources))),
    (Column("locator", 10), _of_definition(lambda d: d.locator)),
    (Column("lead", 7), lambda line: "yes" if line.is_lead else "no"),
    (Column("status", 10), lambda line: line.status),
    (
        Column("position", 9),
        _of_definition(lambda d: "" if d.position is None else str(d.position)),
    ),
    (
        Column("modification", 30),
        _of_definition(lambda d: d.modification.value if d.modification else ""),
    ),
    (Column("note", 40), _of_definition(lambda d: listed(n.value for n in d.notes))),
    (Column("definition", 30), _of_definition(lambda d: d.iri)),
    (Column("page", 30), lambda line: listed(line.concept.pages)),
    (Column("deprecated", 11), lambda line: "yes" if line.concept.deprecated else "no"),
)
"""The columns after the labels. ``deprecated`` is the concept's, ``status`` the definition's."""


def definition_sheet(scheme: ConceptScheme) -> Sheet:
    """Every definition, live and replaced, and a row for each concept that has none.

    ``lead`` and ``status`` (``live``, ``replaced``, ``none``) say which to use; rows stand by
    concept IRI, then as on the page, literal definitions last.
    """
    columns = (*_label_columns(scheme), *_DEFINITION_COLUMNS)
    rows = tuple(tuple(cell(line) for _, cell in columns) for line in _lines(scheme))
    return Sheet("Definitions", tuple(column for column, _ in columns), rows, frozen=2)


def _lines(scheme: ConceptScheme) -> Iterator[_Line]:
    issued = {source.iri: source.issued for source in scheme.sources}
    register = {source.iri: source for source in scheme.sources}
    names = agent_names(scheme)
    for concept in scheme.concepts:
        leading = {lead.iri for lead in leads(concept, issued).values()}
        for d in concept.definitions:
            sources = tuple(register[iri] for iri in d.sources if iri in register)
            makers = (names[iri] for s in sources for iri in s.makers if iri in names)
            organisations = tuple(dict.fromkeys(makers))
            yield _Line(concept, d, d.value, d.iri in leading, sources, organisations)
        yield from (_Line(concept, value=text) for text in concept.definition_texts)
        if not concept.definitions and not concept.definition_texts:
            yield _Line(concept)


def _label_columns(scheme: ConceptScheme) -> Iterator[tuple[Column, _Cell]]:
    """The concept, then a column a language for preferred and for alternative labels."""
    yield Column("concept", 30), lambda line: line.concept.iri
    for name, field, width in (("prefLabel", "pref_labels", 24), ("altLabel", "alt_labels", 24)):
        labels = (label for concept in scheme.concepts for label in getattr(concept, field))
        for language in sorted({label.language for label in labels}, key=_language_order):
            column = Column(f"{name}@{language}" if language else name, width)
            yield column, partial(_labels, field=field, language=language)


def _language_order(language: str) -> tuple[bool, str]:
    return (language != "en", language)


def _labels(line: _Line, *, field: str, language: str) -> str:
    labels: Iterable[Literal] = getattr(line.concept, field)
    return listed(label.value for label in labels if label.language == language)


_Names = Mapping[IRI, str]
_SOURCE_COLUMNS: tuple[tuple[Column, Callable[[Source, _Names], str]], ...] = (
    (Column("source", 30), lambda source, _: source.iri),
    (Column("title", 50), lambda source, _: source.title),
    (Column("creator", 30), lambda source, names: listed(names.get(i, i) for i in source.creators)),
    (
        Column("publisher", 30),
        lambda source, names: listed(names.get(i, i) for i in source.publishers),
    ),
    (Column("issued", 10), lambda source, _: source.issued or source.date),
    (Column("edition", 18), lambda source, _: source.edition),
    (Column("citation", 60), lambda source, _: source.citation),
    (Column("accessed", 10), lambda source, _: source.accessed),
    (Column("doi", 20), lambda source, _: source.doi),
    (Column("page", 40), lambda source, _: listed(source.pages)),
    (Column("license", 20), lambda source, _: source.license or ""),
    (Column("alias", 30), lambda source, _: listed(source.aliases)),
    (Column("note", 30), lambda source, _: listed(note.value for note in source.notes)),
)


def source_sheet(scheme: ConceptScheme) -> Sheet:
    """The register of sources, by IRI."""
    names = agent_names(scheme)
    rows = (tuple(cell(source, names) for _, cell in _SOURCE_COLUMNS) for source in scheme.sources)
    return Sheet(
        "Sources", tuple(column for column, _ in _SOURCE_COLUMNS), _by_iri(scheme.sources, rows)
    )


def _by_iri(
    records: Iterable[Record], rows: Iterable[tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    ordered = sorted(zip(records, rows, strict=True), key=lambda pair: pair[0].iri)
    return tuple(row for _, row in ordered)


def agent_names(scheme: ConceptScheme) -> dict[IRI, str]:
    """Agent to full name, else its abbreviation, for agents that have either."""
    named = ((agent.iri, agent.name or listed(agent.abbreviations)) for agent in scheme.agents)
    return {iri: name for iri, name in named if name}
