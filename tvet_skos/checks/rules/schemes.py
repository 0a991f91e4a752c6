"""Rules on schemes and on what keeps their concepts apart and up to date: notations, dates,
retirement.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

from tvet_skos.checks import closure
from tvet_skos.checks.closure import MAPPING, SEMANTIC
from tvet_skos.checks.evidence import short
from tvet_skos.checks.graph import ChangedGraph, Graph
from tvet_skos.checks.naming import name_of, names_of
from tvet_skos.checks.report import Severity
from tvet_skos.checks.retirement import is_retired
from tvet_skos.checks.rule import Change, Family, Fix, Hit, RecordRule, Rule, Scope
from tvet_skos.namespaces import DCTERMS, OWL, SKOS, TVS
from tvet_skos.terms import IRI, XSD_STRING, Literal, Node, Triple, n3, order

FAMILY = Family()

# Looked up once: making a term costs more than a look into a node.
_NOTATION, _REPLACED = SKOS.notation, DCTERMS.isReplacedBy
_MODIFIED, _DEFINITION = DCTERMS.modified, SKOS.definition


# Notations.

_AMBIGUOUS = Rule(
    "SC005",
    "ambiguous-notation",
    Severity.WARNING,
    "A notation does not tell which concept it stands for.",
    "Give each concept of a scheme one notation of a kind, and no two the same.",
    Scope.KEY,
    reference="qSKOS, ambiguous notation references",
)


def _notations(graph: Graph, node: Node) -> Iterator[tuple[tuple[str, str, str], Literal]]:
    """The notations of a node, each after what makes it the same as another one."""
    for value in graph.values(node, _NOTATION):
        if isinstance(value, Literal):
            # A plain string has a datatype, whether or not it is written.
            datatype = "" if value.datatype == XSD_STRING else value.datatype
            yield (value.value, value.language, datatype), value


def _notation_keys(graph: Graph, node: Node) -> list[tuple[str, str, str]]:
    return [key for key, _ in _notations(graph, node)]


@FAMILY.record(_AMBIGUOUS, SKOS.Concept, needs=(_NOTATION,))
def several_notations(graph: Graph, node: Node) -> Iterator[Hit]:
    """Concepts with more than one notation of one datatype."""
    if len(graph.values(node, _NOTATION)) < 2:
        return
    kinds: dict[str, set[str]] = {}
    for value, _, datatype in _notation_keys(graph, node):
        kinds.setdefault(datatype, set()).add(value)
    several = [sorted(values) for _, values in sorted(kinds.items()) if len(values) > 1]
    if several:
        listed = ", ".join(f'"{value}"' for values in several for value in values)
        yield Hit(
            node,
            _NOTATION,
            message=f'"{name_of(graph, node)}" has several notations of one kind: {listed}.',
            hint="Keep one, or give each its own datatype.",
        )


@FAMILY.key(_AMBIGUOUS, _notation_keys, SKOS.Concept)
def shared_notations(graph: Graph, key: Hashable, nodes: tuple[Node, ...]) -> Iterator[Hit]:
    """Concepts with the same notation in one scheme; one that is in no scheme clashes with all."""
    for group in _clashing(graph, nodes):
        value = next(v for k, v in _notations(graph, group[0]) if k == key)
        yield Hit(
            group[0],
            _NOTATION,
            value,
            message=f'{names_of(graph, group)} have the same notation, "{value.value}".',
            hint="Give each its own notation.",
            related=tuple(group[1:]),
            gathered=True,
        )


def _clashing(graph: Graph, nodes: Iterable[Node]) -> Iterator[list[Node]]:
    """Those of the nodes that meet in a scheme, directly or by way of another one."""
    schemes = {node: set(closure.schemes(graph, node)) for node in nodes}
    if not all(schemes.values()):
        yield list(schemes)
        return
    groups: list[tuple[list[Node], set[Node]]] = []
    for node, own in schemes.items():
        meeting = [g for g in groups if not own.isdisjoint(g[1])]
        groups = [g for g in groups if own.isdisjoint(g[1])]
        members = [n for g in meeting for n in g[0]]
        groups.append(([*members, node], own.union(*(g[1] for g in meeting))))
    yield from (sorted(members, key=n3) for members, _ in groups if len(members) > 1)


# Dates.

_DATES = Rule(
    "SC006",
    "bad-dates",
    Severity.WARNING,
    "The dates of the record cannot be true.",
    "Correct the date.",
    reference="Practice of vocabularies",
)

_UNCHANGED = replace(
    _DATES,
    message="The record changes, but its date of the last change stays the same.",
    hint="Write the day of this change.",
    scope=Scope.CHANGE,
)
_PAST = {
    DCTERMS.created: "date of creation",
    DCTERMS.modified: "date of the last change",
    DCTERMS.issued: "date of issue",
    TVS.accessed: "date of access",
}
"""What lies in the past, and what it is called."""

_DATE = re.compile(r"(\d{4})(-\d\d)?(-\d\d)?(?=$|T|Z|[+-]\d\d:\d\d$)")


def future_dates(today: str) -> RecordRule:
    """The rule that no record was made, changed, issued or read after a day (SC006).

    :param today: ``YYYY-MM-DD``; the rule never looks at a clock
    """

    def judge(graph: Graph, node: Node) -> Iterator[Hit]:
        own = graph.properties(node)
        for predicate in _PAST:
            for value in own.get(predicate, ()):
                date = _DATE.match(value.value) if isinstance(value, Literal) else None
                if date is not None and date[0] > today[: len(date[0])]:
                    name = name_of(graph, node)
                    message = f'The {_PAST[predicate]} of "{name}", {date[0]}, is in the future.'
                    yield Hit(node, predicate, value, message=message)

    return RecordRule(_DATES, judge, needs=tuple(_PAST))


_LINKS = frozenset(
    {*SEMANTIC, *MAPPING, SKOS.hasTopConcept, SKOS.topConceptOf, SKOS.inScheme, SKOS.member}
)
"""Links change on both ends, though only one of the two was edited."""


@FAMILY.change(_UNCHANGED)
def unchanged_modified(change: Change) -> Iterator[Hit]:
    """Records whose content changes while their date of the last change does not."""
    base, after = change.graph.base, change.graph
    changed = (t for t in (*after.removed, *after.added) if _is_content(t))
    owners = (owner for t in changed for owner in _owners(after, t.subject))
    for node in sorted(dict.fromkeys(owners), key=n3):
        dates = sorted(after.values(node, _MODIFIED), key=order)
        if dates and dates == sorted(base.values(node, _MODIFIED), key=order):
            yield Hit(
                node,
                _MODIFIED,
                dates[-1],
                message=f'"{name_of(after, node)}" changes, '
                "but its date of the last change stays the same.",
            )


def _is_content(statement: Triple) -> bool:
    return statement.predicate != _MODIFIED and statement.predicate not in _LINKS


def _owners(graph: ChangedGraph, node: Node) -> tuple[Node, ...]:
    """A node, and the concepts whose definition it is or was."""
    after, before = graph.subjects(_DEFINITION, node), graph.base.subjects(_DEFINITION, node)
    return (node, *after, *before)


# Retirement.

_RELATIONS = (*SEMANTIC, *MAPPING)
_RETIRING = (OWL.deprecated,)


@FAMILY.record(
    Rule(
        "SC008",
        "used-deprecated",
        Severity.WARNING,
        "The concept is linked to a retired one.",
        "Link what replaces it, or remove the link.",
        fix=Fix.UNSAFE,
        reference="voc4cat",
    ),
    SKOS.Concept,
    needs=_RELATIONS,
)
def used_deprecated(graph: Graph, node: Node) -> Iterator[Hit]:
    """Relations and mappings of a live concept to one that is marked as retired."""
    own = graph.properties(node)
    for predicate in graph.in_use(_RELATIONS) if graph.in_use(_RETIRING) else ():
        for value in own.get(predicate, ()):
            if (
                not isinstance(value, Literal)
                and is_retired(graph, value)
                and not is_retired(graph, node)
            ):
                yield _retired_link(graph, node, predicate, value)


def _retired_link(graph: Graph, node: Node, predicate: IRI, value: Node) -> Hit:
    name, old = name_of(graph, node), name_of(graph, value)
    successors = [v for v in graph.values(value, _REPLACED) if not isinstance(v, Literal)]
    new = " and ".join(f'"{name_of(graph, v)}"' for v in sorted(successors, key=order))
    return Hit(
        node,
        predicate,
        value,
        message=f'"{name}" is linked by {short(predicate)} to "{old}", which is retired.',
        hint=f'Link {new} instead, which replaces "{old}".' if new else "",
        related=tuple(sorted(successors, key=order)),
    )
