"""The parts of a label index: what one graph says in one language with labels of one kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple

from tvet_skos.store.labels.database import LabelDatabase
from tvet_skos.store.labels.entries import DEFINITION
from tvet_skos.terms import IRI


class Part(NamedTuple):
    """What one graph says in one language with labels, definitions or notes of one kind."""

    graph: IRI | None
    language: str
    kind: int


class Parts:
    """The parts of an index by number, of one vocabulary or of all.

    :param graph: the one vocabulary that is seen
    :param read: reads definitions and notes, where that is left until somebody asks for them
    """

    def __init__(
        self,
        database: LabelDatabase,
        graph: IRI | None = None,
        read: Callable[[], None] | None = None,
    ) -> None:
        self.graph = graph
        self._database = database
        self._read = read

    def only(self, graph: IRI) -> Parts:
        """Those of one vocabulary."""
        return Parts(self._database, graph, self._read)

    @cached_property
    def labels(self) -> Mapping[int, Part]:
        """Those of labels."""
        return self._where("kind < ?")

    @cached_property
    def texts(self) -> Mapping[int, Part]:
        """Those of definitions and notes, which are read now if they were not yet."""
        if self._read is not None:
            self._database.ensure("definition", self._read)
        return self._where("kind >= ?")

    def _where(self, condition: str) -> Mapping[int, Part]:
        rows = self._database.rows(
            f"SELECT id, graph, language, kind FROM part WHERE {condition}", (DEFINITION,)
        )
        parts = ((number, Part(*part)) for number, *part in rows)
        return {
            number: part for number, part in parts if self.graph is None or part.graph == self.graph
        }
