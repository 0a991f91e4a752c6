"""The words on a page that say what follows: "Source:", "Parent term(s):", "Comment" …"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tvet_skos.ingest.brackets import split_outside
from tvet_skos.text import squash

_LONGEST_VIEW_ALSO = 16


@dataclass(frozen=True, slots=True)
class Label:
    """What kind of line it is, and what stands on it after the label."""

    kind: str
    rest: str


def _labelled(words: str) -> re.Pattern[str]:
    """A line that begins with a label and a colon, or is the label alone."""
    return re.compile(rf"(?:{words})\s*(?::\s*(?P<rest>.*)|\.?)", re.I)


_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("organisation", re.compile(r"Organi[sz]ation\s*(?::\s*\|?|\|)\s*(?P<rest>.*)", re.I)),
    ("record", re.compile(r"Source\s*:?\s*\|\s*(?P<rest>.*)", re.I)),
    ("description", re.compile(
        r"Description\s*:?\s*\|\s*(?P<rest>.*)|Description\s*:\s*(?P<bare>.*)", re.I
    )),
    ("website", re.compile(r"Website\s*:?\s*(?:\|\s*(?P<rest>.*)|https?://.*)?", re.I)),
    ("source", _labelled(r"Sources?")),
    ("parents", _labelled(r"(?:\d+ )?Parent terms?(?:\s*\(s\))?")),
    ("children", _labelled(r"(?:\d+ )?Child terms?(?:\s*\(s\))?")),
    ("related", _labelled(r"(?:\d+ )?Related terms?(?:\s*\(s\))?")),
    ("spellings", _labelled(
        r"(?:Alternat(?:iv)?e|Other) spellings?|Synonyms?|Abbreviations?|Acronyms?"
        r"|Also (?:known as|called)"
    )),
    ("note", re.compile(r"\((?P<rest>(?:Please )?note that\b.*|note\s*:.*)", re.I | re.S)),
    ("note", re.compile(r"(?P<rest>Notes?\s*:.*)")),
    ("comment", re.compile(r"\(Comments?\s*:\s*(?P<rest>.*)|Comments?(?:\s*:\s*(?P<bare>.*))?")),
    ("view_also", re.compile(
        r"\(\s*(?:view|see) also\b\s*:?\s*(?P<rest>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*\.?", re.I
    )),
    ("view_also", re.compile(r"(?:view|see) also\b\s*:?\s*(?P<bare>.*?)\.?", re.I)),
)  # fmt: skip
"""Kind and pattern of every label; the first that fits the whole line counts."""


def label_of(line: str) -> Label | None:
    """The label that a line begins with, if any.

    >>> label_of("Source: SAQA 2013, South Africa")
    Label(kind='source', rest='SAQA 2013, South Africa')
    >>> label_of("Sources of funding differ.") is None
    True
    """
    text = squash(line)
    for kind, pattern in _KINDS:
        match = pattern.fullmatch(text)
        if match:
            groups = match.groupdict()
            rest = groups.get("rest") or groups.get("bare") or ""
            if kind == "view_also" and len(rest.split()) > _LONGEST_VIEW_ALSO:
                return None
            return Label(kind, rest.strip(" |") if "|" in text else rest.strip())
    return None


_INLINE_SOURCE = re.compile(
    r"(?P<text>.*[.!?:;)\]\u201d\u2019\"'\u2026])\s*\(?Source:\s+(?P<citation>\S.*)", re.S
)


def inline_source(line: str) -> tuple[str, str] | None:
    """Text and citation of a line such as "… a workplace. Source: ILO 2006, Global".

    >>> inline_source("Skills for a trade. Source: ILO 2006, Global")
    ('Skills for a trade.', 'ILO 2006, Global')
    """
    match = _INLINE_SOURCE.fullmatch(line)
    if match is None:
        return None
    citation = match["citation"]
    return match["text"], citation[:-1] if citation.count(")") > citation.count("(") else citation


_BULLET = re.compile(r"\s*(?:[•▪◦‣·●○■□➢✓]\s*|[-*\u2013]\s+)(?P<item>\S.*)")


def bullet(line: str) -> str:
    """The text of a list item; empty where a line is none.

    >>> bullet("  • is assessed"), bullet("- is assessed"), bullet("is assessed")
    ('is assessed', 'is assessed', '')
    """
    match = _BULLET.fullmatch(line)
    return match["item"] if match else ""


def terms(listed: str) -> tuple[str, ...]:
    """The terms of a list with commas, semicolons or bars; brackets keep theirs.

    >>> terms("Skills; Recognition (of skills, formal), Mismatch.")
    ('Skills', 'Recognition (of skills, formal)', 'Mismatch')
    """
    parts = (
        squash(part).strip(" .\u201c\u201d\"'\u2018\u2019:")
        for part in split_outside(listed, ",;|•\n")
    )
    return tuple(dict.fromkeys(part for part in parts if part))


_ABBREVIATION = re.compile(r"(?P<term>.*\S)\s*\((?P<abbreviation>[^\s()]{2,14})\)")


def without_abbreviation(label: str) -> tuple[str, str]:
    """A label and the abbreviation that stands in brackets after it, if any.

    >>> without_abbreviation("Lifelong learning (LLL)"), without_abbreviation("Skill (formal)")
    (('Lifelong learning', 'LLL'), ('Skill (formal)', ''))
    """
    text = squash(label)
    match = _ABBREVIATION.fullmatch(text)
    if match and sum(character.isupper() for character in match["abbreviation"]) >= 2:
        return match["term"], match["abbreviation"]
    return text, ""
