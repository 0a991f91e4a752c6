"""Definitions side by side."""

from __future__ import annotations

import csv
import io

import pytest

from tests.publish.site.markup import elements, with_class
from tests.publish.site.readings import MICRO, reading_from
from tvet_skos.errors import NotFound, SettingsError
from tvet_skos.lookup.compare import content_words
from tvet_skos.publish.site.comparisons import compare_csv, compare_page, number_of, year_asked
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


_DATED = """
<a> a skos:Concept ; skos:prefLabel "A"@en ; skos:definition <a#def-1>, <a#def-2>, <a#def-3>,
    <a#def-4> .
<a#def-1> a tvs:Definition ; tvs:position 1 ; dcterms:source <s1> ; tvs:sourceEvidence tvs:stated ;
  rdf:value "Learning that leads to a paper for a part of what a trade asks of its people."@en .
<a#def-2> a tvs:Definition ; tvs:position 2 ; dcterms:source <s2> ; tvs:sourceEvidence tvs:stated ;
  prov:wasQuotedFrom <s1> ; prov:wasDerivedFrom <a#def-1>, <http://example.com/report> ;
  rdf:value "Learning that leads to a paper for a part of what a craft asks of its people."@en .
<a#def-3> a tvs:Definition ; tvs:position 3 ; dcterms:source <s3> ; tvs:sourceEvidence tvs:stated ;
  rdf:value "Something else."@en .
<a#def-4> a tvs:Definition ; tvs:position 4 ; tvs:sourceEvidence tvs:notCaptured ;
  rdf:value "A badge."@en .
<s1> a bibo:Document ; dcterms:title "One"@en ; dcterms:issued "2004"^^xsd:gYear .
<s2> a bibo:Document ; dcterms:title "Two"@en ; dcterms:issued "2018-06"^^xsd:gYearMonth .
<s3> a bibo:Document ; dcterms:title "Three"@en ; dcterms:issued "2021-01-01"^^xsd:date .
"""


def _dated() -> Reading:
    return reading_from("@prefix prov: <http://www.w3.org/ns/prov#> ." + _DATED)


def test_as_of_a_year_newer_and_undated_definitions_are_named_as_left_out() -> None:
    page = compare_page(_dated(), _A, as_of=2018)
    assert [dot.text for dot in with_class(page, "dot") if dot.tag == "p"] == ["2", "1"]
    (left_out,) = with_class(page, "left-out")
    told = " ".join(left_out.text.split())
    assert "1 newer definition: 3" in told and "1 definition of unknown year: 4" in told
    assert "Year not known: 4" in " ".join(page.split())


def test_the_line_of_years_leads_to_each_year_and_back_to_all() -> None:
    (years,) = with_class(compare_page(_dated(), _A, as_of=2018), "years")
    assert " ".join(years.text.split()).endswith("2004 2018 2021 all years")
    links = [e for e in elements(compare_page(_dated(), _A, as_of=2018), "a")]
    chips = [e["href"] for e in links if "nav" in e.ancestors and "/compare/a" in e["href"]]
    assert "/en/compare/a?asOf=2004" in chips and "/en/compare/a" in chips
    later = [e["href"] for e in links if "later" in e.attributes.get("class", "")]
    assert later == ["/en/compare/a?asOf=2021#def-3"]


def test_links_of_a_year_keep_the_year() -> None:
    page = compare_page(_dated(), _A, as_of=2018, baseline=1)
    (link,) = [e for e in elements(page, "a") if "data-copy-link" in e.attributes]
    assert link["href"] == "/en/compare/a?asOf=2018&baseline=1"
    hidden = {e["name"]: e["value"] for e in elements(page, "input") if e["type"] == "hidden"}
    assert hidden["asOf"] == "2018"
    assert "/en/compare/a.csv?asOf=2018" in [e["href"] for e in elements(page, "a")]
    rows = compare_csv(_dated(), _A, as_of=2018)
    assert len(list(csv.DictReader(io.StringIO(rows.lstrip("\ufeff"))))) == 2


def test_what_is_stated_and_what_is_computed_are_told_apart() -> None:
    page = compare_page(_dated(), _A)
    (section,) = with_class(page, "relations")
    text = " ".join(section.text.split())
    stated, _, computed = text.partition("Computed by machine")
    assert "Definition 2 is quoted from the source of definition 1: One" in stated
    assert "Definition 2 is derived from definition 1: A" in stated
    assert "Definition 2 is nearly the same as definition 1, which is older" in computed
    links = [e["href"] for e in elements(page, "a")]
    assert "/en/source/s1" in links and "/en/term/a#def-1" in links
    assert "http://example.com/report" in links
    assert "/en/compare/a?baseline=1#def-2" in links


def test_unlike_texts_have_no_section_on_likeness(reading: Reading) -> None:
    assert not with_class(compare_page(reading, MICRO), "relations")


def test_what_all_share_is_said_and_labelled_as_made_by_machine() -> None:
    page = " ".join(compare_page(_dated(), _A, as_of=2018).split())
    assert "Compared by machine" in page and "All share:" in page
    assert "No word stands in all of them." in compare_page(_dated(), _A)
    assert "No two of them share a word." in compare_page(
        reading_from(
            '<a> a skos:Concept ; skos:prefLabel "A"@en ; skos:definition "One."@en, "Two."@en .'
        ),
        _A,
    )
    mixed = compare_page(reading_from(_THREE), _A)
    assert "No word stands in all of them." not in mixed, "two languages are never compared"


def test_a_year_of_an_address_is_four_digits() -> None:
    assert year_asked("") is None and year_asked("2018") == 2018
    with pytest.raises(SettingsError):
        year_asked("-1")
