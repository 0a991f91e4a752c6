"""What the web answers when it is asked for an address; who asks is another module's business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

CLOSED = frozenset({401, 403, 407, 429, 451, 999})
"""Statuses of addresses that are there, but not for programs, or not here."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an address.

    ``status`` is that of HTTP, 0 where nobody answered; ``moved`` is where a permanent redirect
    leads, ``reason`` says in words what went wrong. ``day`` is when it was asked, ``YYYY-MM-DD``.
    """

    status: int
    moved: str = ""
    reason: str = ""
    day: str = ""

    @property
    def is_there(self) -> bool:
        """Whether the address leads to something, be it behind a door."""
        return 200 <= self.status < 400 or self.status in CLOSED


Fetch = Callable[[str], Answer]
"""Asks one address; never raises."""
