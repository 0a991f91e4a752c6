"""Which nodes may share a key, found by numbers that take little room.

A vocabulary of a million concepts has tens of millions of keys. Each is kept as the number that
Python hashes it to, beside the number of its node. Nodes whose numbers meet are taken to share the
key; where a rule then finds a fault, that is made certain. The numbers hold within one process and
those forked from it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from tvet_skos.checks.applying import Applying
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.groups import Groups, keys_of
from tvet_skos.checks.rule import KeyRule
from tvet_skos.terms import Node

if TYPE_CHECKING:
    from numpy import int64, uint32
    from numpy.typing import NDArray

    Hashes = NDArray[int64]
    Places = NDArray[uint32]


class Keys(NamedTuple):
    """The keys of some nodes by one rule: the hash of each, and the place of its node."""

    hashes: Hashes
    places: Places


class Noting:
    """Notes the keys that some rules give to nodes, while these are looked at."""

    def __init__(self, graph: Graph, rules: Sequence[KeyRule]) -> None:
        self._graph, self._rules = graph, rules
        self._about = Applying(graph, (), rules)
        self._hashes: list[list[int]] = [[] for _ in rules]
        self._places: list[list[int]] = [[] for _ in rules]

    def passing(self, nodes: Iterable[tuple[int, Node]]) -> Iterator[Node]:
        """Nodes that come with their places, one by one; noted when the next one is asked for.

        What others have looked up to judge a node is then at hand.
        """
        for place, node in nodes:
            yield node
            for number in self._about.to(node).keys:
                own = {hash(key) for key in self._rules[number].keys(self._graph, node)}
                self._hashes[number] += own
                self._places[number] += [place] * len(own)

    def keys(self) -> tuple[Keys, ...]:
        """The keys by each rule."""
        import numpy

        return tuple(
            Keys(numpy.array(h, numpy.int64), numpy.array(p, numpy.uint32))
            for h, p in zip(self._hashes, self._places, strict=True)
        )


_FEWEST, _MOST = 5_000, 500_000
"""How many keys that may be shared are looked at in one part: few enough for memory."""


def meeting(parts: Sequence[Keys], count: int) -> Iterator[Keys]:
    """The keys that more than one node may have, in several parts; no key is in two of them.

    :param count: how many parts there should be, of a size that is worth it
    """
    import numpy

    if not parts:
        return
    hashes = numpy.concatenate([part.hashes for part in parts])
    places = numpy.concatenate([part.places for part in parts])
    ordered = numpy.argsort(hashes, kind="stable")
    hashes, places = hashes[ordered], places[ordered]
    same = hashes[1:] == hashes[:-1]
    shared = numpy.zeros(len(hashes), bool)
    shared[1:] |= same
    shared[:-1] |= same
    hashes, places = hashes[shared], places[shared]
    start, size = 0, min(max(len(hashes) // count, _FEWEST), _MOST)
    while start < len(hashes):
        end = min(start + size, len(hashes))
        end = int(numpy.searchsorted(hashes, hashes[end - 1], side="right"))
        yield Keys(hashes[start:end], places[start:end])
        start = end


def groups_of(
    graph: Graph, rule: KeyRule, keys: Keys, at: Callable[[Iterable[int]], Iterator[Node]]
) -> Groups:
    """The groups that some keys make, with the keys themselves.

    The key is that of the first node of each group; that the others have it, too, their hashes say.

    :param at: gives the nodes at some places
    """
    own: dict[int, dict[int, Hashable]] = {}
    groups: Groups = {}
    for number, places in _runs(keys):
        nodes = list(at(places))
        if places[0] not in own:
            own[places[0]] = {hash(key): key for key in keys_of(graph, rule, nodes[0])}
        groups[own[places[0]][number]] = nodes
    return groups


def having(graph: Graph, rule: KeyRule, key: Hashable, nodes: Iterable[Node]) -> list[Node]:
    """Those of the nodes of a group that have its key, and not its hash alone."""
    return [node for node in nodes if key in keys_of(graph, rule, node)]


def _runs(keys: Keys) -> Iterator[tuple[int, list[int]]]:
    """Each hash with the places that have it; equal ones stand together."""
    places = iter(keys.places.tolist())
    for number, same in groupby(keys.hashes.tolist()):
        yield number, [place for _, place in zip(same, places, strict=False)]
