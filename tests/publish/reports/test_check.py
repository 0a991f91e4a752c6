"""The report of a check: for people by concept, for programs complete, for SHACL tools in SHACL."""

import json
import re

import pytest

from tvet_skos.checks.report import Finding, Report, Severity
from tvet_skos.errors import SettingsError
from tvet_skos.namespaces import SH, SKOS
from tvet_skos.publish.reports.check import REPORT_FORMATS, write_report
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI, BlankNode, Literal

SKILL = IRI("http://example.org/skill")
ERROR = Finding(
    "LB005",
    "label-blank",
    Severity.ERROR,
    "A label is blank.",
    "Remove it.",
    focus=SKILL,
    label="Skill",
    concept=SKILL,
    path=SKOS.prefLabel,
    value=Literal(" ", "en"),
    file="vocab/concepts/skill.ttl",
    line=14,
    column=5,
)


def _info(number: int, line: int) -> Finding:
    return Finding(
        "DF002",
        "no-source",
        Severity.INFO,
        "No source is known.",
        "Look it up.",
        focus=IRI(f"{SKILL}#def-{number}"),
        label=f"Skill, definition {number}",
        concept_label="Skill",
        concept=SKILL,
        file="vocab/concepts/skill.ttl",
        line=line,
        column=1,
    )


WARNING = Finding("RD009", "odd", Severity.WARNING, "Odd\x1b[2J\nthing.", "", focus=BlankNode("b0"))
REPORT = Report(
    (_info(1, 20), WARNING, _info(2, 9), ERROR, _info(3, 40)), "glossary", {"concepts": 33}
)


def test_findings_stand_under_their_concept_the_gravest_first() -> None:
    lines = write_report(REPORT).splitlines()
    assert lines[0] == "Skill"
    assert lines[1] == "  vocab/concepts/skill.ttl:14:5  LB005  error    A label is blank. [ ]"
    assert lines[2] == "    → Remove it."
    assert [line for line in lines if line == "Skill"] == ["Skill"]


def test_findings_of_one_rule_stay_together_with_one_way_out() -> None:
    text = write_report(REPORT)
    assert text.count("Look it up.") == 1
    assert re.findall(r"definition (\d): No source", text) == ["2", "1", "3"]


def test_what_is_not_shown_is_counted() -> None:
    text = write_report(REPORT, show=1)
    assert "… and 2 more of DF002" in text
    assert text.count("No source is known.") == 1
    assert "more of" not in write_report(REPORT, show=3)


def test_summary_by_rule_and_verdict_end_the_text() -> None:
    *_, table, _, verdict = write_report(REPORT).splitlines()
    assert table.split() == ["3", "info", "DF002", "no-source"]
    assert verdict == "1 error, 1 warning, 3 infos in 33 concepts"


def test_nothing_found_is_one_line() -> None:
    assert (
        write_report(Report((), "any", {"concepts": 1}))
        == "0 errors, 0 warnings, 0 infos in 1 concept\n"
    )


def test_colour_only_when_asked_and_never_from_the_data() -> None:
    assert "\x1b" not in write_report(REPORT)
    coloured = write_report(REPORT, colour=True)
    assert "\x1b[1;31merror" in coloured and "\x1b[2J" not in coloured
    assert "\\u001B[2J thing." in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured).split() == write_report(REPORT).split()


def test_lines_are_never_wrapped() -> None:
    long = Finding("X1", "x", Severity.ERROR, "word " * 500, "", file="a.ttl", line=1)
    for colour in (False, True):
        assert len(write_report(Report((long,), "any", {}), colour=colour).splitlines()) == 6


def test_json_has_every_field_and_finding() -> None:
    document = json.loads(write_report(REPORT, "json", show=1))
    assert document["conforms"] is False and document["ruleset"] == "glossary"
    assert document["summary"] == {"error": 1, "warning": 1, "info": 3}
    assert len(document["findings"]) == 5
    first = document["findings"][0]
    assert first["focus"] == SKILL and first["value"] == '" "@en' and first["line"] == 14
    assert first["fingerprint"] == ERROR.fingerprint
    assert document["findings"][1]["focus"] == "_:b0" and document["findings"][1]["value"] is None


def test_turtle_is_a_shacl_validation_report() -> None:
    triples = parse(write_report(REPORT, "turtle").encode(), FORMATS["turtle"])
    results = [t.object for t in triples if t.predicate == SH.result]
    assert len(set(results)) == 5
    severities = sorted(t.object for t in triples if t.predicate == SH.resultSeverity)
    assert severities == sorted([SH.Violation, SH.Warning, *[SH.Info] * 3])
    assert Literal("vocab/concepts/skill.ttl:14:5") in {t.object for t in triples}
    for predicate in (SH.focusNode, SH.sourceConstraintComponent, SH.resultMessage):
        assert len([t for t in triples if t.predicate == predicate]) == 5


def test_one_fault_found_twice_is_two_results() -> None:
    text = write_report(Report((ERROR, ERROR), "any", {}), "turtle")
    assert text.count("a sh:ValidationResult") == 2


@pytest.mark.parametrize("name", REPORT_FORMATS)
def test_order_of_findings_does_not_matter(name: str) -> None:
    other = Report(REPORT.findings[::-1], "glossary", {"concepts": 33})
    assert write_report(other, name) == write_report(REPORT, name)


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(SettingsError, match="no report format"):
        write_report(REPORT, "pdf")
