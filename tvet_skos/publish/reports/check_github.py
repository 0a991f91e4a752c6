"""The report of a check as annotations, which GitHub shows at the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable

from tvet_skos.checks.report import Finding, Report, Severity, Status
from tvet_skos.publish.characters import printable
from tvet_skos.publish.reports.check_words import sentence, standing, verdict

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

_MOST_NOTICES = 9
"""GitHub shows ten notices of a step, and the last of ours tells the counts."""


def report_github(report: Report, show_existing: bool = False) -> str:
    """A report as workflow commands, and a notice with the counts in the end.

    Of infos the first nine only: GitHub drops every notice after the tenth.

    :source: GitHub Docs, Workflow commands for GitHub Actions
    """
    findings = standing(report, show_existing)
    notices = [f for f in findings if _command(f) == "notice"][_MOST_NOTICES:]
    dropped = set(map(id, notices))
    commands = [_annotation(finding) for finding in findings if id(finding) not in dropped]
    counts = _told("notice", [("title", "tvet-skos")], verdict(report))
    return "".join(f"{command}\n" for command in (*commands, counts))


def _command(finding: Finding) -> str:
    """What was there before is not what the reader of a pull request has done."""
    return "notice" if finding.status is Status.EXISTING else _COMMANDS[finding.severity]


def _annotation(finding: Finding) -> str:
    before = " (existing)" if finding.status is Status.EXISTING else ""
    properties: list[tuple[str, str]] = [("title", f"tvet-skos ({finding.rule}){before}")]
    if finding.file:
        places = (("file", finding.file), ("line", finding.line), ("col", finding.column))
        properties += [(name, str(value)) for name, value in places if value is not None]
    cell = f"{finding.cell}: " if finding.cell else ""
    lines = filter(None, (f"{cell}{sentence(finding)}", finding.hint))
    return _told(_command(finding), properties, "\n".join(lines))


def _told(command: str, properties: Iterable[tuple[str, str]], message: str) -> str:
    told = ",".join(f"{name}={_property(value)}" for name, value in properties)
    return f"::{command} {told}::{_escaped(message)}"


def _escaped(text: str) -> str:
    r"""What would end the command.

    >>> _escaped("50%\n::error::x")
    '50%25%0A::error::x'
    """
    escaped = printable(text).replace("%", "%25").replace("\r", "%0D")
    return escaped.replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
