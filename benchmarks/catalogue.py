"""Every benchmark by name, in the order of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from benchmarks.bench import Bench
from benchmarks.figures import Point, Row
from benchmarks.promises import (
    checking,
    cleaning,
    contributing,
    exporting,
    looking_up,
    opening,
    pages,
    reading,
    searching,
    starting,
)

Measure = Callable[[Bench], Iterator[Row | Point]]

BENCHMARKS: Mapping[str, Measure] = {
    "open": opening.memory_store,
    "reopen": opening.reopened,
    "load": opening.disk_store,
    "shapes": checking.shapes,
    "check": checking.cold_check,
    "integrity": checking.integrity,
    "clean": cleaning.skosify,
    "growth": checking.growing,
    "contribution": contributing.contribution,
    "search": searching.exact,
    "typos": searching.typos,
    "card": looking_up.cards,
    "export": exporting.exported,
    "pages": reading.pages,
    "site": pages.pages,
    "start": starting.start,
}
"""Name, as ``run.py --only`` takes it, to what measures it."""
