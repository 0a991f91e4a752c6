"""Every file of a site, one after the other: none but the one at hand is in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

from tvet_skos.errors import NotFound, WriteError
from tvet_skos.lookup.queries import named_queries
from tvet_skos.model import ConceptScheme
from tvet_skos.publish.described import csv_of, described
from tvet_skos.publish.graphs import GRAPH_WRITERS, write_graph
from tvet_skos.publish.pages import environment
from tvet_skos.publish.site.addresses import Addresses, Surroundings
from tvet_skos.publish.site.alphabet import ALL, SIGNS, index_page, lists_of
from tvet_skos.publish.site.changes import changes_page
from tvet_skos.publish.site.citations import WRITERS
from tvet_skos.publish.site.comparisons import (
    Compared,
    compared,
    comparison_csv,
    comparison_page,
    years_of,
)
from tvet_skos.publish.site.coverage import cells_of, coverage_page
from tvet_skos.publish.site.edition import Edition, Reading
from tvet_skos.publish.site.feeds import FEEDS, whole_feed
from tvet_skos.publish.site.folder.names import file_of, relative_to
from tvet_skos.publish.site.front import about_page, api_page, home_page
from tvet_skos.publish.site.hierarchy import hierarchy_page
from tvet_skos.publish.site.offline import search_page
from tvet_skos.publish.site.register import source_page, sources_page
from tvet_skos.publish.site.rendering import ASSETS, asset, asset_path
from tvet_skos.publish.site.sitemap import opensearch, robots, sitemap, sitemap_parts
from tvet_skos.publish.site.terms import term_citations, term_page
from tvet_skos.publish.site.texts import LANGUAGES, texts
from tvet_skos.publish.site.topics import topic_page, topics_page
from tvet_skos.publish.site.worklist import unsourced_page
from tvet_skos.rdf.projections import Projection, project
from tvet_skos.terms import IRI

MOST_BASELINES = 12
"""A term with more definitions gets one page that compares them, not one a definition."""

GRAPH_SUFFIXES = {"turtle": ".ttl", "jsonld": ".jsonld", "rdfxml": ".rdf", "ntriples": ".nt"}
"""RDF format to the suffix of its files; there is one beside these, ``.csv``."""

_ONLY_LIVE = {"suggest.js", "sparql-editor.js", "sparql-editor.LICENSE.txt"}

SCRIPTS = ("fold.js", "search.js")
"""What the search page loads beside what all pages do."""

MadeFile: TypeAlias = tuple[str, bytes | Iterable[bytes]]
"""A file of the site: its name, with ``/`` between folders, and what is in it."""

_Make: TypeAlias = Callable[[Reading], str]


@dataclass(frozen=True)
class Contents:
    """What a site is made of.

    :param languages: those that the pages are in, the one to begin with first
    :param web: where the site will stand; empty where nobody knows, and then there is nothing that
        must name its own address: no feeds, no sitemap
    """

    edition: Edition
    languages: tuple[str, ...] = tuple(LANGUAGES)
    web: str = ""

    @property
    def _around(self) -> Surroundings:
        return Surroundings(
            is_live=False,
            has_feeds=bool(self.web),
            languages=self.languages,
            most_baselines=MOST_BASELINES,
        )

    def _reading(self, language: str, file: str) -> Reading:
        """The edition for a page in a file: links go from there."""
        up = relative_to(file)
        address = Addresses(
            self.edition.base, language, lambda path: up + file_of(path), self._around
        )
        return Reading(self.edition, texts(language), address)

    def _absolute(self) -> Reading:
        """The edition for what is read elsewhere."""
        web = self.web.rstrip("/")
        language = self.languages[0]
        address = Addresses(
            self.edition.base, language, lambda path: f"{web}/{file_of(path)}", self._around
        )
        return Reading(self.edition, texts(language), address)

    def _page(self, language: str, path: str, make: _Make) -> MadeFile:
        file = file_of(path)
        return file, make(self._reading(language, file)).encode()

    def _pages(
        self, kind: str, make: Callable[[Reading, int], str], name: str = ""
    ) -> Iterator[MadeFile]:
        """All parts of a long list, in every language."""
        for language in self.languages:
            address = Addresses(self.edition.base, language)
            page = 1
            with suppress(NotFound):
                while True:
                    path = address.path(kind, name, page=page)
                    yield self._page(language, path, partial(_nth, make, page))
                    page += 1

    def fixed(self) -> Iterator[MadeFile]:
        """What there is whatever the vocabulary holds: front, lists, and files for the pages."""
        yield "index.html", self._start()
        simple = (
            ("home", home_page),
            ("about", about_page),
            ("coverage", coverage_page),
            ("api", api_page),
            ("search", search_page),
        )
        for kind, make in simple:
            for language in self.languages:
                path = Addresses(self.edition.base, language).path(kind)
                yield self._page(language, path, make)
        for kind, make_part in _LISTS.items():
            yield from self._pages(kind, make_part)
        yield from self._gaps()
        yield from self._alphabet()
        for topic in self.edition.topics:
            yield from self._pages("topic", partial(_of, topic_page, topic), topic)
            yield from self.documents(topic)
        yield from self._files()
        if self.web:
            yield from self._for_the_web()

    def _start(self) -> bytes:
        languages = {tag: LANGUAGES[tag] for tag in self.languages}
        template = environment().get_template("site/start.html")
        reading = self._reading(self.languages[0], "index.html")
        return template.render(
            languages=languages,
            reading=reading,
            home=lambda tag: reading.address("home", language=tag),
            style=reading.address.file(asset_path("site.css")),
        ).encode()

    def _gaps(self) -> Iterator[MadeFile]:
        for cell in cells_of(self.edition).values():
            if cell.missing:
                yield from self._pages("coverage", partial(_cell, cell.name), cell.name)

    def _alphabet(self) -> Iterator[MadeFile]:
        index = self.edition.store.labels
        yield from self._index_pages("")
        for tag in (*lists_of(self.edition), ALL):
            yield from self._index_pages(tag)
            for heading in index.letters(None if tag == ALL else tag):
                letter = SIGNS if heading.name == "#" else heading.name
                yield from self._pages(
                    "index", partial(_letter, f"{tag}/{letter}"), f"{tag}/{letter}"
                )

    def _index_pages(self, name: str) -> Iterator[MadeFile]:
        for language in self.languages:
            path = Addresses(self.edition.base, language).path("index", name)
            with suppress(NotFound):
                yield self._page(language, path, lambda reading: index_page(reading, name, 1))

    def _files(self) -> Iterator[MadeFile]:
        for name in (*ASSETS, *SCRIPTS):
            if name in _ONLY_LIVE:
                continue
            yield file_of(asset_path(name)), asset(name)
        for query in named_queries().values():
            yield f"queries/{query.name}.rq", query.text.encode()

    def _for_the_web(self) -> Iterator[MadeFile]:
        reading = self._absolute()
        yield "feed.atom", whole_feed(reading).encode()
        yield "robots.txt", robots(reading).encode()
        yield "opensearch.xml", opensearch(reading).encode()
        yield "sitemap.xml", _encoded(sitemap(reading))
        parts = sitemap_parts(reading)
        for part in range(1, parts + 1) if parts > 1 else ():
            yield f"sitemap-{part}.xml", _encoded(sitemap(reading, part))

    def of_concept(self, concept: IRI) -> Iterator[MadeFile]:
        """Everything about one concept: its pages, comparisons, data and citations."""
        try:
            for language in self.languages:
                path = Addresses(self.edition.base, language).path("term", concept)
                yield self._page(language, path, lambda reading: term_page(reading, concept))
        except NotFound:  # it is named, but nothing is said of it
            return
        if self.edition.below(concept):
            yield from self._pages("hierarchy", partial(_of, hierarchy_page, concept), concept)
        yield from self._comparisons(concept)
        yield from self.documents(concept, self.edition.card(concept))
        yield from self._citations(concept)
        yield from self._feed("term", concept)

    def _comparisons(self, concept: IRI) -> Iterator[MadeFile]:
        try:
            whole = compared(self.edition, concept)
        except NotFound:  # it has no definition
            return
        for made in _choices(self.edition, whole):
            make = partial(comparison_page, made=made)
            for language in self.languages:
                address = Addresses(self.edition.base, language)
                path = address.comparison(
                    concept, baseline=made.chosen, only=made.only, as_of=made.comparison.as_of
                )
                yield self._page(language, path, make)
        path = Addresses(self.edition.base, "en").comparison_csv(concept)
        yield file_of(path), comparison_csv(whole).encode()

    def documents(self, iri: IRI, card: ConceptScheme | None = None) -> Iterator[MadeFile]:
        """What the vocabulary says of an IRI, in every format that can hold it.

        :param card: that of a concept
        """
        address = Addresses(self.edition.base, "en")
        if not address.document(iri, ""):
            return
        scheme = described(self.edition.store, iri, card)
        if scheme is None:
            return
        triples = list(project(scheme, Projection.FULL))
        for name in GRAPH_WRITERS:
            with suppress(WriteError):
                text = write_graph(triples, name, self.edition.base)
                yield file_of(address.document(iri, GRAPH_SUFFIXES[name])), text.encode()
        yield file_of(address.document(iri, ".csv")), csv_of(scheme).encode()

    def _citations(self, concept: IRI) -> Iterator[MadeFile]:
        reading = self._reading("en", "index.html")
        address = Addresses(self.edition.base, "en")
        for suffix in WRITERS:
            path = address.citations(concept, suffix)
            yield file_of(path), term_citations(reading, concept, suffix).encode()

    def of_source(self, source: IRI) -> Iterator[MadeFile]:
        """Everything about one source."""
        with suppress(NotFound):
            for language in self.languages:
                path = Addresses(self.edition.base, language).path("source", source)
                yield self._page(language, path, lambda reading: source_page(reading, source))
            yield from self.documents(source)
            yield from self._feed("source", source)

    def _feed(self, kind: str, iri: IRI) -> Iterator[MadeFile]:
        if self.web:
            path = Addresses(self.edition.base, "en").feed(kind, iri)
            yield file_of(path), FEEDS[kind](self._absolute(), iri).encode()


_LISTS: dict[str, Callable[[Reading, int], str]] = {
    "topics": topics_page,
    "hierarchy": lambda reading, page: hierarchy_page(reading, None, page),
    "sources": sources_page,
    "unsourced": unsourced_page,
    "changes": changes_page,
}


def _nth(make: Callable[[Reading, int], str], page: int, reading: Reading) -> str:
    return make(reading, page)


def _of(make: Callable[[Reading, IRI, int], str], iri: IRI, reading: Reading, page: int) -> str:
    return make(reading, iri, page)


def _cell(name: str, reading: Reading, page: int) -> str:
    return coverage_page(reading, name, page)


def _letter(name: str, reading: Reading, page: int) -> str:
    return index_page(reading, name, page)


def _choices(edition: Edition, whole: Compared) -> Iterator[Compared]:
    """A comparison held against each definition, and narrowed down: all pages there are of it."""
    years = years_of(whole)
    for year in years if len(years) <= MOST_BASELINES else ():
        yield compared(edition, whole.iri, as_of=year)
    tags = sorted({entry.definition.language for entry in whole.entries} - {""})
    for only in ("", *(tags if len(tags) > 1 else ())):
        made = compared(edition, whole.iri, language=only) if only else whole
        yield made
        if not 1 < len(made.entries) <= MOST_BASELINES:
            continue
        for entry in made.entries:
            if entry.number == made.comparison.baseline:
                yield replace(made, chosen=entry.number)
            else:
                yield compared(edition, whole.iri, baseline=entry.number, language=only)


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    return (piece.encode() for piece in pieces)
