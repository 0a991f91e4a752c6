"""Cleaning, beside Skosify."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.figures import Peer, Point, Row, memory, seconds, verdict

MOST_SECONDS = 1.5


def skosify(bench: Bench) -> Iterator[Row | Point]:
    """The repairs of Skosify, reading and writing not counted; the results are compared."""
    # With faults that only people can decide on, the two would decide differently.
    subject = bench.subjects.public("stw", sound=True)
    mine, theirs = bench.scratch / "clean.nt", bench.scratch / "skosify.nt"
    ours = bench.own("cleaning.clean", subject.path, mine)
    taken = ours.values["cleaning"]
    peers = bench.beside(
        "Skosify",
        taken,
        ours.count,
        subject.path,
        theirs,
        value=lambda cost: cost.values["cleaning"],
    )
    different = _different(mine, theirs) if _compared(peers) else 0
    same = f", {different:,} statements differ" if different else ", same result"
    yield Row(
        "clean",
        "Skosify's clean-up, reading and writing not counted",
        subject.title,
        f"under {seconds(MOST_SECONDS)}, same result",
        f"{seconds(taken)}, {memory(ours.megabytes)}{same if _compared(peers) else ''}",
        verdict(taken < MOST_SECONDS and not different, _compared(peers)),
        peers,
    )


def _compared(peers: tuple[Peer, ...]) -> bool:
    return any(peer.times is not None and not peer.at_least for peer in peers)


_NAMELESS = re.compile(r"_:\w+")
_STRING = "^^<http://www.w3.org/2001/XMLSchema#string>"


def _different(one: Path, other: Path) -> int:
    """How many statements only one of two graphs has; nodes without a name are taken for alike."""
    lines = [
        {_NAMELESS.sub("_:b", line).replace(_STRING, "") for line in path.open(encoding="utf-8")}
        for path in (one, other)
    ]
    return len(lines[0] ^ lines[1])
