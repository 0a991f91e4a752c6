"""The hierarchy around a concept: what is above and below it, whichever of the two says so."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Protocol

from tvet_skos.lookup.overview import own_query
from tvet_skos.namespaces import SKOS
from tvet_skos.store import Store
from tvet_skos.terms import IRI, Node, Term, Triple, is_iri

MOST_STEPS = 1000
"""So many concepts are followed upwards or downwards where nobody asks for more."""


class Statements(Protocol):
    """Whatever tells what is said of a node, and what points to it: a store, or a part of one."""

    def about(self, node: Node) -> list[Triple]:
        """Every statement about a node."""

    def naming(self, predicate: IRI, node: Term) -> list[Triple]:
        """Every statement that points to a node with a property."""


def broader(store: Statements, concept: IRI) -> tuple[IRI, ...]:
    """The concepts directly above, sorted."""
    return _linked(store, concept, SKOS.broader, SKOS.narrower)


def narrower(store: Statements, concept: IRI) -> tuple[IRI, ...]:
    """The concepts directly below, sorted."""
    return _linked(store, concept, SKOS.narrower, SKOS.broader)


def related(store: Statements, concept: IRI) -> tuple[IRI, ...]:
    """The concepts beside it, sorted."""
    return _linked(store, concept, SKOS.related, SKOS.related)


def _linked(store: Statements, concept: IRI, forth: IRI, back: IRI) -> tuple[IRI, ...]:
    found = {t.object for t in store.about(concept) if t.predicate == forth}
    found |= {t.subject for t in store.naming(back, concept)}
    return tuple(sorted(node for node in found if isinstance(node, IRI) and node != concept))


def has_narrower(store: Statements, concept: IRI) -> bool:
    """Whether anything is directly below a concept."""
    return bool(narrower(store, concept))


Step = Callable[[IRI], Iterable[IRI]]
"""From a concept to its neighbours in one direction."""


def reached(start: IRI, step: Step, limit: int = MOST_STEPS) -> dict[IRI, tuple[IRI, ...]]:
    """A concept and all that is reached from it step by step, each with its own neighbours.

    Nearer ones come first, and each once, so that a circle ends.

    :param limit: so many concepts at most, the nearest

    >>> above = {"a": ("b",), "b": ("c", "a"), "c": ()}
    >>> reached(IRI("a"), above.__getitem__)
    {IRI('a'): ('b',), 'b': ('c', 'a'), 'c': ()}
    """
    found: dict[IRI, tuple[IRI, ...]] = {}
    waiting, seen = deque([start]), {start}
    while waiting and len(found) < limit:
        concept = waiting.popleft()
        neighbours = found[concept] = tuple(step(concept))
        for neighbour in neighbours:
            if neighbour not in seen:
                seen.add(neighbour)
                waiting.append(neighbour)
    return found


def below(store: Store, concept: IRI) -> frozenset[IRI]:
    """All concepts below one, itself not among them, asked of the engine at once."""
    return _all_of(store, "below", concept) - {concept}


def held(store: Store, group: IRI) -> frozenset[IRI]:
    """All that a collection holds, also through collections in it."""
    return _all_of(store, "held", group) - {group}


def _all_of(store: Store, name: str, top: IRI) -> frozenset[IRI]:
    if not is_iri(top):
        return frozenset()
    rows = store.select(own_query(name).bound({"top": top})).rows
    return frozenset(iri for (iri,) in rows if isinstance(iri, IRI))
