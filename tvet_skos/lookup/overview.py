"""A vocabulary at a glance: its classes, what changed last, its mappings."""

from __future__ import annotations

from dataclasses import dataclass

from tvet_skos.lookup.queries import NamedQuery, packaged_query
from tvet_skos.namespaces import DCTERMS, OWL, RDFS, SKOS
from tvet_skos.store import Store
from tvet_skos.terms import IRI, Literal, Term, Triple


def own_query(name: str) -> NamedQuery:
    """A query that stands beside this module and is asked by code only."""
    return packaged_query("tvet_skos.lookup", "sparql", name)


@dataclass(frozen=True, slots=True)
class ClassCount:
    """A class of concepts or collections: how many there are, and how many of them retired."""

    iri: IRI
    number: int
    retired: int
    labels: tuple[Literal, ...] = ()
    superclasses: tuple[IRI, ...] = ()


def class_counts(store: Store, scheme: IRI | None = None) -> tuple[ClassCount, ...]:
    """The classes of all concepts and collections, by IRI.

    :param scheme: count only what says that it belongs to this concept scheme
    """
    query = own_query("classes-of-scheme") if scheme else own_query("classes")
    text = query.bound({"scheme": scheme}) if scheme else query.text
    numbers: dict[str, dict[IRI, int]] = {"all": {}, "retired": {}}
    for kind, cls, number in store.select(text).rows:
        if isinstance(cls, IRI):
            numbers[_text(kind)][cls] = int(_text(number))
    return tuple(
        _class_count(store, cls, numbers["all"][cls], numbers["retired"].get(cls, 0))
        for cls in sorted(numbers["all"])
    )


def _class_count(store: Store, cls: IRI, number: int, retired: int) -> ClassCount:
    about = store.about(cls)
    labels = (t.object for t in about if t.predicate == RDFS.label)
    above = (t.object for t in about if t.predicate == RDFS.subClassOf)
    return ClassCount(
        cls,
        number,
        retired,
        tuple(label for label in labels if isinstance(label, Literal)),
        tuple(iri for iri in above if isinstance(iri, IRI)),
    )


@dataclass(frozen=True, slots=True)
class Dated:
    """A concept, and when it came or changed, as the vocabulary writes it."""

    concept: IRI
    date: str


CREATED, MODIFIED = DCTERMS.created, DCTERMS.modified


def dated(store: Store, prop: IRI, limit: int, offset: int = 0) -> tuple[Dated, ...]:
    """The concepts by a date of theirs, the newest first, then by IRI.

    :param prop: ``CREATED`` or ``MODIFIED``
    """
    text = own_query("dated").bound({"property": prop}) + f"\nLIMIT {limit} OFFSET {offset}"
    return tuple(
        Dated(concept, _text(date))
        for concept, date in store.select(text).rows
        if isinstance(concept, IRI)
    )


def mappings(store: Store) -> tuple[Triple, ...]:
    """The mappings of all concepts, sorted, each once."""
    rows = dict.fromkeys(store.select(own_query("mapped").text).rows)
    return tuple(
        Triple(concept, relation, target)
        for concept, relation, target in rows
        if isinstance(concept, IRI) and isinstance(relation, IRI) and isinstance(target, IRI)
    )


def mappings_of(store: Store, concept: IRI) -> tuple[Triple, ...]:
    """The mappings of a concept, as it states them, sorted."""
    return tuple(t for t in store.about(concept) if t.predicate in MAPPINGS)


MAPPINGS = (
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
)
"""The properties that lead to other vocabularies."""


def is_retired(about: list[Triple]) -> bool:
    """Whether what is said of something says that it is out of use."""
    return any(t.predicate == OWL.deprecated and _text(t.object) in ("true", "1") for t in about)


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else str(term or "")
