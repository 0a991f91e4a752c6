"""The report of a check as a table: one row a finding, for people who work in spreadsheets."""

from __future__ import annotations

from collections.abc import Callable

from tvet_skos.checks.report import Finding, Report
from tvet_skos.publish.characters import printable
from tvet_skos.publish.reports.check_json import term_text
from tvet_skos.publish.reports.check_words import name_of
from tvet_skos.publish.sheets import Column, Sheet, listed

_MOST_RELATED = 50
"""Some groups have thousands of members, and a cell holds 32,767 characters."""


def report_sheet(report: Report) -> Sheet:
    """Every finding, also those that a change fixed; rows in the order of the report."""
    rows = tuple(
        tuple(printable(cell(finding)) for _, cell in _COLUMNS) for finding in report.findings
    )
    return Sheet("Findings", tuple(column for column, _ in _COLUMNS), rows, frozen=2)


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _related(finding: Finding) -> str:
    names = [name_of(related) for related in finding.related]
    more = [f"… and {len(names) - _MOST_RELATED} more"] if len(names) > _MOST_RELATED else []
    return listed((*names[:_MOST_RELATED], *more))


_COLUMNS: tuple[tuple[Column, Callable[[Finding], str]], ...] = (
    (Column("severity", 10), lambda finding: finding.severity),
    (Column("rule", 9), lambda finding: finding.rule),
    (Column("name", 25), lambda finding: finding.name),
    (Column("status", 10), lambda finding: finding.status or ""),
    (Column("label", 30), lambda finding: finding.label),
    (Column("message", 60), lambda finding: finding.message),
    (Column("value", 40), lambda finding: term_text(finding.value) or ""),
    (Column("hint", 60), lambda finding: finding.hint),
    (Column("related", 40), _related),
    (Column("file", 30), lambda finding: finding.file),
    (Column("line", 8), lambda finding: _number(finding.line)),
    (Column("column", 8), lambda finding: _number(finding.column)),
    (Column("cell", 16), lambda finding: finding.cell),
    (Column("focus", 40), lambda finding: term_text(finding.focus) or ""),
    (Column("concept", 40), lambda finding: finding.concept),
    (Column("path", 40), lambda finding: finding.path),
    (Column("fingerprint", 18), lambda finding: finding.fingerprint),
)
