"""Answers as the W3C formats have them, read back by an engine that did not write them."""

import csv
import io
import json
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from tvet_skos.errors import SettingsError, WriteError
from tvet_skos.publish.results import ANSWER_FORMATS, default_format, write_answer
from tvet_skos.rdf.formats import own_term
from tvet_skos.store.results import Rows
from tvet_skos.terms import IRI, XSD, BlankNode, Literal, Triple

A = IRI("http://example.org/a")
NASTY = 'tab\t "quote" \\ line\nend, <b>&amp;</b> \u202e'
ROWS = Rows(
    ("c", "label", "n"),
    (
        (A, Literal(NASTY, "zh-Hant-TW"), Literal("01", datatype=XSD + "integer")),
        (BlankNode("b0"), Literal("=cmd|'/C calc'!A0"), None),
    ),
)
GRAPH = (Triple(A, IRI("http://www.w3.org/2004/02/skos/core#prefLabel"), Literal("A", "en")),)


@pytest.mark.parametrize(
    ("name", "parser"),
    [
        ("json", ox.QueryResultsFormat.JSON),
        ("xml", ox.QueryResultsFormat.XML),
        ("tsv", ox.QueryResultsFormat.TSV),
    ],
)
def test_rows_come_back_from_another_engine(name: str, parser: ox.QueryResultsFormat) -> None:
    results = ox.parse_query_results(write_answer(ROWS, name).encode(), parser)
    assert isinstance(results, ox.QuerySolutions)
    read = [tuple(None if v is None else own_term(v) for v in row) for row in results]
    assert read[0] == ROWS.rows[0]
    assert read[1][1:] == ROWS.rows[1][1:] and isinstance(read[1][0], BlankNode)


def test_csv_is_the_standards_and_not_defused() -> None:
    text = write_answer(ROWS, "csv")
    header, first, second = csv.reader(io.StringIO(text, newline=""))
    assert text.startswith("c,label,n\r\n") and header == ["c", "label", "n"]
    assert first == [A, NASTY, "01"]
    assert second == ["_:b0", "=cmd|'/C calc'!A0", ""]


@pytest.mark.parametrize("answer", [True, False])
def test_yes_and_no_in_json_xml_and_words(answer: bool) -> None:
    assert json.loads(write_answer(answer, "json")) == {"head": {}, "boolean": answer}
    document = ElementTree.fromstring(write_answer(answer, "xml"))
    assert document[1].text == str(answer).lower()
    assert write_answer(answer, "table") == ("yes\n" if answer else "no\n")


def test_carriage_returns_survive_xml() -> None:
    answer = Rows(("x",), ((Literal("a\r\nb"),),))
    document = ElementTree.fromstring(write_answer(answer, "xml"))
    assert document[1][0][0][0].text == "a\r\nb"


def test_xml_refuses_what_it_cannot_hold() -> None:
    with pytest.raises(WriteError, match="control character"):
        write_answer(Rows(("x",), ((Literal("a\x01"),),)), "xml")


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (True, "csv"),
        (True, "turtle"),
        (ROWS, "jsonld"),
        (GRAPH, "csv"),
        (GRAPH, "table"),
        (ROWS, "pdf"),
    ],
)
def test_a_format_that_does_not_fit_says_which_do(answer: object, name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        write_answer(answer, name)  # type: ignore[arg-type]
    assert caught.value.hint is not None and "choose one of" in caught.value.hint


@pytest.mark.parametrize("name", ["turtle", "jsonld", "rdfxml", "ntriples"])
def test_a_graph_is_written_in_every_rdf_format(name: str) -> None:
    assert "example.org" in write_answer(GRAPH, name)
    assert name in ANSWER_FORMATS and default_format(GRAPH) == "turtle"


def test_a_table_fits_its_width_and_counts_its_rows() -> None:
    text = write_answer(ROWS, "table", "http://example.org/", width=40)
    assert max(map(len, text.splitlines())) <= 40
    assert "<a>" in text and text.rstrip().endswith("2 rows")
    assert default_format(ROWS) == "table"


def test_a_table_sends_no_commands_to_the_terminal() -> None:
    text = write_answer(Rows(("x",), ((Literal("\x1b[2J[red]\u202e"),),)), "table")
    assert "\x1b" not in text and "\u202e" not in text and "\\u001B[2J[red]" in text


def test_no_rows_and_no_variables_are_answers_too() -> None:
    assert write_answer(Rows(("x",), ()), "table").rstrip().endswith("0 rows")
    assert write_answer(Rows((), ((),)), "table") == "1 row\n"
    assert json.loads(write_answer(Rows(("x",), ()), "json"))["results"] == {"bindings": []}
