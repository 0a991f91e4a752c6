"""The part of a graph that rules on edges look at, small enough for one process.

It holds the edges, what a node is called, and which languages it speaks where a rule asks for that.
What else a node says is left out, but that it says something.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from tvet_skos.checks.graph import Graph, closure_of
from tvet_skos.checks.judging import EDGES
from tvet_skos.checks.naming import name_of
from tvet_skos.checks.runners.compact import CompactGraph
from tvet_skos.namespaces import RDF, RDFS, SKOS, SKOSXL
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Triple

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    Numbers = NDArray[Any]

_SPEAKS = IRI("urn:tvet-skos:speaks")
_DESCRIBED = IRI("urn:tvet-skos:described")

SCHEMA = frozenset({RDFS.subClassOf, RDFS.subPropertyOf})
"""What says which classes and properties are parts of others; everybody must see all of it."""

CLASSES = (
    SKOS.Concept, SKOS.ConceptScheme, SKOS.Collection, SKOS.OrderedCollection, SKOSXL.Label,
)  # fmt: skip
"""The classes that rules on edges ask for; other types are left out."""


def edge_predicates(graph: Graph) -> frozenset[IRI]:
    """The properties that rules on edges look at, with their sub-properties, and the schema."""
    return frozenset(p for each in EDGES for p in graph.sub_properties(each)) | SCHEMA


def asked_classes(graph: Graph) -> frozenset[Node]:
    """The classes that rules on edges ask for, with their sub-classes."""
    below = (closure_of(c, lambda n: graph.subjects(RDFS.subClassOf, n)) for c in CLASSES)
    return frozenset((*CLASSES, *(n for each in below for n in each)))


def edges_of(graph: CompactGraph) -> Graph:
    """The edges of a compact graph, as rules on edges see them."""
    said = graph.arrays.said
    rows = _edge_rows(graph)
    ends = _ends(graph, rows)
    order = said.places[rows].argsort(kind="stable")
    subjects = said.owners()[rows][order].tolist()
    predicates = [graph.arrays.predicates[p] for p in said.predicates[rows][order].tolist()]
    others = said.others[rows][order].tolist()
    found = (
        Triple(graph.node(s), p, graph.term(o))
        for s, p, o in zip(subjects, predicates, others, strict=True)
    )
    speaking = set(subjects)
    return Graph(chain(found, _spoken(graph, ends), _names(graph, ends.tolist(), speaking)))


def _edge_rows(graph: CompactGraph) -> Numbers:
    """Which statements are edges; of types, those that somebody asks for."""
    import numpy

    said, names = graph.arrays.said, graph.arrays.predicates
    wanted = edge_predicates(graph)
    numbers = [n for n, predicate in enumerate(names) if predicate in wanted]
    rows = numpy.isin(said.predicates, numbers)
    types = [n for n, predicate in enumerate(names) if predicate == RDF.type]
    classes = [graph.number(each) for each in asked_classes(graph)]
    rows &= ~numpy.isin(said.predicates, types) | numpy.isin(said.others, classes)
    found: Numbers = rows.nonzero()[0]
    return found


def _ends(graph: CompactGraph, rows: Numbers) -> Numbers:
    """The nodes at either end of some statements, classes left out."""
    import numpy

    said, names = graph.arrays.said, graph.arrays.predicates
    types = [n for n, predicate in enumerate(names) if predicate == RDF.type]
    linking = rows[~numpy.isin(said.predicates[rows], types)]
    others = said.others[linking]
    return numpy.union1d(said.owners()[rows], others[others >= 0])


def _spoken(graph: CompactGraph, ends: Numbers) -> Iterator[Triple]:
    """One text for each language that a node has texts in."""
    import numpy

    said, kinds = graph.arrays.said, graph.arrays.kinds
    tagged = numpy.array([kind.startswith("@") for kind in kinds], bool)
    rows = (said.others < 0).nonzero()[0]
    kind_of = graph.arrays.kind_of[-said.others[rows] - 1]
    kept = tagged[kind_of] & numpy.isin(said.owners()[rows], ends) if len(rows) else rows > 0
    pairs = numpy.unique(said.owners()[rows][kept] * len(kinds) + kind_of[kept])
    for pair in pairs.tolist():
        node, kind = divmod(pair, len(kinds))
        yield speaks(graph.node(node), kinds[kind][1:])


def speaks(node: Node, language: str) -> Triple:
    """That a node has a text in a language."""
    return Triple(node, _SPEAKS, Literal("", language))


def _names(graph: CompactGraph, ends: Iterable[int], speaking: set[int]) -> Iterator[Triple]:
    for number in ends:
        yield from naming(graph, graph.node(number), says_edges=number in speaking)


def naming(graph: Graph, node: Node, *, says_edges: bool) -> Iterator[Triple]:
    """What tells those who see only edges what a node is called, and that it says something."""
    owners = graph.subjects(SKOS.definition, node)
    says_nothing = not graph.properties(node)
    for owner in owners:
        # A node that says nothing must go on saying nothing, so its concept names it.
        named = _definitions(graph, owner) if says_nothing else (node,)
        yield from (Triple(owner, SKOS.definition, value) for value in named)
        yield Triple(owner, SKOS.prefLabel, Literal(name_of(graph, owner)))
    name = name_of(graph, node)
    if not says_nothing and name != _unnamed(node):
        yield Triple(node, SKOS.prefLabel, Literal(name))
    elif not says_nothing and not says_edges:
        yield Triple(node, _DESCRIBED, Literal(""))


def _definitions(graph: Graph, owner: Node) -> Iterable[Node | Literal]:
    return graph.values(owner, SKOS.definition)


def _unnamed(node: Node) -> str:
    return "a nameless node" if isinstance(node, BlankNode) else str(node)
