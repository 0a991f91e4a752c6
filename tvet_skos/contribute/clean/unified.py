"""Two texts side by side, as a unified diff that is quick for large files of distinct lines."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_Opcode = tuple[str, int, int, int, int]

_CONTEXT = 3
_MOST_COMPARED = 2_000
"""Lines between two lines in common that are compared one with the other."""


def unified_diff(before: str, after: str, name: str) -> Iterator[str]:
    """The lines of a unified diff, each with its line end; none for equal texts.

    ``difflib`` alone takes minutes for a vocabulary of a hundred thousand lines. Here the lines
    that occur once on both sides hold the texts together, as nearly all lines of canonical Turtle
    do, and only what lies between them is compared.

    >>> print("".join(unified_diff("a\\nb\\n", "a\\nc\\n", "x.ttl")), end="")
    --- x.ttl
    +++ x.ttl
    @@ -1,2 +1,2 @@
     a
    -b
    +c
    """
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    matcher: SequenceMatcher[str] = SequenceMatcher(None, [], [])
    matcher.opcodes = _opcodes(old, new)  # type: ignore[attr-defined]
    groups = [] if old == new else matcher.get_grouped_opcodes(_CONTEXT)
    for number, group in enumerate(groups):
        if number == 0:
            yield f"--- {name}\n+++ {name}\n"
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (f" {line}" for line in old[i1:i2])
            else:
                yield from (f"-{line}" for line in old[i1:i2])
                yield from (f"+{line}" for line in new[j1:j2])


def _range(start: int, stop: int) -> str:
    length = stop - start
    return f"{start + 1 if length else start},{length}"


def _opcodes(old: Sequence[str], new: Sequence[str]) -> list[_Opcode]:
    """What becomes of the lines, one stretch after the other."""
    codes: list[_Opcode] = []
    i = j = 0
    for i2, j2 in (*_anchors(old, new), (len(old), len(new))):
        for tag, a1, a2, b1, b2 in _between(old[i:i2], new[j:j2]):
            _add(codes, (tag, i + a1, i + a2, j + b1, j + b2))
        if i2 < len(old) and j2 < len(new):
            _add(codes, ("equal", i2, i2 + 1, j2, j2 + 1))
        i, j = i2 + 1, j2 + 1
    return codes


def _add(codes: list[_Opcode], code: _Opcode) -> None:
    if codes and codes[-1][0] == code[0] == "equal":
        code = ("equal", codes[-1][1], code[2], codes[-1][3], code[4])
        codes.pop()
    codes.append(code)


def _between(old: Sequence[str], new: Sequence[str]) -> list[_Opcode]:
    if not old and not new:
        return []
    if len(old) + len(new) > _MOST_COMPARED:
        return [("replace", 0, len(old), 0, len(new))]
    return [tuple(code) for code in SequenceMatcher(None, old, new).get_opcodes()]  # type: ignore[misc]


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of lines that occur once on both sides, as many as keep their order.

    That is the longest rising row, as in patience sorting.
    """
    once = {line for line, count in Counter(new).items() if count == 1}
    places = {line: j for j, line in enumerate(new) if line in once}
    counts = Counter(old)
    pairs = [(i, places[line]) for i, line in enumerate(old) if line in places]
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    kept = [(i, j) for i, j in pairs if counts[old[i]] == 1]
    for number, (_, j) in enumerate(kept):
        place = bisect_left(ends, j)
        before.append(tails[place - 1] if place else -1)
        ends[place : place + 1] = [j]
        tails[place : place + 1] = [number]
    row: list[tuple[int, int]] = []
    at = tails[-1] if tails else -1
    while at >= 0:
        row.append(kept[at])
        at = before[at]
    return row[::-1]
