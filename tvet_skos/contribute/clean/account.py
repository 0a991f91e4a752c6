"""What cleaning did, in words: the places by what people call them, the changes as short lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.naming import name_of
from tvet_skos.contribute.clean.fix import Patch
from tvet_skos.namespaces import PREFIXES, SKOS, SKOSXL
from tvet_skos.terms import IRI, Literal, Node, Term, n3, order


@dataclass(frozen=True, slots=True)
class Place:
    """A node that was changed: what people call it, and how, a line a statement or pair of them."""

    node: Node
    name: str
    changes: tuple[str, ...]


def places(graph: Graph, patch: Patch) -> list[Place]:
    """Where a patch changed something, in the order of names.

    :param graph: where names are looked up: the one before cleaning

    >>> from tvet_skos.terms import Triple
    >>> skill = IRI("http://e/skill")
    >>> old, new = (Triple(skill, SKOS.prefLabel, Literal(t, "en")) for t in (" Skill", "Skill"))
    >>> place, = places(Graph([old]), Patch((new,), (old,)))
    >>> place.name, place.changes
    ('Skill', ('prefLabel " Skill"@en → "Skill"@en',))
    """
    rows: dict[Node, dict[IRI, tuple[list[Term], list[Term]]]] = defaultdict(dict)
    for which, triples in enumerate((patch.removed, patch.added)):
        for subject, predicate, value in triples:
            rows[subject].setdefault(predicate, ([], []))[which].append(value)
    found = (
        Place(node, name_of(graph, node), tuple(_lines(graph, said))) for node, said in rows.items()
    )
    return sorted(found, key=lambda place: (place.name.casefold(), order(place.node)))


def _lines(graph: Graph, said: dict[IRI, tuple[list[Term], list[Term]]]) -> Iterator[str]:
    for predicate in sorted(said):
        gone, new = (sorted(values, key=_by_language) for values in said[predicate])
        name = _short(predicate)
        if len(gone) == len(new):
            pairs = zip(gone, new, strict=True)
            yield from (f"{name} {_shown(graph, a)} → {_shown(graph, b)}" for a, b in pairs)
        else:
            yield from (f"- {name} {_shown(graph, value)}" for value in gone)
            yield from (f"+ {name} {_shown(graph, value)}" for value in new)


def _by_language(term: Term) -> tuple[str, object]:
    """The order in which texts stand beside what took their place."""
    return (term.language if isinstance(term, Literal) else "", order(term))


_LONGEST = 70


def _shown(graph: Graph, term: Term) -> str:
    """A text with its language, a node by its name; long ones are cut short."""
    if not isinstance(term, Literal):
        return name_of(graph, term) if name_of(graph, term) != term else _short(term)
    text = n3(term)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 2]} …"


_SHORTER = {
    **{prefix: iri for prefix, iri in PREFIXES.items() if prefix != "skos"},
    "skosxl": SKOSXL.iri,
}


def _short(term: Node) -> str:
    """A property of SKOS by its local name, others with their prefix."""
    if not isinstance(term, IRI):
        return "a nameless node"
    if term.startswith(SKOS.iri):
        return term[len(SKOS.iri) :]
    for prefix, namespace in _SHORTER.items():
        if term.startswith(namespace):
            return f"{prefix}:{term[len(namespace) :]}"
    return n3(term)
