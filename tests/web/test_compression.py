"""Texts are sent compressed to who takes that, and stay what they are."""

from __future__ import annotations

import gzip

from tests.web.served import Served


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
