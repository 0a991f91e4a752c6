"""What a vocabulary says of one thing in it: the document that its IRI leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tvet_skos.lookup.card import card
from tvet_skos.model import ConceptScheme
from tvet_skos.namespaces import BIBO, DCTERMS, RDF, SKOS
from tvet_skos.publish.sheets import definition_sheet, source_sheet, write_csv
from tvet_skos.rdf.profile import from_triples, to_triples
from tvet_skos.store import Store
from tvet_skos.terms import IRI, BlankNode, Node, Triple


def described(store: Store, iri: IRI, known: ConceptScheme | None = None) -> ConceptScheme | None:
    """Everything that belongs on the document of an IRI; nothing where nothing is said of it.

    A concept brings its definitions, their sources, organisations and pages; a source brings its
    makers; everything brings the nodes below it, those without a name and those whose IRI is its
    own with a fragment.

    :param known: the card of a concept, where it has been read already
    """
    about = store.about(iri)
    if not about:
        return None
    classes = {t.object for t in about if t.predicate == RDF.type}
    if SKOS.Concept in classes:
        about = list(to_triples(known or card(store, iri)))
    elif BIBO.Document in classes:
        about += _makers(store, about)
    return from_triples(_with_nodes_below(store, iri, about))


def _makers(store: Store, about: Iterable[Triple]) -> list[Triple]:
    makers = {t.object for t in about if t.predicate in (DCTERMS.creator, DCTERMS.publisher)}
    return [t for maker in sorted(map(str, makers)) for t in store.about(IRI(maker))]


def _with_nodes_below(store: Store, iri: IRI, triples: Iterable[Triple]) -> Iterator[Triple]:
    """Statements, and those of the nodes below that they lead to."""
    fragment = iri if "#" in iri else f"{iri}#"
    triples = list(triples)
    seen: set[Node] = {triple.subject for triple in triples}
    waiting = triples
    while waiting:
        triple = waiting.pop()
        yield triple
        node = triple.object
        is_below = isinstance(node, BlankNode) or (
            isinstance(node, IRI) and node.startswith(fragment)
        )
        if is_below and node not in seen:
            assert isinstance(node, BlankNode | IRI)
            seen.add(node)
            waiting.extend(store.about(node))


def csv_of(scheme: ConceptScheme) -> str:
    """A document as a table: the sources where it has no concept, else the definitions."""
    is_register = bool(scheme.sources) and not scheme.concepts
    return write_csv(source_sheet(scheme) if is_register else definition_sheet(scheme))
