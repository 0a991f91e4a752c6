"""Versions of a store on disk: each is made beside the current one, then swapped in."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from tvet_skos.errors import NotFound, StoreError, TvetSkosError
from tvet_skos.store.changes import (
    Pour,
    apply_update,
    copied,
    filled,
    with_changed,
    with_named_graphs,
)
from tvet_skos.store.dataset import Dataset, Layout, is_corruption
from tvet_skos.store.disk.marker import Contents, Stored
from tvet_skos.store.disk.versions import ENGINE, LABELS, Folder
from tvet_skos.store.filling import Progress, Source
from tvet_skos.store.labels.index import index_labels
from tvet_skos.terms import IRI

Change: TypeAlias = Callable[[Contents, Path], Dataset]
"""From what is in the current version to the next dataset, in an engine at a path."""

_MANY = 1_000_000
"""Triples beyond which the engine has several files to look into, and is asked to join them."""


@contextmanager
def as_errors_of_ours(folder: Folder) -> Iterator[None]:
    """Errors of the engine, of SQLite and of the system as errors of a store.

    :raises StoreDamaged: files are broken or missing
    :raises StoreError: anything else
    """
    try:
        yield
    except (OSError, RuntimeError, sqlite3.Error) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        if is_corruption(error):
            raise folder.damaged(said) from error
        raise StoreError(
            f"the store cannot be read or changed: {said}",
            file=str(folder.path),
            hint="what was in it is untouched; is the disk full, or not yours to write?",
        ) from error


def swap_in(
    folder: Folder, change: Change, stored: Mapping[IRI, Stored], *, anew: bool = False
) -> None:
    """Make the next version and make it the current one; on any failure the old one stays.

    :param stored: where the vocabularies come from that are changed
    :param anew: whatever is there, as if nothing were
    :raises StoreBusy: another process is writing
    :raises StoreError: it could not be done
    """
    with folder.writing(), as_errors_of_ours(folder):
        old = Contents() if anew else folder.contents()
        number, path = folder.begin()
        try:
            contents = _build(change, old, path, stored)
            folder.finish(number, contents)
        except BaseException:
            folder.discard(number)
            raise


def _build(
    change: Callable[[Contents, Path], Dataset],
    old: Contents,
    path: Path,
    stored: Mapping[IRI, Stored],
) -> Contents:
    """Write a version; when this returns, the engine has let go of its files."""
    dataset = change(old, path / ENGINE)
    if dataset.size() > _MANY:
        dataset.engine.optimize()
    dataset.engine.flush()
    labels = index_labels(dataset.by_vocabulary(), path / LABELS)
    number_of_labels = len(labels)
    labels.close()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    vocabularies = {
        name: _renewed(old.vocabularies.get(name), stored.get(name), dataset.sizes[name], now)
        for name in dataset.graphs
    }
    return Contents(0, dataset.layout, dataset.size(), number_of_labels, vocabularies)


def _renewed(old: Stored | None, new: Stored | None, triples: int, now: str) -> Stored:
    if new is not None:
        return replace(new, triples=triples, written=now)
    if old is not None and old.triples == triples:
        return old
    return replace(old or Stored(0), triples=triples, written=now)


def opened(folder: Folder, contents: Contents) -> Dataset:
    """The triples of a version, to be read."""
    if not contents.current:
        return Dataset(ox.Store(), Layout.ONE, {None: 0})
    engine = ox.Store.read_only(str(folder.version(contents.current) / ENGINE))
    return Dataset(engine, contents.layout, contents.sizes)


def put(folder: Folder, name: IRI, pour: Pour | None, stored: Stored | None = None) -> None:
    """Replace a vocabulary, or take it out.

    A large store is not written anew for a small change: its files are linked, not copied.

    :raises NotFound: it is to be taken out and is not there
    """

    def change(contents: Contents, engine: Path) -> Dataset:
        others = [graph for graph in contents.vocabularies if graph != name]
        if pour is None and name not in contents.vocabularies:
            raise NotFound(f"the store holds no vocabulary <{name}>")
        old = opened(folder, contents)
        is_small = contents.sizes.get(name, 0) * 2 < contents.triples
        stays_named = len(others) + (pour is not None) > 1 and old.layout is not Layout.ONE
        if stays_named and is_small:
            old.engine.backup(engine)
            return with_changed(ox.Store(engine), old, name, pour)
        pours = {graph: copied(old, graph) for graph in others}
        return filled(ox.Store(engine), pours if pour is None else {**pours, name: pour})

    swap_in(folder, change, {} if stored is None else {name: stored})


def update(folder: Folder, text: str) -> None:
    """Apply a SPARQL update.

    :raises QueryRefused: it would read from elsewhere (LOAD, SERVICE)
    :raises QueryFailed: the engine cannot read or apply it, or it names no graph
    """

    def change(contents: Contents, engine: Path) -> Dataset:
        old = opened(folder, contents)
        if old.layout is Layout.ONE:
            new = ox.Store(engine)
            with_named_graphs(new, old)
        else:
            old.engine.backup(engine)
            new = ox.Store(engine)
            new.clear_graph(ox.DefaultGraph())
        return apply_update(new, text)

    swap_in(folder, change, {})


def rebuild(folder: Folder, progress: Progress | None = None) -> None:
    """Make every vocabulary anew from the files that it once came from.

    What came from a program is copied, if it can still be read.

    :raises StoreError: a source is gone, or nothing says what there was
    """
    known = folder.sources()
    if not known:
        raise _lost(folder, "nothing here says what was in the store")
    sources = {name: _source(folder, name, s) for name, s in sorted(known.items())}

    def change(_: Contents, engine: Path) -> Dataset:
        old = _readable(folder) if None in sources.values() else opened(folder, Contents())
        pours = {
            name: copied(old, name) if source is None else pouring(source, progress)
            for name, source in sources.items()
        }
        return filled(ox.Store(engine), pours)

    renewed = {n: known[n] if s is None else stored_from(s) for n, s in sources.items()}
    swap_in(folder, change, renewed, anew=True)


def _lost(folder: Folder, message: str) -> StoreError:
    hint = "delete the folder, and load the vocabularies again with `tvet-skos load`"
    return StoreError(message, file=str(folder.path), hint=hint)


def _readable(folder: Folder) -> Dataset:
    try:
        return opened(folder, folder.contents())
    except (TvetSkosError, OSError, RuntimeError) as error:
        message = "a vocabulary that came from a program cannot be read any more"
        raise _lost(folder, message) from error


def pouring(source: Source, progress: Progress | None) -> Pour:
    """What puts the vocabulary in some files into an engine."""
    return lambda engine, graph: source.pour(engine, graph, progress)


def stored_from(source: Source) -> Stored:
    """Where a vocabulary comes from."""
    return Stored(0, tuple(str(path.absolute()) for path in source.paths), source.digest)


def _source(folder: Folder, name: IRI, stored: Stored) -> Source | None:
    """The files that a vocabulary came from; ``None`` if it came from a program."""
    if not stored.source:
        return None
    try:
        return Source.at(*map(Path, stored.source))
    except NotFound as error:
        raise StoreError(
            f"the source of <{name}> is gone: {error}",
            hint="load it from where it is now: "
            f"`tvet-skos load PATH --graph {name} --into oxigraph:{folder.path}`",
        ) from error
