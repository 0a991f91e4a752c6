"""Long lists in parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tvet_skos.errors import NotFound

_T = TypeVar("_T")

PART = 100
"""So many entries stand on one page."""


@dataclass(frozen=True, slots=True)
class Part(Generic[_T]):
    """One page of a list, and how many pages there are."""

    entries: Sequence[_T]
    page: int
    pages: int


def part(entries: Sequence[_T], page: int, size: int = PART) -> Part[_T]:
    """A page of a list.

    :raises NotFound: the list is not that long

    >>> part("abcde", 2, 2)
    Part(entries='cd', page=2, pages=3)
    """
    pages = pages_of(len(entries), size)
    require_page(page, pages)
    return Part(entries[(page - 1) * size : page * size], page, pages)


def pages_of(number: int, size: int = PART) -> int:
    """How many pages so many entries take; an empty list has one."""
    return max(1, -(-number // size))


def require_page(page: int, pages: int) -> None:
    """See that a list is that long.

    :raises NotFound: it is not
    """
    if not 1 <= page <= pages:
        raise NotFound(f"the list has no page {page}", hint=f"its last page is {pages}")
