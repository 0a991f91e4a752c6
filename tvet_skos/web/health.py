"""Whether the server is alive, and whether it can answer: for those who watch over it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tvet_skos.web.problems import Problem
from tvet_skos.web.site import site_of, view_of


async def live(request: Request) -> JSONResponse:
    """The server takes requests."""
    return JSONResponse({"status": "pass"}, headers={"Cache-Control": "no-store"})


async def ready(request: Request) -> JSONResponse:
    """The vocabulary is open, and a worker can take a query.

    :raises Problem: one of the two is not so
    """
    workers = site_of(request).workers
    if not workers.alive:
        raise Problem(
            "unavailable",
            workers.trouble or "no worker that answers queries has started yet",
            headers={"Retry-After": "2"},
        )
    content = {"status": "pass", "version": view_of(request).number, "workers": workers.alive}
    return JSONResponse(content, headers={"Cache-Control": "no-store"})


ROUTES = [Route("/health/live", live), Route("/health/ready", ready)]
