"""A definition as readers see it: its text, who says so, and how that is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tvet_skos.lookup.compare import Entry, Occurrence, Segment, numbered_definitions
from tvet_skos.model import (
    MISSING,
    Agent,
    Concept,
    ConceptScheme,
    Definition,
    Source,
    SourceEvidence,
    leads,
)
from tvet_skos.namespaces import FOAF
from tvet_skos.publish.links import source_links
from tvet_skos.publish.reports.passages import Block, blocks
from tvet_skos.publish.site.edition import Reading, chosen_label
from tvet_skos.terms import Literal

MARKS: Mapping[SourceEvidence | None, str] = {
    SourceEvidence.STATED: "✓",
    SourceEvidence.STATED_INLINE: "✓",
    SourceEvidence.NOT_CAPTURED: "?",
    SourceEvidence.NOT_STATED: "∅",
    SourceEvidence.INFERRED: "≈",
    SourceEvidence.SELF_COMPOSED: "✎",
    None: "",
}
"""How the evidence of a source looks in one sign; its name always stands beside it."""


WORDINGS = frozenset(
    (
        "identical", "modified", "restyled", "context_added", "generalisation", "specialisation",
        "similar", "related", "not_equal", "unspecified",
    )
)  # fmt: skip
"""How a text may relate to that of its source, in Glossarist's words."""

LACKING = frozenset((*(kind.value for kind in MISSING), "unknown"))
"""Evidence of a definition whose source is not known."""


def evidence_of(definition: Definition) -> str:
    """The key of how a source is known; ``given`` where one is named and nobody says how."""
    if definition.source_evidence:
        return definition.source_evidence.value
    return "given" if definition.sources or definition.source_text else "unknown"


@dataclass(frozen=True, slots=True)
class Work:
    """A source: its title or citation, and where its page is."""

    title: Literal
    href: str


@dataclass(frozen=True, slots=True)
class Told:
    """A definition with everything that a page says about it.

    ``fragment`` is its stable place on the page; ``evidence`` the key of what is known of the
    source (``stated``, ``notCaptured``, ``unknown`` …); ``makers`` are full names; ``bodies`` say
    what they are: keys of ``body`` in the texts.
    """

    number: int
    fragment: str
    definition: Definition
    blocks: tuple[Block, ...]
    evidence: str
    mark: str
    makers: tuple[str, ...]
    bodies: tuple[str, ...]
    years: tuple[str, ...]
    works: tuple[Work, ...]
    links: tuple[str, ...]
    is_lead: bool

    @property
    def lacks_source(self) -> bool:
        """Whether it is not known where the text comes from."""
        return self.evidence in LACKING

    @property
    def wording(self) -> str:
        """How the text relates to that of its source: a key of ``wording`` in the texts, or none.

        :source: Glossarist, status of a source
        """
        status = (self.definition.source_status or "").rpartition("/")[2]
        return status if status in WORDINGS else ""

    @property
    def year(self) -> str:
        """The newest year of its sources, empty where none is known."""
        return max(self.years, default="")


def entries_of(card: ConceptScheme, concept: Concept) -> tuple[Entry, ...]:
    """The definitions in the order and with the numbers of ``lookup.compare``; no words marked."""
    lead = leads(concept, {source.iri: source.issued for source in card.sources})
    sources = {source.iri: source for source in card.sources}
    return tuple(
        Entry(
            number,
            d,
            tuple(sources[iri] for iri in d.sources if iri in sources),
            (),
            lead.get(d.language) == d,
            (Segment(d.text, Occurrence.NEUTRAL),),
            (),
            None,
            number,
        )
        for number, d in numbered_definitions(concept).items()
    )


def told(reading: Reading, entry: Entry) -> Told:
    """A definition for a page."""
    definition = entry.definition
    makers = reading.edition.agents(iri for source in entry.sources for iri in source.makers)
    evidence = definition.source_evidence
    return Told(
        entry.number,
        fragment_of(definition, entry.number),
        definition,
        blocks(entry),
        evidence_of(definition),
        MARKS[evidence],
        tuple(agent.name or agent.iri for agent in makers),
        _bodies(makers, evidence),
        tuple(dict.fromkeys(entry.years)),
        tuple(_work(reading, source) for source in entry.sources),
        source_links(entry.sources),
        entry.is_lead,
    )


def _bodies(makers: Iterable[Agent], evidence: SourceEvidence | None) -> tuple[str, ...]:
    if evidence is SourceEvidence.SELF_COMPOSED:
        return ("editors",)
    return tuple(dict.fromkeys(body_of(agent) for agent in makers))


def body_of(agent: Agent) -> str:
    """What kind of body somebody is: a key of ``body`` in the texts."""
    return "person" if agent.kind == FOAF.Person else "organisation"


def _work(reading: Reading, source: Source) -> Work:
    return Work(title_of(source, reading.language), reading.address("source", source.iri))


def title_of(source: Source, language: str) -> Literal:
    """The title of a source, else its citation, else its IRI; with its language."""
    title = chosen_label(source.titles, language)
    return title or Literal(source.citation or source.iri)


_UNFIT = re.compile(r"[^\w.-]+")


def fragment_of(definition: Definition, number: int) -> str:
    """The stable place of a definition on a page: the fragment of its IRI where it has one.

    >>> from tvet_skos.terms import IRI
    >>> fragment_of(Definition(iri=IRI("http://example.org/a#def-1")), 3)
    'def-1'
    >>> fragment_of(Definition(iri=IRI("http://example.org/a")), 3)
    'definition-3'
    """
    fragment = _UNFIT.sub("-", definition.iri.partition("#")[2])
    return fragment if "def" in fragment else f"definition-{number}"
