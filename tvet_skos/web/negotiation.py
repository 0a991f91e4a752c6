"""Content negotiation, for every address that has more than one form.

Three headers share one grammar of weighted elements: ``Accept``, ``Accept-Language`` and
``Accept-Profile``. An element that is no such thing is passed over, as RFC 9110 lets a server do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from starlette.requests import Request

from tvet_skos.publish.site.texts import LANGUAGES

_LONGEST = 4096
"""Of a header that is longer only so many characters are read."""


class Weighted(NamedTuple):
    """One element of a header: what is asked for, its parameters and how much it is wanted."""

    value: str
    parameters: tuple[tuple[str, str], ...]
    quality: float


# Neither alternative can begin inside another, so that nothing is read twice.
_ELEMENT = re.compile(r'(?:"(?:[^"\\]|\\.)*"|<[^<>]*>|[^,])+')
_PART = re.compile(r'(?:"(?:[^"\\]|\\.)*"|<[^<>]*>|[^;])+')
_QUALITY = re.compile(r"(?:0(?:\.\d*)?|1(?:\.0*)?|\.\d+)\Z")


def weighted(header: str) -> tuple[Weighted, ...]:
    """The elements of a header, those that are wanted most first, else in the order written.

    >>> [(each.value, each.quality) for each in weighted("text/html;q=0.5, text/turtle")]
    [('text/turtle', 1.0), ('text/html', 0.5)]

    :source: RFC 9110, sections 5.6.1 and 12.4.2
    """
    read = (_element(text) for text in _ELEMENT.findall(header[:_LONGEST]))
    return tuple(sorted(filter(None, read), key=lambda each: -each.quality))


def _element(text: str) -> Weighted | None:
    value, *rest = (part.strip() for part in _PART.findall(text) or ("",))
    if text.lstrip().startswith(";"):
        return None
    parameters: list[tuple[str, str]] = []
    quality = 1.0
    for part in rest:
        name, _, given = part.partition("=")
        name, given = name.strip().lower(), given.strip()
        if name != "q":
            parameters.append((name, given.strip('"').lower()))
        elif _QUALITY.match(given):
            quality = float(given)
        else:
            return None
    return Weighted(value, tuple(parameters), quality) if value else None


@dataclass(frozen=True, slots=True)
class Offer:
    """A form in which something can be had.

    ``name`` is what code calls it; ``media_type`` is what the answer is labelled with; ``also`` are
    media types that ask for it as well; ``suffix`` ends an address that always gives it.
    """

    name: str
    media_type: str
    also: tuple[str, ...] = ()
    suffix: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that ``_mediatype`` may say to ask for it."""
        return (self.name, self.suffix.lstrip("."), self.media_type, *self.also)


_O = TypeVar("_O", bound=Offer)


def best(offers: Sequence[_O], accept: str | None) -> _O | None:
    """What the client likes best of what there is; nothing where it likes none of it.

    Among equals the one that the client names most closely counts, then the order of the offers:
    ``text/turtle, */*`` gives Turtle, though everything else would do.

    :param accept: the header; missing or empty, anything will do
    :source: RFC 9110, section 12.5.1

    >>> turtle, html = Offer("turtle", "text/turtle"), Offer("html", "text/html")
    >>> best((turtle, html), "text/html;q=0.9, */*;q=0.1").name
    'html'
    >>> best((turtle, html), "image/png") is None
    True
    """
    ranges = tuple(each for each in weighted(accept or "") if _is_range(each.value))
    if not ranges:
        return offers[0] if offers else None
    graded = [(_grade(offer, ranges), -place) for place, offer in enumerate(offers)]
    (quality, _), place = max(graded, default=((0.0, 0), 0))
    return offers[-place] if quality > 0 else None


def _is_range(value: str) -> bool:
    return value == "*" or value.count("/") == 1


def _grade(offer: Offer, ranges: Sequence[Weighted]) -> tuple[float, int]:
    """How much an offer is wanted, and how closely it was named.

    The other media types of an offer count where they are named in full: ``text/*`` does not ask
    for RDF/XML, though ``text/xml`` does.
    """
    own = _quality(offer.media_type, ranges)
    others = (_quality(each, ranges) for each in offer.also)
    return max((own, *(grade for grade in others if grade[1] >= _IN_FULL)))


_IN_FULL = 2


def _quality(media_type: str, ranges: Sequence[Weighted]) -> tuple[float, int]:
    """The quality that the closest range gives a media type, and how close that is (0 to 3)."""
    closeness, quality = -1, 0.0
    for each in ranges:
        close = _closeness(media_type, each)
        if close > closeness or (close == closeness and each.quality > quality):
            closeness, quality = close, each.quality
    return (quality, closeness) if closeness >= 0 else (0.0, 0)


def _closeness(media_type: str, wanted: Weighted) -> int:
    """0 for ``*/*``, 1 for ``text/*``, 2 for ``text/turtle``, 3 with parameters, -1 for none."""
    given, _, rest = media_type.lower().partition(";")
    kind, _, _ = given.partition("/")
    value = wanted.value.lower()
    if value in ("*/*", "*"):
        return 0
    if value == f"{kind}/*":
        return 1
    if value != given:
        return -1
    # A charset is no form of its own: all that is written here is UTF-8.
    asked = {pair for pair in wanted.parameters if pair[0] != "charset"}
    own = {tuple(part.strip().split("=", 1)) for part in rest.split(";") if "=" in part}
    if not asked:
        return 2
    return 3 if asked <= own else -1


def named(offers: Sequence[_O], name: str) -> _O | None:
    """The offer that a ``_mediatype`` or ``format`` names: a media type, a suffix or a name.

    >>> named((Offer("turtle", "text/turtle", suffix=".ttl"),), "ttl").name
    'turtle'
    """
    wanted = name.strip().lower()
    return next((offer for offer in offers if wanted in offer.names), None)


def language_of(accept: str | None, available: Sequence[str], default: str) -> str:
    """The language of ``available`` that the client likes best.

    ``fr-CA`` is served by ``fr`` and ``fr`` by ``fr-CA``; what is not at hand is passed over.

    :source: RFC 4647, section 3.4 (lookup)

    >>> language_of("de, fr-CH;q=0.8, en;q=0.5", ("en", "fr", "es"), "en")
    'fr'
    """
    for wanted in weighted(accept or ""):
        asked = wanted.value.lower()
        if wanted.quality <= 0:
            continue
        if asked == "*":
            return default
        while asked:
            for language in available:
                if language.lower() == asked or language.lower().startswith(f"{asked}-"):
                    return language
            asked = asked.rpartition("-")[0]
    return default


def reader_language(request: Request) -> str:
    """The language of the pages that a reader likes best; English if it is none of them."""
    return language_of(request.headers.get("accept-language"), tuple(LANGUAGES), "en")
