"""What checking finds: findings, gathered in a report that knows nothing of formats."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tvet_skos.terms import Node, Term, n3


class Severity(StrEnum):
    """How grave a finding is, the gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for errors, 1 for warnings, 2 for infos."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked: a stable id, a name, and what to do about a finding."""

    id: str
    name: str
    severity: Severity
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where the data does not follow a rule.

    ``focus`` is the node that is judged and ``label`` what people call it; ``concept`` is the
    concept it belongs to and ``concept_label`` its label. ``path`` is the property in question and
    ``value`` the offending value, as far as there are such; ``file``, ``line`` and ``column`` are
    where it stands.
    """

    rule: str
    name: str
    severity: Severity
    message: str
    hint: str
    focus: Node | None = None
    label: str = ""
    concept: str = ""
    concept_label: str = ""
    path: str = ""
    value: Term | None = None
    file: str = ""
    line: int | None = None
    column: int | None = None

    @property
    def fingerprint(self) -> str:
        """The same for the same fault however lines move: of rule, focus, path and value."""
        parts = (
            self.rule,
            "" if self.focus is None else n3(self.focus),
            self.path,
            "" if self.value is None else n3(self.value),
            "" if self.focus is not None else f"{self.file} {self.message}",
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Report:
    """All findings: gravest first, then by file, line, rule and focus.

    ``ruleset`` is the name of the rules applied; ``counts`` says how much was checked.
    """

    findings: tuple[Finding, ...]
    ruleset: str
    counts: Mapping[str, int]

    def __post_init__(self) -> None:
        object.__setattr__(self, "findings", tuple(sorted(self.findings, key=_order)))

    @property
    def conforms(self) -> bool:
        """Whether there is no error."""
        return not self.of(Severity.ERROR)

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity."""
        return tuple(f for f in self.findings if f.severity is severity)

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of a severity or a graver one."""
        return tuple(f for f in self.findings if f.severity.rank <= severity.rank)

    @property
    def summary(self) -> dict[str, int]:
        """How many findings of each severity there are, the zeros too."""
        counted = Counter(f.severity for f in self.findings)
        return {severity.value: counted[severity] for severity in Severity}


def _order(finding: Finding) -> tuple[int, str, int, str, str, str, str]:
    return (
        finding.severity.rank,
        finding.file,
        finding.line or 0,
        finding.rule,
        "" if finding.focus is None else n3(finding.focus),
        finding.path,
        "" if finding.value is None else n3(finding.value),
    )
