"""Nodes by key, for the rules that judge what shares a label, a notation or a text."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping

from tvet_skos.checks.graph import Graph
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


class OpenGroups:
    """The groups of a graph that stays open, made when a rule first asks for them."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._made: dict[int, tuple[KeyRule, Groups]] = {}

    def of(self, rule: KeyRule) -> Mapping[Hashable, list[Node]]:
        """All groups of one rule."""
        made = self._made.get(id(rule))
        if made is None:
            # The rule is kept along, so that its id is not given to another.
            made = self._made[id(rule)] = (rule, grouped(self._graph, rule))
        return made[1]
