"""What every benchmark is given: vocabularies, a place to work in, and ways to measure."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.costs import ROOT, Cost, Failed, Stopped, command_line, measure, own_job
from benchmarks.figures import Peer, memory, seconds
from benchmarks.subjects import Subject, Subjects

PEER_SCRIPTS = ROOT / "benchmarks" / "peers"
PEER_NAMES = ("rdflib", "pySHACL", "pyrudof", "Skosify", "Oxigraph server", "Virtuoso")

JUDGED = (0, 1)
"""Exit statuses of ``check`` where it has judged."""


@dataclass(frozen=True)
class Bench:
    """The bench to measure on.

    :param scratch: a folder for files that need not be kept
    :param sizes: numbers of concepts, for cost as a function of size
    :param runs: how many fresh processes a figure is the median of
    :param limit: CPU seconds after which another program is stopped
    :param peers: the interpreter of the peers' environment, if they are to be measured
    :param chosen: the peers that are
    :param deeds: how many answers a percentile is taken of
    :param data: a folder of public data, where there is one
    """

    subjects: Subjects
    scratch: Path
    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    runs: int = 3
    limit: int = 300
    peers: Path | None = None
    chosen: frozenset[str] = frozenset()
    deeds: int = 1_000
    data: Path | None = None
    _stores: dict[Path, Cost] = field(default_factory=dict)

    def own(self, job: str, *arguments: str | Path, runs: int | None = None) -> Cost:
        """The cost of a job of ``benchmarks.jobs``."""
        return measure(own_job(job, *arguments), runs=runs or self.runs)

    def command(self, *arguments: str | Path, runs: int | None = None) -> Cost:
        """The cost of the command ``tvet-skos``, started cold."""
        command = command_line(*arguments)
        return measure(command, runs=runs or self.runs, good=JUDGED, talks=False)

    def engine(self, job: str, *arguments: str | Path) -> Cost:
        """The cost of a job of the engine alone, in our interpreter."""
        script = PEER_SCRIPTS / "with_pyoxigraph.py"
        return measure([sys.executable, script, job, *arguments], runs=self.runs)

    def beside(
        self,
        name: str,
        ours: float,
        count: int | None,
        *arguments: str | Path,
        value: Callable[[Cost], float] = lambda cost: cost.seconds,
    ) -> tuple[Peer, ...]:
        """What a peer takes for the same, or nothing if it is not to be measured.

        Without an equal count there is no ratio: what finds something else does something else.

        :param count: what it must count; ``None`` where nothing is to be counted
        :param value: the figure that is compared with ours
        """
        if self.peers is None or name not in self.chosen:
            return ()
        script = PEER_SCRIPTS / f"with_{name.lower()}.py"
        try:
            # Once: a peer that takes minutes would take most of the time there is.
            cost = measure([self.peers, script, *arguments], limit=self.limit)
        except Stopped as stopped:
            text = f"stopped after {seconds(stopped.seconds)}"
            return (Peer(name, text, stopped.seconds / ours, at_least=True),)
        except Failed as failed:
            return (Peer(name, f"failed ({failed})"),)
        if count is not None and cost.count != count:
            return (Peer(name, f"counts {cost.count:,}, not {count:,}"),)
        text = f"{seconds(value(cost))}, {memory(cost.megabytes)}"
        return (Peer(name, text, value(cost) / ours),)

    def folder(self, name: str) -> Path:
        """An empty folder of its own."""
        folder = self.scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def stored(self, subject: Subject) -> tuple[str, Cost]:
        """The address of a store on disk that holds a vocabulary, and what it cost to load."""
        folder = self.scratch / f"store-{subject.path.stem}"
        if folder not in self._stores:
            shutil.rmtree(folder, ignore_errors=True)
            address = f"oxigraph:{folder}"
            self._stores[folder] = self.own("opening.load", subject.path, address, runs=1)
        return f"oxigraph:{folder}", self._stores[folder]

    @property
    def made_up(self) -> list[Subject]:
        """The made-up vocabularies, the smallest first."""
        return [self.subjects.made_up(size) for size in self.sizes]


def growth(values: Sequence[tuple[int, float]]) -> float:
    """How much more one concept costs in the largest vocabulary than in the smallest.

    >>> growth([(10, 1.0), (100, 9.0), (1000, 120.0)])
    1.2
    """
    (least, first), (most, last) = min(values), max(values)
    return (last / most) / (first / least)


def all_measured(peers: Sequence[Peer]) -> bool:
    """Whether there are peers, and a ratio to each of them."""
    return bool(peers) and all(peer.times is not None for peer in peers)


A_MILLION = 1_000_000
"""Concepts: the size up to which growth is promised."""

LINEAR = 1.2
"""As linear as is promised: a concept costs at most a fifth more in a large vocabulary."""
