from __future__ import annotations

import json

import pytest
import rdflib
from hypothesis import given, settings

from tests.strategies import graphs
from tvet_skos.errors import WriteError
from tvet_skos.model import ConceptScheme
from tvet_skos.namespaces import DEFAULT_BASE, RDF, SH, SKOS, TVS
from tvet_skos.publish.graphs import GRAPH_WRITERS, graph_pieces
from tvet_skos.rdf.blank_nodes import isomorphic
from tvet_skos.rdf.bridge import from_rdflib, to_rdflib
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.rdf.jsonld import load_context, write_jsonld
from tvet_skos.rdf.ntriples import write_ntriples
from tvet_skos.rdf.projections import Projection, project
from tvet_skos.rdf.rdfxml import write_rdfxml
from tvet_skos.rdf.turtle import write_turtle
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Triple

EMITTERS = {"jsonld": write_jsonld, "rdfxml": write_rdfxml, "ntriples": write_ntriples}
RDFLIB_NAMES = {"jsonld": "json-ld", "rdfxml": "xml", "ntriples": "nt"}


@pytest.mark.parametrize("projection", Projection)
@pytest.mark.parametrize("name", EMITTERS)
def test_two_independent_parsers_read_the_same_graph(
    scheme: ConceptScheme, name: str, projection: Projection
) -> None:
    triples = set(project(scheme, projection))
    text = EMITTERS[name](triples)
    assert set(parse(text.encode(), FORMATS[name])) == triples
    graph = rdflib.Graph().parse(data=text, format=RDFLIB_NAMES[name])
    assert set(from_rdflib(graph)) == triples


@given(graphs)
@settings(max_examples=150, deadline=None)
def test_any_graph_survives_jsonld_and_ntriples(graph: list[Triple]) -> None:
    for name in ("jsonld", "ntriples"):
        assert isomorphic(parse(EMITTERS[name](graph).encode(), FORMATS[name]), graph), name


@given(graphs)
@settings(max_examples=100, deadline=None)
def test_any_graph_survives_rdfxml_or_is_refused_for_a_reason(graph: list[Triple]) -> None:
    try:
        text = write_rdfxml(graph)
    except WriteError as error:
        assert "cannot" in error.message
        return
    assert isomorphic(parse(text.encode(), FORMATS["rdfxml"]), graph)


def test_rdfxml_refuses_a_property_that_xml_cannot_name() -> None:
    with pytest.raises(WriteError, match="cannot name"):
        write_rdfxml([Triple(IRI("http://e/a"), IRI("http://e/1"), Literal("x"))])


def test_jsonld_uses_the_names_of_the_context(scheme: ConceptScheme) -> None:
    document = json.loads(write_jsonld(project(scheme, Projection.FULL)))
    node = next(n for n in document["@graph"] if n["id"].endswith("/micro-credential"))
    assert node["type"] == "Concept"
    assert node["prefLabel"]["en"] == "Micro-credential"
    assert node["altLabel"]["en"] == ["micro credential", "microcredential"]
    fifth = next(d for d in node["definition"] if d["position"] == 5)
    assert fifth["sourceText"] == "After Council of the EU (2022)"
    assert fifth["sourceEvidence"] == "stated"
    assert document["@context"] == dict(load_context().document)
    assert not [key for key in node if ":" in key], "every property has a name"


def test_jsonld_and_turtle_keep_blank_nodes_apart() -> None:
    a, b = BlankNode("x"), BlankNode("y")
    graph = [
        Triple(a, IRI("http://e/p"), b),
        Triple(b, IRI("http://e/p"), Literal("1")),
        Triple(IRI("http://e/s"), IRI("http://e/p"), a),
    ]
    assert isomorphic(parse(write_jsonld(graph).encode(), FORMATS["jsonld"]), graph)


def test_jsonld_abbreviates_only_with_prefixes_that_the_document_declares() -> None:
    shape = Triple(IRI("http://e/s"), SH.path, SH.NodeShape)
    graph = [shape, Triple(shape.subject, RDF.type, SH.NodeShape)]
    assert set(parse(write_jsonld(graph).encode(), FORMATS["jsonld"])) == set(graph)


@pytest.mark.parametrize("name", GRAPH_WRITERS)
def test_a_list_of_thousands_is_written_and_read_without_end_of_the_stack(name: str) -> None:
    nodes = [BlankNode(f"n{number}") for number in range(3000)]
    rests: list[Node] = [*nodes[1:], RDF.nil]
    graph = [Triple(IRI("http://e/s"), IRI("http://e/p"), nodes[0])]
    for number, (node, rest) in enumerate(zip(nodes, rests, strict=True)):
        graph += [Triple(node, RDF.first, Literal(str(number))), Triple(node, RDF.rest, rest)]
    text = "".join(piece.decode() for piece in graph_pieces(graph, name, "http://e/"))
    assert isomorphic(parse(text.encode(), FORMATS[name], base="http://e/"), graph)


def test_a_statement_that_is_given_twice_is_written_once() -> None:
    concept, definition = IRI("http://e/c"), IRI("http://e/c#def-1")
    graph = [
        Triple(concept, SKOS.definition, definition),
        Triple(definition, RDF.type, TVS.Definition),
        Triple(definition, RDF.value, Literal("x", "en")),
    ]
    assert write_turtle(graph + graph, "http://e/") == write_turtle(graph, "http://e/")
    for write in EMITTERS.values():
        assert write(graph + graph) == write(graph)


@given(graphs)
@settings(max_examples=50, deadline=None)
def test_jsonld_is_indented_as_json_itself_does_it(graph: list[Triple]) -> None:
    text = write_jsonld(graph)
    assert json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n" == text


def test_rdflib_and_back_changes_nothing(scheme: ConceptScheme) -> None:
    triples = set(project(scheme, Projection.FULL))
    assert set(from_rdflib(to_rdflib(scheme))) == triples
    odd = [
        Triple(
            IRI("http://e/a"), IRI("http://e/b"), Literal("007", datatype=str(rdflib.XSD.integer))
        ),
        Triple(IRI("http://e/a"), IRI("http://e/b"), Literal("x", "zh-Hant-TW")),
        Triple(BlankNode("b"), IRI("http://e/b"), Literal("2024-13-45")),
    ]
    assert set(from_rdflib(to_rdflib(odd))) == set(odd)


def test_the_base_is_the_same_in_context_and_code() -> None:
    assert load_context().vocabulary == "https://w3id.org/tvet-skos/ns#"
    assert DEFAULT_BASE.startswith("https://w3id.org/tvet-skos/")
