"""The SPARQL 1.1 Protocol at ``/sparql``, for queries only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tvet_skos.publish.graphs import write_graph
from tvet_skos.terms import IRI
from tvet_skos.web.addresses import here
from tvet_skos.web.formats import BOOLEANS, GRAPHS, HTML, ROWS, chosen
from tvet_skos.web.headers import link, links
from tvet_skos.web.negotiation import Offer, reader_language
from tvet_skos.web.problems import TYPES
from tvet_skos.web.service_description import service_triples
from tvet_skos.web.site import Site, site_of, view_of
from tvet_skos.web.sparql_request import (
    ProtocolQuery,
    limits_header,
    read_request,
    require_known,
)
from tvet_skos.web.workers import Reply

TRUNCATED = f"{TYPES}truncated"
"""What says of an answer that it is not all there is."""

_OFFERS: Mapping[str, tuple[str, Sequence[Offer]]] = {
    "SELECT": ("rows", ROWS),
    "ASK": ("boolean", BOOLEANS),
    "CONSTRUCT": ("graph", GRAPHS),
    "DESCRIBE": ("graph", GRAPHS),
}
"""Query form to the kind of its answer and the formats of that."""


async def endpoint(request: Request) -> Response:
    """The answer to a query; where none is sent, what this endpoint can do, or its page.

    :raises Problem: the request breaks the protocol, or the query could not be answered
    """
    asked = await read_request(request)
    if asked is None:
        return await run_in_threadpool(_description, request)
    offer = chosen(request, _OFFERS[asked.checked.form][1])
    return answered(site_of(request), offer, await reply_to(request, asked, offer))


async def reply_to(request: Request, asked: ProtocolQuery, offer: Offer) -> Reply:
    """What a worker answers to a query of somebody's own.

    :raises Problem: it names a graph that is not here, or could not be answered
    """
    if asked.dataset is not None:
        require_known(asked.dataset, await run_in_threadpool(_graphs, request))
    return await site_of(request).workers.ask(_head(request, asked, offer), asked.checked.text)


def _head(request: Request, asked: ProtocolQuery, offer: Offer) -> dict[str, Any]:
    dataset = asked.dataset
    return {
        "kind": "query",
        "query_base": here(request),
        "dataset": {"default": dataset.default, "named": dataset.named} if dataset else None,
        **format_head(asked.checked.form, offer, view_of(request).base),
    }


def format_head(form: str, offer: Offer, base: str) -> dict[str, Any]:
    """What a worker has to know to write the answer to a query of that form."""
    kind, _ = _OFFERS[form]
    return {"formats": {kind: offer.name}, "base": base, "truncated_link": TRUNCATED}


def offers_for(form: str) -> Sequence[Offer]:
    """The formats that the answer to a query of that form can be had in."""
    return _OFFERS[form][1]


def answered(
    site: Site, offer: Offer, reply: Reply, name: str = "result", more: Sequence[str] = ()
) -> Response:
    """The answer of a worker as an answer to a request; it says its limits, and if it hit one.

    :param name: what a file of it is called
    :param more: further elements of its ``Link`` header
    """
    settings = site.settings
    limits = {
        "seconds": settings.query_seconds,
        "rows": settings.query_rows,
        "triples": settings.query_triples,
    }
    headers = {
        "Vary": "Accept",
        "Query-Limits": limits_header(limits),
        "Query-Truncated": "?1" if reply.truncated else "?0",
    }
    headers |= links([*([link(TRUNCATED, "help")] if reply.truncated else ()), *more])
    if offer.name in ("csv", "tsv"):
        # A browser must not open what might be taken for a page or run as a formula.
        headers["Content-Disposition"] = f'attachment; filename="{name}{offer.suffix}"'
    return Response(reply.body, headers=headers, media_type=offer.media_type)


def _graphs(request: Request) -> tuple[IRI, ...]:
    """The graphs that a query may name: all, or the one vocabulary that is served."""
    only = site_of(request).settings.graph
    return view_of(request).store.graphs() if only is None else (only,)


def _description(request: Request) -> Response:
    view = view_of(request)
    has_pages = site_of(request).page_path is not None
    offer = chosen(request, (*GRAPHS, HTML) if has_pages else GRAPHS)
    if offer is HTML:
        headers = {"Vary": "Accept, Accept-Language"}
        headers["Location"] = f"/{reader_language(request)}/query"
        return Response(status_code=303, headers=headers)
    triples = service_triples(view, here(request), _graphs(request))
    text = write_graph(triples, offer.name, view.base)
    return Response(text, headers={"Vary": "Accept"}, media_type=offer.media_type)


ROUTES = [
    Route("/sparql", endpoint, methods=["GET", "POST"]),
    Route("/sparql/", endpoint, methods=["GET", "POST"]),
]
