"""The forms that things can be had in, and choosing one of them for a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from starlette.requests import Request

from tvet_skos.web.headers import link
from tvet_skos.web.negotiation import Offer, best, named
from tvet_skos.web.problems import Problem

TURTLE = Offer("turtle", "text/turtle", ("application/x-turtle",), ".ttl")
JSON_LD = Offer("jsonld", "application/ld+json", ("application/json",), ".jsonld")
RDF_XML = Offer("rdfxml", "application/rdf+xml", ("application/xml", "text/xml"), ".rdf")
N_TRIPLES = Offer("ntriples", "application/n-triples", ("text/plain",), ".nt")
CSV = Offer("csv", "text/csv", (), ".csv")
HTML = Offer("html", "text/html", ("application/xhtml+xml",), ".html")

GRAPHS = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES)
"""The forms of a graph, the first being what is given where anything will do."""

RESULTS_JSON = Offer(
    "json", "application/sparql-results+json", ("application/json", "text/json"), ".json"
)
RESULTS_XML = Offer(
    "xml", "application/sparql-results+xml", ("application/xml", "text/xml"), ".xml"
)
TSV = Offer("tsv", "text/tab-separated-values", (), ".tsv")

BOOLEANS = (RESULTS_JSON, RESULTS_XML)
"""The forms of an answer to ASK."""
ROWS = (RESULTS_JSON, RESULTS_XML, CSV, TSV)
"""The forms of an answer to SELECT."""

_O = TypeVar("_O", bound=Offer)


def chosen(request: Request, offers: Sequence[_O]) -> _O:
    """The form that a request asks for: by ``_mediatype``, else by ``Accept``.

    :raises Problem: none of the offers is asked for; the answer lists them
    """
    asked = request.query_params.get("_mediatype", "")
    # A plus stands for a space in a query, and few who type a media type know that.
    found = (
        named(offers, asked.replace(" ", "+"))
        if asked
        else best(offers, request.headers.get("accept"))
    )
    if found is None:
        raise not_acceptable(offers, asked or request.headers.get("accept", ""))
    return found


def not_acceptable(offers: Sequence[Offer], asked: str) -> Problem:
    """The problem of a request for what is not at hand; it lists what is."""
    media_types = [offer.media_type for offer in offers]
    return Problem(
        "not-acceptable",
        f"there is no {asked[:100]} of this",
        hint=f"ask for one of {', '.join(media_types)}",
        headers={"Vary": "Accept"},
        members={"available": media_types},
    )


def alternates(path: str, offers: Sequence[Offer], query: str = "") -> list[str]:
    """``Link`` elements that lead to every form of something, by the suffixes of its address."""
    return [
        link(f"{path}{offer.suffix}{query}", "alternate", media_type=offer.media_type)
        for offer in offers
    ]
