"""What a node is called, what it is, and what it is told with."""

from __future__ import annotations

from functools import partial

from tvet_skos.namespaces import BIBO, DC, DCTERMS, FOAF, RDF, SKOS, TVS, XSD
from tvet_skos.rdf.nodes import Kind, Nodes
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple

A, B, C = (IRI(f"http://example.org/{name}") for name in "abc")
NOTE = BlankNode("n")


def _nodes(*graphs: list[Triple]) -> Nodes:
    wanted: list[Term] = [term for graph in graphs for triple in graph for term in triple]
    return Nodes([partial(iter, graph) for graph in graphs], wanted)


def _typed(node: Node, rdf_class: IRI) -> Triple:
    return Triple(node, RDF.type, rdf_class)


def test_a_kind_is_told_by_class_and_a_definition_by_its_text_too() -> None:
    classes = {
        SKOS.Concept: Kind.CONCEPT,
        SKOS.OrderedCollection: Kind.COLLECTION,
        BIBO.Document: Kind.SOURCE,
        FOAF.Person: Kind.AGENT,
        IRI("http://example.org/Thing"): Kind.NODE,
    }
    for rdf_class, kind in classes.items():
        assert _nodes([_typed(A, rdf_class)]).kind(A) is kind
    assert _nodes([Triple(NOTE, RDF.value, Literal("x", "en"))]).kind(NOTE) is Kind.DEFINITION


def test_a_label_is_the_most_telling_name_and_of_an_earlier_version_first() -> None:
    title = Triple(A, DCTERMS.title, Literal("Title", "en"))
    label = Triple(A, SKOS.prefLabel, Literal("Label", "en"))
    assert _nodes([title, label]).label(A) == "Label"
    assert _nodes([title], [label._replace(object=Literal("Old", "en"))]).label(A) == "Old"
    assert _nodes([label], [label._replace(object=Literal("Old", "en"))]).label(A) == "Label"
    citation = Triple(A, DCTERMS.bibliographicCitation, Literal("COL (2015)"))
    assert _nodes([_typed(A, BIBO.Document), citation]).label(A) == "COL (2015)"
    assert _nodes([_typed(A, SKOS.Concept)]).label(A) == ""


def test_a_definition_is_called_by_its_place_and_citation() -> None:
    position = Triple(B, TVS.position, Literal("2", datatype=XSD.integer))
    source = Triple(B, DC.source, Literal("COL (2015)"))
    nodes = _nodes([_typed(B, TVS.Definition), position, source])
    assert nodes.label(B) == "definition 2 (COL (2015))"
    assert _nodes([_typed(B, TVS.Definition)]).label(B) == "definition"


def test_definitions_and_nameless_nodes_are_told_with_their_concept() -> None:
    nodes = _nodes(
        [
            _typed(A, SKOS.Concept),
            _typed(B, TVS.Definition),
            Triple(A, SKOS.definition, B),
            Triple(B, SKOS.note, NOTE),
            Triple(A, SKOS.broader, C),
            _typed(C, SKOS.Concept),
        ]
    )
    assert [nodes.owner(node) for node in (A, B, NOTE, C)] == [A, A, A, C]


def test_a_concept_that_a_note_names_is_nobodys_part() -> None:
    nodes = _nodes([_typed(A, SKOS.Concept), _typed(B, SKOS.Concept), Triple(A, SKOS.note, B)])
    assert nodes.owner(B) == B


def test_a_loop_of_parts_has_one_owner() -> None:
    first, second = BlankNode("x"), BlankNode("y")
    nodes = _nodes([Triple(first, SKOS.note, second), Triple(second, SKOS.note, first)])
    assert nodes.owner(first) == nodes.owner(second)
