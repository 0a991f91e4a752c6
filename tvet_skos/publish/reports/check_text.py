"""The report of a check for people: findings by concept, then a table by rule and a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from tvet_skos.checks.report import Finding, Report, Severity
from tvet_skos.publish.characters import printable
from tvet_skos.publish.console import console
from tvet_skos.publish.reports.validation import place_of
from tvet_skos.publish.shown import shown
from tvet_skos.text import counted

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_INDENT = "  "

_Span = tuple[str, str]
"""A stretch of text and its style; a line is a list of them."""


def report_text(report: Report, show: int | None = None, colour: bool = False) -> str:
    """A report as text: concepts with their findings, the gravest first, and a summary.

    Lines are never wrapped, so that ``file:line:column`` can be clicked and searched for.

    :param show: how many findings of one rule are listed; by default many errors and warnings,
        and few infos, for these would bury them
    """
    lines = [*_groups(report, show), *_summary(report), _verdict(report)]
    return "".join(f"{_styled(line) if colour else _plain(line)}\n" for line in lines)


def _plain(line: Sequence[_Span]) -> str:
    return "".join(text for text, _ in line).rstrip()


def _styled(line: Sequence[_Span]) -> str:
    from rich.text import Text

    # Wider than any line: the console must not wrap.
    target = console(1_000_000, colour=True)
    with target.capture() as capture:
        target.print(Text.assemble(*line), end="", soft_wrap=True)
    return capture.get()


def _groups(report: Report, show: int | None) -> Iterator[list[_Span]]:
    """Each concept with its findings; concepts in the order of their gravest finding."""
    listed, left_out = _chosen(report.findings, show)
    by_concept: dict[str, list[Finding]] = {}
    for finding in listed:
        by_concept.setdefault(_heading(finding), []).append(finding)
    for heading, findings in by_concept.items():
        yield [(heading, "bold")]
        # Findings of one rule stand together, though other rules' stand between them in the file.
        findings.sort(key=lambda f: (f.severity.rank, f.rule, f.hint))
        for _, group in groupby(findings, key=lambda f: (f.rule, f.hint)):
            yield from _rule_lines(list(group))
        yield []
    for rule, number in left_out.items():
        yield [(f"… and {number} more of {rule}; --show lists more, --format json all", "dim")]
    if left_out:
        yield []


_SHOWN = {Severity.ERROR: 20, Severity.WARNING: 20, Severity.INFO: 5}


def _chosen(
    findings: Sequence[Finding], show: int | None
) -> tuple[list[Finding], Mapping[str, int]]:
    """The first findings of each rule, and how many of which rule are left out."""
    listed, seen, left_out = [], Counter[str](), Counter[str]()
    for finding in findings:
        seen[finding.rule] += 1
        if seen[finding.rule] <= (_SHOWN[finding.severity] if show is None else show):
            listed.append(finding)
        else:
            left_out[finding.rule] += 1
    return listed, dict(sorted(left_out.items()))


def _heading(finding: Finding) -> str:
    """What findings are gathered under: the concept, for its definitions too, else the record."""
    heading = _parted(finding)[0] or finding.concept or shown(finding.focus)
    return printable(heading or finding.file or "the vocabulary")


def _parted(finding: Finding) -> tuple[str, str]:
    """The label of the concept, and which part of it is meant."""
    if not finding.concept or finding.focus == finding.concept:
        return finding.label, ""
    return finding.concept_label, f"{finding.label.removeprefix(f'{finding.concept_label}, ')}: "


def _rule_lines(findings: list[Finding]) -> Iterator[list[_Span]]:
    """Findings of one rule on one concept with one way out, which stands once, below the last."""
    places = [printable(place_of(f)) for f in findings]
    width = max(map(len, places))
    for finding, place in zip(findings, places, strict=True):
        label = f"{finding.severity.value:<7}"
        yield [
            (_INDENT, ""),
            (f"{place:<{width}}  " if width else "", "dim"),
            (f"{finding.rule}  ", ""),
            (label, _STYLES[finding.severity]),
            (f"  {_said(finding)}", ""),
        ]
    if findings[0].hint:
        yield [(f"{_INDENT * 2}→ {_one_line(findings[0].hint)}", "dim")]


def _said(finding: Finding) -> str:
    value = "" if finding.value is None else f" [{_cut(_one_line(shown(finding.value)))}]"
    return _parted(finding)[1] + _one_line(finding.message) + value


_LONGEST_VALUE = 60


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _one_line(text: str) -> str:
    return printable(" ".join(text.split("\n")))


def _summary(report: Report) -> Iterator[list[_Span]]:
    """One line a rule: how often, how grave, its id and name."""
    counted = Counter((f.severity.rank, f.rule, f.severity, f.name) for f in report.findings)
    width = max((len(str(number)) for number in counted.values()), default=0)
    for (_, rule, severity, name), number in sorted(counted.items()):
        yield [
            (f"{number:>{width}}  ", "bold"),
            (f"{severity.value:<7}", _STYLES[severity]),
            (f"  {rule}  {name}", ""),
        ]
    if counted:
        yield []


def _verdict(report: Report) -> list[_Span]:
    """``2 errors, 3 warnings, 1 info in 33 concepts``."""
    gravest = min((f.severity for f in report.findings), key=lambda s: s.rank, default=None)
    counts = ", ".join(counted(n, severity) for severity, n in report.summary.items())
    concepts = report.counts.get("concepts")
    where = "" if concepts is None else f" in {counted(concepts, 'concept')}"
    return [(counts + where, _STYLES[gravest] if gravest else "bold green")]
