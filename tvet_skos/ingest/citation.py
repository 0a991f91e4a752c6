"""The grammar of citations on glossary pages, read from the right.

::

    ORG, TITLE, YEAR          ORG (COUNTRY), TITLE, YEAR     ORG (YEAR)      ORG YEAR, REGION
    … (revised YEAR)          … (accessed MM/YYYY)           ORG1/ORG2 YEAR  A, YEAR; B, YEAR
    adapted from …            Based on …                     TITLE holds commas, and so may ORG

What cannot be told for certain is not told: such a citation is not ``sure`` and says why. The
printed string is always kept, and no year is ever invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tvet_skos.ingest.brackets import split_outside
from tvet_skos.text import squash

_LONGEST_ORGANISATION = 14
_LONGEST_REGION = 4
_LONGEST = 400
_LONGEST_LIST = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One cited work, as far as its printed form tells.

    ``year`` has four digits or is empty; ``date`` is a range of years or "n.d."; ``accessed`` is
    ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``edition`` is such as "revised 2020"; ``relation`` is
    "adapted from", "based on" or empty. Where it is not ``sure``, ``reason`` says what is open.
    """

    printed: str
    organisations: tuple[str, ...] = ()
    title: str = ""
    year: str = ""
    date: str = ""
    edition: str = ""
    accessed: str = ""
    region: str = ""
    relation: str = ""
    sure: bool = True
    reason: str = ""

    @property
    def edition_year(self) -> str:
        """The year in which the cited edition came out: that of the revision, else ``year``."""
        revised = re.search(r"\b(\d{4})$", self.edition)
        return revised[1] if revised else self.year


Knows = Callable[[str], bool]
"""Tells whether a name is that of a known organisation."""


def nobody(_: str) -> bool:
    """Knows no organisation."""
    return False


def parse_citations(printed: str, knows: Knows = nobody) -> tuple[Citation, ...]:
    """The works that a printed citation names, in their order; at least one.

    :param knows: helps where organisations hold commas, slashes or "and"

    >>> [c.year for c in parse_citations("COL, Key terms, 2015; Example Agency, Glossary, 2019")]
    ['2015', '2019']
    """
    text = squash(printed)
    return tuple(parse_citation(part, knows) for part in _works(text))


def _works(text: str) -> tuple[str, ...]:
    """The parts between semicolons, if each is dated by itself; else the whole."""
    if len(text) > _LONGEST_LIST:
        return (text,)
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return tuple(parts) if len(parts) > 1 and all(map(is_dated, parts)) else (text,)


def is_dated(text: str) -> bool:
    """Whether a text ends like a citation: with a year, a revision, an access date, "n.d."."""
    return _DATED_END.search(text) is not None or _short_form(text) is not None


_YEAR = r"(?:1[5-9]|20)\d\d"
_DATED_END = re.compile(
    rf"(?:\b{_YEAR}|\bn\.d|\bundated|\bcontinuously updated)\s*[).\]]*\s*$", re.I
)

_RELATION = re.compile(r"\(?\s*(adapted|modified|based|taken|quoted)\s+(?:from|on)\s*:?\s+", re.I)
_RELATIONS = {"adapted": "adapted from", "modified": "adapted from", "based": "based on"}


def parse_citation(printed: str, knows: Knows = nobody) -> Citation:
    """One work, read from the right: access date, revision, year, region, title, organisation.

    >>> c = parse_citation("COL, Open and distance learning: key terms, 2015 (revised 2020)")
    >>> c.organisations, c.title, c.year, c.edition
    (('COL',), 'Open and distance learning: key terms', '2015', 'revised 2020')
    >>> parse_citation("SAQA 2013, South Africa").region
    'South Africa'
    """
    citation = Citation(printed=squash(printed))
    rest, citation = _relation(citation.printed[:_LONGEST].rstrip(" ."), citation)
    rest, citation = _accessed(rest, citation)
    rest, citation = _edition(rest, citation)
    short = _short_form(rest)
    if short is not None:
        head, year, region = short
        citation = _dated(replace(citation, region=region), year)
        return _with_organisations(head, citation, knows)
    rest, citation = _year(rest, citation)
    return _with_title(rest, citation, knows)


def _relation(text: str, citation: Citation) -> tuple[str, Citation]:
    match = _RELATION.match(text)
    if match is None:
        return text, citation
    rest = text[match.end() :]
    if match[0].lstrip().startswith("("):
        rest = rest.removesuffix(")")
    return rest, replace(citation, relation=_RELATIONS.get(match[1].lower(), ""))


_ACCESSED = re.compile(
    r"[\s,;.]*[(\[]?\s*(?:last\s+)?(?:accessed|retrieved)(?:\s+(?:on|in))?:?\s+([^()]{4,20}?)\s*[)\]]?\s*$",
    re.I,
)


def _accessed(text: str, citation: Citation) -> tuple[str, Citation]:
    match = _ACCESSED.search(text)
    if match is None:
        return text, citation
    date = _iso(match[1])
    if not date:
        citation = _unsure(citation, f"the date of access {match[1]!r} could not be read")
    return text[: match.start()], replace(citation, accessed=date)


def _iso(date: str) -> str:
    """``MM/YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or ``YYYY`` as ISO 8601 writes it, else ``""``."""
    match = re.fullmatch(rf"(?:(0?[1-9]|1[0-2])[/.])?({_YEAR})", date)
    if match:
        return f"{match[2]}-{int(match[1]):02d}" if match[1] else match[2]
    iso = re.fullmatch(rf"{_YEAR}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?", date)
    return date if iso else ""


_EDITION = re.compile(
    rf"[\s,]*[(\[]\s*((?:revised|rev\.|updated|reprinted|amended)\s+(?:in\s+)?({_YEAR}))\s*[)\]]\s*$"
    rf"|,\s*((?:revised|updated)\s+({_YEAR}))\s*$",
    re.I,
)


_BOTH_YEARS = re.compile(rf"\(({_YEAR}),\s*(revised {_YEAR})\)$", re.I)


def _edition(text: str, citation: Citation) -> tuple[str, Citation]:
    text = _BOTH_YEARS.sub(r"(\1) (\2)", text)
    match = _EDITION.search(text)
    if match is None:
        return text, citation
    word = (match[1] or match[3]).split()[0].lower().replace("rev.", "revised")
    return text[: match.start()], replace(citation, edition=f"{word} {match[2] or match[4]}")


_SHORT = re.compile(
    rf"(?P<head>[^,]*?)\s*(?:\((?P<a>{_YEAR})\)|\s(?P<b>{_YEAR}(?:\s*[-\u2013]\s*{_YEAR})?))"
    r"(?:,\s*(?P<region>[^,\d]+))?"
)


def _short_form(text: str) -> tuple[str, str, str] | None:
    """``ORG (YEAR)`` and ``ORG YEAR, REGION``: organisation, year, region."""
    match = _SHORT.fullmatch(text)
    if match is None or not match["head"] or len(match["head"].split()) > _LONGEST_ORGANISATION:
        return None
    region = match["region"] or ""
    if len(region.split()) > _LONGEST_REGION:
        return None
    return match["head"], match["a"] or match["b"], region.strip()


_LAST_YEAR = re.compile(rf"[\s,]*[(\[]?\b({_YEAR}(?:\s*[-\u2013]\s*{_YEAR})?)[)\]]?\s*$")
_UNDATED = re.compile(r",\s*[(\[]?(n\.d\.?|undated|continuously updated)[)\]]?\s*$", re.I)


def _year(text: str, citation: Citation) -> tuple[str, Citation]:
    match = _LAST_YEAR.search(text)
    if match:
        return text[: match.start()], _dated(citation, match[1])
    undated = _UNDATED.search(text)
    if undated:
        word = "n.d." if undated[1].lower().startswith(("n", "u")) else undated[1].lower()
        return text[: undated.start()], replace(citation, date=word)
    if not citation.accessed:
        citation = _unsure(citation, "it ends with no year")
    return text, citation


def _dated(citation: Citation, year: str) -> Citation:
    """With a single year as ``year``, a range as ``date``."""
    years = re.findall(r"\d{4}", year)
    if len(years) == 1:
        return replace(citation, year=years[0])
    return replace(citation, date="-".join(years))


def _with_title(text: str, citation: Citation, knows: Knows) -> Citation:
    """``ORG, TITLE`` split at the comma that is certain to stand between them."""
    segments = split_outside(text.strip(" ,"), ",")
    if len(segments) == 1:
        # "A, YEAR": citations begin with their organisation, so a name alone is not the title.
        if (citation.year or citation.date) and _looks_like_organisation(segments[0]):
            return _with_organisations(segments[0], citation, knows)
        return _unsure(citation, "organisation and title could not be told apart")
    count = _organisation_segments(segments, knows)
    if count == 0:
        return _unsure(citation, "it is not clear where the organisation ends and the title begins")
    title = ", ".join(segments[count:])
    return _with_organisations(", ".join(segments[:count]), replace(citation, title=title), knows)


def _organisation_segments(segments: list[str], knows: Knows) -> int:
    """How many segments are the organisation; 0 where that is not certain.

    A known name or an acronym at the beginning settles it, and others may follow it ("A, B and C,
    Title"). A name that nobody knows is believed only where no other comma could be the border.
    """
    for count in range(len(segments) - 1, 0, -1):
        if knows(_without_region(", ".join(segments[:count]))[0]):
            return count
    count = 0
    while count < len(segments) - 1 and _is_certain(segments[count], knows):
        count += 1
    if count:
        return count
    return 1 if len(segments) == 2 and _looks_like_organisation(segments[0]) else 0


def _is_certain(segment: str, knows: Knows) -> bool:
    names = list(_names(_without_region(segment)[0], knows))
    return all(knows(name) or _is_acronym(name) for name in names)


def _is_acronym(name: str) -> bool:
    """One word of mostly capitals: ``COL``, ``UNESCO-UNEVOC``."""
    letters = [character for character in name if character.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return " " not in name and capitals >= 2 and capitals * 2 > len(letters)


_SMALL_WORDS = frozenset((
    "of", "the", "for", "and", "in", "on", "to", "&", "de", "du", "des", "la", "le", "les", "et",
    "el", "y", "e", "und", "für",
))  # fmt: skip
_ARTICLES = frozenset(("a", "an", "each", "any", "this", "that", "these", "those", "it"))


_BODIES = re.compile(
    r"\b(?:Academy|Agency|Association|Authority|Bank|Board|Bureau|Cent(?:re|er)|College|Commission"
    r"|Committee|Council|Department|Federation|Foundation|Fund|Institute|Ministry|Network|Office"
    r"|Organi[sz]ation|Service|Society|Union|University)\b"
)


def _looks_like_organisation(text: str) -> bool:
    """Whether a text is short and, but for small words, capitalised, as names are.

    A name that says what kind of body it is may hold other words ("Centre for adult literacy").
    """
    words = re.sub(r"[()/]", " ", text).split()
    if not words or len(words) > _LONGEST_ORGANISATION or words[0].lower() in _ARTICLES:
        return False
    if text.endswith((".", ":")) or not words[0][0].isupper():
        return False
    capitalised = all(word[0].isupper() or word.lower() in _SMALL_WORDS for word in words)
    return capitalised or _BODIES.search(text) is not None


def _with_organisations(text: str, citation: Citation, knows: Knows) -> Citation:
    name, region = _without_region(text.strip(" ,"))
    if not _looks_like_organisation(name) and not knows(name):
        return _unsure(citation, f"{name!r} does not look like the name of an organisation")
    names = tuple(_names(name, knows))
    return replace(citation, organisations=names, region=citation.region or region)


_REGION = re.compile(r"(?P<name>.*\S)\s*\((?P<region>[^()]+)\)")


def _without_region(text: str) -> tuple[str, str]:
    """``ORG (COUNTRY)`` as organisation and country."""
    match = _REGION.fullmatch(text)
    return (match["name"], match["region"]) if match else (text, "")


def _names(text: str, knows: Knows) -> Iterator[str]:
    """The single organisations in ``A/B``, ``A; B``, ``A, B and C``.

    "and" and commas separate only what is known or an acronym: they stand inside names, too.
    """
    if knows(text):
        yield text
        return
    for part in re.split(r"\s*[/;]\s*", text):
        members = [m for m in re.split(r",\s*(?:and\s+)?|\s+(?:and|&)\s+", part) if m]
        if all(knows(member) or _is_acronym(member) for member in members):
            yield from members
        elif part:
            yield part


def record_citation(organisation: str, title: str, knows: Knows = nobody) -> Citation:
    """The citation that record lines spell out: "NAME (ABC) , COUNTRY" and "TITLE (YEAR)".

    >>> c = record_citation("Example Agency (EXA) , Exampleland", "Tools and licences (2011)")
    >>> c.organisations, c.title, c.year
    (('Example Agency',), 'Tools and licences', '2011')
    """
    maker, _, region = organisation.rpartition(" , ")
    name = _without_region(maker or organisation)[0]
    printed = re.sub(r"\s+,", ",", ", ".join(part for part in (organisation, title) if part))
    citation, dated = Citation(printed=squash(printed)), _LAST_YEAR.search(title)
    if dated:
        citation = _dated(citation, dated[1])
    if not (name and title):
        return _unsure(citation, "the record lacks its " + ("title" if name else "organisation"))
    citation = replace(citation, title=title[: dated.start()] if dated else title, region=region)
    if "," in name and not all(knows(part.strip()) for part in name.split(",")):
        return _unsure(citation, "it is not clear how many organisations the record names")
    return replace(citation, organisations=tuple(_names(name, knows)))


def _unsure(citation: Citation, reason: str) -> Citation:
    return replace(citation, sure=False, reason=citation.reason or reason)


def is_surely_citation(text: str, knows: Knows = nobody) -> bool:
    """Whether a line without the word "Source" can be nothing but a citation.

    >>> is_surely_citation("SADC, Glossary, 2011"), is_surely_citation("A degree, since 2011")
    (True, False)
    """
    line = squash(text)
    if len(line) > _LONGEST or not is_dated(line) or line.endswith("."):
        return False
    return all(_names_a_work(citation, knows) for citation in parse_citations(line, knows))


def _names_a_work(citation: Citation, knows: Knows) -> bool:
    """With a title, or by an organisation that is known or an acronym: no sentence is like that.

    Two names of bodies in a row are as good, though it is open which is the last.
    """
    if not citation.sure:
        segments = split_outside(citation.printed, ",")[:-1]
        return len(segments) > 1 and all(
            _looks_like_organisation(name) and _BODIES.search(name) for name in segments[:2]
        )
    return bool(citation.title) or all(
        knows(name) or _is_acronym(name) for name in citation.organisations
    )
