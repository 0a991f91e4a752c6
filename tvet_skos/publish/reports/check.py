"""The report of a check, as text, JSON or a SHACL validation report."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from tvet_skos.checks.report import Finding, Report
from tvet_skos.publish.choice import choose
from tvet_skos.publish.reports.check_text import report_text
from tvet_skos.publish.reports.validation import validation_report
from tvet_skos.rdf.turtle import write_turtle
from tvet_skos.terms import IRI, Term, n3


def write_report(
    report: Report, name: str = "text", *, show: int | None = None, colour: bool = False
) -> str:
    """A report in a format of ``REPORT_FORMATS``.

    :param show: how many findings of one rule the text lists (default: 20, of infos 5); JSON and
        Turtle have all
    :param colour: with escape codes, for a terminal
    :raises SettingsError: there is no such format
    """
    return choose(REPORT_FORMATS, name, "report format")(report, show, colour)


def report_json(report: Report) -> str:
    """A report as JSON: ``conforms``, ``ruleset``, ``summary``, ``counts`` and ``findings``.

    ``focus`` and ``value`` are IRIs as they are and other terms as N-Triples writes them, ``null``
    where there is none.
    """
    document: dict[str, Any] = {
        "conforms": report.conforms,
        "ruleset": report.ruleset,
        "summary": report.summary,
        "counts": dict(sorted(report.counts.items())),
        "findings": [_finding(finding) for finding in report.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "hint": finding.hint,
        "focus": _term(finding.focus),
        "label": finding.label,
        "concept": finding.concept,
        "conceptLabel": finding.concept_label,
        "path": finding.path,
        "value": _term(finding.value),
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "fingerprint": finding.fingerprint,
    }


def _term(term: Term | None) -> str | None:
    return term if term is None or isinstance(term, IRI) else n3(term)


REPORT_FORMATS: Mapping[str, Callable[[Report, int | None, bool], str]] = {
    "text": report_text,
    "json": lambda report, _show, _colour: report_json(report),
    "turtle": lambda report, _show, _colour: write_turtle(validation_report(report), ""),
}
"""Format to writer of (report, findings shown of one rule, colour)."""
