"""What the workers of a cluster do with a partition: plain Python, without Spark."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import md5
from itertools import groupby
from typing import Any, NamedTuple

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.groups import keys_of
from tvet_skos.checks.judging import judge_groups, judge_records
from tvet_skos.checks.runners.counting import Counting
from tvet_skos.checks.runners.edges import asked_classes, edge_predicates, naming, speaks
from tvet_skos.checks.runners.files import work_of
from tvet_skos.checks.runners.interface import Found, Work
from tvet_skos.checks.runners.reach import targeted_values
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.stream import Statement, node_of, text_of, triple_of
from tvet_skos.terms import Literal, Node, Triple

# A statement that is about the partition and not the data: the node is one of those to be judged.
# For a group, the predicate is the number of the rule, and the object the mark of the key.
OWN = -1
"""The number of the file in which such statements stand."""


class Row(NamedTuple):
    """A statement in a partition, with its place in the order of reading."""

    part: int
    file: int
    line: int
    s: str
    p: str
    o: str
    k: str | None


FOUND, KEY, NAME, COUNTS, CONCEPT = "found", "key", "name", "counts", "concept"
"""What comes of a partition; each with three texts or bytes."""

Result = tuple[str, Any, Any, Any]


@lru_cache(maxsize=4)
def _work(orders: bytes) -> Work:
    """The rules, made once in each worker: compiled shapes do not travel."""
    ruleset, policy = pickle.loads(orders)
    return work_of(ruleset, policy)


def partitions(rows: Iterable[Row]) -> Iterator[tuple[list[Row], Graph]]:
    """The marks and the graph of each partition.

    :param rows: sorted by partition and by their place in the order of reading
    """
    for _, group in groupby(rows, key=lambda row: row.part):
        marks: list[Row] = []
        yield marks, Graph(_triples(group, marks))


def _triples(rows: Iterable[Row], marks: list[Row]) -> Iterator[Triple]:
    for row in rows:
        if row.file == OWN:
            marks.append(row)
        else:
            yield triple_of(Statement(row.s, row.p, row.o, row.k))


def judge_record_rows(rows: Iterable[Row], orders: bytes) -> Iterator[Result]:
    """What shapes and record rules find, the keys of the nodes, and what others need of them."""
    work = _work(orders)
    for marks, graph in partitions(rows):
        nodes = list(dict.fromkeys(node_of(mark.s) for mark in marks))
        also = (v for v in targeted_values(graph, work.book, nodes) if isinstance(v, Literal))
        yield from _found(work.found(graph, judge_records(graph, work.book, (*nodes, *also))))
        yield from _keys(graph, work, nodes)
        for node, seen in _seen_on_edges(graph, nodes):
            # Whose definition a node is, in the order of reading, must come before all else.
            owning = [t for t in seen if t.predicate == SKOS.definition and t.object == node]
            yield NAME, 0, pickle.dumps(owning), None
            yield NAME, 1, pickle.dumps(seen), None
        counts = Counting(graph).count(nodes)
        yield from ((CONCEPT, iri, None, None) for iri in counts.concepts)
        counts.concepts = []
        yield COUNTS, pickle.dumps(counts), None, None


def _found(found: Found) -> Iterator[Result]:
    if found:
        yield FOUND, pickle.dumps(found), None, None


def _keys(graph: Graph, work: Work, nodes: Iterable[Node]) -> Iterator[Result]:
    for node in nodes:
        for number, rule in enumerate(work.book.keys):
            for mark in {mark_of(key) for key in keys_of(graph, rule, node)}:
                yield KEY, number, mark, text_of(node)


def mark_of(key: object) -> str:
    """What stands for a key, the same in every worker."""
    return md5(repr(key).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def _seen_on_edges(graph: Graph, nodes: Iterable[Node]) -> Iterator[tuple[Node, list[Triple]]]:
    """What rules on edges see of nodes beside the edges: names, languages, that they say something.

    As ``edges.edges_of`` tells it for a graph that is at hand.
    """
    predicates, classes = edge_predicates(graph), asked_classes(graph)
    linking = predicates - {RDF.type}
    for node in nodes:
        own = graph.properties(node)
        says = not linking.isdisjoint(own) or not classes.isdisjoint(own.get(RDF.type, ()))
        if says or not linking.isdisjoint(graph.incoming(node)):
            tags = {v.language for each in own.values() for v in each if isinstance(v, Literal)}
            spoken = (speaks(node, tag) for tag in sorted(tags - {""}))
            yield node, [*spoken, *naming(graph, node, says_edges=says)]


def judge_group_rows(rows: Iterable[Row], orders: bytes) -> Iterator[Result]:
    """What key rules find in groups of nodes."""
    work = _work(orders)
    for marks, graph in partitions(rows):
        by_rule: dict[int, dict[Node, set[str]]] = {}
        for mark in marks:
            by_rule.setdefault(int(mark.p), {}).setdefault(node_of(mark.s), set()).add(mark.o)
        for number, members in by_rule.items():
            rule = work.book.keys[number]
            groups: dict[Any, list[Node]] = {}
            for node, wanted in members.items():
                for key in keys_of(graph, rule, node):
                    if mark_of(key) in wanted:
                        groups.setdefault(key, []).append(node)
            yield from _found(work.found(graph, judge_groups(graph, rule, groups)))
