"""Which steps up a hierarchy say nothing new, and which claims of descent have no way up.

Both are answered by one pass over the hierarchy for some thousand nodes at once: cycles are drawn
together, and each node, from the top down, takes over what its parents know to be above them, a
bit each. So neither depth nor width does any harm, and nothing recurses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.reachability import Hierarchy, Steps, components
from tvet_skos.terms import IRI, Literal, Node, n3, order

_AT_ONCE = 8192
_LOOKED_AT = 200_000

Parents = Sequence[Sequence[int]]
"""Component to the components one step above it, which have lower numbers."""

_Edges = Mapping[int, list[tuple[Node, Node]]]
"""Component to the steps that lead into it from another one."""


class Shortcut(NamedTuple):
    """A step up that another way makes needless; ``via`` is the first stop on that way."""

    lower: Node
    upper: Node
    via: Node


def upward(
    graph: Graph, starts: Iterable[Node], step: Callable[[Graph, Node], Iterable[Node]]
) -> dict[Node, list[Node]]:
    """The starts and everything above them, each with the nodes one step above, sorted.

    A step from a node to itself is left out.

    :param step: from a node to those above it
    """
    up: dict[Node, list[Node]] = {}
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in up:
            above = [n for n in step(graph, node) if n != node]
            up[node] = sorted(above, key=order) if len(above) > 1 else above
            waiting += above
    return up


def every_step(graph: Graph, said: tuple[IRI, ...], heard: tuple[IRI, ...]) -> Hierarchy:
    """What ``upward`` gives for all of a graph, in one go; made once for each graph.

    :param said: properties that lead up from their subject
    :param heard: properties that lead up from their value
    """
    rising, falling = graph.in_use(said), graph.in_use(heard)
    return graph.once((every_step, rising, falling), lambda: _every_step(graph, rising, falling))


def _every_step(graph: Graph, rising: Iterable[IRI], falling: Iterable[IRI]) -> Hierarchy:
    up = Hierarchy()
    for node in graph.nodes():
        own = graph.properties(node)
        for predicate in rising:
            for value in own.get(predicate, ()):
                if not isinstance(value, Literal) and value != node:
                    up.setdefault(node, []).append(value)
                    up.setdefault(value, [])
        for predicate in falling:
            for value in own.get(predicate, ()):
                if not isinstance(value, Literal) and value != node:
                    up.setdefault(value, []).append(node)
                    up.setdefault(node, [])
    for node, above in up.items():
        if len(above) > 1:
            up[node] = sorted(dict.fromkeys(above), key=order)
    return up


def shortcuts(up: Steps) -> Iterator[Shortcut]:
    """The steps beside which another way leads from the lower to the upper node.

    A step between two nodes of a cycle is left out: which one is needless cannot be said before
    the cycle is broken.

    :yields: in no particular order

    >>> from tvet_skos.terms import IRI
    >>> a, b, c = IRI("http://e/a"), IRI("http://e/b"), IRI("http://e/c")
    >>> [s.upper for s in shortcuts({a: [b, c], b: [c], c: []})]
    [IRI('http://e/c')]
    """
    ring = components(up)
    leaving = _leaving(up, ring)
    parents = [sorted(edges) for edges in leaving]
    for edges in leaving:
        for steps in edges.values():
            # Between two components, each of several steps can be replaced by another one.
            for (lower, upper), (_, other) in zip(steps, steps[1:] + steps[:1], strict=True):
                if len(steps) > 1:
                    yield Shortcut(lower, upper, other)
    for targets in _chunks(_candidates(parents)):
        yield from _shortcuts_to(targets, parents, leaving)


def _leaving(up: Steps, ring: Mapping[Node, int]) -> list[dict[int, list[tuple[Node, Node]]]]:
    """Component to the steps that lead out of it, by the component that they lead to."""
    leaving: list[dict[int, list[tuple[Node, Node]]]] = [{} for _ in range(len(set(ring.values())))]
    for node, steps in up.items():
        own = ring[node]
        for step in steps:
            if ring[step] != own:
                leaving[own].setdefault(ring[step], []).append((node, step))
    return leaving


def _candidates(parents: Parents) -> list[int]:
    """The components that are one of several parents, and have several children."""
    children = [0] * len(parents)
    for above in parents:
        for parent in above:
            children[parent] += 1
    among = {parent for above in parents if len(above) > 1 for parent in above}
    return sorted(parent for parent in among if children[parent] > 1)


def _chunks(targets: Sequence[int]) -> Iterator[dict[int, int]]:
    """Some thousand targets at a time, with a bit for each."""
    for start in range(0, len(targets), _AT_ONCE):
        yield {t: 1 << n for n, t in enumerate(targets[start : start + _AT_ONCE])}


def _masks(parents: Parents, bits: Mapping[int, int]) -> list[int]:
    """Component to the bits of the targets that it leads to or is."""
    masks: list[int] = []
    for component, above in enumerate(parents):
        mask = masks[above[0]] if above else 0
        for parent in above[1:]:
            mask |= masks[parent]
        # Most nodes have one parent and share its mask, so this takes little memory.
        masks.append(mask | bits[component] if component in bits else mask)
    return masks


def _shortcuts_to(
    bits: Mapping[int, int], parents: Parents, leaving: Sequence[_Edges]
) -> Iterator[Shortcut]:
    masks = _masks(parents, bits)
    for component, above in enumerate(parents):
        if len(above) > 1:
            seen = twice = own = 0
            for parent in above:
                twice |= seen & masks[parent]
                seen |= masks[parent]
                own |= bits.get(parent, 0)
            if twice & own:
                yield from _named(component, twice & own, bits, masks, leaving)


def _named(
    component: int,
    found: int,
    bits: Mapping[int, int],
    masks: Sequence[int],
    leaving: Sequence[_Edges],
) -> Iterator[Shortcut]:
    """The parents of a component that another parent leads to, too; ``found`` has their bits."""
    edges = leaving[component]
    for target in sorted(edges):
        bit = bits.get(target, 0)
        if bit & found and len(edges[target]) == 1:
            others = (p for p in edges if p != target and masks[p] & bit)
            via = min((step[1] for p in others for step in edges[p]), key=order)
            yield Shortcut(*edges[target][0], via)


def unconnected(up: Steps, pairs: Iterable[tuple[Node, Node]]) -> Iterator[tuple[Node, Node]]:
    """The pairs whose first node does not lead up to the second one.

    :param pairs: of nodes that ``up`` knows; one that is not known is connected with nothing
    """
    ring = components(up)
    parents = [sorted(edges) for edges in _leaving(up, ring)]
    asked: dict[int, list[tuple[Node, Node]]] = {}
    for lower, upper in pairs:
        if upper not in ring or lower not in ring:
            yield lower, upper
        elif ring[lower] != ring[upper]:
            asked.setdefault(ring[upper], []).append((lower, upper))
    for bits in _chunks(sorted(asked)):
        masks = _masks(parents, bits)
        for target, bit in bits.items():
            yield from (p for p in asked[target] if not masks[ring[p[0]]] & bit)


def cycles(up: Steps) -> Iterator[list[Node]]:
    """The groups of nodes that all lead up to each other, by N-Triples each; in any order."""
    groups: dict[int, list[Node]] = {}
    for node, number in components(up).items():
        groups.setdefault(number, []).append(node)
    for group in groups.values():
        if len(group) > 1:
            yield sorted(group, key=n3)


def shortest_cycle(up: Steps, group: Sequence[Node]) -> list[Node]:
    """A shortest way from a node of a cycle up to itself, its end left out.

    Of a very large group, some members are tried only; what comes out is a cycle in any case.

    :param group: one of ``cycles``
    """
    inside = set(group)
    best: list[Node] = []
    budget = _LOOKED_AT
    for start in group:
        trail, looked_at = _way_back(up, start, inside, len(best))
        best = trail or best
        budget -= looked_at
        if budget < 0 or len(best) == 2:
            break
    return best


def _way_back(
    up: Steps, start: Node, inside: set[Node], shorter_than: int
) -> tuple[list[Node], int]:
    """A way up from a node to itself, if there is one of less steps; how many nodes were seen."""
    came: dict[Node, Node] = {}
    depth = {start: 0}
    waiting = [start]
    for node in waiting:
        if shorter_than and depth[node] + 1 >= shorter_than:
            break
        for step in up[node]:
            if step == start:
                return _trail(came, start, node), len(waiting)
            if step in inside and step not in depth:
                depth[step] = depth[node] + 1
                came[step] = node
                waiting.append(step)
    return [], len(waiting)


def _trail(came: Mapping[Node, Node], start: Node, node: Node) -> list[Node]:
    trail = [node]
    while node != start:
        node = came[node]
        trail.append(node)
    return trail[::-1]
