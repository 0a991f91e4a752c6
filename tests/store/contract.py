"""The contract suite: what every store must do, whatever holds its triples.

``test_contract.py`` runs it on each kind of store; docs/sparql-servers.md says how to run it
against a server of one's own.
"""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files

import pytest

from tvet_skos.errors import NotFound, QueryFailed, QueryRefused, StoreError, Truncated
from tvet_skos.lookup.card import card
from tvet_skos.lookup.compare import compare
from tvet_skos.lookup.find import find
from tvet_skos.lookup.queries import named_queries, read_query
from tvet_skos.namespaces import DCTERMS, DEFAULT_BASE, RDF, SKOS
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.store import MemoryStore, Rows, Store
from tvet_skos.store.labels.question import Mode, Question
from tvet_skos.store.servers.normal_form import normal_form, normal_triple
from tvet_skos.terms import IRI, XSD, BlankNode, Literal, Term, Triple, triple_order

BASE = "https://example.org/tvet-skos-contract/"
"""What the names of all graphs begin with that the suite makes and removes."""

GLOSSARY, FIRST, SECOND = IRI(BASE + "glossary"), IRI(BASE + "first"), IRI(BASE + "second")
THIRD = IRI(BASE + "third")
A, B = IRI(BASE + "a"), IRI(BASE + "b")
CONCEPT = IRI(DEFAULT_BASE + "micro-credential")
PREFIX = f"PREFIX skos: <{SKOS.iri}> "

Vocabularies = Mapping[IRI, Iterable[Triple]]


class Backend(ABC):
    """A place for triples, and how a store is opened on it."""

    orders_all_letters = True
    """Rows come in the order that the query asks for, also where labels have letters of several
    alphabets."""

    @abstractmethod
    def holding(self, vocabularies: Vocabularies, graph: IRI | None = None) -> Store:
        """A store that holds these vocabularies and nothing else, opened on one or on all."""

    @abstractmethod
    def again(self, store: Store) -> Store:
        """Another look at what a store holds now."""


def label(concept: IRI, text: str, language: str = "en") -> Triple:
    """A concept's preferred label."""
    return Triple(concept, SKOS.prefLabel, Literal(text, language))


def number(value: str, datatype: str = "integer") -> Literal:
    """A typed literal."""
    return Literal(value, datatype=XSD + datatype)


HOSTILE = (
    Literal('quote " back \\ slash \\u0041 tab \t end'),
    Literal("two\nlines\r\nand three"),
    Literal(""),
    Literal("", "en"),
    Literal(" spaces around "),
    Literal("<b>&amp;</b> ?x $y {z} ^{z}^ %41 #"),
    Literal("é \u0301 \u200f \u2028 中文 \U0001f600", "zh-Hant-TW"),
    Literal("colour", "en-GB"),
    Literal("colour", "en"),
    Literal("colour"),
    Literal("x" * 100_000),
    Literal("bell \x07 and one \x01"),
    Literal("}} ; DROP ALL ; #"),
    Literal("http://example.org/", datatype=XSD + "anyURI"),
    Literal("own", datatype="http://example.org/datatype"),
    number("07"),
    number("-0"),
    number("5", "nonNegativeInteger"),
    number("1.50", "decimal"),
    number("1.0e0", "double"),
    number("1", "boolean"),
    number("2015", "gYear"),
    number("2015-01-02", "date"),
    number("2015-01-02T03:04:05Z", "dateTime"),
)


class ReadingContract:
    """What holds for a store that nobody writes to."""

    def test_every_named_query_gives_the_rows_of_memory(
        self, glossary: Store, store: MemoryStore, backend: Backend
    ) -> None:
        for name, query in named_queries().items():
            expected, found = store.query(query.text), glossary.query(query.text)
            assert isinstance(expected, Rows) and isinstance(found, Rows), name
            assert found.variables == expected.variables, name
            wanted, rows = loosely(expected), loosely(found)
            assert Counter(rows) == Counter(wanted), name
            if backend.orders_all_letters:
                assert rows == wanted, name

    def test_every_query_of_the_pages_gives_the_rows_of_memory(
        self, glossary: Store, store: MemoryStore
    ) -> None:
        folder = files("tvet_skos.publish.site").joinpath("queries")
        for file in folder.iterdir():
            text = read_query(file.name, file.read_text(encoding="utf-8")).text
            expected, found = store.query(text), glossary.query(text)
            assert isinstance(expected, Rows) and isinstance(found, Rows), file.name
            assert Counter(loosely(found)) == Counter(loosely(expected)), file.name

    def test_find_compare_and_card_give_the_same(self, glossary: Store, store: MemoryStore) -> None:
        for term in ("micro credentials", "Competence", "éducation", "no such term", CONCEPT):
            assert find(glossary, term) == find(store, term)
        assert card(glossary, CONCEPT) == card(store, CONCEPT)
        assert compare(glossary, "micro-credential") == compare(store, "micro-credential")

    def test_an_export_is_the_graph(self, glossary: Store, bundled: Vocabulary) -> None:
        triples = set(map(normal_triple, bundled.triples))
        exported = list(glossary.export())
        assert set(map(normal_triple, exported)) == triples
        assert glossary.count() == glossary.count(GLOSSARY) == len(exported) == len(triples)

    def test_the_labels_are_those_of_memory(self, glossary: Store, store: MemoryStore) -> None:
        assert set(glossary.labels) == set(store.labels)
        assert glossary.labels.spelled_like("micro credentials")

    def test_definitions_are_found_as_in_memory(self, glossary: Store, store: MemoryStore) -> None:
        question = Question("proof of learning", modes=(Mode.DEFINITION,))
        expected = list(store.labels.search(question))
        assert expected and list(glossary.labels.search(question)) == expected

    def test_rows_without_an_order_are_sorted_and_unbound_is_none(self, glossary: Store) -> None:
        query = "SELECT ?x ?y { VALUES ?x { 'b' 'a' } OPTIONAL { ?x <urn:none> ?y } }"
        expected = Rows(("x", "y"), ((Literal("a"), None), (Literal("b"), None)))
        assert glossary.select(query) == expected

    def test_an_order_that_is_asked_for_is_kept(self, glossary: Store) -> None:
        rows = glossary.select("SELECT ?x { VALUES ?x { 'a' 'c' 'b' } } ORDER BY DESC(?x)").rows
        assert [row[0] for row in rows] == [Literal("c"), Literal("b"), Literal("a")]

    def test_ask_construct_and_describe_are_answered(self, glossary: Store) -> None:
        assert glossary.ask(f"ASK {{ <{CONCEPT}> ?p ?o }}") is True
        assert glossary.ask("ASK { <urn:none> ?p ?o }") is False
        query = f"CONSTRUCT WHERE {{ <{CONCEPT}> skos:altLabel ?l }}"
        assert Triple(CONCEPT, SKOS.altLabel, Literal("microcredential", "en")) in (
            glossary.construct(PREFIX + query)
        )
        # SPARQL leaves it to the server what else describes a thing.
        described = set(glossary.construct(f"DESCRIBE <{CONCEPT}>"))
        assert described >= set(glossary.about(CONCEPT))

    def test_nodes_are_told_about(
        self, glossary: Store, store: MemoryStore, bundled: Vocabulary
    ) -> None:
        assert glossary.about(CONCEPT) == store.about(CONCEPT)
        assert glossary.naming(SKOS.broader, CONCEPT) == store.naming(SKOS.broader, CONCEPT)
        concept = Literal("Micro-credential", "en")
        assert [t.subject for t in glossary.naming(SKOS.prefLabel, concept)] == [CONCEPT]
        source = next(t for t in bundled.triples if t.predicate == DCTERMS.source)
        assert source in glossary.naming(source.predicate, source.object)

    def test_what_is_not_there_is_not_there(self, glossary: Store) -> None:
        assert glossary.is_concept(CONCEPT) and not glossary.is_concept(IRI("urn:none"))
        for nothing in ("not an IRI", "also: none", "http://[", "<>"):
            assert not glossary.is_concept(IRI(nothing))
            assert glossary.about(IRI(nothing)) == []

    def test_every_query_passes_the_gate(self, glossary: Store) -> None:
        with pytest.raises(QueryRefused):
            glossary.query("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")

    def test_what_the_engine_cannot_read_is_said_in_a_line(self, glossary: Store) -> None:
        with pytest.raises(QueryFailed) as caught:
            glossary.query("SELECT ?x {\n ?x ?y }")
        assert "\n" not in str(caught.value)

    def test_a_path_with_one_known_end_is_followed(self, glossary: Store) -> None:
        query = f"SELECT DISTINCT ?x {{ <{CONCEPT}> (skos:related|^skos:related)* ?x }}"
        assert (CONCEPT,) in glossary.select(PREFIX + query).rows


class WritingContract:
    """What holds when vocabularies are put in, changed and taken out."""

    def test_an_empty_store_holds_nothing(self, backend: Backend) -> None:
        with backend.holding({}) as store:
            assert store.graphs() == ()
            assert store.count() == 0
            assert list(store.export()) == []
            assert store.select("SELECT * { ?s ?p ?o }").rows == ()
            assert list(store.labels) == []

    def test_hostile_literals_come_back(self, backend: Backend) -> None:
        triples = [Triple(A, IRI(f"{BASE}p{n}"), value) for n, value in enumerate(HOSTILE)]
        with backend.holding({FIRST: triples}) as store:
            expected = sorted(map(normal_triple, triples), key=triple_order)
            assert sorted(map(normal_triple, store.export()), key=triple_order) == expected
            assert list(map(normal_triple, store.about(A))) == expected
            rows = store.select(f"SELECT ?p ?o {{ <{A}> ?p ?o }}").rows
            assert {(p, _normal(o)) for p, o in rows} == {(t.predicate, t.object) for t in expected}
            for triple in triples:
                assert store.naming(triple.predicate, triple.object), triple

    def test_odd_names_come_back(self, backend: Backend) -> None:
        odd = [IRI(BASE + name) for name in ("é/中文", "a%20b", "a'b", "x?y=z&q#f", "(a)", "a~*!$")]
        triples = [Triple(name, DCTERMS.relation, name) for name in odd]
        with backend.holding({FIRST: triples}) as store:
            assert sorted(store.export()) == sorted(triples)
            for name in odd:
                assert store.about(name) == [Triple(name, DCTERMS.relation, name)]

    def test_blank_nodes_stay_joined(self, backend: Backend) -> None:
        node, inner = BlankNode("n"), BlankNode("i")
        triples = [
            Triple(A, SKOS.definition, node),
            Triple(node, RDF.value, Literal("what it is", "en")),
            Triple(node, DCTERMS.source, inner),
            Triple(inner, DCTERMS.title, Literal("Book")),
            label(A, "A"),
        ]
        with backend.holding({FIRST: triples}) as store:
            query = PREFIX + "SELECT ?t { ?a skos:definition/<%s>/<%s> ?t }"
            rows = store.select(query % (DCTERMS.source, DCTERMS.title)).rows
            assert rows == ((Literal("Book"),),)
            exported = list(store.export())
            subjects = {t.subject for t in exported if isinstance(t.subject, BlankNode)}
            objects = {t.object for t in exported if isinstance(t.object, BlankNode)}
            assert len(exported) == 5 and subjects == objects and len(subjects) == 2

    def test_questions_see_all_graphs_together_or_one(self, backend: Backend) -> None:
        shared = label(A, "shared")
        both = {FIRST: [shared, label(A, "first", "fr")], SECOND: [shared, label(B, "second")]}
        in_graphs = "SELECT ?g ?l { GRAPH ?g { ?s ?p ?l } }"
        with backend.holding(both) as store:
            assert store.graphs() == (FIRST, SECOND)
            assert (store.count(), store.count(FIRST), store.count(SECOND)) == (3, 2, 2)
            assert set(store.about(A)) == set(both[FIRST])
            assert len(set(store.export())) == 3
            assert len(store.select(in_graphs).rows) == 4
            query = f"SELECT ?l {{ GRAPH <{SECOND}> {{ <{A}> ?p ?l }} }}"
            assert store.select(query).rows == ((shared.object,),)
        with backend.holding(both, FIRST) as store:
            assert store.count() == 2
            assert {row[0] for row in store.select(in_graphs).rows} == {FIRST}
            assert store.about(B) == [] and not store.is_concept(B)
            assert [entry.concept for entry in store.labels] == [A, A]
            assert store.graphs() == (FIRST, SECOND)

    def test_a_query_may_choose_its_graphs(self, backend: Backend) -> None:
        shared = label(A, "shared")
        held = {
            FIRST: [shared, label(A, "first", "fr")],
            SECOND: [shared, label(B, "second")],
            THIRD: [label(B, "third")],
        }
        together = f"SELECT DISTINCT ?l {{ ?c <{SKOS.prefLabel}> ?l }}"
        apart = "SELECT ?g ?l { GRAPH ?g { ?c ?p ?l } }"
        with backend.holding(held) as store:
            for default, count in (([FIRST], 2), ([FIRST, SECOND], 3), ([], 0), ([THIRD], 1)):
                found = store.query(together, default_graphs=default, named_graphs=[THIRD])
                assert isinstance(found, Rows) and len(found.rows) == count
            for named, count in (([FIRST], 2), ([FIRST, SECOND], 4), ([], 0), ([THIRD], 1)):
                found = store.query(apart, default_graphs=[FIRST], named_graphs=named)
                assert isinstance(found, Rows) and len(found.rows) == count
                assert {row[0] for row in found.rows} == set(named)
            assert store.query(apart, default_graphs=[FIRST]) == Rows(("g", "l"), ())
            assert store.query(together, named_graphs=[FIRST]) == Rows(("l",), ())
            construct = f"CONSTRUCT {{ ?c ?p ?l }} {{ GRAPH <{SECOND}> {{ ?c ?p ?l }} }}"
            found = store.query(construct, named_graphs=[SECOND])
            assert isinstance(found, tuple) and set(found) == set(held[SECOND])

    def test_no_other_graph_can_be_chosen(self, backend: Backend) -> None:
        held = {FIRST: [label(A, "first")], SECOND: [label(B, "second")]}
        with backend.holding(held) as store, pytest.raises(NotFound):
            store.query("ASK {}", default_graphs=[THIRD])
        with backend.holding(held, FIRST) as store:
            for default, named in (([SECOND], []), ([], [SECOND]), ([FIRST, SECOND], None)):
                with pytest.raises(NotFound):
                    store.query("ASK {}", default_graphs=default, named_graphs=named)
            assert store.query(f"ASK {{ <{A}> ?p ?o }}", default_graphs=[FIRST]) is True

    def test_one_graph_alone_can_be_chosen_by_its_name_only(self, backend: Backend) -> None:
        with backend.holding({FIRST: [label(A, "first")]}) as store:
            for query, default, named, answer in (
                ("{ ?s ?p ?o }", [FIRST], [], True),
                ("{ ?s ?p ?o }", [], [FIRST], False),
                ("{ GRAPH ?g { ?s ?p ?o } }", [], [FIRST], True),
                ("{ GRAPH ?g { ?s ?p ?o } }", [FIRST], [], False),
                ("{ ?s ?p ?o GRAPH ?g { ?s ?p ?o } }", [], [FIRST], False),
                ("{ ?s ?p ?o GRAPH ?g { ?s ?p ?o } }", [FIRST], [FIRST], True),
                (f"{{ GRAPH <{FIRST}> {{ ?s ?p ?o }} }}", [], [FIRST], True),
                (f"{{ GRAPH <{SECOND}> {{ ?s ?p ?o }} }}", [], [FIRST], False),
            ):
                # Not ASK: Virtuoso says yes to GRAPH with an IRI, whatever graphs were chosen.
                text = f"SELECT * {query}"
                found = store.query(text, default_graphs=default, named_graphs=named)
                assert isinstance(found, Rows)
                assert bool(found.rows) is answer, (query, default, named)

    def test_a_vocabulary_that_is_not_there_is_named(self, backend: Backend) -> None:
        with backend.holding({FIRST: [label(A, "a")]}) as store:
            for asked in (store.count, store.remove, lambda graph: list(store.export(graph))):
                with pytest.raises(NotFound) as caught:
                    asked(SECOND)
                assert SECOND in str(caught.value)

    def test_a_new_version_takes_the_place_of_the_old(self, backend: Backend) -> None:
        old = {FIRST: [label(A, "old"), label(B, "gone")], SECOND: [label(B, "other")]}
        with backend.holding(old) as store:
            assert store.labels.spelled_like("gone")
            store.replace(FIRST, iter([label(A, "new"), label(A, "new")]))
            assert list(store.export(FIRST)) == [label(A, "new")]
            assert list(store.export(SECOND)) == [label(B, "other")]
            assert not store.labels.spelled_like("gone")
            assert store.labels.spelled_like("new")
            assert store.graphs() == (FIRST, SECOND)

    def test_a_graph_is_taken_out(self, backend: Backend) -> None:
        with backend.holding({FIRST: [label(A, "a")], SECOND: [label(B, "b")]}) as store:
            store.remove(FIRST)
            assert store.graphs() == (SECOND,)
            assert store.about(A) == [] and store.count() == 1

    def test_an_update_changes_the_graph_that_it_names(self, backend: Backend) -> None:
        with backend.holding({FIRST: [label(A, "a")], SECOND: [label(A, "a")]}) as store:
            store.update(
                f"PREFIX skos: <{SKOS.iri}> INSERT DATA {{ GRAPH <{FIRST}> {{ <{B}> skos:prefLabel"
                f" 'b'@en }} }} ; DELETE WHERE {{ GRAPH <{FIRST}> {{ <{A}> ?p ?o }} }}"
            )
            assert list(store.export(FIRST)) == [label(B, "b")]
            assert list(store.export(SECOND)) == [label(A, "a")]
            assert store.labels.spelled_like("b")

    def test_an_update_that_cannot_be_read_changes_nothing(self, backend: Backend) -> None:
        with backend.holding({FIRST: [label(A, "a")]}) as store:
            with pytest.raises((QueryFailed, QueryRefused)):
                store.update(f"CLEAR GRAPH <{FIRST}> ; INSERT WHAT {{ }}")
            with pytest.raises(QueryRefused):
                store.update("LOAD <http://127.0.0.1/>")
            assert list(store.export()) == [label(A, "a")]

    def test_what_is_no_rdf_is_refused_and_the_old_version_stays(self, backend: Backend) -> None:
        with backend.holding({FIRST: [label(A, "a")]}) as store:
            with pytest.raises((StoreError, ValueError)):
                store.replace(FIRST, [label(IRI("no IRI> <"), "x")])
            assert list(store.export()) == [label(A, "a")]

    def test_more_rows_than_a_server_gives_at_once_are_whole_or_refused(
        self, backend: Backend
    ) -> None:
        size = 10_500
        many = [Triple(A, DCTERMS.relation, IRI(f"{BASE}n{n}")) for n in range(size)]
        with backend.holding({FIRST: many}) as store:
            assert store.count() == size
            assert set(store.export()) == set(many)
            assert set(store.about(A)) == set(many)
            for query in ("SELECT ?o { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
                assert _size(store, query) in (size, None)
            assert _size(store, "SELECT ?o { ?s ?p ?o } LIMIT 10000") == 10_000
            assert _size(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 9000") == 9_000

    def test_readers_see_the_old_or_the_new_version_whole(self, backend: Backend) -> None:
        watch_a_swap(backend, readers=2, seconds=3.0, size=1_500)

    @pytest.mark.full
    def test_eight_readers_see_one_version_for_a_minute(self, backend: Backend) -> None:
        watch_a_swap(backend, readers=8, seconds=60.0, size=3_000)


def loosely(rows: Rows) -> list[tuple[Term | None, ...]]:
    """Rows as they compare; Virtuoso gives the truth of an expression as the number 1 or 0."""
    return [tuple(None if v is None else _truth(_normal(v)) for v in row) for row in rows.rows]


_TRUTHS = {"true": number("1"), "false": number("0")}


def _truth(term: Term) -> Term:
    is_truth = isinstance(term, Literal) and term.datatype == XSD + "boolean"
    return _TRUTHS[term.value] if is_truth and isinstance(term, Literal) else term


def _normal(term: Term | None) -> Term:
    assert term is not None
    return normal_form(term)


def _size(store: Store, query: str) -> int | None:
    """The rows or triples of an answer; ``None`` where the store says that it is not whole."""
    try:
        answer = store.query(query)
    except Truncated:
        return None
    assert not isinstance(answer, bool)
    return len(answer.rows if isinstance(answer, Rows) else answer)


def version(number: int, size: int) -> list[Triple]:
    """A version of a vocabulary that says in every triple which it is."""
    value = Literal(f"version {number}")
    return [Triple(IRI(f"{BASE}v{number}x{n}"), DCTERMS.title, value) for n in range(size)]


_VERSIONS = "SELECT ?v (COUNT(*) AS ?n) { ?s ?p ?v } GROUP BY ?v"


def watch_a_swap(backend: Backend, readers: int, seconds: float, size: int) -> None:
    """Replace a graph again and again while others read it; what they saw must be one version."""
    with backend.holding({FIRST: version(0, size)}) as store:
        end = time.monotonic() + seconds
        seen: list[Counter[object]] = [Counter() for _ in range(readers)]
        threads = [
            threading.Thread(target=_watch, args=(backend, store, end, counter)) for counter in seen
        ]
        for thread in threads:
            thread.start()
        written = 0
        while time.monotonic() < end:
            written += 1
            store.replace(FIRST, version(written, size))
        for thread in threads:
            thread.join()
        views = sum(seen, Counter[object]())
        broken = [view for view in views if not _is_one_version(view, size)]
        assert written and views and not broken, broken[:3]


def _watch(backend: Backend, store: Store, end: float, seen: Counter[object]) -> None:
    while time.monotonic() < end:
        try:
            look = backend.again(store)
            seen[look.select(_VERSIONS).rows] += 1
            if look is not store:
                look.close()
        except Exception as error:  # it is judged with the rest, in the thread of the test
            seen[repr(error)] += 1


def _is_one_version(view: object, size: int) -> bool:
    if not isinstance(view, tuple) or len(view) != 1:
        return False
    told, counted = view[0]
    return str(told.value).startswith("version ") and counted == number(str(size))
