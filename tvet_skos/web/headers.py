"""What every answer says beside its content: what a browser may do with it, and which one it is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Nothing but what the server itself gives is loaded or run, and nobody may frame a page."""

_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

READ_BY_POST = (
    "/sparql", "/queries", "/queries/*", "/reconcile", "/reconcile/*", "/annotate",
    "/rest/v1/*/validate",
)  # fmt: skip
"""Patterns of the paths that only read, though they are asked by POST."""

_EXPOSED = "ETag, Link, Location, Content-Profile, Retry-After, Query-Limits, Query-Truncated"
_ASKED_WITH = "Accept, Accept-Language, Accept-Profile, Content-Type, If-None-Match"
_A_DAY = "86400"


class PolicyHeaders:
    """Adds the headers that every answer has, also the answers to what went wrong.

    What an answer says itself stays. Any site may read what is here, for it is public and there are
    no cookies; so the answer to a question of a browser about that is always the same.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight, pass everything else on."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(scope=message), scope)
            await send(message)

        if _is_preflight(scope):
            return await _allow(scope, send_with_headers)
        return await self._app(scope, receive, send_with_headers)


def _complete(headers: MutableHeaders, scope: Scope) -> None:
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    if scope["method"] in ("GET", "HEAD", "OPTIONS") or reads_by_post(scope["path"]):
        headers.setdefault("Access-Control-Allow-Origin", "*")
        headers.setdefault("Access-Control-Expose-Headers", _EXPOSED)


def reads_by_post(path: str) -> bool:
    """Whether a POST to a path changes nothing, so that any site may send one."""
    return any(fnmatchcase(path, pattern) for pattern in READ_BY_POST)


def _is_preflight(scope: Scope) -> bool:
    return scope["method"] == "OPTIONS" and any(
        name == b"access-control-request-method" for name, _ in scope["headers"]
    )


async def _allow(scope: Scope, send: Send) -> None:
    methods = "GET, HEAD, OPTIONS" + (", POST" if reads_by_post(scope["path"]) else "")
    headers = (
        (b"access-control-allow-methods", methods.encode()),
        (b"access-control-allow-headers", _ASKED_WITH.encode()),
        (b"access-control-max-age", _A_DAY.encode()),
    )
    await send({"type": "http.response.start", "status": 204, "headers": [*headers]})
    await send({"type": "http.response.body", "body": b""})


class Conditional:
    """Gives every answer to a GET a strong ETag, and 304 to who has that answer already.

    The tag is made from the bytes unless the answer brings one, so that it is right whatever made
    them. Answers in several parts get none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the head of an answer back until its body is known."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await self._app(scope, receive, send)
        wanted = Headers(scope=scope).get("if-none-match")
        return await self._app(scope, receive, _Tagging(send, wanted).send)


class _Tagging:
    def __init__(self, send: Send, wanted: str | None) -> None:
        self._send = send
        self._wanted = wanted
        self._start: Message | None = None
        self._unchanged = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._start is not None:
            start, self._start = self._start, None
            headers = MutableHeaders(scope=start)
            if start["status"] == 200:
                _tag(headers, message)
                self._unchanged = self._is_known(headers.get("etag"))
            await self._send(_not_modified(headers) if self._unchanged else start)
            if self._unchanged:
                await self._send({"type": "http.response.body", "body": b""})
        if not self._unchanged:
            await self._send(message)

    def _is_known(self, etag: str | None) -> bool:
        return bool(etag and self._wanted) and matches(str(self._wanted), str(etag))


def _tag(headers: MutableHeaders, body: Message) -> None:
    if not body.get("more_body") and "body" in body and "etag" not in headers:
        headers["ETag"] = etag_of(body["body"])
    # Kept, but asked for again each time: a vocabulary may change at any moment.
    headers.setdefault("Cache-Control", "no-cache")


def etag_of(content: bytes) -> str:
    """A strong entity tag: the same for the same bytes only.

    >>> etag_of(b"")
    '"e3b0c44298fc1c149afbf4c8"'
    """
    return f'"{hashlib.sha256(content).hexdigest()[:24]}"'


_ETAG = re.compile(r'(?:W/)?("[^"]*")')


def matches(if_none_match: str, etag: str) -> bool:
    """Whether a client has what an entity tag names, by weak comparison.

    :source: RFC 9110, section 13.1.2

    >>> matches('W/"a", "b"', '"a"'), matches("*", '"a"'), matches('"c"', '"a"')
    (True, True, False)
    """
    return if_none_match.strip() == "*" or etag in _ETAG.findall(if_none_match)


_KEPT = ("etag", "vary", "cache-control", "content-location", "date", "expires", "link")


def _not_modified(headers: Mapping[str, str]) -> Message:
    kept = [(name.encode(), headers[name].encode("latin-1")) for name in _KEPT if name in headers]
    return {"type": "http.response.start", "status": 304, "headers": kept}


def link(target: str, relation: str, **attributes: str) -> str:
    """One element of a ``Link`` header; ``media_type`` is written ``type``.

    >>> link("/id/skill.ttl", "alternate", media_type="text/turtle")
    '</id/skill.ttl>; rel="alternate"; type="text/turtle"'

    :source: RFC 8288, section 3
    """
    named = ((name.replace("media_type", "type"), value) for name, value in attributes.items())
    parameters = "".join(f'; {name}="{value}"' for name, value in named if value)
    return f'<{_in_angles(target)}>; rel="{relation}"{parameters}'


def _in_angles(target: str) -> str:
    """An IRI as it can stand in a header: ASCII, and nothing that ends it."""
    from urllib.parse import quote

    return quote(target, safe=":/?#[]@!$&'()*+,;=~%-._")


def links(elements: Iterable[str]) -> dict[str, str]:
    """The ``Link`` header of some elements; none where there are none."""
    joined = ", ".join(elements)
    return {"Link": joined} if joined else {}
