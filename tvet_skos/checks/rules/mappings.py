"""Rules on mappings: what is mapped to what, and whether it is linked to the outside at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tvet_skos.checks import closure
from tvet_skos.checks.closure import MAPPING
from tvet_skos.checks.evidence import short
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.naming import name_of, names_of
from tvet_skos.checks.policy import Target
from tvet_skos.checks.report import Severity
from tvet_skos.checks.retirement import is_retired
from tvet_skos.checks.rule import Family, Fix, Hit, RecordRule, Rule, Scope
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.terms import IRI, Literal, Node, Term, n3

FAMILY = Family()

# Looked up once: making a term costs more than a look into a node.
_CONCEPT, _EXACT, _TYPE = SKOS.Concept, SKOS.exactMatch, RDF.type
_SKOS = SKOS.iri


def host(iri: Term) -> str:
    """The host of a web address in lower case, or ``""`` for what is none.

    >>> host(IRI("http://Example.org:80/a"))
    'example.org:80'
    """
    if not isinstance(iri, str) or not iri.startswith(("http://", "https://")):
        return ""
    return iri.split("/", 3)[2].lower()


def _mapped(graph: Graph, node: Node) -> Iterator[tuple[IRI, Node]]:
    own = graph.properties(node)
    for predicate in graph.in_use(MAPPING):
        for value in own.get(predicate, ()):
            if not isinstance(value, Literal):
                yield predicate, value


# Mappings inside one vocabulary.


def _mapping_ends(graph: Graph, endpoints: Iterable[Node]) -> set[Node]:
    """The endpoints, and what is mapped to them."""
    ends = set(endpoints)
    mappings = graph.in_use(MAPPING)
    return ends.union(n for node in ends for p in mappings for n in graph.subjects(p, node))


_INSTEAD = {
    SKOS.broadMatch: "skos:broader",
    SKOS.narrowMatch: "skos:narrower",
    SKOS.relatedMatch: "skos:related",
    SKOS.closeMatch: "skos:related",
}


@FAMILY.graph(
    Rule(
        "MP001",
        "mapping-inside-scheme",
        Severity.WARNING,
        "A mapping, which is meant for other vocabularies, links two concepts of this one.",
        "Use skos:broader, skos:narrower or skos:related, or make the two one concept.",
        Scope.GRAPH,
        Fix.UNSAFE,
        "qSKOS, mapping relations misuse",
    ),
    _mapping_ends,
)
def mappings_inside(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """Mappings between own concepts of one scheme, or of which one is in no scheme.

    Own concepts are described here as concepts and have the same host.
    """
    for node in closure.concepts(graph) if around is None else around:
        if not graph.is_a(node, _CONCEPT):
            continue
        for predicate, value in _mapped(graph, node):
            if value == node or not graph.is_a(value, _CONCEPT) or host(value) != host(node):
                continue
            one, other = closure.schemes(graph, node), closure.schemes(graph, value)
            if not one or not other or not set(one).isdisjoint(other):
                yield _inside(graph, node, predicate, value)


def _inside(graph: Graph, node: Node, predicate: IRI, value: Node) -> Hit:
    name, end = name_of(graph, node), name_of(graph, value)
    instead = _INSTEAD.get(predicate)
    return Hit(
        node,
        predicate,
        value,
        message=f'"{name}" is mapped to "{end}" by {short(predicate)}, '
        "but both are concepts of this vocabulary.",
        hint=f"Link the two with {instead} instead." if instead else "",
    )


# Classes of exact matches.


def _exact(graph: Graph, node: Node) -> list[Node]:
    return closure.matched(graph, node, _EXACT)


def _class_of(graph: Graph, endpoints: Iterable[Node]) -> set[Node]:
    """The endpoints, and everything that exact matches lead to from them (S44, S45)."""
    return closure.reach(graph, endpoints, _exact)


def _classes(graph: Graph, around: Iterable[Node] | None) -> Iterable[list[Node]]:
    """The classes of exact matches of three members or more, by N-Triples each."""
    if around is not None:
        return _classes_of(graph, around)
    starts = _matching(graph, graph.nodes())
    return graph.once(_classes, lambda: [*_classes_of(graph, starts)])


def _classes_of(graph: Graph, starts: Iterable[Node]) -> Iterator[list[Node]]:
    seen: set[Node] = set()
    for node in starts:
        if node not in seen and not _is_pair(graph, node):
            found = _class_of(graph, [node])
            seen |= found
            if len(found) > 2:
                yield sorted(found, key=n3)


def _is_pair(graph: Graph, node: Node) -> bool:
    """Whether a node matches one other exactly and that one it alone, as most do."""
    matched = _exact(graph, node)
    return len(matched) == 1 and _exact(graph, matched[0]) == [node]


def _matching(graph: Graph, nodes: Iterable[Node]) -> Iterator[Node]:
    """Those of the nodes that say that they match another one exactly."""
    exact = graph.in_use((_EXACT,))
    return (n for n in nodes if not graph.properties(n).keys().isdisjoint(exact))


@FAMILY.graph(
    Rule(
        "MP002",
        "exactmatch-many-to-one",
        Severity.WARNING,
        "Several concepts of one scheme are exactly the same as one concept elsewhere.",
        "Keep the exact match of one of them, and make the others close or broad matches.",
        Scope.GRAPH,
        reference="SKOS Reference, S45: exact matches are transitive",
    ),
    _class_of,
)
def exact_many_to_one(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """Concepts of one scheme that are exact matches of the same concept, directly or not."""
    for members in _classes(graph, around):
        schemes: dict[Node, list[Node]] = {}
        for node in members:
            if graph.is_a(node, _CONCEPT):
                for scheme in closure.schemes(graph, node):
                    schemes.setdefault(scheme, []).append(node)
        for group in {tuple(g): None for g in schemes.values() if 1 < len(g) < len(members)}:
            target = next(n for n in members if n not in group)
            yield Hit(
                group[0],
                _EXACT,
                message=f"{names_of(graph, group)} are exact matches of "
                f'"{name_of(graph, target)}", so they would be one concept.',
                related=group[1:],
                gathered=True,
            )


def _namespace(iri: str) -> str:
    """An IRI up to its last ``#`` or ``/``."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


@FAMILY.graph(
    Rule(
        "MP003",
        "exactmatch-chain-across-schemes",
        Severity.WARNING,
        "Exact matches make several concepts of another vocabulary the same.",
        "Keep the match that is exact, and make the others close, broad or narrow matches.",
        Scope.GRAPH,
        reference="SKOS Reference, S45: exact matches are transitive",
    ),
    _class_of,
)
def exact_chains(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """Classes of exact matches with several concepts that are not described here and have one
    namespace, which is taken for one vocabulary.
    """
    for members in _classes(graph, around):
        own = [n for n in members if graph.is_a(n, _CONCEPT)] or [*_matching(graph, members)]
        foreign: dict[str, list[IRI]] = {}
        for node in members:
            if isinstance(node, IRI) and not graph.is_a(node, _CONCEPT):
                foreign.setdefault(_namespace(node), []).append(node)
        for namespace, group in sorted(foreign.items()):
            if len(group) > 1 and own:
                listed = ", ".join(f"<{iri}>" for iri in group[:3])
                more = f" and {len(group) - 3} more" if len(group) > 3 else ""
                yield Hit(
                    own[0],
                    _EXACT,
                    group[0],
                    message=f'By exact matches of "{name_of(graph, own[0])}", several concepts of '
                    f"{namespace} would be one: {listed}{more}.",
                    related=tuple(group),
                )


# Targets.

_UNKNOWN = Rule(
    "MP004",
    "mapping-target-unknown",
    Severity.WARNING,
    "The concept that is mapped to is not in its vocabulary, or is retired there.",
    "Correct the address, or map to the concept that replaces it.",
    reference="Practice of mapping; compare qSKOS, broken links",
)


def at_hand(copies: Iterable[Graph]) -> Callable[[IRI], Target]:
    """What some vocabularies know of an address, for ``unknown_targets``.

    An address belongs to a vocabulary that has a concept with the same namespace.
    """
    known: dict[str, Target] = {}
    namespaces: set[str] = set()
    for copy in copies:
        for node in closure.concepts(copy):
            if isinstance(node, IRI):
                known[node] = Target.RETIRED if is_retired(copy, node) else Target.KNOWN
                namespaces.add(_namespace(node))

    def look_up(iri: IRI) -> Target:
        missing = Target.MISSING if _namespace(iri) in namespaces else Target.OUT_OF_SIGHT
        return known.get(iri, missing)

    return look_up


def unknown_targets(look_up: Callable[[IRI], Target]) -> RecordRule:
    """The rule that mappings lead to live concepts of vocabularies that are at hand (MP004)."""

    def judge(graph: Graph, node: Node) -> Iterator[Hit]:
        for predicate, value in _mapped(graph, node):
            target = look_up(value) if isinstance(value, IRI) else Target.OUT_OF_SIGHT
            if target in (Target.MISSING, Target.RETIRED):
                fault = "is retired there" if target is Target.RETIRED else "is not there"
                yield Hit(
                    node,
                    predicate,
                    value,
                    message=f'"{name_of(graph, node)}" is mapped to <{value}> by '
                    f"{short(predicate)}, but that concept {fault}.",
                )

    return RecordRule(_UNKNOWN, judge, (_CONCEPT,), needs=MAPPING)


FAMILY.rules.append(RecordRule(_UNKNOWN, lambda graph, node: iter(()), (_CONCEPT,)))
"""Without any copy at hand, nothing is known to be missing."""


# Justification.

UNJUSTIFIED = Rule(
    "MP005",
    "mapping-without-justification",
    Severity.INFO,
    "Nothing says who made the mapping, when, or how sure it is.",
    "Add author, date and confidence to its row in mappings.sssom.tsv.",
    Scope.FILE,
    reference="SSSOM",
)
"""The rule that ``unjustified`` applies."""

_FIELDS = {
    "an author": ("author_id", "author_label", "creator_id", "creator_label"),
    "a date": ("mapping_date", "publication_date"),
    "a confidence": ("confidence",),
}
"""What a mapping is to tell, and the SSSOM slots that tell it."""


def unjustified(graph: Graph, rows: Iterable[Mapping[str, str]]) -> Iterator[Hit]:
    """Mappings of concepts of a graph that lack an author, a date or a confidence (MP005).

    :param rows: of an SSSOM table, by column; ``subject_id``, ``predicate_id`` and ``object_id``
        are IRIs in full. A mapping that has no row lacks everything.
    """
    told: dict[tuple[str, ...], Mapping[str, str]] = {}
    for row in rows:
        told[tuple(row.get(f"{end}_id", "") for end in ("subject", "predicate", "object"))] = row
    for node in closure.concepts(graph):
        for predicate, value in _mapped(graph, node):
            row = told.get((str(node), predicate, str(value)), {})
            missing = [what for what, slots in _FIELDS.items() if not any(map(row.get, slots))]
            if missing:
                yield _unjustified(graph, node, predicate, value, missing)


def _unjustified(graph: Graph, node: Node, predicate: IRI, value: Node, missing: list[str]) -> Hit:
    listed = " and ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
    name, end = name_of(graph, node), name_of(graph, value)
    message = f'The mapping of "{name}" to "{end}" lacks {listed}.'
    return Hit(node, predicate, value, message=message)


# Links to the outside.


@FAMILY.record(
    Rule(
        "MP006",
        "missing-out-links",
        Severity.INFO,
        "The concept has no link to another site.",
        "Map it to a concept of another vocabulary, or link a page about it.",
        reference="qSKOS, missing out-links",
    ),
    SKOS.Concept,
)
def missing_out_links(graph: Graph, node: Node) -> Iterator[Hit]:
    """Live concepts without a link from or to a web address on another host.

    A host below the concept's own one is no other, and classes and the terms of SKOS are no links.
    """
    own = host(node)
    if own and not is_retired(graph, node) and not any(_elsewhere(graph, node, own)):
        name = name_of(graph, node)
        yield Hit(node, message=f'"{name}" has no link to another site.')


def _elsewhere(graph: Graph, node: Node, own: str) -> Iterator[bool]:
    """For each web address in the statements about a node, whether it is on another host."""
    for said in (graph.properties(node), graph.incoming(node)):
        for predicate, values in said.items():
            if predicate != _TYPE:
                for value in values:
                    other = host(value)
                    yield bool(other) and not _within(other, own) and not _is_skos(value)


def _within(other: str, own: str) -> bool:
    return other == own or other.endswith(f".{own}")


def _is_skos(value: Term) -> bool:
    return isinstance(value, str) and value.startswith(_SKOS)


MISSING_IN_LINKS = Rule(
    "MP007",
    "missing-in-links",
    Severity.INFO,
    "No other site links to the concept.",
    "Tell those who maintain related vocabularies about it.",
    Scope.NETWORK,
    reference="qSKOS, missing in-links",
)
"""The rule that ``missing_in_links`` applies."""


def missing_in_links(graph: Graph, linking: Callable[[IRI], Iterable[str]]) -> Iterator[Hit]:
    """Live concepts that nothing on another host links to (MP007).

    :param linking: the addresses that link to a concept, as somebody who knows tells
    """
    for node in closure.concepts(graph):
        own = host(node)
        if not isinstance(node, IRI) or not own or is_retired(graph, node):
            continue
        if not any(host(IRI(address)) not in ("", own) for address in linking(node)):
            yield Hit(node, message=f'No other site links to "{name_of(graph, node)}".')
