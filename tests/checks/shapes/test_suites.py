"""Public test suites: W3C's for SHACL, and the examples of VocPub with its validators."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import pytest

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.shapes import ShapeResult, compile_shapes, validate
from tvet_skos.checks.shapes.engine import pyshacl_results
from tvet_skos.errors import ValidationFailed
from tvet_skos.namespaces import SH, Namespace
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI, BlankNode, Term, Triple

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")

MISSES = {
    "sparql/pre-binding/shapesGraph-001": (
        "the query asks the shapes graph, which processors may but need not offer "
        "(SHACL, section 5.3.1); pySHACL refuses, and so validation fails, as it must"
    ),
}
"""Tests of W3C that are not passed, with the reason."""


class W3CTest(NamedTuple):
    """A test of the suite: shapes, data, and the expected results (``None``: failure)."""

    name: str
    data: list[Triple]
    shapes: list[Triple]
    results: frozenset[tuple[Term | str | None, ...]] | None


def _named(term: Term | None) -> Term | str | None:
    """A term that can be compared across documents: blank nodes are all alike."""
    return "a blank node" if isinstance(term, BlankNode) else term


def _said(result: ShapeResult) -> tuple[Term | str | None, ...]:
    return (
        *map(_named, (result.shape, result.focus)), result.path, _named(result.value),
        result.component, result.severity,
    )  # fmt: skip


@cache
def _document(file: Path) -> list[Triple]:
    return parse(file.read_bytes(), FORMATS["turtle"], file=file.name, base=file.as_uri())


def _expected(graph: Graph, report: Term) -> frozenset[tuple[Term | str | None, ...]] | None:
    if report == SHT.Failure:
        return None

    def value(result: Term, predicate: IRI) -> Term | None:
        return next(iter(graph.values(result, predicate)), None)

    return frozenset(
        (
            *(_named(value(result, p)) for p in (SH.sourceShape, SH.focusNode)),
            str(path) if isinstance(path := value(result, SH.resultPath), IRI) else "",
            _named(value(result, SH.value)),
            *(value(result, p) for p in (SH.sourceConstraintComponent, SH.resultSeverity)),
        )
        for result in graph.values(report, SH.result)
    )


def _tests(folder: Path) -> Iterator[W3CTest]:
    for file in sorted(folder.rglob("*.ttl")):
        graph = Graph(_document(file))
        for test in graph.nodes():
            if graph.is_a(test, SHT.Validate):
                (action,) = graph.values(test, MF.action)
                data, shapes = (
                    _document(
                        Path(unquote(str(graph.values(action, p)[0]).removeprefix("file://")))
                    )
                    for p in (SHT.dataGraph, SHT.shapesGraph)
                )
                (report,) = graph.values(test, MF.result)
                name = file.relative_to(folder).with_suffix("").as_posix()
                yield W3CTest(name, data, shapes, _expected(graph, report))


@pytest.fixture(scope="module")
def w3c(public_data: Path) -> list[W3CTest]:
    return list(_tests(public_data / "suites" / "w3c-shacl" / "tests"))


def test_w3c_tests_are_passed_but_for_those_with_a_reason(w3c: list[W3CTest]) -> None:
    assert len(w3c) == 121
    missed = set()
    for test in w3c:
        try:
            found = frozenset(map(_said, validate(test.data, test.shapes)))
        except ValidationFailed:
            found = None
        if found != test.results:
            missed.add(test.name)
    assert missed == set(MISSES)


def test_every_w3c_test_of_shacl_core_is_compiled_and_passed(w3c: list[W3CTest]) -> None:
    core = [test for test in w3c if test.name.startswith("core/")]
    assert len(core) == 98
    for test in core:
        compiled = compile_shapes(test.shapes)
        assert not compiled.refused, test.name
        results = list(compiled.judge_all(Graph(test.data)))
        assert frozenset(map(_said, results)) == test.results, test.name
        assert all(result.messages for result in results), test.name


UNLIKE = {"core/property/uniqueLang-002"}
"""Core tests on which pySHACL says something else than the suite expects, and than we do."""


def test_pyshacl_says_the_same_of_every_core_test_but_those_that_it_fails(
    w3c: list[W3CTest],
) -> None:
    unlike = set()
    for test in w3c:
        if test.name.startswith("core/"):
            mine = compile_shapes(test.shapes).judge_all(Graph(test.data))
            theirs = pyshacl_results(test.data, test.shapes)
            if frozenset(map(_said, mine)) != frozenset(map(_said, theirs)):
                unlike.add(test.name)
    assert unlike == UNLIKE


def _validator(name: str) -> str:
    """Which of its validators VocPub has for an example, by the name of the example."""
    if "GA" in name:
        return "validator.ga.ttl"
    return "validator.multilang.ttl" if "multilang" in name else "validator.ttl"


def _is_grave(result: ShapeResult, shapes: Graph) -> bool:
    """Whether a result counts for VocPub, which gives some severities to node shapes only.

    SHACL takes the severity of the property shape itself (section 2.1.4); pySHACL, which VocPub is
    tested with, lets a node shape that is a warning conform whatever its property shapes say.
    """
    if result.severity != SH.Violation:
        return False
    wholes = shapes.subjects(SH.property, result.shape)
    return not wholes or any(SH.Warning not in shapes.values(n, SH.severity) for n in wholes)


def test_the_examples_of_vocpub_are_judged_as_they_are_named(public_data: Path) -> None:
    folder = public_data / "suites" / "vocpub"
    examples = sorted((folder / "examples").glob("*.ttl"))
    assert len(examples) == 19
    for example in examples:
        shapes = _document(folder / "validators" / _validator(example.stem))
        assert not compile_shapes(shapes).refused
        results = validate(_document(example), shapes)
        if "warnings" not in example.stem:
            results = [result for result in results if _is_grave(result, Graph(shapes))]
        assert bool(results) == ("-invalid" in example.stem), example.stem
