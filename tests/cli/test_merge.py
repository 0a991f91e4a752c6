"""``merge``: a proposal in any form comes in whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tvet_skos.model import Concept, Definition
from tvet_skos.namespaces import DEFAULT_BASE
from tvet_skos.rdf.folder import read_vocabulary

Run = Callable[..., Result]
Git = Callable[..., str]

HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix tvs: <https://w3id.org/tvet-skos/ns#> .
@base <https://w3id.org/tvet-skos/glossary/> .
"""
ADDITION = (
    HEAD
    + """
<skills> skos:altLabel "know-how"@en ;
  skos:definition [
    a tvs:Definition ;
    rdf:value "What somebody is able to do."@en ;
    dc:source "Own words" ;
    tvs:sourceEvidence tvs:selfComposed ] .
"""
)
PAGE = """Skills

What a person can do with what they know, in the tasks of a job.

Source:
Example Institute, Words for work, 2019
"""


def _skills(vocab: Path) -> Concept:
    concepts = read_vocabulary(vocab).scheme.concepts
    return next(c for c in concepts if c.iri == f"{DEFAULT_BASE}skills")


def _definition(vocab: Path) -> Definition:
    return next(d for d in _skills(vocab).definitions if d.iri.endswith("#def-558bd134"))


def _edit(vocab: Path, old: str, new: str, name: str = "skills") -> None:
    file = vocab / "concepts" / f"{name}.ttl"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def _content(folder: Path) -> dict[Path, bytes]:
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _branch(git: Git, vocab: Path, *edits: tuple[str, str]) -> None:
    """The branch ``proposal`` with edits of the concept Skills; main is checked out again."""
    git("checkout", "--quiet", "-b", "proposal")
    for old, new in edits:
        _edit(vocab, old, new)
    git("commit", "--quiet", "--all", "--message=Propose")
    git("checkout", "--quiet", "main")


def test_an_addition_comes_in_and_what_it_does_not_mention_stays(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    (tmp_path / "new.ttl").write_text(ADDITION)
    before = _skills(vocab)
    result = run("merge", "new.ttl", "--into", "vocab")
    assert result.exit_code == 0
    assert "an addition" in result.stderr
    assert '+ skos:altLabel "know-how"@en' in result.stdout
    after = _skills(vocab)
    assert {label.value for label in after.alt_labels} == {"Skill", "know-how"}
    assert set(before.definitions) < set(after.definitions)
    # Nameless definitions get their IRI, and the vocabulary its date.
    assert all("#def-" in definition.iri for definition in after.definitions)
    assert read_vocabulary(vocab).scheme.modified == "2027-01-15"
    assert run("fmt", "--check", "vocab").exit_code == 0


def test_what_is_there_already_changes_nothing(run: Run, vocab: Path, tmp_path: Path) -> None:
    (tmp_path / "new.ttl").write_text(ADDITION)
    run("merge", "new.ttl", "--into", "vocab")
    before = _content(vocab)
    again = run("merge", "new.ttl", "--into", "vocab")
    assert (again.exit_code, again.stdout) == (0, "")
    assert "nothing to merge" in again.stderr
    assert _content(vocab) == before


def test_a_dry_run_shows_everything_and_writes_nothing(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    (tmp_path / "new.ttl").write_text(ADDITION)
    before = _content(vocab)
    dry = run("merge", "new.ttl", "--into", "vocab", "--dry-run")
    assert _content(vocab) == before
    assert "2 files would be written" in dry.stderr
    assert run("merge", "new.ttl", "--into", "vocab").stdout == dry.stdout


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "rdf", "nt"])
def test_an_addition_may_be_in_any_rdf_format(
    run: Run, vocab: Path, tmp_path: Path, suffix: str
) -> None:
    from tvet_skos.publish.export import export
    from tvet_skos.rdf.formats import FORMATS, parse
    from tvet_skos.rdf.profile import from_triples

    scheme = from_triples(parse(ADDITION.encode(), FORMATS["turtle"]))
    names = {"ttl": "turtle", "jsonld": "jsonld", "rdf": "rdfxml", "nt": "ntriples"}
    content = export(scheme, names[suffix])
    (tmp_path / f"new.{suffix}").write_bytes(
        content if isinstance(content, bytes) else content.encode()
    )
    assert run("merge", f"new.{suffix}", "--into", "vocab").exit_code == 0
    assert len(_skills(vocab).definitions) == 2


def test_a_page_comes_in_as_ingest_takes_it(run: Run, vocab: Path, tmp_path: Path) -> None:
    shutil.copytree(vocab, tmp_path / "other")
    (tmp_path / "skills.txt").write_text(PAGE)
    result = run("merge", "skills.txt", "--into", "vocab")
    assert result.exit_code == 0
    run("ingest", "skills.txt", "--into", "other")
    assert _content(vocab) == _content(tmp_path / "other")
    assert "nothing to merge" in run("merge", "skills.txt", "--into", "vocab").stderr


def test_a_sheet_comes_in_and_a_row_with_a_fault_stops_it(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    before = _content(vocab)
    rows = "Term,Definition,Source as printed\nSkills,What one can do.,COL (2015)\n"
    (tmp_path / "new.csv").write_text(f"{rows}Wombat,,COL (2015)\n")
    result = run("merge", "new.csv", "--into", "vocab")
    assert result.exit_code == 2
    assert "new.csv, row 3, column Definition: the definition is missing" in result.stderr
    assert _content(vocab) == before
    (tmp_path / "new.csv").write_text(rows)
    assert run("merge", "new.csv", "--into", "vocab").exit_code == 0
    assert "What one can do." in {d.text for d in _skills(vocab).definitions}


def test_an_edited_export_needs_its_base_to_change_a_definition(
    run: Run, git: Git, vocab: Path, tmp_path: Path
) -> None:
    run("export", "--format", "csv", "-o", "all.csv", "--vocab", "vocab")
    text = (tmp_path / "all.csv").read_text(encoding="utf-8-sig")
    assert "nothing to merge" in run("merge", "all.csv", "--into", "vocab").stderr
    edited = text.replace("gained by practice", "won by practice")
    (tmp_path / "all.csv").write_text(edited, encoding="utf-8-sig")
    refused = run("merge", "all.csv", "--into", "vocab")
    assert refused.exit_code == 1
    assert "won by practice" in refused.stdout and "gained by practice" in refused.stdout
    assert "--base" in refused.stderr
    assert run("merge", "all.csv", "--into", "vocab", "--base", "HEAD").exit_code == 0
    assert "won by practice" in _definition(vocab).text


def test_a_branch_is_merged_with_what_was_edited_meanwhile(run: Run, git: Git, vocab: Path) -> None:
    _branch(
        git,
        vocab,
        ('prefLabel "Skills"', 'prefLabel "Skill set"'),
        ("related <competence>", "broader <competence>"),
    )
    _edit(vocab, "gained by practice", "won by practice")
    result = run("merge", "proposal", "--into", "vocab")
    assert result.exit_code == 0, result.stdout
    skills = _skills(vocab)
    assert skills.label() == "Skill set"
    assert skills.broader and f"{DEFAULT_BASE}competence" not in skills.related
    assert "won by practice" in _definition(vocab).text
    assert git("branch", "--show-current").strip() == "main"


def test_conflicts_show_both_sides_and_nothing_is_written(run: Run, git: Git, vocab: Path) -> None:
    _branch(
        git,
        vocab,
        ("gained by practice", "won by practice"),
        ('altLabel "Skill"', 'altLabel "Know-how"'),
    )
    _edit(vocab, "gained by practice", "got by practice")
    before = _content(vocab)
    result = run("merge", "proposal", "--into", "vocab")
    assert result.exit_code == 1
    assert _content(vocab) == before
    assert "1 conflict; nothing was written" in result.stderr
    assert result.stdout.startswith("Skills, definition")
    for text in ("gained by practice", "won by practice", "got by practice", "own source"):
        assert text in result.stdout


def test_what_a_branch_removed_and_main_changed_is_a_conflict(
    run: Run, git: Git, vocab: Path
) -> None:
    git("checkout", "--quiet", "-b", "proposal")
    git("rm", "--quiet", "vocab/concepts/skills.ttl")
    git("commit", "--quiet", "--message=Remove")
    git("checkout", "--quiet", "main")
    _edit(vocab, "gained by practice", "won by practice")
    result = run("merge", "proposal", "--into", "vocab")
    assert result.exit_code == 1
    assert "proposal removed it, and vocab changed it" in result.stdout


def test_what_a_branch_removed_goes_with_its_file(run: Run, git: Git, vocab: Path) -> None:
    git("checkout", "--quiet", "-b", "proposal")
    git("rm", "--quiet", "vocab/concepts/skills.ttl")
    git("commit", "--quiet", "--message=Remove")
    git("checkout", "--quiet", "main")
    result = run("merge", "proposal", "--into", "vocab")
    assert result.exit_code == 0
    assert "removed without having been retired" in result.stdout
    assert not (vocab / "concepts" / "skills.ttl").exists()


def test_a_file_of_a_branch_is_merged_alone(run: Run, git: Git, vocab: Path) -> None:
    git("checkout", "--quiet", "-b", "proposal")
    git("rm", "--quiet", "vocab/concepts/learning.ttl")
    _edit(vocab, 'altLabel "Skill"', 'altLabel "Know-how"')
    git("commit", "--quiet", "--all", "--message=Propose")
    git("checkout", "--quiet", "main")
    result = run("merge", "proposal:vocab/concepts/skills.ttl", "--into", "vocab")
    assert result.exit_code == 0
    assert [label.value for label in _skills(vocab).alt_labels] == ["Know-how"]
    assert (vocab / "concepts" / "learning.ttl").exists()


def test_a_whole_version_without_a_base_removes_nothing_and_says_so(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(vocab, tmp_path / "copy"))
    (copy / "concepts" / "learning.ttl").unlink()
    _edit(copy, 'altLabel "Skill"', 'altLabel "Know-how"')
    base = Path(shutil.copytree(vocab, tmp_path / "base"))
    result = run("merge", "copy", "--into", "vocab")
    assert result.exit_code == 0
    assert "without --base nothing that it lacks is removed" in result.stderr
    assert (vocab / "concepts" / "learning.ttl").exists()
    assert {label.value for label in _skills(vocab).alt_labels} == {"Skill", "Know-how"}
    assert run("merge", "copy", "--into", "vocab", "--base", str(base)).exit_code == 0
    assert not (vocab / "concepts" / "learning.ttl").exists()
    assert {label.value for label in _skills(vocab).alt_labels} == {"Know-how"}


def test_an_edited_copy_of_a_file_needs_the_original_to_change_anything(
    run: Run, git: Git, vocab: Path, tmp_path: Path
) -> None:
    original = (vocab / "concepts" / "skills.ttl").read_text(encoding="utf-8")
    (tmp_path / "edited.ttl").write_text(
        original.replace("gained by practice", "won by practice"), encoding="utf-8"
    )
    refused = run("merge", "edited.ttl", "--into", "vocab")
    assert refused.exit_code == 1
    assert "--base" in refused.stderr
    for base in ("HEAD:vocab/concepts/skills.ttl", "vocab/concepts/skills.ttl"):
        result = run("merge", "edited.ttl", "--into", "vocab", "--base", base, "--dry-run")
        assert result.exit_code == 0
        assert "{+won+}" in result.stdout
        assert "a new version of" in result.stderr


def test_a_file_in_the_folder_is_a_new_version_of_that_file(
    run: Run, git: Git, vocab: Path
) -> None:
    _edit(vocab, 'altLabel "Skill"', 'altLabel "Know-how"')
    file = "vocab/concepts/skills.ttl"
    assert "nothing to merge" in run("merge", file, "--into", "vocab").stderr
    assert "nothing to merge" in run("merge", file, "--into", "vocab", "--base", "HEAD").stderr


def test_notes_in_nameless_nodes_are_merged_like_any_other(run: Run, git: Git, vocab: Path) -> None:
    note = 'skos:note [ rdf:value "{}"@en ] ; skos:altLabel "Skill"'
    _edit(vocab, 'skos:altLabel "Skill"', note.format("One."))
    git("commit", "--quiet", "--all", "--message=Note")
    _branch(git, vocab, ("One.", "Two."))
    _edit(vocab, "gained by practice", "won by practice")
    result = run("merge", "proposal", "--into", "vocab")
    assert result.exit_code == 0, result.stdout
    text = (vocab / "concepts" / "skills.ttl").read_text(encoding="utf-8")
    assert '"Two."@en' in text and '"One."@en' not in text
    git("commit", "--quiet", "--all", "--message=Merge")
    _edit(vocab, "Two.", "Three.")
    git("checkout", "--quiet", "-b", "other")
    git("commit", "--quiet", "--all", "--message=Three")
    git("checkout", "--quiet", "main")
    _edit(vocab, "Two.", "Four.")
    assert run("merge", "other", "--into", "vocab").exit_code == 1


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        ("", "x.docx", "tells no form of a proposal"),
        ("<a> <b> .", "x.ttl", "x.ttl:1"),
        ("<urn:x:v> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> .", "x.ttl", "rebase"),
        ("\n", "x.txt", "x.txt"),
        ("a,b\n1,2\n", "x.csv", "x.csv"),
    ],
)
def test_what_is_no_proposal_is_refused_with_a_way_out(
    run: Run, vocab: Path, tmp_path: Path, content: str, name: str, says: str
) -> None:
    (tmp_path / name).write_text(content)
    before = _content(vocab)
    result = run("merge", name, "--into", "vocab")
    assert result.exit_code == 2
    assert says in result.stderr
    assert _content(vocab) == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nowhere.ttl", "--into", "vocab"), "there is no file, folder or git revision"),
        (("new.ttl", "--into", "elsewhere"), "there is no such file or folder"),
        (("new.ttl", "--into", "new.ttl"), "is no folder"),
        (("new.ttl", "--into", "vocab/concepts"), "declares a skos:ConceptScheme"),
        (("new.ttl", "--into", "vocab", "--base", "nowhere"), "there is no file, folder or"),
        (("empty", "--into", "vocab"), "holds neither RDF nor a glossary page"),
    ],
)
def test_trouble_is_exit_status_2(
    run: Run, vocab: Path, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    (tmp_path / "new.ttl").write_text(ADDITION)
    (tmp_path / "empty").mkdir()
    result = run("merge", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
