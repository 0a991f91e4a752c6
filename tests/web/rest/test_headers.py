"""What REST answers have in common with all others."""

from __future__ import annotations

import pytest

from tests.web.rest.conftest import Rest

PATHS = ("", "search?query=micro*", "index/", "vocabularyStatistics", "/openapi.json",
    "/rest/v1/sources", "compare?term=skills&format=csv", "search",
    "/rest/v1/nothing/")  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_any_site_may_read_and_nothing_is_run(path: str, rest: Rest) -> None:
    got = rest.send("GET", path if path[:1] == "/" else f"/rest/v1/glossary/{path}", b"", {})
    assert got.headers["access-control-allow-origin"] == "*"
    assert "default-src 'self'" in got.headers["content-security-policy"]
    assert got.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", PATHS[:6])
def test_who_has_an_answer_is_told_so(path: str, rest: Rest) -> None:
    address = path if path[:1] == "/" else f"/rest/v1/glossary/{path}"
    first = rest.send("GET", address, b"", {})
    assert first.status == 200 and first.headers["etag"].startswith('"')
    again = rest.send("GET", address, b"", {"If-None-Match": first.headers["etag"]})
    assert again.status == 304 and not again.body
    assert again.headers.get("vary") == first.headers.get("vary")
    head = rest.send("HEAD", address, b"", {})
    assert head.status == 200
    for name in ("etag", "content-type", "content-length"):
        assert head.headers[name] == first.headers[name]


def test_a_problem_is_told_to_programs_and_to_people(rest: Rest) -> None:
    got = rest.get("search", maxhits="many", offset="x")
    assert got.problem == "bad-parameter"
    assert [each["pointer"] for each in got.json["errors"]] == ["maxhits", "offset"]
    page = rest.get("search", maxhits="many", asked_by={"Accept": "text/html"})
    assert page.status == 400 and page.headers["content-type"].startswith("text/html")


def test_other_methods_are_refused(rest: Rest) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        got = rest.send(method, "/rest/v1/glossary/search?query=x", b"", {})
        assert got.problem == "method-not-allowed"
    assert rest.get("validate").problem == "method-not-allowed"
