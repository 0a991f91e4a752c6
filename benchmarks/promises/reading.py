"""Reading glossary pages."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.figures import Point, Row, memory, seconds

PAGES = 1_000
MOST_SECONDS = 20.0
MOST_MEGABYTES = 300


def pages(bench: Bench) -> Iterator[Row | Point]:
    """Glossary pages in three layouts."""
    count = min(PAGES, bench.deeds)
    ours = bench.own("reading.pages", bench.folder("pages"), str(count), runs=1)
    taken = ours.values["reading"]
    yield Row(
        "pages",
        "read glossary pages",
        f"{count:,} made-up pages",
        f"under {seconds(MOST_SECONDS)} and {memory(MOST_MEGABYTES)}",
        f"{seconds(taken)}, {memory(ours.megabytes)}",
        taken < MOST_SECONDS and ours.megabytes < MOST_MEGABYTES and ours.count == count,
    )
