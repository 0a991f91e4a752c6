"""A vocabulary of which nothing is read before somebody asks for it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from tvet_skos.rdf.folder import Document, Vocabulary, read_vocabulary


class UnreadVocabulary(Vocabulary):
    """A vocabulary that is read as late as may be: most contributions need nothing of it.

    Asking for its documents, triples or scheme raises what ``read_vocabulary`` raises.
    """

    def __init__(self, path: Path) -> None:
        object.__setattr__(self, "path", path)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The files, read at the first asking."""
        return read_vocabulary(self.path).documents
