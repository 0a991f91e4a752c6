"""The report of a check, for people and programs: one table of formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tvet_skos.checks.report import Report
from tvet_skos.checks.rule import Rule
from tvet_skos.publish.choice import choose


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


# A writer is imported when its format is asked for: most reports are text, and most of the time
# that a small one takes would go into importing the others.


def _text(report: Report, wishes: _Wishes) -> str:
    from tvet_skos.publish.reports.check_text import report_text

    return report_text(report, wishes.show, wishes.colour, wishes.show_existing)


def _concise(report: Report, wishes: _Wishes) -> str:
    from tvet_skos.publish.reports.check_concise import report_concise

    return report_concise(report, wishes.show_existing)


def _json(report: Report, _: _Wishes) -> str:
    from tvet_skos.publish.reports.check_json import report_json

    return report_json(report)


def _jsonl(report: Report, _: _Wishes) -> str:
    from tvet_skos.publish.reports.check_json import report_jsonl

    return report_jsonl(report)


def _sarif(report: Report, wishes: _Wishes) -> str:
    from tvet_skos.publish.reports.check_sarif import report_sarif

    return report_sarif(report, wishes.rules)


def _github(report: Report, wishes: _Wishes) -> str:
    from tvet_skos.publish.reports.check_github import report_github

    return report_github(report, wishes.show_existing)


def _junit(report: Report, wishes: _Wishes) -> str:
    from tvet_skos.publish.reports.check_junit import report_junit

    return report_junit(report, wishes.show_existing)


def _csv(report: Report, _: _Wishes) -> str:
    from tvet_skos.publish.reports.check_sheet import report_sheet
    from tvet_skos.publish.sheets import write_csv

    return write_csv(report_sheet(report))


def _markdown(report: Report, wishes: _Wishes) -> str:
    from tvet_skos.publish.reports.check_markdown import report_markdown

    return report_markdown(report, wishes.show, wishes.show_existing)


def _html(report: Report, wishes: _Wishes) -> str:
    from tvet_skos.publish.reports.check_page import report_page

    return report_page(report, wishes.show, wishes.show_existing)


def _turtle(report: Report, _: _Wishes) -> str:
    from tvet_skos.publish.reports.validation import validation_report
    from tvet_skos.rdf.turtle import write_turtle

    return write_turtle(validation_report(report), "")


def _jsonld(report: Report, _: _Wishes) -> str:
    from tvet_skos.publish.reports.check_jsonld import report_jsonld

    return report_jsonld(report)


REPORT_FORMATS: Mapping[str, Callable[[Report, _Wishes], str]] = {
    "text": _text,
    "concise": _concise,
    "json": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
    "github": _github,
    "junit": _junit,
    "csv": _csv,
    "markdown": _markdown,
    "html": _html,
    "turtle": _turtle,
    "jsonld": _jsonld,
}
"""Format to writer."""
