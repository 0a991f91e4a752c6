"""The integrity conditions, worked out by hand."""

from __future__ import annotations

import pytest

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rule import GraphRule, Hit, RecordRule
from tvet_skos.checks.rules import clashes, integrity, xl
from tvet_skos.namespaces import PREFIXES, RDF, SKOS, SKOSXL
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple

BASE = "http://e/"
RULES = {
    entered.rule.id: entered
    for module in (integrity, clashes, xl)
    for entered in module.FAMILY.rules
    if isinstance(entered, RecordRule | GraphRule)
}
GRAPH_RULES = [rule for rule in RULES.values() if isinstance(rule, GraphRule)]


def e(name: str) -> IRI:
    return IRI(BASE + name)


def graph(turtle: str) -> Graph:
    names = {**PREFIXES, "skosxl": SKOSXL.iri, "ex": BASE}
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in names.items())
    document = f"@base <{BASE}> .\n{prefixes}{turtle}".encode()
    return Graph(parse(document, FORMATS["turtle"]))


def found(rule: str, data: Graph | str) -> list[Hit]:
    """What one rule finds, each place once."""
    asked = graph(data) if isinstance(data, str) else data
    entered = RULES[rule]
    if isinstance(entered, GraphRule):
        return list(dict.fromkeys(entered.judge(asked, None)))
    return [hit for node in asked.nodes() for hit in entered.judge(asked, node)]


def places(rule: str, data: Graph | str) -> set[tuple[Node, IRI | None, Term | None]]:
    return {(hit.focus, hit.path, hit.value) for hit in found(rule, data)}


def all_rules(data: str) -> set[str]:
    return {rule for rule in RULES if found(rule, data)}


def test_the_family_has_each_condition_once_and_says_where_it_comes_from() -> None:
    assert list(RULES) == [
        "SK009", "SK013", "SK014", "SK037", "QU035", "SK027", "SK046", "SK052", "SK058",
    ]  # fmt: skip
    for entered in RULES.values():
        rule = entered.rule
        assert rule.reference.startswith("SKOS Reference S")
        assert rule.message.endswith(".") and rule.hint.endswith((".", "…"))


# S9


def test_a_concept_that_is_typed_as_a_scheme_is_reported() -> None:
    (hit,) = found("SK009", "<a> a skos:Concept, skos:ConceptScheme .")
    assert (hit.focus, hit.path, hit.value) == (e("a"), RDF.type, SKOS.Concept)
    assert "by its type" in hit.message


@pytest.mark.parametrize(
    "turtle",
    [
        "<c> skos:inScheme <x> . <x> a skos:Concept .",
        "<c> skos:topConceptOf <x> . <x> skos:broader <y> .",
        "<x> skos:hasTopConcept <c> ; skos:topConceptOf <s> .",
        "<c> skos:inScheme <x> ; skos:exactMatch <x> .",
        "<s> skos:hasTopConcept <x> . <c> skos:inScheme <x> .",
        "<k> rdfs:subClassOf skos:Concept . <x> a <k>, skos:ConceptScheme .",
        "<in> rdfs:subPropertyOf skos:inScheme . <c> <in> <x> . <x> a skos:Concept .",
    ],
)
def test_a_concept_that_is_a_scheme_by_entailment_is_reported(turtle: str) -> None:
    assert places("SK009", turtle) == {(e("x"), RDF.type, SKOS.Concept)}


def test_the_finding_names_the_links_that_make_it_so() -> None:
    (hit,) = found(
        "SK009", '<c> skos:prefLabel "Skill"@en ; skos:inScheme <x> ; skos:exactMatch <x> .'
    )
    assert 'by the skos:inScheme of "Skill"' in hit.message
    assert 'by the skos:exactMatch of "Skill"' in hit.message
    assert hit.related == (e("c"),)


def test_what_is_in_a_scheme_is_no_concept_for_that() -> None:
    assert not found("SK009", "<s> a skos:ConceptScheme ; skos:inScheme <all> .")


def test_a_text_in_the_place_of_a_scheme_is_no_scheme() -> None:
    assert not all_rules('<a> skos:inScheme "s" ; skos:topConceptOf "s" ; a skos:Concept .')


# S13


def test_the_weaker_of_two_labels_with_one_text_is_reported() -> None:
    turtle = '<a> skos:prefLabel "x"@en ; skos:altLabel "x"@en ; skos:hiddenLabel "x"@en .'
    text = Literal("x", "en")
    assert places("SK013", turtle) == {
        (e("a"), SKOS.altLabel, text),
        (e("a"), SKOS.hiddenLabel, text),
    }
    first, second = found("SK013", turtle)
    assert first.message == (
        '"x" is both a preferred label and an alternative label in the language "en".'
    )
    assert (first.hint, second.hint) == (
        "Remove the alternative label.",
        "Remove the hidden label.",
    )


@pytest.mark.parametrize(
    "labels",
    [
        'skos:prefLabel "x"@en ; skos:altLabel "x"@en-GB',
        'skos:prefLabel "x"@en ; skos:altLabel "x"@fr',
        'skos:prefLabel "x"@en ; skos:altLabel "x"',
        'skos:prefLabel "x"@en ; skos:altLabel "X"@en',
        'skos:prefLabel "x"@en ; skos:altLabel "x "@en',
        'skos:prefLabel "1" ; skos:altLabel "1"^^xsd:integer',
        'skos:prefLabel "x"@en ; skos:notation "x"',
        'skos:prefLabel "x"@en ; skos:altLabel <x>, [ skos:prefLabel "x"@en ]',
        'skos:prefLabel <x> ; skos:altLabel <x>',
    ],
)  # fmt: skip
def test_another_language_datatype_or_spelling_is_another_label(labels: str) -> None:
    assert not all_rules(f"<a> {labels} .")


def test_language_tags_compare_without_case() -> None:
    upper, lower = Literal("x", "EN"), Literal("x", "en")
    data = Graph([Triple(e("a"), SKOS.prefLabel, upper), Triple(e("a"), SKOS.altLabel, lower)])
    assert places("SK013", data) == {(e("a"), SKOS.altLabel, lower)}
    data = Graph([Triple(e("a"), SKOS.prefLabel, t) for t in (upper, lower)])
    assert not found("SK014", data), "one label, though it is written in two ways"
    other = Triple(e("a"), SKOS.prefLabel, Literal("y", "En"))
    assert found("SK014", data.changed([other], []))


def test_a_plain_string_and_an_xsd_string_are_one_text() -> None:
    typed = Literal("x", datatype="http://www.w3.org/2001/XMLSchema#string")
    plain = Literal("x")
    data = Graph([Triple(e("a"), SKOS.prefLabel, plain), Triple(e("a"), SKOS.altLabel, typed)])
    assert places("SK013", data) == {(e("a"), SKOS.altLabel, typed)}


def test_labels_by_sub_properties_count() -> None:
    declared = (
        "<abbr> rdfs:subPropertyOf skos:altLabel . <name> rdfs:subPropertyOf skos:prefLabel ."
    )
    turtle = f'{declared} <a> <name> "x"@en ; <abbr> "x"@en ; skos:prefLabel "y"@en .'
    assert places("SK013", turtle) == {(e("a"), e("abbr"), Literal("x", "en"))}
    assert places("SK014", turtle) == {(e("a"), SKOS.prefLabel, Literal("y", "en"))}
    assert not found("SK013", f'{declared} <a> <abbr> "x"@en ; skos:altLabel "x"@en .')


def test_labels_of_nameless_nodes_and_of_what_is_no_concept_count() -> None:
    (hit,) = found("SK013", '[] skos:prefLabel "x" ; skos:hiddenLabel "x" .')
    assert isinstance(hit.focus, BlankNode)
    assert hit.message.endswith("hidden label without a language.")


# S14


def test_several_preferred_labels_in_one_language_are_one_finding_for_each_language() -> None:
    turtle = '<a> skos:prefLabel "b"@en, "c"@en, "a"@en, "x"@fr, "y"@fr, "z"@de .'
    assert places("SK014", turtle) == {
        (e("a"), SKOS.prefLabel, Literal("b", "en")),
        (e("a"), SKOS.prefLabel, Literal("y", "fr")),
    }
    english, french = found("SK014", turtle)
    assert english.message == (
        'There are 3 preferred labels in the language "en": "a", "b" and "c".'
    )
    assert french.hint == ""


def test_preferred_labels_without_a_language_are_one_group() -> None:
    (hit,) = found("SK014", '<a> skos:prefLabel "b", "a", "a"@en, 5 .')
    assert hit.value == Literal("a")
    assert hit.message == 'There are 3 preferred labels without a language: "5", "a" and "b".'
    assert "Add the language" in hit.hint


def test_many_preferred_labels_are_counted_rather_than_listed() -> None:
    texts = ", ".join(f'"{n}"@en' for n in range(9))
    (hit,) = found("SK014", f"<a> skos:prefLabel {texts} .")
    assert hit.message.endswith('"0", "1", "2" and 6 more.')


def test_links_in_the_place_of_preferred_labels_do_not_count() -> None:
    assert not found("SK014", '<a> skos:prefLabel <x>, <y>, "z"@en .')


# S27


def related_places(turtle: str) -> set[tuple[str, str]]:
    return {(str(h.focus)[-1], str(h.value)[-1]) for h in found("SK027", turtle)}


@pytest.mark.parametrize(
    "link",
    [
        "<a> skos:broader <b> .",
        "<b> skos:narrower <a> .",
        "<a> skos:broaderTransitive <b> .",
        "<b> skos:narrowerTransitive <a> .",
        "<a> skos:broadMatch <b> .",
        "<b> skos:narrowMatch <a> .",
        "<up> rdfs:subPropertyOf skos:broader . <a> <up> <b> .",
        "<a> skos:broader <m> . <n> skos:narrower <m> . <n> skos:broadMatch <b> .",
    ],
)
@pytest.mark.parametrize(
    "tie",
    [
        "<a> skos:related <b> .",
        "<b> skos:related <a> .",
        "<a> skos:relatedMatch <b> .",
        "<see> rdfs:subPropertyOf skos:related . <b> <see> <a> .",
    ],
)
def test_the_narrower_of_two_related_concepts_is_reported(link: str, tie: str) -> None:
    assert places("SK027", link + tie) == {(e("a"), SKOS.related, e("b"))}


def test_a_pair_that_is_said_from_both_sides_is_one_finding() -> None:
    turtle = (
        "<a> skos:related <b> ; skos:relatedMatch <b> ; skos:broader <b> . <b> skos:related <a>."
    )
    assert len(found("SK027", turtle)) == 1


def test_the_finding_shows_the_way_between() -> None:
    steps = "".join(f"<{n}> skos:broader <{n + 1}> ." for n in range(14))
    (hit,) = found("SK027", f'{steps} <0> skos:related <14> . <1> skos:prefLabel "one"@en .')
    assert hit.related == tuple(e(str(n)) for n in range(1, 11))
    assert hit.message.startswith(f'"{BASE}0" is related to "{BASE}14", but is also narrower')
    assert hit.message.endswith(f'through "one", "{BASE}2", "{BASE}3" and others.')


def test_the_shortest_way_is_shown() -> None:
    turtle = (
        "<a> skos:broader <l1>, <s>, <x> ; skos:related <z> . <l1> skos:broader <l2> . "
        "<l2> skos:broader <z> . <s> skos:broader <z> ."
    )
    (hit,) = found("SK027", turtle)
    assert hit.related == (e("s"),)


def test_of_two_that_are_broader_than_each_other_the_first_is_reported() -> None:
    turtle = (
        "<b> skos:broader <c> . <c> skos:broader <a> . <a> skos:broader <b> ; skos:related <c> ."
    )
    (hit,) = found("SK027", turtle)
    assert (hit.focus, hit.value, hit.related) == (e("a"), e("c"), (e("b"),))
    assert "each is also broader" in hit.message


def test_a_concept_that_is_related_to_itself_is_reported_only_on_a_cycle() -> None:
    assert not found("SK027", "<a> skos:related <a> ; skos:broader <b> .")
    assert related_places("<a> skos:related <a> ; skos:broader <a> .") == {("a", "a")}
    cycle = "<a> skos:related <a> ; skos:broader <b> . <b> skos:broader <a> ."
    (hit,) = found("SK027", cycle)
    assert (hit.focus, hit.value, hit.related) == (e("a"), e("a"), (e("b"),))


@pytest.mark.parametrize(
    "turtle",
    [
        "<a> skos:related <b> . <b> skos:related <c> . <a> skos:broader <c> .",
        "<a> skos:related <b> . <a> skos:broader <c> . <b> skos:broader <c> .",
        "<a> skos:exactMatch <b> ; skos:broader <b> .",
        "<a> skos:closeMatch <b> ; skos:broader <b> .",
        "<a> skos:semanticRelation <b> ; skos:related <b> .",
        "<a> skos:mappingRelation <b> ; skos:related <b> .",
        "<a> skos:exactMatch <b> . <b> skos:broadMatch <c> . <a> skos:relatedMatch <c> .",
        "<a> skos:broader <b>, <b> . <b> skos:broader <a> .",
        '<a> skos:broader "b" ; skos:related "b" .',
    ],
)
def test_what_is_merely_odd_is_no_clash(turtle: str) -> None:
    assert not all_rules(turtle)


def test_nameless_concepts_clash_like_others() -> None:
    (hit,) = found("SK027", "_:a skos:broader _:b ; skos:related _:b .")
    assert isinstance(hit.focus, BlankNode)


# S37


@pytest.mark.parametrize(
    ("turtle", "value"),
    [
        ("<x> a skos:Collection, skos:Concept .", SKOS.Concept),
        ("<x> a skos:OrderedCollection ; skos:topConceptOf <s> .", SKOS.Concept),
        ("<x> skos:member <a> . <b> skos:related <x> .", SKOS.Concept),
        ("<x> skos:memberList () ; skos:broader <b> .", SKOS.Concept),
        ("<a> skos:exactMatch <x> . <x> a skos:Collection .", SKOS.Concept),
        ("<x> a skos:Collection, skos:ConceptScheme .", SKOS.ConceptScheme),
        ("<x> skos:member <a> . <a> skos:inScheme <x> .", SKOS.ConceptScheme),
        ("<k> rdfs:subClassOf skos:Collection . <x> a <k> ; skos:broader <b> .", SKOS.Concept),
    ],
)
def test_a_collection_that_is_a_concept_or_scheme_is_reported(turtle: str, value: IRI) -> None:
    assert places("SK037", turtle) == {(e("x"), RDF.type, value)}


@pytest.mark.parametrize("list_", ["skos:member <s>", "skos:memberList ( <a> <s> )"])
def test_a_scheme_or_label_as_member_is_reported(list_: str) -> None:
    predicate = SKOS.memberList if "List" in list_ else SKOS.member
    for other in ("<c> skos:inScheme <s> .", '<s> skosxl:literalForm "x" .'):
        turtle = f"<x> {list_} . {other}"
        assert places("SK037", turtle) == {(e("x"), predicate, e("s"))}


def test_a_collection_may_be_in_a_scheme_and_have_labels_and_collections_as_members() -> None:
    assert not all_rules(
        '<x> a skos:Collection ; skos:inScheme <s> ; skos:prefLabel "X"@en ; skos:member <y>, "z". '
        "<y> a skos:OrderedCollection ; skos:memberList ( <a> ) . <a> skos:broader <b> ."
    )


# S35


@pytest.mark.parametrize(
    ("turtle", "path", "said"),
    [
        ("<x> skos:memberList ( <a> ), ( <b> ) .", SKOS.memberList, "2 lists"),
        ("<x> skos:memberList <l> . <l> rdf:first <a> .", RDF.rest, "without rest"),
        ("<x> skos:memberList <l> . <l> rdf:rest () .", RDF.first, "without item"),
        ("<x> skos:memberList <l> . <l> rdf:first <a>, <b> ; rdf:rest () .", RDF.first, "2 items"),
        ("<x> skos:memberList <l> . <l> rdf:first <a> ; rdf:rest <l> .", RDF.rest, "in a circle"),
        ("<x> skos:memberList <l> . <l> rdf:first <a> ; rdf:rest 'end' .", RDF.rest, "a text"),
        ("<x> skos:memberList 'a, b' .", RDF.rest, "a text"),
        ("<x> skos:memberList <nowhere> .", RDF.first, "without item"),
    ],
)
def test_a_member_list_that_nobody_can_read_is_reported(turtle: str, path: IRI, said: str) -> None:
    (hit,) = found("QU035", turtle)
    assert (hit.focus, hit.path) == (e("x"), path)
    assert said in hit.message
    assert not {rule for rule in all_rules(turtle) if rule.startswith("SK")}


# S46


@pytest.mark.parametrize("match", ["broadMatch", "narrowMatch", "relatedMatch"])
@pytest.mark.parametrize(
    "exact",
    [
        "<a> skos:exactMatch <b> .",
        "<b> skos:exactMatch <a> .",
        "<same> rdfs:subPropertyOf skos:exactMatch . <a> <same> <b> .",
        "<m> skos:exactMatch <a>, <b> .",
    ],
)
def test_a_match_beside_an_exact_match_is_reported(match: str, exact: str) -> None:
    turtle = f"{exact} <a> skos:{match} <b> ."
    assert places("SK046", turtle) == {(e("a"), SKOS + match, e("b"))}


def test_each_statement_that_clashes_with_an_exact_match_is_reported() -> None:
    turtle = "<a> skos:exactMatch <b> ; skos:broadMatch <b> . <b> skos:narrowMatch <a> ."
    assert places("SK046", turtle) == {
        (e("a"), SKOS.broadMatch, e("b")),
        (e("b"), SKOS.narrowMatch, e("a")),
    }


def test_a_refined_match_is_reported_as_it_is_said() -> None:
    declared = "<part> rdfs:subPropertyOf skos:broadMatch ."
    turtle = f"{declared} <a> <part> <b> ; skos:exactMatch <b> ."
    assert places("SK046", turtle) == {(e("a"), e("part"), e("b"))}


def test_the_finding_shows_the_exact_matches_between() -> None:
    turtle = "<a> skos:exactMatch <m> . <n> skos:exactMatch <m>, <b> . <a> skos:relatedMatch <b> ."
    (hit,) = found("SK046", turtle)
    assert hit.related == (e("m"), e("n"))
    assert hit.message == (
        f'"{BASE}a" matches "{BASE}b" exactly, through "{BASE}m", "{BASE}n", '
        "but is also linked to it by skos:relatedMatch."
    )


def test_a_concept_matches_itself_exactly_once_it_matches_anything() -> None:
    assert not found("SK046", "<a> skos:broadMatch <a> . <b> skos:exactMatch <c> .")
    turtle = "<a> skos:broadMatch <a> ; skos:exactMatch <b> ."
    assert places("SK046", turtle) == {(e("a"), SKOS.broadMatch, e("a"))}


@pytest.mark.parametrize(
    "turtle",
    [
        "<a> skos:exactMatch <b> ; skos:closeMatch <b> .",
        "<a> skos:exactMatch <b> ; skos:broader <b> ; skos:mappingRelation <b> .",
        "<a> skos:exactMatch <b> ; skos:related <b> .",
        "<a> skos:closeMatch <b> ; skos:broadMatch <b> .",
        '<a> skos:exactMatch "b" ; skos:broadMatch "b" .',
    ],
)
def test_other_links_beside_an_exact_match_are_no_clash(turtle: str) -> None:
    assert not all_rules(turtle)


# SKOS-XL


def test_a_label_without_a_literal_form_or_with_several_is_reported() -> None:
    (hit,) = found("SK052", "<l> a skosxl:Label .")
    assert (hit.focus, hit.path, hit.value) == (e("l"), SKOSXL.literalForm, None)
    (hit,) = found("SK052", '<l> skosxl:literalForm "b"@en, "a"@fr, "c" .')
    assert hit.value == Literal("b", "en")
    assert hit.message.endswith('3 literal forms instead of one: "a"@fr and "b"@en among others.')
    assert found("SK052", "<a> skosxl:prefLabel <l> . <l> skosxl:labelRelation <m> .")


def test_a_label_that_is_described_elsewhere_is_not_judged() -> None:
    assert not all_rules('<a> skosxl:prefLabel <l> . <l> skos:note "rare" .')
    assert not all_rules('<l> skosxl:literalForm "x"@en ; skosxl:labelRelation <elsewhere> .')


@pytest.mark.parametrize(
    ("turtle", "value"),
    [
        ('<l> a skosxl:Label, skos:Concept ; skosxl:literalForm "x" .', SKOS.Concept),
        ('<l> skosxl:literalForm "x" ; skos:broader <b> .', SKOS.Concept),
        ("<a> skosxl:altLabel <l> . <b> skos:related <l> .", SKOS.Concept),
        ("<a> skosxl:labelRelation <l> . <b> skos:inScheme <l> .", SKOS.ConceptScheme),
        ("<a> skosxl:hiddenLabel <l> . <l> skos:member <b> .", SKOS.Collection),
    ],
)
def test_a_label_that_is_something_else_is_reported(turtle: str, value: IRI) -> None:
    hits = {place for place in places("SK052", turtle) if place[0] == e("l")}
    assert hits == {(e("l"), RDF.type, value)}


_FORMS = '<x> skosxl:literalForm "x"@en . <y> skosxl:literalForm "y"@en . '
_FORMS += '<x2> skosxl:literalForm "x"@en . '


@pytest.mark.parametrize(
    ("labels", "path", "value"),
    [
        ("skosxl:prefLabel <x> ; skosxl:altLabel <x>", SKOSXL.altLabel, e("x")),
        ("skosxl:prefLabel <x> ; skosxl:hiddenLabel <x2>", SKOSXL.hiddenLabel, e("x2")),
        ('skos:prefLabel "x"@en ; skosxl:altLabel <x>', SKOSXL.altLabel, e("x")),
        ('skosxl:prefLabel <x> ; skos:altLabel "x"@en', SKOS.altLabel, Literal("x", "en")),
        ("skosxl:prefLabel <x>, <y>", SKOSXL.prefLabel, e("y")),
        ('skos:prefLabel "y"@en ; skosxl:prefLabel <x>', SKOSXL.prefLabel, e("x")),
        ("skosxl:prefLabel <u> ; skosxl:altLabel <u>", SKOSXL.altLabel, e("u")),
        ("skosxl:altLabel <x> ; <nick> <x2>", e("nick"), e("x2")),
    ],
)
def test_labels_of_skos_xl_agree(labels: str, path: IRI, value: Term) -> None:
    turtle = f"{_FORMS} <nick> rdfs:subPropertyOf skosxl:hiddenLabel . <a> {labels} ."
    assert places("SK058", turtle) == {(e("a"), path, value)}
    assert not found("SK013", turtle)
    assert not found("SK014", turtle)


@pytest.mark.parametrize(
    "labels",
    [
        'skos:prefLabel "x"@en ; skosxl:prefLabel <x>, <x2>',
        'skos:prefLabel "X"@en-GB ; skosxl:prefLabel <x> ; skosxl:altLabel <y>',
        'skosxl:prefLabel "x"@en, "y"@en ; skosxl:altLabel "x"@en',
        "skosxl:prefLabel <elsewhere>, <x>",
    ],
)
def test_labels_of_skos_xl_may_repeat_the_plain_ones(labels: str) -> None:
    assert not all_rules(f"{_FORMS} <a> {labels} .")


def test_what_the_plain_labels_break_is_not_told_again_of_the_labels_that_repeat_them() -> None:
    turtle = (
        f'{_FORMS} <a> skos:prefLabel "x"@en, "y"@en ; skos:altLabel "x"@en ; '
        "skosxl:prefLabel <x>, <y> ; skosxl:altLabel <x2> ."
    )
    assert all_rules(turtle) == {"SK013", "SK014"}
