"""What a rule is: its id, what it says, and what it must see to judge.

The scope lets one rule serve the whole vocabulary, a contribution, several processes and a cluster:
whoever runs it brings it what it must see.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from tvet_skos.checks.report import Severity
from tvet_skos.terms import IRI, Node, Term

if TYPE_CHECKING:
    from tvet_skos.checks.graph import ChangedGraph, Graph

View = TypeVar("View")
"""What a key rule sees of one node of a group."""


class Scope(StrEnum):
    """What a rule must see."""

    RECORD = "record"
    """One node: what it says, who points to it, and ``NEIGHBOUR_FACTS`` of its neighbours."""
    KEY = "key"
    """The nodes that share a key, such as a label in a scheme."""
    GRAPH = "graph"
    """Edges: hierarchy, mappings."""
    WHOLE = "whole"
    """Everything at once: clusters, coverage. Only a full check judges it."""
    CHANGE = "change"
    """A contribution: what was there and what comes."""
    FILE = "file"
    """Bytes and lines."""
    NETWORK = "network"
    """Addresses elsewhere; only on request."""


class Fix(StrEnum):
    """Whether ``clean`` can repair it."""

    NONE = ""
    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked: a stable id, a name, and what to do about a finding.

    ``message`` and ``hint`` are what is said where a finding says nothing of its own;
    ``reference`` is the clause or practice that the rule comes from.
    """

    id: str
    name: str
    severity: Severity
    message: str
    hint: str
    scope: Scope = Scope.RECORD
    fix: Fix = Fix.NONE
    reference: str = ""
    kind: str = "Python"
    """Where the rule has its home: ``SHACL``, ``Python`` or ``SPARQL``."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found at a node; the runner makes a finding of it.

    ``message`` and ``hint`` are empty where the rule's own say it. ``gathered`` hits are about
    focus and related nodes together; their focus is the first of them by N-Triples form.
    """

    focus: Node
    path: IRI | None = None
    value: Term | None = None
    message: str = ""
    hint: str = ""
    related: tuple[Node, ...] = ()
    gathered: bool = False


class RecordJudge(Protocol):
    """Judges one node."""

    def __call__(self, graph: Graph, node: Node) -> Iterator[Hit]:
        """What is wrong with the node."""


class KeyJudge(Protocol):
    """Judges the nodes that share a key, two or more, sorted."""

    def __call__(self, graph: Graph, key: Hashable, nodes: tuple[Node, ...]) -> Iterator[Hit]:
        """What is wrong with the nodes together."""


class GraphJudge(Protocol):
    """Judges the part of the graph that lies around some nodes; all of it for ``None``.

    It must give every hit whose focus is among the nodes, and may give others.
    """

    def __call__(self, graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
        """What is wrong around the nodes."""


@dataclass(frozen=True, slots=True)
class RecordRule:
    """A rule on the instances of some classes; on every subject where there are none.

    ``alone``: it looks at nothing but what the node itself says. ``needs``: it has nothing to say
    of a node that has none of these properties, nor a sub-property of one; where there are none,
    it may have a word on any node.
    """

    rule: Rule
    judge: RecordJudge
    classes: tuple[IRI, ...] = ()
    alone: bool = False
    needs: tuple[IRI, ...] = ()


_GroupJudge = Callable[
    ["Graph", Hashable, Mapping[Node, View], Collection[View] | None], Iterator[Hit]
]


@dataclass(frozen=True, slots=True)
class Viewing(Generic[View]):
    """How a key rule judges by a view of each node, so that a change in a large group costs little.

    ``view`` may look no further than the keys do, for it is asked once for all nodes that a change
    cannot matter to. ``judge`` gets the views by node, sorted by N-Triples form, two or more. Where
    a change is judged, it also gets the views of those it can matter to, before and after, and may
    leave out what has to do with none of them.
    """

    view: Callable[[Graph, Hashable, Node], View]
    judge: _GroupJudge[View]

    def judge_nodes(self, graph: Graph, key: Hashable, nodes: tuple[Node, ...]) -> Iterator[Hit]:
        """What is wrong with the nodes together, as any key rule says it."""
        views = {node: self.view(graph, key, node) for node in nodes}
        return self.judge(graph, key, views, None)


@dataclass(frozen=True, slots=True)
class KeyRule:
    """A rule on the instances of some classes that share a key.

    Where it judges by views, ``viewing`` says how, and ``judge`` does the same.
    """

    rule: Rule
    keys: Callable[[Graph, Node], Iterable[Hashable]]
    judge: KeyJudge
    classes: tuple[IRI, ...] = ()
    viewing: Viewing[Any] | None = None


@dataclass(frozen=True, slots=True)
class GraphRule:
    """A rule on edges.

    ``region`` tells where the rule can have another word when an edge between two nodes comes or
    goes: it is asked for each edge, on the graph before and after. ``overall`` tells what a change
    does beyond its single edges, if it can do such a thing.
    """

    rule: Rule
    judge: GraphJudge
    region: Callable[[Graph, Iterable[Node]], Iterable[Node]]
    overall: Callable[[ChangedGraph], Iterable[Node]] | None = None


@dataclass(frozen=True, slots=True)
class WholeRule:
    """A rule that must see everything."""

    rule: Rule
    judge: Callable[[Graph], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Change:
    """A contribution as change rules see it.

    ``graph`` is the graph after it and knows what was added and removed; ``graph.base`` is the
    graph before. ``ancestor`` is what the contribution was made from, where that is another graph.
    ``targets`` are the concepts that it says it is about; ``spellings`` finds the concepts of the
    base that have a label of one of these folded spellings, by spelling and sorted by N-Triples
    form.
    """

    graph: ChangedGraph
    ancestor: Graph | None
    targets: tuple[Node, ...]
    spellings: Callable[[frozenset[str]], Mapping[str, Iterable[Node]]]


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """A rule on a contribution as a whole."""

    rule: Rule
    judge: Callable[[Change], Iterator[Hit]]


AnyRule = RecordRule | KeyRule | GraphRule | WholeRule | ChangeRule


@dataclass(slots=True)
class Family:
    """The rules of one file; its methods are the decorators that enter a function as a rule."""

    rules: list[AnyRule] = field(default_factory=list)

    def record(
        self, rule: Rule, *classes: IRI, alone: bool = False, needs: tuple[IRI, ...] = ()
    ) -> Callable[[RecordJudge], RecordJudge]:
        """Enter a function that judges the instances of some classes, one by one.

        :param alone: it looks at nothing but what the node itself says
        :param needs: properties without any of which it has nothing to say of a node
        """

        def enter(judge: RecordJudge) -> RecordJudge:
            self.rules.append(RecordRule(rule, judge, classes, alone, needs))
            return judge

        return enter

    def key(
        self,
        rule: Rule,
        keys: Callable[[Graph, Node], Iterable[Hashable]],
        *classes: IRI,
    ) -> Callable[[KeyJudge], KeyJudge]:
        """Enter a function that judges the instances that share a key."""

        def enter(judge: KeyJudge) -> KeyJudge:
            self.rules.append(KeyRule(rule, keys, judge, classes))
            return judge

        return enter

    def group(
        self,
        rule: Rule,
        keys: Callable[[Graph, Node], Iterable[Hashable]],
        view: Callable[[Graph, Hashable, Node], View],
        *classes: IRI,
    ) -> Callable[[_GroupJudge[View]], _GroupJudge[View]]:
        """Enter a function that judges the instances that share a key by a view of each."""

        def enter(judge: _GroupJudge[View]) -> _GroupJudge[View]:
            viewing = Viewing(view, judge)
            self.rules.append(KeyRule(rule, keys, viewing.judge_nodes, classes, viewing))
            return judge

        return enter

    def graph(
        self,
        rule: Rule,
        region: Callable[[Graph, Iterable[Node]], Iterable[Node]],
        overall: Callable[[ChangedGraph], Iterable[Node]] | None = None,
    ) -> Callable[[GraphJudge], GraphJudge]:
        """Enter a function that judges edges."""

        def enter(judge: GraphJudge) -> GraphJudge:
            self.rules.append(GraphRule(rule, judge, region, overall))
            return judge

        return enter

    def change(
        self, rule: Rule
    ) -> Callable[[Callable[[Change], Iterator[Hit]]], Callable[[Change], Iterator[Hit]]]:
        """Enter a function that judges a contribution."""

        def enter(judge: Callable[[Change], Iterator[Hit]]) -> Callable[[Change], Iterator[Hit]]:
            self.rules.append(ChangeRule(rule, judge))
            return judge

        return enter

    def whole(
        self, rule: Rule
    ) -> Callable[[Callable[[Graph], Iterator[Hit]]], Callable[[Graph], Iterator[Hit]]]:
        """Enter a function that must see everything."""

        def enter(judge: Callable[[Graph], Iterator[Hit]]) -> Callable[[Graph], Iterator[Hit]]:
            self.rules.append(WholeRule(rule, judge))
            return judge

        return enter
