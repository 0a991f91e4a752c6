"""The syntax of SHACL Core as one table: its parameters, and what each takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tvet_skos.checks.shapes.literals import is_well_formed
from tvet_skos.namespaces import SH, XSD
from tvet_skos.terms import IRI, XSD_STRING, Literal, Term

# Three parameters are keywords of Python.
AND, OR, NOT, IN, CLASS = (SH + name for name in ("and", "or", "not", "in", "class"))


class Takes(NamedTuple):
    """What a parameter takes, as a test and in words."""

    words: str
    test: Callable[[Term], bool]


def _is_iri(term: Term) -> bool:
    return isinstance(term, str)


def _is_literal(term: Term) -> bool:
    return isinstance(term, Literal)


def _is_node(term: Term) -> bool:
    return not isinstance(term, Literal)


def _is_string(term: Term) -> bool:
    return isinstance(term, Literal) and not term.language and term.datatype in ("", XSD_STRING)


def _is_text(term: Term) -> bool:
    return isinstance(term, Literal) and (bool(term.language) or _is_string(term))


def _is_a(datatype: IRI) -> Callable[[Term], bool]:
    def test(term: Term) -> bool:
        return (
            isinstance(term, Literal)
            and term.datatype == datatype
            and is_well_formed(term.value, datatype)
        )

    return test


NODE_KINDS = {
    SH.IRI: (True, False, False),
    SH.BlankNode: (False, True, False),
    SH.Literal: (False, False, True),
    SH.BlankNodeOrIRI: (True, True, False),
    SH.BlankNodeOrLiteral: (False, True, True),
    SH.IRIOrLiteral: (True, False, True),
}
"""Node kind to whether it takes IRIs, blank nodes and literals."""

AN_IRI = Takes("an IRI", _is_iri)
AN_IRI_OR_LITERAL = Takes("an IRI or a literal", lambda term: _is_iri(term) or _is_literal(term))
A_LITERAL = Takes("a literal", _is_literal)
A_STRING = Takes("a text without a language", _is_string)
A_TEXT = Takes("a text", _is_text)
AN_INTEGER = Takes("a whole number, an xsd:integer", _is_a(XSD.integer))
A_BOOLEAN = Takes("true or false", _is_a(XSD.boolean))
A_NODE_KIND = Takes("one of SHACL's six node kinds", lambda term: term in NODE_KINDS)
A_SHAPE = Takes("a shape", _is_node)
A_NODE_SHAPE = Takes("a node shape", _is_node)
A_PROPERTY_SHAPE = Takes("a property shape", _is_node)
ANYTHING = Takes("a term", lambda _: True)


class Parameter(NamedTuple):
    """A parameter of SHACL Core: its component, what it takes, and where and how often.

    ``listed``: the value is a list, and its members are what is taken.
    """

    component: IRI
    takes: Takes
    once: bool = False
    listed: bool = False
    of_property_shapes_only: bool = False


PARAMETERS: dict[IRI, Parameter] = {
    CLASS: Parameter(SH.ClassConstraintComponent, AN_IRI),
    SH.datatype: Parameter(SH.DatatypeConstraintComponent, AN_IRI, once=True),
    SH.nodeKind: Parameter(SH.NodeKindConstraintComponent, A_NODE_KIND, once=True),
    SH.minCount: Parameter(SH.MinCountConstraintComponent, AN_INTEGER, True, False, True),
    SH.maxCount: Parameter(SH.MaxCountConstraintComponent, AN_INTEGER, True, False, True),
    SH.minExclusive: Parameter(SH.MinExclusiveConstraintComponent, A_LITERAL, once=True),
    SH.minInclusive: Parameter(SH.MinInclusiveConstraintComponent, A_LITERAL, once=True),
    SH.maxExclusive: Parameter(SH.MaxExclusiveConstraintComponent, A_LITERAL, once=True),
    SH.maxInclusive: Parameter(SH.MaxInclusiveConstraintComponent, A_LITERAL, once=True),
    SH.minLength: Parameter(SH.MinLengthConstraintComponent, AN_INTEGER, once=True),
    SH.maxLength: Parameter(SH.MaxLengthConstraintComponent, AN_INTEGER, once=True),
    SH.pattern: Parameter(SH.PatternConstraintComponent, A_STRING, once=True),
    SH.languageIn: Parameter(SH.LanguageInConstraintComponent, A_STRING, True, True),
    SH.uniqueLang: Parameter(SH.UniqueLangConstraintComponent, A_BOOLEAN, True, False, True),
    SH.equals: Parameter(SH.EqualsConstraintComponent, AN_IRI),
    SH.disjoint: Parameter(SH.DisjointConstraintComponent, AN_IRI),
    SH.lessThan: Parameter(SH.LessThanConstraintComponent, AN_IRI, False, False, True),
    SH.lessThanOrEquals: Parameter(
        SH.LessThanOrEqualsConstraintComponent, AN_IRI, False, False, True
    ),
    NOT: Parameter(SH.NotConstraintComponent, A_SHAPE),
    AND: Parameter(SH.AndConstraintComponent, A_SHAPE, listed=True),
    OR: Parameter(SH.OrConstraintComponent, A_SHAPE, listed=True),
    SH.xone: Parameter(SH.XoneConstraintComponent, A_SHAPE, listed=True),
    SH.node: Parameter(SH.NodeConstraintComponent, A_NODE_SHAPE),
    SH.property: Parameter(SH.PropertyConstraintComponent, A_PROPERTY_SHAPE),
    SH.qualifiedValueShape: Parameter(
        SH.QualifiedMinCountConstraintComponent, A_SHAPE, True, False, True
    ),
    SH.closed: Parameter(SH.ClosedConstraintComponent, A_BOOLEAN, once=True),
    SH.hasValue: Parameter(SH.HasValueConstraintComponent, ANYTHING),
    IN: Parameter(SH.InConstraintComponent, ANYTHING, True, True),
}
"""What makes a constraint, by the property that states it."""

COMPANIONS: dict[IRI, Parameter] = {
    SH.flags: Parameter(SH.PatternConstraintComponent, A_STRING, once=True),
    SH.ignoredProperties: Parameter(SH.ClosedConstraintComponent, AN_IRI, True, True),
    SH.qualifiedMinCount: Parameter(SH.QualifiedMinCountConstraintComponent, AN_INTEGER, once=True),
    SH.qualifiedMaxCount: Parameter(SH.QualifiedMaxCountConstraintComponent, AN_INTEGER, once=True),
    SH.qualifiedValueShapesDisjoint: Parameter(
        SH.QualifiedMinCountConstraintComponent, A_BOOLEAN, once=True
    ),
}
"""What says more about a constraint and makes none itself."""

TARGETS: dict[IRI, Takes] = {
    SH.targetNode: AN_IRI_OR_LITERAL,
    SH.targetClass: AN_IRI,
    SH.targetSubjectsOf: AN_IRI,
    SH.targetObjectsOf: AN_IRI,
}
"""The ways to say what a shape is applied to."""

ABOUT_SHAPES: dict[IRI, tuple[Takes, bool]] = {
    SH.severity: (AN_IRI, True),
    SH.message: (A_TEXT, False),
    SH.deactivated: (A_BOOLEAN, True),
}
"""What a shape says about itself: what it takes, and whether once only."""

SHAPE_EXPECTING = (NOT, SH.node, SH.property, SH.qualifiedValueShape)
LIST_OF_SHAPES = (AND, OR, SH.xone)
TRUE = Literal("true", datatype=XSD.boolean)

HARMLESS = frozenset(
    {
        *PARAMETERS, *COMPANIONS, *TARGETS, *ABOUT_SHAPES, SH.path,
        SH.name, SH.description, SH.order, SH.group, SH.defaultValue,
        SH.rule, SH.declare, SH.shapesGraph, SH.suggestedShapesGraph, SH.optional, SH.labelTemplate,
    }
)  # fmt: skip
"""The terms that may stand at a shape without it being beyond the compiler."""
