"""From files to a compact graph, in one pass and without holding a triple as an object."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tvet_skos.checks.runners.compact import Arrays, Column, CompactGraph, Texts, stable_hash
from tvet_skos.errors import SyntaxFault
from tvet_skos.rdf.blank_nodes import canonical_labels
from tvet_skos.rdf.stream import Statement, known_format, statement_of, statements, triple_of
from tvet_skos.terms import IRI, Triple

Watch = Callable[[int], object]
"""Told how many bytes more were read."""


def gathered(
    files: Iterable[Path], watch: Watch | None = None
) -> tuple[CompactGraph, list[SyntaxFault]]:
    """What files say together, and what is wrong with those that are not well-formed.

    Nothing is taken from a file with a fault. The statements come in the order of the files, but
    for those about blank nodes, which come last: their labels are canonical. All is as in
    ``rdf.folder.Vocabulary.triples``.

    :param files: in their order
    :raises NotFound, InputError: one cannot be read
    """
    faults = []
    with closing(Gathering()) as gathering:
        for file in files:
            mark = gathering.mark()
            try:
                gathering.take(statements(file, known_format(file), watch))
            except SyntaxFault as fault:
                gathering.go_back(mark)
                faults.append(fault)
        return gathering.graph(), faults


class _Table:
    """Texts that are written to a file as they come; their numbers are those of their coming."""

    def __init__(self) -> None:
        # Without a name, so that nothing is left behind, however the run ends.
        self._file: IO[bytes] = TemporaryFile(prefix="tvet-skos-")  # noqa: SIM115
        self._ends = array("q", [0])
        self._end = 0

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, content: bytes) -> None:
        self._file.write(content)
        self._end += len(content)
        self._ends.append(self._end)

    def close(self) -> None:
        self._file.close()

    def texts(self) -> Texts:
        import numpy

        return Texts(self._file, numpy.frombuffer(self._ends, numpy.int64))


Label = Callable[[Iterable[Triple]], Iterable[Triple]]
"""Names the blank nodes of the statements about them."""


class Gathering:
    """Takes statements in, one after the other.

    :param label: how blank nodes get their labels
    """

    def __init__(self, label: Label = canonical_labels) -> None:
        self._label = label
        self._numbers: dict[str, int] = {}
        self._hashes = bytearray()
        self._nodes, self._literals = _Table(), _Table()
        self._kind_of = array("I")
        self._kinds: dict[str, int] = {}
        self._predicates: dict[str, int] = {}
        self._subjects, self._used, self._objects = array("i"), array("I"), array("i")
        self._anonymous: list[Statement] = []

    def close(self) -> None:
        """Give up the files of what was taken in; a graph that was made keeps its own hold."""
        self._nodes.close()
        self._literals.close()

    def mark(self) -> tuple[int, int]:
        """How far it is."""
        return len(self._subjects), len(self._anonymous)

    def go_back(self, mark: tuple[int, int]) -> None:
        """Drop what was taken in since a mark."""
        for column in (self._subjects, self._used, self._objects):
            del column[mark[0] :]
        del self._anonymous[mark[1] :]

    def take(self, said: Iterable[Statement], *, nameless: bool = False) -> None:
        """Take statements in.

        :param nameless: those about blank nodes too, whose labels are canonical; else they wait
        """
        subjects, used, objects = self._subjects, self._used, self._objects
        predicates, numbers = self._predicates, self._numbers
        for each in said:
            subject, predicate, value, kind = each
            if not nameless and (subject[:2] == "_:" or (kind is None and value[:2] == "_:")):
                self._anonymous.append(each)
                continue
            number = numbers.get(subject)
            subjects.append(self._new(subject) if number is None else number)
            used.append(predicates.setdefault(predicate, len(predicates)))
            if kind is None:
                number = numbers.get(value)
                objects.append(self._new(value) if number is None else number)
            else:
                objects.append(self._literal(value, kind))

    def _new(self, node: str) -> int:
        number = self._numbers[node] = len(self._numbers)
        content = node.encode()
        self._nodes.add(content)
        self._hashes += stable_hash(content)
        return number

    def _literal(self, text: str, kind: str) -> int:
        self._literals.add(text.encode())
        self._kind_of.append(self._kinds.setdefault(kind, len(self._kinds)))
        return -len(self._literals)

    def graph(self) -> CompactGraph:
        """The graph of all that was taken in; nothing can be taken in any more."""
        labelled = self._label(map(triple_of, self._anonymous))
        self._anonymous.clear()
        self.take(map(statement_of, labelled), nameless=True)
        self._numbers.clear()
        return CompactGraph(self._arrays())

    def _arrays(self) -> Arrays:
        import numpy

        subjects = numpy.frombuffer(self._subjects, numpy.int32)
        predicates = numpy.frombuffer(self._used, numpy.uint32)
        objects = numpy.frombuffer(self._objects, numpy.int32)
        count, named = len(self._nodes), objects >= 0
        hashes = numpy.frombuffer(self._hashes, numpy.int64)
        order = numpy.argsort(hashes, kind="stable").astype(numpy.uint32)
        first, place = numpy.unique(subjects, return_index=True)
        return Arrays(
            self._nodes.texts(),
            order,
            hashes[order],
            self._literals.texts(),
            numpy.frombuffer(self._kind_of, numpy.uint32),
            tuple(self._kinds),
            tuple(map(IRI, self._predicates)),
            Column.by_owner(subjects, predicates, objects, count),
            Column.by_owner(objects[named], predicates[named], subjects[named], count),
            first[numpy.argsort(place, kind="stable")],
        )
