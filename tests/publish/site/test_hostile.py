"""Whatever stands in a vocabulary, a page shows it and does nothing else."""

from __future__ import annotations

import json

import pytest

from tests.publish.site.markup import elements
from tests.publish.site.readings import every_page
from tvet_skos.publish.site.edition import Reading
from tvet_skos.publish.site.results import Filters, search_page
from tvet_skos.publish.site.terms import term_page
from tvet_skos.terms import IRI

_SCRIPT = IRI("http://example.org/h/script")
_SCHEMES = ("/", "#", "?", "http://", "https://")


def test_no_text_of_a_vocabulary_becomes_markup(hostile: Reading) -> None:
    pages = dict(every_page(hostile))
    assert len(pages) > 15
    for name, page in pages.items():
        for element in elements(page):
            handlers = [each for each in element.attributes if each.startswith("on")]
            assert not handlers, (name, element)
            assert element.tag not in ("img", "iframe", "style", "object", "embed", "base"), name
            assert "style" not in element.attributes, (name, element)
            if element.tag == "script":
                is_data = element["type"] == "application/ld+json"
                assert is_data or (element["src"].startswith("/static/") and not element.text)


def test_links_lead_to_the_web_or_to_pages_and_nowhere_else(hostile: Reading) -> None:
    for name, page in every_page(hostile):
        for element in elements(page):
            for attribute in ("href", "src", "action", "xlink:href"):
                if target := element[attribute]:
                    assert target.startswith(_SCHEMES), (name, element)
                    assert not target.startswith("//"), (name, element)


def test_structured_text_is_json_that_no_label_can_leave(hostile: Reading) -> None:
    page = term_page(hostile, _SCRIPT)
    (script,) = [e for e in elements(page, "script") if e["type"] == "application/ld+json"]
    assert json.loads(script.text)["name"][0]["@value"] == "</script><script>attack()</script>"


def test_controls_of_direction_are_written_out(hostile: Reading) -> None:
    for name, page in every_page(hostile):
        assert not set(page) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), name


def test_texts_that_look_like_templates_stay_texts(hostile: Reading) -> None:
    pages = dict(every_page(hostile))
    assert "{{ 7*7 }}" in pages["home"] and "{% raw %}" in pages["home"]


@pytest.mark.parametrize(
    "text", ["<script>attack()</script>", '" autofocus onfocus="attack()', "'"]
)
def test_what_is_searched_for_is_shown_as_text(reading: Reading, text: str) -> None:
    page = search_page(reading, text, Filters(topic=text, source=text, year=text), 1)
    (field,) = [each for each in elements(page, "input") if each["name"] == "q"]
    assert field["value"] == text
    assert not [each for each in elements(page, "script") if each.text]
