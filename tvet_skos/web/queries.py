"""The library of queries as endpoints: each with a name, parameters and a table for an answer."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tvet_skos.lookup.queries import NamedQuery, named_queries, named_query, option_of
from tvet_skos.store.gate import pass_gate
from tvet_skos.web.formats import chosen
from tvet_skos.web.headers import link
from tvet_skos.web.negotiation import Offer
from tvet_skos.web.problems import Problem
from tvet_skos.web.site import site_of, view_of
from tvet_skos.web.sparql import answered, format_head, offers_for

_LONGEST_VALUE = 1000
_SPARQL = Offer("sparql", "application/sparql-query", suffix=".rq")


async def listing(request: Request) -> Response:
    """Every query: its name, what it answers, what a row is, and its parameters."""
    queries = [_described(query) for query in named_queries().values()]
    return JSONResponse({"queries": queries})


def _described(query: NamedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "summary": query.summary,
        "row": query.row,
        "tags": list(query.tags),
        "parameters": [option_of(parameter) for parameter in query.parameters],
        "href": f"/queries/{query.name}",
        "sparql": f"/queries/{query.name}.rq",
    }


async def source(request: Request) -> Response:
    """The SPARQL of a query, as its file has it.

    :raises NotFound: there is no query of that name
    """
    query = named_query(request.path_params["name"])
    return Response(query.text, media_type=_SPARQL.media_type)


async def answer(request: Request) -> Response:
    """The answer to a query of the library.

    :raises NotFound: there is no such query, or a term or source is not found
    :raises Problem: a parameter is missing or unknown
    """
    query = named_query(request.path_params["name"])
    offer = chosen(request, offers_for(pass_gate(query.text).form))
    head = {
        "kind": "named",
        "name": query.name,
        "given": _given(request, query),
        **format_head(pass_gate(query.text).form, offer, view_of(request).base),
    }
    reply = await site_of(request).workers.ask(head)
    described = link(f"/queries/{query.name}.rq", "describedby", media_type=_SPARQL.media_type)
    return answered(site_of(request), offer, reply, query.name, [described])


def _given(request: Request, query: NamedQuery) -> dict[str, str]:
    """Parameter to what was sent, all of them and no others."""
    options = {option_of(parameter): parameter for parameter in query.parameters}
    takes = ", ".join(options) or "none"
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name == "_mediatype":
            continue
        if name not in options:
            raise _wrong(f"the query {query.name} has no parameter {name[:50]}", takes)
        if options[name] in given or len(value) > _LONGEST_VALUE:
            raise _wrong(f"{name} stands twice or is too long", takes)
        given[options[name]] = value
    missing = [name for name, parameter in options.items() if not given.get(parameter, "").strip()]
    if missing:
        raise _wrong(f"the query {query.name} needs {' and '.join(missing)}", takes)
    return given


def _wrong(detail: str, takes: str) -> Problem:
    return Problem("bad-parameter", detail, hint=f"its parameters: {takes}")


ROUTES = [
    Route("/queries", listing),
    Route("/queries/", listing),
    Route("/queries/{name}.rq", source),
    Route("/queries/{name}", answer),
]
