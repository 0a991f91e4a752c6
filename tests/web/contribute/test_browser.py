"""The forms in a browser: with and without scripts, for axe, by keyboard, on a phone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.contribute.people import DEFINITION, enabling
from tests.web.served import Served, serving
from tvet_skos.contribute.queue import Queue

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

pytest.importorskip("playwright", reason="Playwright is not installed")

from playwright.sync_api import expect, sync_playwright

GLOSSARY = Path(__file__).parents[2] / "data" / "glossary"
FORM = "/en/contribute/skills"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of the system; Playwright's own are never downloaded."""
    named = os.environ.get("TVET_SKOS_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no Chromium here: install the package `chromium` or set TVET_SKOS_CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where proposals wait."""
    return tmp_path_factory.mktemp("queue")


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """A server that takes proposals."""
    before = enabling(folder)
    with serving("--vocab", str(GLOSSARY), "--workers", "1", before=before) as server:
        yield server


@pytest.fixture
def page(browser: Browser, served: Served, folder: Path) -> Iterator[Page]:
    """A page that may load nothing from elsewhere, with an empty queue."""
    for file in folder.iterdir():
        file.unlink()
    context = browser.new_context(base_url=served.address, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    made = context.new_page()
    asked: list[str] = []
    made.on("request", lambda request: asked.append(request.url))
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.on("console", lambda said: faults.append(said.text) if "Policy" in said.text else None)
    yield made
    assert all(url.startswith(served.address) for url in asked)
    assert faults == []
    context.close()


def _fill(page: Page, **given: str) -> None:
    for name, value in given.items():
        if name == "source":
            page.check(f"[name=source][value={value}]")
        elif name == "language":
            page.select_option("[name=language]", value)
        elif name != "kind":
            page.fill(f"[name={name}]", value)


def test_messages_appear_beside_the_field_while_it_is_filled_in(page: Page) -> None:
    page.goto(FORM)
    page.check("[name=source][value=new]")
    page.fill("[name=url]", "javascript:alert(1)")
    page.locator("[name=url]").blur()
    note = page.locator("#n-url")
    expect(note).to_contain_text("A web address begins with")
    expect(page.locator("[name=url]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#n-text")).to_be_empty()  # nobody was there yet
    page.fill("[name=url]", "https://example.org/words")
    page.locator("[name=url]").blur()
    expect(note).to_be_empty()
    expect(page.locator("[name=url]")).not_to_have_attribute("aria-invalid", "true")


def test_the_turtle_and_what_is_alike_appear_while_the_form_is_filled_in(page: Page) -> None:
    page.goto(f"{FORM}?kind=spelling")
    page.check("[name=spelling][value=alternative]")
    page.fill("[name=text]", "Learning")
    page.locator("[name=text]").blur()
    expect(page.locator("#alike")).to_contain_text("Learning")
    expect(page.locator("#turtle code")).to_contain_text('skos:altLabel "Learning"@en')


def test_a_double_click_sends_once(page: Page, folder: Path) -> None:
    page.goto(FORM)
    _fill(page, **DEFINITION)
    page.dblclick("button[value=send]")
    page.wait_for_url("**/status/*")
    assert len(list(Queue(folder))) == 1


def test_what_is_wrong_has_the_focus(page: Page) -> None:
    page.goto(FORM)
    page.click("button[value=send]")
    expect(page.locator(".outcome.faulty")).to_be_focused()
    page.locator(".outcome a", has_text="Source").click()
    expect(page.locator("#f-source")).to_be_focused()


def test_the_fields_of_another_way_to_give_the_source_are_out_of_the_way(page: Page) -> None:
    page.goto(FORM)
    expect(page.locator("[name=citation]")).to_be_hidden()
    page.check("[name=source][value=new]")
    expect(page.locator("[name=citation]")).to_be_visible()
    expect(page.locator("[name=register]")).to_be_hidden()
    page.check("[name=source][value=unknown]")
    expect(page.locator("[name=citation]")).to_be_hidden()
    expect(page.locator("[name=homepage]")).not_to_be_in_viewport()


def test_everything_works_by_keyboard_and_without_scripts(
    browser: Browser, served: Served, folder: Path
) -> None:
    for file in folder.iterdir():
        file.unlink()
    with browser.new_context(base_url=served.address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/en/contribute")
        page.focus("#term")
        page.keyboard.type("skill")
        page.keyboard.press("Enter")
        page.wait_for_url("**/contribute/skills")
        page.focus("[name=text]")
        page.keyboard.type(DEFINITION["text"])
        page.focus("#f-source")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        page.keyboard.type(DEFINITION["citation"])
        page.keyboard.press("Enter")
        page.wait_for_url("**/status/*")
        assert page.locator("h1").inner_text() == "Your proposal waits for the editors"
    (waiting,) = Queue(folder)
    assert waiting.citation == DEFINITION["citation"]


def _judged(page: Page, what: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    assert [(what, each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_axe_finds_nothing_on_a_form_with_faults(page: Page) -> None:
    page.goto(FORM)
    page.check("[name=source][value=new]")
    page.click("button[value=send]")
    expect(page.locator(".outcome.faulty")).to_be_visible()
    _judged(page, "definition")


@pytest.mark.full
def test_axe_finds_nothing_on_any_page(page: Page) -> None:
    page.goto("/en/contribute?term=lerning")
    _judged(page, "start")
    for kind in ("definition", "spelling", "translation", "relation"):
        page.goto(f"{FORM}?kind={kind}")
        _judged(page, kind)
        page.click("button[value=send]")
        expect(page.locator(".outcome.faulty")).to_be_visible()
        _judged(page, f"{kind} with faults")
    page.goto(FORM)
    _fill(page, **DEFINITION)
    page.click("button[value=send]")
    page.wait_for_url("**/status/*")
    _judged(page, "status")


@pytest.mark.parametrize("kind", ["definition", "relation"])
def test_nothing_is_wider_than_a_phone(page: Page, kind: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"/fr/contribute/skills?kind={kind}")
    page.click("button[value=send]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_texts_that_mean_harm_run_nothing(page: Page) -> None:
    page.goto(FORM)
    dialogs: list[str] = []

    def opened(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", opened)
    attack = "</pre></textarea><img src=x onerror=alert(1)><script>alert(1)</script> some words"
    _fill(page, **DEFINITION | {"text": attack, "citation": attack, "name": attack[:99]})
    page.locator("[name=name]").blur()
    expect(page.locator("#turtle code")).to_contain_text("onerror=alert(1)")
    page.click("button[value=send]")
    if "/status/" not in page.url:
        page.click("button[value=send]")
    page.wait_for_url("**/status/*")
    assert dialogs == []
