"""From what a rule found to a finding that people can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from tvet_skos.checks.graph import ChangedGraph, Graph
from tvet_skos.checks.judging import CRASHED, Judgement
from tvet_skos.checks.naming import namer, own_name
from tvet_skos.checks.report import Finding, Related, Severity, Status
from tvet_skos.checks.requested import OWN
from tvet_skos.checks.rule import Hit, Rule, Scope
from tvet_skos.checks.rulesets import Ruleset
from tvet_skos.namespaces import SKOS
from tvet_skos.terms import IRI, Node, Term, n3


def findings(graph: Graph, judgements: Iterable[Judgement], ruleset: Ruleset) -> dict[str, Finding]:
    """Fingerprint to finding, each once, for the rules that the ruleset applies.

    Where a rule has said two things of one fault, which one stands must not depend on what was
    judged first: it is the first one by the alphabet.

    :param graph: where labels are looked up
    """
    found: dict[str, Finding] = {}
    name = namer(graph)
    related = _relating(graph, name)
    # By id, for to hash a rule takes long; kept along, so that the id is not given to another.
    severities: dict[int, tuple[Rule, Severity | None]] = {}
    for rule, hit in judgements:
        known = severities.get(id(rule))
        if known is None:
            known = severities[id(rule)] = rule, _severity(rule, ruleset)
        if known[1] is not None:
            finding = _finding(graph, name, related, rule, known[1], hit)
            fingerprint = finding.fingerprint
            other = found.setdefault(fingerprint, finding)
            if other is not finding and other != finding:
                found[fingerprint] = min(other, finding, key=wording)
    return found


def wording(finding: Finding) -> tuple[str, str, str, tuple[str, ...]]:
    """The order of findings with one fingerprint: what they say, and of which nodes."""
    related = tuple(n3(each.node) for each in finding.related)
    return finding.message, finding.hint, finding.name, related


def _severity(rule: Rule, ruleset: Ruleset) -> Severity | None:
    """How grave it is what a rule finds; ``None`` where it is not applied."""
    severity = ruleset.severity(rule)
    return rule.severity if severity is None and _is_asked_for(rule) else severity


def _finding(
    graph: Graph,
    name: Callable[[Term], str],
    related: Callable[[Iterable[Node]], tuple[Related, ...]],
    rule: Rule,
    severity: Severity,
    hit: Hit,
) -> Finding:
    focus = hit.focus
    concept = _concept(graph, focus)
    return Finding(
        rule.id,
        rule.name,
        severity,
        hit.message or rule.message,
        hit.hint or rule.hint,
        focus,
        name(focus),
        "" if concept is None else _address(concept),
        "" if concept is None else name(concept),
        hit.path or "",
        hit.value,
        related(hit.related) if hit.related else (),
        hit.gathered,
    )


def _relating(
    graph: Graph, name: Callable[[Term], str]
) -> Callable[[Iterable[Node]], tuple[Related, ...]]:
    """Related nodes with their names; kept as long as the graph, or as that before a change.

    What a node calls itself is the same after a change that leaves its own statements alone.
    """
    before, changed = graph, set[Node]()
    if isinstance(graph, ChangedGraph):
        before = graph.base
        changed = {t.subject for t in (*graph.added, *graph.removed)}
    kept: dict[Node, Related] = before.once(_relating, dict)

    def related(nodes: Iterable[Node]) -> tuple[Related, ...]:
        own = {node: at(node) for node in nodes if node in changed or node not in kept}
        return tuple([own[node] if node in own else kept[node] for node in nodes])

    def at(node: Node) -> Related:
        found = Related(node, name(node))
        if node not in changed and own_name(graph, node):
            kept[node] = found
        return found

    return related


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
