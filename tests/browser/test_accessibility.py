"""axe finds nothing serious on any template: light, dark, on a phone, and opened up."""

from __future__ import annotations

import pytest

from tests.browser.paths import PATHS
from tests.browser.watched import CONTRAST, PHONE, SHAPE, Visits, faults, too_wide


@pytest.mark.parametrize("name", PATHS)
def test_axe_finds_nothing_serious(name: str, visits: Visits, axe: str) -> None:
    page = visits.open(PATHS[name])
    assert faults(page, axe) == []
    assert too_wide(page) <= 0
    page.emulate_media(color_scheme="dark")
    assert faults(page, axe, CONTRAST) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert faults(page, axe, SHAPE) == []
    assert too_wide(page) <= 0


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


def test_pages_can_be_enlarged_and_lose_nothing(visits: Visits) -> None:
    """A window of 320 pixels is what somebody has who enlarges four times (WCAG 1.4.10)."""
    page = visits.page()
    page.set_viewport_size({"width": 320, "height": 640})
    for name, path in PATHS.items():
        page.goto(path)
        assert too_wide(page) <= 0, name
