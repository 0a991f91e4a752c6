"""What the search field offers while somebody types: terms, each with why it is offered."""

from __future__ import annotations

from dataclasses import dataclass

from tvet_skos.lookup.search import Hit, search
from tvet_skos.publish.characters import printable
from tvet_skos.publish.site.edition import Name, Reading
from tvet_skos.publish.site.results import why
from tvet_skos.store.labels.question import LABEL_MODES, LIMITS, Mode
from tvet_skos.text import squash

MOST = 8
"""So many terms are offered at once."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term that somebody may mean: what it is called, where its page is, why it is offered."""

    label: str
    language: str
    href: str
    why: str


def suggested(reading: Reading, text: str) -> tuple[Suggestion, ...]:
    """The terms that a text may become, the likeliest first; each once, at most ``MOST``.

    A text that is too long to search for becomes none.
    """
    asked = squash(text)
    if not asked or len(asked) > LIMITS.characters:
        return ()
    result = search(
        reading.edition.store, asked, language=reading.language, modes=LABEL_MODES, limit=MOST
    )
    names = ((reading.name(hit.concept), hit) for hit in result.hits)
    return tuple(
        Suggestion(
            printable(name.text), name.language, name.href, printable(_why(reading, name, hit))
        )
        for name, hit in names
    )


def _why(reading: Reading, name: Name, hit: Hit) -> str:
    """Why a term is offered, without repeating its name."""
    if hit.label is None or hit.kind is None or hit.mode is Mode.TYPO:
        return why(reading, hit)
    if hit.label.value == name.text:
        return reading.say(f"suggest.{hit.mode.value}")
    return reading.say(f"why.{hit.kind.value}", label=hit.label.value)
