"""The table of operations, and the routes that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tvet_skos.web.rest import (
    concepts,
    definitions,
    glance,
    graphs,
    listings,
    mappings,
    search,
    sources,
    suggest,
    validation,
)
from tvet_skos.web.rest.operations import Operation, read

OPERATIONS: tuple[Operation, ...] = (
    *glance.OPERATIONS,
    *search.OPERATIONS,
    *suggest.OPERATIONS,
    *sources.OPERATIONS,
    *graphs.OPERATIONS,
    *mappings.OPERATIONS,
    *concepts.OPERATIONS,
    *listings.OPERATIONS,
    *definitions.OPERATIONS,
    *validation.OPERATIONS,
)
"""Every operation, by path; the first whose path fits takes a request."""

_OWN = {"data": graphs.data, "validate": validation.validate}
"""Operations that wait for something, and so answer on the event loop."""


def _route(operation: Operation) -> Route:
    if operation.name in _OWN:
        return Route(_pattern(operation), _OWN[operation.name], methods=[operation.method])

    async def answered(request: Request) -> Response:
        assert operation.answer is not None
        asked = read(request, operation)
        return await run_in_threadpool(operation.answer, asked)

    return Route(_pattern(operation), answered, methods=[operation.method])


def _pattern(operation: Operation) -> str:
    """The path as Starlette has it: the id of a source may be a whole IRI."""
    return operation.path.replace("{id}", "{id:path}")


def _routes() -> Iterator[Route]:
    yield from map(_route, OPERATIONS)
    for operation in OPERATIONS:
        if operation.method != "GET":
            # Else the route that takes every path would say that there is nothing.
            yield Route(_pattern(operation), _only_by(operation.method), methods=["GET"])
    # Last, for they take what else has as many parts.
    for operation in OPERATIONS:
        if operation.path.endswith("/"):
            yield Route(operation.path[:-1], _with_slash, methods=["GET"])


def _only_by(method: str) -> Callable[[Request], Response]:
    def refused(request: Request) -> Response:
        """This address is not read.

        :raises HTTPException: always
        """
        raise HTTPException(405, headers={"Allow": method})

    return refused


def _with_slash(request: Request) -> Response:
    """To the path with a slash at its end, which is that of Skosmos."""
    query = f"?{request.url.query}" if request.url.query else ""
    return Response(status_code=308, headers={"Location": f"{request.url.path}/{query}"})


ROUTES = list(_routes())
