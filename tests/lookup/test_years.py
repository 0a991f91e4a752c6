"""A comparison as of a year."""

from __future__ import annotations

import pytest

from tests.lookup.competing import competing, source_iri
from tvet_skos.errors import NotFound, SettingsError
from tvet_skos.lookup.compare import Entry, compare
from tvet_skos.lookup.years import as_year

_TEXTS = (
    ("A short course.", "2020"),
    ("Proof of what was learnt.", "2018-06"),
    ("A badge of a college.", "2018-12-31"),
    ("Something else.", "2015–2016"),
    ("Learning in small steps.", "2004"),
    ("Nobody knows when.", ""),
)


def _numbers(entries: tuple[Entry, ...]) -> list[int]:
    return [entry.number for entry in entries]


def test_what_is_newer_and_what_has_no_year_is_left_out_and_named() -> None:
    found = compare(competing(*_TEXTS), "X", as_of=2018)
    assert _numbers(found.entries) == [2, 3, 5]
    assert _numbers(found.later) == [1]
    assert _numbers(found.undated) == [4, 6], "a range of years is no year"
    assert found.as_of == 2018


def test_a_month_and_a_day_count_by_their_year() -> None:
    assert _numbers(compare(competing(*_TEXTS), "X", as_of=2017).entries) == [5]


def test_every_definition_is_there_without_a_year() -> None:
    found = compare(competing(*_TEXTS), "X")
    assert len(found.entries) == 6 and found.as_of is None
    assert found.later == found.undated == ()


def test_the_lead_and_the_words_are_those_of_the_time() -> None:
    store = competing(*_TEXTS)
    assert compare(store, "X").baseline == 1
    then = compare(store, "X", as_of=2018)
    assert then.baseline == 3
    assert [entry.number for entry in then.entries if entry.is_lead] == [3]
    assert then.entries[1].diff == () and then.entries[0].diff
    assert all(set(shared.entries) <= {2, 3, 5} for shared in then.shared)


def test_a_baseline_that_is_left_out_is_not_found() -> None:
    with pytest.raises(NotFound, match="no definition 1") as caught:
        compare(competing(*_TEXTS), "X", as_of=2018, baseline=1)
    assert caught.value.hint == "choose 2, 3, 5"
    assert compare(competing(*_TEXTS), "X", as_of=2018, baseline=5).baseline == 5


def test_before_the_oldest_there_is_nothing_and_the_error_says_when_it_is_of() -> None:
    with pytest.raises(NotFound, match="of 2003 or before") as caught:
        compare(competing(*_TEXTS), "X", as_of=2003)
    assert caught.value.hint == "the oldest is of 2004"
    with pytest.raises(NotFound) as caught:
        compare(competing(("Nobody knows.", "")), "X", as_of=2003)
    assert caught.value.hint and "known" in caught.value.hint


def test_a_text_after_two_sources_is_as_old_as_the_newer() -> None:
    store = competing(("One.", "2004"), ("Two.", "2010"), sources=(source_iri(1), source_iri(2)))
    assert _numbers(compare(store, "X", as_of=2010).entries) == [1, 2]
    with pytest.raises(NotFound):
        compare(store, "X", as_of=2004)


@pytest.mark.parametrize("text", ["", "-2018", "18", "20180", "2018-05", "0000", "٢٠١٨", "x" * 999])
def test_what_is_no_year_is_an_error_that_says_what_is_one(text: str) -> None:
    with pytest.raises(SettingsError, match="is no year") as caught:
        as_year(text)
    assert caught.value.hint and "four digits" in caught.value.hint
    assert len(caught.value.message) < 60
