from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_skos.errors import InputError, SyntaxFault
from tvet_skos.rdf.bridge import from_rdflib
from tvet_skos.rdf.formats import FORMATS, format_of, parse
from tvet_skos.terms import Literal

PREFIX = b"@prefix e: <http://example.org/> .\n"


def test_the_suffix_tells_the_format() -> None:
    names = {suffix: f.name for f in FORMATS.values() for suffix in f.suffixes}
    for suffix, name in names.items():
        found = format_of(PurePath("x" + suffix.upper()))
        assert found is not None
        assert found.name == name
    assert format_of(PurePath("x.docx")) is None


def test_language_tags_come_in_their_usual_case() -> None:
    (triple,) = parse(PREFIX + b'e:a e:b "x"@ZH-hant-tw .', FORMATS["turtle"])
    assert triple.object == Literal("x", "zh-Hant-TW")


def test_lexical_forms_stay_as_they_are() -> None:
    (triple,) = parse(PREFIX + b"e:a e:b 007 .", FORMATS["turtle"])
    assert isinstance(triple.object, Literal)
    assert triple.object.value == "007"


def test_a_byte_order_mark_is_ignored() -> None:
    assert parse(b"\xef\xbb\xbf" + PREFIX + b"e:a e:b e:c .", FORMATS["turtle"])


@pytest.mark.parametrize(
    ("content", "name", "line", "says"),
    [
        (PREFIX + b"\ne:a e:b .", "turtle", 3, ""),
        (PREFIX + b"f:a e:b e:c .", "turtle", 2, "prefix"),
        (b"<a> <b> <c> .", "turtle", 1, "relative IRI"),
        (PREFIX + b'e:a e:b "never closed', "turtle", 2, ""),
        (PREFIX + b"e:a e:b " + b"[ e:b " * 200, "turtle", 2, "nested"),
        (b'{"a":' * 200, "jsonld", 1, "nested"),
        (b'{"@context": "http://127.0.0.1/context", "a": 1}', "jsonld", None, "never fetched"),
        (b'{"@context": "file:///etc/passwd"}', "jsonld", None, "never fetched"),
        (b'<!DOCTYPE x [<!ENTITY a "b">\n<!ENTITY c "&a;&a;">]><x/>', "rdfxml", 2, "entity"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x/>', "rdfxml", 1, "entity"),
        (b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><x/>', "rdfxml", 1, "entity"),
        ('<http://e/a> <http://e/b> "é" .'.encode("utf-16"), "turtle", 1, "UTF-16"),
        (PREFIX + b'\n\ne:a e:b "caf\xe9" .', "turtle", 4, "not UTF-8"),
        (PREFIX + b"e:a e:b <http://e/x y> .", "turtle", 2, ""),
        (PREFIX + b'e:a e:b "\\uD800" .', "turtle", 2, ""),
    ],
)
def test_bad_input_is_named_with_its_line(
    content: bytes, name: str, line: int | None, says: str
) -> None:
    with pytest.raises(SyntaxFault) as caught:
        parse(content, FORMATS[name], file="in.ttl")
    assert caught.value.file == "in.ttl"
    assert caught.value.line == line
    assert says in caught.value.message
    assert "\n" not in str(caught.value)


def test_short_namespace_entities_of_rdfxml_are_read() -> None:
    content = b"""<!DOCTYPE rdf:RDF [<!ENTITY e "http://example.org/">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
<rdf:Description rdf:about="&e;a"><e:b>x</e:b></rdf:Description></rdf:RDF>"""
    (triple,) = parse(content, FORMATS["rdfxml"])
    assert triple.subject == "http://example.org/a"


def test_brackets_in_strings_and_iris_do_not_count_as_nesting() -> None:
    content = PREFIX + b'e:a e:b "' + b"[" * 500 + b'", """' + b"(" * 500 + b'""" . #' + b"[" * 500
    assert len(parse(content, FORMATS["turtle"])) == 2


@given(st.binary(max_size=80), st.sampled_from(sorted(FORMATS)))
@settings(max_examples=300, deadline=None)
def test_any_bytes_parse_or_are_a_syntax_fault(content: bytes, name: str) -> None:
    try:
        parse(content, FORMATS[name], file="x")
    except SyntaxFault as fault:
        assert fault.message


def test_what_no_file_can_hold_is_refused_from_rdflib_too() -> None:
    import logging

    import rdflib

    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    graph = rdflib.Graph()
    graph.add((rdflib.URIRef("http://e/a b"), rdflib.RDF.type, rdflib.RDFS.Class))
    with pytest.raises(InputError, match="not an IRI"):
        list(from_rdflib(graph))
