"""Rules on the hierarchy as a whole: cycles, shortcuts, tops, clusters.

What a change can affect lies below the lower end of the steps that changed; for cycles, above
them. So a contribution is judged without walking through the whole vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tvet_skos.checks import closure
from tvet_skos.checks.ancestry import (
    cycles,
    every_step,
    shortcuts,
    shortest_cycle,
    unconnected,
    upward,
)
from tvet_skos.checks.closure import MAPPING, SEMANTIC
from tvet_skos.checks.graph import ChangedGraph, Graph
from tvet_skos.checks.naming import name_of, namer
from tvet_skos.checks.reachability import Steps
from tvet_skos.checks.report import Severity
from tvet_skos.checks.retirement import is_retired
from tvet_skos.checks.rule import Family, Fix, Hit, Rule, Scope
from tvet_skos.namespaces import SKOS
from tvet_skos.terms import IRI, Literal, Node, n3
from tvet_skos.text import counted

FAMILY = Family()

# Looked up once: making a term costs more than a look into a node.
_CONCEPT, _BROADER = SKOS.Concept, SKOS.broader
_HAS_TOP, _TOP_OF = SKOS.hasTopConcept, SKOS.topConceptOf
_SHOWN = 6
"""How many concepts of a cycle or a cluster are named."""


def _with(graph: Graph, predicates: tuple[IRI, ...]) -> Iterator[Node]:
    """The subjects that have one of some properties, or of sub-properties of them."""
    wanted = frozenset(graph.in_use(predicates))
    nodes = graph.nodes() if wanted else ()
    return (n for n in nodes if not wanted.isdisjoint(graph.properties(n)))


def _lower_ends(graph: Graph, ends: set[Node]) -> list[Node]:
    """The endpoints from which a step leads up to another endpoint: maybe one that changed."""
    return [n for n in ends if not ends.isdisjoint(closure.above(graph, n))]


def _below_lower_ends(graph: Graph, endpoints: Iterable[Node]) -> set[Node]:
    """The endpoints, and what lies below those from which a step up can have changed."""
    ends = set(endpoints)
    return ends | closure.reach(graph, _lower_ends(graph, ends), closure.below)


def _above(graph: Graph, endpoints: Iterable[Node]) -> set[Node]:
    return closure.reach(graph, endpoints, closure.above)


# Cycles.


@FAMILY.graph(
    Rule(
        "HI001",
        "hierarchy-cycle",
        Severity.ERROR,
        "The concepts are broader than each other in a circle.",
        "Remove the step of the circle that is wrong.",
        Scope.GRAPH,
        Fix.UNSAFE,
        "qSKOS, cyclic hierarchical relations; Skosify",
    ),
    _above,
)
def hierarchy_cycles(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """Groups of concepts that are all broader than each other; mappings count (S41).

    A concept that is broader than itself is no matter of this rule but of HI002.
    """
    up = _all_above(graph) if around is None else upward(graph, around, closure.above)
    for group in cycles(up):
        cycle = shortest_cycle(up, group)
        trail = _trail(graph, cycle)
        more = f", in a tangle of {len(group)} concepts" if len(group) > len(cycle) else ""
        yield Hit(
            group[0],
            _BROADER,
            message=f"Each of these concepts is broader than the one before{more}: {trail}.",
            related=tuple(group[1:]),
            gathered=True,
        )


def _all_above(graph: Graph) -> Steps:
    return every_step(graph, *closure.ABOVE)


def _trail(graph: Graph, cycle: Sequence[Node]) -> str:
    """A cycle in words, with a gap in the middle of a long one."""
    names = [f'"{name_of(graph, node)}"' for node in cycle[:_SHOWN]]
    if len(cycle) > _SHOWN:
        names.append(f"… {len(cycle) - _SHOWN} more …")
    return " → ".join((*names, names[0]))


# Shortcuts.


@FAMILY.graph(
    Rule(
        "HI003",
        "redundant-broader",
        Severity.WARNING,
        "A broader concept is given although another broader concept leads to it.",
        "Remove the direct link, unless readers are meant to take this shortcut.",
        Scope.GRAPH,
        Fix.UNSAFE,
        "qSKOS, hierarchical redundancy; Skosify; voc4cat",
    ),
    _below_lower_ends,
)
def redundant_broader(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """Steps to a broader concept beside which another way leads there.

    Steps inside a cycle are left out: HI001 reports the cycle.
    """
    name = namer(graph)
    for lower, upper, via in shortcuts(_steps_up(graph, around)):
        low, high, stop = name(lower), name(upper), name(via)
        way = f'through "{stop}"' if via not in (lower, upper) else "through a circle"
        yield Hit(
            lower,
            _BROADER,
            upper,
            message=f'"{low}" has "{high}" as a broader concept both directly and {way}.',
            hint=f'Remove the link from "{low}" to "{high}", '
            "unless readers are meant to take this shortcut.",
            related=(via,),
        )


def _steps_up(graph: Graph, around: Iterable[Node] | None) -> dict[Node, list[Node]]:
    """The steps to broader concepts, all of them or those above some nodes."""
    if around is None:
        return every_step(graph, (SKOS.broader,), (SKOS.narrower,))
    return upward(graph, around, closure.broader)


@FAMILY.graph(
    Rule(
        "HI010",
        "only-transitive-relation",
        Severity.WARNING,
        "A concept is said to be somewhere above another one, but no broader concept leads there.",
        "Link the broader concepts in between with skos:broader; what is above all of them "
        "follows by itself.",
        Scope.GRAPH,
        reference="qSKOS, solely transitively related concepts",
    ),
    lambda graph, endpoints: _claiming(graph, _below_lower_ends(graph, endpoints)),
)
def only_transitive(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """Claims of broaderTransitive or narrowerTransitive that no path of broader makes true."""
    claimed = (SKOS.broaderTransitive, SKOS.narrowerTransitive)
    nodes = _with(graph, claimed) if around is None else around
    claims = dict.fromkeys(
        (node, predicate, value)
        for node in nodes
        for predicate in claimed
        for value in graph.values(node, predicate)
        if not isinstance(value, Literal)
    )
    pairs = {
        (node, value) if predicate == SKOS.broaderTransitive else (value, node): None
        for node, predicate, value in claims
    }
    up = upward(graph, [n for pair in pairs for n in pair], closure.broader)
    missing = set(unconnected(up, pairs))
    for node, predicate, value in claims:
        rises = predicate == SKOS.broaderTransitive
        lower, upper = (node, value) if rises else (value, node)
        if (lower, upper) in missing:
            low, high = name_of(graph, lower), name_of(graph, upper)
            yield Hit(
                node,
                predicate,
                value,
                message=f'"{high}" is said to be somewhere above "{low}", '
                f'but no broader concept leads from "{low}" to it.',
            )


def _claiming(graph: Graph, nodes: set[Node]) -> set[Node]:
    """Some nodes, and those that claim to be above one of them."""
    return nodes.union(*(graph.subjects(SKOS.narrowerTransitive, node) for node in nodes))


# Tops.


def _tops(graph: Graph, scheme: Node) -> Iterator[Node]:
    """The top concepts of a scheme, said from either side (S8); some come twice."""
    for p in graph.in_use((_HAS_TOP,)):
        yield from (v for v in graph.values(scheme, p) if not isinstance(v, Literal))
    for p in graph.in_use((_TOP_OF,)):
        yield from graph.subjects(p, scheme)


def _has_tops(graph: Graph, scheme: Node) -> bool:
    return next(_tops(graph, scheme), None) is not None


def _members(graph: Graph, scheme: Node) -> Iterator[Node]:
    for predicate in graph.sub_properties(SKOS.inScheme):
        yield from graph.subjects(predicate, scheme)


def _below_tops(graph: Graph, endpoints: Iterable[Node]) -> set[Node]:
    """What an edge can put under a top concept or take from under it."""
    ends = set(endpoints)
    starts = [n for n in ends if not ends.isdisjoint(closure.broader(graph, n))]
    starts += [n for n in ends if not ends.isdisjoint(closure.topped(graph, n))]
    return ends | closure.reach(graph, starts, closure.narrower)


def _first_or_last_top(changed: ChangedGraph) -> Iterator[Node]:
    """All of a scheme that gets its first top concept or loses its last one."""
    for t in (*changed.added, *changed.removed):
        for end in (t.subject, t.object):
            if not isinstance(end, Literal):
                has, had = _has_tops(changed, end), _has_tops(changed.base, end)
                if has != had:
                    yield from _members(changed, end)
                    yield from _members(changed.base, end)


@FAMILY.graph(
    Rule(
        "HI006",
        "not-under-top-concept",
        Severity.WARNING,
        "No broader concept leads from the concept to a top concept of its scheme.",
        "Give it a broader concept, or make it a top concept.",
        Scope.GRAPH,
        reference="VocPub 2.3.03",
    ),
    _below_tops,
    _first_or_last_top,
)
def not_under_top(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """Live concepts of schemes with top concepts from which none of these is reached.

    A concept of several schemes needs a way to a top of one of them. A scheme without any top
    concept is a matter of HI008.
    """
    nodes = list(closure.concepts(graph) if around is None else around)
    reached = _Reached(graph, None if around is None else nodes)
    for node in nodes:
        schemes = [s for s in closure.schemes(graph, node) if reached.has_tops(s)]
        if not schemes or any(node in reached.below_tops(scheme) for scheme in schemes):
            continue
        if graph.is_a(node, _CONCEPT) and not is_retired(graph, node):
            name = name_of(graph, node)
            yield Hit(
                node,
                _BROADER,
                message=f'No broader concept leads from "{name}" to a top concept of its scheme.',
            )


class _Reached:
    """What lies below the top concepts of schemes, walked once for each scheme.

    :param nodes: where only these are asked about, nothing but the ways up from them is looked at
    """

    def __init__(self, graph: Graph, nodes: Iterable[Node] | None) -> None:
        self._graph = graph
        self._up = _steps_up(graph, nodes)
        self._down: dict[Node, list[Node]] = {}
        for lower, above in self._up.items():
            for upper in above:
                self._down.setdefault(upper, []).append(lower)
        self._tops: dict[Node, list[Node]] = {}
        for node in () if nodes is None else self._up:
            for scheme in closure.topped(graph, node):
                self._tops.setdefault(scheme, []).append(node)
        self._all = nodes is None
        self._below: dict[Node, set[Node]] = {}
        self._with_tops: dict[Node, bool] = {}

    def has_tops(self, scheme: Node) -> bool:
        """Whether a scheme has a top concept."""
        known = self._with_tops.get(scheme)
        if known is None:
            known = self._with_tops[scheme] = _has_tops(self._graph, scheme)
        return known

    def below_tops(self, scheme: Node) -> set[Node]:
        """The top concepts of a scheme and everything below them, as far as it matters."""
        if scheme not in self._below:
            starts = _tops(self._graph, scheme) if self._all else self._tops.get(scheme, ())
            self._below[scheme] = closure.reach(
                self._graph, starts, lambda _, node: self._down.get(node, ())
            )
        return self._below[scheme]


def _beside_scheme(graph: Graph, endpoints: Iterable[Node]) -> set[Node]:
    """The endpoints, and what is directly below one whose scheme can have changed."""
    ends = set(endpoints)
    moved = [n for n in ends if not ends.isdisjoint(closure.schemes(graph, n))]
    return ends.union(*(_lower(graph, n) for n in moved))


def _lower(graph: Graph, node: Node) -> list[Node]:
    """One step down, by the transitive properties too, without mappings."""
    return [*closure.narrower(graph, node), *_transitive(graph, node, *reversed(_TRANSITIVE))]


def _upper(graph: Graph, node: Node) -> list[Node]:
    """One step up, by the transitive properties too, without mappings."""
    found = (*closure.broader(graph, node), *_transitive(graph, node, *_TRANSITIVE))
    return list(dict.fromkeys(found))


_TRANSITIVE = (SKOS.broaderTransitive, SKOS.narrowerTransitive)


def _transitive(graph: Graph, node: Node, said: IRI, heard: IRI) -> Iterator[Node]:
    yield from (v for v in graph.values(node, said) if not isinstance(v, Literal))
    yield from graph.subjects(heard, node)


@FAMILY.graph(
    Rule(
        "HI007",
        "top-concept-with-broader",
        Severity.WARNING,
        "The top concept has a broader concept in the same scheme.",
        "Remove the broader concept, or make that one the top concept.",
        Scope.GRAPH,
        Fix.UNSAFE,
        "qSKOS, top concepts having broader concepts; SkoHub",
    ),
    _beside_scheme,
)
def top_with_broader(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """Top concepts with a broader concept that is in the same scheme, or in none."""
    nodes = _all_tops(graph) if around is None else around
    for node in nodes:
        topped = set(closure.topped(graph, node))
        if not topped:
            continue
        for broader in _upper(graph, node):
            schemes = closure.schemes(graph, broader)
            if broader != node and (not schemes or not topped.isdisjoint(schemes)):
                name, high = name_of(graph, node), name_of(graph, broader)
                yield Hit(
                    node,
                    _BROADER,
                    broader,
                    message=f'The top concept "{name}" has a broader concept, "{high}".',
                    hint=f'Remove the link to "{high}", or let "{name}" be no top concept.',
                )


def _all_tops(graph: Graph) -> Iterator[Node]:
    said = _with(graph, (SKOS.topConceptOf,))
    heard = (n for scheme in _with(graph, (SKOS.hasTopConcept,)) for n in _tops(graph, scheme))
    return iter(dict.fromkeys((*said, *heard)))


# Clusters.


@FAMILY.whole(
    Rule(
        "HI005",
        "disconnected-cluster",
        Severity.INFO,
        "Some concepts hang together, but nothing links them to the rest.",
        "Link one of them to a concept of the rest, or accept that they stand apart.",
        Scope.WHOLE,
        reference="qSKOS, disconnected concept clusters",
    )
)
def disconnected_clusters(graph: Graph) -> Iterator[Hit]:
    """The groups of linked concepts but the largest; any relation or mapping links (S39).

    Concepts without any relation are no clusters but orphans (HI004).
    """
    clusters = list(_clusters(graph))
    total = sum(map(len, clusters))
    for cluster in _but_the_largest(clusters):
        yield Hit(
            cluster[0],
            message=_apart(graph, cluster, total - len(cluster)),
            related=tuple(cluster[1:]),
            gathered=True,
        )


def _but_the_largest(clusters: Sequence[Sequence[Node]]) -> list[list[Node]]:
    """Clusters by N-Triples each, the larger first; of two largest, the first is left out."""
    most = max(map(len, clusters), default=0)
    alone = sum(len(cluster) == most for cluster in clusters) == 1
    # The largest may be nearly all of the vocabulary: it is sorted only where it must be.
    others = [sorted(c, key=n3) for c in clusters if len(c) < most or not alone]
    others.sort(key=lambda cluster: (-len(cluster), n3(cluster[0])))
    return others if alone else others[1:]


def _apart(graph: Graph, cluster: Sequence[Node], others: int) -> str:
    named = ", ".join(f'"{name_of(graph, n)}"' for n in cluster[:_SHOWN])
    if len(cluster) == 1:
        return f"{named} is linked to none of the other {others} concepts that have links."
    more = f" and {len(cluster) - _SHOWN} more" if len(cluster) > _SHOWN else ""
    group = f"A group of {counted(len(cluster), 'concept')}"
    return f"{group} is linked to none of the other {others} that have links: {named}{more}."


def _clusters(graph: Graph) -> Iterator[list[Node]]:
    """The weakly connected components of relations and mappings, in any order.

    What is not described here, such as a concept of another vocabulary, joins but is not named.
    """
    linked: dict[Node, list[Node]] = {}
    relations = graph.in_use((*SEMANTIC, *MAPPING))
    for node in graph.nodes() if relations else ():
        own = graph.properties(node)
        for predicate in relations:
            for value in own.get(predicate, ()):
                if not isinstance(value, Literal):
                    linked.setdefault(node, []).append(value)
                    linked.setdefault(value, []).append(node)
    seen: set[Node] = set()
    for node in linked:
        if node not in seen:
            seen.add(node)
            cluster = [node]
            for each in cluster:
                new = [other for other in linked[each] if other not in seen]
                seen.update(new)
                cluster += new if len(new) < 2 else dict.fromkeys(new)
            yield [n for n in cluster if graph.properties(n)]
