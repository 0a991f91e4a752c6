"""N-Triples, sorted: one statement a line, nothing abbreviated."""

from __future__ import annotations

from collections.abc import Iterable

from tvet_skos.rdf.blank_nodes import canonical_labels
from tvet_skos.terms import Triple, n3, triple_order


def write_ntriples(triples: Iterable[Triple]) -> str:
    """A graph as N-Triples, ordered by subject, predicate and object."""
    statements = sorted(set(canonical_labels(triples)), key=triple_order)
    return "".join(f"{n3(t.subject)} {n3(t.predicate)} {n3(t.object)} .\n" for t in statements)
