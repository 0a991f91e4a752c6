"""What is new and what has changed, as far as the vocabulary itself says when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from weakref import WeakKeyDictionary

from tvet_skos.namespaces import DCTERMS, RDF, SKOS
from tvet_skos.publish.site.edition import MOST_ROWS, Edition, Name, Reading, own_query
from tvet_skos.publish.site.lists import part
from tvet_skos.publish.site.rendering import render
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple

NEW, CHANGED, DEFINED, REVISED, NOTED = "new", "changed", "defined", "revised", "noted"
"""What happened: a term came or changed, a definition of it did, or somebody noted something."""

_OF_TERM = {DCTERMS.created: NEW, DCTERMS.issued: NEW, DCTERMS.modified: CHANGED}
_OF_DEFINITION = {DCTERMS.created: DEFINED, DCTERMS.modified: REVISED}
_NOTES = (SKOS.changeNote, SKOS.historyNote)
_DATES = (DCTERMS.created, DCTERMS.date, DCTERMS.issued, DCTERMS.modified)


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """Something that happened to a term.

    ``date`` is a day, or a month or year where no more is known; ``node`` the definition that it
    happened to, or nothing; ``note`` what was noted.
    """

    date: str
    concept: IRI
    kind: str
    node: str = ""
    note: Literal | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A change as a page shows it: ``notes`` are those that the term has without a day."""

    change: Change
    name: Name
    href: str
    notes: tuple[Literal, ...]


_kept: WeakKeyDictionary[Edition, tuple[Change, ...]] = WeakKeyDictionary()


def changes_of(edition: Edition) -> tuple[Change, ...]:
    """The newest changes, the last day first; looked up once an edition, at most ``MOST_ROWS``."""
    if edition not in _kept:
        rows = edition.rows(own_query("changes"), MOST_ROWS)
        found = (_change(*row) for row in rows)
        _kept[edition] = newest_first(change for change in found if change)
    return _kept[edition]


def _change(
    day: Term | None, concept: Term | None, node: Term | None, said: Term | None, text: Term | None
) -> Change | None:
    if not (isinstance(day, Literal) and isinstance(concept, IRI) and isinstance(said, IRI)):
        return None
    if said in _NOTES:
        return Change(_day(day), concept, NOTED, "", text if isinstance(text, Literal) else None)
    if node == concept:
        return Change(_day(day), concept, _OF_TERM[said])
    return Change(_day(day), concept, _OF_DEFINITION[said], node if isinstance(node, IRI) else "")


def _day(said: Literal) -> str:
    return said.value[:10]


def newest_first(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Changes by day, the last first, then by term; each once, and none on a day that is none.

    On the day that a term comes, its definitions come, too, and nothing else has changed.
    """
    each = [change for change in dict.fromkeys(changes) if moment(change.date)]
    begun = {(change.date, change.concept) for change in each if change.kind == NEW}
    left = [c for c in each if c.kind in (NEW, NOTED) or (c.date, c.concept) not in begun]
    left.sort(key=lambda c: (c.concept, c.kind, c.node, str(c.note)))
    return tuple(sorted(left, key=lambda c: c.date, reverse=True))


def moment(day: str) -> str | None:
    """The beginning of a day, month or year as RFC 3339 writes it; nothing where it is none.

    >>> moment("2026-11"), moment("2026-02-30"), moment("")
    ('2026-11-01T00:00:00Z', None, None)
    """
    missing = {4: "-01-01", 7: "-01"}.get(len(day), "")
    try:
        return f"{date.fromisoformat(day[:10] + missing)}T00:00:00Z"
    except ValueError:
        return None


def changes_of_term(edition: Edition, concept: IRI) -> tuple[Change, ...]:
    """Everything that happened to one term, the last day first."""
    return newest_first(_read(edition, concept))


def _read(edition: Edition, concept: IRI) -> Iterable[Change]:
    for triple in edition.about(concept):
        said, value = triple.predicate, triple.object
        if said in _OF_TERM and isinstance(value, Literal):
            yield Change(_day(value), concept, _OF_TERM[said])
        elif said == SKOS.definition and isinstance(value, IRI):
            yield from changes_of_definition(edition, concept, value)
        elif said in _NOTES and isinstance(value, IRI | BlankNode):
            yield from _noted(concept, edition.about(value))


def changes_of_definition(edition: Edition, concept: IRI, definition: Node) -> Iterable[Change]:
    """What happened to one definition of a term."""
    node = definition if isinstance(definition, IRI) else ""
    for triple in edition.about(definition):
        if triple.predicate in _OF_DEFINITION and isinstance(triple.object, Literal):
            kind = _OF_DEFINITION[triple.predicate]
            yield Change(_day(triple.object), concept, kind, node)


def _noted(concept: IRI, about: Sequence[Triple]) -> Iterable[Change]:
    texts = [t.object for t in about if t.predicate == RDF.value and isinstance(t.object, Literal)]
    dates = [t.object for t in about if t.predicate in _DATES and isinstance(t.object, Literal)]
    return [Change(_day(day), concept, NOTED, "", text) for day in dates for text in texts]


def changes_page(reading: Reading, page: int) -> str:
    """What is new and what has changed, by month.

    :raises NotFound: there are not so many pages
    """
    changes = changes_of(reading.edition)
    shown = part(changes, page)
    months = [
        (month, [_shown(reading, change) for change in of_month])
        for month, of_month in groupby(shown.entries, lambda change: change.date[:7])
    ]
    return render(
        reading,
        "changes",
        kind="changes",
        page=page,
        pages=shown.pages,
        months=months,
        history=reading.edition.scheme.history_notes if page == 1 else (),
        capped=MOST_ROWS if len(changes) >= MOST_ROWS else 0,
    )


def _shown(reading: Reading, change: Change) -> Shown:
    fragment = change.node.partition("#")[2]
    href = reading.address("term", change.concept, fragment=fragment)
    return Shown(change, reading.name(change.concept), href, notes_of(reading.edition, change))


def notes_of(edition: Edition, change: Change) -> tuple[Literal, ...]:
    """What was noted of a change: its own text, or what the term notes of changes without a day."""
    if change.note is not None:
        return (change.note,)
    if change.kind != CHANGED:
        return ()
    about = edition.about(change.concept)
    notes = (t.object for t in about if t.predicate in _NOTES)
    return tuple(note for note in notes if isinstance(note, Literal))
