"""The description of the interface is true: what it says is done, and what is done it says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema  # type: ignore[import-untyped]
import pytest
from jsonschema import Draft202012Validator

from tests.web.rest.conftest import Rest
from tvet_skos.web.rest.openapi import document, operations, schemas
from tvet_skos.web.rest.operations import Operation
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
    for operation in OPERATIONS:
        shown = operation.path.removeprefix("/rest/v1")
        assert f"`{shown}`" in page or f"`{operation.path}`" in page, shown


def test_a_wrong_answer_would_be_noticed() -> None:
    with pytest.raises(jsonschema.ValidationError):
        validator("SearchResults").validate({"@context": {}, "uri": "", "result": []})
