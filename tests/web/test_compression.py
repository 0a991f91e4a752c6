"""Texts are sent compressed to who takes that, and stay what they are."""

from __future__ import annotations

import asyncio
import gzip
import threading

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from tests.web.served import Served
from tvet_skos.web import compression


def test_a_page_is_a_fraction_of_itself_and_the_same(served: Served) -> None:
    plain = served.get("/en/term/micro-credential")
    packed = served.get("/en/term/micro-credential", Accept_Encoding="gzip, deflate, br")
    assert "content-encoding" not in plain.headers and packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) * 3 < len(plain.body)
    assert packed.headers["content-length"] == str(len(packed.body))
    for got in (plain, packed):
        assert "Accept-Encoding" in got.headers["vary"]


def test_each_form_has_a_tag_of_its_own(served: Served) -> None:
    path = "/en/term/micro-credential"
    plain = served.get(path).headers["etag"]
    packed = served.get(path, Accept_Encoding="gzip").headers["etag"]
    assert plain != packed
    again = served.get(path, Accept_Encoding="gzip", If_None_Match=packed)
    assert (again.status, again.body) == (304, b"")
    assert served.get(path, If_None_Match=packed).status == 200


def test_what_is_small_or_no_text_is_left_as_it_is(served: Served) -> None:
    for path in ("/health/live", "/data.xlsx"):
        assert "content-encoding" not in served.get(path, Accept_Encoding="gzip").headers


def test_who_refuses_gets_it_plain(served: Served) -> None:
    for accepted in ("gzip;q=0", "identity", "br", ""):
        got = served.get("/en/", Accept_Encoding=accepted)
        assert "content-encoding" not in got.headers and b"<!doctype html>" in got.body


def test_nobody_waits_while_a_long_answer_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    packed_in = []

    def zipped(body: bytes) -> bytes:
        packed_in.append(threading.current_thread())
        return gzip.compress(body)

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    monkeypatch.setattr(compression, "_zipped", zipped)
    app = compression.Compressed(PlainTextResponse("x" * 200_000))
    scope = {"type": "http", "method": "GET", "headers": [(b"accept-encoding", b"gzip")]}
    asyncio.run(app(scope, _nothing, send))
    assert gzip.decompress(sent[1]["body"]) == b"x" * 200_000
    assert packed_in != [threading.current_thread()]


async def _nothing() -> Message:
    raise AssertionError("nobody asks for the body")
