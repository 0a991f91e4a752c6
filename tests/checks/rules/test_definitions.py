"""Rules on definitions: their sources, their likeness, their circles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.rules.runner import (
    BASE,
    assert_change_is_found_around_it,
    changes,
    concepts,
    e,
    found,
    full,
    graph,
)
from tvet_skos.checks.graph import ChangedGraph, Graph
from tvet_skos.checks.rule import AnyRule, Hit
from tvet_skos.checks.rules import circles, definitions, likeness
from tvet_skos.checks.rules.definitions import quotable
from tvet_skos.namespaces import BIBO, DC, DCTERMS, OWL, RDF, SKOS, TVS
from tvet_skos.shingles import common, shingles, telling
from tvet_skos.terms import IRI, Literal, Triple

RULES = (*definitions.FAMILY.rules, *likeness.FAMILY.rules, *circles.FAMILY.rules)
LONG = "A way of learning a trade at work and at school under a contract with an employer"


def hits(rule: str, data: Graph | str) -> list[Hit]:
    return found(RULES, rule, data)


def node(concept: str, number: int, text: str, more: str = "") -> str:
    """A definition node of a concept."""
    name = f"<{concept}#d{number}>"
    said = f'<{concept}> skos:definition {name} . {name} a tvs:Definition ; rdf:value "{text}"@en'
    return f"{said}{' ; ' if more else ''}{more} . "


# DF005


def test_an_address_in_a_citation_wants_a_source_record() -> None:
    data = concepts("a") + node("a", 1, LONG, 'dc:source "ILO 2006, https://e.org/x.pdf."')
    (hit,) = hits("DF005", data)
    assert (hit.focus, hit.path) == (e("a#d1"), DC.source)
    assert hit.message == (
        "The source of definition 1 of A is given in words only, "
        "with the address https://e.org/x.pdf."
    )
    assert hits("DF005", concepts("a", '<a> dc:source "doi: 10.1000/xyz" .'))


def test_a_citation_of_a_source_in_the_register_wants_a_link() -> None:
    register = '<src> a bibo:Document ; dcterms:title "Terms" ; tvs:alias "ILO (2006)" . '
    data = concepts("a") + node("a", 1, LONG, 'dc:source "After ILO 2006"') + register
    (hit,) = hits("DF005", data)
    assert hit.message.endswith('is given in words only, although "Terms" is in the register.')
    assert hit.hint == f"Link it with dcterms:source <{BASE}src>."
    assert hit.related == (e("src"),)


@pytest.mark.parametrize(
    "more", ["dcterms:source <src>", "tvs:sourceEvidence tvs:notCaptured", ""]
)  # fmt: skip
def test_a_linked_source_or_none_at_all_is_no_free_text(more: str) -> None:
    said = 'dc:source "Read at https://e.org/x"' if more else 'dc:source "ILO 2006"'
    assert not hits(
        "DF005", concepts("a") + node("a", 1, LONG, " ; ".join(filter(None, (said, more))))
    )


# DF006


def test_the_same_words_from_two_sources_are_one_definition() -> None:
    data = concepts("a") + node("a", 1, "Learning at work.", "dcterms:source <x>")
    (hit,) = hits("DF006", data + node("a", 2, "learning  at work", "dcterms:source <y>"))
    assert (hit.focus, hit.related, hit.gathered) == (e("a#d1"), (e("a#d2"),), True)
    assert hit.message == '2 definitions of "A" from different sources have the same words.'
    assert "names both sources" in hit.hint
    (hit,) = hits("DF006", data + node("a", 2, "learning at work", "dcterms:source <x>"))
    assert "from one source" in hit.message and hit.hint == "Keep one."


def test_retired_definitions_other_languages_and_other_concepts_are_no_duplicates() -> None:
    one = concepts("a b") + node("a", 1, "Learning at work.")
    assert not hits("DF006", one + node("a", 2, "Learning at work.", "owl:deprecated true"))
    assert not hits("DF006", one + node("a", 2, "Learning at work.").replace("@en ", "@fr "))
    assert not hits("DF006", one + node("b", 1, "Learning at work."))


# DF007 and DF008


def test_two_definitions_of_a_concept_with_nearly_the_same_words_are_shown() -> None:
    data = concepts("a") + node("a", 1, LONG) + node("a", 2, LONG + ".")
    assert not hits("DF007", data)  # the very same words: DF006
    (hit,) = hits("DF007", data + node("a", 3, LONG + " there"))[:1]
    assert (hit.focus, hit.related, hit.gathered) == (e("a#d1"), (e("a#d3"),), True)
    assert hit.message == 'Two definitions of "A" have 94 % of their pairs of words in common.'


def test_bare_texts_are_compared_where_there_are_no_nodes() -> None:
    bare = f'<a> skos:definition "{LONG}"@en, "{LONG}."@en . '
    (hit,) = hits("DF007", concepts("a", bare))
    assert (hit.focus, hit.path, hit.value) == (e("a"), SKOS.definition, Literal(f"{LONG}.", "en"))
    assert not hits("DF007", concepts("a", bare) + node("a", 1, LONG))


def test_nearly_the_same_definition_of_two_concepts_is_found_once() -> None:
    # 17 words are 16 pairs; one more word makes one more pair: 16 of 17 are shared.
    data = concepts("a b") + node("a", 1, LONG) + node("b", 1, LONG + " there")
    (hit,) = hits("DF007", data)
    assert (hit.focus, hit.related, hit.gathered) == (e("a"), (e("b"),), True)
    assert (hit.path, hit.value) == (SKOS.definition, Literal(LONG, "en"))
    assert hit.message == (
        'A definition of "A" and one of "B" have 94 % of their pairs of words in common.'
    )


def test_below_085_two_texts_are_not_alike() -> None:
    other = LONG.replace("a contract", "a written contract")  # 15 of 18 pairs are shared
    assert not hits("DF007", concepts("a b") + node("a", 1, LONG) + node("b", 1, other))


def test_the_same_definition_of_several_concepts_gathers_them() -> None:
    data = concepts("a b c", f'<c> skos:definition "{LONG.upper()}"@en-GB . ')
    (hit,) = hits("DF008", data + node("a", 1, LONG) + node("b", 1, LONG))
    assert (hit.focus, hit.related, hit.gathered) == (e("a"), (e("b"), e("c")), True)
    assert hit.message == '"A", "B" and "C" have the same definition.'
    assert not hits("DF007", data + node("a", 1, LONG) + node("b", 1, LONG))


def test_one_definition_node_of_two_concepts_is_another_matter() -> None:
    assert not hits("DF008", concepts("a b") + node("a", 1, LONG) + "<b> skos:definition <a#d1> .")


def test_a_thousand_texts_that_begin_alike_are_compared_with_some_others_each() -> None:
    start = " ".join(["internationalisation", *(f"word{n:03}" for n in range(40))])
    named = [(e(f"c{n:04}"), Literal(f"{start} end{n:04}", "en")) for n in range(1000)]
    typed = [Triple(concept, RDF.type, SKOS.Concept) for concept, _ in named]
    data = Graph([*typed, *(Triple(c, SKOS.definition, text) for c, text in named)])
    pairs = {(hit.focus, hit.related) for hit in hits("DF007", data)}
    assert 1000 <= len(pairs) <= 20 * 1000


_word = st.sampled_from(
    ["learn", "work", "trade", "school", "contract", "certificate", "of", "at", "a", "the"]
)
_text = st.lists(_word, min_size=6, max_size=24).map(" ".join)


@settings(max_examples=300)
@given(_text, st.lists(st.tuples(st.integers(0, 23), _word), max_size=2))
def test_texts_that_are_nearly_the_same_share_a_telling_shingle(
    text: str, edits: list[tuple[int, str]]
) -> None:
    words = text.split()
    for place, word in edits:
        words[place % len(words)] = word
    one, other = shingles(text), shingles(" ".join(words))
    union = len(set(one) | set(other))
    assert bool(common(one, other)) == (len(set(one) & set(other)) >= 0.85 * union)
    if common(one, other) and min(len(one), len(other)) >= 6:
        first = next(s for s in one if s in other)
        assert first in telling(one) and first in telling(other)


# DF009


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Training programme.", "says no more"), ("A programme.", "says no more"),
        ("A training programme: training programmes", "says no more"),
        ("Programme of training", ""),
        ("Training programme that lasts a year", "begins with"),
        ("The training programme is a training programme for a trade", "begins with"),
        ("A training programme (TP) is a series of lessons", ""),
        ("Training programme: a series of lessons", ""), ("Training programme - a series", ""),
        ("A training programme refers to a series of lessons", ""),
        ("A series of lessons, also called training programme", ""), ("Training for a trade", ""),
    ],
)  # fmt: skip
def test_a_definition_says_more_than_its_term_and_begins_with_something_else(
    text: str, fault: str
) -> None:
    label = '<a> a skos:Concept ; skos:prefLabel "Training programme"@en ; skos:altLabel "x"@fr . '
    found_hits = hits("DF009", label + node("a", 1, text))
    assert [hit.focus for hit in found_hits] == ([e("a#d1")] if fault else [])
    assert all(fault in hit.message for hit in found_hits)


def test_a_bare_text_that_turns_in_a_circle_is_found_at_its_concept() -> None:
    (hit,) = hits("DF009", concepts("skill", '<skill> skos:definition "A skill"@en .'))
    assert (hit.focus, hit.path, hit.value) == (
        e("skill"),
        SKOS.definition,
        Literal("A skill", "en"),
    )


def test_two_definitions_that_begin_with_each_other_are_a_circle() -> None:
    data = concepts("credential qualification") + node(
        "credential", 1, "A qualification that is on paper"
    )
    assert not hits("DF009", data)
    (hit,) = hits(
        "DF009", data + node("qualification", 1, "Qualifications are credentials of a school")
    )
    assert (hit.focus, hit.related, hit.gathered) == (e("credential"), (e("qualification"),), True)
    assert hit.message == ('"Credential" is explained by "Qualification", and the other way round.')


# DF010


def test_a_bare_text_agrees_with_a_definition_that_carries_a_source() -> None:
    data = concepts("a", f'<a> skos:definition "{LONG}"@en . ')
    assert not hits("DF010", data)
    assert not hits("DF010", data + node("a", 1, LONG) + node("a", 2, "Another."))
    (hit,) = hits("DF010", data + node("a", 1, LONG + "."))
    assert (hit.focus, hit.value) == (e("a"), Literal(LONG, "en"))


def test_each_language_of_the_nodes_has_a_bare_text_where_one_has() -> None:
    data = concepts("a", f'<a> skos:definition "{LONG}"@en . ') + node("a", 1, LONG)
    (hit,) = hits("DF010", data + node("a", 2, "Un apprentissage.").replace("@en ", "@fr "))
    assert hit.message == '"A" has no bare definition text in fr, although it has in others.'


# DF011 and DF032


def test_without_a_preferred_definition_the_rules_choose_and_it_is_said() -> None:
    data = concepts("a") + node("a", 1, "One.") + node("a", 2, "Two.")
    (hit,) = hits("DF011", data)
    assert hit.message == '"A" has 2 definitions in en, and none is marked as preferred.'
    assert not hits("DF011", data + "<a> tvs:preferredDefinition <a#d2> .")
    assert not hits("DF011", data + "<a#d2> owl:deprecated true .")
    assert not hits(
        "DF011",
        concepts("a") + node("a", 1, "One.") + node("a", 2, "Deux.").replace("@en ", "@fr "),
    )


def test_one_definition_is_preferred_in_a_language() -> None:
    data = concepts("a") + node("a", 1, "One.") + node("a", 2, "Two.")
    (hit,) = hits("DF032", data + "<a> tvs:preferredDefinition <a#d1>, <a#d2> .")
    assert hit.message == '"A" has more than one preferred definition in en.'
    assert hit.related == (e("a#d1"), e("a#d2"))
    french = data.replace('"Two."@en', '"Deux."@fr')
    assert not hits("DF032", french + "<a> tvs:preferredDefinition <a#d1>, <a#d2> .")


# DF012


def test_what_is_quoted_may_be_quoted() -> None:
    rule = quotable([IRI("https://creativecommons.org/licenses/by/"), e("own")])
    by, sa = (
        "https://creativecommons.org/licenses/by/4.0/",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    )
    for licence, expected in (
        (f"<{by}>", 0),
        (f"<{BASE}own>", 0),
        (f"<{BASE}own/2>", 1),
        (f"<{sa}>", 1),
        ('"free"', 0),
    ):
        data = node("a", 1, LONG, "prov:wasQuotedFrom <src>") + f"<src> dcterms:license {licence} ."
        found_hits = list(full(rule, graph(data)))
        assert len(found_hits) == expected, licence
    assert found_hits == [] and not list(
        full(rule, graph(node("a", 1, LONG, "prov:wasQuotedFrom <src>")))
    )


# What holds for all of them.

_LONGER = LONG + " and more"
_TEXTS = [
    Literal(t, "en")
    for t in (LONG, LONG + ".", LONG + " there", _LONGER, _LONGER + ".", "A b", "B", "B a")
]
_concept = st.sampled_from([e(name) for name in "abc"])
_definition = st.sampled_from([e(f"d{number}") for number in range(4)])
_statements = st.one_of(
    st.builds(Triple, _definition, st.just(RDF.value), st.sampled_from(_TEXTS)),
    st.builds(Triple, _concept, st.just(SKOS.definition), _definition),
    st.builds(Triple, _concept, st.just(SKOS.definition), st.sampled_from(_TEXTS)),
    st.builds(
        Triple,
        _concept,
        st.just(SKOS.prefLabel),
        st.sampled_from([Literal("A", "en"), Literal("B", "en")]),
    ),
    st.builds(Triple, _concept, st.just(TVS.preferredDefinition), _definition),
    st.builds(Triple, _definition, st.just(OWL.deprecated), st.just(Literal("true"))),
    st.builds(Triple, _definition, st.just(DCTERMS.source), st.just(e("src"))),
    st.builds(
        Triple,
        _definition,
        st.just(DC.source),
        st.sampled_from([Literal("ILO 2006"), Literal("http://e.org")]),
    ),
    st.builds(
        Triple,
        st.just(e("src")),
        st.sampled_from([TVS.alias, DCTERMS.bibliographicCitation]),
        st.just(Literal("ILO (2006)")),
    ),
)
_TYPES = [
    *(Triple(e(name), RDF.type, SKOS.Concept) for name in "abc"),
    *(Triple(e(f"d{number}"), RDF.type, TVS.Definition) for number in range(4)),
    Triple(e("src"), RDF.type, BIBO.Document),
]


@settings(max_examples=200, deadline=None)
@pytest.mark.parametrize("number", range(len(RULES)), ids=lambda n: RULES[n].rule.id)
@given(changed=changes(_statements, 18, _TYPES))
def test_what_a_change_brings_and_mends_is_found_around_it(
    number: int, changed: ChangedGraph
) -> None:
    rule: AnyRule = RULES[number]
    assert_change_is_found_around_it(rule, changed)


def test_a_pair_with_several_texts_that_are_alike_is_judged_in_one_group_only() -> None:
    """What another text shares with the group must not bring or mend the finding."""
    variants = [f"{LONG} {end}" for end in ("so", "then", "there", "thus")]
    texts = [*((e("a"), v) for v in variants[:2]), *((e("b"), v) for v in variants[2:])]
    triples = [Triple(c, SKOS.definition, Literal(v, "en")) for c, v in texts]
    base = Graph([*_TYPES, *triples])
    for gone in triples:
        for rule in RULES:
            assert_change_is_found_around_it(rule, base.changed([], [gone]))
