from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_skos.text import LIBERTIES, bcp47, differences, fold, singular, squash, words


@pytest.mark.parametrize(
    "spelling",
    [
        "micro-credential", "Micro-Credentials", "microcredential", "micro credential",
        "MICRO–CREDENTIAL", " micro\u00a0credentials ", "micro\u2011credential",
    ],
)  # fmt: skip
def test_spellings_of_one_term_meet(spelling: str) -> None:
    assert fold(spelling) == fold("Micro-credential")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("e-learning", "elearning"),
        ("Éducation", "education"),
        ("teacher’s guide", "teachers guide"),
        ("competencies", "competency"),
        ("cualificaciones", "cualificación"),
        ("processes", "process"),
        ("approaches", "approach"),
        ("boxes", "box"),
        ("businesses", "business"),
        ("cafe\u0301", "café"),
        ("ﬁeld", "field"),
        ("Straße", "STRASSE"),
        ("مُعَلِّم", "معلم"),
    ],
)
def test_accents_points_and_plurals_do_not_matter(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("C++", "C"), ("class", "clas"), ("が", "か"), ("कि", "की"), ("procession", "process"),
        ("微证书", "证书"), ("status", "statu"),
    ],
)  # fmt: skip
def test_different_words_do_not_meet(left: str, right: str) -> None:
    assert fold(left) != fold(right)


@given(st.text())
def test_every_text_has_a_key_and_folding_twice_changes_nothing_for_comparison(text: str) -> None:
    assert bool(fold(text)) == bool(squash(text))
    assert differences(text, text) == ()


@given(st.text(max_size=20), st.text(max_size=20))
def test_differences_and_fold_agree(left: str, right: str) -> None:
    assert (differences(left, right) is not None) == (fold(left) == fold(right))


def test_differences_name_each_liberty() -> None:
    assert differences("recognition of prior learnings", "Recognition of prior learning") == (
        "case", "plural",
    )  # fmt: skip
    assert differences("educacion", "Éducación") == ("case", "accents")
    assert differences("e learning", "e-learning") == ("hyphens and spaces",)
    assert set(differences("MICRO CREDENTIALS", "micro-credential") or ()) <= set(LIBERTIES)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("skills", "skill"), ("bodies", "body"), ("bus", "bus"), ("analysis", "analysi"),
        ("ties", "ty"), ("gas", "gas"), ("courses", "course"), ("badges", "badge"),
    ],
)  # fmt: skip
def test_singular_follows_the_s_stemmer(word: str, expected: str) -> None:
    assert singular(word) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("EN", "en"), ("en-gb", "en-GB"), ("zh-hant-tw", "zh-Hant-TW"),
        ("de-CH-1901", "de-CH-1901"), ("sl-rozaj-biske", "sl-rozaj-biske"),
        ("en-x-US", "en-x-us"), ("x-GB", "x-gb"), ("es-419", "es-419"),
    ],
)  # fmt: skip
def test_tags_get_the_case_of_bcp_47_and_nothing_else(tag: str, expected: str) -> None:
    assert bcp47(tag) == expected


def test_words_and_squash() -> None:
    assert words("It’s “Micro-credentials”.") == ["it", "s", "micro", "credentials"]
    assert squash("\ta  b\u00a0c\n") == "a b c"
