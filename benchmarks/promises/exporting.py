"""Canonical exports."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench import Bench, all_measured
from benchmarks.figures import Peer, Point, Row, memory, number, seconds, verdict

MOST_TIMES_THE_ENGINE = 3.0
TIMES_FASTER_THAN_RDFLIB = 20
FORMATS = {"turtle": ("Turtle", ".ttl"), "jsonld": ("JSON-LD", ".jsonld")}


def exported(bench: Bench) -> Iterator[Row | Point]:
    """``tvet-skos export`` of a file, beside engines that parse it and write it as it comes."""
    for key in FORMATS:
        yield _large(bench, key)
    for subject in bench.made_up:
        out = bench.scratch / "export.ttl"
        cost = bench.command("export", "--vocab", subject.path, "-o", out)
        yield Point("export as canonical Turtle", subject.concepts, "s", cost.seconds)
        yield Point("export as canonical Turtle", subject.concepts, "MB", cost.megabytes)
        out.unlink()


def _large(bench: Bench, key: str) -> Row:
    subject = bench.subjects.public("oewn")
    name, suffix = FORMATS[key]
    out = bench.scratch / f"export{suffix}"
    ours = bench.command("export", "--vocab", subject.path, "-o", out)
    engine = bench.engine(key, subject.path)
    times = ours.seconds / engine.seconds
    theirs = bench.beside("rdflib", ours.seconds, subject.triples, key, subject.path)
    faster = all(peer.times is None or peer.times >= TIMES_FASTER_THAN_RDFLIB for peer in theirs)
    written = bench.engine("store", out).count
    same = written == subject.triples
    return Row(
        "export",
        f"canonical export to {name}",
        subject.title,
        f"at most {MOST_TIMES_THE_ENGINE:.0f} × pyoxigraph's parse and serialise; "
        f"{TIMES_FASTER_THAN_RDFLIB} × rdflib",
        f"{seconds(ours.seconds)}, {memory(ours.megabytes)}; {number(times)} × pyoxigraph",
        verdict(times <= MOST_TIMES_THE_ENGINE and faster and same, all_measured(theirs)),
        (Peer("pyoxigraph", seconds(engine.seconds), 1 / times), *theirs),
        "" if same else f"{written:,} triples written, not {subject.triples:,}",
    )
