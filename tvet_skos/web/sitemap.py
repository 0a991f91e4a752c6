"""What search engines ask a server for: its pages, and what to leave alone."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tvet_skos.publish.site.sitemap import robots, sitemap
from tvet_skos.web.feeds import absolute_reading


def listed(request: Request) -> Response:
    """The sitemap, or a part of it where one file does not hold it.

    :raises NotFound: there is no such part
    """
    part = int(request.path_params.get("part", 0))
    content = "".join(sitemap(absolute_reading(request), part))
    return Response(content, media_type="application/xml")


def for_robots(request: Request) -> Response:
    """What programs that walk through pages should leave alone."""
    return PlainTextResponse(robots(absolute_reading(request)))


ROUTES = [
    Route("/sitemap.xml", listed),
    Route("/sitemap-{part:int}.xml", listed),
    Route("/robots.txt", for_robots),
]
