"""Checking: triples in, a report out. Nothing is repaired and nothing is written here."""

from tvet_skos.checks.places import placed
from tvet_skos.checks.policy import Policy
from tvet_skos.checks.registry import messages, require_known, rules
from tvet_skos.checks.report import Finding, Related, Report, Severity, Status
from tvet_skos.checks.rule import Rule
from tvet_skos.checks.rulesets import Ruleset, load_ruleset, ruleset_names
from tvet_skos.checks.run import OpenBase, check
from tvet_skos.checks.syntax import SYNTAX, syntax_finding

__all__ = [
    "SYNTAX",
    "Finding",
    "OpenBase",
    "Policy",
    "Related",
    "Report",
    "Rule",
    "Ruleset",
    "Severity",
    "Status",
    "check",
    "load_ruleset",
    "messages",
    "placed",
    "require_known",
    "rules",
    "ruleset_names",
    "syntax_finding",
]
