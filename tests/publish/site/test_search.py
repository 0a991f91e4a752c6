"""Search results: why each was found, and how they are narrowed down."""

from __future__ import annotations

from tests.publish.site.markup import elements, with_class
from tvet_skos.namespaces import DEFAULT_BASE
from tvet_skos.publish.site.edition import Reading
from tvet_skos.publish.site.results import Filters, search_page

_NONE = Filters()


def _names(page: str) -> list[str]:
    return [e.text for e in elements(page, "h3") if "ol" in e.ancestors]


def test_each_hit_says_why_it_was_found(reading: Reading) -> None:
    page = search_page(reading, "microcredentials", _NONE, 1)
    assert _names(page)[0] == "Micro-credential"
    assert "ignoring case, plural and hyphens" in with_class(page, "why")[0].text
    french = search_page(reading.edition.reading("fr"), "microcertification", _NONE, 1)
    assert (
        with_class(french, "why")[0]
        .text.strip()
        .endswith("libellé préféré « Microcertification » est le terme")
    )


def test_a_reason_names_languages_as_readers_do(reading: Reading) -> None:
    page = search_page(reading, "mikrocredencial", _NONE, 1)
    why = with_class(page, "why")[0].text
    assert '"Microcredencial" (Spanish)' in why and "@es" not in why and "not in en" not in why


def test_misspellings_are_read_as_what_comes_near(reading: Reading) -> None:
    page = search_page(reading, "microcredentail", _NONE, 1)
    assert _names(page)[0] == "Micro-credential"
    assert "No label is spelled so; these come near." in page


def test_nothing_found_says_so_and_shows_a_way_on(reading: Reading) -> None:
    page = search_page(reading, "zzzqqqxxx", _NONE, 1)
    assert "Nothing was found for “zzzqqqxxx”." in page and not _names(page)
    assert "/en/index" in {e["href"] for e in elements(page, "a") if "section" in e.ancestors}


def test_hits_can_be_narrowed_down_and_the_choice_taken_back(reading: Reading) -> None:
    every = search_page(reading, "credential", _NONE, 1)
    topic = DEFAULT_BASE + "topic/credentials"
    narrowed = search_page(reading, "credential", Filters(topic=topic), 1)
    assert 0 < len(_names(narrowed)) <= len(_names(every))
    (back,) = [
        e for e in elements(narrowed, "a") if e["aria-current"] == "true" and "aside" in e.ancestors
    ]
    assert back["href"] == "/en/search?q=credential"


def test_each_facet_counts_what_choosing_it_gives(reading: Reading) -> None:
    page = search_page(reading, "skill", _NONE, 1)
    facets = with_class(page, "facets")[0].text
    assert "two or more" in facets
    for value in ("yes", "no"):
        narrowed = search_page(reading, "skill", Filters(several=value), 1)
        status = next(e.text for e in elements(narrowed, "h2") if e["role"] == "status")
        label = {"yes": "two or more", "no": "one"}[value]
        assert f"{label} {status.split()[0]}\n" in facets


def test_filters_that_fit_nothing_leave_nothing(reading: Reading) -> None:
    page = search_page(reading, "skill", Filters(year="1066"), 1)
    assert "Nothing that was found is so." in page


def test_what_is_too_long_is_told_and_what_is_empty_is_no_fault(reading: Reading) -> None:
    assert with_class(search_page(reading, "x" * 2000, _NONE, 1), "warning")
    assert "Type a term" in search_page(reading, " ", _NONE, 1)
