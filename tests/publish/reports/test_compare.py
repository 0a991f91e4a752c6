"""The comparison in every format: complete, honest about sources, and inert."""

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tvet_skos.errors import SettingsError
from tvet_skos.lookup.compare import Comparison
from tvet_skos.model import SourceEvidence
from tvet_skos.publish.characters import restored
from tvet_skos.publish.reports.attribution import EVIDENCE, attribution, coverage
from tvet_skos.publish.reports.compare import comparison_svg, write_comparison
from tvet_skos.publish.reports.comparison_markdown import escaped
from tvet_skos.publish.reports.digest import agreements, nearest, only_here, similarities
from tvet_skos.publish.reports.passages import blocks, passages

NOT_CAPTURED = "The copy that was read names none; the original may."


class _Page(HTMLParser):
    """Every tag with its attributes, and the text."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def attributes(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.tags if name in attrs]


def test_not_captured_never_reads_as_has_no_source(micro_credential: Comparison) -> None:
    for name in ("text", "markdown", "html"):
        text = " ".join(
            re.sub("[┆│]", " ", write_comparison(micro_credential, name, width=80)).split()
        )
        assert text.count(NOT_CAPTURED) == 4
        assert "no source stated" not in text.casefold()
        assert "4 of 6 definitions lack a source (source not captured: 1, 2, 3, 4)" in text


def test_every_kind_of_evidence_has_words_of_its_own() -> None:
    assert set(EVIDENCE) == {*SourceEvidence, None}
    assert len({evidence.meaning for evidence in EVIDENCE.values()}) == len(EVIDENCE)


def test_a_source_is_told_by_organisation_year_and_title(micro_credential: Comparison) -> None:
    known = attribution(micro_credential.entries[5])
    assert known.heading == "COL, 2020"
    assert known.titles == ("Open and distance learning: key terms and definitions",)
    assert known.citation.endswith("2015 (revised 2020)")


def test_coverage_tells_the_kinds_of_gap_apart(hostile_comparison: Comparison) -> None:
    assert coverage(hostile_comparison) == (
        "2 of 5 definitions lack a source (no source stated: 4; source not captured: 5)"
    )


def test_shared_words_are_gathered_by_who_shares_them(micro_credential: Comparison) -> None:
    found = agreements(micro_credential)
    assert found[0].entries == (1, 2, 4, 5, 6) and found[0].words == ("learning",)
    assert sum(len(a.words) for a in found) == len(micro_credential.shared)
    assert len({a.entries for a in found}) == len(found)


def test_only_here_has_the_longest_phrases_in_the_order_of_the_text(
    micro_credential: Comparison,
) -> None:
    for entry in micro_credential.entries:
        phrases = only_here(entry, most=3)
        places = [entry.definition.text.index(phrase) for phrase in phrases]
        assert places == sorted(places) and 1 <= len(phrases) <= 3


def test_similarity_is_a_square_and_empty_between_languages(hostile_comparison: Comparison) -> None:
    square = similarities(hostile_comparison)
    assert all(square[i][j] == square[j][i] for i in range(5) for j in range(5))
    assert [square[0][i] for i in range(5)] == [1.0, None, None, None, None]
    assert all(e.number != hostile_comparison.baseline for e in nearest(hostile_comparison))


def test_lists_are_lists_only_where_the_definition_is_markdown(
    hostile_comparison: Comparison,
) -> None:
    kinds = {e.definition.position: [b.kind for b in blocks(e)] for e in hostile_comparison.entries}
    assert kinds[3] == ["p", "ol"] and set(kinds[2]) == {"p"}


def test_passages_lose_nothing_but_their_markers(micro_credential: Comparison) -> None:
    first = micro_credential.entries[0]
    lines = [line for line in first.definition.text.split("\n") if line]
    found = [f"{p.marker} {p.text}" if p.marker else p.text for p in passages(first)]
    assert found == lines


@pytest.mark.parametrize(("width", "across"), [(60, 1), (99, 1), (100, 2), (149, 2), (150, 3)])
def test_cards_stand_side_by_side_where_there_is_room(
    micro_credential: Comparison, width: int, across: int
) -> None:
    lines = write_comparison(micro_credential, width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert max(len(re.findall("[┌╭┏]", line)) for line in lines) == across


def test_without_colour_marks_tell_shared_words_and_a_legend_explains(
    micro_credential: Comparison,
) -> None:
    text = write_comparison(micro_credential, width=200)
    assert "\x1b" not in text and "[Proof] of achievement in a narrow [field of learning]" in text
    assert "Words: [in another definition too] · [[in all of them]]" in text


def test_with_colour_nothing_is_told_by_colour_alone(micro_credential: Comparison) -> None:
    text = write_comparison(micro_credential, width=200, colour=True)
    assert "\x1b[4;32mProof" in text and "★ lead" in text and "┆" in text


def test_the_diff_is_shown_when_asked_for(micro_credential: Comparison) -> None:
    assert "{+" not in write_comparison(micro_credential)
    text = write_comparison(micro_credential, diff=True, width=80)
    assert text.count("Against 5:") == 5 and "[-The record-] {+Proof+}" in text


def test_a_single_definition_is_not_compared(micro_credential: Comparison) -> None:
    entry = replace(micro_credential.entries[4], number=1)
    alone = replace(micro_credential, entries=(entry,), baseline=1, shared=())
    for name in ("text", "markdown", "html"):
        text = write_comparison(alone, name)
        assert "by machine" not in text and "Only here</h2>" not in text
        assert "After Council of the EU (2022)" in text


def test_the_data_sends_no_commands_to_a_terminal(hostile_comparison: Comparison) -> None:
    text = write_comparison(hostile_comparison, width=80)
    assert "\u202e" not in text and "\\u202E" in text


def test_the_page_runs_nothing_and_loads_nothing(hostile_comparison: Comparison) -> None:
    document = write_comparison(hostile_comparison, "html")
    page = _Page(document)
    assert {tag for tag, _ in page.tags}.isdisjoint(
        {"script", "img", "iframe", "object", "link", "b0"}
    )
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert all(re.match(r"https?://|#", href) for href in page.attributes("href"))
    assert "https://example.org/evil?a=1&b=%7B" in page.attributes("href")
    assert "url(" not in document and "@import" not in document and "\u202e" not in document
    assert "</script><script>alert(2)</script>" in page.text


def test_the_page_says_which_language_each_text_is_in(hostile_comparison: Comparison) -> None:
    page = _Page(write_comparison(hostile_comparison, "html"))
    quoted = [attrs for tag, attrs in page.tags if tag == "blockquote"]
    assert [attrs["lang"] for attrs in quoted] == ["ar", "en", "en", "en", "en"]
    assert all(attrs["dir"] == "auto" for attrs in quoted)


def test_links_within_the_page_lead_somewhere(micro_credential: Comparison) -> None:
    page = _Page(write_comparison(micro_credential, "html"))
    ids = page.attributes("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.attributes("href") if href.startswith("#")} <= set(ids)
    assert {ref for value in page.attributes("aria-labelledby") for ref in value.split()} <= set(
        ids
    )


def test_markdown_takes_nothing_of_the_data_for_markup(hostile_comparison: Comparison) -> None:
    text = write_comparison(hostile_comparison, "markdown")
    assert "<script" not in text.replace("\\<script", "") and "<img" not in text.replace(
        "\\<img", ""
    )
    rows = [line for line in text.splitlines() if re.match(r"\| \d ", line)][:5]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}
    assert "> 1\\. What looks like" in text and "> \\- and another" in text


@pytest.mark.parametrize(
    "text", ["# a", "- a", "+ a", "1. a", "1) a", "> a", "===", ": a", "| a", "~~~"]
)
def test_a_text_that_begins_like_markup_is_escaped(text: str) -> None:
    assert escaped(text) != text and escaped(text).replace("\\", "") == text


def test_csv_has_a_row_a_definition_with_formulas_defused(hostile_comparison: Comparison) -> None:
    text = write_comparison(hostile_comparison, "csv")
    rows = list(csv.DictReader(io.StringIO(text[1:], newline="")))
    assert [row["number"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert (
        rows[1]["value"].startswith("'=HYPERLINK")
        and restored(rows[1]["term"]) == "=cmd|'/C calc'!A0"
    )


def test_json_has_what_the_comparison_found(micro_credential: Comparison) -> None:
    document = json.loads(write_comparison(micro_credential, "json"))
    assert document["term"] == "Micro-credential" and document["baseline"] == 5
    assert document["missingSource"] == [1, 2, 3, 4]
    assert document["definitions"][5]["sourceRecord"][0]["issued"] == "2020"
    assert (
        "".join(t for _, t in document["definitions"][0]["segments"])
        == document["definitions"][0]["value"]
    )
    assert [(d["a"], d["b"]) for d in document["diffs"]] == [(5, n) for n in (1, 2, 3, 4, 6)]
    assert {op for d in document["diffs"] for op, _ in d["ops"]} == {"equal", "insert", "delete"}
    assert document["similarity"][4][0] == document["similarity"][0][4] == 0.11


def test_the_picture_is_xml_that_needs_no_network(hostile_comparison: Comparison) -> None:
    from xml.etree import ElementTree

    picture = comparison_svg(hostile_comparison)
    ElementTree.fromstring(picture)
    assert "<script" not in picture and "url(http" not in picture and "@font-face" not in picture


def test_an_unknown_format_is_an_error(micro_credential: Comparison) -> None:
    with pytest.raises(SettingsError, match="no format for comparisons"):
        write_comparison(micro_credential, "pdf")
