"""The folder of a store on disk: versions side by side, and who may read and write them.

::

    DIR/tvet-skos-store.json     the marker: which version is current, and what is in it
    DIR/tvet-skos-store.lock     held by the one process that writes
    DIR/tvet-skos-store.pid      whose number this is
    DIR/versions/N/engine/       the triples of version N
    DIR/versions/N/labels.sqlite its label index
    DIR/versions/N/contents.json its own copy of the marker, if that should be lost
    DIR/versions/N.lock          shared by all who read it

A version never changes once the marker names it. A writer makes the next one beside it and then
replaces the marker, in one step: readers see the old version or the new one, with its own labels.
Whatever goes wrong before leaves a folder that the next writer removes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

from tvet_skos.errors import NotFound, StoreBusy, StoreDamaged, StoreError
from tvet_skos.files import sync, write_atomically
from tvet_skos.store import locks
from tvet_skos.store.disk.marker import NAME, Contents, Stored, read_contents, remembered_sources
from tvet_skos.store.disk.marker import write_contents as write_marker
from tvet_skos.terms import IRI

_OURS = "tvet-skos-store"
_VERSIONS = "versions"
ENGINE, LABELS = "engine", "labels.sqlite"
_CONTENTS = "contents.json"
_ATTEMPTS = 1_000

Seen: TypeAlias = tuple[int, int, int]
"""What tells one state of the marker from the next: one look at the file system."""


class Folder:
    """A folder that holds a store, or may come to hold one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.marker = path / NAME

    def version(self, number: int) -> Path:
        """Where a version lies."""
        return self.path / _VERSIONS / str(number)

    def _lock(self, number: int) -> Path:
        return self.path / _VERSIONS / f"{number}.lock"

    def seen(self) -> Seen | None:
        """The state of the marker; ``None`` where there is none."""
        try:
            status = self.marker.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def contents(self) -> Contents:
        """What is in the current version.

        :raises NotFound: there is no store here
        :raises StoreError: there is something else
        :raises StoreDamaged: it cannot be read
        """
        try:
            return read_contents(self.marker)
        except FileNotFoundError:
            self.refuse_foreign()
        if any(self._numbers()):
            raise self.damaged(f"{NAME} is missing")
        raise NotFound(
            "there is no store here",
            file=str(self.path),
            hint=f"`tvet-skos load PATH --into oxigraph:{self.path}` makes one",
        )

    def refuse_foreign(self) -> None:
        """Refuse a folder that holds something else.

        :raises StoreError: naming what is in it
        """
        if self.path.exists() and not self.path.is_dir():
            raise StoreError("this is a file, and no store", file=str(self.path))
        names = sorted(entry.name for entry in self.path.glob("*"))
        ours = [name for name in names if name.startswith(_OURS)]
        if names and not ours:
            raise StoreError(
                f'the folder holds other things (such as "{names[0]}") and is no store',
                file=str(self.path),
                hint="name an empty folder, or one that is not there yet",
            )

    def damaged(self, why: str) -> StoreDamaged:
        """The error that says so, and the way out."""
        return self.unreadable(f"the store is damaged: {why}")

    def unreadable(self, message: str) -> StoreDamaged:
        """An error of the store as a whole, and the way out."""
        hint = f"`tvet-skos store rebuild oxigraph:{self.path}` makes it anew from its sources"
        return StoreDamaged(message, file=str(self.path), hint=hint)

    def open_current(self) -> tuple[Contents, locks.Held | None]:
        """The current version, and the lock that keeps it while it is read.

        :raises NotFound: there is no store here
        :raises StoreDamaged: it cannot be read
        """
        for _ in range(_ATTEMPTS):
            contents = self.contents()
            if not contents.current:
                return contents, None
            lock = self._shared(contents.current)
            if lock is not None and self.version(contents.current).is_dir():
                return contents, lock
            if self.contents().current == contents.current:
                break  # nobody has taken it away because of a newer one: it is lost
        raise self.damaged(f"the files of version {contents.current} are missing")

    def _shared(self, number: int) -> locks.Held | None:
        try:
            return locks.shared(self._lock(number))
        except OSError:
            return None

    def _numbers(self) -> list[int]:
        """The versions that lie here, whole or not."""
        names = (entry.name for entry in (self.path / _VERSIONS).glob("*") if entry.is_dir())
        return sorted(int(name) for name in names if name.isdigit())

    def sources(self) -> dict[IRI, Stored]:
        """The vocabularies that were last in the store, as far as anything here still says so."""
        files = [self.version(number) / _CONTENTS for number in reversed(self._numbers())]
        return next(filter(None, map(remembered_sources, (self.marker, *files))), {})

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for writing; what an interrupted writer left is removed first.

        :raises StoreBusy: another process is writing
        :raises StoreError: the folder holds something else, or cannot be written
        """
        self.refuse_foreign()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = locks.exclusive(self.path / f"{_OURS}.lock")
        except OSError as error:
            raise StoreError(
                f"the store cannot be written: {error.strerror or error}", file=str(self.path)
            ) from error
        if lock is None:
            raise self._busy()
        with lock:
            if not self.marker.exists() and not self._numbers():
                write_marker(self.marker, Contents())
            self._sign()
            self.sweep()
            yield
            self.sweep()

    def _sign(self) -> None:
        with suppress(OSError):  # only a message to others depends on it
            (self.path / f"{_OURS}.pid").write_text(f"{os.getpid()}\n")
            (self.path / ".gitignore").write_text("*\n")

    def _busy(self) -> StoreBusy:
        writer = "another process"
        with suppress(OSError):
            writer = f"process {(self.path / f'{_OURS}.pid').read_text().strip()}"
        return StoreBusy(
            f"{writer} is writing to the store",
            file=str(self.path),
            hint="wait until it is done; reading goes on meanwhile",
        )

    def sweep(self) -> None:
        """Remove versions that are not current and that nobody reads; only the writer may.

        Where the marker cannot be read nothing is removed, for what lies here may be the last copy.
        """
        try:
            current = read_contents(self.marker).current
        except (FileNotFoundError, StoreDamaged):
            return
        for number in self._numbers():
            if number != current:
                self._remove(number)
        for stray in self.path.glob(f".{NAME}.*"):
            stray.unlink(missing_ok=True)

    def _remove(self, number: int) -> None:
        with suppress(OSError):
            lock = locks.exclusive(self._lock(number))
            if lock is None:
                return  # somebody is still reading it
            with lock:
                shutil.rmtree(self.version(number), ignore_errors=True)
            if not self.version(number).exists():
                self._lock(number).unlink(missing_ok=True)

    def begin(self) -> tuple[int, Path]:
        """The number and the new folder of the next version."""
        number = 1 + max([_current(self.marker), *self._numbers()])
        path = self.version(number)
        path.mkdir(parents=True)
        return number, path

    def require_whole(self, contents: Contents) -> None:
        """Refuse a version of which a file is missing or was cut; the engine would not notice all.

        :raises StoreDamaged: naming the first one
        """
        path = self.version(contents.current)
        for name, size in contents.files.items():
            found = _size(path / name)
            if found != size:
                what = "is missing" if found is None else f"has {found} bytes instead of {size}"
                raise self.damaged(f"{name} {what}")

    def finish(self, number: int, contents: Contents) -> None:
        """Make a version the current one, once every byte of it is on the disk.

        :raises WriteError: the old one is still current
        """
        path = self.version(number)
        contents = contents.numbered(number, _files(path))
        write_marker(path / _CONTENTS, contents)
        write_atomically(self._lock(contents.current), b"")
        sync(path)
        write_marker(self.marker, contents)

    def discard(self, number: int) -> None:
        """Remove a version that did not become current."""
        self._remove(number)


def _current(marker: Path) -> int:
    try:
        return read_contents(marker).current
    except (FileNotFoundError, StoreDamaged):
        return 0


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


_LOGS = ("LOG", "LOCK")
"""Files of the engine that say nothing of the triples."""


def _files(folder: Path) -> dict[str, int]:
    paths = (Path(parent, name) for parent, _, names in os.walk(folder) for name in names)
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in paths
        if not path.name.startswith(_LOGS)
    }


def size_on_disk(path: Path) -> int:
    """The bytes of all files below a folder."""
    files = (Path(parent, name) for parent, _, names in os.walk(path) for name in names)
    return sum(file.stat().st_size for file in files)


__all__ = ["ENGINE", "LABELS", "Folder", "Seen", "size_on_disk"]
