"""Bringing rules what they must see: all of a graph, or what a change touches.

Both ways run the same rules. What a change makes new is what they find after it less what they
found before, where it matters: around the change. That equals the difference of two full checks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from tvet_skos.checks.applying import Applying
from tvet_skos.checks.closure import MAPPING, SEMANTIC
from tvet_skos.checks.graph import ChangedGraph, Graph
from tvet_skos.checks.groups import Groups, OpenGroups, grouped, members, regrouped
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import (
    Change,
    ChangeRule,
    GraphRule,
    Hit,
    KeyRule,
    RecordRule,
    Rule,
    Scope,
    WholeRule,
)
from tvet_skos.namespaces import DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, SKOSXL, TVS
from tvet_skos.terms import IRI, Literal, Node, Term, Triple

if TYPE_CHECKING:
    from tvet_skos.checks.shapes import CompiledShapes, ShapeResult

NEIGHBOUR_FACTS = frozenset(
    {
        RDF.type, RDF.value, OWL.deprecated,
        SKOS.inScheme, SKOS.topConceptOf, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel,
        SKOSXL.literalForm, DCTERMS.license, DCTERMS.title, DCTERMS.issued, DCTERMS.isReplacedBy,
        FOAF.name,
    }
)  # fmt: skip
"""What a record rule may read of the neighbours of the node that it judges."""

EDGES = frozenset(
    {
        *SEMANTIC, *MAPPING, RDF.type, OWL.deprecated, SKOS.inScheme, SKOS.topConceptOf,
        SKOS.hasTopConcept, SKOS.member, SKOS.memberList, RDF.first, RDF.rest,
        SKOSXL.literalForm, SKOSXL.prefLabel, SKOSXL.altLabel, SKOSXL.hiddenLabel,
        SKOSXL.labelRelation,
    }
)  # fmt: skip
"""The properties that graph rules look at."""

_SCHEMA = frozenset({RDFS.subClassOf, RDFS.subPropertyOf})
"""A change of these can change the verdict on anything."""

CRASHED = Rule(
    "RU001",
    "rule-crashed",
    Severity.ERROR,
    "A rule failed, so what it looks for is not known.",
    "The other rules went on. Report the failure with the data that caused it.",
    Scope.WHOLE,
)
"""What a rule with a fault of its own is reported as."""


class Judgement(NamedTuple):
    """A hit, and the rule that made it."""

    rule: Rule
    hit: Hit


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules that are applied, by what they must see; the rule of each shape."""

    records: tuple[RecordRule, ...] = ()
    keys: tuple[KeyRule, ...] = ()
    graphs: tuple[GraphRule, ...] = ()
    wholes: tuple[WholeRule, ...] = ()
    changes: tuple[ChangeRule, ...] = ()
    shapes: CompiledShapes | None = None
    shape_rules: Mapping[IRI, Rule] = field(default_factory=dict)

    @property
    def on_edges(self) -> tuple[GraphRule | WholeRule, ...]:
        """The rules that see all at once, be it edges only."""
        return (*self.graphs, *self.wholes)


def judge(graph: Graph, book: Rulebook) -> Iterator[Judgement]:
    """Everything that the rules find in a graph, in no particular order, repeats included."""
    if book.shapes is not None:
        yield from said(book, book.shapes.judge_all(graph))
    applying = Applying(graph, book.records)
    for node in graph.nodes() if book.records else ():
        yield from _records(graph, applying.to(node).records, node)
    # Rule by rule, for the keys of all rules together take much room.
    for key_rule in book.keys:
        yield from judge_groups(graph, key_rule, grouped(graph, key_rule))
    for edge_rule in book.on_edges:
        yield from judge_edges(graph, edge_rule)


def judge_records(graph: Graph, book: Rulebook, nodes: Iterable[Term]) -> Iterator[Judgement]:
    """What shapes and record rules say of some nodes, each by those that apply to it.

    Of all nodes of a graph, and of the values that shapes are about, it is what ``judge`` finds
    by these rules.
    """
    applying = Applying(graph, book.records)
    for node in nodes:
        if book.shapes is not None:
            yield from said(book, book.shapes.judge(graph, node))
        if not isinstance(node, Literal) and graph.properties(node):
            yield from _records(graph, applying.to(node).records, node)


def judge_groups(graph: Graph, rule: KeyRule, groups: Groups) -> Iterator[Judgement]:
    """What a rule says of the nodes that share a key."""
    for key, nodes in groups.items():
        if len(nodes) > 1 and len(group := members(nodes)) > 1:
            yield from _guarded(rule.rule, partial(rule.judge, graph, key, group))


def judge_edges(graph: Graph, rule: GraphRule | WholeRule) -> Iterator[Judgement]:
    """What a rule that must see all edges, or everything, finds in a graph."""
    if isinstance(rule, WholeRule):
        yield from _guarded(rule.rule, partial(rule.judge, graph))
    else:
        yield from _guarded(rule.rule, partial(rule.judge, graph, None))


def _records(graph: Graph, rules: Iterable[RecordRule], node: Node) -> Iterator[Judgement]:
    for each in rules:
        try:
            for hit in each.judge(graph, node):
                yield Judgement(each.rule, hit)
        except Exception as error:  # the fault of one rule must not hide what the others find
            yield _crash(each.rule, error)


def said(book: Rulebook, results: Iterable[ShapeResult]) -> Iterator[Judgement]:
    """What shapes say, as findings of the rules that they carry."""
    for result in results:
        rule = book.shape_rules.get(cast(IRI, result.shape))
        if rule is not None:
            path = IRI(result.path) if result.path else None
            value = None if result.value == result.focus else result.value
            # A literal is a focus where a shape has the objects of a property as targets.
            yield Judgement(rule, Hit(cast(Node, result.focus), path, value))


def _guarded(rule: Rule, call: Callable[[], Iterator[Hit]]) -> Iterator[Judgement]:
    try:
        for hit in call():
            yield Judgement(rule, hit)
    except Exception as error:  # as above
        yield _crash(rule, error)


def _crash(rule: Rule, error: Exception) -> Judgement:
    """The failure of a rule, as something that was found at the rule."""
    said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    message = f"The rule {rule.id} ({rule.name}) failed, so what it looks for is not known: {said}."
    return Judgement(CRASHED, Hit(TVS + rule.id, message=message))


def judge_change(
    graph: ChangedGraph, book: Rulebook, groups: OpenGroups | None = None
) -> tuple[list[Judgement], list[Judgement]]:
    """What the rules find before and after a change, wherever it can have made a difference.

    Rules that must see everything are left out. What is in neither list is the same before and
    after.

    :param groups: those of the graph before, where it stays open for several changes
    """
    changes = (*graph.removed, *graph.added)
    if any(t.predicate in _SCHEMA for t in changes):
        narrow = replace(book, wholes=())
        return list(judge(graph.base, narrow)), list(judge(graph, narrow))
    affected, changed = _affected(graph, changes), {t.subject for t in changes}
    shaped = book.shapes.affected(graph) if book.shapes is not None else {}
    before, after = (
        [
            *_at_shapes(side, book, shaped),
            *_at_nodes(side, book, affected, changed),
            *_at_edges(side, book, region),
        ]
        for side, region in _regions(graph, book, changes)
    )
    earlier, later = _keyed(graph.base, book, affected), _keyed(graph, book, affected)
    for rule, old, new in zip(book.keys, earlier, later, strict=True):
        for key, group in regrouped(graph, rule, old, new, groups) if old or new else ():
            before += _in_group(graph.base, rule, key, group.before, group.changed)
            after += _in_group(graph, rule, key, group.after, group.changed)
    return before, after


def judge_contribution(change: Change, book: Rulebook) -> Iterator[Judgement]:
    """What the rules on contributions find."""
    for each in book.changes:
        yield from _guarded(each.rule, partial(each.judge, change))


def _touched(changes: Iterable[Triple]) -> dict[Node, None]:
    """Subjects of changed statements, and the nodes that they name."""
    found: dict[Node, None] = {}
    for t in changes:
        found[t.subject] = None
        if not isinstance(t.object, Literal):
            found[t.object] = None
    return found


def _affected(graph: ChangedGraph, changes: Iterable[Triple]) -> tuple[Node, ...]:
    """The nodes on which a record rule can have another word than before.

    Those are the touched ones, and the neighbours of nodes whose facts rules read from afar.
    """
    nodes = _touched(changes)
    for node in dict.fromkeys(t.subject for t in changes if t.predicate in NEIGHBOUR_FACTS):
        nodes.update(dict.fromkeys(_neighbours(graph, node)))
    return tuple(nodes)


def _neighbours(graph: ChangedGraph, node: Node) -> Iterator[Node]:
    """What a node names and what names it, before or after; classes have no neighbours."""
    for side in (graph.base, graph):
        for predicate, values in side.properties(node).items():
            if predicate != RDF.type:
                yield from (value for value in values if not isinstance(value, Literal))
        for predicate, subjects in side.incoming(node).items():
            if predicate != RDF.type:
                yield from subjects


def _at_shapes(graph: Graph, book: Rulebook, nodes: Mapping[Term, int]) -> Iterator[Judgement]:
    """What the shapes that a change matters to say of each node."""
    if book.shapes is not None:
        for node, shapes in nodes.items():
            yield from said(book, book.shapes.judge(graph, node, shapes))


def _at_nodes(
    graph: Graph, book: Rulebook, nodes: Iterable[Node], changed: Collection[Node]
) -> Iterator[Judgement]:
    """What record rules say of nodes; those that look at the node alone, of changed ones only."""
    applying = Applying(graph, book.records)
    for node in nodes:
        if graph.properties(node):
            rules = applying.to(node).records
            asked = rules if node in changed else [rule for rule in rules if not rule.alone]
            yield from _records(graph, asked, node)


def _regions(
    graph: ChangedGraph, book: Rulebook, changes: Iterable[Triple]
) -> Iterator[tuple[Graph, dict[str, set[Node]]]]:
    """The graph before and after, each with the nodes around which each graph rule looks."""
    edges = {p for predicate in EDGES for p in graph.base.sub_properties(predicate)}
    ends = dict.fromkeys(tuple(_touched([t])) for t in changes if t.predicate in edges)
    around = {rule.rule.id: _region(graph, rule, ends) for rule in book.graphs}
    yield graph.base, around
    yield graph, around


def _region(graph: ChangedGraph, rule: GraphRule, edges: Iterable[tuple[Node, ...]]) -> set[Node]:
    """Where a graph rule can have another word after a change of some edges."""
    region: set[Node] = set() if rule.overall is None else set(rule.overall(graph))
    for ends in edges:
        region.update(rule.region(graph.base, ends))
        region.update(rule.region(graph, ends))
    return region


def _at_edges(graph: Graph, book: Rulebook, around: dict[str, set[Node]]) -> Iterator[Judgement]:
    for each in book.graphs:
        nodes = around[each.rule.id]
        for found in _guarded(each.rule, partial(each.judge, graph, nodes)):
            if found.hit.focus in nodes or found.rule is CRASHED:
                yield found


def _keyed(graph: Graph, book: Rulebook, nodes: Iterable[Node]) -> list[Groups]:
    """Some nodes by their keys, for each key rule."""
    found: list[Groups] = [{} for _ in book.keys]
    applying = Applying(graph, (), book.keys)
    for node in nodes:
        for number in applying.to(node).keys:
            for key in dict.fromkeys(book.keys[number].keys(graph, node)):
                found[number].setdefault(key, []).append(node)
    return found


def _in_group(
    graph: Graph,
    rule: KeyRule,
    key: Hashable,
    views: Mapping[Node, object],
    changed: Collection[object],
) -> Iterator[Judgement]:
    """What a rule says of a group on one side of a change, as far as that may differ."""
    if len(views) < 2:
        return
    if rule.viewing is None:
        yield from _guarded(rule.rule, partial(rule.judge, graph, key, tuple(views)))
    else:
        yield from _guarded(rule.rule, partial(rule.viewing.judge, graph, key, views, changed))
