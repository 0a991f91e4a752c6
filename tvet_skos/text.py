"""What counts as the same text: NFC, white space, spellings, language tags. One definition for all.

``fold`` decides which spellings of a term are one for a reader who looks it up; ``differences``
says which liberties were taken, so that an answer can tell why it matched.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

_SPACE = re.compile(r"\s+")
# Vowel signs and other marks belong to their letter, though Python does not count them as letters.
MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
MARKS += "\u0900-\u0963\u0970-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3"
"""Combining marks, for the inside of a character class."""

_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*")
_APOSTROPHE = re.compile("['\u2019\u02bc\u0060\u00b4]")


def counted(number: int, noun: str) -> str:
    """A number with its English noun.

    >>> counted(1, "file"), counted(2, "file")
    ('1 file', '2 files')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def nfc(text: str) -> str:
    """``text`` in Unicode normal form C."""
    return unicodedata.normalize("NFC", text)


def squash(text: str) -> str:
    """NFC, runs of white space as one space, none at either end.

    >>> squash("  short\\n learning ")
    'short learning'
    """
    return _SPACE.sub(" ", nfc(text)).strip()


def words(text: str) -> list[str]:
    """The words of a text in lower case, in order: runs of letters and digits.

    >>> words("Micro-credentials, defined.")
    ['micro', 'credentials', 'defined']
    """
    return _WORD.findall(nfc(text).casefold())


# Accents and vowel points that readers leave out; the marks of other scripts (Japanese voicing,
# Indic vowels) change the letter and stay.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1-\u05c7\u064b-\u065f\u0670]")


def without_marks(text: str) -> str:
    """``text`` without accents and vowel points; compatibility forms are resolved (NFKC).

    >>> without_marks("éducation")
    'education'
    """
    return unicodedata.normalize("NFKC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))


# The S-stemmer of D. Harman (How effective is suffixing?, JASIS 42, 1991), which joins plural and
# singular and nothing else; "iones" is ours, for Spanish ("cualificaciones"), and so is "es" after
# a hissing sound ("processes", "approaches").
_PLURALS = (
    (re.compile(r"iones$"), "ion"),
    (re.compile(r"(?<=ss|sh|ch)es$|(?<=x)es$"), ""),
    (re.compile(r"(?<![ea])ies$"), "y"),
    (re.compile(r"(?<![aeo])es$"), "e"),
    (re.compile(r"(?<![us])s$"), ""),
)
_SHORTEST_PLURAL = 4


def singular(word: str) -> str:
    """A lower-case word without its plural ending, for comparing only.

    >>> [singular(w) for w in ("credentials", "competencies", "class", "cualificaciones")]
    ['credential', 'competency', 'class', 'cualificacion']
    """
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s"):
        return word
    for ending, replacement in _PLURALS:
        if ending.search(word):
            return ending.sub(replacement, word)
    return word


_kept_singular = lru_cache(maxsize=65_536)(singular)


LIBERTIES = ("case", "accents", "plural", "hyphens and spaces")
"""What two spellings of one term may differ in, in the order in which it is named."""

_LONGEST_KEPT = 200
"""Characters of a text whose key is remembered: a stranger's page-long question is not."""


def fold(label: str) -> str:
    """The key under which all spellings of a term meet.

    Compatibility forms, case, accents, hyphens, spaces, apostrophes, other punctuation and plural
    endings are dropped. A label of nothing else folds to itself, squashed. docs/search.md has the
    steps one by one, with examples.

    >>> fold("Micro-Credentials") == fold("microcredential") == fold("micro credential")
    True
    >>> fold("Éducation") == fold("education")
    True
    """
    return _kept_fold(label) if len(label) <= _LONGEST_KEPT else _fold(label)


def folded_words(label: str, *, keep_plurals: bool = False) -> list[str]:
    """The words that ``fold`` joins, in order; none where a label is punctuation only.

    >>> folded_words("The teachers’ micro-credentials")
    ['the', 'teacher', 'micro', 'credential']
    """
    if label.isascii():
        parts = label.translate(_ASCII).split()
    else:
        text = _APOSTROPHE.sub("", without_marks(label).casefold())
        parts = text.translate(_SEPARATORS).split()
    if keep_plurals:
        return parts
    return [_kept_singular(part) if part[-1] == "s" else part for part in parts]


def _fold(label: str) -> str:
    return "".join(folded_words(label)) or squash(label)


_kept_fold = lru_cache(maxsize=65_536)(_fold)


def differences(asked: str, label: str) -> tuple[str, ...] | None:
    """Which liberties two spellings need to be one; ``()`` when they are the same text.

    :returns: names out of ``LIBERTIES``, in that order; ``None`` where the spellings do not meet

    >>> differences("micro credentials", "Micro-credential")
    ('case', 'plural', 'hyphens and spaces')
    >>> differences("diploma", "degree") is None
    True
    """
    if fold(asked) != fold(label):
        return None
    if squash(asked) == squash(label):
        return ()
    needed = (
        liberty
        for liberty in LIBERTIES
        if _key(asked, _all_but(liberty)) != _key(label, _all_but(liberty))
    )
    return tuple(needed) or ("spelling",)


def _all_but(left_out: str) -> tuple[str, ...]:
    return tuple(liberty for liberty in LIBERTIES if liberty != left_out)


def _key(label: str, liberties: tuple[str, ...]) -> str:
    """A label with the given liberties taken; plurals are judged word by word, before joining."""
    plain = label.isascii()
    text = label if plain else without_marks(label) if "accents" in liberties else nfc(label)
    text = text.casefold() if "case" in liberties else text
    text = _APOSTROPHE.sub("", text)
    if "hyphens and spaces" not in liberties:
        return squash(_WORD.sub(lambda m: singular(m[0]), text) if "plural" in liberties else text)
    parts = text.translate(_SEPARATORS).split()
    return "".join(map(singular, parts) if "plural" in liberties else parts)


# Where folding the case of a character (Unicode, CaseFolding.txt, C and F) is not the same as
# writing it small, of what is left after NFKC and without accents: sharp s, final sigma, old forms
# of Cyrillic letters, and Cherokee, which folds to capitals.
_UNUSUAL_CASES = "ßẞς\u1c80-\u1c88\u13a0-\u13f5\u13f8-\u13fd\uab70-\uabbf"


# What Python calls white space, which is not quite what ECMAScript does.
_WHITE_SPACE = "[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"


def folding_tables() -> dict[str, Any]:
    """What ``fold`` is made of, for a program in another language; it can be written as JSON.

    docs/search.md has the steps, and a version in JavaScript. The patterns are in the syntax that
    Python and ECMAScript share. ``marks`` and ``apostrophes`` are dropped; ``cases`` are the
    characters that are not folded by writing them small; ``separators`` are the Unicode categories
    of what stands between words; of ``plurals`` the first pattern that matches a word of
    ``shortestPlural`` characters or more, and that ends in s, is replaced; ``space`` is white
    space.

    >>> folding_tables()["cases"]["ß"]
    'ss'
    """
    characters = map(chr, range(0x10000))
    return {
        "marks": _MARKS.pattern,
        "cases": {
            character: character.casefold()
            for character in characters
            if re.fullmatch(f"[{_UNUSUAL_CASES}]", character)
        },
        "apostrophes": _APOSTROPHE.pattern,
        "separators": list(_SEPARATOR_CATEGORIES),
        "shortestPlural": _SHORTEST_PLURAL,
        "plurals": [[pattern.pattern, replacement] for pattern, replacement in _PLURALS],
        "space": _WHITE_SPACE,
    }


_SEPARATOR_CATEGORIES = "ZPC"


class _Separators(dict[int, int]):
    """What stands between words (space, punctuation, control, format) becomes a space."""

    def __missing__(self, code: int) -> int:
        found = 32 if unicodedata.category(chr(code))[0] in _SEPARATOR_CATEGORIES else code
        self[code] = found
        return found


_SEPARATORS = _Separators()
# Case, apostrophes and separators of a label in ASCII in one pass: most labels are.
_ASCII = {
    code: None if _APOSTROPHE.match(chr(code)) else ord(chr(_SEPARATORS[code]).lower())
    for code in range(128)
}


def speaks(tag: str, asked: str) -> bool:
    """Whether a language tag is the asked language or a variant of it, whatever the case.

    >>> speaks("en-GB", "EN"), speaks("en", "en-GB"), speaks("eng", "en")
    (True, False, False)
    """
    return f"{tag.lower()}-".startswith(f"{asked.lower()}-")


def language_distance(tag: str, asked: str | None) -> int:
    """0 for the asked language and its variants, 1 for its relatives, 2 for any other.

    >>> [language_distance(tag, "pt-BR") for tag in ("pt-BR", "pt", "pt-PT", "es", "")]
    [0, 1, 1, 2, 2]
    """
    if asked is None or speaks(tag, asked):
        return 0
    return 1 if speaks(tag, asked.partition("-")[0]) else 2


@lru_cache(maxsize=1024)
def bcp47(tag: str) -> str:
    """A language tag in the case that BCP 47 recommends; nothing else about it changes.

    Engines lower the case of tags when they parse them, which readers of ``zh-Hant-TW`` notice.
    (The libraries for language tags also reorder variants, which would change other people's data.)

    :source: RFC 5646, section 2.1.1

    >>> bcp47("ZH-hant-tw"), bcp47("EN-gb"), bcp47("de")
    ('zh-Hant-TW', 'en-GB', 'de')
    """
    parts = tag.lower().split("-")
    cased = parts[:1]
    after_singleton = len(parts[0]) == 1
    for part in parts[1:]:
        if not after_singleton and len(part) == 2:
            part = part.upper()
        elif not after_singleton and len(part) == 4 and part.isalpha():
            part = part.capitalize()
        after_singleton = after_singleton or len(part) == 1
        cased.append(part)
    return "-".join(cased)
