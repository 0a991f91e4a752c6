"""Requests made up from the description: every answer is one that it announces."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.contribute.people import DEFINITION, SKILLS, enabling
from tests.web.served import Served, serving
from tvet_skos.web.rest.openapi import document, operations
from tvet_skos.web.rest.operations import Operation
from tvet_skos.web.rest.proposals import OPERATIONS as PROPOSALS
from tvet_skos.web.rest.table import OPERATIONS

KNOWN = {
    "voc": "glossary",
    "uri": "https://w3id.org/tvet-skos/glossary/micro-credential",
    "term": "micro-credential",
    "label": "Micro-credential",
    "query": "*i*",
    "lang": "en",
    "letter": "M",
    "id": "eu-council-2022",
    "path": "micro-credential",
    "concept": "micro-credential",
    "vocabulary": "glossary",
    "name": "micro-credential",
    "prefix": "micro",
    "url": "https://w3id.org/tvet-skos/glossary/micro-credential",
    "queries": '{"q0": {"query": "micro credential"}}',
}
"""Values that lead to something; made-up ones alone would only ever meet problems."""
KNOWN_BODIES: dict[str, Any] = {
    "contribute": {"concept": SKILLS, **DEFINITION},
    "reconcileByPost": {"queries": KNOWN["queries"]},
}
"""Bodies that lead to something, by the name of the operation."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
BUSY = 503
"""What a server with little time for queries may say; it is announced, and no mistake."""


@cache
def _described(address: str) -> dict[str, Any]:
    schema = schemathesis.openapi.from_dict(document(address))
    results: list[Any] = list(schema.get_all_operations())
    found = (result.ok() for result in results)
    return {operation.definition.raw["operationId"]: operation for operation in found}


def _hold(operation: Operation, served: Served, examples: int) -> None:
    described = _described(served.address)[operation.name]

    @given(case=described.as_strategy(), known=st.booleans())
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def held(case: Any, known: bool) -> None:
        if known:
            for values in (case.path_parameters, case.query):
                for name in values or ():
                    if name in KNOWN:
                        repeats = isinstance(values[name], list)
                        values[name] = [KNOWN[name]] if repeats else KNOWN[name]
            case.body = KNOWN_BODIES.get(operation.name, case.body)
        got = case.call(base_url=served.address, allow_redirects=False)
        checks = [each for each in CHECKS if got.status_code != BUSY or each is not CHECKS[0]]
        case.validate_response(got, checks=checks)

    held()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_the_description_of_rest_holds(operation: Operation, served: Served) -> None:
    _hold(operation, served, 2)


@pytest.fixture(scope="module")
def taking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The bundled vocabulary on a server that takes proposals."""
    folder = tmp_path_factory.mktemp("queue")
    with serving("--workers", "1", before=enabling(folder)) as server:
        yield server


@pytest.mark.parametrize("operation", PROPOSALS, ids=lambda each: each.name)
def test_the_description_of_proposals_holds(operation: Operation, taking: Served) -> None:
    _hold(operation, taking, 8)
    if operation.method == "POST":
        body = json.dumps(KNOWN_BODIES[operation.name]).encode()
        sent = taking.post("/rest/v1/glossary/contributions", body, "application/json")
        assert sent.status == 202
        schema = _described(taking.address)["contribution"]
        got = schema.Case(path_parameters={"voc": "glossary", "id": sent.json["id"]})
        got.call_and_validate(base_url=taking.address, checks=CHECKS)


@pytest.mark.full
@pytest.mark.parametrize("operation", operations(), ids=lambda each: each.name)
def test_the_description_holds_at_length(operation: Operation, served: Served) -> None:
    _hold(operation, served, 100)
