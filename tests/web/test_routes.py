"""The route of a request is the first that fits, however it is looked up."""

from __future__ import annotations

import pytest
from starlette.routing import Match

from tvet_skos.web.app import ROUTES
from tvet_skos.web.routes import ByFirstPart

PATHS = (
    "/",
    "/en",
    "/fr/",
    "/es/term/a/b",
    "/en/compare/x.csv",
    "/en/search",
    "/de/term/a",
    "/static/site.css",
    "/id/a.ttl",
    "/data",
    "/data.ttl",
    "/data.exe",
    "/data/sources.bib",
    "/sparql",
    "/sparql/",
    "/queries/labels.rq",
    "/health/live",
    "/metrics",
    "/cite/a/b.bib",
    "/void.ttl",
    "/.well-known/void",
    "/openapi.json",
    "/rest/v1/search",
    "/glossary/skill",
    "//en/term/x",
    "/en%2Fterm",
    "",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_the_first_route_that_fits_takes_the_request(path: str, method: str) -> None:
    scope = {"type": "http", "path": path, "method": method, "root_path": ""}
    matches = [route.matches(scope) for route in ROUTES]
    expected = next(
        (found for kind in (Match.FULL, Match.PARTIAL) for found in matches if found[0] is kind),
        (Match.NONE, {}),
    )
    match, found = ByFirstPart(ROUTES).matches(scope)
    assert match is expected[0]
    assert {key: value for key, value in found.items() if key in expected[1]} == expected[1]


def test_few_routes_are_tried_for_a_page() -> None:
    routes = ByFirstPart(ROUTES)
    assert len(routes._beginning_with["sparql"]) < len(ROUTES) / 3
