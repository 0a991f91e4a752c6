"""Every IRI under the base of the vocabulary leads somewhere: to a page or to data.

``/id/{path}`` answers for the IRI that is the base and the path. Where this server stands at the
base itself, or at the path of the base on any host, the IRI does so without that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tvet_skos.model import ConceptScheme
from tvet_skos.publish.described import described
from tvet_skos.publish.graphs import write_graph
from tvet_skos.publish.sheets import definition_sheet, source_sheet, write_csv
from tvet_skos.rdf.projections import Projection, project
from tvet_skos.terms import IRI
from tvet_skos.web.addresses import id_path
from tvet_skos.web.described import resolved
from tvet_skos.web.formats import CSV, GRAPHS, HTML, alternates, chosen
from tvet_skos.web.headers import link, links
from tvet_skos.web.negotiation import Offer, reader_language
from tvet_skos.web.problems import Problem
from tvet_skos.web.profiles import (
    chosen_profile,
    profile_headers,
    profile_links,
    profile_query,
)
from tvet_skos.web.site import site_of, view_of
from tvet_skos.web.view import View

VARY = "Accept, Accept-Profile, Accept-Language"


@dataclass(frozen=True, slots=True)
class _Thing:
    """An IRI of the vocabulary, and the path at which this server answers for it."""

    iri: IRI
    path: str
    page: str | None

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The forms it may be had in; who takes anything gets Turtle, a browser asks for HTML."""
        return (*GRAPHS, CSV, *((HTML,) if self.page else ()))


def by_id(request: Request) -> Response:
    """The answer for an IRI by its path below the base.

    :raises Problem: there is nothing of that name, or not in the form asked for
    """
    path = request.path_params.get("path", "")
    raw = request.scope["raw_path"].decode("ascii", "replace").partition("/id/")[2]
    return _answer(request, view_of(request).bases, (raw, path))


def by_path(request: Request) -> Response:
    """The answer for an IRI by the path that it has itself.

    :raises HTTPException: the path is not that of the base
    """
    path = request.scope["path"]
    raw = request.scope["raw_path"].decode("ascii", "replace")
    for base_path, base in view_of(request).base_paths:
        stem = base_path.rstrip("/")
        if path == stem or path.startswith(f"{stem}/"):
            locals_ = [each[len(stem) :].lstrip("/") for each in (raw, path)]
            return _answer(request, (base,), locals_)
    raise HTTPException(404)


def _answer(request: Request, bases: Sequence[IRI], locals_: Sequence[str]) -> Response:
    """See other, for the IRI itself; the document, for the IRI with a suffix.

    :param locals_: what is asked for as it was sent, then decoded: ``a%2Fb`` and ``a/b`` are two
        IRIs, and an address does not tell ``caf%C3%A9`` from ``café``
    """
    view = view_of(request)
    for local in dict.fromkeys(locals_):
        iri = resolved(view.store, bases, local)
        if iri is not None:
            return _see_other(request, _thing(request, iri))
        for offer in (*GRAPHS, CSV, HTML):
            if local.endswith(offer.suffix):
                iri = resolved(view.store, bases, local.removesuffix(offer.suffix))
                if iri is not None:
                    return _given(request, _thing(request, iri), offer)
    raise Problem(
        "not-found",
        f"nothing is called <{bases[0]}{locals_[-1][:200]}> here",
        hint="/queries/index lists all terms",
    )


def _thing(request: Request, iri: IRI) -> _Thing:
    view, site = view_of(request), site_of(request)
    base = next((base for base in view.bases if iri.startswith(base)), view.base)
    path = id_path(base, "" if iri in view.schemes else iri)
    language = reader_language(request)
    page = site.page_path(view, iri, language) if site.page_path else None
    return _Thing(iri, path, page)


def _see_other(request: Request, thing: _Thing) -> Response:
    """Where to look: an IRI names a thing, and a thing is no document.

    :source: W3C, Cool URIs for the Semantic Web, section 4.3
    """
    offer = chosen(request, thing.offers)
    projection = chosen_profile(request)
    headers = {"Vary": VARY, **links(_links(thing, offer, projection))}
    if offer is HTML:
        assert thing.page is not None
        headers["Location"] = thing.page
    else:
        headers["Location"] = f"{thing.path}{offer.suffix}{profile_query(projection)}"
    return Response(status_code=303, headers=headers)


def _given(request: Request, thing: _Thing, offer: Offer) -> Response:
    if offer is HTML:
        if thing.page is None:
            raise Problem("not-found", "this server has no pages", hint="/id/….ttl gives the data")
        return Response(status_code=303, headers={"Location": thing.page})
    projection = chosen_profile(request)
    scheme = described(view_of(request).store, thing.iri)
    assert scheme is not None  # something is said of it, or it would not have been found
    headers = {
        "Vary": "Accept-Profile",
        **links(_links(thing, offer, projection)),
        **(profile_headers(projection) if offer is not CSV else {}),
    }
    if offer is CSV:
        name = thing.path.rpartition("/")[2] or "vocabulary"
        headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    text = written(scheme, offer, projection, view_of(request))
    return Response(text, headers=headers, media_type=offer.media_type)


def written(scheme: ConceptScheme, offer: Offer, projection: Projection, view: View) -> str:
    """A part of a vocabulary as text, by the one emitter that there is for each format."""
    if offer is CSV:
        is_register = bool(scheme.sources) and not scheme.concepts
        return write_csv(source_sheet(scheme) if is_register else definition_sheet(scheme))
    return write_graph(project(scheme, projection), offer.name, view.base)


def _links(thing: _Thing, offer: Offer, projection: Projection) -> list[str]:
    query = profile_query(projection)
    address = f"{thing.path}{offer.suffix}"
    elements = [link(thing.iri.partition("#")[0], "canonical")]
    elements += alternates(thing.path, (*GRAPHS, CSV), query)
    if thing.page:
        elements.append(link(thing.page, "alternate", media_type=HTML.media_type))
    if offer in GRAPHS:
        elements += profile_links(address, offer.media_type, projection)
    return elements


ROUTES = [
    Route("/id/{path:path}", by_id),
    Route("/id", by_id),
    Route("/{path:path}", by_path),
]
