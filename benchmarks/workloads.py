"""What people ask: searches that were really made, and labels with a slip in them."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

FINTO = Path("workloads") / "finto-searches.txt.gz"
"""Search requests of the Finto service, one a line, in a folder of public data."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 5
"""Letters that a label must have to be misspelt: in shorter ones a slip makes another word."""


@dataclass(frozen=True)
class Search:
    """A search as it was typed: a whole label, or how labels begin."""

    text: str
    is_prefix: bool


def finto_searches(data: Path | None, count: int) -> list[Search]:
    """So many real searches from all over the file, or none where it is not at hand."""
    file = None if data is None else data / FINTO
    if file is None or not file.exists():
        return []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        searches = [search for line in lines for search in _searches(line)]
    step = max(1, len(searches) // count)
    return searches[::step][:count]


def _searches(line: str) -> Iterator[Search]:
    for text in parse_qs(urlsplit(line.strip()).query).get("query", ()):
        typed = text.strip("* ")
        if typed:
            yield Search(typed, text.endswith("*"))


def misspelt(text: str, dice: random.Random) -> str:
    """A text with one slip: a letter left out, put in, replaced, or two of them swapped.

    >>> misspelt("apprentice", random.Random(4)) != "apprentice"
    True
    """
    place = int(dice.random() * (len(text) - 1))
    letter = LETTERS[int(dice.random() * len(LETTERS))]
    before, at, following, after = text[:place], text[place], text[place + 1], text[place + 2 :]
    slips = (
        before + following + after,
        before + letter + at + following + after,
        before + letter + following + after,
        before + following + at + after,
    )
    slip = slips[int(dice.random() * len(slips))]
    return slip if slip.casefold() != text.casefold() else before + following + after


def typos(labels: Sequence[str], count: int) -> list[tuple[str, str]]:
    """Labels with one slip each, and the label that was meant; the same for the same labels."""
    dice = random.Random(0)
    long_enough = sorted({label for label in labels if len(label) >= SHORTEST})
    meant = [long_enough[int(dice.random() * len(long_enough))] for _ in range(count)]
    return [(misspelt(label, dice), label) for label in meant]
