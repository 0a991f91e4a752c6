"""What a form may hold: everything that acts, hides or does not belong is told, by field."""

from __future__ import annotations

import pytest

from tvet_skos.contribute.queue import FIELDS, KINDS, cleaned
from tvet_skos.contribute.queue.fields import MAPPINGS, is_web_address

GOOD = {
    "definition": {
        "text": "What somebody can do.",
        "language": "en",
        "source": "new",
        "citation": "Example Institute, 2019",
    },
    "spelling": {"text": "know-how", "language": "en", "spelling": "alternative"},
    "translation": {"of": "label", "text": "Competenze", "language": "it"},
    "relation": {"relation": "related", "target": "Learning"},
}


def _codes(kind: str, **changed: str) -> list[tuple[str, str]]:
    _, mistakes = cleaned(kind, GOOD[kind] | changed)
    return [(mistake.field, mistake.code) for mistake in mistakes]


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_that_is_filled_in_has_no_mistakes(kind: str) -> None:
    assert _codes(kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_without_anything_tells_every_field_that_is_needed(kind: str) -> None:
    values, mistakes = cleaned(kind, {})
    assert set(values) == {each.name for each in FIELDS[kind]}
    assert {m.code for m in mistakes} == {"missing"}
    assert "name" not in {m.field for m in mistakes}


def test_a_source_is_given_or_said_to_be_unknown_but_never_left_out() -> None:
    assert _codes("definition", source="") == [("source", "missing")]
    assert _codes("definition", citation="") == [("citation", "missing")]
    assert _codes("definition", source="register", register="") == [("register", "missing")]
    assert _codes("definition", source="unknown", citation="") == []


def test_what_belongs_to_another_way_of_giving_the_source_is_dropped() -> None:
    values, _ = cleaned("definition", GOOD["definition"] | {"source": "unknown", "year": "2019"})
    assert (values["citation"], values["year"]) == ("", "")


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x1b", "\x85", "\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\ud800", "\ufffe"],
)
def test_characters_that_act_or_hide_are_named(character: str) -> None:
    for name in ("text", "citation", "name", "comment"):
        text = f"a{character}b"
        _, mistakes = cleaned("definition", GOOD["definition"] | {name: text})
        assert [(m.field, m.code) for m in mistakes] == [(name, "characters")]
        assert mistakes[0].values["found"] == f"U+{ord(character):04X}"


def test_letters_of_all_scripts_with_their_joiners_are_welcome() -> None:
    for text in ("می\u200cخواهم آموزش", "क्\u200dष शिक्षा", "职业教育", "Ö\u0308ko"):
        assert _codes("definition", text=text) == []


def test_texts_are_kept_in_one_form_with_their_lines() -> None:
    values, _ = cleaned("definition", GOOD["definition"] | {"text": " cafe\u0301 \r\n- b\r- c\n"})
    assert values["text"] == "caf\u00e9\n- b\n- c"


@pytest.mark.parametrize("address", ["a@b.org", "A (a.b+c@mail.example.org)", "a\uff20b.org"])
def test_e_mail_addresses_are_refused_everywhere(address: str) -> None:
    for name in ("text", "citation", "locator", "name", "comment"):
        assert (name, "email") in _codes("definition", **{name: address})


def test_what_is_too_long_is_told_with_its_length() -> None:
    _, mistakes = cleaned("spelling", GOOD["spelling"] | {"text": "x" * 151})
    assert [(m.code, m.values) for m in mistakes] == [("long", {"most": "150", "has": "151"})]
    assert _codes("translation", text="x" * 151) == [("text", "long_label")]
    assert _codes("translation", text="x\ny") == [("text", "long_label")]


def test_a_language_that_is_none_is_told_with_the_way_out() -> None:
    _, mistakes = cleaned("spelling", GOOD["spelling"] | {"language": "eng"})
    assert mistakes[0].code == "language"
    assert mistakes[0].values["hint"] == "Did you mean en?"
    values, _ = cleaned("spelling", GOOD["spelling"] | {"language": "ZH-hant"})
    assert values["language"] == "zh-Hant"


@pytest.mark.parametrize("year", ["19", "0999", "2100", "2019-13", "2019-05-01", "recently"])
def test_a_year_is_a_year_or_a_month(year: str) -> None:
    assert _codes("definition", year=year) in ([("year", "year")], [("year", "long")])


def test_a_text_without_words_is_none() -> None:
    assert _codes("definition", text="…!") == [("text", "no_words")]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/hostname", "//example.org/",
        "http://localhost/", "https://a b.org/", "https://x@example.org/", 'https://e.org/"><b>',
        "https://u:p@example.org", "http://[::1", "http://e.org:x/", "mailto:a@example.org",
    ],
)  # fmt: skip
def test_only_addresses_of_pages_are_taken_for_one(address: str) -> None:
    assert not is_web_address(address)
    assert _codes("definition", url=address)[0][0] == "url"


def test_addresses_in_other_scripts_are_taken() -> None:
    assert is_web_address("https://例え.jp/ページ")
    assert is_web_address("http://example.org:8080/a?b=c#d")


def test_a_relation_is_one_of_the_eight() -> None:
    for relation in ("broader", "narrower", "related", *MAPPINGS):
        assert _codes("relation", relation=relation) == []
    assert _codes("relation", relation="sameAs") == [("relation", "choice")]
