from __future__ import annotations

import pytest

from tvet_skos.iri import (
    SLUG_LENGTH,
    agent_iri,
    concept_iri,
    definition_iri,
    page_iri,
    rebased,
    slug,
    source_iri,
    unique,
)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Micro-credential", "micro-credential"),
        ("Lifelong learning (LLL)", "lifelong-learning-lll"),
        ("Éducation & formation", "education-and-formation"),
        ("  1-9  ", "1-9"),
        ("Ångström", "angstrom"),
    ],
)
def test_slugs_are_plain_lower_case(label: str, expected: str) -> None:
    assert slug(label) == expected


def test_a_label_without_latin_letters_gets_a_stable_slug_of_its_own() -> None:
    assert slug("微证书") == slug("微证书")
    assert slug("微证书") != slug("证书")
    assert slug("微证书").startswith("t-")


def test_slugs_are_short() -> None:
    assert len(slug("word " * 100)) <= SLUG_LENGTH
    assert not slug("word " * 100).endswith("-")


def test_a_clash_counts_up() -> None:
    assert unique("a", set()) == "a"
    assert concept_iri("http://e/", "Skill", {"http://e/skill"}) == "http://e/skill-2"


def test_white_space_and_normal_form_do_not_change_a_definitions_iri() -> None:
    composed = definition_iri("http://e/x", "Café  culture\n", "en", "A 2015")
    assert composed == definition_iri("http://e/x", "Cafe\u0301 culture", "EN", " A  2015 ")


@pytest.mark.parametrize(
    "other",
    [("Another text", "en", "A 2015"), ("Text", "fr", "A 2015"), ("Text", "en", "")],
)
def test_text_language_and_citation_all_count(other: tuple[str, str, str]) -> None:
    assert definition_iri("http://e/x", "Text", "en", "A 2015") != definition_iri(
        "http://e/x", *other
    )


def test_source_keys_are_short_and_hold_no_invented_year() -> None:
    iri = source_iri("http://e/", "UNESCO", "A very long title of a work: and its subtitle", "")
    assert iri == "http://e/source/unesco-a-very-long-title-of"
    assert agent_iri("http://e/", "Council of the EU") == "http://e/agent/council-of-the-eu"
    assert page_iri("http://e/", "TVETipedia Skill") == "http://e/page/tvetipedia-skill"


def test_rebasing_moves_only_what_stands_under_the_old_base() -> None:
    assert rebased("http://old/x#def-1", "http://old/", "https://new/") == "https://new/x#def-1"
    assert rebased("http://older/x", "http://old/", "https://new/") == "http://older/x"
