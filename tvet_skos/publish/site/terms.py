"""The page of a term: all that the vocabulary says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tvet_skos.lookup.card import concept_of
from tvet_skos.lookup.compare import Entry
from tvet_skos.model import Concept, ConceptScheme, Page
from tvet_skos.publish.site.citations import WRITERS, citation, citations
from tvet_skos.publish.site.defined_term import defined_term
from tvet_skos.publish.site.definitions import entries_of, told
from tvet_skos.publish.site.edition import Reading, chosen_label
from tvet_skos.publish.site.neighbourhood import picture
from tvet_skos.publish.site.paths import paths_up
from tvet_skos.publish.site.rendering import render
from tvet_skos.terms import IRI, Literal

MAPPINGS = ("exact_match", "close_match", "broad_match", "narrow_match", "related_match")
MOST_NEIGHBOURS = 60
"""So many narrower or related terms stand on the page; the hierarchy has the rest."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A concept elsewhere: its relation, its IRI, and that without what all addresses have."""

    relation: str
    iri: IRI
    shown: str


def term_page(reading: Reading, iri: IRI) -> str:
    """The page of a concept.

    :raises NotFound: there is no such concept
    """
    found = reading.edition.card(iri)
    concept = concept_of(found, iri)
    here = reading.name(iri)
    entries = entries_of(found, concept)
    shown = tuple(told(reading, entry) for entry in entries)
    edition = reading.edition
    above, below, beside = (
        reading.names(reading.in_order(neighbours))
        for neighbours in (edition.above(iri), edition.below(iri), edition.beside(iri))
    )
    return render(
        reading,
        "term",
        kind="term",
        subject=iri,
        concept=concept,
        here=here,
        definitions=shown,
        missing=sum(1 for each in shown if each.lacks_source),
        cited=[citation(reading, here.text, entry) for entry in entries],
        paths=[reading.names(path) for path in paths_up(edition, iri)],
        above=above,
        below=below[:MOST_NEIGHBOURS],
        more_below=max(0, len(below) - MOST_NEIGHBOURS),
        beside=beside[:MOST_NEIGHBOURS],
        topics=reading.names(reading.in_order(edition.topics_of(iri)), "topic"),
        labels=_in_languages(reading, concept),
        spellings=_spellings(concept, reading.language),
        mappings=mappings_of(concept),
        pages=_read_from(concept, found),
        earlier=[each for each in concept.definitions if each.deprecated and each.value],
        replaced_by=reading.names(concept.replaced_by),
        picture=picture(here, above, below, beside),
        structured=defined_term(reading, concept, shown),
    )


def _in_languages(reading: Reading, concept: Concept) -> list[tuple[str, list[Literal], bool]]:
    """Labels in other languages than the heading's, the preferred first; whether several."""
    heading = chosen_label(concept.pref_labels, reading.language)
    found: dict[str, list[Literal]] = {}
    for label in (*concept.pref_labels, *concept.alt_labels):
        if heading is None or label.language != heading.language:
            found.setdefault(label.language, []).append(label)
    return [(tag, labels, len(labels) > 1) for tag, labels in sorted(found.items())]


def _spellings(concept: Concept, language: str) -> list[Literal]:
    """Other labels in the language of the heading; hidden ones are for search only."""
    heading = chosen_label(concept.pref_labels, language)
    wanted = heading.language if heading else language
    return [label for label in concept.alt_labels if label.language == wanted]


def mappings_of(concept: Concept) -> list[Mapping]:
    """What a concept is mapped to, the closest relations first."""
    return [
        Mapping(relation, target, target.partition("://")[2] or target)
        for relation in MAPPINGS
        for target in getattr(concept, relation)
    ]


def _read_from(concept: Concept, found: ConceptScheme) -> list[Page]:
    """The pages that definitions were read from, and those that the concept names itself."""
    known = {record.url for record in found.page_records}
    plain = [Page(iri=iri, url=iri) for iri in concept.pages if iri not in known]
    return [*found.page_records, *plain]


def term_citations(reading: Reading, iri: IRI, suffix: str) -> str:
    """The definitions of a term for reference managers, in a format of ``WRITERS``.

    :raises NotFound: there is no such concept
    """
    found = reading.edition.card(iri)
    concept = concept_of(found, iri)
    entries: Sequence[Entry] = entries_of(found, concept)
    name = reading.name(iri).text
    return WRITERS[suffix](citations(reading, found, name, tuple(entries)))
