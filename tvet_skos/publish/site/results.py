"""What a search found, why, and how to narrow it down."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from urllib.parse import quote_plus

from tvet_skos.lookup.find import suggestions
from tvet_skos.lookup.search import Hit, search
from tvet_skos.publish.site.edition import Name, Reading
from tvet_skos.publish.site.facets import Facts, facts_of, source_name
from tvet_skos.publish.site.lists import part
from tvet_skos.publish.site.rendering import render
from tvet_skos.publish.site.worklist import beginning
from tvet_skos.store.labels.question import LIMITS, Mode
from tvet_skos.terms import IRI
from tvet_skos.text import squash

MOST_FACETED = 200
"""On so many of the first hits facets are counted, and among them filters choose."""
_PART = 20
_CHOICES = 8
_SHOWN = 220


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader narrows a search down to; empty where it does not matter.

    ``topic`` and ``source`` are IRIs, ``known`` and ``several`` are ``yes`` or ``no``.
    """

    topic: str = ""
    source: str = ""
    year: str = ""
    language: str = ""
    known: str = ""
    several: str = ""


FACETS = tuple(field.name for field in fields(Filters))
"""What a search can be narrowed down by, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: what it is called, how many hits have it, and the search with it."""

    label: str
    number: int
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as it is shown."""

    name: Name
    why: str
    beginning: str
    facts: Facts
    compare: str


def search_page(reading: Reading, text: str, filters: Filters, page: int) -> str:
    """What a text finds; without a text, the empty form."""
    asked = squash(text)
    is_long = len(asked) > LIMITS.characters
    hits: Sequence[Hit] = ()
    total, is_counted = 0, True
    if asked and not is_long:
        result = search(reading.edition.store, asked, language=reading.language, limit=MOST_FACETED)
        hits, total, is_counted = result.hits, result.total, result.is_counted
    faceted = [(hit, facts_of(reading.edition, hit.concept)) for hit in hits]
    chosen = _fitting(faceted, filters)
    shown = part(chosen, min(page, max(1, -(-len(chosen) // _PART))), _PART)
    is_narrowed = filters != Filters()
    return render(
        reading,
        "search",
        kind="search",
        page=shown.page,
        pages=shown.pages,
        query=asked[: LIMITS.characters],
        is_long=is_long,
        total=len(chosen) if is_narrowed else total,
        is_counted=is_counted or is_narrowed,
        is_narrowed=is_narrowed,
        found=[_found(reading, hit, facts) for hit, facts in shown.entries],
        near=bool(hits) and all(hit.mode is Mode.TYPO for hit in hits),
        suggested=_suggested(reading, asked, hits) if asked and not is_long else [],
        facets=_facets(reading, asked, filters, faceted) if len(faceted) > 1 else [],
        faceted=len(faceted) if total > len(faceted) else 0,
        carried={"q": asked, **asdict(filters)},
        page_href=lambda number: _href(reading, asked, filters, number),
    )


def _suggested(reading: Reading, asked: str, hits: Sequence[Hit]) -> list[tuple[str, str]]:
    if hits:
        return []
    near = suggestions(reading.edition.store, asked)
    return [(label, _href(reading, label, Filters())) for label in near]


def _href(reading: Reading, text: str, filters: Filters, page: int = 1) -> str:
    chosen = "".join(f"&{name}={_encoded(value)}" for name, value in _wanted(filters))
    return f"{reading.address('search', page=page)}?q={_encoded(text)}{chosen}"


_encoded = lru_cache(maxsize=4096)(quote_plus)  # a page of results repeats a few values many times


def _wanted(filters: Filters) -> list[tuple[str, str]]:
    """The facets that are narrowed down, each with its value."""
    return [(name, value) for name in FACETS if (value := getattr(filters, name))]


def _fitting(faceted: Sequence[tuple[Hit, Facts]], filters: Filters) -> Sequence[tuple[Hit, Facts]]:
    """The hits that have all that is wanted."""
    wanted = _wanted(filters)
    if not wanted:
        return faceted
    return [
        (hit, facts)
        for hit, facts in faceted
        if all(value in facts.values(name) for name, value in wanted)
    ]


def _facets(
    reading: Reading, asked: str, filters: Filters, faceted: Sequence[tuple[Hit, Facts]]
) -> list[tuple[str, list[Choice]]]:
    """The facets with a choice, each counted with all other filters applied."""
    found = []
    for name in FACETS:
        others = _fitting(faceted, replace(filters, **{name: ""}))
        counts = Counter(value for _, facts in others for value in facts.values(name))
        choices = _choices(reading, asked, filters, name, counts)
        if len(choices) > 1 or any(choice.is_chosen for choice in choices):
            found.append((name, choices))
    return found


def _choices(
    reading: Reading, asked: str, filters: Filters, facet: str, counts: Counter[str]
) -> list[Choice]:
    chosen = getattr(filters, facet)
    newest = facet == "year"
    if newest:
        ranked = sorted(counts.items(), key=lambda pair: pair[0], reverse=True)
    else:
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    kept = [pair for place, pair in enumerate(ranked) if place < _CHOICES or pair[0] == chosen]
    return [
        Choice(
            _label(reading, facet, value),
            number,
            _href(reading, asked, replace(filters, **{facet: "" if value == chosen else value})),
            value == chosen,
        )
        for value, number in kept
    ]


def _label(reading: Reading, facet: str, value: str) -> str:
    if facet == "topic":
        return reading.name(IRI(value), "topic").text
    if facet == "source":
        return source_name(reading.edition, IRI(value))
    if facet == "language":
        return reading.say.language_name(value)
    if facet in ("known", "several"):
        return reading.say(f"search.{facet}_{value}")
    return value


def _found(reading: Reading, hit: Hit, facts: Facts) -> Found:
    text = hit.definition.text.value if hit.definition else facts.beginning
    compare = reading.address("compare", hit.concept) if facts.definitions > 1 else ""
    return Found(
        reading.name(hit.concept), why(reading, hit), beginning(text, _SHOWN), facts, compare
    )


def why(reading: Reading, hit: Hit) -> str:
    """Why a hit was found, in the language of the page; in English as the search says it."""
    if reading.language == "en":
        return _in_words(reading, hit.why)
    if hit.label is None or hit.kind is None:
        return reading.say("why.definition")
    label = reading.say(f"why.{hit.kind.value}", label=hit.label.value)
    return f"{label} {reading.say(f'why.{hit.mode.value}')}"


def _in_words(reading: Reading, said: str) -> str:
    """What the search says, with languages by their names instead of as in Turtle."""
    said = _OF_LANGUAGE.sub(
        lambda tag: f'" ({reading.say.language_name(tag[1])})', said.replace('"@en', '"')
    )
    return _NOT_IN.sub("", said)


_OF_LANGUAGE = re.compile(r'"@([A-Za-z]+(?:-[A-Za-z0-9]+)*)')
_NOT_IN = re.compile(r" \(not in [A-Za-z-]+\)$")
