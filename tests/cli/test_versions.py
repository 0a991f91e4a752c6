"""A revision is read as it was, without a checkout, and nothing typed becomes an option of git."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tvet_skos.cli.git import repository_of
from tvet_skos.cli.versions import common_ancestor, read_revision, read_version
from tvet_skos.errors import InputError, NotFound, SyntaxFault
from tvet_skos.rdf.folder import read_vocabulary

Git = Callable[..., str]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_revision_has_the_files_that_the_folder_had(git: Git, vocab: Path) -> None:
    (vocab / ".hidden.ttl").write_text("not Turtle")
    (vocab / ".folder").mkdir()
    (vocab / ".folder" / "x.ttl").write_text("not Turtle")
    (vocab / "notes.json").write_text("{}")
    (vocab / "caf\u00e9 \u201cx\u201d.TTL").write_text("<urn:x:a> <urn:x:p> 1 .\n")
    (vocab / "crlf.nt").write_bytes(b'<urn:x:a> <urn:x:p> "a" .\r\n')
    git("add", ".")
    git("commit", "--quiet", "--message=More")
    there, here = read_revision("main", vocab), read_vocabulary(vocab)
    names = [document.path.relative_to(there.path) for document in there.documents]
    assert names == [document.path.relative_to(vocab) for document in here.documents]
    assert [d.content for d in there.documents] == [d.content for d in here.documents]
    assert there.scheme == here.scheme


def test_a_revision_is_what_was_committed_whatever_the_work_tree_says(
    git: Git, vocab: Path, tmp_path: Path
) -> None:
    before = read_vocabulary(vocab).scheme
    for file in vocab.rglob("*.ttl"):
        file.unlink()
    (vocab / "concepts").rmdir()
    status = git("status", "--porcelain")
    assert read_version("HEAD", Path("vocab")).scheme == before
    assert git("status", "--porcelain") == status
    assert str(read_version("main", Path("vocab")).path) == "main:vocab"


@pytest.mark.parametrize(
    ("spec", "number"),
    [
        ("main:vocab", 35),
        ("main:vocab/", 35),
        ("main:./vocab", 35),
        ("main:", 35),
        ("main:vocab/concepts", 33),
        ("main:vocab/scheme.ttl", 1),
        ("v1", 35),
        ("HEAD^{}", 35),
    ],
)
def test_a_revision_may_name_a_path(git: Git, spec: str, number: int) -> None:
    git("tag", "--annotate", "--message=One", "v1")
    assert len(read_version(spec, Path("vocab")).documents) == number


def test_a_file_or_folder_goes_before_a_revision(git: Git, tmp_path: Path, vocab: Path) -> None:
    (tmp_path / "main").mkdir()
    (tmp_path / "main" / "a.ttl").write_text("<urn:x:a> <urn:x:p> 1 .\n")
    assert len(read_version("main", vocab).documents) == 1
    assert len(read_version("main:vocab", vocab).documents) == 35


@pytest.mark.parametrize(
    ("spec", "says", "hint"),
    [
        ("mian", "no file, folder or git revision 'mian'", "did you mean main?"),
        ("--output=x", "no name of a git revision", "a branch"),
        ("-x:vocab", "no name of a git revision", "a branch"),
        (":vocab", "no name of a git revision", "a branch"),
        ("main;touch x", "no file, folder or git revision", "git branch"),
        ("$(touch x)", "no file, folder or git revision", "git branch"),
        ("main:elsewhere", "has nothing at 'elsewhere'", "REV"),
        ("main:--help", "has nothing at '--help'", "REV"),
        ("main:docs", "has no RDF file at 'docs'", ""),
        ("main:docs/a.md", "is no RDF format", ""),
    ],
)
def test_what_cannot_be_read_is_said_with_a_way_out(
    git: Git, tmp_path: Path, spec: str, says: str, hint: str
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("a")
    git("add", "docs")
    git("commit", "--quiet", "--message=Docs")
    before = sorted(tmp_path.iterdir())
    with pytest.raises((NotFound, InputError), match=says) as caught:
        read_version(spec, Path("vocab"))
    assert hint.replace("REV", "main:PATH") in (caught.value.hint or "")
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_outside_of_any_repository_has_no_revisions(
    tmp_path: Path, vocab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(NotFound, match="no file, folder or git revision 'main'") as caught:
        read_version("main", vocab)
    assert "git repository" in (caught.value.hint or "")


def test_a_missing_git_is_said(git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotFound) as caught:
        read_version("main", Path("vocab"))
    assert "git is not installed" in (caught.value.hint or "")


def test_a_vocabulary_elsewhere_is_not_in_the_repository(git: Git, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not stand in the git repository"):
        repository_of(Path("vocab")).place(tmp_path.parent)


def test_a_fault_in_a_revision_is_placed_as_git_writes_it(git: Git, vocab: Path) -> None:
    (vocab / "broken.ttl").write_text("<urn:x:a> <urn:x:p> 1 .\n<urn:x:a> .\n")
    git("add", ".")
    git("commit", "--quiet", "--message=Broken")
    with pytest.raises(SyntaxFault) as caught:
        read_version("main", vocab)
    assert caught.value.place.startswith("main:vocab/broken.ttl:2")


def test_links_in_a_revision_are_passed_over(git: Git, vocab: Path) -> None:
    (vocab / "link.ttl").symlink_to("/etc/hostname")
    git("add", ".")
    git("commit", "--quiet", "--message=Link")
    assert len(read_version("main", vocab).documents) == 35


def test_hooks_of_git_do_not_lead_to_another_repository(
    git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.setenv(name, os.devnull)
    assert len(read_version("main", Path("vocab")).documents) == 35


def test_the_common_ancestor_is_where_two_branches_went_apart(git: Git, vocab: Path) -> None:
    begin = git("rev-parse", "HEAD").strip()
    git("checkout", "--quiet", "-b", "proposal")
    git("commit", "--quiet", "--allow-empty", "--message=Theirs")
    git("checkout", "--quiet", "main")
    git("commit", "--quiet", "--allow-empty", "--message=Ours")
    assert common_ancestor("proposal", vocab) == begin
    git("checkout", "--quiet", "--orphan", "stranger")
    git("commit", "--quiet", "--message=Alone")
    assert common_ancestor("proposal", vocab) is None
