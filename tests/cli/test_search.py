from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tvet_skos.cli import search as command
from tvet_skos.publish.reports.search import SEARCH_FORMATS
from tvet_skos.store import LabelKind

Run = Callable[..., Result]


def test_hits_have_a_name_a_reason_and_an_iri(run: Run, vocab: Path) -> None:
    result = run("search", "micro", "credentail", "--limit", "1")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Micro-credential ")
    assert lines[0].endswith('reading "credentail" as "credential"')
    assert lines[1].strip().startswith("https://") and lines[1].endswith("micro-credential")


def test_what_the_page_is_a_part_of_is_said_beside_the_data(run: Run, vocab: Path) -> None:
    result = run("search", "learning", "--limit", "2")
    assert "1 to 2 of " in result.stderr and "--offset 2 shows" in result.stderr
    assert " of " not in result.stdout.splitlines()[0]
    assert 'nothing is found for "zzzz"' in run("search", "zzzz").stderr
    assert run("search", "zzzz").stdout == "" and run("search", "zzzz").exit_code == 0


def test_json_has_all_that_is_known_of_a_hit(run: Run, vocab: Path) -> None:
    result = run("search", "rpl", "--format", "json", "--kind", "altLabel")
    document = json.loads(result.stdout)
    assert document["total"] == len(document["hits"]) and document["isCounted"]
    hit = document["hits"][0]
    assert (hit["kind"], hit["mode"]) == ("altLabel", "exact")
    assert hit["label"] == {"value": "RPL", "language": "en"} and hit["definition"] is None


def test_notes_are_looked_at_when_asked_and_shown(run: Run, tmp_path: Path) -> None:
    (tmp_path / "craft.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @base <http://example.org/> .\n"
        '<> a skos:ConceptScheme . <a> a skos:Concept ; skos:prefLabel "Craft"@en ;\n'
        '  skos:scopeNote "Only what guilds taught."@en .\n',
        encoding="utf-8",
    )
    asked = ("search", "guilds", "--vocab", str(tmp_path / "craft.ttl"))
    assert run(*asked).stdout == ""
    shown = run(*asked, "--notes").stdout
    assert 'a scope note has the word "guilds"' in shown and "Only what guilds taught." in shown
    (hit,) = json.loads(run(*asked, "--notes", "--format", "json").stdout)["hits"]
    assert hit["note"] == {
        "kind": "scopeNote", "id": None, "value": "Only what guilds taught.", "language": "en",
    }  # fmt: skip
    assert run(*asked, "--kind", "prefLabel").stdout == ""


@pytest.mark.parametrize("text", ["", "\x00", '"', "%", "x" * 900])
def test_odd_texts_are_answered(run: Run, vocab: Path, text: str) -> None:
    assert run("search", text).exit_code == 0


def test_a_text_that_is_too_long_is_one_clear_line(run: Run, vocab: Path) -> None:
    result = run("search", "x" * 100_000)
    assert result.exit_code == 2
    assert "error: the text is too long" in result.stderr and len(result.stderr) < 500


def test_the_options_name_all_formats_and_kinds() -> None:
    by_name = {option.name: option for option in command.command.params}
    assert tuple(getattr(by_name["format_name"].type, "choices")) == tuple(SEARCH_FORMATS)  # noqa: B009
    assert tuple(getattr(by_name["kinds"].type, "choices")) == tuple(LabelKind)  # noqa: B009


def test_nothing_that_is_asked_commands_the_terminal(run: Run, vocab: Path) -> None:
    assert "\x1b" not in run("search", "zz\x1b[2J").stderr


def test_a_group_that_is_no_iri_is_refused(run: Run, vocab: Path) -> None:
    result = run("search", "skill", "--within", "my topic")
    assert result.exit_code == 2 and '"my topic" is none' in result.stderr
