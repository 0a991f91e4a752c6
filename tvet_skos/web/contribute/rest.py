"""Proposals as JSON: the same fields as the forms, the same rules, the same queue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tvet_skos.contribute.queue import FIELDS, KINDS, Mistake, Remark, State, Waiting
from tvet_skos.contribute.queue.fields import acting
from tvet_skos.errors import NotFound, StoreBusy
from tvet_skos.publish.site.proposals import mistake_text, status_path
from tvet_skos.publish.site.texts import texts
from tvet_skos.terms import IRI, is_iri
from tvet_skos.web.contribute.desk import desk_of
from tvet_skos.web.contribute.guard import Pace, address_of, require_same_origin
from tvet_skos.web.contribute.pages import too_many
from tvet_skos.web.contribute.sending import Looked, fresh_nonce, keep, looked_through
from tvet_skos.web.problems import Fault, Problem
from tvet_skos.web.rest.vocabularies import vocabularies_of
from tvet_skos.web.site import view_of


async def send(request: Request) -> Response:
    """Take a proposal into the queue: 202, and where to see what becomes of it.

    :raises Problem: it is no JSON, something is wrong with a field, or too much was sent
    :raises NotFound: there is no such concept
    """
    desk = desk_of(request)
    require_same_origin(request)
    vocabularies_of(request)[request.path_params["voc"]]
    given = _object(await _body(request))
    _count(request, desk.looked)
    return await run_in_threadpool(_send, request, given)


async def not_read(request: Request) -> Response:
    """Proposals are sent here; nobody reads those of others.

    :raises Problem: always
    """
    desk_of(request)
    raise Problem(
        "method-not-allowed", "proposals are sent here by POST", headers={"Allow": "POST"}
    )


def _count(request: Request, pace: Pace) -> None:
    """One more from an address.

    :raises Problem: that is too many
    """
    desk = desk_of(request)
    seconds = pace.wait(address_of(request, desk.settings.trust_forwarded), desk.now())
    if seconds:
        raise too_many(seconds)


async def _body(request: Request) -> bytes:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in ("application/json", "application/ld+json"):
        raise Problem("unsupported-media-type", "a proposal comes as application/json")
    return await request.body()


def _object(body: bytes) -> dict[str, str]:
    """The members of a proposal, all of them texts.

    :raises Problem: it is no JSON object, or a member is no text or none of a proposal
    """
    try:
        content: Any = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Problem("bad-request", "the body is no JSON in UTF-8") from error
    if not isinstance(content, dict):
        raise Problem("bad-request", "the body is no JSON object")
    _require_known(content)
    return content


def _require_known(content: Mapping[str, Any]) -> None:
    kind = content.get("kind")
    if kind not in KINDS:
        raise _unusable([Fault("Choose a kind.", "#/kind", "choice", ", ".join(KINDS))])
    known = {"kind", "concept", *(each.name for each in FIELDS[kind])}
    faults = [
        Fault("There is no such member.", _pointer(name), "unknown", ", ".join(sorted(known)))
        for name in content
        if name not in known
    ]
    faults += [
        Fault("This must be a text.", _pointer(name), "type")
        for name, value in content.items()
        if name in known and not isinstance(value, str)
    ]
    concept = content.get("concept", "")
    if isinstance(concept, str) and (not is_iri(concept) or acting(concept)):
        faults.append(Fault("Give the IRI of the concept.", "#/concept", "missing"))
    if faults:
        raise _unusable(faults)


def _pointer(name: str) -> str:
    """A JSON Pointer as a fragment (RFC 6901, section 6)."""
    safe = quote(name[:100].replace("~", "~0").replace("/", "~1"), errors="replace")
    return f"#/{safe}" if name else "#"


def _unusable(faults: list[Fault]) -> Problem:
    return Problem("unusable-input", "the proposal cannot be taken as it is", errors=faults)


def _send(request: Request, given: Mapping[str, str]) -> Response:
    desk, view = desk_of(request), view_of(request)
    looked = looked_through(desk, view, IRI(given["concept"]), given["kind"], given)
    faults = [_of_mistake(m) for m in looked.mistakes]
    faults += [_of_remark(r) for r in looked.remarks if r.stops]
    if faults:
        raise _unusable(faults)
    _count(request, desk.sent)
    try:
        identifier = keep(desk, view, looked, fresh_nonce())
    except StoreBusy as error:
        headers = {"Retry-After": "86400"}
        raise Problem("busy", error.message, error.hint or "", headers=headers) from error
    return _accepted(request, looked, identifier)


def _of_mistake(mistake: Mistake) -> Fault:
    text = mistake_text(texts("en"), mistake.code, mistake.values)
    return Fault(text, _pointer(mistake.field), mistake.code)


def _of_remark(remark: Remark) -> Fault:
    return Fault(remark.message, _pointer(remark.field), remark.rule, remark.hint)


def _accepted(request: Request, looked: Looked, identifier: str) -> Response:
    content = {
        "id": identifier,
        "status": str(State.WAITING),
        "kind": looked.kind,
        "concept": looked.concept,
        "page": status_path("en", identifier),
        "remarks": [
            {"field": r.field, "rule": r.rule, "detail": r.message, "hint": r.hint}
            for r in looked.remarks
        ],
    }
    location = f"{request.url.path.rstrip('/')}/{identifier}"
    headers = {"Location": location, "Cache-Control": "no-store"}
    return JSONResponse(content, 202, headers)


async def progress(request: Request) -> Response:
    """What became of a proposal.

    :raises Problem: there is none of that name
    """
    desk_of(request)
    vocabularies_of(request)[request.path_params["voc"]]
    return await run_in_threadpool(_progress, request)


def _progress(request: Request) -> Response:
    identifier = request.path_params["identifier"]
    try:
        waiting = desk_of(request).queue.get(identifier)
    except NotFound as error:
        raise Problem("not-found", "there is no proposal of that name") from error
    return JSONResponse(_told(waiting), headers={"Cache-Control": "no-store"})


def _told(waiting: Waiting) -> dict[str, str]:
    content = {
        "id": waiting.identifier,
        "status": str(waiting.state),
        "kind": waiting.kind,
        "concept": waiting.concept,
        "created": waiting.created,
        "creator": waiting.creator,
        "summary": waiting.summary,
        "page": status_path("en", waiting.identifier),
    }
    if waiting.decision is not None:
        content |= {"decided": waiting.decision.on, "reason": waiting.decision.reason}
    return {name: str(value) for name, value in content.items() if value}
