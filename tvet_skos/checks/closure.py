"""What SKOS entails, asked of the graph as it is: nothing is written into it.

Each function answers for one node, from what the node says, what points to it, and the
sub-properties that the graph declares. Transitive closures are walked, never stored, and nothing
recurses, so that depth and cycles do no harm.

:source: SKOS Reference, statements S4 to S8, S19 to S26, S29 to S45
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from tvet_skos.checks.graph import Graph
from tvet_skos.namespaces import RDF, SKOS, SKOSXL
from tvet_skos.terms import IRI, Literal, Node, Term

Neighbours = Callable[[Graph, Node], Iterable[Node]]
"""A step from a node to others."""

_BROADER = ((SKOS.broader,), (SKOS.narrower,))
_RELATED = ((SKOS.related,), (SKOS.related,))
_IN_SCHEME = ((SKOS.inScheme, SKOS.topConceptOf), (SKOS.hasTopConcept,))
_TOP = ((SKOS.topConceptOf,), (SKOS.hasTopConcept,))
ABOVE = (
    (SKOS.broader, SKOS.broadMatch, SKOS.broaderTransitive),
    (SKOS.narrower, SKOS.narrowMatch, SKOS.narrowerTransitive),
)
"""The properties of ``above``: those that lead up from their subject, and from their value."""

_ENTAILED_RELATED = ((SKOS.related, SKOS.relatedMatch), (SKOS.related, SKOS.relatedMatch))


def broader(graph: Graph, node: Node) -> list[Node]:
    """The broader concepts, said from either side (S25); sub-properties count, mappings do not."""
    return _both_ways(graph, node, *_BROADER)


def narrower(graph: Graph, node: Node) -> list[Node]:
    """The narrower concepts, said from either side (S25); sub-properties count, mappings do not."""
    return _both_ways(graph, node, *reversed(_BROADER))


def related(graph: Graph, node: Node) -> list[Node]:
    """The related concepts, said from either side (S23); mappings do not count."""
    return _both_ways(graph, node, *_RELATED)


def above(graph: Graph, node: Node) -> list[Node]:
    """One step of ``skos:broaderTransitive``: broader and broadMatch, said from either side.

    :source: SKOS Reference, S22, S26, S41, S43
    """
    return _both_ways(graph, node, *ABOVE)


def below(graph: Graph, node: Node) -> list[Node]:
    """One step of ``skos:narrowerTransitive``, the inverse of ``above``."""
    return _both_ways(graph, node, *reversed(ABOVE))


def associated(graph: Graph, node: Node) -> list[Node]:
    """The concepts that ``skos:related`` holds with, by relatedMatch too (S23, S41)."""
    return _both_ways(graph, node, *_ENTAILED_RELATED)


def matched(graph: Graph, node: Node, predicate: IRI) -> list[Node]:
    """The values of a symmetric mapping property, said from either side (S44)."""
    return _both_ways(graph, node, (predicate,), (predicate,))


def _both_ways(
    graph: Graph, node: Node, said: tuple[IRI, ...], heard: tuple[IRI, ...]
) -> list[Node]:
    """Values of ``said`` properties, and nodes that have this one as value of ``heard`` ones."""
    found: dict[Node, None] = {}
    own = graph.properties(node)
    for predicate in graph.in_use(said):
        for value in own.get(predicate, ()):
            if not isinstance(value, Literal):
                found[value] = None
    for predicate in graph.in_use(heard):
        for subject in graph.subjects(predicate, node):
            found[subject] = None
    return list(found)


def schemes(graph: Graph, node: Node) -> list[Node]:
    """The schemes a concept is in, by inScheme, topConceptOf or hasTopConcept (S7, S8)."""
    return _both_ways(graph, node, *_IN_SCHEME)


def topped(graph: Graph, node: Node) -> list[Node]:
    """The schemes that a concept is a top concept of (S8)."""
    return _both_ways(graph, node, *_TOP)


def reach(graph: Graph, starts: Iterable[Node], step: Neighbours) -> set[Node]:
    """The nodes themselves and everything that steps lead to from them."""
    found = set(starts)
    waiting = list(found)
    while waiting:
        for node in step(graph, waiting.pop()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


def concepts(graph: Graph) -> Iterator[Node]:
    """What the graph declares to be a concept."""
    return graph.instances(SKOS.Concept)


SEMANTIC = (
    SKOS.semanticRelation, SKOS.broader, SKOS.narrower, SKOS.related,
    SKOS.broaderTransitive, SKOS.narrowerTransitive,
)  # fmt: skip
"""The semantic relations but for mappings."""

MAPPING = (
    SKOS.mappingRelation, SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch,
    SKOS.narrowMatch, SKOS.relatedMatch,
)  # fmt: skip
"""The mapping relations, which are semantic relations too (S39)."""

_RELATIONS = (*SEMANTIC, *MAPPING)

ENTAILING: dict[IRI, tuple[tuple[IRI, ...], tuple[IRI, ...]]] = {
    SKOS.Concept: ((*_RELATIONS, SKOS.topConceptOf), (*_RELATIONS, SKOS.hasTopConcept)),
    SKOS.ConceptScheme: ((SKOS.hasTopConcept,), (SKOS.inScheme, SKOS.topConceptOf)),
    SKOS.Collection: ((SKOS.member, SKOS.memberList), ()),
    SKOSXL.Label: (
        (SKOSXL.literalForm, SKOSXL.labelRelation),
        (SKOSXL.prefLabel, SKOSXL.altLabel, SKOSXL.hiddenLabel, SKOSXL.labelRelation),
    ),
}
"""Class to the properties whose subject belongs to it, and those whose value does.

``skos:member`` says nothing of its value: its range is a union, which entails neither part (S32).

:source: SKOS Reference, S4 to S8, S19, S20, S29, S31, S34, S39, S50, S54, S60, S61
"""


def is_entailed(graph: Graph, node: Node, rdf_class: IRI) -> bool:
    """Whether a node belongs to a class of ``ENTAILING``, as said or as entailed."""
    if graph.is_a(node, rdf_class):
        return True
    if rdf_class == SKOS.Collection and graph.is_a(node, SKOS.OrderedCollection):
        return True  # S29
    said, heard = map(graph.in_use, ENTAILING[rdf_class])
    own = graph.properties(node)
    return any(p in own for p in said) or any(graph.subjects(p, node) for p in heard)


def list_items(graph: Graph, head: Term) -> Iterator[Term]:
    """The items of an RDF list as far as it is well-formed; a loop ends it."""
    seen: set[Term] = set()
    while head != RDF.nil and head not in seen and not isinstance(head, Literal):
        seen.add(head)
        yield from graph.values(head, RDF.first)[:1]
        head = next(iter(graph.values(head, RDF.rest)), RDF.nil)


def members(graph: Graph, collection: Node) -> list[Term]:
    """The members of a collection, those of its list too (S36)."""
    lists = (list_items(graph, head) for head in graph.values(collection, SKOS.memberList))
    return list(dict.fromkeys(chain(graph.values(collection, SKOS.member), *lists)))
