"""The terms of a vocabulary that a text mentions, with the places where they stand.

A mention is a stretch of whole words that is a label in the one sense of ``text.fold``: case,
accents, plurals, hyphens and spaces do not matter. The longest mention counts. Where a script
writes no spaces, every sign may begin and end a word.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from tvet_skos.lookup.find import Match, rank
from tvet_skos.lookup.markup import visible_texts
from tvet_skos.store.labels.access import is_unspaced
from tvet_skos.store.labels.entries import LabelEntry, LabelKind
from tvet_skos.store.labels.index import LabelIndex
from tvet_skos.terms import IRI
from tvet_skos.text import MARKS, differences, fold, speaks

ANNOTATED_KINDS = (LabelKind.PREFERRED, LabelKind.ALTERNATIVE, LabelKind.HIDDEN)
"""The labels that are looked for; a notation in a running text is mostly another number."""

_LONGEST_LABEL = 200
_LONGEST_ACRONYM = 5
_FEW_KEPT = 16_384
_LONGEST_KEPT = 2 * _LONGEST_LABEL  # there may be any number of spaces between two words


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text that is a term: ``text[start:end]``, in characters.

    ``matches`` are all concepts that it may stand for, each through its best label, the best first.
    """

    start: int
    end: int
    text: str
    matches: tuple[Match, ...]


class Gazetteer:
    """The labels of a vocabulary, ready to be looked for in texts of any length.

    It holds the folded labels, sorted, so that every word is looked up by halving: what a text
    costs grows with its length alone, whatever stands in it.

    :param language: look for labels in this language, and for those that have none; by default for
        all

    >>> from tvet_skos import bundled_vocabulary, open_store
    >>> gazetteer = Gazetteer(open_store(bundled_vocabulary()).labels)
    >>> mention, = gazetteer.mentions("A badge is no micro credentials, though.")
    >>> mention.text, mention.start, mention.matches[0].concept.rpartition("/")[2]
    ('micro credentials', 14, 'micro-credential')
    """

    def __init__(self, labels: LabelIndex, language: str | None = None) -> None:
        self._labels = labels
        self._language = language
        keys = {_key(entry.label.value) for entry in labels if self._is_looked_for(entry)}
        self._keys = sorted(key for key in keys if key)
        self._matches = lru_cache(maxsize=_FEW_KEPT)(self._looked_up)

    def __len__(self) -> int:
        """How many spellings it knows, each counted once."""
        return len(self._keys)

    def mentions(self, text: str) -> Iterator[Mention]:
        """The terms in a text, in its order; none overlaps another."""
        for start, end in _paragraphs(text):
            yield from self._in_paragraph(text, list(_units(text, start, end)))

    def mentions_in_page(self, page: str) -> Iterator[Mention]:
        """The terms in the visible text of an HTML page, placed by the characters of the page.

        What stands in links, scripts, attributes, code and the like is passed over.
        """
        for visible in visible_texts(page):
            for mention in self.mentions(visible.text):
                start, end = visible.place(mention.start), visible.end(mention.end)
                yield Mention(start, end, mention.text, mention.matches)

    def _in_paragraph(self, text: str, units: Sequence[_Unit]) -> Iterator[Mention]:
        done = 0
        while done < len(units):
            mention, after = self._longest(text, units, done)
            if mention is not None:
                yield mention
            done = after

    def _longest(self, text: str, units: Sequence[_Unit], first: int) -> tuple[Mention | None, int]:
        """The longest mention that begins with a unit, and the unit after it."""
        for last in reversed(self._ends(units, first)):
            start, end = units[first].start, units[last].end
            if _cuts_a_word(text, start, end):
                continue
            find = self._matches if end - start <= _LONGEST_KEPT else self._looked_up
            matches = find(text[start:end])
            if matches:
                return Mention(start, end, text[start:end], matches), last + 1
        return None, first + 1

    def _ends(self, units: Sequence[_Unit], first: int) -> list[int]:
        """The units that end something which is spelled like a label, the shortest first."""
        found = []
        joined, low = "", 0
        for number in range(first, len(units)):
            joined += units[number].folded
            low = bisect_left(self._keys, joined, low)
            if low == len(self._keys) or not self._keys[low].startswith(joined):
                break
            if self._keys[low] == joined:
                found.append(number)
        return found

    def _looked_up(self, text: str) -> tuple[Match, ...]:
        """The concepts that go by a text, each through its best label."""
        best: dict[IRI, Match] = {}
        for entry in self._labels.spelled_like(text):
            if not (self._is_looked_for(entry) and _fits(text, entry.label.value)):
                continue
            ignoring = differences(text, entry.label.value) or ()
            match = Match(entry.concept, entry.label, entry.kind, ignoring)
            kept = best.get(entry.concept)
            best[entry.concept] = match if kept is None else min(match, kept, key=rank)
        return tuple(sorted(best.values(), key=rank))

    def _is_looked_for(self, entry: LabelEntry) -> bool:
        tag = entry.label.language
        is_spoken = not (self._language and tag) or speaks(tag, str(self._language))
        return entry.kind in ANNOTATED_KINDS and is_spoken


class _Unit(NamedTuple):
    """The least that a mention is made of: a word, or a sign where words have no spaces."""

    start: int
    end: int
    folded: str


_APOSTROPHES = "'\u2019\u02bc"
# A word has no digits-and-letters boundary, but ends at an apostrophe, so that "l'école" has
# "école" in it; the English "'s" belongs to its word.
_WORD = re.compile(rf"(?:[^\W_]|[{MARKS}])+(?:[{_APOSTROPHES}][sS](?![^\W_]))?|[^\s\w]")


def _units(text: str, start: int, end: int) -> Iterator[_Unit]:
    """The words and signs of a stretch of text; what stands between words is none."""
    for found in _WORD.finditer(text, start, end):
        word = found[0]
        if word.isascii():
            if word[0].isalnum() or word in _SYMBOLS:
                yield _Unit(found.start(), found.end(), fold(word))
        elif any(map(is_unspaced, word)):
            yield from _signs(word, found.start())
        elif unicodedata.category(word[0])[0] not in "ZPC":
            yield _Unit(found.start(), found.end(), fold(word))


_SYMBOLS = frozenset("$+<=>^|~")
"""What is no punctuation in ASCII: in "C++" it is a part of the name."""


def _signs(word: str, start: int) -> Iterator[_Unit]:
    """A word sign by sign where its script has no spaces; what is not so written stays whole."""
    begun, was_sign = 0, is_unspaced(word[0])
    for place, letter in enumerate(word[1:], 1):
        if unicodedata.category(letter)[0] == "M":
            continue  # it belongs to what stands before it
        is_sign = is_unspaced(letter)
        if is_sign or was_sign:
            yield _Unit(start + begun, start + place, fold(word[begun:place]))
            begun = place
        was_sign = is_sign
    yield _Unit(start + begun, start + len(word), fold(word[begun:]))


def _key(label: str) -> str:
    """A label as its units fold; empty where it has none, or is too long to be looked for."""
    if len(label) > _LONGEST_LABEL:
        return ""
    return "".join(unit.folded for unit in _units(label, 0, len(label)))


_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph begins and ends; no term goes on in the next one."""
    begun = 0
    for gap in _PARAGRAPH_END.finditer(text):
        yield begun, gap.start()
        begun = gap.end()
    yield begun, len(text)


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Whether one sign is taken out of a word that is written without spaces."""
    if end - start > 1 or not is_unspaced(text[start:end]):
        return False
    beside = chain(text[start - 1 : start] if start else "", text[end : end + 1])
    return any(map(is_unspaced, beside))


_STOPS = re.compile(
    rf"[^\w\s{MARKS}\u00ad\u200b-\u200d\u2010-\u2015\u2212\ufeff{_APOSTROPHES}`\u00b4-]"
)
"""What parts words that are no term together, unless the label has the same."""


def _fits(text: str, label: str) -> bool:
    """Whether a text that folds like a label is meant by whoever wrote it.

    A sentence may end between two words that would be a term; and "it" is not the label "IT".
    """
    stops = _STOPS.findall(text)
    if stops and stops != _STOPS.findall(_without_ends(label)):
        return False
    return not _is_acronym(label) or _is_acronym(text)


def _without_ends(label: str) -> str:
    """A label from its first word to its last, as a mention of it is cut out of a text."""
    units = list(_units(label, 0, len(label)))
    return label[units[0].start : units[-1].end] if units else ""


def _is_acronym(text: str) -> bool:
    """Whether a short text is in capitals, as abbreviations are; a small plural s is no matter."""
    bare = text[:-1] if text[-1:] == "s" else text
    letters = [letter for letter in bare if letter.isalpha()]
    return 1 < len(letters) <= _LONGEST_ACRONYM and all(map(str.isupper, letters))


def counts(mentions: Iterable[Mention]) -> Mapping[IRI, int]:
    """How often each concept is mentioned, the most frequent first, then by IRI."""
    found: dict[IRI, int] = {}
    for mention in mentions:
        for match in mention.matches:
            found[match.concept] = found.get(match.concept, 0) + 1
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
