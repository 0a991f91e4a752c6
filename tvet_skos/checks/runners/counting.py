"""How much there is, counted node by node, so that parts of a vocabulary can be added up.

What comes out is what ``rules.statistics`` tells of the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from tvet_skos.checks.closure import MAPPING, SEMANTIC
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.retirement import is_retired
from tvet_skos.checks.rules.mappings import host
from tvet_skos.namespaces import BIBO, DC, DCTERMS, RDF, RDFS, SKOS, TVS
from tvet_skos.terms import IRI, Literal, Node, Term

# Looked up once: making a term costs more than a look into a node.
_TYPE = RDF.type
_RELATIONS = tuple(r for r in (*SEMANTIC, *MAPPING) if r != SKOS.semanticRelation)
_AGGREGATIONS = (
    SKOS.topConceptOf, SKOS.hasTopConcept, SKOS.inScheme, SKOS.member, SKOS.memberList,
)  # fmt: skip
_COLLECTIONS = frozenset({SKOS.Collection, SKOS.OrderedCollection})
_LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
_SOURCES = (DCTERMS.source, DC.source)
READ = frozenset({*_SOURCES, TVS.sourceEvidence})
"""What counting reads of the definitions of a concept, beside what rules read."""

_NOT_KNOWN = frozenset({TVS.notCaptured, TVS.notStated})


@dataclass(slots=True)
class Counts:
    """Figures that can be added; ``addresses`` and ``concepts`` are the web addresses of each."""

    figures: Counter[str] = field(default_factory=Counter)
    languages: set[str] = field(default_factory=set)
    concepts: list[str] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)

    def add(self, other: Counts) -> None:
        """Take the figures of another part in."""
        self.figures += other.figures
        self.languages |= other.languages
        self.concepts += other.concepts
        self.addresses |= other.addresses

    def statistics(self, addresses: int | None = None) -> dict[str, int]:
        """The figures by name, in alphabetical order.

        :param addresses: how many there are, where somebody else has counted them
        """
        names = (*_COUNTED, "authoritativeConcepts", "httpUris", "languages")
        found = {name: self.figures[name] for name in sorted(names)}
        found["authoritativeConcepts"] = authoritative(self.concepts)
        found["httpUris"] = len(self.addresses) if addresses is None else addresses
        found["languages"] = len(self.languages)
        return found


_COUNTED = (
    "aggregationRelations", "allConcepts", "collections", "conceptLabels", "conceptSchemes",
    "concepts", "definitions", "definitionsWithoutSource", "semanticRelations", "sources",
    "triples",
)  # fmt: skip


def authoritative(concepts: Iterable[str]) -> int:
    """How many addresses hold the host that is most frequent among them."""
    iris = [iri.lower() for iri in concepts]
    hosts = Counter(filter(None, (host(IRI(iri)) for iri in iris)))
    if not hosts:
        return 0
    most = min(hosts, key=lambda each: (-hosts[each], each))
    return sum(most in iri for iri in iris)


class Counting:
    """Counts nodes of a graph; sub-properties that it declares count with their properties."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

        used = frozenset(graph.used())

        def refined(*predicates: IRI) -> frozenset[IRI]:
            return used.intersection(s for p in predicates for s in graph.sub_properties(p))

        self._statements = {
            "semanticRelations": refined(*_RELATIONS),
            "aggregationRelations": refined(*_AGGREGATIONS),
        }
        self._has_subclasses = RDFS.subClassOf in used
        self._labels = tuple(s for p in _LABELS for s in graph.sub_properties(p))
        self._concept_ends = (
            refined(*_RELATIONS, SKOS.topConceptOf), refined(*_RELATIONS, SKOS.hasTopConcept),
        )  # fmt: skip
        self._scheme_ends = (
            refined(SKOS.hasTopConcept), refined(SKOS.topConceptOf, SKOS.inScheme),
        )  # fmt: skip
        self._collection_ends = (refined(SKOS.member, SKOS.memberList), frozenset[IRI]())

    def count(self, nodes: Iterable[Node], *, addresses: bool = False) -> Counts:
        """The figures of some nodes, of which each is counted in one part only.

        :param nodes: subjects, and those that are only pointed to
        :param addresses: whether web addresses are gathered, too
        """
        counts = Counts()
        for node in nodes:
            self._count_statements(counts.figures, node)
            self._count_kinds(counts, node)
            if addresses:
                counts.addresses |= _addresses(self._graph, node)
        return counts

    def _count_statements(self, figures: Counter[str], node: Node) -> None:
        said = self._graph.properties(node)
        figures["triples"] += sum(map(len, said.values()))
        for name, counted in self._statements.items():
            for predicate in counted.intersection(said):
                figures[name] += len(said[predicate])

    def _count_kinds(self, counts: Counts, node: Node) -> None:
        figures = counts.figures
        classes = self._classes(node)
        is_concept = SKOS.Concept in classes
        if is_concept:
            figures["concepts"] += 1
            self._count_definitions(figures, node)
        if is_concept or self._is_at_end(node, *self._concept_ends):
            figures["allConcepts"] += 1
            self._count_texts(counts, node)
        if SKOS.ConceptScheme in classes or self._is_at_end(node, *self._scheme_ends):
            figures["conceptSchemes"] += 1
        if not _COLLECTIONS.isdisjoint(classes) or self._is_at_end(node, *self._collection_ends):
            figures["collections"] += 1
        figures["sources"] += BIBO.Document in classes

    def _classes(self, node: Node) -> Collection[Term]:
        types = self._graph.values(node, _TYPE)
        return self._graph.classes(node) if types and self._has_subclasses else types

    def _is_at_end(self, node: Node, saying: frozenset[IRI], said: frozenset[IRI]) -> bool:
        graph = self._graph
        if not saying.isdisjoint(graph.properties(node)):
            return True
        return bool(said) and not said.isdisjoint(graph.incoming(node))

    def _count_texts(self, counts: Counts, concept: Node) -> None:
        own = self._graph.properties(concept)
        counts.figures["conceptLabels"] += sum(len(own.get(p, ())) for p in self._labels)
        if isinstance(concept, IRI):
            counts.concepts.append(concept)
        for values in own.values():
            tags = {v.language for v in values if isinstance(v, Literal) and v.language}
            counts.languages.update(map(str.lower, tags))

    def _count_definitions(self, figures: Counter[str], concept: Node) -> None:
        """Live definitions, and those whose source is not known.

        A node says so by its evidence, or else by naming a source; a bare text can only have the
        sources of its concept.
        """
        graph = self._graph
        for value in graph.values(concept, SKOS.definition):
            if isinstance(value, Literal):
                known = self._names_source(concept)
            elif is_retired(graph, value):
                continue
            else:
                evidence = graph.values(value, TVS.sourceEvidence)
                known = (
                    not _NOT_KNOWN.issuperset(evidence) if evidence else self._names_source(value)
                )
            figures["definitions"] += 1
            figures["definitionsWithoutSource"] += not known

    def _names_source(self, node: Node) -> bool:
        return any(self._graph.values(node, predicate) for predicate in _SOURCES)


def _addresses(graph: Graph, node: Node) -> set[str]:
    """The web addresses in the statements of a node, up to ``#``."""
    own = graph.properties(node)
    if not own:
        return set()
    terms = (node, *own, *(v for values in own.values() for v in values))
    return {address(t) for t in terms if isinstance(t, str) and t.startswith(WEB)}


WEB = ("http", "HTTP")
"""How web addresses begin, as qSKOS has it."""


def address(iri: str) -> str:
    """An IRI up to its first ``#``."""
    return iri.partition("#")[0]
