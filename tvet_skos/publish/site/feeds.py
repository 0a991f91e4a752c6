"""Changes as Atom, for who wants to be told: of everything, of a term, of a source.

All links are absolute: the ``Reading`` must have a form that makes them so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from tvet_skos.errors import NotFound
from tvet_skos.lookup.card import concept_of
from tvet_skos.lookup.queries import named_query
from tvet_skos.namespaces import RDF
from tvet_skos.publish.pages import environment
from tvet_skos.publish.site.changes import (
    Change,
    changes_of,
    changes_of_definition,
    changes_of_term,
    moment,
    newest_first,
    notes_of,
)
from tvet_skos.publish.site.definitions import title_of
from tvet_skos.publish.site.edition import Edition, Reading
from tvet_skos.publish.site.worklist import beginning
from tvet_skos.rdf.profile import from_triples
from tvet_skos.terms import IRI, BlankNode, Literal

ATOM = "application/atom+xml"
"""The media type of a feed."""

MOST_ENTRIES = 100
"""So many changes, the newest, stand in a feed."""

_SHOWN = 600
_LONG_AGO = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as an entry of a feed; ``id`` stays the same as long as the change is told."""

    id: str
    title: str
    updated: str
    href: str
    kind: str
    text: str
    language: str


def whole_feed(reading: Reading) -> str:
    """The newest changes of the whole vocabulary, as Atom."""
    return _feed(
        reading,
        title=reading.say("changes.latest", name=reading.title),
        about=reading.edition.scheme.iri,
        here=reading.address.feed(),
        page=reading.address("changes"),
        changes=changes_of(reading.edition),
    )


def term_feed(reading: Reading, concept: IRI) -> str:
    """The changes of one term.

    :raises NotFound: there is no such concept
    """
    if not reading.edition.store.is_concept(concept):
        raise NotFound(f"there is no concept <{concept}>")
    return _feed(
        reading,
        title=reading.say("changes.latest", name=reading.name(concept).text),
        about=concept,
        here=reading.address.feed("term", concept),
        page=reading.address("term", concept),
        changes=changes_of_term(reading.edition, concept),
    )


def source_feed(reading: Reading, source: IRI) -> str:
    """The changes of the definitions that come from a source.

    :raises NotFound: there is no such source
    """
    about = reading.edition.store.about(source)
    record = next((s for s in from_triples(about).sources if s.iri == source), None)
    changes = newest_first(_changes_from(reading.edition, source))
    if record is None and not changes:
        raise NotFound(f"there is no source <{source}>")
    name = title_of(record, reading.language).value if record else source
    return _feed(
        reading,
        title=reading.say("changes.latest", name=name),
        about=source,
        here=reading.address.feed("source", source),
        page=reading.address("source", source),
        changes=changes,
    )


def _changes_from(edition: Edition, source: IRI) -> Iterator[Change]:
    """What happened to the definitions from a source; else when their terms came or changed."""
    for concept, _, definition, *_ in edition.rows(named_query("terms-by-source"), source=source):
        if not isinstance(concept, IRI):
            continue
        own: list[Change] = []
        if isinstance(definition, IRI | BlankNode):
            own += changes_of_definition(edition, concept, definition)
        yield from own or (c for c in changes_of_term(edition, concept) if not c.node)


def _feed(
    reading: Reading, *, title: str, about: str, here: str, page: str, changes: Iterable[Change]
) -> str:
    made = (_entry(reading, change) for change in changes)
    entries = [entry for entry in made if entry is not None][:MOST_ENTRIES]
    scheme = reading.edition.scheme
    whole = moment(scheme.modified) or moment(scheme.created) or _LONG_AGO
    return (
        environment()
        .get_template("site/feed.xml")
        .render(
            title=title,
            id=_name(about, "feed", ""),
            here=here,
            page=page,
            updated=max((entry.updated for entry in entries), default=whole),
            authors=[agent.name for agent in reading.edition.makers if agent.name]
            or [reading.title],
            license=scheme.license,
            language=reading.language,
            entries=entries,
        )
    )


def _entry(reading: Reading, change: Change) -> Entry | None:
    """Nothing where the day is none: a feed must say when."""
    updated = moment(change.date)
    if updated is None:
        return None
    name = reading.name(change.concept)
    fragment = change.node.partition("#")[2]
    text = _text(reading.edition, change)
    return Entry(
        _name(change.node or change.concept, change.kind, change.date, str(change.note or "")),
        f"{name.text}: {reading.say(f'change.{change.kind}')}",
        updated,
        reading.address("term", change.concept, fragment=fragment),
        change.kind,
        beginning(text.value, _SHOWN) if text else "",
        text.language if text else "",
    )


def _text(edition: Edition, change: Change) -> Literal | None:
    """What a reader is told: a note, the definition that it happened to, or the first one."""
    for note in notes_of(edition, change):
        return note
    if change.node:
        about = edition.about(IRI(change.node))
        found = [t.object for t in about if t.predicate == RDF.value]
        return next((text for text in found if isinstance(text, Literal)), None)
    concept = concept_of(edition.card(change.concept), change.concept)
    texts = [*(d.value for d in concept.live_definitions), *concept.definition_texts]
    return next((text for text in texts if text is not None), None)


def _name(*parts: str) -> str:
    """A name for what has no IRI of its own, made from what it is about.

    :source: RFC 9562, section 5.5
    """
    return f"urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(parts))}"


FEEDS: dict[str, Callable[[Reading, IRI], str]] = {"term": term_feed, "source": source_feed}
"""Kind of page that has a feed to what writes it."""
