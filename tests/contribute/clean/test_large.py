"""Depth and width do no harm: a chain, a cycle and a star of 100,000 concepts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tests.contribute.clean.examples import EX
from tvet_skos.checks.graph import Graph
from tvet_skos.contribute.clean import chosen_fixes, clean
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.terms import IRI, Triple

MANY = 100_000
NODES = [IRI(f"{EX}{number:06}") for number in range(MANY)]
STRUCTURE = ["break-cycles", "drop-clashing-related", "drop-redundant-broader"]


def concepts() -> Iterator[Triple]:
    return (Triple(node, RDF.type, SKOS.Concept) for node in NODES)


def test_a_chain_of_100000_is_left_as_it_is() -> None:
    chain = [Triple(low, SKOS.broader, high) for low, high in pairwise(NODES)]
    shortcut = Triple(NODES[0], SKOS.broader, NODES[-1])
    related = Triple(NODES[0], SKOS.related, NODES[-1])
    fixes = chosen_fixes(STRUCTURE, unsafe=True)
    cleaned = clean(Graph([*concepts(), *chain, shortcut, related]), fixes)
    assert set(cleaned.patch.removed) == {shortcut, related}


def test_a_cycle_of_100000_loses_one_statement() -> None:
    circle = [Triple(low, SKOS.broader, high) for low, high in pairwise([*NODES, NODES[0]])]
    cleaned = clean(Graph([*concepts(), *circle]), chosen_fixes(STRUCTURE, unsafe=True))
    assert cleaned.patch.removed == (Triple(NODES[0], SKOS.broader, NODES[1]),)


def test_a_concept_with_100000_narrower_ones_takes_no_day() -> None:
    top, *others = NODES
    star = [Triple(node, SKOS.broader, top) for node in others]
    said = [Triple(top, SKOS.narrower, node) for node in others[: MANY // 2]]
    cleaned = clean(Graph([*concepts(), *star, *said]), chosen_fixes(["complete-narrower"]))
    assert len(cleaned.patch.added) == MANY - 1 - MANY // 2
