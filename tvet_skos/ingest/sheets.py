"""Contributions as a sheet: CSV files and workbooks, whether a person filled in the template or
took an export and changed it.

``read_sheet`` is the door. Bytes become tables (``sheet_csv``, ``sheet_xlsx``), names of columns
become fields (``sheet_columns``), and rows become sources (``sheet_sources``), definitions
(``sheet_provenance``, ``sheet_definitions``) and concepts (``sheet_concepts``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from tvet_skos.errors import InputError, NotFound
from tvet_skos.ingest.pages import PageOptions
from tvet_skos.ingest.register import Register
from tvet_skos.ingest.sheet_columns import (
    DEFINITIONS,
    SOURCES,
    Columns,
    find_columns,
    known_names,
    knows,
    require,
)
from tvet_skos.ingest.sheet_concepts import (
    RELATIONS,
    Concepts,
    Entry,
    RowLabels,
    labels_of,
    note_relations,
)
from tvet_skos.ingest.sheet_csv import read_csv
from tvet_skos.ingest.sheet_definitions import STATUSES, definition_of, is_literal
from tvet_skos.ingest.sheet_lines import Line, is_name, lines, unlisted
from tvet_skos.ingest.sheet_provenance import Provenance
from tvet_skos.ingest.sheet_sources import SheetSources, is_example, read_sources
from tvet_skos.ingest.sheet_tables import MAX_BYTES, CellRemark, Table
from tvet_skos.ingest.sheet_xlsx import read_xlsx
from tvet_skos.model import ConceptScheme, Definition
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import nfc

SUFFIXES = (".csv", ".tsv", ".xlsx")
"""What the names of sheets end in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetImport:
    """What came of reading a sheet.

    ``scheme`` holds only what was imported, as after reading pages. ``places`` has the cell of each
    concept, definition, source and page; ``property_places`` that of a property of one.
    ``faults`` are the cells for which a row did not come in; the other rows did. ``warnings`` are
    cells that a person should look at, ``to_dos`` the terms that could not be linked.
    ``examples`` is how many rows of the template's were passed over.
    """

    scheme: ConceptScheme
    places: Mapping[IRI, str] = field(default_factory=dict)
    property_places: Mapping[tuple[IRI, IRI], str] = field(default_factory=dict)
    faults: tuple[CellRemark, ...] = ()
    warnings: tuple[CellRemark, ...] = ()
    to_dos: tuple[str, ...] = ()
    examples: int = 0

    def cell(self, node: IRI, path: str = "") -> str:
        """The cell of a property of a node, else of the node, else the empty string."""
        return self.property_places.get((node, IRI(path))) or self.places.get(node, "")


def is_sheet(name: str | PurePath) -> bool:
    """Whether a file is a sheet by its name.

    >>> is_sheet("contribution.XLSX"), is_sheet("skill.html")
    (True, False)
    """
    return PurePath(name).suffix.lower() in SUFFIXES


def read_sheet(
    source: str | Path | bytes,
    options: PageOptions,
    vocabulary: ConceptScheme | None = None,
    register: ConceptScheme | None = None,
    *,
    name: str = "<sheet>",
) -> SheetImport:
    """What a sheet says, as a vocabulary of its own.

    Columns are named as in exports, or as in the template. A row with the address of its definition
    changes that one, others give new ones. A term that ``vocabulary`` has keeps its address and
    preferred label there; ``vocabulary`` is not changed. A row with a fault stays out as a whole.

    :param source: a path, or the bytes of a CSV file or a workbook
    :param options: base, language and day of reading; the rest is for pages
    :param vocabulary: where terms, definitions and sources are looked up
    :param register: where sources are looked up that ``vocabulary`` does not know
    :param name: what bytes are called in messages
    :raises NotFound: there is no such file
    :raises InputError: it is no sheet, a dangerous one, or lacks the columns that are needed

    >>> sheet = b"Term,Definition,Source as printed\\nSkill,An ability to act.,COL (2015)"
    >>> found = read_sheet(sheet, PageOptions(read_on="2026-11-23"), name="skill.csv")
    >>> [definition] = found.scheme.definitions
    >>> definition.source_text, found.cell(definition.iri)
    ('COL (2015)', 'row 2, column Definition')
    """
    if isinstance(source, bytes):
        content, file = source, name
    else:
        content, file = _content(Path(source)), str(source)
    tables = _tables(content, file)
    definitions = _definition_columns(tables, file)
    known = _register(vocabulary, register)
    sheet = _sources(tables, definitions.table, known, options)
    pages = vocabulary.page_records if vocabulary else ()
    session = _Session(options, vocabulary, Provenance(sheet, known, options, pages))
    session.take(lines(definitions))
    return session.result(definitions, sheet)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise NotFound("there is no such file", file=str(path)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot be read: {reason}", file=str(path)) from error


def _tables(content: bytes, file: str) -> tuple[Table, ...]:
    if len(content) > MAX_BYTES:
        raise InputError(
            f"the sheet has more than {MAX_BYTES:,} bytes, which are not read",
            file=file,
            hint="divide it into several files",
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(
            "this is an old workbook (.xls) or one with a password",
            file=file,
            hint="save it as Excel workbook (.xlsx) without a password",
        )
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_xlsx(content, file)
    return (read_csv(content, file, lambda header: knows(DEFINITIONS, header)),)


def _definition_columns(tables: tuple[Table, ...], file: str) -> Columns:
    """The columns of the sheet that is called Definitions, else of the one that looks like it."""
    if not tables:
        hint = "see tvet-skos template for a sheet to fill in"
        raise InputError("nothing stands in the workbook", file=file, hint=hint)
    named = [table for table in tables if table.name.casefold() == "definitions"]
    likely = max(tables, key=lambda table: known_names(table, DEFINITIONS))
    columns = find_columns(named[0] if named else likely, DEFINITIONS)
    require(columns)
    return columns


def _sources(
    tables: tuple[Table, ...], definitions: Table, register: Register, options: PageOptions
) -> SheetSources:
    for table in tables:
        if table.name.casefold() == "sources" and table is not definitions:
            columns = find_columns(table, SOURCES)
            found = read_sources(columns, register, options.base, options.tag)
            found.warnings[:0] = columns.remarks
            return found
    return SheetSources()


def _register(vocabulary: ConceptScheme | None, register: ConceptScheme | None) -> Register:
    behind = Register(register.sources, register.agents) if register else None
    own = (vocabulary.sources, vocabulary.agents) if vocabulary else ((), ())
    return Register(*own, behind=behind)


_CONCEPT_COLUMNS = ("prefLabel", "altLabel", "page", *RELATIONS)
_TEXTS = (
    "value", "sourceText", "sourceOrganisation", "sourceTitle", "sourceYear", "locator", "readAt",
    "modification", "note", *RELATIONS,
)  # fmt: skip
_DEFINITION_COLUMNS = tuple(f.name for f in DEFINITIONS if f.name not in _CONCEPT_COLUMNS)


class _Session:
    """The state of reading one sheet of definitions."""

    def __init__(
        self, options: PageOptions, vocabulary: ConceptScheme | None, provenance: Provenance
    ) -> None:
        self._options = options
        self._provenance = provenance
        self._concepts = Concepts(options, vocabulary)
        known = vocabulary.concepts if vocabulary else ()
        self._known = {d.iri: d for concept in known for d in concept.definitions}
        self._given: dict[IRI, Line] = {}
        self._cells: dict[IRI, str] = {}
        self._property_cells: dict[tuple[IRI, IRI], str] = {}
        self._faults: list[CellRemark] = []
        self._warnings: list[CellRemark] = []
        self._examples = 0

    def take(self, rows: Iterable[Line]) -> None:
        """Read the rows; those that name their concept by a term come after those that give it."""
        waiting: list[Line] = []
        for line in rows:
            if any(is_example(label) for _, label, _ in line.labels("prefLabel")):
                self._examples += 1
            elif line.text("concept") and not is_name(line.text("concept")):
                waiting.append(line)
            else:
                self._take(line)
        for line in waiting:
            self._take(line)

    def _take(self, line: Line) -> None:
        tag = line.language(self._default_language(line))
        labels = labels_of(line, tag)
        self._look_at(line, labels)
        iri = None if line.faults else self._concepts.find(line, labels)
        if iri is not None and not self._is_given_twice(line):
            entry = self._concepts.entry(iri, line, labels)
            if entry is not None:
                self._add(entry, line, labels, tag)
        self._faults += line.faults

    def _default_language(self, line: Line) -> str:
        """The language of a row that names none: an export leaves out only what has none."""
        if not line.has("language") or not (line.text("definition") or is_literal(line)):
            return self._options.tag
        iri = next(iter(line.iris("definition")), None)
        return self._known[iri].language if iri in self._known else ""

    def _look_at(self, line: Line, labels: RowLabels) -> None:
        """Note everything that is wrong with a row by itself."""
        line.evidence()
        line.position()
        for name in ("deprecated", "lead"):
            line.flag(name)
        for name in ("definition", "page"):
            line.iris(name)
        for name in _TEXTS:
            line.text(name)
        status = line.text("status").lower()
        if status and status not in STATUSES:
            line.fault("status", f"{status!r} is no status", f"write {' or '.join(STATUSES)}")
        if line.is_blank("prefLabel") and line.is_blank("concept"):
            line.fault("prefLabel", "the term is missing", "write the term that the row is about")
        self._look_at_texts(line)

    def _look_at_texts(self, line: Line) -> None:
        about = ("sourceText", "source", "locator", "sourceEvidence", "readAt", "definition")
        if line.is_blank("value") and not all(map(line.is_blank, about)):
            hint = "write the definition, or empty the cells on its source"
            line.fault("value", "the definition is missing", hint)
        unknown = self._provenance.unknown_names(line)
        if unknown and (
            line.text("sourceText") or len(unknown) < len(unlisted(line.text("source")))
        ):
            hint = "write the address or the key of a source, or leave the cell empty"
            line.fault("source", f"no source is called {unknown[0]!r}", hint)

    def _is_given_twice(self, line: Line) -> bool:
        """Whether an earlier row has the address of the same definition."""
        iri = next(iter(line.iris("definition")), None)
        if iri is None:
            return False
        first = self._given.setdefault(iri, line)
        if first is not line:
            message = f"the same definition stands at {first.cell('definition')} already"
            hint = "empty the cell if this is another definition, else delete the row"
            line.fault("definition", message, hint)
        return first is not line

    def _add(self, entry: Entry, line: Line, labels: RowLabels, tag: str) -> None:
        entry.pages += line.iris("page")
        flag = line.flag("deprecated")
        entry.deprecated = entry.deprecated if flag is None else flag
        note_relations(entry, line, tag)
        self._cells.setdefault(entry.iri, line.cell("prefLabel", tag))
        self._place(entry.iri, line, tag, _CONCEPT_COLUMNS)
        if not line.text("value"):
            return
        if is_literal(line):
            entry.texts.append(Literal(nfc(line.text("value")), tag))
            return
        known = entry.known.label(tag) if entry.known else line.text("concept")
        term = labels.preferred[0].value if labels.preferred else known
        definition = definition_of(
            line, entry.iri, term, tag, self._provenance, self._known, self._options
        )
        self._define(entry, line, definition, tag)

    def _define(self, entry: Entry, line: Line, definition: Definition, tag: str) -> None:
        iri = definition.iri
        if iri in self._cells:
            message = f"this definition stands at {self._cells[iri]} already; it was taken once"
            self._warnings.append(line.remark("value", message))
            return
        if iri in self._known and not line.text("definition"):
            message = "the vocabulary has this definition from this source already"
            hint = "to change it, export the vocabulary as a sheet and edit its row there"
            self._warnings.append(line.remark("value", message, hint))
        entry.definitions[iri] = definition
        if line.flag("lead"):
            entry.leading.append(iri)
        self._cells[iri] = line.cell("value")
        self._place(iri, line, tag, _DEFINITION_COLUMNS)

    def _place(self, iri: IRI, line: Line, tag: str, names: tuple[str, ...]) -> None:
        for each in DEFINITIONS:
            if each.path is not None and each.name in names and line.has(each.name):
                self._property_cells.setdefault((iri, each.path), line.cell(each.name, tag))

    def result(self, columns: Columns, sheet: SheetSources) -> SheetImport:
        """The rows taken, as one vocabulary, with relations between all of it."""
        provenance = self._provenance
        sources = provenance.sources
        issued = {iri: source.issued for iri, source in sources.items()}
        concepts = tuple(self._concepts.concepts(issued))
        doubts = (*self._concepts.warnings, *self._warnings, *provenance.doubts)
        return SheetImport(
            scheme=ConceptScheme(
                iri=self._options.base,
                declared=False,
                concepts=concepts,
                sources=tuple(sources.values()),
                agents=provenance.agents,
                page_records=provenance.pages,
            ),
            places={**provenance.places, **self._cells},
            property_places=self._property_cells,
            faults=(*sheet.faults, *self._faults),
            warnings=(*columns.remarks, *sheet.warnings, *doubts),
            to_dos=tuple(sorted(set(self._concepts.to_dos))),
            examples=self._examples,
        )
