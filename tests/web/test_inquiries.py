"""The page of queries, and what the search field is offered, over HTTP."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.publish.site.markup import elements, with_class
from tests.web.served import Got, Served, encoded


def _asked(served: Served, query: str, language: str = "en") -> Got:
    return served.get(f"/{language}/query?{urlencode({'query': query})}")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_query_of_the_library_is_a_form_or_a_link(served: Served, language: str) -> None:
    page = served.get(f"/{language}/query").text
    links = {each["href"] for each in elements(page, "a")}
    for query in served.get("/queries").json["queries"]:
        assert f"/{language}/query/{query['name']}" in links
        form = [e for e in elements(page, "form") if e["action"].endswith(f"/{query['name']}")]
        assert bool(form) is bool(query["parameters"])


def test_an_answer_is_a_table_with_links_and_files(served: Served) -> None:
    page = served.get("/en/query/definitions?term=microcredential").text
    assert len([e for e in elements(page, "tr") if "tbody" in e.ancestors]) >= 6
    inside = [e["href"] for e in elements(page, "a") if "td" in e.ancestors]
    assert any(href.startswith("/en/term/micro-credential#def-") for href in inside)
    assert "/en/source/source/col-2020" in inside
    (csv,) = [e["href"] for e in elements(page, "a") if e.text == "CSV"]
    assert served.get(csv).headers["content-type"].startswith("text/csv")


def test_the_sparql_of_a_question_stands_on_its_page(served: Served) -> None:
    page = served.get("/en/query/counts").text
    (shown,) = [e.text for e in elements(page, "code") if "pre" in e.ancestors]
    assert shown.strip() == served.get("/queries/counts.rq").text.strip()


def test_yes_and_no_and_graphs_are_shown_too(served: Served) -> None:
    yes = _asked(served, "ASK { ?s ?p ?o }", "fr")
    assert ">Oui</h2>" in yes.text and 'lang="fr"' in yes.text
    graph = _asked(served, "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3")
    assert [e for e in elements(graph.text, "code") if "skos:" in e.text or "<http" in e.text]


def test_the_page_answers_from_the_graphs_that_the_endpoint_knows(served: Served) -> None:
    known = "FROM <https://w3id.org/tvet-skos/glossary/>"
    assert ">Yes</h2>" in _asked(served, f"ASK {known} {{ ?s ?p ?o }}").text
    unknown = _asked(served, "ASK FROM <http://127.0.0.1:9/d.ttl> { ?s ?p ?o }")
    assert unknown.status == 400 and "there is no graph" in unknown.text


def test_a_long_answer_says_what_is_shown_and_what_was_cut_off(served: Served) -> None:
    parts = "?a ?p ?b . ?c ?q ?d"
    page = _asked(served, f"SELECT ?a ?c {{ {parts} }}").text
    assert "10,000 rows" in page and "The first 100 are shown" in page
    assert "The answer was cut off at the limit" in page


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("SELEC", 400, "line 1"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", 400, "SERVICE"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 400, "could not be answered"),
        ("SELECT * { " + "{" * 200 + "}" * 200 + " }", 400, "could not be answered"),
    ],
)
def test_what_went_wrong_stands_beside_the_query(
    served: Served, query: str, status: int, told: str
) -> None:
    got = _asked(served, query)
    assert got.status == status and got.headers["cache-control"] == "no-store"
    (alert,) = [e for e in elements(got.text) if e["role"] == "alert"]
    assert told in alert.text
    (area,) = elements(got.text, "textarea")
    assert area.text.strip() == query


def test_a_term_that_is_not_there_leads_to_those_that_come_near(served: Served) -> None:
    got = served.get("/en/query/definitions?term=micro-credenzial")
    assert got.status == 404
    near = [e["href"] for e in elements(got.text, "a") if e["href"].startswith("/en/query/def")]
    assert near
    assert served.get(near[-1]).status == 200


def test_there_are_no_other_questions(served: Served) -> None:
    assert served.get("/en/query/no-such-query").problem == "not-found"


def test_limits_are_those_of_the_server(served: Served) -> None:
    (limits,) = [e for e in with_class(served.get("/en/query").text, "run")]
    assert "2 seconds" in limits.text and "10,000 rows" in limits.text


def test_what_is_typed_is_offered_with_its_reason(served: Served) -> None:
    first = served.get("/es/suggest?q=TVET").json["suggestions"][0]
    assert first["href"].startswith("/es/term/technical-and-vocational") and first["why"]
    typo = served.get(f"/en/suggest?q={encoded('mikro credential')}").json["suggestions"][0]
    assert typo["label"] == "Micro-credential" and 'reading "mikro"' in typo["why"]


@pytest.mark.parametrize("text", ["", "%20", "*", "%00", "%ED%A0%80", "x" * 5000, "%22%3E%3C"])
def test_whatever_is_typed_there_is_an_answer(served: Served, text: str) -> None:
    got = served.get(f"/en/suggest?q={text}")
    assert got.status == 200 and len(got.json["suggestions"]) <= 8
