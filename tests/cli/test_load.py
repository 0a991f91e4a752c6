"""``tvet-skos load``, and the commands that ask a store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
BASE = "https://w3id.org/tvet-skos/glossary/"
STORE = "oxigraph:.tvet-skos/store"


@pytest.fixture
def loaded(run: Run, vocab: Path) -> Result:
    """A store with the small vocabulary, at the usual place."""
    return run("load", str(vocab))


def test_load_says_what_came_in_and_what_to_type_next(loaded: Result) -> None:
    assert loaded.exit_code == 0
    lines = loaded.stdout.splitlines()
    assert lines[0].startswith("https://")
    for said in ("triples", "concepts", "labels", " s"):
        assert said in lines[1]
    assert "B a triple" in lines[2]
    assert f"tvet-skos find TERM --vocab {STORE}" in loaded.stderr
    assert f"tvet-skos store info {STORE}" in loaded.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("find", "micro credential"),
        ("compare", "micro-credential", "--format", "json"),
        ("query", "index"),
        ("query", "definitions", "--term", "micro-credential", "--format", "csv"),
    ],
)
@pytest.mark.usefixtures("loaded")
def test_a_store_is_asked_as_the_files_are(run: Run, arguments: tuple[str, ...]) -> None:
    from_files = run(*arguments, "--vocab", "vocab")
    from_store = run(*arguments, "--vocab", STORE)
    assert from_store.exit_code == 0
    assert from_store.stdout == from_files.stdout
    assert f"store: {STORE}" in from_store.stderr


def test_several_files_are_one_vocabulary_and_can_be_given_a_name(run: Run, vocab: Path) -> None:
    name = "http://example.org/mine/"
    files = sorted(str(path) for path in (vocab / "concepts").glob("*.ttl"))[:3]
    unnamed = run("load", *files)
    assert unnamed.exit_code == 2
    assert "no concept scheme" in unnamed.stderr
    assert "--graph" in unnamed.stderr
    assert not Path(".tvet-skos").exists()
    named = run("load", *files, "--graph", name, "--into", "oxigraph:other")
    assert named.exit_code == 0
    assert named.stdout.startswith(name)
    assert Path("other/tvet-skos-store.json").is_file()


def test_a_query_may_ask_for_the_graph(run: Run, loaded: Result) -> None:
    Path("own.rq").write_text("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    result = run("query", "--file", "own.rq", "--format", "csv", "--vocab", STORE)
    assert result.stdout.splitlines() == ["g", loaded.stdout.splitlines()[0]]


@pytest.mark.parametrize(
    ("arguments", "message", "way_out"),
    [
        (("load", "none"), "no such file", ""),
        (("load", "vocab", "--graph", "a b"), "is no IRI", "https://"),
        (("load", "vocab", "--into", "memory:"), "gone at once", "oxigraph:DIR"),
        (("load", "vocab", "--into", "oxigraph:vocab"), "is no store", "empty folder"),
        (("load", "vocab", "--into", "new"), "new is no address of a store", "oxigraph:DIR"),
        (("load", "broken.nt"), "broken.nt:2:", ""),
        (("check", "--vocab", STORE), "address of a store", "store info"),
        (("check", "oxigraph:other"), "address of a store", "store info"),
        (("export", "--vocab", "http://me:secret@127.0.0.1:1/"), "address of a store", "files"),
        (("build", "--vocab", STORE), "address of a store", "store info"),
        (("find", "x", "--vocab", "oxigraph:none"), "no store here", "tvet-skos load"),
        (("find", "x", "--vocab", "ftp://e/"), "no kind of store", "oxigraph:DIR"),
        (("find", "x", "--vocab", "oxigraph:vocab"), "is no store", "empty folder"),
    ],
)
@pytest.mark.usefixtures("vocab")
def test_what_cannot_be_done_is_one_line_with_a_way_out(
    run: Run, arguments: tuple[str, ...], message: str, way_out: str
) -> None:
    Path("broken.nt").write_text("<http://e/a> <http://e/b> <http://e/c> .\n<http://e/a> .\n")
    result = run(*arguments)
    assert result.exit_code == 2
    assert "secret" not in result.stderr
    errors = [line for line in result.stderr.splitlines() if line.startswith("error:")]
    assert len(errors) == 1 and message in errors[0]
    assert way_out in result.stderr
    assert not result.stdout
