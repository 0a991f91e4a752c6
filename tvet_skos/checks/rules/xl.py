"""Integrity conditions of SKOS-XL: what a label is, and that its text agrees with other labels.

:source: SKOS Reference, appendix B: S48, S52, S58; S13 and S14 after S55 to S57
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from tvet_skos.checks.evidence import Evidence
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.naming import name_of
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Family, Hit, Rule, Scope
from tvet_skos.checks.rules.integrity import (
    LABELS,
    UNTAGGED_HINT,
    Said,
    TextKey,
    a,
    clash,
    drop_label,
    labels,
    several_preferred,
    themselves,
    two_roles,
)
from tvet_skos.namespaces import SKOS, SKOSXL
from tvet_skos.terms import IRI, Literal, Node, Term, order
from tvet_skos.text import squash

FAMILY = Family()

_ROLES = {
    SKOSXL.prefLabel: SKOS.prefLabel,
    SKOSXL.altLabel: SKOS.altLabel,
    SKOSXL.hiddenLabel: SKOS.hiddenLabel,
}
"""The properties that name labels, the strongest first, and the plain one that each entails."""

_NAMING = tuple(_ROLES)

# S48, S52


@FAMILY.graph(
    Rule(
        "SK052",
        "xl-label",
        Severity.ERROR,
        "The SKOS-XL label does not have exactly one literal form.",
        "Give the label one skosxl:literalForm, and make each other text a label of its own.",
        Scope.GRAPH,
        reference="SKOS Reference S48, S52",
    ),
    themselves,
)
def odd_label(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """A label that is also a concept, scheme or collection, or has not exactly one literal form.

    A label that others name, but that does not say of itself that it is one, may have its form
    elsewhere.
    """
    xl_labels = Evidence(graph, SKOSXL.Label)
    others = [Evidence(graph, c) for c in (SKOS.Concept, SKOS.ConceptScheme, SKOS.Collection)]
    for node in xl_labels.nodes() if around is None else around:
        statement = xl_labels.of(node)
        if statement is None:
            continue
        clashes = [hit for other in others if (hit := clash(graph, node, xl_labels, other))]
        yield from clashes
        forms = literal_forms(graph, node)
        if len(forms) > 1 or (statement.subject == node and not forms and not clashes):
            yield _form_hit(node, forms)


def literal_forms(graph: Graph, label: Node) -> Said:
    """The literal forms of a label, each once, with the property that gives it."""
    return labels(graph, label, SKOSXL.literalForm)


def _form_hit(node: Node, forms: Said) -> Hit:
    if not forms:
        message = "The SKOS-XL label has no literal form, so nobody can read it."
        return Hit(node, SKOSXL.literalForm, message=message)
    ordered = sorted(forms.values(), key=lambda form: order(form[1]))
    first, (predicate, second) = ordered[0][1], ordered[1]
    message = (
        f"The SKOS-XL label has {len(forms)} literal forms instead of one: "
        f"{_quoted(first)} and {_quoted(second)}{' among others' if len(forms) > 2 else ''}."
    )
    return Hit(node, predicate, second, message)


def _quoted(literal: Literal) -> str:
    return f'"{squash(literal.value)}"' + (f"@{literal.language}" if literal.language else "")


# S13 and S14 after S55 to S57, S58

_Labelled = dict[TextKey, tuple[IRI, Term, Literal]]
"""Text to the property that leads to it, the value of that property, and the text as said."""


@FAMILY.record(
    Rule(
        "SK058",
        "xl-labels-agree",
        Severity.ERROR,
        "The SKOS-XL labels do not agree with one another or with the plain labels.",
        "Give each text one role, and each language one preferred label.",
        reference="SKOS Reference S58; S13 and S14 by S55 to S57",
    ),
    needs=_NAMING,
)
def disagreeing_labels(graph: Graph, node: Node) -> Iterator[Hit]:
    """What breaks S13, S14 or S58 by SKOS-XL labels; plain labels alone are SK013 and SK014."""
    own = graph.properties(node)
    if own.keys().isdisjoint(graph.in_use(_NAMING)):
        return
    plain = {role: labels(graph, node, role) for role in LABELS}
    named = {plain_role: _named(graph, node, role) for role, plain_role in _ROLES.items()}
    hits = chain(
        _labels_in_two_roles(graph, node),
        _texts_in_two_roles(node, plain, named),
        _several_preferred(node, plain[SKOS.prefLabel], named[SKOS.prefLabel]),
    )
    # A label in two roles is a text in two roles as well; that is told once.
    told: dict[tuple[IRI | None, Term | None], Hit] = {}
    for hit in hits:
        told.setdefault((hit.path, hit.value), hit)
    yield from told.values()


def _values(graph: Graph, node: Node, role: IRI) -> Iterator[tuple[IRI, Node]]:
    """The labels in one role, with the property that names them; sorted for each property."""
    own = graph.properties(node)
    for predicate in graph.sub_properties(role):
        for value in sorted(own.get(predicate, ()), key=order):
            if not isinstance(value, Literal):
                yield predicate, value


def _named(graph: Graph, node: Node, role: IRI) -> _Labelled:
    """The texts that labels in one role give (S55 to S57)."""
    found: _Labelled = {}
    for predicate, label in _values(graph, node, role):
        for key, (_, literal) in literal_forms(graph, label).items():
            found.setdefault(key, (predicate, label, literal))
    return found


def _labels_in_two_roles(graph: Graph, node: Node) -> Iterator[Hit]:
    """S58: one and the same label in two roles; the weaker is reported."""
    strongest: dict[Node, IRI] = {}
    for role, plain_role in _ROLES.items():
        for predicate, label in _values(graph, node, role):
            stronger = strongest.setdefault(label, plain_role)
            if stronger != plain_role:
                message = (
                    f'The SKOS-XL label "{_text(graph, label)}" is both '
                    f"{a(LABELS[stronger])} and {a(LABELS[plain_role])} of one thing."
                )
                yield Hit(node, predicate, label, message, drop_label(plain_role))


def _text(graph: Graph, label: Node) -> str:
    """The text of a label, or its IRI."""
    forms = sorted((literal for _, literal in literal_forms(graph, label).values()), key=order)
    return squash(forms[0].value) if forms else name_of(graph, label)


def _texts_in_two_roles(
    node: Node, plain: dict[IRI, Said], named: dict[IRI, _Labelled]
) -> Iterator[Hit]:
    """S13: a text in two roles, in at least one of them by a SKOS-XL label alone."""
    strongest: dict[TextKey, IRI] = {}
    for role in LABELS:
        said: _Labelled = {key: (p, text, text) for key, (p, text) in plain[role].items()}
        for key, (predicate, value, literal) in (said | named[role]).items():
            stronger = strongest.setdefault(key, role)
            if stronger == role or (key in plain[stronger] and key in plain[role]):
                continue
            message = two_roles(literal, stronger, role)
            yield Hit(node, predicate, value, message, drop_label(role))


def _several_preferred(node: Node, plain: Said, named: _Labelled) -> Iterator[Hit]:
    """S14: several preferred labels in one language, one of them by a SKOS-XL label alone."""
    texts = {key: literal for key, (_, literal) in plain.items()}
    texts |= {key: literal for key, (*_, literal) in named.items()}
    for language in sorted({key[1] for key in named.keys() - plain.keys()}):
        group = {key: literal for key, literal in texts.items() if key[1] == language}
        if len(group) > 1:
            new = max((key for key in group if key not in plain), key=lambda k: order(group[k]))
            predicate, label, _ = named[new]
            message = several_preferred(sorted(group.values(), key=order))
            yield Hit(node, predicate, label, message, "" if language else UNTAGGED_HINT)
