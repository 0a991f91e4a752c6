"""Patterns of SHACL, which are those of SPARQL and XPath, as Python's regular expressions.

What the two read differently is translated; what cannot be is refused, and so is what may take
exponential time, unless the pattern is trusted: a repeated group that can match in more ways than
one, such as ``(a+)+`` and ``(a|ab)*``. What remains backtracks in polynomial time.

:source: SPARQL 1.1, section 17.4.3.14; XQuery and XPath Functions and Operators, section 7.6.1
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
    (?P<escape>\\.)
    | (?P<quantifier>[*+?]\??|\{[0-9]+(?:,[0-9]*)?\}\??)
    | (?P<open>\((?:\?:)?)
    | (?P<close>\))
    | (?P<either>\|)
    | (?P<class>\[)
    | (?P<end>\$)
    | (?P<start>\^)
    | (?P<any>\.)
    | (?P<refused>[\]{}\\])
    | (?P<plain>.)
    """,
    re.X | re.S,
)
_ESCAPES = {
    "n": "\\n", "r": "\\r", "t": "\\t", "d": "\\d", "D": "\\D",
    # White space is four characters in XML Schema, and whatever Unicode says in Python.
    "s": "[ \\t\\n\\r]", "S": "[^ \\t\\n\\r]",
}  # fmt: skip
_IN_CLASS = {"n": "\\n", "r": "\\r", "t": "\\t", "d": "\\d", "D": "\\D", "s": " \\t\\n\\r"}
_ESCAPABLE = frozenset("\\|.?*+(){}-[]^$")
_FLAGS = {"i": re.I, "s": re.S, "m": re.M}


class PatternRefused(ValueError):
    """A pattern that is not translated, with the reason; ``ill_formed`` if it is no pattern."""

    def __init__(self, reason: str, *, ill_formed: bool = False) -> None:
        super().__init__(reason)
        self.ill_formed = ill_formed


def compile_pattern(pattern: str, flags: str = "", *, trusted: bool = False) -> re.Pattern[str]:
    """A pattern as a regular expression that is to be searched for.

    :param trusted: the pattern may take whatever time it takes
    :raises PatternRefused: it is no pattern, or none that is known to mean the same in Python, or
        it may take exponential time

    >>> bool(compile_pattern("^a.c$").search("abc\\n"))
    False
    """
    unknown = set(flags) - set(_FLAGS) - {"q"}
    if unknown:
        raise PatternRefused(f"the flag {min(unknown)!r} is not translated")
    meant = re.NOFLAG
    for flag in set(flags) - {"q"}:
        meant |= _FLAGS[flag]
    if "q" in flags:
        return re.compile(re.escape(pattern), meant)
    try:
        return re.compile(_translated(pattern, trusted, multiline="m" in flags), meant)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternRefused(f"it is no pattern: {error}", ill_formed=True) from error


_ATOMS = frozenset({"plain", "any", "escape", "class", "close"})


def _translated(pattern: str, trusted: bool, *, multiline: bool) -> str:
    # Without the flag m, `$` is the very end, and not also the place before a last line break.
    end = "$" if multiline else "\\Z"
    pieces: list[str] = []
    groups = [False]  # for each open group: can it match in more ways than one?
    ended = False  # the same for a group that has just ended
    kind, place = "", 0
    while place < len(pattern):
        before = kind
        kind, text, place = _token(pattern, place)
        if kind == "quantifier":
            _refuse_quantifier(text, before, ended and not trusted)
            groups[-1] = groups[-1] or _varies(text)
        elif kind == "either":
            groups[-1] = True
        elif kind == "open":
            groups.append(False)
        ended = kind == "close" and _closed(groups)
        pieces.append(end if kind == "end" else text)
    return "".join(pieces)


def _token(pattern: str, place: int) -> tuple[str, str, int]:
    """The kind of the next token, the token in Python's syntax, and the place after it."""
    match = _TOKEN.match(pattern, place)
    assert match is not None
    kind, text = match.lastgroup or "", match[0]
    if kind == "class":
        return kind, *_character_class(pattern, place)
    if kind == "refused":
        raise PatternRefused(f"{text!r} stands alone", ill_formed=True)
    if kind == "escape":
        text = _escape(text)
    elif kind == "plain":
        text = re.escape(text)
    return kind, text, match.end()


def _closed(groups: list[bool]) -> bool:
    if len(groups) == 1:
        raise PatternRefused("it closes a group that was not opened", ill_formed=True)
    inner = groups.pop()
    groups[-1] = groups[-1] or inner
    return inner


def _repeats(quantifier: str) -> bool:
    return quantifier.rstrip("?") not in ("", "{0}", "{1}", "{0,1}", "{1,1}")


def _varies(quantifier: str) -> bool:
    least, comma, most = quantifier.rstrip("?").strip("{}").partition(",")
    return least != most if comma else not least.isdecimal()


def _refuse_quantifier(quantifier: str, before: str, is_risky: bool) -> None:
    if before not in _ATOMS:
        raise PatternRefused(f"{quantifier!r} follows nothing that it could repeat")
    if is_risky and _repeats(quantifier):
        raise PatternRefused("it repeats a group that repeats something itself")


def _escape(text: str) -> str:
    letter = text[1]
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter in _ESCAPABLE:
        return "\\" + letter
    raise PatternRefused(f"{text!r} is not translated")


def _character_class(pattern: str, start: int) -> tuple[str, int]:
    """A class in brackets, and the place after it."""
    place = start + 1
    negated = pattern.startswith("^", place)
    pieces = ["[^" if negated else "["]
    for text, following in _members(pattern, place + negated):
        if text == "]":
            if len(pieces) == 1:
                raise PatternRefused("it has an empty class", ill_formed=True)
            return "".join([*pieces, "]"]), following
        pieces.append(text)
    raise PatternRefused("it has a class that is not closed", ill_formed=True)


def _members(pattern: str, place: int) -> Iterator[tuple[str, int]]:
    while place < len(pattern):
        character = pattern[place]
        place += 1
        if character == "\\" and place < len(pattern):
            letter = pattern[place]
            place += 1
            if letter in _IN_CLASS:
                yield _IN_CLASS[letter], place
            elif letter in _ESCAPABLE:
                yield "\\" + letter, place
            else:
                raise PatternRefused(f"'\\{letter}' in a class is not translated")
        elif character == "[" or pattern.startswith("--", place - 1):
            raise PatternRefused("it takes one class from another")
        elif character in "]-":
            yield character, place
        else:
            yield re.escape(character), place
