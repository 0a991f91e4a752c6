"""The report of a check as Markdown that a robot posts to a pull request."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tvet_skos.checks.report import Finding, Related, Report
from tvet_skos.publish.reports.check_outline import Kind, Section, outline
from tvet_skos.publish.reports.check_words import (
    MOST_RELATED,
    about,
    changes,
    cut,
    existing,
    fixed_names,
    headline,
    members,
    name_of,
    one_line,
    place_of,
    said,
    sentence,
    standing,
    tally,
)
from tvet_skos.publish.reports.comparison_markdown import escaped
from tvet_skos.publish.shown import shown
from tvet_skos.text import counted

_MOST_CHARACTERS = 60_000
"""A comment on GitHub holds 65,536."""

_LONGEST = 300
"""No single text may push the others out."""

_GRAVEST, _GRAVEST_OF_A_RULE, _MOST_FIXED = 10, 3, 20

# What GitHub makes more of than text: @people, #1, GH-1, addresses, :smile:.
_ACTIVE = re.compile(
    r"@(?=\w)|#(?=\d)|\bGH-(?=\d)|:(?=//)|\bwww(?=\.)|:(?=[\w+-]+:)", re.IGNORECASE
)
_ZERO_WIDTH = "\u200b"


def report_markdown(report: Report, show: int | None = None, show_existing: bool = False) -> str:
    """A report as GitHub-flavoured Markdown of at most 60,000 characters.

    A headline, a table of the gravest findings, and the findings of each concept folded away.
    Nothing of the data is taken for markup, names a person or links an issue.
    """
    findings = standing(report)
    blocks = [(f"### {headline(report)}", 0)]
    blocks += [(line, 0) for line in _introduction(report, show_existing)]
    blocks += [(table, 0) for table in _table(findings)]
    blocks += _folded(findings, show)
    before = existing(report)
    if before and show_existing:
        blocks += [(f"#### There before the change: {tally(before)}", 0), *_folded(before, show)]
    return _fitting(blocks)


def _fitting(blocks: Iterable[tuple[str, int]]) -> str:
    """The blocks, each with the number of its findings, as far as they fit."""
    text, left_out = "", 0
    for block, number in blocks:
        # Once one is left out, all are: the reader must not take a gap for a pass.
        if left_out or len(text) + len(block) > _MOST_CHARACTERS - 200:
            left_out += number or 1
        else:
            text += f"{block}\n\n"
    more = f"… and {counted(left_out, 'more finding')}, for which there is no room here."
    return f"{text}{more}\n" if left_out else f"{text.rstrip()}\n"


def _text(text: str, most: int = _LONGEST) -> str:
    """A text of the data, on one line, that shows as it stands and does nothing."""
    return escaped(_passive(text, most))


def _passive(text: str, most: int = _LONGEST) -> str:
    return _ACTIVE.sub(lambda match: match[0] + _ZERO_WIDTH, cut(one_line(text), most))


def _place(found: Finding | Related) -> str:
    """A place as code, where nobody takes ``:100:`` for a picture."""
    place = place_of(found)
    return f"<code>{escaped(cut(one_line(place), _LONGEST))}</code>" if place else ""


def _introduction(report: Report, show_existing: bool) -> Iterator[str]:
    if told := changes(report):
        hidden = existing(report) and not show_existing
        yield f"Of the findings before the change: {told}{' (not shown)' if hidden else ''}."
    if names := fixed_names(report, _MOST_FIXED):
        yield f"Fixed: {_text(names, 10 * _LONGEST)}"


def _table(findings: Sequence[Finding]) -> Iterator[str]:
    """The gravest findings, a few of each rule."""
    seen = Counter[str]()
    rows: list[str] = []
    for finding in findings:
        seen[finding.rule] += 1
        if seen[finding.rule] <= _GRAVEST_OF_A_RULE and len(rows) < _GRAVEST:
            told = _text(sentence(finding))
            rows.append(f"| {finding.severity} | {_rule(finding)} | {_place(finding)} | {told} |")
    if rows:
        yield "\n".join(["| | Rule | Where | What |", "| --- | --- | --- | --- |", *rows])


def _rule(finding: Finding) -> str:
    return _text(finding.rule)


def _folded(findings: Sequence[Finding], show: int | None) -> Iterator[tuple[str, int]]:
    """The sections of the outline, each folded away under its heading."""
    made = outline(findings, show)
    for section in made.sections:
        title = html.escape(_passive(_title(section)))
        body = "\n".join(_items(section))
        yield f"<details><summary>{title}</summary>\n\n{body}\n\n</details>", section.total
    for rule, number in made.left_out.items():
        yield f"… and {number} more of {_text(rule)}", number


def _title(section: Section) -> str:
    first = section.findings[0]
    if section.kind is Kind.GROUP:
        return f"{first.severity} {first.rule}: {section.heading}"
    if section.kind is Kind.CONCEPT:
        where = f" <{section.address}>" if section.address else ""
        return f"{section.heading}{where}: {tally(section.findings)}"
    told = section.message or section.heading
    return f"{counted(section.total, first.severity)} {first.rule}: {told}"


def _items(section: Section) -> Iterator[str]:
    if section.hint:
        yield f"{_text(section.hint)}\n"
    for finding, hint in zip(section.findings, section.hints, strict=True):
        yield _item(finding, section) + (f" → {_text(hint)}" if hint else "")
        related = members(finding) if finding.gathered else finding.related
        yield from _related(related)
    if section.left_out:
        yield f"- … and {section.left_out} more"


def _item(finding: Finding, section: Section) -> str:
    if section.kind is Kind.RULE:
        told = [_place(finding), _text(about(finding) if section.message else sentence(finding))]
    else:
        told = [f"**{finding.severity}** {_rule(finding)}", _place(finding), _text(said(finding))]
    return f"- {' '.join(filter(None, told))}"


def _related(related: Sequence[Related]) -> Iterator[str]:
    names = Counter(map(name_of, related))
    for each in related[:MOST_RELATED]:
        name = name_of(each)
        iri = f" {_text(shown(each.node))}" if names[name] > 1 else ""
        yield f"  - {' '.join(filter(None, (_place(each), _text(name))))}{iri}"
    if len(related) > MOST_RELATED:
        yield f"  - … and {len(related) - MOST_RELATED} more"
