"""The runner for what is too large for objects in memory: it judges a compact graph in parts.

Memory is bounded: arrays of about 40 bytes a triple, which all processes share, the cache of each
process, the edges in one of them, and the findings. Texts lie in files and are read as needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

from tvet_skos.checks.judging import judge_edges
from tvet_skos.checks.runners.compact import CompactGraph
from tvet_skos.checks.runners.counting import WEB, Counting, address
from tvet_skos.checks.runners.edges import edges_of
from tvet_skos.checks.runners.forking import Task
from tvet_skos.checks.runners.interface import Work
from tvet_skos.checks.runners.local import InParts, Part, range_size
from tvet_skos.terms import IRI, Node


class OnDisk(InParts):
    """Judges a compact graph, in one process or several."""

    def __init__(self, graph: CompactGraph, jobs: int) -> None:
        super().__init__(graph, jobs)
        self._compact = graph

    def _count(self) -> int:
        return len(self._compact.arrays.subjects)

    def _at(self, places: Iterable[int]) -> Iterator[Node]:
        return self._compact.subjects_at(places)

    def _overall(self, work: Work) -> Iterator[Task[Part]]:
        yield partial(self._on_edges, work)
        yield lambda: Part(statistics={"httpUris": addresses(self._compact)})
        named = self._only_named()
        size = range_size(len(named), self._jobs)
        for start in range(0, len(named), size):
            yield partial(self._count_named, named[start : start + size])

    def _on_edges(self, work: Work) -> Part:
        """What rules on edges find; the edges are in the memory of one process, for a while."""
        edges = edges_of(self._compact)
        found = chain.from_iterable(judge_edges(edges, rule) for rule in work.book.on_edges)
        return Part(work.found(self._compact, found))

    def _range(self, work: Work, places: range) -> Part:
        part = super()._range(work, places)
        part.counts = Counting(self._compact).count(self._at(places))
        return part

    def _only_named(self) -> list[int]:
        """The numbers of the nodes that are pointed to and say nothing."""
        arrays = self._compact.arrays
        silent = (arrays.said.starts[1:] == arrays.said.starts[:-1]) & (
            arrays.heard.starts[1:] != arrays.heard.starts[:-1]
        )
        found: list[int] = silent.nonzero()[0].tolist()
        return found

    def _count_named(self, numbers: Iterable[int]) -> Part:
        nodes = map(self._compact.node, numbers)
        return Part(counts=Counting(self._compact).count(nodes))

    def _figures(self, total: Part) -> Mapping[str, int]:
        return total.counts.statistics(total.statistics["httpUris"])


def addresses(graph: CompactGraph) -> int:
    """How many web addresses there are, up to ``#``, as ``rules.statistics`` counts them."""
    arrays = graph.arrays
    used = (arrays.said.starts[1:] != arrays.said.starts[:-1]) | (
        arrays.heard.starts[1:] != arrays.heard.starts[:-1]
    )
    used_predicates = {arrays.predicates[p] for p in set(arrays.said.predicates.tolist())}
    nodes = (arrays.nodes[number] for number in used.nonzero()[0].tolist())
    plain, cut = 0, set()
    for iri in chain(nodes, (p for p in used_predicates if not _is_used(graph, p, used))):
        if iri.startswith(WEB):
            if "#" in iri:
                cut.add(address(iri))
            else:
                plain += 1
    already = used_predicates | {a for a in cut if _is_used(graph, IRI(a), used)}
    return plain + len(cut - already)


def _is_used(graph: CompactGraph, iri: IRI, used: object) -> bool:
    number = graph.number(iri)
    return number >= 0 and bool(used[number])  # type: ignore[index]
