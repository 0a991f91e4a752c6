"""``check --base``: what somebody proposes, in every form, against what there is."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]

HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix tvs: <https://w3id.org/tvet-skos/ns#> .
@base <https://w3id.org/tvet-skos/glossary/> .
"""
NEW_TERM = (
    HEAD
    + """
<skill-gap> a skos:Concept ;
  skos:inScheme <> ;
  skos:prefLabel "Skill gap"@en ;
  skos:broader <skills> ;
  skos:definition <skill-gap#def-00000001> .
<skill-gap#def-00000001> a tvs:Definition ;
  rdf:value "A shortage of the abilities that a job asks for in those who hold it."@en ;
  dc:source "tvet-skos editors, 2026" ;
  tvs:sourceEvidence tvs:selfComposed .
"""
)


def _git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
    subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, timeout=60
    )


@pytest.fixture
def repository(vocab: Path) -> Path:
    """The vocabulary under version control, as the branch main."""
    _git(vocab.parent, "init", "-q", "-b", "main")
    _git(vocab.parent, "add", "vocab")
    _git(vocab.parent, "commit", "-q", "-m", "Begin")
    return vocab.parent


def _findings(result: Result, status: str = "new") -> list[dict[str, Any]]:
    found = json.loads(result.stdout)["findings"]
    return [f for f in found if f["status"] == status]


def _rules(result: Result, status: str = "new") -> set[str]:
    return {f["rule"] for f in _findings(result, status)}


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_sound_addition_passes(run: Run, vocab: Path, tmp_path: Path) -> None:
    (tmp_path / "new.ttl").write_text(NEW_TERM)
    result = run("check", "--base", "vocab", "new.ttl")
    assert result.exit_code == 0, result.stdout
    assert "an addition" in result.stderr


def test_a_second_concept_of_one_term_is_sent_to_the_first(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    text = NEW_TERM.replace('"Skill gap"', '"Microcredentials"')
    (tmp_path / "new.ttl").write_text(text)
    result = run("check", "--base", "vocab", "new.ttl", "--format", "json")
    assert result.exit_code == 1
    (found,) = [f for f in _findings(result) if f["rule"] == "CO005"]
    assert found["file"] == "new.ttl"
    assert found["line"] == 10
    assert "Micro-credential" in found["hint"]
    assert found["related"][0]["file"] == "vocab/concepts/micro-credential.ttl"


def test_a_link_to_nothing_and_a_cycle_are_judged_in_the_whole_graph(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    (tmp_path / "new.ttl").write_text(
        HEAD + "<skills> skos:broader <micro-credential> , <nowhere> .\n"
        "<micro-credential> skos:broader <skills> .\n"
    )
    result = run("check", "--base", "vocab", "new.ttl", "--format", "json")
    assert {"QU002", "HI001"} <= _rules(result)


def test_what_was_wrong_before_does_not_count(run: Run, vocab: Path, tmp_path: Path) -> None:
    _edit(vocab / "concepts" / "skills.ttl", "dc:source", "dc:creator")
    (tmp_path / "new.ttl").write_text(NEW_TERM)
    assert run("check").exit_code == 1
    assert run("check", "--base", "vocab", "new.ttl").exit_code == 0


def test_an_unchanged_vocabulary_is_said_to_change_nothing(run: Run, repository: Path) -> None:
    result = run("check", "--base", "HEAD", "--format", "json")
    assert result.exit_code == 0
    assert _rules(result) == {"CO002"}


def test_an_edit_of_the_work_tree_is_judged_against_a_revision(run: Run, repository: Path) -> None:
    _edit(repository / "vocab" / "concepts" / "skills.ttl", "dc:source", "dc:creator")
    result = run("check", "--base", "HEAD", "--format", "json")
    assert result.exit_code == 1
    found = {f["rule"]: f for f in _findings(result)}
    assert found["DF017"]["file"] == "vocab/concepts/skills.ttl"
    _git(repository, "add", "-A")
    _git(repository, "commit", "-q", "-m", "Break it")
    _git(repository, "checkout", "-q", "HEAD~1", "--", "vocab")
    result = run("check", "--base", "HEAD", "--format", "json")
    assert result.exit_code == 0
    assert "DF017" in _rules(result, "fixed")


def test_a_file_of_the_vocabulary_is_a_new_version_of_that_file(run: Run, repository: Path) -> None:
    file = repository / "vocab" / "concepts" / "micro-credential.ttl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    link = next(line for line in lines if "skos:definition" in line)
    file.write_text("".join(line for line in lines if line != link), encoding="utf-8")
    result = run(
        "check", "--base", "HEAD", "vocab/concepts/micro-credential.ttl", "--format", "json"
    )
    assert "CO004" in _rules(result)
    assert "a new version of this file" in result.stderr


def test_a_branch_can_be_proposed_without_checking_it_out(run: Run, repository: Path) -> None:
    _git(repository, "checkout", "-q", "-b", "proposal")
    (repository / "vocab" / "concepts" / "skill-gap.ttl").write_text(NEW_TERM)
    _git(repository, "add", "-A")
    _git(repository, "commit", "-q", "-m", "Add skill gap")
    _git(repository, "checkout", "-q", "main")
    result = run("check", "--base", "main", "proposal", "--format", "json")
    assert result.exit_code == 0, result.stdout
    assert json.loads(result.stdout)["counts"]["changedConcepts"] == 1
    assert not (repository / "vocab" / "concepts" / "skill-gap.ttl").exists()


def test_what_the_base_gained_since_is_not_taken_for_removed(run: Run, repository: Path) -> None:
    _git(repository, "checkout", "-q", "-b", "proposal")
    _edit(repository / "vocab" / "concepts" / "skills.ttl", '"Skills"@en', '"Skillz"@en')
    _git(repository, "commit", "-q", "-a", "-m", "Rename skills")
    _git(repository, "checkout", "-q", "main")
    (repository / "vocab" / "concepts" / "skill-gap.ttl").write_text(NEW_TERM)
    _edit(repository / "vocab" / "concepts" / "skills.ttl", "skos:inScheme <> ;",
          'skos:inScheme <> ;\n    skos:hiddenLabel "skils"@en ;')  # fmt: skip
    _git(repository, "add", "-A")
    _git(repository, "commit", "-q", "-m", "Add skill gap")
    _git(repository, "checkout", "-q", "proposal")
    result = run("check", "--base", "main", "--format", "json")
    assert not {"ID006", "CO004"} & _rules(result)
    assert {f["label"] for f in _findings(result) if f["rule"] == "CO006"} == {"Skillz"}


def test_a_page_is_judged_with_the_line_of_each_definition(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_text(
        "Skill gap\n\nA skill gap is a shortage of the abilities that a job asks for.\n\n\n"
        "A difference between what staff can do and what the work needs.\n\n"
        "Source:\nExample Institute, Words for work, 2019\n"
    )
    result = run("check", "--base", "vocab", "page.txt", "--format", "json")
    (unsourced,) = [f for f in _findings(result) if f["rule"] == "DF002"]
    assert (unsourced["file"], unsourced["line"]) == ("page.txt", 3)


def test_a_sheet_is_judged_with_the_cell_of_each_finding(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    (tmp_path / "sheet.csv").write_text(
        "term,language,definition,source\n"
        "Skill gap,en,A shortage of the abilities that a job asks for.,\n",
        encoding="utf-8",
    )
    result = run("check", "--base", "vocab", "sheet.csv", "--format", "json")
    (unsourced,) = [f for f in _findings(result) if f["rule"] == "DF002"]
    assert unsourced["file"] == "sheet.csv"
    assert unsourced["cell"]


def test_what_a_sheet_names_and_the_vocabulary_lacks_is_said(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    sheet = (
        "term,language,definition,source,related\nSkill gap,en,A shortage.,COL 2015,Skill glut\n"
    )
    (tmp_path / "sheet.csv").write_text(sheet, encoding="utf-8")
    result = run("check", "--base", "vocab", "sheet.csv")
    assert "to do: Skill gap" in result.stderr and "Skill glut" in result.stderr


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx", "page.txt", "page.html"])
def test_a_sheet_or_page_without_a_base_is_sent_to_one(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("anything")
    result = run("check", name)
    assert result.exit_code == 2
    assert "hint: name the vocabulary as well, as in --base vocab" in result.stderr


def test_a_suppression_or_baseline_is_not_called_stale_by_a_check_that_saw_a_part(
    run: Run, repository: Path
) -> None:
    lost = json.loads(run("check", "--format", "json").stdout)["findings"][0]
    (repository / "tvet-skos.toml").write_text(
        f'[[check.suppress]]\nrule = "{lost["rule"]}"\nfocus = "{lost["focus"]}"\n'
        'reason = "Known."\n'
    )
    run("check", "--baseline", "baseline.json", "--update-baseline")
    _edit(repository / "vocab" / "concepts" / "skills.ttl", "skos:prefLabel", "skos:altLabel")
    for arguments in (["--base", "main"], ["--select", "SK"]):
        result = run("check", *arguments, "--baseline", "baseline.json", "--format", "json")
        assert "CF001" not in _rules(result)
    part = run("check", "--select", "SK", "--baseline", "baseline.json", "--format", "json")
    assert not _rules(part, "fixed")


def test_a_contribution_may_touch_only_what_it_names(run: Run, vocab: Path, tmp_path: Path) -> None:
    (tmp_path / "new.ttl").write_text(
        HEAD + "<contribution/1> a tvs:Contribution ; tvs:target <skills> ;\n"
        '  dcterms:creator "An editor" ; tvs:kind "change" ; dcterms:created "2026-11-24" .\n'
        '<skills> skos:altLabel "abilities at work"@en .\n'
        '<knowledge> skos:altLabel "what one knows"@en .\n'
        "<learning> skos:definition <learning#def-new> .\n"
        '<learning#def-new> a tvs:Definition ; rdf:value "A change that lasts."@en .\n'
        "<competence> skos:narrower <knack> .\n"
        '<knack> a skos:Concept ; skos:prefLabel "Knack"@en ; skos:broader <competence> .\n'
    )
    result = run("check", "--base", "vocab", "new.ttl", "--format", "json")
    foreign = {f["label"] for f in _findings(result) if f["rule"] == "CO003"}
    assert foreign == {"Knowledge", "Learning"}


def test_full_gives_the_rules_that_see_everything_too(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    (tmp_path / "new.ttl").write_text(NEW_TERM)
    quick = run("check", "--base", "vocab", "new.ttl", "--ruleset", "glossary", "--format", "json")
    full = run(
        "check", "--base", "vocab", "new.ttl", "--ruleset", "glossary", "--full", "--format", "json"
    )
    assert _rules(quick) < _rules(full)
    assert "LG003" in _rules(full)


@pytest.mark.parametrize(
    ("base", "complaint"),
    [("nowhere", "no file, folder or git revision"), ("no-such-branch", "no file, folder")],
)
def test_a_base_that_is_not_there_is_named_with_a_way_out(
    run: Run, vocab: Path, base: str, complaint: str
) -> None:
    result = run("check", "--base", base)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert "hint:" in result.stderr


def test_a_revision_that_is_not_there_suggests_a_near_one(run: Run, repository: Path) -> None:
    result = run("check", "--base", "mian")
    assert result.exit_code == 2
    assert "main" in result.stderr


def test_several_reports_come_from_one_run(run: Run, vocab: Path, tmp_path: Path) -> None:
    (tmp_path / "new.ttl").write_text(NEW_TERM.replace("<skills>", "<nowhere>"))
    result = run(
        "check", "--base", "vocab", "new.ttl",
        "-o", "github:-", "-o", "markdown:out/comment.md", "-o", "sarif:out/findings.sarif",
    )  # fmt: skip
    assert result.exit_code == 1
    assert result.stdout.startswith("::error")
    assert "QU002" in (tmp_path / "out" / "comment.md").read_text()
    assert json.loads((tmp_path / "out" / "findings.sarif").read_text())["version"] == "2.1.0"


def test_a_store_on_disk_is_a_base_with_the_same_findings(run: Run, vocab: Path) -> None:
    """Those that stand in the base have no line there, for a store has none."""
    Path("new.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://example.org/p> a skos:Concept ; skos:prefLabel "Micro-credential"@en .\n'
    )
    assert run("load", str(vocab), "--into", "oxigraph:s").exit_code == 0
    found = []
    for base in ("vocab", "oxigraph:s"):
        result = run("check", "--base", base, "new.ttl", "--format", "json")
        report = json.loads(result.stdout)
        found.append({(f["rule"], f["focus"], f["status"]) for f in report["findings"]})
        assert result.exit_code == 1
    assert found[0] == found[1]
    assert "CO005" in {rule for rule, _, _ in found[0]}


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("oxigraph:nowhere", "there is no store here"),
        ("http://127.0.0.1:9/sparql", "cannot be read as a version of a vocabulary"),
        ("memory:", "name a git revision, a file or folder, or a store on disk"),
    ],
)
def test_a_base_that_is_no_store_on_disk_is_told(
    run: Run, vocab: Path, base: str, said: str
) -> None:
    Path("new.ttl").write_text("<https://example.org/p> <https://example.org/q> 1 .\n")
    result = run("check", "--base", base, "new.ttl")
    assert result.exit_code == 2
    assert said in result.stderr
    assert "hint:" in result.stderr
