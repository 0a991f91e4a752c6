from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tvet_skos.ingest.brackets import split_outside


def test_separators_in_brackets_and_quotes_do_not_count() -> None:
    assert split_outside("a (b, c), [d, e], \u201cf, g\u201d", ",") == [
        "a (b, c)",
        "[d, e]",
        "\u201cf, g\u201d",
    ]


def test_brackets_that_do_not_match_lose_nothing() -> None:
    assert split_outside("a), b (c, d", ",") == ["a)", "b (c, d"]


@given(st.text(alphabet="ab ,;()", max_size=40))
def test_only_separators_and_white_space_are_dropped(text: str) -> None:
    kept = "".join(split_outside(text, ",;"))
    assert [c for c in kept if c not in " ,;"] == [c for c in text if c not in " ,;"]
