"""The ways in which a text finds labels, definitions and notes, one function each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import merge
from itertools import chain, islice
from typing import TypeAlias

from tvet_skos.store.labels import access
from tvet_skos.store.labels.database import LabelDatabase, Row, all_of, any_of
from tvet_skos.store.labels.entries import (
    KIND_ORDER,
    NOTE_OF,
    DefinitionEntry,
    LabelEntry,
    LabelKind,
    NoteEntry,
)
from tvet_skos.store.labels.parts import Part
from tvet_skos.store.labels.question import LIMITS, LabelHit, Mode
from tvet_skos.store.labels.typos import LABEL, WORD, Near, near
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import differences, fold, folded_words

KIND_OF = dict(enumerate(LabelKind))
"""The rank of a kind to the kind."""

COLUMNS = "label.key, label.id, part, value, datatype, concept, coalesce(label.words, label.key)"
"""What a row of ``Scope.labels`` has: key, id, part, value, datatype, concept, words."""

_FEW_PARTS = 32
_FEW_LABELS = 100
_LAST = "\U0010ffff"
_SHORTEST_FRAGMENT = 3
_SHORTEST_BEGINNING = 3


class Asked:
    """A text as the tiers take it."""

    def __init__(self, text: str) -> None:
        # SQLite takes UTF-8 only, and so no half of a surrogate pair.
        self.text = text.encode("utf-8", "replace").decode("utf-8")
        self.key = fold(self.text)

    @cached_property
    def words(self) -> list[str]:
        """Its folded words, so many as are looked at."""
        return folded_words(self.text)[: LIMITS.words]

    @cached_property
    def unfolded(self) -> list[str]:
        """These with their plural endings."""
        return folded_words(self.text, keep_plurals=True)[: LIMITS.words]

    @cached_property
    def last(self) -> list[str]:
        """What the last word may mean if it is unfinished, the likeliest first.

        It may not have its plural ending yet ("competencie"), or seem to have one ("glas"). So it
        is read as it stands, then without a plural, then as one that lacks its s.
        """
        unfinished = self.unfolded[-1]
        readings = (unfinished, self.words[-1], *folded_words(f"{unfinished}s"))
        return list(dict.fromkeys(readings))


@dataclass(frozen=True, slots=True)
class Scope:
    """The parts of an index that are looked at."""

    database: LabelDatabase
    parts: Mapping[int, Part]

    def labels(self, condition: str, parameters: tuple[object, ...] = ()) -> Iterator[Row]:
        """The labels under a condition, from ``label`` on; in the order that it asks for."""
        rows = self.database.stream(f"SELECT {COLUMNS} FROM {condition}", parameters)
        return (row for row in rows if row[2] in self.parts)

    def with_words(self, match: str) -> Iterator[Row]:
        """The labels that have certain words, in the order of their rank."""
        access.words(self.database)
        condition = (
            "words AS found JOIN label ON label.id = found.rowid"
            f" WHERE found.words MATCH ?{self._of_parts} ORDER BY found.rowid"
        )
        return self.labels(condition, (match,))

    def few_with_words(self, match: str) -> list[Row] | None:
        """The same where there are few of them; else nothing."""
        rows = list(islice(self.with_words(match), _FEW_LABELS + 1))
        return None if len(rows) > _FEW_LABELS else rows

    @property
    def _of_parts(self) -> str:
        """What spares SQLite most of each label that would be passed over."""
        if len(self.parts) > _FEW_PARTS:
            return ""
        return f" AND part IN ({', '.join(map(str, self.parts))})"

    def entry(self, row: Row) -> LabelEntry:
        """A row of ``labels`` as what it stands for."""
        _, _, part, value, datatype, concept, _ = row
        label = Literal(value, self.parts[part].language, datatype)
        return LabelEntry(IRI(concept), label, KIND_OF[self.parts[part].kind])


def spelled_like(scope: Scope, asked: Asked) -> list[LabelEntry]:
    """The labels that are the same term, the strongest kind first."""
    rows = scope.labels("label WHERE label.key = ? ORDER BY label.id", (asked.key,))
    return [scope.entry(row) for row in rows]


def exact(scope: Scope, asked: Asked) -> Iterator[LabelHit]:
    """The labels that are the same term, of each kind first those that are spelled alike."""
    entries = spelled_like(scope, asked)
    if len(entries) > 1:
        entries.sort(key=lambda entry: (KIND_ORDER[entry.kind], _respelled(asked.text, entry)))
    return (LabelHit(entry, Mode.EXACT) for entry in entries)


def _respelled(text: str, entry: LabelEntry) -> int:
    return len(differences(text, entry.label.value) or ())


def prefix(scope: Scope, asked: Asked) -> Iterator[LabelHit]:
    """The labels that go on after the text, preferred ones first, by spelling."""
    done = "".join(asked.words[:-1])
    readings = [f"{done}{word}" for word in asked.last] if asked.words else [asked.key]
    return _first_that_finds(_beginning_with(scope, reading) for reading in readings)


def _first_that_finds(readings: Iterable[Iterator[LabelHit]]) -> Iterator[LabelHit]:
    for hits in readings:
        first = next(hits, None)
        if first is not None:
            return chain((first,), hits)
    return iter(())


def _beginning_with(scope: Scope, beginning: str) -> Iterator[LabelHit]:
    for kind in KIND_OF:
        of_kind = [number for number, part in scope.parts.items() if part.kind == kind]
        for row in _going_on(scope, of_kind, beginning):
            yield LabelHit(scope.entry(row), Mode.PREFIX)


def _going_on(scope: Scope, parts: list[int], beginning: str) -> Iterable[Row]:
    limits = (beginning, beginning + _LAST)
    if len(parts) <= _FEW_PARTS:
        condition = "label WHERE part = ? AND label.key >= ? AND label.key < ? ORDER BY label.key"
        found = [scope.labels(condition, (part, *limits)) for part in parts]
        return merge(*found) if len(found) > 1 else chain(*found)
    rows = scope.labels("label WHERE label.key >= ? AND label.key < ? ORDER BY label.key", limits)
    chosen = set(parts)
    return (row for row in rows if row[2] in chosen)


def words(scope: Scope, asked: Asked) -> Iterator[LabelHit]:
    """The labels that have all words of the text, then those where the last one goes on."""
    if not asked.words:
        return
    yield from _having(scope, all_of(asked.words), Mode.WORDS)
    readings = [word for word in asked.last if len(word) >= _SHORTEST_BEGINNING]
    if readings:
        yield from _first_that_finds(_unfinished(scope, asked.words[:-1], readings))


def _unfinished(
    scope: Scope, done: Sequence[str], readings: Sequence[str]
) -> Iterator[Iterator[LabelHit]]:
    """For each reading of a last word, the labels that have the others and go on after it."""
    # All labels with a word that many go on after would be sorted before the first one comes.
    done_match = all_of(done)
    few = scope.few_with_words(done_match) if done else None
    for word in readings:
        if few is None:
            yield _having(scope, f"{done_match} {all_of([word])}*", Mode.WORDS)
        else:
            yield iter([LabelHit(scope.entry(row), Mode.WORDS) for row in few if _has(row, word)])


def _has(row: Row, beginning: str) -> bool:
    return any(word.startswith(beginning) for word in row[6].split())


def _having(scope: Scope, match: str, mode: Mode) -> Iterator[LabelHit]:
    return (LabelHit(scope.entry(row), mode) for row in scope.with_words(match))


def substring(scope: Scope, asked: Asked) -> Iterator[LabelHit]:
    """The labels where each word of the text is inside some word."""
    inside = [
        _containing(scope.database, word) or _containing(scope.database, without_plural)
        for word, without_plural in zip(asked.unfolded, asked.words, strict=True)
    ]
    if inside and all(inside):
        yield from _having(scope, " AND ".join(map(any_of, inside)), Mode.SUBSTRING)


def _containing(database: LabelDatabase, word: str) -> list[str]:
    """The words of labels that a text is a part of, the shortest first; a short one is whole."""
    if access.is_unspaced(word) and len(word) < _SHORTEST_FRAGMENT:
        access.signs(database)
        rows = database.rows(_WITH_SIGNS, (word, LIMITS.containing))
    elif len(word) < _SHORTEST_FRAGMENT:
        return [word]
    else:
        access.fragments(database)
        parts = all_of(word[place : place + 3] for place in range(len(word) - 2))
        rows = database.rows(_WITH_FRAGMENTS, (parts, word, LIMITS.containing))
    return [text for (text,) in rows]


_WITH_FRAGMENTS = """
    SELECT spelling.text FROM fragments JOIN spelling ON spelling.id = fragments.rowid
    WHERE fragments MATCH ? AND instr(spelling.text, ?) ORDER BY length, spelling.text LIMIT ?
    """
_WITH_SIGNS = """
    SELECT text FROM signs JOIN spelling ON spelling.id = signs.spelling
    WHERE signs = ? ORDER BY length, text LIMIT ?
    """


def typo(scope: Scope, asked: Asked) -> Iterator[LabelHit]:
    """The labels that come near as a whole, then those of which the words come near."""
    use = LABEL | WORD if len(asked.words) == 1 else LABEL
    spellings = near(scope.database, asked.key, use)
    alike = [_spelt(scope, asked, found.text) for found in spellings]
    # The first label of each spelling, then the others: many concepts may share the nearest one.
    yield from (hit for hits in alike if (hit := next(hits, None)))
    yield from chain.from_iterable(alike)
    yield from _misspelt_words(scope, asked)


def _spelt(scope: Scope, asked: Asked, key: str) -> Iterator[LabelHit]:
    for row in scope.labels("label WHERE label.key = ? ORDER BY label.id", (key,)):
        yield LabelHit(scope.entry(row), Mode.TYPO, _read_as(asked.words, row[6].split()))


def _read_as(asked: list[str], label: list[str]) -> tuple[tuple[str, str], ...]:
    """The words that differ; all together where words were split or joined."""
    if len(asked) != len(label):
        return ((" ".join(asked), " ".join(label)),)
    return tuple((a, b) for a, b in zip(asked, label, strict=True) if a != b)


_MOST_EDITS = 2


def _misspelt_words(scope: Scope, asked: Asked) -> Iterator[LabelHit]:
    """The labels that have each word of the text or one that comes near, by the fewest edits."""
    readings = [_readings(scope.database, word) for word in asked.words]
    if not readings or not all(readings):
        return
    match = " AND ".join(any_of(reading) for reading in readings)
    weighed = []
    for row in islice(scope.with_words(match), LIMITS.misread):
        read = _best_reading(readings, set(row[6].split()))
        edits = sum(found.edits for found in read)
        if 0 < edits <= _MOST_EDITS:
            pairs = zip(asked.words, (found.text for found in read), strict=True)
            changed = tuple((a, b) for a, b in pairs if a != b)
            weighed.append((edits, len(row[0]), row[1], row, changed))
    weighed.sort(key=lambda label: label[:3])
    for edits, *_, row, changed in weighed:
        if edits == weighed[0][0]:
            yield LabelHit(scope.entry(row), Mode.TYPO, changed)


def _readings(database: LabelDatabase, word: str) -> dict[str, Near]:
    """A word of a label to how near it comes to the asked one, the nearest first."""
    itself = [Near(0, 0.0, word)]
    return {found.text: found for found in itself + near(database, word, WORD)}


def _best_reading(readings: list[dict[str, Near]], words: set[str]) -> list[Near]:
    return [next(found for text, found in reading.items() if text in words) for reading in readings]


def definition(scope: Scope, asked: Asked) -> Iterator[LabelHit]:
    """The definitions that have all words of the text, short ones first."""
    if not asked.words:
        return
    access.definition_words(scope.database)
    for _, concept, text, node in _texts(scope, _DEFINITIONS, asked):
        yield LabelHit(DefinitionEntry(concept, text, node), Mode.DEFINITION)


def note(scope: Scope, asked: Asked) -> Iterator[LabelHit]:
    """The notes that have all words of the text, those for readers first, short ones first."""
    if not asked.words:
        return
    access.note_words(scope.database)
    for kind, concept, text, node in _texts(scope, _NOTES, asked):
        yield LabelHit(NoteEntry(concept, text, NOTE_OF[kind], node), Mode.NOTE)


def _texts(
    scope: Scope, query: str, asked: Asked
) -> Iterator[tuple[int, IRI, Literal, IRI | None]]:
    """Kind, concept, text and node of each text that has all words."""
    for row in scope.database.stream(query, (all_of(asked.words),)):
        part, value, datatype, concept, node = row
        if part in scope.parts:
            text = Literal(value, scope.parts[part].language, datatype)
            yield scope.parts[part].kind, IRI(concept), text, None if node is None else IRI(node)


_DEFINITIONS = """
    SELECT part, value, datatype, concept, node
    FROM definition_words AS found JOIN definition ON definition.id = found.rowid
    WHERE found.definition_words MATCH ? ORDER BY found.rowid
    """
_NOTES = _DEFINITIONS.replace("definition", "note")

Tier: TypeAlias = Callable[[Scope, Asked], Iterator[LabelHit]]

TIERS: Mapping[Mode, Tier] = {
    Mode.EXACT: exact,
    Mode.PREFIX: prefix,
    Mode.WORDS: words,
    Mode.SUBSTRING: substring,
    Mode.TYPO: typo,
    Mode.DEFINITION: definition,
    Mode.NOTE: note,
}
"""Mode to what finds it."""
