"""The terms of the vocabulary in a text that somebody sends; nothing of it is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from threading import Lock
from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tvet_skos.lookup import label_of
from tvet_skos.lookup.annotation import Gazetteer, Mention
from tvet_skos.publish.reports.mentions import AnnotatedText, write_mentions
from tvet_skos.web.formats import chosen
from tvet_skos.web.negotiation import Offer
from tvet_skos.web.problems import Problem
from tvet_skos.web.site import view_of
from tvet_skos.web.view import View

BODY_BYTES = 1 << 19
"""The largest text that is read."""

MOST_MATCHES = 30_000
"""The most concepts that are named in an answer, each as often as it is mentioned."""

FORMS = (
    Offer(
        "json",
        'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
        ("application/ld+json", "application/json"),
    ),
    Offer("html", "text/html", ("application/xhtml+xml",)),
    Offer("csv", "text/csv"),
    Offer("text", "text/plain"),
)
"""What an answer may be: W3C Web Annotations, the text with links in it, a table, lines."""

PAGE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""What a text that came from outside may do here: nothing."""

_LONGEST_TAG = 40
_MOST_LANGUAGES = 8


class _Sent(NamedTuple):
    """A text as it was sent, and how it is to be read."""

    text: str
    is_page: bool
    language: str
    source: str = ""


async def annotate(request: Request) -> Response:
    """The terms in a text: ``text/plain``, ``text/html``, or JSON with ``text`` or ``html``.

    :raises Problem: the body is none of these, or no UTF-8
    """
    if request.method != "POST":
        raise Problem("method-not-allowed", "texts are sent by POST", headers={"Allow": "POST"})
    form = chosen(request, FORMS)
    sent = await _sent(request)
    language = request.query_params.get("lang", sent.language)
    if len(language) > _LONGEST_TAG:
        raise Problem("bad-parameter", "lang is no language tag")
    content = await run_in_threadpool(_annotated, _gazetteers(request), sent, language, form.name)
    headers = {"Vary": "Accept", "Content-Security-Policy": PAGE_POLICY}
    return Response(content, headers=headers, media_type=form.media_type)


async def _sent(request: Request) -> _Sent:
    given = request.headers.get("content-type", "text/plain")
    media_type = given.partition(";")[0].strip().lower()
    if media_type not in ("text/plain", "text/html", "application/json"):
        raise Problem(
            "unsupported-media-type",
            f"texts are not read from {given[:100]}",
            hint="send text/plain, text/html, or JSON with text or html",
            headers={"Accept-Post": "text/plain, text/html, application/json"},
        )
    try:
        body = (await request.body()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("bad-request", f"byte {error.start + 1} of the text is no UTF-8") from error
    if media_type == "application/json":
        return _from_json(body)
    return _Sent(body, media_type == "text/html", "")


def _from_json(body: str) -> _Sent:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Problem("bad-request", "the body is no JSON") from error
    if not isinstance(content, dict) or ("text" in content) == ("html" in content):
        raise Problem("bad-parameter", "the object must have either text or html")
    is_page = "html" in content
    sent = _Sent(
        content["html" if is_page else "text"],
        is_page,
        content.get("lang", ""),
        content.get("source", ""),
    )
    texts: tuple[Any, ...] = (sent.text, sent.language, sent.source)
    if not all(isinstance(each, str) for each in texts):
        raise Problem("bad-parameter", "text, html, lang and source must be texts")
    text, *others = (each.encode("utf-8", "replace").decode() for each in texts)
    return _Sent(text, is_page, *others)  # half a surrogate pair fits in no answer


def _annotated(gazetteers: _Gazetteers, sent: _Sent, language: str, form: str) -> bytes:
    gazetteer, store = gazetteers[language], gazetteers.view.store
    find = gazetteer.mentions_in_page if sent.is_page else gazetteer.mentions
    mentions = _few_enough(find(sent.text))
    concepts = {match.concept for mention in mentions for match in mention.matches}
    names = {iri: label_of(store, iri, language or "en") for iri in concepts}
    annotated = AnnotatedText(sent.text, mentions, names, sent.is_page, sent.source)
    return write_mentions(annotated, form).encode("utf-8", "replace")


def _few_enough(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    found, matches = [], 0
    for mention in mentions:
        found.append(mention)
        matches += len(mention.matches)
        if matches > MOST_MATCHES:
            raise Problem(
                "too-large",
                f"the text mentions terms more than {MOST_MATCHES:,} times",
                hint="send it in parts, or annotate it with `tvet-skos annotate`",
                members={"limit": MOST_MATCHES},
            )
    return tuple(found)


class _Gazetteers:
    """The labels of one version of a vocabulary, ready to be looked for, by language."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._made: dict[str, Gazetteer] = {}
        self._making = Lock()

    def __getitem__(self, language: str) -> Gazetteer:
        tag = language.lower()
        with self._making:
            if tag not in self._made:
                if len(self._made) >= _MOST_LANGUAGES:
                    self._made.pop(next(iter(self._made)))
                self._made[tag] = Gazetteer(self.view.store.labels, tag or None)
            return self._made[tag]


def _gazetteers(request: Request) -> _Gazetteers:
    """Those of the version that a request sees; kept as long as it is served."""
    view = view_of(request)
    kept = getattr(request.app.state, "gazetteers", None)
    if not isinstance(kept, _Gazetteers) or kept.view is not view:
        kept = request.app.state.gazetteers = _Gazetteers(view)
    return kept


ROUTES = [Route("/annotate", annotate, methods=["GET", "POST"])]
