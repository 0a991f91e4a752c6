"""Judging small graphs by single rules, as the runner does it."""

from __future__ import annotations

from collections.abc import Iterable

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.judging import Rulebook, judge
from tvet_skos.checks.rule import AnyRule, Family, Hit, KeyRule, RecordRule, WholeRule
from tvet_skos.namespaces import PREFIXES
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI

BASE = "http://e/"
_HEAD = f"@base <{BASE}> .\n" + "".join(
    f"@prefix {prefix}: <{iri}> .\n"
    for prefix, iri in {**PREFIXES, "skosxl": "http://www.w3.org/2008/05/skos-xl#"}.items()
)


def graph_of(turtle: str) -> Graph:
    """A graph in Turtle with the usual prefixes; relative IRIs are under ``http://e/``."""
    return Graph(parse((_HEAD + turtle).encode(), FORMATS["turtle"]))


def iri(name: str) -> IRI:
    return IRI(BASE + name)


def rule_of(family: Family, rule_id: str) -> AnyRule:
    (found,) = (rule for rule in family.rules if rule.rule.id == rule_id)
    return found


def book_of(rules: Iterable[AnyRule]) -> Rulebook:
    each = tuple(rules)
    return Rulebook(
        records=tuple(r for r in each if isinstance(r, RecordRule)),
        keys=tuple(r for r in each if isinstance(r, KeyRule)),
        wholes=tuple(r for r in each if isinstance(r, WholeRule)),
    )


def hits(rule: AnyRule, turtle: str) -> list[Hit]:
    """What one rule finds, each once, by focus; a rule that fails fails the test."""
    found = dict.fromkeys(judge(graph_of(turtle), book_of([rule])))
    assert {judged.rule for judged in found} <= {rule.rule}, found
    return sorted((judged.hit for judged in found), key=lambda hit: str(hit.focus))
