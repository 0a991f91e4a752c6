"""A prepared base says and finds what the vocabulary does that it was made of, and stays fresh."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks import test_change
from tests.checks.runners.graphs import EVERYTHING, POLICY, graphs, written
from tvet_skos.checks import Finding, OpenBase, Report, Severity, check, placed
from tvet_skos.checks.prepared import open_base, prepared_base, shelf
from tvet_skos.checks.prepared.base import PreparedBase
from tvet_skos.checks.prepared.keys import key_hash, key_rules
from tvet_skos.checks.prepared.making import parts_of
from tvet_skos.checks.prepared.parts import opened, save
from tvet_skos.checks.prepared.unread import UnreadVocabulary
from tvet_skos.checks.runners.compact import stable_hash
from tvet_skos.errors import SyntaxFault
from tvet_skos.rdf.folder import Vocabulary, rdf_files, read_vocabulary
from tvet_skos.rdf.sameness import content_labels
from tvet_skos.terms import IRI, Literal, Node, Term, Triple

GLOSSARY = Path(__file__).parents[1] / "data" / "glossary"

AWKWARD = """@prefix : <http://e/> . @prefix p: <http://e/p/> .
# a <http://e/b> in a comment
:a p:x "é" ; p:y \"\"\"two
lines .\"\"\" . :b p:x :a ; p:z [ p:x 1 ] . :a p:x "again" .
@prefix : <http://e/other/> .
   :b p:x 1 , 2 ; p:y \"\"\"a "b" .
c\"\"\" .
<http://e/\\u0063> p:x 3 .
"""
FILES = {
    "awkward.ttl": AWKWARD,
    "bom.ttl": "\ufeff<http://e/a> <http://e/p/w> 1 .",
    "lines.nt": '<http://e/a> <http://e/p/v> "1" .\n<http://e/b> <http://e/p/v> <http://e/a> .\n'
    '<http://e/a> <http://e/p/v> "2" .\n',
    "tree.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:p="http://e/p/">\n  <rdf:Description rdf:about="http://e/a"><p:u>1</p:u>'
    '<p:t>\n<rdf:Description rdf:about="http://e/d" p:x="1"/></p:t></rdf:Description>\n</rdf:RDF>',
    "tree.jsonld": '{"@id": "http://e/a",\n "http://e/p/u": {"@id": "http://e/b"},\n'
    ' "http://e/p/t": {"@id": "http://e/f", "http://e/p/u": 1}}',
}


def _folder(path: Path) -> Path:
    """A folder of files in all formats, which changed long ago."""
    path.mkdir()
    for name, text in FILES.items():
        (path / name).write_text(text, encoding="utf-8")
    _settle(path)
    return path


def _settle(path: Path) -> None:
    for file in rdf_files(path):
        os.utime(file, ns=(10**18, 10**18))


def _again(base: PreparedBase, files: list[Path], folder: Path) -> PreparedBase:
    """A base as it is when it was put down and opened."""
    folder.mkdir()
    save(base.parts, folder)
    return PreparedBase(opened(folder), files)


def _base(files: Iterable[Path], folder: Path) -> PreparedBase:
    files = list(files)
    return _again(PreparedBase(parts_of(files), files), files, folder)


@settings(max_examples=15, deadline=None)
@given(
    graphs,
    st.lists(test_change._triples, max_size=6),
    st.lists(st.integers(0, 60), max_size=4),
)
def test_a_change_of_a_prepared_base_is_judged_as_one_of_what_it_was_made_of(
    tmp_path_factory: pytest.TempPathFactory,
    said: list[Triple],
    added: list[Triple],
    places: list[int],
) -> None:
    folder = tmp_path_factory.mktemp("base")
    files = written(said, folder / "one.nt", folder / "two.nt")
    triples = read_vocabulary(folder).triples
    plain = OpenBase(content_labels(triples))
    base = PreparedBase(parts_of(files), files)
    prepared = OpenBase(base.graph, base.groups)
    large = open_base(triples, many=1)
    assert set(base.graph.triples()) == set(plain.graph.triples())
    standing = list(plain.graph.triples())
    removed = [standing[place % len(standing)] for place in places] if standing else []
    one, *others = (
        check(base.graph.changed(added, removed), EVERYTHING, base=base, policy=POLICY)
        for base in (plain, prepared, large)
    )
    assert others == [one, one]


def test_a_prepared_base_gives_the_groups_of_all_its_rules(tmp_path: Path) -> None:
    files = rdf_files(GLOSSARY)
    base, plain = _base(files, tmp_path / "kept"), OpenBase(read_vocabulary(GLOSSARY).triples)
    found = 0
    for rule in key_rules().values():
        groups = plain.groups.of(rule)
        found += len(groups)
        asked = base.groups.of(rule)
        assert {key: set(asked[key]) for key in groups} == {k: set(g) for k, g in groups.items()}
        assert "nothing of the kind" not in asked
        assert len(asked) == len(groups)
        assert set(asked) == set(groups)
    assert found > 100


def test_texts_and_keys_have_the_same_numbers_in_every_process() -> None:
    assert stable_hash(b"http://e/a").hex() == "daa48a50c06b0db1"
    assert key_hash((IRI("http://e/a"), None, "x")).hex() == "0f9a7e85bfb822d6216834c81c98123f"
    assert key_hash(frozenset("abcdefgh")) == key_hash(frozenset("hgfedcba"))
    assert len({key_hash(key) for key in ("a", ("a",), ("a", "b"), ("ab",), (("a", "b"),))}) == 5


def _finding(node: Node, path: str = "", value: Term | None = None) -> Finding:
    return Finding("X1", "", Severity.ERROR, "", "", focus=node, path=path, value=value)


def _placed_alike(vocabulary: Vocabulary, folder: Path) -> Report:
    """The report on all that is said, placed by a prepared base as by the files themselves."""
    triples = [t for t in vocabulary.triples if isinstance(t.subject, IRI)]
    nodes = list(dict.fromkeys(t.subject for t in triples))
    found = [_finding(n) for n in nodes]
    found += [_finding(t.subject, t.predicate, t.object) for t in triples]
    found += [_finding(IRI("http://e/nowhere")), _finding(nodes[0], "http://e/never")]
    report = Report(tuple(found), "any", {})
    base = _base([d.path for d in vocabulary.documents], folder)
    whole = placed(report, vocabulary.documents)
    assert placed(report, base.documents({f.focus for f in found if f.focus})) == whole
    for node in nodes:
        alone = Report(tuple(f for f in found if f.focus == node), "any", {})
        once = placed(alone, base.documents([node]))
        assert once.findings == tuple(f for f in whole.findings if f.focus == node)
    return whole


def test_a_prepared_base_tells_the_lines_and_columns_of_its_files(tmp_path: Path) -> None:
    report = _placed_alike(read_vocabulary(_folder(tmp_path / "base")), tmp_path / "kept")
    spots = {(Path(f.file or "").name, f.line, f.column) for f in report.findings}
    assert {("awkward.ttl", 4, 14), ("awkward.ttl", 6, 4), ("bom.ttl", 1, 14)} <= spots
    assert {name for name, _, _ in spots} >= FILES.keys()


def test_a_prepared_base_tells_the_lines_of_a_vocabulary(tmp_path: Path) -> None:
    files = rdf_files(GLOSSARY)[:3]
    documents = [d for d in read_vocabulary(GLOSSARY).documents if d.path in files]
    report = _placed_alike(Vocabulary(GLOSSARY, tuple(documents)), tmp_path / "kept")
    assert sum(f.line is not None for f in report.findings) > 20


def test_what_lies_on_the_shelf_is_opened_and_nothing_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, said = _folder(tmp_path / "base"), list[str]()
    first = prepared_base(folder, tmp_path / "bases", said.append)
    assert [text.split()[0] for text in said] == ["preparing"]
    monkeypatch.setattr(shelf, "parts_of", None)
    again = prepared_base(folder, tmp_path / "bases", said.append)
    assert len(said) == 1
    assert list(again.graph.triples()) == list(first.graph.triples())


def _versions(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "bases").iterdir() if path.is_dir())


def test_a_base_whose_file_changed_is_prepared_anew_and_the_old_one_goes(tmp_path: Path) -> None:
    folder, said = _folder(tmp_path / "base"), list[str]()
    prepared_base(folder, tmp_path / "bases", said.append)
    (old,) = _versions(tmp_path)
    file = folder / "lines.nt"
    file.write_text(file.read_text().replace('"2"', '"3"'))
    os.utime(file, ns=(10**18, 10**18 + 1))
    base = prepared_base(folder, tmp_path / "bases", said.append)
    assert Triple(IRI("http://e/a"), IRI("http://e/p/v"), Literal("3")) in base.graph
    (new,) = _versions(tmp_path)
    assert old != new


def test_a_base_that_gained_a_file_is_prepared_anew(tmp_path: Path) -> None:
    folder, said = _folder(tmp_path / "base"), list[str]()
    prepared_base(folder, tmp_path / "bases", said.append)
    (folder / "new.nt").write_text("<http://e/new> <http://e/p> <http://e/a> .\n")
    _settle(folder)
    base = prepared_base(folder, tmp_path / "bases", said.append)
    assert base.graph.properties(IRI("http://e/new"))


def test_a_base_of_another_version_of_the_tool_is_prepared_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, said = _folder(tmp_path / "base"), list[str]()
    prepared_base(folder, tmp_path / "bases", said.append)
    monkeypatch.setattr(shelf, "version", lambda _: "99")
    prepared_base(folder, tmp_path / "bases", said.append)
    assert len(said) == 2


@pytest.mark.parametrize("name", ["contents.json", "said-others.npy", "nodes.txt"])
@pytest.mark.parametrize("left", [None, b"", b"{}"])
def test_a_damaged_base_is_prepared_anew(tmp_path: Path, name: str, left: bytes | None) -> None:
    folder, said = _folder(tmp_path / "base"), list[str]()
    whole = prepared_base(folder, tmp_path / "bases", said.append)
    (version,) = _versions(tmp_path)
    file = tmp_path / "bases" / version / name
    file.unlink()
    if left is not None:
        file.write_bytes(left)
    mended = prepared_base(folder, tmp_path / "bases", said.append)
    assert "is damaged" in said[1]
    assert list(mended.graph.triples()) == list(whole.graph.triples())
    said.clear()
    prepared_base(folder, tmp_path / "bases", said.append)
    assert said == []


def test_a_base_that_changed_a_moment_ago_is_judged_but_not_kept(tmp_path: Path) -> None:
    folder, said = _folder(tmp_path / "base"), list[str]()
    (folder / "lines.nt").touch()
    base = prepared_base(folder, tmp_path / "bases", said.append)
    assert base.graph.properties(IRI("http://e/a"))
    assert "not kept" in said[1]
    assert not (tmp_path / "bases").exists()


def test_where_nothing_can_be_kept_the_base_is_judged_all_the_same(tmp_path: Path) -> None:
    folder, said = _folder(tmp_path / "base"), list[str]()
    (tmp_path / "bases").write_text("in the way")
    base = prepared_base(folder, tmp_path / "bases", said.append)
    assert base.graph.properties(IRI("http://e/a"))
    assert "cannot be kept" in said[1]


def test_what_others_left_half_made_is_neither_read_nor_kept_for_ever(tmp_path: Path) -> None:
    folder, said = _folder(tmp_path / "base"), list[str]()
    prepared_base(folder, tmp_path / "bases", said.append)
    (version,) = _versions(tmp_path)
    kept = tmp_path / "bases" / version
    half, fresh = kept.with_name(f".{version}.1.aa"), kept.with_name(f".{version}.2.bb")
    kept.rename(half)
    fresh.mkdir()
    os.utime(half, (10**9, 10**9))
    prepared_base(folder, tmp_path / "bases", said.append)
    assert len(said) == 2
    assert _versions(tmp_path) == sorted([version, fresh.name])


def test_of_two_who_prepare_a_base_at_once_the_second_finds_it_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, said = _folder(tmp_path / "base"), list[str]()
    make = parts_of

    def overtaken(files: list[Path]) -> object:
        monkeypatch.setattr(shelf, "parts_of", make)
        prepared_base(folder, tmp_path / "bases", said.append)
        return make(files)

    monkeypatch.setattr(shelf, "parts_of", overtaken)
    prepared_base(folder, tmp_path / "bases", said.append)
    assert [text.split()[0] for text in said] == ["preparing", "preparing"]
    assert len(_versions(tmp_path)) == 1


def test_a_base_that_is_not_well_formed_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "base.ttl"
    file.write_text("<http://e/a> <http://e/p> 1 .\n<http://e/a> oops .\n")
    with pytest.raises(SyntaxFault) as refused:
        prepared_base(file, tmp_path / "bases", lambda _: None)
    assert (refused.value.file, refused.value.line) == (str(file), 2)


def test_an_empty_base_can_be_prepared(tmp_path: Path) -> None:
    (tmp_path / "base.ttl").write_text("# nothing yet\n")
    base = _base([tmp_path / "base.ttl"], tmp_path / "kept")
    assert list(base.graph.triples()) == []
    assert base.documents([IRI("http://e/a")])[0].triples == ()


def test_an_unread_vocabulary_reads_its_files_when_asked(tmp_path: Path) -> None:
    vocabulary = UnreadVocabulary(tmp_path / "base")
    _folder(tmp_path / "base")
    assert vocabulary.triples == read_vocabulary(tmp_path / "base").triples
