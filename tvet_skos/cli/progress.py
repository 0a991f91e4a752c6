"""Bars on a terminal for whatever takes longer than a moment."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Self

import click

_PATIENCE = 1.0
"""Seconds that something must have taken before a bar is drawn."""

_PAUSE = 0.1
"""Seconds between two looks of a bar."""


class Bars:
    """Draws a bar on standard error for each thing that is being done, one after the other.

    A bar tells how much is done, how fast that goes and how much time is left. Nothing is drawn
    where nobody looks, nor for what is done within a second.

    >>> with Bars() as bars:
    ...     for done in range(3):
    ...         bars.show("reading", done, 3)
    """

    def __init__(self) -> None:
        self._doing = ""
        self._since = self._drawn = 0.0
        self._bar: Any = None
        self._is_seen = sys.stderr is not None and sys.stderr.isatty()

    def show(self, doing: str, done: int, of: int) -> None:
        """How far it is: parts done of all parts of what is being done."""
        if not self._is_seen:
            return
        now = time.time()
        if doing != self._doing:
            self._close()
            self._doing, self._since = doing, now
        is_due = now - self._drawn >= _PAUSE or done >= of
        if now - self._since >= _PATIENCE and is_due:
            self._drawn = now
            self._draw(done, of, now - self._since)

    def _draw(self, done: int, of: int, seconds: float) -> None:
        if self._bar is None:
            self._bar = click.progressbar(
                length=of, label=f"{self._doing:10}", file=sys.stderr, item_show_func=str
            )
            # The time left is reckoned from when it began, which is not when it is first shown.
            self._bar.start = self._bar.last_eta = self._since
            self._bar.__enter__()
        text = f"{_scaled(done)} of {_scaled(of)}  {_scaled(done / seconds)}/s"
        self._bar.update(done - self._bar.pos, text)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()


def _scaled(number: float) -> str:
    """A number in at most four characters and a letter for thousands, millions or billions.

    >>> _scaled(7), _scaled(69_440_100), _scaled(1_352)
    ('7', '69.4M', '1.4k')
    """
    for letter in ("", "k", "M", "G"):
        if number < 1000 or letter == "G":
            break
        number /= 1000
    return f"{number:.1f}{letter}" if letter else f"{number:.0f}"
