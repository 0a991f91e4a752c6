"""Answers as JSON-LD: the members that Skosmos gives them, and a context that explains them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from tvet_skos.web.addresses import origin
from tvet_skos.web.negotiation import Offer, best
from tvet_skos.web.rest.operations import Asked

JSON = Offer("json", "application/json")
JSON_LD = Offer("jsonld", "application/ld+json")

ROOT = "/rest/v1/"


@cache
def _contexts() -> Mapping[str, Mapping[str, Any]]:
    text = (files("tvet_skos.web.rest") / "contexts.json").read_text(encoding="utf-8")
    contexts: dict[str, Mapping[str, Any]] = json.loads(text)
    return contexts


def context(name: str) -> dict[str, Any]:
    """The JSON-LD context of an answer, as ``contexts.json`` has it."""
    return dict(_contexts()[name])


def answer(
    asked: Asked,
    name: str,
    content: Mapping[str, Any],
    *,
    language: str = "",
    more: Mapping[str, Any] | None = None,
) -> Response:
    """An answer in JSON-LD, with the media type of either JSON.

    :param name: of its context
    :param language: of its texts that have none of their own
    :param more: what else its context says
    """
    said = context(name) | dict(more or {})
    if language:
        said["@language"] = language
    said["@base"] = origin(asked.request) + base_path(asked)
    return as_json(asked, {"@context": said, **content})


def base_path(asked: Asked) -> str:
    """What the relative addresses in an answer are relative to."""
    voc = asked.text("voc")
    return f"{ROOT}{quote(voc, safe='')}/" if voc else ROOT


def as_json(asked: Asked, content: object) -> Response:
    """Whatever JSON can hold, with the media type of either JSON."""
    offer = best((JSON, JSON_LD), asked.request.headers.get("accept")) or JSON
    return Response(written(content), headers={"Vary": "Accept"}, media_type=offer.media_type)


def written(content: object) -> str:
    """JSON, always the same for the same content."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
