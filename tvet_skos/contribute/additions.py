"""Adding an import to a vocabulary: nothing of anybody else's is ever overwritten.

A definition whose IRI is there is left alone, whatever editors changed since. A text that changed
on its page becomes a revision, and the old one stays, marked as replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher
from typing import TypeVar

from tvet_skos.iri import definition_iri
from tvet_skos.model import (
    MISSING,
    NOT_LINKED,
    Concept,
    ConceptScheme,
    Definition,
    Record,
    SourceEvidence,
)
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import counted, squash, words

_R = TypeVar("_R", bound=Record)

SIMILAR = 0.6
"""From which share of common words, in order, a text counts as a new wording of an old one."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was added: to which concept, and what."""

    concept: str
    what: str


@dataclass(frozen=True, slots=True)
class Addition:
    """The vocabulary with the import in it, and what that changed; no steps, no change."""

    scheme: ConceptScheme
    steps: tuple[Step, ...]


def add(vocabulary: ConceptScheme, imported: ConceptScheme) -> Addition:
    """Take an import into a vocabulary; both stay as they are, the result is a new one.

    Of a concept that is there, what may have several values is joined; its dates and its own
    choices stay. What an import says of the scheme itself is not taken over.

    Steps come by concept IRI, then in the order labels, relations, definitions.

    >>> from tvet_skos.terms import IRI, Literal
    >>> skill = Concept(iri=IRI("http://example.org/skill"), pref_labels=(Literal("Skill", "en"),))
    >>> imported = ConceptScheme(iri=IRI("http://example.org/"), concepts=(skill,))
    >>> result = add(ConceptScheme(iri=IRI("http://example.org/")), imported)
    >>> [(step.concept, step.what) for step in result.steps]
    [('Skill', 'new concept with 0 definitions')]
    >>> add(result.scheme, imported).steps
    ()
    """
    present = {concept.iri: concept for concept in vocabulary.concepts}
    names = {c.iri: c.label() for c in (*imported.concepts, *vocabulary.concepts)}
    steps: list[Step] = []
    concepts = dict(present)
    for concept in imported.concepts:
        old = present.get(concept.iri)
        merged, done = (concept, _news(concept)) if old is None else _merged(old, concept, names)
        concepts[concept.iri] = merged
        steps += done
    scheme = replace(
        vocabulary,
        concepts=tuple(concepts.values()),
        sources=_joined(vocabulary.sources, imported.sources),
        agents=_joined(vocabulary.agents, imported.agents),
        collections=_joined(vocabulary.collections, imported.collections),
        page_records=_joined(vocabulary.page_records, imported.page_records),
    )
    return Addition(scheme, tuple(steps))


def _joined(present: Iterable[_R], more: Iterable[_R]) -> tuple[_R, ...]:
    """Records of both, those that are present winning."""
    return tuple(({record.iri: record for record in more} | {r.iri: r for r in present}).values())


def _news(concept: Concept) -> list[Step]:
    definitions = counted(len(concept.definitions), "definition")
    return [Step(concept.label(), f"new concept with {definitions}")]


def _merged(old: Concept, new: Concept, names: Mapping[IRI, str]) -> tuple[Concept, list[Step]]:
    name = old.label()
    labelled, steps = _with_labels(old, new)
    related, more = _with_relations(labelled, new, names)
    defined, last = _with_definitions(related, new)
    return defined, [Step(name, what) for what in (*steps, *more, *last)]


def _with_labels(old: Concept, new: Concept) -> tuple[Concept, list[str]]:
    """New spellings become alternative labels; a preferred one fills a language that has none."""
    known = {_spelling(label) for label in (*old.pref_labels, *old.alt_labels, *old.hidden_labels)}
    languages = {label.language for label in old.pref_labels}
    fresh = [
        label for label in (*new.pref_labels, *new.alt_labels) if _spelling(label) not in known
    ]
    first = tuple(x for x in fresh if x in new.pref_labels and x.language not in languages)
    others = tuple(x for x in fresh if x not in first)
    concept = replace(
        old, pref_labels=(*old.pref_labels, *first), alt_labels=(*old.alt_labels, *others)
    )
    return concept, [f'label "{label.value}"@{label.language}' for label in (*first, *others)]


def _spelling(label: Literal) -> tuple[str, str]:
    """Labels that differ in the case of the first letter only are one label."""
    text = squash(label.value)
    return (text[:1].casefold() + text[1:], label.language)


_APART = ("pref_labels", "alt_labels", "definitions", "preferred_definitions")
_JOINED = tuple(
    f.name for f in fields(Concept) if str(f.type).startswith("tuple[") and f.name not in _APART
)
"""Every field that may hold several values, but for labels and definitions."""


def _with_relations(
    old: Concept, new: Concept, names: Mapping[IRI, str]
) -> tuple[Concept, list[str]]:
    """The relations and notes of both; to-dos of a page go when that page is read again."""
    if _is_reread(old, new):
        left = (n for n in old.editorial_notes if n in new.editorial_notes or not _is_to_do(n))
        old = replace(old, editorial_notes=tuple(left))
    steps: list[str] = []
    values: dict[str, tuple[object, ...]] = {}
    for field in _JOINED:
        have = getattr(old, field)
        fresh = tuple(value for value in getattr(new, field) if value not in have)
        values[field] = (*have, *fresh)
        steps += [f"{field.replace('_', ' ')}: {_shown(value, names)}" for value in fresh]
    return replace(old, **values), steps  # type: ignore[arg-type]


def _is_reread(old: Concept, new: Concept) -> bool:
    pages = {page for definition in old.definitions for page in definition.derived_from}
    return any(pages & set(definition.derived_from) for definition in new.definitions)


def _is_to_do(note: Literal) -> bool:
    return any(note.value.endswith(f"({reason})") for reason in NOT_LINKED)


def _shown(value: object, names: Mapping[IRI, str]) -> str:
    if isinstance(value, Literal):
        return value.value
    return names.get(IRI(str(value)), str(value))


def _with_definitions(old: Concept, new: Concept) -> tuple[Concept, list[str]]:
    definitions = {definition.iri: definition for definition in old.definitions}
    preferred = list(old.preferred_definitions)
    steps: list[str] = []
    fresh = [d for d in new.definitions if d.iri not in definitions]
    replaced = _revisions(fresh, new, definitions)
    for record in fresh:
        earlier = replaced.get(record.iri)
        if earlier is None:
            steps.append(f"{_named(record)} ({record.source_text})")
        else:
            record = replace(record, revision_of=earlier.iri)
            definitions[earlier.iri] = replace(earlier, deprecated=True)
            preferred = [record.iri if iri == earlier.iri else iri for iri in preferred]
            step = f"new wording of {_named(record)} ({record.source_text})"
            corrected = "; the old one, corrected by hand, is set aside"
            steps.append(step + corrected * _was_edited(earlier, old.iri))
        definitions[record.iri] = record
    merged = replace(
        old, definitions=tuple(definitions.values()), preferred_definitions=tuple(preferred)
    )
    return merged, steps


def _named(definition: Definition) -> str:
    return f"definition {definition.position}" if definition.position else "a definition"


def _was_edited(definition: Definition, concept: IRI) -> bool:
    """Whether a text is no longer the one that its IRI was minted for."""
    minted = definition_iri(concept, definition.text, definition.language, _citation(definition))
    return minted != definition.iri


def _revisions(
    fresh: list[Definition], new: Concept, present: Mapping[IRI, Definition]
) -> dict[IRI, Definition]:
    """New definition to the one that it replaces; each old text is replaced once at most.

    A text that still stands on the page is nobody's old wording.
    """
    still_there = {definition.iri for definition in new.definitions}
    open_ = [d for d in present.values() if not d.deprecated and d.iri not in still_there]
    pairs = sorted(
        (
            (-alike, definition.iri, old.iri)
            for definition in fresh
            for old in open_
            if _same_place(old, definition) and (alike := _similarity(old, definition)) >= SIMILAR
        ),
    )
    found: dict[IRI, Definition] = {}
    used: set[IRI] = set()
    for _, new_iri, old_iri in pairs:
        if new_iri not in found and old_iri not in used:
            found[new_iri] = present[old_iri]
            used.add(old_iri)
    return found


def _same_place(old: Definition, new: Definition) -> bool:
    """Whether two definitions come from one page, under one citation, in one language."""
    pages = set(old.derived_from) & set(new.derived_from)
    # The page still names no source where an editor has identified one since.
    identified = old.source_evidence is SourceEvidence.INFERRED and not _citation(new)
    same = identified or _citation(old) == _citation(new)
    return bool(pages) and same and old.language == new.language


def _citation(definition: Definition) -> str:
    """The citation as printed; where none was found the text names the day of reading instead."""
    return "" if definition.source_evidence in MISSING else squash(definition.source_text)


def _similarity(old: Definition, new: Definition) -> float:
    return SequenceMatcher(None, words(old.text), words(new.text), autojunk=False).ratio()
