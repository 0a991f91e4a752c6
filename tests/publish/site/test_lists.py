"""Lists: A to Z, topics, the hierarchy, sources, work to do; and the figures of the start page."""

from __future__ import annotations

import pytest

from tests.publish.site.markup import elements, with_class
from tests.publish.site.readings import reading_from
from tvet_skos.errors import NotFound
from tvet_skos.lookup.queries import named_query, run_query
from tvet_skos.namespaces import DEFAULT_BASE
from tvet_skos.publish.site.alphabet import index_page
from tvet_skos.publish.site.edition import Reading
from tvet_skos.publish.site.front import home_page
from tvet_skos.publish.site.hierarchy import hierarchy_page
from tvet_skos.publish.site.register import source_page, sources_page
from tvet_skos.publish.site.topics import topic_page, topics_page
from tvet_skos.publish.site.worklist import unsourced_page
from tvet_skos.terms import IRI, Literal, Term

_BASE = "http://example.org/v/"


def _entries(page: str) -> list[str]:
    (listing,) = with_class(page, "entries")
    return [" ".join(line.split()) for line in listing.text.strip().splitlines() if line.strip()]


def test_the_list_has_other_labels_that_lead_to_the_preferred_one(reading: Reading) -> None:
    entries = _entries(index_page(reading, "en/M", 1))
    assert "Micro-credential" in entries
    assert "microcredential see Micro-credential" in entries


def test_letters_come_from_all_labels_and_digits_stand_together() -> None:
    reading = reading_from("""
    <a> a skos:Concept ; skos:prefLabel "Zoo"@en ; skos:altLabel "Animal park"@en, "3D zoo"@en .
    <b> a skos:Concept ; skos:prefLabel "École"@fr ; skos:altLabel "→"@en .
    """)
    (letters,) = with_class(index_page(reading, "", 1), "letters")
    assert letters.text.split() == ["0-9", "A", "Z", "#"]
    assert _entries(index_page(reading, "en/signs", 1)) == ["→ see École"]
    assert _entries(index_page(reading, "all/E", 1)) == ["École fr"]


def test_a_language_without_labels_is_shown_all_of_them() -> None:
    reading = reading_from('<a> a skos:Concept ; skos:prefLabel "Zug"@de .', "fr")
    assert _entries(index_page(reading, "", 1)) == ["Zug de"]


def test_an_empty_vocabulary_has_pages_too() -> None:
    reading = reading_from("")
    for page in (
        home_page(reading),
        index_page(reading, "", 1),
        topics_page(reading, 1),
        hierarchy_page(reading, None, 1),
        sources_page(reading, 1),
        unsourced_page(reading, 1),
    ):
        assert len(elements(page, "h1")) == 1


def test_long_letters_stand_on_several_pages() -> None:
    rows = (f'<c{n}> a skos:Concept ; skos:prefLabel "Ca {n:03}"@en .' for n in range(250))
    reading = reading_from("\n".join(rows))
    first, second = index_page(reading, "en/C", 1), index_page(reading, "en/C", 2)
    assert (len(_entries(first)), len(_entries(second))) == (200, 50)
    assert [e["href"] for e in elements(first, "a") if e["rel"] == "next"] == [
        "/en/index/en/C/page-2"
    ]
    with pytest.raises(NotFound):
        index_page(reading, "en/C", 3)


@pytest.mark.parametrize("name", ["xx", "en/§", "en/MM", "all/<script>"])
def test_lists_that_are_not_there_are_not_found(reading: Reading, name: str) -> None:
    with pytest.raises(NotFound):
        index_page(reading, name, 1)


def test_topics_have_their_terms(reading: Reading) -> None:
    assert "Kinds of credential, who awards them" in topics_page(reading, 1)
    page = topic_page(reading, IRI(DEFAULT_BASE + "topic/credentials"), 1)
    assert _entries(page)[0] == "Awarding body" and len(_entries(page)) == 8
    with pytest.raises(NotFound):
        topic_page(reading, IRI(DEFAULT_BASE + "micro-credential"), 1)


def test_very_large_topics_are_read_a_page_at_a_time() -> None:
    members = ", ".join(f"<c{n:04}>" for n in range(1200))
    reading = reading_from(
        f'<t> a skos:Collection ; skos:prefLabel "T"@en ; skos:member {members} .'
        '<c0150> skos:prefLabel "Aardvark"@en .'
    )
    page = topic_page(reading, IRI(_BASE + "t"), 2)
    assert len(_entries(page)) == 100 and "Aardvark" in _entries(page)
    assert "1,200 terms" in page


def test_the_hierarchy_can_be_walked_by_links(reading: Reading) -> None:
    top = hierarchy_page(reading, None, 1)
    (unfold,) = [e for e in with_class(top, "unfold") if e["href"] == "/en/hierarchy/credential"]
    assert "Show what stands below Credential" in unfold.text
    below = hierarchy_page(reading, IRI(DEFAULT_BASE + "credential"), 1)
    names = [e.text for e in elements(below, "a") if "li" in e.ancestors]
    assert "Micro-credential" in names


def test_without_top_concepts_it_begins_where_nothing_is_broader() -> None:
    reading = reading_from("""
    <a> a skos:Concept ; skos:prefLabel "A"@en . <b> a skos:Concept ; skos:prefLabel "B"@en ;
      skos:broader <a> . <c> a skos:Concept ; skos:prefLabel "Alone"@en .
    """)
    assert reading.edition.tops == (IRI(_BASE + "a"),)


def test_a_source_has_its_record_its_editions_and_its_definitions(reading: Reading) -> None:
    page = source_page(reading, IRI(DEFAULT_BASE + "source/col-2020"))
    links = {e["href"]: e.text for e in elements(page, "a")}
    assert links["/en/source/source/col-2015"].endswith("2015")
    assert links["/en/term/micro-credential#def-48682cb6"] == "Micro-credential"
    assert "Commonwealth of Learning" in page and "A certificate in digital form" in page
    earlier = source_page(reading, IRI(DEFAULT_BASE + "source/col-2015"))
    assert "Later edition" in earlier


def test_the_register_has_every_source_with_how_often_it_is_used(reading: Reading) -> None:
    rows = run_query(reading.edition.store, named_query("sources"), {})
    assert not isinstance(rows, bool | tuple)
    shown = [e for page in (1, 2) for e in _register(sources_page(reading, page))]
    assert len(shown) == len({row[0] for row in rows.rows}) == len(reading.edition.register)
    with pytest.raises(NotFound):
        source_page(reading, IRI("http://example.org/no-source"))


def _register(page: str) -> list[str]:
    return [e["href"] for e in elements(page, "a") if e.ancestors[-2:] == ("ol", "li")]


def test_the_list_of_work_leads_to_each_definition(reading: Reading) -> None:
    page = unsourced_page(reading, 1)
    hrefs = [e["href"] for e in elements(page, "a") if "#def-" in e["href"]]
    assert len(hrefs) == 4 and all(h.startswith("/en/term/micro-credential#") for h in hrefs)


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else str(term or "")


def test_the_figures_are_those_of_the_query_counts(reading: Reading) -> None:
    rows = run_query(reading.edition.store, named_query("counts"), {})
    assert not isinstance(rows, bool | tuple)
    counts = {
        (_text(measure), _text(of).rpartition("#")[2]): int(_text(number))
        for measure, of, number in rows.rows
    }
    figures = reading.edition.figures
    for measure, own in (
        ("concepts", figures.concepts),
        ("definitions", figures.definitions),
        ("sources", figures.sources),
        ("languages", figures.languages),
    ):
        assert counts[measure, ""] == own, measure
    for measure, parts in (
        ("definitions by evidence", figures.evidence),
        ("labels by language", figures.labels),
        ("definitions by language", figures.texts),
    ):
        assert {of: n for (m, of), n in counts.items() if m == measure} == dict(parts), measure


def test_what_is_no_longer_in_use_is_not_counted() -> None:
    reading = reading_from("""
    <a> a skos:Concept ; skos:prefLabel "A"@en ; skos:definition <a#def-1>, <a#def-2>, "Two."@en .
    <a#def-1> a tvs:Definition ; rdf:value "One."@en ; tvs:sourceEvidence tvs:stated ;
      owl:deprecated true .
    <a#def-2> a tvs:Definition ; rdf:value "Two."@en ; tvs:sourceEvidence tvs:notStated .
    <b> a skos:Concept ; skos:prefLabel "B"@en ; owl:deprecated true .
    <t> a skos:Collection ; skos:prefLabel "T"@en ; skos:definition "About."@en .
    """)
    figures = reading.edition.figures
    assert (figures.concepts, figures.definitions, figures.known_percent) == (1, 1, 0)
    assert figures.evidence == {"notStated": 1}


def test_the_start_page_has_search_figures_topics_and_letters(reading: Reading) -> None:
    page = home_page(reading)
    assert [form["role"] for form in elements(page, "form")] == ["search"]
    figures = with_class(page, "figures")[0].text.split()
    assert figures[2:4] == ["138", "terms"]
    assert len(with_class(page, "tiles")[0].text.split("\n")) > 10
    assert with_class(page, "letters") and with_class(page, "ranked")


def test_a_source_says_how_often_its_terms_are_defined_differently() -> None:
    words = "Learning that leads to a paper for a part of what a %s asks of its people."
    nodes = [("s1", words % "trade"), ("s2", words % "craft"), ("s3", "A badge."), ("", "A thing.")]
    turtle = '<a> a skos:Concept ; skos:prefLabel "A"@en . <b> a skos:Concept ; '
    turtle += 'skos:prefLabel "B"@en ; skos:definition <b#def-1> . <b#def-1> a tvs:Definition ; '
    turtle += 'rdf:value "Lone."@en ; dcterms:source <s1> .'
    for n, (source, text) in enumerate(nodes, 1):
        cited = f"dcterms:source <{source}>" if source else "tvs:sourceEvidence tvs:notCaptured"
        turtle += f"<a> skos:definition <a#def-{n}> . <a#def-{n}> a tvs:Definition ; {cited} ;"
        turtle += f' tvs:position {n} ; rdf:value "{text}"@en .'
    page = source_page(reading_from(turtle), IRI("http://example.org/v/s1"))
    one, two = ("" + " ".join(e.text.split()) for e in elements(page, "article"))
    assert "Defined differently elsewhere: 2 other definitions (1 of unknown source)" in one
    assert "1 other definition is nearly the same" in one
    assert "No other definition of this term here" in two
    assert "/en/compare/a?baseline=1#def-1" in [e["href"] for e in elements(page, "a")]
    assert "Only those defined differently elsewhere (1 of 2)" in " ".join(page.split())


def test_terms_stand_in_the_order_of_a_dictionary_whatever_their_spelling_folds_to() -> None:
    order = ("Área", "Competencia", "Competencia digital", "Competencias básicas", "Zona")
    rows = [
        f'<c{n}> a skos:Concept ; skos:topConceptOf <> ; skos:prefLabel "{label}"@es .'
        for n, label in enumerate(reversed(order))
    ]
    page = hierarchy_page(reading_from("\n".join(rows), "es"), None, 1)
    places = [page.index(f">{label}<") for label in order]
    assert places == sorted(places)
