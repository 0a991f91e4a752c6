"""What every page has, whatever it is about."""

from __future__ import annotations

from html import unescape
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from tests.publish.site.markup import Element, elements
from tests.publish.site.readings import every_page, reading_of
from tvet_skos.publish.site.edition import Reading
from tvet_skos.publish.site.front import api_page
from tvet_skos.publish.site.rendering import ASSETS, asset
from tvet_skos.publish.site.texts import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_the_language_and_are_small(reading: Reading, language: str) -> None:
    for name, page in every_page(reading.edition.reading(language)):
        html = elements(page, "html")[0]
        assert html["lang"] == language, name
        assert len(page.encode()) < 100_000, name
        tags = {e["hreflang"] for e in elements(page, "link") if e["rel"] == "alternate"}
        assert tags >= set(LANGUAGES), name


def test_the_page_for_programs_names_the_questions_in_the_language_of_the_page(
    reading: Reading,
) -> None:
    french = api_page(reading.edition.reading("fr"))
    assert "Les définitions d&#39;un terme avec leurs sources" in french
    assert "side by side" not in french and "side by side" in api_page(reading)


def test_pages_can_be_walked_by_landmarks_headings_and_keyboard(reading: Reading) -> None:
    for name, page in every_page(reading):
        found = elements(page)
        tags = [element.tag for element in found if "svg" not in element.ancestors]
        assert [tags.count(tag) for tag in ("main", "h1", "title")] == [1, 1, 1], name
        assert tags.count("header") >= 1 and tags.count("footer") >= 1, name
        first = next(element for element in found if element.tag == "a")
        assert (first["href"], first["class"]) == ("#main", "skip"), name
        levels = [int(tag[1]) for tag in tags if tag in ("h1", "h2", "h3", "h4")]
        assert levels[0] == 1, name
        assert all(after - before <= 1 for before, after in pairwise(levels)), (name, levels)


def test_names_on_a_page_are_unique_and_labels_lead_somewhere(reading: Reading) -> None:
    for name, page in every_page(reading):
        found = elements(page)
        ids = [element["id"] for element in found if element["id"]]
        assert len(ids) == len(set(ids)), name
        for element in found:
            for attribute in ("aria-labelledby", "for"):
                for target in element[attribute].split():
                    assert target in ids, (name, element)
            if element["href"].startswith("#"):
                assert unescape(element["href"][1:]) in ids, (name, element)


def test_everything_that_can_be_used_has_a_name(reading: Reading) -> None:
    for name, page in every_page(reading):
        found = elements(page)
        for element in found:
            if element.tag in ("a", "button") and element["tabindex"] != "-1":
                assert element.text.strip() or element["aria-label"], (name, element)
            if element.tag == "nav" or element["role"] == "region":
                assert element["aria-label"] or element["aria-labelledby"], (name, element)
            if element.tag in ("input", "select") and element["type"] != "hidden":
                labels = [e for e in found if e.tag == "label" and e["for"] == element["id"]]
                assert labels or "label" in element.ancestors, (name, element)


def test_nothing_is_loaded_from_elsewhere(reading: Reading) -> None:
    for name, page in every_page(reading):
        for element in elements(page):
            loads = element["src"] or (element["href"] if _is_loaded(element) else "")
            assert not loads or loads.startswith("/static/"), (name, element)
    for file in ASSETS:
        if file.startswith("sparql-editor"):
            continue  # it holds the words of other languages; browsers see that it loads nothing
        text = asset(file).decode()
        assert "@import" not in text and "url(" not in text
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def _is_loaded(element: Element) -> bool:
    return element.tag == "link" and element["rel"] in ("stylesheet", "icon", "preload")


def test_every_link_inside_goes_through_the_one_form(reading: Reading) -> None:
    elsewhere = reading_of(reading.edition.store, form=lambda path: f"../folder{path}.html")
    for name, page in every_page(elsewhere):
        for element in elements(page):
            target = element["href"] or element["src"] or element["action"]
            if target and not urlsplit(target).netloc and not target.startswith("#"):
                assert target.startswith("../folder/"), (name, element)


def test_a_page_is_the_same_each_time(reading: Reading) -> None:
    again = reading_of(reading.edition.store)
    assert dict(every_page(reading)) == dict(every_page(again))


def test_reading_needs_no_query_in_an_address(reading: Reading) -> None:
    for name, page in every_page(reading):
        if not name.startswith(("search", "compare", "api", "query")):
            inside = [e["href"] for e in elements(page, "a") if e["href"].startswith("/")]
            asking = [href for href in inside if "?" in href and "/compare/" not in href]
            assert inside and not asking, name
