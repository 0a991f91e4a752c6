"""Vocabularies in a folder on disk, on Oxigraph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tvet_skos.errors import StoreDamaged, StoreError
from tvet_skos.store.changes import Pour
from tvet_skos.store.dataset import Dataset
from tvet_skos.store.disk.marker import Contents, Stored
from tvet_skos.store.disk.swap import (
    as_errors_of_ours,
    opened,
    pouring,
    put,
    rebuild,
    stored_from,
    update,
)
from tvet_skos.store.disk.versions import LABELS, Folder, Seen, size_on_disk
from tvet_skos.store.embedded import EmbeddedStore, State
from tvet_skos.store.filling import Progress, Source, pour_triples, require_name
from tvet_skos.store.labels.database import require_head
from tvet_skos.store.labels.index import LabelIndex, index_labels
from tvet_skos.terms import IRI, Triple


@dataclass(frozen=True, slots=True)
class _Opened:
    """The version that is read, and how the marker looked just before it was opened."""

    seen: Seen | None
    contents: Contents
    state: State


class DiskStore(EmbeddedStore):
    """Vocabularies on disk: opened in milliseconds, read by many processes, written by one.

    A store reads one version, whole, until ``reopened`` gives the newest. Each write makes a new
    version beside it; a write that is interrupted, wherever that is, leaves the old one.

    :param address: ``oxigraph:DIR``; the folder is made when something is first written
    :param graph: the one vocabulary that questions see; by default all together
    :raises StoreError: the folder holds something else
    :raises StoreDamaged: the store is broken, or of another version of the tool
    """

    def __init__(self, address: str, *, graph: IRI | None = None) -> None:
        super().__init__(address, graph)
        self._folder = _folder_at(address)
        self._folder.refuse_foreign()
        self._opened = self._open() if self._exists else None

    @property
    def _exists(self) -> bool:
        path = self._folder.path
        return path.is_dir() and any(path.iterdir())

    def _open(self) -> _Opened:
        seen = self._folder.seen()  # before the version: what is swapped in meanwhile is newer
        contents, lock = self._folder.open_current()
        try:
            with as_errors_of_ours(self._folder):
                self._folder.require_whole(contents)
                self._require_index(contents)
                dataset = opened(self._folder, contents)
        except StoreError:
            if lock is not None:
                lock.release()
            raise
        return _Opened(seen, contents, State(dataset, self._labels_of(contents), lock=lock))

    def _require_index(self, contents: Contents) -> None:
        """Refuse an index of another version now, before some question of many meets it."""
        if not contents.current:
            return
        try:
            require_head(self._folder.version(contents.current) / LABELS)
        except StoreDamaged as error:
            raise self._folder.unreadable(error.message) from error

    def _labels_of(self, contents: Contents) -> Callable[[Dataset], LabelIndex]:
        if not contents.current:
            return lambda dataset: index_labels(dataset.by_vocabulary())
        path = self._folder.version(contents.current) / LABELS
        return lambda _: LabelIndex.open(path)

    def _state(self) -> State:
        if self._opened is None:
            self._opened = self._open()
        return self._opened.state

    @contextmanager
    def _reading(self) -> Iterator[Dataset]:
        dataset = self._state().dataset
        with as_errors_of_ours(self._folder):
            yield dataset

    def graphs(self) -> tuple[IRI, ...]:
        """The names of the vocabularies, sorted; none before anything was written."""
        return super().graphs() if self._opened or self._exists else ()

    def count(self, graph: IRI | None = None) -> int:
        """The number of triples of one vocabulary, or of all that questions see."""
        return super().count(graph) if self._opened or self._exists else 0

    @property
    def contents(self) -> Contents:
        """What is in the version that is read, and where it came from.

        :raises NotFound: there is no store yet
        """
        if self._opened is None:
            self._opened = self._open()
        return self._opened.contents

    @property
    def size_on_disk(self) -> int:
        """The bytes that the version that is read takes."""
        return size_on_disk(self._folder.version(self.contents.current))

    @property
    def is_current(self) -> bool:
        """Whether nothing newer was written; one look at the file system."""
        return (self._opened.seen if self._opened else None) == self._folder.seen()

    def reopened(self) -> DiskStore:
        """A store that reads the newest version: this one where it is current."""
        return self if self.is_current else DiskStore(self.address, graph=self._graph)

    def close(self) -> None:
        """Give back the files; the next question opens the newest version."""
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.state.close()

    def replace(self, graph: IRI, triples: Iterable[Triple]) -> None:
        """Put a vocabulary in its graph, in the place of what was there.

        :raises StoreBusy: another process is writing
        :raises StoreError: it could not be done; what was there is untouched
        """
        self._put(graph, lambda engine, into: pour_triples(engine, triples, into), Stored(0))

    def load(self, *paths: Path, graph: IRI | None = None, progress: Progress | None = None) -> IRI:
        """Put the vocabulary in some files in its graph, in the place of what was there.

        The engine reads the files itself; ``rebuild`` will look for them where they are now.
        """
        source = Source.at(*paths)
        name = graph or require_name(None, source.schemes())
        self._put(name, pouring(source, progress), stored_from(source))
        return name

    def _put(self, name: IRI, pour: Pour | None, stored: Stored | None = None) -> None:
        with self._given_back():
            put(self._folder, name, pour, stored)

    def remove(self, graph: IRI) -> None:
        """Take a vocabulary out.

        :raises NotFound: it is not there
        """
        self._put(graph, None)

    def update(self, text: str) -> None:
        """Apply a SPARQL update, all of it or nothing; it names the graphs that it changes.

        :raises QueryRefused: it would read from elsewhere (LOAD, SERVICE)
        :raises QueryFailed: the engine cannot read or apply it, or it names no graph
        """
        with self._given_back():
            update(self._folder, text)

    @contextmanager
    def _given_back(self) -> Iterator[None]:
        """Write without holding on to the version that is read, so that it can be removed."""
        self._opened = None
        yield
        self._opened = self._open()


def rebuild_store(address: str, progress: Progress | None = None) -> DiskStore:
    """A store made anew: every vocabulary is read again from the files that it once came from.

    Works on a store that is damaged or of another version of the tool; what an update changed is
    as the files have it. What came from a program is copied, if it can still be read.

    :raises StoreError: a source is gone, or nothing says what there was; nothing was changed
    """
    folder = _folder_at(address)
    if not folder.sources():
        folder.contents()  # says what is there instead
    rebuild(folder, progress)
    return DiskStore(address)


def _folder_at(address: str) -> Folder:
    path = address.partition(":")[2]
    if not path:
        hint = "name its folder, as in oxigraph:.tvet-skos/store"
        raise StoreError(f"{address} is no address of a store", hint=hint)
    return Folder(Path(path))
