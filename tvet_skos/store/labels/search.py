"""Search in the label index: from the best reason for a hit to the weakest, as far as is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tvet_skos.store.labels.database import LabelDatabase
from tvet_skos.store.labels.entries import (
    DEFINITION,
    KIND_ORDER,
    NOTE_OF,
    DefinitionEntry,
    LabelEntry,
    NoteEntry,
)
from tvet_skos.store.labels.parts import Part, Parts
from tvet_skos.store.labels.question import LABEL_MODES, LabelHit, Mode, Question
from tvet_skos.store.labels.tiers import TIERS, Asked, Scope
from tvet_skos.text import language_distance

_ROUNDS = (
    (Mode.EXACT, Mode.PREFIX, Mode.WORDS, Mode.SUBSTRING),
    (Mode.TYPO,),
    (Mode.DEFINITION,),
    (Mode.NOTE,),
)


def search_labels(database: LabelDatabase, parts: Parts, question: Question) -> Iterator[LabelHit]:
    """Everything that a text finds, the best first, looked for as it is taken.

    First come labels as they are written: in the asked language, its relatives, then any other.
    Then, if none of them is the same term, labels that come near; then definitions, then
    notes. Each comes once, a concept perhaps through several.
    """
    asked = Asked(question.text)
    if not asked.key:
        return
    seen: dict[LabelEntry | DefinitionEntry | NoteEntry, Mode] = {}
    for modes in _ROUNDS:
        wanted = [mode for mode in modes if mode in question.modes]
        if not wanted or (Mode.TYPO in wanted and Mode.EXACT in seen.values()):
            continue  # if it is a term, nobody will have meant another one
        looked_at = parts.labels if wanted[0] in LABEL_MODES else parts.texts
        chosen = parts_by_language(looked_at, question)
        for hit in _found([Scope(database, each) for each in chosen], asked, wanted):
            known = len(seen)
            seen.setdefault(hit.entry, hit.mode)
            if len(seen) > known:
                yield hit


def _found(scopes: Sequence[Scope], asked: Asked, modes: Sequence[Mode]) -> Iterator[LabelHit]:
    return (hit for scope in scopes for mode in modes for hit in TIERS[mode](scope, asked))


def parts_by_language(parts: Mapping[int, Part], question: Question) -> list[dict[int, Part]]:
    """The parts that a question may look at, those in the language that it prefers first."""
    kinds = {KIND_ORDER[kind] for kind in question.kinds} | {DEFINITION, *NOTE_OF}
    ranked: dict[int, dict[int, Part]] = {}
    for number, part in parts.items():
        rank = language_distance(part.language, question.language)
        if part.kind in kinds and not (question.strict and rank):
            ranked.setdefault(rank, {})[number] = part
    return [ranked[rank] for rank in sorted(ranked)]
