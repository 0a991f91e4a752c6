"""Rules on a contribution as a whole: what it may touch, and what must not get lost."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from itertools import chain, islice

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.naming import name_of
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Change, Family, Hit, KeyRule, Rule, Scope
from tvet_skos.namespaces import BIBO, DC, SKOS, TVS
from tvet_skos.terms import Literal, Node, Term, Triple, n3
from tvet_skos.text import fold

FAMILY = Family()

_PRACTICE = "Contributions: practice of this project and of voc4cat"


@FAMILY.change(
    Rule(
        "ID006",
        "unstable-iri",
        Severity.ERROR,
        "The concept is gone, though others may link to it.",
        "Keep the concept, mark it owl:deprecated true, and name what replaces it.",
        Scope.CHANGE,
        reference="W3C, Cool URIs for the Semantic Web",
    )
)
def removed_concepts(change: Change) -> Iterator[Hit]:
    """Concepts that the change makes disappear."""
    for subject in _changed_subjects(change):
        if change.graph.base.is_a(subject, SKOS.Concept) and not change.graph.properties(subject):
            label = name_of(change.graph.base, subject)
            yield Hit(
                subject, message=f'The concept "{label}" is gone, though others may link to it.'
            )


@FAMILY.change(
    Rule(
        "CO002",
        "no-op-contribution",
        Severity.WARNING,
        "The contribution changes nothing.",
        "Make sure that the right file was proposed; what it says may be there already.",
        Scope.CHANGE,
        reference=_PRACTICE,
    )
)
def no_change(change: Change) -> Iterator[Hit]:
    """A contribution after which everything is as before."""
    if not any(t.subject not in _contributions(change) for t in _statements(change)):
        scheme = min(change.graph.base.instances(SKOS.ConceptScheme), key=n3, default=None)
        yield Hit(TVS.Contribution if scheme is None else scheme)


@FAMILY.change(
    Rule(
        "CO003",
        "touches-foreign-concept",
        Severity.ERROR,
        "The contribution changes a concept that it does not say it is about.",
        "Name the concept as a target of the contribution, or leave it as it is.",
        Scope.CHANGE,
        reference=_PRACTICE,
    )
)
def foreign_concepts(change: Change) -> Iterator[Hit]:
    """Concepts that are changed without being a target; links to a new concept do not count."""
    if not change.targets:
        return
    base, own = change.graph.base, set(change.targets)
    for statement in _statements(change):
        concept = _owner(base, statement.subject)
        if concept is None or concept in own or not base.properties(statement.subject):
            continue
        value = statement.object
        if value in own or _is_new_concept(change, value):
            continue
        label = name_of(base, concept)
        yield Hit(
            concept,
            message=f'The contribution changes "{label}", which it does not say it is about.',
        )


@FAMILY.change(
    Rule(
        "CO004",
        "deletes-definition-of-other-source",
        Severity.ERROR,
        "A definition or a source is removed, and nothing says why.",
        "Keep it beside yours: definitions compete, none replaces another. "
        "If it must go, add a skos:changeNote to the concept that says why.",
        Scope.CHANGE,
        reference=_PRACTICE,
    )
)
def removed_definitions(change: Change) -> Iterator[Hit]:
    """Definitions and source records that are gone, or no longer those of their concept."""
    base, after = change.graph.base, change.graph
    for subject in _changed_subjects(change):
        if base.is_a(subject, BIBO.Document) and not after.properties(subject):
            message = f'The source "{name_of(base, subject)}" is removed, and nothing says why.'
            yield Hit(subject, message=message)
    for statement in after.removed:
        definition = statement.object
        if statement.predicate != SKOS.definition or isinstance(definition, Literal):
            continue
        if not base.is_a(definition, TVS.Definition) or _explained(change, statement.subject):
            continue
        source = next(iter(_texts(base, definition)), "no source")
        message = f"{name_of(base, definition)} is removed ({source}), and nothing says why."
        yield Hit(statement.subject, SKOS.definition, definition, message=message)


@FAMILY.change(
    Rule(
        "CO005",
        "new-concept-duplicates-existing",
        Severity.ERROR,
        "The new concept has a label of a concept that is there already.",
        "Add your definition to the existing concept instead.",
        Scope.CHANGE,
        reference="voc4cat; qSKOS, overlapping labels",
    )
)
def duplicates(change: Change) -> Iterator[Hit]:
    """New concepts with a spelling that an existing one has."""
    fresh = [
        n
        for n in _changed_subjects(change)
        if change.graph.is_a(n, SKOS.Concept) and not change.graph.base.is_a(n, SKOS.Concept)
    ]
    spelled = {node: _spellings(change.graph, node) for node in fresh}
    known = change.spellings(frozenset().union(*spelled.values()))
    for node, spellings in spelled.items():
        alike = (_first_standing(change.graph, known.get(each, ()), node) for each in spellings)
        standing = sorted(set(chain.from_iterable(alike)), key=n3)
        if standing:
            label, existing = name_of(change.graph, node), name_of(change.graph, standing[0])
            yield Hit(
                node,
                SKOS.prefLabel,
                message=f'"{label}" is spelled like "{existing}", a concept that is there already.',
                hint=f'Add your definition to "{existing}" ({standing[0]}) instead.',
                related=tuple(standing[:_MOST_NAMED]),
            )


def _first_standing(graph: Graph, nodes: Iterable[Node], node: Node) -> Iterator[Node]:
    """The first few other nodes that are still concepts: more are not named."""
    standing = (other for other in nodes if other != node and graph.is_a(other, SKOS.Concept))
    return islice(standing, _MOST_NAMED)


@FAMILY.change(
    Rule(
        "CO006",
        "stale-base",
        Severity.WARNING,
        "The contribution was made from an older version, and the same record has changed since.",
        "Take in the newer version, and make the change again on top of it.",
        Scope.CHANGE,
        reference=_PRACTICE,
    )
)
def stale_subjects(change: Change) -> Iterator[Hit]:
    """Records that both the contribution and others have changed since it was begun."""
    if change.ancestor is None:
        return
    for subject in _changed_subjects(change):
        old = set(change.ancestor.statements(subject))
        if old and old != set(change.graph.base.statements(subject)):
            yield Hit(subject)


def _spellings(graph: Graph, node: Node) -> frozenset[str]:
    """The folded spellings of a concept, by its preferred and alternative labels."""
    labels = (*graph.values(node, SKOS.prefLabel), *graph.values(node, SKOS.altLabel))
    return frozenset(fold(label.value) for label in labels if isinstance(label, Literal))


def _nothing(graph: Graph, key: Hashable, nodes: tuple[Node, ...]) -> Iterator[Hit]:
    return iter(())


SPELLINGS = KeyRule(
    Rule("CO005", "", Severity.INFO, "", "", Scope.KEY), _spellings, _nothing, (SKOS.Concept,)
)
"""Concepts by the spellings of their labels, for rules that look one up; finds nothing itself."""

_MOST_NAMED = 10
"""How many concepts a finding names; a label that a thousand share would bury it."""


def contribution_targets(graph: Graph) -> tuple[Node, ...]:
    """The concepts that the contributions in a graph say they are about."""
    targets = (
        target
        for node in graph.instances(TVS.Contribution)
        for target in graph.values(node, TVS.target)
        if not isinstance(target, Literal)
    )
    return tuple(dict.fromkeys(targets))


def _contributions(change: Change) -> frozenset[Node]:
    return frozenset(change.graph.instances(TVS.Contribution))


def _statements(change: Change) -> tuple[Triple, ...]:
    return (*change.graph.removed, *change.graph.added)


def _changed_subjects(change: Change) -> tuple[Node, ...]:
    return tuple(sorted(dict.fromkeys(t.subject for t in _statements(change)), key=n3))


def _is_new_concept(change: Change, value: Term) -> bool:
    if isinstance(value, Literal) or change.graph.base.properties(value):
        return False
    return change.graph.is_a(value, SKOS.Concept)


def _owner(graph: Graph, node: Node) -> Node | None:
    """The concept that a node is or whose definition it is."""
    if graph.is_a(node, SKOS.Concept):
        return node
    owners = graph.subjects(SKOS.definition, node)
    return owners[0] if owners else None


def _explained(change: Change, concept: Node) -> bool:
    """Whether the change adds a note that can say why."""
    notes = {SKOS.changeNote, SKOS.historyNote, SKOS.editorialNote}
    return any(t.subject == concept and t.predicate in notes for t in change.graph.added)


def _texts(graph: Graph, definition: Node) -> Iterator[str]:
    for value in graph.values(definition, DC.source):
        if isinstance(value, Literal):
            yield value.value
