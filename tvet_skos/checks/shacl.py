"""SHACL shapes, applied by pySHACL; a result comes back as a finding of its shape's rule."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tvet_skos.checks.registry import shape_rules, shape_triples
from tvet_skos.checks.report import Finding
from tvet_skos.checks.rulesets import Ruleset
from tvet_skos.errors import ValidationFailed
from tvet_skos.namespaces import SH
from tvet_skos.rdf.bridge import from_rdflib, to_rdflib
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple


def shacl_findings(triples: Iterable[Triple], ruleset: Ruleset) -> Iterator[Finding]:
    """One finding for each rule, focus, path and value, in no particular order.

    SHACL Core only; nothing is inferred, imported or fetched.

    :raises ValidationFailed: the shapes could not be applied
    """
    rules = shape_rules()
    results = _results(triples)
    for result in dict.fromkeys(results):
        rule = rules.get(result.shape)
        if rule is None:
            raise ValidationFailed(f"the shape <{result.shape}> reports, but carries no rule id")
        severity = ruleset.severity(rule)
        if severity is not None:
            yield Finding(
                rule.id,
                rule.name,
                severity,
                rule.message,
                rule.hint,
                focus=result.focus,
                path=result.path,
                value=result.value,
            )


def reported_shapes(triples: Iterable[Triple]) -> set[IRI]:
    """The named shapes that have something to say about a graph.

    :raises ValidationFailed: the shapes could not be applied
    """
    return {result.shape for result in _results(triples)}


@dataclass(frozen=True, slots=True)
class _Result:
    """What SHACL says of one node: ``path`` is empty for paths that are no single property."""

    shape: IRI
    focus: Node
    path: str
    value: Term | None


def _results(triples: Iterable[Triple]) -> list[_Result]:
    with _quiet_rdflib():
        graph = _validated(to_rdflib(triples), to_rdflib(shape_triples()))
    facts: dict[Node, dict[IRI, Term]] = {}
    results: list[Node] = []
    for triple in from_rdflib(graph):
        if triple.predicate == SH.result and not isinstance(triple.object, Literal):
            results.append(triple.object)
        facts.setdefault(triple.subject, {}).setdefault(triple.predicate, triple.object)
    # Results of nested shapes hang on sh:detail; only those of the report itself are findings.
    return [_result(facts[node]) for node in results]


def _result(facts: dict[IRI, Term]) -> _Result:
    focus, path = facts[SH.focusNode], facts.get(SH.resultPath)
    assert isinstance(focus, IRI | BlankNode)
    value = facts.get(SH.value)
    return _Result(
        IRI(str(facts[SH.sourceShape])),
        focus,
        path if isinstance(path, IRI) else "",
        None if value == focus else value,
    )


@contextmanager
def _quiet_rdflib() -> Iterator[None]:
    """rdflib logs a traceback for each ill-typed literal; the finding says it better."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _validated(data: Any, shapes: Any) -> Any:
    """The report graph.

    pySHACL answers ``False`` both for data that does not conform and for shapes it cannot apply;
    the second must never pass for the first.
    """
    import pyshacl
    from pyshacl.errors import ReportableRuntimeError, ValidationFailure

    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=shapes, inference="none", advanced=False, js=False, meta_shacl=False
        )
    except (ReportableRuntimeError, ValidationFailure, ValueError, RecursionError) as error:
        raise ValidationFailed(f"the shapes cannot be applied: {error}") from error
    if isinstance(report, ValidationFailure | bytes | str):
        raise ValidationFailed(f"the shapes cannot be applied: {text}")
    return report
