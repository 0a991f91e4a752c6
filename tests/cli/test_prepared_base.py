"""``check --base`` of a large vocabulary: prepared once, and then nothing of it is read again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tvet_skos.rdf.folder import rdf_files

Run = Callable[..., Result]

HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix tvs: <https://w3id.org/tvet-skos/ns#> .
@base <https://w3id.org/tvet-skos/glossary/> .
"""
ADDITIONS = {
    "below another": '<gap> a skos:Concept ; skos:inScheme <> ; skos:prefLabel "Skill gap"@en ; '
    'skos:broader <skills> ; skos:definition "What is lacking."@en .',
    "a label that is there": "<second> a skos:Concept ; skos:inScheme <> ; "
    'skos:prefLabel "Microcredentials"@en ; skos:altLabel "Skills"@en .',
    "a cycle": "<skills> skos:broader <micro-credential> . "
    "<micro-credential> skos:broader <skills> , <nowhere> .",
    "blank nodes": "<skills> skos:definition [ a tvs:Definition ; "
    'rdf:value "What somebody can do."@en ; dc:source "Somebody, 2026" ] , '
    '[ a tvs:Definition ; rdf:value "What somebody can do."@en ] .',
    "nothing new": "<skills> a skos:Concept .",
}


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every vocabulary is worth preparing."""
    monkeypatch.setattr("tvet_skos.checks.prepared.shelf.WORTH_IT", 0)


@pytest.fixture
def base(vocab: Path) -> Path:
    """A vocabulary that changed long ago; the name under which it is a base only."""
    base = vocab.rename(vocab.with_name("base"))
    for file in rdf_files(base):
        os.utime(file, ns=(10**18, 10**18))
    return base


def _judged(run: Run, *arguments: str) -> tuple[int, str]:
    result = run("check", "--base", "base", *arguments, "--format", "json")
    return result.exit_code, result.stdout


@pytest.mark.parametrize("addition", ADDITIONS)
def test_an_addition_to_a_prepared_base_is_judged_like_one_to_a_base_that_is_read(
    run: Run, base: Path, monkeypatch: pytest.MonkeyPatch, addition: str
) -> None:
    Path("new.ttl").write_text(HEAD + ADDITIONS[addition])
    plain = _judged(run, "new.ttl")
    monkeypatch.setattr("tvet_skos.checks.prepared.shelf.WORTH_IT", 0)
    assert _judged(run, "new.ttl") == plain
    monkeypatch.setattr("tvet_skos.rdf.folder.read_vocabulary", None)
    monkeypatch.setattr("tvet_skos.checks.prepared.unread.read_vocabulary", None)
    monkeypatch.setattr("tvet_skos.checks.prepared.shelf.parts_of", None)
    assert _judged(run, "new.ttl") == plain


def test_preparing_is_announced_once(run: Run, base: Path, large: None) -> None:
    Path("new.ttl").write_text(HEAD + ADDITIONS["below another"])
    first, second = (run("check", "--base", "base", "new.ttl") for _ in range(2))
    assert "preparing base" in first.stderr
    assert "preparing" not in second.stderr
    assert second.stdout == first.stdout
    assert Path(".tvet-skos/bases/.gitignore").read_text() == "*\n"


def test_a_small_base_is_not_prepared(run: Run, base: Path) -> None:
    Path("new.ttl").write_text(HEAD + ADDITIONS["below another"])
    run("check", "--base", "base", "new.ttl")
    assert not Path(".tvet-skos").exists()


def test_a_changed_base_is_judged_as_it_is_now(run: Run, base: Path, large: None) -> None:
    Path("new.ttl").write_text(HEAD + "<skills> skos:related <micro-credential> .")
    run("check", "--base", "base", "new.ttl")
    file = base / "concepts" / "micro-credential.ttl"
    said = HEAD + "<skills> skos:related <micro-credential> ."
    file.with_name("more.ttl").write_text(said)
    result = run("check", "--base", "base", "new.ttl", "--format", "json")
    assert '"CO002"' in result.stdout


def test_other_forms_of_proposals_read_a_large_base_in_full(
    run: Run, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(base, "version")
    file = Path("version/concepts/skills.ttl")
    file.write_text(file.read_text().replace("dc:source", "dc:creator"))
    Path("terms.csv").write_text("term,definition\nSkill gap,What is lacking.\n")
    Path("new.ttl").write_text(HEAD + ADDITIONS["below another"])
    forms = (["version"], ["terms.csv"], ["new.ttl", "--full"], ["new.ttl", "terms.csv"])
    plain = [_judged(run, *form) for form in forms]
    monkeypatch.setattr("tvet_skos.checks.prepared.shelf.WORTH_IT", 0)
    assert [_judged(run, *form) for form in forms] == plain
    assert not Path(".tvet-skos").exists()


def test_a_fault_in_a_large_base_is_told_with_its_line(run: Run, base: Path, large: None) -> None:
    Path("new.ttl").write_text(HEAD + ADDITIONS["below another"])
    (base / "concepts" / "skills.ttl").write_text("<http://e/a> oops .\n")
    result = run("check", "--base", "base", "new.ttl")
    assert result.exit_code == 2
    assert "base/concepts/skills.ttl:1" in result.stderr


def test_a_base_that_is_not_there_is_told_before_anything_is_read(run: Run, large: None) -> None:
    Path("new.ttl").write_text(HEAD)
    result = run("check", "--base", "base", "new.ttl")
    assert result.exit_code == 2
    assert "base" in result.stderr
