"""A browser as slow as a cheap phone far from a mast: how soon a first visitor sees a page."""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from benchmarks.visitors import Visited

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SLOWER = 4
"""The processor is slowed down so many times."""
_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 750_000 / 8,
}
"""What Lighthouse calls slow 4G: 150 ms to and fro, 1.6 Mbit a second down."""
_SCREEN: Any = {"width": 360, "height": 740}
_PAINTED = """
() => new Promise(resolve => new PerformanceObserver(list => {
    const found = list.getEntriesByName('first-contentful-paint')[0];
    if (found) resolve(found.startTime);
}).observe({type: 'paint', buffered: true}))
"""


def chromium() -> str | None:
    """The browser of the system, if there is one that Playwright can drive."""
    if find_spec("playwright") is None:
        return None
    named = os.environ.get("TVET_SKOS_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


def first_views(visited: Visited, paths: Sequence[str], times: int) -> dict[str, float]:
    """Path to the milliseconds until its text is on the screen, the median of some first visits.

    :source: https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        try:
            return {
                path: statistics.median(_first_view(browser, visited, path) for _ in range(times))
                for path in paths
            }
        finally:
            with suppress(Exception):
                browser.close()


def _first_view(browser: Browser, visited: Visited, path: str) -> float:
    context = browser.new_context(viewport=_SCREEN, is_mobile=True, device_scale_factor=2)
    page = context.new_page()
    phone = context.new_cdp_session(page)
    phone.send("Network.enable")
    phone.send("Network.emulateNetworkConditions", _LINE)
    phone.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"http://127.0.0.1:{visited.port}{path}")
    milliseconds: float = page.evaluate(_PAINTED)
    context.close()
    return milliseconds
