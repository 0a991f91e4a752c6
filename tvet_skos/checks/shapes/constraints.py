"""Constraint components as functions: each judges one value, or all values of a node together.

What the components mean is SHACL, section 4; which of them a shape has, ``reading`` tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from tvet_skos.checks.shapes.literals import (
    Value,
    is_checked,
    is_less,
    is_less_or_equal,
    is_well_formed,
    value_of,
)
from tvet_skos.checks.shapes.model import Constraint
from tvet_skos.checks.shapes.patterns import PatternRefused, compile_pattern
from tvet_skos.checks.shapes.syntax import NODE_KINDS
from tvet_skos.checks.shapes.view import View
from tvet_skos.namespaces import SH
from tvet_skos.terms import IRI, RDF_LANG_STRING, XSD_STRING, BlankNode, Literal, Node, Term

Test: TypeAlias = Callable[[View, Term], bool]
"""Whether one value is as it should be."""

Check: TypeAlias = Callable[[View, Term, Sequence[Term]], Iterable[Term | None]]
"""What offends about the values of a focus node; ``None`` where no single value does."""

_FINE: tuple[Term | None, ...] = ()
_ALL_OFFEND: tuple[Term | None, ...] = (None,)
"""What most checks say, for a generator costs more than they do."""

Conformance: TypeAlias = Callable[[Node], Test]
"""From a shape to whether a term conforms to it; those that a constraint refers to are known."""


class NotCompilable(ValueError):
    """A constraint that is left to pySHACL: the term in question, and the reason."""

    def __init__(self, term: Term, reason: str) -> None:
        super().__init__(reason)
        self.term = term
        self.reason = reason


# --- one value --------------------------------------------------------------------------------


def _class(constraint: Constraint, *_: object) -> Test:
    rdf_class = constraint.terms[0]
    return lambda view, term: view.is_a(term, rdf_class)


def _datatype(constraint: Constraint, *_: object) -> Test:
    datatype = str(constraint.terms[0])
    if datatype == RDF_LANG_STRING:
        return lambda _, term: isinstance(term, Literal) and term.language != ""
    if datatype == XSD_STRING:
        return lambda _, term: (
            isinstance(term, Literal)
            and not term.language
            and (not term.datatype or term.datatype == XSD_STRING)
        )
    if not is_checked(datatype):
        return lambda _, term: isinstance(term, Literal) and term.datatype == datatype
    return lambda _, term: (
        isinstance(term, Literal)
        and term.datatype == datatype
        and is_well_formed(term.value, datatype)
    )


def _node_kind(constraint: Constraint, *_: object) -> Test:
    kinds = zip((str, BlankNode, Literal), NODE_KINDS[IRI(str(constraint.terms[0]))], strict=True)
    allowed = tuple(kind for kind, is_allowed in kinds if is_allowed)
    return lambda _, term: isinstance(term, allowed)


def _bound(constraint: Constraint) -> Value:
    bound = value_of(constraint.terms[0])
    if bound is None:
        raise NotCompilable(constraint.terms[0], "its datatype has no order here")
    return bound


def _min_exclusive(constraint: Constraint, *_: object) -> Test:
    bound = _bound(constraint)
    return lambda _, term: is_less(bound, value_of(term))


def _min_inclusive(constraint: Constraint, *_: object) -> Test:
    bound = _bound(constraint)
    return lambda _, term: is_less_or_equal(bound, value_of(term))


def _max_exclusive(constraint: Constraint, *_: object) -> Test:
    bound = _bound(constraint)
    return lambda _, term: is_less(value_of(term), bound)


def _max_inclusive(constraint: Constraint, *_: object) -> Test:
    bound = _bound(constraint)
    return lambda _, term: is_less_or_equal(value_of(term), bound)


def _number(constraint: Constraint) -> int:
    value = value_of(constraint.terms[0])
    if value is None or isinstance(value.value, str):
        raise NotCompilable(constraint.terms[0], "it is no number")
    return int(value.value)


def _min_length(constraint: Constraint, *_: object) -> Test:
    least = _number(constraint)
    return _of_text(lambda text: len(text) >= least)


def _max_length(constraint: Constraint, *_: object) -> Test:
    most = _number(constraint)
    return _of_text(lambda text: len(text) <= most)


def _pattern(constraint: Constraint, _: Conformance, trusted: bool) -> Test:
    pattern, *flags = constraint.terms
    assert isinstance(pattern, Literal)
    letters = "".join(flag.value for flag in flags if isinstance(flag, Literal))
    try:
        return _of_text(compile_pattern(pattern.value, letters, trusted=trusted).search)
    except PatternRefused as error:
        raise NotCompilable(pattern, str(error)) from error


def _of_text(test: Callable[[str], object]) -> Test:
    """A test of what a literal or IRI reads; a blank node reads nothing and fails."""

    def reads(_: View, term: Term) -> bool:
        if isinstance(term, Literal):
            return bool(test(term.value))
        return isinstance(term, str) and bool(test(term))

    return reads


def _language_in(constraint: Constraint, *_: object) -> Test:
    ranges = [term.value.lower() for term in constraint.terms if isinstance(term, Literal)]
    known: dict[str, bool] = {"": False}

    def matches(tag: str) -> bool:
        lowered = tag.lower()
        return any(r in ("*", lowered) or lowered.startswith(r + "-") for r in ranges)

    def test(_: View, term: Term) -> bool:
        if not isinstance(term, Literal):
            return False
        verdict = known.get(term.language)
        if verdict is None:
            verdict = known[term.language] = matches(term.language)
        return verdict

    return test


def _in(constraint: Constraint, *_: object) -> Test:
    allowed = frozenset(constraint.terms)
    return lambda _, term: term in allowed


def _not(constraint: Constraint, conformance: Conformance, _: bool) -> Test:
    conforms = conformance(constraint.shapes[0])
    return lambda view, term: not conforms(view, term)


def _node(constraint: Constraint, conformance: Conformance, _: bool) -> Test:
    return conformance(constraint.shapes[0])


def _and(constraint: Constraint, conformance: Conformance, _: bool) -> Test:
    return all_of(tuple(conformance(shape) for shape in constraint.shapes))


def _or(constraint: Constraint, conformance: Conformance, _: bool) -> Test:
    tests = tuple(conformance(shape) for shape in constraint.shapes)

    def test(view: View, term: Term) -> bool:
        for conforms in tests:  # noqa: SIM110  a generator costs more than the tests
            if conforms(view, term):
                return True
        return False

    return test


def _xone(constraint: Constraint, conformance: Conformance, _: bool) -> Test:
    tests = tuple(conformance(shape) for shape in constraint.shapes)
    return lambda view, term: sum(conforms(view, term) for conforms in tests) == 1


def all_of(tests: tuple[Test, ...]) -> Test:
    """One test instead of several: whether all of them are passed."""
    if len(tests) == 1:
        return tests[0]

    def test(view: View, term: Term) -> bool:
        for conforms in tests:  # noqa: SIM110  a generator costs more than the tests
            if not conforms(view, term):
                return False
        return True

    return test


TESTS: Mapping[IRI, Callable[[Constraint, Conformance, bool], Test]] = {
    SH.ClassConstraintComponent: _class,
    SH.DatatypeConstraintComponent: _datatype,
    SH.NodeKindConstraintComponent: _node_kind,
    SH.MinExclusiveConstraintComponent: _min_exclusive,
    SH.MinInclusiveConstraintComponent: _min_inclusive,
    SH.MaxExclusiveConstraintComponent: _max_exclusive,
    SH.MaxInclusiveConstraintComponent: _max_inclusive,
    SH.MinLengthConstraintComponent: _min_length,
    SH.MaxLengthConstraintComponent: _max_length,
    SH.PatternConstraintComponent: _pattern,
    SH.LanguageInConstraintComponent: _language_in,
    SH.InConstraintComponent: _in,
    SH.NotConstraintComponent: _not,
    SH.NodeConstraintComponent: _node,
    SH.AndConstraintComponent: _and,
    SH.OrConstraintComponent: _or,
    SH.XoneConstraintComponent: _xone,
}
"""The components that judge value by value: the constraint, the shapes' verdicts, the trust."""


# --- all values of a node -----------------------------------------------------------------------


def _min_count(constraint: Constraint, *_: object) -> Check:
    least = _number(constraint)

    def check(_: View, __: Term, values: Sequence[Term]) -> Iterable[Term | None]:
        return _ALL_OFFEND if len(values) < least else _FINE

    return check


def _max_count(constraint: Constraint, *_: object) -> Check:
    most = _number(constraint)

    def check(_: View, __: Term, values: Sequence[Term]) -> Iterable[Term | None]:
        return _ALL_OFFEND if len(values) > most else _FINE

    return check


def _unique_lang(*_: object) -> Check:
    def check(_: View, __: Term, values: Sequence[Term]) -> Iterable[Term | None]:
        if len(values) < 2:
            return _FINE
        tags = [v.language.lower() for v in values if isinstance(v, Literal) and v.language]
        return _ALL_OFFEND if len(set(tags)) < len(tags) else _FINE

    return check


def _has_value(constraint: Constraint, *_: object) -> Check:
    wanted = constraint.terms[0]

    def check(_: View, __: Term, values: Sequence[Term]) -> Iterable[Term | None]:
        return _FINE if wanted in values else _ALL_OFFEND

    return check


def _equals(constraint: Constraint, *_: object) -> Check:
    predicate = IRI(str(constraint.terms[0]))

    def check(view: View, focus: Term, values: Sequence[Term]) -> Iterator[Term | None]:
        others = dict.fromkeys(view.values(focus, predicate))
        yield from (value for value in values if value not in others)
        found = set(values)
        yield from (other for other in others if other not in found)

    return check


def _disjoint(constraint: Constraint, *_: object) -> Check:
    predicate = IRI(str(constraint.terms[0]))

    def check(view: View, focus: Term, values: Sequence[Term]) -> Iterator[Term | None]:
        others = view.values(focus, predicate)
        if others:
            shared = set(others).intersection(values)
            yield from (value for value in values if value in shared)

    return check


def _less(constraint: Constraint, compare: Callable[[Value | None, Value | None], bool]) -> Check:
    predicate = IRI(str(constraint.terms[0]))

    def check(view: View, focus: Term, values: Sequence[Term]) -> Iterator[Term | None]:
        others = [value_of(other) for other in view.values(focus, predicate)]
        for value in values if others else ():
            mine = value_of(value)
            if not all(compare(mine, other) for other in others):
                yield value

    return check


def _less_than(constraint: Constraint, *_: object) -> Check:
    return _less(constraint, is_less)


def _less_than_or_equals(constraint: Constraint, *_: object) -> Check:
    return _less(constraint, is_less_or_equal)


def _qualified(constraint: Constraint, conformance: Conformance) -> Callable[..., int]:
    conforms, *siblings = (conformance(shape) for shape in constraint.shapes)

    def count(view: View, values: Sequence[Term]) -> int:
        return sum(
            conforms(view, value) and not any(sibling(view, value) for sibling in siblings)
            for value in values
        )

    return count


def _qualified_min(constraint: Constraint, conformance: Conformance, _: bool) -> Check:
    least, count = _number(constraint), _qualified(constraint, conformance)

    def check(view: View, _: Term, values: Sequence[Term]) -> Iterator[Term | None]:
        if count(view, values) < least:
            yield None

    return check


def _qualified_max(constraint: Constraint, conformance: Conformance, _: bool) -> Check:
    most, count = _number(constraint), _qualified(constraint, conformance)

    def check(view: View, _: Term, values: Sequence[Term]) -> Iterator[Term | None]:
        if len(values) > most and count(view, values) > most:
            yield None

    return check


CHECKS: Mapping[IRI, Callable[[Constraint, Conformance, bool], Check]] = {
    SH.MinCountConstraintComponent: _min_count,
    SH.MaxCountConstraintComponent: _max_count,
    SH.UniqueLangConstraintComponent: _unique_lang,
    SH.HasValueConstraintComponent: _has_value,
    SH.EqualsConstraintComponent: _equals,
    SH.DisjointConstraintComponent: _disjoint,
    SH.LessThanConstraintComponent: _less_than,
    SH.LessThanOrEqualsConstraintComponent: _less_than_or_equals,
    SH.QualifiedMinCountConstraintComponent: _qualified_min,
    SH.QualifiedMaxCountConstraintComponent: _qualified_max,
}
"""The components that judge all values of a node together."""

COUNTS = frozenset({SH.MinCountConstraintComponent, SH.MaxCountConstraintComponent})
"""Those of them that need the number of values only."""


def enough(constraint: Constraint) -> int:
    """How many values must be seen to judge a constraint of ``COUNTS``."""
    return max(0, _number(constraint)) + (constraint.component == SH.MaxCountConstraintComponent)
