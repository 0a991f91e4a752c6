"""What search engines are told: every page in every language, and what to leave alone.

All links are absolute: the ``Reading`` must have a form that makes them so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from weakref import WeakKeyDictionary

from tvet_skos.errors import NotFound
from tvet_skos.publish.pages import environment
from tvet_skos.publish.site.edition import Edition, Reading, own_query
from tvet_skos.publish.site.everything import every_concept, every_source
from tvet_skos.publish.site.rendering import asset_path
from tvet_skos.publish.site.texts import LANGUAGES
from tvet_skos.publish.site.worklist import beginning
from tvet_skos.terms import IRI, Literal

MOST_ADDRESSES = 50_000
"""So many addresses stand in one file, as the protocol of sitemaps allows."""

_FIXED = ("home", "index", "topics", "hierarchy", "sources", "changes", "about")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in all its languages: pairs of a language and an address, and when it changed."""

    addresses: tuple[tuple[str, str], ...]
    changed: str = ""


_kept: WeakKeyDictionary[Edition, tuple[tuple[str, IRI], ...]] = WeakKeyDictionary()


def _subjects(edition: Edition) -> Sequence[tuple[str, IRI]]:
    """What pages are about, with their kinds; looked up once an edition."""
    if edition not in _kept:
        fixed = [(kind, IRI("")) for kind in _FIXED]
        topics = [("topic", iri) for iri in edition.topics]
        sources = [("source", iri) for iri in every_source(edition)]
        terms = [("term", iri) for iri in every_concept(edition)]
        _kept[edition] = (*fixed, *topics, *sources, *terms)
    return _kept[edition]


def sitemap_parts(reading: Reading, most: int = MOST_ADDRESSES) -> int:
    """How many files the addresses of all pages fill."""
    there = len(_languages(reading))
    return max(1, -(-len(_subjects(reading.edition)) // (most // there)))


def sitemap(reading: Reading, part: int = 0, most: int = MOST_ADDRESSES) -> Iterator[str]:
    """The sitemap in pieces; where one file does not hold it, the list of its parts.

    :param part: a part of it, counted from 1
    :param most: addresses in one file
    :raises NotFound: there is no such part

    :source: https://www.sitemaps.org/protocol.html
    """
    parts = sitemap_parts(reading, most)
    if not 0 <= part <= parts:
        raise NotFound(f"the sitemap has no part {part}", hint=f"its last part is {parts}")
    if not part and parts > 1:
        each = [reading.address.file(f"/sitemap-{n}.xml") for n in range(1, parts + 1)]
        return environment().get_template("site/sitemap-index.xml").generate(parts=each)
    listed = _listed(reading, max(part, 1), most)
    return environment().get_template("site/sitemap.xml").generate(listed=listed)


def _languages(reading: Reading) -> tuple[str, ...]:
    return reading.address.around.languages or tuple(LANGUAGES)


def _listed(reading: Reading, part: int, most: int) -> Iterator[Listed]:
    tags = _languages(reading)
    size = most // len(tags)
    changed = _last_changes(reading.edition)
    for kind, iri in islice(_subjects(reading.edition), (part - 1) * size, part * size):
        pairs = [(tag, reading.address(kind, iri, language=tag)) for tag in tags]
        yield Listed(tuple(pairs), changed.get(iri, ""))


def _last_changes(edition: Edition) -> dict[IRI, str]:
    rows = edition.rows(own_query("last-changes"))
    return {
        concept: last.value[:10]
        for concept, last in rows
        if isinstance(concept, IRI) and isinstance(last, Literal) and len(last.value) >= 10
    }


def robots(reading: Reading) -> str:
    """``robots.txt``: pages are for everybody, the answers to queries for nobody's index."""
    template = environment().get_template("site/robots.txt")
    return template.render(
        is_live=reading.address.around.is_live,
        languages=_languages(reading),
        sitemap=reading.address.file("/sitemap.xml"),
    )


_SHORT = 16
_LONG = 48
_LONGEST = 1024


def opensearch(reading: Reading, suggest: str = "") -> str:
    """The description by which a browser makes the search one of its own.

    :param suggest: where completions are had; nothing where no server gives them
    :source: https://github.com/dewitt/opensearch, OpenSearch 1.1, draft 6
    """
    title = reading.title
    return (
        environment()
        .get_template("site/opensearch.xml")
        .render(
            short=title if len(title) <= _SHORT else f"{title[: _SHORT - 1].rstrip()}…",
            long=beginning(title, _LONG),
            description=beginning(reading.say("layout.search_hint"), _LONGEST),
            language=reading.language,
            search=reading.address("search"),
            suggest=suggest,
            icon=reading.address.file(asset_path("icon.svg")),
            here=reading.address.file("/opensearch.xml"),
        )
    )
