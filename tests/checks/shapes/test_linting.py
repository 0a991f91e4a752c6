"""Shapes judged like data."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.shapes.examples import E, components, turtle
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.shape_rules import shape_triples
from tvet_skos.checks.shapes import (
    compile_shapes,
    lint_shapes,
    untargeted_classes,
    unused_shapes,
    validate,
)
from tvet_skos.checks.shapes.linting import known_terms
from tvet_skos.checks.shapes.reading import read_shapes
from tvet_skos.namespaces import RDFS, SH, SKOS, TVS
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import Triple


def test_known_terms_are_those_of_rdflib_and_of_advanced_features() -> None:
    import rdflib

    known = known_terms()
    for namespace in (rdflib.SH, rdflib.RDF, rdflib.RDFS, rdflib.XSD):
        missing = {t for t in namespace.__annotations__ if not t.startswith("_")}
        missing |= set(getattr(namespace, "_extras", ()))
        assert missing <= set(known[str(namespace)])
    own = {term for term in known[SH.iri] if term not in rdflib.SH}
    assert own == {
        "count", "desc", "distinct", "else", "exists", "groupConcat", "if", "limit", "max", "min",
        "minus", "offset", "orderBy", "separator", "sum", "then", "values",
    }  # fmt: skip


@pytest.mark.parametrize("shapes", [shape_triples(), components()], ids=["bundled", "components"])
def test_sound_shapes_have_no_finding(shapes: list[Triple]) -> None:
    assert list(lint_shapes(shapes)) == []


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("e:s sh:minCuont 1 .", "sh:minCuont is not a term", "Did you mean sh:minCount?"),
        ("e:s a sh:NodeShap .", "sh:NodeShap is not a term", "Did you mean sh:NodeShape?"),
        ("e:s sh:datatype xsd:sting .", "xsd:sting is not a term", "Did you mean xsd:string?"),
        ("e:s sh:targetClass rdfs:Clas .", "rdfs:Clas is not a term", "Did you mean rdfs:Class?"),
        ("e:s sh:zzz 1 .", "sh:zzz is not a term", "Look the term up"),
    ],
)
def test_unknown_terms_are_found_and_the_nearest_is_suggested(
    text: str, message: str, hint: str
) -> None:
    hits = [hit for hit in lint_shapes(turtle(text)) if "not a term" in hit.message]
    assert len(hits) == 1
    assert hits[0].focus == E.s
    assert hits[0].message.startswith(message)
    assert hits[0].hint.startswith(hint)


def test_terms_of_more_vocabularies_are_looked_up_where_they_are_given() -> None:
    shapes = turtle("e:s sh:targetNode e:a ; sh:path skos:preflabel ; sh:minCount 1 .")
    assert list(lint_shapes(shapes)) == []
    (hit,) = lint_shapes(shapes, {SKOS.iri: {"prefLabel", "altLabel"}})
    assert (hit.path, hit.value, hit.hint) == (
        SH.path,
        SKOS.preflabel,
        "Did you mean skos:prefLabel?",
    )


ILL_FORMED = {
    "targetNode-nodeKind": "e:s sh:targetNode [] .",
    "targetClass-nodeKind": 'e:s sh:targetClass "a" .',
    "targetSubjectsOf-nodeKind": 'e:s sh:targetSubjectsOf "a" .',
    "targetObjectsOf-nodeKind": "e:s sh:targetObjectsOf [] .",
    "implicit-targetClass-nodeKind": "[] a sh:NodeShape , rdfs:Class .",
    "severity-maxCount": "$ sh:severity sh:Info , sh:Warning .",
    "severity-nodeKind": '$ sh:severity "high" .',
    "message-datatype": "$ sh:message 1 .",
    "deactivated-maxCount": "$ sh:deactivated true , false .",
    "deactivated-datatype": '$ sh:deactivated "yes" .',
    "NodeShape-path-maxCount": "e:s a sh:NodeShape ; sh:targetNode e:a ; sh:path e:p .",
    "PropertyShape-path-minCount": "e:s a sh:PropertyShape ; sh:targetNode e:a .",
    "path-maxCount": "$ sh:path e:p , e:q ; sh:minCount 1 .",
    "path-node-literal": '$ sh:path "p" ; sh:minCount 1 .',
    "path-metarule": "$ sh:path [ sh:inversePath e:p ; sh:zeroOrOnePath e:q ] ; sh:in ( 1 ) .",
    "path-sequence-short": "$ sh:path ( e:p ) ; sh:minCount 1 .",
    "path-alternative-short": "$ sh:path [ sh:alternativePath ( e:p ) ] ; sh:minCount 1 .",
    "class-nodeKind": '$ sh:class "a" .',
    "datatype-nodeKind": '$ sh:datatype "xsd:date" .',
    "datatype-maxCount": "$ sh:datatype xsd:date , xsd:dateTime .",
    "nodeKind-in": "$ sh:nodeKind sh:Shape .",
    "nodeKind-maxCount": "$ sh:nodeKind sh:IRI , sh:Literal .",
    "minCount-scope": "$ sh:minCount 1 .",
    "minCount-maxCount": "$ sh:path e:p ; sh:minCount 1 , 2 .",
    "minCount-datatype": '$ sh:path e:p ; sh:minCount "1" .',
    "maxCount-scope": "$ sh:maxCount 1 .",
    "minExclusive-nodeKind": "$ sh:minExclusive e:b .",
    "maxInclusive-maxCount": "$ sh:maxInclusive 1 , 2 .",
    "minLength-datatype": "$ sh:minLength 1.5 .",
    "pattern-datatype": '$ sh:pattern "a"@en .',
    "multiple-parameters": '$ sh:pattern "a" , "b" .',
    "flags-datatype": '$ sh:pattern "a" ; sh:flags 1 .',
    "languageIn-node": '$ sh:languageIn [ rdf:first "en" ] .',
    "languageIn-members-datatype": "$ sh:languageIn ( e:en ) .",
    "uniqueLang-scope": "$ sh:uniqueLang true .",
    "uniqueLang-datatype": '$ sh:path e:p ; sh:uniqueLang "true" .',
    "equals-nodeKind": '$ sh:equals "p" .',
    "disjoint-nodeKind": "$ sh:disjoint [] .",
    "lessThan-scope": "$ sh:lessThan e:p .",
    "lessThan-nodeKind": "$ sh:path e:p ; sh:lessThan 1 .",
    "and-node": "$ sh:and e:t . e:t sh:targetNode e:a .",
    "or-members-node": "$ sh:or ( e:t ) . e:t sh:minCount 1 .",
    "node-node": "$ sh:node [ sh:path e:p ; sh:minCount 1 ] .",
    "property-node": "$ sh:property [ sh:minLength 1 ] .",
    "qualifiedValueShape-scope": (
        "$ sh:qualifiedValueShape [ sh:class e:A ] ; sh:qualifiedMinCount 1 ."
    ),
    "qualifiedMinCount-datatype": (
        "$ sh:path e:p ; sh:qualifiedValueShape [ sh:class e:A ] ; sh:qualifiedMinCount 1.0 ."
    ),
    "closed-datatype": '$ sh:closed "true" .',
    "ignoredProperties-node": "$ sh:closed true ; sh:ignoredProperties e:p .",
    "ignoredProperties-members-nodeKind": '$ sh:closed true ; sh:ignoredProperties ( 1 ) .',
    "in-node": "$ sh:in e:b .",
    "in-maxCount": "$ sh:in ( 1 ) , ( 2 ) .",
}  # fmt: skip
"""A shape that breaks each syntax rule of SHACL (its appendix A); ``$`` begins a shape."""

SEEN_BY_DECLARATION = {"NodeShape-path-maxCount", "PropertyShape-path-minCount"}
"""Rules that the shapes of shapes do not look at: what a shape is declared to be."""


def _ill_formed(rule: str) -> list[Triple]:
    return turtle(ILL_FORMED[rule].replace("$", "e:s sh:targetNode e:a ;"))


@pytest.mark.parametrize("rule", ILL_FORMED)
def test_a_broken_syntax_rule_is_found(rule: str) -> None:
    hits = list(lint_shapes(_ill_formed(rule)))
    assert len(hits) == 1, hits
    assert hits[0].message.endswith(".")
    assert hits[0].hint.endswith(".")


def test_what_is_ill_formed_is_so_for_the_shapes_of_shapes_too(public_data: Path) -> None:
    """SHACL, appendix C: shapes that judge shapes graphs by most of the syntax rules."""
    file = public_data / "suites/w3c-shacl/tests/core/complex/shacl-shacl-data-shapes.ttl"
    judges = parse(file.read_bytes(), FORMATS["turtle"])
    accepted = {rule for rule in ILL_FORMED if not validate(_ill_formed(rule), judges)}
    assert accepted == SEEN_BY_DECLARATION
    assert list(lint_shapes(judges)) == []
    for shapes in (shape_triples(), components(), judges):
        assert validate(shapes, judges) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('sh:targetNode e:a ; sh:flags "i"', "sh:flags without sh:pattern"),
        (
            "sh:targetNode e:a ; sh:path e:p ; sh:qualifiedMinCount 1",
            "sh:qualifiedMinCount without",
        ),
        ('sh:targetNode e:a ; sh:pattern "(a"', "The pattern is not well-formed"),
        ("sh:path e:p ; sh:minCount 1", "Nothing applies the shape"),
        ("sh:targetNode e:a ; sh:node e:t", "<http://e/t>, which is not described here"),
    ],
)
def test_what_can_never_do_anything_is_found(text: str, message: str) -> None:
    (hit,) = lint_shapes(turtle(f"e:s {text} ."))
    assert message in hit.message


def test_findings_on_shapes_are_sorted() -> None:
    shapes = turtle("e:b sh:class 1 ; sh:targetNode e:x . e:a sh:nodeKind e:c ; sh:minCuont 1 .")
    hits = list(lint_shapes(shapes))
    assert [hit.focus for hit in hits] == [E.a, E.a, E.a, E.b]
    assert hits == list(lint_shapes(reversed(shapes)))


def test_faults_that_change_no_verdict_leave_a_shape_compiled() -> None:
    shapes = turtle('e:s sh:targetNode e:a ; sh:class e:A ; sh:message 1 ; sh:severity "high" .')
    assert len(read_shapes(Graph(shapes)).faults) == 2
    assert not compile_shapes(shapes).refused


def test_shapes_that_select_no_node_are_found() -> None:
    compiled = compile_shapes(
        turtle(
            "e:a sh:targetClass e:Above . e:b sh:targetClass e:B . e:c sh:targetSubjectsOf e:p ."
            "e:d sh:targetObjectsOf e:q . e:e sh:targetNode e:none ."
            "e:f sh:targetClass e:B ; sh:deactivated true ."
            'e:g sh:targetClass e:B , e:A ; sh:pattern "\\\\p{L}" .'
        )
    )
    data = Graph(turtle("e:x a e:A ; e:p 1 . e:A rdfs:subClassOf e:Above ."))
    hits = list(unused_shapes(data, compiled))
    assert [hit.focus for hit in hits] == [E.b, E.d]
    assert hits[0].message.endswith("no node is selected by <http://e/B>.")


def test_classes_that_no_shape_is_applied_to_are_found_with_their_number(
    bundled: Vocabulary,
) -> None:
    shapes = turtle(
        "e:s sh:targetClass e:A ; sh:class e:B . e:t sh:targetObjectsOf e:p ; sh:class e:A ."
    )
    data = Graph(turtle("e:z a e:C . e:y a e:C , e:D . e:x a e:A , e:C ; e:p e:v . e:v a e:C ."))
    hits = list(untargeted_classes(data, compile_shapes(shapes)))
    assert [(hit.focus, hit.value) for hit in hits] == [(E.C, E.y), (E.D, E.y)]
    assert hits[0].message == "2 nodes are of class <http://e/C> and judged by no shape."
    ours = compile_shapes(shape_triples(), trusted=True)
    missed = {hit.focus for hit in untargeted_classes(Graph(bundled.triples), ours)}
    assert not missed & {SKOS.Concept, SKOS.ConceptScheme, TVS.Definition, RDFS.Class}
