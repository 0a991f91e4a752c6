from __future__ import annotations

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.web.served import Got, Served, encoded, serving
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.store import open_store
from tvet_skos.terms import IRI, Triple
from tvet_skos.web.bounds import with_limit, without_from
from tvet_skos.web.marks import marked

FORM = "application/x-www-form-urlencoded"
ONE = "SELECT (1 AS ?x) ('a'@en AS ?y) {}"
LABELS = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?l { ?c skos:prefLabel ?l }"


def test_get_form_and_direct_post_give_the_same(served: Served) -> None:
    answers = (
        served.get(f"/sparql?query={encoded(ONE)}"),
        served.post("/sparql", f"query={encoded(ONE)}".encode(), FORM),
        served.post("/sparql", ONE.encode(), "application/sparql-query"),
        served.post("/sparql", ONE.encode(), "application/sparql-query; charset=UTF-8"),
    )
    assert {got.status for got in answers} == {200}
    assert len({got.body for got in answers}) == 1


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
    ],
)
def test_rows_come_as_they_are_asked_for(accept: str, media_type: str, served: Served) -> None:
    got = served.query(ONE, **({"Accept": accept} if accept else {}))
    assert got.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in got.headers["vary"].split(", ")


def test_each_format_holds_the_same_rows(served: Served) -> None:
    json_rows = served.query(LABELS).json["results"]["bindings"]
    names = sorted(row["l"]["value"] for row in json_rows)
    assert len(names) > 300
    xml = ElementTree.fromstring(served.query(LABELS, Accept="application/xml").text)
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert sorted(str(e.text) for e in xml.iter(f"{space}literal")) == names
    sheet = csv.reader(io.StringIO(served.query(LABELS, Accept="text/csv").text))
    assert sorted(row[0] for row in sheet)[:] == sorted([*names, "l"])


@pytest.mark.parametrize("name", FORMATS)
def test_graphs_come_as_they_are_asked_for(name: str, served: Served) -> None:
    media_type = FORMATS[name].media_type
    got = served.query("CONSTRUCT { <urn:a> <urn:b> 'c' } {}", Accept=media_type)
    assert got.headers["content-type"].partition(";")[0] == media_type
    assert len(parse(got.body, FORMATS[name])) == 1


def test_yes_and_no_have_no_table(served: Served) -> None:
    assert served.query("ASK {}", Accept="text/csv").problem == "not-acceptable"
    assert "<boolean>true</boolean>" in served.query("ASK {}", Accept="application/xml").text


def test_a_link_may_say_the_format(served: Served) -> None:
    got = served.get(f"/sparql?query={encoded(ONE)}&_mediatype=csv", Accept="text/html")
    assert got.text.splitlines()[0] == "x,y"
    got = served.get("/sparql?_mediatype=application/ld+json")
    assert got.headers["content-type"] == "application/ld+json"


@pytest.mark.parametrize("body", [b"update=CLEAR+ALL", b"query=ASK%20%7B%7D&update=CLEAR+ALL"])
def test_updates_are_refused(body: bytes, served: Served) -> None:
    assert served.post("/sparql", body, FORM).problem == "update-refused"
    got = served.post("/sparql", b"CLEAR ALL", "application/sparql-update")
    assert got.problem == "update-refused"


def test_errors_say_the_line_of_the_text_that_was_sent(served: Served) -> None:
    got = served.query("SELECT *\n{ ?s ?p\n?o . nonsense }")
    assert got.status == 400 and got.json["line"] == 3
    got = served.query("SELECT *\n{ ?s a skos:Concept }")
    assert got.problem == "query-failed" and "prefix" in got.json["detail"]


def test_relative_iris_have_the_endpoint_for_a_base(served: Served) -> None:
    got = served.query("SELECT (<x> AS ?x) {}")
    assert got.json["results"]["bindings"][0]["x"]["value"] == f"{served.address}/x"


def test_the_graph_of_the_vocabulary_can_be_named(served: Served) -> None:
    got = served.query("SELECT ?g { GRAPH ?g { ?s ?p ?o } } LIMIT 1")
    (row,) = got.json["results"]["bindings"]
    assert row["g"]["value"] == "https://w3id.org/tvet-skos/glossary/"


def _two_graphs(folder: Path) -> str:
    address = f"oxigraph:{folder / 'store'}"
    with open_store(address) as store:
        for name in ("one", "two"):
            iri = IRI(f"http://example.org/{name}/")
            store.replace(iri, [Triple(iri, RDF.type, SKOS.ConceptScheme)])
    return address


_EVERYWHERE = "SELECT ?s { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def _found(got: Got) -> list[str]:
    return [row["s"]["value"] for row in got.json["results"]["bindings"]]


def test_a_query_is_answered_from_the_graphs_that_it_names(tmp_path: Path) -> None:
    one, two = "http://example.org/one/", "http://example.org/two/"
    with serving("--vocab", _two_graphs(tmp_path)) as served:
        assert sorted(_found(served.query(_EVERYWHERE))) == [one, one, two, two]
        for clause, found in (
            (f"FROM <{one}>", [one]),
            (f"FROM NAMED <{two}>", [two]),
            (f"FROM <{one}> FROM NAMED <{two}>", [one, two]),
            (f"FROM <{one}> FROM <{two}>", [one, two]),
        ):
            text = _EVERYWHERE.replace("{", f"{clause} {{", 1)
            assert sorted(_found(served.query(text))) == found
        # What the request says counts, not what the query says.
        text = _EVERYWHERE.replace("{", f"FROM <{one}> {{", 1)
        path = f"/sparql?query={encoded(text)}&named-graph-uri={encoded(two)}"
        assert _found(served.get(path)) == [two]


def test_a_server_of_one_vocabulary_knows_no_other(tmp_path: Path) -> None:
    one, two = "http://example.org/one/", "http://example.org/two/"
    with serving("--vocab", _two_graphs(tmp_path), "--graph", one) as served:
        assert set(_found(served.query(_EVERYWHERE))) == {one}
        for parameter in ("default-graph-uri", "named-graph-uri"):
            path = f"/sparql?query={encoded(_EVERYWHERE)}&{parameter}="
            assert _found(served.get(path + encoded(one))) == [one]
            assert served.get(path + encoded(two)).problem == "unknown-graph"
        for clause in (f"FROM <{two}>", f"FROM NAMED <{two}>"):
            got = served.query(_EVERYWHERE.replace("{", f"{clause} {{", 1))
            assert got.problem == "unknown-graph" and got.json["graphs"] == [one]
        assert two not in served.get("/sparql").text


def test_limits_stand_in_every_answer(served: Served) -> None:
    headers = served.query(ONE).headers
    assert headers["query-limits"] == "seconds=2, rows=10000, triples=100000"
    assert headers["query-truncated"] == "?0"


def test_an_answer_that_was_cut_off_says_so() -> None:
    with serving("--query-rows", "7") as served:
        for text in (LABELS, f"{LABELS} ORDER BY ?l", f"{LABELS} LIMIT 8"):
            got = served.query(text)
            assert got.headers["query-truncated"] == "?1" and got.json["truncated"] is True
            assert len(got.json["results"]["bindings"]) == 7 and got.json["head"]["link"]
            assert got.headers["link"].endswith('#truncated>; rel="help"')
        for text in (f"{LABELS} LIMIT 7", f"{LABELS} LIMIT 3"):
            assert served.query(text).headers["query-truncated"] == "?0"
        xml = served.query(LABELS, Accept="application/xml").text
        assert xml.count("<link href=") == 1 and xml.count("<result>") == 7
        assert served.named("index").headers["query-truncated"] == "?1"


def test_a_limit_of_its_own_stays_where_it_is_lower() -> None:
    assert with_limit("SELECT * { { SELECT * {} LIMIT 99 } }", 5).endswith("\nLIMIT 5")
    assert with_limit("SELECT * {} # LIMIT 3", 5) == "SELECT * {} # LIMIT 3\nLIMIT 5"
    assert with_limit("ASK {}", 5) == "ASK {}"
    assert with_limit("CONSTRUCT WHERE { ?s ?p ?o }", 5) == "CONSTRUCT WHERE { ?s ?p ?o }"
    long = "SELECT * {} LIMIT " + "9" * 400
    assert with_limit(long, 5) == "SELECT * {} LIMIT 5"


def test_from_is_read_and_taken_out_where_it_is_a_clause() -> None:
    text = "SELECT *\nFROM <urn:a>\n{ ?from <urn:from> 'from' }"
    asked = without_from(text)
    assert asked.default_graphs == ("urn:a",) and not asked.named_graphs
    assert len(asked.text) == len(text) and asked.text.count("\n") == 2
    assert "FROM" not in asked.text and "?from <urn:from> 'from'" in asked.text


def test_formats_without_a_place_for_a_mark_stay_as_they_are() -> None:
    assert marked("x\r\n1\r\n", "csv", "https://e/") == "x\r\n1\r\n"


def test_a_query_of_the_library_answers_at_its_name(served: Served) -> None:
    listed = served.get("/queries").json["queries"]
    assert {"name", "summary", "row", "parameters"} <= set(listed[0]) and len(listed) >= 14
    for query in listed:
        values = {"term": "microcredential", "label": "skills", "source": "COL"}
        given = {name: values[name] for name in query["parameters"]}
        got = served.named(query["name"], **given)
        assert got.status == 200, got.text
        assert served.get(query["sparql"]).text.startswith("#+ ")


def test_a_query_of_the_library_comes_in_every_format(served: Served) -> None:
    path = "/queries/definitions?term=micro+credential"
    assert served.get(path, Accept="text/csv").text.count("\r\n") >= 7
    assert (
        'filename="definitions.csv"'
        in served.get(f"{path}&_mediatype=csv").headers["content-disposition"]
    )


def test_parameters_of_a_query_are_checked(served: Served) -> None:
    assert served.named("definitions").problem == "bad-parameter"
    assert served.named("definitions", nonsense="x", term="skills").problem == "bad-parameter"
    assert served.named("definitions", term="x" * 2000).problem == "bad-parameter"
    got = served.named("definitions", term="micro-credentiol")
    assert got.problem == "not-found" and "Micro-credential" in got.json["suggestions"]
    got = served.named("definitons")
    assert got.problem == "not-found" and "definitions" in got.json["suggestions"]


_SKOS = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
_CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_HEAVY = {
    "distinct rows of a cross product": f"SELECT DISTINCT ?a ?d ?g ?c ?f {{ {_CROSS} }}",
    "distinct count of a cross product": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {_CROSS} }}",
    "all values of a cross product": f"SELECT (SAMPLE(?x) AS ?n) {{ {_CROSS} "
    "BIND(CONCAT(STR(?a), STR(?c), STR(?f), STR(?i)) AS ?x) } GROUP BY ?x",
    "graph of a cross product": f"CONSTRUCT {{ ?a ?e ?i }} {{ {_CROSS} }}",
    "every path": "SELECT (COUNT(*) AS ?n) { ?x (!<urn:none>)* ?y }",
    "every path twice": f"{_SKOS} SELECT * {{ ?x skos:related* ?y . ?y (^skos:related)+ ?z }}",
    "strings that double": "SELECT (STRLEN(REPLACE(?x, '.', ?x)) AS ?n) "
    "{ BIND(CONCAT('" + "a" * 30_000 + "', '') AS ?x) }",
}
"""Queries of few words whose answers have no end, or need more memory than there is."""


@pytest.mark.parametrize("name", _HEAVY)
def test_a_query_of_few_words_costs_the_server_nothing(name: str, served: Served) -> None:
    before = served.process.pid
    got = served.query(_HEAVY[name], Accept="*/*")
    if got.status == 200:
        assert got.headers["query-truncated"] in ("?0", "?1")
    else:
        assert got.problem in ("query-too-slow", "query-too-big")
    assert served.process.pid == before and served.is_alive
    assert served.query("ASK { ?s ?p ?o }").json["boolean"] is True


@pytest.mark.parametrize("parameter", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["", "x", "file:x", "/etc/passwd", "<urn:a>", "urn:a b", "urn:"])
def test_graphs_of_any_spelling_are_unknown(parameter: str, graph: str, served: Served) -> None:
    got = served.get(f"/sparql?query={encoded('ASK {}')}&{parameter}={encoded(graph)}")
    assert got.status == 400 and got.problem in ("bad-parameter", "unknown-graph")


def test_an_update_by_get_is_refused(served: Served) -> None:
    for query in ("update=CLEAR+ALL", "query=ASK+%7B%7D&update=CLEAR+ALL"):
        assert served.get(f"/sparql?{query}").problem == "update-refused"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM NAMED { ?s ?p ?o }",
        "SELECT * FROM FROM <urn:a> { ?s ?p ?o }",
        "SELECT * FROM NAMED NAMED <urn:a> { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o FROM <urn:a> }",
        "SELECT * { ?s ?p ?o } FROM <urn:a>",
        "PREFIX e: <urn:> SELECT * FROM e:a { ?s ?p ?o }",
        "SELECT * NAMED <urn:a> { ?s ?p ?o }",
        "SELECT * FROM <\\u0075rn:a> { ?s ?p ?o }",
    ],
)
def test_a_dataset_clause_that_is_none_is_refused(text: str, served: Served) -> None:
    got = served.query(text)
    assert got.status == 400 and "Traceback" not in got.text


def test_a_browser_without_a_query_is_led_to_the_page_with_an_editor(served: Served) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    got = served.get("/sparql", Accept=browser, Accept_Language="fr")
    assert (got.status, got.headers["location"]) == (303, "/fr/query")
    assert got.headers["vary"] == "Accept, Accept-Language"
    assert served.get(got.headers["location"]).status == 200
    assert served.get("/sparql", Accept="*/*").headers["content-type"].startswith("text/turtle")
    asked = served.get(f"/sparql?query={encoded(ONE)}", Accept=browser)
    assert asked.status == 200
