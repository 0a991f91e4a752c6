"""The contract suite on every kind of store."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.contract import (
    BASE,
    GLOSSARY,
    Backend,
    ReadingContract,
    Vocabularies,
    WritingContract,
)
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.store import MemoryStore, Store, open_store
from tvet_skos.store.servers.store import RemoteStore
from tvet_skos.terms import IRI

OWN_SERVER, OWN_DIALECT = "TVET_SKOS_TEST_SERVER", "TVET_SKOS_TEST_DIALECT"


class InMemory(Backend):
    """The vocabularies are in memory; all who read hold the same object."""

    def holding(self, vocabularies: Vocabularies, graph: IRI | None = None) -> Store:
        store = MemoryStore(graph=graph)
        for name, triples in vocabularies.items():
            store.replace(name, triples)
        return store

    def again(self, store: Store) -> Store:
        return store


class OnDisk(Backend):
    """The vocabularies are in a folder; a reader opens it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def holding(self, vocabularies: Vocabularies, graph: IRI | None = None) -> Store:
        shutil.rmtree(self._folder, ignore_errors=True)
        with open_store(f"oxigraph:{self._folder}") as store:
            store.replace(GLOSSARY, ())  # a folder is a store from the first write on
            for name, triples in vocabularies.items():
                store.replace(name, triples)
            if GLOSSARY not in vocabularies:
                store.remove(GLOSSARY)
        return open_store(f"oxigraph:{self._folder}", graph=graph)

    def again(self, store: Store) -> Store:
        return open_store(store.address)


class OnServer(Backend):
    """The vocabularies are on a SPARQL server; each reader has a connection."""

    def __init__(
        self, address: str, dialect: str = "auto", orders_all_letters: bool = True
    ) -> None:
        self._address, self._dialect = address, dialect
        self.orders_all_letters = orders_all_letters
        with self._opened() as store:
            others = [graph for graph in store.graphs() if not graph.startswith(BASE)]
            if others:
                pytest.fail(f"the server must be empty, and has <{others[0]}>")

    def _opened(self, graph: IRI | None = None) -> RemoteStore:
        return RemoteStore(self._address, graph=graph, dialect=self._dialect)

    def holding(self, vocabularies: Vocabularies, graph: IRI | None = None) -> Store:
        with self._opened() as store:
            for name in store.graphs():
                store.remove(name)
            for name, triples in vocabularies.items():
                store.replace(name, triples)
        return self._opened(graph)

    def again(self, store: Store) -> Store:
        return store


def in_memory(_request: pytest.FixtureRequest) -> Backend:
    return InMemory()


def on_disk(request: pytest.FixtureRequest) -> Backend:
    folders: pytest.TempPathFactory = request.getfixturevalue("tmp_path_factory")
    return OnDisk(folders.mktemp("disk") / "store")


def on_oxigraph(request: pytest.FixtureRequest) -> Backend:
    return OnServer(request.getfixturevalue("oxigraph"))


def on_any_server(request: pytest.FixtureRequest) -> Backend:
    """Only what the standards say is used, though it is Oxigraph that answers."""
    return OnServer(request.getfixturevalue("oxigraph"), "generic")


def on_virtuoso(request: pytest.FixtureRequest) -> Backend:
    return OnServer(request.getfixturevalue("virtuoso").address)


def on_own_server(_request: pytest.FixtureRequest) -> Backend:
    address = os.environ.get(OWN_SERVER)
    if not address:
        pytest.skip(f"no server of your own: set {OWN_SERVER} to its address")
    return OnServer(address, os.environ.get(OWN_DIALECT, "auto"), orders_all_letters=False)


KINDS = (in_memory, on_disk, on_oxigraph, on_any_server, on_virtuoso, on_own_server)


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.__name__)
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    making: Callable[[pytest.FixtureRequest], Backend] = request.param
    found = making(request)
    yield found
    found.holding({}).close()  # other tests use the same servers


@pytest.fixture(scope="class")
def glossary(backend: Backend, bundled: Vocabulary) -> Iterator[Store]:
    with backend.holding({GLOSSARY: bundled.triples}, GLOSSARY) as store:
        yield store


class TestReading(ReadingContract):
    """One store for all, for nothing changes it."""


class TestWriting(WritingContract):
    """A new store for each test."""
