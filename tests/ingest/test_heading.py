from __future__ import annotations

import pytest

from tvet_skos.ingest.heading import (
    Clues,
    choose_heading,
    is_heading,
    is_named_in,
    term_in_file_name,
    term_in_title,
    term_in_url,
)


@pytest.mark.parametrize(
    "line", ["Skill", "Recognition (of skills)", "微证书", "21st century skills"]
)
def test_short_lines_are_headings(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize(
    "line",
    ["An ability.", "A skill is:", "• Skill", "Source: X", "(LLL) learning", "x " * 30, "", "12"],
)
def test_sentences_labels_and_items_are_no_headings(line: str) -> None:
    assert not is_heading(line)


def test_a_given_term_counts_before_everything() -> None:
    assert choose_heading("Skill", Clues(term="Trade", url="https://x/term=Y")) == (
        "Trade",
        False,
        "",
    )


def test_the_first_line_counts_where_it_can_be_a_heading() -> None:
    assert choose_heading("Skill gap", Clues(file="page-of-mine.txt"))[:2] == ("Skill gap", True)


def test_a_lost_heading_comes_from_the_address_then_the_title_then_the_file() -> None:
    clues = Clues(url="https://x/show=term/term=Skill+gap", title="Gap | Site", file="trade.txt")
    heading, is_first, warning = choose_heading("A gap is a lack.", clues)
    assert (heading, is_first) == ("Skill gap", False)
    assert "lost its heading" in warning
    assert choose_heading("A gap.", Clues(title="Gap | Site", file="trade.txt"))[0] == "Gap"
    assert choose_heading("A gap.", Clues(file="trade.txt"))[0] == "Trade"
    assert choose_heading("A gap.", Clues(file="-")) == ("", False, "")


def test_a_fragment_that_begins_like_a_sentence_yields_to_the_address() -> None:
    clues = Clues(url="https://x/term=Apprentice")
    assert choose_heading("A person in training", clues)[0] == "Apprentice"


def test_the_text_decides_between_hyphen_and_space_in_a_file_name() -> None:
    assert term_in_file_name("micro-credential.txt", "A micro-credential is") == "Micro-credential"
    assert term_in_file_name("learning-island.txt", "A learning island is") == "Learning island"
    assert term_in_file_name("recognition-of-prior-learning.txt") == "Recognition of prior learning"


@pytest.mark.parametrize(
    "file", ["index.html", "000_586af7.txt", "-", "page.txt", "x.txt", "a1.txt"]
)
def test_names_that_are_no_words_give_no_term(file: str) -> None:
    assert term_in_file_name(file) == ""


def test_titles_and_addresses_give_the_term_only() -> None:
    assert term_in_title("UNESCO-UNEVOC: TVETipedia Glossary - Skill gap") == "Skill gap"
    assert term_in_title("TVETipedia Glossary") == ""
    assert term_in_url("https://x/go.php?q=Glossary&term=Quality%20work&id=2") == "Quality work"
    assert term_in_url("https://x/") == ""


def test_a_term_is_found_in_a_text_in_any_spelling() -> None:
    assert is_named_in("Skill-gap", ["Skills gaps are common."])
    assert not is_named_in("Weekend plans", ["Buy bread."])
