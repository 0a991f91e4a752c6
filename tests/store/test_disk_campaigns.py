"""Nothing that was committed is lost, and nobody sees half of a version, whatever happens."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the campaigns fork")

_SHARED_MEMORY = Path("/dev/shm")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for a store, in memory where there is such a thing: only processes die here."""
    in_memory = _SHARED_MEMORY.is_dir() and os.access(_SHARED_MEMORY, os.W_OK)
    parent = tempfile.mkdtemp(dir=_SHARED_MEMORY if in_memory else None)
    yield Path(parent, "store")
    shutil.rmtree(parent)


def _campaign(root: Path, name: str, folder: Path, number: int) -> Any:
    command = [sys.executable, "-m", "tests.store.campaigns", name, str(folder), str(number)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _interrupted(root: Path, folder: Path, times: int) -> None:
    outcome = _campaign(root, "interrupt", folder, times)
    assert outcome["killed"] + outcome["done"] == times
    assert outcome["killed"] >= times // 5, "too few were killed for this to prove anything"


def test_fifty_interrupted_writers_and_exporters_lose_nothing(root: Path, folder: Path) -> None:
    _interrupted(root, folder, 50)


@pytest.mark.full
def test_a_thousand_interrupted_writers_and_exporters_lose_nothing(
    root: Path, folder: Path
) -> None:
    _interrupted(root, folder, 1_000)


def _watched(root: Path, folder: Path, seconds: int) -> None:
    outcome = _campaign(root, "watch", folder, seconds)
    assert outcome["swaps"] > 1
    assert min(outcome["looks"]) > 1
    assert max(outcome["versions"]) > 1


def test_eight_readers_see_the_old_version_or_the_new_one_whole(root: Path, folder: Path) -> None:
    _watched(root, folder, 5)


@pytest.mark.full
def test_eight_readers_see_whole_versions_for_a_minute(root: Path, folder: Path) -> None:
    _watched(root, folder, 60)


def test_a_file_that_cannot_grow_leaves_the_old_version(root: Path, folder: Path) -> None:
    outcome = _campaign(root, "fill", folder, 30)
    assert outcome["refused"] > 3
    assert outcome["done"] == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB; the test is skipped where none can be mounted."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(tmp_path)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_full_disk_leaves_the_old_version_and_a_clear_error(root: Path, small_disk: Path) -> None:
    outcome = _campaign(root, "overflow", small_disk / "store", 0)
    assert set(outcome["refused"]) <= {"StoreError", "WriteError"}
    assert len(outcome["refused"]) > 2
