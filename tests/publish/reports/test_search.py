from __future__ import annotations

import json

import pytest

from tvet_skos.errors import SettingsError
from tvet_skos.lookup.search import Hit, SearchResult
from tvet_skos.publish.reports.search import SEARCH_FORMATS, write_search
from tvet_skos.store.labels.entries import DefinitionEntry, LabelKind
from tvet_skos.store.labels.question import Mode
from tvet_skos.terms import IRI, Literal

ONE, TWO = IRI("http://example.org/one"), IRI("http://example.org/two")
TEXT = Literal("A long text. " * 40, "en")
RESULT = SearchResult(
    (
        Hit(ONE, Literal("\x1b[2J", "en"), LabelKind.PREFERRED, Mode.EXACT, "label \x1b[2J", 100),
        Hit(TWO, None, None, Mode.DEFINITION, "a definition", 20, DefinitionEntry(TWO, TEXT)),
    ),
    2,
)
NAMES = {ONE: "One \u202e", TWO: "Two"}


def test_nothing_in_a_label_commands_the_terminal() -> None:
    text = write_search(RESULT, NAMES, width=80)
    assert "\x1b" not in text and "\u202e" not in text and "\\u001B[2J" in text


@pytest.mark.parametrize("width", [1, 40, 80, 200])
def test_lines_keep_to_the_width_and_long_definitions_are_cut(width: int) -> None:
    lines = write_search(RESULT, NAMES, width=width).splitlines()
    assert max(map(len, lines)) <= max(width, 40)
    assert any(line.endswith("…") for line in lines)


def test_an_empty_result_is_no_text_and_empty_json() -> None:
    nothing = SearchResult((), 0)
    assert write_search(nothing, {}) == ""
    assert json.loads(write_search(nothing, {}, "json"))["hits"] == []


def test_json_says_which_definition() -> None:
    document = json.loads(write_search(RESULT, NAMES, "json"))
    assert document["hits"][1]["definition"]["value"] == TEXT.value
    assert [hit["name"] for hit in document["hits"]] == ["One \u202e", "Two"]


def test_another_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsError) as caught:
        write_search(RESULT, NAMES, "yaml")
    assert all(name in str(caught.value.hint) for name in SEARCH_FORMATS)
