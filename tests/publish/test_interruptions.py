"""Whatever happens to an export, no file is ever half written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks and kills")


def _campaign(folder: Path, times: int) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.publish.interruptions", str(folder), str(times)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    counts: dict[str, int] = json.loads(done.stdout)
    return counts


def test_exports_that_are_killed_or_find_no_room_leave_the_old_file_or_the_new_one(
    tmp_path: Path,
) -> None:
    counts = _campaign(tmp_path, 50)
    assert sum(counts.values()) == 50
    assert counts["killed"]


@pytest.mark.full
def test_a_thousand_interruptions_leave_no_half_written_file(tmp_path: Path) -> None:
    counts = _campaign(tmp_path, 1000)
    assert sum(counts.values()) == 1000
    assert counts["killed"] > 100
