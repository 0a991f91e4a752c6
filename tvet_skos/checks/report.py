"""What checking finds: findings, gathered in a report that knows nothing of formats."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from tvet_skos.terms import IRI, BlankNode, Node, Term, n3


class Severity(StrEnum):
    """How grave a finding is, the gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for errors, 1 for warnings, 2 for infos."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Status(StrEnum):
    """What a change did to a finding; a check without a base gives none."""

    NEW = "new"
    """The change brings it."""
    EXISTING = "existing"
    """It was there before, near what the change touches."""
    FIXED = "fixed"
    """It was there before, and the change removes it."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another node that a finding is about: its label, and where it stands."""

    node: Node
    label: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where the data does not follow a rule.

    ``focus`` is the node that is judged and ``label`` what people call it; ``concept`` is the
    concept it belongs to and ``concept_label`` its label. ``path`` is the property in question and
    ``value`` the offending value, as far as there are such; ``file``, ``line`` and ``column`` are
    where it stands. ``cell`` is the place in a sheet, such as ``Definitions!C7``.

    ``related`` are other nodes that the reader must see to judge; where the finding is about all
    of them together, as with concepts of one label, it is ``gathered``. ``status`` is set where a
    change was judged.
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
    related: tuple[Related, ...] = ()
    gathered: bool = False
    file: str = ""
    line: int | None = None
    column: int | None = None
    cell: str = ""
    status: Status | None = None

    def at(self, file: str, line: int, column: int, related: tuple[Related, ...]) -> Finding:
        """The finding with its place, and its related nodes with theirs."""
        # Said in full, for ``dataclasses.replace`` takes three times as long.
        return Finding(
            self.rule, self.name, self.severity, self.message, self.hint, self.focus, self.label,
            self.concept, self.concept_label, self.path, self.value, related, self.gathered,
            file, line, column, self.cell, self.status,
        )  # fmt: skip

    @property
    def fingerprint(self) -> str:
        """The same for the same fault however lines move: of rule, focus, path and value.

        A gathered finding is another one as soon as somebody joins or leaves the group.
        """
        parts = (
            self.rule,
            _written(self.focus),
            self.path,
            _written(self.value),
            "" if self.focus is not None else f"{self.file} {self.message}",
            *([_lines([r.node for r in self.related])] if self.gathered and self.related else ()),
        )
        text = "\n".join(parts).encode("utf-8", "surrogateescape")
        return hashlib.sha256(text).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Report:
    """All findings: gravest first, then by file, line or row, rule and focus.

    ``ruleset`` is the name of the rules applied; ``counts`` says how much was checked. Where a
    change was judged, findings have a status, and those that the change fixed do not count.
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

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that stand: all but those that the change fixed."""
        return tuple(f for f in self.findings if f.status is not Status.FIXED)

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of one severity that count: where a change was judged, the new ones."""
        return tuple(f for f in self.findings if f.severity is severity and _counts(f))

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of a severity or a graver one that count against the data."""
        return tuple(f for f in self.findings if f.severity.rank <= severity.rank and _counts(f))

    @property
    def summary(self) -> dict[str, int]:
        """How many findings of each severity count against the data, the zeros too."""
        counted = Counter(f.severity for f in self.findings if _counts(f))
        return {severity.value: counted[severity] for severity in Severity}

    @property
    def statuses(self) -> dict[str, int]:
        """How many findings are new, existing and fixed; all zero where no change was judged."""
        counted = Counter(f.status for f in self.findings)
        return {status.value: counted[status] for status in Status}


def _written(term: Term | None) -> str:
    """A term as ``n3`` writes it; nothing for none. Whether an IRI is one is known by now."""
    if term is None:
        return ""
    return f"<{term}>" if isinstance(term, str) else n3(term)


def _lines(nodes: Sequence[Node]) -> str:
    """Nodes as ``n3`` writes them, a line each; a finding may gather thousands."""
    if BlankNode in set(map(type, nodes)):
        return "\n".join(map(_written, nodes))
    return "<" + ">\n<".join(cast("Sequence[IRI]", nodes)) + ">"


def _counts(finding: Finding) -> bool:
    return finding.status in (None, Status.NEW)


_CELL = re.compile(r"(?P<sheet>.*?)(?P<column>[A-Z]*)(?P<row>[0-9]+)(?P<rest>.*)", re.DOTALL)


def _cell_order(cell: str) -> tuple[str, int, int, str, str]:
    """Sheet, row and column, so that row 10 comes after row 9, and column AA after column Z."""
    found = _CELL.fullmatch(cell)
    if found is None:
        return cell, 0, 0, "", ""
    column = found["column"]
    return found["sheet"], int(found["row"]), len(column), column, found["rest"]


_NO_CELL = _cell_order("")


def _order(
    finding: Finding,
) -> tuple[int, str, int, tuple[str, int, int, str, str], str, str, str, str, str, str]:
    return (
        finding.severity.rank,
        finding.file,
        finding.line or 0,
        _cell_order(finding.cell) if finding.cell else _NO_CELL,
        finding.rule,
        _written(finding.focus),
        finding.path,
        _written(finding.value),
        finding.status or "",
        finding.message,
    )
