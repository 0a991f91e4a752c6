"""The operations outside of REST as lines of the same table, for ``/openapi.json``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tvet_skos.lookup.queries import NamedQuery, named_queries, option_of
from tvet_skos.web.data import DOWNLOADS
from tvet_skos.web.formats import CSV, GRAPHS, ROWS
from tvet_skos.web.negotiation import Offer
from tvet_skos.web.rest.operations import Answer, Operation, Parameter
from tvet_skos.web.rest.services import services

_MEDIATYPE = Parameter("_mediatype", "a media type or a suffix instead of Accept")
_PROFILE = Parameter("_profile", "full, plain, flat or dual: how much a graph says")
_PATH = Parameter("path", "an IRI without the base of the vocabulary", required=True,
    in_path=True, example="micro-credential")  # fmt: skip


def _content(offers: tuple[Offer, ...], json: str = "") -> Mapping[str, str]:
    return {offer.media_type: json if offer.name == "json" else "" for offer in offers}


_TABLE = Answer("a table, or true or false", _content(ROWS, "ResultsJson"))
_GRAPH = Answer("a graph", _content(GRAPHS))
_ANY = Answer("what the query gives", {**_content(ROWS, "ResultsJson"), **_content(GRAPHS)})


def _by_name(query: NamedQuery) -> Operation:
    parameters = (
        Parameter(option_of(name), _MEANING.get(name, "any text"), required=True)
        for name in query.parameters
    )
    is_table = "CONSTRUCT" not in query.text
    return Operation(
        f"query-{query.name}",
        f"/queries/{query.name}",
        query.summary,
        None,
        (_TABLE if is_table else _GRAPH,),
        (*parameters, _MEDIATYPE),
        (400, 404, 406, 503),
        tag="queries",
    )


_MEANING = {
    "concept": "a label in any spelling, or the IRI of a concept",
    "source": "a citation, alias, title, organisation or the IRI of a source",
    "label": "a label in any spelling",
}


def elsewhere() -> Iterator[Operation]:
    """SPARQL, the library of queries, linked data and downloads, services for programs."""
    yield from _SPARQL
    yield Operation("queries", "/queries", "The library of queries", None,
        (Answer("every query", {"application/json": "QueryList"}),), tag="queries")  # fmt: skip
    for query in named_queries().values():
        yield _by_name(query)
        yield Operation(f"text-{query.name}", f"/queries/{query.name}.rq",
            f"The SPARQL of: {query.summary}", None,
            (Answer("the query", {"application/sparql-query": ""}),), tag="queries")  # fmt: skip
    yield from _linked_data()
    yield from _OTHERS
    yield from services()


_SPARQL = (
    Operation("sparql", "/sparql", "A SPARQL query; without one, what the endpoint can do", None,
        (_ANY, Answer("without a query: the page with an editor, for browsers", status=303)), (
            Parameter("query", "a SPARQL 1.1 query"),
            Parameter("default-graph-uri", "graphs that are asked together", repeats=True),
            Parameter("named-graph-uri", "graphs that may be named", repeats=True),
            _MEDIATYPE), (400, 406, 503), tag="sparql"),
    Operation("sparqlByPost", "/sparql", "A SPARQL query in the body", None, (_ANY,),
        (_MEDIATYPE,), (400, 403, 406, 413, 415, 503), method="POST", tag="sparql",
        body={"application/sparql-query": "", "application/x-www-form-urlencoded": "SparqlForm"}),
)  # fmt: skip


def _linked_data() -> Iterator[Operation]:
    yield Operation("iri", "/id/{path}", "An IRI of the vocabulary: the way to its page or data",
        None, (Answer("where it is", status=303),), (_PATH, _MEDIATYPE, _PROFILE),
        (404, 406), tag="linked data")  # fmt: skip
    for offer in (*GRAPHS, CSV):
        yield Operation(f"document-{offer.name}", f"/id/{{path}}{offer.suffix}",
            f"What is said of an IRI, as {offer.media_type}", None,
            (Answer("the document", {offer.media_type: ""}),), (_PATH, _PROFILE),
            (404, 406), tag="linked data")  # fmt: skip
    yield Operation("download", "/data", "The whole vocabulary", None,
        (Answer("the vocabulary", _content(DOWNLOADS)),), (_MEDIATYPE, _PROFILE), (406,),
        tag="linked data")  # fmt: skip
    for offer in DOWNLOADS:
        yield Operation(f"download-{offer.name}", f"/data{offer.suffix}",
            f"The whole vocabulary as {offer.media_type}", None,
            (Answer("the file", {offer.media_type: ""}),), (_PROFILE,), (406,),
            tag="linked data")  # fmt: skip


_OTHERS = (
    Operation("context", "/context.jsonld", "The JSON-LD context of the vocabulary", None,
        (Answer("the context", {"application/ld+json": ""}),), tag="linked data"),
    Operation("shapes", "/shapes", "The SHACL shapes of the vocabulary", None, (_GRAPH,),
        (_MEDIATYPE,), (406,), tag="linked data"),
    Operation("void", "/void.ttl", "What is here and where (VoID)", None,
        (Answer("the description", {"text/turtle": ""}),), tag="linked data"),
    Operation("voidByAccept", "/void", "The same in the form that is asked for", None, (_GRAPH,),
        (_MEDIATYPE,), (406,), tag="linked data"),
    Operation("wellKnownVoid", "/.well-known/void", "The same where data sets are looked for",
        None, (_GRAPH,), (_MEDIATYPE,), (406,), tag="linked data"),
    Operation("live", "/health/live", "Whether the server runs", None,
        (Answer("it does", {"application/json": "Health"}),), tag="health"),
    Operation("ready", "/health/ready", "Whether the server can answer queries", None,
        (Answer("it can", {"application/json": "Health"}),), (), (503,), tag="health"),
)  # fmt: skip
