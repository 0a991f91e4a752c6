"""The integrity conditions at sizes at which a careless one breaks, and on any graph at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.rules.test_integrity import GRAPH_RULES, RULES, e, found, places
from tvet_skos.checks import reachability
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rule import GraphRule
from tvet_skos.checks.rules import clashes
from tvet_skos.namespaces import RDF, RDFS, SKOS, SKOSXL
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple, order

_MANY = 100_000


def _chain(count: int) -> list[Triple]:
    return [Triple(a, SKOS.broader, b) for a, b in pairwise(e(f"{n:06}") for n in range(count))]


def test_a_chain_of_a_hundred_thousand_is_walked_for_each_related_pair() -> None:
    top = _MANY - 1
    tied = [(0, top), (5, 70_000), (69_999, 6), (top, top), (50_000, 50_000)]
    ties = [Triple(e(f"{a:06}"), SKOS.related, e(f"{b:06}")) for a, b in tied]
    hits = found("SK027", Graph([*_chain(_MANY), *ties]))
    assert {(int(str(h.focus)[-6:]), int(str(h.value)[-6:])) for h in hits} == {
        (0, top), (5, 70_000), (6, 69_999),
    }  # fmt: skip
    assert all(len(hit.related) == 10 for hit in hits)


def test_far_ties_all_along_a_deep_chain_are_all_found() -> None:
    count = 40_000
    ties = [
        Triple(e(f"{n:06}"), SKOS.related, e(f"{(n + 13_333) % count:06}"))
        for n in range(0, count, 2)
    ]
    outside = [Triple(e(f"{n:06}"), SKOS.related, e(f"outside{n}")) for n in range(1, count, 2)]
    hits = found("SK027", Graph([*_chain(count), *ties, *outside]))
    assert len(hits) == len(ties)
    assert all(hit.focus < hit.value for hit in hits)  # type: ignore[operator]


def test_a_cycle_of_a_hundred_thousand_is_walked_once() -> None:
    closing = Triple(e(f"{_MANY - 1:06}"), SKOS.broader, e("000000"))
    ties = [Triple(e(f"{n:06}"), SKOS.related, e("000000")) for n in (0, 1, 50_000)]
    hits = found("SK027", Graph([*_chain(_MANY), closing, *ties]))
    assert {(h.focus, h.value) for h in hits} == {(e("000000"), t.subject) for t in ties}


def test_a_star_of_a_hundred_thousand_is_judged_and_changed_in_no_time() -> None:
    children = [e(f"{n:06}") for n in range(_MANY)]
    ties = [Triple(a, SKOS.related, b) for a, b in pairwise(children)]
    star = Graph([*(Triple(child, SKOS.broader, e("top")) for child in children), *ties])
    assert not found("SK027", star)
    new = [Triple(e("new"), SKOS.broader, e("top")), Triple(e("top"), SKOS.related, e("new"))]
    region = clashes.hierarchy_around(star.changed(new, []), [e("new"), e("top")])
    assert region == {e("new"), e("top")}
    rule = RULES["SK027"]
    assert isinstance(rule, GraphRule)
    (hit,) = rule.judge(star.changed(new, []), region)
    assert (hit.focus, hit.value) == (e("new"), e("top"))


def test_a_concept_with_tens_of_thousands_of_broader_concepts_is_judged() -> None:
    tops = [e(f"{n:06}") for n in range(20_000)]
    links = (Triple(e("low"), p, top) for top in tops for p in (SKOS.broader, SKOS.related))
    hits = found("SK027", Graph(links))
    assert len(hits) == len(tops)
    assert {hit.focus for hit in hits} == {e("low")}


def test_a_ladder_with_two_ways_at_each_step_is_judged() -> None:
    count = 10_000
    rungs = [(e(f"{n:06}a"), e(f"{n:06}b")) for n in range(count)]
    links = [
        Triple(low, SKOS.broader, high)
        for lower, upper in pairwise(rungs)
        for low, high in product(lower, upper)
    ]
    ties = [Triple(rungs[n][0], SKOS.related, rungs[n + 100][1]) for n in range(0, count - 100, 2)]
    level = [Triple(a, SKOS.related, b) for a, b in rungs]
    assert len(found("SK027", Graph([*links, *ties, *level]))) == len(ties)


@pytest.mark.parametrize("shape", ["chain", "star"])
def test_tens_of_thousands_of_exact_matches_are_followed(shape: str) -> None:
    nodes = [e(f"{n:06}") for n in range(20_000)]
    tied = pairwise(nodes) if shape == "chain" else ((nodes[0], n) for n in nodes[1:])
    exact = [Triple(a, SKOS.exactMatch, b) for a, b in tied]
    broad = [Triple(a, SKOS.broadMatch, b) for a, b in zip(nodes, reversed(nodes), strict=True)]
    hits = found("SK046", Graph([*exact, *broad, Triple(e("x"), SKOS.broadMatch, nodes[0])]))
    assert len(hits) == len(nodes)


def test_one_well_formed_list_is_read_whatever_its_length() -> None:
    assert not found("QU035", "<x> skos:memberList () . <y> skos:memberList ( <a> <b> <a> ) .")
    cells: list[Node] = [BlankNode(f"c{n}") for n in range(30_000)]
    triples = [Triple(e("x"), SKOS.memberList, cells[0])]
    for cell, rest in zip(cells, [*cells[1:], RDF.nil], strict=True):
        triples += [Triple(cell, RDF.first, e("a")), Triple(cell, RDF.rest, rest)]
    assert not found("QU035", Graph(triples))
    assert found("QU035", Graph(triples[:-1]))


# Any graph at all

_LINKS = (
    SKOS.broader, SKOS.narrower, SKOS.broaderTransitive, SKOS.narrowerTransitive, SKOS.broadMatch,
    SKOS.narrowMatch, SKOS.related, SKOS.relatedMatch, SKOS.exactMatch, e("see"), e("up"),
)  # fmt: skip
_POOLS = {
    "SK009": (
        SKOS.inScheme, SKOS.topConceptOf, SKOS.hasTopConcept, SKOS.broader, SKOS.exactMatch,
        RDF.type,
    ),
    "SK037": (
        SKOS.member, SKOS.memberList, RDF.first, RDF.rest, SKOS.inScheme, SKOS.related, RDF.type,
    ),
    "QU035": (SKOS.memberList, RDF.first, RDF.rest),
    "SK027": (SKOS.broader, SKOS.narrower, SKOS.broadMatch, SKOS.related, e("see")),
    "SK046": (SKOS.exactMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch),
    "SK052": (
        SKOSXL.literalForm, SKOSXL.prefLabel, SKOSXL.labelRelation, SKOS.broader, SKOS.member,
        SKOS.inScheme, RDF.type,
    ),
}  # fmt: skip
"""The properties with which a graph that is made at random often breaks a rule."""

_DECLARED = (
    Triple(e("see"), RDFS.subPropertyOf, SKOS.related),
    Triple(e("up"), RDFS.subPropertyOf, SKOS.broader),
)
_CLASSES = (SKOS.Concept, SKOS.ConceptScheme, SKOS.OrderedCollection, SKOSXL.Label)
_nodes: st.SearchStrategy[Node] = st.sampled_from([*(e(c) for c in "abcde"), BlankNode("f")])
_links = st.builds(Triple, _nodes, st.sampled_from(_LINKS), _nodes)
_values: st.SearchStrategy[Term] = _nodes | st.sampled_from(
    [RDF.nil, Literal("x", "en"), Literal("y", "en")]
)
_PROPERTIES = sorted({p for pool in _POOLS.values() for p in pool} | set(_LINKS))


def _statements(properties: Iterable[IRI]) -> st.SearchStrategy[Triple]:
    of_others = st.sampled_from([p for p in properties if p != RDF.type])
    links = st.builds(Triple, _nodes, of_others, _values)
    if RDF.type not in properties:
        return links
    return links | st.builds(Triple, _nodes, st.just(RDF.type), st.sampled_from(_CLASSES))


def _reachable(edges: set[tuple[Node, Node]], start: Node) -> set[Node]:
    reached: set[Node] = set()
    while True:
        further = {b for a, b in edges if a == start or a in reached}
        if further <= reached:
            return reached
        reached |= further


def _links_of(triples: Iterable[Triple], said: set[IRI], heard: set[IRI]) -> set[tuple[Node, Node]]:
    edges: set[tuple[Node, Node]] = set()
    for subject, predicate, value in triples:
        assert not isinstance(value, Literal)
        edges |= {(subject, value)} if predicate in said else set()
        edges |= {(value, subject)} if predicate in heard else set()
    return edges


@given(st.lists(_links, max_size=14), st.sampled_from([1, 8192]))
def test_s27_is_what_the_definition_says(triples: list[Triple], at_once: int) -> None:
    up = {SKOS.broader, SKOS.broadMatch, SKOS.broaderTransitive, e("up")}
    down = {SKOS.narrower, SKOS.narrowMatch, SKOS.narrowerTransitive}
    ties = {SKOS.related, SKOS.relatedMatch, e("see")}
    edges = _links_of(triples, up, down)
    expected = set()
    for a, b in _links_of(triples, ties, ties):
        if b in _reachable(edges, a) and (a not in _reachable(edges, b) or order(a) <= order(b)):
            expected.add((a, SKOS.related, b))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reachability, "_AT_ONCE", at_once)
        assert places("SK027", Graph([*_DECLARED, *triples])) == expected


@given(st.lists(_links, max_size=14))
def test_s46_is_what_the_definition_says(triples: list[Triple]) -> None:
    exact = _links_of(triples, {SKOS.exactMatch}, {SKOS.exactMatch})
    excluded = {SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
    expected = {
        (t.subject, t.predicate, t.object)
        for t in triples
        if t.predicate in excluded and t.object in _reachable(exact, t.subject)
    }
    assert places("SK046", Graph([*_DECLARED, *triples])) == expected


@given(st.lists(_links, max_size=14), st.permutations(range(14)))
def test_findings_do_not_depend_on_the_order_of_the_statements(
    triples: list[Triple], shuffled: list[int]
) -> None:
    other = [triples[n] for n in shuffled if n < len(triples)]
    for rule in ("SK027", "SK046"):
        assert set(found(rule, Graph(triples))) == set(found(rule, Graph(other)))


def _endpoints(changes: Iterable[Triple]) -> Iterator[Node]:
    for t in changes:
        yield t.subject
        if not isinstance(t.object, Literal):
            yield t.object


def _places(
    rule: GraphRule, side: Graph, around: set[Node] | None = None
) -> set[tuple[Node, IRI | None, Term | None]]:
    """What a fingerprint is made of, for the hits whose focus is among some nodes."""
    hits = rule.judge(side, around)
    return {(h.focus, h.path, h.value) for h in hits if around is None or h.focus in around}


@pytest.mark.parametrize("rule", GRAPH_RULES, ids=lambda rule: rule.rule.id)
@settings(max_examples=200)
@given(data=st.data())
def test_what_a_change_brings_and_mends_is_found_around_it(
    rule: GraphRule, data: st.DataObject
) -> None:
    statements = _statements(_POOLS[rule.rule.id])
    before = data.draw(st.lists(statements, min_size=3, max_size=14))
    removed = data.draw(st.lists(st.sampled_from(before), max_size=2))
    added = data.draw(st.lists(statements, min_size=0 if removed else 1, max_size=2))
    base = Graph([*_DECLARED, *before])
    result = base.changed(added, removed)
    nodes = list(_endpoints((*result.added, *result.removed)))
    with pytest.MonkeyPatch.context() as patch:
        # Impatient, the region of S27 is what lies below; else it is what lies above.
        patch.setattr(clashes, "_PATIENCE", data.draw(st.sampled_from([1, 1000])))
        around = {*rule.region(base, nodes), *rule.region(result, nodes)}
    old, new = _places(rule, base), _places(rule, result)
    before_near, after_near = _places(rule, base, around), _places(rule, result, around)
    assert after_near - before_near == new - old
    assert before_near - after_near == old - new


@given(st.lists(_statements(_PROPERTIES), max_size=16))
def test_no_graph_makes_a_rule_fail_and_every_message_is_a_sentence(triples: list[Triple]) -> None:
    data = Graph([*_DECLARED, *triples])
    for rule in RULES:
        for hit in found(rule, data):
            assert hit.message.endswith(".") and "\n" not in hit.message
