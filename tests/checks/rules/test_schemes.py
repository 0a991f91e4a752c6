"""Rules on notations, dates and retirement."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.rules.runner import (
    assert_change_is_found_around_it,
    changes,
    concepts,
    e,
    found,
    full,
    graph,
)
from tvet_skos.checks.graph import ChangedGraph, Graph
from tvet_skos.checks.rule import AnyRule, Change, ChangeRule, Hit
from tvet_skos.checks.rules import schemes
from tvet_skos.checks.rules.schemes import FAMILY, future_dates
from tvet_skos.namespaces import DCTERMS, OWL, RDF, SKOS, XSD
from tvet_skos.terms import Literal, Node, Term, Triple

RULES = [rule for rule in FAMILY.rules if not isinstance(rule, ChangeRule)]


def hits(rule: str, data: Graph | str) -> list[Hit]:
    return found(RULES, rule, data)


# SC005


def test_a_concept_has_one_notation_of_a_kind() -> None:
    data = concepts(
        "a b", '<a> skos:notation "1", "2", "x"^^<code> . <b> skos:notation "3", "3"^^<code> .'
    )
    (hit,) = hits("SC005", data)
    assert (hit.focus, hit.value, hit.gathered) == (e("a"), None, False)
    assert hit.message == '"A" has several notations of one kind: "1", "2".'


def test_concepts_of_a_scheme_that_share_a_notation_are_shown_together() -> None:
    placed = "<a> skos:inScheme <s> . <b> skos:topConceptOf <s> . <d> skos:inScheme <t> . "
    notations = "".join(f'<{n}> skos:notation "1" . ' for n in "acd")
    tops = '<s> skos:hasTopConcept <c> . <b> skos:notation "1"^^xsd:string . '
    data = concepts("a b c d", placed + tops + notations)
    (hit,) = hits("SC005", data)
    assert (hit.focus, hit.related, hit.gathered) == (e("a"), (e("b"), e("c")), True)
    assert (hit.path, hit.value) == (SKOS.notation, Literal("1"))
    assert hit.message == '"A", "B" and "C" have the same notation, "1".'


def test_a_concept_of_no_scheme_clashes_with_those_of_every_scheme() -> None:
    data = concepts(
        "a b c",
        '<a> skos:inScheme <s> ; skos:notation "1" . <b> skos:inScheme <t> ; skos:notation "1" . ',
    )
    assert not hits("SC005", data)
    (hit,) = hits("SC005", data + '<c> skos:notation "1" .')
    assert (hit.focus, hit.related) == (e("a"), (e("b"), e("c")))


def test_schemes_that_a_third_concept_joins_make_one_group() -> None:
    data = concepts(
        "a b c", "<a> skos:inScheme <s> . <b> skos:inScheme <t> . <c> skos:inScheme <s>, <t> . "
    )
    data += "".join(f'<{n}> skos:notation "1" . ' for n in "abc")
    (hit,) = hits("SC005", data)
    assert hit.related == (e("b"), e("c"))


def test_notations_of_different_datatypes_are_different() -> None:
    assert not hits(
        "SC005", concepts("a b", '<a> skos:notation "1" . <b> skos:notation "1"^^<code> .')
    )


# SC006


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ('"2026-11-25"^^xsd:date', "2026-11-25"), ('"2027"^^xsd:gYear', "2027"),
        ('"2026-12"^^xsd:gYearMonth', "2026-12"),
        ('"2026-11-25T00:30:00Z"^^xsd:dateTime', "2026-11-25"),
        ('"2026-11-25+01:00"^^xsd:date', "2026-11-25"), ('"2026-11-24"^^xsd:date', ""),
        ('"2026-11"^^xsd:gYearMonth', ""), ('"2026"^^xsd:gYear', ""), ('"2015-2030"', ""),
        ('"soon"', ""), ("<day>", ""),
    ],
)  # fmt: skip
def test_no_date_of_a_record_is_in_the_future(value: str, told: str) -> None:
    found_hits = list(full(future_dates("2026-11-24"), graph(f"<a> dcterms:modified {value} .")))
    assert [hit.message for hit in found_hits] == (
        [f'The date of the last change of "{e("a")}", {told}, is in the future.'] if told else []
    )


def test_the_day_of_a_plan_may_be_in_the_future() -> None:
    assert not list(full(future_dates("2026-11-24"), graph('<a> dcterms:valid "2030-01-01" .')))


def _change(before: str, after: str) -> list[Hit]:
    base, result = graph(before), graph(after)
    changed = base.changed(
        [t for t in result.triples() if t not in base],
        [t for t in base.triples() if t not in result],
    )
    (rule,) = (rule for rule in FAMILY.rules if isinstance(rule, ChangeRule))
    return list(rule.judge(Change(changed, None, (), lambda _: {})))


_OLD = (
    '<a> dcterms:modified "2026-01-01"^^xsd:date ; skos:prefLabel "A"@en ; skos:definition <d> . '
)


def test_a_record_that_changes_is_to_say_when() -> None:
    (hit,) = _change(_OLD, _OLD + '<a> skos:altLabel "a"@en .')
    assert (hit.focus, hit.path) == (e("a"), DCTERMS.modified)
    assert hit.message == '"A" changes, but its date of the last change stays the same.'
    (hit,) = _change(_OLD, _OLD + '<d> rdf:value "New."@en .')
    assert hit.focus == e("a")


def test_a_new_date_a_new_record_and_a_new_link_need_no_other_date() -> None:
    assert not _change(_OLD, _OLD.replace("2026-01-01", "2026-02-01") + '<a> skos:altLabel "a" .')
    assert not _change("", _OLD)
    assert not _change(_OLD, _OLD + "<a> skos:narrower <b> .")


# SC008


def test_a_live_concept_is_not_linked_to_a_retired_one() -> None:
    data = concepts("a b old", "<old> owl:deprecated true ; dcterms:isReplacedBy <b> . ")
    (hit,) = hits("SC008", data + "<a> skos:broader <old>, <b> . <old> skos:related <b> .")
    assert (hit.focus, hit.path, hit.value) == (e("a"), SKOS.broader, e("old"))
    assert hit.message == '"A" is linked by skos:broader to "Old", which is retired.'
    assert hit.hint == 'Link "B" instead, which replaces "Old".'
    assert hit.related == (e("b"),)


def test_mappings_count_and_other_links_and_false_marks_do_not() -> None:
    old = "<old> owl:deprecated true . <live> owl:deprecated false . "
    assert hits("SC008", concepts("a", old + "<a> skos:closeMatch <old> ."))
    assert not hits("SC008", concepts("a", old + "<a> rdfs:seeAlso <old> ; skos:related <live> ."))


# What holds for all of them.

_node = st.sampled_from([e(name) for name in "abc"])
_scheme = st.sampled_from([e("s"), e("t")])


def _said(
    nodes: st.SearchStrategy[Node], predicates: list[str], values: list[Term]
) -> st.SearchStrategy[Triple]:
    chosen = st.sampled_from([getattr(SKOS, p) for p in predicates])
    return st.builds(Triple, nodes, chosen, st.sampled_from(values))


_statements = st.one_of(
    _said(_node, ["notation"], [Literal("1"), Literal("1", datatype=XSD.string), Literal("2")]),
    _said(_node, ["inScheme", "topConceptOf"], [e("s"), e("t")]),
    st.builds(Triple, _scheme, st.just(SKOS.hasTopConcept), _node),
    _said(_node, ["related", "broader"], [e("a"), e("b"), e("c")]),
    st.builds(Triple, _node, st.just(OWL.deprecated), st.just(Literal("true"))),
    st.builds(Triple, _node, st.just(DCTERMS.isReplacedBy), _node),
    st.builds(Triple, _node, st.just(DCTERMS.created), st.just(Literal("2030-01-01"))),
)
_TYPES = [Triple(e(name), RDF.type, SKOS.Concept) for name in "abc"]


@settings(max_examples=200, deadline=None)
@pytest.mark.parametrize("rule", [*RULES, future_dates("2026-11-24")], ids=lambda r: r.rule.id)
@given(changed=changes(_statements, 14, _TYPES))
def test_what_a_change_brings_and_mends_is_found_around_it(
    rule: AnyRule, changed: ChangedGraph
) -> None:
    assert_change_is_found_around_it(rule, changed)


def test_rules_that_are_bound_do_not_replace_others() -> None:
    assert future_dates("2026-11-24").rule not in [rule.rule for rule in schemes.FAMILY.rules]
