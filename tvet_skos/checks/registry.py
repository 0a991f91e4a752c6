"""Every rule there is, whoever judges it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources.abc import Traversable

from tvet_skos.checks.report import Rule, Severity
from tvet_skos.namespaces import SH, TVS
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.resources import resource
from tvet_skos.terms import IRI, Literal, Node, Triple

SYNTAX = Rule(
    "RD001",
    "syntax-error",
    Severity.ERROR,
    "The file is not well-formed.",
    "Look at this line and the one before: a closing quote, `;` or `.` may be missing there.",
)
"""The rule that a file breaks which no parser can read."""

SEVERITIES = {
    SH.Violation: Severity.ERROR,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}
"""SHACL's severities by ours."""


def rules() -> tuple[Rule, ...]:
    """Every rule once, by id; where several shapes carry one rule, the first of them speaks."""
    named: dict[str, Rule] = {SYNTAX.id: SYNTAX}
    for _, rule in sorted(shape_rules().items()):
        named.setdefault(rule.id, rule)
    return tuple(named[id_] for id_ in sorted(named))


@cache
def shape_rules() -> dict[IRI, Rule]:
    """Named shape to the rule it carries: the shapes are the one home of these rules."""
    said: dict[Node, dict[IRI, str]] = {}
    for triple in shape_triples():
        if isinstance(triple.subject, IRI):
            value = (
                triple.object.value if isinstance(triple.object, Literal) else str(triple.object)
            )
            said.setdefault(triple.subject, {}).setdefault(triple.predicate, value)
    return {IRI(str(shape)): _rule(facts) for shape, facts in said.items() if TVS.ruleId in facts}


def _rule(facts: dict[IRI, str]) -> Rule:
    return Rule(
        facts[TVS.ruleId],
        facts.get(SH.name, ""),
        SEVERITIES[IRI(facts.get(SH.severity, SH.Violation))],
        facts.get(SH.message, ""),
        facts.get(TVS.hint, ""),
    )


@cache
def shape_triples() -> tuple[Triple, ...]:
    """All shapes that ship with the package, as one graph."""
    files = sorted(
        (f for f in resource("shapes").iterdir() if f.name.endswith(".ttl")), key=lambda f: f.name
    )
    return tuple(_parsed(files))


def _parsed(files: Iterable[Traversable]) -> Iterable[Triple]:
    for file in files:
        yield from parse(file.read_bytes(), FORMATS["turtle"], file=f"shapes/{file.name}")
