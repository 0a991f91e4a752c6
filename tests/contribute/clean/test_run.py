"""Applying fixes: errors that they would add, fixes that never come to rest, which are chosen."""

from __future__ import annotations

import pytest

from tests.contribute.clean.examples import EX, graph, triples
from tvet_skos.checks import Finding, Related, Report, Severity
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.run import check
from tvet_skos.contribute.clean import FIXES, Fix, Options, Patch, chosen_fixes, clean, load_map
from tvet_skos.errors import NotFound, SettingsError
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.terms import IRI, Literal, Triple, order

A, B = IRI(EX + "a"), IRI(EX + "b")


def judge(graph: Graph) -> Report:
    return check(graph, "skos")


def adding(name: str, *added: Triple, unless: Triple | None = None) -> Fix:
    """A fix that adds some statements, unless one is there."""

    def repair(graph: Graph, _options: Options) -> Patch:
        if unless is not None and unless in graph:
            return Patch()
        return Patch(added=tuple(t for t in added if t not in graph))

    return Fix(name, "", "", repair)


SECOND_LABEL = Triple(A, SKOS.prefLabel, Literal("other", "en"))
NOTE = Triple(A, SKOS.note, Literal("a note", "en"))
LABELLED = "ex:a a skos:Concept ; skos:prefLabel 'one'@en ."


def test_a_fix_that_adds_an_error_is_left_out_as_a_whole_and_the_others_stay() -> None:
    bad = adding("bad", SECOND_LABEL, Triple(B, SKOS.note, Literal("b", "en")))
    cleaned = clean(graph(LABELLED), [adding("good", NOTE), bad, *chosen_fixes()], judge=judge)
    assert set(cleaned.graph.triples()) == {*triples(LABELLED), NOTE}
    assert [deed.fix.id for deed in cleaned.deeds] == ["good"]
    assert [left_out.fix.id for left_out in cleaned.left_out] == ["bad"]
    (error,) = cleaned.left_out[0].errors
    assert (error.rule, error.focus) == ("SK014", A)


def test_every_fix_that_adds_an_error_is_found() -> None:
    second = adding("second", Triple(B, RDF.type, SKOS.ConceptScheme))
    start = graph(LABELLED + "ex:b a skos:Concept .")
    fixes = [adding("first", SECOND_LABEL), adding("good", NOTE), second]
    cleaned = clean(start, fixes, judge=judge)
    assert [left_out.fix.id for left_out in cleaned.left_out] == ["first", "second"]
    assert cleaned.patch.added == (NOTE,)


def test_an_error_that_was_there_before_does_not_count() -> None:
    start = graph("ex:a skos:prefLabel ' one'@en, 'two'@en .")
    cleaned = clean(start, chosen_fixes(["trim-labels"]), judge=judge)
    assert not cleaned.left_out
    assert Triple(A, SKOS.prefLabel, Literal("one", "en")) in cleaned.graph


def test_an_error_that_a_later_fix_mends_does_not_count() -> None:
    # Trimmed, the alternative label is the preferred one.
    start = graph("ex:a skos:prefLabel 'one'@en ; skos:altLabel ' one'@en .")
    cleaned = clean(start, chosen_fixes(), judge=judge)
    assert [deed.fix.id for deed in cleaned.deeds] == ["trim-labels", "drop-repeated-labels"]
    alone = clean(start, chosen_fixes(["trim-labels"]), judge=judge)
    assert [left_out.fix.id for left_out in alone.left_out] == ["trim-labels"]
    assert not alone.patch


def test_an_error_keeps_its_place_when_its_node_gets_a_name() -> None:
    start = graph("[] a skos:Concept ; skos:prefLabel 'one'@en, 'two'@en .")
    cleaned = clean(start, chosen_fixes(["name-blank-nodes"], unsafe=True), judge=judge)
    assert not cleaned.left_out
    assert all(isinstance(t.subject, IRI) for t in cleaned.graph.triples())


def test_a_member_of_a_group_that_had_an_error_may_lead_it_later() -> None:
    def grouped(graph: Graph) -> Report:
        first, *others = sorted(graph.nodes(), key=order)
        related = tuple(Related(node) for node in others)
        error = Finding(
            "X1", "", Severity.ERROR, "", "", focus=first, related=related, gathered=True
        )
        return Report((error,), "", {})

    def drop(graph: Graph, _options: Options) -> Patch:
        return Patch(removed=tuple(graph.statements(A)))

    start = graph("ex:a skos:note 'x' . ex:b skos:note 'x' . ex:c skos:note 'x' .")
    assert not clean(start, [Fix("drop", "", "", drop)], judge=grouped).left_out


def test_what_the_map_does_is_not_taken_back() -> None:
    start = graph("ex:a a owl:Class ; rdfs:label 'one'@en, 'two'@en .")
    cleaned = clean(start, chosen_fixes(), Options(terms=load_map("owl")), judge)
    assert [deed.fix.id for deed in cleaned.deeds] == ["map-terms"]
    assert not cleaned.left_out


def test_a_fix_that_never_comes_to_rest_is_left_out() -> None:
    def endless(graph: Graph, _options: Options) -> Patch:
        count = len(list(graph.triples()))
        return Patch(added=(Triple(A, SKOS.note, Literal(str(count))),))

    cleaned = clean(graph(LABELLED), [Fix("endless", "", "", endless), adding("good", NOTE)])
    assert [(each.fix.id, each.errors) for each in cleaned.left_out] == [("endless", ())]
    assert cleaned.patch.added == (NOTE,)


def test_of_two_fixes_that_undo_each_other_one_is_left_out() -> None:
    def drop(graph: Graph, _options: Options) -> Patch:
        return Patch(removed=(NOTE,) if NOTE in graph else ())

    cleaned = clean(graph(LABELLED), [adding("add", NOTE), Fix("drop", "", "", drop)])
    assert [each.fix.id for each in cleaned.left_out] == ["drop"]
    assert cleaned.patch.added == (NOTE,)


def test_nothing_is_judged_where_nothing_changes() -> None:
    def refuse(graph: Graph) -> Report:
        raise AssertionError

    assert not clean(graph(LABELLED), chosen_fixes(), judge=refuse).patch


def test_what_one_fix_adds_and_the_next_removes_is_no_change() -> None:
    def drop(graph: Graph, _options: Options) -> Patch:
        return Patch(removed=(NOTE,) if NOTE in graph else ())

    done = Triple(A, SKOS.altLabel, Literal("done", "en"))
    first = adding("first", NOTE, done, unless=done)
    cleaned = clean(graph(LABELLED), [first, Fix("drop", "", "", drop)])
    assert (cleaned.patch.added, cleaned.patch.removed) == ((done,), ())


def test_only_safe_fixes_are_chosen_unless_unsafe_ones_are_asked_for() -> None:
    assert not any(fix.unsafe for fix in chosen_fixes())
    assert chosen_fixes(unsafe=True) == FIXES
    assert [f.id for f in chosen_fixes(["trim-labels"])] == ["trim-labels"]
    assert "trim-labels" not in [f.id for f in chosen_fixes(without=["trim-labels"])]


def test_an_unsafe_fix_cannot_be_named_by_mistake() -> None:
    with pytest.raises(SettingsError, match="break-cycles is unsafe"):
        chosen_fixes(["break-cycles"])


@pytest.mark.parametrize("where", ["only", "without"])
def test_an_unknown_fix_is_named_with_the_nearest(where: str) -> None:
    with pytest.raises(NotFound) as caught:
        chosen_fixes(**{where: ["trim-label"]})  # type: ignore[arg-type]
    assert caught.value.suggestions == ("trim-labels",)
