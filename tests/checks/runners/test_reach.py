"""A rule reads no more than its scope allows: its verdict on a partition is that on the whole."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

from tests.checks.runners.graphs import different, everything, graphs, nodes_of
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.groups import Groups, grouped, keys_of
from tvet_skos.checks.judging import judge_groups, judge_records
from tvet_skos.checks.rule import KeyRule
from tvet_skos.checks.runners.counting import Counting, Counts
from tvet_skos.checks.runners.edges import SCHEMA
from tvet_skos.checks.runners.interface import Found, gather
from tvet_skos.checks.runners.reach import Reach, partition, reach_of, targeted_values
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.folder import Vocabulary, read_vocabulary
from tvet_skos.terms import IRI, Literal, Node, Triple

WORK = everything()
GLOSSARY = Path(__file__).parents[2] / "data" / "glossary"


def _reach(graph: Graph) -> Reach:
    return reach_of(WORK.book, [t for t in graph.triples() if t.predicate in SCHEMA])


def _shuffled(items: Iterable[object]) -> list[object]:
    ordered = list(items)
    Random(7).shuffle(ordered)
    return ordered


def _assert_records_need_no_more(graph: Graph, size: int) -> None:
    nodes: list[Node] = _shuffled(nodes_of(graph))  # type: ignore[assignment]
    values = targeted_values(graph, WORK.book, nodes)
    whole = WORK.found(graph, judge_records(graph, WORK.book, (*nodes, *values)))
    counted = Counting(graph).count(nodes)
    found: Found = {}
    counts = Counts()
    for start in range(0, len(nodes), size):
        own = nodes[start : start + size]
        part = partition(graph, own, _reach(graph))
        literals = (v for v in targeted_values(part, WORK.book, own) if isinstance(v, Literal))
        gather(found, WORK.found(part, judge_records(part, WORK.book, (*own, *literals))))
        counts.add(Counting(part).count(own))
    assert not different(whole, found)
    assert counts.statistics() == counted.statistics()


def _assert_groups_need_no_more(graph: Graph, size: int, sample: int | None = None) -> None:
    for rule in WORK.book.keys:
        groups = {k: ns for k, ns in grouped(graph, rule).items() if len(set(ns)) > 1}
        keys = sorted(groups, key=repr)
        Random(7).shuffle(keys)
        for start in range(0, len(keys[:sample]), size):
            _assert_group(graph, rule, {k: groups[k] for k in keys[start : start + size]})


def _assert_group(graph: Graph, rule: KeyRule, groups: Groups) -> None:
    nodes = list(dict.fromkeys(node for members in groups.values() for node in members))
    part = partition(graph, nodes, _reach(graph))
    again: Groups = {}
    for node in nodes:
        for key in keys_of(part, rule, node):
            if key in groups:
                again.setdefault(key, []).append(node)
    whole = WORK.found(graph, judge_groups(graph, rule, groups))
    assert not different(whole, WORK.found(part, judge_groups(part, rule, again)))


@settings(max_examples=60, deadline=None)
@given(graphs)
def test_random_partitions_are_judged_as_the_whole(triples: list[Triple]) -> None:
    graph = Graph(triples)
    _assert_records_need_no_more(graph, 3)
    _assert_groups_need_no_more(graph, 1)


def test_partitions_of_a_glossary_are_judged_as_the_whole() -> None:
    graph = Graph(read_vocabulary(GLOSSARY).triples)
    _assert_records_need_no_more(graph, 40)
    _assert_groups_need_no_more(graph, 10, 20)


def test_a_definition_is_numbered_as_in_the_whole() -> None:
    concept, texts = IRI("http://e/c"), [IRI(f"http://e/d{number}") for number in (1, 2)]
    triples = [Triple(concept, SKOS.definition, text) for text in texts]
    triples += [Triple(text, RDF.type, SKOS.Collection) for text in texts]
    _assert_records_need_no_more(Graph(triples), 1)


@pytest.mark.full
def test_partitions_of_the_bundled_vocabulary_are_judged_as_the_whole(bundled: Vocabulary) -> None:
    graph = Graph(bundled.triples)
    _assert_records_need_no_more(graph, 100)
    _assert_groups_need_no_more(graph, 20, 100)


@pytest.mark.full
@settings(max_examples=1500, deadline=None)
@given(graphs)
def test_many_random_partitions_are_judged_as_the_whole(triples: list[Triple]) -> None:
    graph = Graph(triples)
    _assert_records_need_no_more(graph, 2)
    _assert_groups_need_no_more(graph, 1)


@pytest.mark.full
@pytest.mark.parametrize("name", ["unesco-thesaurus.nt", "stw.ttl"])
def test_partitions_of_public_vocabularies_are_judged_as_the_whole(
    public_data: Path, tmp_path: Path, name: str
) -> None:
    file = unpacked(public_data, tmp_path, name)
    graph = Graph(read_vocabulary(file).triples)
    _assert_records_need_no_more(graph, 3000)
    _assert_groups_need_no_more(graph, 200, 400)


def unpacked(public_data: Path, folder: Path, name: str) -> Path:
    """A public vocabulary as a file of its own."""
    file = folder / name
    file.write_bytes(gzip.decompress((public_data / "vocabularies" / f"{name}.gz").read_bytes()))
    return file
