"""The forms as browsers get and send them, and the status page."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tvet_skos.contribute.queue import KINDS, Mistake, Remark
from tvet_skos.contribute.queue.similar import Similar
from tvet_skos.errors import NotFound, StoreBusy
from tvet_skos.lookup.card import card, concept_of
from tvet_skos.lookup.find import find, suggestions
from tvet_skos.publish.site.addresses import iri_of
from tvet_skos.publish.site.edition import Reading
from tvet_skos.publish.site.proposals import (
    Alike,
    Form,
    Message,
    Progress,
    alike,
    form_page,
    form_path,
    mistake_text,
    rule_message,
    start_page,
    status_page,
    status_path,
)
from tvet_skos.publish.site.rendering import asset, asset_path
from tvet_skos.publish.site.texts import texts
from tvet_skos.rdf.turtle import write_turtle
from tvet_skos.terms import IRI
from tvet_skos.web.contribute.desk import Desk, desk_of
from tvet_skos.web.contribute.guard import Ticket, address_of, require_same_origin
from tvet_skos.web.contribute.sending import Looked, as_turtle, keep, looked_through
from tvet_skos.web.formats import HTML
from tvet_skos.web.pages import edition_of, reading_for
from tvet_skos.web.problems import Problem
from tvet_skos.web.site import view_of

_MOST_FIELDS = 40
_HEADERS = {
    "Cache-Control": "no-store",
    # Under "no-referrer" browsers send forms with "Origin: null", as if they came from elsewhere.
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


def _page(content: str, request: Request, status: int = 200) -> Response:
    language = {"Content-Language": request.path_params["language"]}
    return Response(content.encode(), status, _HEADERS | language, HTML.media_type)


def _concept(request: Request) -> IRI:
    return iri_of(request.path_params["name"], edition_of(request).base)


async def start(request: Request) -> Response:
    """Where somebody chooses a term; straight to its form where one term is named."""
    desk_of(request)
    return await run_in_threadpool(_start, request)


def _start(request: Request) -> Response:
    reading, store = reading_for(request), view_of(request).store
    asked = " ".join(request.query_params.get("term", "")[:200].split())
    matches = find(store, asked) if asked else ()
    if len(matches) == 1:
        headers = _HEADERS | {"Location": form_path(reading, matches[0].concept)}
        return Response(status_code=303, headers=headers)
    near = suggestions(store, asked) if asked and not matches else ()
    names = reading.names(match.concept for match in matches[:20])
    return _page(start_page(reading, asked, names, near), request)


async def form(request: Request) -> Response:
    """An empty form, or what comes of one that was filled in.

    :raises NotFound: there is no such concept
    :raises Problem: another site sent it, or the server takes no proposals
    """
    desk_of(request)
    if request.method != "POST":
        return await run_in_threadpool(_empty, request)
    require_same_origin(request)
    given = await entered(request)
    return await run_in_threadpool(_answer, request, given)


def _empty(request: Request) -> Response:
    desk, kind = desk_of(request), request.query_params.get("kind", KINDS[0])
    if kind not in KINDS:
        raise Problem("bad-parameter", "there is no such kind of proposal", ", ".join(KINDS))
    desk.prepare(view_of(request))
    values = {"language": reading_for(request).language} if kind != "translation" else {}
    shown = Form(kind, _concept(request), values, token=desk.tickets.issue(desk.now()))
    return _filled(request, shown, 200)


def _filled(request: Request, shown: Form, status: int) -> Response:
    found = card(view_of(request).store, shown.concept)
    concept = concept_of(found, shown.concept)
    return _page(form_page(reading_for(request), shown, found, concept), request, status)


async def entered(request: Request) -> dict[str, str]:
    """The fields of a form that was sent, each once.

    :raises Problem: it is no form, is not UTF-8, or has more fields than any form
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/x-www-form-urlencoded":
        raise Problem(
            "unsupported-media-type",
            "a form comes as application/x-www-form-urlencoded",
            hint="programs send JSON to /rest/v1/{vocabulary}/contributions",
        )
    body = await request.body()
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise Problem(
            "bad-request", "the form is not UTF-8, or has more fields than any form here"
        ) from error
    return dict(pairs)


def _answer(request: Request, given: Mapping[str, str]) -> Response:
    """To the status page where the proposal was taken, else the form with what is to be said."""
    desk, view = desk_of(request), view_of(request)
    kind = given.get("kind", "")
    if kind not in KINDS:
        raise Problem("bad-parameter", "there is no such kind of proposal", ", ".join(KINDS))
    trouble = _in_the_way(request, desk, given)
    if trouble is not None and trouble.code == "many":
        return _filled(request, _form(request, given, None, trouble), 429)
    try:
        looked = looked_through(desk, view, _concept(request), kind, given)
    except Problem as problem:
        if problem.kind != "busy":
            raise
        return _filled(request, _form(request, given, None, Mistake("", "busy")), 503)
    is_known = looked.is_plain or given.get("seen") == looked.digest
    if given.get("step") == "send" and trouble is None and looked.can_be_sent and is_known:
        ticket = desk.tickets.read(given.get("token", ""))
        assert ticket is not None  # else there would be trouble
        return _sent(request, given, looked, ticket)
    shown = _form(request, given, looked, trouble)
    return _filled(request, shown, 422 if shown.faults else 200)


def _sent(request: Request, given: Mapping[str, str], looked: Looked, ticket: Ticket) -> Response:
    desk, language = desk_of(request), request.path_params["language"]
    seconds = desk.sent.wait(address_of(request, desk.settings.trust_forwarded), desk.now())
    if seconds:
        return _filled(request, _form(request, given, looked, _many(seconds)), 429)
    try:
        identifier = keep(desk, view_of(request), looked, ticket.nonce)
    except StoreBusy:
        return _filled(request, _form(request, given, looked, Mistake("", "full")), 503)
    return Response(
        status_code=303, headers=_HEADERS | {"Location": status_path(language, identifier)}
    )


def _many(seconds: int) -> Mistake:
    return Mistake("", "many", {"minutes": str(ceil(seconds / 60))})


def _in_the_way(request: Request, desk: Desk, given: Mapping[str, str]) -> Mistake | None:
    """Why something cannot be sent, whatever it says; nothing where that is all right."""
    now = desk.now()
    seconds = desk.looked.wait(address_of(request, desk.settings.trust_forwarded), now)
    if seconds:
        return _many(seconds)
    if given.get("homepage"):
        return Mistake("", "honeypot")
    if given.get("step") != "send":
        return None
    ticket = desk.tickets.read(given.get("token", ""))
    if ticket is None or not 0 <= now - ticket.issued <= desk.settings.most_seconds:
        return Mistake("", "expired")
    return Mistake("", "quick") if now - ticket.issued < desk.settings.least_seconds else None


def _form(
    request: Request, given: Mapping[str, str], looked: Looked | None, trouble: Mistake | None
) -> Form:
    """The form as it comes back: what was entered stays, and everything is told."""
    desk, reading = desk_of(request), reading_for(request)
    kept = given.get("token", "")
    ticket = desk.tickets.read(kept)
    now = desk.now()
    is_good = ticket is not None and 0 <= now - ticket.issued <= desk.settings.most_seconds
    token = kept if is_good else desk.tickets.issue(now - desk.settings.least_seconds)
    messages = told(reading.language, (trouble,) if trouble else (), ())
    if looked is None:
        return Form(given["kind"], _concept(request), given, messages, token=token)
    messages += told(reading.language, looked.mistakes, looked.remarks)
    return Form(
        looked.kind,
        looked.concept,
        dict(given) | dict(looked.values),
        messages,
        _alike(reading, looked.alike),
        as_turtle(looked, reading.edition.base),
        token,
        looked.digest if looked.can_be_sent else "",
    )


def told(
    language: str, mistakes: tuple[Mistake, ...], remarks: tuple[Remark, ...]
) -> list[Message]:
    """Mistakes and remarks of rules in words, in the language of the page as far as there are."""
    say = texts(language)
    said = [Message(m.field, mistake_text(say, m.code, m.values), True, language) for m in mistakes]
    ruled = (rule_message(say, r.field, r.rule, r.message, r.hint, r.stops) for r in remarks)
    return list(dict.fromkeys([*said, *ruled]))


def _alike(reading: Reading, found: tuple[Similar, ...]) -> tuple[Alike, ...]:
    return alike(reading, ((s.concept, s.label, s.text, s.share) for s in found))


async def check(request: Request) -> Response:
    """What the script of a form wants to know while it is filled in; nothing is kept.

    :raises NotFound: there is no such concept
    :raises Problem: another site sent it, or too much was sent
    """
    desk = desk_of(request)
    require_same_origin(request)
    seconds = desk.looked.wait(address_of(request, desk.settings.trust_forwarded), desk.now())
    if seconds:
        raise too_many(seconds)
    given = await entered(request)
    if given.get("kind") not in KINDS:
        raise Problem("bad-parameter", "there is no such kind of proposal", ", ".join(KINDS))
    content = await run_in_threadpool(_checked, request, given)
    return JSONResponse(content, headers=_HEADERS)


def _checked(request: Request, given: Mapping[str, str]) -> dict[str, object]:
    desk, view, reading = desk_of(request), view_of(request), reading_for(request)
    looked = looked_through(desk, view, _concept(request), given["kind"], given)
    messages = told(reading.language, looked.mistakes, looked.remarks)
    return {
        "messages": [
            {"field": m.field, "text": m.text, "fault": m.is_fault, "lang": m.language}
            for m in messages
        ],
        "alike": [
            {
                "label": each.label,
                "href": each.href,
                "text": each.text.value,
                "lang": each.text.language,
                "share": each.share,
            }
            for each in _alike(reading, looked.alike)
        ],
        "turtle": as_turtle(looked, view.base),
    }


def too_many(seconds: int) -> Problem:
    """What is said to who sends too much."""
    return Problem(
        "too-many-requests",
        "so much has come from your address that you must wait",
        headers={"Retry-After": str(seconds)},
    )


async def status(request: Request) -> Response:
    """What became of a proposal.

    :raises NotFound: there is no proposal of that name
    """
    desk_of(request)
    return await run_in_threadpool(_status, request)


def _status(request: Request) -> Response:
    desk = desk_of(request)
    identifier = request.path_params["identifier"]
    try:
        waiting = desk.queue.get(identifier)
    except NotFound as error:
        # Not what else is there, nor where.
        raise Problem("not-found", "there is no proposal of that name") from error
    decision = waiting.decision
    progress = Progress(
        identifier=identifier,
        state=str(waiting.state),
        kind=waiting.kind if waiting.kind in KINDS else KINDS[0],
        concept=waiting.concept,
        created=waiting.created,
        creator=waiting.creator,
        turtle=write_turtle(waiting.statements, view_of(request).base),
        text=waiting.text,
        source=waiting.citation,
        decided=decision.on if decision else "",
        reason=decision.reason if decision else "",
    )
    return _page(status_page(reading_for(request), progress), request)


def script(request: Request) -> Response:
    """The script of the forms; asked for by its fingerprint, it never changes."""
    lasting = request.url.path == asset_path("contribute.js")
    cached = "public, max-age=31536000, immutable" if lasting else "no-cache"
    return Response(
        asset("contribute.js"), headers={"Cache-Control": cached}, media_type="text/javascript"
    )
