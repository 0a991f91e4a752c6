"""Other terms that a page names, as relations to concepts where these are known, else as to-dos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tvet_skos.ingest.glossary_page import GlossaryPage
from tvet_skos.ingest.labels import without_abbreviation
from tvet_skos.model import NOT_LINKED, Concept
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import fold, squash


class Labels:
    """Concepts by label: finds the one that a label means, in one language and its variants.

    A preferred label counts before an alternative one, and the same spelling before a similar one.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._preferred: dict[str, dict[IRI, str]] = defaultdict(dict)
        self._alternative: dict[str, dict[IRI, str]] = defaultdict(dict)

    def add(self, concepts: Iterable[Concept]) -> Labels:
        """Take in the labels of concepts that are in use; returns itself."""
        for concept in concepts:
            if not concept.deprecated:
                self._index(self._preferred, concept.iri, concept.pref_labels)
                self._index(self._alternative, concept.iri, concept.alt_labels)
        return self

    def _index(self, index: dict[str, dict[IRI, str]], iri: IRI, labels: Iterable[Literal]) -> None:
        for label in labels:
            if _primary(label.language) == _primary(self._language):
                index[fold(label.value)][iri] = label.value

    def find(self, label: str) -> tuple[IRI, ...]:
        """The concepts that a label may mean: none, one, or several that cannot be told apart."""
        key = fold(label)
        for index in (self._preferred, self._alternative):
            found = index.get(key, {})
            exact = [iri for iri, known in found.items() if squash(known) == squash(label)]
            if found:
                return tuple(exact if len(exact) == 1 else sorted(found))
        return ()


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


@dataclass(frozen=True, slots=True)
class Related:
    """A concept with its relations, and what is left to do about those not found."""

    concept: Concept
    to_dos: tuple[str, ...] = ()


@dataclass(slots=True)
class _Relations:
    """Relations of one concept while they are looked up; a set for each field of the model."""

    found: dict[str, set[IRI]] = field(default_factory=lambda: defaultdict(set))
    missing: list[str] = field(default_factory=list)
    to_dos: list[str] = field(default_factory=list)


_FIELDS: Mapping[str, tuple[str, str]] = {
    "parents": ("broader", "Parent term"),
    "children": ("narrower", "Child term"),
    "view_also": ("related", "View also"),
    "related": ("related", "Related term"),
}
"""Field of a page to the field of the concept, and how a note calls it."""


def with_relations(
    concept: Concept, pages: Iterable[GlossaryPage], labels: Labels, language: str
) -> Related:
    """A concept with the relations that its pages name; unknown terms become editorial notes."""
    relations = _Relations()
    for page in pages:
        for name, (relation, called) in _FIELDS.items():
            for term in getattr(page, name):
                _relate(concept, term, relation, called, labels, relations)
    found = relations.found
    # SKOS S27: what is broader or narrower is not related as well.
    related = found["related"] - found["broader"] - found["narrower"]
    notes = (Literal(note, language) for note in relations.missing)
    linked = replace(
        concept,
        broader=tuple(found["broader"]),
        narrower=tuple(found["narrower"] - found["broader"]),
        related=tuple(related),
        editorial_notes=(*concept.editorial_notes, *notes),
    )
    return Related(linked, tuple(dict.fromkeys(relations.to_dos)))


def _relate(
    concept: Concept, term: str, relation: str, called: str, labels: Labels, relations: _Relations
) -> None:
    label = without_abbreviation(term)[0]
    targets = labels.find(label) or labels.find(term)
    if targets == (concept.iri,):
        return
    if len(targets) == 1:
        relations.found[relation].add(targets[0])
        return
    why = NOT_LINKED[1] if targets else NOT_LINKED[0]
    relations.missing.append(f"{called}: {term} ({why})")
    relations.to_dos.append(f"{concept.label()}: {called.lower()} {term!r} was not linked: {why}")
