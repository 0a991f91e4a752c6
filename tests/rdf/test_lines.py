from __future__ import annotations

from pathlib import Path

from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.rdf.lines import Place, source_map
from tvet_skos.terms import IRI, BlankNode, Literal, Term

TURTLE = '''@prefix e: <http://e/> .
PREFIX f: <http://f/>
@base <http://b/> .
# a comment with [ brackets ( and "quotes
e:a e:p "one"@EN-gb , """two
lines""" ;
    a f:Thing.
<x> e:p [ e:q ( 1 2 ) ; e:r <y> ] ;
    e:s 1.5 , true , "1"^^f:t .
e:a.b e:p "a \\"b\\" \\u00e9" .
'''


def test_statements_have_line_and_column() -> None:
    places = source_map(TURTLE, "turtle")
    expected: list[tuple[str, str, Term, Place]] = [
        ("http://e/a", "http://e/p", Literal("one", "en-GB"), Place(5, 5)),
        (
            "http://e/a",
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
            IRI("http://f/Thing"),
            Place(7, 5),
        ),
        ("http://e/a", "http://e/p", Literal("two\nlines"), Place(5, 5)),
        ("http://b/x", "http://e/s", Literal("1", datatype="http://f/t"), Place(9, 5)),
        ("http://e/a.b", "http://e/p", Literal('a "b" é'), Place(10, 7)),
    ]
    for subject, predicate, value, place in expected:
        assert places.locate(subject, predicate, value) == (3, place), value


def test_the_nearest_known_place_is_given_for_what_is_missing() -> None:
    places = source_map(TURTLE, "turtle")
    assert places.locate("http://e/a", "http://e/p", Literal("other")) == (2, Place(5, 5))
    assert places.locate("http://e/a", "http://e/none") == (1, Place(5, 1))
    assert places.locate("http://e/none") == (0, None)


def test_every_statement_of_the_bundled_vocabulary_is_found(bundled: Vocabulary) -> None:
    for document in bundled.documents:
        places = source_map(document.content.decode(), "turtle")
        lines = document.content.decode().splitlines()
        for subject, predicate, value in document.triples:
            assert not isinstance(subject, BlankNode)
            nearness, place = places.locate(subject, predicate, value)
            assert nearness == 3
            assert place is not None
            assert lines[place.line - 1][place.column - 1] not in " <"


def test_subjects_of_rdfxml_and_jsonld_are_found() -> None:
    xml = '<rdf:RDF>\n<rdf:Description rdf:about="http://e/a">\n</rdf:Description></rdf:RDF>'
    assert source_map(xml, "rdfxml").locate("http://e/a") == (1, Place(2, 18))
    assert (
        source_map('{"@graph": [\n {"id": "http://e/a"}]}', "jsonld").locate("http://e/a")[0] == 1
    )


def test_every_subject_of_public_vocabularies_is_found(public_data: Path) -> None:
    import gzip

    for name in ("hcrt.ttl", "esc.ttl", "nwbib.ttl"):
        content = gzip.decompress((public_data / "vocabularies" / f"{name}.gz").read_bytes())
        places = source_map(content.decode(), "turtle")
        for subject, predicate, value in parse(content, FORMATS["turtle"]):
            if not isinstance(subject, BlankNode) and not isinstance(value, BlankNode):
                assert places.locate(subject, predicate, value)[0] == 3, (subject, predicate, value)


def test_namespaces_keep_their_hash_whatever_stands_before_them() -> None:
    text = '@base <http://b/> .\n@prefix f: <http://f/ns#> .\n<x> f:p "one" .\n'
    assert source_map(text, "turtle").locate("http://b/x", "http://f/ns#p", Literal("one")) == (
        3,
        Place(3, 5),
    )


def test_a_value_after_a_blank_node_has_the_place_of_its_own_property() -> None:
    text = '@prefix e: <http://e/> .\n\ne:a e:p [ e:q "x" ;\n  e:r "y" ] , "second" .\n'
    places = source_map(text, "turtle")
    assert places.locate("http://e/a", "http://e/p", Literal("second")) == (3, Place(3, 5))
