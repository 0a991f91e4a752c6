from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.checks.judged import hits, iri, rule_of
from tvet_skos.checks.rule import Hit, RecordRule, WholeRule
from tvet_skos.checks.rules import languages as module
from tvet_skos.checks.rules.languages import FAMILY, required_languages, tag_fault, wrong_language
from tvet_skos.ingest.language import other_language
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.terms import Literal

Run = Callable[[str], list[Hit]]


def run(rule_id: str) -> Run:
    return lambda turtle: hits(rule_of(FAMILY, rule_id), turtle)


lg002, lg003, lg004 = map(run, ("LG002", "LG003", "LG004"))


# LG002: the examples of BCP 47, appendix A, and what people write instead


@pytest.mark.parametrize(
    "tag",
    """de fr ja i-enochian zh-Hant zh-Hans sr-Cyrl sr-Latn zh-cmn-Hans-CN cmn-Hans-CN zh-yue-HK
    yue-HK zh-Hans-CN sr-Latn-RS sl-rozaj sl-rozaj-biske sl-nedis de-CH-1901 sl-IT-nedis
    hy-Latn-IT-arevela de-DE en-US es-419 de-CH-x-phonebk az-Arab-x-AZE-derbend x-whatever
    qaa-Qaaa-QM-x-southern de-Qaaa sr-Latn-QM sr-Qaaa-RS en-US-u-islamcal zh-CN-a-myext-x-private
    en-a-myext-b-another und mul zxx grc ang iw sh en-GB-oed i-klingon art-lojban
    EN-gb""".split(),  # noqa: SIM905
)
def test_valid_tags_are_fine(tag: str) -> None:
    assert tag_fault(tag) == ("", "")


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("eng", "Did you mean en?"),
        ("ger", "Did you mean de?"),
        ("fra-CA", "Did you mean fr-CA?"),
        ("jp", "Did you mean ja?"),
        ("english", "Did you mean en?"),
        ("en-UK", "Did you mean en-GB?"),
        ("de-EN", "Did you mean de?"),
        ("pl-PL-PL", "Write it as in en, en-GB or zh-Hant."),
        ("de-419-DE", "Write it as in en, en-GB or zh-Hant."),
        ("a-DE", "Write it as in en, en-GB or zh-Hant."),
        ("en_GB", "Write it as in en, en-GB or zh-Hant."),
        ("ar-a-aaa-b-bbb-a-ccc", "Write it once."),
        ("de-1996-1996", "Write it once."),
        ("zh-yue-cmn", "Keep one of them."),
        ("xx", "Look it up in the IANA Language Subtag Registry."),
        ("en-foo", "Look it up in the IANA Language Subtag Registry."),
        ("en-Laxn", "Look it up in the IANA Language Subtag Registry."),
        ("de-reform", "Look it up in the IANA Language Subtag Registry."),
        ("pt-XQZ", "Look it up in the IANA Language Subtag Registry."),
        ("en-YY", "Write the code of the country (ISO 3166-1), or leave the region out."),
        ("x-", "Write it as in en, en-GB or zh-Hant."),
        ("", "Write it as in en, en-GB or zh-Hant."),
    ],
)
def test_invalid_tags_are_told_with_a_way_out(tag: str, hint: str) -> None:
    message, way_out = tag_fault(tag)
    assert message.endswith(".")
    assert way_out == hint


def test_every_better_tag_is_valid_and_what_people_write_is_not() -> None:
    for written, meant in module._better().items():
        assert tag_fault(meant) == ("", ""), meant
        assert tag_fault(written)[1] == f"Did you mean {meant}?"


def test_each_text_with_an_invalid_tag_is_told_whatever_its_property() -> None:
    found = lg002(
        '<a> skos:prefLabel "Gewerk"@ger, "Trade"@en ; <odd> "Gewerk"@ger . [] rdf:value "x"@jp .'
    )
    assert [(hit.path, hit.value) for hit in found] == [
        (RDF.value, Literal("x", "jp")),
        (SKOS.prefLabel, Literal("Gewerk", "ger")),
        (iri("odd"), Literal("Gewerk", "ger")),
    ]
    assert found[1].message == "ger is the tag of no language."


# LG003 and LG004: coverage as qSKOS counts it

COVERAGE = """
<s> a skos:ConceptScheme ; dcterms:title "Words"@ru .
<a> a skos:Concept ; skos:prefLabel "Skill"@en ; skos:note "Nota"@es .
<b> a skos:Concept ; skos:prefLabel "Trade"@EN, "Gewerk"@de ; <odd> "oficio"@es .
<c> skos:broader <a> ; skos:prefLabel "Craft"@en .
<d> a skos:Concept ; skos:prefLabel "Beruf" ; skos:definition <d#1> .
<d#1> rdf:value "Ein Text."@de .
"""


def test_languages_that_other_concepts_have_are_told_once_a_concept() -> None:
    # By hand: en (a b c), es (a b), de (b). c is a concept by its broader; d has no tagged
    # literal of its own and is not counted; the title of the scheme counts for no concept.
    found = lg003(COVERAGE)
    assert [(hit.focus, hit.message) for hit in found] == [
        (iri("a"), "No text in de (1 of 3 concepts have one)."),
        (iri("c"), "No text in es (2 of 3 concepts have one) or de (1)."),
    ]


def test_tags_are_compared_whole_and_whatever_their_case() -> None:
    assert len(lg003('<a> a skos:Concept ; skos:note "x"@en . <b> skos:broader <a> ;'
                     'skos:note "x"@en-GB .')) == 2  # fmt: skip
    assert not lg003('<a> a skos:Concept ; skos:note "x"@en . <b> a skos:Concept ;'
                     'skos:note "x"@EN .')  # fmt: skip


def test_where_languages_are_agreed_labels_are_asked_for_in_each() -> None:
    rule = required_languages(("en", "pt"))
    assert isinstance(rule, RecordRule)
    (hit,) = hits(
        rule,
        '<a> a skos:Concept ; skos:prefLabel "Skill"@en-GB ; skos:note "x"@pt .'
        '<b> a skos:Concept ; skos:prefLabel "Trade"@en, "Ofício"@pt-BR .',
    )
    assert (hit.focus, hit.message) == (iri("a"), "No preferred label in pt.")
    assert isinstance(required_languages(()), WholeRule)


def test_a_language_that_all_concepts_share_is_enough() -> None:
    assert not lg004(COVERAGE)


def test_no_common_language_is_told_once_with_those_who_lack_the_closest() -> None:
    (hit,) = lg004(COVERAGE + '<e> a skos:Concept ; skos:prefLabel "Oficio"@es .')
    assert (hit.focus, hit.related) == (iri("s"), (iri("e"),))
    assert hit.message == "No language is shared by all concepts; en comes closest, with 3 of 4."


def test_without_a_scheme_the_first_concept_speaks_for_the_vocabulary() -> None:
    (hit,) = lg004(
        '<b> a skos:Concept ; skos:note "x"@fr . <a> a skos:Concept ; skos:note "x"@en .'
    )
    assert (hit.focus, hit.related) == (iri("a"), (iri("b"),))


@pytest.mark.parametrize("turtle", ["", '<a> a skos:Concept ; skos:prefLabel "x" .'])
def test_a_vocabulary_without_tagged_texts_has_no_language_to_miss(turtle: str) -> None:
    assert not lg003(turtle) and not lg004(turtle)


# LG005


def test_a_text_in_another_language_than_its_tag_is_told_by_the_detector() -> None:
    asked: list[tuple[str, str]] = []

    def detector(text: str, language: str) -> str:
        asked.append((text, language))
        return "es"

    long = "a" * 40
    (hit,) = hits(
        wrong_language(detector),
        f'<a> skos:definition "{long}"@en, "{long}", "{long[1:]} 12345"@en ;'
        f'rdfs:label "{long}"@en .',
    )
    assert asked == [(long, "en")]
    assert (hit.path, hit.value) == (SKOS.definition, Literal(long, "en"))
    assert hit.message == "The text is tagged en, but seems to be in es."


# All of them


def test_every_rule_speaks_in_sentences_and_says_where_it_comes_from() -> None:
    for rule in [*(entered.rule for entered in FAMILY.rules), module.WRONG_LANGUAGE]:
        assert rule.message.endswith(".") and rule.hint.endswith(".") and rule.reference


def test_every_rule_has_a_bad_and_a_good_example() -> None:
    folder = Path(module.__file__).parents[1] / "examples"
    for entered in [*FAMILY.rules, wrong_language(other_language)]:
        for verdict, expected in (("bad", 1), ("good", 0)):
            text = (folder / f"{entered.rule.id}.{verdict}.ttl").read_text(encoding="utf-8")
            found = hits(entered, text)
            # Two concepts without a common language lack each other's.
            assert len(found) == expected, (entered.rule.id, verdict)
