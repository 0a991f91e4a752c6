"""What clients send, batches of queries and wishes for values: read strictly or refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from tvet_skos.text import counted
from tvet_skos.web.problems import Fault, Problem

BATCH_SIZE = 50
"""The most queries in a batch."""

LONGEST_NAME = 500
"""The most characters of a name to be matched."""

MOST_CANDIDATES = 50
MOST_CONDITIONS = 10
MOST_IDS = 200
MOST_PROPERTIES = 40
_DEFAULT_CANDIDATES = 10
_LONGEST_ID = 2000


@dataclass(frozen=True, slots=True)
class Condition:
    """A property that an entity should have, with one of some values, as they were sent."""

    property: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """One name to be matched; without types, any will do."""

    text: str
    types: tuple[str, ...] | None
    limit: int
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class WantedProperty:
    """A property whose values are wanted: in one language only, and so many, if it says so."""

    id: str
    language: str = ""
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Extension:
    """Entities, and the properties that are wanted of each."""

    ids: tuple[str, ...]
    properties: tuple[WantedProperty, ...]


class _Wrong(Exception):
    """A fault in what was sent: where and what."""

    def __init__(self, pointer: str, detail: str) -> None:
        super().__init__(detail)
        self.fault = Fault(detail, pointer)


def read_queries(text: str) -> dict[str, Query]:
    """The queries of a batch by their keys.

    :raises Problem: it is no batch, is too large, or has faulty queries: each is named
    """
    batch = _object(_parsed(text, "queries"), "queries")
    if len(batch) > BATCH_SIZE:
        raise _too_many("queries", len(batch), BATCH_SIZE)
    return {key: query for key, query in _each(batch, _query)}


def read_extension(text: str) -> Extension:
    """A wish for values.

    :raises Problem: it is none, or wants too much
    """
    wish = _object(_parsed(text, "extend"), "extend")
    ids, properties = wish.get("ids"), wish.get("properties")
    if not (isinstance(ids, list) and isinstance(properties, list)):
        raise _faulty("extend", [Fault("ids and properties must both be there, as lists")])
    for what, given, most in (
        ("ids", ids, MOST_IDS),
        ("properties", properties, MOST_PROPERTIES),
    ):
        if len(given) > most:
            raise _too_many(what, len(given), most)
    named = {f"ids/{number}": each for number, each in enumerate(ids)}
    wanted = {f"properties/{number}": each for number, each in enumerate(properties)}
    return Extension(
        tuple(value for _, value in _each(named, _id)),
        tuple(value for _, value in _each(wanted, _wanted)),
    )


def _parsed(text: str, name: str) -> Any:
    try:
        content = json.loads(text, parse_constant=_no_number)
        # Half a surrogate pair can be written in JSON and in no answer.
        json.dumps(content, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        told = str(error) if isinstance(error, json.JSONDecodeError) else "it cannot be read"
        raise _faulty(name, [Fault(f"this is no JSON: {told[:200]}")]) from error
    return content


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def _object(content: Any, name: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise _faulty(name, [Fault("it must be an object")])
    return content


def _each(given: Mapping[str, Any], read: Callable[[str, Any], Any]) -> list[tuple[str, Any]]:
    """Each value as it is read; all faults together where there are any."""
    found, faults = [], []
    for key, value in given.items():
        try:
            found.append((key, read(key, value)))
        except _Wrong as wrong:
            faults.append(wrong.fault)
    if faults:
        raise _faulty("", faults)
    return found


def _faulty(name: str, faults: list[Fault]) -> Problem:
    first = faults[0]
    where = first.pointer or name
    more = f", and {counted(len(faults) - 1, 'more fault')}" if len(faults) > 1 else ""
    return Problem(
        "bad-parameter",
        f"{where}: {first.detail}{more}",
        hint="the Reconciliation Service API 0.2 says what is sent how",
        errors=faults,
    )


def _too_many(what: str, number: int, most: int) -> Problem:
    return Problem(
        "too-large",
        f"there are {number:,} {what}; {most} are answered at once",
        hint="send them in parts",
        members={"limit": most},
    )


_MEMBERS = frozenset(("query", "type", "limit", "properties", "type_strict"))


def _query(key: str, given: Any) -> Query:
    if not isinstance(given, dict):
        raise _Wrong(key[:100], "a query must be an object")
    key = key[:100]
    unknown = sorted(set(given) - _MEMBERS)
    if unknown:
        raise _Wrong(f"{key}/{unknown[0][:50]}", "a query has no member of that name")
    if "query" not in given and not given.get("properties"):
        raise _Wrong(key, "a query needs query or properties")
    return Query(
        _text(f"{key}/query", given.get("query", "")),
        _types(f"{key}/type", given.get("type")),
        _limit(f"{key}/limit", given.get("limit", _DEFAULT_CANDIDATES)),
        _conditions(f"{key}/properties", given.get("properties", [])),
    )


def _text(pointer: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong(pointer, "it must be a text")
    if len(value) > LONGEST_NAME:
        raise _Wrong(pointer, f"it has {len(value):,} characters; {LONGEST_NAME} are read")
    return value


def _types(pointer: str, value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    given = value if isinstance(value, list) else [value]
    # Some clients send types as they got them: as objects with an id.
    ids = [each.get("id") if isinstance(each, dict) else each for each in given]
    types = tuple(each for each in ids if isinstance(each, str))
    if len(types) < len(ids):
        raise _Wrong(pointer, "it must be the id of a type, or a list of ids")
    return types or None


def _limit(pointer: str, value: Any) -> int:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (is_number and value >= 1 and value % 1 == 0):  # of infinity, too, that is no number
        raise _Wrong(pointer, "it must be a whole number from 1 on")
    return int(min(value, MOST_CANDIDATES))


def _conditions(pointer: str, value: Any) -> tuple[Condition, ...]:
    if not isinstance(value, list):
        raise _Wrong(pointer, "it must be a list")
    if len(value) > MOST_CONDITIONS:
        raise _Wrong(pointer, f"it has {len(value)} entries; {MOST_CONDITIONS} are read")
    return tuple(_condition(f"{pointer}/{number}", each) for number, each in enumerate(value))


def _condition(pointer: str, given: Any) -> Condition:
    if not (isinstance(given, dict) and isinstance(given.get("pid"), str) and "v" in given):
        raise _Wrong(pointer, "it must have pid, a text, and v")
    values = given["v"] if isinstance(given["v"], list) else [given["v"]]
    for value in values:
        is_entity = isinstance(value, dict) and isinstance(value.get("id"), str)
        if not (is_entity or isinstance(value, str | int | float)):
            raise _Wrong(f"{pointer}/v", "a value is a text, a number, true, false or has an id")
    return Condition(given["pid"], tuple(values))


def _id(pointer: str, value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_ID:
        raise _Wrong(pointer, f"an id is a text of at most {_LONGEST_ID:,} characters")
    return value


def _wanted(pointer: str, value: Any) -> WantedProperty:
    if not (isinstance(value, dict) and isinstance(value.get("id"), str)):
        raise _Wrong(pointer, "a property must be an object with an id")
    settings = value.get("settings") or {}
    if not isinstance(settings, dict):
        raise _Wrong(f"{pointer}/settings", "it must be an object")
    return WantedProperty(
        value["id"], str(settings.get("lang") or "")[:40], _most(pointer, settings.get("limit"))
    )


def _most(pointer: str, value: Any) -> int:
    """How many values are wanted, which a form may send as a text."""
    text = str(value if value is not None else "").strip() or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _Wrong(f"{pointer}/settings/limit", "it must be a whole number from 0 on")
    return int(text)
