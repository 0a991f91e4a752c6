"""A graph in each of the RDF formats: one door to the emitters of the rdf room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from operator import itemgetter

from tvet_skos.publish.choice import choose
from tvet_skos.rdf.collecting import collector_paused
from tvet_skos.rdf.jsonld import jsonld_pieces
from tvet_skos.rdf.ntriples import ntriples_pieces
from tvet_skos.rdf.rdfxml import rdfxml_pieces
from tvet_skos.rdf.turtle import turtle_pieces
from tvet_skos.terms import Triple

GRAPH_WRITERS: Mapping[str, Callable[[Iterable[Triple], str], Iterator[str]]] = {
    "turtle": turtle_pieces,
    "jsonld": lambda triples, _base: jsonld_pieces(triples),
    "rdfxml": lambda triples, _base: rdfxml_pieces(triples),
    "ntriples": lambda triples, _base: ntriples_pieces(triples),
}
"""RDF format, named as in ``tvet_skos.rdf.formats``, to its emitter: (triples, base) to text.

The text comes in pieces, about one a subject.
"""


def write_graph(triples: Iterable[Triple], name: str, base: str) -> str:
    """A graph as a document; the same graph gives the same text.

    :param base: the IRI that Turtle writes IRIs relative to
    :raises SettingsError: there is no such format
    :raises WriteError: RDF/XML cannot hold the graph
    """
    return "".join(choose(GRAPH_WRITERS, name, "RDF format")(triples, base))


def graph_pieces(
    triples: Iterable[Triple],
    name: str,
    base: str,
    progress: Callable[[int, int], object] | None = None,
) -> Iterator[bytes]:
    """The same document a piece at a time, in UTF-8, for files that memory need not hold.

    :param progress: told how many subjects of how many are written
    :raises SettingsError: there is no such format
    :raises WriteError: RDF/XML cannot hold the graph
    """
    writer = choose(GRAPH_WRITERS, name, "RDF format")
    return _blocks(writer, triples, base, progress)


def _blocks(
    writer: Callable[[Iterable[Triple], str], Iterator[str]],
    triples: Iterable[Triple],
    base: str,
    progress: Callable[[int, int], object] | None,
) -> Iterator[bytes]:
    total = 0
    if progress is not None:
        triples = list(triples)
        total = len(set(map(itemgetter(0), triples)))
    pieces = writer(triples, base)
    done = 0
    while True:
        with collector_paused():
            block = list(islice(pieces, _BLOCK))
        if not block:
            return
        done += len(block)
        if progress is not None:
            progress(min(done, total), total)
        yield "".join(block).encode()


_BLOCK = 1000
"""Pieces that are written at once, some 500 kB."""
