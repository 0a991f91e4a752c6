"""Alphabetical lists: made once, in the order of each language, so that a page is only read."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple, TypeAlias

from tvet_skos.store.labels.collation import DIGITS, OTHER, Collation
from tvet_skos.store.labels.database import LabelDatabase, Row
from tvet_skos.store.labels.entries import KIND_ORDER, LabelKind
from tvet_skos.store.labels.question import LIMITS
from tvet_skos.store.labels.tiers import COLUMNS
from tvet_skos.terms import IRI

_LISTED = {KIND_ORDER[LabelKind.PREFERRED], KIND_ORDER[LabelKind.ALTERNATIVE]}

_Name: TypeAlias = tuple[str | None, str | None]
"""Graph and language of a list, in small letters; ``None`` is all of them."""


class Letter(NamedTuple):
    """A heading of an alphabetical list, and how many labels stand under it."""

    name: str
    labels: int


def alphabet(database: LabelDatabase) -> None:
    """Make the lists."""
    database.ensure("alphabet", lambda: _make(database))


def letters(database: LabelDatabase, graph: IRI | None, language: str | None) -> list[Letter]:
    """The headings of a list in their order; none where it has no labels."""
    alphabet(database)
    return [Letter(*row) for row in database.rows(_LETTERS, _name(graph, language))]


def page(
    database: LabelDatabase, graph: IRI | None, language: str | None, letter: str, places: range
) -> list[Row]:
    """Some of the labels under a heading, as rows of ``COLUMNS``, in their order."""
    alphabet(database)
    headings = {row[0]: row[1:] for row in database.rows(_RANKS, _name(graph, language))}
    heading = next((name for name in _names(letter) if name in headings), None)
    if heading is None:
        return []
    last = min(places.stop, places.start + LIMITS.page)
    return database.rows(_PAGE, (*headings[heading], places.start, last))


_LETTERS = """
    SELECT name, labels FROM list CROSS JOIN heading USING (list)
    WHERE graph IS ? AND language IS ? ORDER BY rank
    """
_RANKS = """
    SELECT name, list, rank FROM list CROSS JOIN heading USING (list)
    WHERE graph IS ? AND language IS ?
    """
_PAGE = f"""
    SELECT {COLUMNS} FROM alphabet CROSS JOIN label ON label.id = alphabet.label
    WHERE list = ? AND rank = ? AND place >= ? AND place < ? ORDER BY place
    """


def _name(graph: str | None, language: str | None) -> _Name:
    return graph, language.lower() if language else None


def _names(letter: str) -> Iterator[str]:
    """What a heading may be called: small, with an accent, by a digit."""
    yield letter
    yield letter.capitalize()
    yield unicodedata.normalize("NFD", letter)[:1].upper()
    if letter[:1].isdigit():
        yield DIGITS


def _make(database: LabelDatabase) -> None:
    database.script("alphabet")
    lists = _lists(database)
    collations = {order: Collation(order) for _, order in lists}
    for order, collation in collations.items():
        in_order = {part for parts, own in lists if own == order for part in parts}
        _weigh(database, order, collation, in_order)
    for number, ((parts, order), names) in enumerate(lists.items(), 1):
        _make_list(database, number, parts, collations[order], order)
        database.insert("INSERT INTO list VALUES (?, ?, ?)", ((*n, number) for n in names))
    database.run("DROP TABLE temp.weighed")


_Lists: TypeAlias = Mapping[tuple[frozenset[int], str], list[_Name]]


def _lists(database: LabelDatabase) -> _Lists:
    """The parts that are listed together in an order, and by what names they are asked for."""
    found = database.rows("SELECT id, graph, lower(language), kind FROM part ORDER BY id")
    named: dict[_Name, set[int]] = {}
    for number, graph, language, kind in found:
        if kind in _LISTED:
            for name in product({None, graph}, (None, *_wider(language))):
                named.setdefault(name, set()).add(number)
    lists: dict[tuple[frozenset[int], str], list[_Name]] = {}
    for (graph, language), parts in named.items():
        order = language if language and Collation(language).is_tailored else ""
        lists.setdefault((frozenset(parts), order), []).append((graph, language))
    return lists


def _wider(language: str) -> Iterator[str]:
    """A language tag, and what it is a variant of."""
    while language:
        yield language
        language = language.rpartition("-")[0]


def _weigh(database: LabelDatabase, order: str, collation: Collation, parts: set[int]) -> None:
    rows = database.stream(_LABELS, (_json(parts),))
    weighed = (
        (order, part, label, collation.heading(value), collation.key(value))
        for label, part, value in rows
    )
    database.insert("INSERT INTO weighed VALUES (?, ?, ?, ?, ?)", weighed)


def _make_list(
    database: LabelDatabase, number: int, parts: frozenset[int], collation: Collation, order: str
) -> None:
    chosen = (order, _json(parts))
    counted: dict[str, int] = dict(database.rows(_HEADINGS, chosen))
    ranked = sorted(counted, key=lambda name: (name == OTHER, collation.key(name), name))
    rows = ((number, rank, name, counted[name]) for rank, name in enumerate(ranked))
    database.insert("INSERT INTO heading VALUES (?, ?, ?, ?)", rows)
    database.insert(_ALPHABET, [(number, *chosen)])


_PARTS = "(SELECT value FROM json_each(?))"
_LABELS = f"SELECT id, part, value FROM label WHERE part IN {_PARTS}"
_HEADINGS = f"""
    SELECT heading, count(*) FROM weighed WHERE collation = ? AND part IN {_PARTS}
    GROUP BY heading
    """
_ALPHABET = f"""
    INSERT INTO alphabet
    SELECT heading.list, rank,
        row_number() OVER (PARTITION BY rank ORDER BY weight, label) - 1, label
    FROM weighed CROSS JOIN heading ON heading.list = ? AND heading.name = weighed.heading
    WHERE collation = ? AND part IN {_PARTS}
    """


def _json(parts: Iterable[int]) -> str:
    return json.dumps(sorted(parts))
