"""The search of this server as one that browsers offer."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tvet_skos.publish.site.sitemap import opensearch
from tvet_skos.web.feeds import absolute_reading

OPENSEARCH = "application/opensearchdescription+xml"


def description(request: Request) -> Response:
    """Where to search, and where completions are had."""
    reading = absolute_reading(request)
    suggest = reading.address.file("/rest/v1/suggest")
    return Response(opensearch(reading, suggest), media_type=OPENSEARCH)


ROUTES = [Route("/opensearch.xml", description)]
