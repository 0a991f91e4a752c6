"""The register of sources: which record a printed citation means.

An exact alias or citation counts first, then organisation, year and title together. What fits two
records fits none, and is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tvet_skos.ingest.citation import Citation, is_surely_citation, parse_citations
from tvet_skos.model import Agent, ConceptScheme, Source
from tvet_skos.namespaces import DEFAULT_BASE
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.rdf.minting import rebase
from tvet_skos.rdf.profile import from_triples
from tvet_skos.resources import bundled_vocabulary
from tvet_skos.terms import IRI
from tvet_skos.text import fold, squash


def bundled_register(base: str) -> ConceptScheme:
    """The tool's own register of sources, under the base of a vocabulary."""
    triples = read_vocabulary(bundled_vocabulary() / "sources.ttl").triples
    return from_triples(rebase(triples, DEFAULT_BASE, base))


@dataclass(frozen=True, slots=True)
class Resolution:
    """The record that a citation means, if exactly one fits; else ``reason`` says why none does."""

    source: Source | None = None
    reason: str = ""


class Register:
    """Sources and agents, ready to be asked for by citation or by name. Never changed.

    What it does not know is looked up in ``behind``, another register, if there is one.

    >>> from tvet_skos.terms import Literal
    >>> agent = Agent(iri=IRI("http://example.org/agent/ex"), abbreviations=("EX",))
    >>> iri = IRI("http://example.org/source/ex")
    >>> source = Source(iri=iri, creators=(agent.iri,), issued="2006")
    >>> Register([source], [agent]).resolve("EX 2006, Global").source == source
    True
    """

    def __init__(
        self,
        sources: Iterable[Source] = (),
        agents: Iterable[Agent] = (),
        behind: Register | None = None,
    ) -> None:
        self._own = tuple(sources)
        self._behind = behind
        further = (behind.sources, behind.agents) if behind else ({}, {})
        self.sources: Mapping[IRI, Source] = {**further[0], **{s.iri: s for s in self._own}}
        self.agents: Mapping[IRI, Agent] = {**further[1], **{a.iri: a for a in agents}}
        self._agents_by_name = self._index_agents()
        self._by_citation: dict[str, list[Source]] = defaultdict(list)
        self._by_creator: dict[IRI, list[Source]] = defaultdict(list)
        for source in self._own:
            for printed in {fold(text) for text in (*source.aliases, source.citation) if text}:
                self._by_citation[printed].append(source)
            for creator in source.creators:
                self._by_creator[creator].append(source)

    def _index_agents(self) -> dict[str, list[Agent]]:
        by_name: dict[str, list[Agent]] = defaultdict(list)
        for agent in self.agents.values():
            names = (*(name.value for name in agent.names), *agent.abbreviations)
            for name in {fold(name) for name in names}:
                by_name[name].append(agent)
        return by_name

    def agent(self, name: str) -> Agent | None:
        """The one agent of that name or abbreviation, whatever its case."""
        found = self._agents_by_name.get(fold(name), [])
        return found[0] if len(found) == 1 else None

    def knows(self, name: str) -> bool:
        """Whether an agent has that name or abbreviation."""
        return fold(name) in self._agents_by_name

    def parse(self, printed: str) -> tuple[Citation, ...]:
        """The works that a printed citation names; one where the register has it as it stands."""
        works = parse_citations(printed, self.knows)
        return works[:1] if len(works) == 1 or self._exact(printed) else works

    def is_citation(self, text: str) -> bool:
        """Whether a line without the word "Source" is a citation all the same."""
        return bool(self._exact(text)) or is_surely_citation(text, self.knows)

    def _exact(self, printed: str) -> list[Source]:
        own = self._by_citation.get(fold(printed), []) if printed else []
        return own or (self._behind._exact(printed) if self._behind else [])

    def resolve(self, printed: str | Citation) -> Resolution:
        """The record that a citation means."""
        text = printed if isinstance(printed, str) else printed.printed
        exact = self._exact(text)
        if exact:
            return _only(exact, text)
        citation = self.parse(text)[0] if isinstance(printed, str) else printed
        if not citation.sure:
            return Resolution(reason=citation.reason)
        found = _only([s for s in self._works_of(citation) if _fits(s, citation)], text)
        if found == Resolution() and self._behind:
            return self._behind.resolve(citation)
        return found

    def _works_of(self, citation: Citation) -> list[Source]:
        """The sources that all cited organisations made together."""
        creators = [self.agent(name) for name in citation.organisations]
        known = {agent.iri for agent in creators if agent is not None}
        if not known or len(known) < len(creators):
            return []
        candidates = self._by_creator.get(min(known), [])
        exactly = [source for source in candidates if set(source.creators) == known]
        return exactly or [s for s in candidates if citation.title and known <= set(s.creators)]


def _only(found: list[Source], text: str) -> Resolution:
    if len(found) == 1:
        return Resolution(found[0])
    if found:
        keys = ", ".join(sorted(source.iri for source in found))
        return Resolution(reason=f"{squash(text)!r} fits several sources: {keys}")
    return Resolution()


def _fits(source: Source, citation: Citation) -> bool:
    """Whether year and title of a record are those cited; without a title there must be a year."""
    if citation.title and not _same_title(source.title, citation.title):
        return False
    if citation.edition_year:
        return source.year == citation.edition_year
    if citation.accessed:
        return bool(citation.title) and source.accessed == citation.accessed
    return bool(citation.date and citation.title) and (source.date or "n.d.") == citation.date


def _same_title(title: str, cited: str) -> bool:
    """Whether two titles are one: spelled alike, or one is the other without its subtitle."""
    known, asked = fold(title), fold(cited)
    if not title or known == asked:
        return known == asked
    shorter, longer = sorted((known, asked), key=len)
    whole = title if len(known) > len(asked) else cited
    heads = {fold(whole.split(mark)[0]) for mark in (":", ".", "(", " - ", " \u2013 ")}
    return longer.startswith(shorter) and shorter in heads
