"""N-Triples, sorted: one statement a line, nothing abbreviated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tvet_skos.rdf.blank_nodes import canonical_labels
from tvet_skos.terms import Node, Triple, n3, order, triple_order


def write_ntriples(triples: Iterable[Triple]) -> str:
    """A graph as N-Triples, ordered by subject, predicate and object."""
    return "".join(ntriples_pieces(triples))


def ntriples_pieces(triples: Iterable[Triple]) -> Iterator[str]:
    """The same document a piece at a time, one a subject."""
    for subject, statements in in_order(triples):
        start = n3(subject)
        yield "".join(f"{start} {n3(t.predicate)} {n3(t.object)} .\n" for t in statements)


def in_order(triples: Iterable[Triple]) -> Iterator[tuple[Node, list[Triple]]]:
    """A graph ordered by subject, predicate and object; blank nodes have canonical labels."""
    graph: dict[Node, set[Triple]] = defaultdict(set)
    for triple in canonical_labels(triples):
        graph[triple.subject].add(triple)
    for subject in sorted(graph, key=order):
        yield subject, sorted(graph.pop(subject), key=triple_order)
