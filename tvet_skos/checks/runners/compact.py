"""A graph that takes little memory: numbers in arrays, and the texts in files.

A graph of Python objects takes some 800 bytes a triple; this one takes about 40, and the room of
its texts on disk. It answers like any other graph, from a cache of what was asked for last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from mmap import ACCESS_READ, mmap
from sys import byteorder
from typing import IO, TYPE_CHECKING, NamedTuple

from tvet_skos.checks.graph import Graph, Values
from tvet_skos.rdf.stream import node_of, term_of
from tvet_skos.terms import IRI, Literal, Node, Term

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    Numbers = NDArray[Any]

_KEPT = 100_000
"""How many nodes are kept as objects."""

_CROWD = 1000
"""Where more statements than that point to a node, they are looked through in the array."""


def stable_hash(content: bytes) -> bytes:
    """Eight bytes that tell of some content, the same in every process; ``int64`` to arrays."""
    return blake2b(content, digest_size=8).digest()


class Texts:
    """Texts in a file, by number; ``content`` is all of them, ``ends`` where each one ends."""

    def __init__(self, file: IO[bytes], ends: Numbers) -> None:
        file.flush()
        self.content = mmap(file.fileno(), 0, access=ACCESS_READ) if ends[-1] else b""
        self.ends = ends
        # One number out of a view costs a third of one out of an array.
        self._ends = ends.data

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        return self.content[self._ends[number] : self._ends[number + 1]].decode()


class Column:
    """The statements of all nodes, as seen from one of their ends, node by node.

    :param places: where each statement stands in the order of reading
    :param predicates: their properties
    :param others: what stands at the other end
    :param starts: where the statements of each node start, and where those of the last one end
    """

    def __init__(
        self, places: Numbers, predicates: Numbers, others: Numbers, starts: Numbers
    ) -> None:
        self.places, self.predicates, self.others = places, predicates, others
        self.starts = starts
        self._starts = starts.data

    @classmethod
    def by_owner(cls, owners: Numbers, predicates: Numbers, others: Numbers, count: int) -> Column:
        """The statements in the order of reading, put in that of their nodes.

        :param owners: the node at this end of each statement
        :param count: how many nodes there are
        """
        import numpy

        places = numpy.argsort(owners, kind="stable").astype(numpy.uint32)
        starts = numpy.zeros(count + 1, numpy.int64)
        numpy.cumsum(numpy.bincount(owners, minlength=count), out=starts[1:])
        return cls(places, predicates[places], others[places], starts)

    def of(self, number: int) -> Iterator[tuple[int, int]]:
        """The property and the other end of each statement of a node, in the order of reading."""
        start, end = self._starts[number], self._starts[number + 1]
        predicates, others = self.predicates[start:end], self.others[start:end]
        return zip(predicates.tolist(), others.tolist(), strict=True)

    def by(self, number: int, predicate: int) -> list[int]:
        """The other ends of the statements of a node by one property."""
        start, end = self._starts[number], self._starts[number + 1]
        found: list[int] = self.others[start:end][self.predicates[start:end] == predicate].tolist()
        return found

    def size(self, number: int) -> int:
        """How many statements a node has at this end."""
        return self._starts[number + 1] - self._starts[number]

    def owners(self) -> Numbers:
        """The node at this end of each statement, as they lie here."""
        import numpy

        return numpy.repeat(numpy.arange(len(self.starts) - 1), numpy.diff(self.starts))


class Arrays(NamedTuple):
    """What a compact graph is made of.

    Nodes, literals, properties and kinds of literals have numbers. Among the other ends of
    ``said``, literals are negative: the first one is -1. ``order`` has the nodes by the
    ``stable_hash`` of their texts, and ``hashes`` these, sorted.
    """

    nodes: Texts
    order: Numbers
    hashes: Numbers
    literals: Texts
    kind_of: Numbers
    kinds: Sequence[str]
    predicates: Sequence[IRI]
    said: Column
    heard: Column
    subjects: Numbers


class CompactGraph(Graph):
    """A graph in arrays, made by ``Gathering``; never changes."""

    __slots__ = (
        "_heard", "_ids", "_kind_of", "_nodes", "_order", "_predicates", "_said", "_sorted",
        "arrays",
    )  # fmt: skip

    def __init__(self, arrays: Arrays) -> None:
        super().__init__()
        self.arrays = arrays
        # Nodes are found by the hash of their text, which takes less room than a dictionary.
        self._order, self._sorted = arrays.order.data, arrays.hashes
        self._kind_of = arrays.kind_of.data
        self._predicates = {predicate: n for n, predicate in enumerate(arrays.predicates)}
        self._forget()

    def _forget(self) -> None:
        """Give back the memory of what was asked for."""
        self._said: dict[Term, Values] = {}
        self._heard: dict[Term, Mapping[IRI, Sequence[Node]]] = {}
        self._nodes: dict[int, Node] = {}
        self._ids: dict[Node, int] = {}

    def _make_room(self) -> None:
        if len(self._said) + len(self._heard) > _KEPT or len(self._nodes) > 5 * _KEPT:
            self._forget()

    def properties(self, node: Term) -> Values:
        """Everything a node says, by property; empty for a node that says nothing."""
        found = self._said.get(node)
        if found is None:
            if isinstance(node, Literal):
                return {}
            self._make_room()
            found = self._said[node] = self._read_said(self.number(node))
        return found

    def incoming(self, node: Term) -> Mapping[IRI, Sequence[Node]]:
        """Who points to a node, by property; empty for literals."""
        found = self._heard.get(node)
        if found is None:
            if isinstance(node, Literal):
                return {}
            self._make_room()
            found = self._heard[node] = self._read_heard(self.number(node))
        return found

    def subjects(self, predicate: IRI, value: Term) -> Sequence[Node]:
        """The nodes that have a node as value of a property."""
        if value not in self._heard and not isinstance(value, Literal):
            number = self.number(value)
            if number >= 0 and self.arrays.heard.size(number) > _CROWD:
                # A scheme of a million concepts is not listed to tell its few top concepts.
                found = self.arrays.heard.by(number, self._predicates.get(predicate, -1))
                return [self.node(each) for each in dict.fromkeys(found)]
        return self.incoming(value).get(predicate, ())

    def bearers(self, predicate: IRI, value: Literal) -> Sequence[Node]:
        """The nodes that have a literal as value of a property, looked for in the arrays."""
        said, ends = self.arrays.said, self.arrays.literals.ends
        rows = (said.predicates == self._predicates.get(predicate, -1)).nonzero()[0]
        rows = rows[said.others[rows] < 0]
        literals = -1 - said.others[rows]
        rows = rows[ends[literals + 1] - ends[literals] == len(value.value.encode())]
        found = [row for row in rows.tolist() if self.term(int(said.others[row])) == value]
        rows = sorted(found, key=lambda row: int(said.places[row]))
        numbers = said.starts.searchsorted(rows, side="right") - 1
        return [self.node(number) for number in dict.fromkeys(numbers.tolist())]

    def nodes(self) -> Iterator[Node]:
        """Every subject, once, in the order of reading."""
        return self.subjects_at(range(len(self.arrays.subjects)))

    def used(self) -> Collection[IRI]:
        """The properties that nodes have; maybe some that only a file with a fault had."""
        return self.arrays.predicates

    def subjects_at(self, places: Iterable[int]) -> Iterator[Node]:
        """The subjects at some places of the order of reading."""
        for place in places:
            self._make_room()
            yield self.node(int(self.arrays.subjects[place]))

    def number(self, node: Node) -> int:
        """The number of a node, or -1 for one that the graph does not name."""
        known = self._ids.get(node)
        return self._search(node) if known is None else known

    def _search(self, node: Node) -> int:
        text = node if isinstance(node, str) else f"_:{node.label}"
        key = int.from_bytes(stable_hash(text.encode()), byteorder, signed=True)
        at = int(self._sorted.searchsorted(key))
        while at < len(self._order) and self._sorted[at] == key:
            number = self._order[at]
            if self.arrays.nodes[number] == text:
                return number
            at += 1
        return -1

    def node(self, number: int) -> Node:
        """The node of a number."""
        known = self._nodes.get(number)
        if known is None:
            known = self._nodes[number] = node_of(self.arrays.nodes[number])
            self._ids[known] = number
        return known

    def term(self, number: int) -> Term:
        """The node of a number, or the literal of a negative one."""
        if number >= 0:
            return self.node(number)
        arrays, literal = self.arrays, -number - 1
        return term_of(arrays.literals[literal], arrays.kinds[self._kind_of[literal]])

    def _read_said(self, number: int) -> Values:
        found: dict[IRI, list[Term]] = {}
        if number >= 0:
            names, term = self.arrays.predicates, self.term
            for predicate, other in self.arrays.said.of(number):
                found.setdefault(names[predicate], []).append(term(other))
        return _distinct(found)

    def _read_heard(self, number: int) -> Mapping[IRI, Sequence[Node]]:
        found: dict[IRI, list[Node]] = {}
        if number >= 0:
            names, node = self.arrays.predicates, self.node
            for predicate, other in self.arrays.heard.of(number):
                found.setdefault(names[predicate], []).append(node(other))
        return _distinct(found)


def _distinct(found: dict) -> dict:  # type: ignore[type-arg]
    """Each value once: what a file says twice is one statement."""
    for predicate, values in found.items():
        if len(values) > 1 and len(unique := dict.fromkeys(values)) < len(values):
            found[predicate] = list(unique)
    return found
