"""Runners on one machine: in this process, and in several that share its memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.groups import Groups
from tvet_skos.checks.judging import (
    Judgement,
    judge,
    judge_edges,
    judge_groups,
    judge_records,
)
from tvet_skos.checks.rule import KeyRule
from tvet_skos.checks.rules.statistics import Statistics
from tvet_skos.checks.runners.counting import Counts
from tvet_skos.checks.runners.forking import Task, done
from tvet_skos.checks.runners.interface import (
    Found,
    Outcome,
    Progress,
    Work,
    gather,
    watched,
)
from tvet_skos.checks.runners.keys import Keys, Noting, groups_of, having, meeting
from tvet_skos.checks.runners.reach import targeted_values
from tvet_skos.terms import Node


class InMemory:
    """Judges a graph in one go: one partition, and the shortest way for all but large ones."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def run(self, work: Work, progress: Progress | None = None) -> Outcome:
        """The findings, and the statistics of the graph."""
        judgements = chain(judge(self._graph, work.book), work.further(self._graph))
        return Outcome(work.found(self._graph, judgements), Statistics(self._graph))


@dataclass(slots=True)
class Part:
    """What came of a part of the work; ``keys`` are those of each key rule."""

    found: Found = field(default_factory=dict)
    keys: tuple[Keys, ...] = ()
    counts: Counts = field(default_factory=Counts)
    statistics: Mapping[str, int] = field(default_factory=dict)


class InParts:
    """Judges ranges of the nodes of a graph, and groups of them, in several processes.

    They see the graph in the memory of this one. What must see all edges is a part of its own.
    """

    def __init__(self, graph: Graph, jobs: int) -> None:
        self._graph = graph
        self._jobs = jobs
        self._nodes: Sequence[Node] = ()

    def run(self, work: Work, progress: Progress | None = None) -> Outcome:
        """The findings, and the statistics of the graph."""
        total = Part()
        keys: list[tuple[Keys, ...]] = []
        tasks = [*self._overall(work), *self._ranges(work)]
        for part in watched(done(tasks, self._jobs), "judging", len(tasks), progress):
            self._add(total, part)
            if part.keys:
                keys.append(part.keys)
        tasks = list(self._groups(work, keys))
        keys.clear()
        for part in watched(done(tasks, self._jobs), "comparing", len(tasks), progress):
            self._add(total, part)
        gather(total.found, work.found(self._graph, work.further(self._graph)))
        return Outcome(total.found, self._figures(total))

    @staticmethod
    def _add(total: Part, part: Part) -> None:
        gather(total.found, part.found)
        total.counts.add(part.counts)
        total.statistics = {**total.statistics, **part.statistics}

    def _figures(self, total: Part) -> Mapping[str, int]:
        return total.statistics

    # --- what there is, by place in the order of reading ------------------------------------------

    def _count(self) -> int:
        self._nodes = self._nodes or tuple(self._graph.nodes())
        return len(self._nodes)

    def _at(self, places: Iterable[int]) -> Iterator[Node]:
        return (self._nodes[place] for place in places)

    # --- what there is to do ----------------------------------------------------------------------

    def _overall(self, work: Work) -> Iterator[Task[Part]]:
        """What needs all of the graph, the longest first."""
        for rule in work.book.on_edges:
            yield partial(self._part, work, partial(judge_edges, self._graph, rule))
        yield lambda: Part(statistics=dict(Statistics(self._graph)))

    def _part(self, work: Work, judgements: Callable[[], Iterable[Judgement]]) -> Part:
        return Part(work.found(self._graph, judgements()))

    def _ranges(self, work: Work) -> Iterator[Task[Part]]:
        count = self._count()
        size = range_size(count, self._jobs)
        for start in range(0, count, size):
            yield partial(self._range, work, range(start, min(start + size, count)))

    def _range(self, work: Work, places: range) -> Part:
        """What shapes and record rules say of some nodes, and the keys that these have."""
        graph, book = self._graph, work.book
        nodes = list(self._at(places))
        noting = Noting(graph, book.keys)
        passing = noting.passing(zip(places, nodes, strict=True))
        judged = judge_records(graph, book, chain(passing, targeted_values(graph, book, nodes)))
        return Part(work.found(graph, judged), noting.keys())

    def _groups(self, work: Work, keys: Sequence[tuple[Keys, ...]]) -> Iterator[Task[Part]]:
        for number, rule in enumerate(work.book.keys):
            for part in meeting([each[number] for each in keys], 4 * self._jobs):
                yield partial(self._judge_groups, work, rule, part)

    def _judge_groups(self, work: Work, rule: KeyRule, keys: Keys) -> Part:
        groups = groups_of(self._graph, rule, keys, self._at)
        return Part(work.found(self._graph, self._made_certain(rule, groups)))

    def _made_certain(self, rule: KeyRule, groups: Groups) -> Iterator[Judgement]:
        """What is wrong with groups; where something is, a node that only seems to belong goes."""
        for key, nodes in groups.items():
            found = list(judge_groups(self._graph, rule, {key: nodes}))
            if found:
                sure = having(self._graph, rule, key, nodes)
                if len(sure) < len(nodes):
                    found = list(judge_groups(self._graph, rule, {key: sure}))
            yield from found


def range_size(count: int, jobs: int) -> int:
    """How many nodes to judge at once: enough parts that no process waits long for another."""
    return max(500, min(20_000, -(-count // (8 * jobs))))
