"""A graph as shapes look at it: with what they ask for again and again remembered."""

from __future__ import annotations

from collections.abc import Sequence

from tvet_skos.checks.graph import ChangedGraph, Graph
from tvet_skos.namespaces import RDF, RDFS
from tvet_skos.terms import IRI, Literal, Node, Term

_TYPE = RDF.type


class View:
    """A graph, and the superclasses of each set of classes.

    The view of a changed graph uses what the view of its base has remembered.
    """

    __slots__ = ("_superclasses", "base", "graph", "properties", "values")

    def __init__(self, graph: Graph, base: View | None = None) -> None:
        self.graph = graph
        self.base = base
        self.values = graph.values
        self.properties = graph.properties
        same = base is not None and isinstance(graph, ChangedGraph) and not _changes_classes(graph)
        self._superclasses: dict[tuple[Term, ...], frozenset[Term]] = (
            base._superclasses if base is not None and same else {}
        )

    def classes(self, node: Term) -> frozenset[Term]:
        """The classes of a node, superclasses included."""
        return self._classes(node, tuple(self.properties(node).get(_TYPE, ())))

    def is_a(self, node: Term, rdf_class: Term) -> bool:
        """Whether a node is an instance of a class (a SHACL instance; a literal never is)."""
        if isinstance(node, Literal):
            return False
        types = self.properties(node).get(_TYPE, ())
        return rdf_class in types or (
            bool(types) and rdf_class in self._classes(node, tuple(types))
        )

    def _classes(self, node: Term, types: tuple[Term, ...]) -> frozenset[Term]:
        known = self._superclasses.get(types)
        if known is None:
            known = self._superclasses[types] = frozenset(self.graph.classes(node))
        return known

    def subjects(self, predicate: IRI, value: Term) -> Sequence[Node]:
        """The nodes that have a term, which may be a literal, as value of a property."""
        if isinstance(value, Literal):
            return self.graph.bearers(predicate, value)
        return self.graph.subjects(predicate, value)


def _changes_classes(graph: ChangedGraph) -> bool:
    return any(t.predicate == RDFS.subClassOf for t in (*graph.added, *graph.removed))
