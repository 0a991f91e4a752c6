"""Integrity conditions of SKOS on links: what is related is not broader, what is the same neither.

:source: SKOS Reference, S27 and S46, after S22 to S26 and S41 to S45
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from tvet_skos.checks.ancestry import every_step
from tvet_skos.checks.closure import ABOVE, above, associated, below, matched, reach
from tvet_skos.checks.evidence import short
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.naming import name_of
from tvet_skos.checks.reachability import SHOWN, Ascent, Steps, ascents
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Family, Fix, Hit, Rule, Scope
from tvet_skos.namespaces import SKOS
from tvet_skos.terms import IRI, Literal, Node, order

FAMILY = Family()

# Looked up once: making a term costs more than a look into a node.
_EXACT_MATCH = SKOS.exactMatch

_NAMED = 3
_PATIENCE = 8
"""How far up a hierarchy is looked through before a look down is worth it."""

# S27


class _Spread:
    """What steps lead to from some nodes, found piece by piece."""

    def __init__(
        self, graph: Graph, starts: Iterable[Node], step: Callable[[Graph, Node], list[Node]]
    ) -> None:
        self.found = set(starts)
        self._waiting = list(self.found)
        self._graph = graph
        self._step = step

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to go on from."""
        return not self._waiting

    def grow(self, count: int) -> bool:
        """Go on from some more nodes; true where nothing is left to go on from."""
        while self._waiting and count > 0:
            for node in self._step(self._graph, self._waiting.pop()):
                count -= 1
                if node not in self.found:
                    self.found.add(node)
                    self._waiting.append(node)
        return self.is_done


def hierarchy_around(graph: Graph, nodes: Iterable[Node]) -> set[Node]:
    """The concepts on which S27 can have another word once a link between some nodes changed.

    A link of related concepts matters to these two, and a step up to pairs of related concepts of
    which one lies below it and the other one above it.
    """
    ends = tuple(nodes)
    found: set[Node] = set()
    for node in ends:
        if not found.issuperset(ends) and not set(ends).isdisjoint(associated(graph, node)):
            found.update(ends)
        for upper in set(above(graph, node)).intersection(ends):
            found |= _related_across(graph, node, upper)
    return found


def _related_across(graph: Graph, lower: Node, upper: Node) -> set[Node]:
    """The related concepts that may lie below a step up and above it.

    Whichever side is the smaller is looked through: one concept more below a root of a hundred
    thousand has a few broader concepts, and one more above it a few narrower ones.
    """
    down, up = _Spread(graph, [lower], below), _Spread(graph, [upper], above)
    count = _PATIENCE
    while not (down.grow(count) or up.grow(count)):
        count *= 2
    side = down if down.is_done else up
    related = {node: associated(graph, node) for node in side.found}
    return {n for node, others in related.items() if others for n in (node, *others)}


@FAMILY.graph(
    Rule(
        "SK027",
        "related-and-broader",
        Severity.ERROR,
        "The concept is related to another one that is also broader than it.",
        "Keep one of the two: remove skos:related, or take the concept out from below the other.",
        Scope.GRAPH,
        Fix.UNSAFE,
        "SKOS Reference S27",
    ),
    hierarchy_around,
)
def related_and_broader(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """Related concepts of which one is broader than the other, be it by many steps.

    Links count whichever side says them, as do mappings (S41), and a concept that is related to
    itself and lies on a cycle. The narrower concept is reported; where each is broader than the
    other, the one with the smaller IRI.
    """
    pairs: Iterable[tuple[Node, Node]] = _related_pairs(graph, around)
    up: Steps
    if around is None and all(one != other for one, other in pairs):
        # Steps that other rules look at as well; those from a node to itself are not among them.
        up = every_step(graph, *ABOVE)
        pairs = [pair for pair in pairs if pair[0] in up and pair[1] in up]
    else:
        up = _hierarchy_above(graph, pairs)
    for ascent in ascents(up, pairs):
        yield Hit(
            ascent.lower,
            SKOS.related,
            ascent.upper,
            _related_message(graph, ascent),
            related=ascent.between,
        )


def _related_pairs(graph: Graph, around: Iterable[Node] | None) -> dict[tuple[Node, Node], None]:
    """The related nodes, of which one is among those around; each pair once and sorted."""
    nodes = _saying_related(graph) if around is None else around
    pairs: dict[tuple[Node, Node], None] = {}
    for node in nodes:
        own = order(node)
        for other in associated(graph, node):
            pairs[(node, other) if own <= order(other) else (other, node)] = None
    return pairs


def _saying_related(graph: Graph) -> Iterator[Node]:
    """The nodes that say of themselves that they are related to others."""
    predicates = frozenset(graph.in_use((SKOS.related, SKOS.relatedMatch)))
    nodes = graph.nodes() if predicates else ()
    return (node for node in nodes if not predicates.isdisjoint(graph.properties(node)))


def _hierarchy_above(graph: Graph, pairs: Iterable[tuple[Node, Node]]) -> Steps:
    """What lies above the nodes, node by node."""
    up: dict[Node, Collection[Node]] = {}
    waiting = list(dict.fromkeys(node for pair in pairs for node in pair))
    while waiting:
        node = waiting.pop()
        if node in up:
            continue
        steps = above(graph, node)
        up[node] = dict.fromkeys(sorted(steps, key=order)) if len(steps) > 1 else steps
        waiting.extend(step for step in steps if step not in up)
    return up


def _related_message(graph: Graph, ascent: Ascent) -> str:
    lower, upper = name_of(graph, ascent.lower), name_of(graph, ascent.upper)
    through = _through(graph, ascent.between)
    if ascent.lower == ascent.upper:
        return f'"{lower}" is related to itself, but is also broader than itself{through}.'
    if ascent.mutual:
        return f'"{lower}" is related to "{upper}", but each is also broader than the other.'
    return f'"{lower}" is related to "{upper}", but is also narrower than it{through}.'


def _through(graph: Graph, nodes: tuple[Node, ...]) -> str:
    """The nodes on the way, as far as a sentence bears them."""
    if not nodes:
        return ""
    names = [f'"{name_of(graph, node)}"' for node in nodes[:_NAMED]]
    more = " and others" if len(nodes) > _NAMED else ""
    return f", through {', '.join(names)}{more}"


# S46

_EXCLUDED = (SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)


class _ExactMatches:
    """Which nodes match exactly, directly or through others (S44, S45), each class as a tree."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._root: dict[Node, Node] = {}
        self._toward: dict[Node, Node] = {}

    def between(self, one: Node, other: Node) -> tuple[Node, ...] | None:
        """The nodes that tie two nodes together, none where they match directly.

        ``None`` where the two do not match. A node matches itself if it matches anything.
        """
        self._grow(one)
        self._grow(other)
        if one not in self._root or self._root.get(other) != self._root[one]:
            return None
        if one == other or other in matched(self._graph, one, _EXACT_MATCH):
            return ()
        return self._tree_path(one, other)

    def _grow(self, node: Node) -> None:
        """Make the class of a node a tree, whose root and branches depend on nothing but it."""
        if node in self._root or not self._steps(self._graph, node):
            return
        root = min(reach(self._graph, [node], self._steps), key=order)
        self._root[root] = root
        waiting = [root]
        for each in waiting:
            for step in sorted(self._steps(self._graph, each), key=order):
                if step not in self._root:
                    self._root[step], self._toward[step] = root, each
                    waiting.append(step)

    @staticmethod
    def _steps(graph: Graph, node: Node) -> list[Node]:
        return matched(graph, node, _EXACT_MATCH)

    def _tree_path(self, one: Node, other: Node) -> tuple[Node, ...]:
        """The nearest nodes on the way between two nodes of a tree, if it is short; else none."""
        trails = [self._ancestors(one), self._ancestors(other)]
        meeting = next((node for node in trails[0] if node in trails[1]), None)
        if meeting is None:
            return ()
        ascent = trails[0][: trails[0].index(meeting)]
        descent = trails[1][: trails[1].index(meeting)]
        path = (*ascent, meeting, *reversed(descent))
        return tuple(node for node in path if node not in (one, other))[:SHOWN]

    def _ancestors(self, node: Node) -> list[Node]:
        found = [node]
        while node in self._toward and len(found) <= SHOWN:
            node = self._toward[node]
            found.append(node)
        return found


def exact_matches(graph: Graph, nodes: Iterable[Node]) -> set[Node]:
    """The nodes and all that match them exactly, directly or through others."""
    return reach(graph, nodes, lambda g, node: matched(g, node, _EXACT_MATCH))


@FAMILY.graph(
    Rule(
        "SK046",
        "exact-match-clash",
        Severity.ERROR,
        "The concept matches another one exactly, but also as broader, narrower or related.",
        "Keep one of the two: what matches exactly is neither broader, narrower nor just related.",
        Scope.GRAPH,
        reference="SKOS Reference S46",
    ),
    exact_matches,
)
def exact_match_clash(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """A broader, narrower or related match between concepts that match exactly.

    The exact match may be said from either side and lead through other concepts (S44, S45). Each
    statement that clashes is reported.
    """
    excluded = graph.in_use(_EXCLUDED)
    matches = _ExactMatches(graph)
    everywhere = graph.nodes() if excluded else ()
    for node in everywhere if around is None else around:
        own = graph.properties(node)
        for predicate in excluded:
            for value in own.get(predicate, ()):
                if isinstance(value, Literal):
                    continue
                between = matches.between(node, value)
                if between is not None:
                    message = _match_message(graph, node, predicate, value, between)
                    yield Hit(node, predicate, value, message, related=between)


def _match_message(
    graph: Graph, node: Node, predicate: IRI, value: Node, between: tuple[Node, ...]
) -> str:
    own, other = name_of(graph, node), name_of(graph, value)
    return (
        f'"{own}" matches "{other}" exactly{_through(graph, between)}, '
        f"but is also linked to it by {short(predicate)}."
    )
