"""What every store does, wherever its triples lie."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tvet_skos.errors import QueryFailed
from tvet_skos.namespaces import SKOS
from tvet_skos.store.filling import Progress, Source, require_name
from tvet_skos.store.results import Answer, Rows
from tvet_skos.terms import IRI, Node, Term, Triple

if TYPE_CHECKING:
    from tvet_skos.store.labels.index import LabelIndex


class Store(ABC):
    """Vocabularies that can be asked questions, each in a named graph of its own.

    Questions see all the graphs together, or the one that the store was opened on. A store is a
    cache: engines may rewrite literals (``01`` becomes ``1``), so the text files stay the record.
    """

    address: str
    """How the store was named, as ``open_store`` takes it."""

    @abstractmethod
    def query(
        self,
        text: str,
        *,
        default_graphs: Iterable[IRI] | None = None,
        named_graphs: Iterable[IRI] | None = None,
    ) -> Answer:
        """The answer to a SPARQL query; without an ORDER BY the rows are sorted.

        Once either of the two is given, the query sees what they name and nothing else: none of the
        first is an empty default graph, none of the second no graph at all for ``GRAPH``.

        :param default_graphs: the vocabularies that are asked together
        :param named_graphs: those that ``GRAPH`` asks, each by its name
        :raises QueryRefused: the gate does not let it through
        :raises QueryFailed: the engine cannot read or answer it
        :raises NotFound: one of the vocabularies is not there, or not the one this store sees
        :source: SPARQL 1.1 Protocol, section 2.1.4
        :raises StoreError: the store cannot be reached, or gives less than it counted
        """

    def select(self, text: str) -> Rows:
        """The rows of a SELECT.

        :raises QueryFailed: it is no SELECT
        """
        answer = self.query(text)
        if not isinstance(answer, Rows):
            raise QueryFailed("this is no SELECT query")
        return answer

    def ask(self, text: str) -> bool:
        """The answer to an ASK.

        :raises QueryFailed: it is no ASK
        """
        answer = self.query(text)
        if not isinstance(answer, bool):
            raise QueryFailed("this is no ASK query")
        return answer

    def construct(self, text: str) -> tuple[Triple, ...]:
        """The graph of a CONSTRUCT or DESCRIBE, sorted.

        :raises QueryFailed: it is neither
        """
        answer = self.query(text)
        if not isinstance(answer, tuple):
            raise QueryFailed("this is no CONSTRUCT or DESCRIBE query")
        return answer

    @abstractmethod
    def about(self, node: Node) -> list[Triple]:
        """Every statement about a node, sorted."""

    @abstractmethod
    def naming(self, predicate: IRI, node: Term) -> list[Triple]:
        """Every statement that points to a node with a property, sorted."""

    def is_concept(self, iri: IRI) -> bool:
        """Whether something of that name has a preferred label."""
        return any(t.predicate == SKOS.prefLabel for t in self.about(iri))

    @property
    @abstractmethod
    def labels(self) -> LabelIndex:
        """The index of the labels and definitions of all concepts."""

    @abstractmethod
    def graphs(self) -> tuple[IRI, ...]:
        """The named graphs, sorted: one a vocabulary."""

    @abstractmethod
    def count(self, graph: IRI | None = None) -> int:
        """The number of triples of one graph, or of all that questions see."""

    @abstractmethod
    def export(self, graph: IRI | None = None) -> Iterator[Triple]:
        """Every triple of one graph, or of all that questions see, in no particular order.

        :raises Truncated: fewer came than were counted
        """

    @abstractmethod
    def replace(self, graph: IRI, triples: Iterable[Triple]) -> None:
        """Put a vocabulary in its graph, in the place of what was there.

        Readers see the old or the new graph, whole; if it fails, the old one stays.
        """

    @abstractmethod
    def remove(self, graph: IRI) -> None:
        """Take a graph out; readers see it whole or not at all."""

    @abstractmethod
    def update(self, text: str) -> None:
        """Apply a SPARQL update, all of it or nothing.

        :raises QueryFailed: the engine cannot read or apply it
        """

    def load(self, *paths: Path, graph: IRI | None = None, progress: Progress | None = None) -> IRI:
        """Put the vocabulary in some files in its graph, in the place of what was there.

        :param paths: the files and folders of one vocabulary
        :param graph: what it is called; by default as its concept scheme
        :param progress: told now and then how many bytes of how many are read
        :returns: what it is called
        :raises NotFound: there is no such path
        :raises InputError: a file cannot be read
        :raises StoreError: it declares no concept scheme, or several, and no name is given
        """
        source = Source.at(*paths)
        name = require_name(graph, () if graph else source.schemes())
        self.replace(name, source.triples(progress))
        return name

    @property
    def is_current(self) -> bool:
        """Whether this store still reads the newest version of what stands at its address."""
        return True

    def reopened(self) -> Store:
        """A store that reads the newest version: this one where it is current.

        The old one goes on answering until it is closed.
        """
        return self

    def close(self) -> None:  # noqa: B027 - most stores have nothing to give back
        """Give back what the store holds: files, connections."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
