"""What a fresh process costs: CPU seconds and the most memory it took, as the system counts them.

CPU seconds (user and system, of all threads) stay the same when other programs keep the machine
busy, which time on the wall does not; so they are what promises and ratios are measured in.
"""

from __future__ import annotations

import json
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAUNCHER = str(ROOT / "benchmarks" / "launch.py")

LONG_ENOUGH = 60
"""CPU seconds after which a measurement is not repeated once more."""

Values = Mapping[str, float]
"""What a job says about itself as JSON, by name: what it counted, how long a part of it took."""


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU and megabytes at the peak, with what the process said of itself."""

    seconds: float
    megabytes: float
    values: Values = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How much it found or made, which must be equal before times are compared."""
        return int(self.values.get("count", -1))


class Stopped(Exception):
    """A process reached the limit that was set for it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"over {seconds:.0f} s")
        self.seconds = seconds


class Failed(Exception):
    """A process could not do its job; the text is the last line that it said."""


def measure(
    command: Sequence[str | Path],
    *,
    runs: int = 1,
    limit: int | None = None,
    good: Sequence[int] = (0,),
    talks: bool = True,
) -> Cost:
    """The median cost of several fresh processes that do the same; of fewer where it takes long.

    :param limit: CPU seconds after which a process is stopped
    :param good: exit statuses that are no failure
    :param talks: whether its last line is JSON; otherwise what it says is not looked at
    :raises Stopped: the limit was reached
    :raises Failed: another exit status, or several answers
    """
    costs: list[Cost] = []
    # What takes minutes is not repeated: the median is there for what is short and wavers.
    while len(costs) < runs and sum(cost.seconds for cost in costs) < LONG_ENOUGH:
        costs.append(_once([str(part) for part in command], limit, good, talks))
    if len({cost.count for cost in costs}) > 1:
        raise Failed(f"{' '.join(map(str, command))} does not give the same twice")
    # Figures that a job took of itself are those of the middle run.
    middle = sorted(costs, key=lambda cost: cost.seconds)[len(costs) // 2]
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        statistics.median(cost.megabytes for cost in costs),
        middle.values,
    )


def _once(command: list[str], limit: int | None, good: Sequence[int], talks: bool) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder, "figures")
        said, complaints = Path(folder, "said"), Path(folder, "complaints")
        # Files and not pipes, which a process that says much would fill.
        with said.open("wb") as out, complaints.open("wb") as errors:
            launch = [sys.executable, "-I", "-S", LAUNCHER, str(figures), str(limit or 0), *command]
            subprocess.run(launch, stdout=out, stderr=errors, cwd=ROOT, check=True)
        status, seconds, peak = map(float, figures.read_text().split())
        if status not in good:
            if limit is not None and status == -signal.SIGXCPU:
                raise Stopped(limit)
            raise Failed(_last_line(complaints) or f"{command[0]} ended with {status:.0f}")
        values = json.loads(_last_line(said)) if talks else {}
    return Cost(seconds, peak / (2**20 if sys.platform == "darwin" else 2**10), values)


def _last_line(file: Path) -> str:
    lines = file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def own_job(name: str, *arguments: str | Path) -> list[str | Path]:
    """The command of a job of our own (``benchmarks/own.py``), in this interpreter."""
    return [sys.executable, "-m", "benchmarks.own", name, *arguments]


def command_line(*arguments: str | Path) -> list[str | Path]:
    """The command ``tvet-skos`` with arguments, in this interpreter."""
    return [sys.executable, "-m", "tvet_skos", *arguments]
