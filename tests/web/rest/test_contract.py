"""Requests made up from the description: every answer is one that it announces."""

from __future__ import annotations

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

from tests.web.served import Served
from tvet_skos.web.rest.openapi import document, operations
from tvet_skos.web.rest.operations import Operation
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
}
"""Values that lead to something; made-up ones alone would only ever meet problems."""
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
        got = case.call(base_url=served.address, allow_redirects=False)
        checks = [each for each in CHECKS if got.status_code != BUSY or each is not CHECKS[0]]
        case.validate_response(got, checks=checks)

    held()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_the_description_of_rest_holds(operation: Operation, served: Served) -> None:
    _hold(operation, served, 2)


@pytest.mark.full
@pytest.mark.parametrize("operation", operations(), ids=lambda each: each.name)
def test_the_description_holds_at_length(operation: Operation, served: Served) -> None:
    _hold(operation, served, 100)
