"""Rules on single relations: what a concept is linked to, and what links it back."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

from tvet_skos.checks import closure
from tvet_skos.checks.closure import MAPPING, SEMANTIC
from tvet_skos.checks.evidence import short
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.naming import name_of, namer
from tvet_skos.checks.report import Severity
from tvet_skos.checks.retirement import is_retired
from tvet_skos.checks.rule import Family, Fix, Hit, Rule, Scope
from tvet_skos.namespaces import RDF, RDFS, SKOS
from tvet_skos.terms import IRI, Literal, Node, Term, n3, order
from tvet_skos.text import singular, squash, words

FAMILY = Family()

RELATIONS = (*SEMANTIC, *MAPPING)
"""Semantic relations, mappings among them (S39)."""

# Looked up once: making a term costs more than a look into a node.
_CONCEPT, _SCHEME = SKOS.Concept, SKOS.ConceptScheme
_ORDERED, _MEMBER, _MEMBER_LIST = SKOS.OrderedCollection, SKOS.member, SKOS.memberList
_TOP_CONCEPT_OF, _TYPE, _VALUE = SKOS.topConceptOf, RDF.type, RDF.value
_SEE_ALSO = RDFS.seeAlso
_RELATED = SKOS.related
_COLLECTIONS = (SKOS.Collection, SKOS.OrderedCollection)


def _links(graph: Graph, node: Node, predicates: Iterable[IRI]) -> Iterator[tuple[IRI, Node]]:
    """The nodes that a node names by some properties; literals are no matter of this family."""
    own = graph.properties(node)
    for predicate in predicates:
        for value in own.get(predicate, ()):
            if not isinstance(value, Literal):
                yield predicate, value


@FAMILY.record(
    Rule(
        "HI002",
        "reflexive-relation",
        Severity.ERROR,
        "The concept is related to itself.",
        "Remove the link.",
        fix=Fix.SAFE,
        reference="qSKOS, reflexively related concepts",
    ),
    needs=RELATIONS,
)
def reflexive_relations(graph: Graph, node: Node) -> Iterator[Hit]:
    """Semantic relations and mappings of a node with itself."""
    own = graph.properties(node)
    for predicate in graph.in_use(RELATIONS):
        if node in own.get(predicate, ()):
            name = name_of(graph, node)
            message = f'"{name}" is linked to itself by {short(predicate)}.'
            yield Hit(node, predicate, node, message=message)


@FAMILY.record(
    Rule(
        "HI004",
        "orphan-concept",
        Severity.WARNING,
        "The concept is related to no other concept, and it is no top concept.",
        "Give it a broader or a related concept, or make it a top concept.",
        reference="qSKOS, orphan concepts; SkoHub",
    ),
    SKOS.Concept,
)
def orphans(graph: Graph, node: Node) -> Iterator[Hit]:
    """Live concepts without any relation or mapping, either way, that are no top concepts."""
    relations = graph.in_use(RELATIONS)
    if not graph.properties(node).keys().isdisjoint(relations):
        return
    if not graph.incoming(node).keys().isdisjoint(relations):
        return
    if not closure.topped(graph, node) and not is_retired(graph, node):
        name = name_of(graph, node)
        message = f'"{name}" is related to no other concept, and it is no top concept.'
        yield Hit(node, message=message)


INVERSES = {
    SKOS.broader: SKOS.narrower,
    SKOS.narrower: SKOS.broader,
    SKOS.broaderTransitive: SKOS.narrowerTransitive,
    SKOS.narrowerTransitive: SKOS.broaderTransitive,
    SKOS.related: SKOS.related,
    SKOS.broadMatch: SKOS.narrowMatch,
    SKOS.narrowMatch: SKOS.broadMatch,
    SKOS.relatedMatch: SKOS.relatedMatch,
    SKOS.exactMatch: SKOS.exactMatch,
    SKOS.closeMatch: SKOS.closeMatch,
    SKOS.topConceptOf: SKOS.hasTopConcept,
    SKOS.hasTopConcept: SKOS.topConceptOf,
}
"""Property to its inverse, itself where it is symmetric (S8, S23, S25, S26, S43, S44)."""


@FAMILY.record(
    Rule(
        "HI009",
        "missing-reciprocal",
        Severity.INFO,
        "A relation is given on one side only.",
        "Add the other direction; some readers see only what a concept itself says.",
        fix=Fix.SAFE,
        reference="qSKOS, unidirectionally related concepts; Skosify",
    ),
    SKOS.Concept,
    SKOS.ConceptScheme,
    needs=tuple(INVERSES),
)
def missing_reciprocals(graph: Graph, node: Node) -> Iterator[Hit]:
    """Relations whose inverse is not said, as far as the other end is described here."""
    own, incoming = graph.properties(node), graph.incoming(node)
    for predicate in [p for p in own if p in INVERSES]:
        answers = incoming.get(INVERSES[predicate], ())
        unanswered = set(own[predicate]).difference(answers)  # a hub may have 100,000
        other = _SCHEME if predicate == _TOP_CONCEPT_OF else _CONCEPT
        for _, value in _links(graph, node, (predicate,)) if unanswered else ():
            if value in unanswered and value != node and graph.is_a(value, other):
                name, end = name_of(graph, node), name_of(graph, value)
                back = short(INVERSES[predicate])
                yield Hit(
                    node,
                    predicate,
                    value,
                    message=f'"{name}" names "{end}" by {short(predicate)}, '
                    f'but "{end}" does not name it by {back}.',
                    hint=f'Add {back} "{name}" to "{end}".',
                )


@FAMILY.graph(
    Rule(
        "HI011",
        "valueless-association",
        Severity.INFO,
        "Two related concepts share a broader or a narrower concept, which relates them already.",
        "Remove the link, unless it says more than that the two are neighbours.",
        Scope.GRAPH,
        reference="qSKOS, valueless associative relations",
    ),
    lambda graph, endpoints: _associated(graph, endpoints),
)
def valueless_associations(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """Pairs of related concepts with a common direct parent or a common direct child."""
    parents = _Kin(graph, _PARENT)
    children = _Kin(graph, _CHILD)
    name = namer(graph)
    for first, second in _pairs(graph, around):
        above, below = parents.common(first, second), children.common(first, second)
        if above or below:
            yield _valueless(name, first, second, above, below)


def _pairs(graph: Graph, around: Iterable[Node] | None) -> Iterable[tuple[Node, Node]]:
    """The pairs of related concepts, of which one is among the nodes, each once."""
    if around is None:
        related = graph.in_use((SKOS.related, SKOS.relatedMatch))
        pairs = ((node, v) for node in graph.nodes() for _, v in _links(graph, node, related))
    else:
        pairs = ((node, v) for node in around for v in closure.associated(graph, node))
    return dict.fromkeys((a, b) if n3(a) < n3(b) else (b, a) for a, b in pairs if a != b)


def _associated(graph: Graph, endpoints: Iterable[Node]) -> set[Node]:
    """The first ones of the related pairs on which a changed link can have a bearing.

    Those are the endpoints, where they are related, and pairs of one endpoint and a parent or a
    child of the other one.
    """
    ends = set(endpoints)
    found: set[Node] = set()
    for node in ends:
        related = closure.associated(graph, node)
        near = set(ends).union(*(_kin(graph, end) for end in ends if end != node and related))
        found.update(min(node, other, key=n3) for other in near.intersection(related))
    return found


def _kin(graph: Graph, node: Node) -> Iterator[Node]:
    """The parents and children of a node."""
    said, heard = _PARENT
    for predicate in (*said, *heard):
        yield from (v for v in graph.values(node, predicate) if not isinstance(v, Literal))
        yield from graph.subjects(predicate, node)


_PARENT = ((SKOS.broader, SKOS.broaderTransitive), (SKOS.narrower, SKOS.narrowerTransitive))
_CHILD = ((SKOS.narrower, SKOS.narrowerTransitive), (SKOS.broader, SKOS.broaderTransitive))


class _Kin:
    """The direct parents or children of nodes, looked up once each."""

    def __init__(self, graph: Graph, steps: tuple[tuple[IRI, ...], tuple[IRI, ...]]) -> None:
        self._graph = graph
        self._said, self._heard = steps
        self._known: dict[Node, frozenset[Node]] = {}

    def common(self, one: Node, other: Node) -> frozenset[Node]:
        """What two nodes both have as parent or child, the two themselves left out."""
        return (self._of(one) & self._of(other)) - {one, other}

    def _of(self, node: Node) -> frozenset[Node]:
        found = self._known.get(node)
        if found is None:
            said = (v for _, v in _links(self._graph, node, self._said))
            heard = (n for p in self._heard for n in self._graph.subjects(p, node))
            found = self._known[node] = frozenset((*said, *heard))
        return found


def _valueless(
    name: Callable[[Term], str],
    first: Node,
    second: Node,
    above: frozenset[Node],
    below: frozenset[Node],
) -> Hit:
    kind = "broader" if above else "narrower"
    shared = name(min(above or below, key=order))
    return Hit(
        first,
        _RELATED,
        message=f'"{name(first)}" and "{name(second)}" are related, '
        f'although they share the {kind} concept "{shared}".',
        related=(second,),
        gathered=True,
    )


@FAMILY.record(
    Rule(
        "HI012",
        "collection-in-hierarchy",
        Severity.ERROR,
        "A collection takes part in relations that only concepts have.",
        "Make the concepts members of the collection, and link them to the concepts above it.",
        fix=Fix.UNSAFE,
        reference="SKOS Reference, section 9.6.4; Skosify; SkoHub",
    ),
    *_COLLECTIONS,
)
def collections_in_hierarchy(graph: Graph, node: Node) -> Iterator[Hit]:
    """Relations, mappings and tops with a collection at either end; the subject has the fault."""
    name = name_of(graph, node)
    relations = graph.in_use((*RELATIONS, SKOS.topConceptOf, SKOS.hasTopConcept))
    for predicate, value in _links(graph, node, relations):
        end = name_of(graph, value)
        message = f'The collection "{name}" is linked to "{end}" by {short(predicate)}.'
        yield Hit(node, predicate, value, message=message)
    incoming = graph.incoming(node)
    for predicate in relations:
        for subject in incoming.get(predicate, ()):
            if any(graph.is_a(subject, each) for each in _COLLECTIONS):
                continue  # it is a collection that is linked to another one, and said so itself
            start = name_of(graph, subject)
            message = f'"{start}" is linked to the collection "{name}" by {short(predicate)}.'
            yield Hit(subject, predicate, node, message=message)


@FAMILY.record(
    Rule(
        "QU004",
        "collection-domains",
        Severity.ERROR,
        "A collection holds something that is neither a concept nor a collection.",
        "Correct the link, or give the member its type.",
        reference="SKOS Reference, S31 to S34",
    ),
    needs=(_MEMBER, _MEMBER_LIST),
)
def collection_domains(graph: Graph, node: Node) -> Iterator[Hit]:
    """Members that are neither concept nor collection; lists of what is no ordered collection.

    A member without any type is a matter of QU002: it is not described here at all.
    """
    said = graph.properties(node)
    if _MEMBER not in said and _MEMBER_LIST not in said:
        return
    if _MEMBER_LIST in said and not graph.is_a(node, _ORDERED):
        name = name_of(graph, node)
        yield Hit(
            node,
            _MEMBER_LIST,
            message=f'"{name}" has a list of members, but it is no ordered collection.',
            hint="Give it the type skos:OrderedCollection.",
        )
    for predicate, value in _links(graph, node, (_MEMBER,)):
        classes = graph.values(value, _TYPE)
        if classes and not any(graph.is_a(value, c) for c in (_CONCEPT, *_COLLECTIONS)):
            name, member = name_of(graph, node), name_of(graph, value)
            message = (
                f'"{name}" has "{member}" as a member, which is neither concept nor collection.'
            )
            yield Hit(node, predicate, value, message=message)


# Pointers in texts.

_POINTER = re.compile(
    r"\b(?:(?:view|see)\s+also|voir\s+(?:aussi|également)|v[ée]ase\s+(?:también|además)"
    r"|ver\s+también)\b\s*:?\s*([^.;\n()\[\]]{1,200})",
    re.IGNORECASE,
)
"""What "see also" points to, in English, French and Spanish, up to the end of the sentence."""


_BETWEEN = re.compile(r"\s*[,/]\s*|\s+(?:and|or|et|ou|y|o|e)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|an?|le|la|les|el|los|las)\s+|l['’]", re.IGNORECASE)
_QUOTES = " \t\"'“”«»‘’"

_NOTES = (
    SKOS.note, SKOS.scopeNote, SKOS.definition, SKOS.example, SKOS.historyNote,
    SKOS.editorialNote, SKOS.changeNote,
)  # fmt: skip
_LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


def _spellings(graph: Graph, node: Term) -> frozenset[str]:
    """The labels of a node as keys: case, spaces and punctuation do not count."""
    own = graph.properties(node)
    labels = [v for p in _LABELS if p in own for v in own[p]]
    return frozenset(["".join(words(v.value)) for v in labels if isinstance(v, Literal)])


def _keys_of_term(term: str) -> Iterator[str]:
    """A term as it may be spelled as a label, in the plural and in the singular."""
    found = words(term)
    yield "".join(found)
    yield "".join(map(singular, found))


def _mentions(graph: Graph, node: Node) -> Mapping[str, tuple[IRI, Term]]:
    """The terms that the texts of a concept point to, as keys, with property and value."""
    found: dict[str, tuple[IRI, Term]] = {}
    said = graph.properties(node)
    for predicate in _NOTES:
        for value in said.get(predicate, ()):
            texts: Sequence[Term] = (
                (value,) if isinstance(value, Literal) else graph.values(value, _VALUE)
            )
            for text in texts:
                if isinstance(text, Literal) and _may_point(text.value.lower()):
                    for term in _pointed_to(text.value):
                        for key in _keys_of_term(term):
                            found.setdefault(key, (predicate, value))
    return found


def _may_point(lower: str) -> bool:
    """Whether a text in lower case has a word of a pointer; without one it is not read closely."""
    return (
        "also" in lower
        or "aussi" in lower
        or "également" in lower
        or "también" in lower
        or "además" in lower
    )


def _pointed_to(text: str) -> Iterator[str]:
    """The terms that a text points to: what follows, as a whole and in parts."""
    for match in _POINTER.finditer(text):
        for part in (match[1], *_BETWEEN.split(match[1])):
            term = _ARTICLE.sub("", squash(part.strip(_QUOTES)), count=1).strip(_QUOTES)
            if term:
                yield term


def _see_also_keys(graph: Graph, node: Node) -> Iterable[Hashable]:
    return {*_spellings(graph, node), *_mentions(graph, node)}


def _mention(graph: Graph, key: Hashable, node: Node) -> tuple[IRI, Term] | None:
    """Where a concept points to a term, if it does."""
    return _mentions(graph, node).get(str(key))


@FAMILY.group(
    Rule(
        "HI013",
        "see-also-not-linked",
        Severity.WARNING,
        "A text points to another concept, but the two are not linked.",
        "Link the two, with skos:related or whatever relation is true.",
        Scope.KEY,
        Fix.SAFE,
        "Practice of glossaries",
    ),
    _see_also_keys,
    _mention,
    SKOS.Concept,
)
def see_also_not_linked(
    graph: Graph,
    key: Hashable,
    views: Mapping[Node, tuple[IRI, Term] | None],
    _changed: object = None,
) -> Iterator[Hit]:
    """Concepts whose texts say "see also" with a label of another concept that is not linked."""
    for node, said in views.items():
        if said is None:
            continue
        linked = _neighbours(graph, node)
        if any(key in _spellings(graph, n) for n in linked):
            continue
        for other in views:
            if other != node and other not in linked and key in _spellings(graph, other):
                yield _not_linked(graph, node, other, *said)


def _not_linked(graph: Graph, node: Node, other: Node, predicate: IRI, value: Term) -> Hit:
    name, end = name_of(graph, node), name_of(graph, other)
    return Hit(
        node,
        _RELATED,
        other,
        message=f'A text of "{name}" ({short(predicate)}) points to "{end}", '
        "but the two are not linked.",
        hint=f'Link "{end}" with skos:related or whatever relation is true.',
        related=() if isinstance(value, Literal) else (value,),
    )


def _neighbours(graph: Graph, node: Node) -> set[Node]:
    """What a concept is linked to by a relation, a mapping or rdfs:seeAlso, either way."""
    linking = (*graph.in_use(RELATIONS), _SEE_ALSO)
    incoming = graph.incoming(node)
    heard = (n for p in linking for n in incoming.get(p, ()))
    return {*(v for _, v in _links(graph, node, linking)), *heard}
