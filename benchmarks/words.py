"""Words and sentences of our own invention, in three languages, by number.

A word is built of syllables, so that any number of them can be had without a list: four letters by
number and an ending. As all stems of a language have four letters and no ending begins another,
two different labels stay different when case, accents, spaces and hyphens are left out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

WORDS = 2_000
"""How many words of a kind a language has: enough for four million labels of two words."""

_STEP = 37
"""Steps through the syllables, so that neighbouring numbers do not look alike."""


@dataclass(frozen=True)
class Tongue:
    """How the words of one language are built, and how a label is made of two of them."""

    tag: str
    onsets: str
    vowels: str
    adjectives: tuple[str, ...]
    nouns: tuple[str, ...]
    label: str
    variant: str

    def _stem(self, number: int) -> str:
        syllables = len(self.onsets) * len(self.vowels)
        first, second = divmod(number * _STEP % (syllables * syllables), syllables)
        return self._syllable(first) + self._syllable(second)

    def _syllable(self, number: int) -> str:
        onset, vowel = divmod(number, len(self.vowels))
        return self.onsets[onset] + self.vowels[vowel]

    def adjective(self, number: int) -> str:
        """The adjective of a number below ``WORDS``.

        >>> ENGLISH.adjective(0), ENGLISH.adjective(1), SPANISH.adjective(2)
        ('babaal', 'bamiic', 'bebuivo')
        """
        return self._stem(number) + self.adjectives[number % len(self.adjectives)]

    def noun(self, number: int) -> str:
        """The noun of a number below ``WORDS``."""
        return self._stem(number) + self.nouns[number % len(self.nouns)]


ENGLISH = Tongue(
    "en",
    onsets="bdfghklmnprtvw",
    vowels="aeiou",
    adjectives=("al", "ic", "ive", "ary", "ous"),
    nouns=("ation", "ment", "ship", "ery", "ing"),
    label="{adjective} {noun}",
    variant="{adjective} {noun} programme",
)
FRENCH = Tongue(
    "fr",
    onsets="bcdfgjlmnprtvz",
    vowels="aéiou",
    adjectives=("al", "ique", "if", "aire", "eux"),
    nouns=("ation", "ement", "age", "erie", "ure"),
    label="{noun} {adjective}",
    variant="programme de {noun} {adjective}",
)
SPANISH = Tongue(
    "es",
    onsets="bcdfgjlmñprtvz",
    vowels="aeiou",
    adjectives=("al", "ico", "ivo", "ario", "oso"),
    nouns=("ción", "miento", "aje", "ería", "dad"),
    label="{noun} {adjective}",
    variant="programa de {noun} {adjective}",
)
TONGUES = (ENGLISH, FRENCH, SPANISH)

_PARTS = ("kinds", "people", "deeds", "limits")
_PHRASES: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8")
)


def definition(pick: Callable[[int], int], fields: tuple[str, str, str, str]) -> str:
    """A definition in English, made of phrases that are picked and the names of four fields.

    :param pick: gives a number below the one it is given

    >>> definition(lambda below: 0, ("a b", "c d", "e f", "g h"))
    'A way of working for young people who leave school, at home in a b, c d and e f: to learn a \
trade step by step, with some g h. It ends with a report.'
    """
    parts = [_PHRASES[name][pick(len(_PHRASES[name]))] for name in _PARTS]
    kind, people, deed, limit = parts
    first, second, third, fourth = fields
    start = f"{kind[0].upper()}{kind[1:]} {people}, at home in {first}, {second} and {third}"
    return f"{start}: {deed}, with some {fourth}. {limit}"
