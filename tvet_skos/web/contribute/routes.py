"""Where the forms and the JSON of proposals are; without ``enable`` each answers 404."""

from __future__ import annotations

from starlette.routing import Route

import tvet_skos.web.pages  # noqa: F401 - there paths learn what a language of pages is
from tvet_skos.web.contribute import pages, rest

_START = "/{language:page_language}/contribute"
_REST = "/rest/v1/{voc}/contributions"

ROUTES = [
    Route("/static/contribute.js", pages.script),
    Route("/static/{digest}/contribute.js", pages.script),
    Route(_START, pages.start),
    Route(f"{_START}/status/{{identifier}}", pages.status),
    Route(f"{_START}/check/{{name:path}}", pages.check, methods=["POST"]),
    Route(f"{_START}/{{name:path}}", pages.form, methods=["GET", "POST"]),
    Route(_REST, rest.send, methods=["POST"]),
    Route(_REST, rest.not_read),
    Route(f"{_REST}/{{identifier}}", rest.progress),
]
