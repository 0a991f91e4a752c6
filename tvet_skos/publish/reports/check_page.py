"""The report of a check as one HTML file: no script, nothing loaded, for screens and for paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tvet_skos.checks.report import Finding, Report, Severity
from tvet_skos.publish.pages import environment
from tvet_skos.publish.reports import check_words as words
from tvet_skos.publish.reports.check_outline import Kind, outline
from tvet_skos.publish.shown import shown

_SHOWN = 50
"""How many findings of a rule are listed; a page with all of thousands opens nowhere."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A rule in the table; ``number`` is what it is called in the page, whatever its id."""

    number: int
    finding: Finding
    count: int


def report_page(report: Report, show: int | None = None, show_existing: bool = False) -> str:
    """A report as a whole HTML document, which can be mailed, printed and put on a stick.

    Severities and rules can be chosen without a script; what has no style sheet shows all.

    :param show: how many findings of one rule are listed, 50 by default
    """
    findings = words.standing(report)
    before = words.existing(report) if show_existing else ()
    limit = _SHOWN if show is None else show
    rows = _rows((*findings, *before))
    template = environment().get_template("check.html")
    return template.render(
        report=report,
        severities=_severities(findings),
        rows=rows,
        numbers={row.finding.rule: row.number for row in rows},
        outline=outline(findings, limit),
        before=outline(before, limit),
        hidden=len(words.existing(report)) - len(before),
        words=words,
        Kind=Kind,
        shown=shown,
    )


def _rows(findings: Sequence[Finding]) -> list[_Row]:
    """The rules that found something, the gravest first."""
    counts = Counter(finding.rule for finding in findings)
    first: dict[str, Finding] = {}
    for finding in findings:
        first.setdefault(finding.rule, finding)
    examples = sorted(first.values(), key=lambda f: (f.severity.rank, f.rule))
    return [_Row(number, f, counts[f.rule]) for number, f in enumerate(examples, 1)]


def _severities(findings: Sequence[Finding]) -> dict[Severity, int]:
    """How many there are of each severity, the zeros too."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in Severity}
