"""Why a node is a concept, a scheme, a collection or a label: the statement that makes it one.

:source: SKOS Reference, S4 to S8, S19 to S22, S29, S31, S33, S39 to S42, S50, S54, S60, S61
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import cast

from tvet_skos.checks.closure import ENTAILING, is_entailed
from tvet_skos.checks.graph import Graph, closure_of
from tvet_skos.checks.naming import name_of
from tvet_skos.namespaces import PREFIXES, RDF, RDFS, SKOS, SKOSXL
from tvet_skos.terms import IRI, Literal, Node, Term, Triple, order

# Looked up once: making a term costs more than a look into a node.
_TYPE = RDF.type

NOUNS = {
    SKOS.Concept: "concept",
    SKOS.ConceptScheme: "concept scheme",
    SKOS.Collection: "collection",
    SKOSXL.Label: "SKOS-XL label",
}
"""What an instance of a class is called."""

_SHORT = {**PREFIXES, "skosxl": SKOSXL.iri}


class Evidence:
    """What makes nodes of a graph belong to a class of SKOS: their types, and links that entail it.

    Sub-classes and sub-properties that the graph declares count. The graph must not change.

    >>> a, s = IRI("http://e/a"), IRI("http://e/s")
    >>> graph = Graph([Triple(a, SKOS.inScheme, s)])
    >>> Evidence(graph, SKOS.ConceptScheme).of(s) == Triple(a, SKOS.inScheme, s)
    True
    >>> a in Evidence(graph, SKOS.Concept)
    False
    """

    __slots__ = ("_graph", "_heard", "_kinds", "_said", "rdf_class")

    def __init__(self, graph: Graph, rdf_class: IRI) -> None:
        self._graph = graph
        self.rdf_class = rdf_class
        # An ordered collection is a collection (S29).
        kinds = (rdf_class, SKOS.OrderedCollection)[: 2 if rdf_class == SKOS.Collection else 1]
        lower = (closure_of(k, lambda c: graph.subjects(RDFS.subClassOf, c)) for k in kinds)
        self._kinds = frozenset(chain(kinds, *lower))
        self._said, self._heard = map(graph.in_use, ENTAILING[rdf_class])

    def of(self, node: Term) -> Triple | None:
        """The statement by which a node belongs to the class, or ``None`` where nothing says so.

        A type comes first, then what the node says, then what is said of it.
        """
        if isinstance(node, Literal):
            return None
        own = self._graph.properties(node)
        for value in own.get(_TYPE, ()):
            if value in self._kinds:
                return Triple(node, _TYPE, value)
        for predicate in self._said:
            if predicate in own:
                return Triple(node, predicate, min(own[predicate], key=order))
        for predicate in self._heard:
            subjects = self._graph.subjects(predicate, node)
            if subjects:
                return Triple(min(subjects, key=order), predicate, node)
        return None

    def __contains__(self, node: object) -> bool:
        """Whether a node belongs to the class; quicker than to tell why."""
        if isinstance(node, Literal):
            return False
        return is_entailed(self._graph, cast(Node, node), self.rdf_class)

    def nodes(self) -> Iterable[Node]:
        """Every node that belongs to the class, described in the graph or only named there."""
        typed = (self._graph.subjects(_TYPE, kind) for kind in self._kinds)
        found = dict.fromkeys(chain.from_iterable(typed))
        for node in self._graph.nodes() if self._said or self._heard else ():
            own = self._graph.properties(node)
            for predicate in self._said:
                if predicate in own:
                    found[node] = None
            for predicate in self._heard:
                for value in own.get(predicate, ()):
                    if not isinstance(value, Literal):
                        found[value] = None
        return found


def reason(graph: Graph, node: Node, statement: Triple) -> str:
    """How a statement makes a node what it is, in words that follow "it is a concept"."""
    if statement.predicate == _TYPE:
        return "by its type"
    if statement.subject == node:
        return f"by its own {short(statement.predicate)}"
    return f'by the {short(statement.predicate)} of "{name_of(graph, statement.subject)}"'


def short(iri: IRI) -> str:
    """An IRI with its usual prefix, or in full where there is none.

    >>> short(SKOS.broader), short(SKOSXL.prefLabel), short(IRI("http://e/p"))
    ('skos:broader', 'skosxl:prefLabel', '<http://e/p>')
    """
    for prefix, namespace in _SHORT.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"
