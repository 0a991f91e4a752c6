"""What is said about a result whose shape has no message of its own."""

from __future__ import annotations

from tvet_skos.checks.shapes.model import Constraint
from tvet_skos.namespaces import PREFIXES, SH
from tvet_skos.terms import BlankNode, Literal, Term

_SENTENCES = {
    SH.ClassConstraintComponent: "The value is not a {}.",
    SH.DatatypeConstraintComponent: "The value is not a well-formed literal of the type {}.",
    SH.NodeKindConstraintComponent: "The value is not of the kind {}.",
    SH.MinCountConstraintComponent: "There are fewer than {} values.",
    SH.MaxCountConstraintComponent: "There are more than {} values.",
    SH.MinExclusiveConstraintComponent: "The value is not greater than {}.",
    SH.MinInclusiveConstraintComponent: "The value is less than {}, or cannot be compared.",
    SH.MaxExclusiveConstraintComponent: "The value is not less than {}.",
    SH.MaxInclusiveConstraintComponent: "The value is greater than {}, or cannot be compared.",
    SH.MinLengthConstraintComponent: "The value is shorter than {} characters.",
    SH.MaxLengthConstraintComponent: "The value is longer than {} characters.",
    SH.PatternConstraintComponent: "The value does not match the pattern {}.",
    SH.LanguageInConstraintComponent: "The value is not in one of the languages {}.",
    SH.UniqueLangConstraintComponent: "Two values have the same language.",
    SH.EqualsConstraintComponent: "The values are not those of {}.",
    SH.DisjointConstraintComponent: "The value is also a value of {}.",
    SH.LessThanConstraintComponent: "The value is not less than each value of {}.",
    SH.LessThanOrEqualsConstraintComponent: "The value is greater than a value of {}.",
    SH.NotConstraintComponent: "The value conforms to a shape that it must not conform to: {}.",
    SH.AndConstraintComponent: "The value does not conform to each of the shapes {}.",
    SH.OrConstraintComponent: "The value conforms to none of the shapes {}.",
    SH.XoneConstraintComponent: "The value does not conform to exactly one of the shapes {}.",
    SH.NodeConstraintComponent: "The value does not conform to the shape {}.",
    SH.QualifiedMinCountConstraintComponent: "Fewer than {} values conform to the shape {}.",
    SH.QualifiedMaxCountConstraintComponent: "More than {} values conform to the shape {}.",
    SH.ClosedConstraintComponent: "The property is not one of those that are allowed here.",
    SH.HasValueConstraintComponent: "The value {} is missing.",
    SH.InConstraintComponent: "The value is not one of {}.",
}
"""One for each component; the parameters and then the shapes fill the gaps."""

_SHOWN = 10


def messages_of(constraint: Constraint) -> tuple[Literal, ...]:
    """The message of a constraint, as SHACL wants messages; none for components unknown here.

    >>> from tvet_skos.namespaces import SKOS
    >>> messages_of(Constraint(SH.ClassConstraintComponent, (SKOS.Concept,)))[0].value
    'The value is not a skos:Concept.'
    """
    sentence = _SENTENCES.get(constraint.component, "")
    if not sentence:
        return ()
    gaps = sentence.count("{}")
    terms, shapes = constraint.terms, constraint.shapes
    if gaps == 2:
        return (Literal(sentence.format(_listed(terms), _listed(shapes[:1])), "en"),)
    return (Literal(sentence.format(_listed(terms or shapes)), "en"),)


def _listed(terms: tuple[Term, ...]) -> str:
    shown = ", ".join(term_name(term) for term in terms[:_SHOWN])
    return f"{shown} and {len(terms) - _SHOWN} more" if len(terms) > _SHOWN else shown


def term_name(term: Term) -> str:
    """A term as people write it: with the usual prefix, or as the text it is.

    >>> from tvet_skos.namespaces import SKOS
    >>> term_name(SKOS.Concept)
    'skos:Concept'
    """
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, BlankNode):
        return "without a name"
    for prefix, namespace in PREFIXES.items():
        if term.startswith(namespace):
            return f"{prefix}:{term.removeprefix(namespace)}"
    return f"<{term}>"
