"""Rules on single relations, counted by hand as qSKOS defines them."""

from __future__ import annotations

import pytest

from tests.checks.rules.runner import concepts, e, found, up
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rule import Hit
from tvet_skos.checks.rules.relations import FAMILY
from tvet_skos.namespaces import SKOS
from tvet_skos.terms import Node, Term

_SCHEME = "<s> a skos:ConceptScheme ; skos:hasTopConcept <top> . "


def hits(rule: str, data: Graph | str) -> list[Hit]:
    return found(FAMILY.rules, rule, data)


def pairs(rule: str, data: Graph | str) -> list[tuple[Node, Term | None]]:
    return [(hit.focus, hit.value) for hit in hits(rule, data)]


# HI002


def test_reflexive_relations_are_found_in_every_semantic_relation() -> None:
    own = "<own> rdfs:subPropertyOf skos:related . "
    for predicate in ("skos:related", "skos:exactMatch", "skos:narrowerTransitive", "<own>"):
        assert pairs("HI002", f"{own}<a> {predicate} <a> .") == [(e("a"), e("a"))]
    assert not hits("HI002", "<a> rdfs:seeAlso <a> .")


# HI004


def test_an_orphan_has_no_relation_either_way_and_is_no_top_concept() -> None:
    data = concepts(
        "a b c d f", "<b> skos:related <a> . <s> skos:hasTopConcept <c> . <d> skos:closeMatch <x> ."
    )
    (hit,) = hits("HI004", data)
    assert (hit.focus, hit.message) == (
        e("f"),
        '"F" is related to no other concept, and it is no top concept.',
    )


def test_own_relations_link_and_retired_concepts_need_no_link() -> None:
    assert not hits("HI004", concepts("a b", "<p> rdfs:subPropertyOf skos:broader . <a> <p> <b> ."))
    assert not hits("HI004", concepts("a", "<a> owl:deprecated true ."))


# HI009


def test_a_relation_is_to_be_said_from_both_ends() -> None:
    data = concepts("a b c", "<a> skos:broader <b> ; skos:related <c> . <c> skos:related <a> .")
    (hit,) = hits("HI009", data)
    assert (hit.focus, hit.path, hit.value) == (e("a"), SKOS.broader, e("b"))
    assert (
        hit.message == '"A" names "B" by skos:broader, but "B" does not name it by skos:narrower.'
    )
    assert hit.hint == 'Add skos:narrower "A" to "B".'


def test_tops_and_mappings_between_concepts_of_the_graph_have_two_ends_too() -> None:
    data = _SCHEME + concepts("top a", "<top> skos:exactMatch <a> . <a> skos:closeMatch <far> .")
    assert pairs("HI009", data) == [(e("s"), e("top")), (e("top"), e("a"))]


# HI011


def test_siblings_that_are_related_and_parents_of_one_child_are_found_once_each() -> None:
    links = "<b> skos:related <a> . <a> skos:related <b> . " + up("ac bc")
    data = concepts("a b c d", links)
    (hit,) = hits("HI011", data)
    assert (hit.focus, hit.related, hit.gathered) == (e("a"), (e("b"),), True)
    assert hit.message == '"A" and "B" are related, although they share the broader concept "C".'
    (hit,) = hits(
        "HI011", "<a> skos:relatedMatch <b> ; skos:narrower <c> . <c> skos:broaderTransitive <b> ."
    )
    assert "narrower concept" in hit.message


def test_cousins_may_well_be_related() -> None:
    assert not hits("HI011", up("ac bd ct dt") + "<a> skos:related <b> .")


# HI012 and QU004


def test_a_collection_takes_no_part_in_relations_at_either_end() -> None:
    data = "<k> a skos:Collection . <s> skos:hasTopConcept <k> . " + up("ka bk")
    places = [(h.focus, h.path, h.value) for h in hits("HI012", data)]
    assert places == [
        (e("b"), SKOS.broader, e("k")),
        (e("k"), SKOS.broader, e("a")),
        (e("s"), SKOS.hasTopConcept, e("k")),
    ]
    assert not hits("HI012", "<k> a skos:Collection ; skos:member <a> .")


def test_a_link_between_two_collections_is_found_once_and_said_alike_in_any_order() -> None:
    typed, link = "<j> a skos:Collection . <k> a skos:OrderedCollection . ", up("jk")
    found = [
        [(h.focus, h.value, h.message) for h in hits("HI012", data)]
        for data in (typed + link, link + typed, "<k> a skos:OrderedCollection . " + link + typed)
    ]
    assert len(found[0]) == 1 and found[0][0][2].startswith("The collection")
    assert found[0] == found[1] == found[2]


def test_members_are_concepts_or_collections() -> None:
    data = "<k> a skos:Collection ; skos:member <a>, <b>, <c>, <d> . <a> a skos:Concept . "
    data += "<b> a skos:OrderedCollection . <c> a foaf:Person ."
    assert pairs("QU004", data) == [(e("k"), e("c"))]


def test_only_ordered_collections_have_a_list_of_members() -> None:
    assert [h.focus for h in hits("QU004", "<k> a skos:Collection ; skos:memberList () .")] == [
        e("k")
    ]
    assert not hits("QU004", "<k> a skos:OrderedCollection ; skos:memberList () .")


# HI013


_TEST = '<t> a skos:Concept ; skos:prefLabel "Trade test"@en . '


@pytest.mark.parametrize(
    "text",
    [
        "View also Trade test.", "See also: the trade-tests", "Voir aussi trade test",
        "A thing. See also c, “Trade Test” and d.", "Véase también Trade test (1999)",
        "see also [none]. View also c / trade test; d",
    ],
)  # fmt: skip
def test_a_text_that_points_to_another_concept_wants_a_link(text: str) -> None:
    data = concepts("a", f'{_TEST}<a> skos:editorialNote "{text}"@en .')
    (hit,) = hits("HI013", data)
    assert (hit.focus, hit.path, hit.value) == (e("a"), SKOS.related, e("t"))
    assert '"A" (skos:editorialNote) points to "Trade test"' in hit.message


def test_a_definition_node_points_for_its_concept() -> None:
    node = '<a> skos:definition <a#d> . <a#d> rdf:value "Work. See also trade test."@en .'
    assert pairs("HI013", concepts("a", _TEST + node)) == [(e("a"), e("t"))]


def test_what_is_linked_in_any_way_or_no_concept_at_all_is_left_alone() -> None:
    data = concepts("a", '<a> skos:note "See also trade test."@en . ')
    for link in (up("at"), "<t> skos:related <a> .", "<a> rdfs:seeAlso <t> ."):
        assert not hits("HI013", data + _TEST + link)
    assert not hits("HI013", data)
    elsewhere = '<a> skos:note "You see a trade test also in the yard."@en .'
    assert not hits("HI013", concepts("a", _TEST + elsewhere))


def test_one_of_two_concepts_of_a_label_being_linked_is_enough() -> None:
    data = concepts("a", '<a> skos:note "See also trade test."@en ; skos:related <c> . ')
    assert not hits("HI013", data + _TEST + concepts("c", '<c> skos:altLabel "Trade test"@en .'))
