"""Definitions on a line of years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tvet_skos.publish.site.definitions import Told

WIDTH = 720
_MARGIN, _DOT = 36, 26
_AXIS = 30


@dataclass(frozen=True, slots=True)
class Dot:
    """A definition on the line."""

    told: Told
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the line."""

    year: int
    x: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The line, in units of the picture; ``undated`` are definitions whose year is not known.

    ``years`` are those of definitions, the oldest first, also where a tick has no room.
    """

    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    undated: tuple[Told, ...]
    height: int
    axis: int
    years: tuple[int, ...]
    width: int = WIDTH
    margin: int = _MARGIN


def timeline(definitions: Sequence[Told]) -> Timeline | None:
    """The definitions by year, those of one year on top of each other.

    Nothing where fewer than two different years are known.
    """
    dated = [(int(each.year), each) for each in definitions if each.year.isdigit()]
    years = sorted({year for year, _ in dated})
    if len(years) < 2:
        return None
    first, last = years[0], years[-1]
    piled: dict[int, int] = {}
    dots = []
    for year, each in sorted(dated, key=lambda pair: (pair[0], pair[1].number)):
        x = _place(year, first, last)
        slot = next((s for s in piled if abs(s - x) < _DOT), x)
        piled[slot] = piled.get(slot, 0) + 1
        dots.append(Dot(each, x, -piled[slot] * _DOT))
    axis = max(piled.values()) * _DOT + _DOT // 2
    placed = tuple(Dot(dot.told, dot.x, axis + dot.y) for dot in dots)
    undated = tuple(each for each in definitions if not each.year.isdigit())
    return Timeline(placed, _ticks(years), undated, axis + _AXIS, axis, tuple(years))


def _place(year: int, first: int, last: int) -> int:
    return _MARGIN + (year - first) * (WIDTH - 2 * _MARGIN) // (last - first)


def _ticks(years: Sequence[int]) -> tuple[Tick, ...]:
    """The years of definitions, as far as they have room beside each other; both ends always."""
    first, last = years[0], years[-1]
    ticks: list[Tick] = []
    end = _place(last, first, last)
    for year in years[:-1]:
        x = _place(year, first, last)
        if (not ticks or x - ticks[-1].x > 52) and end - x > 52:
            ticks.append(Tick(year, x))
    return (*ticks, Tick(last, end))
