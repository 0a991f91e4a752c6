"""A query on named graphs only, where the one vocabulary lies in the engine's default graph."""

from __future__ import annotations

from itertools import product

import pytest

from tvet_skos.store import MemoryStore, Rows
from tvet_skos.store.dataset import Layout
from tvet_skos.store.only_graph import only_in_graphs
from tvet_skos.terms import IRI, Triple

NAME = IRI("http://e/g")
TRIPLES = [
    Triple(IRI(f"http://e/{s}"), IRI("http://e/p"), IRI(f"http://e/{o}"))
    for s, o in ("ab", "bc", "ca", "ad")
]

_HERE = (
    "?s ?p ?o",
    "GRAPH ?g { ?s ?p ?o }",
    f"GRAPH <{NAME}> {{ ?s ?p ?o OPTIONAL {{ ?o ?q ?r }} }}",
)
_THERE = (
    "",
    "?o ?q ?r",
    "OPTIONAL { ?o ?q ?r }",
    "MINUS { ?s ?p ?o }",
    "{ ?o ?q ?r } UNION { BIND(1 AS ?one) }",
    "FILTER EXISTS { ?o ?q ?r }",
    "FILTER NOT EXISTS { ?o ?q [] }",
    "FILTER(isIRI(?s) && EXISTS { GRAPH ?h { ?o ?q ?r } })",
    "FILTER <http://www.w3.org/2001/XMLSchema#boolean>(true)",
    "VALUES ?s { <http://e/a> <http://e/b> }",
    "VALUES (?s ?x) { (<http://e/a> 1) (UNDEF 2) }",
    "{ SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(?o) > 0) ORDER BY ?s }",
    "{ SELECT (COUNT(*) AS ?n) { [] ?p2 ?o2 } }",
    "{ SELECT (COUNT(*) AS ?n) { GRAPH ?k { [ ?p2 ?o2 ] } } }",
    "[ ?q ?r ]",
    "(1 2) ?q ?r",
    "?o <http://e/p>/<http://e/p> ?r",
)


@pytest.mark.parametrize(("here", "there"), list(product(_HERE, _THERE)))
def test_one_vocabulary_answers_as_a_named_graph_would(here: str, there: str) -> None:
    one = MemoryStore(TRIPLES, NAME)
    two = MemoryStore(TRIPLES, NAME)
    two.replace(IRI("http://e/other"), [Triple(NAME, NAME, NAME)])
    assert one._state().dataset.layout is Layout.ONE
    assert two._state().dataset.layout is Layout.APART
    patterns = [part for part in (here, there) if part]
    for order in (patterns, patterns[::-1]):
        query = f"SELECT * {{ {' . '.join(order)} }}"
        expected = two.query(query, named_graphs=[NAME])
        found = one.query(query, named_graphs=[NAME])
        assert isinstance(expected, Rows) and isinstance(found, Rows)
        columns = [found.variables.index(name) for name in expected.variables]
        assert sorted(str([row[i] for i in columns]) for row in found.rows) == sorted(
            map(str, map(list, expected.rows))
        )


def test_what_describes_or_copies_the_default_graph_finds_nothing() -> None:
    store = MemoryStore(TRIPLES, NAME)
    for query in ("DESCRIBE <http://e/a>", "CONSTRUCT WHERE { ?s ?p ?o }"):
        assert store.query(query, named_graphs=[NAME]) == ()
    query = "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }"
    assert len(store.construct(query)) == 4
    assert len(store.query(query, named_graphs=[NAME])) == 4  # type: ignore[arg-type]


def test_a_template_is_no_pattern() -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert only_in_graphs(query) == query


def test_a_triple_that_two_chosen_graphs_state_counts_once() -> None:
    graphs = [IRI(f"http://e/g{number}") for number in range(3)]
    store = MemoryStore(TRIPLES, graphs[0])
    store.replace(graphs[1], TRIPLES[:2])
    store.replace(graphs[2], [Triple(NAME, NAME, NAME)])
    assert store._state().dataset.layout is Layout.MERGED
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    for chosen, count in ((graphs[:2], 4), (graphs, 5), (graphs[1:], 3), (graphs[1:2], 2)):
        found = store.query(query, default_graphs=chosen)
        assert isinstance(found, Rows)
        assert str(count) in str(found.rows[0][0])
