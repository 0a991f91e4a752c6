"""The examples that ``tvet-skos rule`` shows break their rule, or follow it."""

from __future__ import annotations

import pytest

from tvet_skos.checks import Policy, Ruleset, check, rules
from tvet_skos.checks.examples import example
from tvet_skos.checks.policy import Target
from tvet_skos.rdf.formats import FORMATS, parse

_EVERYTHING = Ruleset("everything", "Every rule.")
_POLICY = Policy(
    today="2026-11-24",
    target=lambda iri: Target.MISSING if "aprenticeship" in iri else Target.KNOWN,
)
_NOT_IN_TRIPLES = {"MP005", "MP007"}
"""Their bad examples are no fault of the triples in them."""

_IDS = [
    rule.id
    for rule in rules()
    if rule.id.startswith(("HI", "SC", "DF", "SR", "MP", "QU004", "CO001", "CO007", "CO008"))
]


def _found(rule: str, verdict: str) -> set[str]:
    shown = example(rule, verdict)
    assert shown is not None and len(shown.text.splitlines()) <= 22
    if shown.language != "turtle":
        return set()
    triples = parse(shown.text.encode(), FORMATS["turtle"])
    return {finding.rule for finding in check(triples, _EVERYTHING, policy=_POLICY).findings}


@pytest.mark.parametrize("rule", _IDS)
def test_a_bad_example_breaks_its_rule_and_a_good_one_does_not(rule: str) -> None:
    assert (rule in _found(rule, "bad")) == (rule not in _NOT_IN_TRIPLES)
    assert rule not in _found(rule, "good")
