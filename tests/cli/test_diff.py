"""``diff``: two versions, wherever they stand, and an exit status as diff has it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from tvet_skos.cli import diff as diff_command
from tvet_skos.publish.reports.diff import DIFFERENCE_FORMATS

Run = Callable[..., Result]
Git = Callable[..., str]


def _rename(vocab: Path, label: str = "Skill set") -> None:
    file = vocab / "concepts" / "skills.ttl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('prefLabel "Skills"', f'prefLabel "{label}"'), encoding="utf-8")


def test_no_difference_is_exit_status_0_and_nothing_on_standard_output(
    run: Run, vocab: Path
) -> None:
    result = run("diff", "vocab", "vocab")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no difference" in result.stderr


def test_differences_are_exit_status_1(run: Run, vocab: Path, tmp_path: Path) -> None:
    shutil.copytree(vocab, tmp_path / "new")
    _rename(tmp_path / "new")
    result = run("diff", "vocab", "new")
    assert result.exit_code == 1
    assert 'renamed from "Skills"' in result.stdout


@pytest.mark.parametrize("spec", ["HEAD", "main", "main:vocab", "main:./vocab"])
def test_a_revision_is_compared_with_the_vocabulary_as_it_is_now(
    run: Run, git: Git, vocab: Path, spec: str
) -> None:
    assert run("diff", spec).exit_code == 0
    _rename(vocab)
    result = run("diff", spec)
    assert result.exit_code == 1
    assert "concepts: 1 renamed; 1 statement added, 1 removed" in result.stdout
    assert run("diff", "vocab", spec).stdout.startswith("~ Skills  <skills>")


def test_two_revisions_are_compared_and_the_work_tree_is_left_alone(
    run: Run, git: Git, vocab: Path
) -> None:
    git("checkout", "--quiet", "-b", "proposal")
    _rename(vocab)
    git("commit", "--quiet", "--all", "--message=Rename")
    git("checkout", "--quiet", "main")
    result = run("diff", "main", "proposal", "--format", "json")
    document = json.loads(result.stdout)
    assert (document["old"], document["new"]) == ("main", "proposal")
    assert document["summary"]["statements"] == {"added": 1, "removed": 1}
    assert git("status", "--porcelain") == ""


def test_a_single_file_can_be_compared_in_any_format(run: Run, vocab: Path, tmp_path: Path) -> None:
    run("export", "--format", "rdfxml", "-o", "all.rdf", "--vocab", "vocab")
    assert run("diff", "vocab", "all.rdf").exit_code == 0


def test_a_store_on_disk_is_compared_with_files_and_other_stores(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    assert run("load", "vocab", "--into", "oxigraph:store").exit_code == 0
    assert run("diff", "oxigraph:store", "vocab").exit_code == 0
    _rename(vocab)
    assert "1 renamed" in run("diff", "oxigraph:store", "--vocab", "vocab").stdout
    assert run("diff", "vocab", "oxigraph:store").stdout.startswith("~ Skills  <skills>")
    assert run("load", "vocab", "--into", "oxigraph:new").exit_code == 0
    result = run("diff", "oxigraph:store", "oxigraph:new")
    assert "concepts: 1 renamed; 1 statement added, 1 removed" in result.stdout
    assert (result.exit_code, result.stderr) == (1, "")


def test_a_store_is_compared_with_a_revision(run: Run, git: Git, vocab: Path) -> None:
    assert run("load", "vocab", "--into", "oxigraph:store").exit_code == 0
    _rename(vocab)
    result = run("diff", "main", "oxigraph:store", "--vocab", "vocab")
    assert (result.exit_code, result.stdout) == (0, "")
    git("commit", "--quiet", "--all", "--message=Rename")
    result = run("diff", "oxigraph:store", "main", "--vocab", "vocab")
    assert (result.exit_code, result.stdout[:21]) == (1, "~ Skill set  <skills>")


def test_output_goes_to_a_file(run: Run, vocab: Path, tmp_path: Path) -> None:
    shutil.copytree(vocab, tmp_path / "new")
    _rename(tmp_path / "new")
    result = run("diff", "vocab", "new", "--format", "markdown", "-o", "changes.md")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (tmp_path / "changes.md").read_text(encoding="utf-8").startswith("# Changes from vocab")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nowhere", "vocab"), "there is no file, folder or git revision 'nowhere'"),
        (("vocab", "vocab/scheme.tll"), "there is no file, folder or git revision"),
        (("--", "-x", "vocab"), "'-x'"),
        (("oxigraph:none", "vocab"), "there is no store here"),
        (("vocab", "oxigraph:vocab"), "and is no store"),
        (("http://127.0.0.1:9/sparql", "vocab"), "cannot be read as a version of a vocabulary"),
    ],
)
def test_trouble_is_exit_status_2(
    run: Run, git: Git, vocab: Path, arguments: tuple[str, ...], says: str
) -> None:
    result = run("diff", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert says in result.stderr


def test_the_same_versions_give_the_same_bytes_under_any_hash_seed(
    vocab: Path, tmp_path: Path
) -> None:
    shutil.copytree(vocab, tmp_path / "new")
    _rename(tmp_path / "new")
    (tmp_path / "new" / "concepts" / "learning.ttl").unlink()
    outputs = {
        subprocess.run(
            [sys.executable, "-m", "tvet_skos", "diff", "vocab", "new", "--format", name],
            cwd=tmp_path, env={"PYTHONHASHSEED": seed, "LC_ALL": locale, "PATH": "/usr/bin:/bin"},
            capture_output=True, check=False,
        ).stdout
        for name in ("json",)
        for seed, locale in (("1", "C"), ("2", "C.UTF-8"))
    }  # fmt: skip
    assert len(outputs) == 1
    assert b"Learning" in outputs.pop()


def test_the_formats_that_are_offered_are_those_there_are() -> None:
    assert tuple(DIFFERENCE_FORMATS) == diff_command.FORMATS
    (option,) = [p for p in diff_command.command.params if p.name == "format_name"]
    assert isinstance(option.type, click.Choice)
