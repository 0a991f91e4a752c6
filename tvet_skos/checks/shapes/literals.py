"""What literals mean: whether a lexical form is one of its datatype, and which value is less.

:source: SPARQL 1.1, sections 17.1 to 17.3; XML Schema 1.1 Part 2
"""

from __future__ import annotations

import re
from calendar import monthrange
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import isnan
from typing import NamedTuple, TypeAlias

from tvet_skos.namespaces import XSD
from tvet_skos.terms import XSD_STRING, Literal, Term

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_BOOLEAN = re.compile(r"true|false|0|1")
_ZONE = r"(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_TIME = r"(?:([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9](?:\.[0-9]+)?)|(24):(00):(00(?:\.0+)?))"
# Years beyond all sense are refused rather than read, which Python would not do either.
_CALENDAR_DAY = r"(-?(?:[1-9][0-9]{3,17}|0[0-9]{3}))-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_DATE = re.compile(_CALENDAR_DAY + _ZONE)
_DATE_TIME = re.compile(f"{_CALENDAR_DAY}T{_TIME}{_ZONE}")
_TIME_OF_DAY = re.compile(_TIME + _ZONE)

_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    XSD.integer: (None, None),
    XSD.nonPositiveInteger: (None, 0),
    XSD.negativeInteger: (None, -1),
    XSD.nonNegativeInteger: (0, None),
    XSD.positiveInteger: (1, None),
    XSD.long: (-(2**63), 2**63 - 1),
    XSD.int: (-(2**31), 2**31 - 1),
    XSD.short: (-(2**15), 2**15 - 1),
    XSD.byte: (-(2**7), 2**7 - 1),
    XSD.unsignedLong: (0, 2**64 - 1),
    XSD.unsignedInt: (0, 2**32 - 1),
    XSD.unsignedShort: (0, 2**16 - 1),
    XSD.unsignedByte: (0, 2**8 - 1),
}
"""The integer datatypes with their least and greatest value."""

_FORMS: dict[str, re.Pattern[str]] = {
    XSD.decimal: _DECIMAL,
    XSD.float: _DOUBLE,
    XSD.double: _DOUBLE,
    XSD.boolean: _BOOLEAN,
    XSD.time: _TIME_OF_DAY,
}

_LONGEST_INTEGER = 4000
"""Digits; Python refuses to read longer ones, and none of the bounded datatypes has as many."""


def is_checked(datatype: str) -> bool:
    """Whether ``is_well_formed`` looks at the lexical forms of a datatype.

    It does at those that SPARQL 1.1 supports, as SHACL asks, and at dates and times.
    """
    return datatype in _BOUNDS or datatype in _FORMS or datatype in (XSD.date, XSD.dateTime)


def is_well_formed(lexical: str, datatype: str) -> bool:
    """Whether a text is one of the lexical forms of a datatype; true for datatypes not checked.

    >>> is_well_formed("300", XSD.byte), is_well_formed("2023-02-29", XSD.date)
    (False, False)
    >>> is_well_formed("2024-02-29", XSD.date), is_well_formed("early", XSD.gYear)
    (True, True)
    """
    if datatype in _BOUNDS:
        return _is_integer(lexical, *_BOUNDS[datatype])
    if datatype in _FORMS:
        return _FORMS[datatype].fullmatch(lexical) is not None
    if datatype == XSD.date:
        return _day(_DATE.fullmatch(lexical)) is not None
    if datatype == XSD.dateTime:
        return _day(_DATE_TIME.fullmatch(lexical)) is not None
    return True


def _is_integer(lexical: str, least: int | None, greatest: int | None) -> bool:
    if not _INTEGER.fullmatch(lexical):
        return False
    if len(lexical) > _LONGEST_INTEGER:
        negative = lexical.startswith("-")
        return (least if negative else greatest) is None
    value = int(lexical)
    return (least is None or value >= least) and (greatest is None or value <= greatest)


Number: TypeAlias = int | Decimal | float | Fraction


_DAY, _DAY_IN_ZONE, _MOMENT, _MOMENT_IN_ZONE = "day", "day in zone", "moment", "moment in zone"
_FARTHEST_ZONE = 14 * 3600
"""Seconds between UTC and the zone that is farthest from it."""


class Value(NamedTuple):
    """A value that can be compared with others of its ``kind``.

    Dates and moments know the ``day`` they fall on, as it is written.
    """

    kind: str
    value: Number | str
    day: int | None = None


def value_of(term: Term) -> Value | None:
    """What a term is compared by; nothing for terms that ``<`` does not know.

    Numbers compare with numbers, whatever their datatypes. A moment with a time zone and one
    without compare if they are so far apart that no zone would change the answer. A date compares
    with a moment by days, which SPARQL does not do, but lets others do (section 17.3.1): many
    vocabularies have the one as date of creation, and the other as that of the last change.

    >>> one, same = Literal("01", datatype=XSD.integer), Literal("1.0", datatype=XSD.decimal)
    >>> value_of(one) == value_of(same)
    True
    """
    if not isinstance(term, Literal) or term.language:
        return None
    if term.datatype in ("", XSD_STRING):
        return Value("string", term.value)
    if not is_well_formed(term.value, term.datatype):
        return None
    if term.datatype in _BOUNDS or term.datatype in (XSD.decimal, XSD.float, XSD.double):
        return _number(term.value, term.datatype)
    if term.datatype == XSD.boolean:
        return Value("boolean", int(term.value in ("true", "1")))
    if term.datatype in (XSD.date, XSD.dateTime):
        return _moment(term)
    return None


def _number(lexical: str, datatype: str) -> Value | None:
    if datatype in (XSD.float, XSD.double):
        number = float(lexical.replace("INF", "inf"))
        return None if isnan(number) else Value("number", number)
    try:
        # Not int, which refuses thousands of digits; a Decimal of integers is exact.
        return Value("number", Decimal(lexical))
    except InvalidOperation:  # an exponent beyond all sense
        return None


def _moment(term: Literal) -> Value | None:
    """Seconds since the first day of year 0, in UTC where a zone is given."""
    with_time = term.datatype == XSD.dateTime
    match = (_DATE_TIME if with_time else _DATE).fullmatch(term.value)
    days = _day(match)
    if match is None or days is None:
        return None
    seconds = Fraction(days * 86_400)
    if with_time:
        hours, minutes, rest = match.group(4, 5, 6) if match[4] else match.group(7, 8, 9)
        seconds += int(hours) * 3600 + int(minutes) * 60 + Fraction(rest)
    zone = match.group(match.re.groups)
    kinds = (_MOMENT, _MOMENT_IN_ZONE) if with_time else (_DAY, _DAY_IN_ZONE)
    return Value(kinds[bool(zone)], seconds - _offset(zone), days)


def _offset(zone: str | None) -> int:
    if not zone or zone == "Z":
        return 0
    return int(zone[0] + "1") * (int(zone[1:3]) * 3600 + int(zone[4:6]) * 60)


def _day(match: re.Match[str] | None) -> int | None:
    """The number of a day in the Gregorian calendar, which is not limited to years 1 to 9999."""
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    # Four hundred years have the same number of days, wherever they begin.
    cycles, year_of_cycle = divmod(year, 400)
    if day > monthrange(2000 + year_of_cycle, month)[1]:
        return None
    passed = year_of_cycle * 365 + (year_of_cycle + 3) // 4
    passed -= max(0, (year_of_cycle - 1) // 100)
    for earlier in range(1, month):
        passed += monthrange(2000 + year_of_cycle, earlier)[1]
    return cycles * 146_097 + passed + day - 1


def is_less(first: Value | None, second: Value | None) -> bool:
    """Whether SPARQL's ``<`` answers true; where it errs, it does not."""
    mine, other = _comparable(first, second)
    return mine is not None and mine < other  # type: ignore[operator]


def is_less_or_equal(first: Value | None, second: Value | None) -> bool:
    """Whether SPARQL's ``<=`` answers true; where it errs, it does not."""
    mine, other = _comparable(first, second)
    return mine is not None and mine <= other  # type: ignore[operator]


def _comparable(
    first: Value | None, second: Value | None
) -> tuple[Number | str | None, Number | str | None]:
    if first is None or second is None:
        return None, None
    if first.kind == second.kind:
        return first.value, second.value
    if first.kind == _MOMENT and second.kind == _MOMENT_IN_ZONE:
        return first.value + _FARTHEST_ZONE, second.value  # type: ignore[operator]
    if first.kind == _MOMENT_IN_ZONE and second.kind == _MOMENT:
        return first.value, second.value - _FARTHEST_ZONE  # type: ignore[operator]
    return (first.day, second.day) if second.day is not None else (None, None)
