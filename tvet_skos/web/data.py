"""The vocabulary as a whole, and what is needed to understand it: context, shapes, VoID."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from tvet_skos.iri import base_of
from tvet_skos.namespaces import DCTERMS, FOAF, RDF, SKOS, XSD, Namespace
from tvet_skos.publish.export import EXPORTS, Export
from tvet_skos.publish.graphs import write_graph
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.resources import resource
from tvet_skos.terms import IRI, Literal, Node, Triple
from tvet_skos.web.addresses import origin
from tvet_skos.web.formats import GRAPHS, JSON_LD, RDF_XML, TURTLE, chosen
from tvet_skos.web.headers import link, links, matches
from tvet_skos.web.negotiation import Offer
from tvet_skos.web.profiles import (
    chosen_profile,
    profile_headers,
    profile_links,
    profile_query,
)
from tvet_skos.web.service_description import VOID
from tvet_skos.web.site import site_of, view_of
from tvet_skos.web.view import View

_ALSO = {offer.name: offer.also for offer in GRAPHS}


def _offer(entry: Export) -> Offer:
    suffix = f"/{entry.stem}{entry.suffix}" if entry.stem else entry.suffix
    return Offer(entry.name, entry.media_type, _ALSO.get(entry.name, ()), suffix)


DOWNLOADS = tuple(map(_offer, EXPORTS.values()))
"""Every form that the whole vocabulary can be had in."""


async def download(request: Request) -> Response:
    """The whole vocabulary, in the form that the suffix or the request asks for.

    :raises Problem: there is no such form
    """
    path = request.url.path
    by_path = (offer for offer in DOWNLOADS if path == f"/data{offer.suffix}")
    return await _sent(request, next(by_path, None) or chosen(request, DOWNLOADS))


async def _sent(request: Request, offer: Offer) -> Response:
    projection = chosen_profile(request)
    made = await site_of(request).downloads.get(view_of(request), offer.name, projection)
    address = f"/data{offer.suffix}"
    headers = {
        "ETag": made.etag,
        "Vary": "Accept, Accept-Profile",
        "Content-Location": address + profile_query(projection),
    }
    elements = [link(f"/data{o.suffix}", "alternate", media_type=o.media_type) for o in DOWNLOADS]
    if EXPORTS[offer.name].takes_projection:
        headers |= profile_headers(projection)
        elements += profile_links(address, offer.media_type, projection)
    headers |= links(elements)
    if matches(request.headers.get("if-none-match", ""), made.etag):
        return Response(status_code=304, headers=headers)
    disposition = "inline" if offer.name in _ALSO else "attachment"
    return FileResponse(
        made.path,
        headers=headers,
        media_type=offer.media_type,
        filename=made.name,
        content_disposition_type=disposition,
    )


def context(request: Request) -> Response:
    """The JSON-LD context that everything here is written with."""
    content = resource("vocab", "context.jsonld").read_bytes()
    return Response(content, media_type="application/ld+json")


def shapes(request: Request) -> Response:
    """The SHACL shapes that the vocabulary is checked against, as one graph."""
    offer = chosen(request, GRAPHS)
    text = write_graph(_shapes(), offer.name, "")
    return Response(text, headers={"Vary": "Accept"}, media_type=offer.media_type)


def _shapes() -> Iterator[Triple]:
    folder = resource("shapes")
    for file in sorted((f for f in folder.iterdir() if f.name.endswith(".ttl")), key=str):
        yield from parse(file.read_bytes(), FORMATS["turtle"], file=file.name)


def void(request: Request) -> Response:
    """What is here and where, for programs that look for data sets."""
    offer = chosen(request, GRAPHS) if "." not in request.url.path[1:] else TURTLE
    text = write_graph(void_triples(view_of(request), origin(request)), offer.name, "")
    return Response(text, headers={"Vary": "Accept"}, media_type=offer.media_type)


def void_triples(view: View, server: str) -> Iterator[Triple]:
    """The description of each vocabulary: its title, licence, size, downloads and endpoint.

    :source: W3C, Describing Linked Datasets with the VoID Vocabulary
    """
    for scheme in view.schemes:
        yield from _dataset(view, scheme, server)


_TOLD = (DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.modified, DCTERMS.publisher)


def _dataset(view: View, scheme: IRI, server: str) -> Iterator[Triple]:
    dataset: Node = IRI(f"{server}/void.ttl#{view.schemes.index(scheme) + 1}")
    yield Triple(dataset, RDF.type, VOID.Dataset)
    for triple in view.store.about(scheme):
        if triple.predicate in _TOLD:
            yield Triple(dataset, triple.predicate, triple.object)
    size = view.store.count(scheme if scheme in view.store.graphs() else None)
    yield Triple(dataset, VOID.triples, Literal(str(size), datatype=XSD.integer))
    yield Triple(dataset, VOID.uriSpace, Literal(base_of(scheme)))
    yield Triple(dataset, VOID.rootResource, scheme)
    yield Triple(dataset, VOID.vocabulary, IRI(SKOS.iri))
    yield Triple(dataset, FOAF.homepage, IRI(f"{server}/"))
    yield Triple(dataset, VOID.sparqlEndpoint, IRI(f"{server}/sparql"))
    for offer in GRAPHS:
        yield Triple(dataset, VOID.dataDump, IRI(f"{server}/data{offer.suffix}"))
    for offer in (TURTLE, JSON_LD, RDF_XML):
        yield Triple(dataset, VOID.feature, _W3C_FORMATS[offer.name])


_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_W3C_FORMATS = {
    "turtle": _FORMATS.Turtle,
    "jsonld": _FORMATS + "JSON-LD",
    "rdfxml": _FORMATS.RDF_XML,
}


ROUTES = [
    Route("/data", download),
    *(Route(f"/data{offer.suffix}", download) for offer in DOWNLOADS),
    Route("/context.jsonld", context),
    Route("/shapes", shapes),
    Route("/void", void),
    Route("/void.ttl", void),
    Route("/.well-known/void", void),
]
