"""Text for terminals, through Rich, the same on every machine whatever the environment says."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


def console(width: int, *, colour: bool, record: bool = False) -> Console:
    """A console that writes into memory.

    It is given an empty environment: Rich would otherwise follow COLUMNS, FORCE_COLOR and TERM,
    and the caller's choice is final.

    :param colour: with the sixteen colours of the reader's own theme, else without any escape code
    :param record: keep what is printed, for a picture
    """
    from rich.console import Console

    return Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        markup=False,
        highlight=False,
        emoji=False,
        record=record,
        _environ={},
    )


def rendered(*renderables: RenderableType, width: int, colour: bool) -> str:
    """Renderables one below the other, as text; no line ends in spaces."""
    target = console(width, colour=colour)
    target.print(*renderables, sep="\n")
    assert isinstance(target.file, io.StringIO)
    # Not splitlines(): it would also break at characters that are no line ends.
    lines = target.file.getvalue().split("\n")
    return "\n".join(line.rstrip() for line in lines)
