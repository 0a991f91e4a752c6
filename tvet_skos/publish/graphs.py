"""A graph in each of the RDF formats: one door to the emitters of the rdf room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tvet_skos.publish.choice import choose
from tvet_skos.rdf.jsonld import write_jsonld
from tvet_skos.rdf.ntriples import write_ntriples
from tvet_skos.rdf.rdfxml import write_rdfxml
from tvet_skos.rdf.turtle import write_turtle
from tvet_skos.terms import Triple

GRAPH_WRITERS: Mapping[str, Callable[[Iterable[Triple], str], str]] = {
    "turtle": write_turtle,
    "jsonld": lambda triples, _base: write_jsonld(triples),
    "rdfxml": lambda triples, _base: write_rdfxml(triples),
    "ntriples": lambda triples, _base: write_ntriples(triples),
}
"""RDF format, named as in ``tvet_skos.rdf.formats``, to its emitter: (triples, base) to text."""


def write_graph(triples: Iterable[Triple], name: str, base: str) -> str:
    """A graph as a document; the same graph gives the same text.

    :param base: the IRI that Turtle writes IRIs relative to
    :raises SettingsError: there is no such format
    :raises WriteError: RDF/XML cannot hold the graph
    """
    return choose(GRAPH_WRITERS, name, "RDF format")(triples, base)
