"""A figure beside its promise, and tables and files of such figures."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

_CPU = re.compile(r"^model name\s*:\s*(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Peer:
    """What another program took for the same."""

    name: str
    measured: str
    times: float | None = None
    """How many times ours it is; over one where ours is cheaper."""
    at_least: bool = False
    """It was stopped, so the ratio would be higher still."""

    def __str__(self) -> str:
        if self.times is None:
            return f"{self.name} {self.measured}"
        return f"{self.name} {self.measured} ({'over ' * self.at_least}{number(self.times)} ×)"


@dataclass(frozen=True)
class Row:
    """One promise, as it was found to be."""

    benchmark: str
    job: str
    data: str
    promise: str
    measured: str
    kept: bool | None
    """``None`` where there is nothing to compare with."""
    peers: tuple[Peer, ...] = ()
    note: str = ""
    date: str = ""
    machine: str = ""

    @property
    def verdict(self) -> str:
        """Whether the promise is kept, for a table."""
        return {None: "–", True: "yes", False: "**no**"}[self.kept]


@dataclass(frozen=True)
class Point:
    """What one job cost at one size, in seconds (``s``), megabytes or milliseconds (``ms``)."""

    job: str
    size: int
    unit: str
    value: float
    date: str = ""
    machine: str = ""


@dataclass(frozen=True)
class Figures:
    """All that was measured, in the order of the promises."""

    rows: tuple[Row, ...] = ()
    points: tuple[Point, ...] = ()

    def updated(
        self, rows: Iterable[Row], points: Iterable[Point], order: Sequence[str]
    ) -> Figures:
        """With newer rows in the place of those of the same benchmarks, and newer points.

        :param order: the names of the benchmarks as they are to follow one another
        """
        newer, latest = tuple(rows), tuple(points)
        measured = {row.benchmark for row in newer}
        jobs = {(point.job, point.size, point.unit) for point in latest}
        kept = [row for row in self.rows if row.benchmark not in measured]
        left = [point for point in self.points if (point.job, point.size, point.unit) not in jobs]
        return Figures(
            tuple(sorted([*kept, *newer], key=lambda row: order.index(row.benchmark))),
            tuple(sorted([*left, *latest], key=lambda point: (point.unit, point.job, point.size))),
        )


def machine() -> str:
    """The kind of machine, without its name."""
    parts = (
        _processor(),
        f"{os.cpu_count()} cores",
        _memory(),
        platform.system(),
        f"Python {platform.python_version()}",
    )
    return ", ".join(parts)


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    found = _CPU.search(cpuinfo.read_text()) if cpuinfo.exists() else None
    return " ".join(found[1].split()) if found else platform.machine()


def _memory() -> str:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{total / 2**30:.0f} GB"


def dated(row: Row) -> Row:
    """A row that tells where and when it was measured."""
    return replace(row, date=today(), machine=machine())


def dated_point(point: Point) -> Point:
    """A point that tells where and when it was measured."""
    return replace(point, date=today(), machine=machine())


def today() -> str:
    """The date, in UTC."""
    return datetime.now(UTC).date().isoformat()


def number(value: float) -> str:
    """A number with two significant digits, or all digits before the point.

    >>> [number(n) for n in (0, 0.0123, 0.5, 7.26, 31.4, 1352647)]
    ['0', '0.012', '0.50', '7.3', '31', '1,352,647']
    """
    digits = 0
    while value and abs(value) * 10**digits < 9.95 and digits < 6:
        digits += 1
    return f"{value:,.{digits}f}"


def verdict(kept: bool, whole: bool) -> bool | None:
    """Whether a promise is kept, or ``None`` where it is so far as it was measured.

    :param whole: whether all that is promised was measured: the size, the others
    """
    return kept if whole or not kept else None


def seconds(value: float) -> str:
    """Seconds, or minutes from two hundred on."""
    return f"{number(value)} s" if value < 200 else f"{number(value / 60)} min"


def memory(megabytes: float) -> str:
    """Megabytes, or gigabytes from a thousand on."""
    return f"{megabytes:.0f} MB" if megabytes < 1000 else f"{megabytes / 1000:.1f} GB"


def markdown(rows: Iterable[Row]) -> str:
    """The whole table."""
    lines = [
        "| job | data | promise | measured | kept | others, and how many times ours |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        note = f" ({row.note})" if row.note else ""
        peers = "; ".join(map(str, row.peers)) or "–"
        cells = (row.job, row.data, row.promise, row.measured + note, row.verdict, peers)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def provenance(rows: Iterable[Row]) -> str:
    """In one sentence, on which machine and on which day the rows were measured."""
    where: dict[str, set[str]] = {}
    for row in rows:
        where.setdefault(row.machine, set()).add(row.date)
    parts = []
    for name, days in sorted(where.items()):
        first, last = min(days), max(days)
        parts.append(f"{name}, {first if first == last else f'{first} to {last}'}")
    return f"Measured on: {'; '.join(parts)}.\n"


def short_markdown(rows: Iterable[Row]) -> str:
    """The short table of the README: what was measured beside what is promised."""
    lines = ["| job | data | measured | promise | others |", "|---|---|---|---|---|"]
    for row in rows:
        peers = "; ".join(map(str, row.peers[:2])) or "–"
        verdict = "" if row.kept is not False else " (not kept)"
        cells = (row.job, row.data, row.measured, row.promise + verdict, peers)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def read_figures(path: Path) -> Figures:
    """The figures of a file, or none where there is no file."""
    if not path.exists():
        return Figures()
    held = json.loads(path.read_text(encoding="utf-8"))
    rows = (
        Row(**{**row, "peers": tuple(Peer(**peer) for peer in row["peers"])})
        for row in held["rows"]
    )
    return Figures(tuple(rows), tuple(Point(**point) for point in held["points"]))


def write_figures(figures: Figures, path: Path) -> None:
    """Keep the figures in a file, from which tables and plots can be made again."""
    text = json.dumps(asdict(figures), indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
