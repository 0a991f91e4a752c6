"""The rules written in Python, a family a file."""

from __future__ import annotations

from collections.abc import Iterator

from tvet_skos.checks.policy import Policy
from tvet_skos.checks.rule import AnyRule, Rule
from tvet_skos.checks.rules import (
    circles,
    clashes,
    contributions,
    definitions,
    hierarchy,
    hygiene,
    integrity,
    labels,
    languages,
    likeness,
    links,
    mappings,
    relations,
    schemes,
    sharing,
    xl,
)

_FAMILIES = (
    integrity, clashes, xl, hygiene, labels, sharing, languages, hierarchy, relations, schemes,
    definitions, likeness, circles, mappings, contributions,
)  # fmt: skip


def families(policy: Policy) -> tuple[AnyRule, ...]:
    """Every rule that judges triples, bound to the agreements of a vocabulary."""
    bound = tuple(_bound(policy))
    replaced = {each.rule for each in bound}
    usual = (rule for family in _FAMILIES for rule in family.FAMILY.rules)
    return (*(each for each in usual if each.rule not in replaced), *bound)


def _bound(policy: Policy) -> Iterator[AnyRule]:
    """The rules that need to know what was agreed."""
    yield hygiene.namespace_rule(policy.base, policy.pattern)
    yield languages.required_languages(policy.required_languages)
    if policy.label_case or policy.label_number:
        yield labels.label_policy(policy.label_case, policy.label_number)
    if policy.licences:
        yield definitions.quotable(policy.licences)
    if policy.target is not None:
        yield mappings.unknown_targets(policy.target)
    if policy.today:
        yield schemes.future_dates(policy.today)
    if policy.other_language is not None:
        yield languages.wrong_language(policy.other_language)


def unbound_rules() -> tuple[Rule, ...]:
    """The rules that are applied only where something was agreed, or somebody asks for them."""
    return (
        labels.LABEL_POLICY,
        languages.WRONG_LANGUAGE,
        mappings.UNJUSTIFIED,
        *links.RULES,
    )
