"""The words of the interface: the same in every language, and none too few or too many."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tvet_skos.publish import site
from tvet_skos.publish.site.texts import LANGUAGES, texts

_GAP = re.compile(r"\{\w+\}")
_SAID = re.compile(r"""say(?:\.counted)?\(\s*["']([\w.]+)["'](\s*~)?""")
_COMPUTED = ("language.", "evidence.", "meaning.", "body.", "relation.", "why.", "nav.", "search.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_gaps(language: str) -> None:
    english, other = texts("en").entries, texts(language).entries
    assert set(other) == set(english)
    for key, text in english.items():
        assert set(_GAP.findall(other[key])) == set(_GAP.findall(text)), key
        assert other[key].strip() == other[key] and other[key], key


@pytest.mark.parametrize("language", ["fr", "es"])
def test_texts_are_translated(language: str) -> None:
    english, other = texts("en").entries, texts(language).entries
    long = [key for key, text in english.items() if len(_GAP.sub("", text)) > 14]
    assert len(long) > 100
    assert [key for key in long if other[key] == english[key]] == []


def _said() -> set[str]:
    folder = Path(str(site.__file__)).parent
    files = [*folder.glob("*.py"), *(folder.parent / "templates" / "site").iterdir()]
    found = (_SAID.findall(file.read_text(encoding="utf-8")) for file in files)
    return {key for keys in found for key, joined in keys if not joined}


def test_every_text_that_pages_say_is_there() -> None:
    entries = texts("en").entries
    for key in _said():
        assert key in entries or {f"{key}.one", f"{key}.other"} <= set(entries), key


def test_numbers_and_days_are_written_as_the_language_does() -> None:
    assert [texts(tag).number(12345) for tag in LANGUAGES] == ["12,345", *["12\u202f345"] * 2]
    assert texts("fr").date("2026-11-24") == "24 novembre 2026"
    assert texts("fr").counted("count.terms", 0) == "0 terme"
    assert texts("en").counted("count.terms", 0) == "0 terms"
    assert texts("en").date("2026-99-24") == "2026-99-24"


def test_languages_without_a_name_are_called_by_their_tag() -> None:
    assert texts("en").language_name("zh-Hant") == "Chinese (Hant)"
    assert texts("en").language_name("tlh") == "tlh"
    assert texts("en").language_name("") == "no language"
