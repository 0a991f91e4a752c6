"""``validate``: anybody's shapes on any data."""

from __future__ import annotations

import pytest

from tests.checks.shapes.examples import E, components, said, turtle
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.shapes import ShaclEngine, compile_shapes, validate
from tvet_skos.checks.shapes.engine import pyshacl_results
from tvet_skos.errors import ValidationFailed
from tvet_skos.namespaces import SH
from tvet_skos.terms import BlankNode, Literal

DATA = "e:a a e:A ; e:p 1 , 2 . e:b a e:A ; e:p 3 . e:c a e:C ; e:p e:d . e:d e:p 5 ."
QUERY = """
    e:query a sh:NodeShape ; sh:targetClass e:A ; sh:sparql [
        sh:message "There is a large value."@en ;
        sh:select "SELECT $this ?value WHERE { $this <http://e/p> ?value . FILTER (?value > 2) }"
    ] .
"""


def test_shapes_beyond_the_compiler_are_judged_by_pyshacl_and_the_others_are_not() -> None:
    shapes = turtle(QUERY + "e:core sh:targetClass e:A ; sh:path e:p ; sh:maxCount 1 .")
    compiled = compile_shapes(shapes)
    assert (compiled.targeted, compiled.refused) == ((E.core,), (E.query,))
    assert [(u.shape, u.term) for u in compiled.unsupported] == [(E.query, SH.sparql)]
    results = validate(turtle(DATA), shapes)
    assert [(r.focus, r.shape) for r in results] == [(E.a, E.core), (E.b, E.query)]
    assert [message.value for message in results[1].messages] == ["There is a large value."]


def test_a_class_that_is_a_shape_is_judged_once_whoever_judges_it() -> None:
    shapes = turtle(
        QUERY + "e:A a rdfs:Class , sh:NodeShape ; sh:property [ sh:path e:p ; sh:maxCount 1 ] ."
        "e:C a rdfs:Class , sh:NodeShape ; sh:sparql ["
        '  sh:select "SELECT $this WHERE { $this <http://e/p> ?x . ?x <http://e/p> 5 }" ] .'
    )
    found = [(r.focus, r.component) for r in validate(turtle(DATA), shapes)]
    assert found == [
        (E.a, SH.MaxCountConstraintComponent),
        (E.b, SH.SPARQLConstraintComponent),
        (E.c, SH.SPARQLConstraintComponent),
    ]


def test_nameless_shapes_and_nodes_keep_their_identity() -> None:
    shapes = turtle(QUERY + "[] sh:targetSubjectsOf e:p ; sh:path e:p ; sh:nodeKind sh:IRI .")
    data = turtle("_:x a e:A ; e:p 7 .")
    (node,) = {t.subject for t in data}
    results = validate(data, shapes)
    assert len(results) == 2
    assert {r.focus for r in results} == {node}
    assert {type(r.shape) for r in results} == {BlankNode, type(E.query)}
    assert {r.shape for r in results} <= {t.subject for t in shapes}


def test_severity_and_message_come_from_the_shape_or_say_what_is_wrong() -> None:
    shapes = turtle(
        'e:s sh:targetNode e:a ; sh:path e:p ; sh:class e:B ; sh:message "Nein"@de , "No"@en ;'
        " sh:severity sh:Info . e:t sh:targetNode e:a ; sh:path e:p ; sh:in ( 1 e:B ) ."
    )
    first, second = validate(turtle("e:a e:p e:x ."), shapes)
    assert (first.severity, [m.value for m in first.messages]) == (SH.Info, ["Nein", "No"])
    assert second.severity == SH.Violation
    assert second.messages == (Literal("The value is not one of 1, <http://e/B>.", "en"),)


def test_every_component_says_something_of_its_own() -> None:
    compiled = compile_shapes(components())
    voices = [
        voice
        for shape in compiled.compiled.values()
        for _, voice in (*shape.tests, *shape.checks, *shape.closed)
    ]
    assert len({voice.component for voice in voices}) == 28
    assert all(voice.messages and "{}" not in voice.messages[0].value for voice in voices)


def test_prefixes_may_come_by_import() -> None:
    """SHACL, section 5.2.1."""
    shapes = turtle(
        '<http://e/> sh:declare [ sh:prefix "e" ; sh:namespace "http://e/"^^xsd:anyURI ] .'
        "e:prefixes owl:imports <http://e/> ."
        "e:s sh:targetNode e:a ; sh:sparql [ sh:prefixes e:prefixes ;"
        '  sh:select "SELECT $this WHERE { $this e:p 1 }" ] .'
    )
    assert [r.focus for r in validate(turtle("e:a e:p 1 ."), shapes)] == [E.a]


def test_targets_by_query_are_followed_and_rules_are_not_applied() -> None:
    shapes = turtle(
        "e:s a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ; sh:select"
        ' "SELECT ?this WHERE { ?this <http://e/p> 1 }" ] ; sh:closed true ;'
        " sh:ignoredProperties ( e:p ) ."
        "e:r a sh:NodeShape ; sh:targetNode e:a ; sh:rule [ a sh:TripleRule ;"
        " sh:subject sh:this ; sh:predicate e:q ; sh:object e:b ] ."
    )
    assert validate(turtle("e:a e:p 1 ."), shapes) == []
    found = validate(turtle("e:a e:p 1 ; e:q 2 ."), shapes)
    assert [(r.focus, r.value) for r in found] == [(E.a, Literal("2", datatype=_INTEGER))]


_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


@pytest.mark.parametrize(
    ("constraint", "match"),
    [
        ('sh:in "no list"', "<http://e/s> is not well-formed: The value of sh:in is not a list"),
        ("sh:not [ sh:minCount 1 ]", "well-formed: The node shape has sh:minCount, which only"),
        ("sh:property e:nothing", "well-formed: The value of sh:property is not a property shape"),
        ('sh:pattern "("', "the shapes cannot be applied"),
        ("sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l", "sh:in is not a well-formed list"),
        ("sh:path _:p ; sh:minCount 1 . _:p sh:inversePath _:p", "is not a well-formed path"),
        ('sh:sparql [ sh:select "SELECT $this { $this no:p 1 }" ]', "the shapes cannot be applied"),
        ('sh:sparql [ sh:select "SELECT $this { SERVICE <http://e/> { } }" ]', "SERVICE is off"),
        ('sh:sparql [ sh:select "SELECT $this FROM <http://e/> { }" ]', "names an unknown graph"),
        ("sh:js [ ]", "the shapes use JavaScript"),
        ("sh:entailment e:regime", "the entailment regime <http://e/regime>"),
        ("sh:property [ sh:path e:p ; sh:node e:s ]", "the shapes refer to themselves"),
    ],
)
def test_shapes_that_cannot_be_applied_fail_and_are_not_data_that_does_not_conform(
    constraint: str, match: str
) -> None:
    with pytest.raises(ValidationFailed, match=match):
        validate(turtle("e:a e:p e:a ."), turtle(f"e:s sh:targetNode e:a ; {constraint} ."))


def test_shapes_that_refer_to_themselves_are_judged_where_the_data_ends() -> None:
    shapes = turtle(
        "e:s sh:targetNode e:a ; sh:property [ sh:path e:p ; sh:node e:s ] , e:t ."
        "e:t sh:path e:q ; sh:minCount 1 ."
    )
    assert compile_shapes(shapes).refused == (E.s,)
    assert [r.focus for r in validate(turtle("e:a e:p e:b ; e:q 1 . e:b e:q 1 ."), shapes)] == []
    assert [r.focus for r in validate(turtle("e:a e:p e:b ; e:q 1 ."), shapes)] == [E.a]


def test_deep_shapes_and_long_paths_do_not_break_the_compiler() -> None:
    chain = "e:s0 sh:targetNode e:a ." + "".join(
        f"e:s{number} sh:node e:s{number + 1} ." for number in range(3000)
    )
    assert compile_shapes(turtle(chain)).refused == (E.s0,)
    data = Graph(turtle("".join(f"e:n{n} e:p e:n{n + 1} ." for n in range(20_000))))
    shapes = turtle("e:s sh:targetNode e:n0 ; sh:path [ sh:zeroOrMorePath e:p ] ; sh:maxCount 9 .")
    assert len(validate(data, shapes)) == 1


def test_results_are_sorted_and_given_once() -> None:
    shapes = turtle(
        "e:s sh:targetSubjectsOf e:p ; sh:targetClass e:A ; sh:property e:t ."
        "e:u sh:targetClass e:A ; sh:property e:t ."
        "e:t sh:path e:p ; sh:minInclusive 4 ; sh:maxExclusive 1 ."
    )
    results = validate(turtle(DATA), shapes)
    assert len(results) == len(set(results)) == 9
    focuses = [str(r.focus) for r in results]
    assert focuses == sorted(focuses)
    assert results == validate(Graph(reversed(turtle(DATA))), reversed(shapes))


def test_validate_gives_what_pyshacl_gives_where_it_has_to_ask_it_for_a_part() -> None:
    shapes = turtle(QUERY) + [t for t in components() if t.subject != E.C]
    data = turtle(DATA + "e:one e:q e:a , e:two ; e:r e:b . e:two e:p e:one .")
    ordering = (
        E.atLeast,
        E.atMost,
        E.moreThan,
        E.lessThan,
        E.since,
        E.before,
        E.less,
        E.lessOrSame,
    )
    mine, theirs = said(validate(data, shapes)), said(pyshacl_results(data, shapes))
    assert {s for s in mine if s[0] not in ordering} == {s for s in theirs if s[0] not in ordering}
    assert any(shape == E.query for shape, *_ in mine)


def test_ill_formed_shapes_can_be_left_out_with_all_that_refer_to_them() -> None:
    shapes = turtle(
        QUERY + 'e:core sh:targetClass e:A ; sh:path e:p ; sh:maxCount 1 . e:bad sh:in "no list" ;'
        " sh:targetClass e:A . e:worse sh:targetClass e:A ; sh:or ( e:bad [ sh:class e:B ] ) ."
    )
    with pytest.raises(ValidationFailed, match="<http://e/bad> is not well-formed"):
        validate(turtle(DATA), shapes)
    results = validate(turtle(DATA), shapes, skip_ill_formed=True)
    assert [(r.focus, r.shape) for r in results] == [(E.a, E.core), (E.b, E.query)]


def test_every_engine_judges_alike_what_it_can_judge() -> None:
    shapes = turtle(
        "e:core sh:targetClass e:A ; sh:property [ sh:path e:p ; sh:maxCount 1 ;"
        ' sh:message "Too many"@en ] .'
    )
    data = turtle(DATA + "e:B rdfs:subClassOf e:A . e:x a e:B ; e:p 1 , 2 .")
    results = {engine: validate(data, shapes, engine=engine) for engine in ShaclEngine}
    assert results[ShaclEngine.AUTO] == results[ShaclEngine.COMPILED]
    assert results[ShaclEngine.AUTO] == results[ShaclEngine.PYSHACL]
    # Targets are the instances of subclasses, too (SHACL, section 2.1.3.2).
    assert [r.focus for r in results[ShaclEngine.AUTO]] == [E.a, E.x]


@pytest.mark.parametrize(
    ("shapes", "match"),
    [
        (QUERY, r"<http://e/query> is not compiled \(sh:sparql: "),
        (
            "e:s a sh:NodeShape ; sh:targetNode e:a ; sh:property [ sh:path e:p ; sh:node e:s ] .",
            r"<http://e/s> is not compiled \(.*: it refers to",
        ),
        (
            "e:s a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ; sh:select"
            ' "SELECT ?this WHERE { ?this <http://e/p> 1 }" ] ; sh:closed true .',
            "<http://e/s> is not compiled",
        ),
    ],
)
def test_without_pyshacl_a_shape_that_is_not_compiled_is_no_shape_that_is_kept(
    shapes: str, match: str
) -> None:
    with pytest.raises(ValidationFailed, match=match):
        validate(turtle(DATA), turtle(shapes), engine="compiled")


def test_an_engine_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="fast"):
        validate([], [], engine="fast")
