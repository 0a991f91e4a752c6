"""Addresses of this server, as they stand in answers."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request

from tvet_skos.terms import IRI, is_iri
from tvet_skos.web.problems import Problem

_SAFE = "/:@!$&'()*+,;=-._~%"


def origin(request: Request) -> str:
    """Scheme, host and port that a request was sent to, without a slash at the end.

    :raises Problem: the client says that it talks to a host whose name is none
    """
    url = request.url
    address = f"{url.scheme}://{url.netloc}"
    if not url.netloc or "@" in url.netloc or not is_iri(address) or not url.netloc.isascii():
        raise Problem("bad-request", "the Host header names no host")
    return address


def here(request: Request) -> IRI:
    """The address of a request without its query."""
    return IRI(origin(request) + quoted_path(request.url.path))


def quoted_path(path: str) -> str:
    """A path as it stands in an address and in a header: ASCII, and nothing that ends it.

    >>> quoted_path("/id/café")
    '/id/caf%C3%A9'
    """
    return quote(path, safe=_SAFE)


def id_path(base: str, iri: str) -> str:
    """The path at which this server answers for an IRI under a base, without suffix.

    >>> id_path("https://example.org/terms/", "https://example.org/terms/skill#def-1")
    '/id/skill'
    """
    local = iri.removeprefix(base)
    return quoted_path(f"/id/{local.partition('#')[0] or local.lstrip('#')}")
