from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO

import httpx
import pyoxigraph as ox
import pytest

from tests.store.contract import BASE, FIRST, SECOND, A, B, label, number, version
from tests.store.scripted import YES, Asked, Said, Stingy, saying
from tests.store.servers import NotInstalled, Virtuoso, free_port
from tvet_skos.errors import (
    QueryFailed,
    ServerFailed,
    StoreError,
    Truncated,
    TvetSkosError,
)
from tvet_skos.namespaces import DCTERMS, SKOS
from tvet_skos.store.servers import labels as server_labels
from tvet_skos.store.servers import protocol
from tvet_skos.store.servers.dialects import DIALECTS, VIRTUOSO
from tvet_skos.store.servers.labels import is_text_index_fresh, labels_beginning
from tvet_skos.store.servers.server import Server
from tvet_skos.store.servers.states import changing
from tvet_skos.store.servers.store import RemoteStore
from tvet_skos.terms import IRI, XSD, BlankNode, Literal, Triple

PAGE = b"<html><head><title>Welcome</title></head><body><p>Nothing to see here.</p></body></html>"
SECRET = "s3cret"


def failure(answer: Callable[[Asked], Said], timeout: float = 5.0) -> TvetSkosError:
    """What a store says of a server that answers so."""
    with (
        saying(answer) as (address, _),
        pytest.raises(TvetSkosError) as caught,
        RemoteStore(address, graph=FIRST, timeout=timeout) as store,
    ):
        store.query("SELECT ?x { VALUES ?x { 1 } }")
    error = caught.value
    assert "\n" not in str(error) and error.hint
    return error


def after_hello(said: Said) -> Callable[[Asked], Said]:
    """A server that knows SPARQL, and answers so when it is asked for rows."""
    return lambda asked: Said() if "ASK" in asked.query else said


# What is wrong with a server is said in one sentence, with a way out.


def test_a_server_that_is_down_is_said_to_be_out_of_reach() -> None:
    with pytest.raises(ServerFailed, match="cannot be reached") as caught:
        RemoteStore(f"http://127.0.0.1:{free_port()}/sparql", timeout=2)
    assert caught.value.hint and "running" in caught.value.hint


def test_a_host_that_does_not_exist_is_said_to_be_out_of_reach() -> None:
    with pytest.raises(ServerFailed, match="cannot be reached"):
        RemoteStore("http://no-such-host.invalid/sparql", timeout=2)


@pytest.mark.parametrize("status", [404, 405, 410])
def test_a_wrong_address_is_told_from_a_broken_server(status: int) -> None:
    error = failure(lambda _: Said(PAGE, "text/html", status))
    assert isinstance(error, ServerFailed) and "no SPARQL there" in str(error)
    assert "Nothing to see here." in str(error)
    assert error.hint and "/query" in error.hint


def test_a_web_page_is_no_answer() -> None:
    assert "web page" in str(failure(lambda _: Said(PAGE, "text/html; charset=utf-8")))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b'{"head": {"vars": ["x"]}}', b"\xff"]
)
def test_what_is_no_sparql_json_is_no_answer(content: bytes) -> None:
    for answer in (lambda _: Said(content), after_hello(Said(content))):
        assert isinstance(failure(answer), ServerFailed)


def test_a_slow_server_is_given_up() -> None:
    error = failure(after_hello(Said(wait=1.0)), timeout=0.3)
    assert isinstance(error, ServerFailed) and "within 0.3 seconds" in str(error)


def test_an_answer_that_breaks_off_is_none() -> None:
    assert "broke off" in str(failure(after_hello(Said(YES, length=1_000_000))))


def test_an_answer_of_any_size_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "LARGEST_ANSWER", 1_000_000)
    assert "more than 1 MB" in str(failure(after_hello(Said(b" " * 1_100_000))))


@pytest.mark.parametrize("status", [401, 403])
def test_who_may_not_ask_is_told_how_to_say_who_it_is(status: int) -> None:
    error = failure(lambda _: Said(b"Members only", "text/plain", status))
    assert isinstance(error, ServerFailed) and "Members only" in str(error)
    assert error.hint and protocol.USER_VARIABLE in error.hint


def test_a_failure_of_the_server_comes_with_its_own_words() -> None:
    error = failure(after_hello(Said(b"Disk on fire\n\nat line 3", "text/plain", 500)))
    assert isinstance(error, ServerFailed) and str(error).endswith("failed (500): Disk on fire")


def test_a_complaint_about_the_query_is_none_about_the_server() -> None:
    error = failure(after_hello(Said(b"No such function", "text/plain", 400)))
    assert isinstance(error, QueryFailed) and "No such function" in str(error)


def test_a_redirect_is_shown_and_not_followed() -> None:
    elsewhere = {"Location": "https://example.org/sparql"}
    error = failure(lambda _: Said(b"", "text/plain", 301, elsewhere))
    assert "https://example.org/sparql" in str(error)


@pytest.mark.parametrize(
    "said",
    [Said(status=206), Said(headers={"X-SQL-State": "S1TAT"})],
)
def test_what_came_before_time_was_up_is_not_taken_for_all(said: Said) -> None:
    assert isinstance(failure(after_hello(said)), Truncated)


@pytest.mark.parametrize(
    "address", ["ftp://example.org/", "http://", "http:///x", "http://[::1", "x"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(StoreError, match="no address"):
        RemoteStore(address)


def test_an_unknown_dialect_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(StoreError) as caught:
        RemoteStore("http://127.0.0.1:1/", dialect="klingon")
    assert all(name in str(caught.value.hint) for name in DIALECTS)


# How a server is asked.


def test_queries_go_as_a_form_with_the_graphs_beside_them() -> None:
    with saying(lambda _: Said()) as (address, asked), RemoteStore(address, graph=FIRST) as store:
        assert store.ask("ASK { ?s ?p ?o }") is True
    last = asked[-1]
    assert last.headers["content-type"] == "application/x-www-form-urlencoded"
    assert last.form["query"] == ["ASK { ?s ?p ?o }"]
    assert last.form["default-graph-uri"] == last.form["named-graph-uri"] == [FIRST]
    assert not any("union" in key for key in last.form)


def test_no_format_is_asked_for_that_loses_something() -> None:
    with (
        saying(lambda _: Said(b"", "application/n-triples")) as (address, asked),
        RemoteStore(address, dialect="generic") as store,
    ):
        store._server.graph("DESCRIBE <urn:a>")
    assert asked[-1].headers["accept"].startswith("application/n-triples")
    assert "json" not in asked[-1].headers["accept"]


def test_a_server_is_known_by_what_it_says_of_itself() -> None:
    def dialect(headers: dict[str, str]) -> str:
        with saying(lambda _: Said(headers=headers)) as (address, _), RemoteStore(address) as store:
            return store.dialect

    assert dialect({}) == "generic"
    assert dialect({"X-SPARQL-default-graph": "urn:x"}) == "virtuoso"


def test_a_name_and_password_are_sent_when_asked_for_and_never_shown() -> None:
    def answer(asked: Asked) -> Said:
        if asked.headers.get("authorization"):
            return Said()
        return Said(b"", status=401, headers={"WWW-Authenticate": 'Basic realm="x"'})

    with saying(answer) as (plain, asked):
        address = plain.replace("http://", f"http://me:{SECRET}%40@")
        with RemoteStore(address, graph=FIRST) as store:
            assert store.ask("ASK { }") is True
            assert store.address == plain
    assert "authorization" not in asked[0].headers
    expected = base64.b64encode(f"me:{SECRET}@".encode()).decode()
    assert asked[-1].headers["authorization"] == f"Basic {expected}"
    with pytest.raises(ServerFailed) as caught:
        RemoteStore(address, timeout=1)
    shown = f"{caught.value} {caught.value.hint} {store.__dict__} {store._server.__dict__}"
    assert SECRET not in shown


def test_a_name_and_password_may_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(protocol.USER_VARIABLE, "me")
    monkeypatch.setenv(protocol.PASSWORD_VARIABLE, SECRET)
    challenge = {"WWW-Authenticate": 'Digest realm="x", nonce="n", qop="auth", algorithm=MD5'}

    def answer(asked: Asked) -> Said:
        has_said = asked.headers.get("authorization", "").startswith("Digest ")
        return Said() if has_said else Said(b"", status=401, headers=challenge)

    with saying(answer) as (address, asked), RemoteStore(address, graph=FIRST) as store:
        assert store.ask("ASK { }") is True
    assert 'username="me"' in asked[-1].headers["authorization"]
    assert SECRET not in asked[-1].headers["authorization"]


def test_a_proxy_of_the_environment_is_not_asked_for_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    with saying(lambda _: Said()) as (address, _), RemoteStore(address, graph=FIRST) as store:
        assert store.ask("ASK { }") is True


def test_the_host_of_a_known_server_is_address_enough(oxigraph: str) -> None:
    for host in (oxigraph.removesuffix("query"), oxigraph.removesuffix("/query")):
        with RemoteStore(host) as store:
            assert (store.address, store.dialect) == (oxigraph, "oxigraph")


def test_a_server_without_named_graphs_is_asked_as_it_is() -> None:
    stingy = Stingy(1000)
    stingy.engine.add(_quad(0, None))
    with saying(stingy) as (address, _), RemoteStore(address) as store:
        assert store.graphs() == () and store.count() == 1
        assert len(list(store.export())) == 1


def test_terms_come_in_their_usual_form() -> None:
    bindings = (
        b'[{"x": {"type": "literal", "value": "a", "xml:lang": "EN-gb"}},'
        b' {"x": {"type": "typed-literal", "value": "1", "datatype": "%sboolean"}},'
        b' {"x": {"type": "bnode", "value": "nodeID://b10"}},'
        b' {"x": {"type": "bnode", "value": "_"}},'
        b' {"x": {"type": "literal", "value": "s", "datatype": "%sstring"}}, {}]'
    ) % (XSD.encode(), XSD.encode())
    content = b'{"head": {"vars": ["x"]}, "results": {"bindings": %s}}' % bindings
    answer = after_hello(Said(content))
    with saying(answer) as (address, _), RemoteStore(address, graph=FIRST) as store:
        rows = store.select("SELECT ?x { ?x ?y ?z } ORDER BY ?x").rows
    assert [row[0] for row in rows] == [
        Literal("a", "en-GB"),
        number("true", "boolean"),
        BlankNode("b10"),
        BlankNode("x5f"),
        Literal("s"),
        None,
    ]


def test_blank_nodes_are_not_asked_about(oxigraph: str) -> None:
    with RemoteStore(oxigraph) as store, pytest.raises(StoreError, match="blank node"):
        store.about(BlankNode("b"))


# A server that gives less than there is.


def _quad(index: int, graph: IRI | None = FIRST) -> ox.Quad:
    name = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
    return ox.Quad(
        ox.NamedNode(f"{BASE}s{index:05}"), ox.NamedNode(DCTERMS.title), ox.Literal("t"), name
    )


@pytest.fixture
def stingy() -> Iterator[tuple[Stingy, RemoteStore]]:
    """A server that gives 1,000 rows at a time, and has 2,500 triples."""
    server = Stingy(1_000)
    server.engine.extend(_quad(index) for index in range(2_500))
    with saying(server) as (address, _), RemoteStore(address, graph=FIRST) as store:
        yield server, store


def test_an_export_goes_on_until_it_is_whole(stingy: tuple[Stingy, RemoteStore]) -> None:
    _, store = stingy
    assert len(set(store.export())) == store.count() == 2_500


def test_an_answer_that_may_be_cut_is_refused(stingy: tuple[Stingy, RemoteStore]) -> None:
    _, store = stingy
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
        with pytest.raises(Truncated) as caught:
            store.query(query)
        assert "1000" in str(caught.value) and caught.value.hint
    assert len(store.select("SELECT * { ?s ?p ?o } LIMIT 1000").rows) == 1_000
    assert len(store.select("SELECT * { ?s ?p ?o } LIMIT 999").rows) == 999


def test_pages_whose_blank_nodes_do_not_fit_together_are_refused(
    stingy: tuple[Stingy, RemoteStore],
) -> None:
    server, store = stingy
    title, graph = ox.NamedNode(DCTERMS.title), ox.NamedNode(FIRST)
    server.engine.add(ox.Quad(ox.BlankNode(), title, ox.Literal("t"), graph))
    with pytest.raises(Truncated, match="blank nodes"):
        list(store.export())


def test_a_server_that_gives_one_page_only_is_caught() -> None:
    server = Stingy(1_000)
    server.engine.extend(_quad(index) for index in range(1_500))

    def without_paging(asked: Asked) -> Said:
        is_page = "OFFSET" in asked.query
        return Said(b"", "application/n-triples") if is_page else server(asked)

    with (
        saying(without_paging) as (address, _),
        RemoteStore(address, graph=FIRST) as store,
        pytest.raises(Truncated) as caught,
    ):
        list(store.export())
    assert "1500" in str(caught.value) and "1000" in str(caught.value)


def test_labels_beyond_the_limit_are_not_fetched(
    oxigraph: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_labels, "LARGEST_INDEX", 2)
    with RemoteStore(oxigraph) as store:
        store.replace(FIRST, [label(A, "one"), label(A, "un", "fr"), label(B, "two-word learning")])
        with pytest.raises(StoreError, match="too many to fetch"):
            _ = store.labels
        assert [entry.concept for entry in store.labels_beginning("LEARN two")] == [B]
        store.remove(FIRST)


def test_a_big_label_index_lies_in_a_file_that_goes(
    oxigraph: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_labels, "_ON_DISK", 1)
    store = RemoteStore(oxigraph)
    store.replace(FIRST, [label(A, "one")])
    assert store.labels.spelled_like("one")
    store.remove(FIRST)
    store.close()


# Virtuoso, as Debian ships it. Each of these was seen there.

SIZE = 10_500


@pytest.fixture
def on_virtuoso(virtuoso: Virtuoso) -> Iterator[RemoteStore]:
    with RemoteStore(virtuoso.address) as store:
        yield store
        for graph in store.graphs():
            store.remove(graph)


def test_virtuoso_is_known_by_its_answers(on_virtuoso: RemoteStore) -> None:
    assert on_virtuoso.dialect == "virtuoso"
    assert on_virtuoso.graphs() == ()  # and its own graphs are not ours


def test_virtuoso_stops_at_10_000_without_a_word_and_is_caught(
    on_virtuoso: RemoteStore, virtuoso: Virtuoso
) -> None:
    many = [Triple(IRI(f"{BASE}s{n}"), DCTERMS.title, Literal(f"{n}")) for n in range(SIZE)]
    on_virtuoso.replace(FIRST, many)
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    form = {"query": query, "default-graph-uri": FIRST}
    accept = {"Accept": "application/n-triples"}
    raw = httpx.post(virtuoso.without_user, data=form, headers=accept, timeout=60)
    store = virtuoso.without_user.replace("/sparql", "/sparql-graph-crud")
    graph = httpx.get(store, params={"graph-uri": FIRST}, headers=accept, timeout=60)
    for reply in (raw, graph):
        assert reply.status_code == 200 and reply.text.count(" .\n") in (10_000, 10_001)
        assert "x-sparql-maxrows" not in reply.headers
    for question in (query, "SELECT * { ?s ?p ?o }"):
        with pytest.raises(Truncated):
            on_virtuoso.query(question)
    assert set(on_virtuoso.export()) == set(many)


def test_virtuoso_is_not_given_values_that_it_would_change(on_virtuoso: RemoteStore) -> None:
    old = [label(A, "old")]
    on_virtuoso.replace(FIRST, old)
    for value in (number("abc"), number("P1Y", "duration"), number("1" * 30), number("", "double")):
        with pytest.raises(StoreError, match="would change the value"):
            on_virtuoso.replace(FIRST, [Triple(A, DCTERMS.extent, value)])
    assert list(on_virtuoso.export(FIRST)) == old


def test_virtuoso_writes_numbers_in_its_own_way_and_the_count_allows_for_it(
    on_virtuoso: RemoteStore,
) -> None:
    values = [
        number("07"),
        number("7"),
        number("007"),
        Literal("c", "en-gb"),
        Literal("c", "en-GB"),
    ]
    on_virtuoso.replace(FIRST, [Triple(A, DCTERMS.extent, value) for value in values])
    assert {t.object for t in on_virtuoso.export()} == {number("7"), Literal("c", "en-GB")}


def test_a_path_without_a_known_end_is_explained(on_virtuoso: RemoteStore) -> None:
    on_virtuoso.replace(FIRST, [Triple(A, SKOS.broader, B)])
    path = f"PREFIX skos: <{SKOS.iri}> SELECT DISTINCT ?x ?y {{ ?x skos:broader+ ?y }}"
    with pytest.raises(QueryFailed) as caught:
        on_virtuoso.query(path)
    assert caught.value.hint and "one end" in caught.value.hint


def test_virtuoso_lets_nobody_write_who_has_no_name(
    on_virtuoso: RemoteStore, virtuoso: Virtuoso
) -> None:
    with RemoteStore(virtuoso.without_user) as stranger, pytest.raises(ServerFailed) as caught:
        stranger.update(f"INSERT DATA {{ GRAPH <{FIRST}> {{ <{A}> a <{B}> }} }}")
    assert caught.value.hint and "sparql-auth" in caught.value.hint
    assert on_virtuoso.graphs() == ()


@pytest.fixture
def in_parts(on_virtuoso: RemoteStore, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Virtuoso is given 100 triples at a time; the methods of the requests that were sent."""
    on_virtuoso._server.dialect = replace(VIRTUOSO, triples_a_request=100)
    sent: list[str] = []
    send = Server.send

    def noted(self: Server, method: str, graph: IRI, triples: IO[bytes]) -> None:
        sent.append(method)
        if len(sent) == 5:
            raise ServerFailed("the server is gone")
        send(self, method, graph, triples)

    monkeypatch.setattr(Server, "send", noted)
    return sent


def test_many_triples_go_in_parts_and_blank_nodes_together(
    on_virtuoso: RemoteStore, in_parts: list[str]
) -> None:
    nodes = [Triple(A, DCTERMS.hasPart, BlankNode(f"n{n}")) for n in range(150)]
    told = [Triple(BlankNode(f"n{n}"), DCTERMS.title, Literal("part")) for n in range(150)]
    on_virtuoso.replace(FIRST, [*nodes, *version(1, 150), *told])
    assert in_parts == ["PUT", "POST", "POST"]
    query = f"SELECT (COUNT(*) AS ?n) {{ <{A}> <{DCTERMS.hasPart}>/<{DCTERMS.title}> 'part' }}"
    assert on_virtuoso.select(query).rows == ((number("150"),),)


def test_a_version_that_does_not_arrive_whole_leaves_the_old_one(
    on_virtuoso: RemoteStore, in_parts: list[str]
) -> None:
    on_virtuoso.replace(FIRST, version(1, 150))
    with pytest.raises(ServerFailed):
        on_virtuoso.replace(FIRST, version(2, 450))
    assert len(in_parts) == 5
    assert set(on_virtuoso.export()) == set(version(1, 150))
    everywhere = "SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    graphs = {str(row[0]) for row in on_virtuoso._server.rows(everywhere).rows}
    assert not any("staging" in graph for graph in graphs)


def test_readers_are_told_when_a_writer_was_interrupted(
    on_virtuoso: RemoteStore, virtuoso: Virtuoso
) -> None:
    on_virtuoso.replace(FIRST, [label(A, "a")])
    on_virtuoso.replace(SECOND, [label(B, "b")])
    with pytest.raises(KeyboardInterrupt), changing(on_virtuoso._server, FIRST):
        raise KeyboardInterrupt
    with RemoteStore(virtuoso.address, graph=FIRST, timeout=1.0) as reader:
        with pytest.raises(ServerFailed) as caught:
            reader.about(A)
        assert caught.value.hint and "put the vocabulary in again" in caught.value.hint
        with RemoteStore(virtuoso.address, graph=SECOND) as other:
            assert other.about(B) == [label(B, "b")]
        on_virtuoso.replace(FIRST, [label(A, "again")])
        assert reader.about(A) == [label(A, "again")]


LABELS = (
    "Learning", "learnings", "e-learning", "The learning (formal)", "O'Reilly's learning",
    "prelearning",
    "teaching/learning", "ÉCOLE learning", "learning2", "Unlearning", "zebra",
)  # fmt: skip


def test_the_text_index_of_virtuoso_narrows_only_when_it_is_fresh(
    on_virtuoso: RemoteStore, virtuoso: Virtuoso
) -> None:
    def sql(statement: str) -> None:
        try:
            virtuoso.sql(statement)
        except NotInstalled as error:
            pytest.skip(str(error))

    server = on_virtuoso._server
    first = [label(IRI(f"{BASE}c{n}"), text) for n, text in enumerate(LABELS)]
    on_virtuoso.replace(FIRST, first)
    decided = labels_beginning(server, (FIRST,), "learn", narrow=False)
    assert len(decided) == 8
    assert not is_text_index_fresh(server, FIRST)  # nothing is indexed before a rule says so
    assert on_virtuoso.labels_beginning("learn") == decided
    sql("DB.DBA.RDF_OBJ_FT_RULE_ADD(null, null, 'All');")
    sql("DB.DBA.VT_INC_INDEX_DB_DBA_RDF_OBJ();")
    assert is_text_index_fresh(server, FIRST)
    assert labels_beginning(server, (FIRST,), "learn", narrow=True) == decided
    on_virtuoso.replace(FIRST, [*first, label(A, "learning to walk")])
    assert not is_text_index_fresh(server, FIRST)  # a write is not indexed at once
    assert len(labels_beginning(server, (FIRST,), "learn", narrow=True)) == 8
    assert len(on_virtuoso.labels_beginning("learn")) == 9
    sql("DB.DBA.VT_INC_INDEX_DB_DBA_RDF_OBJ();")
    assert is_text_index_fresh(server, FIRST)
    server.update(f"INSERT DATA {{ GRAPH <{FIRST}> {{ <{B}> a <{A}> }} }}")
    assert not is_text_index_fresh(server, FIRST)  # somebody else has written
