"""What rules read beside the nodes that they judge, so that a partition holds it and no more.

A rule on records or keys may read what its node says, what points to it, and facts about its
neighbours; names of neighbours, and of what replaces them, are told from a little further away.
Shapes tell themselves what they read (``shapes.dependencies``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tvet_skos.checks.closure import MAPPING, SEMANTIC
from tvet_skos.checks.graph import Graph, closure_of
from tvet_skos.checks.judging import NEIGHBOUR_FACTS, Rulebook
from tvet_skos.checks.runners.counting import READ
from tvet_skos.checks.shapes.dependencies import dependencies_of
from tvet_skos.namespaces import (
    DC,
    DCTERMS,
    FOAF,
    RDF,
    RDFS,
    SCHEMA,
    SH,
    SKOS,
    SKOSXL,
    TVS,
)  # fmt: skip
from tvet_skos.terms import IRI, Literal, Node, Term, Triple

_NAMES = frozenset(
    {
        SKOS.prefLabel, DCTERMS.title, DC.title, RDFS.label, FOAF.name, SCHEMA.name,
        DCTERMS.bibliographicCitation, SKOS.altLabel, TVS.position, SKOSXL.prefLabel,
    }
)  # fmt: skip
"""What a name is told from (``checks.naming``)."""

_DEFINITION = frozenset({SKOS.definition})
_OWNER = frozenset({*_NAMES, *_DEFINITION, SKOSXL.literalForm})
_NOTHING: frozenset[IRI] = frozenset()


@dataclass(frozen=True, slots=True)
class Ring:
    """What is read of the nodes at some distance, and which of what is read leads further.

    ``said`` are properties of the nodes, ``heard`` those by which others point to them; ``out`` and
    ``back`` are the ones among these whose other ends make the next ring.
    """

    said: frozenset[IRI]
    heard: frozenset[IRI] = _NOTHING
    out: frozenset[IRI] = _NOTHING
    back: frozenset[IRI] = _NOTHING


@dataclass(frozen=True, slots=True)
class Reach:
    """What rules on records and keys read beside all that their nodes say and all that names them.

    ``schema`` must be everywhere. ``meeting``: nodes that have a literal in common by such a
    property see each other. ``heard`` are the properties by which a node makes those that point to
    it its neighbours, ``gathered`` those by which a collection does. All that a node names but its
    classes are its neighbours; the rings begin with these.
    """

    schema: tuple[Triple, ...]
    meeting: frozenset[IRI]
    heard: frozenset[IRI]
    gathered: frozenset[IRI]
    collections: frozenset[Node]
    rings: tuple[Ring, ...]


def reach_of(book: Rulebook, schema: Iterable[Triple]) -> Reach:
    """What the rules of a rulebook read, given the schema triples of the data."""
    triples = tuple(schema)
    graph = Graph(triples)

    def refined(predicates: Iterable[IRI]) -> frozenset[IRI]:
        return frozenset(s for p in predicates for s in graph.sub_properties(p))

    far, meeting = _read_by_shapes(book)
    # The neighbour may be the concept of a definition, which counts its definitions.
    facts = refined({*NEIGHBOUR_FACTS, *far}) | _NAMES | _DEFINITION | READ
    forms = frozenset({SKOSXL.prefLabel})
    rings = (
        Ring(facts, _DEFINITION, forms | {DCTERMS.isReplacedBy}, _DEFINITION),
        Ring(_OWNER, _DEFINITION, forms, _DEFINITION),
        Ring(_OWNER, out=forms),
        Ring(frozenset({SKOSXL.literalForm})),
    )
    relations = refined((*SEMANTIC, *MAPPING, SKOS.hasTopConcept))
    heard = relations | _DEFINITION | {RDFS.seeAlso}
    kinds = (SKOS.Collection, SKOS.OrderedCollection)
    below = (n for c in kinds for n in closure_of(c, lambda k: graph.subjects(RDFS.subClassOf, k)))
    return Reach(
        triples, meeting, heard, refined((SKOS.topConceptOf,)), frozenset((*kinds, *below)), rings
    )


def _read_by_shapes(book: Rulebook) -> tuple[frozenset[IRI], frozenset[IRI]]:
    """What shapes read of neighbours, and by which properties they look for who has a literal."""
    if book.shapes is None:
        return _NOTHING, _NOTHING
    shapes = book.shapes
    readings = dependencies_of(shapes.source.shapes, enumerate(shapes.targeted)).readings
    far = [r for r in readings if r.steps and r.predicate is not None]
    backwards = frozenset(r.predicate for r in far if r.backwards and r.predicate is not None)
    forwards = frozenset(r.predicate for r in far if not r.backwards and r.predicate is not None)
    return forwards, backwards


# --- walking it on a graph ------------------------------------------------------------------------


def partition(graph: Graph, nodes: Iterable[Node], reach: Reach) -> Graph:
    """The part of a graph that rules must see to judge some nodes, in the order of the whole.

    A cluster makes the same by joins; here it is made by walking.
    """
    own = list(nodes)
    wanted = {*reach.schema, *_around(graph, own, reach)}
    return Graph(triple for triple in graph.triples() if triple in wanted)


def _around(graph: Graph, own: list[Node], reach: Reach) -> Iterator[Triple]:
    near: dict[Node, None] = {}
    for node in own:
        for triple in graph.statements(node):
            yield triple
            near |= _leads(triple)
            yield from _meeting(graph, triple, reach.meeting)
        gathers = not reach.collections.isdisjoint(graph.values(node, RDF.type))
        leading = reach.heard | reach.gathered if gathers else reach.heard
        for predicate, subjects in graph.incoming(node).items():
            if predicate != RDF.type:
                yield from (Triple(subject, predicate, node) for subject in subjects)
            if predicate in leading:
                near |= dict.fromkeys(subjects)
    for ring in reach.rings:
        yield from (triple for node in near for triple in _of_ring(graph, node, ring))
        near = dict.fromkeys(n for node in near for n in _further(graph, node, ring))


def _leads(triple: Triple) -> dict[Node, None]:
    value = triple.object
    return {} if triple.predicate == RDF.type or isinstance(value, Literal) else {value: None}


def _meeting(graph: Graph, triple: Triple, predicates: frozenset[IRI]) -> Iterator[Triple]:
    if triple.predicate in predicates:
        for node in graph.nodes():
            if triple.object in graph.values(node, triple.predicate):
                yield triple._replace(subject=node)


def _of_ring(graph: Graph, node: Node, ring: Ring) -> Iterator[Triple]:
    yield from (t for t in graph.statements(node) if t.predicate in ring.said)
    for predicate in ring.heard:
        yield from (Triple(s, predicate, node) for s in graph.subjects(predicate, node))


def _further(graph: Graph, node: Node, ring: Ring) -> Iterator[Node]:
    for predicate in ring.out:
        yield from (v for v in graph.values(node, predicate) if not isinstance(v, Literal))
    for predicate in ring.back:
        yield from graph.subjects(predicate, node)


# --- what shapes are about ------------------------------------------------------------------------


def targeting(book: Rulebook) -> frozenset[IRI]:
    """The properties whose values shapes are about, whatever these say themselves."""
    if book.shapes is None:
        return _NOTHING
    shapes = book.shapes.source.shapes.values()
    return frozenset(
        IRI(str(value))
        for shape in shapes
        for kind, value in shape.targets
        if kind == SH.targetObjectsOf
    )


def targeted_values(graph: Graph, book: Rulebook, nodes: Iterable[Node]) -> Iterator[Term]:
    """The values of some nodes that shapes are about and that are no subjects themselves."""
    predicates = targeting(book)
    for node in nodes:
        own = graph.properties(node)
        for predicate in predicates.intersection(own):
            for value in own[predicate]:
                if isinstance(value, Literal) or not graph.properties(value):
                    yield value
