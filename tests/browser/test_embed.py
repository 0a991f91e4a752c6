"""Cards on other people's pages: in a real browser, on a page from another origin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.browser.watched import faults
from tests.web.served import Served, serving

CARD = "[data-glossary-term]"


@dataclass
class Host:
    """A site of somebody else: one page, with the policy that it sends."""

    address: str
    body: str = ""
    policy: str = ""


class _Answering(BaseHTTPRequestHandler):
    def __init__(self, host: Host, *rest: object) -> None:
        self.host = host
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        body = f'<!doctype html><html lang="en"><title>x</title><body>{self.host.body}'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.host.policy:
            self.send_header("Content-Security-Policy", self.host.policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def elsewhere() -> Iterator[Host]:
    """A site on another port, which is another origin."""
    host = Host("")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Answering, host)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        host.address = f"http://127.0.0.1:{server.server_port}"
        yield host
        server.shutdown()


@dataclass
class Opened:
    """A page in the browser, with what was complained of and which servers were asked."""

    page: Page
    complaints: list[str]
    asked: list[str]

    @property
    def servers(self) -> set[str]:
        return {urlsplit(address).netloc for address in self.asked}


@contextmanager
def opened(browser: Browser, host: Host) -> Iterator[Opened]:
    context = browser.new_context()
    page = context.new_page()
    found = Opened(page, [], [])

    def dismissed(dialog: Dialog) -> None:
        found.complaints.append("dialog")
        dialog.dismiss()

    page.on("console", lambda message: found.complaints.append(message.text))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on("dialog", dismissed)
    page.on("request", lambda request: found.asked.append(request.url))
    page.goto(host.address)
    try:
        yield found
    finally:
        context.close()


def script(live: Served, term: str, more: str = "") -> str:
    return f'<script src="{live.address}/embed.js" data-term="{term}" {more} async></script>'


def strict(live: Served) -> str:
    """A policy under which nothing goes but what docs/embed.md asks for."""
    return f"default-src 'none'; script-src {live.address}; connect-src {live.address}"


def test_one_line_shows_a_card_on_another_site_under_a_strict_policy(
    live: Served, browser: Browser
) -> None:
    with elsewhere() as host:
        host.policy = strict(live)
        host.body = script(live, "microcredentials") + script(live, "RPL", 'data-lang="fr"')
        with opened(browser, host) as found:
            found.page.locator(CARD).locator("article").nth(1).wait_for()
            first, second = found.page.locator(CARD).all()
            assert first.locator("h1").inner_text() == "Micro-credential"
            assert first.locator(".source").inner_text().startswith("Source: Council of the Euro")
            others = first.locator("footer a").first
            assert others.inner_text() == "5 other definitions"
            assert others.get_attribute("href") == f"{live.address}/en/compare/micro-credential"
            assert second.locator("h1").inner_text() == "Reconnaissance des acquis"
            border = first.locator("article").evaluate("node => getComputedStyle(node).borderLeft")
            assert border.startswith("4px solid")
            assert found.complaints == []
            favicon = f"{host.address}/favicon.ico"
            assert found.servers == {urlsplit(a).netloc for a in (host.address, live.address)}
            assert found.page.context.cookies() == []
            assert [a for a in found.asked if not a.startswith(live.address)] in (
                [f"{host.address}/"], [f"{host.address}/", favicon],
            )  # fmt: skip


def test_a_definition_whose_source_is_not_known_says_so(odd: Served, browser: Browser) -> None:
    with elsewhere() as host:
        host.body = script(odd, "unsourced")
        with opened(browser, host) as found:
            line = found.page.locator(CARD).locator(".missing .source")
            assert line.inner_text() == "Source not captured"


def test_what_cannot_be_shown_becomes_a_link_to_a_search(live: Served, browser: Browser) -> None:
    with elsewhere() as host:
        host.body = script(live, "no such term")
        with opened(browser, host) as found:
            link = found.page.locator(CARD).locator("a")
            assert link.inner_text() == "no such term"
            assert link.get_attribute("href") == f"{live.address}/en/search?q=no+such+term"


def test_the_theme_is_the_one_asked_for(live: Served, browser: Browser) -> None:
    with elsewhere() as host:
        host.body = "".join(
            script(live, "skills", f'data-theme="{theme}"') for theme in ("dark", "light", "x")
        )
        with opened(browser, host) as found:
            articles = found.page.locator(CARD).locator("article")
            articles.nth(2).wait_for()
            paper = "node => getComputedStyle(node).backgroundColor"
            papers = [articles.nth(n).evaluate(paper) for n in range(3)]
            assert papers == ["rgb(27, 33, 37)", "rgb(255, 255, 255)", "rgb(255, 255, 255)"]


_ODD = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tvs: <https://w3id.org/tvet-skos/ns#> .
<http://example.org/v/> a skos:ConceptScheme ; skos:prefLabel "<img src=x onerror=alert(1)>"@en .
<http://example.org/v/a> a skos:Concept ; skos:inScheme <http://example.org/v/> ;
  skos:prefLabel "</h1><script>alert(1)</script>"@en ; skos:altLabel "__proto__"@en ;
  skos:definition "<img src=x onerror=alert(2)> \\u202E 'x' \\"y\\" </style>"@en, "constructor"@en .
<http://example.org/v/b> a skos:Concept ; skos:inScheme <http://example.org/v/> ;
  skos:prefLabel "Unsourced"@en ; skos:definition <http://example.org/v/b#def-1> .
<http://example.org/v/b#def-1> a tvs:Definition ; rdf:value "Something."@en ;
  tvs:sourceEvidence tvs:notCaptured .
"""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    file = tmp_path_factory.mktemp("odd") / "voc.ttl"
    file.write_text(_ODD, encoding="utf-8")
    with serving("--vocab", str(file), "--workers", "1") as server:
        yield server


def test_labels_and_definitions_are_texts_whatever_is_in_them(
    odd: Served, browser: Browser
) -> None:
    with elsewhere() as host:
        frame = f'<iframe src="{odd.address}/embed/a" width="500" height="400"></iframe>'
        host.body = script(odd, "__proto__") + frame
        with opened(browser, host) as found:
            card = found.page.locator(CARD)
            assert card.locator("h1").inner_text() == "</h1><script>alert(1)</script>"
            assert card.locator("img, script").count() == 0
            framed = found.page.frame_locator("iframe")
            assert framed.locator("h1").inner_text() == "</h1><script>alert(1)</script>"
            assert framed.locator("img, script").count() == 0
            assert found.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_a_card(
    live: Served, odd: Served, browser: Browser, axe: str, theme: str
) -> None:
    with elsewhere() as host:
        more = f'data-theme="{theme}"'
        host.body = script(live, "micro-credential", more) + script(odd, "unsourced", more)
        with opened(browser, host) as found:
            found.page.locator(CARD).locator("article").nth(1).wait_for()
            assert faults(found.page, axe) == []
            for server, term in ((live, "micro-credential"), (odd, "unsourced")):
                found.page.goto(f"{server.address}/embed/{term}?theme={theme}&definitions=all")
                assert faults(found.page, axe) == []
