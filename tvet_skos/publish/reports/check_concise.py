"""The report of a check, one line a finding, as editors and other tools read it."""

from __future__ import annotations

from tvet_skos.checks.report import Finding, Report, Status
from tvet_skos.publish.reports.check_words import inert, place_of, sentence, standing


def report_concise(report: Report, show_existing: bool = False) -> str:
    """A report as lines of ``file:line:column: RULE severity message``, and nothing else.

    What has no place begins with ``-``.
    """
    return "".join(f"{_line(finding)}\n" for finding in standing(report, show_existing))


def _line(finding: Finding) -> str:
    before = "(existing) " if finding.status is Status.EXISTING else ""
    place = inert(place_of(finding)) or "-"
    return f"{place}: {finding.rule} {finding.severity} {before}{inert(sentence(finding))}"
