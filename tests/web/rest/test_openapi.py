"""The description of the interface is true: what it says is done, and what is done it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import jsonschema  # type: ignore[import-untyped]
import pytest
from jsonschema import Draft202012Validator
from starlette.routing import Match

from tests.web.rest.conftest import Rest
from tvet_skos.contribute.queue.fields import FIELDS
from tvet_skos.publish.site.addresses import KINDS
from tvet_skos.web.app import ROUTES
from tvet_skos.web.rest.openapi import document, operations, schemas
from tvet_skos.web.rest.operations import Operation
from tvet_skos.web.rest.proposals import OPERATIONS as PROPOSALS
from tvet_skos.web.rest.table import OPERATIONS

URI = "https://w3id.org/tvet-skos/glossary/micro-credential"
TOPIC = "https://w3id.org/tvet-skos/glossary/topic/credentials"
NAMES = [operation.name for operation in OPERATIONS if operation.method == "GET"]
GIVEN: dict[str, dict[str, Any]] = {
    "search": {"query": "micro*", "fields": "definition prefLabel altLabel broader notation"},
    "searchVocabulary": {"query": "skills", "mode": "fuzzy", "in": "labels,definition"},
    "groupMembers": {"uri": TOPIC},
    "definitions": {"uri": URI},
    "compare": {"term": "micro-credential"},
    "history": {"term": "micro-credential"},
    "suggest": {"search": "micro"},
    "data": {"uri": URI, "format": "application/json"},
    "globalData": {"uri": URI, "format": "application/ld+json"},
}


def validator(name: str) -> Draft202012Validator:
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": dict(schemas())}}
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def asked(operation: Operation) -> tuple[str, dict[str, Any]]:
    """The path of an operation with its examples, and the query."""
    path, query = operation.path, {}
    for parameter in operation.parameters:
        if parameter.in_path:
            path = path.replace(f"{{{parameter.name}}}", quote(parameter.example, safe=""))
        elif parameter.required:
            query[parameter.name] = parameter.example or "en"
    return path, query | GIVEN.get(operation.name, {})


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_what_its_schema_says(name: str, rest: Rest) -> None:
    operation = next(each for each in OPERATIONS if each.name == name)
    path, query = asked(operation)
    got = rest.get(path, **query)
    answer = next(each for each in operation.answers if each.status == got.status)
    if got.status == 303:
        assert got.headers["location"].startswith("/")
        return
    media_type = got.headers["content-type"].partition(";")[0]
    schema = answer.content.get(media_type) or "Graph"
    validator(schema).validate(got.json)


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        (f"definitions?uri={URI}&format=jskos", "Definitions"),
        (f"compare?uri={URI}&uri={URI}", "Comparisons"),
        ("mappings/all?format=jskos&limit=20", "JskosMappings"),
        ("/rest/v1/suggest?search=skill&format=jskos", "JskosConcepts"),
        ("search?query=*&maxhits=3000&unique=true", "SearchResults"),
        ("index/*?limit=5000", "Index"),
        ("/rest/v1/sources?limit=1000", "Sources"),
    ],
)
def test_other_forms_are_what_their_schemas_say(path: str, schema: str, rest: Rest) -> None:
    got = rest.send("GET", path if path[0] == "/" else f"/rest/v1/glossary/{path}", b"", {})
    assert got.status == 200, got.text
    validator(schema).validate(got.json)


def test_the_document_is_openapi(rest: Rest) -> None:
    got = rest.get("/openapi.json")
    assert got.status == 200 and got.json["openapi"].startswith("3.1")
    found = got.json
    assert found == document("http://localhost")
    names = [o["operationId"] for path in found["paths"].values() for o in path.values()]
    assert len(names) == len(set(names))
    for path, methods in found["paths"].items():
        for operation in methods.values():
            named = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert named == set(re.findall(r"\{(\w+)\}", path)), path
    for reference in re.findall(r'"#/components/(\w+)/(\w+)"', json.dumps(found)):
        assert reference[1] in found["components"][reference[0]], reference


def test_every_schema_is_one_and_is_used() -> None:
    text = json.dumps(document("http://localhost")["paths"]) + json.dumps(dict(schemas()))
    for name in schemas():
        validator(name)
        assert name == "Problem" or f'/schemas/{name}"' in text, name


def test_every_path_of_the_description_answers(rest: Rest) -> None:
    for operation in operations():
        if operation.tag in ("queries", "sparql", "health") or operation.method != "GET":
            continue
        path, query = asked(operation)
        got = rest.get(path, **query)
        known = {answer.status for answer in operation.answers} | set(operation.problems)
        assert got.status in known, (operation.name, got)


def test_what_is_documented_for_people_is_there(root: Path) -> None:
    page = (root / "docs" / "rest.md").read_text(encoding="utf-8")
    for operation in (*OPERATIONS, *PROPOSALS):
        shown = operation.path.removeprefix("/rest/v1")
        assert f"`{shown}`" in page or f"`{operation.path}`" in page, shown


PAGE = "/{language:page_language}"
WORDS = [word for word in KINDS.values() if word]
NOT_DESCRIBED = {
    "GET /": "a page for people, or the way to one",
    **{f"GET {PAGE}/{word}": "pages for people" for word in WORDS},
    **{f"GET {PAGE}/{word}/{{name:path}}": "pages for people" for word in WORDS},
    f"GET {PAGE}/": "the start page",
    f"GET {PAGE}/query/{{name}}": "a page for people",
    f"* {PAGE}/contribute*": "forms for people, and what their script asks",
    f"GET {PAGE}": "the way to the start page",
    "GET /static/*": "what pages load",
    "GET /{path:path}": "IRIs whose base is this server, answered as those under /id/",
    "GET /id": "/id/ without anything after it",
    "GET /annotate": "says that texts are sent by POST",
    "GET /rest/v1/{voc}/validate": "says that contributions are sent by POST",
    "GET /rest/v1/{voc}/contributions": "says that proposals are sent by POST",
    "GET /rest/v1/{voc}": "leads to the path with a slash",
    "GET /rest/v1/{voc}/index": "leads to the path with a slash",
    "* /sparql/": "as without the slash",
    "* /queries/": "as without the slash",
    "* /reconcile/": "as without the slash",
    "* /embed/": "as without the slash",
}
"""What ``/openapi.json`` leaves out, as method and path (``*`` is any rest), and why."""


def taken() -> set[str]:
    """Method and path of every route that takes a request which is described."""
    found = set()
    for operation in operations():
        path, _ = asked(operation)
        scope = {"type": "http", "path": unquote(path), "method": operation.method}
        fitting = (r for r in ROUTES if r.matches({**scope, "root_path": ""})[0] is Match.FULL)
        found.add(f"{operation.method} {next(fitting).path}")  # type: ignore[attr-defined]
    return found


def test_every_route_is_described_or_left_out_for_a_reason() -> None:
    described = taken()
    routes = [
        f"{method} {route.path}"  # type: ignore[attr-defined]
        for route in ROUTES
        for method in route.methods - {"HEAD"}  # type: ignore[attr-defined]
    ]
    missing = [
        each
        for each in routes
        if each not in described and not any(fits(each, left) for left in NOT_DESCRIBED)
    ]
    assert missing == []
    left_out = [each for each, why in NOT_DESCRIBED.items() if why != "pages for people"]
    stale = [left for left in left_out if not any(fits(each, left) for each in routes)]
    assert stale == []


def fits(route: str, pattern: str) -> bool:
    """Whether a pattern stands for a route."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), route) is not None


def test_a_proposal_is_described_as_its_form_is() -> None:
    described = {
        each["properties"]["kind"]["const"]: each["properties"]
        for each in schemas()["Proposal"]["oneOf"]
    }
    lengths = {
        kind: {name: said["maxLength"] for name, said in members.items() if "maxLength" in said}
        for kind, members in described.items()
    }
    chosen = {"source", "spelling", "of", "relation"}
    assert lengths == {
        kind: {each.name: each.longest for each in fields if each.name not in chosen}
        for kind, fields in FIELDS.items()
    }
    for kind, fields in FIELDS.items():
        names = {each.name for each in fields}
        assert set(described[kind]) == {"kind", "concept", *names}
        for each in fields:
            for value in described[kind][each.name].get("enum", ()):
                assert not list(each.judge(value)), (kind, each.name, value)


def test_a_wrong_answer_would_be_noticed() -> None:
    with pytest.raises(jsonschema.ValidationError):
        validator("SearchResults").validate({"@context": {}, "uri": "", "result": []})
