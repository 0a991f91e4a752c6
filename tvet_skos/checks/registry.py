"""Every rule there is, whoever judges it, and the choice of them that a check applies."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache, lru_cache

from tvet_skos.checks.judging import CRASHED, Rulebook
from tvet_skos.checks.policy import Policy
from tvet_skos.checks.requested import SHAPE_RULES
from tvet_skos.checks.rule import (
    AnyRule,
    ChangeRule,
    GraphRule,
    KeyRule,
    RecordRule,
    Rule,
    WholeRule,
)
from tvet_skos.checks.rules import families, unbound_rules
from tvet_skos.checks.rulesets import Ruleset
from tvet_skos.checks.shape_rules import expecting, shape_rules, shape_triples
from tvet_skos.checks.shapes import CompiledShapes, compile_shapes
from tvet_skos.checks.suppression import UNUSED
from tvet_skos.checks.syntax import NOT_READ, SYNTAX, UNRESOLVED
from tvet_skos.errors import SettingsError
from tvet_skos.terms import IRI


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule once, by id; where several shapes carry one rule, the first of them speaks.

    >>> [rule.name for rule in rules() if rule.id == "LB001"]
    ['missing-preflabel']
    """
    outside = (SYNTAX, UNRESOLVED, NOT_READ, CRASHED, UNUSED, *unbound_rules(), *SHAPE_RULES)
    named = {rule.id: rule for rule in outside}
    for entered in families(Policy()):
        named.setdefault(entered.rule.id, entered.rule)
    for _, rule in sorted(shape_rules().items()):
        named.setdefault(rule.id, rule)
    return tuple(named[id_] for id_ in sorted(named))


def messages(rule: Rule) -> tuple[tuple[str, str], ...]:
    """What a rule can say, each with its way out: that of each shape, where shapes carry it."""
    said = dict.fromkeys(
        (r.message, r.hint) for _, r in sorted(shape_rules().items()) if r.id == rule.id
    )
    return tuple(said) or ((rule.message, rule.hint),)


def require_known(patterns: Iterable[str]) -> None:
    """Refuse ids, or prefixes of ids, that no rule has.

    :raises SettingsError: naming the first
    """
    ids = [rule.id for rule in rules()]
    for pattern in patterns:
        if pattern != "*" and not any(id_.startswith(pattern) for id_ in ids):
            near = get_close_matches(pattern.upper(), ids, n=1, cutoff=0.5)
            meant = f"did you mean {near[0]}? " if near else ""
            raise SettingsError(
                f"no rule has the id {pattern!r}", hint=f"{meant}`tvet-skos rules` lists them all"
            )


@lru_cache(maxsize=16)
def rulebook(ruleset: Ruleset, policy: Policy) -> Rulebook:
    """The rules that a ruleset applies, by what they must see."""
    applied: dict[type[AnyRule], list[AnyRule]] = {}
    for entered in families(policy):
        if ruleset.severity(entered.rule) is not None:
            applied.setdefault(type(entered), []).append(entered)

    def of(kind: type) -> tuple:  # type: ignore[type-arg]
        return tuple(applied.get(kind, ()))

    carried = {s: r for s, r in shape_rules().items() if ruleset.severity(r) is not None}
    return Rulebook(
        # Neighbours in this order share their instances.
        records=tuple(sorted(of(RecordRule), key=lambda r: r.classes)),
        keys=of(KeyRule),
        graphs=of(GraphRule),
        wholes=of(WholeRule),
        changes=of(ChangeRule),
        shapes=_compiled(frozenset(carried), policy.languages) if carried else None,
        shape_rules=carried,
    )


@cache
def _compiled(speaking: frozenset[IRI], languages: tuple[str, ...]) -> CompiledShapes:
    """The shapes that carry an applied rule, ready to judge."""
    return compile_shapes(expecting(shape_triples(), languages), only=speaking, trusted=True)
