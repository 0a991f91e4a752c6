"""Cost as a function of size: log-log charts that can be read in black and white."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from benchmarks.figures import Point, number

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=False,
)
MARKS = "●■▲◆○□△◇✚✖"
DASHES = ("", "8 3", "2 3", "8 3 2 3", "12 4", "4 2", "1 2", "10 2 2 2 2 2")
_LINE_HEIGHT = 18


@dataclass(frozen=True)
class Tick:
    """A value on an axis: where it stands, and its name."""

    place: float
    text: str


@dataclass(frozen=True)
class Line:
    """One job: its path, its marks, and where its name is written."""

    name: str
    mark: str
    dashes: str
    path: str
    marks: tuple[tuple[float, float], ...]
    name_at: float


@dataclass(frozen=True)
class Plot:
    """A chart, with everything in its place."""

    title: str
    description: str
    across_title: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    lines: tuple[Line, ...]
    linear: str
    width: int = 860
    height: int = 460
    left: int = 90
    right: int = 560
    top: int = 44
    bottom: int = 400


class _Scale:
    """From values to places, by powers of ten."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self._low = math.floor(math.log10(min(values)) + 1e-9)
        self._high = max(math.ceil(math.log10(max(values)) - 1e-9), self._low + 1)
        self._start, self._end = start, end

    def __call__(self, value: float) -> float:
        part = (math.log10(value) - self._low) / (self._high - self._low)
        return round(self._start + part * (self._end - self._start), 1)

    @property
    def powers(self) -> list[float]:
        return [10.0**exponent for exponent in range(self._low, self._high + 1)]


TITLES = {
    "s": "CPU seconds by size of the vocabulary",
    "MB": "Peak memory by size of the vocabulary",
    "ms": "CPU milliseconds of one answer (99th percentile) by size of the vocabulary",
}
"""Unit to what is shown in it."""


def plot(points: Sequence[Point], unit: str) -> str:
    """The points of one unit, as SVG: values by number of concepts."""
    shown = [point for point in points if point.unit == unit]
    across = _Scale([point.size for point in shown], Plot.left, Plot.right)
    up = _Scale([_positive(point) for point in shown], Plot.bottom, Plot.top)
    chart = Plot(
        title=TITLES[unit],
        description=_in_words(shown),
        across_title="concepts (about 17 triples each); the dotted line is linear growth",
        across=tuple(Tick(across(power), f"{power:,.0f}") for power in across.powers),
        up=tuple(Tick(up(power), f"{_plain(power)} {unit}") for power in up.powers),
        lines=_lines(shown, across, up),
        linear=_linear(across, up),
    )
    return _TEMPLATES.get_template("growth.svg.jinja").render(plot=chart) + "\n"


def _positive(point: Point) -> float:
    """The value, or a little where nothing was measured: a log scale knows no nought."""
    return max(point.value, 0.001)


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def _lines(points: Sequence[Point], across: _Scale, up: _Scale) -> tuple[Line, ...]:
    by_job: dict[str, list[tuple[float, float]]] = {}
    for point in sorted(points, key=lambda point: (point.job, point.size)):
        place = (across(point.size), up(_positive(point)))
        by_job.setdefault(point.job, []).append(place)
    # The names stand at the right in the order of the ends of the lines, none over another.
    lines, free = [], float(Plot.top)
    by_end = sorted(by_job.items(), key=lambda item: (item[1][-1][1], item[0]))
    style = {job: turn for turn, job in enumerate(by_job)}
    for job, marks in by_end:
        free = max(free, marks[-1][1])
        path = "M" + " L".join(f"{x} {y}" for x, y in marks)
        turn = style[job]
        mark, dashes = MARKS[turn % len(MARKS)], DASHES[turn % len(DASHES)]
        lines.append(Line(job, mark, dashes, path, tuple(marks), free))
        free += _LINE_HEIGHT
    return tuple(lines)


def _linear(across: _Scale, up: _Scale) -> str:
    """A line on which cost grows as size does, from the lower left corner."""
    size, value = across.powers[0], up.powers[0]
    most = min(across.powers[-1] / size, up.powers[-1] / value)
    return f"M{across(size)} {up(value)} L{across(size * most)} {up(value * most)}"


def _in_words(points: Sequence[Point]) -> str:
    """What the chart shows, for those who cannot see it."""
    told: dict[str, list[str]] = {}
    for point in points:
        text = f"{point.size:,} concepts {number(point.value)} {point.unit}"
        told.setdefault(point.job, []).append(text)
    return "; ".join(f"{job}: {', '.join(parts)}" for job, parts in sorted(told.items())) + "."
