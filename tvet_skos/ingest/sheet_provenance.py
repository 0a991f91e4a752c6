"""Where the definitions of a sheet come from: the records that their rows name, cite or link to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tvet_skos.ingest.glossary_page import PageDefinition
from tvet_skos.ingest.html import is_web_address
from tvet_skos.ingest.pages import PageOptions
from tvet_skos.ingest.references import References
from tvet_skos.ingest.register import Register
from tvet_skos.ingest.sheet_agents import Agents
from tvet_skos.ingest.sheet_lines import Line, is_name, unlisted
from tvet_skos.ingest.sheet_sources import SheetSources, day_of
from tvet_skos.ingest.sheet_tables import CellRemark
from tvet_skos.iri import page_iri, unique
from tvet_skos.model import Agent, Page, Source
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import fold, squash

_WWW = re.compile(r"^https?://(?:www\.)?")


class Provenance:
    """Collects the sources, organisations and pages that the definitions of a sheet refer to.

    ``lines`` has the row that first named each; ``doubts`` are citations kept as printed only.
    """

    def __init__(
        self, sheet: SheetSources, register: Register, options: PageOptions, pages: Iterable[Page]
    ) -> None:
        self._sheet = sheet
        self._register = Register(sheet.sources.values(), sheet.agents.values(), behind=register)
        self._references = References(self._register, options.base, options.tag)
        self._options = options
        self._known_pages = tuple(pages)
        self._named: dict[IRI, Source] = {}
        self._agents = Agents(self._register, options.base, options.tag)
        self._pages: dict[IRI, Page] = {}
        self.lines: dict[IRI, Line] = dict(sheet.lines)
        self.doubts: list[CellRemark] = []

    def cited(self, line: Line, printed: str) -> tuple[IRI, ...]:
        """The records of a citation as printed; one is made where the register has none."""
        known = self._sheet.known_as.get(fold(printed))
        if known is not None:
            self._take(known)
            return self._noted((known,), line)
        asked = PageDefinition(text="", position=1, line=0, citation=printed)
        found = self._references.refer(asked)
        self.doubts += [line.remark("sourceText", doubt) for doubt in found.warnings]
        return self._noted(found.sources, line)

    def named_inline(self, line: Line, text: str) -> tuple[IRI, ...]:
        """The sources that only the text names, where the register is certain of them."""
        return self._noted(self._references.refer_inline(text).sources, line)

    def named(self, line: Line) -> tuple[IRI, ...]:
        """The records that a row names by address or by key; unknown ones are made of the row."""
        iris = tuple(iri for name in unlisted(line.text("source")) if (iri := self._iri(name)))
        titles = unlisted(line.text("sourceTitle"))
        for index, iri in enumerate(iris):
            if not self._take(iri):
                title = titles[index] if len(titles) == len(iris) else ""
                self._named[iri] = self._unknown(line, iri, title, is_alone=len(iris) == 1)
        return self._noted(iris, line)

    def unknown_names(self, line: Line) -> tuple[str, ...]:
        """What stands in the column for records and is neither an address nor a key of one."""
        return tuple(name for name in unlisted(line.text("source")) if self._iri(name) is None)

    def _iri(self, name: str) -> IRI | None:
        key = IRI(f"{self._options.base}source/{name}")
        if key in self._register.sources:
            return key
        return IRI(name) if is_name(name) else None

    def _take(self, iri: IRI) -> bool:
        """Note a record that is known, and the editions that belong to it."""
        if iri in self._named:
            return True
        source = self._register.sources.get(iri)
        if source is None:
            return False
        open_ = [source]
        while open_:
            source = open_.pop()
            self._named[source.iri] = source
            others = (source.version_of, *source.replaced_by)
            known = (self._register.sources.get(other) for other in others if other is not None)
            open_ += [other for other in known if other and other.iri not in self._named]
        return True

    def _unknown(self, line: Line, iri: IRI, title: str, *, is_alone: bool) -> Source:
        """A record of what the row says; who made it and when only where it names one source."""
        options = self._options
        year = line.text("sourceYear") if is_alone else ""
        makers = line.text("sourceOrganisation") if is_alone else ""
        return Source(
            iri=iri,
            titles=(Literal(squash(title), options.tag),) if title else (),
            creators=self._agents.named(makers),
            issued=day_of(year),
            date="" if day_of(year) else year,
            citation="" if title else squash(line.text("sourceText")) or iri,
        )

    def _noted(self, iris: tuple[IRI, ...], line: Line) -> tuple[IRI, ...]:
        for iri in iris:
            self.lines.setdefault(iri, line)
        return iris

    def page(self, line: Line) -> tuple[IRI, ...]:
        """The record of what a text was read in; a new one holds just what is typed."""
        text = squash(line.text("readAt"))
        if not text:
            return ()
        url = IRI(text) if is_web_address(text) else None
        titles = () if url else (Literal(text, self._options.tag),)
        for page in (*self._pages.values(), *self._known_pages):
            if (page.url, page.titles) == (url, titles) or (url and page.url == url):
                self._pages[page.iri] = page
                return (page.iri,)
        taken = {*self._pages, *(page.iri for page in self._known_pages)}
        iri = IRI(unique(page_iri(self._options.base, _WWW.sub("", text)), taken))
        self._pages[iri] = Page(iri=iri, titles=titles, url=url)
        return self._noted((iri,), line)

    def citation(self, iri: IRI) -> str:
        """The citation of a source that was taken, or its title where it has none."""
        source = self._named[iri]
        return source.citation or source.title

    @property
    def sources(self) -> dict[IRI, Source]:
        """The sources of the sheet, and those that its definitions refer to, by address."""
        referred = {source.iri: source for source in self._references.sources}
        return {**referred, **self._named, **self._sheet.sources}

    @property
    def agents(self) -> tuple[Agent, ...]:
        """Everybody who made or published one of the sources."""
        cited = {agent.iri: agent for agent in self._references.agents}
        sources = self.sources.values()
        makers = {iri for source in sources for iri in (*source.creators, *source.publishers)}
        found = (cited.get(iri) or self._agents.get(iri) for iri in sorted(makers))
        return tuple(agent for agent in found if agent is not None)

    @property
    def places(self) -> dict[IRI, str]:
        """The cells of sources and pages."""
        return {iri: self._place(iri, line) for iri, line in self.lines.items()}

    def _place(self, iri: IRI, line: Line) -> str:
        if iri in self._pages:
            return line.cell("readAt")
        if iri in self._sheet.lines:
            return line.cell("title")
        given = (name for name in ("sourceText", "source") if line.text(name))
        return line.cell(next(given, "value"))

    @property
    def pages(self) -> tuple[Page, ...]:
        """What the texts were read in."""
        return tuple(self._pages.values())
