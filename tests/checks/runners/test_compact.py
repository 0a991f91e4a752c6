"""A compact graph answers as any other graph, and takes nothing from a file with a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checks.runners.test_reach import GLOSSARY
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.runners import compact as compact_module
from tvet_skos.checks.runners.gathering import gathered
from tvet_skos.errors import InputError, NotFound
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.folder import rdf_files, read_vocabulary
from tvet_skos.terms import IRI, BlankNode, Literal

A, B = IRI("http://e/a"), IRI("http://e/b")


def _file(folder: Path, *lines: str, name: str = "a.nt") -> Path:
    file = folder / name
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


@pytest.mark.parametrize("kept", [100_000, 0])
def test_a_compact_graph_says_what_the_files_say(
    kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compact_module, "_KEPT", kept)
    graph, faults = gathered(rdf_files(GLOSSARY))
    plain = Graph(read_vocabulary(GLOSSARY).triples)
    assert not faults
    assert list(graph.triples()) == list(plain.triples())
    for node in plain.nodes():
        assert dict(graph.incoming(node)) == dict(plain.incoming(node))
        assert list(graph.incoming(node)) == list(plain.incoming(node))
    assert list(graph.instances(SKOS.Concept)) == list(plain.instances(SKOS.Concept))
    assert set(graph.used()) == set(plain.used())
    texts = [(t.predicate, t.object) for t in plain.triples() if isinstance(t.object, Literal)]
    for predicate, text in [*texts, (SKOS.broader, texts[0][1]), (SKOS.prefLabel, Literal("?"))]:
        assert list(graph.bearers(predicate, text)) == list(plain.bearers(predicate, text))


def test_a_crowd_is_looked_through_and_not_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compact_module, "_CROWD", 1)
    lines = [f"<http://e/{n}> <{SKOS.inScheme}> <http://e/s> ." for n in range(3)]
    graph, _ = gathered(
        [_file(tmp_path, *lines, f"<http://e/1> <{SKOS.topConceptOf}> <http://e/s> .")]
    )
    scheme = IRI("http://e/s")
    assert graph.subjects(SKOS.topConceptOf, scheme) == [IRI("http://e/1")]
    assert graph.subjects(SKOS.broader, scheme) == []
    assert graph.subjects(SKOS.inScheme, scheme) == [IRI(f"http://e/{n}") for n in range(3)]


def test_a_node_that_is_not_named_says_nothing(tmp_path: Path) -> None:
    graph, _ = gathered([_file(tmp_path, f"<{A}> <{SKOS.broader}> <{B}> .")])
    assert not graph.properties(IRI("http://e/elsewhere"))
    assert not graph.incoming(Literal("http://e/a"))
    assert not graph.properties(BlankNode("x"))


def test_nothing_makes_an_empty_graph() -> None:
    graph, _ = gathered([])
    assert list(graph.nodes()) == []
    assert not graph.properties(A)


def test_a_file_with_a_fault_is_told_and_left_out(tmp_path: Path) -> None:
    sound = _file(tmp_path, f"<{A}> <{RDF.type}> <{SKOS.Concept}> .")
    broken = _file(
        tmp_path, f"<{B}> <{RDF.type}> <{SKOS.Concept}> .", "_:x <http://e/p> _:x .", "<b> .",
        name="b.nt",
    )  # fmt: skip
    graph, (fault,) = gathered([broken, sound])
    assert (fault.file, fault.line) == (str(broken), 3)
    assert list(graph.nodes()) == [A]
    assert not graph.properties(B)


def test_blank_nodes_get_the_labels_of_a_vocabulary_that_is_read(tmp_path: Path) -> None:
    for name in ("a.nt", "b.nt"):
        _file(tmp_path, f'_:x <{SKOS.note}> "{name}" .', f"<{A}> <{SKOS.note}> _:x .", name=name)
    graph, _ = gathered(rdf_files(tmp_path))
    assert list(graph.triples()) == list(Graph(read_vocabulary(tmp_path).triples).triples())


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such file"):
        gathered([tmp_path / "none.nt"])
    with pytest.raises(InputError, match="no RDF format"):
        gathered([_file(tmp_path, name="a.txt")])


def test_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    file = _file(tmp_path, f"<{A}> <{SKOS.broader}> <{B}> .")
    told: list[int] = []
    gathered([file], told.append)
    assert sum(told) + len(b"\xef\xbb\xbf") * 0 == file.stat().st_size
