"""Checking: triples in, a report out. Nothing is repaired and nothing is written here."""

from tvet_skos.checks.places import placed
from tvet_skos.checks.registry import SYNTAX, rules
from tvet_skos.checks.report import Finding, Report, Rule, Severity
from tvet_skos.checks.rulesets import Ruleset, load_ruleset, ruleset_names
from tvet_skos.checks.run import check, syntax_finding

__all__ = [
    "SYNTAX",
    "Finding",
    "Report",
    "Rule",
    "Ruleset",
    "Severity",
    "check",
    "load_ruleset",
    "placed",
    "rules",
    "ruleset_names",
    "syntax_finding",
]
