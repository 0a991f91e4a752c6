"""A small picture of what stands around a term: broader above, narrower and related below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tvet_skos.publish.characters import printable
from tvet_skos.publish.site.edition import Name

WIDTH = 340
_BOX, _HIGH, _STEP = 150, 30, 38
_INDENT = 16
_SIDE = WIDTH - _BOX
_BAND = 26
_LETTERS = 20
_MOST_ABOVE, _MOST_BELOW = 4, 6


@dataclass(frozen=True, slots=True)
class Box:
    """A term in the picture; ``x`` and ``y`` are its upper left corner."""

    name: Name
    label: str
    x: int
    y: int
    kind: str
    width: int = _BOX


@dataclass(frozen=True, slots=True)
class Line:
    """A line between terms, as the path of an SVG."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes and lines, in units of the picture, and how many terms had no room."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    height: int
    left_out: int
    width: int = WIDTH
    box_height: int = _HIGH


def picture(
    here: Name, above: Sequence[Name], below: Sequence[Name], beside: Sequence[Name]
) -> Picture | None:
    """The picture of a term and its neighbours; nothing where it has none."""
    if not (above or below or beside):
        return None
    over = list(_over(above[:_MOST_ABOVE]))
    top = max((box.y + _HIGH + _BAND for box in over), default=0)
    width = _BOX + 60
    centre = Box(
        here, _shortened(here.text, _LETTERS + 8), (WIDTH - width) // 2, top, "here", width
    )
    start = top + _HIGH + _BAND
    columns = [
        list(_column(names[:_MOST_BELOW], x, start, kind))
        for names, x, kind in (
            (below, 0 if beside else _SIDE // 2, "below"),
            (beside, _SIDE if below else _SIDE // 2, "beside"),
        )
    ]
    under = [box for column in columns for box in column]
    lines = [_up(box, centre) for box in over]
    lines += [_down(column, centre) for column in columns if column]
    boxes = (*over, centre, *under)
    height = max(box.y for box in boxes) + _HIGH
    left_out = len(above) + len(below) + len(beside) - len(boxes) + 1
    return Picture(boxes, tuple(lines), height, left_out)


def _over(names: Sequence[Name]) -> Iterator[Box]:
    """Two in a row; one that is alone in the middle."""
    for place, name in enumerate(names):
        is_alone = place == len(names) - 1 and place % 2 == 0
        x = _SIDE // 2 if is_alone else _SIDE * (place % 2)
        yield Box(name, _shortened(name.text), x, place // 2 * _STEP, "above")


def _column(names: Sequence[Name], x: int, top: int, kind: str) -> Iterator[Box]:
    for place, name in enumerate(names):
        is_right = x == _SIDE
        indent = 0 if is_right else _INDENT
        label = _shortened(name.text, _LETTERS - 2)
        yield Box(name, label, x + indent, top + place * _STEP, kind, _BOX - _INDENT)


def _up(box: Box, centre: Box) -> Line:
    """From the term to one above it: up the middle, then across."""
    if box.x == _SIDE // 2:
        return Line(f"M{WIDTH // 2} {centre.y}V{box.y + _HIGH}", "above")
    edge = box.x + _BOX if box.x == 0 else box.x
    return Line(f"M{WIDTH // 2} {centre.y}V{box.y + _HIGH // 2}H{edge}", "above")


def _down(column: Sequence[Box], centre: Box) -> Line:
    """From the term down a trunk, with a branch to each of a column."""
    first, last = column[0], column[-1]
    is_right = first.x == _SIDE
    trunk = first.x + first.width + _INDENT // 2 if is_right else first.x - _INDENT // 2
    edge = first.x + first.width if is_right else first.x
    leave = max(centre.x + 12, min(trunk, centre.x + centre.width - 12))
    half = centre.y + _HIGH + _BAND // 2
    path = f"M{leave} {centre.y + _HIGH}V{half}H{trunk}V{last.y + _HIGH // 2}"
    branches = "".join(f"M{trunk} {box.y + _HIGH // 2}H{edge}" for box in column)
    return Line(path + branches, first.kind)


def _shortened(text: str, letters: int = _LETTERS) -> str:
    shown = printable(text)
    return shown if len(shown) <= letters else f"{shown[: letters - 1].rstrip()}…"
