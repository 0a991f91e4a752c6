"""Changes as Atom over HTTP: of everything, of a term, of a source."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tvet_skos.publish.site.edition import Reading
from tvet_skos.publish.site.feeds import ATOM, FEEDS, whole_feed
from tvet_skos.web.addresses import origin
from tvet_skos.web.pages import edition_of, named_iri, named_source


def absolute_reading(request: Request) -> Reading:
    """The vocabulary for what is read elsewhere: in English, and every link in it is absolute."""
    here = origin(request)
    return edition_of(request).reading("en", lambda path: f"{here}{path}")


def whole(request: Request) -> Response:
    """The newest changes of the vocabulary."""
    return Response(whole_feed(absolute_reading(request)), media_type=ATOM)


def of_one(request: Request, kind: str) -> Response:
    """The changes of a term or source.

    :raises NotFound: there is no such thing
    """
    reading = absolute_reading(request)
    name = request.path_params["name"]
    iri = named_source(reading, name) if kind == "source" else named_iri(name, reading.edition.base)
    return Response(FEEDS[kind](reading, iri), media_type=ATOM)


ROUTES = [
    Route("/feed.atom", whole),
    *(Route(f"/feed/{kind}/{{name:path}}.atom", partial(of_one, kind=kind)) for kind in FEEDS),
]
