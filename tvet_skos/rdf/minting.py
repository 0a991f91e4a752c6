"""IRIs for what was written without: definitions, concepts and sources that are blank nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tvet_skos.iri import concept_iri, definition_iri, rebased, source_iri, unique
from tvet_skos.model import MISSING, preferred
from tvet_skos.namespaces import BIBO, DC, DCTERMS, RDF, SKOS, TVS
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple

_Graph = Mapping[Node, list[Triple]]


def mint(triples: Iterable[Triple], base: str) -> list[Triple]:
    """The graph with IRIs for its nameless concepts, definitions and sources; the rest as it is."""
    triples = list(triples)
    if not any(isinstance(t.subject, BlankNode) for t in triples):
        return triples
    graph: dict[Node, list[Triple]] = {}
    for triple in triples:
        graph.setdefault(triple.subject, []).append(triple)
    names: dict[Term, IRI] = {}
    taken = {str(subject) for subject in graph if isinstance(subject, IRI)}
    for node in [node for node in graph if isinstance(node, BlankNode)]:
        name = _concept(graph[node], base, taken) or _source(graph[node], base, taken)
        if name is not None:
            names[node] = name
            taken.add(name)
    for triple in triples:
        if triple.predicate == SKOS.definition and isinstance(triple.object, BlankNode):
            owner = names.get(triple.subject, triple.subject)
            name = _definition(graph.get(triple.object, []), owner)
            if name is not None:
                names[triple.object] = name
    return [_renamed(triple, names) for triple in triples]


def _renamed(triple: Triple, names: Mapping[Term, IRI]) -> Triple:
    subject, predicate, value = triple
    return Triple(names.get(subject, subject), predicate, names.get(value, value))


def _concept(triples: list[Triple], base: str, taken: set[str]) -> IRI | None:
    label = preferred(_literals(triples, SKOS.prefLabel), "en")
    return concept_iri(base, label, taken) if label and _is(triples, SKOS.Concept) else None


def _source(triples: list[Triple], base: str, taken: set[str]) -> IRI | None:
    if not _is(triples, BIBO.Document):
        return None
    title = preferred(_literals(triples, DCTERMS.title), "en")
    citation = preferred(_literals(triples, DCTERMS.bibliographicCitation), "en")
    year = preferred(_literals(triples, DCTERMS.issued), "en")[:4]
    if not (title or citation):
        return None
    return IRI(unique(source_iri(base, "", title or citation, year), taken))


def _definition(triples: list[Triple], concept: Node) -> IRI | None:
    values = _literals(triples, RDF.value)
    if len(values) != 1 or not isinstance(concept, IRI):
        return None
    missing = {TVS + evidence.value for evidence in MISSING}
    unsourced = any(t.predicate == TVS.sourceEvidence and t.object in missing for t in triples)
    citation = "" if unsourced else preferred(_literals(triples, DC.source), "en")
    return definition_iri(concept, values[0].value, values[0].language, citation)


def _literals(triples: list[Triple], predicate: IRI) -> list[Literal]:
    return [t.object for t in triples if t.predicate == predicate and isinstance(t.object, Literal)]


def _is(triples: list[Triple], rdf_class: IRI) -> bool:
    return any(t.predicate == RDF.type and t.object == rdf_class for t in triples)


def rebase(triples: Iterable[Triple], old: str, new: str) -> list[Triple]:
    """The graph with every IRI under ``old`` moved to ``new``; literals are left alone."""

    def moved(term: Term) -> Term:
        return rebased(term, old, new) if isinstance(term, IRI) else term

    return [Triple(moved(s), IRI(moved(p)), moved(o)) for s, p, o in triples]  # type: ignore[arg-type]
