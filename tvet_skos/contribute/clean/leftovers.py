"""Unsafe fixes of what vocabularies carry along from their making: as Skosify's clean-ups do."""

from __future__ import annotations

from collections.abc import Iterator

from tvet_skos.checks.closure import reach
from tvet_skos.checks.graph import Graph
from tvet_skos.contribute.clean.fix import Change, Family, Options
from tvet_skos.contribute.clean.statements import is_record
from tvet_skos.namespaces import DC, DCTERMS, OWL, RDF, RDFS, SKOS, SKOSXL
from tvet_skos.terms import IRI, BlankNode, Literal, Node

FAMILY = Family()

_STANDARDS = (SKOS.iri, SKOSXL.iri, DCTERMS.iri, DC.iri, RDF.iri, RDFS.iri, OWL.iri)


@FAMILY.fix(
    "drop-copied-terms",
    "",
    "Drops what the vocabulary says about terms of SKOS, Dublin Core, RDFS and OWL, which are "
    "defined elsewhere.",
    unsafe=True,
    option="--drop-terms",
    wanted=lambda options: options.drop_terms,
)
def _drop_copied(graph: Graph, _options: Options) -> Iterator[Change]:
    for node in graph.nodes():
        # A vocabulary may be about these terms, as the one of Dublin Core's types is.
        if str(node).startswith(_STANDARDS) and not is_record(graph, node):
            yield from map(Change, graph.statements(node))


_CLASSES = (OWL.Class, RDFS.Class)
_PROPERTIES = (
    RDF.Property, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty,
)  # fmt: skip


@FAMILY.fix(
    "drop-unused-terms",
    "",
    "Drops declared classes without an instance and declared properties that nothing uses.",
    unsafe=True,
    option="--drop-terms",
    wanted=lambda options: options.drop_terms,
)
def _drop_unused(graph: Graph, _options: Options) -> Iterator[Change]:
    """Only what nothing else names goes: a class or property that others are below stays."""
    used = {predicate for node in graph.nodes() for predicate in graph.properties(node)}
    for kinds, terms in ((_CLASSES, ()), (_PROPERTIES, used)):
        for node in dict.fromkeys(n for kind in kinds for n in graph.instances(kind)):
            if (
                node not in terms
                and not graph.incoming(node)
                and _only_declared(graph, node, kinds)
            ):
                yield from map(Change, graph.statements(node))


def _only_declared(graph: Graph, node: Node, kinds: tuple[IRI, ...]) -> bool:
    """Whether a named node is nothing but a class or property."""
    return isinstance(node, IRI) and set(graph.values(node, RDF.type)) <= set(kinds)


@FAMILY.fix(
    "drop-leftover-lists",
    "",
    "Drops pieces of RDF lists that nothing leads to any more.",
    unsafe=True,
)
def _drop_leftovers(graph: Graph, _options: Options) -> Iterator[Change]:
    """Nameless nodes that say more than a list does stay, whoever has forgotten to link them."""
    pieces = [node for node in graph.nodes() if _is_list_piece(graph, node)]
    inside = set(pieces)
    kept = [node for node in pieces if _is_named_by_others(graph, node, inside)]
    reached = reach(graph, kept, lambda g, node: _rest(g, node, inside))
    for node in pieces:
        if node not in reached:
            yield from map(Change, graph.statements(node))


def _is_list_piece(graph: Graph, node: Node) -> bool:
    parts = {RDF.first, RDF.rest, RDF.type}
    said = graph.properties(node)
    return (
        isinstance(node, BlankNode)
        and parts.issuperset(said)
        and bool(parts.difference([RDF.type]).intersection(said))
        and set(said.get(RDF.type, ())) <= {RDF.List}
    )


def _is_named_by_others(graph: Graph, node: Node, pieces: set[Node]) -> bool:
    return any(s not in pieces for found in graph.incoming(node).values() for s in found)


def _rest(graph: Graph, node: Node, pieces: set[Node]) -> Iterator[Node]:
    for predicate in (RDF.rest, RDF.first):
        for value in graph.values(node, predicate):
            if not isinstance(value, Literal) and value in pieces:
                yield value
