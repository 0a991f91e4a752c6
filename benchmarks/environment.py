"""The environment of the programs that we are measured beside, apart from our own."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.costs import ROOT

REQUIREMENTS = ROOT / "benchmarks" / "requirements-peers.txt"


def peer_interpreter(folder: Path) -> Path:
    """The Python of an environment with exactly the pinned packages, made at the first call.

    :param folder: where environments are kept, one for each version of the pins
    """
    pins = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    home = folder / f"peers-{version}-{pins}"
    python = home / "bin" / "python"
    ready = home / "complete"
    if not ready.exists():
        print(f"installing what we are measured beside into {home}", file=sys.stderr)
        venv.create(home, with_pip=True, clear=True)
        install = [
            python,
            "-m",
            "pip",
            "install",
            "-qq",
            "--require-hashes",
            "-r",
            REQUIREMENTS,
        ]
        subprocess.run([str(part) for part in install], check=True, stdout=sys.stderr)
        ready.touch()
    return python
