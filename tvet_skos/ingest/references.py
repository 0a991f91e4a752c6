"""From printed citations to source records: those of the register, else new ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from textwrap import shorten

from tvet_skos.ingest.citation import Citation, record_citation
from tvet_skos.ingest.glossary_page import PageDefinition
from tvet_skos.ingest.register import Register
from tvet_skos.iri import agent_iri, source_iri, unique
from tvet_skos.model import Agent, Source
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import squash

_LONGEST_PRINTED = 60


@dataclass(frozen=True, slots=True)
class Reference:
    """The sources that one citation names, and what could not be told about them."""

    sources: tuple[IRI, ...] = ()
    warnings: tuple[str, ...] = ()


class References:
    """Collects the sources and agents that the definitions of one import refer to.

    What the register knows is taken as it is. What it does not know is minted once; a citation
    that is not understood becomes a record with nothing but the printed string.
    """

    def __init__(self, register: Register, base: str, language: str = "en") -> None:
        self._register = register
        self._base = base
        self._language = language
        self._titles: dict[str, str] = {}
        self._sources: dict[IRI, Source] = {}
        self._agents: dict[IRI, Agent] = {}
        self._minted: dict[tuple[object, ...], Source] = {}
        self._taken: set[str] = set(register.sources)

    def learn(self, definitions: Iterable[PageDefinition]) -> None:
        """Note which titles the record lines give to short citations, wherever these stand."""
        for definition in definitions:
            if definition.citation and definition.title:
                self._titles.setdefault(squash(definition.citation), definition.title)

    def refer(self, definition: PageDefinition) -> Reference:
        """The sources of a definition that gives its citation, in words or in record lines."""
        if definition.citation:
            works = self._register.parse(definition.citation)
        elif definition.title or definition.organisation:
            works = (self._of_record(definition),)
        else:
            works = ()
        found = [self._found(work) for work in works]
        iris = tuple(dict.fromkeys(source.iri for source, _ in found))
        return Reference(iris, tuple(warning for _, warning in found if warning))

    def refer_inline(self, text: str) -> Reference:
        """The source that only the running text names, where the register is certain of it."""
        named = (f"{m['name']} ({m['year']})" for m in _NAMED_INLINE.finditer(text))
        known = (self._register.resolve(name).source for name in named)
        sources = dict.fromkeys(self._take(source).iri for source in known if source is not None)
        return Reference(tuple(sources))

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source referred to, and the editions they are versions of."""
        return tuple(self._sources.values())

    @property
    def agents(self) -> tuple[Agent, ...]:
        """Everybody who made or published one of the sources."""
        return tuple(self._agents.values())

    def _of_record(self, definition: PageDefinition) -> Citation:
        return record_citation(definition.organisation, definition.title, self._register.knows)

    def _found(self, citation: Citation) -> tuple[Source, str]:
        resolution = self._register.resolve(citation)
        if resolution.source is not None:
            return self._take(resolution.source), ""
        fuller = _with_title(citation, self._titles.get(citation.printed, ""))
        if fuller != citation:
            resolution = self._register.resolve(fuller)
            if resolution.source is not None:
                return self._take(resolution.source), ""
        return self._new(fuller, resolution.reason), _warning(fuller, resolution.reason)

    def _take(self, source: Source) -> Source:
        """Note a source of the register, its makers, and the edition before it."""
        if source.iri not in self._sources:
            self._sources[source.iri] = source
            for iri in (*source.creators, *source.publishers):
                agent = self._register.agents.get(iri)
                if agent is not None:
                    self._agents[iri] = agent
            for other in (source.version_of, *source.replaced_by):
                known = self._register.sources.get(other) if other is not None else None
                if known is not None:
                    self._take(known)
        return source

    def _new(self, citation: Citation, ambiguity: str) -> Source:
        """A record for a work that the register does not have; the same citation gives the same."""
        is_clear = citation.sure and not ambiguity
        key = _key(citation) if is_clear else (citation.printed,)
        if key not in self._minted:
            self._minted[key] = self._minted_clear(citation) if is_clear else self._bare(citation)
            self._sources[self._minted[key].iri] = self._minted[key]
        return self._minted[key]

    def _bare(self, citation: Citation) -> Source:
        return Source(
            iri=self._free(source_iri(self._base, "", citation.printed, citation.edition_year)),
            citation=citation.printed,
        )

    def _minted_clear(self, citation: Citation) -> Source:
        creators = tuple(self._agent(name).iri for name in citation.organisations)
        year = citation.edition_year or citation.date.replace("n.d.", "") or citation.accessed
        name = " ".join(citation.organisations)
        return Source(
            iri=self._free(source_iri(self._base, name, citation.title, year)),
            titles=(Literal(citation.title, self._language),) if citation.title else (),
            creators=creators,
            issued=citation.edition_year,
            date="" if citation.date == "n.d." else citation.date,
            edition=citation.edition,
            version_of=self._earlier(citation),
            accessed=citation.accessed,
            citation=citation.printed,
        )

    def _earlier(self, citation: Citation) -> IRI | None:
        """The edition that "2015 (revised 2020)" revises; it needs a title for a record."""
        if not (citation.edition and citation.year and citation.title):
            return None
        first = replace(
            citation, edition="", accessed="", printed=_without_edition(citation.printed)
        )
        known = self._register.resolve(first).source
        return self._take(known).iri if known is not None else self._new(first, "").iri

    def _agent(self, name: str) -> Agent:
        known = self._register.agent(name)
        if known is None:
            iri = agent_iri(self._base, name)
            new = Agent(iri=iri, names=(Literal(name, self._language),))
            # Of two agents of one name, the one that was named first keeps the IRI.
            known = self._register.agents.get(iri, new)
        return self._agents.setdefault(known.iri, known)

    def _free(self, iri: IRI) -> IRI:
        free = IRI(unique(iri, self._taken))
        self._taken.add(free)
        return free


_NAMED_INLINE = re.compile(
    r"\b(?i:according to|as (?:defined|described|used) by|(?:is|are) (?:defined|described) by)\s+"
    r"(?:the\s+)?(?P<name>[A-Z][\w&/-]*(?:\s+(?:(?:of|the|for|and|de|on)\s+)*[A-Z][\w&/-]*){0,7})"
    r"\s*\((?P<year>(?:19|20)\d\d)\)"
)


def printed_citation(definition: PageDefinition) -> str:
    """A definition's citation as printed; where only record lines give it, these joined."""
    return definition.citation or record_citation(definition.organisation, definition.title).printed


def _with_title(citation: Citation, record: str) -> Citation:
    """A short citation with the title that record lines spell out, if the years agree."""
    match = re.fullmatch(r"(?P<title>.+?)\s*\((?P<year>\d{4})[^()]*\)", record)
    title, year = (match["title"], match["year"]) if match else (record, citation.year)
    if citation.title or not (title and citation.sure) or year != citation.year:
        return citation
    return replace(citation, title=title)


def _without_edition(printed: str) -> str:
    return re.sub(
        r"\s*[(\[](?:revised|rev\.|updated|reprinted|amended)[^()]*[)\]]", "", printed, flags=re.I
    )


def _key(citation: Citation) -> tuple[object, ...]:
    """What makes two citations one new record: everything but how they are printed."""
    return tuple(_facts(citation))


def _facts(citation: Citation) -> Iterator[object]:
    yield from (citation.organisations, citation.title, citation.year, citation.date)
    yield from (citation.edition, citation.accessed)


def _warning(citation: Citation, reason: str) -> str:
    """Why a citation has no full record; nothing where a new one could be made of it."""
    why = reason or citation.reason
    shown = shorten(citation.printed, _LONGEST_PRINTED, placeholder=" …")
    return f"the source {shown!r} is kept as printed only: {why}" if why else ""
