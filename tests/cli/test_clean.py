"""``clean`` as people use it: what is written and said, and what is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tvet_skos.cli import main
from tvet_skos.contribute.clean import FIXES
from tvet_skos.rdf.folder import read_vocabulary

GLOSSARY = Path(__file__).parents[1] / "data" / "glossary"
"""A small vocabulary that stays as it is, whatever becomes of the bundled one."""

Run = Callable[..., Result]

PREFIXES = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/> .
"""
TERMS = (
    PREFIXES
    + """ex:s a skos:ConceptScheme ; skos:prefLabel "Terms"@en ; skos:hasTopConcept ex:ability .
ex:ability a skos:Concept ; skos:prefLabel "Ability"@en ;
    skos:topConceptOf ex:s ; skos:inScheme ex:s .
ex:skill a skos:Concept ; skos:prefLabel " Skill"@en ;
    skos:broader ex:ability ; skos:inScheme ex:s .
"""
)
CYCLE = "ex:ability skos:broader ex:skill .\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    monkeypatch.setenv("NO_COLOR", "1")

    def invoke(*arguments: str) -> Result:
        result = CliRunner().invoke(main, ("clean", *arguments))
        unexpected = result.exception is not None and not isinstance(result.exception, SystemExit)
        assert not unexpected, result.exception
        return result

    return invoke


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    file = tmp_path / "terms.ttl"
    file.write_text(TERMS, encoding="utf-8")
    return file


@pytest.fixture
def vocab(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GLOSSARY, tmp_path / "vocab"))


def _contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_list_names_every_fix_with_rule_kind_and_sentence(run: Run) -> None:
    lines = run("--list").stdout.splitlines()
    assert len(lines) == len(FIXES)
    for fix, line in zip(FIXES, lines, strict=True):
        kind = "unsafe" if fix.unsafe else "safe"
        assert line.split()[:2] == [fix.id, fix.rule or "–"]
        assert f" {kind}" in line and fix.option in line and line.endswith(fix.summary)


def test_a_single_file_is_not_written_over_by_itself(run: Run, terms: Path) -> None:
    result = run("terms.ttl")
    assert result.exit_code == 2
    assert "--in-place" in result.stderr
    assert terms.read_text(encoding="utf-8") == TERMS


def test_diff_shows_what_would_change_and_writes_nothing(run: Run, terms: Path) -> None:
    result = run("terms.ttl", "--diff")
    assert result.exit_code == 1
    assert result.stdout.startswith("--- terms.ttl\n+++ terms.ttl\n@@ ")
    assert '-    skos:prefLabel " Skill"@en ;\n+    skos:prefLabel "Skill"@en ;\n' in result.stdout
    assert "2 statements would be added, 1 would be removed" in result.stderr
    assert terms.read_text(encoding="utf-8") == TERMS


def test_in_place_writes_canonical_turtle_and_tells_what_was_done(run: Run, terms: Path) -> None:
    result = run("terms.ttl", "--in-place")
    assert result.exit_code == 0
    assert 'trim-labels (LB004): 1 change\n  Skill: prefLabel " Skill"@en' in result.stdout
    assert "complete-narrower (HI009): 1 change\n  Ability: + narrower Skill\n" in result.stdout
    again = run("terms.ttl", "--diff")
    assert (again.exit_code, again.stdout) == (0, "")
    assert "nothing to clean" in again.stderr


def test_output_goes_to_a_file_of_its_own(run: Run, terms: Path, tmp_path: Path) -> None:
    assert run("terms.ttl", "-o", "clean.ttl").exit_code == 0
    assert '"Skill"@en' in (tmp_path / "clean.ttl").read_text(encoding="utf-8")
    assert terms.read_text(encoding="utf-8") == TERMS


def test_with_output_to_stdout_the_account_goes_to_stderr(run: Run, terms: Path) -> None:
    result = run("terms.ttl", "-o", "-")
    assert result.stdout.startswith("@prefix")
    assert "trim-labels" not in result.stdout
    assert "trim-labels (LB004)" in result.stderr


def test_other_formats_are_read_and_turtle_is_written(run: Run, tmp_path: Path) -> None:
    line = '<http://e/a> <http://www.w3.org/2004/02/skos/core#prefLabel> " a"@en .\n'
    (tmp_path / "terms.nt").write_text(line, encoding="utf-8")
    refused = run("terms.nt", "--in-place")
    assert (refused.exit_code, "-o FILE.ttl" in refused.stderr) == (2, True)
    assert run("terms.nt", "-o", "terms.rdf").exit_code == 2
    assert run("terms.nt", "-o", "terms.ttl").exit_code == 0
    assert '"a"@en' in (tmp_path / "terms.ttl").read_text(encoding="utf-8")


def test_a_folder_is_written_back_in_canonical_form(run: Run, vocab: Path) -> None:
    concept = vocab / "concepts" / "credential.ttl"
    text = concept.read_text(encoding="utf-8")
    concept.write_text(text.replace('"Credential"@en', '"Credential "@en'), encoding="utf-8")
    before = read_vocabulary(vocab).scheme
    result = run("vocab", "--only", "trim-labels")
    assert result.exit_code == 0
    assert concept.read_text(encoding="utf-8") == text
    assert "written: vocab/concepts/credential.ttl" in result.stderr
    assert read_vocabulary(vocab).scheme != before


def test_a_clean_folder_stays_as_it_is_byte_for_byte(run: Run, vocab: Path) -> None:
    assert run("vocab").exit_code == 0
    before = _contents(vocab)
    result = run("vocab")
    assert (result.exit_code, result.stdout) == (0, "")
    assert _contents(vocab) == before


def test_the_diff_of_a_folder_names_its_files_and_changes_none(run: Run, vocab: Path) -> None:
    before = _contents(vocab)
    result = run("--diff")
    assert result.exit_code == 1
    assert "--- vocab/concepts/credential.ttl\n" in result.stdout
    assert _contents(vocab) == before


def test_what_is_cleaned_keeps_every_definition_with_its_source(run: Run, vocab: Path) -> None:
    before = read_vocabulary(vocab).scheme
    assert run("vocab", "--unsafe").exit_code == 0
    after = read_vocabulary(vocab).scheme
    assert list(after.definitions) == list(before.definitions)
    assert after.sources == before.sources


def test_the_bundled_vocabulary_can_be_looked_at_and_not_changed(run: Run) -> None:
    refused = run()
    assert (refused.exit_code, "read-only" in refused.stderr) == (2, True)
    assert run("--diff", "--only", "trim-labels").exit_code == 0


def test_a_folder_without_a_scheme_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    file = tmp_path / "folder" / "a.ttl"
    content = PREFIXES + 'ex:a a skos:Concept ; skos:prefLabel " a"@en .\n'
    file.write_text(content, encoding="utf-8")
    result = run("folder")
    assert (result.exit_code, "skos:ConceptScheme" in result.stderr) == (2, True)
    assert file.read_text(encoding="utf-8") == content
    assert run("folder", "--diff").exit_code == 1
    assert run("folder", "-o", "whole.ttl").exit_code == 0


def test_unsafe_fixes_are_offered_and_run_when_asked_for(run: Run, terms: Path) -> None:
    terms.write_text(TERMS + CYCLE, encoding="utf-8")
    offered = run("terms.ttl", "--diff")
    assert "--unsafe would do more: break-cycles (2 changes)" in offered.stderr
    done = run("terms.ttl", "--in-place", "--unsafe")
    assert "break-cycles (HI001): 1 change\n  Ability: - broader Skill\n" in done.stdout
    assert "would do more" not in done.stderr


def test_a_fix_that_would_add_an_error_is_named_with_its_reason(run: Run, terms: Path) -> None:
    repeated = 'ex:skill skos:altLabel "Skill"@en .\n'
    terms.write_text(TERMS + repeated, encoding="utf-8")
    result = run("terms.ttl", "--in-place", "--only", "trim-labels")
    assert result.exit_code == 0
    assert "left out: trim-labels would add SK013 at Skill: " in result.stderr
    assert "nothing to clean" in result.stderr
    assert terms.read_text(encoding="utf-8") == TERMS + repeated


def test_fixes_are_chosen_by_name(run: Run, terms: Path) -> None:
    only = run("terms.ttl", "--diff", "--only", "trim-labels", "--only", "trim-notes").stdout
    assert "narrower" not in only and "Skill" in only
    without = run("terms.ttl", "--diff", "--without", "trim-labels").stdout
    assert "narrower" in without and "+    skos:prefLabel" not in without


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--only", "trim-label"), "did you mean trim-labels?"),
        (("--only", "break-cycles"), "the fix break-cycles is unsafe"),
        (("--only", "tag-language"), "the fix tag-language needs --language"),
        (("--drop-terms",), "--drop-terms is for unsafe fixes"),
        (("--preferred", "longest"), "--preferred is for unsafe fixes"),
        (("--language", "no language"), "is no language tag"),
        (("--map", "nowhere.toml"), "there is no such map"),
        (("-o", "x.ttl"), "give one of --diff, --in-place and -o"),
    ],
)
def test_what_would_have_no_effect_is_refused(
    run: Run, terms: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    result = run("terms.ttl", "--diff", *arguments)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert result.stdout == ""


def test_a_path_that_is_not_there_is_named(run: Run) -> None:
    result = run("nowhere.ttl", "--in-place")
    assert (result.exit_code, "nowhere.ttl" in result.stderr) == (2, True)


def test_options_reach_the_fixes(run: Run, terms: Path, tmp_path: Path) -> None:
    more = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    ex:Dog a owl:Class ; rdfs:label "Dog" ; rdfs:subClassOf ex:ability .
    """
    terms.write_text(TERMS + more, encoding="utf-8")
    options = ("--map", "owl", "--language", "en", "--no-narrower", "--transitive")
    assert run("terms.ttl", "-o", "out.ttl", *options).exit_code == 0
    text = (tmp_path / "out.ttl").read_text(encoding="utf-8")
    assert 'skos:prefLabel "Dog"@en' in text
    assert "skos:broaderTransitive" in text
    assert "skos:narrower" not in text
