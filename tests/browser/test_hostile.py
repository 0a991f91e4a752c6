"""Whatever stands in a vocabulary or an address: no script runs, nothing leaves, nothing breaks."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.browser.watched import DESK, PHONE, Visits, too_wide

_PAYLOADS = {
    "element": "<script>attack()</script>",
    "image": "<img src=x onerror=attack()>",
    "far image": "<img src=//far.example/x>",
    "attribute": '" autofocus onfocus="attack()',
    "attribute in quotes": "' onmouseover='attack()",
    "end of a text area": "</textarea><script>attack()</script>",
    "end of a title": "</title></head><body onload=attack()>",
    "svg": "<svg onload=attack()><a xlink:href=javascript:attack()>x</a></svg>",
    "comment": "<!--><script>attack()</script>-->",
    "scheme": "javascript:attack()",
    "data": "data:text/html,<script>attack()</script>",
    "style": "</style><style>*{display:none}</style>",
    "base": "<base href=//far.example/><form action=//far.example>",
    "refresh": "<meta http-equiv=refresh content=0;url=//far.example>",
    "template": "{{ 7*7 }}{% raw %}${7*7}<%= 7*7 %>#{7*7}",
    "direction": "\u202eevil\u202c \u2066x\u2069 \u200b\u00ad\ufeff",
    "controls": "a\x01b\x7fc",
    "long word": "Donaudampfschiff" * 60,
    "prototype": "__proto__",
    "many marks": "Z" + "\u0351\u0352\u0353" * 80,
    "line": "a\r\nb\u2028c\u2029d",
}
_ASKING = (
    "/en/search?q={}",
    "/en/search?q=credential&topic={}&source={}&year={}&language={}&known={}&several={}",
    "/en/compare/micro-credential?lang={}&baseline={}",
    "/en/query?query={}",
    "/en/query?query=SELECT%20%28%22{}%22%20AS%20%3Fx%29%20%7B%7D",
    "/en/query/definitions?term={}",
    "/en/query/labels?label={}",
    "/en/term/{}",
    "/en/index/en/{}",
)


def test_what_is_asked_stays_a_text(visits: Visits) -> None:
    _ask(visits, " ".join(_PAYLOADS.values())[:1900])


@pytest.mark.full
@pytest.mark.parametrize("name", _PAYLOADS)
def test_each_thing_that_is_asked_stays_a_text(name: str, visits: Visits) -> None:
    _ask(visits, _PAYLOADS[name])


def _ask(visits: Visits, text: str) -> None:
    """See that every address that takes a text shows it, or says no, and nothing else."""
    page = visits.page(phone=True)
    payload = quote(text, safe="")
    for path in _ASKING:
        page.goto(path.replace("{}", payload))
        assert page.url.startswith(visits.address), path
        assert page.evaluate("window.attacked") == 0, path
        assert page.locator("main").is_visible(), path
        assert too_wide(page) <= 0, path


def test_what_is_typed_stays_a_text(visits: Visits) -> None:
    page = visits.open("/en/")
    for text in _PAYLOADS.values():
        with page.expect_response("**/suggest?**"):
            page.locator("#q").fill(text[:900])
        assert page.evaluate("window.attacked") == 0, text
        assert too_wide(page) <= 0, text


def test_a_vocabulary_that_means_harm_is_shown_and_does_nothing(hostile_visits: Visits) -> None:
    page = hostile_visits.page()
    waiting, seen = ["/en/"], set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        page.goto(path)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert page.locator("main").is_visible(), path
            assert page.evaluate("window.attacked") == 0, path
            assert too_wide(page) <= 0, path
        links = page.locator("a[href^='/en/']").evaluate_all(
            "all => all.map(a => a.getAttribute('href').split(/[?#]/)[0])"
        )
        waiting += [link for link in links if not link.endswith(".csv")]
    assert len(seen) > 20


def test_labels_that_mean_harm_are_offered_as_texts(hostile_visits: Visits) -> None:
    page = hostile_visits.open("/en/")
    for typed in ("script", "onload", "Rindfleisch", "__proto__"):
        with page.expect_response("**/suggest?**"):
            page.locator("#q").fill(typed)
        assert page.locator(".suggestions li *").evaluate_all(
            "all => all.every(each => each.tagName === 'BDI')"
        )
        assert too_wide(page) <= 0
    page.goto("/en/hierarchy")
    for toggle in page.locator(".unfold").all()[:3]:
        toggle.click()
    page.locator("[role=group]").first.wait_for()
    assert page.evaluate("window.attacked") == 0
    page.goto("/en/query?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D")
    assert page.evaluate("window.attacked") == 0
    hrefs = page.locator(".answer a").evaluate_all("all => all.map(a => a.protocol)")
    assert set(hrefs) <= {"http:", "https:"}
