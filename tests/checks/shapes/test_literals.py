from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_skos.checks.shapes.literals import (
    is_checked,
    is_less,
    is_less_or_equal,
    is_well_formed,
    value_of,
)
from tvet_skos.namespaces import XSD
from tvet_skos.terms import IRI, BlankNode, Literal

WELL_FORMED = {
    XSD.integer: ("0", "-7", "+12", "007", "9" * 5000),
    XSD.byte: ("-128", "127"),
    XSD.unsignedLong: ("18446744073709551615",),
    XSD.positiveInteger: ("1",),
    XSD.nonPositiveInteger: ("0", "-" + "9" * 5000),
    XSD.decimal: ("1", "1.", ".5", "-0.50"),
    XSD.double: ("1", "1e5", "-.5E-3", "INF", "-INF", "NaN"),
    XSD.boolean: ("true", "false", "1", "0"),
    XSD.date: ("2024-02-29", "2000-02-29", "-0044-03-15", "12026-11-23", "2026-11-23+05:30"),
    XSD.dateTime: ("2026-11-23T24:00:00", "2026-11-23T23:59:59.123456789Z"),
    XSD.time: ("00:00:00", "23:59:59.5-14:00"),
    XSD.gYear: ("any text, for SPARQL does not know the type",),
}
ILL_FORMED = {
    XSD.integer: ("", "1.0", "1e5", " 1", "1_000", "١"),
    XSD.byte: ("128", "-129", "c"),
    XSD.unsignedLong: ("18446744073709551616", "-1"),
    XSD.positiveInteger: ("0",),
    XSD.nonPositiveInteger: ("1", "9" * 5000),
    XSD.decimal: (".", "1e5", "NaN"),
    XSD.double: ("Infinity", "inf", "nan", "e5"),
    XSD.boolean: ("True", "yes", "01"),
    XSD.date: ("2023-02-29", "1900-02-29", "2026-1-1", "2026-W01-1", "20261123"),
    XSD.dateTime: ("2026-11-23", "2026-11-23T24:00:01", "2026-11-23 10:00:00"),
    XSD.time: ("24:00:01", "1:00:00", "12:00:00+14:30"),
}  # fmt: skip


@pytest.mark.parametrize("datatype", WELL_FORMED)
def test_what_xml_schema_allows_is_well_formed(datatype: IRI) -> None:
    assert [text for text in WELL_FORMED[datatype] if not is_well_formed(text, datatype)] == []


@pytest.mark.parametrize("datatype", ILL_FORMED)
def test_what_xml_schema_does_not_allow_is_ill_formed(datatype: IRI) -> None:
    assert is_checked(datatype)
    assert [text for text in ILL_FORMED[datatype] if is_well_formed(text, datatype)] == []


def _value(text: str, datatype: IRI) -> Literal:
    return Literal(text, datatype=datatype)


ORDERED = (
    (_value("1", XSD.integer), _value("1.5", XSD.decimal), _value("2e0", XSD.double)),
    (_value("-INF", XSD.float), _value("-5", XSD.int), _value("INF", XSD.double)),
    (Literal("a"), Literal("b"), Literal("ba")),
    (_value("false", XSD.boolean), _value("1", XSD.boolean)),
    tuple(_value(day, XSD.date) for day in ("-0044-03-15", "0001-01-01", "12026-01-01")),
    tuple(_value(f"2026-11-23T{t}", XSD.dateTime) for t in ("12:00:00+02:00", "10:00:00.5Z")),
    tuple(_value(f"2026-11-{t}", XSD.dateTime) for t in ("23T24:00:00", "24T00:00:01")),
    tuple(_value(f"2026-11-2{t}:00", XSD.dateTime) for t in ("3T10:00", "4T00:01", "4T14:02")),
    tuple(_value(f"2026-11-2{t}", XSD.dateTime) for t in ("3T10:00:00", "4T00:00:01Z")),
    tuple(_value(f"2026-11-2{t}", XSD.dateTime) for t in ("4T00:00:01Z", "4T14:00:02")),
    tuple(_value(day, XSD.date) for day in ("2026-11-23+05:00", "2026-11-23Z")),
)  # fmt: skip


@pytest.mark.parametrize("terms", ORDERED, ids=lambda terms: terms[0].value)
def test_values_of_one_kind_are_ordered(terms: tuple[Literal, ...]) -> None:
    for place, first in enumerate(terms):
        for other, second in enumerate(terms):
            one, two = value_of(first), value_of(second)
            assert is_less(one, two) == (place < other)
            assert is_less_or_equal(one, two) == (place <= other)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Literal("a"), _value("1", XSD.integer)),
        (Literal("a", "en"), Literal("a", "en")),
        (_value("2026-11-23", XSD.date), _value("2026", XSD.integer)),
        (_value("2026-11-23T10:00:00", XSD.dateTime), _value("2026-11-23T23:00:00Z", XSD.dateTime)),
        (_value("x", XSD.integer), _value("x", XSD.integer)),
        (_value("NaN", XSD.double), _value("NaN", XSD.double)),
        (_value("2026", XSD.gYear), _value("2026", XSD.gYear)),
        (IRI("http://e/a"), IRI("http://e/a")),
        (BlankNode("a"), BlankNode("a")),
    ],
)
def test_what_sparql_cannot_compare_is_neither_less_nor_equal(
    first: IRI | BlankNode | Literal, second: IRI | BlankNode | Literal
) -> None:
    assert not is_less_or_equal(value_of(first), value_of(second))
    assert not is_less_or_equal(value_of(second), value_of(first))


def test_a_date_and_a_moment_are_compared_by_the_days_that_are_written() -> None:
    """SPARQL 1.1, section 17.3.1: what it cannot compare, others may."""
    for moment in ("2026-11-23T00:00:00", "2026-11-23T23:59:59Z", "2026-11-23T01:00:00+05:00"):
        time = value_of(_value(moment, XSD.dateTime))
        earlier, same, later = (value_of(_value(f"2026-11-2{n}", XSD.date)) for n in (2, 3, 4))
        assert is_less(earlier, time) and is_less(time, later)
        assert is_less_or_equal(same, time) and is_less_or_equal(time, same)
        assert not is_less(same, time) and not is_less(time, same)
        assert not is_less_or_equal(later, time)


@given(st.dates(), st.dates())
def test_days_are_ordered_as_the_calendar_orders_them(first: date, second: date) -> None:
    one = value_of(_value(first.isoformat(), XSD.date))
    two = value_of(_value(second.isoformat(), XSD.date))
    assert is_less(one, two) == (first < second)
