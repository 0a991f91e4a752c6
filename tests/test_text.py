from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_skos.publish.site.rendering import asset
from tvet_skos.text import (
    LIBERTIES,
    bcp47,
    differences,
    fold,
    folded_words,
    folding_tables,
    singular,
    squash,
    without_marks,
    words,
)


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


SCRIPTS = [
    ("Micro-Credentials", "micro credential"), ("teacher’s", "teachers"), ("Ämter", "amter"),
    ("STRASSE", "straße"), ("ẞ", "ss"), ("İstanbul", "istanbul"), ("ＴＶＥＴ", "tvet"),
    ("ΟΔΟΣ", "οδος"), ("οδός", "ΟΔΟΣ"), ("Ёлка", "елка"), ("Й", "и"), ("ПТУ", "пту"),
    ("مُعَلِّم", "معلم"), ("أستاذ", "استاذ"), ("סֵפֶר", "ספר"), ("בית־ספר", "בית ספר"),
    ("\u0915\u093c", "\u0958"), ("การ-ศึกษา", "การศึกษา"), ("ｶﾞｸ", "ガク"), ("职业 教育", "职业教育"),
    ("한글", "\u1112\u1161\u11ab\u1100\u1173\u11af"), ("①", "1"), ("n°5", "n° 5"),
]  # fmt: skip
APART = [
    ("C++", "C"), ("ılık", "ilik"), ("Ämter", "Aemter"), ("όρος", "οροι"), ("معلم", "معلمة"),
    ("ספר", "ספרים"), ("कि", "की"), ("ปา", "ป่า"), ("が", "か"), ("ガク", "がく"),
    ("微证书", "证书"), ("한글", "한국"), ("a1", "a2"), ("a", "ab"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), SCRIPTS)
def test_spellings_that_are_one_in_their_script_meet(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), APART)
def test_spellings_that_differ_in_their_script_do_not_meet(left: str, right: str) -> None:
    assert fold(left) != fold(right)


@given(st.text())
def test_a_key_is_its_words_joined(text: str) -> None:
    assert "".join(folded_words(text)) in (fold(text), "")
    assert not any(" " in word or not word for word in folded_words(text))


def test_the_table_of_cases_is_complete() -> None:
    unusual = folding_tables()["cases"]
    for code in (*range(0xD800), *range(0xE000, sys.maxunicode + 1)):
        character = chr(code)
        if character.casefold() != character.lower() and without_marks(character) == character:
            assert unusual[character] == character.casefold()


def test_the_table_of_white_space_is_what_squash_drops() -> None:
    space = re.compile(folding_tables()["space"])
    for code in range(0x10000):
        assert bool(space.fullmatch(chr(code))) == bool(re.fullmatch(r"\s", chr(code)))


def test_the_folding_of_browsers_is_the_same_as_that_of_the_server(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    code = asset("fold.js").decode()
    asked = [text for pair in SCRIPTS + APART for text in pair]
    # Characters that every Unicode version knows.
    known_everywhere = unicodedata.ucd_3_2_0.category
    asked += [c for c in map(chr, range(0x20, 0xD800, 7)) if known_everywhere(c) != "Cn"]
    asked += ["Competencies", "…", " - ", "\x85"]
    script = tmp_path / "fold.cjs"
    script.write_text(
        f"{code}\nconst fold = folding({json.dumps(folding_tables())});\n"
        f"const asked = {json.dumps(asked)};\n"
        "const all = asked.map((text) => [fold(text), fold.words(text), fold.words(text, true)]);\n"
        "console.log(JSON.stringify(all));\n",
        encoding="utf-8",
    )
    done = subprocess.run([node, str(script)], check=True, capture_output=True, encoding="utf-8")
    known = [
        [fold(text), folded_words(text), folded_words(text, keep_plurals=True)] for text in asked
    ]
    differing = [
        (text, keys, others)
        for text, keys, others in zip(asked, known, json.loads(done.stdout), strict=True)
        if keys != others
    ]
    assert differing == []


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
