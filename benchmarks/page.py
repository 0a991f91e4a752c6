"""docs/performance.md and the README: the tables between their markers, and the plots."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from benchmarks.catalogue import BENCHMARKS
from benchmarks.costs import ROOT
from benchmarks.figures import (
    Figures,
    Point,
    Row,
    markdown,
    provenance,
    read_figures,
    short_markdown,
    write_figures,
)
from benchmarks.plots import TITLES, plot

FIGURES = ROOT / "docs" / "performance.json"
BEGIN, END = "<!-- figures: made by benchmarks/run.py -->", "<!-- /figures -->"
PLOT_NAMES = {"s": "time", "MB": "memory", "ms": "answers"}
IN_README = (
    "open a file",
    "load into",
    "all shapes",
    "`check --ruleset",
    "`check`, growth",
    "a contribution judged, vocabulary open",
    "Skosify",
    "label in any case",
    "search with",
    "canonical export to Turtle",
)
"""How the jobs begin that the README shows; of several rows the last, on the largest data."""


def renew(docs: Path, rows: Iterable[Row], points: Iterable[Point]) -> None:
    """Put newer figures into the page, its file of figures and its plots."""
    kept = docs / FIGURES.name
    figures = read_figures(kept).updated(rows, points, list(BENCHMARKS))
    write_figures(figures, kept)
    page = docs / "performance.md"
    page.write_text(with_table(page.read_text(encoding="utf-8"), table(figures)), encoding="utf-8")
    write_plots(figures, docs, "performance")


def table(figures: Figures) -> str:
    """The whole table, and where and when it was measured."""
    return f"{markdown(figures.rows)}\n{provenance(figures.rows)}"


def readme_table(file: Path = FIGURES) -> str:
    """The short table for the README, with machine and date."""
    figures = read_figures(file)
    found = {start: row for start in IN_README for row in figures.rows if row.job.startswith(start)}
    shown = [found[start] for start in IN_README if start in found]
    return f"{short_markdown(shown)}\n{provenance(shown)}" if shown else ""


def with_table(page: str, content: str) -> str:
    """A page with something new between its markers.

    >>> print(with_table(f"a\\n{BEGIN}\\nold\\n{END}\\nb\\n", "new\\n"))
    a
    <!-- figures: made by benchmarks/run.py -->
    <BLANKLINE>
    new
    <BLANKLINE>
    <!-- /figures -->
    b
    <BLANKLINE>
    """
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{content}\n{END}{after}"


def write_plots(figures: Figures, folder: Path, stem: str) -> None:
    """A chart for each unit that there are points of: ``STEM-time.svg`` …"""
    for unit in TITLES:
        if any(point.unit == unit for point in figures.points):
            path = folder / f"{stem}-{PLOT_NAMES[unit]}.svg"
            path.write_text(plot(figures.points, unit), encoding="utf-8")
