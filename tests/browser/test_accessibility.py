"""axe finds nothing serious on any template: light, dark, on a phone, and opened up."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.paths import FLYOUTS, FORMS, PATHS
from tests.browser.watched import Visits, faults, judge
from tests.web.served import Served


@pytest.mark.parametrize("name", PATHS)
def test_axe_finds_nothing_serious(name: str, visits: Visits, axe: str) -> None:
    judge(visits.open(PATHS[name]), axe)


@pytest.mark.parametrize("name", FORMS)
def test_axe_finds_nothing_serious_on_a_form_that_comes_back(
    name: str, visits: Visits, axe: str
) -> None:
    path, fields = FORMS[name]
    page = visits.open(path)
    _fill(page, fields)
    page.click("button[value=send]")
    expect(page.locator(".outcome")).to_be_visible()
    judge(page, axe)


def _fill(page: Page, fields: Mapping[str, str]) -> None:
    for name, value in fields.items():
        choice = page.locator(f'[name="{name}"][value="{value}"]')
        if choice.count():
            choice.check()
        else:
            page.fill(f'[name="{name}"]', value)


@pytest.mark.parametrize("name", FLYOUTS)
def test_axe_finds_nothing_serious_on_a_flyout(
    name: str, browser: Browser, live: Served, axe: str
) -> None:
    page = browser.new_page()
    html = live.get(FLYOUTS[name]).json["html"]
    page.set_content(f'<!doctype html><html lang="en"><title>x</title><main>{html}</main>')
    judge(page, axe)
    page.close()


def test_axe_finds_nothing_serious_in_what_unfolds(visits: Visits, axe: str) -> None:
    page = visits.open("/en/hierarchy")
    page.locator(".unfold").first.click()
    page.locator("[role=group] [role=treeitem]").first.wait_for()
    assert faults(page, axe) == []
    page.locator("#q").press_sequentially("cred")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert faults(page, axe) == []
    page.goto("/en/term/micro-credential")
    page.locator("summary").first.click()
    assert faults(page, axe) == []
    page.goto("/en/compare/micro-credential")
    for summary in page.locator("details > summary").all():
        summary.click()
    assert faults(page, axe) == []
