"""Rules on mappings and on links to the outside."""

from __future__ import annotations

from itertools import pairwise

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
from tvet_skos.checks.policy import Target
from tvet_skos.checks.rule import AnyRule, Hit
from tvet_skos.checks.rules.mappings import (
    FAMILY,
    at_hand,
    missing_in_links,
    unjustified,
    unknown_targets,
)
from tvet_skos.namespaces import OWL, RDF, SKOS
from tvet_skos.terms import IRI, Literal, Node, Term, Triple

RULES = tuple(FAMILY.rules)
FAR = "http://far.example/"


def hits(rule: str, data: Graph | str) -> list[Hit]:
    return found(RULES, rule, data)


def pairs(rule: str, data: Graph | str) -> list[tuple[Node, Term | None]]:
    return [(hit.focus, hit.value) for hit in hits(rule, data)]


def far(name: str) -> IRI:
    return IRI(FAR + name)


# MP001


def test_a_mapping_does_not_link_two_concepts_of_one_scheme() -> None:
    data = concepts(
        "a b c", "<a> skos:inScheme <s> . <b> skos:topConceptOf <s> . <c> skos:inScheme <t> . "
    )
    (hit,) = hits("MP001", data + "<a> skos:broadMatch <b>, <c> .")
    assert (hit.focus, hit.path, hit.value) == (e("a"), SKOS.broadMatch, e("b"))
    assert hit.message == (
        '"A" is mapped to "B" by skos:broadMatch, but both are concepts of this vocabulary.'
    )
    assert hit.hint == "Link the two with skos:broader instead."


def test_where_one_of_the_two_has_no_scheme_the_mapping_is_a_misuse_too() -> None:
    data = concepts("a b", "<a> skos:inScheme <s> ; skos:exactMatch <b> .")
    assert pairs("MP001", data) == [(e("a"), e("b"))]


def test_concepts_of_another_host_are_not_own_ones() -> None:
    data = concepts("a") + f"<a> skos:exactMatch <{FAR}a>, <b> . <{FAR}a> a skos:Concept ."
    assert not hits("MP001", data)


# MP002 and MP003


def test_two_concepts_of_a_scheme_are_not_exactly_the_same_as_one_elsewhere() -> None:
    data = concepts(
        "a b c", f"<a> skos:exactMatch <{FAR}x> . <{FAR}y> skos:exactMatch <b>, <{FAR}x> . "
    )
    data += "".join(f"<{n}> skos:inScheme <s> . " for n in "abc")
    (hit,) = hits("MP002", data)
    assert (hit.focus, hit.related, hit.gathered) == (e("a"), (e("b"),), True)
    assert hit.message == (
        f'"A" and "B" are exact matches of "{FAR}x", so they would be one concept.'
    )
    assert not hits("MP002", data.replace("<b> skos:inScheme <s>", "<b> skos:inScheme <t>"))


def test_an_exact_match_inside_a_scheme_alone_is_no_matter_of_this_rule() -> None:
    data = concepts("a b", "<a> skos:inScheme <s> ; skos:exactMatch <b> . <b> skos:inScheme <s> .")
    assert not hits("MP002", data)


def test_exact_matches_do_not_make_two_concepts_of_another_vocabulary_one() -> None:
    other = "http://other.example/z"
    data = concepts(
        "a b",
        f"<a> skos:exactMatch <{FAR}x>, <{other}> . <b> skos:exactMatch <{other}>, <{FAR}y> .",
    )
    (hit,) = hits("MP003", data)
    assert (hit.focus, hit.value, hit.related) == (e("a"), far("x"), (far("x"), far("y")))
    assert f"several concepts of {FAR} would be one: <{FAR}x>, <{FAR}y>." in hit.message


def test_one_exact_match_in_each_of_several_vocabularies_is_as_it_should_be() -> None:
    data = concepts("a", f"<a> skos:exactMatch <{FAR}x>, <http://other.example/z> .")
    assert not hits("MP003", data)
    assert not hits("MP003", concepts("a", f"<a> skos:closeMatch <{FAR}x>, <{FAR}y> ."))


# MP004


def test_a_target_is_looked_for_in_the_vocabularies_that_are_at_hand() -> None:
    copy = graph(f"<{FAR}x> a skos:Concept . <{FAR}old> a skos:Concept ; owl:deprecated true .")
    look_up = at_hand([copy])
    states = {
        iri: look_up(IRI(iri)) for iri in (f"{FAR}x", f"{FAR}old", f"{FAR}no", "http://o.org/a")
    }
    assert list(states.values()) == [
        Target.KNOWN,
        Target.RETIRED,
        Target.MISSING,
        Target.OUT_OF_SIGHT,
    ]
    matches = ", ".join(f"<{iri}>" for iri in states)
    data = graph(concepts("a", f'<a> skos:exactMatch {matches}, "text" .'))
    messages = [hit.message for hit in full(unknown_targets(look_up), data)]
    assert messages == [
        f'"A" is mapped to <{FAR}old> by skos:exactMatch, but that concept is retired there.',
        f'"A" is mapped to <{FAR}no> by skos:exactMatch, but that concept is not there.',
    ]
    assert not hits("MP004", data)


# MP005


def test_a_mapping_tells_who_made_it_when_and_how_sure_it_is() -> None:
    data = graph(concepts("a", f"<a> skos:exactMatch <{FAR}x>, <{FAR}y>, <{FAR}z> ."))
    row = {"subject_id": e("a"), "predicate_id": SKOS.exactMatch}
    told = {"author_label": "Example editors", "mapping_date": "2026-11-24", "confidence": "0.9"}
    rows = [
        {**row, "object_id": far("x"), **told},
        {**row, "object_id": far("y"), "confidence": "1"},
    ]
    assert [(hit.value, hit.message) for hit in unjustified(data, rows)] == [
        (far("y"), f'The mapping of "A" to "{FAR}y" lacks an author and a date.'),
        (far("z"), f'The mapping of "A" to "{FAR}z" lacks an author, a date and a confidence.'),
    ]


# MP006 and MP007


@pytest.mark.parametrize(
    ("link", "linked"),
    [
        (f"<a> skos:closeMatch <{FAR}x> .", True), (f"<{FAR}x> rdfs:seeAlso <a> .", True),
        ("<a> foaf:page <https://www.e/about> .", False), ("<a> skos:related <b> .", False),
        ("<a> a owl:NamedIndividual .", False), ('<a> skos:note "http://far.example/" .', False),
        ("<a> dcterms:identifier <urn:x:1> .", False),
    ],
)  # fmt: skip
def test_a_concept_is_linked_with_another_host(link: str, linked: bool) -> None:
    assert bool(hits("MP006", concepts("a", link))) != linked


def test_a_concept_without_a_host_or_that_is_retired_needs_no_link() -> None:
    assert not hits("MP006", "<urn:x:a> a skos:Concept . _:b a skos:Concept .")
    assert not hits("MP006", concepts("a", "<a> owl:deprecated true ."))


def test_a_concept_that_nothing_elsewhere_links_to_is_told_where_somebody_knows() -> None:
    links = {e("a"): [f"{FAR}x"], e("b"): ["http://e/c", "urn:x:y"]}
    found_hits = list(missing_in_links(graph(concepts("a b")), lambda iri: links[iri]))
    assert [hit.message for hit in found_hits] == ['No other site links to "B".']


# What holds for all of them.

_node = st.sampled_from([*(e(name) for name in "abc"), far("x"), far("y"), IRI("http://o.org/z")])
_match = st.sampled_from([SKOS.exactMatch, SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch])
_scheme = st.sampled_from([e("s"), far("s")])
_statements = st.one_of(
    st.builds(Triple, _node, _match, _node),
    st.builds(Triple, _node, _match, _node),
    st.builds(Triple, _node, st.just(SKOS.inScheme), _scheme),
    st.builds(Triple, _scheme, st.just(SKOS.hasTopConcept), _node),
    st.builds(Triple, _node, st.just(RDF.type), st.just(SKOS.Concept)),
    st.builds(Triple, _node, st.just(OWL.deprecated), st.just(Literal("true"))),
    st.builds(Triple, _node, st.just(SKOS.prefLabel), st.just(Literal("X", "en"))),
)
_FIXED = [
    *(Triple(e(name), RDF.type, SKOS.Concept) for name in "abc"),
    *(Triple(e(name), SKOS.inScheme, e("s")) for name in "ab"),
]


@settings(max_examples=200, deadline=None)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule.id)
@given(changed=changes(_statements, 14, _FIXED))
def test_what_a_change_brings_and_mends_is_found_around_it(
    rule: AnyRule, changed: ChangedGraph
) -> None:
    assert_change_is_found_around_it(rule, changed)


def test_a_chain_of_100_000_exact_matches_is_judged() -> None:
    nodes = [e(f"n{number:06}") for number in range(100_000)]
    chain = [Triple(a, SKOS.exactMatch, b) for a, b in pairwise(nodes)]
    data = Graph([*chain, *(Triple(n, RDF.type, SKOS.Concept) for n in (nodes[0], nodes[-1]))])
    (hit,) = hits("MP003", data)
    assert len(hit.related) == 99_998
    assert not hits("MP002", data)
