"""Judging what a form proposes by the rules for contributions, and telling it by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from threading import Lock

from tvet_skos.checks import Finding, Policy, Report, Severity, Status, check
from tvet_skos.checks.prepared import open_base
from tvet_skos.contribute.queue.proposing import Draft
from tvet_skos.namespaces import BIBO, DC, DCTERMS, FOAF, RDF, SKOS, TVS
from tvet_skos.terms import IRI, Literal, Triple

RULESET = "contribution"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule says of a proposal: near which field, how grave, and the way out.

    ``stops`` tells whether the proposal cannot be taken as long as it stands.
    """

    field: str
    rule: str
    severity: Severity
    message: str
    hint: str
    stops: bool


_FOR_EDITORS = frozenset(
    {
        "CO008",
        "DF004", "DF005", "DF011", "DF012", "DF013",  # what an editor looks up in the source
        "LB012", "LG007", "MP005", "SR002", "SR003", "SR009",
    }
)  # fmt: skip
"""Rules whose findings are work for whoever accepts a proposal, not for whoever makes it."""

_TOLD_INFOS = frozenset({"DF007", "DF009", "DF015", "LB007", "LB011", "LG005"})
"""Rules whose infos help whoever writes."""


class Judge:
    """The rules for contributions over a vocabulary that stays open.

    One proposal is judged at a time, for the rules keep what they have grouped.
    """

    def __init__(self, triples: Iterable[Triple], policy: Policy) -> None:
        self._base = open_base(triples)
        self._policy = policy
        self._judging = Lock()
        self._base.prepare(RULESET, policy)

    def report(self, statements: Iterable[Triple]) -> Report:
        """What the statements would bring, gravest first; what was there before is left out.

        The date of the last change is left out as well: it is set when a proposal is accepted.
        """
        with self._judging:
            changed = self._base.graph.changed(statements, [])
            report = check(changed, RULESET, base=self._base, policy=self._policy)
        new = (f for f in report.findings if f.status is Status.NEW and f.rule != "SC006")
        return replace(report, findings=tuple(new))

    def remarks(self, draft: Draft, statements: Iterable[Triple]) -> tuple[Remark, ...]:
        """What whoever proposes should know, gravest first.

        That the source of a definition is not known stops nothing where it is said so: an editor
        has to find it before the definition can be accepted.
        """
        told = (f for f in self.report(statements).findings if _is_told(f))
        return tuple(_remark(finding, draft) for finding in told)


def _is_told(finding: Finding) -> bool:
    if finding.severity is Severity.ERROR:
        return True
    if finding.rule in _FOR_EDITORS:
        return False
    return finding.severity is Severity.WARNING or finding.rule in _TOLD_INFOS


def _remark(finding: Finding, draft: Draft) -> Remark:
    admitted = finding.rule == "DF002" and draft.source_unknown
    stops = finding.severity is Severity.ERROR and not admitted
    return Remark(
        _field(finding, draft), finding.rule, finding.severity, finding.message, finding.hint, stops
    )


_BY_PATH: Mapping[str, str] = {
    RDF.value: "text",
    DC.source: "citation",
    DCTERMS.source: "source",
    TVS.sourceEvidence: "source",
    BIBO.locator: "locator",
    DCTERMS.issued: "year",
    DCTERMS.bibliographicCitation: "citation",
    FOAF.page: "url",
    DCTERMS.creator: "name",
    DCTERMS.description: "comment",
}
_LANGUAGE_RULES = ("LG001", "LG002", "LG005")


def _field(finding: Finding, draft: Draft) -> str:
    """The field of the form that a finding is about."""
    if draft.kind == "relation":
        return "target"
    if finding.rule in _LANGUAGE_RULES:
        return "language"
    if finding.rule == "CO007":
        return "name"
    field = _BY_PATH.get(finding.path, "text")
    if draft.kind != "definition" and field not in ("name", "comment"):
        return "text"
    return field


def new_labels(draft: Draft) -> tuple[Literal, ...]:
    """The labels that a draft would add."""
    labels = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
    return tuple(
        t.object
        for t in draft.statements
        if t.predicate in labels and t.subject == draft.concept and isinstance(t.object, Literal)
    )


def new_texts(draft: Draft) -> tuple[tuple[IRI, Literal], ...]:
    """The definitions that a draft would add: their names and texts."""
    return tuple(
        (t.subject, t.object)
        for t in draft.statements
        if t.predicate == RDF.value and isinstance(t.subject, IRI) and isinstance(t.object, Literal)
    )
