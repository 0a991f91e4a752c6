"""What belongs to the site and not to the page: menus, the A-Z line, counters, notices.

All of it is known by its wording; the menus at the top go, in any language of the site, because
they stand before the A-Z line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tvet_skos.text import squash

_LETTERS_IN_AN_INDEX_LINE = 20
_LETTERS_IN_AN_INDEX = 10

_ANYWHERE = re.compile(
    r"(?:logo )?(?:unesco[- ]unevoc )?logo(?: unesco[- ]unevoc)?(?: \(\w\w\))?(?: open menu)?"
    r"|open menu|close menu|menu"
    r"|tvetipedia(?: glossary)?|glossaire tvetipedia|tvetipedia glossary a-z"
    r"|find and compare definitions.*"
    r"|(?:search|browse)(?: (?:the )?glossary)?|search for .*|skip to (?:main )?content"
    r"|back(?: to (?:top|the (?:list|glossary)))?|print(?: this page)?|share(?: this page)?|top"
    r"|(?:\d+ (?:definitions?|(?:child|parent|related) terms?)(?:[,;|] ?)?)+"
    r"|website(?: \|)*|(?:home|you are here)(?: ?[>›»/|].*|:.*)?"
    r"|.* [>›»] tvetipedia glossary\b.*"
    r"|(?:we|this (?:web)?site) uses? cookies.*|(?:accept|reject|manage)(?: all)? cookies"
    r"|cookie (?:settings|policy|notice)",
    re.I,
)
"""Lines that are furniture wherever they stand."""

_BEFORE_HEADING = re.compile(
    r"about(?: us)?|our network|knowledge resources|skills for work and life|home|contacts?"
    r"|(?:1-9|[a-z])|(?:• ?)?(?:1-9|[a-z]) ?\|?",
    re.I,
)
"""Lines that are furniture before the heading and could be a text after it."""

_MENU = re.compile(r"(?!Organi[sz]ation\b|Source\b|Description\b)[^|]*(?:\|[^|]*){2,}", re.I)

_END = re.compile(
    r"browse related topics|contribute|(?:• ?)?contribute a definition"
    r"|data privacy (?:notice|statement)\b.*|unevoc\.unesco\.org|©.*|copyright\b.*|\(c\) \d{4}.*"
    r"|if you have any alternate definitions.*|e-?mail address:|anti-spam code:.*"
    r"|your alternate definition.*|subscribe to .*newsletter.*|follow us(?: on .*)?",
    re.I,
)
"""From such a line on, nothing of the page is left."""

_FURTHER = re.compile(r"go further", re.I)


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the site wherever it stands.

    >>> [is_furniture(line) for line in ("Find and compare definitions", "7 definitions", "Skill")]
    [True, True, False]
    """
    text = squash(line)
    return bool(_ANYWHERE.fullmatch(text)) or ends_page(text) or is_index_line(text)


def is_top_furniture(line: str) -> bool:
    """Whether a line belongs to the site when it stands before the heading."""
    text = squash(line)
    return is_furniture(text) or bool(_BEFORE_HEADING.fullmatch(text) or _MENU.fullmatch(text))


def ends_page(line: str) -> bool:
    """Whether only furniture follows."""
    return _END.fullmatch(squash(line)) is not None


def goes_further(line: str) -> bool:
    """Whether the definitions are over, though related terms may still come ("Go further")."""
    return _FURTHER.fullmatch(squash(line)) is not None


def is_index_line(line: str) -> bool:
    """Whether a line is the A-Z line.

    >>> is_index_line("1-9 A B C D E F G H I J K L M N O P Q R S T U V W X Y Z")
    True
    >>> is_index_line("1-9 | A | B | C"), is_index_line("A | B | C")
    (True, False)
    """
    letters = [part for part in re.split(r"[\s|•·,/-]+", line) if part]
    if letters[:2] == ["1", "9"] and len(letters) > 4:
        return all(len(part) == 1 and part.isupper() for part in letters[2:])
    single = {part for part in letters if len(part) == 1}
    return len(single) >= _LETTERS_IN_AN_INDEX_LINE and len(single) >= len(letters) - 2


def body_start(lines: Sequence[str]) -> int:
    """The number of lines up to and with the last A-Z line; 0 where there is none.

    The letters may stand in one line, or each in a line of its own.
    """
    start, run = 0, 0
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if is_index_line(text):
            start = number
        elif re.fullmatch(r"(?:[•|] ?)?(?:1-9|[A-Z])(?: ?\|)?", text):
            run += 1
            start = number if run >= _LETTERS_IN_AN_INDEX_LINE else start
        elif text:
            run = 0
    return start


def is_index(lines: Sequence[str]) -> bool:
    """Whether a page is the A-Z list of all terms: letters stand as headings of their own."""
    letters = {line.strip() for line in lines if re.fullmatch(r"\s*[A-Z]\s*", line)}
    return len(letters) >= _LETTERS_IN_AN_INDEX
