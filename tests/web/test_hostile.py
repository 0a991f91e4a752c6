"""What strangers send to break a server: it says no, lives, and answers whoever comes next."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest

from tests.web.served import Got, Served, canary, encoded

_DEEP = 4000
_PATTERNS = "?a ?p ?b . ?c ?q ?d . ?e ?r ?f "
_DOUBLED = "".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1}) " for i in range(40))
_LABEL = 'x" ) } UNION { ?c <urn:secret> ?l } #'


def _reaching(address: str) -> dict[str, str]:
    """Queries that ask for something outside of the store, however they are spelled."""
    endpoint = f"<{address}/sparql>"
    return {
        "Q1 file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "Q1 named file": "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "Q2": f"SELECT * FROM <{address}/d.ttl> {{ ?s ?p ?o }}",
        "Q3": f"SELECT * {{ SERVICE {endpoint} {{ ?s ?p ?o }} }}",
        "Q3 silent": f"SELECT * {{ SERVICE SILENT {endpoint} {{ ?s ?p ?o }} }}",
        "Q4 case": f"SELECT * {{ SeRvIcE{endpoint} {{ ?s ?p ?o }} }}",
        "Q4 comment": f"PREFIX e: <{address}/> SELECT * {{ SERVICE#c\n e:x {{ ?s ?p ?o }} }}",
        "Q4 glued": f"PREFIX SERVICEe: <{address}/> SELECT * {{ SERVICEe:x {{ ?s ?p ?o }} }}",
        "Q4 exists": f"ASK {{ FILTER EXISTS {{ SERVICE {endpoint} {{ ?s ?p ?o }} }} }}",
        "Q4 escaped": f"SELECT * {{ \\u0053ERVICE {endpoint} {{ ?s ?p ?o }} }}",
        "Q5 load": f"LOAD <{address}/d.ttl>",
        "Q5 load file": "LOAD <file:///etc/passwd>",
        "Q5 insert": "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "Q5 clear": "CLEAR ALL",
    }


_TOO_MUCH = {
    "Q7 braces": "SELECT * " + "{" * _DEEP + "}" * _DEEP,
    "Q7 parentheses": "SELECT * { FILTER(" + "(" * 7000 + "1" + ")" * 7000 + ") }",
    "Q7 union": "SELECT * { {} " + "UNION {} " * 7000 + "}",
    "Q7 sum": "SELECT * { FILTER(" + "1+" * 7000 + "1) }",
    "Q7 not": "SELECT * { FILTER(" + "!" * 10_000 + "1) }",
    "Q7 brackets": "SELECT * { ?s ?p " + "[ ?p " * 5000 + "1" + "]" * 5000 + " }",
    "Q8 optional": "SELECT * { " + "OPTIONAL { ?s ?p ?o } " * 400 + "}",
    "Q8 patterns": "SELECT * { " + "?s ?p ?o . " * 1000 + "}",
    "Q8 path": "SELECT * { ?s " + "/".join(["<urn:p>"] * 1000) + " ?o }",
    "NUL": "SELECT * { ?s ?p '\0' }",
    "surrogate": "SELECT * { ?s ?p '\\uD800' }",
    "nothing": "",
    "two queries": "ASK {} ASK {}",
}
_TOO_SLOW = {
    "Q6": f"SELECT (COUNT(*) AS ?n) {{ {_PATTERNS} FILTER(CONCAT(STR(?a), STR(?d)) = 'z') }}",
    "Q9 group": f"SELECT (GROUP_CONCAT(?b) AS ?x) {{ {_PATTERNS} }}",
}
_TOO_BIG = {
    "Q9 doubling": "SELECT * { BIND('xxxxxxxx' AS ?x0) " + _DOUBLED + "}",
    "Q9 order": f"SELECT * {{ {_PATTERNS} }} ORDER BY ?b",
}


@pytest.fixture(autouse=True)
def _the_server_lives(served: Served) -> Iterator[None]:
    """Its process is the same after each test, and the next request succeeds."""
    pid = served.process.pid
    yield
    assert served.process.pid == pid and served.is_alive
    assert served.query("ASK { ?s ?p ?o }").json["boolean"] is True


def _clear(got: Got) -> bool:
    """Whether an answer says what was wrong, and nothing of the insides."""
    return bool(got.json["detail"]) and "Traceback" not in got.text and ".py" not in got.text


@pytest.mark.parametrize("name", _reaching(""))
def test_no_query_reaches_out_of_the_store(name: str, served: Served) -> None:
    with canary() as (address, calls):
        got = served.query(_reaching(address)[name])
        assert got.status == 400 and _clear(got)
    assert not calls


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
def test_no_parameter_reaches_out_of_the_store(parameter: str, served: Served) -> None:
    with canary() as (address, calls):
        for graph in (f"{address}/d.ttl", "file:///etc/passwd"):
            path = f"/sparql?query={encoded('ASK {}')}&{parameter}={encoded(graph)}"
            assert served.get(path).problem == "unknown-graph"
    assert not calls


@pytest.mark.parametrize("name", _TOO_MUCH)
def test_what_would_break_an_engine_is_refused(name: str, served: Served) -> None:
    got = served.query(_TOO_MUCH[name])
    assert got.status in (400, 413) and _clear(got)


@pytest.mark.parametrize("name", _TOO_SLOW)
def test_a_query_without_end_is_stopped(name: str, served: Served) -> None:
    got = served.query(_TOO_SLOW[name])
    assert got.problem == "query-too-slow" and got.json["limit"] == 2


@pytest.mark.parametrize("name", _TOO_BIG)
def test_a_query_that_takes_all_memory_costs_one_worker(name: str, served: Served) -> None:
    assert served.query(_TOO_BIG[name]).status == 503
    served.wait_until_ready(2)


def test_regular_expressions_take_linear_time(served: Served) -> None:
    text = 'ASK { BIND("' + "a" * 30 + '!" AS ?o) FILTER(REGEX(?o, "^(a+)+$")) }'
    assert served.query(text).json["boolean"] is False
    assert served.query('ASK { FILTER(REGEX("a", "((a{100}){100}){100}")) }').status in (200, 400)


def test_paths_through_a_dense_graph_end(served: Served) -> None:
    skos = "<http://www.w3.org/2004/02/skos/core#related>"
    got = served.query(f"SELECT (COUNT(*) AS ?n) {{ ?x ({skos}*/{skos}*)* ?y }}")
    assert got.status in (200, 503)


def test_terms_are_bound_and_never_built_into_a_query(served: Served) -> None:
    assert served.named("definitions", term=_LABEL).problem == "not-found"
    rows = served.named("labels", label=_LABEL).json["results"]["bindings"]
    assert not rows
    rows = served.named("labels", label="micro-credential").json["results"]["bindings"]
    assert rows and "urn:secret" not in str(rows)


def test_csv_is_exact_and_never_taken_for_a_page(served: Served) -> None:
    got = served.query("SELECT ('=cmd|x' AS ?x) {}", Accept="text/csv")
    assert got.body == b"x\r\n=cmd|x\r\n"
    assert got.headers["content-disposition"] == 'attachment; filename="result.csv"'
    assert got.headers["x-content-type-options"] == "nosniff"


def test_a_worker_that_is_killed_while_it_answers_is_not_noticed(served: Served) -> None:
    served.wait_until_ready(2)
    parts = "".join(f"{{ SELECT ?{v} {{ ?{v} ?p{v} ?o{v} }} LIMIT 1500 }} " for v in "ab")
    answers: list[Got] = []
    text = f"SELECT (COUNT(*) AS ?n) {{ {parts} }}"
    asking = threading.Thread(target=lambda: answers.append(served.query(text)))
    asking.start()
    sleep(0.1)
    for pid in served.workers:
        os.kill(pid, signal.SIGKILL)
    asking.join()
    (row,) = answers[0].json["results"]["bindings"]
    assert row["n"]["value"] == str(1500 * 1500)


def test_all_workers_killed_at_once_are_replaced(served: Served) -> None:
    for pid in served.workers:
        os.kill(pid, signal.SIGKILL)
    assert served.query("ASK {}").json["boolean"] is True
    served.wait_until_ready(2)


@pytest.mark.parametrize(
    "path",
    [
        "/id/../../etc/passwd",
        "/id/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/id/a%00b",
        "/id/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/id/x%22%20y%3E%3C",
        "/id/%ff%fe",
        "/id/" + "a" * 20_000,
        "/queries/../../../etc/passwd",
        "/queries/%2e%2e%2fpyproject",
        "/queries/__proto__",
        "/context.jsonld/../../pyproject.toml",
        "/data.exe",
        "/%",
    ],
)
def test_no_path_leads_out_of_the_vocabulary(path: str, served: Served) -> None:
    for accept in ("application/json", "text/html"):
        got = served.get(path, Accept=accept)
        assert got.status == 404
        assert b"root:" not in got.body
        assert b"<script" not in got.body or "json" in got.headers["content-type"]


def _raw(served: Served, sent: bytes, wait: float = 5.0) -> bytes:
    """What comes back for some bytes, until the server closes or says no more."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=wait) as connection:
        connection.sendall(sent)
        received = b""
        try:
            while part := connection.recv(65_536):
                received += part
        except (TimeoutError, ConnectionResetError):
            pass
        return received


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",  # no Host
        b"GET /sparql HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /" + b"a" * 50_000 + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"GET /" + b"a" * 500_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # TLS
    ],
)
def test_what_is_no_http_gets_a_clear_answer(sent: bytes, served: Served) -> None:
    received = _raw(served, sent)
    assert received.startswith(b"HTTP/1.1 4") and b"application/problem+json" in received


def test_a_host_that_is_none_never_stands_in_an_answer(served: Served) -> None:
    for host in (b'a"b', b"a<b>", b"a b", b"u@b", b"\xff"):
        head = b"GET /sparql HTTP/1.1\r\nConnection: close\r\nHost: "
        got = _raw(served, head + host + b"\r\n\r\n")
        assert host not in got and got.startswith((b"HTTP/1.1 400", b"HTTP/1.1 200"))


def test_bodies_are_limited_announced_or_not(served: Served) -> None:
    body = b"ASK { } #" + b"x" * 70_000
    got = served.post("/sparql", body, "application/sparql-query")
    assert got.problem == "too-large" and got.json["limit"] == 65_536
    chunk = b"%x\r\n%s\r\n" % (len(body), body)
    head = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
    received = _raw(served, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk + b"0\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 413")


def test_many_parameters_are_refused(served: Served) -> None:
    assert served.get("/sparql?" + "&".join(["a=b"] * 5000)).problem == "bad-request"


def test_headers_of_any_shape_are_read(served: Served) -> None:
    for accept in ("," * 15_000, '"\\' * 7000, "<" * 15_000, "a/b;q=" + "9" * 9000, ";;;=,,=q"):
        assert served.get("/sparql", Accept=accept).status in (200, 406)
        assert served.get("/id/micro-credential.ttl", Accept_Profile=accept).status == 200


def test_the_other_worker_answers_while_one_is_stuck(served: Served) -> None:
    served.wait_until_ready(2)
    stuck = threading.Thread(target=served.query, args=(_TOO_SLOW["Q6"],))
    stuck.start()
    sleep(0.1)
    assert served.query("ASK {}").json["boolean"] is True
    assert stuck.is_alive()
    stuck.join()


def test_nothing_is_written_anywhere_by_a_worker(served: Served) -> None:
    served.wait_until_ready(1)
    limits = Path(f"/proc/{served.workers[0]}/limits")
    if not limits.is_file():
        pytest.skip("only Linux shows the limits of a process")
    lines = limits.read_text(encoding="ascii").splitlines()
    assert any(line.startswith("Max file size") and line.split()[3] == "0" for line in lines)
