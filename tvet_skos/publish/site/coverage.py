"""How much of a vocabulary is said in which language, and the terms where something is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from tvet_skos.errors import NotFound
from tvet_skos.publish.site.definitions import MARKS
from tvet_skos.publish.site.edition import MOST_ROWS, Edition, Reading, own_query
from tvet_skos.publish.site.figures import Figures
from tvet_skos.publish.site.lists import part, require_page
from tvet_skos.publish.site.rendering import render
from tvet_skos.terms import IRI, Literal

PARTS = ("preferred", "alternative", "definition", "source")
"""What a term can have in a language: two kinds of label, a definition, one of a known source."""

UNTAGGED = "no_tag"
"""Stands in addresses for no language; no tag can be spelled so."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many terms have one part in one language, of how many; ``name`` is its address."""

    part: str
    language: str
    number: int
    of: int

    @property
    def missing(self) -> int:
        """How many terms lack it."""
        return self.of - self.number

    @property
    def percent(self) -> int:
        """How many of a hundred terms have it; a hundred only where all do."""
        return percent(self.number, self.of)

    @property
    def name(self) -> str:
        """What its list of gaps is called in addresses: ``fr/definition``."""
        return f"{self.language or UNTAGGED}/{self.part}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many definitions have a source that is known in one way, of a hundred, too."""

    key: str
    mark: str
    number: int
    percent: int


def percent(number: int, of: int) -> int:
    """A share in hundredths, rounded down, so that only the whole is a hundred.

    >>> percent(999, 1000), percent(3, 3), percent(0, 0)
    (99, 100, 0)
    """
    return number * 100 // of if of else 0


def cells_of(edition: Edition) -> dict[str, Cell]:
    """All cells by name: by language, the one with most preferred labels first, then by part."""
    return edition.kept("coverage", lambda: {cell.name: cell for cell in _cells(edition)})


def _cells(edition: Edition) -> Iterable[Cell]:
    rows = [
        (language.value, [int(n.value) for n in numbers if isinstance(n, Literal)])
        for language, *numbers in edition.coverage
        if isinstance(language, Literal)
    ]
    for language, (concepts, *numbers) in sorted(rows, key=lambda r: (-r[1][1], -r[1][3], r[0])):
        for name, number in zip(PARTS, numbers, strict=True):
            yield Cell(name, language, number, concepts)


def gap_of(edition: Edition, cell: Cell) -> tuple[IRI, ...]:
    """The concepts in use that a cell lacks, by IRI; at most ``MOST_ROWS``."""
    # Two plain scans: as one query with NOT EXISTS it took over a minute for 100,000 concepts.
    rows = edition.rows(own_query(f"covered-{cell.part}"), language=Literal(cell.language))
    covered = {concept for (concept,) in rows}
    lacking = (concept for concept in edition.in_use if concept not in covered)
    return tuple(islice(lacking, MOST_ROWS))


def coverage_page(reading: Reading, name: str = "", page: int = 1) -> str:
    """The whole table, or the terms that lack what a cell of it counts.

    :param name: that of a cell, such as ``fr/definition``; empty for the table
    :raises NotFound: there is no such cell, or its list has not so many pages
    """
    cells = cells_of(reading.edition)
    if name:
        if name not in cells:
            raise NotFound(f"the vocabulary has nothing that is called {name!r} here")
        return _gap_page(reading, cells[name], page)
    require_page(page, 1)
    figures = reading.edition.figures
    languages: dict[str, list[Cell]] = {}
    for cell in cells.values():
        languages.setdefault(cell.language, []).append(cell)
    return render(
        reading,
        "coverage",
        kind="coverage",
        parts=PARTS,
        languages_covered=languages,
        figures=figures,
        evidence=_evidence(figures),
    )


def _gap_page(reading: Reading, cell: Cell, page: int) -> str:
    gap = reading.edition.kept(("gap", cell.name), lambda: gap_of(reading.edition, cell))
    shown = part(reading.in_order(gap), page)
    return render(
        reading,
        "coverage_gap",
        kind="coverage",
        subject=cell.name,
        page=page,
        pages=shown.pages,
        cell=cell,
        capped=MOST_ROWS if cell.missing > MOST_ROWS else 0,
        names=reading.names(shown.entries),
    )


def _evidence(figures: Figures) -> list[Evidence]:
    """The definitions by how their source is known; those of which nobody says so stand last."""
    counted = [
        (kind.value, mark, figures.evidence.get(kind.value, 0))
        for kind, mark in MARKS.items()
        if kind
    ]
    recorded = sum(number for _, _, number in counted)
    counted.append(("unrecorded", "", figures.definitions - recorded))
    return [
        Evidence(key, mark, number, _share(number, figures.definitions))
        for key, mark, number in counted
        if number > 0
    ]


def _share(number: int, of: int) -> int:
    """The nearest hundredth; a hundred only of the whole, and nothing of nothing."""
    nearest = round(100 * number / of) if of else 0
    return nearest if number >= of else min(nearest, 99)
