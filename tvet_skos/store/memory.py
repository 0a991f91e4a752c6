"""Vocabularies in memory, on Oxigraph."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from tvet_skos.errors import StoreError
from tvet_skos.store.changes import (
    Pour,
    apply_update,
    copied,
    filled,
    with_named_graphs,
)
from tvet_skos.store.dataset import Dataset, Layout, declared_schemes
from tvet_skos.store.embedded import EmbeddedStore, State
from tvet_skos.store.filling import Progress, Source, pour_triples, require_name
from tvet_skos.store.labels.index import LabelIndex, index_labels
from tvet_skos.terms import IRI, Triple


class MemoryStore(EmbeddedStore):
    """Vocabularies that answer SPARQL and hand out the statements about a node.

    It is a cache: the engine may rewrite literals (``01`` becomes ``1``), so exports are never
    made from it.

    :param triples: a vocabulary to begin with
    :param name: what it is called; by default as its concept scheme, where it declares just one
    :param graph: the one vocabulary that questions see; by default all together
    """

    def __init__(
        self,
        triples: Iterable[Triple] = (),
        name: IRI | None = None,
        *,
        graph: IRI | None = None,
        address: str = "memory:",
    ) -> None:
        super().__init__(address, graph)
        self._now = _one(lambda engine, into: pour_triples(engine, triples, into), name)

    @classmethod
    def read(
        cls, source: Source, *, graph: IRI | None = None, progress: Progress | None = None
    ) -> MemoryStore:
        """The vocabulary in some files, read by the engine itself where it has no blank nodes."""
        store = cls(graph=graph, address=str(source.paths[0]))
        store._now = _one(lambda engine, into: source.pour(engine, into, progress))
        return store

    def _state(self) -> State:
        return self._now

    def replace(self, graph: IRI, triples: Iterable[Triple]) -> None:
        """Put a vocabulary in its graph, in the place of what was there.

        :raises StoreError: the triples that the store began with have no name to stand beside it
        """
        self._put(graph, lambda engine, into: pour_triples(engine, triples, into))

    def load(self, *paths: Path, graph: IRI | None = None, progress: Progress | None = None) -> IRI:
        """Put the vocabulary in some files in its graph, in the place of what was there."""
        source = Source.at(*paths)
        name = graph or require_name(None, source.schemes())
        self._put(name, lambda engine, into: source.pour(engine, into, progress))
        return name

    def _put(self, name: IRI, pour: Pour) -> None:
        others = self._others(name)
        self._now = _state_of(filled(ox.Store(), {**others, name: pour}))

    def _others(self, name: IRI) -> dict[IRI, Pour]:
        """What puts the other vocabularies into another engine."""
        dataset = self._now.dataset
        if dataset.size() and not dataset.graphs:
            raise StoreError(
                "what is in the store has no name, so no vocabulary can stand beside it",
                hint="name it: MemoryStore(triples, name)",
            )
        return {graph: copied(dataset, graph) for graph in dataset.graphs if graph != name}

    def remove(self, graph: IRI) -> None:
        """Take a vocabulary out.

        :raises NotFound: it is not there
        """
        self._now.dataset.size(graph)
        self._now = _state_of(filled(ox.Store(), self._others(graph)))

    def update(self, text: str) -> None:
        """Apply a SPARQL update, all of it or nothing; it names the graphs that it changes.

        :raises QueryRefused: it would read from elsewhere (LOAD, SERVICE)
        :raises QueryFailed: the engine cannot read or apply it, or it names no graph
        """
        self._others(IRI(""))
        engine = ox.Store()
        with_named_graphs(engine, self._now.dataset)
        self._now = _state_of(apply_update(engine, text))


def _one(pour: Pour, name: IRI | None = None) -> State:
    """One vocabulary; without a name it takes that of its scheme, or has none."""
    engine = ox.Store()
    pour(engine, None)
    schemes = declared_schemes(engine)
    names = [name] if name is not None else schemes if len(schemes) == 1 else ()
    return _state_of(Dataset(engine, Layout.ONE, dict.fromkeys((*names, None), len(engine))))


def _state_of(dataset: Dataset) -> State:
    return State(dataset, _labels)


def _labels(dataset: Dataset) -> LabelIndex:
    return index_labels(dataset.by_vocabulary())
