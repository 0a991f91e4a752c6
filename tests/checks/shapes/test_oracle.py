"""The compiled shapes give what pySHACL gives; where pySHACL errs, what SHACL says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checks.shapes.examples import (
    CLASSES,
    COMPONENT_GRAPHS,
    USUAL,
    E,
    Said,
    components,
    graphs,
    properties_of,
    said,
    turtle,
)
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.shape_rules import shape_triples
from tvet_skos.checks.shapes import CompiledShapes, compile_shapes
from tvet_skos.checks.shapes.engine import pyshacl_results
from tvet_skos.errors import ValidationFailed
from tvet_skos.namespaces import BIBO, SH, XSD
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.rdf.formats import FORMATS, format_of, parse
from tvet_skos.terms import IRI, BlankNode, Literal, Term, Triple

EXAMPLES = sorted((Path(__file__).parents[2] / "shapes").rglob("*.ttl"))
PUBLIC = (
    "hcrt.ttl", "isced-2013.ttl", "esc.ttl", "nwbib.ttl", "gsq-lithology.ttl", "uat.rdf",
    "unesco-thesaurus.nt", "unesco-thesaurus-older.ttl", "nwbib-spatial.ttl", "stw.ttl",
    "gemet-de.rdf", "gemet-fr.rdf", "gemet-it.rdf", "gemet-nl.rdf",
)  # fmt: skip

ORDERING = {
    SH.MinInclusiveConstraintComponent, SH.MinExclusiveConstraintComponent,
    SH.MaxInclusiveConstraintComponent, SH.MaxExclusiveConstraintComponent,
    SH.LessThanConstraintComponent, SH.LessThanOrEqualsConstraintComponent,
}  # fmt: skip
"""Where pySHACL orders what SPARQL cannot compare, by the names of the types; or fails."""


@cache
def _bundled() -> CompiledShapes:
    return compile_shapes(shape_triples(), trusted=True)


@cache
def _components() -> tuple[CompiledShapes, tuple[Triple, ...]]:
    shapes = tuple(components())
    return compile_shapes(shapes), shapes


def _compiled(compiled: CompiledShapes, data: list[Triple]) -> set[Said]:
    results = list(compiled.judge_all(Graph(data)))
    assert len(results) == len(set(results))
    return said(results)


def _assert_equal(compiled: CompiledShapes, shapes: tuple[Triple, ...], data: list[Triple]) -> None:
    mine = _compiled(compiled, data)
    try:
        theirs = said(pyshacl_results(data, shapes))
    except ValidationFailed as failure:
        assert "compare a BlankNode" in str(failure)
        return
    assert {s for s in mine ^ theirs if s[4] not in ORDERING} == set()


def test_every_bundled_shape_is_compiled() -> None:
    assert not _bundled().unsupported
    assert not _bundled().nested


def _told_apart(number: int, triples: list[Triple]) -> Iterator[Triple]:
    """A file's triples with subjects that no other file has, so that files do not mix."""
    own = {triple.subject for triple in triples}

    def renamed(term: Term) -> Term:
        if term not in own:
            return term
        return IRI(f"{term}/{number}") if isinstance(term, IRI) else term

    for subject, predicate, value in triples:
        node = renamed(subject)
        assert isinstance(node, IRI | BlankNode)
        yield Triple(node, predicate, renamed(value))


def test_results_on_all_examples_equal_those_of_pyshacl() -> None:
    data = [
        triple
        for number, file in enumerate(EXAMPLES)
        for triple in _told_apart(number, parse(file.read_bytes(), FORMATS["turtle"]))
    ]
    mine = _compiled(_bundled(), data)
    assert len({shape for shape, *_ in mine}) > 100
    assert mine == said(pyshacl_results(data, shape_triples()))


@pytest.mark.full
def test_results_on_each_example_equal_those_of_pyshacl() -> None:
    graphs = {file: parse(file.read_bytes(), FORMATS["turtle"]) for file in EXAMPLES}
    differing = [
        file.stem
        for file, data in graphs.items()
        if _compiled(_bundled(), data) != said(pyshacl_results(data, shape_triples()))
    ]
    assert differing == []


def test_results_on_the_bundled_vocabulary_equal_those_of_pyshacl(bundled: Vocabulary) -> None:
    data = list(bundled.triples)
    assert _compiled(_bundled(), data) == said(pyshacl_results(data, shape_triples()))


@pytest.mark.full
@pytest.mark.parametrize("name", PUBLIC)
def test_results_on_public_vocabularies_equal_those_of_pyshacl(
    public_data: Path, name: str
) -> None:
    import gzip

    content = gzip.decompress((public_data / "vocabularies" / f"{name}.gz").read_bytes())
    rdf_format = format_of(Path(name))
    assert rdf_format is not None
    _assert_equal(_bundled(), shape_triples(), parse(content, rdf_format, base="http://e/"))


COMPONENT_SETTINGS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@given(COMPONENT_GRAPHS)
@COMPONENT_SETTINGS
def test_every_component_and_path_judges_as_pyshacl_does(data: list[Triple]) -> None:
    _assert_equal(*_components(), data)


@pytest.mark.full
@given(COMPONENT_GRAPHS)
@settings(COMPONENT_SETTINGS, max_examples=1500)
def test_every_component_and_path_judges_as_pyshacl_does_at_length(data: list[Triple]) -> None:
    _assert_equal(*_components(), data)


def _literals(datatype: IRI, *texts: str) -> list[Literal]:
    return [Literal(text, datatype=datatype) for text in texts]


LIKE = (
    [
        *_literals(XSD.integer, "1", "01", "2", "-3"), *_literals(XSD.decimal, "1.0", "1.5"),
        *_literals(XSD.double, "1e0", "2.5", "INF"), *_literals(XSD.byte, "2"),
    ],
    [Literal(text) for text in ("", "a", "b", "ab")],
    _literals(XSD.boolean, "true", "false", "0", "1"),
    _literals(XSD.date, "2020-02-28", "2020-02-29", "2021-01-01"),
    _literals(XSD.dateTime, *(f"2020-02-28T{t}" for t in ("12:00:00Z", "13:00:00+01:00"))),
    _literals(XSD.dateTime, "2020-02-28T12:00:00", "2020-02-28T12:00:00.5", "2020-02-27T23:59:59"),
)  # fmt: skip
"""Values that SPARQL orders among each other."""


FIVE_LIKE = st.sampled_from(LIKE).flatmap(lambda like: st.tuples(*[st.sampled_from(like)] * 5))


@given(FIVE_LIKE)
@settings(COMPONENT_SETTINGS)
def test_like_values_are_ordered_as_pyshacl_orders_them(values: tuple[Literal, ...]) -> None:
    first, second, third, fourth, bound = values
    components = ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive")
    shapes = turtle(
        "e:s sh:targetNode e:a ; sh:path e:p ; sh:lessThan e:q . e:t sh:targetNode e:a ;"
        f" sh:path e:p ; sh:lessThanOrEquals e:q . {_bounds(components)}"
    )
    shapes += [Triple(E + name, SH + name, bound) for name in components]
    data = [Triple(E.a, E.p, first), Triple(E.a, E.p, second)]
    data += [Triple(E.a, E.q, third), Triple(E.a, E.q, fourth)]
    assert _compiled(compile_shapes(shapes), data) == said(pyshacl_results(data, shapes))


def _bounds(components: tuple[str, ...]) -> str:
    return "".join(f"e:{name} sh:targetNode e:a ; sh:path e:p ." for name in components)


BUNDLED_GRAPHS = graphs([*USUAL * 6, *properties_of(shape_triples())], [*CLASSES, BIBO.Document])


@given(BUNDLED_GRAPHS)
@settings(COMPONENT_SETTINGS, max_examples=15)
def test_the_bundled_shapes_judge_random_graphs_as_pyshacl_does(data: list[Triple]) -> None:
    _assert_equal(_bundled(), shape_triples(), data)


@pytest.mark.full
@given(BUNDLED_GRAPHS)
@settings(COMPONENT_SETTINGS, max_examples=1000)
def test_the_bundled_shapes_judge_random_graphs_as_pyshacl_does_at_length(
    data: list[Triple],
) -> None:
    _assert_equal(_bundled(), shape_triples(), data)


DEVIATIONS = {
    # clause of SHACL: constraint, value, whether the value conforms
    "4.1.2 a datatype is the literal's own": ("sh:datatype rdfs:Literal", '"a"', False),
    "4.1.2 ill-typed by its white space": ("sh:datatype xsd:integer", '" 1"^^xsd:integer', False),
    "4.1.2 ill-typed infinity": ("sh:datatype xsd:double", '"Infinity"^^xsd:double', False),
    "4.1.2 no week dates": ("sh:datatype xsd:date", '"2026-W01-1"^^xsd:date', False),
    "4.1.2 long years are well-formed": ("sh:datatype xsd:date", '"12026-01-01"^^xsd:date', True),
    "4.3.2 numbers and texts have no order": ("sh:maxInclusive 1", '"2020-01-01"^^xsd:date', False),
    "4.3.2 tagged texts have no order": ('sh:minInclusive "a"', '"b"@en', False),
    "4.6.1 blank nodes have no length": ("sh:minLength 0", "[]", False),
    "4.6.3 $ is the very end": ('sh:pattern "a$"', '"a\\n"', False),
    "4.6.3 white space is XML's": ('sh:pattern "^\\\\s$"', '"\u00a0"', False),
    "4.6.4 ranges have several subtags": ('sh:languageIn ( "zh-Hant" )', '"a"@zh-Hant-TW', True),
    "4.6.5 only true is true": ('sh:uniqueLang "1"^^xsd:boolean', '"a"@en, "b"@en', True),
    "4.8.1 every class is a value": (
        "sh:node [ sh:closed true ]", "[ a <http://www.w3.org/2000/01/rdf-schema#Resource> ]", False
    ),
}  # fmt: skip
"""Where pySHACL 0.40 does not do what SHACL says; each says something else there."""


@pytest.mark.parametrize("clause", DEVIATIONS)
def test_where_pyshacl_errs_the_specification_is_followed(clause: str) -> None:
    constraint, value, conforms = DEVIATIONS[clause]
    shapes = turtle(f"e:s sh:targetNode e:a ; sh:path e:p ; {constraint} .")
    data = turtle(f"e:a e:p {value} .")
    assert (_compiled(compile_shapes(shapes), data) == set()) == conforms
    assert (pyshacl_results(data, shapes) == []) != conforms


def test_a_sequence_walked_backwards_is_walked_from_its_end() -> None:
    """SHACL, section 2.3.1.4; pySHACL walks back each step, but in the order of the sequence."""
    shapes = turtle(
        "e:s sh:targetNode e:c ; sh:path [ sh:inversePath ( e:p e:q ) ] ; sh:minCount 1 ."
    )
    data = turtle("e:a e:p e:b . e:b e:q e:c .")
    assert _compiled(compile_shapes(shapes), data) == set()
    assert pyshacl_results(data, shapes)


@pytest.mark.parametrize(
    ("shape", "data", "conforms"),
    [
        ("sh:lessThan e:q", "e:a e:p 1 ; e:q [] .", False),
        ("sh:lessThanOrEquals e:q", "e:a e:p [] ; e:q 1 .", False),
        ("sh:lessThan e:q", "e:a e:p [] .", True),
        ("sh:maxInclusive 1.0", 'e:a e:p "NaN"^^xsd:double .', False),
    ],
)
def test_data_that_pyshacl_fails_on_is_judged(shape: str, data: str, conforms: bool) -> None:
    """SHACL, sections 4.3 and 4.5: what cannot be compared is a result, not a failure."""
    shapes = turtle(f"e:s sh:targetNode e:a ; sh:path e:p ; {shape} .")
    assert (_compiled(compile_shapes(shapes), turtle(data)) == set()) == conforms
    if not conforms:
        with pytest.raises(ValidationFailed):
            pyshacl_results(turtle(data), shapes)
