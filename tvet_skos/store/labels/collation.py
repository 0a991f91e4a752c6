"""The order of labels in an alphabetical list, and the letter under which each stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from tvet_skos.text import nfc

if TYPE_CHECKING:
    from pyuca import Collator

DIGITS, OTHER = "0-9", "#"
"""The headings of labels that begin with a digit, and of those that have no letter at all."""

_HAN, _HAN_WEIGHTS = "漢", ("\ufb40", "\ufbbf")
_HANGUL = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
_KANA = "あかさたなはまやらわ"
_BEFORE_WORDS = re.compile(r"^[\W_]+")
# Greater than the weight of any letter: what is put after a letter follows all its words.
_AFTER = 0xFF00
_PLAIN, _SMALL, _CAPITAL = "\x20", "\x02", "\x08"


class _Weights(NamedTuple):
    """What a text weighs on the three levels, each weight as one character."""

    letters: str
    accents: str
    cases: str


class _OwnLetter(NamedTuple):
    """A letter that a language puts at a place of its own, and its heading."""

    heading: str
    weights: _Weights


class Collation:
    """The order of one language: the Unicode Collation Algorithm, and where its letters differ.

    >>> sorted(["Zebra", "öra", "Ost", "ost"], key=Collation("sv").key)
    ['ost', 'Ost', 'Zebra', 'öra']
    >>> [Collation("sv").heading("öra"), Collation("de").heading("öl"), Collation("").heading("3D")]
    ['Ö', 'O', '0-9']
    """

    def __init__(self, language: str) -> None:
        self._own = dict(_own_letters(language.lower().partition("-")[0]))
        forms = sorted(self._own, key=len, reverse=True)
        self._find_own = re.compile(f"({'|'.join(map(re.escape, forms))})") if forms else None
        self._word = lru_cache(maxsize=65_536)(self._weigh)

    @property
    def is_tailored(self) -> bool:
        """Whether the language has letters at other places than most."""
        return bool(self._own)

    def key(self, text: str) -> bytes:
        """What to sort labels by: letters, then accents, then case; leading punctuation is skipped.

        Words come before longer words: "black bird" before "blackbird".
        """
        text = _from_first_word(text)
        if text.isascii() and not self._has_own(text):
            levels: Sequence[str] = [text.translate(level) for level in _ascii()]
        else:
            space = _root(" ")
            words = zip(*(self._word(word) for word in text.split(" ")), strict=True)
            levels = [between.join(level) for between, level in zip(space, words, strict=True)]
        return "\0".join(levels).encode("utf-16-be", "surrogatepass")

    def heading(self, text: str) -> str:
        """The letter under which a label stands, a capital; ``DIGITS``, or ``OTHER``.

        Accents do not count, unless the language has the letter at a place of its own. Hangul
        stands under the first consonant, kana under the row, all of Han under one sign.
        """
        text = _from_first_word(text)
        own = self._find_own.match(text) if self._find_own else None
        if own:
            return self._own[own[0]].heading
        first = text[:1]
        if first.isascii() and first.isalnum():
            return DIGITS if first.isdigit() else first.upper()
        return _root_heading(text.partition(" ")[0])

    def _has_own(self, text: str) -> bool:
        return self._find_own is not None and self._find_own.search(text) is not None

    def _weigh(self, word: str) -> _Weights:
        if self._find_own is None:
            return _root(word)
        pieces = [
            self._own[piece].weights if piece in self._own else _root(piece)
            for piece in self._find_own.split(word)
            if piece
        ]
        return _Weights(*("".join(level) for level in zip(*pieces, strict=True)))


def _from_first_word(text: str) -> str:
    return _BEFORE_WORDS.sub("", nfc(text)) or text


@cache
def _algorithm() -> Collator:
    from pyuca import Collator

    return Collator()


def _root(text: str) -> _Weights:
    """What a text weighs by the Unicode Collation Algorithm, without any tailoring."""
    elements = _algorithm().collation_elements(unicodedata.normalize("NFD", text))
    return _Weights(*("".join(chr(e[level]) for e in elements if e[level]) for level in range(3)))


@cache
def _ascii() -> tuple[dict[int, str], ...]:
    """For each level, what the characters of ASCII weigh; they never act on each other."""
    weights = [_root(chr(code)) for code in range(128)]
    return tuple({code: w[level] for code, w in enumerate(weights)} for level in range(3))


@cache
def _latin() -> dict[str, str]:
    """The first weight of each Latin letter, and the letter."""
    return {_root(letter).letters: letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"}


# A hamza or a madda on its letter: a letter of its own to the algorithm, not to readers of lists.
_HAMZA = re.compile("[\u0653-\u0655]")


@lru_cache(maxsize=65_536)
def _root_heading(word: str) -> str:
    word = _HAMZA.sub("", unicodedata.normalize("NFD", word))
    digit, letter = _root("0").letters, _root("a").letters
    weight = next((w for w in _root(word).letters if w >= digit), None)
    if weight is None:
        return OTHER
    if weight < letter:
        return DIGITS
    if _HAN_WEIGHTS[0] <= weight <= _HAN_WEIGHTS[1]:
        return _HAN
    return _latin().get(weight) or _letter_of_weight(word, weight)


def _letter_of_weight(word: str, weight: str) -> str:
    """The letter of a word that has a weight: without its accent, unless it weighs more with it."""
    folded = word.casefold()
    for letter in unicodedata.normalize("NFKD", folded) + nfc(folded):
        if _root(letter).letters[:1] == weight:
            return _capital(letter)
    return OTHER


def _capital(letter: str) -> str:
    if "\u1100" <= letter <= "\u1112":
        return _HANGUL[ord(letter) - 0x1100]
    if "\u30a1" <= letter <= "\u30f3":
        letter = chr(ord(letter) - 0x60)
    if "\u3041" <= letter <= "\u3093":
        return max((row for row in _KANA if row <= letter), default=_KANA[0])
    return letter.upper() if len(letter.upper()) == 1 else letter


def _own_letters(language: str) -> Iterator[tuple[str, _OwnLetter]]:
    """Every form, small and capital, of the letters that a language puts elsewhere."""
    for chain in _tailorings().get(language, ()):
        base, *letters = re.split(r" (?=[<=] )", chain)
        place, likeness, heading = _AFTER, 0, ""
        for sign, letter in (step.split() for step in letters):
            small, _, capital = letter.partition("|")
            if sign == "<":
                place, likeness, heading = place + 1, 0, capital or small.capitalize()
            else:
                likeness += 1
            letters_weight = f"{_root(base).letters}{chr(place)}"
            accent = chr(ord(_PLAIN) + likeness)
            capitals = {capital} if capital else {small.capitalize(), small.upper()}
            for form in (small, *sorted(capitals)):
                case = _SMALL if form == small else _CAPITAL
                yield form, _OwnLetter(heading, _Weights(letters_weight, accent, case))


@cache
def _tailorings() -> dict[str, list[str]]:
    import tomllib

    text = (files("tvet_skos.store.labels") / "collation.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
