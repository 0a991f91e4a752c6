"""The promise: ``--help`` in under 0.2 s, a first answer on the bundled vocabulary in under 0.6 s.

Run ``python benchmarks/start_up.py``. Each command is a fresh process; the figure is the median of
several runs, in seconds of wall time and of CPU.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

RUNS = 9
PROMISES = (
    (("--help",), 0.2),
    (("find", "microcredentials"), 0.6),
    (("compare", "microcredentials"), 0.6),
)


def measure(arguments: tuple[str, ...]) -> tuple[float, float]:
    """Median wall and CPU seconds of a command."""
    walls, cpus = [], []
    for _ in range(RUNS):
        before, start = os.times(), time.perf_counter()
        command = [sys.executable, "-m", "tvet_skos", *arguments]
        subprocess.run(command, check=True, capture_output=True)
        after = os.times()
        walls.append(time.perf_counter() - start)
        cpus.append(
            after.children_user + after.children_system
            - before.children_user - before.children_system
        )  # fmt: skip
    return statistics.median(walls), statistics.median(cpus)


def main() -> int:
    """Print a line a promise; 1 if one is broken."""
    kept = True
    for arguments, most in PROMISES:
        wall, cpu = measure(arguments)
        kept = kept and wall < most
        verdict = "kept" if wall < most else "BROKEN"
        command = " ".join(("tvet-skos", *arguments))
        print(f"{command:<36} {wall:.3f} s wall, {cpu:.3f} s CPU (promise {most} s): {verdict}")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
