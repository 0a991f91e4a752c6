"""Where each page stands, in one place: a live site and a folder of files link alike.

A page has a path such as ``/en/term/micro-credential``, without a query. How that becomes what
stands in ``href`` is up to the ``Form``: the path itself on a server; a relative one with ``.html``
in a folder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import quote, urlencode

from tvet_skos.terms import IRI

Form: TypeAlias = Callable[[str], str]
"""From the path of a page to what links to it."""

_SAFE = "/:@!$&'()*+,;=-._~"
_PATHS_KEPT = 4096


def as_it_is(path: str) -> str:
    """The form of links on a server: the path."""
    return path


KINDS = {
    "home": "",
    "term": "term",
    "compare": "compare",
    "index": "index",
    "topics": "topics",
    "topic": "topic",
    "hierarchy": "hierarchy",
    "sources": "sources",
    "source": "source",
    "unsourced": "unsourced",
    "coverage": "coverage",
    "search": "search",
    "query": "query",
    "changes": "changes",
    "about": "about",
    "api": "api",
}
"""Kind of page to what its path begins with, after the language."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is beside the pages, so that none leads to what is not there.

    ``is_live``
        a server answers: to queries, and to searches.
    ``has_feeds``
        there are feeds and a description for search engines.
    ``languages``
        the languages that the pages are in; none for all there are.
    ``takes_proposals``
        readers can propose something.
    ``most_baselines``
        where a term has more definitions, there is no choice of what they are held against.
    """

    is_live: bool = True
    has_feeds: bool = True
    languages: tuple[str, ...] = ()
    most_baselines: int = 10_000
    takes_proposals: bool = False


LIVE = Surroundings()
"""A server with everything."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of all pages and files of a site, as links in one language.

    ``base`` is what the IRIs of the vocabulary begin with.
    """

    base: str
    language: str
    form: Form = as_it_is
    around: Surroundings = LIVE

    def __call__(
        self, kind: str, name: str = "", *, page: int = 1, fragment: str = "", language: str = ""
    ) -> str:
        """The link to a page.

        :param kind: a key of ``KINDS``
        :param name: what the page is about: an IRI, a letter of the list, or a cell of the coverage
        :param page: which part of a long list
        :param fragment: the place on the page

        >>> address = Addresses("https://example.org/terms/", "en")
        >>> address("term", "https://example.org/terms/skill", fragment="def-1")
        '/en/term/skill#def-1'
        """
        path = self.path(kind, name, page=page, language=language)
        return self.form(path) + (f"#{quote(fragment, safe=_SAFE)}" if fragment else "")

    def path(self, kind: str, name: str = "", *, page: int = 1, language: str = "") -> str:
        """The path of a page on a server."""
        parts = [language or self.language, KINDS[kind]]
        if name:
            parts.append(_in_path(name, self.base) if ":" in name else quote(name, safe=_SAFE))
        if page > 1:
            parts.append(f"page-{page}")
        return "/" + "/".join(parts)

    def file(self, path: str) -> str:
        """The link to a file that stands beside the pages: ``/data.ttl``."""
        return self.form(path)

    def comparison(
        self,
        iri: str,
        *,
        baseline: int | None = None,
        only: str = "",
        as_of: int | None = None,
        fragment: str = "",
    ) -> str:
        """The link to a comparison that is held against a definition, has one language only, or
        shows what there was in a year.

        >>> Addresses("https://example.org/", "en").comparison("https://example.org/a", baseline=2)
        '/en/compare/a?baseline=2'
        """
        year = f"{as_of:04}" if as_of else ""
        pairs = [("asOf", year), ("baseline", str(baseline or "")), ("lang", only)]
        query = urlencode([pair for pair in pairs if pair[1]])
        place = f"#{quote(fragment, safe=_SAFE)}" if fragment else ""
        return self.form(self.path("compare", iri) + (f"?{query}" if query else "")) + place

    def feed(self, kind: str = "", iri: str = "") -> str:
        """The link to the feed of a ``term`` or ``source``; without a kind, of everything."""
        name = f"/feed/{kind}/{_in_path(iri, self.base)}" if kind else "/feed"
        return self.form(f"{name}.atom")

    def proposal(self, iri: str = "") -> str:
        """The link to where something is proposed, for a term where one is named."""
        local = f"/{_in_path(iri, self.base)}" if iri else ""
        return self.form(f"/{self.language}/contribute{local}")

    def comparison_csv(self, iri: str, *, as_of: int | None = None) -> str:
        """The link to a comparison as a table; as of a year only on a server."""
        year = f"?asOf={as_of:04}" if as_of else ""
        return self.form(f"{self.path('compare', iri)}.csv{year}")

    def citations(self, iri: str, suffix: str) -> str:
        """The link to the citations of a term's definitions: ``.bib`` or ``.csl.json``."""
        return self.form(f"/cite/{_in_path(iri, self.base)}{suffix}")

    def document(self, iri: str, suffix: str) -> str:
        """The link to what the vocabulary says of an IRI, as RDF; empty outside of the base."""
        local = iri.removeprefix(self.base)
        if not iri.startswith(self.base):
            return ""
        name = local.partition("#")[0] or local.lstrip("#")
        return self.form(f"/id/{quote(name, safe=_SAFE)}{suffix}")


@lru_cache(maxsize=_PATHS_KEPT)
def _in_path(iri: str, base: str) -> str:
    """An IRI as a part of a path; a page links to the same few in many ways."""
    return quote(local_name(iri, base), safe=_SAFE)


def local_name(iri: str, base: str) -> str:
    """An IRI as it stands in the path of a page: short under the base, else after a ``~``.

    >>> local_name("https://example.org/a", "https://example.org/")
    'a'
    >>> local_name("http://other.example/b?c", "https://example.org/")
    '~http/other.example/b?c'
    """
    local = iri.removeprefix(base)
    if iri.startswith(base) and local and local[0] not in "~/.":
        return local
    scheme, _, rest = iri.partition("://")
    return f"~{scheme}/{rest}" if rest and scheme in ("http", "https") else f"~{iri}"


def iri_of(name: str, base: str) -> IRI:
    """What ``local_name`` was made from.

    >>> iri_of("~http/other.example/b", "https://example.org/")
    IRI('http://other.example/b')
    """
    if not name.startswith("~"):
        return IRI(base + name)
    scheme, _, rest = name[1:].partition("/")
    return IRI(f"{scheme}://{rest}" if scheme in ("http", "https") else name[1:])
