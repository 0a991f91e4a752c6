"""What the stores with the engine in this process have in common: how they answer."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock

from tvet_skos.namespaces import SKOS
from tvet_skos.store.choice import choice_of
from tvet_skos.store.dataset import Dataset
from tvet_skos.store.gate import pass_gate
from tvet_skos.store.interface import Store
from tvet_skos.store.labels.index import LabelIndex
from tvet_skos.store.locks import Held
from tvet_skos.store.results import Answer
from tvet_skos.terms import IRI, Node, Term, Triple, triple_order


class State:
    """One state of a store, whole: triples and labels that belong together.

    A write makes a new state and leaves this one to those who are still reading it.
    """

    def __init__(
        self,
        dataset: Dataset,
        labels: Callable[[Dataset], LabelIndex],
        *,
        lock: Held | None = None,
    ) -> None:
        self.dataset = dataset
        self._lock = lock  # let go when nobody refers to this state any more
        self._make_labels = labels
        self._labels: LabelIndex | None = None
        self._making = Lock()

    @property
    def labels(self) -> LabelIndex:
        """The label index of all vocabularies, made or opened when it is first asked for."""
        with self._making:
            if self._labels is None:
                self._labels = self._make_labels(self.dataset)
            return self._labels

    def close(self) -> None:
        """Give back the label index and the lock on its files."""
        with self._making:
            if self._labels is not None:
                self._labels.close()
        if self._lock is not None:
            self._lock.release()


class EmbeddedStore(Store):
    """A store that answers from an engine in this process."""

    def __init__(self, address: str, graph: IRI | None) -> None:
        self.address = address
        self._graph = graph

    @abstractmethod
    def _state(self) -> State:
        """What is read now."""

    @contextmanager
    def _reading(self) -> Iterator[Dataset]:
        """What is read now; errors of the engine come out as errors of ours."""
        yield self._state().dataset

    def query(
        self,
        text: str,
        *,
        default_graphs: Iterable[IRI] | None = None,
        named_graphs: Iterable[IRI] | None = None,
    ) -> Answer:
        """The answer to a SPARQL query; without an ORDER BY the rows are sorted.

        :raises QueryRefused: the gate does not let it through
        :raises QueryFailed: the engine cannot read or answer it
        :raises NotFound: one of the vocabularies is not there, or not the one this store sees
        """
        checked = pass_gate(text)
        choice = choice_of(default_graphs, named_graphs, self._graph)
        with self._reading() as dataset:
            return dataset.answer(checked, self._graph, choice)

    def about(self, node: Node) -> list[Triple]:
        """Every statement about a node, sorted."""
        with self._reading() as dataset:
            return dataset.about(node, self._graph)

    def naming(self, predicate: IRI, node: Term) -> list[Triple]:
        """Every statement that points to a node with a property, sorted."""
        with self._reading() as dataset:
            found = dataset.triples(None, predicate, node, self._graph)
            return sorted(found, key=triple_order)

    def is_concept(self, iri: IRI) -> bool:
        """Whether something of that name has a preferred label."""
        with self._reading() as dataset:
            quads = dataset.quads(iri, SKOS.prefLabel, None, self._graph)
            return any(True for _ in quads)

    @property
    def labels(self) -> LabelIndex:
        """The index of the labels and definitions of all concepts."""
        state = self._state()
        state.dataset.size(self._graph)  # says if there is no such vocabulary
        return state.labels if self._graph is None else state.labels.only(self._graph)

    def graphs(self) -> tuple[IRI, ...]:
        """The names of the vocabularies, sorted."""
        return self._state().dataset.graphs

    def count(self, graph: IRI | None = None) -> int:
        """The number of triples of one vocabulary, or of all that questions see."""
        return self._state().dataset.size(graph or self._graph)

    def export(self, graph: IRI | None = None) -> Iterator[Triple]:
        """Every triple of one vocabulary, or of all that questions see, in no particular order.

        Literals come as the engine keeps them, language tags in BCP 47 case.
        """
        state = self._state()  # held until the last triple is out, and its files with it
        with self._reading():
            yield from state.dataset.triples(graph=graph or self._graph)

    def __len__(self) -> int:
        """The number of triples that questions see."""
        return self.count()
