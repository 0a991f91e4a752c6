"""From what a rule found to a finding that people can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.judging import CRASHED, Judgement
from tvet_skos.checks.naming import name_of
from tvet_skos.checks.report import Finding, Related, Status
from tvet_skos.checks.requested import OWN
from tvet_skos.checks.rule import Rule, Scope
from tvet_skos.checks.rulesets import Ruleset
from tvet_skos.namespaces import SKOS
from tvet_skos.terms import IRI, Node, n3


def findings(graph: Graph, judgements: Iterable[Judgement], ruleset: Ruleset) -> dict[str, Finding]:
    """Fingerprint to finding, each once, for the rules that the ruleset applies.

    :param graph: where labels are looked up
    """
    found: dict[str, Finding] = {}
    for judgement in dict.fromkeys(judgements):
        finding = _finding(graph, judgement, ruleset)
        if finding is not None:
            found.setdefault(finding.fingerprint, finding)
    return found


def _finding(graph: Graph, judgement: Judgement, ruleset: Ruleset) -> Finding | None:
    rule, hit = judgement
    severity = ruleset.severity(rule)
    if severity is None and _is_asked_for(rule):
        severity = rule.severity
    if severity is None:
        return None
    concept = _concept(graph, hit.focus)
    return Finding(
        rule.id,
        rule.name,
        severity,
        hit.message or rule.message,
        hit.hint or rule.hint,
        focus=hit.focus,
        label=name_of(graph, hit.focus),
        concept=_address(concept) if concept is not None else "",
        concept_label=name_of(graph, concept) if concept is not None else "",
        path=hit.path or "",
        value=hit.value,
        related=tuple(Related(node, name_of(graph, node)) for node in hit.related),
        gathered=hit.gathered,
    )


def _is_asked_for(rule: Rule) -> bool:
    """Whether a rule speaks whatever was selected: that one failed, links, shapes of one's own."""
    return rule is CRASHED or rule.scope is Scope.NETWORK or rule.kind == OWN


def _concept(graph: Graph, node: Node) -> Node | None:
    """The concept that a node is, or whose definition it is."""
    if graph.is_a(node, SKOS.Concept):
        return node
    return next(iter(graph.subjects(SKOS.definition, node)), None)


def _address(node: Node) -> str:
    """The IRI of a node, or the label of a nameless one, as in ``_:c14n0``."""
    return node if isinstance(node, IRI) else n3(node)


def compared(before: dict[str, Finding], after: dict[str, Finding]) -> Iterator[Finding]:
    """The findings of both sides, each with what became of it."""
    for fingerprint, finding in after.items():
        yield with_status(finding, Status.EXISTING if fingerprint in before else Status.NEW)
    for fingerprint, finding in before.items():
        if fingerprint not in after:
            yield with_status(finding, Status.FIXED)


def with_status(finding: Finding, status: Status) -> Finding:
    """The finding with a status."""
    return replace(finding, status=status)
