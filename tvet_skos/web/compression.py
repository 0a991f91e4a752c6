"""Texts leave compressed where the client takes that: on a thin line pages come sooner."""

from __future__ import annotations

import asyncio
import gzip
from functools import lru_cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tvet_skos.web.negotiation import weighted

_LEAST_BYTES = 1024
_LEVEL = 5
_TEXTS = ("text/", "image/svg+xml")
_TEXT_SUFFIXES = ("json", "xml", "javascript", "turtle", "n-triples")


class Compressed:
    """Compresses answers that are texts and come in one piece; their ETag says so.

    It stands inside of ``Conditional``, so that the tag that a client sends back is compared with
    that of the form it would get.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the head of an answer back until its body is known."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "POST"):
            return await self._app(scope, receive, send)
        takes = takes_gzip(Headers(scope=scope).get("accept-encoding", ""))
        return await self._app(scope, receive, _Compressing(send, takes).send)


class _Compressing:
    def __init__(self, send: Send, takes: bool) -> None:
        self._send = send
        self._takes = takes
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        if self._start is not None:
            start, self._start = self._start, None
            headers = MutableHeaders(scope=start)
            if _is_text(headers) and not message.get("more_body"):
                headers.add_vary_header("Accept-Encoding")
                if self._takes and len(message.get("body", b"")) >= _LEAST_BYTES:
                    message = {**message, "body": await _packed(headers, message["body"])}
            await self._send(start)
        await self._send(message)


def _is_text(headers: Headers) -> bool:
    media_type = headers.get("content-type", "").partition(";")[0].strip()
    is_text = media_type.startswith(_TEXTS) or media_type.endswith(_TEXT_SUFFIXES)
    return is_text and "content-encoding" not in headers


async def _packed(headers: MutableHeaders, body: bytes) -> bytes:
    if len(body) <= _KEPT_BYTES:
        packed = _kept(body)
    else:  # the longest answers take a second, for which nobody else is to wait
        packed = await asyncio.to_thread(_zipped, body)
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(packed))
    if etag := headers.get("etag", ""):
        headers["ETag"] = f'{etag[:-1]}-gzip"'
    return packed


def _zipped(body: bytes) -> bytes:
    # The same bytes each time: no clock in the head.
    return gzip.compress(body, _LEVEL, mtime=0)


_KEPT_BYTES = 100_000
_kept = lru_cache(maxsize=256)(_zipped)
"""A page that is asked for again is the same object, whose hash is known: zipped once."""


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client takes gzip.

    :source: RFC 9110, section 12.5.3

    >>> takes_gzip("br, gzip;q=0.5"), takes_gzip("gzip;q=0, *"), takes_gzip("")
    (True, False, False)
    """
    qualities = {each.value.lower(): each.quality for each in weighted(accept_encoding)}
    return qualities.get("gzip", qualities.get("*", 0.0)) > 0
