"""A live server, a browser, and pages that are watched: none may break or leave the machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.browser.paths import ACCEPTED, DECLINED, WAITING
from tests.browser.watched import Visits
from tests.web.contribute.people import enabling, proposals
from tests.web.served import Served, serving

pytest.importorskip("playwright", reason="Playwright is not installed")

from playwright.sync_api import Browser, Playwright, sync_playwright

_HOSTILE = Path(__file__).parents[1] / "publish" / "site" / "hostile.ttl"


def _chromium() -> str:
    """The browser of the system: Playwright's own are never downloaded."""
    named = os.environ.get("TVET_SKOS_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no Chromium here: install the package `chromium` or set TVET_SKOS_CHROMIUM")
    return found


# Not for the whole run: as long as it is there an event loop runs, and other tests bring their own.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright, for the tests of a file."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The browser, for the tests of a file."""
    # Root in a container has no user namespaces for Chromium's own sandbox.
    started = playwright.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
    yield started
    started.close()


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The bundled vocabulary as people serve it, with proposals taken and some there."""
    folder = tmp_path_factory.mktemp("queue")
    proposals(folder, waiting=WAITING, accepted=ACCEPTED, declined=DECLINED)
    with serving("--workers", "1", before=enabling(folder)) as server:
        yield server


@pytest.fixture(scope="session")
def hostile() -> Iterator[Served]:
    """A vocabulary whose texts, names and links try to do something."""
    with serving("--vocab", str(_HOSTILE), "--workers", "1") as server:
        yield server


@pytest.fixture
def visits(browser: Browser, live: Served) -> Iterator[Visits]:
    """Visits to the bundled vocabulary; afterwards it is seen that nothing went wrong on them."""
    made = Visits(browser, live.address)
    yield made
    made.end()


@pytest.fixture
def hostile_visits(browser: Browser, hostile: Served) -> Iterator[Visits]:
    """Visits to the vocabulary that means harm."""
    made = Visits(browser, hostile.address)
    yield made
    made.end()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which the package ``axe-playwright-python`` carries."""
    spec = None
    with suppress(ModuleNotFoundError):
        spec = find_spec("axe_playwright_python")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("axe-core is not installed: it comes with axe-playwright-python")
    folder = Path(next(iter(spec.submodule_search_locations)))
    return (folder / "axe.min.js").read_text(encoding="utf-8")
