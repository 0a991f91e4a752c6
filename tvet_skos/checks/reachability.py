"""Which of many pairs of nodes lie above one another, however deep the hierarchy is.

One pass over the hierarchy answers for some thousand pairs at once: cycles are drawn together, and
each node, from the top down, takes over what its parents know to be above them, a bit each. That
is linear in the hierarchy for every so many pairs, and nothing recurses.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from tvet_skos.terms import Node

Steps = Mapping[Node, Collection[Node]]
"""Node to the nodes one step above it, sorted; every node that is named has an entry."""


class Hierarchy(dict[Node, list[Node]]):
    """Steps that several rules ask about, so that their ``components`` are found once."""

    @cached_property
    def components(self) -> dict[Node, int]:
        """Node to the number of its component (see the function)."""
        return _components(self)


SHOWN = 10
"""How many nodes of a path are given, the nearest ones."""

_LOOKED_AT = 50
_STEPS_TAKEN = 1000
_AT_ONCE = 8192


@dataclass(frozen=True, slots=True)
class Ascent:
    """A way up: from ``lower`` to ``upper``, over the nodes ``between`` as far as they are shown.

    Where both lead to each other, ``mutual`` is true, and either could be the lower one.
    """

    lower: Node
    upper: Node
    between: tuple[Node, ...]
    mutual: bool


def ascents(up: Steps, pairs: Iterable[tuple[Node, Node]]) -> Iterator[Ascent]:
    """The pairs of which one node leads up to the other, by one step or more.

    A pair of one node with itself counts where the node lies on a cycle.

    :yields: in no particular order; the path is a shortest one unless that is very long

    >>> from tvet_skos.terms import IRI
    >>> a, b, c = IRI("http://e/a"), IRI("http://e/b"), IRI("http://e/c")
    >>> [(x.lower, x.between) for x in ascents({a: [b], b: [c], c: []}, [(c, a)])]
    [(IRI('http://e/a'), (IRI('http://e/b'),))]
    """
    ring = components(up)
    parents = _parents(up, ring)
    levels = _levels(parents)
    asked: dict[int, list[tuple[Node, Node]]] = {}
    for one, other in pairs:
        lower, upper = (one, other) if ring[one] > ring[other] else (other, one)
        if ring[one] == ring[other]:
            yield from _on_cycle(up, ring, one, other)
        elif levels[ring[lower]] > levels[ring[upper]]:
            asked.setdefault(ring[upper], []).append((lower, upper))
    targets = sorted(asked)
    for start in range(0, len(targets), _AT_ONCE):
        chunk = {target: asked[target] for target in targets[start : start + _AT_ONCE]}
        yield from _judged(up, ring, parents, chunk)


def components(up: Steps) -> dict[Node, int]:
    """Node to the number of its strongly connected component; what lies above has lower numbers.

    :source: R. Tarjan, Depth-first search and linear graph algorithms, 1972; without recursion
    """
    return up.components if isinstance(up, Hierarchy) else _components(up)


def _components(up: Steps) -> dict[Node, int]:
    found = _from_the_top(up)
    if len(found) < len(up):
        rest = {
            node: [step for step in steps if step not in found]
            for node, steps in up.items()
            if node not in found
        }
        first = len(found)
        found.update((node, first + number) for node, number in _tangles(rest).items())
    return found


def _from_the_top(up: Steps) -> dict[Node, int]:
    """The numbers of the nodes that no cycle is above, nearly always all: each is alone."""
    below: dict[Node, list[Node]] = {}
    missing = {node: len(steps) for node, steps in up.items()}
    for node, steps in up.items():
        for step in steps:
            below.setdefault(step, []).append(node)
    numbered = [node for node, count in missing.items() if not count]
    for node in numbered:
        for lower in below.get(node, ()):
            missing[lower] -= 1
            if not missing[lower]:
                numbered.append(lower)
    return {node: number for number, node in enumerate(numbered)}


def _tangles(up: Steps) -> dict[Node, int]:
    """The numbers of nodes among which there are cycles."""
    index: dict[Node, int] = {}
    low: dict[Node, int] = {}
    found: dict[Node, int] = {}
    stack: list[Node] = []
    count = 0
    for root in up:
        if root in index:
            continue
        walk = [(root, iter(up[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        while walk:
            node, steps = walk[-1]
            new = _next_unseen(node, steps, index, low, found)
            if new is not None:
                index[new] = low[new] = len(index)
                stack.append(new)
                walk.append((new, iter(up[new])))
                continue
            walk.pop()
            if walk:
                low[walk[-1][0]] = min(low[walk[-1][0]], low[node])
            if low[node] == index[node]:
                _close(node, stack, found, count)
                count += 1
    return found


def _next_unseen(
    node: Node,
    steps: Iterator[Node],
    index: Mapping[Node, int],
    low: dict[Node, int],
    found: Mapping[Node, int],
) -> Node | None:
    """The next node to go on from; on the way, what is seen again lowers the mark of this one."""
    for step in steps:
        if step not in index:
            return step
        if step not in found:
            low[node] = min(low[node], index[step])
    return None


def _close(node: Node, stack: list[Node], found: dict[Node, int], number: int) -> None:
    """Number the component that ``node`` is the root of."""
    while True:
        member = stack.pop()
        found[member] = number
        if member == node:
            return


def _parents(up: Steps, ring: Mapping[Node, int]) -> list[set[int]]:
    """The components one step above each component."""
    parents: list[set[int]] = [set() for _ in range(len(set(ring.values())))]
    for node, steps in up.items():
        own = ring[node]
        for step in steps:
            if ring[step] != own:
                parents[own].add(ring[step])
    return parents


def _levels(parents: Sequence[Iterable[int]]) -> list[int]:
    """The length of the longest way up from each component; what lies above has a smaller one."""
    levels: list[int] = []
    for above in parents:
        levels.append(1 + max((levels[each] for each in above), default=0))
    return levels


def _on_cycle(up: Steps, ring: Mapping[Node, int], one: Node, other: Node) -> Iterator[Ascent]:
    own = ring[one]
    between = _between(up, one, other, lambda node: ring[node] == own)
    if between is not None:
        yield Ascent(one, other, between, mutual=True)


def _judged(
    up: Steps,
    ring: Mapping[Node, int],
    parents: Sequence[Iterable[int]],
    asked: Mapping[int, list[tuple[Node, Node]]],
) -> Iterator[Ascent]:
    """The pairs, by the component of the upper node, whose lower node leads to the upper one."""
    bits = {target: 1 << number for number, target in enumerate(asked)}
    last = max(ring[lower] for pairs in asked.values() for lower, _ in pairs)
    masks: list[int] = []
    for component in range(last + 1):
        mask = bits.get(component, 0)
        for parent in parents[component]:
            # Most nodes have one parent and share its mask, so this takes little memory.
            mask = mask | masks[parent] if mask else masks[parent]
        masks.append(mask)
    for target, pairs in asked.items():
        bit = bits[target]

        def leads(node: Node, bit: int = bit) -> bool:
            return bool(masks[ring[node]] & bit)

        for lower, upper in pairs:
            if leads(lower):
                between = _between(up, lower, upper, leads)
                yield Ascent(lower, upper, between or (), mutual=False)


def _between(
    up: Steps, start: Node, goal: Node, leads: Callable[[Node], bool]
) -> tuple[Node, ...] | None:
    """The nodes on a way from ``start`` to ``goal``, the nearest; ``None`` where there is no way.

    ``leads`` tells whether a node leads to the goal, so that no step is in vain. The way is a
    shortest one where that is found soon, else the beginning of some way.
    """
    came: dict[Node, Node | None] = {start: None}
    level = [start]
    steps_left = _STEPS_TAKEN
    for _ in range(SHOWN + 1):
        following: list[Node] = []
        for node in level:
            if goal in up[node]:
                return _trail(came, node)
            for step in islice(up[node], max(steps_left, 0)):
                if step not in came and leads(step):
                    came[step] = node
                    following.append(step)
            steps_left -= len(up[node])
        if not following:
            return None if steps_left >= 0 else _trail(came, level[0])
        level = following
        if len(came) > _LOOKED_AT or steps_left <= 0:
            break
    return _trail(came, level[0])


def _trail(came: Mapping[Node, Node | None], node: Node) -> tuple[Node, ...]:
    """The nodes from the start of a walk, which is left out, to ``node``; the first few of them."""
    trail: list[Node] = []
    at: Node | None = node
    while at is not None and came[at] is not None:
        trail.append(at)
        at = came[at]
    return tuple(reversed(trail))[:SHOWN]
