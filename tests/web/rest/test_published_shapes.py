"""Every answer that Skosmos gives, too, has the shape that its own description tells of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator  # type: ignore[import-untyped]

from tests.web.rest.conftest import Rest

PERCH = "http://example.org/sea/perch"
GROUP = "http://example.org/sea/group"
ASKED: dict[str, dict[str, str]] = {
    "/vocabularies": {"lang": "en"},
    "/search": {"query": "p*"},
    "/label": {"uri": PERCH},
    "/types": {"lang": "en"},
    "/{vocid}/search": {"query": "p*", "fields": "broader"},
    "/{vocid}/lookup": {"label": "Perch", "lang": "en"},
    "/{vocid}/index/{letter}": {"letter": "P"},
    "/{vocid}/groupMembers": {"uri": GROUP},
}
"""What is asked of a path; where nothing stands here, the concept where the path needs one."""

KEYED_BY_IRI = (
    "BroaderTransitiveResult.broaderTransitive",
    "NarrowerTransitiveResult.narrowerTransitive",
    "Hierarchy.broaderTransitive",
)
"""What the description takes for lists, and Skosmos gives as objects with IRIs as keys."""


def _corrected(definitions: dict[str, Any]) -> None:
    """Put right where the description is not what Skosmos does."""
    # An answer of one letter lists no letters.
    definitions["IndexConcepts"]["required"] = ["uri", "indexConcepts"]
    for place in KEYED_BY_IRI:
        name, _, key = place.partition(".")
        items = definitions[name]["properties"][key]["items"]
        definitions[name]["properties"][key] = {"type": "object", "additionalProperties": items}
    # What each mapping must have is required of the list of them, which is said to be one mapping.
    mapping, several = definitions["ConceptMapping"], definitions["ConceptMappings"]
    mapping["required"] = several.pop("required")
    listed = {"type": "array", "items": {"$ref": "#/definitions/ConceptMapping"}}
    several.update(required=["mappings"], properties={"mappings": listed})


@pytest.fixture(scope="session")
def described(public_data: Path) -> dict[str, Any]:
    """The description of Skosmos's REST interface, where it is at hand."""
    file = public_data / "suites" / "skosmos" / "swagger.json"
    if not file.is_file():
        pytest.skip(f"no description of Skosmos at {file}")
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    _corrected(document["definitions"])
    return document


def _parameters(operation: dict[str, Any], path: str) -> dict[str, str]:
    asked = dict(ASKED.get(path, {}))
    names = {each["name"] for each in operation["parameters"] if each.get("required")}
    return {"uri": PERCH, **asked} if "uri" in names else asked


def test_answers_have_the_shape_that_skosmos_describes(
    sea: Rest, described: dict[str, Any]
) -> None:
    seen = 0
    for path, methods in described["paths"].items():
        answer = methods["get"]["responses"].get("200", {}).get("schema")
        if answer is None:
            continue
        asked = _parameters(methods["get"], path)
        address = "/rest/v1" + path.format(vocid=sea.voc, letter=asked.pop("letter", ""))
        got = sea.get(address, **asked)
        assert got.status == 200, (address, got.text)
        schema = {**answer, "definitions": described["definitions"]}
        faults = [
            f"{f.json_path}: {f.message}" for f in Draft4Validator(schema).iter_errors(got.json)
        ]
        assert not faults, (address, faults)
        seen += 1
    assert seen > 20


def test_parameters_of_skosmos_are_known(sea: Rest, described: dict[str, Any]) -> None:
    own = sea.get("/openapi.json").json["paths"]
    by_shape = {
        path.replace("{vocabulary}", "{}").replace("{voc}", "{}"): v for path, v in own.items()
    }
    for path, methods in described["paths"].items():
        shape = "/rest/v1" + path.replace("{vocid}", "{}")
        assert shape in by_shape, (shape, sorted(by_shape))
        known = {each["name"] for each in by_shape[shape]["get"]["parameters"]}
        named = {each["name"] for each in methods["get"]["parameters"] if each["in"] == "query"}
        assert named <= known, (path, named - known)
