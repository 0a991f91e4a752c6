"""RDF over REST, and the way to the document of an IRI."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.rest.conftest import Rest
from tvet_skos.model import ConceptScheme
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.publish.export import export
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI, BlankNode, Literal, Triple
from tvet_skos.web.rest.graphs import skosmos_graph

BASE = "https://w3id.org/tvet-skos/glossary/"
URI = f"{BASE}micro-credential"
FORMS = {
    "text/turtle": "turtle",
    "application/rdf+xml": "rdfxml",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
}


@pytest.mark.parametrize("media_type", FORMS)
def test_a_thing_says_the_same_in_every_form(media_type: str, rest: Rest) -> None:
    def graph(media_type: str, **asked: str) -> set[Triple]:
        got = rest.get("data", uri=URI, **asked)
        assert got.headers["content-type"].partition(";")[0] == media_type
        assert "Accept" in got.headers["vary"].split(", ")
        return set(parse(got.body, FORMATS[FORMS[media_type]], base=BASE))

    found = graph(media_type, format=media_type)
    assert found == graph("text/turtle", format="text/turtle") and len(found) > 90
    assert found == graph("application/rdf+xml")  # as Skosmos gives who takes anything
    by_accept = rest.get("/rest/v1/data", uri=URI, asked_by={"Accept": media_type})
    assert set(parse(by_accept.body, FORMATS[FORMS[media_type]], base=BASE)) == found


def test_the_concepts_around_are_named(rest: Rest) -> None:
    graph = rest.json("data", uri=URI, format="application/json")["graph"]
    named = {node["uri"]: node for node in graph}
    broader = named[URI]["broader"]
    assert broader == {"uri": f"{BASE}credential"}
    assert {"lang": "en", "value": "Credential"} in named[f"{BASE}credential"]["prefLabel"]


def test_a_form_that_there_is_not_is_refused_with_those_that_there_are(rest: Rest) -> None:
    for asked in ({"format": "image/png"}, {"asked_by": {"Accept": "image/png"}}):
        got = rest.get("data", uri=URI, **asked)
        assert got.problem == "not-acceptable" and "text/turtle" in got.json["available"]


@pytest.mark.parametrize("name", ["turtle", "ntriples", "rdfxml", "jsonld"])
def test_the_whole_vocabulary_is_sent(name: str, rest: Rest, scheme: ConceptScheme) -> None:
    got = rest.get("data", format=FORMATS[name].media_type)
    assert got.status == 200 and got.body == export(scheme, name)
    assert int(got.headers["content-length"]) == len(got.body)
    again = rest.get("data", format=FORMATS[name].media_type,
        asked_by={"If-None-Match": got.headers["etag"]})  # fmt: skip
    assert again.status == 304 and not again.body


def test_an_entity_leads_to_its_page_or_its_data(rest: Rest) -> None:
    page = rest.get("/entity", uri=URI, asked_by={"Accept": "text/html", "Accept-Language": "fr"})
    assert page.status == 303 and page.headers["location"] == "/fr/term/micro-credential"
    assert "Accept" in page.headers["vary"]
    data = rest.get("/entity", uri=URI, asked_by={"Accept": "text/turtle"})
    assert data.status == 303
    address = urlsplit(data.headers["location"])
    assert address.path == "/rest/v1/glossary/data"
    assert parse_qs(address.query) == {"uri": [URI], "format": ["text/turtle"]}
    assert rest.send("GET", data.headers["location"], b"", {}).status == 200
    assert rest.get("/entity", uri=f"{BASE}nothing").problem == "not-found"
    assert rest.get("/entity").problem == "bad-parameter"
    assert rest.get("/entity", uri=URI, format="image/png").problem == "not-acceptable"


def test_the_json_of_skosmos_is_json_ld_that_loses_nothing() -> None:
    a, b, nameless = IRI("http://e/a"), IRI("http://e/b"), BlankNode("n")
    triples = [
        Triple(a, RDF.type, SKOS.Concept),
        Triple(a, RDF.type, IRI("http://e/T")),
        Triple(a, SKOS.prefLabel, Literal("A", "en")),
        Triple(a, SKOS.prefLabel, Literal("Ä", "de")),
        Triple(a, SKOS.broader, b),
        Triple(a, SKOS.notation, Literal("1", datatype="http://e/code")),
        Triple(a, IRI("http://e/p"), Literal("plain")),
        Triple(a, IRI("urn:p"), nameless),
        Triple(nameless, IRI("http://e/p"), Literal('q"\n')),
    ]
    content = skosmos_graph(triples)
    read = parse(json.dumps(content).encode(), FORMATS["jsonld"])
    assert {Triple(_as(nameless, s), p, _as(nameless, o)) for s, p, o in read} == set(triples)
    first = next(node for node in content["graph"] if node["uri"] == a)
    assert first["type"] == ["skos:Concept", "http://e/T"] and first["broader"] == {"uri": b}


def _as(nameless: BlankNode, term: Any) -> Any:
    """A term; whatever has no name gets the one that the test has for it."""
    return nameless if isinstance(term, BlankNode) else term
