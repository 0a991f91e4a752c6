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
from collections.abc import Iterable, Iterator, Mapping

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


def statistics(graph: Graph) -> dict[str, int]:
    """How much there is in a graph, by name, in alphabetical order; the module tells the names.

    >>> from tvet_skos.namespaces import RDF
    >>> from tvet_skos.terms import Triple
    >>> skill = IRI("http://e/skill")
    >>> counts = statistics(Graph([Triple(skill, SKOS.prefLabel, Literal("Skill", "en")),
    ...                            Triple(skill, RDF.type, SKOS.Concept)]))
    >>> counts["concepts"], counts["conceptLabels"], counts["languages"], counts["triples"]
    (1, 1, 1, 2)
    """
    described = dict.fromkeys(closure.concepts(graph))
    concepts = _concepts(graph)
    used = _used(graph)
    texts = [*_definitions(graph, described)]
    return {
        "aggregationRelations": sum(used[p] for p in graph.in_use(_AGGREGATIONS)),
        "allConcepts": len(concepts),
        "authoritativeConcepts": _authoritative(concepts),
        "collections": len(_collections(graph)),
        "conceptLabels": _label_count(graph, concepts),
        "conceptSchemes": len(_schemes(graph)),
        "concepts": len(described),
        "definitions": len(texts),
        "definitionsWithoutSource": sum(not known for known in texts),
        "httpUris": len(_addresses(graph)),
        "languages": len(_languages(graph, concepts)),
        "semanticRelations": sum(used[p] for p in graph.in_use(_RELATIONS)),
        "sources": sum(1 for _ in graph.instances(BIBO.Document)),
        "triples": used.total(),
    }


def _used(graph: Graph) -> Counter[IRI]:
    """How many statements there are of each property."""
    used = dict.fromkeys(graph.used(), 0)
    for node in graph.nodes():
        for predicate, values in graph.properties(node).items():
            used[predicate] += len(values)
    return Counter(used)


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


def _concepts(graph: Graph) -> dict[Node, None]:
    saying = (*_RELATIONS, *_CONCEPT_SUBJECTS)
    said = (*_RELATIONS, *_CONCEPT_VALUES)
    return dict.fromkeys((*closure.concepts(graph), *_ends(graph, saying, said)))


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
