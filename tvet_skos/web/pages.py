"""The pages for people, as browsers get them; what they show is made in ``publish.site``."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock, Thread
from weakref import WeakKeyDictionary

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tvet_skos.errors import NotFound, TvetSkosError
from tvet_skos.namespaces import BIBO, DCTERMS, RDF, SKOS, TVS
from tvet_skos.publish.site import rendering
from tvet_skos.publish.site.addresses import KINDS, LIVE, Addresses, Surroundings, iri_of
from tvet_skos.publish.site.alphabet import index_page
from tvet_skos.publish.site.changes import changes_page
from tvet_skos.publish.site.comparisons import (
    compare_csv,
    compare_page,
    number_of,
    year_asked,
)
from tvet_skos.publish.site.coverage import coverage_page
from tvet_skos.publish.site.edition import Edition, Reading
from tvet_skos.publish.site.front import about_page, api_page, home_page
from tvet_skos.publish.site.hierarchy import hierarchy_page
from tvet_skos.publish.site.register import source_page, sources_page
from tvet_skos.publish.site.rendering import ASSETS, asset, asset_path
from tvet_skos.publish.site.results import Filters, search_page
from tvet_skos.publish.site.terms import term_citations, term_page
from tvet_skos.publish.site.texts import LANGUAGES
from tvet_skos.publish.site.topics import topic_page, topics_page
from tvet_skos.publish.site.worklist import unsourced_page
from tvet_skos.terms import IRI, is_iri
from tvet_skos.web import linked_data
from tvet_skos.web.formats import GRAPHS, HTML
from tvet_skos.web.headers import etag_of
from tvet_skos.web.negotiation import best, reader_language
from tvet_skos.web.problems import Problem
from tvet_skos.web.site import Site, view_of
from tvet_skos.web.view import View

_CACHED_BYTES = 48 << 20


class _Language(Convertor[str]):
    """The languages of the pages, as the first part of a path."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("page_language", _Language())


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser asks for: the name after the kind of page, the part of a list, the query."""

    name: str
    page: int
    query: QueryParams


@dataclass(frozen=True, slots=True)
class _Made:
    """A page as it is sent."""

    content: bytes
    etag: str


class Shelf:
    """One version of the vocabulary, and its pages that were made last.

    Only pages without a query are kept: there are so many of them and no more.
    """

    def __init__(self, view: View) -> None:
        self.edition = Edition(view.store, view.base, view.schemes)
        self._made: OrderedDict[str, _Made] = OrderedDict()
        self._bytes = 0
        self._changing = Lock()
        # The engine works without holding up the threads that answer requests.
        Thread(target=self._prepare, daemon=True).start()

    def _prepare(self) -> None:
        with suppress(TvetSkosError, OSError):  # whoever asks for a page will be told
            rendering.prepare()
            self.edition.prepare()

    def kept(self, path: str) -> _Made | None:
        """A page that was made before."""
        with self._changing:
            made = self._made.get(path)
            if made is not None:
                self._made.move_to_end(path)
            return made

    def keep(self, path: str, made: _Made) -> None:
        """Keep a page; those asked for longest ago make room."""
        with self._changing:
            if path in self._made:
                return
            self._made[path] = made
            self._bytes += len(made.content)
            while self._bytes > _CACHED_BYTES:
                _, old = self._made.popitem(last=False)
                self._bytes -= len(old.content)


def attach(app: Starlette) -> None:
    """Offer pages for the IRIs of an application's vocabulary, and look up what they begin with."""
    site: Site = app.state.site
    site.page_path = page_path
    takes_proposals = site.settings.contributions is not None
    app.state.shelves = Shelves(replace(LIVE, takes_proposals=takes_proposals))
    app.state.shelves.of(site.view())


class Shelves:
    """The shelf of each version that somebody still works with.

    When a new one has come, requests that began before go on with the old one and its pages.
    """

    def __init__(self, around: Surroundings = LIVE) -> None:
        self._around = around
        self._shelves: WeakKeyDictionary[View, Shelf] = WeakKeyDictionary()
        self._changing = Lock()

    def of(self, view: View) -> Shelf:
        """The shelf of a version, made by who first asks for it."""
        with self._changing:
            shelf = self._shelves.get(view)
            if shelf is None:
                shelf = self._shelves[view] = Shelf(view)
                shelf.edition.around = self._around
            return shelf


def _shelf(request: Request) -> Shelf:
    shelves = request.app.state.shelves
    assert isinstance(shelves, Shelves)
    return shelves.of(view_of(request))


def reading_for(request: Request) -> Reading:
    """The vocabulary as the pages of a request show it, in the language of its address."""
    return _shelf(request).edition.reading(request.path_params["language"])


def edition_of(request: Request) -> Edition:
    """The version of the vocabulary that a request is answered from, with what is kept of it."""
    return _shelf(request).edition


def _home(reading: Reading, asked: Asked) -> str:
    return home_page(reading)


def _term(reading: Reading, asked: Asked) -> str:
    return term_page(reading, _iri(reading, asked.name))


def _compare(reading: Reading, asked: Asked) -> str:
    return compare_page(
        reading,
        _iri(reading, asked.name),
        baseline=number_of(asked.query.get("baseline", "")),
        language=asked.query.get("lang", "")[:40],
        as_of=year_asked(asked.query.get("asOf", "")),
    )


def _index(reading: Reading, asked: Asked) -> str:
    return index_page(reading, asked.name, asked.page)


def _topics(reading: Reading, asked: Asked) -> str:
    return topics_page(reading, asked.page)


def _topic(reading: Reading, asked: Asked) -> str:
    return topic_page(reading, _iri(reading, asked.name), asked.page)


def _hierarchy(reading: Reading, asked: Asked) -> str:
    iri = _iri(reading, asked.name) if asked.name else None
    return hierarchy_page(reading, iri, asked.page)


def _sources(reading: Reading, asked: Asked) -> str:
    return sources_page(reading, asked.page)


def _source(reading: Reading, asked: Asked) -> str:
    return source_page(reading, named_source(reading, asked.name))


def _unsourced(reading: Reading, asked: Asked) -> str:
    return unsourced_page(reading, asked.page)


def _coverage(reading: Reading, asked: Asked) -> str:
    return coverage_page(reading, asked.name, asked.page)


def _search(reading: Reading, asked: Asked) -> str:
    filters = Filters(**{name: asked.query.get(name, "")[:500] for name in Filters.__slots__})
    return search_page(reading, asked.query.get("q", ""), filters, asked.page)


def _changes(reading: Reading, asked: Asked) -> str:
    return changes_page(reading, asked.page)


def _about(reading: Reading, asked: Asked) -> str:
    return about_page(reading)


def _api(reading: Reading, asked: Asked) -> str:
    return api_page(reading)


def _iri(reading: Reading, name: str) -> IRI:
    return named_iri(name, reading.edition.base)


def named_iri(name: str, base: str) -> IRI:
    """The IRI that the path of a page stands for.

    :raises NotFound: it has characters that no IRI has
    """
    iri = iri_of(name, base)
    if not is_iri(iri):
        raise NotFound("no IRI is written like this, so nothing is called so")
    return iri


def named_source(reading: Reading, name: str) -> IRI:
    """The IRI of a source that the path of a page stands for.

    :raises NotFound: nothing is said of it or by it; a query with it might be a faulty one
    """
    iri, store = named_iri(name, reading.edition.base), reading.edition.store
    if not store.about(iri) and not any(store.naming(DCTERMS.source, iri)):
        raise NotFound(f"there is no source <{iri}>")
    return iri


PAGES: Mapping[str, Callable[[Reading, Asked], str]] = {
    "home": _home,
    "term": _term,
    "compare": _compare,
    "index": _index,
    "topics": _topics,
    "topic": _topic,
    "hierarchy": _hierarchy,
    "sources": _sources,
    "source": _source,
    "unsourced": _unsourced,
    "coverage": _coverage,
    "search": _search,
    "changes": _changes,
    "about": _about,
    "api": _api,
}
"""Kind of page, as ``Addresses`` calls it, to what makes it."""

_NAMED = frozenset({"term", "compare", "topic", "source"})
_MAYBE_NAMED = frozenset({"index", "hierarchy", "coverage"})
_IN_PARTS = frozenset(
    {
        "index",
        "topics",
        "topic",
        "hierarchy",
        "sources",
        "unsourced",
        "coverage",
        "search",
        "changes",
    }
)
_PART = re.compile(r"(?:(?P<name>.*)/)?page-(?P<page>[1-9]\d{0,5})", re.DOTALL)


def _page(kind: str) -> Callable[..., object]:
    async def answer(request: Request) -> Response:
        """A page, kept from the last time where it has no query.

        :raises NotFound: there is nothing of that name
        """
        shelf = _shelf(request)
        language = request.path_params["language"]
        key = "" if request.url.query else request.url.path
        made = shelf.kept(key) if key else None
        if made is None:
            made = await run_in_threadpool(_made, shelf, kind, language, request)
            if key:
                shelf.keep(key, made)
        headers = {"ETag": made.etag, "Content-Language": language}
        return Response(made.content, headers=headers, media_type=HTML.media_type)

    return answer


def _made(shelf: Shelf, kind: str, language: str, request: Request) -> _Made:
    name, page = request.path_params.get("name", ""), 1
    part = _PART.fullmatch(name) if kind in _IN_PARTS else None
    if part:
        name, page = part["name"] or "", int(part["page"])
    if name and kind not in _NAMED | _MAYBE_NAMED:
        raise Problem("not-found", "there is no such page")
    asked = Asked(name, page, request.query_params)
    content = PAGES[kind](shelf.edition.reading(language), asked).encode()
    return _Made(content, etag_of(content))


def start(request: Request) -> Response:
    """To the start page in a language of the reader; data, where the vocabulary is named so."""
    view = view_of(request)
    is_base = any(path == "/" for path, _ in view.base_paths)
    if is_base and best((*GRAPHS, HTML), request.headers.get("accept")) is not HTML:
        return linked_data.by_path(request)
    language = reader_language(request)
    vary = "Accept, Accept-Language" if is_base else "Accept-Language"
    return Response(status_code=303, headers={"Location": f"/{language}/", "Vary": vary})


def home(request: Request) -> Response:
    """To the start page in a language that is named without a slash."""
    return Response(status_code=308, headers={"Location": f"{request.url.path}/"})


def comparison(request: Request) -> Response:
    """A comparison as CSV.

    :raises NotFound: there is no such concept, or it has no definition
    """
    reading = _shelf(request).edition.reading(request.path_params["language"])
    iri = _iri(reading, request.path_params["name"])
    asked = request.query_params
    year = year_asked(asked.get("asOf", ""))
    content = compare_csv(reading, iri, language=asked.get("lang", "")[:40], as_of=year)
    return _file(content, "text/csv", iri, ".csv")


def cited(request: Request) -> Response:
    """The definitions of a term for reference managers.

    :raises NotFound: there is no such concept
    """
    reading = _shelf(request).edition.reading("en")
    iri = _iri(reading, request.path_params["name"])
    suffix = request.scope["path"][request.scope["path"].rindex(request.path_params["name"]) :]
    suffix = suffix.removeprefix(request.path_params["name"])
    content = term_citations(reading, iri, suffix)
    return _file(content, _CITATION_TYPES[suffix], iri, suffix)


_CITATION_TYPES = {
    ".bib": "application/x-bibtex",
    ".csl.json": "application/vnd.citationstyles.csl+json",
}


def _file(content: str, media_type: str, iri: str, suffix: str) -> Response:
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", iri.rstrip("/#").rpartition("/")[2]) or "term"
    headers = {"Content-Disposition": f'attachment; filename="{name}{suffix}"'}
    return Response(content, headers=headers, media_type=media_type)


def static(request: Request) -> Response:
    """A file that pages load; what is asked for by its fingerprint never changes.

    :raises Problem: there is no such file
    """
    name = request.path_params["name"]
    if name not in ASSETS:
        raise Problem("not-found", "pages load no file of that name")
    is_named_by_content = request.url.path == asset_path(name)
    lasting = "public, max-age=31536000, immutable" if is_named_by_content else "no-cache"
    return Response(asset(name), headers={"Cache-Control": lasting}, media_type=ASSETS[name])


def page_path(view: View, iri: IRI, language: str) -> str | None:
    """The path of the page about an IRI of the vocabulary; nothing where it has none."""
    address = Addresses(view.base, language)
    if iri in view.schemes:
        return address.path("home")
    classes = {t.object for t in view.store.about(iri) if t.predicate == RDF.type}
    kind = next((kind for cls, kind in _PAGE_OF.items() if cls in classes), None)
    if kind:
        return address.path(kind, iri)
    if TVS.Definition in classes:
        concepts = sorted({t.subject for t in view.store.naming(SKOS.definition, iri)}, key=str)
        fragment = iri.partition("#")[2]
        if concepts and isinstance(concepts[0], IRI):
            return address("term", concepts[0], fragment=fragment)
    return None


_PAGE_OF = {SKOS.Concept: "term", SKOS.Collection: "topic", BIBO.Document: "source"}


def _routes() -> Iterator[Route]:
    yield Route("/", start)
    yield Route("/{language:page_language}", home)
    yield Route("/static/{name}", static)
    yield Route("/static/{digest}/{name}", static)
    for suffix in _CITATION_TYPES:
        yield Route(f"/cite/{{name:path}}{suffix}", cited)
    yield Route("/{language:page_language}/compare/{name:path}.csv", comparison)
    for kind, word in KINDS.items():
        path = f"/{{language:page_language}}/{word}"
        if kind not in _NAMED:
            yield Route(path, _page(kind))
        if kind in _NAMED | _MAYBE_NAMED | _IN_PARTS:
            yield Route(f"{path}/{{name:path}}", _page(kind))


ROUTES = list(_routes())
