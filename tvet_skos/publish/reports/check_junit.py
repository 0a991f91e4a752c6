"""The report of a check as JUnit writes test results, for servers that show those."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tvet_skos.checks.report import Finding, Report, Severity, Status
from tvet_skos.publish.characters import printable
from tvet_skos.publish.reports.check_words import one_line, place_of, sentence, standing, tally

_Cases = dict[tuple[str, str, str], list[Finding]]
"""File, rule and its name to the findings."""


def report_junit(report: Report, show_existing: bool = False) -> str:
    """A report as a test suite a file, with a test case for each rule that found something there.

    Errors are failures; warnings, infos and what was there before a change are system output. A
    report that has nothing is one test case that passes.
    """
    cases: _Cases = {}
    for finding in standing(report, show_existing):
        cases.setdefault((finding.file, finding.rule, finding.name), []).append(finding)
    if not cases:
        cases["", "check", report.ruleset] = []
    root = Element("testsuites", _numbers("tvet-skos check", cases))
    for file in sorted({file for file, _, _ in cases}):
        own = {key: found for key, found in sorted(cases.items()) if key[0] == file}
        suite = SubElement(root, "testsuite", _numbers(file or "vocabulary", own))
        for (_, rule, name), found in own.items():
            _case(suite, file, f"{rule} {name}", found)
    indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _numbers(name: str, cases: _Cases) -> dict[str, str]:
    failures = sum(any(map(_fails, found)) for found in cases.values())
    return {
        "name": one_line(name),
        "tests": str(len(cases)),
        "failures": str(failures),
        "errors": "0",
        "skipped": "0",
        "time": "0",
    }


def _case(suite: Element, file: str, name: str, found: list[Finding]) -> None:
    attributes = {"classname": one_line(file or "vocabulary"), "name": one_line(name), "time": "0"}
    case = SubElement(suite, "testcase", attributes)
    failing = [finding for finding in found if _fails(finding)]
    if failing:
        message = one_line(failing[0].message) if len(failing) == 1 else tally(failing)
        failure = SubElement(case, "failure", {"type": failing[0].rule, "message": message})
        failure.text = _listed(failing)
    others = [finding for finding in found if not _fails(finding)]
    if others:
        SubElement(case, "system-out").text = _listed(others)


def _fails(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR and finding.status is not Status.EXISTING


def _listed(findings: Iterable[Finding]) -> str:
    return "\n".join(map(_told, findings))


def _told(finding: Finding) -> str:
    place = f"{place_of(finding)}: " if place_of(finding) else ""
    hint = f"\n  {finding.hint}" if finding.hint else ""
    return printable(f"{place}{finding.severity} {sentence(finding)}{hint}")
