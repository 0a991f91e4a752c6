"""Texts as pairs of neighbouring words, and when two of them are nearly the same.

Checks and comparisons measure likeness here, so that they never say two different things of it.

:source: A. Broder, On the resemblance and containment of documents, 1997
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence, Sized
from functools import lru_cache
from itertools import pairwise

from tvet_skos.text import nfc

_SHARE = (17, 20)
"""From what share of common shingles two texts count as nearly the same: 0.85."""

_WORD = re.compile(r"\w+")
_KEPT = 4096
"""How many texts are remembered: each is looked at by several rules in a row."""


@lru_cache(maxsize=_KEPT)
def tokens(text: str) -> Sequence[str]:
    """The words of a text in lower case, for comparing only: faster than ``text.words``."""
    return _WORD.findall((text if text.isascii() else nfc(text)).casefold())


@lru_cache(maxsize=_KEPT)
def normal(text: str) -> str:
    """A text as its words only; case, punctuation and spaces do not count.

    >>> normal("Proof of  learning; small.") == normal("proof of learning, small")
    True
    """
    return " ".join(tokens(text))


def shingles(text: str) -> tuple[str, ...]:
    """The pairs of neighbouring words of a text, each once, the longest first.

    >>> shingles("A small proof of a small proof.")
    ('small proof', 'proof of', 'a small', 'of a')
    """
    return with_shingles(text)[1]


@lru_cache(maxsize=_KEPT)
def with_shingles(text: str) -> tuple[str, tuple[str, ...]]:
    """What ``normal`` and ``shingles`` make of a text."""
    found = tokens(text)
    pairs = {f"{one} {other}" for one, other in pairwise(found)} or {*found}
    return normal(text), tuple(sorted(sorted(pairs), key=len, reverse=True))


_FEWEST = 6
"""Below this number of shingles, texts are nearly the same only if they have the same ones."""


def telling(ordered: Sequence[str]) -> Sequence[str]:
    """The first shingles of a text: nearly the same texts have one of these in common.

    If two texts share 0.85 of their shingles, the first shingle they share stands among the first
    few of both, whatever the order. Here the longest come first, as long words are rare.

    :param ordered: the ``shingles`` of a text; very few of them tell nothing
    :source: R. Bayardo, Y. Ma, R. Srikant, Scaling up all pairs similarity search, 2007
    """
    count = len(ordered)
    if count < _FEWEST:
        return ()
    return ordered[: count - -(-count * _SHARE[0] // _SHARE[1]) + 1]


def may_be_like(one: Sized, other: Sized) -> bool:
    """Whether two texts have nearly the same number of shingles; else they cannot share 0.85."""
    left, right = len(one), len(other)
    return _SHARE[1] * left >= _SHARE[0] * right and _SHARE[1] * right >= _SHARE[0] * left


def common(one: Collection[str], other: Collection[str]) -> int:
    """How many shingles two texts share, or 0 where that is less than 0.85 of all they have.

    :param one: a frozen set, where it is compared with many
    """
    if not may_be_like(one, other):
        return 0
    fewer, more = sorted((len(one), len(other)))
    own = one if isinstance(one, frozenset) else frozenset(one)
    shared = len(own.intersection(other))
    return shared if _SHARE[1] * shared >= _SHARE[0] * (fewer + more - shared) else 0


def resemblance(one: str, other: str) -> float:
    """How many of their pairs of neighbouring words two texts share, 0 to 1.

    Case, punctuation and spaces do not count; texts without words share nothing.

    >>> resemblance("Proof of  learning; small.", "proof of learning, small")
    1.0
    """
    left, right = frozenset(shingles(one)), frozenset(shingles(other))
    return len(left & right) / len(left | right) if left | right else 0.0
