"""What the nodes of a graph are to people: their kind, their label, and what they are part of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

from tvet_skos.model import (
    Agent,
    Collection,
    Concept,
    ConceptScheme,
    Definition,
    Page,
    Record,
    Source,
    preferred,
)
from tvet_skos.namespaces import DC, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SKOS, TVS
from tvet_skos.rdf.profile import RECORD_OF
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple, order


class Kind(StrEnum):
    """What a node is, in the order in which kinds are told."""

    SCHEME = "concept scheme"
    COLLECTION = "collection"
    CONCEPT = "concept"
    DEFINITION = "definition"
    SOURCE = "source"
    AGENT = "agent"
    PAGE = "page"
    NODE = "node"
    """Anything that the profile has no record for."""

    @property
    def rank(self) -> int:
        """Its place in that order."""
        return list(Kind).index(self)


_KINDS: dict[type[Record], Kind] = {
    ConceptScheme: Kind.SCHEME,
    Collection: Kind.COLLECTION,
    Concept: Kind.CONCEPT,
    Definition: Kind.DEFINITION,
    Source: Kind.SOURCE,
    Agent: Kind.AGENT,
    Page: Kind.PAGE,
}

LABELS = (SKOS.prefLabel, DCTERMS.title, FOAF.name, RDFS.label)
"""Properties that name a node, the most telling first."""

_TOLD = frozenset(
    {
        *LABELS,
        RDF.type,
        RDF.value,
        DC.source,
        DCTERMS.bibliographicCitation,
        DCTERMS.isReplacedBy,
        OWL.deprecated,
        PROV.wasRevisionOf,
        TVS.position,
    }
)
_DOCUMENTATION = frozenset(
    {
        SKOS.definition,
        SKOS.note,
        SKOS.scopeNote,
        SKOS.example,
        SKOS.editorialNote,
        SKOS.historyNote,
        SKOS.changeNote,
    }
)
"""What leads from a concept to definitions and notes that are nodes with a source of their own."""


class Nodes:
    """Some nodes of one or several versions of a graph; what an earlier version says counts first.

    :param graphs: each gives its triples anew when it is called; they are read twice
    :param wanted: the nodes that will be asked about; what they are part of is found as well
    """

    def __init__(
        self, graphs: Sequence[Callable[[], Iterable[Triple]]], wanted: Iterable[Term]
    ) -> None:
        asked = {node for node in wanted if not isinstance(node, Literal)}
        self._owners = _owners(graphs, asked)
        asked.update(self._owners.values())
        self._said: list[Mapping[Term, Mapping[IRI, list[Term]]]] = [
            _facts(graph(), asked) for graph in graphs
        ]

    def of_version(self, number: int) -> Nodes:
        """The same nodes as one of the graphs has them."""
        one = Nodes((), ())
        one._owners, one._said = self._owners, [self._said[number]]
        return one

    def values(self, node: Term, predicate: IRI) -> Sequence[Term]:
        """The values of a telling property in the first version that has any."""
        for said in self._said:
            values = said.get(node, {}).get(predicate)
            if values:
                return values
        return ()

    def record(self, node: Term) -> type[Record] | None:
        """The record of the profile that a node is, if it is any."""
        classes = self.values(node, RDF.type)
        if SKOS.OrderedCollection in classes:
            return Collection
        return next((r for rdf_class, r in RECORD_OF.items() if rdf_class in classes), None)

    def kind(self, node: Term) -> Kind:
        """What a node is; one with a text (``rdf:value``) is a definition also without a class."""
        record = self.record(node)
        if record is not None:
            return _KINDS[record]
        return Kind.DEFINITION if self.values(node, RDF.value) else Kind.NODE

    def label(self, node: Term) -> str:
        """What people call a node; empty where it has no name.

        Of a definition it is its place and its citation: ``definition 2 (Cedefop 2014)``.
        """
        if self.kind(node) is Kind.DEFINITION:
            return self._definition(node)
        names = (self._literals(node, predicate) for predicate in LABELS)
        label = next((preferred(found, "en") for found in names if found), "")
        return label or preferred(self._literals(node, DCTERMS.bibliographicCitation), "en")

    def labels(self) -> dict[Term, str]:
        """The label of every node that was asked for and has one."""
        nodes = dict.fromkeys(node for said in self._said for node in said)
        return {node: label for node in nodes if (label := self.label(node))}

    def _definition(self, node: Term) -> str:
        number = preferred(self._literals(node, TVS.position), "")
        citation = preferred(self._literals(node, DC.source), "en")
        return f"definition {number}".rstrip() + (f" ({citation})" if citation else "")

    def _literals(self, node: Term, predicate: IRI) -> list[Literal]:
        return [v for v in self.values(node, predicate) if isinstance(v, Literal)]

    def language(self, node: Term) -> str:
        """The language of a definition's text."""
        texts = self._literals(node, RDF.value)
        return texts[0].language if texts else ""

    def owner(self, node: Node) -> Node:
        """The record that a node is told with: the concept of a definition or of a nameless node.

        A node that is no part of another is its own.
        """
        passed = [node]
        while isinstance(node, BlankNode) or self.kind(node) in (Kind.DEFINITION, Kind.NODE):
            above = self._owners.get(node)
            if above is None or above == node:
                break
            if above in passed:
                return min(passed[passed.index(above) :], key=order)
            passed.append(above)
            node = above
        return node


def _owners(
    graphs: Sequence[Callable[[], Iterable[Triple]]], asked: set[IRI | BlankNode]
) -> dict[Term, Node]:
    """Node to what leads to it as to its part; of several the first by IRI, blank nodes last."""
    owners: dict[Term, Node] = {}
    for graph in graphs:
        found: dict[Term, Node] = {}
        for triple in graph():
            if triple.object in asked and _is_part(triple):
                first = found.setdefault(triple.object, triple.subject)
                if _by_name(triple.subject) < _by_name(first):
                    found[triple.object] = triple.subject
        owners = found | owners
    return owners


def _is_part(triple: Triple) -> bool:
    return isinstance(triple.object, BlankNode) or triple.predicate in _DOCUMENTATION


def _by_name(node: Node) -> tuple[bool, str]:
    return isinstance(node, BlankNode), str(node)


def _facts(
    graph: Iterable[Triple], asked: set[IRI | BlankNode]
) -> dict[Term, dict[IRI, list[Term]]]:
    facts: dict[Term, dict[IRI, list[Term]]] = {}
    for subject, predicate, value in graph:
        if predicate in _TOLD and subject in asked:
            facts.setdefault(subject, {}).setdefault(predicate, []).append(value)
    for said in facts.values():
        for values in said.values():
            values.sort(key=order)
    return facts
