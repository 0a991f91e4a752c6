"""A file that is read statement by statement says what it says when it is read as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tvet_skos.errors import InputError, NotFound, SyntaxFault
from tvet_skos.rdf.blank_nodes import isomorphic
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.rdf.jsonld import write_jsonld
from tvet_skos.rdf.ntriples import write_ntriples
from tvet_skos.rdf.rdfxml import write_rdfxml
from tvet_skos.rdf.stream import (
    fault_of_lines,
    known_format,
    statement_of,
    statements,
    statements_of_lines,
    triple_of,
)
from tvet_skos.terms import IRI, BlankNode, Literal, Triple

SOUND = b'<http://e/a> <http://e/b> "x" .\n'


def _read(file: Path) -> list[Triple]:
    return [triple_of(each) for each in statements(file, known_format(file))]


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_a_file_of_lines_says_what_it_says_as_a_whole(
    bundled: Vocabulary, tmp_path: Path, start: bytes
) -> None:
    file = tmp_path / "a.nt"
    file.write_bytes(start + write_ntriples(bundled.triples).encode())
    told: list[int] = []
    found = [triple_of(each) for each in statements(file, FORMATS["ntriples"], told.append)]
    assert isomorphic(found, parse(file.read_bytes(), FORMATS["ntriples"]))
    assert sum(told) + len(start) == file.stat().st_size


def test_other_formats_say_the_same(bundled: Vocabulary, tmp_path: Path) -> None:
    files = [document.path for document in bundled.documents[:3]]
    triples = [t for document in bundled.documents[:3] for t in document.triples]
    assert isomorphic((t for file in files for t in _read(file)), triples)
    for name, written in (("a.rdf", write_rdfxml(triples)), ("a.jsonld", write_jsonld(triples))):
        file = tmp_path / name
        file.write_bytes(written if isinstance(written, bytes) else written.encode())
        assert isomorphic(_read(file), parse(file.read_bytes(), known_format(file)))


@pytest.mark.parametrize(
    "triple",
    [
        Triple(IRI("http://e/a"), IRI("http://e/p"), BlankNode("n")),
        Triple(BlankNode("n"), IRI("http://e/p"), IRI("http://e/a")),
        Triple(IRI("http://e/a"), IRI("http://e/p"), Literal("_:n")),
        Triple(IRI("http://e/a"), IRI("http://e/p"), Literal("chat", "zh-Hant-TW")),
        Triple(IRI("http://e/a"), IRI("http://e/p"), Literal("1", datatype="http://e/d")),
    ],
)
def test_triples_and_statements_lead_to_each_other(triple: Triple) -> None:
    assert triple_of(statement_of(triple)) == triple


@pytest.mark.parametrize(
    "broken",
    [
        b'<http://e/a> <http://e/b> "x\n',
        b'<a> <http://e/b> "x" .\n',
        b'<http://e/a> <http://e/b> "x"\n',
        b"nonsense\n",
        b'<http://e/a> <http://e/b> "\xff" .\n',
        b'<http://e/a> <http://e/b> "x"@ .\n',
        b'<http://e/a> <http://e/b> <<( <http://e/a> <http://e/b> "x" )>> .\n',
    ],
)
def test_a_broken_line_is_told_as_of_the_file_as_a_whole(tmp_path: Path, broken: bytes) -> None:
    file = tmp_path / "a.nt"
    file.write_bytes(SOUND * 3 + broken + SOUND)
    with pytest.raises(SyntaxFault) as whole:
        parse(file.read_bytes(), FORMATS["ntriples"], file=str(file))
    with pytest.raises(SyntaxFault) as streamed:
        _read(file)
    assert vars(streamed.value) == vars(whole.value)


@pytest.mark.parametrize("content", ["<a> .", "<http://e/a> a", "[" * 200])
def test_a_broken_document_is_told_as_elsewhere(tmp_path: Path, content: str) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(content)
    with pytest.raises(SyntaxFault) as whole:
        parse(file.read_bytes(), FORMATS["turtle"], file=str(file))
    with pytest.raises(SyntaxFault) as streamed:
        _read(file)
    assert vars(streamed.value) == vars(whole.value)


def test_sound_lines_have_no_fault() -> None:
    assert fault_of_lines(SOUND * 2, 7, "a.nt") is None
    assert len(statements_of_lines([SOUND.strip(), SOUND.strip()])) == 2


def test_a_file_that_is_not_there_or_no_rdf_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such file"):
        known_format(tmp_path / "a.nt")
    (tmp_path / "a.txt").write_text("")
    with pytest.raises(InputError, match=r"its suffix \.txt is no RDF format"):
        known_format(tmp_path / "a.txt")
    with pytest.raises(InputError, match="cannot be read"):
        list(statements(tmp_path, FORMATS["ntriples"]))
