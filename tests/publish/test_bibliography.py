"""The register for reference managers, with nothing made up."""

import json
from dataclasses import replace

from tvet_skos.model import ConceptScheme, Source
from tvet_skos.namespaces import BIBO, RDF
from tvet_skos.publish.bibliography import write_bibtex, write_csl_json
from tvet_skos.terms import IRI, Triple


def test_csl_has_what_the_register_knows_and_no_more(bundled: ConceptScheme) -> None:
    entries = {entry["id"]: entry for entry in json.loads(write_csl_json(bundled))}
    assert entries["col-2020"] == {
        "id": "col-2020",
        "type": "document",
        "title": "Open and distance learning: key terms and definitions",
        "author": [{"literal": "Commonwealth of Learning"}],
        "issued": {"date-parts": [[2020]]},
        "edition": "revised 2020",
        "note": "COL, Open and distance learning: key terms and definitions, 2015 (revised 2020)",
    }
    assert "title" not in entries["eu-council-2022"]


def test_csl_keeps_ranges_as_text_and_months_as_parts(hostile: ConceptScheme) -> None:
    [entry] = [e for e in json.loads(write_csl_json(hostile)) if e["id"] == "range"]
    assert entry["issued"] == {"literal": "2007-2013"}
    assert entry["accessed"] == {"date-parts": [[2023, 3]]}


def test_links_that_are_none_are_left_out(hostile: ConceptScheme) -> None:
    assert "javascript" not in write_csl_json(hostile) + write_bibtex(hostile)
    assert "https://example.org/evil?a=1&b=%7B" in write_bibtex(hostile)


def test_a_class_beside_document_gives_the_type() -> None:
    iri = IRI("http://example.org/source/a")
    source = Source(iri=iri, citation="A", other=(Triple(iri, RDF.type, BIBO.Report),))
    scheme = ConceptScheme(iri=IRI("http://example.org/"), sources=(source,))
    assert json.loads(write_csl_json(scheme))[0]["type"] == "report"


def test_keys_are_unique_and_entries_stand_by_iri() -> None:
    sources = tuple(Source(iri=IRI(f"http://{host}.example/x y/k")) for host in "ba")
    scheme = ConceptScheme(iri=IRI("http://example.org/"), sources=sources)
    assert [entry["id"] for entry in json.loads(write_csl_json(scheme))] == ["k", "k-2"]
    assert json.loads(write_csl_json(replace(scheme, sources=sources[::-1]))) == json.loads(
        write_csl_json(scheme)
    )


def test_bibtex_escapes_what_tex_would_run(hostile: ConceptScheme) -> None:
    text = write_bibtex(hostile)
    assert r"title = {{\{Evil\} \& \textbackslash{}write18 100 \% <b>title</b>}}" in text
    assert "author = {{Ministry of Evil and Partners}}" in text
    assert "year = {2007-2013}" in text and "urldate = {2023-03}" in text


def test_bibtex_braces_are_balanced(hostile: ConceptScheme) -> None:
    bare = write_bibtex(hostile).replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")
