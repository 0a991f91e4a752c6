"""Terms on other people's pages: a script, a card to be framed, and oEmbed.

A card is the only page here that others may frame. It holds no script and no form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tvet_skos.errors import NotFound
from tvet_skos.lookup.find import find_one
from tvet_skos.publish.site.addresses import iri_of
from tvet_skos.publish.site.cards import THEMES, Card, card_json, card_of, card_page
from tvet_skos.publish.site.edition import Reading
from tvet_skos.publish.site.rendering import asset
from tvet_skos.publish.site.texts import LANGUAGES
from tvet_skos.terms import IRI, is_iri
from tvet_skos.web.addresses import origin
from tvet_skos.web.formats import chosen
from tvet_skos.web.negotiation import Offer, reader_language
from tvet_skos.web.pages import edition_of
from tvet_skos.web.problems import Problem

CARD_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors *",
    )
)
"""What a card may do: show itself, in anybody's frame."""

_HTML = Offer("html", "text/html", ("application/xhtml+xml",))
_JSON = Offer("json", "application/json", (), ".json")
_OEMBED = Offer("json", "application/json", ("application/json+oembed",))

_FILES = {"embed.js": "text/javascript", "embed.css": "text/css"}
_LONGEST_TERM = 1000
_WIDTH, _HEIGHT = 480, 320
_LEAST_WIDTH, _LEAST_HEIGHT = 200, 120
_AN_HOUR = "public, max-age=3600"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request for a card wants."""

    reading: Reading
    term: str
    site: str
    theme: str
    is_whole: bool


def as_json(request: Request) -> Response:
    """The card of a term as JSON.

    :raises NotFound: there is no such term
    """
    return _answer(request, _JSON)


def card(request: Request) -> Response:
    """The card of a term, as a page to be framed or as JSON.

    The term is named as in the path of its page, by ``id`` (an IRI) or by ``term``, in any
    spelling. ``definitions=all`` shows all its definitions.

    :raises NotFound: there is no such term
    :raises Problem: a parameter is missing or wrong
    """
    return _answer(request, _form(request))


def _answer(request: Request, form: Offer) -> Response:
    asked = _asked(request)
    shown = card_of(asked.reading, _iri(asked), is_whole=asked.is_whole)
    headers = {"Vary": "Accept, Accept-Language", "Content-Language": asked.reading.language}
    if form is _JSON:
        content = card_json(asked.reading, shown, site=asked.site)
        return JSONResponse(content, headers=headers)
    page = card_page(asked.reading, shown, site=asked.site, theme=asked.theme)
    headers |= {"Content-Security-Policy": CARD_POLICY}
    return Response(page, headers=headers, media_type=_HTML.media_type)


def _form(request: Request) -> Offer:
    """HTML where anything will do: a frame asks for that, and scripts name the format."""
    name = request.query_params.get("format", "")
    if name == "json":
        return _JSON
    if name not in ("", "html"):
        raise Problem("bad-parameter", "format must be html or json")
    return chosen(request, (_HTML, _JSON))


def _asked(request: Request) -> _Asked:
    given = request.query_params
    names = (request.path_params.get("name", ""), given.get("id", ""), given.get("term", ""))
    term = next(filter(None, names), "")
    if not term or len(term) > _LONGEST_TERM:
        raise Problem(
            "bad-parameter",
            "no term is named" if not term else "the name of the term is too long",
            hint="/embed/micro-credential, /embed?term=… or /embed?id=…",
        )
    theme = given.get("theme", "auto")
    if theme not in THEMES:
        raise Problem("bad-parameter", f"theme must be one of {', '.join(THEMES)}")
    reading = edition_of(request).reading(_language(request))
    return _Asked(reading, term, origin(request), theme, given.get("definitions") == "all")


def _language(request: Request) -> str:
    asked = request.query_params.get("lang", "").split("-")[0].lower()
    if asked in LANGUAGES:
        return asked
    return reader_language(request)


def _iri(asked: _Asked) -> IRI:
    """The term that is meant: by its IRI, by the name that its page has, or by a spelling."""
    edition = asked.reading.edition
    for iri in (asked.term.strip("<>"), iri_of(asked.term, edition.base)):
        if is_iri(iri) and edition.store.is_concept(IRI(iri)):
            return IRI(iri)
    return find_one(edition.store, asked.term).concept


def file(request: Request) -> Response:
    """The script, or the style of cards."""
    name = request.url.path.lstrip("/")
    headers = {"Cache-Control": _AN_HOUR, "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(asset(name), headers=headers, media_type=_FILES[name])


def oembed(request: Request) -> Response:
    """How the page of a term is put in another one.

    :raises Problem: the address is none of a term here, or the format is not JSON
    :source: https://oembed.com, section 2
    """
    given = request.query_params
    if given.get("format", "json") != "json":
        raise Problem("not-acceptable", "oEmbed is answered in JSON only")
    chosen(request, (_OEMBED,))
    language, iri = _page(request, given.get("url", ""))
    reading = edition_of(request).reading(language)
    return JSONResponse(_rich(request, reading, card_of(reading, iri)))


_PAGE = re.compile(rf"/(?P<language>{'|'.join(LANGUAGES)})/(?:term|compare)/(?P<name>.+)")


def _page(request: Request, address: str) -> tuple[str, IRI]:
    """Language and concept of the address of a page; an IRI of the vocabulary will do."""
    edition = edition_of(request)
    if is_iri(address) and edition.store.is_concept(IRI(address)):
        return _language(request), IRI(address)
    parts = urlsplit(address) if is_iri(address) else urlsplit("")
    found = _PAGE.fullmatch(parts.path)
    is_here = f"{parts.scheme}://{parts.netloc}" == origin(request)
    if found and is_here:
        iri = iri_of(unquote(found["name"]), edition.base)
        if edition.store.is_concept(iri):
            return found["language"], iri
    raise NotFound("url is no page of a term here", hint="give the address of a term's page")


def _rich(request: Request, reading: Reading, shown: Card) -> dict[str, Any]:
    site = origin(request)
    query = urlencode({"id": shown.name.iri, "lang": reading.language}, quote_via=quote)
    width = _size(request, "maxwidth", _WIDTH, _LEAST_WIDTH)
    height = _size(request, "maxheight", _HEIGHT, _LEAST_HEIGHT)
    frame = (
        f'<iframe src="{escape(f"{site}/embed?{query}")}" title="{escape(shown.name.text)}"'
        f' width="{width}" height="{height}" loading="lazy" referrerpolicy="no-referrer"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": shown.name.text,
        "provider_name": reading.title,
        "provider_url": site + reading.address("home"),
        "cache_age": 3600,
        "html": frame,
        "width": width,
        "height": height,
    }


def _size(request: Request, name: str, wanted: int, least: int) -> int:
    given = request.query_params.get(name, "")
    if given and not (given.isascii() and given.isdigit() and len(given) < 10):
        raise Problem("bad-parameter", f"{name} must be a whole number")
    return max(least, min(wanted, int(given))) if given else wanted


def _routes() -> Iterator[Route]:
    for name in _FILES:
        yield Route(f"/{name}", file)
    yield Route("/oembed", oembed)
    yield Route("/embed", card)
    yield Route("/embed/", card)
    yield Route("/embed/{name:path}.json", as_json)
    yield Route("/embed/{name:path}", card)


ROUTES = list(_routes())
