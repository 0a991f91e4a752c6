"""Unsafe fixes of terms that do not exist (any more), and of nodes without a name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rules.hygiene import known_namespaces
from tvet_skos.contribute.clean.fix import Change, Family, Fix, Options, Patch, patch_of
from tvet_skos.contribute.clean.statements import is_definition
from tvet_skos.namespaces import BIBO, DCTERMS, FOAF, RDF, SKOS
from tvet_skos.rdf.minting import mint
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple, triple_order

FAMILY = Family()


@FAMILY.fix(
    "rename-undefined-terms",
    "RD004",
    "Writes properties, classes and datatypes that their namespace does not define as the ones "
    "that are spelt most alike.",
    unsafe=True,
)
def _rename_undefined(graph: Graph, _options: Options) -> Iterator[Change]:
    """Subjects keep their IRIs, and what a definition says is left to people."""
    known = known_namespaces()
    for node in graph.nodes():
        if is_definition(graph, node):
            continue
        for predicate, values in graph.properties(node).items():
            renamed = _closest(predicate)
            for value in values:
                term = _respelt(value, known.starts if predicate == RDF.type else known.exact)
                if renamed is not predicate or term is not value:
                    old = Triple(node, predicate, value)
                    yield Change(old, Triple(node, renamed, term))


def _respelt(value: Term, starts: tuple[str, ...]) -> Term:
    """A value with its term, or its datatype, spelt as it should be."""
    if isinstance(value, Literal):
        if not value.datatype.startswith(starts):
            return value
        closest = _closest(IRI(value.datatype))
        return value if closest == value.datatype else value._replace(datatype=str(closest))
    return _closest(value) if isinstance(value, IRI) and value.startswith(starts) else value


@lru_cache(maxsize=4096)
def _closest(term: IRI) -> IRI:
    """The term that is meant; the very same where it is defined or nothing is spelt like it."""
    known = known_namespaces()
    start = max((s for s in known.starts if term.startswith(s)), key=len, default="")
    name = term[len(start) :]
    if not start or not name or term in known.terms or term in known.given_up:
        return term
    space = known.by_iri.get(start) or known.miswritten[start]
    meant = name if space.defines(name) else space.closest(name)
    found = IRI(space.iri + meant)
    return found if meant and found != term else term


_SUCCESSORS = {
    SKOS.subject: DCTERMS.subject,
    SKOS.primarySubject: DCTERMS.subject,
    SKOS.symbol: FOAF.depiction,
    SKOS.prefSymbol: FOAF.depiction,
    SKOS.altSymbol: FOAF.depiction,
}
_INVERSE_SUCCESSORS = {
    SKOS.isSubjectOf: DCTERMS.subject,
    SKOS.isPrimarySubjectOf: DCTERMS.subject,
}


@FAMILY.fix(
    "rename-deprecated-terms",
    "RD005",
    "Replaces properties that SKOS gave up by what took their place, such as dcterms:subject.",
    unsafe=True,
)
def _rename_deprecated(graph: Graph, _options: Options) -> Iterator[Change]:
    """``skos:subjectIndicator`` and ``skos:CollectableProperty`` have no single successor."""
    for node in graph.nodes():
        for predicate, values in graph.properties(node).items():
            successor, inverse = _SUCCESSORS.get(predicate), _INVERSE_SUCCESSORS.get(predicate)
            for value in values:
                old = Triple(node, predicate, value)
                if successor is not None:
                    yield Change(old, Triple(node, successor, value))
                elif inverse is not None and not isinstance(value, Literal):
                    yield Change(old, Triple(value, inverse, node))


def _name_blank_nodes(graph: Graph, options: Options) -> Patch:
    if not any(_is_record(graph, n) for n in graph.nodes() if isinstance(n, BlankNode)):
        return Patch()
    # Of two nodes that would get the same IRI, which one comes first must not be chance.
    before = sorted(graph.triples(), key=triple_order)
    pairs = [
        (old, new)
        for old, new in zip(before, mint(before, options.base), strict=True)
        if old != new
    ]
    names: dict[BlankNode, IRI] = {}
    for old, new in pairs:
        _note(names, old.subject, new.subject)
        if not isinstance(new.object, Literal) and not isinstance(old.object, Literal):
            _note(names, old.object, new.object)
    return patch_of(graph, (Change(old, new) for old, new in pairs), names)


def _is_record(graph: Graph, node: Node) -> bool:
    """Whether a node is of a kind that gets an IRI."""
    kinds = (SKOS.Concept, BIBO.Document)
    return any(graph.is_a(node, k) for k in kinds) or is_definition(graph, node)


def _note(names: dict[BlankNode, IRI], old: Node, new: Node) -> None:
    if isinstance(old, BlankNode) and isinstance(new, IRI):
        names[old] = new


FAMILY.fixes.append(
    Fix(
        "name-blank-nodes",
        "ID002",
        "Gives IRIs to nameless concepts, definitions and sources, made from label, text or title.",
        _name_blank_nodes,
        unsafe=True,
    )
)
