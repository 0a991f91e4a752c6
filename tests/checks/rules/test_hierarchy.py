"""Rules on the hierarchy, counted by hand as qSKOS defines them; what holds for relations too."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.checks.rules.runner import (
    assert_change_is_found_around_it,
    changes,
    concepts,
    e,
    found,
    full,
    graph,
    place,
    up,
)
from tvet_skos.checks.ancestry import every_step, shortest_cycle, upward
from tvet_skos.checks.closure import above
from tvet_skos.checks.graph import ChangedGraph, Graph
from tvet_skos.checks.rule import AnyRule, GraphRule, Hit, Scope
from tvet_skos.checks.rules import hierarchy, relations
from tvet_skos.namespaces import FOAF, OWL, RDF, RDFS, SKOS
from tvet_skos.terms import IRI, Literal, Node, Term, Triple

RULES = (*hierarchy.FAMILY.rules, *relations.FAMILY.rules)


def hits(rule: str, data: Graph | str) -> list[Hit]:
    return found(RULES, rule, data)


def pairs(rule: str, data: Graph | str) -> list[tuple[Node, Term | None]]:
    return [(hit.focus, hit.value) for hit in hits(rule, data)]


# HI001


def test_a_cycle_is_one_finding_with_all_its_concepts_and_their_labels() -> None:
    (hit,) = hits(
        "HI001",
        concepts(
            "a b c", "<a> skos:broader <b> . <b> skos:broader <c>, <d> . <a> skos:narrower <c> ."
        ),
    )
    assert (hit.focus, hit.related, hit.gathered) == (e("a"), (e("b"), e("c")), True)
    assert hit.message.endswith('before: "A" → "B" → "C" → "A".')


def test_a_shortest_cycle_of_a_tangle_is_shown() -> None:
    (hit,) = hits("HI001", concepts("a b c d", up("ab bc cd da dc")))
    assert len(hit.related) == 3
    assert 'in a tangle of 4 concepts: "C" → "D" → "C".' in hit.message


def test_cycles_are_closed_by_mappings_and_transitive_relations_too() -> None:
    assert hits("HI001", "<a> skos:broadMatch <b> . <a> skos:narrower <b> .")
    assert hits("HI001", "<a> skos:broaderTransitive <b> . <b> skos:broader <a> .")


def test_a_concept_broader_than_itself_is_no_cycle_but_reflexive() -> None:
    assert not hits("HI001", "<a> skos:broader <a> .")
    assert pairs("HI002", "<a> skos:broader <a> .") == [(e("a"), e("a"))]


def test_two_cycles_are_two_findings() -> None:
    assert [hit.focus for hit in hits("HI001", up("ab ba bx xy yx"))] == [e("a"), e("x")]


# HI003


def test_a_broader_concept_that_another_one_leads_to_is_redundant() -> None:
    (hit,) = hits("HI003", concepts("a b c", "<a> skos:broader <b>, <c> . <c> skos:narrower <b> ."))
    assert (hit.focus, hit.path, hit.value) == (e("a"), SKOS.broader, e("c"))
    assert hit.message == '"A" has "C" as a broader concept both directly and through "B".'


def test_several_shortcuts_of_one_concept_are_found_each() -> None:
    chain = "<a> skos:broader <b>, <c>, <d> . <b> skos:broader <c> . <c> skos:broader <d> ."
    assert pairs("HI003", chain) == [(e("a"), e("c")), (e("a"), e("d"))]


def test_two_ways_of_two_steps_are_no_redundancy() -> None:
    assert not hits(
        "HI003", "<a> skos:broader <b>, <c> . <b> skos:broader <d> . <c> skos:broader <d> ."
    )


def test_mappings_and_transitive_relations_make_nothing_redundant() -> None:
    assert not hits(
        "HI003", "<a> skos:broader <b> ; skos:broaderTransitive <c> . <b> skos:broader <c> ."
    )
    assert not hits("HI003", "<a> skos:broader <b> ; skos:broadMatch <c> . <b> skos:broader <c> .")


def test_steps_out_of_a_cycle_are_redundant_where_another_one_leads_there() -> None:
    ring = "<a> skos:broader <b> . <b> skos:broader <a> . "
    both_leave = ring + "<a> skos:broader <c> . <b> skos:broader <c> ."
    assert pairs("HI003", both_leave) == [(e("a"), e("c")), (e("b"), e("c"))]
    assert not hits("HI003", ring + "<a> skos:broader <c> .")


# HI005


def test_clusters_but_the_largest_are_told_with_their_sizes() -> None:
    links = up("ab xy") + "<c> skos:related <b> . <z> skos:exactMatch <far> ."
    data = concepts("a b c x y z q", links)
    first, second = hits("HI005", data)
    assert (first.focus, first.related, first.gathered) == (e("x"), (e("y"),), True)
    assert first.message == (
        'A group of 2 concepts is linked to none of the other 4 that have links: "X", "Y".'
    )
    assert second.message == '"Z" is linked to none of the other 5 concepts that have links.'


def test_a_concept_of_another_vocabulary_joins_those_that_are_mapped_to_it() -> None:
    assert not hits(
        "HI005", concepts("a b", "<a> skos:exactMatch <far> . <b> skos:closeMatch <far> .")
    )


def test_orphans_are_no_clusters() -> None:
    assert not hits("HI005", concepts("a b c", "<a> skos:broader <b> ."))


# HI006

_SCHEME = "<s> a skos:ConceptScheme ; skos:hasTopConcept <top> . "


def _in_scheme(names: str) -> str:
    return "".join(f"<{name}> skos:inScheme <s> . " for name in names.split())


def test_a_concept_without_a_way_to_a_top_concept_is_found_with_all_below_it() -> None:
    data = _SCHEME + concepts("top a b c d") + _in_scheme("top a b c d")
    data += "<a> skos:broader <top> . <a> skos:narrower <b> . <d> skos:broader <c> ."
    assert [hit.focus for hit in hits("HI006", data)] == [e("c"), e("d")]


def test_a_top_concept_of_another_scheme_does_not_help() -> None:
    data = _SCHEME + "<t> skos:hasTopConcept <x> . " + concepts("top x a") + _in_scheme("a")
    assert [hit.focus for hit in hits("HI006", data + "<a> skos:broader <x> .")] == [e("a")]


def test_without_top_concepts_nothing_is_missed_below_them() -> None:
    assert not hits("HI006", concepts("a b") + _in_scheme("a b"))
    assert not hits(
        "HI006", _SCHEME + concepts("old") + _in_scheme("old") + "<old> owl:deprecated true ."
    )


# HI007


def test_a_top_concept_has_no_broader_concept_in_its_scheme() -> None:
    data = _SCHEME + concepts("top a b") + _in_scheme("a") + "<b> skos:inScheme <t> . "
    (hit,) = hits("HI007", data + "<top> skos:broader <a>, <b> .")
    assert (hit.focus, hit.value) == (e("top"), e("a"))
    assert hit.message == 'The top concept "Top" has a broader concept, "A".'


def test_a_broader_concept_of_no_scheme_counts_and_a_mapping_does_not() -> None:
    assert pairs("HI007", _SCHEME + "<x> skos:narrowerTransitive <top> .") == [(e("top"), e("x"))]
    assert not hits("HI007", _SCHEME + "<top> skos:broadMatch <x> .")


# HI010


def test_transitive_relations_need_a_path_of_broader_concepts() -> None:
    data = "<a> skos:broaderTransitive <b>, <c>, <d> ; skos:broader <b> . <c> skos:narrower <b> . "
    data += "<c> skos:narrowerTransitive <a>, <d> ."
    found_pairs = [(h.focus, h.path, h.value) for h in hits("HI010", data)]
    assert found_pairs == [
        (e("a"), SKOS.broaderTransitive, e("d")),
        (e("c"), SKOS.narrowerTransitive, e("d")),
    ]


def test_a_path_in_a_cycle_is_a_path() -> None:
    assert not hits(
        "HI010",
        "<a> skos:broader <b> . <b> skos:broader <a> . <b> skos:narrowerTransitive <b>, <a> .",
    )


# What holds for all of them.

_NODES = [e(name) for name in "abcde"]
_node, _scheme = st.sampled_from(_NODES), st.sampled_from([e("s"), e("t")])
_TEXTS = [Literal("See also skill", "en"), Literal("View also x and trades.", "en")]
_LABELS = [Literal("Skill", "en"), Literal("trade", "en")]
_OWN = Triple(e("own"), RDFS.subPropertyOf, SKOS.broader)
_TYPES = [Triple(n, RDF.type, SKOS.Concept) for n in _NODES]


def _among(*predicates: IRI) -> st.SearchStrategy[Triple]:
    return st.builds(Triple, _node, st.sampled_from(predicates), _node)


_UP = _among(SKOS.broader, SKOS.broader, SKOS.narrower, e("own"))
_MATCHES = _among(SKOS.broadMatch, SKOS.narrowMatch, SKOS.exactMatch, SKOS.relatedMatch)
_CLAIMS = _among(SKOS.broaderTransitive, SKOS.narrowerTransitive)
_RELATED = _among(SKOS.related)
_TYPED = st.builds(
    Triple, _node, st.just(RDF.type), st.sampled_from([SKOS.Concept, SKOS.Collection, FOAF.Person])
)
_TOPS = st.builds(Triple, _node, st.just(SKOS.topConceptOf), _scheme) | st.builds(
    Triple, _scheme, st.just(SKOS.hasTopConcept), _node
)
_PLACED = st.builds(Triple, _node, st.just(SKOS.inScheme), _scheme)
_RETIRED = st.builds(Triple, _node, st.just(OWL.deprecated), st.just(Literal("true")))
_NOTES = st.builds(Triple, _node, st.just(SKOS.note), st.sampled_from(_TEXTS))
_NAMED = st.builds(Triple, _node, st.just(SKOS.prefLabel), st.sampled_from(_LABELS))
_MEMBERS = _among(SKOS.member, SKOS.memberList, RDFS.seeAlso)
_ODD = st.builds(Triple, _node, st.sampled_from([SKOS.broader, SKOS.member]), st.just(_LABELS[0]))

_POOLS = {
    "HI001": _UP | _MATCHES,
    "HI002": _UP | _MATCHES | _RELATED,
    "HI003": _UP,
    "HI004": _RELATED | _TOPS | _TYPED | _RETIRED,
    "HI006": _UP | _UP | _TOPS | _PLACED | _RETIRED,
    "HI007": _UP | _CLAIMS | _TOPS | _PLACED,
    "HI009": _UP | _MATCHES | _RELATED | _TOPS | _TYPED,
    "HI010": _UP | _CLAIMS,
    "HI011": _UP | _RELATED | _among(SKOS.relatedMatch),
    "HI012": _UP | _MATCHES | _TOPS | _TYPED,
    "HI013": _NOTES | _NAMED | _RELATED | _MEMBERS,
    "QU004": _MEMBERS | _TYPED,
}
"""For each rule, the statements that matter to it."""

_statements = st.one_of(*_POOLS.values(), _ODD)
_INCREMENTAL = [rule for rule in RULES if rule.rule.scope is not Scope.WHOLE]


@settings(max_examples=200, deadline=None)
@pytest.mark.parametrize("rule", _INCREMENTAL, ids=lambda rule: rule.rule.id)
@given(data=st.data())
def test_what_a_change_brings_and_mends_is_found_around_it(
    rule: AnyRule, data: st.DataObject
) -> None:
    fixed = [_OWN, *_TYPES] if rule.rule.id not in ("HI004", "QU004") else [_OWN]
    changed = data.draw(changes(_POOLS[rule.rule.id], 12, fixed))
    assume(_OWN not in changed.removed)
    assert_change_is_found_around_it(rule, changed)


@settings(max_examples=100, deadline=None)
@given(changes(_statements, 24, [_OWN, *_TYPES]))
def test_no_rule_of_the_family_is_mistaken_about_a_mixed_change(changed: ChangedGraph) -> None:
    assume(_OWN not in changed.removed)
    for rule in _INCREMENTAL:
        assert_change_is_found_around_it(rule, changed)


@settings(max_examples=100, deadline=None)
@given(st.lists(_statements, max_size=30), st.randoms(use_true_random=False))
def test_findings_do_not_depend_on_the_order_of_the_statements(
    triples: list[Triple], random: object
) -> None:
    shuffled = sorted(triples, key=lambda _: random.random())  # type: ignore[attr-defined]
    for rule in RULES:
        first, second = (
            {place(h): (h.message, h.hint) for h in full(rule, Graph(t))}
            for t in (triples, shuffled)
        )
        assert first == second, rule.rule.id


@settings(max_examples=100, deadline=None)
@given(st.lists(st.builds(Triple, _node, st.just(SKOS.broader), _node), max_size=14))
def test_redundant_steps_are_those_beside_which_another_simple_path_leads(
    triples: list[Triple],
) -> None:
    edges = {(t.subject, t.object) for t in triples if t.subject != t.object}
    expected = {
        (a, c) for a, c in edges
        if c in _reached(edges - {(a, c)}, a, without=a) and a not in _reached(edges, c)
    }  # fmt: skip
    assert set(pairs("HI003", Graph(triples))) == expected


def _reached(edges: set[tuple[Node, Term]], start: Term, without: Node | None = None) -> set[Term]:
    seen: set[Term] = set()
    waiting = [start]
    while waiting:
        node = waiting.pop()
        steps = {b for a, b in edges if a == node} - seen - {without}
        seen |= steps
        waiting += steps
    return seen


def test_both_ways_to_collect_the_steps_agree() -> None:
    data = graph(
        concepts(
            "a b c", "<a> skos:broader <b>, <b> . <c> skos:narrower <b> ; skos:broadMatch <a> ."
        )
    )
    steps = upward(data, data.nodes(), above)
    wanted = (SKOS.broader, SKOS.broadMatch), (SKOS.narrower, SKOS.narrowMatch)
    assert every_step(data, *wanted) == {e(n): steps[e(n)] for n in "abc"}


# Sizes at which a careless rule breaks.

_MANY = 100_000
_ALL = [e(f"n{n:06}") for n in range(_MANY)]


def _chain() -> list[Triple]:
    return [Triple(a, SKOS.broader, b) for a, b in pairwise(_ALL)]


def _graph_rules() -> dict[str, GraphRule]:
    return {rule.rule.id: rule for rule in RULES if isinstance(rule, GraphRule)}


def test_a_chain_of_100_000_steps_has_the_one_shortcut_that_it_has() -> None:
    typed = [Triple(n, RDF.type, SKOS.Concept) for n in (_ALL[0], _ALL[-1])]
    placed = [Triple(_ALL[0], SKOS.inScheme, e("s")), Triple(_ALL[-1], SKOS.topConceptOf, e("s"))]
    claims = [Triple(_ALL[0], SKOS.broaderTransitive, _ALL[-1])]
    data = Graph([*_chain(), *typed, *placed, *claims, Triple(_ALL[0], SKOS.broader, _ALL[-1])])
    assert pairs("HI003", data) == [(_ALL[0], _ALL[-1])]
    assert not any(hits(rule, data) for rule in ("HI001", "HI005", "HI006", "HI007", "HI010"))


def test_a_chain_with_a_shortcut_at_every_step_is_judged() -> None:
    skips = [Triple(a, SKOS.broader, b) for a, b in zip(_ALL, _ALL[2:], strict=False)]
    found_hits = list(full(_graph_rules()["HI003"], Graph([*_chain(), *skips])))
    assert len({place(hit) for hit in found_hits}) == _MANY - 2


def test_a_cycle_of_100_000_steps_is_one_finding() -> None:
    data = Graph([*_chain(), Triple(_ALL[-1], SKOS.broader, _ALL[0])])
    (hit,) = hits("HI001", data)
    assert (hit.focus, len(hit.related)) == (_ALL[0], _MANY - 1)
    assert "… 99994 more …" in hit.message
    assert not hits("HI003", data)


def test_a_star_of_100_000_children_is_judged() -> None:
    hub = e("hub")
    star = [Triple(hub, SKOS.narrower, n) for n in _ALL]
    data = Graph(
        [*star, Triple(_ALL[0], SKOS.related, _ALL[1]), Triple(hub, RDF.type, SKOS.Concept)]
    )
    assert [hit.focus for hit in hits("HI011", data)] == [_ALL[0]]
    assert not any(hits(rule, data) for rule in ("HI001", "HI002", "HI003", "HI005", "HI009"))


def test_a_ladder_of_300_rungs_with_every_shortcut_is_judged() -> None:
    rungs = _ALL[:300]
    data = Graph(Triple(a, SKOS.broader, b) for n, a in enumerate(rungs) for b in rungs[n + 1 :])
    assert len(list(full(_graph_rules()["HI003"], data))) == 300 * 299 // 2 - 299
    assert not hits("HI001", data)


def test_a_new_leaf_lets_no_rule_walk_through_the_whole_vocabulary() -> None:
    children = [Triple(n, SKOS.broader, e("hub")) for n in _ALL[:1000]]
    base = Graph(
        [
            *children,
            Triple(e("hub"), SKOS.broader, e("top")),
            Triple(e("top"), SKOS.topConceptOf, e("s")),
        ]
    )
    leaf = [Triple(e("leaf"), SKOS.broader, e("hub")), Triple(e("leaf"), SKOS.inScheme, e("s"))]
    after = base.changed(leaf, [])
    for rule in _graph_rules().values():
        region = set(rule.region(after, [e("leaf"), e("hub"), e("s")]))
        assert region <= {e("leaf"), e("hub"), e("top"), e("s")}, rule.rule.id


def test_of_a_large_tangle_some_cycle_is_shown() -> None:
    rungs = _ALL[:60]
    steps: dict[Node, list[Node]] = {a: [b for b in rungs if b != a] for a in rungs}
    assert len(shortest_cycle(steps, rungs)) == 2
