"""Pages and sheets as contributions: read, put into a vocabulary, traced back to their place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tvet_skos.errors import NotFound
from tvet_skos.iri import base_of
from tvet_skos.settings import Settings, today

if TYPE_CHECKING:
    from tvet_skos.ingest import PageInput, PageOptions
    from tvet_skos.model import ConceptScheme
    from tvet_skos.terms import IRI, Node

PAGE_SUFFIXES = (".txt", ".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands in a page (``line``) or in a sheet (``cell``)."""

    file: str
    line: int | None = None
    cell: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}, {self.cell}" if self.cell else place


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the form of a contribution that a person should look at.

    ``is_fault`` says that something did not come in because of it.
    """

    message: str
    spot: Spot
    hint: str = ""
    is_fault: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What pages or a sheet gave.

    ``edits`` are the definitions that a sheet gives another content than the vocabulary, and the
    concepts for which it chooses other leading definitions or that it retires; pages edit nothing.
    """

    scheme: ConceptScheme
    edits: frozenset[IRI] = frozenset()
    places: Mapping[Node, Spot] = field(default_factory=dict)
    property_places: Mapping[tuple[Node, IRI], Spot] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    to_dos: tuple[str, ...] = ()


def import_sheet(path: Path, vocabulary: ConceptScheme, settings: Settings) -> Imported:
    """What a CSV file or a workbook says, with the cell of everything.

    :raises InputError: it is no sheet, or lacks the columns that are needed
    """
    from tvet_skos.contribute.edits import edits
    from tvet_skos.ingest import bundled_register, read_sheet

    options = page_options(vocabulary, settings)
    found = read_sheet(path, options, vocabulary, bundled_register(options.base))
    faults = ((remark, True) for remark in found.faults)
    warnings = ((remark, False) for remark in found.warnings)
    return Imported(
        scheme=found.scheme,
        edits=edits(vocabulary, found.scheme),
        places={node: Spot(str(path), cell=cell) for node, cell in found.places.items()},
        property_places={
            key: Spot(str(path), cell=cell) for key, cell in found.property_places.items()
        },
        remarks=tuple(
            Remark(each.message, Spot(each.file, cell=each.cell), each.hint, is_fault)
            for each, is_fault in (*faults, *warnings)
        ),
        to_dos=found.to_dos,
    )


def import_pages(files: Iterable[Path], vocabulary: ConceptScheme, settings: Settings) -> Imported:
    """What glossary pages say, with the line of each definition in those that are text."""
    from tvet_skos.ingest import bundled_register, page_input, read_pages

    options = page_options(vocabulary, settings)
    inputs = [page_input(file) for file in files]
    found = read_pages(inputs, options, vocabulary, bundled_register(options.base))
    failures = (
        Remark(each.message, Spot(each.file or "", each.line), each.hint or "", is_fault=True)
        for each in found.failures
    )
    warnings = (Remark(w.message, Spot(w.file, w.line or None)) for w in found.warnings)
    return Imported(
        scheme=found.scheme,
        places=_lines(found.scheme, inputs),
        remarks=(*failures, *warnings),
        to_dos=found.to_dos,
    )


def page_options(vocabulary: ConceptScheme, settings: Settings) -> PageOptions:
    """Base, language and day of reading for what comes into a vocabulary."""
    from tvet_skos.ingest import PageOptions
    from tvet_skos.terms import IRI

    return PageOptions(
        base=base_of(vocabulary.iri) if vocabulary.declared else IRI(settings.base),
        language=settings.language or vocabulary.language,
        read_on=today(os.environ),
    )


def pages_below(folder: Path) -> list[Path]:
    """The glossary pages in a folder and those below it, sorted.

    :raises NotFound: there is none
    """
    found = (p for p in folder.rglob("*") if p.suffix.lower() in PAGE_SUFFIXES and p.is_file())
    pages = sorted(p for p in found if not p.name.startswith("."))
    if not pages:
        raise NotFound(
            "the folder holds neither RDF nor a glossary page",
            file=str(folder),
            hint="name a file: RDF (.ttl …), a page (.txt, .html) or a sheet (.csv, .xlsx)",
        )
    return pages


_TELLING = 40
"""Characters by which the beginning of a definition is found on its page."""


def _lines(scheme: ConceptScheme, pages: Iterable[PageInput]) -> dict[Node, Spot]:
    """Where a line of a page begins as a definition does: only where one line does, once."""
    from tvet_skos.text import squash

    begins: dict[str, list[Spot]] = {}
    for page in pages:
        if page.name.lower().endswith(".txt"):
            for number, line in enumerate(page.content.decode(errors="replace").splitlines(), 1):
                begins.setdefault(squash(line)[:_TELLING], []).append(Spot(page.name, number))
    found: dict[Node, Spot] = {}
    for concept in scheme.concepts:
        for definition in concept.definitions:
            spots = begins.get(squash(definition.text.partition("\n")[0])[:_TELLING], [])
            if len(spots) == 1:
                found[definition.iri] = spots[0]
                found.setdefault(concept.iri, Spot(spots[0].file, 1))
    return found
