"""Tables cut by the first letters of words into script files, so that a browser reads few of them.

Scripts, because a page that is opened from a folder may load no other kind of file.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from tvet_skos.errors import WriteError

END = "\t"
"""Stands after the name of a shard that holds one word only, which others go on from.

No folded word or label has it in it.
"""

_DEEPEST = 8


class Cuts:
    """Which words are in which shard: the more there are with a beginning, the longer it is.

    :param limit: bytes of a shard; a single word may have more
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._sizes: Counter[str] = Counter()

    def count(self, words: Iterable[str], size: int) -> None:
        """Take note of a row of so many bytes that is to be found by some words."""
        for beginning in {word[:_DEEPEST] for word in words}:
            self._sizes[beginning] += size

    def shards(self) -> list[str]:
        r"""The shards, sorted: the beginning of their words, and ``END`` after a whole word.

        >>> cuts = Cuts(10)
        >>> for word in ("a", "ab", "ac", "b"):
        ...     cuts.count([word], 4)
        >>> cuts.shards()
        ['a\t', 'ab', 'ac', 'b']
        """
        return sorted(self._cut("", sorted(self._sizes)))

    def _cut(self, beginning: str, words: list[str]) -> Iterable[str]:
        whole = sum(self._sizes[word] for word in words)
        if whole <= self._limit or len(beginning) == _DEEPEST or words == [beginning]:
            return [beginning] if words else []
        below: dict[str, list[str]] = defaultdict(list)
        for word in words:
            below[word[: len(beginning) + 1]].append(word)
        found = [beginning + END] if below.pop(beginning, None) else []
        return found + [shard for start in below for shard in self._cut(start, below[start])]


class Places:
    r"""Finds the shard of a word.

    >>> places = Places(["a\t", "ab", "ac", "b"])
    >>> [places[word] for word in ("a", "abacus", "bus")]
    [0, 1, 3]
    """

    def __init__(self, shards: list[str]) -> None:
        self._numbers = {shard: number for number, shard in enumerate(shards)}
        names = [shard.removesuffix(END) for shard in shards]
        self._inner = {name[:length] for name in names for length in range(len(name))}
        self._inner |= {name for name, shard in zip(names, shards, strict=True) if name != shard}

    def __getitem__(self, word: str) -> int:
        start = ""
        while start in self._inner:
            if start == word:
                return self._numbers[start + END]
            start = word[: len(start) + 1]
        return self._numbers[start]


class Rows:
    """Writes rows to many script files at once, with few of them in memory.

    :param folder: where they go
    :param kind: what they are called, before their number
    """

    def __init__(self, folder: Path, kind: str, most: int = 4 << 20) -> None:
        self._folder = folder
        self._kind = kind
        self._most = most
        self._waiting: dict[int, list[str]] = defaultdict(list)
        self._size = 0
        self._begun: set[int] = set()

    def add(self, number: int, row: str) -> None:
        """Put a row, in JSON, into a file."""
        self._waiting[number].append(row)
        self._size += len(row)
        if self._size > self._most:
            self._spill()

    def close(self) -> None:
        """Write what is left, and the end of each file."""
        self._spill()
        for number in self._begun:
            self._append(number, "]);\n")

    def _spill(self) -> None:
        for number, rows in self._waiting.items():
            if number not in self._begun:
                self._begun.add(number)
                self._append(number, f"tvetSkos.take({json.dumps(self._kind)},{number},[\n")
            self._append(number, "".join(f"{row},\n" for row in rows))
        self._waiting.clear()
        self._size = 0

    def _append(self, number: int, text: str) -> None:
        path = self._folder / f"{self._kind}-{number}.js"
        try:
            with path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as error:
            raise WriteError(f"cannot be written: {error.strerror}", file=str(path)) from error
