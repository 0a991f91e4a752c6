"""The report of a check, for people and programs: one table of formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tvet_skos.checks.report import Report
from tvet_skos.checks.rule import Rule
from tvet_skos.publish.choice import choose
from tvet_skos.publish.reports.check_concise import report_concise
from tvet_skos.publish.reports.check_github import report_github
from tvet_skos.publish.reports.check_json import report_json, report_jsonl
from tvet_skos.publish.reports.check_jsonld import report_jsonld
from tvet_skos.publish.reports.check_junit import report_junit
from tvet_skos.publish.reports.check_markdown import report_markdown
from tvet_skos.publish.reports.check_sarif import report_sarif
from tvet_skos.publish.reports.check_sheet import report_sheet
from tvet_skos.publish.reports.check_text import report_text
from tvet_skos.publish.reports.validation import validation_report
from tvet_skos.publish.sheets import write_csv
from tvet_skos.rdf.turtle import write_turtle


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What some formats ask about."""

    show: int | None
    colour: bool
    show_existing: bool
    rules: Sequence[Rule]


def write_report(
    report: Report,
    name: str = "text",
    *,
    show: int | None = None,
    colour: bool = False,
    show_existing: bool = False,
    rules: Sequence[Rule] = (),
) -> str:
    """A report in a format of ``REPORT_FORMATS``.

    What people read lists the first findings of each rule and counts the others; where a change
    was judged, it lists the new findings. What programs read has all.

    :param show: how many findings of one rule text, Markdown and HTML list
    :param colour: text with escape codes, for a terminal
    :param show_existing: where a change was judged, list also what was there before
    :param rules: the rules that were applied, for formats that describe them (SARIF)
    :raises SettingsError: there is no such format
    """
    wishes = _Wishes(show, colour, show_existing, rules)
    return choose(REPORT_FORMATS, name, "report format")(report, wishes)


def report_formats() -> tuple[str, ...]:
    """The names of the formats, in the order in which they are offered.

    >>> report_formats()[:3]
    ('text', 'concise', 'json')
    """
    return tuple(REPORT_FORMATS)


def _html(report: Report, wishes: _Wishes) -> str:
    from tvet_skos.publish.reports.check_page import report_page

    return report_page(report, wishes.show, wishes.show_existing)


REPORT_FORMATS: Mapping[str, Callable[[Report, _Wishes], str]] = {
    "text": lambda report, w: report_text(report, w.show, w.colour, w.show_existing),
    "concise": lambda report, w: report_concise(report, w.show_existing),
    "json": lambda report, _: report_json(report),
    "jsonl": lambda report, _: report_jsonl(report),
    "sarif": lambda report, w: report_sarif(report, w.rules),
    "github": lambda report, w: report_github(report, w.show_existing),
    "junit": lambda report, w: report_junit(report, w.show_existing),
    "csv": lambda report, _: write_csv(report_sheet(report)),
    "markdown": lambda report, w: report_markdown(report, w.show, w.show_existing),
    "html": _html,
    "turtle": lambda report, _: write_turtle(validation_report(report), ""),
    "jsonld": lambda report, _: report_jsonld(report),
}
"""Format to writer."""
