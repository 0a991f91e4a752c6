"""Whether a record is retired; it keeps its address all the same."""

from __future__ import annotations

from tvet_skos.checks.graph import Graph
from tvet_skos.namespaces import OWL
from tvet_skos.terms import Literal, Term

_DEPRECATED = OWL.deprecated


def is_retired(graph: Graph, node: Term) -> bool:
    """Whether a node is marked ``owl:deprecated true``.

    >>> from tvet_skos.terms import IRI, Triple
    >>> old = IRI("http://e/old")
    >>> is_retired(Graph([Triple(old, OWL.deprecated, Literal("true"))]), old)
    True
    """
    marks = graph.values(node, _DEPRECATED)
    return bool(marks) and any(isinstance(v, Literal) and v.value in ("true", "1") for v in marks)
