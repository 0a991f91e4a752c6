"""How far the reading has come, for those who wait."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int], object]
"""Told now and then how many of how many are done."""


class Meter:
    """How many bytes of all that is to be read are read, told to whoever wants to know.

    >>> meter = Meter(8, lambda done, of: print(f"{done} of {of}"))
    >>> meter.watched(b"<a:a>").read()
    5 of 8
    b'<a:a>'
    """

    def __init__(self, total: int, progress: Progress) -> None:
        self._total, self._progress, self._done = total, progress, 0

    def add(self, size: int) -> None:
        """So many bytes more are read."""
        self._done = min(self._done + size, self._total)
        self._progress(self._done, self._total)

    def watched(self, content: bytes) -> BytesIO:
        """A document that tells how much of it was read."""
        return _Watched(content, self)


class _Watched(BytesIO):
    def __init__(self, content: bytes, meter: Meter) -> None:
        super().__init__(content)
        self._meter = meter

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self._meter.add(len(piece))
        return piece
