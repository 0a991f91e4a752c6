"""Definitions side by side."""

from __future__ import annotations

import csv
import io

import pytest

from tests.publish.site.markup import elements, with_class
from tests.publish.site.readings import MICRO, reading_from
from tvet_skos.errors import NotFound
from tvet_skos.lookup.compare import content_words
from tvet_skos.publish.site.comparisons import compare_csv, compare_page, number_of
from tvet_skos.publish.site.edition import Reading
from tvet_skos.terms import IRI

_A = IRI("http://example.org/v/a")
_THREE = """
<a> a skos:Concept ; skos:prefLabel "A"@en ;
  skos:definition "A record of learning."@en, "A digital badge for learning."@en,
    "Un badge numérique."@fr .
"""


def test_each_definition_is_a_column_with_source_year_body_and_status(reading: Reading) -> None:
    columns = elements(compare_page(reading, MICRO), "article")
    assert len(columns) == 6
    first = " ".join(columns[0].text.split())
    assert first.startswith("5 Definition 5: Council of the European Union, 2022")
    assert "Year2022" in first.replace(" ", "") and "Kindofbodyorganisation" in first.replace(
        " ", ""
    )
    assert "✓ Source stated" in first
    assert "? Source not captured" in columns[1].text


def test_the_baseline_stands_first_and_can_be_chosen(reading: Reading) -> None:
    def numbers(page: str) -> list[str]:
        return [dot.text for dot in with_class(page, "dot") if dot.tag == "p"]

    assert numbers(compare_page(reading, MICRO)) == ["5", "1", "2", "3", "4", "6"]
    chosen = compare_page(reading, MICRO, baseline=2)
    assert numbers(chosen) == ["2", "1", "3", "4", "5", "6"]
    (option,) = [each for each in elements(chosen, "option") if "selected" in each.attributes]
    assert option["value"] == "2"


def test_words_are_marked_against_the_baseline() -> None:
    page = compare_page(reading_from(_THREE), _A, baseline=1, language="en")
    texts = {}
    for column in elements(page, "article"):
        assert column["id"].startswith("definition-")
        texts[column["id"]] = column
    marked = [e.text for e in elements(page, "mark") if "blockquote" in e.ancestors]
    alone = [e.text for e in with_class(page, "alone") if "blockquote" in e.ancestors]
    assert marked == ["learning", "learning"]
    assert set(alone) == {"record", "digital badge"}


def test_marked_and_unmarked_words_are_the_whole_text(reading: Reading) -> None:
    page = compare_page(reading, MICRO)
    quotations = elements(page, "blockquote")
    words = [content_words(each.text, "en") for each in quotations]
    base = set(words[0])
    for number, own in enumerate(words[1:], 1):
        inside = _marks_of(page, number)
        assert {w for text in inside for w in content_words(text, "en")} == set(own) & base


def _marks_of(page: str, number: int) -> list[str]:
    found: list[list[str]] = []
    for element in elements(page):
        if element.tag == "blockquote":
            found.append([])
        elif element.tag == "mark" and "blockquote" in element.ancestors:
            found[-1].append(element.text)
    return found[number]


def test_languages_are_kept_apart_and_can_be_chosen() -> None:
    reading = reading_from(_THREE)
    every = compare_page(reading, _A)
    assert len(elements(every, "article")) == 3
    assert len(elements(compare_page(reading, _A, language="fr"), "article")) == 1
    filters = [e["href"] for e in elements(every, "a") if "?lang=" in e["href"]]
    assert filters == ["/en/compare/a?lang=en", "/en/compare/a?lang=fr"]


def test_years_make_a_line_of_time(reading: Reading) -> None:
    page = compare_page(reading, MICRO)
    (timeline,) = with_class(page, "timeline")
    assert "2020" in timeline.text and "2022" in timeline.text
    assert "Year not known: 1, 2, 3, 4" in " ".join(timeline.text.split())


def test_shared_words_and_closeness_are_tables(reading: Reading) -> None:
    page = compare_page(reading, MICRO)
    matrix, heat = elements(page, "table")
    assert "learning" in matrix.text
    assert heat.text.split()[0] == "123456" and "15 %" in heat.text


def test_the_permanent_link_names_the_baseline(reading: Reading) -> None:
    page = compare_page(reading, MICRO, baseline=3)
    (link,) = [e for e in elements(page, "a") if "data-copy-link" in e.attributes]
    assert link["href"] == "/en/compare/micro-credential?baseline=3"


def test_the_table_to_take_away_has_a_row_a_definition(reading: Reading) -> None:
    rows = list(csv.DictReader(io.StringIO(compare_csv(reading, MICRO).lstrip("\ufeff"))))
    assert [row["number"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert rows[4]["sourceYear"] == "2022"


def test_a_single_definition_has_nothing_to_choose() -> None:
    reading = reading_from(
        '<a> a skos:Concept ; skos:prefLabel "A"@en ; skos:definition "One thing."@en .'
    )
    page = compare_page(reading, _A)
    assert not elements(page, "select") and not elements(page, "table")


def test_what_cannot_be_compared_is_not_found(reading: Reading) -> None:
    with pytest.raises(NotFound):
        compare_page(reading, MICRO, baseline=7)
    with pytest.raises(NotFound):
        compare_page(reading, MICRO, language="de")
    for text in ("x", "-1", "1e5", "٣", "9" * 5000):
        with pytest.raises(NotFound):
            number_of(text)


def test_very_many_definitions_still_make_a_page() -> None:
    texts = ", ".join(f'"Thing number {n} of learning."@en' for n in range(60))
    reading = reading_from(
        f'<a> a skos:Concept ; skos:prefLabel "A"@en ; skos:definition {texts} .'
    )
    page = compare_page(reading, _A)
    assert len(elements(page, "article")) == 60 and not elements(page, "table")
