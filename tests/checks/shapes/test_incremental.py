"""What a change makes new is what a full run finds after it less what one found before."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.shapes.examples import (
    CLASSES,
    COMPONENT_GRAPHS,
    USUAL,
    E,
    components,
    graphs,
    properties_of,
    turtle,
)
from tvet_skos.checks.graph import ChangedGraph, Graph
from tvet_skos.checks.shape_rules import shape_triples
from tvet_skos.checks.shapes import CompiledShapes, ShapeResult, compile_shapes
from tvet_skos.namespaces import FOAF, RDF, SH, SKOS, TVS
from tvet_skos.terms import Triple


@cache
def _components() -> CompiledShapes:
    # A property shape within another gives results about nodes that were not asked for.
    return compile_shapes([t for t in components() if t.object not in (E.nested, E.hasR)])


@cache
def _bundled() -> CompiledShapes:
    return compile_shapes(shape_triples(), trusted=True)


def _judged(compiled: CompiledShapes, graph: Graph, changed: ChangedGraph) -> set[ShapeResult]:
    affected = compiled.affected(changed)
    return {r for node, shapes in affected.items() for r in compiled.judge(graph, node, shapes)}


def _assert_same_difference(
    compiled: CompiledShapes, base: list[Triple], added: list[Triple], removed: list[Triple]
) -> None:
    graph = Graph(base)
    changed = graph.changed(added, removed)
    before, after = set(compiled.judge_all(graph)), set(compiled.judge_all(changed))
    near_before, near_after = (_judged(compiled, side, changed) for side in (changed.base, changed))
    assert near_after - near_before == after - before
    assert near_before - near_after == before - after
    # A changed graph is judged as if it had been read so.
    assert after == set(compiled.judge_all(Graph(changed.triples())))


def _changes(graph: st.SearchStrategy[list[Triple]]) -> st.SearchStrategy[tuple[list[Triple], ...]]:
    def with_removals(base: list[Triple]) -> st.SearchStrategy[tuple[list[Triple], ...]]:
        gone = st.lists(st.sampled_from(base), max_size=3) if base else st.just([])
        return st.tuples(st.just(base), graph.map(lambda added: added[:3]), gone)

    return graph.flatmap(with_removals)


@given(_changes(COMPONENT_GRAPHS))
@settings(max_examples=100, deadline=None)
def test_the_affected_nodes_tell_what_changed_by_every_component_and_path(
    change: tuple[list[Triple], ...],
) -> None:
    _assert_same_difference(_components(), *change)


BUNDLED_GRAPHS = graphs([*USUAL * 6, *properties_of(shape_triples())], CLASSES)


@given(_changes(BUNDLED_GRAPHS))
@settings(max_examples=60, deadline=None)
def test_the_affected_nodes_tell_what_changed_by_the_bundled_shapes(
    change: tuple[list[Triple], ...],
) -> None:
    _assert_same_difference(_bundled(), *change)


@pytest.mark.full
@given(_changes(COMPONENT_GRAPHS))
@settings(max_examples=20_000, deadline=None)
def test_the_affected_nodes_tell_what_changed_at_length(change: tuple[list[Triple], ...]) -> None:
    _assert_same_difference(_components(), *change)


def test_a_change_of_one_concept_affects_it_and_those_that_look_at_it() -> None:
    base = Graph(
        turtle(
            "e:s a skos:ConceptScheme . e:a a skos:Concept ; skos:inScheme e:s ."
            "e:b a skos:Concept ; skos:inScheme e:s ; skos:broader e:new ."
        )
    )
    changed = base.changed(turtle("e:new a skos:Concept ; skos:inScheme e:s ."), [])
    assert set(_bundled().affected(changed)) == {E.new, E.b}


def test_an_alias_affects_the_sources_that_share_it() -> None:
    """The way leads over a literal, which no graph knows the bearers of."""
    base = Graph(turtle('e:a a bibo:Document ; tvs:alias "X" . e:b a bibo:Document .'))
    changed = base.changed(turtle('e:b tvs:alias "X" .'), [])
    assert set(_bundled().affected(changed)) == {E.a, E.b}
    shape = TVS.iri.replace("ns#", "shapes#") + "sourceAliasUnique"
    assert shape not in {r.shape for r in _bundled().judge(changed.base, E.a)}
    assert shape in {r.shape for r in _bundled().judge(changed, E.a)}
    back = changed.base.changed([], turtle('e:a tvs:alias "X" .'))
    assert set(_bundled().affected(back)) == {E.a}


def test_shapes_that_look_at_something_else_are_not_asked_again() -> None:
    """A scheme with a hundred thousand top concepts is not judged by each for one more."""
    base = Graph(turtle("e:s a skos:ConceptScheme ; skos:hasTopConcept e:a ."))
    changed = base.changed(turtle("e:b skos:topConceptOf e:s ."), [])
    affected = _bundled().affected(changed)
    asked = set(_bundled().named(affected[E.s]))
    assert asked < set(_bundled().shapes_of(changed, E.s))
    assert not any("hasTopConcept" in str(shape) for shape in asked)


def test_types_of_no_interest_affect_nobody_else() -> None:
    base = Graph(turtle("e:s a skos:ConceptScheme . e:a a skos:Concept ; skos:inScheme e:s ."))
    changed = base.changed(turtle("e:s a owl:Thing ."), [])
    assert set(_bundled().affected(changed)) == {E.s}


def test_neighbour_properties_are_those_read_beyond_the_focus() -> None:
    compiled = compile_shapes(
        turtle(
            "e:s sh:targetClass e:A ; sh:property [ sh:path e:p ; sh:class e:B ] ,"
            "  [ sh:path ( e:p e:q ) ; sh:maxCount 1 ] ,"
            "  [ sh:path [ sh:inversePath e:r ] ; sh:node [ sh:property e:far ] ] ."
            "e:far sh:path e:t ; sh:equals e:u ; sh:maxCount 1 ."
        )
    )
    assert compiled.neighbour_properties == {RDF.type, E.q, E.t, E.u}
    assert compiled.depth == 1
    assert {RDF.type, FOAF.name} <= _bundled().neighbour_properties
    assert SKOS.broader not in _bundled().neighbour_properties


def test_only_wanted_shapes_are_worked_out_and_depended_on() -> None:
    shapes = turtle(
        "e:s sh:targetClass e:A ; sh:property e:first , e:second ; sh:nodeKind sh:Literal ."
        "e:first sh:path e:p ; sh:class e:B . e:second sh:path e:q ; sh:minCount 1 ."
    )
    compiled = compile_shapes(shapes, only=[E.second])
    data = Graph(turtle("e:a a e:A ; e:p e:b ."))
    assert {r.shape for r in compiled.judge_all(data)} == {E.second}
    assert {r.shape for r in compile_shapes(shapes).judge_all(data)} == {E.s, E.first, E.second}
    assert compiled.neighbour_properties == frozenset()
    assert list(compile_shapes(shapes, only=[]).judge_all(data)) == []


def test_nodes_that_nothing_points_to_any_more_are_judged_again() -> None:
    compiled = compile_shapes(turtle("e:s sh:targetObjectsOf e:p ; sh:class e:B ."))
    changed = Graph(turtle("e:a e:p e:b .")).changed([], turtle("e:a e:p e:b ."))
    assert set(compiled.affected(changed)) == {E.b}
    assert compiled.judge(changed.base, E.b) and not compiled.judge(changed, E.b)
    assert SH.ClassConstraintComponent in {r.component for r in compiled.judge(changed.base, E.b)}
