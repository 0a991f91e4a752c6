"""The wording of definitions: which texts a concept has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.retirement import is_retired
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.terms import Literal, Node, Term

_DEFINITION, _VALUE = SKOS.definition, RDF.value


class Wording(NamedTuple):
    """A text that defines a concept, and the value of skos:definition that it stands in."""

    definition: Term
    text: Literal
    language: str
    """That of the text, without its region and in lower case."""


def primary(tag: str) -> str:
    """The language of a tag without script and region, in lower case.

    >>> primary("en-GB")
    'en'
    """
    return (tag.partition("-")[0] if "-" in tag else tag).lower()


def wordings(graph: Graph, concept: Node) -> Sequence[Wording]:
    """The texts that define a concept, bare or as nodes, in the order of reading; none retired."""
    return graph.here(concept, _wordings)


def _wordings(graph: Graph, concept: Node) -> Sequence[Wording]:
    found = []
    for value in graph.values(concept, _DEFINITION):
        if isinstance(value, Literal):
            found.append(Wording(value, value, primary(value.language)))
        else:
            texts = [v for v in graph.values(value, _VALUE) if isinstance(v, Literal)]
            if texts and not is_retired(graph, value):
                found += [Wording(value, text, primary(text.language)) for text in texts]
    return found
