"""Cells that cannot act, and texts that cannot command a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_skos.publish.characters import defused, printable, restored


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1"]
)
def test_a_cell_that_looks_like_a_formula_is_defused(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


def test_an_apostrophe_of_a_text_stays_one() -> None:
    assert defused("'tis learning") == "'tis learning" == restored("'tis learning")


@given(st.text(alphabet="'=+-@\t\r\nab\uff1d", max_size=6))
def test_defusing_is_reversible_for_every_text(cell: str) -> None:
    assert restored(defused(cell)) == cell


@given(st.text(alphabet="'=+-@\t\r\nab", max_size=6), st.text(alphabet="'=+-@\t\r\nab", max_size=6))
def test_two_texts_never_share_a_defused_form(one: str, other: str) -> None:
    assert (defused(one) == defused(other)) == (one == other)


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\x9b", "\u202e", "\u2066", "\ud800", "\uffff"]
)
def test_characters_that_act_are_written_out(character: str) -> None:
    assert printable(f"a{character}b") == f"a\\u{ord(character):04X}b"


def test_line_breaks_tabs_and_joiners_stay() -> None:
    assert (
        printable("a\tb\nc\r\nd \u0645\u06cc\u200c\u062e") == "a\tb\nc\nd \u0645\u06cc\u200c\u062e"
    )
