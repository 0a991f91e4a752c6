"""The heading of a page, and where to look for it when the page lost it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import unquote_plus

from tvet_skos.ingest.labels import bullet, inline_source, label_of, without_abbreviation
from tvet_skos.text import fold, squash

_LONGEST = 120
_MOST_WORDS = 14
_WORDS_OF_A_DOUBTFUL_ONE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Clues:
    """What is known of a page besides its text: the term as given, address, title, file name."""

    term: str = ""
    url: str = ""
    title: str = ""
    heading: str = ""
    file: str = ""


def is_heading(line: str) -> bool:
    """Whether a line could be a heading: short, no sentence, no label, no list item.

    >>> is_heading("Lifelong learning (LLL)"), is_heading("An ability to act.")
    (True, False)
    """
    text = squash(line)
    return (
        0 < len(text) <= _LONGEST
        and len(text.split()) <= _MOST_WORDS
        and not text.endswith((".", ":", ";", ",", "!", "?", "\u201d"))
        and not text.startswith(("(", "@", "<", "{", "[", "#"))
        and any(character.isalpha() for character in text)
        and not (label_of(text) or bullet(line) or inline_source(text))
    )


def choose_heading(first: str, clues: Clues, text: str = "") -> tuple[str, bool, str]:
    """The heading, whether it is the first line, and a warning where it had to be sought elsewhere.

    The first line counts unless it is no heading, or is long or begins like a sentence while
    address or title name another term.

    :param first: the first line that is no furniture
    :param text: the page, whose spelling decides between hyphen and space in the name of a file
    """
    if clues.term:
        return squash(clues.term), _same(first, clues.term), ""
    named = clues.heading or term_in_url(clues.url) or term_in_title(clues.title)
    if is_heading(first) and (not named or _same(first, named) or not _is_doubtful(first)):
        return squash(first), True, ""
    if named:
        message = (
            ""
            if clues.heading
            else f"the page lost its heading; {named!r} was taken from its address or title"
        )
        return named, _same(first, named), message
    guessed = term_in_file_name(clues.file, text)
    message = f"the page lost its heading; {guessed!r} was taken from the name of the file"
    return guessed, False, message if guessed else ""


def _same(line: str, term: str) -> bool:
    return fold(without_abbreviation(line)[0]) == fold(without_abbreviation(term)[0])


def _is_doubtful(line: str) -> bool:
    words = line.split()
    return len(words) > _WORDS_OF_A_DOUBTFUL_ONE or words[0].lower() in ("a", "an", "the")


_TERM_IN_URL = re.compile(r"[/?&;]term=(?!term=)([^/&#?;]+)")


def term_in_url(url: str) -> str:
    """The term in the address of a glossary page, or the empty string.

    >>> term_in_url("https://example.org/Glossary/show=term/term=Skill+mismatch#start")
    'Skill mismatch'
    """
    match = _TERM_IN_URL.search(url)
    return squash(unquote_plus(match[1], errors="ignore")) if match else ""


_SITE = re.compile(r"tvetipedia|unesco|unevoc|glossa|^home$|^search|^terms?$", re.I)


def term_in_title(title: str) -> str:
    """The term in the title of an HTML page: the part that does not name the site.

    >>> term_in_title("Skill mismatch | TVETipedia Glossary | UNESCO-UNEVOC")
    'Skill mismatch'
    """
    parts = re.split(r"\s*[|\u00bb\u203a>:]\s*|\s+[-\u2013\u2014]\s+", squash(title))
    return next((part for part in parts if is_heading(part) and not _SITE.search(part)), "")


_NAMES_NOTHING = frozenset((
    "page", "index", "stdin", "input", "test", "download", "untitled", "document", "text", "file",
    "show", "default", "glossary", "term", "readme", "new", "sample", "example",
))  # fmt: skip


def term_in_file_name(file: str, text: str = "") -> str:
    """The term that a file is named after, or the empty string where it is no word.

    >>> term_in_file_name("pages/lifelong_learning.html"), term_in_file_name("000_586af798.txt")
    ('Lifelong learning', '')
    """
    stem = PurePath(file).stem
    spaced = stem.replace("-", " ")
    stem = spaced if stem.count("-") > 1 or spaced.casefold() in text.casefold() else stem
    name = squash(re.sub(r"[_+]|%20", " ", stem))
    is_word = re.fullmatch(r"[^\W\d_](?:[^\W\d_]|['\u2019() -]){2,80}", name)
    if not is_word or name.lower() in _NAMES_NOTHING:
        return ""
    return name[0].upper() + name[1:]


def is_named_in(heading: str, texts: Sequence[str]) -> bool:
    """Whether a term of a few words recurs in one of the texts, in any spelling."""
    key = fold(without_abbreviation(heading)[0])
    few = len(heading.split()) <= _WORDS_OF_A_DOUBTFUL_ONE
    return few and any(key in fold(text[:2_000]) for text in texts)
