from __future__ import annotations

import re
from pathlib import Path, PurePath
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_skos.errors import InputError, SyntaxFault
from tvet_skos.rdf import traps
from tvet_skos.rdf.bridge import from_rdflib
from tvet_skos.rdf.collecting import collector_paused
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.rdf.formats import FORMATS, engine_input, format_of, parse
from tvet_skos.rdf.traps import NESTING, refuse_cut_xml, refuse_deep_nesting
from tvet_skos.terms import Literal

PREFIX = b"@prefix e: <http://example.org/> .\n"
RDF_NAMESPACE = b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
RDF_XML = b"<rdf:RDF " + RDF_NAMESPACE + b">\n"


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
        (b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 1001 + b'">]><x>&a;</x>', "rdfxml", 1, "entity"),
        (b"<a>\n" + b"<b><c>" * 50_000 + b"</c></b>" * 50_000 + b"</a>", "rdfxml", 2, "nested"),
        (b"<a>" + b"<!--<a>" * 100_000 + b"<b>" * 300, "rdfxml", 1, "before <a>"),
        ('<http://e/a> <http://e/b> "é" .'.encode("utf-16"), "turtle", 1, "UTF-16"),
        (PREFIX + b'\n\ne:a e:b "caf\xe9" .', "turtle", 4, "not UTF-8"),
        (PREFIX + b"e:a e:b <http://e/x y> .", "turtle", 2, ""),
        (PREFIX + b'e:a e:b "\\uD800" .', "turtle", 2, ""),
        (PREFIX + b"<http://e/\\u003Cscript\\u003E> e:b e:c .", "turtle", 2, "IRI"),
        (PREFIX + b'e:a e:b "x"@abcdefghijk .', "turtle", 2, "subtag"),
        (PREFIX + b'e:a e:b "x"@en- .', "turtle", 2, ""),
        (PREFIX + b'e:a e:b "a line\ne:c', "turtle", 2, "Unexpected end"),
        (RDF_XML + b"<rdf:Description>\n</rdf:RDF>\n", "rdfxml", 3, "ill-formed"),
        (RDF_XML + b'<rdf:Description\n rdf:ID="1 2"/>\n</rdf:RDF>', "rdfxml", 3, "rdf:ID"),
        (RDF_XML + b'<rdf:Description rdf:about="a"/>\n\n</rdf:RDF>', "rdfxml", 2, "relative IRI"),
        (RDF_XML + b'<rdf:Description rdf:about="e:a"/>\n', "rdfxml", 2, "before <rdf:RDF>"),
        (RDF_XML, "rdfxml", 1, "before <rdf:RDF>"),
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
    assert "Parser error" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        RDF_XML + b"</rdf:RDF>",
        RDF_XML + b"</rdf:RDF\n>\n<!-- <rdf:RDF> -->\n<?the end?>\n",
        b"<?xml version='1.0'?>\n<!-- <a> -->" + RDF_XML.rstrip(b">\n") + b"/>\n",
        b'<e:T xmlns:e="http://example.org/" ' + RDF_NAMESPACE + b' rdf:about="e:a" e:b=">"/>',
        b'<!DOCTYPE rdf:RDF [\n<!ENTITY e "e:">\n]>\n' + RDF_XML + b"</rdf:RDF>",
    ],
)
def test_whole_rdfxml_is_not_taken_for_cut_off(content: bytes) -> None:
    refuse_cut_xml(content, "in.rdf")


@given(st.integers(min_value=0, max_value=400))
def test_rdfxml_that_is_cut_off_anywhere_is_never_read_as_whole(end: int) -> None:
    whole = RDF_XML + b'<rdf:Description rdf:about="e:a">\n<rdf:value>1</rdf:value>\n'
    whole += b'</rdf:Description>\n<rdf:Description rdf:about="e:b"/>\n</rdf:RDF>'
    cut = whole[: min(end, len(whole) - 1)]
    if b"<rdf:RDF" in cut:
        with pytest.raises(SyntaxFault):
            parse(cut, FORMATS["rdfxml"])


def test_short_namespace_entities_of_rdfxml_are_read() -> None:
    content = b"""<!DOCTYPE rdf:RDF [<!ENTITY e "http://example.org/">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
<rdf:Description rdf:about="&e;a"><e:b>x</e:b></rdf:Description></rdf:RDF>"""
    (triple,) = parse(content, FORMATS["rdfxml"])
    assert triple.subject == "http://example.org/a"


@pytest.mark.parametrize("opened", [b"<!--", b"<?"])
def test_what_is_opened_many_times_and_never_closed_is_looked_through_once(opened: bytes) -> None:
    with pytest.raises(SyntaxFault, match="before <a> is closed"):
        refuse_cut_xml(b"<a>" + opened * 40_000, "in.rdf")


def test_brackets_in_strings_and_iris_do_not_count_as_nesting() -> None:
    content = PREFIX + b'e:a e:b "' + b"[" * 500 + b'", """' + b"(" * 500 + b'""" . #' + b"[" * 500
    assert len(parse(content, FORMATS["turtle"])) == 2


@pytest.mark.parametrize(
    ("name", "start", "deep", "core", "end", "rest"),
    [
        ("turtle", PREFIX + b"e:a e:b ", b"[ e:b ", b"e:c", b" ]", b' , "(((" , "]" .'),
        ("jsonld", b"", b'{"[[": ', b'"]"', b"}", b""),
        (
            "rdfxml",
            b"<?a <b> ?><!-- <b> -->",
            b"<e:b c=''><e:a\n>",
            b"a > b <b c=\"<d>\" d='/>'/><![CDATA[<b><b>]]>" + b"<a/>" * 300,
            b"</e:a></e:b>",
            b"<!-- <b> -->",
        ),
    ],
)
def test_nesting_is_counted_to_the_bracket(
    name: str, start: bytes, deep: bytes, core: bytes, end: bytes, rest: bytes
) -> None:
    def nested(depth: int) -> bytes:
        return start + deep * depth + core + end * depth + rest

    assert engine_input(nested(NESTING), FORMATS[name])
    with pytest.raises(SyntaxFault, match="nested"):
        engine_input(nested(NESTING + 1), FORMATS[name])


@pytest.mark.parametrize("many", [NESTING + 1, 3 * NESTING])
def test_many_brackets_side_by_side_are_no_nesting(many: int) -> None:
    content = PREFIX + b"e:a e:b " + b", ".join([b"[ e:b ( 1 ) ]"] * many) + b" ."
    assert len(parse(content, FORMATS["turtle"])) == 4 * many


_TOKENS = {
    False: r'"""(?:[^"\\]|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*+\'\'\''
    r'|"(?:[^"\\\n]|\\.)*+"|\'(?:[^\'\\\n]|\\.)*+\'|<[^<>"{}|^`\\\s]*+>|#[^\n]*+|[\[\]()]',
    True: r'"(?:[^"\\]|\\.)*+"|[\[\]{}]',
}


def _deepest(text: str, *, json: bool) -> int:
    """How deep brackets stand, a token at a time."""
    depth = deepest = 0
    for token in re.findall(_TOKENS[json], text, re.S):
        depth += {"[": 1, "(": 1, "{": 1, "]": -1, ")": -1, "}": -1}.get(token, 0)
        deepest = max(deepest, depth)
    return deepest


@given(st.text(st.sampled_from("[](){}\"'\\<># \na"), max_size=60), st.booleans())
@settings(max_examples=500, deadline=None)
def test_nesting_is_what_a_slow_count_of_all_tokens_finds(text: str, json: bool) -> None:
    with patch.object(traps, "NESTING", 3):
        try:
            refuse_deep_nesting(text.encode(), "x", json=json)
            refused = False
        except SyntaxFault:
            refused = True
    assert refused == (_deepest(text, json=json) > 3)


def test_what_the_engine_may_read_is_checked_and_without_a_mark() -> None:
    turtle = FORMATS["turtle"]
    assert engine_input(b"\xef\xbb\xbf<a:a> <a:b> 1 .", turtle) == b"<a:a> <a:b> 1 ."
    long = b"<a:a> <a:b> <a:c> .\n" * 10_000
    assert engine_input(long, turtle) is long
    with pytest.raises(SyntaxFault, match="not UTF-8") as caught:
        engine_input(long + b"# caf\xe9\n", turtle, "in.ttl")
    assert caught.value.place == "in.ttl:10001"


def test_a_character_that_stands_across_two_blocks_is_read() -> None:
    content = b"# " + b"x" * 65533 + "é🎓\n".encode() * 50_000
    assert engine_input(content, FORMATS["turtle"]) == content


def test_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_bytes(PREFIX + b"e:a e:b e:c .\n" * 1000)
    told: list[tuple[int, int]] = []
    read_vocabulary(tmp_path, lambda done, of: told.append((done, of)))
    size = sum(file.stat().st_size for file in tmp_path.iterdir())
    assert {of for _, of in told} == {size}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (size, size)


def test_the_collector_is_as_it_was_after_parsing() -> None:
    import gc

    assert gc.isenabled()
    with pytest.raises(SyntaxFault):
        parse(b"<a:a> <a:b> <a:c> . x", FORMATS["ntriples"])
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
        parse(b"<a:a> <a:b> <a:c> .", FORMATS["ntriples"])
        assert not gc.isenabled()
    assert gc.isenabled()


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
