from __future__ import annotations

from pathlib import Path

import pytest

from tvet_skos.errors import NotFound, QueryFailed, QueryRefused
from tvet_skos.namespaces import DEFAULT_BASE, SKOS
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.store import MemoryStore, Rows, open_store
from tvet_skos.terms import IRI, Literal, Triple

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


def test_a_store_opens_a_folder_or_a_file(bundled: Vocabulary, tmp_path: Path) -> None:
    assert len(open_store(bundled.path)) == len(set(bundled.triples))
    assert len(open_store(str(bundled.path / "concepts" / "skills.ttl"))) > 5
    with pytest.raises(NotFound):
        open_store(tmp_path / "none")
