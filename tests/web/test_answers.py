"""What all answers have in common, whatever was asked."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from tests.web.served import Served
from tvet_skos.publish.site.texts import LANGUAGES, texts
from tvet_skos.web.problems import KINDS

PATHS = (
    "/health/live",
    "/sparql",
    "/sparql?query=nonsense",
    "/queries",
    "/queries/nothing",
    "/id/micro-credential",
    "/id/micro-credential.ttl",
    "/id/nothing",
    "/data.nt",
    "/context.jsonld",
    "/void.ttl",
    "/nothing/at/all",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
def test_every_answer_says_what_a_browser_may_do(path: str, method: str, served: Served) -> None:
    got = served.get(path, method)
    policy = got.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "object-src 'none'" in policy
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in got.headers and "server" not in got.headers


@pytest.mark.parametrize("path", PATHS)
def test_any_site_may_read(path: str, served: Served) -> None:
    assert (
        served.get(path, Origin="https://example.org").headers["access-control-allow-origin"] == "*"
    )


def test_a_browser_that_asks_first_is_told_what_it_may_send(served: Served) -> None:
    def allowed(path: str) -> str:
        asked = {"Origin": "https://example.org", "Access_Control_Request_Method": "POST"}
        got = served.get(path, "OPTIONS", **asked)
        assert got.status == 204
        return got.headers["access-control-allow-methods"]

    assert "POST" in allowed("/sparql") and "POST" not in allowed("/id/micro-credential")


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/sparql", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("/rest/v1/vocabularies", {"GET", "HEAD", "OPTIONS"}),
        ("/id/micro-credential.ttl", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_an_address_tells_the_methods_that_it_takes(
    path: str, methods: set[str], served: Served
) -> None:
    got = served.get(path, "OPTIONS")
    assert got.status == 204 and not got.body
    assert set(got.headers["allow"].split(", ")) == methods


@pytest.mark.parametrize("path", ["/id/micro-credential.ttl", "/data.nt", "/queries", "/void.ttl"])
def test_who_has_an_answer_already_is_told_so(path: str, served: Served) -> None:
    first = served.get(path)
    etag = first.headers["etag"]
    assert etag.startswith('"')  # strong
    again = served.get(path, If_None_Match=f'"other", {etag}')
    assert again.status == 304 and not again.body and again.headers["etag"] == etag
    assert again.headers.get("vary") == first.headers.get("vary")
    assert served.get(path, If_None_Match='"other"').status == 200


@pytest.mark.parametrize("path", ["/id/micro-credential.ttl", "/data.nt", "/queries", "/sparql"])
def test_head_says_what_get_would(path: str, served: Served) -> None:
    get, head = served.get(path), served.get(path, "HEAD")
    assert head.status == get.status and not head.body
    for name in ("content-type", "content-length", "etag"):
        assert head.headers[name] == get.headers[name]


def test_forms_have_entity_tags_of_their_own(served: Served) -> None:
    suffixes = (".ttl", ".jsonld", ".rdf", ".nt", ".csv")
    tags = {served.get(f"/id/micro-credential{suffix}").headers["etag"] for suffix in suffixes}
    assert len(tags) == len(suffixes)


def test_a_problem_is_json_for_programs_and_a_page_for_people(served: Served) -> None:
    for accept in ("*/*", "application/json", "text/turtle"):
        got = served.get("/id/nothing", Accept=accept)
        assert got.problem == "not-found" and got.json["status"] == got.status == 404
    page = served.get("/id/<b>", Accept="text/html,*/*;q=0.8")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'role="alert"' in page.text and "<b>" not in page.text.partition("<main>")[2].replace(
        "<bdi>", ""
    )
    assert "Accept" in page.headers["vary"] and page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        ("/fr/term/nothing", "es", "fr"),
        ("/es/no-page", "fr", "es"),
        ("/en/term/nothing", "fr", "en"),
        ("/id/nothing", "fr-CA, en;q=0.5", "fr"),
        ("/queries/nothing", "es", "es"),
        ("/id/nothing", "de", "en"),
        ("/frx/nothing", "", "en"),
    ],
)
def test_a_problem_is_told_in_the_language_of_the_address_or_of_the_reader(
    path: str, accepted: str, language: str, served: Served
) -> None:
    got = served.get(path, Accept="text/html", Accept_Language=accepted)
    say, main = texts(language), unescape(got.text.partition("<main")[2])
    assert f'<html lang="{language}">' in got.text
    assert got.headers["content-language"] == language
    assert "Accept-Language" in got.headers["vary"]
    assert say("problem.title.not-found") in main and say("problem.text.not-found") in main
    assert f'href="/{language}/"' in main
    detail, mark = served.get(path).json["detail"], "" if language == "en" else ' lang="en"'
    assert f"<bdi{mark}>{detail}</bdi>" in main


def test_what_programs_are_told_is_the_same_in_every_language(served: Served) -> None:
    answers = {
        served.get("/fr/term/nothing", Accept=accept, Accept_Language=tag).body
        for accept in ("*/*", "application/problem+json")
        for tag in ("en", "fr", "es")
    }
    (one,) = answers
    assert b"There is nothing of that name" in one


def test_every_kind_of_problem_has_a_title_and_a_way_out_in_every_language() -> None:
    for kind in KINDS.values():
        assert texts("en")(f"problem.title.{kind.name}") == kind.title
        for language in LANGUAGES:
            assert len(texts(language)(f"problem.text.{kind.name}")) > 40
    named = {key.split(".")[2] for key in texts("en").entries if key.startswith("problem.title.")}
    assert named == set(KINDS)


def test_a_method_that_is_not_taken_is_refused(served: Served) -> None:
    got = served.get("/sparql", "PUT")
    assert got.problem == "method-not-allowed" and "POST" in got.headers["allow"]


def test_the_server_is_ready_when_it_can_answer(served: Served) -> None:
    assert served.get("/health/live").json == {"status": "pass"}
    assert served.get("/health/ready").json["status"] == "pass"


def test_every_kind_of_problem_is_explained(root: Path) -> None:
    page = (root / "docs" / "serving.md").read_text(encoding="utf-8")
    for kind in KINDS.values():
        assert f"| `{kind.name}` | {kind.status} |" in page
