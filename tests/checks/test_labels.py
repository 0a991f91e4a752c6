from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.judged import BASE, book_of, graph_of, hits, iri, rule_of
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.judging import judge, judge_change
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Family, Hit
from tvet_skos.checks.rules import labels as module
from tvet_skos.checks.rules import sharing
from tvet_skos.checks.rules.labels import all_labels, label_policy, labels, same_text
from tvet_skos.namespaces import RDF, SKOS, SKOSXL
from tvet_skos.terms import IRI, Literal, Triple
from tvet_skos.text import words

FAMILY = Family([*sharing.FAMILY.rules, *module.FAMILY.rules])

Run = Callable[[str], list[Hit]]


def run(rule_id: str) -> Run:
    return lambda turtle: hits(rule_of(FAMILY, rule_id), turtle)


lb005, lb006, lb007, lb008, lb012 = map(run, ("LB005", "LB006", "LB007", "LB008", "LB012"))


def test_labels_are_plain_ones_and_forms_of_skos_xl_labels_each_once() -> None:
    graph = graph_of(
        '<a> skos:prefLabel "Skill"@en, <no-text> ; skosxl:prefLabel <a/l1>, <a/l2>, "odd" .'
        '<a/l1> skosxl:literalForm "Skill"@en . <a/l2> skosxl:literalForm "Compétence"@fr .'
    )
    assert labels(graph, iri("a"), SKOS.prefLabel) == [
        Literal("Skill", "en"),
        Literal("Compétence", "fr"),
    ]


def test_labels_by_declared_sub_properties_count() -> None:
    graph = graph_of('<abbr> rdfs:subPropertyOf skos:altLabel . <a> <abbr> "VET"@en .')
    assert list(all_labels(graph, iri("a"))) == [(SKOS.altLabel, Literal("VET", "en"))]


def test_same_text_overlooks_case_and_compatibility_forms_and_nothing_else() -> None:
    assert same_text("ﬁne ＳＫＩＬＬ") == same_text("FINE skill")
    assert same_text("é") == same_text("e\u0301")
    assert same_text("résumé") != same_text("resume")
    assert same_text("a b") != same_text("a  b")


# LB005

THREE = """
<s> a skos:ConceptScheme .
<c> a skos:Concept ; skos:inScheme <s> ; skos:prefLabel "SKILL"@en .
<a> a skos:Concept ; skos:topConceptOf <s> ; skos:prefLabel "Skill"@en .
<b> a skos:Concept ; skos:prefLabel "skill"@EN . <s> skos:hasTopConcept <b> .
"""


def test_concepts_of_one_scheme_with_one_preferred_label_are_gathered_in_one_hit() -> None:
    (hit,) = lb005(THREE)
    assert (hit.focus, hit.related, hit.gathered) == (iri("a"), (iri("b"), iri("c")), True)
    assert (hit.path, hit.value) == (SKOS.prefLabel, Literal("Skill", "en"))
    assert hit.message == 'Three concepts of one scheme share the preferred label "Skill"@en.'


def test_the_same_preferred_label_in_another_language_or_scheme_is_no_duplicate() -> None:
    assert not lb005(
        '<a> a skos:Concept ; skos:inScheme <s> ; skos:prefLabel "Beruf"@de .'
        '<b> a skos:Concept ; skos:inScheme <t> ; skos:prefLabel "Beruf"@de .'
        '<c> a skos:Concept ; skos:inScheme <s> ; skos:prefLabel "Beruf"@de-AT .'
        '<d> a skos:Concept ; skos:inScheme <s> ; skos:altLabel "Beruf"@de .'
    )


def test_concepts_without_a_scheme_are_compared_with_each_other() -> None:
    (hit,) = lb005(
        '<a> a skos:Concept ; skos:prefLabel "Beruf"@de .'
        '<b> a skos:Concept ; skos:prefLabel "Beruf"@de .'
        '<c> a skos:Concept ; skos:inScheme <s> ; skos:prefLabel "Beruf"@de .'
    )
    assert (hit.focus, hit.related) == (iri("a"), (iri("b"),))
    assert "Two concepts without a scheme" in hit.message


def test_two_spellings_of_one_label_on_one_concept_are_no_duplicate() -> None:
    assert not lb005('<a> a skos:Concept ; skos:prefLabel "Skill"@en, "skill"@en .')


def test_skos_xl_labels_are_preferred_labels_too() -> None:
    (hit,) = lb005(
        '<a> a skos:Concept ; skosxl:prefLabel <x> . <x> skosxl:literalForm "Skill"@en .'
        '<b> a skos:Concept ; skos:prefLabel "Skill"@en .'
    )
    assert hit.related == (iri("b"),)


def test_schemes_and_collections_with_the_label_of_a_concept_are_no_rivals() -> None:
    assert not lb005(
        '<a> a skos:Concept ; skos:prefLabel "Skill"@en .'
        '<s> a skos:ConceptScheme ; skos:prefLabel "Skill"@en .'
        '<k> a skos:Collection ; skos:prefLabel "Skill"@en .'
    )


# LB006 with LB005: qSKOS's overlapping labels

OVERLAPS = """
<s> a skos:ConceptScheme .
<a> a skos:Concept ; skos:inScheme <s> ; skos:prefLabel "Skill"@en ; skos:altLabel "Craft"@en .
<b> a skos:Concept ; skos:inScheme <s> ; skos:prefLabel "SKILL"@en .
<c> a skos:Concept ; skos:inScheme <t> ; skos:prefLabel "Trade"@en ; skos:hiddenLabel "craft"@en .
<d> skos:broader <c> ; skos:prefLabel "trade"@en ; skos:altLabel "Craft"@fr .
<e> a skos:Collection ; skos:prefLabel "Trade"@en .
<f> a skos:Concept ; skos:prefLabel "Trade", "7"^^xsd:integer .
<g> a skos:Concept ; skos:altLabel "trade", "7", "Own"@en ; skos:hiddenLabel "own"@en .
"""


def test_overlapping_labels_are_counted_as_qskos_counts_them() -> None:
    # By hand: SKILL@en (a b), CRAFT@en (a c), TRADE@en (c d; d is a concept by its broader),
    # TRADE (f g). "7" differs in datatype, craft@fr in language, a collection is no concept, and
    # a concept does not overlap with itself.
    both = [*lb005(OVERLAPS), *lb006(OVERLAPS)]
    groups = sorted((hit.focus, *hit.related) for hit in both)
    assert groups == [
        (iri("a"), iri("b")),
        (iri("a"), iri("c")),
        (iri("c"), iri("d")),
        (iri("f"), iri("g")),
    ]


def test_what_lb005_has_said_is_not_said_again() -> None:
    assert not lb006(THREE)


def test_a_collision_names_who_prefers_the_label() -> None:
    (hit,) = lb006(
        THREE + '<d> a skos:Concept ; skos:altLabel "Skill"@en ; skos:hiddenLabel "skill"@en .'
    )
    assert (hit.focus, hit.related) == (iri("a"), (iri("b"), iri("c"), iri("d")))
    assert hit.message == (
        'Four concepts share the label "Skill"@en: preferred for three, alternative for one.'
    )


def test_a_concept_is_left_out_that_is_a_duplicate_of_each_of_the_others() -> None:
    (hit,) = lb006(
        '<a> a skos:Concept ; skos:inScheme <s>, <t> ; skos:prefLabel "Skill"@en .'
        '<b> a skos:Concept ; skos:inScheme <s> ; skos:prefLabel "Skill"@en .'
        '<c> a skos:Concept ; skos:inScheme <t> ; skos:prefLabel "Skill"@en .'
    )
    assert (hit.focus, hit.related) == (iri("b"), (iri("c"),))


def test_a_label_of_thousands_of_concepts_is_one_hit() -> None:
    concepts = "".join(
        f'<{n}> a skos:Concept ; skos:inScheme <s{n}> ; skos:prefLabel "n/a"@en .'
        for n in range(2000)
    )
    (hit,) = lb006(concepts)
    assert len(hit.related) == 1999


# LB007


def test_labels_that_differ_in_spelling_only_are_near_duplicates() -> None:
    (hit,) = lb007(
        '<a> a skos:Concept ; skos:inScheme <s> ; skos:prefLabel "Micro-credential"@en .'
        '<b> a skos:Concept ; skos:inScheme <s> ; skos:altLabel "microcredentials"@en-GB .'
    )
    assert (hit.focus, hit.related, hit.value) == (
        iri("a"), (iri("b"),), Literal("Micro-credential", "en"),
    )  # fmt: skip
    assert hit.message == (
        "Two concepts have labels that differ in case, number and spacing and punctuation only: "
        '"Micro-credential"@en, "microcredentials"@en-GB.'
    )


@pytest.mark.parametrize("turtle", [THREE, OVERLAPS])
def test_labels_that_are_the_same_are_no_near_duplicates(turtle: str) -> None:
    assert not lb007(turtle)


def test_the_rest_of_a_group_is_told_though_some_share_the_very_label() -> None:
    (hit,) = lb007(THREE + '<d> a skos:Concept ; skos:inScheme <s> ; skos:prefLabel "Skills"@en .')
    assert (hit.focus, len(hit.related)) == (iri("a"), 3)


@pytest.mark.parametrize(
    "other",
    [
        'skos:inScheme <t> ; skos:prefLabel "microcredential"@en',
        'skos:inScheme <s> ; skos:prefLabel "microcredential"@fr',
        'skos:inScheme <s> ; skos:hiddenLabel "microcredential"@en',
        'skos:inScheme <s> ; skos:prefLabel "credential"@en',
    ],
)
def test_other_schemes_languages_hidden_labels_and_words_are_not_near(other: str) -> None:
    assert not lb007(
        '<a> a skos:Concept ; skos:inScheme <s> ; skos:prefLabel "Micro-credential"@en .'
        f"<b> a skos:Concept ; {other} ."
    )


# LB008


def written(definition: str, label: str = "Micro-credential", more: str = "") -> list[Hit]:
    return lb008(
        f'<a> a skos:Concept ; skos:prefLabel "{label}"@en ; {more} skos:definition <a#d> .'
        f'<a#d> rdf:value "{definition}"@en-GB .'
    )


@pytest.mark.parametrize(
    ("definition", "label", "spelling"),
    [
        ("A micro credential is small.", "Micro-credential", "micro credential"),
        ("Microcredentials are small.", "Micro-credential", "Microcredential"),
        ("A micro-\\ncredential is small.", "Microcredential", "micro- credential"),
        ("All of life long learning.", "Life-long learning", "life long learning"),
        ("A small work place for learners.", "Workplace", "work place"),
    ],
)
def test_a_spelling_of_the_definition_that_is_no_label_is_told(
    definition: str, label: str, spelling: str
) -> None:
    (hit,) = written(definition, label)
    assert (hit.focus, hit.path, hit.value) == (iri("a"), SKOS.prefLabel, Literal(label, "en"))
    assert f'"{spelling}"' in hit.message


@pytest.mark.parametrize(
    ("definition", "label"),
    [
        ("A MICRO-CREDENTIAL is small; micro-credentials are many.", "Micro-credential"),
        ("A macro credential is big.", "Micro-credential"),
        ("Micro credentialism is a fashion.", "Micro-credential"),
        ("Put it in put options.", "Input"),
        ("One o f t e n sees this.", "Often"),
        ("Whatever.", ""),
    ],
)
def test_the_own_spelling_other_words_and_scattered_letters_are_no_variant(
    definition: str, label: str
) -> None:
    assert not written(definition, label)


def test_a_recorded_spelling_or_one_in_another_language_is_fine() -> None:
    text = "A micro credential is small."
    assert not written(text, more='skos:hiddenLabel "Micro credential"@en ;')
    assert not lb008(
        '<a> a skos:Concept ; skos:prefLabel "Micro-credential"@en ;'
        f'skos:definition "{text}"@fr, "7"^^xsd:integer, <nowhere> .'
    )


def test_several_spellings_are_one_hit() -> None:
    (hit,) = written("A micro credential, or microcredential, or micro credential.")
    assert '"micro credential" and "microcredential"' in hit.message


# LB010


def test_nothing_agreed_finds_nothing() -> None:
    assert not hits(label_policy(), '<a> a skos:Concept ; skos:prefLabel "Skills"@en, "x"@en .')


@pytest.mark.parametrize(
    ("case", "label", "wrong"),
    [
        ("lower", "Skill", True),
        ("lower", "skill", False),
        ("lower", "TVET teacher", False),
        ("lower", "E-learning", True),
        ("lower", "3D print", False),
        ("lower", "技能", False),
        ("upper", "skill", True),
        ("upper", "Skill", False),
        ("upper", "eLearning", False),
        ("upper", "", False),
    ],
)
def test_the_case_that_was_agreed_is_kept(case: str, label: str, wrong: bool) -> None:
    found = hits(label_policy(case), f'<a> a skos:Concept ; skos:prefLabel "{label}"@en .')
    assert bool(found) is wrong


@pytest.mark.parametrize(
    ("label", "wrong"),
    [
        ('"skills"@en', True),
        ('"soft skills"@en-GB', True),
        ('"skill"@en', False),
        ('"ethics"@en', False),
        ('"class"@en', False),
        ('"temps"@fr', False),
        ('"skills"', False),
    ],
)
def test_the_number_that_was_agreed_is_kept_in_english(label: str, wrong: bool) -> None:
    turtle = f"<a> a skos:Concept ; skos:prefLabel {label} ; skos:altLabel {label} ."
    found = hits(label_policy(number="singular"), turtle)
    assert bool(found) is wrong


# LB012


def test_a_language_with_alternatives_only_is_told_once() -> None:
    (hit,) = lb012(
        '<a> a skos:Concept ; skos:prefLabel "Skill"@en ; skos:altLabel "B"@fr, "A"@fr, "C"@en .'
    )
    assert (hit.path, hit.value) == (SKOS.altLabel, Literal("A", "fr"))
    assert hit.message == "There is an alternative label in fr, but no preferred one."


@pytest.mark.parametrize(
    "turtle",
    [
        '<a> a skos:Concept ; skos:prefLabel "Skill"@en ; skos:altLabel "Craft"@en-GB .',
        '<a> a skos:Concept ; skos:prefLabel "Skill"@en-GB ; skos:altLabel "Craft"@en .',
        '<a> a skos:Concept ; skos:prefLabel "Skill"@en ; skos:altLabel "Craft" .',
        '<a> a skos:Concept ; skos:altLabel "Craft"@en .',
        '<a> a skos:Concept ; skos:prefLabel "Skill"@en ; skos:hiddenLabel "Métier"@fr .',
    ],
)
def test_variants_untagged_and_hidden_labels_ask_for_no_preferred_one(turtle: str) -> None:
    assert not lb012(turtle)


def test_an_untagged_preferred_label_serves_no_other_language() -> None:
    assert lb012('<a> a skos:Concept ; skos:prefLabel "Skill" ; skos:altLabel "Métier"@fr .')


# All of them


def test_every_rule_speaks_in_sentences_and_says_where_it_comes_from() -> None:
    for rule in [*(entered.rule for entered in FAMILY.rules), module.LABEL_POLICY]:
        assert rule.message.endswith(".") and rule.hint.endswith(".") and rule.reference
        assert rule.severity is not Severity.ERROR


ODD = """
<a> a skos:Concept, "Concept" ; skos:prefLabel <b>, _:x, ""@en, "-"@en ; skos:inScheme "s", _:s ;
    skos:altLabel "-"@en ; skosxl:prefLabel "x", <a>, _:l ; skos:definition <a>, "", 7 ;
    skosxl:literalForm "loop"@en .
_:l skosxl:literalForm <a>, 7 . _:s a skos:ConceptScheme .
<b> a skos:Concept ; skos:prefLabel ""@en, "-"@en ; skos:definition [ rdf:value <b>, "x"@en ] .
"""


@pytest.mark.parametrize("rule", [*FAMILY.rules, label_policy("lower", "singular")])
def test_odd_data_breaks_no_rule(rule: object) -> None:
    hits(rule, ODD)  # type: ignore[arg-type]


# A change

_NODES = [IRI(f"{BASE}{name}") for name in ("a", "b", "c", "l", "s", "t")]
_TEXTS = [Literal(text, "en") for text in ("Skill", "skill", "Skills", "a skil-l", "Craft")]
_STATEMENTS = st.one_of(
    st.builds(
        Triple,
        st.sampled_from(_NODES),
        st.sampled_from(
            [SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOSXL.literalForm, SKOS.definition]
        ),
        st.sampled_from(_TEXTS),
    ),
    st.builds(
        Triple,
        st.sampled_from(_NODES),
        st.sampled_from(
            [SKOS.inScheme, SKOS.hasTopConcept, SKOS.broader, SKOSXL.prefLabel, SKOSXL.altLabel]
        ),
        st.sampled_from(_NODES),
    ),
    st.builds(
        Triple,
        st.sampled_from(_NODES),
        st.just(RDF.type),
        st.sampled_from([SKOS.Concept, SKOS.ConceptScheme]),
    ),
)
_GRAPHS = st.lists(_STATEMENTS, max_size=14)


@given(_GRAPHS, _GRAPHS, st.sets(st.integers(0, 13)))
def test_what_a_change_makes_new_is_what_two_full_checks_differ_in(
    triples: list[Triple], added: list[Triple], gone: set[int]
) -> None:
    base = Graph(triples)
    changed = base.changed(added, [t for n, t in enumerate(triples) if n in gone])
    book = book_of(FAMILY.rules)
    before, after = judge_change(changed, book)
    old, new = set(judge(base, book)), set(judge(Graph(changed.triples()), book))
    assert set(after) - set(before) == new - old
    assert set(before) - set(after) == old - new


def test_every_rule_has_a_bad_and_a_good_example() -> None:
    folder = Path(module.__file__).parents[1] / "examples"
    for rule in [*(entered.rule for entered in FAMILY.rules), module.LABEL_POLICY]:
        entered = label_policy("lower") if rule.id == "LB010" else rule_of(FAMILY, rule.id)
        for verdict, expected in (("bad", 1), ("good", 0)):
            text = (folder / f"{rule.id}.{verdict}.ttl").read_text(encoding="utf-8")
            assert len(hits(entered, text)) == expected, (rule.id, verdict)
            assert words(text)
