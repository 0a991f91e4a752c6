"""What the SPARQL endpoint says of itself.

:source: SPARQL 1.1 Service Description
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tvet_skos.namespaces import RDF, XSD, Namespace
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Triple
from tvet_skos.web.view import View

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")

_RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "JSON-LD",
    "RDF_XML",
    "N-Triples",
)


def service_triples(view: View, endpoint: IRI, graphs: Sequence[IRI]) -> Iterator[Triple]:
    """The description of an endpoint: its language, its formats and its graphs.

    :param graphs: the names of those that a query may ask for
    """
    service, dataset = BlankNode("service"), BlankNode("dataset")
    yield Triple(service, RDF.type, SD.Service)
    yield Triple(service, SD.endpoint, endpoint)
    yield Triple(service, SD.supportedLanguage, SD.SPARQL11Query)
    yield Triple(service, SD.feature, SD.UnionDefaultGraph)
    for name in _RESULT_FORMATS:
        yield Triple(service, SD.resultFormat, _FORMATS + name)
    yield Triple(service, SD.defaultDataset, dataset)
    yield Triple(dataset, RDF.type, SD.Dataset)
    default = BlankNode("default")
    yield Triple(dataset, SD.defaultGraph, default)
    yield from _graph(default, view.store.count())
    for number, name in enumerate(graphs):
        node, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        yield Triple(dataset, SD.namedGraph, node)
        yield Triple(node, RDF.type, SD.NamedGraph)
        yield Triple(node, SD.name, name)
        yield Triple(node, SD.graph, graph)
        yield from _graph(graph, view.store.count(name))


def _graph(node: Node, size: int) -> Iterator[Triple]:
    yield Triple(node, RDF.type, SD.Graph)
    yield Triple(node, VOID.triples, Literal(str(size), datatype=XSD.integer))
