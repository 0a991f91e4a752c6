"""Definitions of one term that are nearly the same text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from tvet_skos.lookup.compare import Entry
from tvet_skos.shingles import resemblance

NEARLY = 0.6
"""From what resemblance on two definitions of a term count as nearly the same.

No two independent definitions of the bundled vocabulary share more than 0.24 of their pairs of
neighbouring words; of its texts with one word exchanged, 99 in 100 share 0.6 or more. The rule
DF007 waits for 0.85: it asks editors for work, while a comparison only tells.
"""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two definitions with nearly the same words, as computed: the ``number`` of one is ``like``.

    ``share`` is how many of their pairs of neighbouring words both have, ``NEARLY`` to 1, not
    rounded; ``is_older`` says that ``like`` comes from an older source. Where it is false, nobody
    knows which came first, or both are of one year, and ``like`` is the smaller number.
    """

    number: int
    like: int
    share: float
    is_older: bool

    @property
    def percent(self) -> int:
        """``share`` in percent, rounded down: 100 only where all is shared."""
        return int(self.share * 100 + 1e-9)


def near_duplicates(entries: Iterable[Entry]) -> tuple[Duplicate, ...]:
    """All pairs of entries in one language that are nearly the same, by number."""
    pairs = combinations(entries, 2)
    found = (_duplicate(one, other) for one, other in pairs if _may_be_alike(one, other))
    alike = (each for each in found if each.share >= NEARLY)
    return tuple(sorted(alike, key=lambda each: (each.number, each.like)))


def closest(duplicates: Sequence[Duplicate]) -> tuple[Duplicate, ...]:
    """Of each definition the one that it is most like, so that many copies make no long list."""
    best: dict[int, Duplicate] = {}
    for each in sorted(duplicates, key=lambda d: (d.number, -d.share, d.like)):
        best.setdefault(each.number, each)
    return tuple(best.values())


def _may_be_alike(one: Entry, other: Entry) -> bool:
    return _tongue(one) == _tongue(other)


def _tongue(entry: Entry) -> str:
    return entry.definition.language.partition("-")[0].lower()


def _duplicate(one: Entry, other: Entry) -> Duplicate:
    share = resemblance(one.definition.text, other.definition.text)
    first, second = sorted((one, other), key=lambda entry: entry.number)
    dated = first.year is not None and second.year is not None and first.year != second.year
    if dated and (first.year or 0) > (second.year or 0):
        first, second = second, first
    return Duplicate(second.number, first.number, share, dated)
