"""Unsafe fix of collections that stand in the hierarchy as if they were concepts."""

from __future__ import annotations

from collections.abc import Iterator

from tvet_skos.checks.closure import broader, narrower, reach, topped
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rules.relations import RELATIONS
from tvet_skos.contribute.clean.fix import Change, Family, Options
from tvet_skos.contribute.clean.statements import READ_BY_RELATIONS, between, is_collection
from tvet_skos.namespaces import RDFS, SKOS
from tvet_skos.terms import Literal, Node, Triple, order

FAMILY = Family(READ_BY_RELATIONS)

_BROADER, _NARROWER = (SKOS.broader,), (SKOS.narrower,)


@FAMILY.fix(
    "move-collections",
    "HI012",
    "Takes collections out of the hierarchy: what is below one becomes its member and comes to "
    "stand below the concepts above it.",
    unsafe=True,
)
def _move_collections(graph: Graph, _options: Options) -> Iterator[Change]:
    """A collection groups concepts and has no place among them (S37 with S19).

    Other relations and mappings become ``rdfs:seeAlso``; a collection that was marked as a top
    concept stays in the scheme without the mark.
    """
    kinds = (SKOS.Collection, SKOS.OrderedCollection)
    for node in dict.fromkeys(n for kind in kinds for n in graph.instances(kind)):
        if is_collection(graph, node):
            yield from _heirs(graph, node)
            yield from _unrelated(graph, node)
            yield from _unmarked(graph, node)


def _heirs(graph: Graph, collection: Node) -> Iterator[Change]:
    """What is below becomes a member, and gets the concepts above as its own broader ones."""
    above = _concepts_above(graph, collection)
    for node in narrower(graph, collection):
        yield from map(Change, between(graph, node, _BROADER, collection, _NARROWER))
        if node != collection:
            yield Change(added=Triple(collection, SKOS.member, node))
        if not is_collection(graph, node):
            yield from (
                Change(added=Triple(node, SKOS.broader, each)) for each in above if each != node
            )
    for node in broader(graph, collection):
        yield from map(Change, between(graph, collection, _BROADER, node, _NARROWER))
        if is_collection(graph, node) and node != collection:
            yield Change(added=Triple(node, SKOS.member, collection))


def _concepts_above(graph: Graph, collection: Node) -> list[Node]:
    """The nearest concepts above, through other collections."""

    def step(_graph: Graph, node: Node) -> list[Node]:
        return broader(graph, node) if is_collection(graph, node) else []

    found = reach(graph, [collection], step)
    return sorted((each for each in found if not is_collection(graph, each)), key=order)


def _unrelated(graph: Graph, collection: Node) -> Iterator[Change]:
    """Relations and mappings that are neither up nor down become ``rdfs:seeAlso``."""
    steps = {p for name in (*_BROADER, *_NARROWER) for p in graph.sub_properties(name)}
    for relation in {p for name in RELATIONS for p in graph.sub_properties(name)} - steps:
        for value in graph.values(collection, relation):
            if not isinstance(value, Literal):
                yield Change(Triple(collection, relation, value), _see(collection, value))
        for subject in graph.subjects(relation, collection):
            yield Change(Triple(subject, relation, collection), _see(collection, subject))


def _see(collection: Node, other: Node) -> Triple | None:
    return Triple(collection, RDFS.seeAlso, other) if other != collection else None


def _unmarked(graph: Graph, collection: Node) -> Iterator[Change]:
    for scheme in topped(graph, collection):
        marks = between(graph, collection, (SKOS.topConceptOf,), scheme, (SKOS.hasTopConcept,))
        yield from map(Change, marks)
        yield Change(added=Triple(collection, SKOS.inScheme, scheme))
