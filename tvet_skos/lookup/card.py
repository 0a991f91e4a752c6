"""Everything a reader wants of one concept, as a small vocabulary of its own."""

from __future__ import annotations

from collections.abc import Iterator

from tvet_skos.errors import NotFound
from tvet_skos.model import Concept, ConceptScheme, preferred
from tvet_skos.namespaces import BIBO, DCTERMS, PROV, RDF, SKOS, TVS
from tvet_skos.rdf.profile import from_triples
from tvet_skos.store import Store
from tvet_skos.terms import IRI, Literal, Term, Triple

_FOLLOWED: dict[Term, tuple[IRI, ...]] = {
    SKOS.Concept: (SKOS.definition,),
    TVS.Definition: (
        DCTERMS.source,
        PROV.wasDerivedFrom,
        PROV.wasQuotedFrom,
        PROV.hadPrimarySource,
    ),
    BIBO.Document: (DCTERMS.creator, DCTERMS.publisher),
}
"""From a record of a class, which properties lead to records that belong on the card."""


def card(store: Store, concept: IRI) -> ConceptScheme:
    """A concept with its definitions, their sources, the organisations behind them and the pages.

    Other concepts are named by IRI only; ``label_of`` gives their labels.

    :raises NotFound: the store has no such concept

    >>> from tvet_skos import bundled_vocabulary, open_store
    >>> store = open_store(bundled_vocabulary())
    >>> found = card(store, IRI("https://w3id.org/tvet-skos/glossary/micro-credential"))
    >>> len(found.concepts[0].definitions), [agent.name for agent in found.agents]
    (6, ['Commonwealth of Learning', 'Council of the European Union'])
    """
    scheme = from_triples(_reached(store, concept))
    if not any(c.iri == concept for c in scheme.concepts):
        raise NotFound(f"there is no concept <{concept}>")
    return scheme


def concept_of(scheme: ConceptScheme, iri: IRI) -> Concept:
    """The record of a concept that is known to be there."""
    return next(concept for concept in scheme.concepts if concept.iri == iri)


def _reached(store: Store, start: IRI) -> Iterator[Triple]:
    seen, waiting = {start}, [start]
    while waiting:
        triples = store.about(waiting.pop())
        yield from triples
        followed = {
            predicate
            for t in triples
            if t.predicate == RDF.type
            for predicate in _FOLLOWED.get(t.object, ())
        }
        for t in triples:
            if t.predicate in followed and isinstance(t.object, IRI) and t.object not in seen:
                seen.add(t.object)
                waiting.append(t.object)


def label_of(store: Store, iri: IRI, language: str = "en") -> str:
    """The label of any concept or collection, else its IRI."""
    labels = [
        t.object
        for t in store.about(iri)
        if t.predicate == SKOS.prefLabel and isinstance(t.object, Literal)
    ]
    return preferred(labels, language) or iri
