"""Judging whole vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.bench import A_MILLION, LINEAR, Bench, all_measured, growth
from benchmarks.costs import ROOT, Cost
from benchmarks.figures import Peer, Point, Row, memory, number, seconds, verdict
from benchmarks.subjects import Subject

SHAPES = {"stw": 0.6, "oewn": 8.0}
CHECK = {"stw": (3.0, 1_500), "oewn": (40.0, 1_500)}
INTEGRITY = {"stw": 0.3, "oewn": 2.0}
TIMES_FASTER = {"pySHACL": 20, "pyrudof": 10}
MOST_SECONDS_AT_A_MILLION = 600
MOST_MEGABYTES_AT_A_MILLION = 8_000

RULESET = "glossary"
"""The one with nearly every rule, our own profile's among them."""

QUERIES = ROOT / "benchmarks" / "queries"


def shapes(bench: Bench) -> Iterator[Row | Point]:
    """All shapes of the package on a whole vocabulary, its loading taken away."""
    file = bench.scratch / "shapes.nt"
    bench.own("judging.write_shapes", file, runs=1)
    for key, most in SHAPES.items():
        subject = bench.subjects.public(key)
        ours = bench.own("judging.shapes", subject.path)
        taken = ours.values["judging"]
        peers = [
            peer
            for name in TIMES_FASTER
            for peer in _judged(bench, name, taken, ours.count, subject, file)
        ]
        faster = all(p.times is None or p.times >= TIMES_FASTER[p.name] for p in peers)
        yield Row(
            "shapes",
            "all shapes, loading not counted",
            subject.title,
            f"under {seconds(most)}; 20 × pySHACL, 10 × pyrudof",
            f"{seconds(taken)}, {memory(ours.megabytes)}; {ours.count:,} results",
            verdict(taken < most and faster, all_measured(peers)),
            tuple(peers),
        )


def _judged(
    bench: Bench, name: str, ours: float, count: int, subject: Subject, shapes_file: Path
) -> Sequence[Peer]:
    """A peer that judges by shapes; it says itself how long that took without the loading."""
    return bench.beside(
        name, ours, count, subject.path, shapes_file, value=lambda cost: cost.values["judging"]
    )


def cold_check(bench: Bench) -> Iterator[Row | Point]:
    """``tvet-skos check`` with every rule, from a cold command."""
    for key, (most, megabytes) in CHECK.items():
        subject = bench.subjects.public(key)
        report = bench.scratch / "check.txt"
        ours = bench.command("check", subject.path, "--ruleset", RULESET, "-o", report)
        yield Row(
            "check",
            f"`check --ruleset {RULESET}`: every rule, cold command",
            subject.title,
            f"under {seconds(most)} and {memory(megabytes)}",
            f"{seconds(ours.seconds)}, {memory(ours.megabytes)}; {_findings(report):,} findings",
            ours.seconds < most and ours.megabytes < megabytes,
        )


def _findings(report: Path) -> int:
    """How many findings there are, as the last line of a report counts them."""
    summary = report.read_text(encoding="utf-8").rstrip().rpartition("\n")[2]
    return sum(map(int, _COUNTS.findall(summary.replace(",", ""))))


_COUNTS = re.compile(r"(\d+) (?:error|warning|info)s?\b")


def integrity(bench: Bench) -> Iterator[Row | Point]:
    """What SKOS forbids, and circles, its loading taken away."""
    conditions = [QUERIES / f"{name}.rq" for name in ("s13", "s14", "s27", "s46")]
    for key, most in INTEGRITY.items():
        subject = bench.subjects.public(key)
        ours = bench.own("judging.integrity", subject.path)
        taken, found = ours.values["judging"], int(ours.values["conditions"])
        alone = ours.values["conditions_seconds"]
        peers = bench.beside(
            "rdflib",
            alone,
            found,
            "rows",
            subject.path,
            *conditions,
            value=lambda cost: cost.values["answering"],
        )
        yield Row(
            "integrity",
            "S13, S14, S27, S46 and cycles alone, loading not counted",
            subject.title,
            f"under {seconds(most)}",
            f"{seconds(taken)}; {ours.count:,} findings",
            taken < most,
            peers,
            "others as queries, without the cycles" if peers else "",
        )


def growing(bench: Bench) -> Iterator[Row | Point]:
    """``tvet-skos check`` on vocabularies of growing size."""
    costs: list[tuple[Subject, Cost, int]] = []
    for subject in bench.made_up:
        report = bench.scratch / "growth.txt"
        cost = bench.command("check", subject.path, "--ruleset", RULESET, "-o", report)
        costs.append((subject, cost, _findings(report)))
        yield Point("check, every rule", subject.concepts, "s", cost.seconds)
        yield Point("check, every rule", subject.concepts, "MB", cost.megabytes)
    whole = all(count == bench.subjects.faults(each.concepts) for each, _, count in costs)
    yield _grown(costs, whole)


def _grown(costs: list[tuple[Subject, Cost, int]], whole: bool) -> Row:
    """The row of the largest; ``whole`` says whether all planted faults were found, and no more."""
    subject, cost, found = costs[-1]
    time_factor = growth([(each.concepts, taken.seconds) for each, taken, _ in costs])
    memory_factor = growth([(each.concepts, taken.megabytes) for each, taken, _ in costs])
    small = cost.megabytes < MOST_MEGABYTES_AT_A_MILLION
    quick = cost.seconds < MOST_SECONDS_AT_A_MILLION
    linear = max(time_factor, memory_factor) <= LINEAR
    sizes = " → ".join(f"{each.concepts:,}" for each, _, _ in costs)
    return Row(
        "growth",
        f"`check`, growth {sizes} concepts",
        subject.title,
        "time and memory linear within 20 %; 1 M concepts in under 10 min and 8 GB",
        f"{seconds(cost.seconds)}, {memory(cost.megabytes)}; {number(time_factor)} × the time and "
        f"{number(memory_factor)} × the memory per concept of the smallest; "
        f"{found:,} faults found",
        verdict(whole and small and quick and linear, subject.concepts >= A_MILLION),
        note="all that were planted" if whole else "NOT those that were planted",
    )
