"""From a text to the concepts that have something to do with it, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from tvet_skos.lookup.find import described, listed
from tvet_skos.namespaces import SKOS
from tvet_skos.store import Store
from tvet_skos.store.labels.entries import (
    DefinitionEntry,
    LabelEntry,
    LabelKind,
    NoteEntry,
    NoteKind,
)
from tvet_skos.store.labels.question import COMPLETIONS, LIMITS, USUAL, LabelHit, Mode, Question
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import differences, folded_words, language_distance, squash


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept that a text finds, through its best label, else a definition, else a note.

    ``score`` says how good the reason is, from 100 for a preferred label that is the text down to
    10 for a definition and 1 for a note; hits come in its order.
    """

    concept: IRI
    label: Literal | None
    kind: LabelKind | None
    mode: Mode
    why: str
    score: int
    definition: DefinitionEntry | None = None
    note: NoteEntry | None = None

    @property
    def text(self) -> Literal:
        """What was found: the label, the definition or the note."""
        entry = self.definition or self.note
        if entry is not None:
            return entry.text
        assert self.label is not None
        return self.label


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits; there are ``total``, or more than that if not ``is_counted``."""

    hits: tuple[Hit, ...]
    total: int
    is_counted: bool = True


def search(
    store: Store,
    text: str,
    *,
    language: str | None = None,
    strict: bool = False,
    kinds: Sequence[LabelKind] = tuple(LabelKind),
    modes: Sequence[Mode] | None = None,
    within: IRI | None = None,
    limit: int = 20,
    offset: int = 0,
    count: int = 0,
) -> SearchResult:
    """The concepts that a text finds, each once, for its best reason.

    Labels that are the same term come first (preferred, alternative, hidden, notations), then those
    that begin with the text, have its words, have it inside; then, if none is the same term, labels
    that come near; then definitions with all its words; notes only where ``modes`` has
    ``Mode.NOTE``, and last. ``learn*`` asks for completions only:
    labels that are, begin with, or have words that begin with the text; ``*earn*`` also for those
    with the text inside.

    :param language: labels in it come first, then those of its relatives, then any other
    :param strict: look at nothing else than ``language``
    :param kinds: which labels to look at
    :param modes: which reasons count; by default all but notes, or those that the asterisks say
    :param within: a concept scheme, or a collection; only what belongs to it is given
    :param limit: hits on the page, at most ``LIMITS.page``
    :param offset: hits before the page
    :param count: as far as hits are counted that are not on the page, which takes its time
    :raises QueryRefused: the text is longer than ``LIMITS`` allow

    >>> from tvet_skos import bundled_vocabulary, open_store
    >>> found = search(open_store(bundled_vocabulary()), "micro credentail", limit=1)
    >>> found.hits[0].why
    'preferred label "Micro-credential"@en, reading "credentail" as "credential"'
    """
    asked, sensible = _without_asterisks(squash(text))
    chosen = sensible if modes is None else tuple(modes)
    question = Question(asked, language, strict, tuple(kinds), chosen)
    found = _concepts(store, question, within)
    end = offset + min(limit, LIMITS.page)
    first = list(islice(found, end))
    total = len(first) + sum(1 for _ in islice(found, max(0, count - len(first))))
    hits = tuple(_hit(question, hit) for hit in first[offset:])
    return SearchResult(hits, total, next(found, None) is None)


def _without_asterisks(text: str) -> tuple[str, tuple[Mode, ...]]:
    asked = text.strip("*")
    if text.startswith("*") and asked:
        return asked, (*COMPLETIONS, Mode.SUBSTRING)
    return asked, COMPLETIONS if text.endswith("*") else USUAL


def _concepts(store: Store, question: Question, within: IRI | None) -> Iterator[LabelHit]:
    """The hits that are the first of their concept."""
    seen: set[IRI] = set()
    for hit in store.labels.search(question):
        concept = hit.entry.concept
        if concept not in seen:
            seen.add(concept)
            if within is None or _belongs(store, concept, within):
                yield hit


def _belongs(store: Store, concept: IRI, group: IRI) -> bool:
    in_scheme = any(
        t.object == group and t.predicate in (SKOS.inScheme, SKOS.topConceptOf)
        for t in store.about(concept)
    )
    return in_scheme or any(t.subject == group for t in store.naming(SKOS.member, concept))


def _hit(question: Question, hit: LabelHit) -> Hit:
    entry = hit.entry
    score = _score(question, hit)
    if isinstance(entry, DefinitionEntry | NoteEntry):
        what = _NOTES[entry.kind] if isinstance(entry, NoteEntry) else "a definition"
        why = f"{what} has {_word_or_words(question.text)}" + _elsewhere(question, entry.text)
        definition = entry if isinstance(entry, DefinitionEntry) else None
        note = entry if isinstance(entry, NoteEntry) else None
        return Hit(entry.concept, None, None, hit.mode, why, score, definition, note)
    why = _reason(question, hit, entry) + _elsewhere(question, entry.label)
    return Hit(entry.concept, entry.label, entry.kind, hit.mode, why, score)


_NOTES = {
    NoteKind.SCOPE: "a scope note",
    NoteKind.NOTE: "a note",
    NoteKind.EXAMPLE: "an example",
    NoteKind.HISTORY: "a history note",
    NoteKind.CHANGE: "a change note",
    NoteKind.EDITORIAL: "an editorial note",
}


def _reason(question: Question, hit: LabelHit, entry: LabelEntry) -> str:
    label = described(entry)
    if hit.mode is Mode.EXACT:
        ignoring = differences(question.text, entry.label.value)
        return f"{label}, ignoring {listed(ignoring)}" if ignoring else label
    if hit.mode is Mode.TYPO:
        readings = tuple(f'"{asked}" as "{read}"' for asked, read in hit.reading)
        return f"{label}, reading {listed(readings)}"
    if hit.mode is Mode.WORDS:
        whole = set(folded_words(question.text)) <= set(folded_words(entry.label.value))
        return f"{label} has {'' if whole else 'the beginning of '}{_word_or_words(question.text)}"
    verb = "begins with" if hit.mode is Mode.PREFIX else "has inside"
    return f"{label} {verb} {_quoted(question.text)}"


def _word_or_words(text: str) -> str:
    return f"the {'words' if ' ' in text else 'word'} {_quoted(text)}"


_SHOWN = 60


def _quoted(text: str) -> str:
    return f'"{text if len(text) <= _SHOWN else text[:_SHOWN] + "…"}"'


def _elsewhere(question: Question, found: Literal) -> str:
    """Said of what is not in the asked language."""
    if not language_distance(found.language, question.language):
        return ""
    return f" (not in {question.language})"


_SCORES = {
    Mode.PREFIX: 80,
    Mode.WORDS: 75,
    Mode.SUBSTRING: 70,
}
_EXACT_SCORES = {
    LabelKind.PREFERRED: 100,
    LabelKind.ALTERNATIVE: 95,
    LabelKind.HIDDEN: 90,
    LabelKind.NOTATION: 85,
}
_ELSEWHERE = (0, 55, 45)


def _score(question: Question, hit: LabelHit) -> int:
    """Falls with the order of hits: labels as written, by language; typos; definitions; notes."""
    entry = hit.entry
    if isinstance(entry, NoteEntry):
        return 7 - 3 * language_distance(entry.text.language, question.language)
    if isinstance(entry, DefinitionEntry):
        return 20 - 5 * language_distance(entry.text.language, question.language)
    distance = language_distance(entry.label.language, question.language)
    if hit.mode is Mode.TYPO:
        return 40 - 5 * distance
    score = _EXACT_SCORES[entry.kind] if hit.mode is Mode.EXACT else _SCORES[hit.mode]
    return _ELSEWHERE[distance] + score // 10 if distance else score
