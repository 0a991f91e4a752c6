"""The site in a folder, in a browser: from the disk and from a plain file server."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.paths import FILES
from tests.browser.watched import Visits, judge
from tvet_skos.lookup.search import search
from tvet_skos.publish.site.everything import every_concept
from tvet_skos.publish.site.folder.browser_index import BrowserIndex, IndexSizes
from tvet_skos.publish.site.folder.writing import SitePlan, put, write_site
from tvet_skos.resources import bundled_vocabulary

_GLOSSARY = Path(__file__).parents[1] / "data" / "glossary"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small vocabulary as files, in a folder whose name is not easy."""
    target = tmp_path_factory.mktemp("site") / "my stick #1" / "out"
    write_site(SitePlan(str(_GLOSSARY), languages=("en", "fr")), target)
    return target


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module", params=["disk", "server"])
def address(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Where the site is: a folder, and a folder below the root of a file server."""
    if request.param == "disk":
        yield folder.as_uri()
        return
    handler = partial(_Quiet, directory=str(folder.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/out"
        server.shutdown()
        thread.join()


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Visits]:
    """Visits to the site; afterwards it is seen that nothing else was asked for."""
    made = Visits(browser, address)
    yield made
    made.end()


def _at(visits: Visits, path: str, *, script: bool = True) -> Page:
    page = visits.page(script=script)
    page.goto(f"{visits.address}/{path}")
    return page


def test_a_reader_finds_a_term_whatever_the_spelling_and_is_told_why(watched: Visits) -> None:
    page = _at(watched, "index.html")
    page.wait_for_url("**/en/index.html")
    page.fill("#q", "micro credentail")
    page.keyboard.press("Enter")
    hit = page.locator("#hits li").first
    expect(hit).to_contain_text("preferred label “Micro-credential” is spelled nearly so")
    expect(hit).to_contain_text("6 definitions")
    expect(page.locator("#found")).to_have_text("1 term found")
    expect(page.locator("#q")).to_have_value("micro credentail")
    hit.locator("h3 a").click()
    expect(page.locator("h1")).to_have_text("Micro-credential")


def test_long_lists_of_hits_go_on_and_nothing_found_leads_to_the_list(watched: Visits) -> None:
    page = _at(watched, "fr/search.html?q=a")
    expect(page.locator("#found")).to_contain_text("trouvés")
    while page.locator("#more").is_visible():
        before = page.locator("#hits li").count()
        page.locator("#more").click()
        expect(page.locator("#hits li").nth(before)).to_be_visible()
    number = int(page.locator("#found").inner_text().split()[0])
    assert page.locator("#hits li").count() == number > 20
    page = _at(watched, "en/search.html?q=xyzzyq")
    expect(page.locator("#found")).to_have_text("Nothing was found for “xyzzyq”.")
    page.locator("#nothing a").click()
    expect(page.locator("h1")).to_have_text("Terms from A to Z")


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=attack()>", '"><b>', "%00", "*", "…", "a" * 999]
)
def test_whatever_is_searched_for_nothing_runs(watched: Visits, text: str) -> None:
    page = _at(watched, "en/search.html")
    page.fill("#q", text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    expect(page.locator("#found")).not_to_have_text("Searching …")
    expect(page.locator("#failed")).to_be_hidden()
    assert page.locator("main img, main b").count() == 0


def test_another_baseline_can_be_chosen(watched: Visits) -> None:
    page = _at(watched, "en/compare/micro-credential.html")
    page.select_option("#baseline", "3")
    page.locator("form.baseline button").click()
    page.wait_for_url("**/micro-credential.baseline-3.html")
    expect(page.locator(".column.base .dot")).to_have_text("3")
    page.get_by_role("link", name="Hold the others against 2").click()
    expect(page.locator(".column.base .dot")).to_have_text("2")


def test_every_kind_of_page_opens_without_a_complaint(watched: Visits) -> None:
    paths = ["about", "api", "changes", "hierarchy", "hierarchy/credential", "index/all/m"]
    paths += ["sources", "topics", "unsourced", "search", "term/learning", "compare/learning"]
    for path in paths:
        page = _at(watched, f"en/{path}.html")
        expect(page.locator("h1")).to_have_count(1)


def test_without_scripts_the_list_is_offered(watched: Visits) -> None:
    page = _at(watched, "en/search.html?q=learning", script=False)
    expect(page.locator("#no-script")).to_contain_text("Searching needs JavaScript")
    page.locator("#no-script a").click()
    expect(page.locator("h1")).to_have_text("Terms from A to Z")


# From the disk nobody says how many bytes came, and axe reads style sheets by itself.
_FROM_A_SERVER = pytest.mark.parametrize("address", ["server"], indirect=True)


@_FROM_A_SERVER
def test_a_search_loads_little(watched: Visits) -> None:
    page = watched.page()
    loaded: list[int] = []
    page.on("response", lambda response: loaded.append(len(response.body())))
    page.goto(f"{watched.address}/en/search.html?q=recognition of learning")
    expect(page.locator("#hits li").first).to_be_visible()
    assert len(loaded) > 7 and sum(loaded) < 300_000


@_FROM_A_SERVER
@pytest.mark.parametrize("name", FILES)
def test_axe_finds_nothing_serious(watched: Visits, axe: str, name: str) -> None:
    page = watched.page()
    page.route("**/index.html", _staying)
    page.goto(f"{watched.address}/{FILES[name]}")
    judge(page, axe)


@_FROM_A_SERVER
def test_axe_finds_nothing_serious_in_what_was_found(watched: Visits, axe: str) -> None:
    page = _at(watched, "en/search.html?q=learning")
    expect(page.locator("#hits li").first).to_be_visible()
    judge(page, axe)


def _staying(route: Route) -> None:
    """A page that does not lead on by itself."""
    answer = route.fetch()
    body = re.sub(r'<meta http-equiv="refresh"[^>]*>', "", answer.text())
    route.fulfill(response=answer, body=body)


_QUESTIONS = """
micro credentail|credential|Micro-Credentials|learn|learning outcomes|lern|competencie|vet|TVET
recogniton of prior lerning|apprentissage|formación|e-learning|elearning|skills gap|l|the|NEET
an ability to|aprendizaje|skilz|qualifcation framework|c++|…|learn*|*earn*|*duc|green job|teh
workers who need|open|teacher trainer|cualificaciones|xyzzy|diplôme|EDUCATION|prior|quality
"""


@pytest.fixture(scope="module")
def plan() -> SitePlan:
    return SitePlan(str(bundled_vocabulary()))


def _searching(browser: Browser, plan: SitePlan, folder: Path, sizes: IndexSizes) -> Page:
    """A search page of the bundled vocabulary with an index cut as is said."""
    contents = plan.contents()
    put(folder, (made for made in contents.fixed() if made[0].startswith(("static/", "en/search"))))
    readings = [contents.edition.reading(language) for language in plan.languages]
    BrowserIndex(readings, every_concept(contents.edition), folder / "search", sizes).write()
    page = browser.new_page()
    page.goto((folder / "en" / "search.html").as_uri())
    return page


def _found(page: Page, text: str, language: str) -> list[tuple[int, str]]:
    hits = page.evaluate(
        "async ([text, language]) => (await tvetSkos.search(text, language)).hits"
        ".map((hit) => [hit.concept, hit.mode])",
        [text, language],
    )
    return [(concept, mode) for concept, mode in hits]


def test_the_browser_finds_what_the_server_finds_in_the_same_order(
    browser: Browser, plan: SitePlan, tmp_path: Path
) -> None:
    edition = plan.contents().edition
    concepts = every_concept(edition)
    page = _searching(browser, plan, tmp_path, IndexSizes())
    for text in _QUESTIONS.replace("\n", "|").strip("|").split("|"):
        for language in ("en", "fr", "es"):
            hits = search(edition.store, text, language=language, limit=1000).hits
            known = [(concepts.index(hit.concept), hit.mode.value) for hit in hits]
            assert _found(page, text, language) == known, (text, language)
    page.close()


def test_an_index_in_many_files_gives_the_same_beginnings_words_and_definitions(
    browser: Browser, plan: SitePlan, tmp_path: Path
) -> None:
    edition = plan.contents().edition
    concepts = every_concept(edition)
    page = _searching(browser, plan, tmp_path, IndexSizes(whole=0, shard=1_500))
    assert len(list((tmp_path / "search").glob("labels-*.js"))) > 20
    sure = ("exact", "prefix", "words", "definition")
    asked = ("learn", "Learning outcomes", "prior learning", "elearning", "TVET", "green job")
    for text in (*asked, "workers who need", "cualificaciones", "competencie", "of"):
        hits = search(edition.store, text, language="en", limit=1000).hits
        known = {concepts.index(hit.concept): hit.mode.value for hit in hits}
        found = dict(_found(page, text, "en"))
        wanted = {concept: mode for concept, mode in known.items() if mode in sure}
        assert {c: m for c, m in found.items() if c in wanted} == wanted, text
    page.close()
