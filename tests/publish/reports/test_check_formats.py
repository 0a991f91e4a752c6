"""The report for programs: complete, well-formed, and the same facts in every format."""

import csv
import io
import json
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from tvet_skos.checks.report import Report, Severity
from tvet_skos.namespaces import DCTERMS, SH
from tvet_skos.publish.characters import restored
from tvet_skos.publish.reports.check import report_formats, write_report
from tvet_skos.publish.reports.validation import validation_report
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI, Literal


def _findings(report: Report) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = json.loads(write_report(report, "json"))["findings"]
    return findings


def test_formats_are_named_in_one_order() -> None:
    assert report_formats() == (
        "text", "concise", "json", "jsonl", "sarif", "github", "junit", "csv", "markdown", "html",
        "turtle", "jsonld",
    )  # fmt: skip


@pytest.mark.parametrize("name", report_formats())
def test_every_format_can_say_that_nothing_was_found(name: str) -> None:
    text = write_report(Report((), "any", {"concepts": 0}), name)
    assert text == "" if name in ("concise", "jsonl") else text.endswith("\n")


@pytest.mark.parametrize("name", report_formats())
def test_every_format_is_text_that_any_disk_can_hold(name: str, hostile: Report) -> None:
    written = write_report(hostile, name)
    assert written.encode("utf-8")
    for character in "\x1b\x00\u202e\ufffe":
        if name not in (
            "json",
            "jsonl",
            "sarif",
            "turtle",
            "jsonld",
        ):  # these hold the data as it is
            assert character not in written
    assert "\x1b" not in written and "\x00" not in written


def test_json_has_related_nodes_status_and_cell(whole: Report, judged: Report) -> None:
    cell, shortcut, *_, label = _findings(whole)
    assert cell["cell"] == "Definitions!C7" and cell["line"] is None and cell["status"] is None
    assert shortcut["related"] == [
        {"node": "http://example.org/rock", "label": "Rock", "file": "vocab/rocks.ttl",
         "line": 1, "column": 1},
        {"node": "http://example.org/magma", "label": "", "file": "", "line": None,
         "column": None},
    ]  # fmt: skip
    assert label["gathered"] is True and shortcut["gathered"] is False
    statuses = [finding["status"] for finding in _findings(judged)]
    assert sorted(statuses) == ["existing"] * 3 + ["fixed"] * 2 + ["new"]


def test_json_counts_statuses_where_a_change_was_judged(whole: Report, judged: Report) -> None:
    assert "statuses" not in json.loads(write_report(whole, "json"))
    document = json.loads(write_report(judged, "json"))
    assert document["statuses"] == {"new": 1, "existing": 3, "fixed": 2}
    assert document["summary"] == {"error": 0, "warning": 1, "info": 0}
    unharmed = json.loads(write_report(Report((), "any", {"changedConcepts": 1}), "json"))
    assert unharmed["statuses"] == {"new": 0, "existing": 0, "fixed": 0}


def test_json_lines_are_the_findings_of_the_json_document(whole: Report, hostile: Report) -> None:
    for report in (whole, hostile):
        lines = write_report(report, "jsonl").split("\n")
        assert lines.pop() == ""
        assert [json.loads(line) for line in lines] == _findings(report)


def test_json_gives_hostile_data_back_as_it_was(hostile: Report) -> None:
    for finding, read in zip(hostile.findings, _findings(hostile), strict=True):
        assert read["message"] == finding.message and read["hint"] == finding.hint
        assert read["file"] == finding.file and read["label"] == finding.label


def _command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command, read as the runner reads it."""
    head, message = line.removeprefix("::").split("::", 1)
    name, _, properties = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in properties.split(","))
    return name, {key: _restored(value) for key, value in pairs}, _restored(message)


def _restored(text: str) -> str:
    for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")):
        text = text.replace(escape, character)
    return text.replace("%25", "%")


def test_github_shows_findings_at_their_lines_and_counts_them_last(whole: Report) -> None:
    *commands, last = map(_command, write_report(whole, "github").splitlines())
    assert [name for name, _, _ in commands] == ["error", "error", "warning", "warning"]
    assert commands[0][1] == {"title": "tvet-skos (LB002)", "file": "proposal.xlsx"}
    assert commands[0][2] == "Definitions!C7: A label is empty."
    assert commands[1] == (
        "error",
        {"title": "tvet-skos (HI003)", "file": "vocab/rocks.ttl", "line": "20", "col": "5"},
        "Granite: The broader concept is reached another way. [Rock]\nRemove the relation.",
    )
    assert last == (
        "notice",
        {"title": "tvet-skos"},
        "2 errors, 2 warnings, 0 infos in 33 concepts",
    )


def test_github_is_given_one_command_a_line_whatever_the_data(hostile: Report) -> None:
    lines = write_report(hostile, "github").split("\n")
    assert lines.pop() == "" and len(lines) == 4
    for line in lines[:3]:
        name, properties, message = _command(line)
        assert name == "error" and list(properties) == ["title", "file", "line", "col"]
        # What the escapes must give back, a per cent sign and the parts of a command included.
        assert properties["file"] == "::error,x:y%0A\n|`caf\\uDCE9 <b>.ttl"
        assert "::stop-commands::x" in message


def test_github_keeps_room_for_the_counts(large: Report) -> None:
    infos = tuple(replace(f, severity=Severity.INFO) for f in large.findings)
    lines = write_report(Report(infos, "any", {}), "github").splitlines()
    assert len(lines) == 10 and lines[-1].endswith("::0 errors, 0 warnings, 301 infos")


def test_github_does_not_blame_a_change_for_what_was_there(judged: Report) -> None:
    assert write_report(judged, "github").count("::warning") == 1
    shown = write_report(judged, "github", show_existing=True)
    assert shown.count("::warning") == 1 and shown.count("(existing)") == 3


def _cases(report: Report, **options: bool) -> list[Element]:
    return list(fromstring(write_report(report, "junit", **options)).iter("testcase"))  # type: ignore[arg-type]


def test_junit_has_a_test_case_for_each_rule_and_file(whole: Report) -> None:
    root = fromstring(write_report(whole, "junit"))
    assert root.attrib | {"time": ""} == {
        "name": "tvet-skos check", "tests": "4", "failures": "2", "errors": "0", "skipped": "0",
        "time": "",
    }  # fmt: skip
    assert [suite.attrib["name"] for suite in root] == ["proposal.xlsx", "vocab/rocks.ttl"]
    assert [case.attrib["name"] for case in root[1]] == [
        "HI003 redundant-broader",
        "LB005 duplicate-preflabel-in-scheme",
        "SC004 undocumented-concept",
    ]


def test_junit_fails_on_errors_only(whole: Report) -> None:
    for case in _cases(whole):
        rule = case.attrib["name"].split()[0]
        failure, output = case.find("failure"), case.findtext("system-out")
        if rule in ("LB002", "HI003"):
            assert failure is not None and failure.attrib["type"] == rule and output is None
        else:
            assert failure is None and output
    texts = {case.attrib["name"]: case.findtext("system-out") for case in _cases(whole)}
    assert texts["SC004 undocumented-concept"] == (
        "vocab/rocks.ttl:7:1: warning Rock 7: Nothing explains the concept.\n  Add a definition."
    )


def test_junit_gathers_the_errors_of_a_rule_in_one_failure(large: Report) -> None:
    errors = tuple(replace(f, severity=Severity.ERROR) for f in large.findings)
    (_, case) = _cases(Report(errors, "any", {}))
    failure = case.find("failure")
    assert failure is not None and failure.attrib["message"] == "300 errors"
    assert (failure.text or "").count("\n  Add a definition.") == 300


def test_junit_of_a_good_vocabulary_is_one_test_that_passes() -> None:
    (case,) = _cases(Report((), "any", {}))
    assert not list(case)


def test_junit_can_hold_hostile_data(hostile: Report) -> None:
    for case in _cases(hostile):
        failure = case.find("failure")
        assert failure is not None and "</script>" in (failure.text or "")
        assert "\n" not in case.attrib["name"] + case.attrib["classname"]


def _rows(report: Report) -> list[dict[str, str]]:
    text = write_report(report, "csv")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_csv_has_a_row_for_each_finding(whole: Report, judged: Report) -> None:
    cell, shortcut, *_ = _rows(whole)
    assert cell["severity"] == "error" and cell["cell"] == "Definitions!C7" and cell["line"] == ""
    assert shortcut["related"] == "Rock | <http://example.org/magma>"
    assert shortcut["focus"] == "http://example.org/granite" and shortcut["line"] == "20"
    assert sorted(row["status"] for row in _rows(judged))[0] == "existing"


def test_csv_begins_no_cell_with_a_formula(hostile: Report) -> None:
    rows = _rows(hostile)
    assert all(cell[:1] not in "=+-@\t\r\n" or not cell for row in rows for cell in row.values())
    assert {restored(row["label"])[:4] for row in rows} == {"::er", "=1+1", "@all"}


def test_csv_counts_the_members_of_a_group_that_no_cell_can_hold(hostile: Report) -> None:
    first = hostile.findings[0]
    many = replace(first, related=first.related * 1000)
    (row,) = _rows(Report((many,), "any", {}))
    assert row["related"].endswith(" | … and 8950 more")


def test_jsonld_is_the_graph_that_turtle_is(whole: Report, judged: Report, hostile: Report) -> None:
    for report in (whole, judged, hostile, Report((), "any", {})):
        graph = set(validation_report(report))
        assert set(parse(write_report(report, "turtle").encode(), FORMATS["turtle"])) == graph
        assert set(parse(write_report(report, "jsonld").encode(), FORMATS["jsonld"])) == graph


def test_jsonld_brings_its_context_and_nests_the_results(whole: Report) -> None:
    document = json.loads(write_report(whole, "jsonld"))
    assert document["type"] == "ValidationReport" and document["conforms"] is False
    assert document["@context"]["result"]["@id"] == SH.result
    shortcut = document["result"][1]
    assert shortcut["type"] == "ValidationResult" and shortcut["rule"] == "HI003"
    assert shortcut["resultMessage"] == "The broader concept is reached another way."
    assert shortcut["value"] == {"id": "http://example.org/rock"}
    assert shortcut["place"] == "vocab/rocks.ttl:20:5"


def test_a_focus_that_has_the_name_of_the_report_is_no_trap(whole: Report) -> None:
    trap = replace(whole.findings[1], focus=IRI("urn:tvet-skos:report"))
    report = Report((trap,), "any", {})
    graph = set(parse(write_report(report, "jsonld").encode(), FORMATS["jsonld"]))
    assert graph == set(validation_report(report))


def test_shacl_knows_related_nodes_and_no_fixed_finding(whole: Report, judged: Report) -> None:
    related = {t.object for t in validation_report(whole) if t.predicate == DCTERMS.relation}
    assert IRI("http://example.org/magma") in related
    triples = list(validation_report(judged))
    assert len([t for t in triples if t.predicate == SH.result]) == 4
    rules = {t.object for t in triples if t.predicate == DCTERMS.identifier}
    assert rules == {Literal("SC004"), Literal("SC006")}
