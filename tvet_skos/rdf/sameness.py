"""When two graphs say the same: nameless nodes go by what they say, values by what a store keeps.

Two versions of a vocabulary do not differ because a parser named a blank node anew, nor because
one of them went through a store, which rewrites ``01`` to ``1`` and ``@en-GB`` to ``@en-gb``.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import pyoxigraph as ox

from tvet_skos.namespaces import XSD
from tvet_skos.rdf.blank_nodes import canonical_labels
from tvet_skos.rdf.formats import engine_term, own_term
from tvet_skos.terms import XSD_STRING, BlankNode, Literal, Term, Triple, triple_order
from tvet_skos.text import bcp47


def content_labels(triples: Iterable[Triple]) -> list[Triple]:
    """The graph, each triple once, with its blank nodes named after what is said of them.

    Blank nodes that hang together are named by each other and by nothing else, so that an edit
    elsewhere renames none (as it does where a whole graph is canonicalised). Two groups that say
    the same stay two. Naming a graph once more changes nothing.

    :raises InputError: naming the blank nodes could take hours

    >>> from tvet_skos.terms import IRI
    >>> def graph(label: str) -> list[Triple]:
    ...     return [Triple(IRI("urn:x:a"), IRI("urn:x:p"), BlankNode(label))]
    >>> content_labels(graph("x")) == content_labels(graph("y"))
    True
    """
    return list(_labelled(triples))


def _labelled(triples: Iterable[Triple]) -> dict[Triple, None]:
    once = dict.fromkeys(triples)
    groups = _groups([t for t in once if _is_anonymous(t)])
    for group in groups:
        for triple in group:
            del once[triple]
    return once | dict.fromkeys(_renamed_groups(groups)) if groups else once


def _is_anonymous(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def _blank_nodes(triple: Triple) -> list[BlankNode]:
    return [n for n in (triple.subject, triple.object) if isinstance(n, BlankNode)]


def _groups(triples: list[Triple]) -> list[list[Triple]]:
    """Triples by the blank nodes that hang together."""
    above: dict[BlankNode, BlankNode] = {n: n for t in triples for n in _blank_nodes(t)}

    def root(node: BlankNode) -> BlankNode:
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for triple in triples:
        first, *_, last = (*_blank_nodes(triple), *_blank_nodes(triple))
        above[root(first)] = root(last)
    groups: dict[BlankNode, list[Triple]] = {}
    for triple in triples:
        groups.setdefault(root(_blank_nodes(triple)[0]), []).append(triple)
    return list(groups.values())


def _renamed_groups(groups: list[list[Triple]]) -> Iterator[Triple]:
    stored = as_stored(t.object for group in groups for t in group)
    seen = Counter[str]()
    for name, _, group in sorted((_told(g, stored) for g in groups), key=lambda told: told[:2]):
        seen[name] += 1
        number = f"x{seen[name]}" if seen[name] > 1 else ""
        for triple in group:
            yield _renamed(triple, f"b{name}{number}".__add__)


_Order = tuple[int, str, str, str]
_Facts = list[tuple[_Order, str, _Order]]


def _told(group: list[Triple], stored: Mapping[Term, Term]) -> tuple[str, _Facts, list[Triple]]:
    """A group's name, what it says letter for letter, and its triples with labels of their own.

    Values count as a store keeps them; where several nodes hang together they count as written,
    for the engine that labels these reads them so.
    """
    if len({n for t in group for n in _blank_nodes(t)}) > 1:
        group, stored = canonical_labels(group), {}
    else:
        group = [_renamed(t, lambda _: "") for t in group]
    facts = sorted(triple_order(t._replace(object=stored.get(t.object, t.object))) for t in group)
    name = hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()[:_HEX]
    return name, sorted(map(triple_order, group)), group


_HEX = 12


def _renamed(triple: Triple, name: Callable[[str], str]) -> Triple:
    subject, predicate, value = triple
    return Triple(
        BlankNode(name(subject.label)) if isinstance(subject, BlankNode) else subject,
        predicate,
        BlankNode(name(value.label)) if isinstance(value, BlankNode) else value,
    )


def as_stored(terms: Iterable[Term]) -> dict[Term, Term]:
    """The literals among the terms that a store keeps in another form, and that form.

    Two literals count as one value where their stored forms are one: ``01`` and ``1``,
    ``"5"^^xsd:int`` and ``5``, ``PT60M`` and ``PT1H``, times in ``+00:00`` and in ``Z``, language
    tags in any case. Texts count letter for letter.

    >>> as_stored([Literal("01", datatype=XSD.integer), Literal("x", "en")])[
    ...     Literal("01", datatype=XSD.integer)]
    Literal(value='1', language='', datatype='http://www.w3.org/2001/XMLSchema#integer')
    """
    literals = dict.fromkeys(t for t in terms if isinstance(t, Literal))
    kept: dict[Term, Term] = {
        t: _plain(t) for t in literals if t.language or t.datatype == XSD_STRING
    }
    typed = [t for t in literals if t.datatype.startswith(XSD.iri) and t not in kept]
    kept.update(zip(typed, _kept_by_store(typed), strict=True))
    return {term: form for term, form in kept.items() if form != term}


def _plain(literal: Literal) -> Literal:
    return Literal(literal.value, bcp47(literal.language) if literal.language else "")


def _kept_by_store(literals: list[Literal]) -> list[Term]:
    """Asked of the engine itself: what it does to values is its own affair, and may change."""
    store = ox.Store()
    predicates = [ox.NamedNode(f"urn:x:{number}") for number in range(len(literals))]
    subject = ox.NamedNode("urn:x:s")
    store.extend(
        ox.Quad(subject, p, engine_term(literal))
        for p, literal in zip(predicates, literals, strict=True)
    )
    found = {quad.predicate: own_term(quad.object) for quad in store}
    return [found[p] for p in predicates]


Forms = Mapping[Triple, tuple[Triple, ...]]
"""Statements as they are compared, each with the way or ways in which a graph writes it."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Several graphs, split into what they have in common and what may differ.

    ``common`` is what all of them say letter for letter; ``differing`` has one entry a graph, in
    order, with everything it says of a subject by a property where they are not all alike.
    """

    common: frozenset[Triple]
    differing: tuple[Forms, ...]

    def said(self, number: int) -> Iterator[Triple]:
        """Everything that one of the graphs says; in no order."""
        return chain(self.common, chain.from_iterable(self.differing[number].values()))


def versions(*graphs: Iterable[Triple]) -> Versions:
    """Several versions of one graph side by side; blank nodes have ``content_labels``.

    :raises InputError: naming the blank nodes could take hours

    >>> from tvet_skos.terms import IRI
    >>> one = Triple(IRI("urn:x:a"), IRI("urn:x:p"), Literal("01", datatype=XSD.integer))
    >>> other = one._replace(object=Literal("1", datatype=XSD.integer))
    >>> left, right = versions([one], [other]).differing
    >>> left.keys() == right.keys()
    True
    """
    # Sets made of dictionaries take over their hashes; of a large graph they are the costly part.
    sets = [set(_labelled(graph)) for graph in graphs]
    shared = set.intersection(*sets)
    open_ = {(t.subject, t.predicate) for one in sets for t in one - shared}
    subjects = {subject for subject, _ in open_}
    common = frozenset(
        shared.difference(
            [t for t in shared if t.subject in subjects and (t.subject, t.predicate) in open_]
        )
    )
    rest = [sorted(one - common, key=triple_order) for one in sets]
    stored = as_stored(t.object for one in rest for t in one)
    return Versions(common, tuple(_forms(one, stored) for one in rest))


def _forms(triples: list[Triple], stored: Mapping[Term, Term]) -> Forms:
    forms: dict[Triple, tuple[Triple, ...]] = {}
    for triple in triples:
        form = stored.get(triple.object)
        key = triple if form is None else triple._replace(object=form)
        forms[key] = (*forms.get(key, ()), triple)
    return forms
