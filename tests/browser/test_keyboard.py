"""Everything works with the keyboard alone, and one always sees where one is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.paths import PATHS
from tests.browser.watched import Visits
from tests.web.contribute.people import DEFINITION

_FOCUS = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  const marked = (each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  let marker = at, isMarked = false;
  for (let up = 0; marker && up < 4; up += 1) {
    isMarked = isMarked || marked(marker);
    marker = marker.parentElement || marker.getRootNode().host;
  }
  const row = at.querySelector(":scope > .row");
  const box = at.getBoundingClientRect();
  return {
    what: at.outerHTML.slice(0, 90),
    isMarked: isMarked || (row !== null && marked(row)),
    isThere: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


def _tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Go on with Tab until an element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}")


def _once_marked(page: Page) -> dict[str, Any]:
    """What has the focus, once it is marked: the editor takes a moment.

    The policy of the pages forbids what Playwright's own waiting for a condition does.
    """
    for _ in range(100):
        found: dict[str, Any] = page.evaluate(_FOCUS)
        if found["isMarked"]:
            break
        page.wait_for_timeout(50)
    return found


_WALKED = ["home", "term", "compare", "search", "hierarchy", "query", "propose a definition"]


@pytest.mark.parametrize("name", _WALKED)
def test_one_always_sees_where_one_is_and_is_never_caught(name: str, visits: Visits) -> None:
    page = visits.open(PATHS[name])
    seen = 0
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUS) is None:
            break
        seen += 1
        found = _once_marked(page)
        assert found["isMarked"], found
        assert found["isThere"], found
    else:
        raise AssertionError("Tab never leaves the page")
    assert seen > 10


def test_the_first_stop_skips_to_the_content(visits: Visits) -> None:
    page = visits.open(PATHS["term"])
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_terms_are_offered_while_one_types(visits: Visits) -> None:
    page = visits.open(PATHS["home"])
    page.keyboard.press("/")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    page.keyboard.type("mikro credential")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Micro-credential")
    expect(option).to_contain_text('reading "mikro" as "micro"')
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/term/micro-credential")


def test_enter_without_a_choice_searches(visits: Visits) -> None:
    page = visits.open(PATHS["term"])
    _tab_to(page, "#q")
    page.keyboard.type("cred")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=cred")
    expect(page.locator(".found li").first).to_contain_text("Credential")


def test_typing_asks_the_server_once_a_pause_and_not_once_a_key(visits: Visits) -> None:
    page = visits.open(PATHS["home"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#q").press_sequentially("credential", delay=15)
    expect(page.get_by_role("option").first).to_be_visible()
    assert len([url for url in asked if "/suggest?" in url]) <= 2


def test_the_hierarchy_is_a_tree_under_the_arrow_keys(visits: Visits) -> None:
    page = visits.open(PATHS["hierarchy"])
    _tab_to(page, "[role=treeitem]")
    focused = page.locator("[role=treeitem]:focus")
    expect(focused).to_have_attribute("aria-posinset", "1")
    page.keyboard.type("s")
    while focused.get_attribute("aria-expanded") is None:
        page.keyboard.press("ArrowDown")
    term = focused.locator(".to").first.inner_text()
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_attribute("aria-expanded", "true")
    expect(focused.get_by_role("group")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_attribute("aria-level", "2")
    below = focused.locator(".to").first.get_attribute("href")
    page.keyboard.press("ArrowLeft")
    expect(focused.locator(".to").first).to_have_text(term)
    page.keyboard.press("ArrowLeft")
    expect(focused).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{below}")


def test_a_result_can_be_narrowed_down_and_widened_again(visits: Visits) -> None:
    page = visits.open(PATHS["search"])
    number = page.locator(".found > li").count()
    _tab_to(page, ".facets a")
    page.keyboard.press("Enter")
    page.wait_for_url("**topic=**")
    assert page.locator(".found > li").count() < number
    _tab_to(page, ".facets a[aria-current]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"q=credential$"))


def test_another_baseline_is_chosen_and_only_then_shown(visits: Visits) -> None:
    page = visits.open(PATHS["compare"])
    _tab_to(page, "select")
    page.keyboard.press("Home")
    assert "baseline" not in page.url
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**baseline=1")
    assert page.locator(".column").first.get_attribute("class") == "column missing base"


def test_the_menu_and_the_languages_are_links(visits: Visits) -> None:
    page = visits.open("/en/search?q=credential")
    _tab_to(page, ".languages a[hreflang=fr]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/search?q=credential")
    _tab_to(page, ".menu a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/index")


def test_a_query_is_written_and_run(visits: Visits) -> None:
    page = visits.open(PATHS["query"])
    _tab_to(page, ".editor")
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT (1 + 1 AS ?two) {")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**query=SELECT**")
    expect(page.locator(".answer td")).to_have_text("2")


def test_a_definition_is_proposed(visits: Visits) -> None:
    page = visits.open(PATHS["term"])
    _tab_to(page, ".propose-here a", most=200)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/contribute/micro-credential")
    _tab_to(page, "button[value=send]")
    page.keyboard.press("Enter")
    expect(page.locator(".outcome.faulty")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first fault leads to its field
    expect(page.locator("[name=text]")).to_be_focused()
    page.keyboard.type(DEFINITION["text"])
    _tab_to(page, "[name=source]")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=source][value=new]")).to_be_checked()
    _tab_to(page, "[name=citation]")
    page.keyboard.type(DEFINITION["citation"])
    _tab_to(page, "button[value=send]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/status/*")
    expect(page.locator("[aria-current=step]")).to_be_visible()
