"""What is printed is what one came for."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.watched import Visits, too_wide


def test_paper_has_the_definitions_and_none_of_the_machinery(visits: Visits) -> None:
    page = visits.page()
    page.set_viewport_size({"width": 720, "height": 1000})  # about the width of A4
    page.emulate_media(media="print", color_scheme="dark")
    for path, what, number in (
        ("/en/term/micro-credential", ".definition blockquote", 6),
        ("/en/compare/micro-credential", ".column blockquote", 6),
        ("/en/source/source/col-2020", ".quote .text", 1),
    ):
        page.goto(path)
        for each in page.locator(what).all()[:number]:
            expect(each).to_be_visible()
        for hidden in (".masthead nav", ".masthead .search", ".colophon ul", ".tools", ".switches"):
            for each in page.locator(hidden).all():
                expect(each).to_be_hidden()
        assert too_wide(page) <= 0
        box = page.locator(what).first.bounding_box()
        assert box is not None and box["x"] < 100  # below the heading, not beside it
        expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(page.locator("body")).to_have_css("color", "rgb(29, 36, 41)")


def test_an_answer_is_printed_whole(visits: Visits) -> None:
    page = visits.open("/en/query/sources")
    page.emulate_media(media="print")
    grid = page.locator(".grid")
    assert grid.evaluate("each => each.scrollHeight <= each.clientHeight + 1")
    expect(page.locator(".behind")).to_be_hidden()
