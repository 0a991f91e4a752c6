"""The register of sources, and the page of each: who says so, and what else they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tvet_skos.errors import NotFound
from tvet_skos.lookup.card import concept_of
from tvet_skos.lookup.compare import numbered_definitions
from tvet_skos.lookup.elsewhere import Elsewhere
from tvet_skos.model import ConceptScheme, Source
from tvet_skos.namespaces import DCTERMS
from tvet_skos.publish.links import source_links
from tvet_skos.publish.site.definitions import body_of, title_of
from tvet_skos.publish.site.edition import MOST_QUOTED, MOST_ROWS, Edition, Name, Reading
from tvet_skos.publish.site.lists import part
from tvet_skos.publish.site.rendering import render
from tvet_skos.publish.site.worklist import beginning
from tvet_skos.rdf.profile import from_triples
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import fold


@dataclass(frozen=True, slots=True)
class Entry:
    """A source in the register, with how many definitions name it."""

    title: Literal
    makers: tuple[str, ...]
    year: str
    href: str
    definitions: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A definition from a source: its term, where it stands, its text, and what others say.

    ``compare`` leads to its term's definitions, held against this one. ``elsewhere`` is nothing
    for a bare text, whose source is that of its concept.
    """

    term: Name
    href: str
    compare: str
    text: str
    language: str
    locator: str
    elsewhere: Elsewhere | None = None


_SHOWN = 400


def sources_page(reading: Reading, page: int) -> str:
    """The register, by citation.

    :raises NotFound: it has not so many pages
    """
    register = reading.edition.register
    shown = part(register, page)
    records = _records(reading.edition, [source for source, _ in shown.entries])
    return render(
        reading,
        "sources",
        kind="sources",
        page=page,
        pages=shown.pages,
        total=len(register),
        capped=MOST_ROWS if len(register) >= MOST_ROWS else 0,
        entries=[_entry(reading, records, iri, number) for iri, number in shown.entries],
    )


def _entry(reading: Reading, records: ConceptScheme, iri: IRI, definitions: int) -> Entry:
    source = next((s for s in records.sources if s.iri == iri), Source(iri=iri))
    return Entry(
        title_of(source, reading.language),
        tuple(agent.name for agent in reading.edition.agents(source.makers)),
        source.year or source.date,
        reading.address("source", iri),
        definitions,
    )


def source_page(reading: Reading, iri: IRI) -> str:
    """A source: what it is, its editions, and every definition from it.

    :raises NotFound: there is no such source
    """
    edition = reading.edition
    source = next((s for s in _records(edition, [iri]).sources if s.iri == iri), None)
    quoted = _quoted(reading, iri)
    if source is None and not quoted:
        raise NotFound(f"there is no source <{iri}>")
    source = source or Source(iri=iri)
    later = [*source.replaced_by, *_pointing(edition, DCTERMS.isVersionOf, iri)]
    earlier = [
        *([source.version_of] if source.version_of else []),
        *_pointing(edition, DCTERMS.isReplacedBy, iri),
    ]
    makers = edition.agents(source.makers)
    return render(
        reading,
        "source",
        kind="source",
        subject=iri,
        source=source,
        title=title_of(source, reading.language),
        makers=makers,
        bodies=tuple(dict.fromkeys(body_of(agent) for agent in makers)),
        publishers=[a for a in edition.agents(source.publishers) if a not in makers],
        links=source_links((source,)),
        earlier=_editions(reading, earlier),
        later=_editions(reading, later),
        quoted=quoted,
        disputed=sum(1 for each in quoted if each.elsewhere and each.elsewhere.different),
        capped=MOST_QUOTED if len(quoted) >= MOST_QUOTED else 0,
    )


def _records(edition: Edition, iris: Sequence[IRI]) -> ConceptScheme:
    """The records of some sources."""
    return from_triples(t for iri in iris for t in edition.store.about(iri))


def _pointing(edition: Edition, predicate: IRI, iri: IRI) -> list[IRI]:
    subjects = (t.subject for t in edition.store.naming(predicate, iri))
    return [subject for subject in subjects if isinstance(subject, IRI)]


def _editions(reading: Reading, iris: Sequence[IRI]) -> list[Entry]:
    records = _records(reading.edition, list(dict.fromkeys(iris)))
    return [_entry(reading, records, iri, 0) for iri in dict.fromkeys(iris)]


def _quoted(reading: Reading, iri: IRI) -> list[Quoted]:
    found: dict[tuple[IRI, str], Quoted] = {}
    for concept, _, definition, text, _, _, locator in reading.edition.quoting(iri):
        if not isinstance(concept, IRI) or not isinstance(text, Literal):
            continue
        if (concept, text.value) in found:
            continue
        fragment = definition.partition("#")[2] if isinstance(definition, IRI) else ""
        beside = reading.edition.elsewhere(concept, iri)
        others = next((each for each in beside if each.definition.iri == definition), None)
        found.setdefault(
            (concept, text.value),
            Quoted(
                reading.name(concept),
                reading.address("term", concept, fragment=fragment),
                _comparison(reading, concept, fragment, others),
                beginning(text.value, _SHOWN),
                text.language,
                locator.value if isinstance(locator, Literal) else "",
                others,
            ),
        )
    order = sorted(found, key=lambda key: (fold(found[key].term.text), key))
    return [found[key] for key in order[:MOST_QUOTED]]


def _comparison(reading: Reading, concept: IRI, fragment: str, others: Elsewhere | None) -> str:
    """The link to a term's definitions, held against this one where that has a page."""
    address, around = reading.address, reading.edition.around
    beside = others.different + others.alike if others else 0
    number = others.number if others and beside else None
    if not around.is_live and number and _many(reading.edition, concept, around.most_baselines):
        number = None
    return address.comparison(concept, baseline=number, fragment=fragment)


def _many(edition: Edition, concept: IRI, most: int) -> bool:
    return len(numbered_definitions(concept_of(edition.card(concept), concept))) > most
