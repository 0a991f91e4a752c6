from __future__ import annotations

from pathlib import Path

import pytest

from tvet_skos.checks import Finding, Report, Severity, Status, load_ruleset, rules
from tvet_skos.checks.suppression import (
    against_baseline,
    baseline_json,
    everything,
    nothing,
    suppressed,
)
from tvet_skos.errors import SettingsError
from tvet_skos.settings import Suppression
from tvet_skos.terms import IRI

SKILL, TRADE = IRI("https://example.org/terms/skill"), IRI("https://example.org/terms/trade")


def _finding(rule: str, focus: IRI, message: str = "It is so.") -> Finding:
    return Finding(rule, "some-rule", Severity.ERROR, message, "Mend it.", focus=focus)


REPORT = Report((_finding("LB005", SKILL), _finding("LB005", TRADE)), "glossary", {})


def test_a_suppressed_finding_is_gone_and_the_others_stay() -> None:
    report = suppressed(REPORT, [Suppression("LB005", SKILL, "Two senses.")])
    assert [f.focus for f in report.findings] == [TRADE]


def test_a_pattern_covers_several_records_and_brackets_in_iris_are_themselves() -> None:
    assert not suppressed(REPORT, [Suppression("LB005", "*/terms/*", "Known.")]).findings
    odd = Report((_finding("LB005", IRI("https://example.org/a?b=[c]")),), "glossary", {})
    assert not suppressed(odd, [Suppression("LB005", "https://example.org/a?b=[c]", "x")]).findings


def test_a_suppression_of_a_definition_may_name_its_concept() -> None:
    finding = Finding(
        "DF002", "x", Severity.INFO, "m", "h", focus=IRI(SKILL + "#def-1"), concept=str(SKILL)
    )
    assert not suppressed(
        Report((finding,), "g", {}), [Suppression("DF002", SKILL, "Lost.")]
    ).findings


def test_a_suppression_that_hides_nothing_is_found_and_says_its_reason() -> None:
    report = suppressed(REPORT, [Suppression("LB006", SKILL, "Two senses.")])
    (unused,) = [f for f in report.findings if f.rule == "CF001"]
    assert "Two senses." in unused.message


def test_only_findings_that_the_baseline_does_not_know_count(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(baseline_json(Report(REPORT.findings[:1], "glossary", {})), encoding="utf-8")
    report = against_baseline(REPORT, file)
    assert report.statuses == {"new": 1, "existing": 1, "fixed": 0}
    assert report.summary["error"] == 1


def test_what_a_baseline_knows_and_is_gone_is_reported_as_fixed(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(baseline_json(REPORT), encoding="utf-8")
    report = against_baseline(Report((), "glossary", {}), file)
    assert {(f.rule, f.focus, f.status) for f in report.findings} == {
        ("LB005", SKILL, Status.FIXED),
        ("LB005", TRADE, Status.FIXED),
    }
    assert report.conforms


def test_the_same_report_gives_the_same_baseline() -> None:
    turned = Report(tuple(reversed(REPORT.findings)), "glossary", {})
    assert baseline_json(REPORT) == baseline_json(turned)


@pytest.mark.parametrize("content", ["", "[]", '{"findings": []}', '{"findings": {"a": {}}}'])
def test_a_file_that_is_no_baseline_is_refused_with_a_way_out(tmp_path: Path, content: str) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        against_baseline(REPORT, file)
    assert "--update-baseline" in str(caught.value.hint)


def test_a_missing_baseline_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no baseline"):
        against_baseline(REPORT, tmp_path / "none.json")


def test_what_was_not_looked_for_is_neither_gone_nor_unused(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(baseline_json(REPORT), encoding="utf-8")
    only_labels = everything(rules(), load_ruleset("glossary").only(["LB005"]))
    only_schemes = everything(rules(), load_ruleset("glossary").only(["SC"]))
    empty, wanted = Report((), "glossary", {}), [Suppression("LB005", SKILL, "Two senses.")]
    for looked_for, is_gone in ((only_labels, True), (only_schemes, False), (nothing, False)):
        assert bool(against_baseline(empty, file, looked_for).findings) is is_gone
        assert bool(suppressed(empty, wanted, looked_for).findings) is is_gone


def test_links_are_looked_for_only_when_they_were_followed() -> None:
    ruleset = load_ruleset("glossary")
    assert everything(rules(), ruleset, links=True)("LK001")
    assert not everything(rules(), ruleset)("LK001")
    assert not everything(rules(), ruleset)("CO005")
