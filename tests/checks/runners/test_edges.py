"""Rules on edges find in the edges what they find in all of a graph; figures can be added up."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings

from tests.checks.runners.graphs import different, everything, graphs, nodes_of, written
from tests.checks.runners.test_reach import GLOSSARY
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.judging import judge_edges
from tvet_skos.checks.rules.statistics import Statistics
from tvet_skos.checks.runners.counting import Counting, Counts
from tvet_skos.checks.runners.edges import edges_of
from tvet_skos.checks.runners.gathering import gathered
from tvet_skos.checks.runners.interface import Found
from tvet_skos.namespaces import SKOS
from tvet_skos.rdf.folder import rdf_files, read_vocabulary
from tvet_skos.terms import IRI, Literal, Triple

WORK = everything()


def _on_edges(seen: Graph, named: Graph) -> Found:
    judged = (judge_edges(seen, rule) for rule in WORK.book.on_edges)
    return WORK.found(named, chain.from_iterable(judged))


@settings(max_examples=80, deadline=None)
@given(graphs)
def test_edges_are_all_that_rules_on_edges_need(triples: list[Triple]) -> None:
    with TemporaryDirectory() as name:
        (file,) = written(triples, Path(name, "a.nt"))
        compact, _ = gathered([file])
        whole = Graph(read_vocabulary(file).triples)
    edges = edges_of(compact)
    assert not different(_on_edges(whole, whole), _on_edges(edges, compact))
    # A cluster names findings by the edges alone.
    assert not different(_on_edges(whole, whole), _on_edges(edges, edges))


def test_texts_are_no_edges() -> None:
    compact, _ = gathered(rdf_files(GLOSSARY))
    edges = edges_of(compact)
    predicates = {t.predicate for t in edges.triples()}
    assert SKOS.inScheme in predicates and SKOS.definition not in predicates
    assert len(list(edges.triples())) < len(list(compact.triples())) / 2


@settings(max_examples=60, deadline=None)
@given(graphs)
def test_figures_of_parts_add_up_to_the_statistics(triples: list[Triple]) -> None:
    graph = Graph(triples)
    nodes = nodes_of(graph)
    counts = Counts()
    for start in range(0, len(nodes), 3):
        part = nodes[start : start + 3]
        counts.add(Counting(graph).count(part, addresses=True))
    assert counts.statistics() == Statistics(graph)


def test_an_address_with_and_without_fragment_counts_once(tmp_path: Path) -> None:
    from tvet_skos.checks.runners.disk import addresses

    a, part = IRI("http://e/a"), IRI("http://e/a#b")
    triples = [
        Triple(a, SKOS.related, part),
        Triple(part, SKOS.note, Literal("http://e/none")),
        Triple(IRI("urn:x"), SKOS.related, IRI("http://e/c#d")),
    ]
    compact, _ = gathered(written(triples, tmp_path / "a.nt"))
    assert addresses(compact) == Statistics(Graph(triples))["httpUris"]
