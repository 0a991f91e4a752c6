"""Whole vocabularies as files: made when first asked for, kept until the vocabulary changes."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tvet_skos.errors import TvetSkosError
from tvet_skos.model import ConceptScheme
from tvet_skos.publish.export import EXPORTS, export, file_name
from tvet_skos.rdf.folder import rdf_files, read_vocabulary
from tvet_skos.rdf.profile import from_triples
from tvet_skos.rdf.projections import Projection
from tvet_skos.web.headers import etag_of
from tvet_skos.web.problems import Problem
from tvet_skos.web.view import View


@dataclass(frozen=True, slots=True)
class Download:
    """A file that can be sent: where it lies, what it is called, and its entity tag."""

    path: Path
    name: str
    etag: str


class Downloads:
    """The files of the newest version that was asked for, and of the one before.

    Whoever was told of a file has not opened it yet, so what a new version takes the place of stays
    until the next one comes.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._files = _files_of(address)
        self._folder: Path | None = None
        self._newest = 0
        self._made: dict[tuple[int, str, Projection], Download] = {}
        self._making = asyncio.Lock()

    async def get(self, view: View, name: str, projection: Projection) -> Download:
        """A vocabulary in a format; only one is made at a time, in a thread of its own.

        A file that is gone is made again: systems clear away what nobody has read for some days.

        :param name: a key of ``EXPORTS``
        :raises WriteError: the format cannot hold the vocabulary
        :raises Problem: the disk is full
        """
        if not EXPORTS[name].takes_projection:
            projection = Projection.FULL
        key = (view.number, name, projection)
        async with self._making:
            self._newest = max(self._newest, view.number)
            self._forget_before(self._newest - 1)
            made = self._made.get(key)
            if made is None or not made.path.is_file():
                made = self._made[key] = await asyncio.to_thread(self._make, view, name, projection)
            return made

    def _make(self, view: View, name: str, projection: Projection) -> Download:
        scheme = self._scheme(view)
        content = export(scheme, name, projection)
        called = file_name(scheme, EXPORTS[name], projection)
        try:
            if self._folder is None or not self._folder.is_dir():
                self._folder = Path(tempfile.mkdtemp(prefix="tvet-skos-"))
            path = self._folder / f"{view.number}-{called}"
            path.write_bytes(content)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise Problem("unavailable", f"the file cannot be made just now: {why}") from error
        return Download(path, called, etag_of(content))

    def _forget_before(self, number: int) -> None:
        for key in [key for key in self._made if key[0] < number]:
            self._made.pop(key).path.unlink(missing_ok=True)

    def _scheme(self, view: View) -> ConceptScheme:
        """The vocabulary as its files have it; where they have changed, as the store read them.

        A store may write a literal in another way than the files do, so they go first.
        """
        if self._files and _files_of(self._address) == self._files:
            return read_vocabulary(Path(self._address)).scheme
        return from_triples(view.store.export())

    def clear(self) -> None:
        """Take the files away; who is reading one reads it to its end."""
        self._made.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _files_of(address: str) -> tuple[tuple[Path, int, int], ...]:
    """The files of a vocabulary with their sizes and times; none where it lies in a store."""
    path = Path(address)
    try:
        files = rdf_files(path) if path.exists() else []
        return tuple((f, f.stat().st_size, f.stat().st_mtime_ns) for f in files)
    except (TvetSkosError, OSError):
        return ()
