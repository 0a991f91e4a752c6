"""Nodes by key, for the rules that judge what shares a label, a notation or a text."""

from __future__ import annotations

from collections.abc import (
    Collection,
    Hashable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
    Set,
)
from operator import itemgetter
from typing import Any, NamedTuple

from tvet_skos.checks.graph import ChangedGraph, Graph
from tvet_skos.checks.rule import KeyRule
from tvet_skos.terms import Node, n3

Groups = dict[Hashable, list[Node]]


def grouped(graph: Graph, rule: KeyRule, only: Collection[Hashable] | None = None) -> Groups:
    """The nodes that a rule is about, by each of their keys.

    :param only: the keys that are wanted; by default all
    """
    groups: Groups = {}
    for node in instances(graph, rule):
        for key in rule.keys(graph, node):
            if only is None or key in only:
                groups.setdefault(key, []).append(node)
    return groups


def instances(graph: Graph, rule: KeyRule) -> Iterator[Node]:
    """The nodes that a rule is about, each once."""
    if not rule.classes:
        return graph.nodes()
    found = (node for rdf_class in rule.classes for node in graph.instances(rdf_class))
    return iter(dict.fromkeys(found)) if len(rule.classes) > 1 else found


def keys_of(graph: Graph, rule: KeyRule, node: Node) -> set[Hashable]:
    """The keys of one node; none for a node that the rule is not about."""
    if rule.classes and not any(graph.is_a(node, c) for c in rule.classes):
        return set()
    if not rule.classes and not graph.properties(node):
        return set()
    return set(rule.keys(graph, node))


def members(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """A group as key rules see it: each node once, in the order of N-Triples."""
    return tuple(sorted(dict.fromkeys(nodes), key=n3))


class Seen(NamedTuple):
    """A node of a group: its N-Triples form, by which groups are sorted, and the rule's view."""

    form: str
    node: Node
    view: Any


def seen(graph: Graph, rule: KeyRule, key: Hashable, nodes: Iterable[Node]) -> tuple[Seen, ...]:
    """What a rule sees of the nodes of a group, sorted; without views, where it takes none."""
    view = rule.viewing.view if rule.viewing is not None else None
    found = [
        Seen(n3(node), node, None if view is None else view(graph, key, node))
        for node in dict.fromkeys(nodes)
    ]
    return tuple(sorted(found, key=itemgetter(0)))


_WORTH_KEEPING = 20
_WORTH_PREPARING = 200
"""How many nodes a group must have for what is seen of it to be kept, or made beforehand."""

_MOST_PREPARED = 50_000
_MOST_KEPT = 100_000
"""Of how many nodes that is made beforehand, and kept, all groups together."""


class OpenGroups:
    """The groups of a graph that stays open, made when a rule first asks for them."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._made: dict[int, tuple[KeyRule, Groups]] = {}
        self._seen: dict[tuple[int, Hashable], tuple[KeyRule, tuple[Seen, ...]]] = {}
        self._kept = 0

    def of(self, rule: KeyRule) -> Mapping[Hashable, list[Node]]:
        """All groups of one rule."""
        made = self._made.get(id(rule))
        if made is None:
            # The rule is kept along, so that its id is not given to another.
            made = self._made[id(rule)] = (rule, grouped(self._graph, rule))
        return made[1]

    def prepare(self, rule: KeyRule) -> None:
        """Make all groups of a rule now, and see the largest ones."""
        groups = self.of(rule)
        if isinstance(groups, dict):  # others are looked up one by one, and never all of them
            large = [key for key, nodes in groups.items() if len(nodes) >= _WORTH_PREPARING]
            for key in sorted(large, key=lambda key: len(groups[key]), reverse=True):
                if self._kept + len(groups[key]) > _MOST_PREPARED:
                    break
                self.seen(rule, key)

    def seen(self, rule: KeyRule, key: Hashable) -> tuple[Seen, ...]:
        """What a rule sees of one of its groups; of large groups that is kept for a while."""
        known = self._seen.get((id(rule), key))
        if known is None:
            known = rule, seen(self._graph, rule, key, self.of(rule).get(key, ()))
            if len(known[1]) >= _WORTH_KEEPING:
                self._keep(key, known)
        return known[1]

    def _keep(self, key: Hashable, group: tuple[KeyRule, tuple[Seen, ...]]) -> None:
        self._kept += len(group[1])
        if self._kept > _MOST_KEPT:
            self._seen.clear()
            self._kept = len(group[1])
        self._seen[id(group[0]), key] = group


class Regrouped(NamedTuple):
    """A group before and after a change, sorted; ``changed`` are views of nodes it can matter to.

    Whatever else it is, a node that the change does not matter to is seen alike on both sides.
    """

    before: Mapping[Node, Any]
    after: Mapping[Node, Any]
    changed: Collection[Any]


Keyed = Mapping[Hashable, Sequence[Node]]
"""Nodes by key, as far as a change can matter to them."""


def regrouped(
    graph: ChangedGraph, rule: KeyRule, before: Keyed, after: Keyed, groups: OpenGroups | None
) -> Iterator[tuple[Hashable, Regrouped]]:
    """The groups that nodes join, leave or stay in, with what a rule sees of each node.

    :param before: the nodes that the change can matter to, by the keys that they had
    :param after: the same by the keys that they have now
    :param groups: those of the graph before, where it stays open for several changes
    """
    keys = dict.fromkeys((*before, *after))
    known = groups.of(rule) if groups is not None else grouped(graph.base, rule, keys)
    for key in keys:
        nodes = known.get(key, ())
        if len(nodes) + len(after.get(key, ())) > 1:
            earlier = (
                seen(graph.base, rule, key, nodes) if groups is None else groups.seen(rule, key)
            )
            gone = set(before.get(key, ()))
            joining = seen(graph, rule, key, after.get(key, ()))
            yield key, _regrouped(earlier, gone, joining)


def _regrouped(earlier: Sequence[Seen], gone: Set[Node], joining: Sequence[Seen]) -> Regrouped:
    staying = [each for each in earlier if each.node not in gone] if gone else earlier
    later = sorted([*staying, *joining], key=itemgetter(0)) if joining else staying
    changed = [each for each in earlier if each.node in gone] if gone else []
    return Regrouped(_views(earlier), _views(later), [each.view for each in (*changed, *joining)])


def _views(group: Iterable[Seen]) -> dict[Node, Any]:
    return {node: view for _, node, view in group}
