"""A term in small: the card that other sites show, and the one that a preview shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tvet_skos.errors import NotFound
from tvet_skos.lookup.card import concept_of
from tvet_skos.publish.pages import environment
from tvet_skos.publish.reports.passages import Block
from tvet_skos.publish.site.definitions import Told, entries_of, told
from tvet_skos.publish.site.edition import Name, Reading
from tvet_skos.terms import IRI, Literal

THEMES = ("auto", "light", "dark")
"""How a card may look; ``auto`` follows the reader's own choice."""

MOST_DEFINITIONS = 12
"""So many definitions stand on a card that shows them all; the page of the term has the rest."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says of a term or a topic.

    ``lead`` is the definition that stands for all; ``shown`` are those on the card, the lead first;
    ``others`` is how many more there are. A topic has texts (``abouts``) instead.
    """

    name: Name
    lead: Told | None = None
    shown: tuple[Told, ...] = ()
    others: int = 0
    abouts: tuple[Literal, ...] = ()
    is_topic: bool = False


def card_of(reading: Reading, iri: IRI, *, is_whole: bool = False) -> Card:
    """The card of a concept or a topic.

    :param is_whole: with all definitions, not just with the lead
    :raises NotFound: there is neither of that IRI
    """
    if not reading.edition.store.is_concept(iri):
        raise NotFound(f"there is no term <{iri}>")
    topic = reading.edition.topics.get(iri)
    if topic is not None:
        return Card(reading.name(iri, "topic"), abouts=topic.abouts, is_topic=True)
    found = reading.edition.card(iri)
    entries = entries_of(found, concept_of(found, iri))
    every = [told(reading, entry) for entry in entries]
    lead = lead_of(every, reading.language)
    most = MOST_DEFINITIONS if is_whole else 1
    every.sort(key=lambda each: (each is not lead, each.number))
    return Card(reading.name(iri), lead, tuple(every[:most]), max(0, len(every) - most))


def lead_of(definitions: Sequence[Told], language: str) -> Told | None:
    """The definition that leads in a language, else in English, else in any."""
    leading = [each for each in definitions if each.is_lead] or list(definitions)
    for wanted in (language, "en"):
        for each in leading:
            if each.definition.language.split("-")[0] == wanted:
                return each
    return leading[0] if leading else None


def source_line(reading: Reading, each: Told) -> str:
    """Where a definition comes from, in one line; or that this is not known."""
    if each.lacks_source:
        return reading.say(f"evidence.{each.evidence}")
    if each.makers:
        return ", ".join((" / ".join(each.makers), *each.years))
    if each.works:
        return each.works[0].title.value
    return each.definition.source_text or reading.say(f"evidence.{each.evidence}")


def card_page(reading: Reading, shown: Card, *, site: str, theme: str) -> str:
    """A card as a page that stands in a frame.

    :param site: what the addresses of this server begin with: a card may be shown anywhere
    :param theme: one of ``THEMES``
    """
    template = environment().get_template("embed/card.html")
    return template.render(**_content(reading, shown, site), theme=theme)


def card_fragment(reading: Reading, shown: Card, *, site: str) -> str:
    """A card as HTML to be put in somebody's page; nothing in it acts."""
    template = environment().get_template("embed/fragment.html")
    return template.render(**_content(reading, shown, site), theme="auto")


def _content(reading: Reading, shown: Card, site: str) -> dict[str, Any]:
    return {
        "reading": reading,
        "say": reading.say,
        "address": reading.address,
        "language": reading.language,
        "card": shown,
        "site": site,
        "source_line": lambda each: source_line(reading, each),
    }


def card_json(reading: Reading, shown: Card, *, site: str) -> dict[str, Any]:
    """A card for programs: the label, the lead definition with its source, and where there is more.

    ``source.isKnown`` says whether it is known where the text comes from; where it is not,
    ``source.text`` says so in words. Addresses are absolute.
    """
    name, lead = shown.name, shown.lead
    more = reading.say.counted("embed.others", shown.others) if shown.others else ""
    compare = site + reading.address("compare", name.iri) if shown.others else ""
    return {
        "id": name.iri,
        "language": reading.language,
        "label": {"value": name.text, "language": name.language},
        "url": site + name.href,
        "definition": _definition(reading, lead) if lead else _about(shown),
        "source": _source(reading, lead) if lead else None,
        "otherDefinitions": {"number": shown.others, "text": more, "url": compare},
        "glossary": {"title": reading.title, "url": site + reading.address("home")},
        "texts": {
            "source": reading.say("embed.source"),
            "none": reading.say("term.none"),
            "from": reading.say("embed.from"),
        },
    }


def _definition(reading: Reading, lead: Told) -> dict[str, Any]:
    definition = lead.definition
    return {
        "id": definition.iri,
        "value": definition.text,
        "language": definition.language,
        "blocks": [_block(block) for block in lead.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    return {"kind": block.kind, "texts": [passage.text for passage in block.passages]}


def _about(shown: Card) -> dict[str, Any] | None:
    for text in shown.abouts:
        blocks = [{"kind": "p", "texts": [text.value]}]
        return {"id": None, "value": text.value, "language": text.language, "blocks": blocks}
    return None


def _source(reading: Reading, lead: Told) -> dict[str, Any]:
    return {
        "isKnown": not lead.lacks_source,
        "evidence": lead.evidence,
        "text": source_line(reading, lead),
        "printed": lead.definition.source_text,
        "meaning": reading.say(f"meaning.{lead.evidence}"),
        "urls": list(lead.links),
    }
