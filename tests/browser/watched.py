"""Pages in a browser that are watched for what no page may do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
ENLARGED = {"width": 320, "height": 640}
"""What somebody has who enlarges a window of 1,280 pixels four times (WCAG 1.4.10)."""

_ATTACK = "window.attacked = 0; window.attack = () => { window.attacked += 1; };"


class Visits:
    """Opens pages of one server; ``end`` fails if one of them did what it must not do.

    That is: asked for anything elsewhere, wrote an error to the console (a broken script, or
    something that the policy of the pages forbids), opened a dialog, or ran ``attack()``.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self.address = address
        self._contexts: list[BrowserContext] = []
        self.elsewhere: list[str] = []
        """Requests to others than the server."""
        self.complaints: list[str] = []
        """What went wrong, each with the page that it went wrong on."""

    def page(self, *, phone: bool = False, script: bool = True, **options: Any) -> Page:
        """An empty page of its own, with nothing kept from others."""
        context = self._browser.new_context(
            base_url=self.address,
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            java_script_enabled=script,
            locale="en-GB",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(15_000)
        context.add_init_script(_ATTACK)
        context.route("**/*", self._pass)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("dialog", lambda dialog: self.complaints.append(f"{page.url}: {dialog.message}"))
        return page

    def open(self, path: str, *, phone: bool = False, script: bool = True, **options: Any) -> Page:
        """A page of the server, ready."""
        page = self.page(phone=phone, script=script, **options)
        page.goto(path)
        return page

    def _pass(self, route: Route) -> None:
        if route.request.url.startswith((f"{self.address}/", "data:", "blob:")):
            route.continue_()
        else:
            self.elsewhere.append(route.request.url)
            route.abort()

    def _heard(self, message: ConsoleMessage) -> None:
        # A page that tells what was not found is an answer, not a fault.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def end(self) -> None:
        """Close everything and see that all was well."""
        attacked = [
            page.url
            for context in self._contexts
            for page in context.pages
            if page.url.startswith("http") and page.evaluate("window.attacked || 0")
        ]
        for context in self._contexts:
            context.close()
        assert not attacked, attacked
        assert not self.elsewhere, self.elsewhere
        assert not self.complaints, self.complaints


CONTRAST = {"runOnly": ["color-contrast"]}
"""What can be wrong in the dark only."""
SHAPE = {"rules": {"color-contrast": {"enabled": False}}}
"""What can be wrong in another size only."""


def faults(page: Page, axe: str, only: Mapping[str, Any] | None = None) -> list[str]:
    """What axe finds serious or critical on a page as it is now."""
    page.evaluate(f"window.axe || (() => {{ {axe} }})()")
    found = page.evaluate("how => axe.run({resultTypes: ['violations'], ...how})", only or {})
    return [
        f"{each['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def too_wide(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


def judge(page: Page, axe: str) -> None:
    """Look at a page in light and dark, wide and narrow."""
    assert faults(page, axe) == []
    assert too_wide(page) <= 0
    page.emulate_media(color_scheme="dark")
    assert faults(page, axe, CONTRAST) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert faults(page, axe, SHAPE) == []
    assert too_wide(page) <= 0
    page.set_viewport_size(ENLARGED)  # type: ignore[arg-type]
    assert too_wide(page) <= 0
