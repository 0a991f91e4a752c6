"""How much there is in a graph, counted as qSKOS counts, and what matters to glossaries.

============================ =========================================================== =====
name                         what is counted                                             qSKOS
============================ =========================================================== =====
``aggregationRelations``     statements of inScheme, tops, member, memberList            ar
``allConcepts``              what is a concept, by type, relation or being a top         c
``authoritativeConcepts``    those of them whose IRI holds the most frequent host        ac
``collections``              what is a collection, by type or by having members          cc
``conceptLabels``            preferred, alternative and hidden labels of concepts        clb
``conceptSchemes``           what is a scheme, by type, by tops or by being one's scheme cs
``concepts``                 what has the type of a concept
``definitions``              definitions of concepts, bare texts too, none retired
``definitionsWithoutSource`` those of them whose source is not known
``httpUris``                 different web addresses, what follows ``#`` left out        huc
``languages``                languages of the texts of concepts                          lc
``semanticRelations``        statements of semantic relations and mappings               sr
``sources``                  records in the register of sources
``triples``                  statements
============================ =========================================================== =====

Sub-properties and subclasses count as far as the graph declares them. ``semanticRelations``
leaves out skos:semanticRelation itself, as qSKOS does; a statement is counted once.

:source: qSKOS, statistical issues, as its code computes them
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from tvet_skos.checks import closure
from tvet_skos.checks.closure import MAPPING, SEMANTIC
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.retirement import is_retired
from tvet_skos.checks.rules.languages import coverage
from tvet_skos.checks.rules.mappings import host
from tvet_skos.namespaces import BIBO, DC, DCTERMS, SKOS, TVS
from tvet_skos.terms import IRI, Literal, Node

_CONCEPT_SUBJECTS = (SKOS.topConceptOf,)
_CONCEPT_VALUES = (SKOS.hasTopConcept,)
_RELATIONS = (
    *(r for r in (*SEMANTIC, *MAPPING) if r != SKOS.semanticRelation),
)  # fmt: skip
_AGGREGATIONS = (
    SKOS.topConceptOf, SKOS.hasTopConcept, SKOS.inScheme, SKOS.member, SKOS.memberList,
)  # fmt: skip
_LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)


class Statistics(Mapping[str, int]):
    """How much there is in a graph, by name, in alphabetical order; the module tells the names.

    Each is counted when somebody first looks at it: all of them take as long as many rules.

    >>> from tvet_skos.namespaces import RDF
    >>> from tvet_skos.terms import Triple
    >>> skill = IRI("http://e/skill")
    >>> counts = Statistics(Graph([Triple(skill, SKOS.prefLabel, Literal("Skill", "en")),
    ...                            Triple(skill, RDF.type, SKOS.Concept)]))
    >>> counts["concepts"], counts["conceptLabels"], counts["languages"], counts["triples"]
    (1, 1, 1, 2)
    """

    def __init__(self, graph: Graph) -> None:
        self._looked = _Looked(graph)
        self._counted: dict[str, int] = {}

    def __getitem__(self, name: str) -> int:
        if name not in self._counted:
            self._counted[name] = _COUNTS[name](self._looked)
        return self._counted[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_COUNTS)

    def __len__(self) -> int:
        return len(_COUNTS)

    def __repr__(self) -> str:
        return repr(dict(self))


class _Looked:
    """A graph, and what several counts look at."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @cached_property
    def described(self) -> dict[Node, None]:
        """What has the type of a concept."""
        return dict.fromkeys(closure.concepts(self.graph))

    @cached_property
    def concepts(self) -> dict[Node, None]:
        """What is a concept, by type or by what is said of it."""
        saying = (*_RELATIONS, *_CONCEPT_SUBJECTS)
        said = (*_RELATIONS, *_CONCEPT_VALUES)
        return dict.fromkeys((*self.described, *_ends(self.graph, saying, said)))

    @cached_property
    def definitions(self) -> Sequence[bool]:
        """For each definition whether its source is known."""
        return list(_definitions(self.graph, self.described))

    @cached_property
    def used(self) -> Counter[IRI]:
        """How many statements there are of each property."""
        used = dict.fromkeys(self.graph.used(), 0)
        for node in self.graph.nodes():
            for predicate, values in self.graph.properties(node).items():
                used[predicate] += len(values)
        return Counter(used)

    def statements(self, predicates: tuple[IRI, ...]) -> int:
        """How many statements there are of some properties and of those below them."""
        return sum(self.used[p] for p in self.graph.in_use(predicates))


def _ends(graph: Graph, saying: tuple[IRI, ...], said: tuple[IRI, ...]) -> Iterator[Node]:
    """The subjects of some properties, and the values of others."""
    subjects, values = graph.in_use(saying), graph.in_use(said)
    for node in graph.nodes() if subjects or values else ():
        own = graph.properties(node)
        for predicate in subjects:
            if predicate in own:
                yield node
                break
        for predicate in values:
            if predicate in own:
                yield from [v for v in own[predicate] if not isinstance(v, Literal)]


def _schemes(graph: Graph) -> dict[Node, None]:
    named = _ends(graph, (SKOS.hasTopConcept,), (SKOS.topConceptOf, SKOS.inScheme))
    return dict.fromkeys((*graph.instances(SKOS.ConceptScheme), *named))


def _collections(graph: Graph) -> dict[Node, None]:
    typed = (n for c in (SKOS.Collection, SKOS.OrderedCollection) for n in graph.instances(c))
    return dict.fromkeys((*typed, *_ends(graph, (SKOS.member, SKOS.memberList), ())))


def _authoritative(concepts: Iterable[Node]) -> int:
    """The concepts whose IRI holds the host that is most frequent among them."""
    iris = [node.lower() for node in concepts if isinstance(node, IRI)]
    hosts = Counter(filter(None, (host(IRI(iri)) for iri in iris)))
    if not hosts:
        return 0
    most = min(hosts, key=lambda h: (-hosts[h], h))
    return sum(most in iri for iri in iris)


def _label_count(graph: Graph, concepts: Iterable[Node]) -> int:
    labels = graph.in_use(_LABELS)
    said = (graph.properties(node) for node in concepts)
    return sum([len(own[p]) for own in said if own for p in labels if p in own])


def _languages(graph: Graph, concepts: Mapping[Node, None]) -> set[str]:
    """The language tags of any text of a concept, in lower case."""
    spoken = {tags for node, tags in coverage(graph).items() if node in concepts}
    return set[str]().union(*spoken)


def _addresses(graph: Graph) -> set[str]:
    """The web addresses that are subject, predicate or object, up to ``#``."""
    found: set[str] = set(graph.used())
    for node in graph.nodes():
        if isinstance(node, str):
            found.add(node)
        for values in graph.properties(node).values():
            # Where there is one value, as mostly, no list is made for it.
            if len(values) > 1:
                found.update([v for v in values if isinstance(v, str)])
            elif isinstance(values[0], str):
                found.add(values[0])
    return {
        iri.partition("#")[0] if "#" in iri else iri
        for iri in found
        if iri.startswith(("http", "HTTP"))
    }


_DEFINITION, _EVIDENCE = SKOS.definition, TVS.sourceEvidence
_SOURCES = (DCTERMS.source, DC.source)
_NOT_KNOWN = frozenset({TVS.notCaptured, TVS.notStated})


def _definitions(graph: Graph, concepts: Iterable[Node]) -> Iterator[bool]:
    """For each live definition of a concept, whether its source is known.

    A node says so by its evidence, or else by naming a source; a bare text can only have the
    sources of its concept.
    """
    for concept in concepts:
        for value in graph.values(concept, _DEFINITION):
            if isinstance(value, Literal):
                yield _names_source(graph, concept)
            elif not is_retired(graph, value):
                evidence = graph.values(value, _EVIDENCE)
                known = not _NOT_KNOWN.issuperset(evidence)
                yield known if evidence else _names_source(graph, value)


def _names_source(graph: Graph, node: Node) -> bool:
    return not graph.properties(node).keys().isdisjoint(_SOURCES)


_COUNTS: Mapping[str, Callable[[_Looked], int]] = {
    "aggregationRelations": lambda looked: looked.statements(_AGGREGATIONS),
    "allConcepts": lambda looked: len(looked.concepts),
    "authoritativeConcepts": lambda looked: _authoritative(looked.concepts),
    "collections": lambda looked: len(_collections(looked.graph)),
    "conceptLabels": lambda looked: _label_count(looked.graph, looked.concepts),
    "conceptSchemes": lambda looked: len(_schemes(looked.graph)),
    "concepts": lambda looked: len(looked.described),
    "definitions": lambda looked: len(looked.definitions),
    "definitionsWithoutSource": lambda looked: sum(not known for known in looked.definitions),
    "httpUris": lambda looked: len(_addresses(looked.graph)),
    "languages": lambda looked: len(_languages(looked.graph, looked.concepts)),
    "semanticRelations": lambda looked: looked.statements(_RELATIONS),
    "sources": lambda looked: sum(1 for _ in looked.graph.instances(BIBO.Document)),
    "triples": lambda looked: looked.used.total(),
}
