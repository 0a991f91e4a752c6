"""Whole labels by a pattern with asterisks, whatever the case, in alphabetical order.

This is how Skosmos searches; ``lookup.search`` is how readers of ours do. Accents, hyphens and
plural endings count here, and the asterisk is the only sign that stands for others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import merge
from itertools import groupby

from tvet_skos.store.labels.entries import KIND_ORDER, LabelEntry, LabelKind
from tvet_skos.store.labels.index import LabelIndex
from tvet_skos.text import nfc, speaks


def line_of(label: str) -> str:
    """A label as patterns see it: NFC, in lower case, on one line.

    >>> line_of("Micro-Credential")
    'micro-credential'
    """
    return nfc(label).lower().replace("\n", " ")


@dataclass(frozen=True)
class Pattern:
    """What a label must look like; made by ``pattern_of``."""

    text: str

    @property
    def is_exact(self) -> bool:
        """Whether it has no asterisk, so that it is the label itself."""
        return "*" not in self.text

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What stands between the asterisks, in order."""
        return tuple(self.text.split("*"))

    def matches(self, line: str) -> bool:
        """Whether a line (``line_of``) looks like that; in time that grows with its length only.

        >>> pattern_of("*c*d*l").matches("micro-credential"), pattern_of("a*a").matches("a")
        (True, False)
        """
        if self.is_exact:
            return line == self.text
        first, *between, last = self.parts
        if len(line) < len(first) + len(last):
            return False
        if not line.startswith(first) or not line.endswith(last):
            return False
        place, end = len(first), len(line) - len(last)
        for part in between:
            found = line.find(part, place, end)
            if found < 0:
                return False
            place = found + len(part)
        return True


def pattern_of(text: str) -> Pattern:
    """A text as somebody asks for it: NFC, without space at the ends, asterisks in a row as one.

    >>> pattern_of(" Micro** ").text
    'micro*'
    """
    line = line_of(text.strip())
    while "**" in line:
        line = line.replace("**", "*")
    return Pattern(line)


class LabelLines:
    """The labels of an index as lines in alphabetical order, to be looked through in no time.

    A line stands once for each language; which concepts have it, the index knows. Reading an index
    takes about five seconds for a million labels, so it is done once for each version of it.
    """

    def __init__(self, entries: Iterable[LabelEntry]) -> None:
        counts: Counter[tuple[LabelKind, str]] = Counter()
        lines: dict[str, set[str]] = {}
        for entry in entries:
            language = entry.label.language
            counts[entry.kind, language] += 1
            if entry.kind is not LabelKind.NOTATION:
                lines.setdefault(language, set()).add(line_of(entry.label.value))
        self.counts: Mapping[tuple[LabelKind, str], int] = dict(sorted(counts.items()))
        """How many labels of a kind there are in a language."""
        # UTF-8 sorts as code points do, and takes a fraction of the room of strings.
        self._blocks = {
            language: "\n".join(("", *sorted(found), "")).encode()
            for language, found in sorted(lines.items())
        }

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that there are labels in, sorted."""
        return tuple(language for language in self._blocks if language)

    def matching(self, pattern: Pattern, language: str | None = None) -> Iterator[str]:
        """The lines that look like a pattern, each once, looked for as they are taken.

        :param language: look at labels in this language and its variants only
        """
        if pattern.is_exact:
            return iter((pattern.text,))
        blocks = (
            block
            for tag, block in self._blocks.items()
            if language is None or speaks(tag, language)
        )
        found = merge(*(_found(block, pattern) for block in blocks))
        return (line for line, _ in groupby(found))


def _found(block: bytes, pattern: Pattern) -> Iterator[str]:
    first, *rest = pattern.parts
    if not any(rest):
        return _beginning_with(block, first.encode())
    return _looking_like(block, pattern)


def _beginning_with(block: bytes, beginning: bytes) -> Iterator[str]:
    place = block.find(b"\n" + beginning) + 1
    while 0 < place < len(block) and block.startswith(beginning, place):
        end = block.find(b"\n", place)
        yield block[place:end].decode()
        place = end + 1


def _looking_like(block: bytes, pattern: Pattern) -> Iterator[str]:
    """Go from one place of the longest part to the next; most lines are never looked at."""
    part = max(pattern.parts, key=len).encode()
    place = block.find(part, 1)
    while 0 < place < len(block):
        start = block.rfind(b"\n", 0, place + 1) + 1
        end = block.find(b"\n", max(place, start))
        line = block[start:end].decode()
        if pattern.matches(line):
            yield line
        place = block.find(part, end + 1)


def labels_like(
    index: LabelIndex, lines: LabelLines, pattern: Pattern, language: str | None = None
) -> Iterator[LabelEntry]:
    """The labels that look like a pattern, by their line, then by language and concept.

    Notations are no labels here.

    :param lines: those of the index, or of all vocabularies that it is a part of
    :param language: look at labels in this language and its variants only

    >>> from tvet_skos import bundled_vocabulary, open_store
    >>> index = open_store(bundled_vocabulary()).labels
    >>> found = labels_like(index, LabelLines(index), pattern_of("MICRO-CREDENT*"))
    >>> next(found).label.value
    'Micro-credential'
    """
    for line in lines.matching(pattern, language):
        yield from labels_on(index, line, language)


def labels_on(index: LabelIndex, line: str, language: str | None = None) -> list[LabelEntry]:
    """The labels that have a line, by language and concept; notations are no labels here."""
    entries = {
        entry
        for entry in index.spelled_like(line)
        if line_of(entry.label.value) == line
        and entry.kind is not LabelKind.NOTATION
        and (language is None or speaks(entry.label.language, language))
    }
    return sorted(entries, key=line_order)


def line_order(entry: LabelEntry) -> tuple[str, str, str, int, str]:
    """The sort key of labels: by line, then language, concept and kind."""
    label = entry.label
    place = (line_of(label.value), label.language, entry.concept)
    return *place, KIND_ORDER[entry.kind], label.value


_PRECEDENCE = {
    LabelKind.PREFERRED: 1,
    LabelKind.ALTERNATIVE: 3,
    LabelKind.NOTATION: 5,
    LabelKind.HIDDEN: 7,
}


def best_label(entries: Iterable[LabelEntry], language: str | None = None) -> LabelEntry | None:
    """The label through which a concept is best found: preferred, alternative, hidden.

    Of one kind, labels in the language come first, then the order of ``labels_like``.
    """

    def rank(entry: LabelEntry) -> tuple[int, str, str, str]:
        foreign = language is not None and not speaks(entry.label.language, language)
        return (
            _PRECEDENCE[entry.kind] + foreign,
            line_of(entry.label.value),
            entry.label.language,
            entry.label.value,
        )

    return min(entries, key=rank, default=None)


def lookup_tier(entries: Iterable[LabelEntry], label: str) -> list[LabelEntry]:
    """Of the labels that are a text in any case, those of the best kind.

    That is preferred labels written alike, then preferred labels, then alternative ones alike,
    then alternative ones; never hidden labels.
    """
    found = list(entries)
    wanted = nfc(label).strip()
    for kind in (LabelKind.PREFERRED, LabelKind.ALTERNATIVE):
        of_kind = [entry for entry in found if entry.kind is kind]
        alike = [entry for entry in of_kind if nfc(entry.label.value) == wanted]
        if of_kind:
            return alike or of_kind
    return []
