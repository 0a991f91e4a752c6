from __future__ import annotations

import pytest

from tvet_skos.ingest.labels import (
    Label,
    bullet,
    inline_source,
    label_of,
    terms,
    without_abbreviation,
)


@pytest.mark.parametrize(
    ("line", "kind", "rest"),
    [
        ("Source: SAQA 2013, South Africa", "source", "SAQA 2013, South Africa"),
        ("Source:", "source", ""),
        ("Source : X", "source", "X"),
        ("Source: | Terms (2009) |", "record", "Terms (2009)"),
        (
            "Organisation: | Example Agency , Exampleland |",
            "organisation",
            "Example Agency , Exampleland",
        ),
        ("Organization: Example Agency", "organisation", "Example Agency"),
        ("Description: | A glossary.", "description", "A glossary."),
        ("Website |", "website", ""),
        ("Parent term(s): Learning, Training", "parents", "Learning, Training"),
        ("Parent terms: Learning", "parents", "Learning"),
        ("Child terms", "children", ""),
        ("Related terms", "related", ""),
        ("Alternative spellings: a, b", "spellings", "a, b"),
        ("(view also macro-credential)", "view_also", "macro-credential"),
        ("(see also Recognition (of skills))", "view_also", "Recognition (of skills)"),
        ("See also: badge.", "view_also", "badge"),
        ("(Note that it is new.)", "note", "Note that it is new.)"),
        ("(Comment: It is new).", "comment", "It is new)."),
        ("Comment", "comment", ""),
    ],
)
def test_labels_are_known_with_what_follows_them(line: str, kind: str, rest: str) -> None:
    assert label_of(line) == Label(kind, rest)


@pytest.mark.parametrize(
    "line",
    [
        "Sources of funding differ.",
        "Comments are welcome.",
        "Organisation of work",
        "Notes are taken",
        "Related terms are many.",
        "See also how learners use it when they are at work and what they then do with it all",
    ],
)
def test_sentences_are_no_labels(line: str) -> None:
    assert label_of(line) is None


def test_a_source_at_the_end_of_a_line_is_split_off() -> None:
    assert inline_source("It ends here. (Source: ILO 2006)") == ("It ends here.", "ILO 2006")
    assert inline_source("The data Source: unknown") is None


@pytest.mark.parametrize("line", ["• a", "- a", "* a", "▪a", "  ·  a", "– a"])
def test_bullets_of_many_kinds_are_known(line: str) -> None:
    assert bullet(line) == "a"


def test_words_with_hyphens_are_no_bullets() -> None:
    assert bullet("-ing forms") == ""


def test_listed_terms_may_hold_brackets_and_quotes() -> None:
    assert terms("a; “b”, c (x, y), a.") == ("a", "b", "c (x, y)")


def test_only_capitals_in_brackets_are_an_abbreviation() -> None:
    assert without_abbreviation("Vocational education (VE)") == ("Vocational education", "VE")
    assert without_abbreviation("Learning (NFIL/RPL)")[1] == "NFIL/RPL"
    assert without_abbreviation("Recognition (of skills)")[1] == ""
    assert without_abbreviation("Skill (formal)")[1] == ""
