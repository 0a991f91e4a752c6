from __future__ import annotations

import pytest

from tvet_skos.ingest.furniture import (
    body_start,
    ends_page,
    goes_further,
    is_furniture,
    is_index,
    is_top_furniture,
)

LETTERS = "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"


@pytest.mark.parametrize(
    "line",
    [
        "UNESCO-UNEVOC Logo",
        "Logo UNESCO-UNEVOC (fr)",
        "UNESCO-UNEVOC Logo open menu",
        "Search Glossary",
        "TVETipedia Glossary",
        "Find and compare definitions of key terms in TVET",
        "7 definitions",
        "5 definitions, 3 child terms",
        "1 child term",
        "Website",
        "Home > TVETipedia Glossary > Skill",
        "We use cookies to improve this site",
        "Accept all cookies",
        "Skip to main content",
        f"1-9 {LETTERS}",
        LETTERS.replace(" ", " | "),
        "Browse related topics",
        "Contribute",
        "Data privacy notice | Contacts | © UNESCO-UNEVOC",
        "unevoc.unesco.org",
        "Print this page",
        "If you have any alternate definitions of the above term, please let us know about them.",
    ],
)
def test_site_furniture_is_known_by_its_wording(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Skill",
        "Contribute to the fund",
        "Search skills",
        "Home economics",
        "A website is a set of pages.",
        "Definitions differ: 7 definitions are known.",
        "Top-up training",
        "Source: ILO 2006, Global",
    ],
)
def test_texts_are_no_furniture(line: str) -> None:
    assert not is_furniture(line)


def test_menus_are_furniture_before_the_heading_only() -> None:
    menu = "The Centre: Who We Are | What We Do | Working With Us"
    assert is_top_furniture(menu)
    assert not is_furniture(menu)
    assert not is_top_furniture("Source: | Terms | 2009 |")


def test_the_body_starts_after_the_last_a_to_z_line() -> None:
    assert body_start(["Menu", LETTERS, "", "Skill"]) == 2
    assert body_start(["Skill", "An ability."]) == 0


def test_an_a_to_z_line_may_be_spread_over_lines() -> None:
    lines = [f"• {letter}" for letter in LETTERS.split()]
    assert body_start(["Menu", *lines, "Skill"]) == 27


def test_the_list_of_all_terms_is_known_by_its_letters() -> None:
    assert is_index([line for letter in LETTERS.split() for line in (letter, "Some term")])
    assert not is_index(["A", "An ability."])


def test_ends_and_further_reading_are_told_apart() -> None:
    assert ends_page("© 2020")
    assert goes_further("Go further")
    assert not ends_page("Go further")
