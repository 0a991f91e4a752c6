"""The report of a check for people: findings by concept, then a table by rule and a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from tvet_skos.checks.report import Finding, Related, Report, Severity
from tvet_skos.publish.console import console
from tvet_skos.publish.reports.check_outline import LARGE, Kind, Section, outline
from tvet_skos.publish.reports.check_words import (
    MOST_RELATED,
    about,
    existing,
    fixed_names,
    inert,
    is_judged,
    members,
    name_of,
    place_of,
    said,
    sentence,
    standing,
    verdict,
)
from tvet_skos.publish.shown import shown

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_INDENT = "  "
_MOST_FIXED = 10

_Span = tuple[str, str]
"""A stretch of text and its style."""

_Line = list[_Span]


def report_text(
    report: Report, show: int | None = None, colour: bool = False, show_existing: bool = False
) -> str:
    """A report as text: concepts with their findings, the gravest first, and a summary.

    A rule that has the same to say of many concepts says it once, with a list. Reports with many
    findings begin with an overview: one line and one example a rule. Lines are never wrapped, so
    that ``file:line:column`` can be clicked and searched for.

    :param show: how many findings of one rule are listed; by default many errors and warnings,
        and few infos, for these would bury them
    :param show_existing: where a change was judged, list also what was there before
    """
    lines = [
        *_overview(report),
        *_findings(standing(report), show),
        *_changes(report, show, show_existing),
        *_summary(report),
        _verdict(report),
    ]
    return "".join(f"{_styled(line) if colour else _plain(line)}\n" for line in lines)


def _plain(line: _Line) -> str:
    return "".join(text for text, _ in line).rstrip()


def _styled(line: _Line) -> str:
    from rich.text import Text

    # Wider than any line: the console must not wrap.
    target = console(1_000_000, colour=True)
    with target.capture() as capture:
        target.print(Text.assemble(*line), end="", soft_wrap=True)
    return capture.get()


def _overview(report: Report) -> Iterator[_Line]:
    """The first screen of a report with many findings: each rule, how often, and one example."""
    if len(standing(report)) <= LARGE:
        return
    yield [*_verdict(report), (". Each rule with its first finding; more of each below.", "dim")]
    yield []
    for example, line in _rules(report):
        yield line
        place = inert(place_of(example))
        place = f"{_INDENT * 4}{place}  " if place else _INDENT * 4
        yield [(place, "dim"), (inert(sentence(example)), "")]
    yield []


def _findings(findings: Sequence[Finding], show: int | None) -> Iterator[_Line]:
    """The sections, each followed by an empty line, and what no section tells of."""
    made = outline(findings, show)
    for section in made.sections:
        yield from _SECTIONS[section.kind](section)
        yield []
    for rule, number in made.left_out.items():
        yield [(f"… and {number} more of {rule}; --show lists more, --format json all", "dim")]
    if made.left_out:
        yield []


def _concept(section: Section) -> Iterator[_Line]:
    yield _titled(section)
    for _, group in groupby(section.findings, key=lambda f: (f.rule, f.hint)):
        findings = list(group)
        width = _width(findings)
        for finding in findings:
            yield _finding_line(finding, width, said(finding))
            yield from _related_lines(finding.related)
        yield from _hint_line(findings[0].hint)


def _group(section: Section) -> Iterator[_Line]:
    """One finding about several concepts: its message, then all of them."""
    (finding,) = section.findings
    yield _titled(section)
    seen = members(finding)
    shared = Counter(map(name_of, seen))
    width = _width(seen[: MOST_RELATED + 1])
    yield _finding_line(finding, width, _member(seen[0], shared) if seen else finding.name)
    # Under the name of the first: after the rule and its severity, each with its two spaces.
    space = len(f"{finding.rule}  {finding.severity.value:<7}  ")
    for member in seen[1 : MOST_RELATED + 1]:
        place = f"{inert(place_of(member)):<{width}}{_INDENT}" if width else ""
        yield [(f"{_INDENT}{place}{'':{space}}", "dim"), (_member(member, shared), "")]
    yield from _more(len(seen) - MOST_RELATED - 1, _INDENT)
    yield from _hint_line(finding.hint)


def _repeated(section: Section) -> Iterator[_Line]:
    """One rule, its hint where all findings have the same, and the places by message."""
    first = section.findings[0]
    yield [
        (f"{first.rule}  ", "bold"),
        (f"{first.severity.value:<7}", _STYLES[first.severity]),
        (f"  {inert(section.message or section.heading)}", "bold"),
        (f"  ({section.total} findings)", "dim"),
    ]
    yield from _hint_line(section.hint)
    by_message: dict[str, list[tuple[Finding, str]]] = {}
    for finding, hint in zip(section.findings, section.hints, strict=True):
        by_message.setdefault(finding.message, []).append((finding, hint))
    width = _width(section.findings)
    for message, found in by_message.items():
        is_above = len(found) > 1 and not section.message and not found[0][0].gathered
        if is_above:
            yield [(_INDENT, ""), (inert(message), "")]
        for finding, hint in found:
            told = about(finding) if is_above or section.message else sentence(finding)
            yield from _instance(finding, width, told, _INDENT * (1 + is_above))
            yield from _hint_line(hint)
    if section.left_out:
        more = f"… and {section.left_out} more of {first.rule}; --show lists more"
        yield [(f"{_INDENT}{more}", "dim")]


def _instance(finding: Finding, width: int, told: str, indent: str) -> Iterator[_Line]:
    """One of the places where a rule repeats itself, and what is told of it."""
    if finding.gathered:
        yield [(indent, ""), (inert(finding.message), "")]
        yield from _related_lines(members(finding))
    else:
        place = f"{inert(place_of(finding)):<{width}}{_INDENT}" if width else ""
        yield [(f"{indent}{place}", "dim"), (inert(told), "")]
        yield from _related_lines(finding.related)


_SECTIONS = {Kind.CONCEPT: _concept, Kind.GROUP: _group, Kind.RULE: _repeated}


def _titled(section: Section) -> _Line:
    told = f"  <{section.address}>" if section.address else ""
    return [(inert(section.heading), "bold"), (inert(told), "dim")]


def _width(found: Sequence[Finding | Related]) -> int:
    """How wide the column of places is; 0 where none is known."""
    return max((len(inert(place_of(each))) for each in found), default=0)


def _finding_line(finding: Finding, width: int, text: str) -> _Line:
    return [
        (_INDENT, ""),
        (f"{inert(place_of(finding)):<{width}}  " if width else "", "dim"),
        (f"{finding.rule}  ", ""),
        (f"{finding.severity.value:<7}", _STYLES[finding.severity]),
        (f"  {inert(text)}", ""),
    ]


def _related_lines(related: Sequence[Related]) -> Iterator[_Line]:
    """The nodes that a reader must see to judge, with their places; the first of many."""
    first = related[:MOST_RELATED]
    width = _width(first)
    names = Counter(map(name_of, first))
    for r in first:
        place = f"{inert(place_of(r)):<{width}}{_INDENT}" if width else ""
        yield [(f"{_INDENT * 3}{place}", "dim"), (_member(r, names), "")]
    yield from _more(len(related) - MOST_RELATED, _INDENT * 3)


def _member(related: Related, names: Counter[str]) -> str:
    """The label of a node; with its IRI where another has the same."""
    name = name_of(related)
    iri = shown(related.node)
    return inert(f"{name}  {iri}" if names[name] > 1 and iri != name else name)


def _more(number: int, indent: str) -> Iterator[_Line]:
    if number > 0:
        yield [(f"{indent}… and {number} more", "dim")]


def _hint_line(hint: str) -> Iterator[_Line]:
    if hint:
        yield [(f"{_INDENT * 2}→ {inert(hint)}", "dim")]


def _changes(report: Report, show: int | None, show_existing: bool) -> Iterator[_Line]:
    """Where a change was judged: what was there before, if wanted, and what the change fixed."""
    if not is_judged(report):
        return
    before = existing(report)
    if before and show_existing:
        yield [("There before the change:", "bold")]
        yield []
        yield from _findings(before, show)
    if names := fixed_names(report, _MOST_FIXED):
        yield [("fixed: ", "bold green"), (inert(names), "")]
        yield []
    if before and not show_existing:
        yield [(f"{len(before)} existing, not shown; --show-existing lists them", "dim")]
        yield []


def _summary(report: Report) -> Iterator[_Line]:
    """One line a rule: how often, how grave, its id and name."""
    table = [line for _, line in _rules(report)]
    yield from table
    if table:
        yield []


def _rules(report: Report) -> Iterator[tuple[Finding, _Line]]:
    """The rules that found something, the gravest first: the first finding, and a line."""
    of_rule: dict[tuple[int, str, str], list[Finding]] = {}
    for f in standing(report):
        of_rule.setdefault((f.severity.rank, f.rule, f.name), []).append(f)
    width = max((len(str(len(found))) for found in of_rule.values()), default=0)
    for (_, rule, name), found in sorted(of_rule.items()):
        severity = found[0].severity
        line = [
            (f"{len(found):>{width}}  ", "bold"),
            (f"{severity.value:<7}", _STYLES[severity]),
            (f"  {rule}  {name}", ""),
        ]
        yield found[0], line


def _verdict(report: Report) -> _Line:
    gravest = min((f.severity for f in standing(report)), key=lambda s: s.rank, default=None)
    return [(verdict(report), _STYLES[gravest] if gravest else "bold green")]
