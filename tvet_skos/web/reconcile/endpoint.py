"""The addresses of the reconciliation services.

``/reconcile`` is the service of the first vocabulary, ``/reconcile/{id}`` that of one, with names
in English; ``/reconcile/{id}/{language}`` has names in any language. All its parts stand below that
last form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tvet_skos.terms import IRI
from tvet_skos.web.problems import Problem
from tvet_skos.web.reconcile.answers import extended, results
from tvet_skos.web.reconcile.manifest import manifest
from tvet_skos.web.reconcile.properties import named_properties
from tvet_skos.web.reconcile.queries import read_extension, read_queries
from tvet_skos.web.reconcile.service import Service, service_of
from tvet_skos.web.reconcile.suggest import FURTHEST, flyout, suggested
from tvet_skos.web.site import site_of, view_of

BODY_BYTES = 262_144
"""The most that a batch may take, with its characters escaped as forms escape them."""

FORM = "application/x-www-form-urlencoded"
_LONGEST_PREFIX = 500
_MOST_FIELDS = 20
_ASKING = ("queries", "extend")


async def endpoint(request: Request) -> Response:
    """The manifest; or the answer to ``queries`` or ``extend``, in the address or in a form.

    :raises Problem: what is sent is faulty or too much
    """
    given = _fields(request.scope["query_string"].decode("utf-8", "replace"))
    if request.method == "POST":
        given |= await _posted(request)
    service = service_of(request)
    asking = [name for name in _ASKING if name in given]
    if len(asking) > 1:
        raise Problem("bad-parameter", "queries and extend are not answered at once")
    if not asking and request.method == "POST":
        raise Problem("bad-parameter", "the form has neither queries nor extend")
    return _json(await run_in_threadpool(_answer, service, given, asking))


def _answer(service: Service, given: dict[str, str], asking: list[str]) -> dict[str, Any]:
    if not asking:
        return manifest(service)
    if asking == ["extend"]:
        return extended(service, read_extension(given["extend"]))
    batch = read_queries(given["queries"])
    return {key: {"result": results(service, query)} for key, query in batch.items()}


async def _posted(request: Request) -> dict[str, str]:
    given = request.headers.get("content-type", "")
    if given.partition(";")[0].strip().lower() != FORM:
        raise Problem(
            "unsupported-media-type",
            f"queries are not read from {given[:100] or 'a body without a Content-Type'}",
            hint=f"send a form ({FORM}) with queries=… or extend=…",
            headers={"Accept-Post": FORM},
        )
    try:
        return _fields((await request.body()).decode())
    except UnicodeDecodeError as error:
        raise Problem("bad-request", "the form is no UTF-8") from error


def _fields(text: str) -> dict[str, str]:
    """The fields of a form; of several with one name the first counts."""
    try:
        pairs = parse_qsl(
            text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise Problem("bad-request", "the parameters cannot be read as a form") from error
    return dict(reversed(pairs))


def _json(content: dict[str, Any]) -> Response:
    """An answer; half a surrogate pair, which no answer can hold, becomes a question mark."""
    text = json.dumps(content, ensure_ascii=False) + "\n"
    return Response(text.encode("utf-8", "replace"), media_type="application/json")


def suggestions(request: Request) -> Response:
    """The suggestions for ``prefix``, after the first ``cursor``; of the ``type`` asked for.

    :raises Problem: a parameter is missing, wrong or too long
    """
    given = request.query_params
    prefix, cursor = given.get("prefix"), given.get("cursor", "") or "0"
    if prefix is None or len(prefix) > _LONGEST_PREFIX:
        raise Problem(
            "bad-parameter",
            "prefix is missing" if prefix is None else "prefix is too long",
            hint=f"prefix is what was typed, at most {_LONGEST_PREFIX} characters",
        )
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
        raise Problem("bad-parameter", "cursor must be a whole number from 0 on")
    what, kinds = request.path_params["what"], tuple(filter(None, given.getlist("type")))
    skipped = min(int(cursor), FURTHEST)
    return _json({"result": suggested(service_of(request), what, prefix, skipped, kinds)})


def preview(request: Request) -> Response:
    """A small preview of an entity, type or property: its ``id`` and some HTML.

    :raises Problem: there is nothing of that id
    """
    return _json(flyout(service_of(request), request.path_params["what"], _id(request)))


def proposals(request: Request) -> Response:
    """The properties that may be of use for a type.

    :raises Problem: the limit is none
    """
    limit = request.query_params.get("limit", "")
    if limit and not (limit.isascii() and limit.isdigit() and 0 < len(limit) < 10):
        raise Problem("bad-parameter", "limit must be a whole number")
    service = service_of(request)
    found = named_properties(service)
    answer: dict[str, Any] = {"type": request.query_params.get("type", "")[:_LONGEST_PREFIX]}
    if limit:
        answer["limit"] = int(limit)
        found = found[: int(limit)]
    return _json({**answer, "properties": found})


def view(request: Request) -> Response:
    """To the page of an entity.

    :raises Problem: it has none here
    """
    service, name = service_of(request), _id(request)
    path_of = site_of(request).page_path
    path = None
    if path_of is not None and service.type_of(name) is not None:
        path = path_of(view_of(request), IRI(name), service.reading.language)
    if path is None:
        raise Problem("not-found", f'there is nothing of the id "{name[:200]}"')
    return Response(status_code=303, headers={"Location": path})


def _id(request: Request) -> str:
    name = request.query_params.get("id", "")
    if not name:
        raise Problem("bad-parameter", "id is missing")
    return name


def _routes() -> Iterator[Route]:
    full = "/reconcile/{vocabulary}/{language}"
    yield Route(f"{full}/suggest/{{what:reconciled}}", suggestions)
    yield Route(f"{full}/flyout/{{what:reconciled}}", preview)
    yield Route(f"{full}/propose", proposals)
    yield Route(f"{full}/view", view)
    for path in ("/reconcile", "/reconcile/", "/reconcile/{vocabulary}", full):
        yield Route(path, endpoint, methods=["GET", "POST"])


class _Reconciled(Convertor[str]):
    """What is suggested, as a part of a path."""

    regex = "entity|type|property"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("reconciled", _Reconciled())

ROUTES = list(_routes())
