"""The page of a term."""

from __future__ import annotations

import json

import pytest

from tests.publish.site.markup import elements, with_class
from tests.publish.site.readings import MICRO, reading_from
from tvet_skos.errors import NotFound
from tvet_skos.lookup.card import card, concept_of
from tvet_skos.lookup.compare import compare
from tvet_skos.publish.site.definitions import entries_of
from tvet_skos.publish.site.edition import Edition, Reading
from tvet_skos.publish.site.facets import facts_of
from tvet_skos.publish.site.paths import MOST_PATHS, paths_up
from tvet_skos.publish.site.terms import term_citations, term_page
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.store import MemoryStore
from tvet_skos.terms import IRI


def test_every_definition_stands_with_its_text_and_its_source(reading: Reading) -> None:
    page = term_page(reading, MICRO)
    articles = elements(page, "article")
    concept = concept_of(card(reading.edition.store, MICRO), MICRO)
    assert len(articles) == len(concept.live_definitions) == 6
    for article, definition in zip(articles, concept.live_definitions, strict=True):
        assert article["id"] == definition.iri.partition("#")[2]
        assert definition.source_text in article.text
        first = definition.text.split("\n")[0]
        assert first in article.text


def test_a_source_that_was_not_captured_is_told(reading: Reading) -> None:
    articles = elements(term_page(reading, MICRO), "article")
    missing = ["missing" in article["class"] for article in articles]
    assert missing == [True, True, True, True, False, False]
    assert "Source not captured" in articles[0].text
    assert "The copy that was read names none; the original may." in articles[0].text
    assert "Council of the European Union, 2022" in articles[4].text


def test_definitions_have_the_numbers_that_the_comparison_gives_them(reading: Reading) -> None:
    store = reading.edition.store
    for iri, _ in zip(reading.edition.most_defined, range(5), strict=False):
        found = card(store, iri)
        own = entries_of(found, concept_of(found, iri))
        other = compare(store, iri).entries
        assert [(e.number, e.definition, e.is_lead) for e in own] == [
            (e.number, e.definition, e.is_lead) for e in other
        ]


def test_structured_text_has_all_definitions(reading: Reading) -> None:
    page = term_page(reading, MICRO)
    (script,) = [e for e in elements(page, "script") if e["type"] == "application/ld+json"]
    content = json.loads(script.text)
    assert content["@type"] == "DefinedTerm" and content["@id"] == MICRO
    assert len(content["subjectOf"]) == 6
    assert content["description"]["@value"] == content["subjectOf"][4]["text"]


def test_what_stands_around_a_term_is_linked(reading: Reading) -> None:
    page = term_page(reading, MICRO)
    links = {each["href"]: each.text for each in elements(page, "a")}
    assert links["/en/term/credential"] == "Credential"
    assert links["/en/term/macro-credential"] == "Macro-credential"
    assert links["/en/topic/topic/credentials"] == "Credentials"
    assert links["/en/source/source/col-2020"]
    assert links["/en/compare/micro-credential"] == "Compare these definitions"
    assert links["/id/micro-credential.ttl"] == "Turtle"


def test_labels_and_texts_keep_their_language(reading: Reading) -> None:
    page = term_page(reading.edition.reading("fr"), MICRO)
    assert elements(page, "h1")[0].text == "Microcertification"
    tagged = {(each["lang"], each.text) for each in elements(page, "bdi")}
    assert ("es", "Microcredencial") in tagged and ("en", "Credential") in tagged
    assert elements(page, "blockquote")[0]["lang"] == "en"


def test_a_circle_of_broader_terms_ends() -> None:
    reading = reading_from("""
    <a> a skos:Concept ; skos:prefLabel "A"@en ; skos:broader <b> .
    <b> a skos:Concept ; skos:prefLabel "B"@en ; skos:broader <c>, <d> .
    <c> a skos:Concept ; skos:prefLabel "C"@en ; skos:broader <a> .
    <d> a skos:Concept ; skos:prefLabel "D"@en ; skos:narrower <b> .
    """)
    paths = paths_up(reading.edition, IRI("http://example.org/v/a"))
    assert [[iri[-1] for iri in path] for path in paths] == [["c", "b"], ["d", "b"]]
    assert "A</bdi></h1>" in term_page(reading, IRI("http://example.org/v/a"))


def test_very_many_ways_up_are_cut_short() -> None:
    rows = [
        f"<n{level}-{i}> a skos:Concept ; skos:prefLabel 'n' ; skos:broader "
        f"<n{level + 1}-0>, <n{level + 1}-1>, <n{level + 1}-2> ."
        for level in range(8)
        for i in range(3)
    ]
    reading = reading_from("\n".join(rows))
    assert len(paths_up(reading.edition, IRI("http://example.org/v/n0-0"))) <= MOST_PATHS


def test_a_retired_term_names_its_successor() -> None:
    reading = reading_from("""
    <a> a skos:Concept ; skos:prefLabel "A"@en ; owl:deprecated true ; dcterms:isReplacedBy <b> .
    <b> a skos:Concept ; skos:prefLabel "B"@en .
    """)
    (warning,) = with_class(term_page(reading, IRI("http://example.org/v/a")), "warning")
    assert warning.text == "This term is no longer in use. Use instead: B"


def test_a_term_without_definitions_says_so() -> None:
    reading = reading_from('<a> a skos:Concept ; skos:prefLabel "A"@en .')
    page = term_page(reading, IRI("http://example.org/v/a"))
    assert "No definition has been recorded yet." in page and "/compare/" not in page


def test_plain_definitions_are_shown_as_of_unknown_source() -> None:
    reading = reading_from(
        '<a> a skos:Concept ; skos:prefLabel "A"@en ; skos:definition "One."@en, "Deux."@fr .'
    )
    articles = elements(term_page(reading, IRI("http://example.org/v/a")), "article")
    assert [article["id"] for article in articles] == ["definition-1", "definition-2"]
    assert all("Source unknown" in article.text for article in articles)
    assert "French" in articles[1].text


def test_a_source_that_is_given_without_saying_how_it_is_known_is_no_gap() -> None:
    reading = reading_from("""
    <a> a skos:Concept ; skos:prefLabel "A"@en ; skos:definition <a#def-1> .
    <a#def-1> a tvs:Definition ; rdf:value "One."@en ; dc:source "Somebody (1999)" .
    """)
    iri = IRI("http://example.org/v/a")
    page = term_page(reading, iri)
    assert "Source given" in page and "The source of every definition is known." in page
    assert facts_of(reading.edition, iri).missing == 0


def test_definitions_can_be_cited(reading: Reading) -> None:
    boxes = with_class(term_page(reading, MICRO), "citation")
    assert len(boxes) == 6
    assert boxes[4].text.strip() == (
        "tvet-skos editors (2026). Micro-credential [definition 5; After Council of the EU"
        " (2022)]. In TVET glossary (version 0.2.1)."
        f" {MICRO}#def-67cd4b43"
    )


def test_citations_for_reference_managers_have_definitions_and_sources(reading: Reading) -> None:
    entries = json.loads(term_citations(reading, MICRO, ".csl.json"))
    assert len(entries) == 8  # six definitions, two sources
    assert [e for e in entries if e.get("URL", "").endswith("#def-67cd4b43")]
    bibtex = term_citations(reading, MICRO, ".bib")
    assert bibtex.count("@misc{") == 8 and "Council of the European Union" in bibtex


def test_an_unknown_term_is_not_found(reading: Reading) -> None:
    with pytest.raises(NotFound):
        term_page(reading, IRI("http://example.org/nowhere"))


def test_a_search_is_narrowed_down_by_years_only() -> None:
    turtle = b"""
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix dct: <http://purl.org/dc/terms/> .
    <http://e/a> skos:prefLabel "A"@en ; skos:definition <http://e/a#1> .
    <http://e/a#1> dct:source <http://e/about>, <http://e/day> .
    <http://e/about> dct:issued "circa 1999" .
    <http://e/day> dct:issued "2001-02-03" .
    """
    edition = Edition(MemoryStore(parse(turtle, FORMATS["turtle"])), "http://e/")
    assert facts_of(edition, IRI("http://e/a")).years == ("2001",)
