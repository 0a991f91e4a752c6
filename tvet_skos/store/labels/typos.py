"""Spellings that come near: few candidates from the index, then rapidfuzz decides.

A text that is one edit away (a letter more, less or other, or two neighbours swapped) begins like
the asked one or ends like it, for about half its length. So all of them are found by reading two
short stretches of an index, whatever its size. With two edits, one of three parts is untouched.
"""

from __future__ import annotations

from typing import NamedTuple

from tvet_skos.store.labels import access
from tvet_skos.store.labels.database import LabelDatabase, all_of

WORD, LABEL = 1, 2
"""What a spelling is used as: ``spelling.use`` in the index."""

SHORTEST = 3
"""Letters from which on one edit is forgiven: in "it" every second word would come near."""

SHORTEST_FOR_TWO = 7
"""Letters from which on two edits are forgiven."""

_PART = 3

_FORWARD = """
    SELECT text FROM spelling
    WHERE length = :length{0} AND text >= :head AND text < :after_head AND use & :use
    """
_BACKWARD = """
    SELECT text FROM spelling
    WHERE length = :length{0} AND backward >= :tail AND backward < :after_tail AND use & :use
    """
_FRAGMENTS = """
    SELECT spelling.text FROM fragments JOIN spelling ON spelling.id = fragments.rowid
    WHERE fragments MATCH ? AND length BETWEEN ? AND ? AND use & ?
    """
_LAST = "\U0010ffff"


class Near(NamedTuple):
    """A spelling that comes near; sorts by what comes nearest."""

    edits: int
    unlikeness: float
    text: str


def near(database: LabelDatabase, asked: str, use: int, most: int = 2) -> list[Near]:
    """The spellings in the index that come near a folded text, the nearest first.

    Two edits are forgiven only if nothing is one edit away. The text itself is not among them.

    :param use: ``WORD``, ``LABEL``, or both added up
    :param most: how many edits at most
    """
    if len(asked) < SHORTEST or not most:
        return []
    access.spellings(database)
    head = (len(asked) - 1) // 2
    candidates = _alike(database, asked, use, 1, (head, len(asked) - 1 - head))
    found = _decided(asked, candidates, 1)
    if found or most < 2 or len(asked) < SHORTEST_FOR_TWO:
        return found
    part = max(_PART, (len(asked) - 2) // 3)
    candidates = _alike(database, asked, use, 2, (part, part))
    candidates |= _with_middle(database, asked, use, part)
    return _decided(asked, candidates, 2)


def _alike(
    database: LabelDatabase, asked: str, use: int, edits: int, parts: tuple[int, int]
) -> set[str]:
    """What has about the length of a text and begins or ends like it."""
    head, tail = asked[: parts[0]], asked[::-1][: parts[1]]
    lengths = range(max(1, len(asked) - edits), len(asked) + edits + 1)
    selects = [
        select.format(number) for number in range(len(lengths)) for select in (_FORWARD, _BACKWARD)
    ]
    parameters: dict[str, object] = {"use": use, "head": head, "after_head": head + _LAST}
    parameters |= {"tail": tail, "after_tail": tail + _LAST}
    parameters |= {f"length{number}": length for number, length in enumerate(lengths)}
    return {text for (text,) in database.rows(" UNION ALL ".join(selects), parameters)}


def _with_middle(database: LabelDatabase, asked: str, use: int, part: int) -> set[str]:
    """What has the middle of a text in it, which trigrams can tell."""
    middle = asked[part + 1 : len(asked) - part - 1]
    if len(middle) < _PART or not use & WORD:
        return set()
    access.fragments(database)
    match = all_of(middle[place : place + 3] for place in range(len(middle) - 2))
    limits = (match, len(asked) - 2, len(asked) + 2, use)
    return {text for (text,) in database.rows(_FRAGMENTS, limits)}


def _decided(asked: str, candidates: set[str], edits: int) -> list[Near]:
    from rapidfuzz.distance import OSA, JaroWinkler
    from rapidfuzz.process import extract

    candidates.discard(asked)
    found = extract(asked, list(candidates), scorer=OSA.distance, score_cutoff=edits, limit=None)
    return sorted(
        Near(int(distance), JaroWinkler.distance(asked, text), text) for text, distance, _ in found
    )
