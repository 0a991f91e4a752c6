"""Which statements are labels, notes and relations, and a walk over them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rules.relations import RELATIONS
from tvet_skos.namespaces import DC, DCTERMS, OWL, RDF, RDFS, SKOS, SKOSXL, TVS
from tvet_skos.terms import IRI, XSD_STRING, Literal, Node, Term, Triple

LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
"""The lexical labels, the strongest first."""

TITLES = (RDFS.label, DCTERMS.title, DC.title)
"""What schemes, collections and concepts may be called besides."""

NOTES = (
    SKOS.note, SKOS.definition, SKOS.scopeNote, SKOS.example, SKOS.historyNote,
    SKOS.editorialNote, SKOS.changeNote,
)  # fmt: skip
"""The documentation properties."""

_RECORDS = (SKOS.Concept, SKOS.ConceptScheme, SKOS.Collection, SKOS.OrderedCollection)


Text: TypeAlias = tuple[Node, IRI, Literal]
"""A statement whose value is a literal."""

Link: TypeAlias = tuple[Node, IRI, Node]
"""A statement whose value is a node."""


def texts(graph: Graph, predicates: Iterable[IRI]) -> Iterator[Text]:
    """The statements of some properties whose values are literals, subject by subject.

    Titles and descriptions count where SKOS describes the node, and ``rdf:value`` where it is the
    text of a definition.
    """
    wanted = [(predicate, _MEANT.get(predicate)) for predicate in predicates]
    for node in graph.nodes():
        said = graph.properties(node)
        for predicate, is_meant in wanted:
            values = said.get(predicate)
            if values and (is_meant is None or is_meant(graph, node)):
                for value in values:
                    if isinstance(value, Literal):
                        yield node, predicate, value


def links(graph: Graph, predicates: Iterable[IRI]) -> Iterator[Link]:
    """The statements of some properties whose values are nodes, subject by subject."""
    wanted = tuple(predicates)
    for node in graph.nodes():
        said = graph.properties(node)
        for predicate in wanted:
            for value in said.get(predicate, ()):
                if not isinstance(value, Literal):
                    yield node, predicate, value


def is_record(graph: Graph, node: Term) -> bool:
    """Whether a node is declared to be a concept, a scheme or a collection."""
    return any(graph.is_a(node, each) for each in _RECORDS)


def is_concept(graph: Graph, node: Term) -> bool:
    """Whether a node is declared to be a concept."""
    return graph.is_a(node, SKOS.Concept)


def is_collection(graph: Graph, node: Term) -> bool:
    """Whether a node is declared to be a collection, and not a concept as well."""
    kinds = (SKOS.Collection, SKOS.OrderedCollection)
    return any(graph.is_a(node, kind) for kind in kinds) and not is_concept(graph, node)


def is_definition(graph: Graph, node: Term) -> bool:
    """Whether a node is a definition: by class, or as the value of a definition property."""
    if isinstance(node, Literal):
        return False
    named = (SKOS.definition, TVS.preferredDefinition)
    return graph.is_a(node, TVS.Definition) or any(graph.subjects(p, node) for p in named)


def is_untagged(literal: Literal) -> bool:
    """Whether a text could have a language, and has none."""
    return not literal.language and literal.datatype in ("", XSD_STRING)


def literals(graph: Graph, node: Node, predicate: IRI) -> list[Literal]:
    """The values of a property that are literals."""
    return [v for v in graph.values(node, predicate) if isinstance(v, Literal)]


def between(
    graph: Graph, one: Node, said: Iterable[IRI], other: Node, heard: Iterable[IRI]
) -> Iterator[Triple]:
    """The statements by which two nodes are related, from whichever side they are made.

    :param said: properties of which ``other`` is a value of ``one``; sub-properties that the graph
        declares count
    :param heard: their inverses
    """
    for subject, properties, value in ((one, said, other), (other, heard, one)):
        names = dict.fromkeys(p for name in properties for p in graph.sub_properties(name))
        for predicate in names:
            if value in graph.values(subject, predicate):
                yield Triple(subject, predicate, value)


LABEL_TEXTS = (*LABELS, SKOSXL.literalForm, *TITLES)
"""Labels, forms of SKOS-XL labels, and titles."""

NOTE_TEXTS = (*NOTES, RDF.value, DCTERMS.description)
"""Notes and definitions as literals, the texts of definition nodes, descriptions."""

_MEANT: Mapping[IRI, Callable[[Graph, Node], bool]] = {
    **dict.fromkeys((*TITLES, DCTERMS.description), is_record),
    RDF.value: is_definition,
}

READ_BY_TEXTS = frozenset(
    {
        *LABEL_TEXTS, *NOTE_TEXTS, RDF.type, DCTERMS.format, SKOS.notation, TVS.preferredDefinition,
        SKOSXL.prefLabel, SKOSXL.altLabel, SKOSXL.hiddenLabel, OWL.deprecated, DCTERMS.source,
        DCTERMS.issued, TVS.sourceEvidence, TVS.position,
    }
)  # fmt: skip
"""What fixes of texts depend on."""

READ_BY_RELATIONS = frozenset(
    {
        *RELATIONS, RDF.type, RDFS.seeAlso, OWL.deprecated, DCTERMS.isReplacedBy, SKOS.inScheme,
        SKOS.topConceptOf, SKOS.hasTopConcept, SKOS.member,
    }
)  # fmt: skip
"""What fixes of relations depend on."""
