"""A finding in words: where it stands, what it is about, what is said of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from tvet_skos.checks.report import Finding, Related, Report, Severity, Status
from tvet_skos.publish.characters import printable
from tvet_skos.publish.shown import shown
from tvet_skos.terms import IRI, Literal, n3
from tvet_skos.text import counted

MOST_RELATED = 5
"""How many related nodes people are shown of one finding; the others are counted."""

# A runner of GitHub takes a line that begins with "::", or has "##[" anywhere, for a command.
_COMMAND = re.compile(r"\A\s*:(?=:)|#(?=#\[)")
_QUOTED = re.compile('["“]([^"“”]*)["”]')
_LINE_END = re.compile("[\n\u2028\u2029]")
_LONGEST_VALUE = 60
_CHANGED = "changedConcepts"


def place_of(found: Finding | Related) -> str:
    """``file:line:column`` as far as it is known, ``file:Sheet!C7`` in a workbook, else nothing."""
    if isinstance(found, Finding) and found.cell:
        return ":".join(filter(None, (found.file, found.cell)))
    known = (found.file, found.line, found.column)
    return ":".join(str(part) for part in known if part is not None) if found.file else ""


def one_line(text: str) -> str:
    """A text on one line, every character fit to be shown."""
    return _LINE_END.sub(" ", printable(text))


def inert(text: str) -> str:
    r"""A text on one line of a terminal or a log, in which nothing is taken for a command.

    >>> print(inert("::error::x"))
    \u003A:error::x
    """
    return _COMMAND.sub(lambda match: f"\\u{ord(match[0].strip()):04X}", one_line(text))


def cut(text: str, most: int = _LONGEST_VALUE) -> str:
    """The beginning of a text that is too long, with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def heading(finding: Finding) -> str:
    """What people call the thing that is judged: the concept, for its definitions too."""
    called = finding.concept_label if _is_part(finding) else finding.label
    return called or finding.concept or shown(finding.focus) or finding.file or "the vocabulary"


def address(finding: Finding) -> str:
    """The IRI of the thing that is judged, the concept's for its definitions; empty without one."""
    if finding.concept:
        return "" if finding.concept.startswith("_:") else finding.concept
    return finding.focus if isinstance(finding.focus, IRI) else ""


def part(finding: Finding) -> str:
    """Which part of the concept is meant, as in ``definition 2``; empty for the concept itself."""
    return finding.label.removesuffix(f" of {finding.concept_label}") if _is_part(finding) else ""


def _is_part(finding: Finding) -> bool:
    focus = finding.focus
    own = focus if focus is None or isinstance(focus, IRI) else n3(focus)
    return bool(finding.concept) and own != finding.concept


def value_of(finding: Finding) -> str:
    """The offending value as people read it, cut; empty where they have read it already.

    That is where the message has it, or what it is called, or where it is the label above.
    """
    value = finding.value
    if value is None:
        return ""
    if not isinstance(value, Literal) and _QUOTED.search(finding.message):
        return ""
    label = next((r.label for r in finding.related if r.node == value and r.label), "")
    told = label or shown(value)
    # A blank value would be "in" every message, and it must be seen.
    is_told = told.strip() and (told in finding.message or told == heading(finding))
    return "" if is_told else cut(one_line(told))


def names_itself(finding: Finding) -> bool:
    """Whether the message says what it is about, so that the label need not go before it."""
    return finding.gathered or heading(finding) in _QUOTED.findall(finding.message)


def about(finding: Finding) -> str:
    """What a finding is about, its message standing elsewhere: ``Skill, definition 2 [value]``."""
    what = ", ".join(filter(None, (heading(finding), part(finding))))
    return f"{what} [{value}]" if (value := value_of(finding)) else what


def said(finding: Finding) -> str:
    """The part that is meant, the message and the value: ``definition 2: … [value]``."""
    meant = part(finding)
    value = f" [{value_of(finding)}]" if value_of(finding) else ""
    return (f"{meant}: " if meant else "") + finding.message + value


def sentence(finding: Finding) -> str:
    """All that is said, where the finding stands alone: ``Skill, definition 2: … [value]``."""
    if finding.gathered:
        return finding.message
    if names_itself(finding) or not (finding.label or finding.focus):
        return said(finding)
    meant = part(finding)
    before = ", " if meant else ": "
    return f"{heading(finding)}{before}{said(finding)}"


def name_of(related: Related) -> str:
    """What people call a related node."""
    return related.label or shown(related.node)


def members(finding: Finding) -> tuple[Related, ...]:
    """Those that a gathered finding is about, the focus first."""
    if finding.focus is None:
        return finding.related
    focus = Related(finding.focus, finding.label, finding.file, finding.line, finding.column)
    return (focus, *finding.related)


def is_judged(report: Report) -> bool:
    """Whether a change was judged, so that findings are new, existing or fixed."""
    return _CHANGED in report.counts or any(f.status is not None for f in report.findings)


def standing(report: Report, show_existing: bool = False) -> tuple[Finding, ...]:
    """The findings that are shown: where a change was judged, the new ones.

    :param show_existing: then also those that were there before, after the new ones
    """
    now = tuple(f for f in report.findings if f.status in (None, Status.NEW))
    return (*now, *existing(report)) if show_existing else now


def existing(report: Report) -> tuple[Finding, ...]:
    """The findings that were there before the change and are still."""
    return tuple(f for f in report.findings if f.status is Status.EXISTING)


def fixed(report: Report) -> tuple[Finding, ...]:
    """The findings that the change removes."""
    return tuple(f for f in report.findings if f.status is Status.FIXED)


def verdict(report: Report) -> str:
    """``2 errors, 3 warnings, 0 infos in 33 concepts``, and what became of the old findings."""
    told = ", ".join(counted(n, name) for name, n in report.summary.items()) + scope(report)
    return f"{told}; {changes(report)}" if changes(report) else told


def headline(report: Report) -> str:
    """``2 errors, 3 warnings in 4 changed concepts``; what there is none of is not mentioned."""
    nothing = "No new findings" if is_judged(report) else "No findings"
    return (tally(standing(report)) or nothing) + scope(report)


def scope(report: Report) -> str:
    """`` in 4 changed concepts``, as far as it was counted."""
    if (number := report.counts.get(_CHANGED)) is not None:
        return f" in {counted(number, 'changed concept')}"
    number = report.counts.get("concepts")
    return "" if number is None else f" in {counted(number, 'concept')}"


def changes(report: Report) -> str:
    """``2 fixed, 7 existing``; empty where there are none."""
    numbers = report.statuses
    return ", ".join(f"{numbers[s]} {s}" for s in (Status.FIXED, Status.EXISTING) if numbers[s])


def tally(findings: Iterable[Finding]) -> str:
    """``2 errors, 1 info``: the severities that there are, the gravest first."""
    numbers = Counter(finding.severity for finding in findings)
    return ", ".join(counted(numbers[s], s) for s in Severity if numbers[s])


def fixed_names(report: Report, most: int) -> str:
    """What a change fixed, in one line: ``Skill (LB005), Course (SC004), … and 12 more``."""
    names = [f"{heading(f)} ({f.rule})" for f in fixed(report)]
    more = [f"… and {len(names) - most} more"] if len(names) > most else []
    return ", ".join((*names[:most], *more))


def spelled(name: str) -> str:
    """The name of a count in words.

    >>> spelled("definitionsWithoutSource"), spelled("httpUris")
    ('definitions without source', 'HTTP URIs')
    """
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return parted.replace("http uris", "HTTP URIs")
