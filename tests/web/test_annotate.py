"""Terms in texts that are sent: every form in, every form out, and nothing that acts."""

from __future__ import annotations

import json

import pytest

from tests.web.served import Served
from tvet_skos.web.annotate import BODY_BYTES, MOST_MATCHES

_LD = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'


def test_texts_come_back_as_web_annotations(served: Served) -> None:
    got = served.post("/annotate", "Été: RPL.".encode(), "text/plain; charset=utf-8")
    assert got.status == 200 and got.headers["content-type"] == _LD
    assert got.headers["access-control-allow-origin"] == "*"
    (item,) = got.json["first"]["items"]
    assert item["target"]["selector"][0] == {"type": "TextPositionSelector", "start": 5, "end": 8}


@pytest.mark.parametrize(
    ("accept", "media_type", "begins"),
    [
        ("application/json", _LD, "{"),
        ("text/html", "text/html; charset=utf-8", "<p>"),
        ("text/csv", "text/csv; charset=utf-8", "start,end,"),
        ("text/plain", "text/plain; charset=utf-8", "0-3\tRPL\t"),
    ],
)
def test_the_form_is_the_one_asked_for(
    served: Served, accept: str, media_type: str, begins: str
) -> None:
    got = served.post("/annotate", b"RPL", "text/plain", Accept=accept)
    assert got.headers["content-type"] == media_type and got.text.startswith(begins)
    assert "Accept" in got.headers["vary"]


def test_json_may_carry_a_text_or_a_page(served: Served) -> None:
    def found(**sent: str) -> list[str]:
        got = served.post("/annotate", json.dumps(sent).encode(), "application/json")
        return [item["target"]["selector"][1]["exact"] for item in got.json["first"]["items"]]

    assert found(text="<i title='RPL'>RPL") == ["RPL", "RPL"]
    assert found(html="<i title='RPL'>RPL") == ["RPL"]
    assert found(text="RPL, acquis", lang="fr") == []
    assert found(text="\ud800 RPL") == ["RPL"]


def test_what_is_sent_cannot_act_here(served: Served) -> None:
    page = b"<script>alert(1)</script><img src=x onerror=alert(2)>RPL"
    for kind in ("text/html", "text/plain"):
        got = served.post("/annotate", page, kind, Accept="text/html")
        policy = got.headers["content-security-policy"]
        assert "sandbox" in policy and "default-src 'none'" in policy
        assert got.headers["x-content-type-options"] == "nosniff"
        assert ("<script" in got.text) is (kind == "text/html")


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"x", "image/png", 415),
        (b"x", "application/x-www-form-urlencoded", 415),
        (b"\xff", "text/plain", 400),
        (b"{", "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b"{}", "application/json", 400),
        (b'{"text":1}', "application/json", 400),
        (b'{"text":"a","html":"b"}', "application/json", 400),
        (b'{"text":"a","lang":[]}', "application/json", 400),
        (b"RPL " * (MOST_MATCHES + 1), "text/plain", 413),
    ],
)
def test_what_cannot_be_read_is_told(
    served: Served, body: bytes, content_type: str, status: int
) -> None:
    got = served.post("/annotate", body, content_type)
    assert got.status == status and got.problem
    assert served.is_alive


def test_a_text_that_is_too_large_is_refused_before_it_is_sent(served: Served) -> None:
    got = served.post("/annotate", b"", "text/plain", Content_Length=str(BODY_BYTES + 1))
    assert got.status == 413 and got.json["limit"] == BODY_BYTES


def test_it_is_asked_by_post_only(served: Served) -> None:
    assert served.get("/annotate").status == 405


def test_a_long_language_is_refused_and_a_strange_one_finds_nothing(served: Served) -> None:
    assert served.post(f"/annotate?lang={'x' * 50}", b"RPL").status == 400
    for number in range(12):
        got = served.post(f"/annotate?lang=x{number}", b"RPL", Accept="text/plain")
        assert got.status == 200 and got.text == ""
    assert served.post("/annotate?lang=EN", b"RPL", Accept="text/plain").text
