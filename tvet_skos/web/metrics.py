"""What the server has done, in numbers, for those who watch over it: ``/metrics``.

Written here and not by a library: it is a page of code, and what libraries do for several processes
is to write files into a folder that somebody must name before they start and empty afterwards.

:source: Prometheus, exposition formats, text format 0.0.4
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping
from time import perf_counter

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tvet_skos.publish.site.texts import LANGUAGES

_OF_PATH: Mapping[str, str] = dict.fromkeys(LANGUAGES, "page") | {
    "id": "linked_data",
    "data": "download",
    "sparql": "sparql",
    "queries": "query",
    "rest": "rest",
    "reconcile": "reconcile",
    "annotate": "annotate",
    "static": "static",
    "health": "health",
    "metrics": "health",
}
"""What a path begins with, to the kind of request; never the path itself, which says too much."""

KINDS = (*dict.fromkeys(_OF_PATH.values()), "other")
"""The kinds of requests that are told apart."""

STATUSES = ("2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds up to which answers are counted together."""

_OF_KIND = len(STATUSES) + len(BOUNDS) + 2  # by status, by time, longer than any, the sum of times
_WIDTH = len(KINDS) * _OF_KIND + 1  # and the workers that are alive
ROW_BYTES = 8 * _WIDTH
"""The memory that the numbers of one process take."""


def kind_of(path: str) -> str:
    """The kind of a request.

    >>> kind_of("/en/term/skill"), kind_of("/data.ttl"), kind_of("/glossary/skill")
    ('page', 'download', 'other')
    """
    first = path[1:].partition("/")[0].partition(".")[0]
    return _OF_PATH.get(first, "other")


class Tally:
    """The numbers of a server, in memory that its processes share; each writes its own row.

    :param memory: a row for each process, ``ROW_BYTES`` long
    :param row: which one is ours
    """

    def __init__(self, memory: mmap.mmap, row: int = 0) -> None:
        self._cells = memoryview(memory).cast("d")
        self._start = row * _WIDTH

    @classmethod
    def alone(cls) -> Tally:
        """The numbers of a server that is one process."""
        return cls(mmap.mmap(-1, ROW_BYTES))

    def add(self, kind: str, status: int, seconds: float) -> None:
        """One more request was answered."""
        first = self._start + KINDS.index(kind) * _OF_KIND
        by_status = min(max(status // 100, 2), 5) - 2
        by_time = sum(seconds > bound for bound in BOUNDS)
        self._cells[first + by_status] += 1
        self._cells[first + len(STATUSES) + by_time] += 1
        self._cells[first + _OF_KIND - 1] += seconds

    def workers(self, alive: int) -> None:
        """How many workers are there now."""
        self._cells[self._start + _WIDTH - 1] = alive

    def text(self) -> str:
        """The numbers of all processes together, as Prometheus reads them."""
        cells = [sum(self._cells[place::_WIDTH]) for place in range(_WIDTH)]
        return "\n".join(_lines(cells)) + "\n"


def _lines(cells: list[float]) -> Iterator[str]:
    rows = {
        kind: cells[place * _OF_KIND : (place + 1) * _OF_KIND] for place, kind in enumerate(KINDS)
    }
    yield "# HELP tvet_skos_requests_total Requests that were answered."
    yield "# TYPE tvet_skos_requests_total counter"
    for kind, row in rows.items():
        for status, number in zip(STATUSES, row, strict=False):
            yield f'tvet_skos_requests_total{{kind="{kind}",status="{status}"}} {number:.0f}'
    yield "# HELP tvet_skos_request_seconds How long answers took, until their last part was sent."
    yield "# TYPE tvet_skos_request_seconds histogram"
    for kind, row in rows.items():
        yield from _histogram(kind, row[len(STATUSES) : -1], row[-1])
    yield "# HELP tvet_skos_query_workers Processes that can answer SPARQL queries."
    yield "# TYPE tvet_skos_query_workers gauge"
    yield f"tvet_skos_query_workers {cells[-1]:.0f}"


def _histogram(kind: str, counts: list[float], seconds: float) -> Iterator[str]:
    name, so_far = "tvet_skos_request_seconds", 0.0
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), counts, strict=True):
        so_far += count
        yield f'{name}_bucket{{kind="{kind}",le="{bound}"}} {so_far:.0f}'
    yield f'{name}_sum{{kind="{kind}"}} {seconds:.6f}'
    yield f'{name}_count{{kind="{kind}"}} {so_far:.0f}'


class Measured:
    """Counts every request, with the status and the time of its answer.

    It counts before the last part of an answer leaves: whoever has read an answer finds it counted,
    by whatever process is asked, and even when the one that gave it is killed at once.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and look at the clock before and after."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        started, status, counted = perf_counter(), 500, False

        def count() -> None:
            nonlocal counted
            if not counted:
                state = scope["app"].state
                state.tally.add(kind_of(scope["path"]), status, perf_counter() - started)
                state.tally.workers(state.site.workers.alive)
                counted = True

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body" and not message.get("more_body", False):
                count()
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            count()


def metrics(request: Request) -> Response:
    """The numbers of the server."""
    tally: Tally = request.app.state.tally
    headers = {"Cache-Control": "no-store"}
    return Response(tally.text(), headers=headers, media_type="text/plain; version=0.0.4")


ROUTES = [Route("/metrics", metrics)]
