"""All terms from A to Z."""

from __future__ import annotations

from dataclasses import dataclass

from tvet_skos.errors import NotFound
from tvet_skos.publish.site.edition import Edition, Name, Reading
from tvet_skos.publish.site.lists import pages_of, require_page
from tvet_skos.publish.site.rendering import render
from tvet_skos.publish.site.texts import LANGUAGES
from tvet_skos.store.labels.entries import LabelEntry, LabelKind
from tvet_skos.text import speaks

ALL = "all"
"""The list of all languages together."""
SIGNS = "signs"
"""What the heading ``#`` is called in an address."""
_PART = 200


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A label in the list; ``preferred`` is what to look under where it is no preferred one."""

    label: str
    language: str
    href: str
    preferred: Name | None


def index_page(reading: Reading, name: str, page: int) -> str:
    """A letter of the list; without a name the first one in the language of the reader.

    :param name: ``en/M``: a language with labels or ``all``, and a heading
    :raises NotFound: there is no such list or letter
    """
    index = reading.edition.store.labels
    wanted, _, asked = name.partition("/")
    chosen = wanted or (reading.language if index.letters(reading.language) else ALL)
    language = None if chosen == ALL else chosen
    headings = index.letters(language)
    if not headings and name:
        raise NotFound(f"there is no list of labels in {chosen[:40]!r}")
    letter = "#" if asked == SIGNS else asked or (headings[0].name if headings else "")
    heading = next((h for h in headings if h.name == letter), None)
    if letter and heading is None:
        raise NotFound(f"no label stands under {letter[:20]!r}")
    pages = pages_of(heading.labels if heading else 0, _PART)
    require_page(page, pages)
    entries = (
        index.page(letter, language, limit=_PART, offset=(page - 1) * _PART) if heading else []
    )
    return render(
        reading,
        "index",
        kind="index",
        subject=f"{chosen}/{SIGNS if letter == '#' else letter}" if letter else "",
        page=page,
        pages=pages,
        list=chosen,
        letter=letter,
        count=heading.labels if heading else 0,
        headings=headings,
        entries=[_entry(reading, entry, language) for entry in entries],
        tags=lists_of(reading.edition),
    )


def lists_of(edition: Edition) -> list[str]:
    """The languages that have a list; there is one of all languages beside them."""
    index = edition.store.labels
    return [tag for tag in LANGUAGES if index.letters(tag)]


def _entry(reading: Reading, entry: LabelEntry, language: str | None) -> IndexEntry:
    preferred = None
    if entry.kind is not LabelKind.PREFERRED:
        labels = reading.edition.labels(entry.concept)
        tongue = language or entry.label.language
        own = next((label for label in labels if speaks(label.language, tongue)), None)
        name = reading.name(entry.concept)
        preferred = Name(own.value, own.language, name.href, name.iri) if own else name
    href = reading.address("term", entry.concept)
    return IndexEntry(entry.label.value, entry.label.language, href, preferred)
