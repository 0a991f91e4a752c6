"""What a first visit costs, in bytes and requests: phones and thin lines can read the pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Response

from tests.browser.paths import PATHS
from tests.browser.watched import Visits
from tests.web.served import Served

_MOST_BYTES, _MOST_REQUESTS = 100_000, 7


@pytest.mark.parametrize("name", PATHS)
def test_a_page_with_all_that_it_loads_is_small(name: str, visits: Visits) -> None:
    page = visits.page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(PATHS[name])
    loaded = {
        answer.url: len(answer.body()) for answer in answers if "sparql-editor" not in answer.url
    }
    assert sum(loaded.values()) < _MOST_BYTES, loaded
    assert len(loaded) <= _MOST_REQUESTS


def test_a_second_page_loads_nothing_but_itself(browser: Browser, live: Served) -> None:
    page = browser.new_page(base_url=live.address)  # one that is watched would keep nothing
    page.goto("/en/")
    page.goto("/en/term/skills")
    sent = page.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.transferSize).map(e => e.name)"
    )
    page.close()
    assert not [name for name in sent if name.endswith((".css", ".js"))]
