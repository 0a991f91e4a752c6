"""Literals in the one form that comparisons use, for servers rewrite them."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from tvet_skos.terms import XSD, XSD_STRING, Literal, Term, Triple
from tvet_skos.text import bcp47

_INTEGERS = """
    integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger
    negativeInteger unsignedInt unsignedLong unsignedShort unsignedByte
"""
INTEGERS = frozenset(XSD + name for name in _INTEGERS.split())
"""``xsd:integer`` and all that is derived from it."""

_TIMES = frozenset(
    XSD + name for name in ("dateTime", "date", "time", "gYear", "gYearMonth", "gMonthDay")
)
_FRACTION = re.compile(r"(\.\d*?)0+(?=$|[Z+-])")
_TRUTHS = {"1": "true", "0": "false"}


def normal_form(term: Term) -> Term:
    """A term as it compares: equal values that servers write in several ways become one.

    Language tags get BCP 47 case; the kinds of integer become ``xsd:integer``; numbers, truth
    values and times lose zeros and signs that mean nothing. What is not well-formed stays.

    >>> normal_form(Literal("07", datatype=XSD + "int")) == Literal("7", datatype=XSD + "integer")
    True
    >>> normal_form(Literal("Skill", "EN-gb"))
    Literal(value='Skill', language='en-GB', datatype='')
    """
    if not isinstance(term, Literal):
        return term
    if term.language:
        return Literal(term.value, bcp47(term.language))
    if term.datatype in INTEGERS:
        return Literal(_number(term.value, int), datatype=XSD + "integer")
    if term.datatype == XSD + "decimal":
        return Literal(_number(term.value, _decimal), datatype=term.datatype)
    if term.datatype in (XSD + "double", XSD + "float"):
        return Literal(_number(term.value, _double), datatype=term.datatype)
    return Literal(_other(term.value, term.datatype), datatype=_named(term.datatype))


def normal_triple(triple: Triple) -> Triple:
    """A triple with its object in normal form."""
    return Triple(triple.subject, triple.predicate, normal_form(triple.object))


def _named(datatype: str) -> str:
    return "" if datatype == XSD_STRING else datatype


def _other(value: str, datatype: str) -> str:
    if datatype == XSD + "boolean":
        return _TRUTHS.get(value, value)
    if datatype in _TIMES:
        plain = _FRACTION.sub(lambda m: m[1].rstrip("."), value)
        return plain.removesuffix("+00:00") + "Z" * plain.endswith("+00:00")
    return value


def _number(value: str, read: Callable[[str], int | str]) -> str:
    if "_" in value:  # Python takes 1_000 for a number
        return value
    try:
        return str(read(value))
    except (ValueError, InvalidOperation, OverflowError):
        return value


def _decimal(value: str) -> str:
    number = Decimal(value)
    return format(number.normalize(), "f") if number else "0"


def _double(value: str) -> str:
    return repr(float(value))
