"""Across to rdflib and back, for pySHACL and for callers who work with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from tvet_skos.errors import InputError
from tvet_skos.model import ConceptScheme
from tvet_skos.namespaces import PREFIXES
from tvet_skos.rdf.profile import to_triples
from tvet_skos.terms import IRI, XSD_STRING, BlankNode, Literal, Node, Term, Triple, is_iri
from tvet_skos.text import bcp47

if TYPE_CHECKING:
    import rdflib


def to_rdflib(graph: ConceptScheme | Iterable[Triple]) -> rdflib.Graph:
    """A vocabulary or triples as an rdflib graph, with our prefixes.

    Literals keep their lexical form.

    >>> from tvet_skos import bundled_vocabulary, read
    >>> graph = to_rdflib(read(bundled_vocabulary()))
    >>> type(graph).__module__, len(graph) > 1000
    ('rdflib.graph', True)
    """
    import rdflib

    triples = to_triples(graph) if isinstance(graph, ConceptScheme) else graph

    result = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        result.bind(prefix, namespace)
    for triple in triples:
        result.add(tuple(_rdflib_term(term) for term in triple))
    return result


def from_rdflib(graph: rdflib.Graph) -> Iterator[Triple]:
    """The triples of an rdflib graph, in no particular order.

    :raises InputError: for what rdflib lets pass, but no RDF file can hold: an IRI with a space …

    >>> import rdflib
    >>> turtle = '<http://example.org/a> <http://example.org/p> "x"@en .'
    >>> list(from_rdflib(rdflib.Graph().parse(data=turtle)))[0].object
    Literal(value='x', language='en', datatype='')
    """
    for subject, predicate, value in graph:
        own_subject = _own_term(subject)
        assert not isinstance(own_subject, Literal)
        yield Triple(own_subject, _sound(IRI(str(predicate))), _own_term(value))


def _rdflib_term(term: Term) -> Any:
    import rdflib

    if isinstance(term, str):
        return rdflib.URIRef(term)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.label)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = rdflib.URIRef(term.datatype) if term.datatype else None
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


def _own_term(term: Any) -> Node | Literal:
    import rdflib

    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), bcp47(term.language))
        datatype = str(term.datatype or "")
        return Literal(str(term), datatype="" if datatype == XSD_STRING else datatype)
    return _sound(IRI(str(term)))


def _sound(iri: IRI) -> IRI:
    if not is_iri(iri):
        raise InputError(f"not an IRI: {str(iri)!r}")
    return iri
