from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tvet_skos.errors import (
    NotFound,
    QueryFailed,
    QueryRefused,
    StoreBusy,
    StoreDamaged,
    StoreError,
    SyntaxFault,
)
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.store import MemoryStore, Rows, open_store
from tvet_skos.store.disk.store import DiskStore, rebuild_store
from tvet_skos.terms import IRI, BlankNode, Literal, Triple

ONE, TWO = IRI("http://example.org/one/"), IRI("http://example.org/two/")
SHARED = Triple(IRI("http://example.org/agent"), SKOS.note, Literal("known to both"))


def vocabulary(name: IRI, label: str) -> list[Triple]:
    """A scheme and a concept of it."""
    concept = IRI(name + "a")
    return [
        Triple(name, RDF.type, SKOS.ConceptScheme),
        Triple(concept, RDF.type, SKOS.Concept),
        Triple(concept, SKOS.inScheme, name),
        Triple(concept, SKOS.prefLabel, Literal(label, "en")),
    ]


def turtle(path: Path, name: IRI, label: str) -> Path:
    """The same as a file."""
    path.write_text(
        f"@prefix skos: <{SKOS.iri}> .\n<{name}> a skos:ConceptScheme .\n"
        f'<{name}a> a skos:Concept ; skos:inScheme <{name}> ; skos:prefLabel "{label}"@en .\n'
    )
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the store is to be; not there yet."""
    return tmp_path / "deep" / "store"


@pytest.fixture
def disk(folder: Path) -> DiskStore:
    """A store with one vocabulary."""
    store = DiskStore(f"oxigraph:{folder}")
    store.replace(ONE, vocabulary(ONE, "first"))
    return store


def labels(store: DiskStore | MemoryStore) -> list[str]:
    return sorted(entry.label.value for entry in store.labels)


def test_a_vocabulary_answers_from_disk_as_from_memory(bundled: Vocabulary, folder: Path) -> None:
    memory, disk = MemoryStore(bundled.triples), DiskStore(f"oxigraph:{folder}")
    name = disk.load(bundled.path)
    assert disk.graphs() == memory.graphs() == (name,)
    query = f"SELECT * {{ ?c <{SKOS.prefLabel}> ?l }}"
    assert disk.query(query) == memory.query(query)
    concept = IRI(name + "micro-credential")
    assert disk.about(concept) == memory.about(concept)
    assert disk.naming(SKOS.related, concept) == memory.naming(SKOS.related, concept)
    assert disk.is_concept(concept)
    assert labels(disk) == labels(memory)
    assert set(disk.export()) == set(memory.export())
    assert disk.count() == len(set(bundled.triples))


def test_what_was_written_is_there_when_the_store_is_opened_again(
    disk: DiskStore, folder: Path
) -> None:
    disk.close()
    again = open_store(f"oxigraph:{folder}")
    assert again.count() == 4
    assert again.graphs() == (ONE,)


def test_a_store_that_is_not_there_says_how_to_make_one(folder: Path) -> None:
    store = open_store(f"oxigraph:{folder}")
    assert (store.graphs(), store.count()) == ((), 0)
    with pytest.raises(NotFound) as caught:
        store.query("ASK { ?s ?p ?o }")
    assert f"--into oxigraph:{folder}" in str(caught.value.hint)
    assert not folder.exists()


def test_a_folder_with_other_things_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(StoreError, match=r"letter\.txt"):
        open_store(f"oxigraph:{tmp_path}")
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(StoreError, match="is a file"):
        open_store(f"oxigraph:{tmp_path / 'letter.txt'}")


def test_several_vocabularies_are_seen_together_or_one_by_one(
    disk: DiskStore, folder: Path
) -> None:
    disk.replace(TWO, vocabulary(TWO, "second"))
    assert disk.graphs() == (ONE, TWO)
    assert labels(disk) == ["first", "second"]
    assert (disk.count(), disk.count(ONE)) == (8, 4)
    only = DiskStore(f"oxigraph:{folder}", graph=TWO)
    assert labels(only) == ["second"]
    assert only.count() == 4
    everything = only.select("SELECT ?g ?s { GRAPH ?g { ?s ?p ?o } }")
    assert {row[0] for row in everything.rows} == {TWO}
    unknown = DiskStore(f"oxigraph:{folder}", graph=IRI("http://example.org/three/"))
    with pytest.raises(NotFound, match="three") as caught:
        unknown.query("ASK { ?s ?p ?o }")
    assert ONE in str(caught.value.hint)


def test_a_triple_of_two_vocabularies_is_counted_once(disk: DiskStore) -> None:
    disk.replace(TWO, [*vocabulary(TWO, "second"), SHARED])
    disk.replace(ONE, [*vocabulary(ONE, "first"), SHARED])
    assert disk.count() == 9
    assert disk.select(f"SELECT ?o {{ <{SHARED.subject}> ?p ?o }}").rows == ((SHARED.object,),)
    number = disk.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0]
    assert isinstance(number, Literal) and number.value == "9"
    disk.replace(ONE, vocabulary(ONE, "first"))
    assert disk.count() == 9
    assert disk.about(IRI("http://example.org/agent")) == [SHARED]
    disk.remove(TWO)
    assert disk.about(IRI("http://example.org/agent")) == []


@pytest.mark.parametrize("others", [0, 1])
def test_graph_means_the_same_with_one_vocabulary_and_with_two(
    disk: DiskStore, others: int
) -> None:
    if others:
        disk.replace(TWO, vocabulary(TWO, "second"))
    named = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?c <{SKOS.prefLabel}> 'first'@en }} }}"
    assert disk.select(named) == Rows(("g",), ((ONE,),))
    assert disk.ask(f"ASK {{ GRAPH <{ONE}> {{ ?s ?p ?o }} }}")
    assert not disk.ask("ASK { GRAPH <http://example.org/none> { ?s ?p ?o } }")
    assert disk.ask(f"ASK {{ ?s ?p ?o FILTER EXISTS {{ GRAPH ?g {{ ?s a ?type }} }} VALUES ?g {{ <{ONE}> }} }}")  # fmt: skip  # noqa: E501


def test_a_small_change_beside_a_large_vocabulary_links_its_files(
    disk: DiskStore, folder: Path
) -> None:
    big = [Triple(IRI(f"{TWO}{n}"), SKOS.prefLabel, Literal(f"t{n}", "en")) for n in range(500)]
    disk.replace(TWO, big)
    before = {p.stat().st_ino for p in folder.glob("versions/*/engine/*.sst")}
    disk.replace(ONE, vocabulary(ONE, "changed"))
    after = {p.stat().st_ino for p in folder.glob("versions/*/engine/*.sst")}
    assert before & after
    assert "changed" in labels(disk) and "first" not in labels(disk)
    assert disk.count() == 504


def test_a_vocabulary_is_taken_out_and_the_last_one_too(disk: DiskStore) -> None:
    disk.replace(TWO, vocabulary(TWO, "second"))
    disk.remove(ONE)
    assert disk.graphs() == (TWO,)
    assert labels(disk) == ["second"]
    disk.remove(TWO)
    assert (disk.graphs(), disk.count(), labels(disk)) == ((), 0, [])
    with pytest.raises(NotFound):
        disk.remove(TWO)


def test_blank_nodes_of_two_vocabularies_stay_apart(disk: DiskStore) -> None:
    for name in (ONE, TWO):
        disk.replace(name, [Triple(BlankNode("b0"), SKOS.note, Literal(name))])
    assert len({t.subject for t in disk.export()}) == 2
    disk.remove(TWO)
    assert [t.subject for t in disk.export()] == [BlankNode("b0")]


def test_an_update_is_applied_whole_and_names_its_graphs(disk: DiskStore) -> None:
    note = f"<{ONE}a> <{SKOS.note}> 'new'"
    disk.update(f"INSERT DATA {{ GRAPH <{ONE}> {{ {note} }} GRAPH <{TWO}> {{ {note} }} }}")
    assert disk.graphs() == (ONE, TWO)
    assert disk.count(ONE) == 5
    with pytest.raises(QueryFailed, match="no vocabulary"):
        disk.update(f"INSERT DATA {{ {note} }}")
    with pytest.raises(QueryFailed, match="cannot be applied"):
        disk.update("INSERT DATA { GRAPH }")
    for reaching in ("LOAD <http://127.0.0.1/x>", "INSERT { } WHERE { SERVICE <http://e/> { } }"):
        with pytest.raises(QueryRefused):
            disk.update(reaching)
    assert disk.count() == 5  # the note is in both, and seen once


def test_a_reader_keeps_its_version_until_it_asks_for_the_newest(
    disk: DiskStore, folder: Path
) -> None:
    reader = DiskStore(f"oxigraph:{folder}")
    assert reader.is_current and reader.reopened() is reader
    disk.replace(ONE, vocabulary(ONE, "second"))
    assert labels(reader) == ["first"]
    assert not reader.is_current
    newest = reader.reopened()
    assert labels(newest) == ["second"]
    assert isinstance(newest, DiskStore) and newest.is_current
    assert disk.is_current


def test_an_old_version_goes_when_nobody_reads_it_any_more(disk: DiskStore, folder: Path) -> None:
    reader = DiskStore(f"oxigraph:{folder}")
    disk.replace(ONE, vocabulary(ONE, "second"))
    assert _versions(folder) == ["1", "2"]
    exported = reader.export()
    next(exported)
    reader.close()
    exported.close()  # type: ignore[attr-defined]
    disk.replace(ONE, vocabulary(ONE, "third"))
    assert _versions(folder) == ["3"]


def _versions(folder: Path) -> list[str]:
    return sorted(p.name for p in (folder / "versions").iterdir() if p.is_dir())


def test_a_second_writer_is_told_who_writes(disk: DiskStore, folder: Path) -> None:
    script = (
        "import sys, time\n"
        "from tvet_skos.store.disk.versions import Folder\n"
        "from pathlib import Path\n"
        "with Folder(Path(sys.argv[1])).writing():\n"
        "    print('writing', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", script, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdin is not None and writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(StoreBusy, match=f"process {writer.pid}"):
            disk.replace(ONE, vocabulary(ONE, "second"))
        assert labels(open_store(f"oxigraph:{folder}")) == ["first"]  # type: ignore[arg-type]
        writer.stdin.close()
    disk.replace(ONE, vocabulary(ONE, "second"))


def test_a_write_that_fails_leaves_the_old_version(disk: DiskStore, folder: Path) -> None:
    def failing() -> object:
        yield from vocabulary(ONE, "second")
        raise ValueError("the source broke off")

    with pytest.raises(ValueError, match="broke off"):
        disk.replace(ONE, failing())  # type: ignore[arg-type]
    broken = turtle(folder.parent / "broken.ttl", ONE, "x")
    broken.write_text(broken.read_text() + "<")
    with pytest.raises(SyntaxFault, match=r"broken\.ttl:4"):
        disk.load(broken, graph=ONE)
    assert labels(disk) == ["first"]
    assert _versions(folder) == ["1"]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _scribble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[:64] = b"\xff" * 64
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    path.write_bytes(content)


def _edit(path: Path, key: str, value: object) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))


def _aged(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[60:64] = (1).to_bytes(4, "big")
    path.write_bytes(bytes(raw))


DAMAGES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "marker cut": ("tvet-skos-store.json", _cut),
    "marker is no object": ("tvet-skos-store.json", lambda p: p.write_text("[]")),
    "marker gone": ("tvet-skos-store.json", Path.unlink),
    "marker names a version that is not there": (
        "tvet-skos-store.json",
        lambda p: _edit(p, "current", 7),
    ),
    "another format": ("tvet-skos-store.json", lambda p: _edit(p, "format", 99)),
    "another engine": ("tvet-skos-store.json", lambda p: _edit(p, "engine", "pyoxigraph 0.1")),
    "table cut": ("versions/1/engine/*.sst", _cut),
    "table scribbled over": ("versions/1/engine/*.sst", _scribble),
    "table gone": ("versions/1/engine/*.sst", Path.unlink),
    "manifest cut": ("versions/1/engine/MANIFEST*", _cut),
    "log cut": ("versions/1/engine/*.log", _cut),
    "CURRENT gone": ("versions/1/engine/CURRENT", Path.unlink),
    "label index cut": ("versions/1/labels.sqlite", _cut),
    "label index gone": ("versions/1/labels.sqlite", Path.unlink),
    "label index scribbled over": ("versions/1/labels.sqlite", _scribble),
    "label index of another format": ("versions/1/labels.sqlite", _aged),
    "lock gone": ("versions/1.lock", Path.unlink),
}


def test_an_index_of_an_earlier_version_is_told_when_a_store_is_opened(tmp_path: Path) -> None:
    source, folder = turtle(tmp_path / "one.ttl", ONE, "first"), tmp_path / "store"
    with DiskStore(f"oxigraph:{folder}") as store:
        store.load(source)
    _aged(folder / "versions/1/labels.sqlite")
    with pytest.raises(StoreDamaged) as caught:
        DiskStore(f"oxigraph:{folder}")
    assert "format 1" in str(caught.value)
    assert f"store rebuild oxigraph:{folder}" in str(caught.value.hint)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_said_with_the_way_out_which_works(damage: str, tmp_path: Path) -> None:
    pattern, break_it = DAMAGES[damage]
    source, folder = turtle(tmp_path / "one.ttl", ONE, "first"), tmp_path / "store"
    with DiskStore(f"oxigraph:{folder}") as store:
        store.load(source)
    for path in folder.glob(pattern):
        break_it(path)
    with pytest.raises(StoreDamaged) as caught:
        _ask_everything(folder)
    assert f"store rebuild oxigraph:{folder}" in str(caught.value.hint)
    assert "\n" not in str(caught.value)
    with rebuild_store(f"oxigraph:{folder}") as rebuilt:
        assert labels(rebuilt) == ["first"]
        assert (rebuilt.graphs(), rebuilt.count()) == ((ONE,), 4)
    assert len(_versions(folder)) == 1


def _ask_everything(folder: Path) -> None:
    with DiskStore(f"oxigraph:{folder}") as store:
        list(store.export())
        store.query(f"SELECT * {{ ?c <{SKOS.prefLabel}> ?l }}")
        store.about(IRI(ONE + "a"))
        labels(store)


def test_rebuilding_reads_the_sources_as_they_are_now(tmp_path: Path) -> None:
    one, two = turtle(tmp_path / "1.ttl", ONE, "old"), turtle(tmp_path / "2.ttl", TWO, "second")
    store = DiskStore(f"oxigraph:{tmp_path / 'store'}")
    store.load(one)
    store.load(two)
    store.replace(IRI("http://example.org/three/"), [SHARED])
    turtle(one, ONE, "new")
    rebuilt = rebuild_store(store.address)
    assert labels(rebuilt) == ["new", "second"]
    assert rebuilt.about(IRI("http://example.org/agent")) == [SHARED]
    two.unlink()
    with pytest.raises(StoreError, match=r"2\.ttl") as caught:
        rebuild_store(store.address)
    assert f"--into {store.address}" in str(caught.value.hint)
    assert labels(DiskStore(store.address)) == ["new", "second"]


def test_rebuilding_what_never_was_says_so(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        rebuild_store(f"oxigraph:{folder}")
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(StoreError, match="other things"):
        rebuild_store(f"oxigraph:{tmp_path}")


def test_a_vocabulary_without_one_name_of_its_own_is_given_one(tmp_path: Path) -> None:
    both = turtle(tmp_path / "both.ttl", ONE, "first")
    both.write_text(both.read_text() + f"<{TWO}> a skos:ConceptScheme .")
    store = DiskStore(f"oxigraph:{tmp_path / 'store'}")
    with pytest.raises(StoreError, match="2 concept schemes") as caught:
        store.load(both)
    assert "--graph" in str(caught.value.hint)
    assert store.load(both, graph=TWO) == TWO


def test_the_marker_tells_where_a_vocabulary_came_from(tmp_path: Path) -> None:
    source = turtle(tmp_path / "one.ttl", ONE, "first")
    store = DiskStore(f"oxigraph:{tmp_path / 'store'}")
    store.load(source)
    stored = store.contents.vocabularies[ONE]
    assert stored.source == (str(source),)
    assert stored.digest.startswith("sha256:")
    assert (stored.triples, store.contents.labels, store.contents.current) == (4, 1, 1)
    assert store.size_on_disk > 1_000


def test_a_store_is_kept_out_of_version_control(disk: DiskStore, folder: Path) -> None:
    assert (folder / ".gitignore").read_text() == "*\n"
