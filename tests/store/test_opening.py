from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tvet_skos.errors import InputError, NotFound, StoreError, SyntaxFault
from tvet_skos.namespaces import SKOS
from tvet_skos.rdf.folder import Vocabulary, read_vocabulary
from tvet_skos.rdf.stream import known_format, statements
from tvet_skos.store import MemoryStore, filling, is_store_address, open_store
from tvet_skos.store.filling import Source
from tvet_skos.terms import IRI, BlankNode

HEAD = f"@prefix skos: <{SKOS.iri}> .\n@prefix e: <http://e/> .\n"


def test_a_path_opens_a_folder_or_a_file(bundled: Vocabulary, tmp_path: Path) -> None:
    assert set(open_store(bundled.path).export()) == set(MemoryStore(bundled.triples).export())
    assert open_store(str(bundled.path / "scheme.ttl")).count() > 5
    with pytest.raises(NotFound):
        open_store(tmp_path / "none")


def test_each_kind_of_address_opens_its_store(tmp_path: Path) -> None:
    assert open_store("memory:").count() == 0
    disk = open_store(f"oxigraph:{tmp_path / 'store'}")
    assert type(disk).__name__ == "DiskStore"
    assert disk.address == f"oxigraph:{tmp_path / 'store'}"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("ftp://example.org/x", "ftp: is no kind of store"),
        ("virtuoso:here", "virtuoso: is no kind of store"),
        ("memory:here", "memory:here is no address"),
        ("oxigraph:", "oxigraph: is no address"),
    ],
)
def test_a_wrong_address_is_said_with_a_way_out(address: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as caught:
        open_store(address)
    assert caught.value.hint


def test_a_path_with_a_colon_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("urn:my.ttl").write_text(HEAD + "e:a skos:prefLabel 'a' .")
    assert open_store("urn:my.ttl").count() == 1
    assert not is_store_address(r"C:\vocab")


def test_a_folder_that_is_a_store_is_not_taken_for_a_vocabulary(tmp_path: Path) -> None:
    open_store(f"oxigraph:{tmp_path}").replace(IRI("http://e/"), [])
    with pytest.raises(NotFound, match="store on disk") as caught:
        open_store(tmp_path)
    assert f"oxigraph:{tmp_path}" in str(caught.value.hint)


def test_one_vocabulary_can_be_asked_for(bundled: Vocabulary) -> None:
    name = open_store(bundled.path).graphs()[0]
    assert open_store(bundled.path, graph=name).count() > 1_000
    with pytest.raises(NotFound, match="http://e/"):
        open_store(bundled.path, graph=IRI("http://e/"))


def test_opening_a_file_imports_neither_a_disk_store_nor_a_server(root: Path) -> None:
    code = (
        "import sys; from tvet_skos import bundled_vocabulary, open_store\n"
        "open_store(bundled_vocabulary())\n"
        "print([m for m in sys.modules if m.endswith(('store.disk', 'store.remote'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root)
    assert done.stdout.strip() == "[]"


@pytest.fixture(params=["small", "large"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether files are read as small ones or as large ones."""
    if request.param == "large":
        monkeypatch.setattr(filling, "SMALL", 0)
    return str(request.param)


FAULTS = {
    "an open bracket": (HEAD + "e:a e:b [ ] ; e:c .\n", r"f\.ttl:3"),
    "no Turtle": (HEAD + "e:a e:b\ne:c e:d .\n", r"f\.ttl:4"),
    "a relative IRI": ("<a> <b> <c> .", "relative IRI"),
    "an unknown prefix": ("x:a x:b x:c .", "prefix"),
    "a bracket too deep": (HEAD + "e:a e:b " + "[ e:b " * 101 + "] " * 101 + ".", "more than 100"),
    "a quote that is never closed": (HEAD + 'e:a e:b """x .\n', r"f\.ttl"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.usefixtures("size")
def test_a_fault_in_a_file_is_said_with_its_place(fault: str, tmp_path: Path) -> None:
    text, message = FAULTS[fault]
    file = tmp_path / "f.ttl"
    file.write_text(text)
    with pytest.raises(SyntaxFault, match=message) as caught:
        open_store(file)
    assert caught.value.file == str(file)


@pytest.mark.parametrize("suffix", ["ttl", "nt"])
def test_a_text_that_no_parser_takes_is_a_fault_however_it_is_read(
    suffix: str, tmp_path: Path
) -> None:
    file = tmp_path / f"f.{suffix}"
    file.write_bytes(b'<http://e/a> <http://e/b> "' + b"x" * 17_000_000 + b'" .\n')
    with pytest.raises(SyntaxFault, match="more than 16 MB"):
        open_store(file)
    with pytest.raises(SyntaxFault, match="more than 16 MB"):
        list(statements(file, known_format(file)))


@pytest.mark.usefixtures("size")
def test_a_fault_in_rdfxml_is_said_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "f.rdf"
    file.write_text(
        "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n<r:x>\n</r:RDF>"
    )
    with pytest.raises(SyntaxFault, match=r"f\.rdf:3") as caught:
        open_store(f"oxigraph:{tmp_path}/s").load(file, graph=IRI("http://e/g"))
    assert caught.value.file == str(file)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<http://e/a> <http://e/b> 'é' .".encode("latin-1"), "not UTF-8"),
        ("<http://e/a> <http://e/b> 'é' .".encode("utf-16"), "UTF-16"),
    ],
)
@pytest.mark.parametrize("suffix", ["ttl", "nt"])
@pytest.mark.usefixtures("size")
def test_what_is_no_utf_8_says_so(
    content: bytes, message: str, suffix: str, tmp_path: Path
) -> None:
    file = tmp_path / f"f.{suffix}"
    file.write_bytes(content.replace(b"'", b'"'))
    with pytest.raises(SyntaxFault, match=message) as caught:
        open_store(file)
    assert "save the file as UTF-8" in str(caught.value.hint)


@pytest.mark.parametrize("suffix", ["ttl", "nt"])
@pytest.mark.usefixtures("size")
def test_a_byte_order_mark_is_ignored(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"f.{suffix}"
    file.write_bytes(b'\xef\xbb\xbf<http://e/a> <http://e/b> "x" .')
    assert open_store(file).count() == 1


@pytest.mark.usefixtures("size")
def test_an_empty_file_is_an_empty_vocabulary(tmp_path: Path) -> None:
    (tmp_path / "f.ttl").write_bytes(b"")
    assert open_store(tmp_path / "f.ttl").count() == 0


def test_a_suffix_that_is_none_of_rdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f.docx").write_bytes(b"x")
    with pytest.raises(InputError, match=r"\.docx"):
        open_store(tmp_path / "f.docx")


NOT_NESTED = (
    HEAD + 'e:a e:b "' + "(" * 300 + '" , """' + '["' * 200 + '\n""" , ' + "'['" + " .\n"
    "# ((((((((((\n<http://e/(((> e:b e:c\\#d , \"\\\"[\" , 'it\\'s (' .\n" + "# [(\n" * 200
)


@pytest.mark.usefixtures("size")
def test_brackets_in_strings_iris_and_comments_do_not_nest(tmp_path: Path) -> None:
    file = tmp_path / "f.ttl"
    file.write_text(NOT_NESTED)
    assert not Source.at(file).files[0].has_blank_nodes
    assert set(open_store(file).export()) == set(read_vocabulary(file).triples)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("f.ttl", HEAD + "e:a skos:note [ e:b 'x' ] ."),
        ("f.ttl", HEAD + "e:a skos:note ( 'x' ) ."),
        ("f.ttl", HEAD + "e:a skos:note _:x ."),
        ("f.nt", "<http://e/a> <http://e/b> _:x ."),
        ("f.jsonld", '{"http://e/b": "x"}'),
    ],
)
def test_a_file_with_blank_nodes_is_known_as_such(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    assert Source.at(tmp_path / name).files[0].has_blank_nodes


def _labels(path: Path) -> list[str]:
    subjects = {t.subject for t in open_store(path).export()}
    return sorted(node.label for node in subjects if isinstance(node, BlankNode))


def test_blank_nodes_are_called_the_same_whenever_they_are_read(size: str, tmp_path: Path) -> None:
    for name in ("1.ttl", "2.ttl"):
        text = "e:a skos:note [ e:b 'x' ] , _:b . _:b e:b 'y' ."
        (tmp_path / name).write_text(HEAD + text.replace("e:a", f"e:{name[0]}"))
    first = _labels(tmp_path)
    assert first == _labels(tmp_path)
    assert len(first) == 4, "the same label in two files is two nodes"
    if size == "large":
        assert first == ["b0n0", "b0n1", "b1n0", "b1n1"]


@pytest.mark.parametrize("suffix", ["ttl", "nt"])
def test_schemes_are_found_without_loading(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"f.{suffix}"
    kind = f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{SKOS.iri}ConceptScheme>"
    file.write_text(
        f"<http://e/b> {kind} .\n<http://e/a> {kind} .\n"
        f'<http://e/c> <http://e/p> "ConceptScheme" .\n'
    )
    assert Source.at(file).schemes() == (IRI("http://e/a"), IRI("http://e/b"))


def test_progress_comes_to_its_end_once(tmp_path: Path) -> None:
    file = tmp_path / "f.nt"
    file.write_text("".join(f'<http://e/{n}> <http://e/p> "x" .\n' for n in range(5_000)))
    told: list[tuple[int, int]] = []
    open_store(file, progress=lambda done, of: told.append((done, of)))
    size = file.stat().st_size
    assert told[-1] == (size, size)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert len(told) > 3
