"""``review``: an editor sees what waits, and accepts or declines it; nothing is lost on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result

from tvet_skos.contribute.queue import Decision, Queue, State, cleaned, drafted, proposal
from tvet_skos.contribute.queue.proposing import state_of
from tvet_skos.namespaces import DEFAULT_BASE, SKOS, TVS
from tvet_skos.rdf.folder import read_vocabulary, write_folder
from tvet_skos.store import open_store
from tvet_skos.terms import IRI, Literal

Run = Callable[..., Result]

SKILLS = IRI(DEFAULT_BASE + "skills")
ONE, TWO = "a" * 26, "b" * 26
TEXT = "What somebody is able to do well, because they have learnt and practised it."
DEFINITION = {
    "text": TEXT,
    "language": "en",
    "source": "new",
    "citation": "Example Institute, Words for work, 2019",
    "year": "2019",
    "name": "A. Reader",
    "comment": "Found in a book.",
}


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    """The queue beside ./vocab."""
    return Queue(tmp_path / "contributions")


def _propose(
    queue: Queue,
    vocab: Path,
    identifier: str = ONE,
    kind: str = "definition",
    concept: str = SKILLS,
    **given: str,
) -> None:
    """Let a proposal wait, as the pages would."""
    store = open_store(vocab)
    values, mistakes = cleaned(kind, given or DEFINITION)
    assert mistakes == ()
    made = drafted(store, DEFAULT_BASE, IRI(concept), kind, values, "2027-01-14")
    assert made.draft is not None, made.mistakes
    version = state_of("0.1.0", store.about(IRI(concept)))
    said = proposal(
        made.draft,
        DEFAULT_BASE,
        identifier,
        "2027-01-14",
        version,
        values["name"],
        values["comment"],
    )
    assert queue.add(identifier, said, DEFAULT_BASE)


def _content(folder: Path) -> dict[Path, bytes]:
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _texts(vocab: Path) -> list[str]:
    concepts = read_vocabulary(vocab).scheme.concepts
    return [d.text for c in concepts if c.iri == SKILLS for d in c.definitions]


def test_the_list_tells_day_kind_term_and_findings(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab)
    _propose(queue, vocab, TWO, "spelling", text="Learning", language="en", spelling="alternative")
    result = run("review", "list")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["id", "date", "kind", "term", "findings", "state"]
    assert lines[1].split()[:4] == ["aaaaaaaa", "2027-01-14", "definition", "Skills"]
    assert "1 warning" in lines[2] and "spelling" in lines[2]
    assert len(lines) == 3


def test_the_list_is_json_where_that_is_asked_for(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab)
    (row,) = json.loads(run("review", "list", "--format", "json").stdout)
    assert (row["id"], row["term"], row["state"]) == (ONE, "Skills", "waiting")


def test_what_was_decided_is_listed_on_request_only(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab)
    queue.decide(ONE, Decision(State.DECLINED, "2027-01-15", "no"))
    assert run("review", "list").stdout == ""
    assert "declined" in run("review", "list", "--all").stdout


def test_no_queue_is_an_empty_queue(run: Run, vocab: Path) -> None:
    result = run("review", "list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no proposals wait" in result.stderr
    assert not Path("contributions").exists()


def test_a_file_that_was_spoilt_is_told_and_hides_no_other(
    run: Run, vocab: Path, queue: Queue
) -> None:
    _propose(queue, vocab)
    (queue.path / f"{TWO}.ttl").write_text("<a", encoding="ascii")
    result = run("review", "list")
    assert "aaaaaaaa" in result.stdout
    assert "bbbbbbbb cannot be read" in result.stderr


def test_show_tells_who_what_the_change_and_the_findings(
    run: Run, vocab: Path, queue: Queue
) -> None:
    _propose(queue, vocab)
    before = _content(vocab)
    result = run("review", "show", "aaa")
    assert result.exit_code == 0
    for word in ("A. Reader, 2027-01-14", "Found in a book.", TEXT, "+ dc:source", "DF004"):
        assert word in result.stdout
    assert "has changed since" not in result.stdout
    assert _content(vocab) == before


def test_show_tells_that_the_term_has_changed_since(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab)
    file = vocab / "concepts" / "skills.ttl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("skos:inScheme <> ;", 'skos:inScheme <> ;\n skos:note "x"@en ;'),
                    encoding="utf-8")  # fmt: skip
    assert "has changed since" in run("review", "show", ONE).stdout


def test_what_would_act_on_a_terminal_is_written_out(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab)
    file = queue.path / f"{ONE}.ttl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("A. Reader", "A\\u001B[2J").replace("Found", "\\u202Ex"),
                    encoding="utf-8")  # fmt: skip
    for command in (("list",), ("show", ONE)):
        out = run("review", *command).stdout
        assert "\x1b" not in out and "\u202e" not in out


def test_accepted_it_stands_in_the_vocabulary_with_its_source(
    run: Run, vocab: Path, queue: Queue
) -> None:
    _propose(queue, vocab)
    before = _content(vocab)
    result = run("review", "accept", "aaaa")
    assert result.exit_code == 0
    assert "3 files written" in result.stderr
    after = _content(vocab)
    changed = {str(path) for path in after if after[path] != before.get(path)}
    assert changed == {"concepts/skills.ttl", "sources.ttl", "scheme.ttl"}
    scheme = read_vocabulary(vocab).scheme
    concept = next(c for c in scheme.concepts if c.iri == SKILLS)
    definition = next(d for d in concept.definitions if d.text == TEXT)
    assert definition.source_text == DEFINITION["citation"]
    assert definition.sources[0] in {source.iri for source in scheme.sources}
    assert concept.modified == scheme.modified == "2027-01-15"
    assert not any(t.object == TVS.Contribution for t in read_vocabulary(vocab).triples)
    assert queue.get(ONE).decision == Decision(State.ACCEPTED, "2027-01-15")
    # What was written is canonical.
    read = read_vocabulary(vocab)
    assert not write_folder(read, read.scheme, dry=True)


def test_accepting_is_what_merge_would_do(
    run: Run, vocab: Path, queue: Queue, tmp_path: Path
) -> None:
    _propose(queue, vocab)
    copy = tmp_path / "copy"
    copy.mkdir()
    for path, content in _content(vocab).items():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_bytes(content)
    run("review", "accept", ONE)
    merged = run("merge", str(queue.path / f"{ONE}.ttl"), "--into", str(copy))
    assert merged.exit_code == 0
    one, two = _content(vocab), _content(copy)
    differing = {str(path) for path in one if one[path] != two[path]}
    assert differing == {"concepts/skills.ttl"}  # its date of the last change
    path = Path("concepts/skills.ttl")
    gone = set(one[path].decode().splitlines()) ^ set(two[path].decode().splitlines())
    assert all("dcterms:modified" in line for line in gone)


def test_a_dry_run_writes_nothing(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab)
    before = _content(vocab)
    result = run("review", "accept", ONE, "--dry-run")
    assert result.exit_code == 0 and TEXT in result.stdout
    assert _content(vocab) == before
    assert queue.get(ONE).state is State.WAITING


def test_a_proposal_is_decided_once(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab)
    run("review", "decline", ONE, "--reason", "Too close to the second one.")
    before = _content(vocab)
    for again in (("accept", ONE), ("decline", ONE, "--reason", "x")):
        result = run("review", *again)
        assert result.exit_code == 2
        assert "was declined" in result.stderr
    assert _content(vocab) == before
    assert queue.get(ONE).decision == Decision(
        State.DECLINED, "2027-01-15", "Too close to the second one."
    )


def test_declining_needs_a_reason_that_can_be_shown(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab)
    assert run("review", "decline", ONE).exit_code == 2
    assert run("review", "decline", ONE, "--reason", " ").exit_code == 2
    assert run("review", "decline", ONE, "--reason", "ask me@example.org").exit_code == 2
    assert queue.get(ONE).state is State.WAITING


def test_errors_stop_accepting_unless_it_is_wanted_anyway(
    run: Run, vocab: Path, queue: Queue
) -> None:
    _propose(queue, vocab, text=TEXT, language="en", source="unknown")
    before = _content(vocab)
    result = run("review", "accept", ONE)
    assert result.exit_code == 1
    assert "DF002" in result.stdout and "--anyway" in result.stderr
    assert _content(vocab) == before and queue.get(ONE).state is State.WAITING
    assert run("review", "accept", ONE, "--anyway").exit_code == 0
    assert TEXT in _texts(vocab)


def test_a_conflict_is_shown_and_nothing_is_written(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab, ONE, "translation", of="label", text="Competenze", language="it")
    _propose(queue, vocab, TWO, "translation", of="label", text="Abilità", language="it")
    assert run("review", "accept", ONE).exit_code == 0
    before = _content(vocab)
    assert "Competenze" in run("review", "show", TWO).stdout
    result = run("review", "accept", TWO)
    assert result.exit_code == 1
    assert "Competenze" in result.stdout and "Abilità" in result.stdout
    assert "moved on" in result.stderr
    assert _content(vocab) == before
    assert queue.get(TWO).state is State.WAITING


def test_a_concept_that_is_gone_is_told(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab)
    (vocab / "concepts" / "skills.ttl").unlink()
    assert "not in the vocabulary" in run("review", "list").stdout
    assert run("review", "show", ONE).exit_code == 0
    result = run("review", "accept", ONE)
    assert result.exit_code == 2 and "no concept" in result.stderr
    assert run("review", "decline", ONE, "--reason", "The term is gone.").exit_code == 0


def test_interrupted_after_writing_it_comes_in_once_all_the_same(
    run: Run, vocab: Path, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    _propose(queue, vocab)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Queue, "decide", stop)
        assert run("review", "accept", ONE).exit_code != 0
    written = _content(vocab)
    assert _texts(vocab).count(TEXT) == 1
    assert queue.get(ONE).state is State.WAITING
    refused = run("review", "decline", ONE, "--reason", "no")
    assert refused.exit_code == 2 and "says all of it already" in refused.stderr
    again = run("review", "accept", ONE)
    assert again.exit_code == 0 and "says all of it already" in again.stderr
    assert _content(vocab) == written
    assert queue.get(ONE).state is State.ACCEPTED


def test_interrupted_between_two_files_the_rest_comes_in_the_next_time(
    run: Run, vocab: Path, queue: Queue
) -> None:
    _propose(queue, vocab)
    before = _content(vocab)
    run("review", "accept", ONE)
    whole = _content(vocab)
    (queue.path / f"{ONE}.decision.json").unlink()
    for kept in ("concepts/skills.ttl", "sources.ttl"):
        for path, content in before.items():
            (vocab / path).write_bytes(whole[path] if str(path) == kept else content)
        assert run("review", "accept", ONE).exit_code == 0
        assert _content(vocab) == whole
        (queue.path / f"{ONE}.decision.json").unlink()


_PROGRAM = "from tvet_skos.cli import main; main()"


_DYING = """
import os, pathlib
whole, left = pathlib.Path.replace, [{renames}]
def replace(self, target):
    whole(self, target)
    left[0] -= 1
    if not left[0]:
        os._exit(9)
pathlib.Path.replace = replace
"""


@pytest.mark.parametrize("renames", [1, 3])
def test_killed_after_any_file_nothing_is_lost(
    run: Run, vocab: Path, queue: Queue, tmp_path: Path, renames: int
) -> None:
    _propose(queue, vocab)
    program = _DYING.format(renames=renames) + _PROGRAM
    done = subprocess.run(
        [sys.executable, "-c", program, "review", "accept", ONE],
        cwd=tmp_path, env=os.environ, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 9
    assert queue.get(ONE).state is State.WAITING
    assert run("review", "accept", ONE).exit_code == 0
    assert _texts(vocab).count(TEXT) == 1
    assert queue.get(ONE).state is State.ACCEPTED


def _accept(folder: Path, name: str) -> int:
    """The exit status of accepting a proposal in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, "review", "accept", name],
        cwd=folder, env=os.environ, capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode


def test_two_editors_at_once_lose_nothing(
    run: Run, vocab: Path, queue: Queue, tmp_path: Path
) -> None:
    names = ["".join(chr(97 + n) for _ in range(26)) for n in range(3)]
    for n, name in enumerate(names):
        _propose(queue, vocab, name, **DEFINITION | {"text": f"{TEXT} {'Truly ' * (n + 1)}so."})

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(partial(_accept, tmp_path), names)) == [0, 0, 0]
    assert len([text for text in _texts(vocab) if text.startswith(TEXT)]) == 3
    assert {waiting.state for waiting in queue} == {State.ACCEPTED}


def test_one_proposal_accepted_twice_at_once_comes_in_once(
    run: Run, vocab: Path, queue: Queue, tmp_path: Path
) -> None:
    _propose(queue, vocab)

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(partial(_accept, tmp_path), [ONE, ONE])) == [0, 2]
    assert _texts(vocab).count(TEXT) == 1


def test_a_file_that_an_editor_repaired_is_what_comes_in(
    run: Run, vocab: Path, queue: Queue
) -> None:
    _propose(queue, vocab)
    file = queue.path / f"{ONE}.ttl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("learnt and practised", "practised"), encoding="utf-8")
    assert run("review", "accept", ONE).exit_code == 0
    assert any("because they have practised it" in each for each in _texts(vocab))


def test_a_proposal_is_one_that_check_knows(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab)
    file = str(queue.path / f"{ONE}.ttl")
    result = run("check", file, "--base", str(vocab), "--vocab", str(vocab),
                 "--ruleset", "contribution", "--format", "json")  # fmt: skip
    assert result.exit_code == 0, result.stdout
    rules = {finding["rule"] for finding in json.loads(result.stdout)["findings"]}
    assert "CO001" not in rules and "DF004" in rules


def test_names_that_are_none_are_told(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab)
    for name in ("zzz", "", "../vocab/scheme", "A" * 26):
        result = run("review", "show", name)
        assert result.exit_code == 2 and "no proposal" in result.stderr, name


def test_another_folder_can_be_named(run: Run, vocab: Path, tmp_path: Path) -> None:
    queue = Queue(tmp_path / "elsewhere")
    _propose(queue, vocab)
    result = run("review", "list", "--queue", "elsewhere", "--vocab", str(vocab))
    assert "Skills" in result.stdout


def test_the_bundled_vocabulary_has_no_queue(run: Run) -> None:
    result = run("review", "list")
    assert result.exit_code == 2 and "--vocab" in result.stderr


def test_a_file_is_no_vocabulary_folder(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab)
    result = run("review", "accept", ONE, "--vocab", str(vocab / "concepts" / "skills.ttl"),
                 "--queue", str(queue.path))  # fmt: skip
    assert result.exit_code == 2 and "folder" in result.stderr


def test_a_spelling_and_a_relation_come_in_too(run: Run, vocab: Path, queue: Queue) -> None:
    _propose(queue, vocab, ONE, "spelling", text="know-how", language="en", spelling="alternative")
    _propose(queue, vocab, TWO, "relation", relation="exactMatch", target="http://e.example/x")
    assert run("review", "accept", ONE).exit_code == 0
    assert run("review", "accept", TWO).exit_code == 0
    triples = {t[1:] for t in read_vocabulary(vocab).triples if t.subject == SKILLS}
    assert (SKOS.altLabel, Literal("know-how", "en")) in triples
    assert (SKOS.exactMatch, IRI("http://e.example/x")) in triples
