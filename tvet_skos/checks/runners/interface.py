"""What every runner does: brings the rules of a rulebook what they must see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from tvet_skos.checks.findings import findings, wording
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.judging import Judgement, Rulebook
from tvet_skos.checks.report import Finding
from tvet_skos.checks.requested import Also
from tvet_skos.checks.rulesets import Ruleset

_T = TypeVar("_T")

Progress = Callable[[str, int, int], object]
"""Told what is being done, in a word, and how many parts of how many are done."""

Found = dict[str, Finding]
"""Fingerprint to finding."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be judged by: the rules, the ruleset that chose them, and further judges."""

    book: Rulebook
    ruleset: Ruleset
    also: tuple[Also, ...] = ()

    def found(self, graph: Graph, judgements: Iterable[Judgement]) -> Found:
        """The findings that judgements become, each once.

        :param graph: where the nodes that they name are looked up
        """
        return findings(graph, judgements, self.ruleset)

    def further(self, graph: Graph) -> Iterator[Judgement]:
        """What the further judges find in a graph."""
        for judge in self.also:
            yield from judge(graph)


class Outcome(NamedTuple):
    """What a run came to: the findings, and how much was checked."""

    found: Found
    counts: Mapping[str, int]


class Runner(Protocol):
    """Judges all of a vocabulary, wherever its triples lie."""

    def run(self, work: Work, progress: Progress | None = None) -> Outcome:
        """The findings of a full check, and how much there is (``rules.statistics``).

        :param progress: told as parts of the work are done
        """


def watched(parts: Iterable[_T], doing: str, count: int, progress: Progress | None) -> Iterator[_T]:
    """The parts, of which each is told when it comes."""
    for number, part in enumerate(parts, 1):
        if progress is not None:
            progress(doing, number, count)
        yield part


def gather(found: Found, more: Found) -> None:
    """Add findings to others; where two say one thing, the first one by the alphabet stands."""
    for fingerprint, finding in more.items():
        other = found.setdefault(fingerprint, finding)
        if other is not finding and other != finding:
            found[fingerprint] = min(other, finding, key=wording)
