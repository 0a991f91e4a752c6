"""Starting the command."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.figures import Point, Row, memory, seconds

RUNS = 9
PROMISES = (
    ("`tvet-skos --help`", ("--help",), 0.2),
    ("first answer: `tvet-skos find`", ("find", "microcredentials"), 0.6),
    ("first answer: `tvet-skos compare`", ("compare", "microcredentials"), 0.6),
)


def start(bench: Bench) -> Iterator[Row | Point]:
    """The shortest commands, on the bundled vocabulary."""
    for job, arguments, most in PROMISES:
        ours = bench.command(*arguments, runs=RUNS)
        yield Row(
            "start",
            job,
            "bundled glossary",
            f"under {seconds(most)}",
            f"{seconds(ours.seconds)}, {memory(ours.megabytes)}",
            ours.seconds < most,
        )
