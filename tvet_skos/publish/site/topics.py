"""Topics, and the terms that belong to each."""

from __future__ import annotations

from dataclasses import dataclass

from tvet_skos.errors import NotFound
from tvet_skos.publish.site.edition import (
    Name,
    Reading,
    TopicRecord,
    chosen_label,
)
from tvet_skos.publish.site.lists import part
from tvet_skos.publish.site.rendering import render
from tvet_skos.terms import IRI, Literal


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: what it is called and is about, and how many terms belong to it."""

    name: Name
    about: Literal | None
    size: int


def topics_of(reading: Reading) -> list[Topic]:
    """Every topic, by name."""
    topics = reading.edition.topics
    return [_topic(reading, topics[iri]) for iri in reading.in_order(tuple(topics))]


def _topic(reading: Reading, record: TopicRecord) -> Topic:
    about = chosen_label(record.abouts, reading.language)
    return Topic(reading.name(record.iri, "topic"), about, record.size)


def topics_page(reading: Reading, page: int) -> str:
    """All topics.

    :raises NotFound: there are not so many pages
    """
    shown = part(topics_of(reading), page)
    return render(
        reading, "topics", kind="topics", page=page, pages=shown.pages, topics=shown.entries
    )


def topic_page(reading: Reading, iri: IRI, page: int) -> str:
    """The terms of a topic, by name; where there are very many, by IRI.

    :raises NotFound: there is no such topic, or it has not so many pages
    """
    record = reading.edition.topics.get(iri)
    if record is None:
        raise NotFound(f"there is no topic <{iri}>")
    members = part(reading.in_order(reading.edition.members(iri)), page)
    return render(
        reading,
        "topic",
        kind="topic",
        subject=iri,
        page=page,
        pages=members.pages,
        topic=_topic(reading, record),
        members=[_member(reading, member) for member in members.entries],
    )


def _member(reading: Reading, iri: IRI) -> Name:
    return reading.name(iri, "topic" if iri in reading.edition.topics else "term")
