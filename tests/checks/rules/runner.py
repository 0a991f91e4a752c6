"""A small runner of rules, apart from the product's own, that keeps to what a scope may see."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from hypothesis import strategies as st

from tvet_skos.checks.graph import ChangedGraph, Graph
from tvet_skos.checks.rule import AnyRule, GraphRule, Hit, KeyRule, RecordRule, WholeRule
from tvet_skos.namespaces import DCTERMS, FOAF, OWL, PREFIXES, RDF, SKOS, SKOSXL
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI, Literal, Node, Term, Triple, n3

BASE = "http://e/"
_NAMES = {**PREFIXES, "skosxl": SKOSXL.iri, "ex": BASE}
_HEAD = f"@base <{BASE}> .\n" + "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in _NAMES.items())

Place = tuple[Node, IRI | None, Term | None, tuple[Node, ...]]
"""What sets a finding apart from others of its rule."""


def e(name: str) -> IRI:
    return IRI(BASE + name)


def graph(turtle: str) -> Graph:
    """A graph in Turtle with the usual prefixes; relative IRIs are under ``http://e/``."""
    return Graph(parse((_HEAD + turtle).encode(), FORMATS["turtle"]))


def concepts(names: str, more: str = "") -> str:
    """Statements that some names are concepts with their name as label."""
    said = (f'<{n}> a skos:Concept ; skos:prefLabel "{n.title()}"@en . ' for n in names.split())
    return "".join(said) + more


def up(steps: str) -> str:
    """Steps to broader concepts, such as "ab bc" for a to b and b to c."""
    return "".join(
        f"<{lower}> skos:broader <{upper}> . " for lower, upper in map(tuple, steps.split())
    )


def found(rules: Iterable[AnyRule], rule_id: str, data: Graph | str) -> list[Hit]:
    """What the rules of an id find in all of a graph, each place once, by focus."""
    asked = graph(data) if isinstance(data, str) else data
    chosen = [rule for rule in rules if rule.rule.id == rule_id]
    assert chosen, rule_id
    hits = {place(hit): hit for rule in chosen for hit in full(rule, asked)}
    for hit in hits.values():
        assert "\n" not in hit.message and (not hit.message or hit.message.endswith("."))
        if hit.gathered:
            assert [hit.focus, *hit.related] == sorted((hit.focus, *hit.related), key=n3)
    return sorted(hits.values(), key=lambda hit: (n3(hit.focus), hit.message))


def place(hit: Hit) -> Place:
    return hit.focus, hit.path, hit.value, hit.related if hit.gathered else ()


def full(rule: AnyRule, data: Graph) -> Iterator[Hit]:
    """Everything that a rule finds."""
    if isinstance(rule, GraphRule):
        yield from rule.judge(data, None)
    elif isinstance(rule, WholeRule):
        yield from rule.judge(data)
    elif isinstance(rule, RecordRule):
        for node in _instances(data, rule.classes):
            yield from rule.judge(data, node)
    elif isinstance(rule, KeyRule):
        yield from _of_groups(rule, data, None)


def _instances(data: Graph, classes: tuple[IRI, ...]) -> list[Node]:
    if not classes:
        return list(data.nodes())
    return list(dict.fromkeys(n for c in classes for n in data.instances(c)))


def _of_groups(rule: KeyRule, data: Graph, keys: set[Hashable] | None) -> Iterator[Hit]:
    groups: dict[Hashable, set[Node]] = {}
    for node in _instances(data, rule.classes):
        for key in rule.keys(data, node):
            if keys is None or key in keys:
                groups.setdefault(key, set()).add(node)
    for key, nodes in groups.items():
        if len(nodes) > 1:
            yield from rule.judge(data, key, tuple(sorted(nodes, key=n3)))


_FACTS = {
    RDF.type, RDF.value, OWL.deprecated, SKOS.inScheme, SKOS.topConceptOf, SKOS.prefLabel,
    SKOS.altLabel, SKOS.hiddenLabel, SKOSXL.literalForm, DCTERMS.license, DCTERMS.title,
    DCTERMS.issued, DCTERMS.isReplacedBy, FOAF.name,
}  # fmt: skip
"""What may be read of a neighbour."""


def around_change(rule: AnyRule, changed: ChangedGraph) -> tuple[set[Place], set[Place]]:
    """What a rule finds before and after a change where the change can matter to it."""
    changes = (*changed.added, *changed.removed)
    ends = list(dict.fromkeys(n for t in changes for n in _ends(t)))
    sides = (changed.base, changed)
    if isinstance(rule, GraphRule):
        region: set[Node] = set(rule.overall(changed) if rule.overall else ())
        for edge in (tuple(_ends(t)) for t in changes):
            region.update(rule.region(changed.base, edge), rule.region(changed, edge))
        hits = [[h for h in rule.judge(side, region) if h.focus in region] for side in sides]
    else:
        near = set(ends)
        for t in changes:
            if t.predicate in _FACTS:
                near.update(n for side in sides for n in _neighbours(side, t.subject))
        if isinstance(rule, RecordRule):
            hits = [[h for n in near for h in _judged(rule, side, n)] for side in sides]
        else:
            assert isinstance(rule, KeyRule)
            keys = {k for side in sides for n in near for k in _keys(rule, side, n)}
            hits = [list(_of_groups(rule, side, keys)) for side in sides]
    before, after = ({place(hit) for hit in side} for side in hits)
    return before, after


def _ends(t: Triple) -> Iterator[Node]:
    yield t.subject
    if not isinstance(t.object, Literal):
        yield t.object


def _neighbours(data: Graph, node: Node) -> Iterator[Node]:
    for values in data.properties(node).values():
        yield from (v for v in values if not isinstance(v, Literal))
    for subjects in data.incoming(node).values():
        yield from subjects


def _applies(classes: tuple[IRI, ...], data: Graph, node: Node) -> bool:
    return bool(data.properties(node)) and (not classes or any(data.is_a(node, c) for c in classes))


def _judged(rule: RecordRule, data: Graph, node: Node) -> Iterator[Hit]:
    return rule.judge(data, node) if _applies(rule.classes, data, node) else iter(())


def _keys(rule: KeyRule, data: Graph, node: Node) -> Iterable[Hashable]:
    return rule.keys(data, node) if _applies(rule.classes, data, node) else ()


def assert_change_is_found_around_it(rule: AnyRule, changed: ChangedGraph) -> None:
    """What is new and fixed around a change is what two full checks differ in."""
    old, new = ({place(h) for h in full(rule, side)} for side in (changed.base, changed))
    before, after = around_change(rule, changed)
    assert after - before == new - old, rule.rule.id
    assert before - after == old - new, rule.rule.id


@st.composite
def changes(
    draw: st.DrawFn, statements: st.SearchStrategy[Triple], size: int, fixed: Iterable[Triple] = ()
) -> ChangedGraph:
    """A random graph with a random change of up to three statements each way.

    :param fixed: statements that are there before, whatever else is
    """
    before = [*fixed, *draw(st.lists(statements, min_size=size // 2, max_size=size))]
    removed = draw(st.lists(st.sampled_from(before), max_size=2))
    added = draw(st.lists(statements, min_size=0 if removed else 1, max_size=2))
    return Graph(before).changed(added, removed)
