from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_skos.namespaces import RDF
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
    places = source_map(TURTLE.encode(), "turtle")
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
    places = source_map(TURTLE.encode(), "turtle")
    assert places.locate("http://e/a", "http://e/p", Literal("other")) == (2, Place(5, 5))
    assert places.locate("http://e/a", "http://e/none") == (1, Place(5, 1))
    assert places.locate("http://e/none") == (0, None)


def test_every_statement_of_the_bundled_vocabulary_is_found(bundled: Vocabulary) -> None:
    for document in bundled.documents:
        places = source_map(document.content, "turtle")
        lines = document.content.decode().splitlines()
        for subject, predicate, value in document.triples:
            assert not isinstance(subject, BlankNode)
            nearness, place = places.locate(subject, predicate, value)
            assert nearness == 3
            assert place is not None
            assert lines[place.line - 1][place.column - 1] not in " <"


def test_subjects_of_rdfxml_and_jsonld_are_found() -> None:
    xml = '<rdf:RDF>\n<rdf:Description rdf:about="http://e/a">\n</rdf:Description></rdf:RDF>'
    assert source_map(xml.encode(), "rdfxml").locate("http://e/a") == (1, Place(2, 18))
    assert (
        source_map(b'{"@graph": [\n {"id": "http://e/a"}]}', "jsonld").locate("http://e/a")[0] == 1
    )


def test_every_subject_of_public_vocabularies_is_found(public_data: Path) -> None:
    import gzip

    for name in ("hcrt.ttl", "esc.ttl", "nwbib.ttl"):
        content = gzip.decompress((public_data / "vocabularies" / f"{name}.gz").read_bytes())
        places = source_map(content, "turtle")
        for subject, predicate, value in parse(content, FORMATS["turtle"]):
            if not isinstance(subject, BlankNode) and not isinstance(value, BlankNode):
                assert places.locate(subject, predicate, value)[0] == 3, (subject, predicate, value)


def test_namespaces_keep_their_hash_whatever_stands_before_them() -> None:
    text = '@base <http://b/> .\n@prefix f: <http://f/ns#> .\n<x> f:p "one" .\n'
    assert source_map(text.encode(), "turtle").locate(
        "http://b/x", "http://f/ns#p", Literal("one")
    ) == (
        3,
        Place(3, 5),
    )


def test_a_value_after_a_blank_node_has_the_place_of_its_own_property() -> None:
    text = '@prefix e: <http://e/> .\n\ne:a e:p [ e:q "x" ;\n  e:r "y" ] , "second" .\n'
    places = source_map(text.encode(), "turtle")
    assert places.locate("http://e/a", "http://e/p", Literal("second")) == (3, Place(3, 5))


def test_a_subject_that_says_nothing_but_nameless_nodes_has_a_place() -> None:
    text = b"@prefix e: <http://e/> .\ne:a\n  e:p [ e:q 1 ] ; e:r ( 1 2 ) .\n"
    places = source_map(text, "turtle")
    assert places.locate("http://e/a") == (1, Place(2, 1))
    assert places.locate("http://e/a", "http://e/p") == (2, Place(3, 3))
    assert places.locate("http://e/a", "http://e/r") == (2, Place(3, 19))
    assert places.locate("http://e/a", "http://e/q") == (1, Place(2, 1))


def test_prefixes_and_bases_hold_until_others_are_given() -> None:
    text = (
        b"\xef\xbb\xbf@prefix e: <http://one/> . e:a e:p 1 .\nPREFIX e:<http://two/>\n"
        b"e:a e:p 1 .\nBASE <http://b/c/> <a> e:p 1 . @base <../d/> .\n<a#b> e:p 1 . <a> e:p 1 ."
    )
    places = source_map(text, "turtle")
    assert places.locate("http://one/a", "http://one/p") == (2, Place(1, 32))
    assert places.locate("http://two/a", "http://two/p") == (2, Place(3, 5))
    assert places.locate("http://b/c/a", "http://two/p") == (2, Place(4, 24))
    assert places.locate("http://b/d/a#b") == (1, Place(5, 1))
    assert places.locate("http://b/d/a") == (1, Place(5, 15))


def test_only_the_wanted_subjects_are_noted() -> None:
    places = source_map(TURTLE.encode(), "turtle", {"http://b/x"})
    assert places.locate("http://b/x", "http://e/s") == (2, Place(9, 5))
    assert places.locate("http://e/a") == (0, None)


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    places = source_map(
        b'<http://e/a> <http://e/p> "x" .\n<http://e/b> <http://e/p> """x', "turtle"
    )
    assert places.locate("http://e/a", "http://e/p", Literal("x")) == (3, Place(1, 14))
    assert places.locate("http://e/b") == (0, None)


_GAPS = st.sampled_from([" ", "\n", "\t ", " # a . ; \" ' <\n", "\n\n  "])
_SUBJECTS = {"e:a": "http://e/a", "<b>": "http://b/b", "<http://e/a.b>": "http://e/a.b",
             "e:c.d": "http://e/c.d", "<x/y-z>": "http://b/x/y-z", r"e:f\,g": "http://e/f,g",
             "<\\u00e9>": "http://b/é"}  # fmt: skip
_PREDICATES = {"e:p": "http://e/p", "a": RDF.type, "<q>": "http://b/q", "e:r.s": "http://e/r.s"}
_VALUES: dict[str, Term | None] = {
    '"a . ; , b"': Literal("a . ; , b"),
    "'''it's \"long\"\n. <x>'''@EN-gb": Literal('it\'s "long"\n. <x>', "en-GB"),
    '"""one\n  two"""^^e:t': Literal("one\n  two", datatype="http://e/t"),
    r'"\u00e9 \" \\"': Literal('é " \\'),
    '"字"@zh': Literal("字", "zh"),
    "1": Literal("1", datatype="http://www.w3.org/2001/XMLSchema#integer"),
    "-1.5": Literal("-1.5", datatype="http://www.w3.org/2001/XMLSchema#decimal"),
    "true": Literal("true", datatype="http://www.w3.org/2001/XMLSchema#boolean"),
    "e:v.w": IRI("http://e/v.w"),
    "<v>": IRI("http://b/v"),
    "[]": None,
    '[ e:p "x . ; y" ; e:r.s ( 1 [ a e:t ] ) ]': None,
    '( "x" e:v )': None,
}
"""Values as they are written, and what they are; nothing for what has no name."""

_SAID = st.tuples(
    st.sampled_from(sorted(_PREDICATES)), st.lists(st.sampled_from(sorted(_VALUES)), min_size=1)
)
_STATEMENTS = st.lists(
    st.tuples(st.sampled_from(sorted(_SUBJECTS)), st.lists(_SAID, min_size=1, max_size=4)),
    min_size=1,
    max_size=5,
)

_Spot = tuple[str, str, Term | None]


def _written(
    statements: list[tuple[str, list[tuple[str, list[str]]]]], gap: Callable[[], str]
) -> tuple[str, dict[_Spot, int]]:
    """Turtle, and where each statement begins in it: subject, property or value."""
    text = "@prefix e: <http://e/> .\n@base <http://b/> ."
    spots: dict[_Spot, int] = {}
    for subject, said in statements:
        text += gap()
        iri = _SUBJECTS[subject]
        spots.setdefault((iri, "", None), len(text))
        text += subject
        for number, (predicate, values) in enumerate(said):
            text += (gap() + ";" if number else "") + gap()
            place = len(text)
            spots.setdefault((iri, _PREDICATES[predicate], None), place)
            text += predicate + gap() + f"{gap()},{gap()}".join(values)
            for value in values:
                if (term := _VALUES[value]) is not None:
                    spots.setdefault((iri, _PREDICATES[predicate], term), place)
        text += gap() + "."
    return text + "\n", spots


@settings(deadline=None)
@given(st.data(), _STATEMENTS)
def test_whatever_is_written_is_found_where_it_stands(
    data: st.DataObject, statements: list[tuple[str, list[tuple[str, list[str]]]]]
) -> None:
    text, spots = _written(statements, lambda: data.draw(_GAPS))
    parse(text.encode(), FORMATS["turtle"])  # it is Turtle
    places = source_map(text.encode(), "turtle")
    for (subject, predicate, value), offset in spots.items():
        before = text[:offset]
        place = Place(before.count("\n") + 1, offset - before.rfind("\n"))
        nearness = 3 if value is not None else 2 if predicate else 1
        assert places.locate(subject, predicate, value) == (nearness, place)
        assert places.nearest(subject, predicate, value) == place
