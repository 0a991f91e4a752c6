"""The same questions asked of a SPARQL server."""

from __future__ import annotations

import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.costs import ROOT
from benchmarks.figures import Peer, number
from benchmarks.servers import SERVERS, NotRunning, Server, say_skipped
from benchmarks.subjects import Subject

QUERIES = ROOT / "benchmarks" / "queries"
ASKED = '"asked"'
CONCEPT = "<https://example.org/made-up/c0000000>"
TIMES = 20


def beside_servers(bench: Bench, subject: Subject, query: str, ours: float) -> tuple[Peer, ...]:
    """What servers take for a query, in milliseconds between asking and having the answer.

    :param query: the name of a file in ``benchmarks/queries``
    :param ours: our own milliseconds
    """
    return tuple(peer for name in SERVERS for peer in _beside(bench, name, subject, query, ours))


def _beside(bench: Bench, name: str, subject: Subject, query: str, ours: float) -> Iterator[Peer]:
    if bench.peers is None or name not in bench.chosen:
        return
    folder = bench.folder(f"server-{name.split()[0].lower()}")
    try:
        with SERVERS[name](subject.path, folder, bench.peers) as server:
            taken = _median(server, query, subject)
    except (NotRunning, subprocess.SubprocessError, OSError) as error:
        say_skipped(name, error)
        return
    yield Peer(f"{name}, one SPARQL query", f"{number(taken)} ms", taken / ours)


def _median(server: Server, query: str, subject: Subject) -> float:
    """Milliseconds of an answer, for concepts or words from everywhere."""
    text = Path(QUERIES / f"{query}.rq").read_text(encoding="utf-8")
    taken = []
    for turn in range(TIMES):
        number_asked = turn * subject.concepts // TIMES
        concept = CONCEPT.replace("c0000000", f"c{number_asked:07}")
        asked = text.replace(CONCEPT, concept).replace(ASKED, f'"b{"aeiou"[turn % 5]}"')
        count, milliseconds = server.answer(asked)
        if not count and query == "card":
            raise NotRunning(f"it does not know {concept}")
        taken.append(milliseconds)
    return statistics.median(taken)
