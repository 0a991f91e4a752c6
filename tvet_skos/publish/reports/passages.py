"""The text of a definition as readers see it: paragraphs and lists, its words still marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tvet_skos.lookup.compare import Entry, Occurrence, Segment
from tvet_skos.publish.characters import printable


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of a definition.

    ``marker`` is that of a list item (``-``, ``1.``), which the segments then lack; ``apart`` says
    that an empty line stands before it.
    """

    segments: tuple[Segment, ...]
    marker: str = ""
    apart: bool = False

    @property
    def text(self) -> str:
        """The line without its marker."""
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one passage) or a list; ``kind`` is the name of its HTML element."""

    kind: str
    passages: tuple[Passage, ...]


def passages(entry: Entry) -> tuple[Passage, ...]:
    """The lines of a definition; lists are lists where its format is Markdown."""
    markdown = entry.definition.format == "text/markdown"
    found: list[Passage] = []
    apart = False
    for line in _lines(entry.segments):
        if not _joined(line).strip():
            apart = bool(found)
            continue
        marker, rest = _item(line) if markdown else ("", line)
        found.append(Passage(tuple(rest), marker, apart))
        apart = False
    return tuple(found)


def blocks(entry: Entry) -> tuple[Block, ...]:
    """The paragraphs and lists of a definition, in order."""
    grouped = groupby(passages(entry), key=_kind)
    return tuple(block for kind, group in grouped for block in _blocks(kind, tuple(group)))


def _kind(passage: Passage) -> str:
    if not passage.marker:
        return "p"
    return "ol" if passage.marker[0].isdigit() else "ul"


def _blocks(kind: str, group: tuple[Passage, ...]) -> Iterator[Block]:
    if kind == "p":
        yield from (Block(kind, (passage,)) for passage in group)
    else:
        yield Block(kind, group)


def _lines(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Segments by line, the line breaks left out, every character fit to be shown."""
    lines: list[list[Segment]] = [[]]
    for segment in segments:
        first, *others = printable(segment.text).split("\n")
        if first:
            lines[-1].append(Segment(first, segment.occurrence))
        lines += [[Segment(text, segment.occurrence)] if text else [] for text in others]
    return lines


def _joined(line: Iterable[Segment]) -> str:
    return "".join(segment.text for segment in line)


_ITEM = re.compile(r"\s*([-*+]|\d{1,9}[.)])\s+")


def _item(line: list[Segment]) -> tuple[str, list[Segment]]:
    """The marker of a list item, and the line without it."""
    match = _ITEM.match(_joined(line))
    return (match[1], _dropped(line, match.end())) if match else ("", line)


def _dropped(line: Sequence[Segment], length: int) -> list[Segment]:
    """A line without its first characters."""
    rest = []
    for segment in line:
        kept = segment.text[length:]
        length = max(0, length - len(segment.text))
        if kept:
            rest.append(Segment(kept, segment.occurrence))
    return rest


IN_OTHERS = frozenset({Occurrence.SHARED, Occurrence.EVERYWHERE})
"""Occurrence of words that another definition has as well."""
