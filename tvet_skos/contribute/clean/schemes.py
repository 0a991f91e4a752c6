"""Safe fixes of what belongs to which scheme, and of classes that SKOS entails."""

from __future__ import annotations

from collections.abc import Iterator

from tvet_skos.checks.closure import broader, concepts, is_entailed, schemes, topped
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.retirement import is_retired
from tvet_skos.contribute.clean.fix import Change, Family, Options
from tvet_skos.contribute.clean.statements import (
    READ_BY_RELATIONS,
    READ_BY_TEXTS,
    TITLES,
    links,
    literals,
)
from tvet_skos.namespaces import RDF, SKOS, SKOSXL
from tvet_skos.terms import Literal, Node, Triple

FAMILY = Family(READ_BY_RELATIONS | READ_BY_TEXTS)

_CLASSES = (SKOS.Concept, SKOS.ConceptScheme, SKOS.Collection, SKOS.OrderedCollection)


def _is_classed(graph: Graph, node: Node) -> bool:
    """Whether SKOS has a class for the node, as it is declared."""
    return any(graph.is_a(node, each) for each in _CLASSES)


@FAMILY.fix(
    "type-schemes",
    "SC002",
    "Declares a skos:ConceptScheme where concepts are in it and it has a title here.",
)
def _type_schemes(graph: Graph, _options: Options) -> Iterator[Change]:
    named = links(graph, (SKOS.inScheme, SKOS.topConceptOf))
    for node in dict.fromkeys(scheme for _, _, scheme in named):
        titled = any(literals(graph, node, p) for p in (*TITLES, SKOS.prefLabel))
        # A scheme of somebody else's without a word about it here is theirs to describe.
        if titled and not _is_classed(graph, node):
            yield Change(added=Triple(node, RDF.type, SKOS.ConceptScheme))


@FAMILY.fix(
    "type-concepts",
    "QU002",
    "Declares a skos:Concept where relations entail it and it has a preferred label here.",
)
def _type_concepts(graph: Graph, _options: Options) -> Iterator[Change]:
    for node in graph.nodes():
        labelled = literals(graph, node, SKOS.prefLabel) or graph.values(node, SKOSXL.prefLabel)
        if labelled and not _is_classed(graph, node) and is_entailed(graph, node, SKOS.Concept):
            yield Change(added=Triple(node, RDF.type, SKOS.Concept))


@FAMILY.fix(
    "complete-in-scheme",
    "",
    "Adds the skos:inScheme that being a top concept entails.",
)
def _complete_in_scheme(graph: Graph, _options: Options) -> Iterator[Change]:
    for concept in concepts(graph):
        for scheme in topped(graph, concept):
            yield Change(added=Triple(concept, SKOS.inScheme, scheme))


@FAMILY.fix(
    "join-only-scheme",
    "SC001",
    "Puts concepts without a scheme into the scheme, where the graph declares just one.",
)
def _join_only_scheme(graph: Graph, _options: Options) -> Iterator[Change]:
    declared = list(graph.instances(SKOS.ConceptScheme))
    if len(declared) == 1:
        for concept in concepts(graph):
            if not schemes(graph, concept):
                yield Change(added=Triple(concept, SKOS.inScheme, declared[0]))


@FAMILY.fix(
    "mark-top-concepts",
    "HI008",
    "Marks the concepts without a broader one as top concepts, where a scheme has none.",
)
def _mark_top_concepts(graph: Graph, _options: Options) -> Iterator[Change]:
    mark = SKOS.topConceptOf
    bare = {s for s in graph.instances(SKOS.ConceptScheme) if not _has_top_concept(graph, s)}
    for concept in concepts(graph):
        for scheme in schemes(graph, concept):
            if scheme in bare and _is_root(graph, concept, scheme):
                yield Change(added=Triple(concept, mark, scheme))


def _has_top_concept(graph: Graph, scheme: Node) -> bool:
    return bool(
        graph.values(scheme, SKOS.hasTopConcept) or graph.subjects(SKOS.topConceptOf, scheme)
    )


# Looked up once: making a term costs more than a look into a node.
_BROADER_TRANSITIVE, _NARROWER_TRANSITIVE = SKOS.broaderTransitive, SKOS.narrowerTransitive


def _is_root(graph: Graph, concept: Node, scheme: Node) -> bool:
    """Whether a living concept has none above it that is in the scheme, or in none.

    As a top concept it would else be a finding of HI007.
    """
    if is_retired(graph, concept):
        return False
    higher = {
        *broader(graph, concept),
        *graph.values(concept, _BROADER_TRANSITIVE),
        *graph.subjects(_NARROWER_TRANSITIVE, concept),
    }
    homes = (
        schemes(graph, each) for each in higher if each != concept and not isinstance(each, Literal)
    )
    return not any(not home or scheme in home for home in homes)
