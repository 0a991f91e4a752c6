"""Lists whose separators do not count inside brackets."""

from __future__ import annotations

_OPENING = "([\u201c"
_CLOSING = ")]\u201d"


def split_outside(text: str, separators: str) -> list[str]:
    """The parts of a text between separators that stand outside brackets and double quotes.

    A bracket that is never closed holds everything up to the end.

    >>> split_outside("Skills, Recognition (formal, informal); Work", ",;")
    ['Skills', 'Recognition (formal, informal)', 'Work']
    """
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and character in separators:
            parts.append(text[start:place].strip())
            start = place + 1
    return [part for part in (*parts, text[start:].strip()) if part]
