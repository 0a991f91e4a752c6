"""Names for nodes without names: canonical labels, so that equal graphs give equal bytes."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from tvet_skos.rdf.formats import engine_triple, own_term
from tvet_skos.terms import IRI, BlankNode, Node, Triple, triple_order


def canonical_labels(triples: Iterable[Triple]) -> list[Triple]:
    """The graph with its blank nodes relabelled by RDFC-1.0; without any, the triples as they are.

    Only the triples that touch a blank node go through the engine, for it lower-cases tags.
    """
    triples = list(triples)
    anonymous = [t for t in triples if _is_anonymous(t)]
    if not anonymous:
        return triples
    named = [t for t in triples if not _is_anonymous(t)]
    return named + _canonicalised(anonymous)


def _is_anonymous(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def _canonicalised(triples: list[Triple]) -> list[Triple]:
    quads = (ox.Quad(t.subject, t.predicate, t.object) for t in map(engine_triple, triples))
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    relabelled = (
        Triple(_node(quad.subject), IRI(quad.predicate.value), own_term(quad.object))
        for quad in dataset
    )
    return sorted(relabelled, key=triple_order)


def _node(node: object) -> Node:
    term = own_term(node)  # type: ignore[arg-type]
    assert isinstance(term, IRI | BlankNode)
    return term


def isomorphic(left: Iterable[Triple], right: Iterable[Triple]) -> bool:
    """Whether two graphs say the same, whatever their blank nodes are called."""
    return set(canonical_labels(left)) == set(canonical_labels(right))
