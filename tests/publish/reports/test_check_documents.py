"""The report as Markdown and HTML: whole, readable, and deaf to what the data would have it do."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser

from tvet_skos.checks.report import Report
from tvet_skos.publish.reports.check import write_report

_OUR_HTML = re.compile(r"</?code>|</details>|<details><summary>[^<>]*</summary>")


def _tokens(markdown: str) -> Iterator[Token]:
    parser = MarkdownIt("commonmark").enable("table")
    for token in parser.parse(markdown):
        yield token
        yield from token.children or ()


def test_markdown_begins_with_what_was_found_in_what(whole: Report, judged: Report) -> None:
    assert write_report(whole, "markdown").startswith("### 2 errors, 2 warnings in 33 concepts\n")
    text = write_report(judged, "markdown")
    assert text.startswith("### 1 warning in 4 changed concepts\n")
    assert "Of the findings before the change: 2 fixed, 3 existing (not shown).\n" in text
    assert "Fixed: Rock 2 (SC005), Rock 3 (SC005)\n" in text
    assert "Rock 4" not in text
    unharmed = Report((), "any", {"changedConcepts": 1})
    assert write_report(unharmed, "markdown") == "### No new findings in 1 changed concept\n"


def test_markdown_has_a_table_of_the_gravest_and_folds_the_rest(large: Report) -> None:
    lines = write_report(large, "markdown").splitlines()
    rows = [line for line in lines if line.startswith("| ")]
    assert rows[2].startswith("| error | HI003 | <code>vocab/rocks.ttl:20:5</code> | Granite: ")
    assert len(rows) == 2 + 1 + 3  # a head of two lines, the error, three of the other rule
    folded = [line for line in lines if line.startswith("<details>")]
    assert folded == [
        "<details><summary>Granite: 1 error</summary>",
        "<details><summary>300 warnings SC004: Nothing explains the concept.</summary>",
    ]
    assert lines.count("</details>") == 2 and "- … and 290 more" in lines


def test_markdown_lists_what_was_there_before_if_asked(judged: Report) -> None:
    text = write_report(judged, "markdown", show_existing=True)
    assert text.index("Rock 1") < text.index("#### There before the change") < text.index("Rock 4")
    assert "not shown" not in text


def test_markdown_fits_into_a_comment_and_counts_what_does_not(large: Report) -> None:
    findings = tuple(
        replace(f, rule=f"SC{n}", message=f"Message {n}. " * 50)
        for n, f in enumerate(large.findings)
    )
    report = Report(findings, "any", {})
    text = write_report(report, "markdown")
    assert len(text) <= 60_000
    left_out = re.search(r"… and (\d+) more findings, for which there is no room here\.\n\Z", text)
    assert left_out is not None
    assert int(left_out[1]) + text.count("<details>") == len(findings)
    assert text.count("<details>") == text.count("</details>")


def test_markdown_takes_nothing_of_the_data_for_markup(hostile: Report) -> None:
    tokens = list(_tokens(write_report(hostile, "markdown", show=9)))
    assert not [t for t in tokens if t.type in ("link_open", "image", "code_inline", "fence")]
    markup = [t.content.strip() for t in tokens if t.type.startswith("html_")]
    assert markup and all(_OUR_HTML.fullmatch(part) for part in markup)
    headings = [t for t in tokens if t.type == "heading_open"]
    assert [t.tag for t in headings] == ["h3"]
    shown = "".join(t.content for t in tokens if t.type == "text")
    assert "<script>alert(1)</script>" in shown and "*_~$" in shown


def test_markdown_calls_nobody_and_links_nothing(hostile: Report) -> None:
    text = write_report(hostile, "markdown")
    assert "everyone" in text and "evil" in text
    for pattern in (r"@\w", r"#\d", r"\bGH-\d", r"://", r"\bwww\.", r":100:"):
        assert not re.search(pattern, text), pattern


@pytest.fixture
def page(hostile: Report) -> LexborHTMLParser:
    return LexborHTMLParser(write_report(hostile, "html", show=9))


def test_page_has_no_script_and_loads_nothing(page: LexborHTMLParser) -> None:
    assert not page.css("script, img, link, iframe, object, embed, form, base")
    for node in page.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), name
            assert name not in ("src", "style", "action"), name
            if name == "href":
                assert re.match(r"#|https?://", value or ""), value
    style = page.css_first("style")
    assert style is not None and not re.search(r"url\(|@import|expression|</", style.text())


def test_page_shows_hostile_data_as_text(page: LexborHTMLParser) -> None:
    body = page.body
    assert body is not None
    text = body.text()
    assert "<script>alert(1)</script>" in text and "{{7*7}}" in text
    assert "\\u001B[2J" in text and "\\u202E" in text


def test_page_shows_findings_places_and_related_nodes(whole: Report) -> None:
    page = LexborHTMLParser(write_report(whole, "html"))
    headings = [node.text() for node in page.css(".card h3")]
    assert headings == [
        "proposal.xlsx",
        "Granite",
        "Rock 7",
        "3 concepts share the preferred label “Slate”.",
    ]
    title = page.css_first("h1")
    assert title is not None and title.text() == "2 errors, 2 warnings in 33 concepts"
    places = [node.text() for node in page.css(".finding .place")]
    assert "proposal.xlsx:Definitions!C7" in places and "vocab/more.ttl:3:3" in places
    assert len(page.css(".finding")) == 4


def test_page_lets_readers_choose_severity_and_rule_without_a_script(whole: Report) -> None:
    page = LexborHTMLParser(write_report(whole, "html"))
    assert [n.attributes["id"] for n in page.css("[type=checkbox]")] == [
        "show-error",
        "show-warning",
    ]
    style = page.css_first("style")
    assert style is not None
    for node in page.css("[type=radio]")[1:]:
        number = (node.attributes["id"] or "").removeprefix("rule-")
        assert f"body:has(#rule-{number}:checked)" in style.text()
        assert page.css(f'.finding[data-rule="{number}"]')


def test_page_of_thousands_lists_the_first_and_counts_the_others(large: Report) -> None:
    page = LexborHTMLParser(write_report(large, "html"))
    assert len(page.css(".finding")) == 51
    more = page.css_first(".more")
    assert more is not None and more.text().startswith("… and 250 more of SC004")
    assert len(LexborHTMLParser(write_report(large, "html", show=5)).css(".finding")) == 6


def test_page_tells_new_from_existing_and_fixed(judged: Report) -> None:
    page = LexborHTMLParser(write_report(judged, "html"))
    assert [node.text() for node in page.css("h2")] == [
        "By rule",
        "New findings",
        "Fixed by the change",
    ]
    assert len(page.css(".finding")) == 1
    with_existing = LexborHTMLParser(write_report(judged, "html", show_existing=True))
    assert "There before the change" in [node.text() for node in with_existing.css("h2")]
    assert len(with_existing.css(".finding")) == 4
