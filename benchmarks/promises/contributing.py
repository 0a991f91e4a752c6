"""Judging a contribution."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.figures import Point, Row, memory, number, seconds
from benchmarks.subjects import Subject

MOST_MEDIAN, MOST_P99 = 5.0, 20.0
MOST_COLD_SECONDS = 1.0

_PROPOSAL = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<https://example.org/proposal/1> a skos:Concept ;
    skos:prefLabel "Proposed term 1"@en ;
    skos:definition "What proposal number 1 is about."@en .
"""


def contribution(bench: Bench) -> Iterator[Row | Point]:
    """A new concept against a large vocabulary: in an open process, and from a cold command."""
    subject = bench.subjects.public("oewn")
    ours = bench.own("judging.contributions", subject.path, str(min(bench.deeds, 200)), runs=1)
    medians = [ours.values[f"{kind}_median"] for kind in ("plain", "clash")]
    slowest = [ours.values[f"{kind}_p99"] for kind in ("plain", "clash")]
    yield Row(
        "contribution",
        "a contribution judged, vocabulary open; also where 1,000 others have its label",
        subject.title,
        f"{MOST_MEDIAN:.0f} ms at the median, {MOST_P99:.0f} ms at the 99th percentile",
        f"{number(medians[0])} / {number(slowest[0])} ms; with the clashes "
        f"{number(medians[1])} / {number(slowest[1])} ms",
        max(medians) <= MOST_MEDIAN and max(slowest) <= MOST_P99,
    )
    yield _cold(bench, subject)


def _cold(bench: Bench, subject: Subject) -> Row:
    """The same by a command that first has to open the base, which the first call prepares."""
    base, proposal = subject.path.resolve(), bench.scratch.resolve() / "proposal.ttl"
    proposal.write_text(_PROPOSAL, encoding="utf-8")
    # A folder of its own, in which no base lies prepared; what is prepared stays in it.
    with contextlib.chdir(bench.folder("contribution")):
        first = bench.command("check", "--base", base, proposal, runs=1)
        cost = bench.command("check", "--base", base, proposal)
    return Row(
        "contribution",
        "a contribution judged by a cold command",
        subject.title,
        f"under {seconds(MOST_COLD_SECONDS)}, where the base lies prepared",
        f"{seconds(cost.seconds)}, {memory(cost.megabytes)}; the first call, which prepares it, "
        f"{seconds(first.seconds)}, {memory(first.megabytes)}",
        cost.seconds < MOST_COLD_SECONDS,
    )
