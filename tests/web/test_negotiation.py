from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tvet_skos.web.negotiation import Offer, best, language_of, named, weighted

TURTLE = Offer("turtle", "text/turtle", ("application/x-turtle",), ".ttl")
JSON_LD = Offer("jsonld", "application/ld+json", ("application/json",), ".jsonld")
HTML = Offer("html", "text/html", (), ".html")
OFFERS = (TURTLE, JSON_LD, HTML)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


def _name(accept: str | None) -> str:
    offer = best(OFFERS, accept)
    return offer.name if offer else ""


def test_without_a_header_the_first_offer_is_given() -> None:
    assert _name(None) == _name("") == _name("*/*") == "turtle"


def test_the_highest_quality_wins() -> None:
    assert _name("text/turtle;q=0.5, application/ld+json;q=0.9") == "jsonld"
    assert _name(BROWSER) == "html"


def test_the_closest_range_counts_as_in_rfc_9110() -> None:
    accept = "text/*;q=0.3, text/turtle;q=0.7, */*;q=0.5"
    assert _name(accept) == "turtle"
    assert _name("text/*;q=0.9, text/turtle;q=0, text/html;q=0") == ""
    assert _name("*/*, text/turtle;q=0") == "jsonld"


def test_what_is_named_goes_before_what_would_also_do() -> None:
    assert _name("*/*, application/ld+json") == "jsonld"


def test_other_names_of_a_media_type_ask_for_it_too() -> None:
    assert _name("application/json") == "jsonld"
    assert _name("application/json;q=0.1, text/turtle;q=0.2") == "turtle"


def test_case_and_charset_do_not_matter_but_other_parameters_do() -> None:
    assert _name("TEXT/Turtle; charset=utf-8") == "turtle"
    assert _name("text/turtle;version=2") == ""


def test_what_is_no_element_is_passed_over() -> None:
    assert _name("text/turtle;q=lots, application/ld+json;q=0.1") == "jsonld"
    assert _name(",,;q=1,") == "turtle"


def test_quoted_commas_do_not_split() -> None:
    (each,) = weighted('text/turtle; note="a, b; c"')
    assert each.parameters == (("note", "a, b; c"),)


def test_media_type_suffix_and_name_all_name_a_form() -> None:
    assert named(OFFERS, "ttl") is named(OFFERS, "text/turtle") is named(OFFERS, "Turtle") is TURTLE
    assert named(OFFERS, "exe") is None


def test_languages_fall_back_to_wider_and_narrower_tags() -> None:
    available = ("en", "fr", "es")
    assert language_of("fr-CA, en", available, "en") == "fr"
    assert language_of("de;q=1, es;q=0.2", available, "en") == "es"
    assert language_of("fr;q=0, es;q=0.1", available, "en") == "es"
    assert language_of("zh", available, "en") == language_of(None, available, "en") == "en"


@given(st.text(max_size=200))
def test_any_header_is_read(header: str) -> None:
    assert best(OFFERS, header) in (None, *OFFERS)
    assert all(0 <= each.quality <= 1 for each in weighted(header))
