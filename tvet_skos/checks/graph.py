"""A graph indexed both ways, and cheap copies of it with a change applied.

Rules ask it for the values of a node and for what points to a node. ``changed`` gives the graph
after a contribution without copying it, so that one concept is judged against a hundred thousand
in a moment.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeVar, cast

from tvet_skos.namespaces import RDF, RDFS, SKOS
from tvet_skos.terms import IRI, Literal, Node, Term, Triple

_T = TypeVar("_T")

Values = Mapping[IRI, Sequence[Term]]
"""Property to values, in the order in which they were read."""

_TYPE, _SUBCLASS, _SUB_PROPERTY = RDF.type, (RDFS.subClassOf,), RDFS.subPropertyOf

_NOTHING: Mapping[IRI, Sequence[Term]] = {}
_NOBODY: Mapping[IRI, Sequence[Node]] = {}


class Graph:
    """Triples by subject and, for nodes, by object. Never changes; holds no triple twice.

    >>> from tvet_skos.namespaces import SKOS
    >>> a, b = IRI("http://e/a"), IRI("http://e/b")
    >>> graph = Graph([Triple(a, SKOS.broader, b)])
    >>> graph.values(a, SKOS.broader), graph.subjects(SKOS.broader, b)
    ([IRI('http://e/b')], [IRI('http://e/a')])
    """

    __slots__ = ("_by_object", "_by_subject", "_here", "_made", "_sub_properties")

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        by_subject: dict[Term, dict[IRI, list[Term]]] = {}
        by_object: dict[Term, dict[IRI, list[Node]]] = {}
        for subject, predicate, value in triples:
            said = by_subject.get(subject)
            if said is None:
                said = by_subject[subject] = {}
            values = said.get(predicate)
            if values is None:
                said[predicate] = [value]
            else:
                values.append(value)
            if not isinstance(value, Literal):
                by_object.setdefault(value, {}).setdefault(predicate, []).append(subject)
        # Keyed by any term, so that asking for what a literal says is no mistake: nothing.
        self._by_subject: Mapping[Term, Values] = _deduplicated(by_subject)
        self._by_object: Mapping[Term, Mapping[IRI, Sequence[Node]]] = _deduplicated(by_object)
        # Sub-properties by property, what is in use of several properties, all in use for ``None``.
        self._sub_properties: dict[IRI | tuple[IRI, ...] | None, tuple[IRI, ...]] = {}
        self._made: dict[Hashable, object] = {}
        self._here: tuple[Node | None, dict[Hashable, object]] = (None, {})

    def properties(self, node: Term) -> Values:
        """Everything a node says, by property; empty for a node that says nothing."""
        return self._by_subject.get(node, _NOTHING)

    def incoming(self, node: Term) -> Mapping[IRI, Sequence[Node]]:
        """Who points to a node, by property; empty for literals."""
        return self._by_object.get(node, _NOBODY)

    def values(self, node: Term, predicate: IRI) -> Sequence[Term]:
        """The values of one property of a node."""
        return self.properties(node).get(predicate, ())

    def subjects(self, predicate: IRI, value: Term) -> Sequence[Node]:
        """The nodes that have a node as value of a property."""
        return self.incoming(value).get(predicate, ())

    def bearers(self, predicate: IRI, value: Literal) -> Sequence[Node]:
        """The nodes that have a literal as value of a property, by an index that is made once."""
        index = self.once((Graph.bearers, predicate), lambda: self._bearers_by(predicate))
        return index.get(value, ())

    def _bearers_by(self, predicate: IRI) -> dict[Literal, list[Node]]:
        index: dict[Literal, list[Node]] = {}
        for node in self.nodes():
            for value in self.values(node, predicate):
                if isinstance(value, Literal):
                    index.setdefault(value, []).append(node)
        return index

    def nodes(self) -> Iterator[Node]:
        """Every subject, once, in the order of reading."""
        return iter(self._by_subject)  # type: ignore[arg-type]

    def triples(self) -> Iterator[Triple]:
        """Every triple, subject by subject."""
        for node in self.nodes():
            yield from self.statements(node)

    def statements(self, node: Node) -> Iterator[Triple]:
        """The triples that a node is the subject of."""
        for predicate, values in self.properties(node).items():
            for value in values:
                yield Triple(node, predicate, value)

    def __contains__(self, triple: Triple) -> bool:
        return triple.object in self.values(triple.subject, triple.predicate)

    def classes(self, node: Term) -> tuple[Term, ...]:
        """The classes of a node with their superclasses, as far as the graph names these."""
        found = dict.fromkeys(self.values(node, RDF.type))
        waiting = list(found)
        while waiting:
            for above in self.values(waiting.pop(), RDFS.subClassOf):
                if above not in found:
                    found[above] = None
                    waiting.append(above)
        return tuple(found)

    def is_a(self, node: Term, rdf_class: IRI) -> bool:
        """Whether a node is an instance of a class or of a subclass of it."""
        types = self.properties(node).get(_TYPE, ())
        if rdf_class in types:
            return True
        return bool(types and self.in_use(_SUBCLASS)) and rdf_class in self.classes(node)

    def instances(self, rdf_class: IRI) -> Iterator[Node]:
        """The instances of a class and of its subclasses, each once, in the order of reading."""
        below = closure_of(rdf_class, lambda c: self.subjects(RDFS.subClassOf, c))
        members = chain.from_iterable(self.subjects(RDF.type, c) for c in (rdf_class, *below))
        return iter(dict.fromkeys(members)) if below else members

    def sub_properties(self, predicate: IRI) -> tuple[IRI, ...]:
        """A property and those that the graph declares to be sub-properties of it.

        SKOS's own are left out, for a graph may carry SKOS itself along: what SKOS entails is for
        those to say who ask.
        """
        known = self._sub_properties.get(predicate)
        if known is None:
            below = closure_of(predicate, lambda p: self.subjects(RDFS.subPropertyOf, p))
            own = (p for p in below if isinstance(p, IRI) and not p.startswith(SKOS.iri))
            known = self._sub_properties[predicate] = (predicate, *own)
        return known

    def in_use(self, predicates: tuple[IRI, ...]) -> tuple[IRI, ...]:
        """Some properties and their sub-properties, each once, as far as any node has them.

        Hardly any graph has all of SKOS, and what it has not got need not be asked of each node.
        """
        known = self._sub_properties.get(predicates)
        if known is None:
            used = self.used()
            refined = dict.fromkeys(p for each in predicates for p in self.sub_properties(each))
            known = self._sub_properties[predicates] = tuple(p for p in refined if p in used)
        return known

    def used(self) -> Collection[IRI]:
        """The properties that nodes have; after a change maybe some that none has any more."""
        known = self._sub_properties.get(None)
        if known is None:
            found: dict[IRI, None] = {}
            for node in self.nodes():
                found.update(dict.fromkeys(self.properties(node)))
            known = self._sub_properties[None] = tuple(found)
        return known

    def once(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """What ``make`` gives, made at the first asking and kept as long as the graph.

        :param key: names it; the function that asks is a good part of it
        """
        if key not in self._made:
            self._made[key] = make()
        return cast(_T, self._made[key])

    def here(self, node: Node, make: Callable[[Graph, Node], _T]) -> _T:
        """What ``make`` gives for a node, kept while one and the same node is asked about.

        Nodes are judged by one rule after the other, and several rules look at the same texts.
        """
        at, made = self._here
        if at is not node:
            made = {}
            self._here = node, made
        if make not in made:
            made[make] = make(self, node)
        return cast(_T, made[make])

    def changed(self, added: Iterable[Triple], removed: Iterable[Triple]) -> ChangedGraph:
        """The graph after a change; this one stays as it is and must outlive it.

        :param added: triples, of which those that are there already change nothing
        :param removed: triples, of which those that are not there change nothing
        """
        return ChangedGraph(self, added, removed)


def _deduplicated(index: dict) -> dict:  # type: ignore[type-arg]
    for said in index.values():
        for predicate, values in said.items():
            if len(values) > 1 and len(unique := dict.fromkeys(values)) < len(values):
                said[predicate] = list(unique)
    return index


def closure_of(start, step) -> tuple[Node, ...]:  # type: ignore[no-untyped-def]
    """Everything that ``step`` leads to from ``start``, which is left out; nearest first."""
    found: dict[Node, None] = {}
    waiting = [start]
    for node in waiting:
        for following in step(node):
            if following not in found and following != start:
                found[following] = None
                waiting.append(following)
    return tuple(found)


class ChangedGraph(Graph):
    """A graph and a change on top of it; ``base``, ``added`` and ``removed`` tell which."""

    __slots__ = ("_declares", "_in_change", "_pointing", "_uses_more", "added", "base", "removed")

    def __init__(self, base: Graph, added: Iterable[Triple], removed: Iterable[Triple]) -> None:
        wanted = dict.fromkeys(added)
        self.base = base
        self.removed = tuple(t for t in dict.fromkeys(removed) if t not in wanted and t in base)
        self.added = tuple(t for t in wanted if t not in base)
        gone = set(self.removed)
        out: dict[Term, dict[IRI, list[Term]]] = {}
        for node in dict.fromkeys(t.subject for t in (*self.removed, *self.added)):
            kept = out[node] = {}
            for t in base.statements(node):
                if t not in gone:
                    kept.setdefault(t.predicate, []).append(t.object)
        for t in self.added:
            out[t.subject].setdefault(t.predicate, []).append(t.object)
        self._by_subject = out
        self._by_object = {}
        self._pointing: dict[tuple[IRI, Term], Sequence[Node]] = {}
        self._in_change: dict[Term, dict[IRI, tuple[list[Node], set[Node]]]] = {}
        self._note_incoming()
        self._declares = any(t.predicate == _SUB_PROPERTY for t in (*self.removed, *self.added))
        self._uses_more: bool | None = None
        self._sub_properties = {}
        self._made = {}
        self._here = (None, {})

    def _note_incoming(self) -> None:
        for which, triples in enumerate((self.added, self.removed)):
            for t in triples:
                if not isinstance(t.object, Literal):
                    by_predicate = self._in_change.setdefault(t.object, {})
                    entry = by_predicate.setdefault(t.predicate, ([], set()))
                    if which:
                        entry[1].add(t.subject)
                    else:
                        entry[0].append(t.subject)

    def properties(self, node: Term) -> Values:
        """Everything a node says, by property; empty for a node that says nothing."""
        own = self._by_subject.get(node)
        return self.base.properties(node) if own is None else own

    def incoming(self, node: Term) -> Mapping[IRI, Sequence[Node]]:
        """Who points to a node, by property; empty for literals."""
        if node not in self._in_change:
            return self.base.incoming(node)
        found = dict(self.base.incoming(node))
        for predicate in self._in_change[node]:
            pointing = self.subjects(predicate, node)
            if pointing:
                found[predicate] = pointing
            else:
                found.pop(predicate, None)
        return found

    def subjects(self, predicate: IRI, value: Term) -> Sequence[Node]:
        """The nodes that have a node as value of a property."""
        change = self._in_change.get(value, {}).get(predicate)
        if change is None:
            return self.base.subjects(predicate, value)
        # Kept, for a scheme may have a hundred thousand concepts that point to it.
        known = self._pointing.get((predicate, value))
        if known is None:
            new, gone = change
            before = self.base.subjects(predicate, value)
            known = [*(n for n in before if n not in gone), *new] if gone else [*before, *new]
            self._pointing[predicate, value] = known
        return known

    def sub_properties(self, predicate: IRI) -> tuple[IRI, ...]:
        """A property and those that the graph declares to be sub-properties of it."""
        if self._declares:
            return super().sub_properties(predicate)
        return self.base.sub_properties(predicate)

    def in_use(self, predicates: tuple[IRI, ...]) -> tuple[IRI, ...]:
        """Some properties and their sub-properties, each once, as far as any node has them.

        After a change, maybe some that none has any more.
        """
        if self._uses_more is None:
            self._uses_more = not {t.predicate for t in self.added}.issubset(self.base.used())
        if self._declares or self._uses_more:
            return super().in_use(predicates)
        return self.base.in_use(predicates)

    def used(self) -> Collection[IRI]:
        """The properties that nodes have; after a change maybe some that none has any more."""
        known = self._sub_properties.get(None)
        if known is None:
            found = dict.fromkeys((*self.base.used(), *(t.predicate for t in self.added)))
            known = self._sub_properties[None] = tuple(found)
        return known

    def bearers(self, predicate: IRI, value: Literal) -> Sequence[Node]:
        """The nodes that have a literal as value of a property."""
        gone = {t.subject for t in self.removed if (t.predicate, t.object) == (predicate, value)}
        new = [t.subject for t in self.added if (t.predicate, t.object) == (predicate, value)]
        return [*(n for n in self.base.bearers(predicate, value) if n not in gone), *new]

    def nodes(self) -> Iterator[Node]:
        """Every subject, once: those of the base first."""
        for node in self.base.nodes():
            if self._by_subject.get(node, True):
                yield node
        for subject, said in self._by_subject.items():
            if said and not self.base.properties(subject):
                yield subject  # type: ignore[misc]
