"""Folders that may be read and not written: what is there is read, and writing says why not."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tvet_skos.store import open_store

if sys.platform != "linux":
    pytest.skip("only here root can be made to obey the modes of files", allow_module_level=True)

_DROP, _RIGHTS = 24, (1, 2, 3)  # what root may do although the mode of a file says no
_NOT_HERE = 77


def _as_anybody() -> None:
    """Give up what lets root write everywhere, for the program that is started."""
    system = ctypes.CDLL(None)
    if os.geteuid() == 0 and any(system.prctl(_DROP, right, 0, 0, 0) for right in _RIGHTS):
        os._exit(_NOT_HERE)


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a store, which may only be read."""
    made = tmp_path_factory.mktemp("read-only")
    with open_store(f"oxigraph:{made}/store") as store:
        store.load(root / "tests/data/glossary")
    inside = [made, *(path for path in made.rglob("*"))]
    for path in inside:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield made
    for path in inside:
        path.chmod(0o755 if path.is_dir() else 0o644)


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tvet_skos", *command],
        capture_output=True,
        text=True,
        cwd=folder,
        preexec_fn=_as_anybody,
        check=False,
    )
    if done.returncode == _NOT_HERE:
        pytest.skip("the rights of root cannot be given up here")
    return done


def test_a_store_that_may_only_be_read_answers(folder: Path) -> None:
    done = _run(folder, "find", "skill", "--vocab", "oxigraph:store")
    assert (done.returncode, "skills" in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("load", "{data}", "--into", "oxigraph:store"),
        ("load", "{data}", "--into", "oxigraph:new"),
        ("store", "rebuild", "oxigraph:store"),
        ("export", "--vocab", "{data}", "--format", "turtle", "-o", "out.ttl"),
        ("site", "--vocab", "{data}", "-o", "pages"),
        ("template", "-o", "sheet.xlsx"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is_left(
    command: tuple[str, ...], folder: Path, root: Path
) -> None:
    before = sorted(folder.rglob("*"))
    done = _run(folder, *(part.format(data=root / "tests/data/glossary") for part in command))
    assert (done.returncode, done.stdout) == (2, "")
    assert "Permission denied" in done.stderr and "Traceback" not in done.stderr
    assert sorted(folder.rglob("*")) == before
