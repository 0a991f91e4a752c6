"""What changed inside a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from tvet_skos.lookup.compare import DiffStep, Edit
from tvet_skos.terms import Literal, Term

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_PAIRS = 4_000_000
"""Words of one text times words of the other; beyond that a comparison takes seconds."""


def word_steps(before: str, after: str) -> tuple[DiffStep, ...]:
    """The way from one text to another, to the letter: every comma and every space is told.

    >>> [(s.edit.value, s.text) for s in word_steps("A small badge.", "A digital badge.")]
    [('equal', 'A '), ('delete', 'small'), ('insert', 'digital'), ('equal', ' badge.')]
    """
    left, right = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(left) * len(right) > _MOST_PAIRS:
        return tuple(_steps((before, after, False)))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    pieces = (
        ("".join(left[i:j]), "".join(right[k:n]), tag == "equal")
        for tag, i, j, k, n in matcher.get_opcodes()
    )
    return tuple(step for piece in _joined(pieces) for step in _steps(piece))


_Piece = tuple[str, str, bool]
"""What stood there, what stands there, and whether that is the same."""


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    """A space between two changes belongs to both, so that a phrase stays a phrase."""
    found: list[_Piece] = []
    for before, after, same in pieces:
        if found and not found[-1][2] and (not same or not before.strip()):
            found[-1] = (found[-1][0] + before, found[-1][1] + after, False)
        else:
            found.append((before, after, same))
    return found


def _steps(piece: _Piece) -> Iterator[DiffStep]:
    before, after, same = piece
    if same:
        yield DiffStep(Edit.EQUAL, before)
        return
    if before:
        yield DiffStep(Edit.DELETE, before)
    if after:
        yield DiffStep(Edit.INSERT, after)


_ALIKE = 0.5
"""From which share of common characters a text counts as an edited one, not as another."""


def rewordings(
    removed: Sequence[Term], added: Sequence[Term]
) -> list[tuple[Literal, Literal, tuple[DiffStep, ...]]]:
    """The removed texts that an added one in the same language is a new wording of, with the way.

    Each text is taken once; in the order of the removed ones.
    """
    open_ = [value for value in added if isinstance(value, Literal)]
    found = []
    for old in removed:
        if not isinstance(old, Literal):
            continue
        for new in open_:
            if _kind(new) == _kind(old) and " " in old.value + new.value:
                steps = word_steps(old.value, new.value)
                if _share(steps) >= _ALIKE:
                    found.append((old, new, steps))
                    open_.remove(new)
                    break
    return found


def _kind(literal: Literal) -> tuple[str, str]:
    return (literal.language.lower(), literal.datatype)


def _share(steps: Iterable[DiffStep]) -> float:
    lengths = {edit: 0 for edit in Edit}
    for step in steps:
        lengths[step.edit] += len(step.text)
    whole = 2 * lengths[Edit.EQUAL] + lengths[Edit.DELETE] + lengths[Edit.INSERT]
    return 2 * lengths[Edit.EQUAL] / whole if whole else 1.0
