from __future__ import annotations

from collections.abc import Iterator

import pytest

from tvet_skos.errors import NotFound, QueryFailed, QueryRefused, StoreError
from tvet_skos.namespaces import DEFAULT_BASE, RDF, SKOS
from tvet_skos.store import MemoryStore, Rows
from tvet_skos.store.dataset import Layout
from tvet_skos.terms import IRI, XSD, Literal, Triple

CONCEPT = IRI(DEFAULT_BASE + "micro-credential")
PREFIX = f"PREFIX skos: <{SKOS.iri}> "


def test_select_gives_rows_with_terms_of_ours(store: MemoryStore) -> None:
    answer = store.query(
        PREFIX + f"SELECT ?l {{ <{CONCEPT}> skos:prefLabel ?l FILTER(LANG(?l)='en') }}"
    )
    assert answer == Rows(("l",), ((Literal("Micro-credential", "en"),),))


def test_unbound_is_none_and_rows_without_order_are_sorted(store: MemoryStore) -> None:
    query = "SELECT ?x ?y { VALUES ?x { 'b' 'a' } OPTIONAL { ?x <urn:none> ?y } }"
    assert store.query(query) == Rows(("x", "y"), ((Literal("a"), None), (Literal("b"), None)))


def test_an_order_that_is_asked_for_is_kept(store: MemoryStore) -> None:
    answer = store.query("SELECT ?x { VALUES ?x { 'a' 'c' 'b' } } ORDER BY DESC(?x)")
    assert isinstance(answer, Rows)
    assert [row[0] for row in answer.rows] == [Literal("c"), Literal("b"), Literal("a")]


def test_ask_construct_and_describe_are_answered(store: MemoryStore) -> None:
    assert store.query(f"ASK {{ <{CONCEPT}> ?p ?o }}") is True
    graph = store.query(PREFIX + f"CONSTRUCT WHERE {{ <{CONCEPT}> skos:altLabel ?l }}")
    assert isinstance(graph, tuple)
    assert Triple(CONCEPT, SKOS.altLabel, Literal("microcredential", "en")) in graph
    assert store.query(f"DESCRIBE <{CONCEPT}>") == tuple(store.about(CONCEPT))


def test_language_tags_come_out_in_their_usual_case() -> None:
    label = Literal("x", "zh-Hant-TW")
    store = MemoryStore([Triple(IRI("http://e/a"), SKOS.prefLabel, label)])
    assert store.query("SELECT ?o { ?s ?p ?o }") == Rows(("o",), ((label,),))
    assert store.about(IRI("http://e/a"))[0].object == label


def test_every_query_passes_the_gate(store: MemoryStore) -> None:
    with pytest.raises(QueryRefused):
        store.query("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")


def test_what_the_engine_cannot_read_is_said_with_its_line(store: MemoryStore) -> None:
    with pytest.raises(QueryFailed) as caught:
        store.query("SELECT ?x {\n ?x ?y }")
    assert caught.value.line is not None
    assert "\n" not in str(caught.value)


ONE, TWO = IRI("http://example.org/one/"), IRI("http://example.org/two/")


def _scheme(name: IRI, label: str) -> list[Triple]:
    concept = IRI(name + "a")
    return [
        Triple(name, RDF.type, SKOS.ConceptScheme),
        Triple(concept, RDF.type, SKOS.Concept),
        Triple(concept, SKOS.prefLabel, Literal(label, "en")),
    ]


def test_a_vocabulary_is_called_as_its_only_scheme() -> None:
    assert MemoryStore(_scheme(ONE, "first")).graphs() == (ONE,)
    assert MemoryStore([*_scheme(ONE, "first"), *_scheme(TWO, "second")]).graphs() == ()
    assert MemoryStore(_scheme(ONE, "first"), TWO).graphs() == (TWO,)


def test_vocabularies_come_and_go_beside_one_another() -> None:
    store = MemoryStore()
    store.replace(ONE, _scheme(ONE, "first"))
    store.replace(TWO, _scheme(TWO, "second"))
    assert store.graphs() == (ONE, TWO)
    assert sorted(e.label.value for e in store.labels) == ["first", "second"]
    assert (store.count(), store.count(TWO), len(list(store.export(TWO)))) == (6, 3, 3)
    store.replace(ONE, _scheme(ONE, "changed"))
    assert sorted(e.label.value for e in store.labels) == ["changed", "second"]
    store.remove(TWO)
    assert store.graphs() == (ONE,)
    with pytest.raises(NotFound, match="two"):
        store.remove(TWO)


def test_a_triple_that_two_vocabularies_state_is_seen_once() -> None:
    shared = Triple(IRI("http://example.org/agent"), SKOS.note, Literal("known to both"))
    store = MemoryStore()
    store.replace(ONE, [*_scheme(ONE, "first"), shared])
    store.replace(TWO, [*_scheme(TWO, "second"), shared])
    assert store.count() == 7
    assert store.about(IRI("http://example.org/agent")) == [shared]
    assert store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0] == Literal(
        "7", datatype=XSD + "integer"
    )


def test_triples_without_a_name_stand_alone() -> None:
    store = MemoryStore([Triple(ONE, SKOS.note, Literal("x"))])
    with pytest.raises(StoreError, match="no name") as caught:
        store.replace(TWO, _scheme(TWO, "second"))
    assert "MemoryStore(triples, name)" in str(caught.value.hint)
    assert store.count() == 1


def test_a_replacement_that_fails_leaves_the_old_one() -> None:
    store = MemoryStore(_scheme(ONE, "first"))

    def failing() -> Iterator[Triple]:
        yield from _scheme(ONE, "second")
        raise ValueError("the source broke off")

    with pytest.raises(ValueError, match="broke off"):
        store.replace(ONE, failing())
    assert [e.label.value for e in store.labels] == ["first"]


def test_an_update_names_its_graphs_and_is_whole_or_nothing() -> None:
    store = MemoryStore(_scheme(ONE, "first"))
    store.update(f"INSERT DATA {{ GRAPH <{TWO}> {{ <{ONE}a> <{SKOS.note}> 'x' }} }}")
    assert (store.graphs(), store.count()) == ((ONE, TWO), 4)
    with pytest.raises(QueryFailed, match="no vocabulary"):
        store.update(f"INSERT DATA {{ <{ONE}a> <{SKOS.note}> 'y' }}")
    assert store.count() == 4


GRAPH_QUERIES = (
    "SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT ?s ?g {{ ?s a <{concept}> . GRAPH ?g {{ ?s ?p 'first'@en }} }}",
    "SELECT ?s {{ GRAPH <{one}> {{ ?s ?p ?o {{ GRAPH ?h {{ ?s a ?t }} }} }} }}",
    "SELECT ?s {{ GRAPH <http://example.org/none> {{ ?s ?p ?o }} }}",
    "PREFIX e: <http://example.org/> SELECT ?s {{ GRAPH e:one/ {{ ?s ?p ?o }} }}",
    "PREFIX o: <{one}> SELECT ?s {{ GRAPH o: {{ ?s ?p ?o }} }}",
    "SELECT ?g {{ VALUES ?g {{ <{one}> <http://e/x> }} GRAPH ?g {{ ?s a <{concept}> }} }}",
    "SELECT ?s {{ ?s ?p ?o FILTER NOT EXISTS {{ GRAPH ?g {{ ?s a <{concept}> }} }} }}",
    "SELECT ?s ?g {{ ?s a ?t OPTIONAL {{ GRAPH ?g {{ ?s ?p 'first'@en }} }} }}",
    "ASK {{ GRAPH ?g {{ }} }}",
    "CONSTRUCT {{ ?s ?p ?g }} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o . ?o ?q ?r }} }}",
)


@pytest.mark.parametrize("query", GRAPH_QUERIES)
def test_graph_asks_the_only_vocabulary_as_it_would_a_named_graph(query: str) -> None:
    text = query.format(one=ONE, concept=SKOS.Concept)
    named = MemoryStore(_scheme(ONE, "first"))
    named.update(f"INSERT DATA {{ GRAPH <{ONE}> {{ <{ONE}a> a <{SKOS.Concept}> }} }}")
    assert named._state().dataset.layout is Layout.APART
    alone = MemoryStore(_scheme(ONE, "first"))
    assert alone._state().dataset.layout is Layout.ONE
    if "e:one/" in text:  # a slash must be escaped in a prefixed name
        with pytest.raises(QueryFailed):
            alone.query(text)
    else:
        assert alone.query(text) == named.query(text)
