from __future__ import annotations

from itertools import pairwise

import pytest

from tvet_skos.errors import InputError
from tvet_skos.namespaces import RDF
from tvet_skos.rdf.blank_nodes import canonical_labels, isomorphic
from tvet_skos.terms import IRI, BlankNode, Literal, Triple

P = IRI("http://example.org/p")


def _chain(*labels: str) -> list[Triple]:
    nodes = [BlankNode(label) for label in labels]
    links = [Triple(a, P, b) for a, b in pairwise(nodes)]
    return [*links, Triple(nodes[-1], P, Literal("end", "zh-Hant-TW"))]


def test_names_do_not_depend_on_what_the_nodes_were_called() -> None:
    assert canonical_labels(_chain("a", "b", "c")) == canonical_labels(_chain("x", "y", "z"))


def test_language_tags_keep_their_case() -> None:
    assert canonical_labels(_chain("a"))[0].object == Literal("end", "zh-Hant-TW")


def test_different_graphs_are_told_apart() -> None:
    assert not isomorphic(_chain("a", "b"), _chain("a", "b", "c"))
    assert isomorphic(_chain("a", "b", "c"), reversed(_chain("q", "r", "s")))


def test_long_lists_of_different_things_are_named_at_once() -> None:
    nodes = [BlankNode(f"n{n}") for n in range(3000)]
    firsts = [Triple(node, RDF.first, Literal(str(n))) for n, node in enumerate(nodes)]
    rests = [Triple(a, RDF.rest, b) for a, b in pairwise(nodes)]
    assert len(canonical_labels([*firsts, *rests])) == 5999


def test_long_chains_of_nodes_all_alike_are_refused() -> None:
    with pytest.raises(InputError, match="tell them apart"):
        canonical_labels(_chain(*[f"n{n}" for n in range(3000)]))


def test_nodes_that_are_all_linked_to_one_another_are_refused() -> None:
    nodes = [BlankNode(f"n{n}") for n in range(9)]
    clique = [Triple(a, P, b) for a in nodes for b in nodes if a != b]
    with pytest.raises(InputError, match="too many"):
        canonical_labels(clique)
