"""Concepts, definitions and sources as people think of them; no RDF in sight.

Records are frozen and canonical: their tuples are sorted and hold no value twice, so that two
records are equal when they say the same. Field names are those of ``vocab/context.jsonld``, in
snake_case and in the plural where there may be several.

``other`` keeps the statements that the model has no field for, so that nothing of other people's
SKOS is lost on the way through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from tvet_skos.namespaces import FOAF
from tvet_skos.terms import IRI, Literal, Triple, order, triple_order


class SourceEvidence(StrEnum):
    """How we know the source of a definition."""

    STATED = "stated"
    """The page gives it."""
    STATED_INLINE = "statedInline"
    """Only the running text names it: "according to Cedefop (2014) …"."""
    NOT_CAPTURED = "notCaptured"
    """Missing in the copy that was read; the original may well name one."""
    NOT_STATED = "notStated"
    """The original was read whole and gives none."""
    INFERRED = "inferred"
    """An editor identified it."""
    SELF_COMPOSED = "selfComposed"
    """The editors of the vocabulary wrote the definition."""


MISSING = frozenset({SourceEvidence.NOT_CAPTURED, SourceEvidence.NOT_STATED})
"""Evidence of a definition whose source is not known."""


NOT_LINKED = ("not in the vocabulary yet", "the vocabulary has several of that name")
"""What an editorial note says in brackets that stands for a relation still to be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Anything with an IRI; the base of all records."""

    iri: IRI
    other: tuple[Triple, ...] = ()

    def __post_init__(self) -> None:
        for name in _tuple_fields(type(self)):
            values = getattr(self, name)
            if values:
                object.__setattr__(self, name, _canonical(values))


_TUPLE_FIELDS: dict[type[Record], tuple[str, ...]] = {}


def _tuple_fields(cls: type[Record]) -> tuple[str, ...]:
    names = _TUPLE_FIELDS.get(cls)
    if names is None:
        names = tuple(f.name for f in fields(cls) if str(f.type).startswith("tuple["))
        _TUPLE_FIELDS[cls] = names
    return names


def _canonical(values: Iterable[object]) -> tuple[object, ...]:
    return tuple(sorted(dict.fromkeys(values), key=_sort_key))


def _sort_key(value: object) -> Any:
    if isinstance(value, Definition):
        return (value.position or _LAST, value.iri)
    if isinstance(value, Record):
        return value.iri
    if isinstance(value, Triple):
        return triple_order(value)
    return order(value) if isinstance(value, Literal) else value


_LAST = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(Record):
    """One text that says what a concept means, with its own provenance.

    ``value`` is ``None`` only in a faulty graph; ``source_text`` is the citation as printed, the
    empty string only in a faulty graph. Dates are the lexical forms of ``xsd:date`` or
    ``xsd:dateTime``; ``position`` is the 1-based place on the page.
    """

    value: Literal | None = None
    source_text: str = ""
    sources: tuple[IRI, ...] = ()
    source_evidence: SourceEvidence | None = None
    quoted_from: tuple[IRI, ...] = ()
    derived_from: tuple[IRI, ...] = ()
    primary_sources: tuple[IRI, ...] = ()
    source_status: IRI | None = None
    modification: Literal | None = None
    locator: str = ""
    position: int | None = None
    terms_in_source: tuple[Literal, ...] = ()
    notes: tuple[Literal, ...] = ()
    editorial_notes: tuple[Literal, ...] = ()
    format: str = ""
    created: str = ""
    modified: str = ""
    attributed_to: IRI | None = None
    revision_of: IRI | None = None
    deprecated: bool = False

    @property
    def text(self) -> str:
        """The text without its language tag."""
        return self.value.value if self.value else ""

    @property
    def language(self) -> str:
        """The language tag of the text, ``""`` where it has none."""
        return self.value.language if self.value else ""

    @property
    def has_source(self) -> bool:
        """Whether it is known where the definition comes from."""
        return self.source_evidence is not None and self.source_evidence not in MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept(Record):
    """A term with its spellings, relations and definitions, these by position, then IRI."""

    in_scheme: tuple[IRI, ...] = ()
    top_concept_of: tuple[IRI, ...] = ()
    pref_labels: tuple[Literal, ...] = ()
    alt_labels: tuple[Literal, ...] = ()
    hidden_labels: tuple[Literal, ...] = ()
    notations: tuple[Literal, ...] = ()
    broader: tuple[IRI, ...] = ()
    narrower: tuple[IRI, ...] = ()
    related: tuple[IRI, ...] = ()
    exact_match: tuple[IRI, ...] = ()
    close_match: tuple[IRI, ...] = ()
    broad_match: tuple[IRI, ...] = ()
    narrow_match: tuple[IRI, ...] = ()
    related_match: tuple[IRI, ...] = ()
    definitions: tuple[Definition, ...] = ()
    definition_texts: tuple[Literal, ...] = ()
    preferred_definitions: tuple[IRI, ...] = ()
    notes: tuple[Literal, ...] = ()
    scope_notes: tuple[Literal, ...] = ()
    examples: tuple[Literal, ...] = ()
    editorial_notes: tuple[Literal, ...] = ()
    history_notes: tuple[Literal, ...] = ()
    change_notes: tuple[Literal, ...] = ()
    pages: tuple[IRI, ...] = ()
    see_also: tuple[IRI, ...] = ()
    created: str = ""
    modified: str = ""
    deprecated: bool = False
    replaced_by: tuple[IRI, ...] = ()

    def label(self, language: str = "en") -> str:
        """The preferred label in a language, else in English, else the first, else the IRI."""
        return preferred(self.pref_labels, language) or self.iri

    @property
    def live_definitions(self) -> tuple[Definition, ...]:
        """The definitions that no newer text has replaced."""
        return tuple(d for d in self.definitions if not d.deprecated)


_YEAR = re.compile(r"[0-9]{4}(?![0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """One edition of a work in the register, with the aliases it goes by on glossary pages.

    ``issued`` is a year, a month or a day, as ``xsd:gYear``, ``xsd:gYearMonth`` or ``xsd:date``
    writes them; ``date`` keeps a range or another text that is none of these.
    """

    titles: tuple[Literal, ...] = ()
    creators: tuple[IRI, ...] = ()
    publishers: tuple[IRI, ...] = ()
    issued: str = ""
    date: str = ""
    edition: str = ""
    version_of: IRI | None = None
    replaced_by: tuple[IRI, ...] = ()
    citation: str = ""
    accessed: str = ""
    doi: str = ""
    pages: tuple[IRI, ...] = ()
    license: IRI | None = None
    aliases: tuple[str, ...] = ()
    notes: tuple[Literal, ...] = ()

    @property
    def title(self) -> str:
        """The title in English, else in the first language; empty where it is not known."""
        return preferred(self.titles, "en")

    @property
    def makers(self) -> tuple[IRI, ...]:
        """Who made the work; where that is not recorded, who published it."""
        return self.creators or self.publishers

    @property
    def year(self) -> str:
        """The year of issue, four digits, empty where it is not known.

        A month or a day has its year in front; what is no year of four digits (a year before our
        era, five digits) is not guessed at.
        """
        found = _YEAR.match(self.issued)
        return found[0] if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent(Record):
    """An organisation or person; ``kind`` is a FOAF class."""

    kind: IRI = FOAF.Organization
    names: tuple[Literal, ...] = ()
    abbreviations: tuple[str, ...] = ()
    homepage: IRI | None = None

    @property
    def name(self) -> str:
        """The full name, in English where there is a choice."""
        return preferred(self.names, "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Record):
    """A page that definitions were read from: ``url`` and ``accessed`` as far as they are known."""

    titles: tuple[Literal, ...] = ()
    url: IRI | None = None
    accessed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection(Record):
    """A topic: a labelled group of concepts."""

    in_scheme: tuple[IRI, ...] = ()
    pref_labels: tuple[Literal, ...] = ()
    alt_labels: tuple[Literal, ...] = ()
    definition_texts: tuple[Literal, ...] = ()
    notes: tuple[Literal, ...] = ()
    members: tuple[IRI, ...] = ()

    def label(self, language: str = "en") -> str:
        """The preferred label in a language, else in English, else the first, else the IRI."""
        return preferred(self.pref_labels, language) or self.iri


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptScheme(Record):
    """A vocabulary: what is said of it, and everything in it.

    ``declared`` is false for a graph that types no concept scheme. ``other`` here may have any
    subject: whatever belongs to no record.
    """

    declared: bool = True
    titles: tuple[Literal, ...] = ()
    pref_labels: tuple[Literal, ...] = ()
    descriptions: tuple[Literal, ...] = ()
    creators: tuple[IRI, ...] = ()
    publishers: tuple[IRI, ...] = ()
    license: IRI | None = None
    created: str = ""
    modified: str = ""
    version: str = ""
    conforms_to: tuple[IRI, ...] = ()
    derived_from: tuple[IRI, ...] = ()
    history_notes: tuple[Literal, ...] = ()
    top_concepts: tuple[IRI, ...] = ()
    concepts: tuple[Concept, ...] = ()
    collections: tuple[Collection, ...] = ()
    sources: tuple[Source, ...] = ()
    agents: tuple[Agent, ...] = ()
    page_records: tuple[Page, ...] = ()

    @property
    def title(self) -> str:
        """The title in English, else in the first language, else the IRI."""
        return preferred(self.titles or self.pref_labels, "en") or self.iri

    @property
    def language(self) -> str:
        """The language of the title, where it stands in one only; else English."""
        languages = {title.language for title in self.titles or self.pref_labels}
        return languages.pop() or "en" if len(languages) == 1 else "en"

    @property
    def definitions(self) -> Iterator[Definition]:
        """Every definition of every concept, in the order of the concepts."""
        return (definition for concept in self.concepts for definition in concept.definitions)


def preferred(labels: Iterable[Literal], language: str) -> str:
    """The label in a language, else in a variant of it, else in English, else the first, or ``""``.

    >>> preferred([Literal("Titre", "fr"), Literal("Title", "en-GB")], "en")
    'Title'
    """
    labels = tuple(labels)
    for wanted in (language, "en"):
        for label in labels:
            if label.language == wanted:
                return label.value
        for label in labels:
            if label.language.startswith(f"{wanted}-"):
                return label.value
    return labels[0].value if labels else ""


def leads(concept: Concept, issued: Mapping[IRI, str]) -> dict[str, Definition]:
    """The lead definition in each language that has one.

    The editors' choice (``preferred_definitions``) leads; without it the newest stated one; ties
    and the rest by position, then IRI. Replaced definitions never lead.

    :param issued: source IRI to its date of issue, as ``Source.issued``
    :returns: language tag to definition, ordered by tag
    """
    lead: dict[str, Definition] = {}
    for definition in sorted(
        concept.live_definitions, key=lambda d: _lead_rank(d, concept, issued)
    ):
        if definition.value is not None:
            lead.setdefault(definition.language, definition)
    return dict(sorted(lead.items()))


def _lead_rank(
    definition: Definition, concept: Concept, issued: Mapping[IRI, str]
) -> tuple[bool, tuple[int, ...], int, str]:
    stated = definition.source_evidence is SourceEvidence.STATED
    dates = [issued.get(source, "").split("-") for source in definition.sources] if stated else []
    newest = max((tuple(int(p) for p in date if p.isdigit()) for date in dates), default=())
    return (
        definition.iri not in concept.preferred_definitions,
        (*(-part for part in newest), 1),
        definition.position or _LAST,
        definition.iri,
    )
