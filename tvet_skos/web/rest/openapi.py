"""``/openapi.json``: the table of operations as programs that write programs read it.

:source: OpenAPI Specification 3.1.1
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tvet_skos.web.addresses import origin
from tvet_skos.web.problems import KINDS
from tvet_skos.web.rest.elsewhere import elsewhere
from tvet_skos.web.rest.operations import LANGUAGE, LONGEST, Answer, Operation, Parameter
from tvet_skos.web.rest.proposals import OPERATIONS as PROPOSALS
from tvet_skos.web.rest.table import OPERATIONS

_ALWAYS = (414, 500)
"""What any address may answer with."""


@cache
def schemas() -> Mapping[str, Any]:
    """The schemas of the answers by name, as ``schemas.json`` has them."""
    text = (files("tvet_skos.web.rest") / "schemas.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation that is described: all that programs may ask for."""
    return (*OPERATIONS, *PROPOSALS, *elsewhere())


def document(server: str) -> dict[str, Any]:
    """The description of the server at an address."""
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "tvet-skos",
            "version": version("tvet-skos"),
            "summary": "A glossary in which every definition keeps its source.",
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "paths": _paths(operations()),
        "components": {"schemas": dict(schemas()), "responses": _problems()},
    }


_DESCRIPTION = (
    "Paths under /rest/v1 take the parameters of Skosmos and give its answers; what has no"
    " counterpart there is our own. Every GET takes If-None-Match and may answer 304. HEAD is"
    " taken wherever GET is. A parameter that is empty counts as missing, and others than those"
    " named here are passed over. Pages for people are not described."
)


def _paths(described: Iterable[Operation]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for operation in described:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return paths


def _operation(operation: Operation) -> dict[str, Any]:
    content: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.about,
        "tags": [operation.tag],
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "responses": _responses(operation),
    }
    if operation.body:
        content["requestBody"] = {
            "required": True,
            "content": {
                media_type: {"schema": _named(name) or {"type": "string", "minLength": 1}}
                for media_type, name in operation.body.items()
            },
        }
    return content


def _parameter(parameter: Parameter) -> dict[str, Any]:
    content: dict[str, Any] = {
        "name": parameter.name,
        "in": "path" if parameter.in_path else "query",
        "description": parameter.about,
        "required": parameter.required,
        "schema": _schema(parameter),
    }
    if parameter.example:
        content["example"] = parameter.example
    return content


def _schema(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any]
    if parameter.kind == "integer":
        schema = {"type": "integer", "minimum": parameter.least}
        schema["maximum"] = parameter.most or 999_999_999
    elif parameter.kind == "boolean":
        schema = {"type": "boolean"}
    elif parameter.kind == "language":
        schema = {"type": "string", "pattern": LANGUAGE}
    elif parameter.choices:
        schema = {"type": "string", "enum": list(parameter.choices)}
    else:
        schema = {"type": "string", "maxLength": LONGEST}
        if parameter.required:
            schema |= {"minLength": 1, "pattern": r"\S"}
    if parameter.default is not None:
        schema["default"] = parameter.default
    return {"type": "array", "items": schema} if parameter.repeats else schema


def _responses(operation: Operation) -> dict[str, Any]:
    responses = {str(answer.status): _answer(operation, answer) for answer in operation.answers}
    if operation.method == "GET":
        responses["304"] = {"description": "the answer that you have is still right"}
    for status in sorted({*operation.problems, *_ALWAYS}):
        responses[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    return responses


def _answer(operation: Operation, answer: Answer) -> dict[str, Any]:
    content: dict[str, Any] = {"description": answer.about}
    is_ours = operation.path.startswith("/rest/v1/")
    contents = _both(answer.content) if is_ours else answer.content.items()
    if answer.content:
        content["content"] = {media_type: {"schema": _named(name)} for media_type, name in contents}
    if answer.status in (202, 303):
        content["headers"] = {"Location": {"required": True, "schema": {"type": "string"}}}
    else:
        content["headers"] = {"Vary": {"schema": {"type": "string"}}}
    return content


def _both(content: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Media types with their schemas; JSON of ours comes as JSON-LD, too, where that is liked."""
    yield from content.items()
    ours = content.get("application/json", "")
    if ours in _LINKED and "application/ld+json" not in content:
        yield "application/ld+json", ours


_NOT_LINKED = ("JskosMappings", "JskosConcepts", "Report", "ProposalTaken", "ProposalProgress")
_LINKED = frozenset(schemas()) - frozenset(_NOT_LINKED)


def _named(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"} if name else {}


def _problems() -> dict[str, Any]:
    titles: dict[int, list[str]] = {}
    for kind in KINDS.values():
        titles.setdefault(kind.status, []).append(kind.title)
    return {
        f"Problem{status}": {
            "description": "; ".join(names),
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
                "text/html": {"schema": {}},
            },
        }
        for status, names in sorted(titles.items())
    }


def openapi(request: Request) -> Response:
    """The description of this server."""
    text = json.dumps(document(origin(request)), ensure_ascii=False, indent=1) + "\n"
    return Response(text, media_type="application/json")


ROUTES = [Route("/openapi.json", openapi)]
