"""The files of the whole vocabulary: kept as long as somebody may want them, and no longer."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
from pathlib import Path

import pytest

from tvet_skos.rdf.projections import Projection
from tvet_skos.store import open_store
from tvet_skos.web.downloads import Download, Downloads
from tvet_skos.web.problems import Problem
from tvet_skos.web.view import View


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "one.ttl"
    file.write_text("<http://e/> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> .\n")
    return file


def _got(downloads: Downloads, source: Path, version: int = 1) -> Download:
    view = View(open_store(source), version, "http://e/")
    return asyncio.run(downloads.get(view, "ntriples", Projection.FULL))


def test_a_file_that_the_system_has_cleared_away_is_made_again(source: Path) -> None:
    downloads = Downloads(str(source))
    made = _got(downloads, source)
    assert _got(downloads, source) is made
    content = made.path.read_bytes()
    shutil.rmtree(made.path.parent)
    assert _got(downloads, source).path.read_bytes() == content
    downloads.clear()


def test_who_was_told_of_a_file_can_open_it_after_a_new_version(source: Path) -> None:
    downloads = Downloads(str(source))
    old = _got(downloads, source)
    _got(downloads, source, 2)
    assert old.path.is_file() and _got(downloads, source) is old
    _got(downloads, source, 3)
    assert not old.path.exists()
    downloads.clear()


def test_a_full_disk_is_told_as_such(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    downloads = Downloads(str(source))
    with pytest.raises(Problem, match="No space left") as caught:
        _got(downloads, source)
    assert caught.value.kind == "unavailable"
    downloads.clear()
