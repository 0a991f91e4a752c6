"""What is read together: findings by concept, by group, and by rule where a rule repeats itself.

A wall of results helps nobody. Of each rule only the first findings are listed, the others are
counted; and a rule that has the same to say of many concepts says it once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from tvet_skos.checks.report import Finding, Severity
from tvet_skos.publish.reports.check_words import address, heading

LARGE = 100
"""A report with more findings than these begins with an overview, and lists fewer of each rule."""

REPEATED = 5
"""A rule that finds fault with more concepts than these is read as one list."""

_SHOWN = {Severity.ERROR: 20, Severity.WARNING: 20, Severity.INFO: 5}
_SHOWN_OF_MANY = {Severity.ERROR: 20, Severity.WARNING: 10, Severity.INFO: 5}


class Kind(IntEnum):
    """What holds the findings of a section together."""

    CONCEPT = 0
    """They are about one concept or other record."""
    GROUP = 1
    """It is one finding about several concepts."""
    RULE = 2
    """They are of one rule, about many concepts."""


@dataclass(frozen=True, slots=True)
class Section:
    """Findings that are read together, the gravest first; never empty.

    ``heading`` is the label of the concept, the message of the group or the name of the rule;
    ``address`` the IRI, where two sections would have one heading. Of a rule, ``message`` and
    ``hint`` are what all its findings say, as far as they say the same; ``left_out`` is how many
    of them are not listed.
    """

    kind: Kind
    heading: str
    findings: tuple[Finding, ...]
    address: str = ""
    message: str = ""
    hint: str = ""
    left_out: int = 0

    @property
    def total(self) -> int:
        """How many findings there are, listed or not."""
        return len(self.findings) + self.left_out

    @property
    def hints(self) -> tuple[str, ...]:
        """For each finding its hint, unless one that differs in names only stands before it."""
        said = {_shape(self.hint)}
        hints = []
        for finding in self.findings:
            hints.append("" if _shape(finding.hint) in said else finding.hint)
            said.add(_shape(finding.hint))
        return tuple(hints)


def _shape(hint: str) -> str:
    """A hint without the names in it."""
    return re.sub('"[^"]*"|“[^”]*”', "", hint)


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections, the gravest first; and by rule how many findings no section tells of."""

    sections: tuple[Section, ...]
    left_out: Mapping[str, int]


def outline(findings: Sequence[Finding], show: int | None = None) -> Outline:
    """Findings in sections.

    :param findings: in the order of a report
    :param show: how many findings of one rule are listed; by default many errors and warnings and
        few infos, for these would bury them
    """
    of_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        of_rule.setdefault(finding.rule, []).append(finding)
    listed, left_out = _chosen(findings, show)
    repeated = {rule for rule, found in of_rule.items() if _is_repeated(found)}
    gathered: dict[Hashable, list[Finding]] = {}
    for number, finding in enumerate(listed):
        gathered.setdefault(_key(finding, number, repeated), []).append(finding)
    sections = [
        _repetition(group, of_rule[group[0].rule]) if group[0].rule in repeated else _section(group)
        for group in gathered.values()
    ]
    # Sorting is stable: within a kind, in the order of the first finding.
    sections.sort(key=lambda s: (s.findings[0].severity.rank, s.kind is Kind.RULE))
    told = {s.findings[0].rule for s in sections if s.kind is Kind.RULE}
    elsewhere = {rule: n for rule, n in sorted(left_out.items()) if rule not in told}
    return Outline(tuple(_told_apart(sections)), elsewhere)


def _chosen(findings: Sequence[Finding], show: int | None) -> tuple[list[Finding], Counter[str]]:
    """The first findings of each rule, and how many of which rule are left out."""
    limits = _SHOWN_OF_MANY if len(findings) > LARGE else _SHOWN
    numbers = Counter(finding.rule for finding in findings)
    listed, seen, left_out = [], Counter[str](), Counter[str]()
    for finding in findings:
        seen[finding.rule] += 1
        limit = limits[finding.severity] if show is None else show
        # To count a single one takes as much room as to list it.
        if seen[finding.rule] <= limit or (show is None and numbers[finding.rule] == limit + 1):
            listed.append(finding)
        else:
            left_out[finding.rule] += 1
    return listed, left_out


def _is_repeated(findings: Iterable[Finding]) -> bool:
    """Whether findings of one rule find fault with many concepts."""
    places: set[Hashable] = set()
    for number, finding in enumerate(findings):
        places.add(_key(finding, number))
        if len(places) > REPEATED:
            return True
    return False


def _key(finding: Finding, number: int, repeated: Collection[str] = ()) -> Hashable:
    if finding.rule in repeated:
        return Kind.RULE, finding.rule
    if finding.gathered:
        return Kind.GROUP, number
    return Kind.CONCEPT, finding.concept or finding.focus or finding.file


def _repetition(listed: list[Finding], all_: list[Finding]) -> Section:
    """Findings of one rule about many concepts."""
    messages, hints = {f.message for f in all_}, {f.hint for f in all_}
    return Section(
        Kind.RULE,
        listed[0].name,
        tuple(listed),
        message=messages.pop() if len(messages) == 1 else "",
        hint=hints.pop() if len(hints) == 1 else "",
        left_out=len(all_) - len(listed),
    )


def _section(findings: list[Finding]) -> Section:
    first = findings[0]
    if first.gathered:
        return Section(Kind.GROUP, first.message, tuple(findings))
    # Findings with one rule and hint stand together, though others stand between them in the file.
    begins: dict[tuple[str, str], int] = {}
    for number, finding in enumerate(findings):
        begins.setdefault((finding.rule, finding.hint), number)
    findings.sort(key=lambda f: (f.severity.rank, f.rule, begins[f.rule, f.hint]))
    return Section(Kind.CONCEPT, heading(first), tuple(findings), address(first))


def _told_apart(sections: list[Section]) -> Iterable[Section]:
    """Sections without their address, but where another has the same heading."""
    headings = Counter(section.heading for section in sections)
    for section in sections:
        needed = headings[section.heading] > 1 and section.address != section.heading
        yield section if needed else replace(section, address="")
