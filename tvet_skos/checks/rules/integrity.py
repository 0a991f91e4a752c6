"""Integrity conditions of SKOS on classes and labels (SK), and the list of an ordered collection.

A graph breaks an integrity condition if it contradicts the SKOS Reference, taken together with
what the Reference entails. What is merely odd (cycles, redundant links, mappings within a scheme)
breaks none. ``clashes`` has the conditions on links, ``xl`` those of SKOS-XL.

:source: SKOS Reference, S9, S13, S14, S37; section 9.6.2 for the list
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tvet_skos.checks.closure import list_items, reach
from tvet_skos.checks.evidence import NOUNS, Evidence, reason
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.naming import name_of
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Family, Fix, Hit, Rule, Scope
from tvet_skos.namespaces import RDF, SKOS, SKOSXL
from tvet_skos.terms import IRI, XSD_STRING, Literal, Node, Term, order
from tvet_skos.text import squash

FAMILY = Family()

# Looked up once: making a term costs more than a look into a node.
_FIRST, _REST, _NIL, _PREF_LABEL = RDF.first, RDF.rest, RDF.nil, SKOS.prefLabel
_MEMBER, _MEMBER_LIST = SKOS.member, SKOS.memberList

LABELS = {
    SKOS.prefLabel: "preferred label",
    SKOS.altLabel: "alternative label",
    SKOS.hiddenLabel: "hidden label",
}
"""The label properties, the strongest first, and what their values are called."""

_LABELS = tuple(LABELS)

TextKey = tuple[str, str, str]
"""Text, language tag in lower case, datatype: what makes two literals one label."""

Said = dict[TextKey, tuple[IRI, Literal]]
"""Each label once, with the property that gives it."""


def themselves(_: Graph, nodes: Iterable[Node]) -> Iterable[Node]:
    """The nodes and nothing around them: the region of rules that judge one node by its edges."""
    return nodes


def clash(graph: Graph, node: Node, one: Evidence, other: Evidence) -> Hit | None:
    """A hit where a node belongs to two classes that exclude each other; ``other`` is its value."""
    if node not in one or node not in other:
        return None
    first, second = one.of(node), other.of(node)
    assert first is not None and second is not None
    message = (
        f"This is {a(NOUNS[one.rdf_class])} ({reason(graph, node, first)}) and "
        f"{a(NOUNS[other.rdf_class])} ({reason(graph, node, second)}), which SKOS does not allow."
    )
    pointing = dict.fromkeys(t.subject for t in (first, second) if t.subject != node)
    return Hit(node, RDF.type, other.rdf_class, message, related=tuple(pointing))


def a(noun: str) -> str:
    """A noun with its article."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


# S9


@FAMILY.graph(
    Rule(
        "SK009",
        "scheme-concept-disjoint",
        Severity.ERROR,
        "The concept is also a concept scheme, which SKOS does not allow.",
        "Keep one of the two: remove the other type, or correct the link that makes it one.",
        Scope.GRAPH,
        reference="SKOS Reference S9",
    ),
    themselves,
)
def concept_and_scheme(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """What is both a concept and a concept scheme, said or entailed, described here or not."""
    schemes, concepts = Evidence(graph, SKOS.ConceptScheme), Evidence(graph, SKOS.Concept)
    for node in schemes.nodes() if around is None else around:
        hit = clash(graph, node, schemes, concepts)
        if hit is not None:
            yield hit


# S13, S14


@FAMILY.record(
    Rule(
        "SK013",
        "label-properties-disjoint",
        Severity.ERROR,
        "The same text is more than one of preferred, alternative and hidden label.",
        "Remove the weaker of the two labels.",
        fix=Fix.SAFE,
        reference="SKOS Reference S13",
    ),
    # The same text in two roles takes two roles.
    needs=(SKOS.altLabel, SKOS.hiddenLabel),
)
def label_in_two_roles(graph: Graph, node: Node) -> Iterator[Hit]:
    """A label that is more than one of preferred, alternative and hidden; the weaker is reported.

    The same text with another language tag is another label.
    """
    own = graph.properties(node)
    said = [own[predicate] for predicate in graph.in_use(_LABELS) if predicate in own]
    if len(said) < 2:
        return  # so with most nodes, so nothing dearer comes first
    texts = [v.value for values in said for v in values if isinstance(v, Literal)]
    if len(set(texts)) == len(texts):
        return
    strongest: dict[TextKey, IRI] = {}
    for role in LABELS:
        for key, (predicate, literal) in labels(graph, node, role).items():
            stronger = strongest.setdefault(key, role)
            if stronger != role:
                yield Hit(
                    node, predicate, literal, two_roles(literal, stronger, role), drop_label(role)
                )


def two_roles(literal: Literal, stronger: IRI, weaker: IRI) -> str:
    """The sentence on a label in two roles."""
    text, strong, weak = squash(literal.value), LABELS[stronger], LABELS[weaker]
    return f'"{text}" is both {a(strong)} and {a(weak)}{in_language(literal.language)}.'


def drop_label(role: IRI) -> str:
    """The way out of a label in two roles."""
    return f"Remove the {LABELS[role]}."


@FAMILY.record(
    Rule(
        "SK014",
        "one-preflabel-per-language",
        Severity.ERROR,
        "There is more than one preferred label in one language.",
        "Keep one preferred label, and make the others alternative labels.",
        fix=Fix.UNSAFE,
        reference="SKOS Reference S14",
    ),
    needs=(_PREF_LABEL,),
)
def several_preferred_labels(graph: Graph, node: Node) -> Iterator[Hit]:
    """More than one preferred label with one language tag, or without any.

    Tags compare whole and in lower case: ``en`` and ``en-GB`` differ, ``en`` and ``EN`` do not.
    """
    own = graph.properties(node)
    values = [v for p in graph.in_use((_PREF_LABEL,)) for v in own.get(p, ())]
    tags = [v.language.lower() for v in values if isinstance(v, Literal)]
    if len(set(tags)) == len(tags):
        return
    said = labels(graph, node, _PREF_LABEL)
    languages: dict[str, list[tuple[IRI, Literal]]] = {}
    for key, label in said.items():
        languages.setdefault(key[1], []).append(label)
    for language in sorted(languages):
        group = sorted(languages[language], key=lambda label: order(label[1]))
        if len(group) > 1:
            predicate, second = group[1]
            message = several_preferred([literal for _, literal in group])
            yield Hit(node, predicate, second, message, "" if language else UNTAGGED_HINT)


UNTAGGED_HINT = "Add the language to each, or keep one and make the others alternative labels."
"""The way out of several preferred labels without a language."""


def several_preferred(literals: list[Literal]) -> str:
    """The sentence on several preferred labels in one language."""
    texts = [f'"{squash(literal.value)}"' for literal in literals[:3]]
    if len(literals) > 3:
        texts.append(f"{len(literals) - 3} more")
    named = ", ".join(texts[:-1]) + f" and {texts[-1]}"
    where = in_language(literals[0].language)
    return f"There are {len(literals)} preferred labels{where}: {named}."


def in_language(tag: str) -> str:
    """How a language tag is put in a sentence."""
    return f' in the language "{tag}"' if tag else " without a language"


def labels(graph: Graph, node: Node, role: IRI) -> Said:
    """The labels of a node in one role, each once; sub-properties count, and links do not."""
    own = graph.properties(node)
    found: Said = {}
    for predicate in graph.sub_properties(role):
        values = own.get(predicate, ())
        for value in sorted(values, key=order) if len(values) > 1 else values:
            if isinstance(value, Literal):
                found.setdefault(text_key(value), (predicate, value))
    return found


def text_key(literal: Literal) -> TextKey:
    """What makes two literals one: language tags compare in lower case (RDF 1.1, 3.3)."""
    datatype = "" if literal.datatype == XSD_STRING else literal.datatype
    return (literal.value, literal.language.lower(), datatype)


# S37

_NO_MEMBERS = (SKOS.ConceptScheme, SKOSXL.Label)
"""What cannot be a member: members are concepts or collections (S32), which these exclude."""


def list_owners(graph: Graph, nodes: Iterable[Node]) -> set[Node]:
    """The nodes, and the collections in whose lists of members they are cells."""
    nodes = set(nodes)
    # Every list ends at nil, so nobody is told apart by it.
    cells = reach(graph, nodes - {_NIL}, lambda g, cell: g.subjects(_REST, cell))
    return nodes | set(_pointing(graph, _MEMBER_LIST, cells))


def owners(graph: Graph, nodes: Iterable[Node]) -> set[Node]:
    """The nodes, the collections in whose lists they are cells, and those they should not be in."""
    nodes = set(nodes)
    found = list_owners(graph, nodes)
    odd = [Evidence(graph, rdf_class) for rdf_class in _NO_MEMBERS]
    misplaced = [node for node in nodes if any(node in each for each in odd)]
    cells = {cell for node in misplaced for cell in graph.subjects(_FIRST, node)}
    return found | list_owners(graph, cells) | set(_pointing(graph, _MEMBER, misplaced))


def _pointing(graph: Graph, predicate: IRI, values: Iterable[Node]) -> Iterator[Node]:
    for value in values:
        for each in graph.sub_properties(predicate):
            yield from graph.subjects(each, value)


@FAMILY.graph(
    Rule(
        "SK037",
        "collection-disjoint",
        Severity.ERROR,
        "The collection is also a concept or a concept scheme, which SKOS does not allow.",
        "Make the collection something of its own, which has the concepts as its members, "
        "and link concepts to concepts.",
        Scope.GRAPH,
        reference="SKOS Reference S32, S37",
    ),
    owners,
)
def collection_and_concept(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """A collection that is also a concept or a scheme, or has a member that can be neither.

    A member is a concept or a collection (S32), which a scheme and a SKOS-XL label never are.
    """
    collections = Evidence(graph, SKOS.Collection)
    others = [Evidence(graph, c) for c in (SKOS.Concept, SKOS.ConceptScheme)]
    odd = [Evidence(graph, c) for c in _NO_MEMBERS]
    for node in collections.nodes() if around is None else around:
        for other in others:
            hit = clash(graph, node, collections, other)
            if hit is not None:
                yield hit
        yield from _odd_members(graph, node, odd)


def _odd_members(graph: Graph, collection: Node, odd: list[Evidence]) -> Iterator[Hit]:
    for predicate, member in dict.fromkeys(_members(graph, collection)):
        for each in odd:
            if member in each:
                message = (
                    f'The collection has the {NOUNS[each.rdf_class]} "{name_of(graph, member)}" '
                    "as a member, but members are concepts or collections."
                )
                yield Hit(collection, predicate, member, message, "Remove it from the collection.")


def _members(graph: Graph, collection: Node) -> Iterator[tuple[IRI, Term]]:
    """The members with the property that gives them: skos:member, or skos:memberList (S36)."""
    for predicate in graph.sub_properties(_MEMBER):
        for value in graph.values(collection, predicate):
            yield predicate, value
    for predicate in graph.sub_properties(_MEMBER_LIST):
        for head in graph.values(collection, predicate):
            for item in list_items(graph, head):
                yield predicate, item


# S35. Two lists are no contradiction, for nothing says that they differ (section 9.6.2, example
# 43), so this is no integrity condition; but nobody can read such a collection.


@FAMILY.graph(
    Rule(
        "QU035",
        "unreadable-member-list",
        Severity.ERROR,
        "The ordered collection does not have one well-formed list of members.",
        "Write one list with all the members in their order: skos:memberList ( … ).",
        Scope.GRAPH,
        reference="SKOS Reference S35 and section 9.6.2",
    ),
    list_owners,
)
def unreadable_member_list(graph: Graph, around: Iterable[Node] | None) -> Iterator[Hit]:
    """An ordered collection with several lists, or with one that breaks off, forks or loops."""
    predicates = graph.in_use((_MEMBER_LIST,))
    everywhere = graph.nodes() if predicates else ()
    for node in everywhere if around is None else around:
        own = graph.properties(node)
        heads = {head for predicate in predicates for head in own.get(predicate, ())}
        if len(heads) > 1:
            message = f"The ordered collection has {len(heads)} lists of members instead of one."
            yield Hit(node, _MEMBER_LIST, message=message)
        for fault in dict.fromkeys(_list_fault(graph, head) for head in sorted(heads, key=order)):
            if fault is not None:
                yield Hit(node, fault[0], message=f"The list of members {fault[1]}.")


def _list_fault(graph: Graph, head: Term) -> tuple[IRI, str] | None:
    """Where a list is not well-formed, as the property in question and what is wrong with it."""
    seen: set[Term] = set()
    cell = head
    while cell != _NIL:
        if cell in seen:
            return _REST, "runs in a circle"
        seen.add(cell)
        if isinstance(cell, Literal):
            return _REST, "is or ends in a text instead of a list"
        for predicate, part in ((_FIRST, "item"), (_REST, "rest")):
            count = len(graph.values(cell, predicate))
            if count != 1:
                many = f"a place with {count} {part}s" if count else f"a place without {part}"
                return predicate, f"has {many}"
        cell = graph.values(cell, _REST)[0]
    return None
