"""Concept cards and comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.bench import Bench
from benchmarks.costs import Values
from benchmarks.figures import Peer, Point, Row, number
from benchmarks.promises.serving import beside_servers

MOST_IN_MEMORY, MOST_ON_DISK = 3.0, 5.0


def cards(bench: Bench) -> Iterator[Row | Point]:
    """Cards and comparisons, in memory and on disk."""
    subject = bench.subjects.public("oewn")
    ours = bench.own("looking_up.cards", subject.path, str(bench.deeds), runs=1).values
    yield _row(subject.title, ours, MOST_IN_MEMORY)
    made_up = bench.made_up
    for each in made_up:
        address, _ = bench.stored(each)
        ours = bench.own("looking_up.cards", address, str(bench.deeds), runs=1).values
        for name in ("card", "compare"):
            point = f"{name}, store on disk"
            yield Point(point, each.concepts, "ms", ours[f"{name}_p99"])
    largest = made_up[-1]
    peers = beside_servers(bench, largest, "card", ours["card_median"])
    yield _row(f"{largest.title}, on disk", ours, MOST_ON_DISK, peers)


def _row(data: str, ours: Values, most: float, peers: Sequence[Peer] = ()) -> Row:
    kinds = [kind for kind in ("card", "compare") if f"{kind}_p99" in ours]
    figures = "; ".join(
        f"{kind} {number(ours[f'{kind}_median'])} / {number(ours[f'{kind}_p99'])} ms"
        for kind in kinds
    )
    return Row(
        "card",
        "concept card and comparison, with all definitions and sources (median / 99th percentile)",
        data,
        f"99th percentile under {number(most)} ms",
        figures,
        all(ours[f"{kind}_p99"] < most for kind in kinds),
        tuple(peers),
        "" if "compare" in kinds else "no definition of the profile to compare",
    )
