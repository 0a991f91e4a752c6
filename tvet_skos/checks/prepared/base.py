"""A prepared base, open: a graph, its groups, and the lines of its files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from tvet_skos.checks.prepared.excerpts import excerpt
from tvet_skos.checks.prepared.keys import PreparedGroups
from tvet_skos.checks.prepared.parts import Parts
from tvet_skos.checks.runners.compact import CompactGraph
from tvet_skos.errors import InputError
from tvet_skos.rdf.folder import Document
from tvet_skos.terms import Node


class PreparedBase:
    """A vocabulary that was prepared: ``graph`` and ``groups`` make an ``OpenBase``, and all
    that is kept of it is ``parts``.

    :param files: those that it was made of
    """

    def __init__(self, parts: Parts, files: Sequence[Path]) -> None:
        self.parts = parts
        self.graph = CompactGraph(parts.arrays)
        self.groups = PreparedGroups(self.graph, parts.keys)
        self._lines = dict(zip(files, parts.lines, strict=True))

    def documents(self, nodes: Collection[Node]) -> list[Document]:
        """What ``checks.placed`` must see of the files to place some nodes.

        :raises InputError: a file cannot be read
        """
        try:
            return [excerpt(self.graph, f, lines, nodes) for f, lines in self._lines.items()]
        except OSError as error:
            message = f"cannot be read: {error.strerror}"
            raise InputError(message, file=str(error.filename)) from error
