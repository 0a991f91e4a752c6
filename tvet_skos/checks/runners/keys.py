"""Which nodes may share a key, found by numbers that take little room.

A vocabulary of a million concepts has tens of millions of keys. Each is kept as the number that
Python hashes it to, beside the number of its node. Nodes whose numbers meet are looked at again,
key by key: two keys of one hash do no harm. The numbers hold within one process and those forked
from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.groups import Groups, keys_of
from tvet_skos.checks.rule import KeyRule
from tvet_skos.namespaces import RDF
from tvet_skos.terms import Node, Term

if TYPE_CHECKING:
    from numpy import int64, uint32
    from numpy.typing import NDArray

    Hashes = NDArray[int64]
    Places = NDArray[uint32]


class Keys(NamedTuple):
    """The keys of some nodes by one rule: the hash of each, and the place of its node."""

    hashes: Hashes
    places: Places


def keys_at(
    graph: Graph, rules: Sequence[KeyRule], nodes: Iterable[tuple[int, Node]]
) -> tuple[Keys, ...]:
    """The keys that each of some rules gives some nodes, each of which comes with its place."""
    import numpy

    hashes: list[list[int]] = [[] for _ in rules]
    places: list[list[int]] = [[] for _ in rules]
    about = _About(graph, rules)
    for place, node in nodes:
        for number in about.to(node):
            own = {hash(key) for key in rules[number].keys(graph, node)}
            hashes[number] += own
            places[number] += [place] * len(own)
    return tuple(
        Keys(numpy.array(h, numpy.int64), numpy.array(p, numpy.uint32))
        for h, p in zip(hashes, places, strict=True)
    )


class _About:
    """The rules that are about a node, by number, looked up once for all nodes of its types."""

    def __init__(self, graph: Graph, rules: Sequence[KeyRule]) -> None:
        self._graph = graph
        self._rules = rules
        self._known: dict[tuple[Term, ...], tuple[int, ...]] = {}

    def to(self, node: Node) -> tuple[int, ...]:
        types = tuple(self._graph.values(node, RDF.type))
        known = self._known.get(types)
        if known is None:
            known = self._known[types] = tuple(
                number
                for number, rule in enumerate(self._rules)
                if not rule.classes or any(self._graph.is_a(node, c) for c in rule.classes)
            )
        return known


def meeting(parts: Sequence[Keys], size: int) -> Iterator[Keys]:
    """The keys that more than one node may have, in parts of about a size; no key in two parts."""
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
    start = 0
    while start < len(hashes):
        end = min(start + size, len(hashes))
        end = int(numpy.searchsorted(hashes, hashes[end - 1], side="right"))
        yield Keys(hashes[start:end], places[start:end])
        start = end


def groups_of(graph: Graph, rule: KeyRule, keys: Keys, nodes: Iterable[Node]) -> Groups:
    """The groups that some keys make, with the keys themselves.

    :param nodes: those that the keys belong to, each once
    """
    wanted = set(keys.hashes.tolist())
    groups: Groups = {}
    for node in nodes:
        for key in keys_of(graph, rule, node):
            if hash(key) in wanted:
                groups.setdefault(key, []).append(node)
    return groups
