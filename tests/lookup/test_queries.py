from __future__ import annotations

import pytest
import rdflib

from tvet_skos.errors import NotFound
from tvet_skos.lookup.queries import NamedQuery, named_queries, named_query, run_query
from tvet_skos.namespaces import DEFAULT_BASE, SKOS
from tvet_skos.rdf.bridge import to_rdflib
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.store import MemoryStore, Rows
from tvet_skos.terms import IRI, Literal, Term, Triple
from tvet_skos.text import bcp47

ASKED = {
    "concept-card", "definitions", "terms-by-source", "definitions-without-source",
    "terms-with-several-definitions", "broader-path", "narrower-tree", "related", "index",
    "labels", "counts", "coverage",
}  # fmt: skip
GIVEN = {"concept": "credential", "source": "Council of the EU (2022)", "label": "RPL"}
MAPPING = Triple(IRI(DEFAULT_BASE + "credential"), SKOS.closeMatch, IRI("http://example.org/award"))
PLAIN = Triple(IRI(DEFAULT_BASE + "credential"), SKOS.definition, Literal("A plain text.", "en-GB"))
HOSTILE = ['say "hi"', "back\\slash", "two\nlines", '" } UNION { ?s ?p ?o } #', "é'\t", "<x>"]


def _rows(store: MemoryStore, name: str) -> Rows:
    query = named_query(name)
    answer = run_query(store, query, {p: GIVEN[p] for p in query.parameters})
    assert isinstance(answer, Rows)
    return answer


def _column(rows: Rows, variable: str) -> list[Term | None]:
    place = rows.variables.index(variable)
    return [row[place] for row in rows.rows]


def test_every_question_that_readers_have_is_there() -> None:
    assert set(named_queries()) >= ASKED


@pytest.mark.parametrize("query", named_queries().values(), ids=lambda q: q.name)
def test_every_query_says_what_it_answers_and_runs_as_it_stands(
    query: NamedQuery, store: MemoryStore
) -> None:
    assert query.summary
    assert query.row
    assert query.tags
    assert store.query(query.text) is not None


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_rdflib_and_oxigraph_give_the_same_rows_in_the_same_order(
    name: str, bundled: Vocabulary
) -> None:
    query = named_query(name)
    graph = [*bundled.triples, MAPPING, PLAIN]
    term = "micro-credential" if name == "broader-path" else "credentials"
    given = GIVEN | {"concept": term}
    rows = run_query(MemoryStore(graph), query, {p: given[p] for p in query.parameters})
    assert isinstance(rows, Rows)
    bindings: dict[str, Term] = {
        "concept": IRI(DEFAULT_BASE + term.removesuffix("s")),
        "source": IRI(DEFAULT_BASE + "source/eu-council-2022"),
        "label": Literal("RPL", "en"),
    }
    text = query.bound({p: bindings[p] for p in query.parameters})
    result = to_rdflib(graph).query(text)
    assert [str(v) for v in result.vars or []] == list(rows.variables)
    assert [tuple(_plain(v) for v in row) for row in result] == [  # type: ignore[union-attr]
        tuple(_plain(v) for v in row) for row in rows.rows
    ]
    assert rows.rows, "the vocabulary has an answer to each"


def _plain(term: object) -> tuple[str, str] | None:
    if term is None:
        return None
    if isinstance(term, rdflib.Literal):
        return (str(term), bcp47(term.language) if term.language else "")
    return (term.value, term.language) if isinstance(term, Literal) else (str(term), "")


def test_the_definitions_of_a_term_come_with_their_sources(store: MemoryStore) -> None:
    rows = run_query(store, named_query("definitions"), {"concept": "microcredential"})
    assert isinstance(rows, Rows)
    assert len(rows.rows) == 6
    years = [y.value for y in _column(rows, "year") if isinstance(y, Literal)]
    assert sorted(years) == ["2020", "2022"]


def test_definitions_without_a_source_are_a_list_of_work(store: MemoryStore) -> None:
    assert len(_rows(store, "definitions-without-source").rows) == 4


def test_replaced_definitions_are_not_listed(bundled: Vocabulary) -> None:
    first = IRI(DEFAULT_BASE + "micro-credential")
    iri = next(d.iri for c in bundled.scheme.concepts if c.iri == first for d in c.definitions)
    deprecated = IRI("http://www.w3.org/2002/07/owl#deprecated")
    true = Literal("true", datatype="http://www.w3.org/2001/XMLSchema#boolean")
    store = MemoryStore([*bundled.triples, Triple(iri, deprecated, true)])
    assert len(_rows(store, "definitions-without-source").rows) == 3


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_asked_for_enters_as_one_term(text: str) -> None:
    concept = IRI("http://e/x")
    label = IRI("http://www.w3.org/2004/02/skos/core#prefLabel")
    store = MemoryStore(
        [Triple(concept, label, Literal(text)), Triple(concept, label, Literal("y"))]
    )
    graph = to_rdflib([Triple(concept, label, Literal(text))])
    query = NamedQuery(
        "x", "", "", (), ("label",), "SELECT ?s {\n  VALUES ?label { 'z' }\n  ?s ?p ?label\n}"
    )
    assert run_query(store, query, {"label": text}) == Rows(("s",), ((concept,),))
    assert [str(row[0]) for row in graph.query(query.bound({"label": Literal(text)}))] == [concept]  # type: ignore[index]


def test_a_term_that_names_several_concepts_runs_for_each() -> None:
    label = IRI("http://www.w3.org/2004/02/skos/core#prefLabel")
    twins = [IRI("http://e/a"), IRI("http://e/b")]
    store = MemoryStore([Triple(iri, label, Literal("Twin", "en")) for iri in twins])
    query = NamedQuery(
        "x",
        "",
        "",
        (),
        ("concept",),
        "SELECT ?concept ?l {\n VALUES ?concept { <a:b> }\n ?concept ?p ?l }",
    )
    answer = run_query(store, query, {"concept": "twins"})
    assert isinstance(answer, Rows)
    assert _column(answer, "concept") == twins


def test_missing_and_unknown_parameters_are_said(store: MemoryStore) -> None:
    with pytest.raises(NotFound, match="needs a concept") as caught:
        run_query(store, named_query("definitions"), {})
    assert "--term" in str(caught.value.hint)
    with pytest.raises(NotFound, match="takes no --term"):
        run_query(store, named_query("counts"), {"concept": "skills"})
    with pytest.raises(NotFound, match="no query") as caught:
        named_query("definition")
    assert "definitions" in caught.value.suggestions


def test_a_yes_for_any_of_several_concepts_is_a_yes_and_graphs_are_joined() -> None:
    label = SKOS.prefLabel
    twins = [IRI("http://e/a"), IRI("http://e/b")]
    triples = [Triple(iri, label, Literal("Twin", "en")) for iri in twins]
    store = MemoryStore([*triples, Triple(twins[1], SKOS.notation, Literal("1"))])
    parameter = "{\n  VALUES ?concept { <a:b> }\n"
    ask = NamedQuery(
        "x", "", "", (), ("concept",), f"ASK {parameter} ?concept <{SKOS.notation}> ?n }}"
    )
    assert run_query(store, ask, {"concept": "twin"}) is True
    text = f"CONSTRUCT {{ ?concept <{label}> ?l }} WHERE {parameter} ?concept <{label}> ?l }}"
    graph = run_query(store, NamedQuery("x", "", "", (), ("concept",), text), {"concept": "twin"})
    assert graph == tuple(triples)
