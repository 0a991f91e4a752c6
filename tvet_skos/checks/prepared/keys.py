"""The groups of a prepared base: which nodes share a key, asked key by key."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import blake2b
from struct import unpack

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.groups import Groups, OpenGroups, grouped, keys_of
from tvet_skos.checks.policy import Policy
from tvet_skos.checks.prepared.parts import KeyTable
from tvet_skos.checks.rule import KeyRule
from tvet_skos.checks.rules import families
from tvet_skos.checks.rules.contributions import SPELLINGS
from tvet_skos.checks.runners.compact import CompactGraph
from tvet_skos.terms import Node


def key_rules() -> dict[str, KeyRule]:
    """The rules whose keys are prepared, by name: all that no agreement changes."""
    found = (rule for rule in families(Policy()) if isinstance(rule, KeyRule))
    named = ((key_name(rule), rule) for rule in (*found, SPELLINGS))
    return {name: rule for name, rule in named if name}


def key_name(rule: KeyRule) -> str:
    """What the keys of a rule go by; nothing for those of a function made on the spot."""
    function = getattr(rule.keys, "__qualname__", "<")
    if "<" in function:
        return ""
    return f"{rule.keys.__module__}.{function} {' '.join(rule.classes)}".strip()


def key_hash(key: Hashable) -> bytes:
    """Sixteen bytes that tell of a key, in every process; no two keys have the same ones.

    >>> from tvet_skos.terms import IRI
    >>> key_hash((IRI("http://e/a"), "x")) == key_hash(("http://e/a", "x"))
    True
    """
    spoken = _spoken(key).encode("utf-8", "surrogatepass")
    return blake2b(spoken, digest_size=16).digest()


def _spoken(key: Hashable) -> str:
    if isinstance(key, str):
        return f"'{key}"
    if isinstance(key, tuple):
        return f"({chr(0).join(map(_spoken, key))})"
    if isinstance(key, frozenset):
        return f"{{{chr(0).join(sorted(map(_spoken, key)))}}}"
    return repr(key)


def tables(graph: CompactGraph, rules: Mapping[str, KeyRule]) -> dict[str, KeyTable]:
    """The keys of all nodes of a graph by some rules."""
    found = {name: _Keys(rule) for name, rule in rules.items()}
    numbers = graph.arrays.subjects.tolist()
    # Some nodes at a time: what one rule has looked up, the others find in the memory of the graph.
    for start in range(0, len(numbers), _AT_ONCE):
        chunk = [(number, graph.node(number)) for number in numbers[start : start + _AT_ONCE]]
        for keys in found.values():
            keys.take(graph, chunk)
    return {name: keys.table() for name, keys in found.items()}


_AT_ONCE = 1000


class _Keys:
    """The keys of a rule, as they come."""

    def __init__(self, rule: KeyRule) -> None:
        self._rule = rule
        self._hashes = bytearray()
        self._nodes: list[int] = []

    def take(self, graph: Graph, nodes: Iterable[tuple[int, Node]]) -> None:
        """Take in the keys of some nodes, each of which comes with its number."""
        for number, node in nodes:
            keys = keys_of(graph, self._rule, node)
            for key in keys:
                self._hashes += key_hash(key)
            self._nodes += [number] * len(keys)

    def table(self) -> KeyTable:
        """All that came."""
        import numpy

        halves = numpy.frombuffer(self._hashes, numpy.int64).reshape(-1, 2)
        order = numpy.argsort(halves[:, 0], kind="stable")
        nodes = numpy.array(self._nodes, numpy.uint32)
        return KeyTable(halves[order, 0], halves[order, 1], nodes[order])


class PreparedGroups(OpenGroups):
    """The groups of a compact graph of which the keys of rules were prepared."""

    def __init__(self, graph: CompactGraph, keys: Mapping[str, KeyTable]) -> None:
        super().__init__(graph)
        self._compact = graph
        self._keys = keys
        self._asked: dict[int, _AskedGroups] = {}

    def of(self, rule: KeyRule) -> Mapping[Hashable, list[Node]]:
        """All groups of one rule; those that nobody asks for are not made."""
        table = self._keys.get(key_name(rule))
        if table is None:
            return super().of(rule)
        return self._asked.setdefault(id(rule), _AskedGroups(self._compact, rule, table))


class _AskedGroups(Mapping[Hashable, list[Node]]):
    """Groups that are looked up in a table when they are asked for."""

    def __init__(self, graph: CompactGraph, rule: KeyRule, table: KeyTable) -> None:
        self._graph, self._rule = graph, rule
        self._table = table

    def __getitem__(self, key: Hashable) -> list[Node]:
        hashes, rests, nodes = self._table
        half, rest = unpack("=qq", key_hash(key))
        start, end = (int(hashes.searchsorted(half, side)) for side in ("left", "right"))
        numbers = nodes[start:end][rests[start:end] == rest].tolist()
        if not numbers:
            raise KeyError(key)
        return list(map(self._graph.node, numbers))

    @cached_property
    def _all(self) -> Groups:
        return grouped(self._graph, self._rule)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)
