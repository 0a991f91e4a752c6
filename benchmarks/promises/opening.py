"""Opening a vocabulary in memory, and storing one on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench import A_MILLION, LINEAR, Bench, growth
from benchmarks.costs import Cost
from benchmarks.figures import Peer, Point, Row, memory, number, seconds, verdict
from benchmarks.subjects import Subject

MOST_TIMES_THE_ENGINE = 1.6
MOST_MILLISECONDS = 100
MOST_BYTES_A_TRIPLE = 220
MOST_MEGABYTES = 2_000


def memory_store(bench: Bench) -> Iterator[Row | Point]:
    """Parse a file into a store in memory, with its label index."""
    subject = bench.subjects.public("oewn")
    ours = bench.own("opening.in_memory", subject.path)
    engine = bench.engine("store", subject.path)
    times = ours.seconds / engine.seconds
    same = ours.count == engine.count
    yield Row(
        "open",
        "open a file: parse, store, label index",
        subject.title,
        f"at most {MOST_TIMES_THE_ENGINE} × pyoxigraph's own load",
        f"{seconds(ours.seconds)}, {memory(ours.megabytes)}; {number(times)} × pyoxigraph",
        times <= MOST_TIMES_THE_ENGINE and same,
        (
            Peer("pyoxigraph", f"{seconds(engine.seconds)}, {memory(engine.megabytes)}", 1 / times),
            *bench.beside("rdflib", ours.seconds, ours.count, "load", subject.path),
        ),
        "" if same else f"{ours.count} triples, not {engine.count}",
    )


def reopened(bench: Bench) -> Iterator[Row | Point]:
    """Open a store on disk and look one label up."""
    subject = bench.subjects.public("oewn")
    address, _ = bench.stored(subject)
    ours = bench.own("opening.reopened", address)
    taken = ours.values["opening"] * 1000
    yield Row(
        "reopen",
        "open a store on disk and look up a first label",
        subject.title,
        f"under {MOST_MILLISECONDS} ms",
        f"{number(taken)} ms, {memory(ours.megabytes)}",
        taken < MOST_MILLISECONDS and ours.count == subject.triples,
    )


def disk_store(bench: Bench) -> Iterator[Row | Point]:
    """Load a vocabulary into a store on disk, with its label index."""
    costs: list[tuple[Subject, Cost, float]] = []
    peers: tuple[Peer, ...] = ()
    for subject in bench.made_up:
        address, cost = bench.stored(subject)
        bytes_a_triple = _size(Path(address.partition(":")[2])) / subject.triples
        costs.append((subject, cost, bytes_a_triple))
        yield Point("load into a store on disk", subject.concepts, "s", cost.seconds)
        yield Point("load into a store on disk", subject.concepts, "MB", cost.megabytes)
        peers = bench.beside("rdflib", cost.seconds, subject.triples, "load", subject.path)
        yield from _beside_points(peers, cost, subject)
    yield _stored(costs, peers)


def _beside_points(peers: tuple[Peer, ...], cost: Cost, subject: Subject) -> Iterator[Point]:
    for peer in peers:
        if peer.times is not None and not peer.at_least:
            name = f"{peer.name}: parse into memory"
            yield Point(name, subject.concepts, "s", peer.times * cost.seconds)


def _stored(costs: list[tuple[Subject, Cost, float]], peers: tuple[Peer, ...]) -> Row:
    subject, cost, bytes_a_triple = costs[-1]
    factor = growth([(each.concepts, taken.seconds) for each, taken, _ in costs])
    rate = subject.triples / cost.seconds
    small = cost.megabytes < MOST_MEGABYTES and bytes_a_triple < MOST_BYTES_A_TRIPLE
    return Row(
        "load",
        "load into a store on disk, with index",
        subject.title,
        f"linear; under {memory(MOST_MEGABYTES)} and {MOST_BYTES_A_TRIPLE} B a triple",
        f"{seconds(cost.seconds)} ({number(rate)} triples/s), {memory(cost.megabytes)}, "
        f"{bytes_a_triple:.0f} B a triple; {number(factor)} × the cost per concept at "
        f"{costs[0][0].concepts:,}",
        verdict(factor <= LINEAR and small, subject.concepts >= A_MILLION),
        peers,
    )


def _size(folder: Path) -> int:
    """Bytes of all files, each counted once however many names it has."""
    sizes = {}
    for path in folder.rglob("*"):
        if path.is_file():
            status = path.stat()
            sizes[status.st_ino] = status.st_size
    return sum(sizes.values())
