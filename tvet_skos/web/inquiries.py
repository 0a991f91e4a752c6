"""The page of queries over HTTP: asks the workers of ``/sparql``, within the same limits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tvet_skos.errors import TvetSkosError
from tvet_skos.lookup.queries import NamedQuery, named_query, option_of
from tvet_skos.publish.site.answers import Shown, graph, solutions
from tvet_skos.publish.site.edition import Reading
from tvet_skos.publish.site.inquiries import (
    Bounds,
    Outcome,
    files_of,
    inquiry_page,
    library_page,
)
from tvet_skos.publish.site.suggestions import suggested
from tvet_skos.store.gate import pass_gate
from tvet_skos.web.formats import HTML, RESULTS_JSON, TURTLE
from tvet_skos.web.negotiation import Offer
from tvet_skos.web.pages import reading_for
from tvet_skos.web.problems import Problem, problem_of
from tvet_skos.web.site import site_of, view_of
from tvet_skos.web.sparql import format_head, reply_to
from tvet_skos.web.sparql_request import query_of
from tvet_skos.web.workers import Reply

_LONGEST_QUERY = 64 * 1024
_LONGEST_VALUE = 1000


async def library(request: Request) -> Response:
    """All queries as forms, and the answer to one that was written in the editor."""
    reading = reading_for(request)
    text = request.query_params.get("query", "")[:_LONGEST_QUERY]
    if not text.strip():
        return await _page(request, library_page, reading, _bounds(request))

    async def asked() -> Outcome:
        query = query_of(text)
        offer = _offer(query.checked.form)
        shown = await _shown(reading, offer, await reply_to(request, query, offer))
        return Outcome(shown, files=files_of(reading, "/sparql", {"query": text}, shown))

    outcome, problem = await _outcome(reading, asked)
    return await _page(
        request, library_page, reading, _bounds(request), text, outcome, problem=problem
    )


async def inquiry(request: Request) -> Response:
    """One query of the library, with its answer as soon as it has all that it needs.

    :raises NotFound: there is no query of that name
    """
    reading = reading_for(request)
    query = named_query(request.path_params["name"])
    given = _given(request, query)
    if not all(given.values()):
        return await _page(request, inquiry_page, reading, _bounds(request), query, given)

    async def asked() -> Outcome:
        named = {name: given[option_of(name)] for name in query.parameters}
        form = pass_gate(query.text).form
        offer = _offer(form)
        head = {
            "kind": "named",
            "name": query.name,
            "given": named,
            **format_head(form, offer, view_of(request).base),
        }
        shown = await _shown(reading, offer, await site_of(request).workers.ask(head))
        return Outcome(shown, files=files_of(reading, f"/queries/{query.name}", given, shown))

    outcome, problem = await _outcome(reading, asked)
    return await _page(
        request, inquiry_page, reading, _bounds(request), query, given, outcome, problem=problem
    )


def _given(request: Request, query: NamedQuery) -> dict[str, str]:
    """What was sent for each parameter; what else an address says is left out."""
    sent = request.query_params
    options = [option_of(name) for name in query.parameters]
    return {name: sent.get(name, "").strip()[:_LONGEST_VALUE] for name in options}


def _offer(form: str) -> Offer:
    """What a page is made from."""
    return TURTLE if form in ("CONSTRUCT", "DESCRIBE") else RESULTS_JSON


async def _shown(reading: Reading, offer: Offer, reply: Reply) -> Shown:
    """The answer of a worker, made ready for a page."""
    if offer is TURTLE:
        return graph(reply.body, reply.truncated)
    return await run_in_threadpool(solutions, reading, reply.body, reply.truncated)


async def _outcome(
    reading: Reading, asked: Callable[[], Awaitable[Outcome]]
) -> tuple[Outcome, Problem | None]:
    """An answer, or what went wrong, which the page tells beside the query."""
    try:
        return await asked(), None
    except Problem as error:
        problem = error
    except TvetSkosError as error:
        problem = problem_of(error)
    near = problem.members.get("suggestions", ())
    links = [(str(name), str(name)) for name in near]
    return Outcome(fault=problem.detail, hint=problem.hint, suggestions=links), problem


def _bounds(request: Request) -> Bounds:
    settings = site_of(request).settings
    return Bounds(settings.query_seconds, settings.query_rows, settings.query_triples)


async def _page(
    request: Request, make: Callable[..., str], *content: object, problem: Problem | None = None
) -> Response:
    """A page, with the status and headers of what went wrong on it."""
    html = await run_in_threadpool(make, *content)
    headers = {"Content-Language": request.path_params["language"]}
    if problem is not None:
        headers |= {"Cache-Control": "no-store", **problem.headers}
    status = problem.status if problem else 200
    return Response(html.encode(), status, headers, media_type=HTML.media_type)


async def suggest(request: Request) -> Response:
    """Terms for what stands in a search field, with links to their pages and why they fit."""
    text = request.query_params.get("q", "")
    found = await run_in_threadpool(suggested, reading_for(request), text)
    return JSONResponse(
        {
            "query": text[:_LONGEST_VALUE],
            "suggestions": [
                {"label": s.label, "language": s.language, "href": s.href, "why": s.why}
                for s in found
            ],
        }
    )


ROUTES = [
    Route("/{language:page_language}/query", library),
    Route("/{language:page_language}/query/{name}", inquiry),
    Route("/{language:page_language}/suggest", suggest),
]
