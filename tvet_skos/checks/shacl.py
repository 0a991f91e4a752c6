"""The bundled shapes, applied by pySHACL; a result comes back as a finding of its shape's rule.

The same shapes, compiled, give the same results hundreds of times faster (``checks.shapes``); this
is the oracle that they must equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tvet_skos.checks.report import Finding
from tvet_skos.checks.rulesets import Ruleset
from tvet_skos.checks.shape_rules import shape_rules, shape_triples
from tvet_skos.checks.shapes.engine import pyshacl_results
from tvet_skos.errors import ValidationFailed
from tvet_skos.terms import IRI, Literal, Triple


def shacl_findings(triples: Iterable[Triple], ruleset: Ruleset) -> Iterator[Finding]:
    """One finding for each rule, focus, path and value, in no particular order.

    SHACL Core only; nothing is inferred, imported or fetched.

    :raises ValidationFailed: the shapes could not be applied
    """
    rules = shape_rules()
    for result in pyshacl_results(triples, shape_triples()):
        rule = rules.get(IRI(str(result.shape)))
        if rule is None or isinstance(result.focus, Literal):
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
                value=None if result.value == result.focus else result.value,
            )


def reported_shapes(triples: Iterable[Triple]) -> set[IRI]:
    """The named shapes that have something to say about a graph.

    :raises ValidationFailed: the shapes could not be applied
    """
    results = pyshacl_results(triples, shape_triples())
    return {result.shape for result in results if isinstance(result.shape, IRI)}
