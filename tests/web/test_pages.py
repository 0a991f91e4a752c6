"""Pages over HTTP: all are there, link to what is there, and cost little the second time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.web.served import Served, serving
from tvet_skos.publish.site.rendering import ASSETS, asset_path

_PATHS = (
    "/en/",
    "/fr/term/micro-credential",
    "/es/compare/micro-credential",
    "/en/compare/micro-credential?baseline=2&lang=en",
    "/en/index",
    "/en/index/en/M",
    "/fr/index/all/M",
    "/en/topics",
    "/en/topic/topic/credentials",
    "/en/hierarchy",
    "/en/hierarchy/credential",
    "/en/sources",
    "/en/sources/page-2",
    "/en/source/source/col-2020",
    "/en/unsourced",
    "/en/coverage",
    "/en/coverage/fr/definition",
    "/en/coverage/es/source/page-2",
    "/en/search",
    "/en/search?q=credential&several=yes",
    "/en/search/page-2?q=skill",
    "/es/about",
    "/en/api",
)


@pytest.mark.parametrize("path", _PATHS)
def test_every_kind_of_page_is_there(served: Served, path: str) -> None:
    got = served.get(path)
    assert got.status == 200, got
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    assert got.headers["content-language"] == path[1:3]
    assert f'<html lang="{path[1:3]}">' in got.text
    assert len(got.body) < 100_000
    policy = got.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy


def _links(page: str) -> set[str]:
    found = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    return {unescape(link).partition("#")[0] for link in found}


def test_links_inside_lead_to_something(served: Served) -> None:
    waiting = {path for path in _PATHS if path.startswith("/en/")}
    paths = {
        urljoin(path, link)
        for path in waiting
        for link in _links(served.get(path).text)
        if link.startswith("/")
    }
    assert len(paths) > 300
    chosen = sorted(paths)[::4] + [path for path in paths if path.count("/") < 3]
    for path in dict.fromkeys(chosen):
        assert served.get(path).status in (200, 303), path


def test_a_page_that_is_known_is_not_sent_again(served: Served) -> None:
    first = served.get("/en/term/micro-credential")
    again = served.get("/en/term/micro-credential", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert served.get("/en/term/micro-credential").body == first.body
    head = served.get("/en/term/micro-credential", method="HEAD")
    assert (head.status, head.body) == (200, b"") and head.headers["etag"] == first.headers["etag"]


def test_the_start_leads_to_the_language_of_the_reader(served: Served) -> None:
    assert served.get("/", Accept_Language="fr-CA, en;q=0.5").headers["location"] == "/fr/"
    got = served.get("/", Accept_Language="de")
    assert (got.status, got.headers["location"]) == (303, "/en/")
    assert got.headers["vary"] == "Accept-Language"


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/id/micro-credential", "/es/term/micro-credential"),
        ("/id/micro-credential.html", "/es/term/micro-credential"),
        ("/id/topic/credentials", "/es/topic/topic/credentials"),
        ("/id/source/col-2020", "/es/source/source/col-2020"),
        ("/id/", "/es/"),
        ("/id/micro-credential%23def-67cd4b43", "/es/term/micro-credential#def-67cd4b43"),
    ],
)
def test_a_browser_that_asks_for_an_iri_gets_its_page(served: Served, path: str, page: str) -> None:
    got = served.get(path, Accept="text/html", Accept_Language="es")
    assert (got.status, got.headers["location"]) == (303, page)
    assert served.get(page.partition("#")[0]).status == 200


@pytest.mark.parametrize("text", ["%00", "*", "**", "%ED%A0%80", "%F0%9F%92%A9", "%0D%0A", "a&q=b"])
def test_whatever_is_searched_for_there_is_an_answer(served: Served, text: str) -> None:
    assert served.get(f"/en/search?q={text}&topic={text}&year=%00").status == 200


def test_long_filters_do_not_make_long_pages(served: Served) -> None:
    got = served.get("/en/search?q=skill&topic=" + "x" * 20_000)
    assert got.status == 200 and len(got.body) < 100_000


def test_a_language_without_a_slash_leads_to_its_start(served: Served) -> None:
    assert served.get("/fr").headers["location"] == "/fr/"


def test_programs_still_get_data(served: Served) -> None:
    got = served.get("/id/micro-credential", Accept="text/turtle")
    assert got.headers["location"] == "/id/micro-credential.ttl"


@pytest.mark.parametrize(
    "path",
    [
        "/en/term/no-such-term",
        "/en/term/source/col-2020",
        "/en/term/~javascript:attack()",
        "/en/term/%FF%FE",
        "/en/term/a%0Ab",
        "/en/term/" + "x" * 9000,
        "/en/compare/no-such-term",
        "/en/compare/micro-credential?baseline=99",
        "/en/compare/micro-credential?baseline=x",
        "/en/compare/micro-credential?lang=tlh",
        "/en/index/en/%3Cscript%3E",
        "/en/sources/page-999999",
        "/en/sources/page-0",
        "/en/sources/nothing",
        "/en/term/%00",
        "/en/source/%1D",
        "/en/source/%F3%B1%93%A3",
        "/en/source/%25zz",
        "/en/index/en/%00",
        "/en/topic/micro-credential",
        "/en/source/nothing",
        "/en/nothing",
        "/de/term/micro-credential",
        "/cite/nothing.bib",
        "/static/../app.py",
        "/static/nothing.css",
    ],
)
def test_what_is_not_there_is_told_to_people_and_programs(served: Served, path: str) -> None:
    assert served.get(path).problem == "not-found"
    page = served.get(path, Accept="text/html")
    assert page.status == 404 and "<h1>There is nothing of that name</h1>" in page.text
    assert "<script" not in page.text


def test_comparisons_and_citations_can_be_taken_away(served: Served) -> None:
    table = served.get("/en/compare/micro-credential.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert 'filename="micro-credential.csv"' in table.headers["content-disposition"]
    assert table.text.count("\r\n") >= 7
    bibtex = served.get("/cite/micro-credential.bib")
    assert bibtex.status == 200 and bibtex.text.count("@misc{") == 8
    assert len(served.get("/cite/micro-credential.csl.json").json) == 8


def test_files_named_by_their_content_are_kept_for_good(served: Served) -> None:
    for name, media_type in ASSETS.items():
        got = served.get(asset_path(name))
        assert got.headers["content-type"].startswith(media_type)
        assert "immutable" in got.headers["cache-control"]
        assert served.get(f"/static/{name}").headers["cache-control"] == "no-cache"
        assert served.get(f"/static/00000000/{name}").headers["cache-control"] == "no-cache"


_ELSEWHERE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/voc#> a skos:ConceptScheme ; skos:prefLabel "Voc"@en .
<http://example.org/voc#a> a skos:Concept ; skos:prefLabel "A"@en ;
  skos:inScheme <http://example.org/voc#> ; skos:narrower <http://other.example/x?y=1&z=ü#k> .
<http://other.example/x?y=1&z=ü#k> a skos:Concept ; skos:prefLabel "Far away"@en .
<urn:x:café%20bar> a skos:Concept ; skos:prefLabel "Urn"@en ; skos:definition "One."@en, "Two."@en .
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A vocabulary with hash IRIs, and with concepts under no base."""
    file: Path = tmp_path_factory.mktemp("voc") / "voc.ttl"
    file.write_text(_ELSEWHERE, encoding="utf-8")
    with serving("--vocab", str(file), "--workers", "1") as server:
        yield server


def test_any_iri_of_a_concept_has_a_page(elsewhere: Served) -> None:
    listed = elsewhere.get("/en/index/all/U").text + elsewhere.get("/en/index/all/F").text
    paths = {link for link in _links(listed) if link.startswith("/en/term/")}
    assert len(paths) == 2
    for path in (*paths, "/en/term/a"):
        assert elsewhere.get(path).status == 200, path
    urn = next(path for path in paths if "urn" in path)
    assert ">Urn</bdi></h1>" in elsewhere.get(urn).text
    assert elsewhere.get(urn.replace("/term/", "/compare/") + ".csv").status == 200
    far = elsewhere.get("/en/term/a").text
    assert next(path for path in paths if "urn" not in path) in _links(far)
