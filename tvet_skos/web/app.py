"""The application: every module's routes, and what all answers have in common."""

from __future__ import annotations

import logging
import traceback
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tvet_skos.errors import TvetSkosError
from tvet_skos.web import (
    annotate,
    data,
    embed,
    feeds,
    health,
    inquiries,
    linked_data,
    metrics,
    opensearch,
    pages,
    queries,
    sitemap,
    sparql,
)
from tvet_skos.web.compression import Compressed
from tvet_skos.web.contribute import enable
from tvet_skos.web.contribute import routes as contribute
from tvet_skos.web.downloads import Downloads
from tvet_skos.web.headers import Conditional, PolicyHeaders
from tvet_skos.web.limits import BodyLimits
from tvet_skos.web.problems import KINDS, Problem, problem_of, problem_response
from tvet_skos.web.reconcile import endpoint as reconcile
from tvet_skos.web.rest import validation
from tvet_skos.web.rest.openapi import ROUTES as OPENAPI_ROUTES
from tvet_skos.web.rest.table import ROUTES as REST_ROUTES
from tvet_skos.web.routes import ByFirstPart
from tvet_skos.web.settings import ServerSettings
from tvet_skos.web.site import Site
from tvet_skos.web.workers import QueryWorkers

ROUTES: Sequence[BaseRoute] = (
    *health.ROUTES,
    *metrics.ROUTES,
    *sparql.ROUTES,
    *queries.ROUTES,
    *reconcile.ROUTES,
    *annotate.ROUTES,
    *embed.ROUTES,
    *data.ROUTES,
    *inquiries.ROUTES,
    *feeds.ROUTES,
    *sitemap.ROUTES,
    *opensearch.ROUTES,
    *contribute.ROUTES,
    *OPENAPI_ROUTES,
    *REST_ROUTES,
    *pages.ROUTES,
    *linked_data.ROUTES,  # last: it takes every path under the base of the vocabulary
)
"""The routes of all modules; the first that fits takes the request."""

LARGER_BODIES: dict[str, int] = {
    "/annotate": annotate.BODY_BYTES,
    "/reconcile*": reconcile.BODY_BYTES,
    "/rest/v1/*/validate": validation.MOST_BYTES,
}
"""The pattern of a path, to the bytes that a body may have there; elsewhere 64 KB."""


def create_app(settings: ServerSettings) -> Starlette:
    """The server as an ASGI application; what it shares is at ``app.state.site``.

    :raises NotFound: nothing stands at the address of the vocabulary
    :raises InputError: what stands there cannot be read
    :raises StoreError: the store cannot be opened
    """
    app = Starlette(
        routes=[ByFirstPart(ROUTES)],
        lifespan=_lifespan,
        middleware=[
            Middleware(metrics.Measured),
            Middleware(PolicyHeaders),
            Middleware(Conditional),
            Middleware(Compressed),
            Middleware(ProblemResponses),
            Middleware(BodyLimits, larger=LARGER_BODIES),
        ],
        exception_handlers={Problem: _told, TvetSkosError: _told, HTTPException: _told},
    )
    app.state.tally = metrics.Tally.alone()
    app.state.site = Site(settings, QueryWorkers(settings), Downloads(settings.address))
    pages.attach(app)
    if settings.contributions is not None:
        enable(app, settings.contributions)
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    site: Site = app.state.site
    await site.workers.start()
    try:
        yield
    finally:
        await site.workers.close()
        site.downloads.clear()


class ProblemResponses:
    """Turns whatever goes wrong into a problem: nobody is ever shown a traceback.

    Starlette's own handler of last resort stands outside of all middleware, so that its answers
    would lack the headers that every answer has; it never gets to see an error.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; answer it here if that fails before an answer has begun."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            return await self._app(scope, receive, watched)
        except Exception as error:
            if begun:
                _log(error)
                raise
            request = Request(scope, receive)
            response = problem_response(request, _as_problem(error))
        return await response(scope, receive, send)


def _told(request: Request, error: Exception) -> Response:
    problem = _as_problem(error)
    if request.method == "OPTIONS" and problem.status == 405:
        return Response(status_code=204, headers={"Allow": _allowed(problem)})
    return problem_response(request, problem)


def _allowed(problem: Problem) -> str:
    """The methods that an address takes; whoever asks by OPTIONS is told without complaint.

    :source: RFC 9110, section 9.3.7
    """
    return ", ".join(filter(None, (problem.headers.get("Allow"), "OPTIONS")))


def _as_problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, TvetSkosError):
        return problem_of(error)
    if isinstance(error, HTTPException):
        return _http_problem(error)
    _log(error)
    return Problem(
        "internal-error",
        "the server made a mistake; what it was stands in its log",
        hint="try again, and tell whoever runs the server if it happens again",
    )


_BY_STATUS = {404: "not-found", 405: "method-not-allowed"}
_DETAILS = {404: "there is no such page", 405: "this address does not take that method"}


def _http_problem(error: HTTPException) -> Problem:
    status = error.status_code
    fallback = "bad-request" if status < 500 else "internal-error"
    known = next((k.name for k in KINDS.values() if k.status == status), fallback)
    detail = _DETAILS.get(status, error.detail)
    return Problem(_BY_STATUS.get(status, known), detail, headers=error.headers or {})


def _log(error: Exception) -> None:
    """One line for whoever runs the server: what broke and where; never what was asked."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
    logging.getLogger("tvet_skos.web").error("%s: %s%s", type(error).__name__, error, place)
