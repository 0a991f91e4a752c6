"""The fix that follows a map: other people's classes and properties become those of SKOS."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tvet_skos.checks.closure import list_items
from tvet_skos.checks.graph import Graph
from tvet_skos.contribute.clean.fix import Change, Family, Options
from tvet_skos.contribute.clean.statements import is_record
from tvet_skos.contribute.clean.term_map import Section, Targets, TermMap
from tvet_skos.namespaces import OWL, RDF, RDFS, XSD
from tvet_skos.terms import BlankNode, Literal, Node, Term, Triple

FAMILY = Family()


@FAMILY.fix(
    "map-terms",
    "",
    "Makes classes and properties of another vocabulary those that the map of --map names.",
    option="--map",
    wanted=lambda options: options.terms is not None,
)
def _map_terms(graph: Graph, options: Options) -> Iterator[Change]:
    assert options.terms is not None
    for node in graph.nodes():
        yield from _types(graph, node, options.terms.types)
        if is_record(graph, node):
            yield from _statements(graph, node, options.terms)


def _types(graph: Graph, node: Node, section: Section) -> Iterator[Change]:
    # An anonymous class is part of a description (a restriction, a union), no concept.
    if isinstance(node, BlankNode):
        return
    for value in graph.values(node, RDF.type):
        targets = _found(section, value)
        if targets == ():
            yield from _instance(graph, node)
        elif targets is not None:
            yield Change(Triple(node, RDF.type, value))
            yield from (Change(added=Triple(node, RDF.type, t.iri)) for t in targets)


def _instance(graph: Graph, node: Node) -> Iterator[Change]:
    """Drop all that is said of a node, and what names it."""
    yield from (Change(t) for t in graph.statements(node))
    for predicate, subjects in graph.incoming(node).items():
        yield from (Change(Triple(subject, predicate, node)) for subject in subjects)


def _statements(graph: Graph, node: Node, terms: TermMap) -> Iterator[Change]:
    for predicate, values in graph.properties(node).items():
        literals, relations = _found(terms.literals, predicate), _found(terms.relations, predicate)
        for value in values:
            statement = Triple(node, predicate, value)
            if isinstance(value, Literal):
                if literals is not None:
                    yield Change(statement)
                    yield from (Change(added=Triple(node, t.iri, value)) for t in literals)
            elif relations is not None and predicate != RDF.type:
                yield from _relations(graph, statement, relations)


def _relations(graph: Graph, statement: Triple, targets: Targets) -> Iterator[Change]:
    subject, _, value = statement
    assert not isinstance(value, Literal)
    items, list_nodes = _list(graph, value)
    named = items or [value]
    if targets and not all(_is_thing(graph, item) for item in named):
        return
    yield Change(statement)
    yield from (Change(t) for node in list_nodes for t in graph.statements(node))
    for target in targets:
        for item in named:
            ends = (item, subject) if target.inverse else (subject, item)
            yield Change(added=Triple(ends[0], target.iri, ends[1]))


_BUILT_IN = (RDF.iri, RDFS.iri, OWL.iri, XSD.iri)


def _is_thing(graph: Graph, node: Node) -> bool:
    """Whether a node can be a concept: no anonymous class, and no class of the languages."""
    if isinstance(node, BlankNode):
        return is_record(graph, node)
    return not node.startswith(_BUILT_IN)


def _list(graph: Graph, head: Node) -> tuple[list[Node], list[Node]]:
    """The items of an RDF list and its own nodes, these only where nothing else leads to them."""
    if not graph.values(head, RDF.first):
        return [], []
    items = [item for item in list_items(graph, head) if not isinstance(item, Literal)]
    nodes: dict[Node, None] = {}
    cell: Term = head
    while isinstance(cell, BlankNode) and cell not in nodes and _is_held_once(graph, cell):
        nodes[cell] = None
        cell = next(iter(graph.values(cell, RDF.rest)), RDF.nil)
    return items, list(nodes)


def _is_held_once(graph: Graph, node: Node) -> bool:
    return sum(len(subjects) for subjects in graph.incoming(node).values()) == 1


def _found(section: Section, term: Term) -> Targets | None:
    """What a term becomes; ``None`` where the map does not speak of it."""
    if not isinstance(term, str):
        return None
    exact = section.get(term)
    if exact is not None:
        return exact
    wild = (key for key in section if key.startswith("*") and _local(term).endswith(key[1:]))
    longest = max(wild, key=lambda key: (len(key), key), default=None)
    return None if longest is None else section[longest]


@lru_cache(maxsize=4096)
def _local(iri: str) -> str:
    """What follows the last ``/``, ``#`` or ``:`` of an IRI."""
    return max((iri.rpartition(mark)[2] for mark in "/#:"), key=lambda s: -len(s))
