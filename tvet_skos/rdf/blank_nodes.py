"""Names for nodes without names: canonical labels, so that equal graphs give equal bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pyoxigraph as ox

from tvet_skos.errors import InputError
from tvet_skos.rdf.formats import engine_triple, own_triple
from tvet_skos.terms import BlankNode, Node, Term, Triple, triple_order


def canonical_labels(triples: Iterable[Triple]) -> list[Triple]:
    """The graph with its blank nodes relabelled by RDFC-1.0; without any, the triples as they are.

    Only the triples that touch a blank node go through the engine, for it lower-cases tags.

    :raises InputError: naming the blank nodes could take hours
    """
    triples = triples if isinstance(triples, list) else list(triples)
    anonymous = [t for t in triples if type(t[0]) is BlankNode or type(t[2]) is BlankNode]
    if not anonymous:
        return triples
    _refuse_hard(anonymous)
    named = [t for t in triples if not (type(t[0]) is BlankNode or type(t[2]) is BlankNode)]
    return named + _canonicalised(anonymous)


def _refuse_hard(triples: list[Triple]) -> None:
    """Refuse graphs on which RDFC-1.0 takes hours: cliques, and long chains of nodes all alike.

    What OWL and SKOS build of blank nodes (trees, lists of different things) is named at once.
    """
    nodes = {n for t in triples for n in (t.subject, t.object) if isinstance(n, BlankNode)}
    links = [t for t in triples if t.subject in nodes and t.object in nodes]
    pairs = {(t.subject, t.object) for t in links}
    if len(pairs) > _MOST_LINKS * len(nodes):
        raise InputError(
            f"{len(nodes)} blank nodes have {len(pairs)} links between them, too many to name them",
            hint="give them IRIs",
        )
    alike = max(_alike(triples, links).values(), default=0)
    if alike > _MOST_ALIKE:
        raise InputError(
            f"{alike} blank nodes that hang together say the same, too many to tell them apart",
            hint="give them IRIs",
        )


_MOST_LINKS = 3
"""Links between blank nodes for each of them; nine nodes each linked to each took 95 s."""

_MOST_ALIKE = 200
"""Blank nodes in one piece that look the same from near; time grows with the cube: 400 took 5 s."""


def _alike(triples: list[Triple], links: list[Triple]) -> Counter[tuple[Node, frozenset[object]]]:
    """How many linked blank nodes of one piece make the same statements, names left out."""
    piece: dict[Term, Term] = {node: node for t in links for node in (t.subject, t.object)}

    def root(node: Term) -> Term:
        while piece[node] != node:
            piece[node] = piece[piece[node]]
            node = piece[node]
        return node

    for link in links:
        piece[root(link.subject)] = root(link.object)
    said: dict[Node, set[object]] = {node: set() for node in piece}  # type: ignore[misc]
    for t in triples:
        if t.subject in said:
            said[t.subject].add((t.predicate, "" if isinstance(t.object, BlankNode) else t.object))
    return Counter((root(node), frozenset(facts)) for node, facts in said.items())  # type: ignore[misc]


def _canonicalised(triples: list[Triple]) -> list[Triple]:
    quads = (ox.Quad(t.subject, t.predicate, t.object) for t in map(engine_triple, triples))
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(own_triple, dataset), key=triple_order)


def isomorphic(left: Iterable[Triple], right: Iterable[Triple]) -> bool:
    """Whether two graphs say the same, whatever their blank nodes are called."""
    return set(canonical_labels(left)) == set(canonical_labels(right))
