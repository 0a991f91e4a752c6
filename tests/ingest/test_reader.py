"""Which lines are one definition, in the current layout and where the page has no gaps."""

from __future__ import annotations

import pytest

from tvet_skos.errors import NotAGlossaryPage
from tvet_skos.ingest import PageInput, PageOptions, read_pages
from tvet_skos.ingest.glossary_page import GlossaryPage
from tvet_skos.ingest.heading import Clues
from tvet_skos.ingest.layout import read_layout
from tvet_skos.ingest.register import Register


def page(text: str, **clues: str) -> GlossaryPage:
    return read_layout(f"Skill\n\n{text}", Clues(**clues), Register().is_citation)


def texts(text: str) -> list[str]:
    return [definition.text for definition in page(text).definitions]


def citations(text: str) -> list[str]:
    return [definition.citation for definition in page(text).definitions]


def test_single_blank_lines_separate_definitions_where_there_are_no_gaps() -> None:
    assert texts("A skill is one.\n\nA second.\n\nA third.") == [
        "A skill is one.",
        "A second.",
        "A third.",
    ]


def test_where_gaps_separate_a_single_blank_line_joins() -> None:
    assert texts("A skill is one.\n\nStill one.\n\n\nTwo.") == [
        "A skill is one.\n\nStill one.",
        "Two.",
    ]


def test_a_gap_below_the_heading_or_before_a_source_is_no_separator() -> None:
    found = page("\n\nA skill is one.\n\nA second.\n\n\nSource: ILO 2006, Global")
    assert [(d.text, d.citation) for d in found.definitions] == [
        ("A skill is one.", ""),
        ("A second.", "ILO 2006, Global"),
    ]


def test_lines_of_one_paragraph_are_joined() -> None:
    assert texts("A skill is what\nsomebody can do.") == ["A skill is what somebody can do."]


def test_a_list_after_a_lead_line_becomes_markdown() -> None:
    found = page("A skill:\n\n  • is learned;\n  • is used\n    at work.\n\nOther.").definitions
    assert found[0].text == "A skill:\n\n- is learned;\n- is used at work."
    assert [definition.is_markdown for definition in found] == [True, False]


def test_a_list_goes_with_the_text_before_it_even_without_a_colon() -> None:
    assert texts("A skill is many things.\n\n• One.\n\n• Two.") == [
        "A skill is many things.\n\n- One.\n- Two."
    ]


@pytest.mark.parametrize("blank_lines", [1, 2, 4])
def test_a_lead_in_stays_with_what_it_introduces(blank_lines: int) -> None:
    text = f"One skill.\n\n\nExampleland defines it as:{chr(10) * (blank_lines + 1)}what is done."
    assert texts(text) == ["One skill.", "Exampleland defines it as:\n\nwhat is done."]


def test_a_lead_in_that_introduces_nothing_is_left_out_with_a_warning() -> None:
    found = page("A skill is one.\n\n\nExampleland defines it as:")
    assert len(found.definitions) == 1
    assert "introduces nothing" in found.warnings[0].message


@pytest.mark.parametrize(
    "source",
    [
        "\nSource: COL, Terms, 2015",
        "\n\nSource: COL, Terms, 2015",
        "\n\nSource:\nCOL, Terms, 2015",
        "\n\nSource:\n\nCOL, Terms, 2015",
        "\n\nSource:\nCOL, Terms,\n2015",
        "\n\nSource:\nCOL,\nTerms, 2015",
        " Source: COL, Terms, 2015",
        "\n\nCOL, Terms, 2015",
        "\nCOL, Terms, 2015",
        "\n\n\n\nSource: COL, Terms, 2015",
    ],
)
def test_a_source_belongs_to_the_text_before_it_wherever_it_stands(source: str) -> None:
    found = page(f"A skill is one.{source}\n\nA second.").definitions
    assert [(d.text, d.citation) for d in found] == [
        ("A skill is one.", "COL, Terms, 2015"),
        ("A second.", ""),
    ]


def test_a_source_ends_a_definition_even_without_a_blank_line() -> None:
    assert citations("One.\nSource: ILO 2006, Global\nTwo.\nSource: SAQA 2013, South Africa") == [
        "ILO 2006, Global",
        "SAQA 2013, South Africa",
    ]


def test_a_source_without_a_text_or_a_citation_is_warned_of() -> None:
    found = page("Source: ILO 2006\n\nA skill.\n\nSource:\n\n\nAnother.")
    assert [d.citation for d in found.definitions] == ["", ""]
    assert [
        "without a definition" in w.message or "no citation" in w.message for w in found.warnings
    ]
    assert [w.line for w in found.warnings] == [3, 10]


def test_a_bracketed_note_belongs_to_the_definition_before_it() -> None:
    found = page("A skill.\n\nSource: ILO 2006\n\n(Note that it is\nnew here.)\n\nTwo.").definitions
    assert found[0].notes == ("Note that it is new here.",)
    assert [d.text for d in found] == ["A skill.", "Two."]


def test_comments_go_to_their_definition_or_after_a_gap_to_the_term() -> None:
    found = page("A skill.\n\n(Comment: Often used).\n\n\nTwo.\n\n\nComment\n\nThe term is old.")
    assert found.definitions[0].notes == ("Often used.",)
    assert found.comments == ("The term is old.",)


def test_spellings_and_relations_are_no_text() -> None:
    found = page(
        "Parent term(s):\nLearning, Work (W)\n\nA skill.\n(view also trade; craft)\n\n"
        "Alternative spellings: skil, skyll\n\nChild terms\nHand skill\nHead skill\n\n"
        "Related terms: Ability"
    )
    assert found.parents == ("Learning", "Work (W)")
    assert found.view_also == ("trade", "craft")
    assert found.spellings == ("skil", "skyll")
    assert found.children == ("Hand skill", "Head skill")
    assert found.related == ("Ability",)
    assert [d.text for d in found.definitions] == ["A skill."]


def test_a_text_keeps_the_see_also_at_its_end() -> None:
    found = page("A skill is one (see also Trade).")
    assert found.view_also == ("Trade",)
    assert found.definitions[0].text == "A skill is one (see also Trade)."


def test_the_term_in_brackets_before_a_text_is_the_sources_own() -> None:
    assert page("(Hand skill) All that hands do.").definitions[0].term == "Hand skill"
    assert page("(Formal) All that hands do. Skill.").definitions[0].term == ""


def test_record_lines_tell_organisation_and_title_and_are_no_text() -> None:
    found = page(
        "A skill. Source: EXA 2009, Global\nOrganisation: | Example Agency , X |\n"
        "Source: | Terms (2009) |\n"
        "Description: | First line.\nSecond line. |\nWebsite |\nAnother skill."
    ).definitions
    assert [(d.text, d.citation, d.organisation, d.title) for d in found] == [
        ("A skill.", "EXA 2009, Global", "Example Agency , X", "Terms (2009)"),
        ("Another skill.", "", "", ""),
    ]


def test_positions_and_lines_are_those_of_the_page() -> None:
    found = page("A skill.\n\n\nTwo.\n\n\nThree.").definitions
    assert [(d.position, d.line) for d in found] == [(1, 3), (2, 6), (3, 9)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Skill", "no definition was found under the heading 'Skill'"),
        ("Weekend\n\nBuy bread.", "no glossary page"),
        ("Skill\n" * 20_001, "20,002 lines"),
        ("It begins with a sentence.", "lost its heading"),
        ("TVETipedia Glossary\n\nBrowse related topics", "nothing but menus"),
        ("\n\n".join(f"{letter}\n\nTerm" for letter in "ABCDEFGHIJKL"), "list of all terms"),
    ],
)
def test_other_texts_are_refused_with_what_was_looked_for(text: str, found: str) -> None:
    with pytest.raises(NotAGlossaryPage) as error:
        read_layout(text, Clues(file="x-1.txt"))
    assert found in str(error.value)
    assert "looked for a term as heading" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_text_about_its_term_needs_no_other_mark() -> None:
    assert page("A skill is an ability.").heading == "Skill"
    assert read_layout("Buy bread.", Clues(term="Weekend")).heading == "Weekend"


RECORDS_FIRST = """Skill mismatch

Organisation: Example Agency
Source: Terms of work (2014)
Description: A situation in which skills and jobs do not fit.
Website

Organisation: Example Board
Source: Gaps and how to see them (2016)
Description:
The distance between what is offered
and what is asked for.
Comment: Used in statistics.
Website
"""


def test_records_that_stand_before_their_text_are_that_texts_source() -> None:
    found = read_pages(
        [PageInput("x.txt", RECORDS_FIRST.encode())], PageOptions(read_on="2026-11-23")
    )
    assert [(d.text, d.source_text) for d in found.scheme.definitions] == [
        (
            "A situation in which skills and jobs do not fit.",
            "Example Agency, Terms of work (2014)",
        ),
        (
            "The distance between what is offered and what is asked for.",
            "Example Board, Gaps and how to see them (2016)",
        ),
    ]
    assert [len(d.notes) for d in found.scheme.definitions] == [0, 1]


def test_a_short_index_line_is_no_heading() -> None:
    page = b"1-9 A B C D\n\nSkill gap\n\nA shortage.\nSource: Example 2019, Utopia\n"
    found = read_pages([PageInput("x.txt", page)], PageOptions(read_on="2026-11-23"))
    assert [c.label() for c in found.scheme.concepts] == ["Skill gap"]
