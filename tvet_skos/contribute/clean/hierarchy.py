"""Unsafe fixes of the hierarchy: statements that go, so that what is left makes sense."""

from __future__ import annotations

from collections.abc import Iterator

from tvet_skos.checks.ancestry import cycles, shortcuts, upward
from tvet_skos.checks.closure import above, below, broader, schemes, topped
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rules.clashes import related_and_broader
from tvet_skos.checks.rules.hierarchy import top_with_broader
from tvet_skos.contribute.clean.fix import Change, Family, Options
from tvet_skos.contribute.clean.statements import READ_BY_RELATIONS, between
from tvet_skos.namespaces import SKOS
from tvet_skos.terms import Literal, Node, Triple, order

FAMILY = Family(READ_BY_RELATIONS)

_UP = (SKOS.broader, SKOS.broadMatch, SKOS.broaderTransitive)
_DOWN = (SKOS.narrower, SKOS.narrowMatch, SKOS.narrowerTransitive)


@FAMILY.fix(
    "break-cycles",
    "HI001",
    "Drops the statement that closes a cycle of the hierarchy: the one by which the topmost "
    "concept of the cycle is below another of it.",
    unsafe=True,
)
def _break_cycles(graph: Graph, _options: Options) -> Iterator[Change]:
    """Each cycle is walked downwards, and a step that leads back to where one came from goes.

    The walk begins at a top concept, else at a concept that hangs below one outside the cycle, else
    at the first by IRI; narrower concepts are taken in the order of their IRIs. So it does not
    depend on the order of the file which statement goes, and what was on top stays there.
    """
    up = upward(graph, graph.nodes(), above)
    for group in cycles(up):
        inside = set(group)
        start = min(group, key=lambda node: _depth(graph, node, up[node], inside))
        for lower, upper in _closing(graph, start, inside):
            yield from map(Change, between(graph, upper, _UP, lower, _DOWN))


def _depth(
    graph: Graph, node: Node, parents: list[Node], inside: set[Node]
) -> tuple[bool, bool, tuple[int, str, str, str]]:
    """Where a node of a cycle comes in the search for its top; the smaller, the higher."""
    return (not topped(graph, node), inside.issuperset(parents), order(node))


def _closing(graph: Graph, start: Node, inside: set[Node]) -> Iterator[tuple[Node, Node]]:
    """The steps down, from a node of a cycle, that lead to a node from which one came."""
    on_path: dict[Node, None] = {start: None}
    seen = {start}
    walk = [(start, iter(_children(graph, start, inside)))]
    while walk:
        node, steps = walk[-1]
        child = next(steps, None)
        if child is None:
            walk.pop()
            del on_path[node]
        elif child in on_path:
            yield node, child
        elif child not in seen:
            seen.add(child)
            on_path[child] = None
            walk.append((child, iter(_children(graph, child, inside))))


def _children(graph: Graph, node: Node, inside: set[Node]) -> list[Node]:
    return sorted((child for child in below(graph, node) if child in inside), key=order)


_RELATED = (SKOS.related, SKOS.relatedMatch)


@FAMILY.fix(
    "drop-clashing-related",
    "SK027",
    "Drops skos:related between concepts of which one is broader than the other.",
    unsafe=True,
)
def _drop_clashing(graph: Graph, _options: Options) -> Iterator[Change]:
    for hit in related_and_broader(graph, None):
        assert hit.value is not None and not isinstance(hit.value, Literal)
        yield from map(Change, between(graph, hit.focus, _RELATED, hit.value, _RELATED))


@FAMILY.fix(
    "drop-redundant-broader",
    "HI003",
    "Drops skos:broader to a concept that another broader concept leads to.",
    unsafe=True,
)
def _drop_redundant(graph: Graph, _options: Options) -> Iterator[Change]:
    up = upward(graph, graph.nodes(), broader)
    # Of several ways round a cycle each makes the others needless, and all of them would go.
    circling = {node for group in cycles(up) for node in group}
    for lower, upper, _ in shortcuts(up):
        if lower not in circling and upper not in circling:
            needless = between(graph, lower, (SKOS.broader,), upper, (SKOS.narrower,))
            yield from map(Change, needless)


@FAMILY.fix(
    "unmark-top-concepts",
    "HI007",
    "Takes the mark of a top concept off concepts that have a broader one in the scheme.",
    unsafe=True,
)
def _unmark(graph: Graph, _options: Options) -> Iterator[Change]:
    for hit in top_with_broader(graph, None):
        assert hit.value is not None and not isinstance(hit.value, Literal)
        around = schemes(graph, hit.value)
        for scheme in topped(graph, hit.focus):
            if scheme in around or not around:
                marks = between(
                    graph, hit.focus, (SKOS.topConceptOf,), scheme, (SKOS.hasTopConcept,)
                )
                yield from map(Change, marks)
                yield Change(added=Triple(hit.focus, SKOS.inScheme, scheme))
