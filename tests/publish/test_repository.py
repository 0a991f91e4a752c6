from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest
import yaml

from tvet_skos.checks import check
from tvet_skos.publish.repository import Repository, first_scheme, repository_files

REPOSITORY = Repository(
    title="Workshop glossary",
    base="https://example.org/terms/",
    language="en",
    publisher="Workshop team",
    created="2026-11-24",
    version="0.1.0",
)


@pytest.fixture
def files() -> dict[str, str]:
    return {str(path): content.decode() for path, content in repository_files(REPOSITORY).items()}


def _workflow(files: dict[str, str], name: str) -> dict[Any, Any]:
    found = yaml.safe_load(files[f".github/workflows/{name}.yml"])
    assert isinstance(found, dict)
    return found


def test_the_first_vocabulary_has_no_error() -> None:
    assert check(first_scheme(REPOSITORY)).conforms


def test_the_same_answers_give_the_same_bytes() -> None:
    assert repository_files(REPOSITORY) == repository_files(REPOSITORY)
    assert list(repository_files(REPOSITORY)) == sorted(repository_files(REPOSITORY))


def test_no_placeholder_is_left_in_any_file(files: dict[str, str]) -> None:
    for name, text in files.items():
        assert "{{" not in text.replace("${{", ""), name
        assert "{%" not in text, name


def test_the_workflow_that_runs_files_of_strangers_may_write_nothing(files: dict[str, str]) -> None:
    workflow = _workflow(files, "check")
    # YAML 1.1 reads the key "on" as true.
    assert list(workflow[True]) == ["pull_request"]
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert "permissions" not in job
    assert "secrets." not in files[".github/workflows/check.yml"]
    checkout = job["steps"][0]["with"]
    assert checkout == {"fetch-depth": 0, "persist-credentials": False}


def test_the_workflow_that_may_write_runs_no_file_of_the_proposal(files: dict[str, str]) -> None:
    workflow = _workflow(files, "comment")
    assert list(workflow[True]) == ["workflow_run"]
    assert workflow[True]["workflow_run"]["workflows"] == [_workflow(files, "check")["name"]]
    (job,) = workflow["jobs"].values()
    assert not any("checkout" in step.get("uses", "") for step in job["steps"])


@pytest.mark.parametrize("name", ["check", "comment"])
def test_no_expression_stands_in_a_command_of_a_workflow(files: dict[str, str], name: str) -> None:
    """What strangers choose (names of branches) must reach the shell as a variable."""
    (job,) = _workflow(files, name)["jobs"].values()
    for step in job["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_hooks_of_the_project_and_of_the_scaffold_name_commands_that_exist(
    files: dict[str, str], root: Any
) -> None:
    from tvet_skos.cli import main

    own = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    scaffold = yaml.safe_load(files[".pre-commit-config.yaml"])["repos"][0]["hooks"]
    for hook in (*own, *scaffold):
        program, command, *options = hook["entry"].split()
        assert program == "tvet-skos"
        parsed = main.get_command(None, command)  # type: ignore[arg-type]
        assert parsed is not None
        known = {name for parameter in parsed.params for name in parameter.opts}
        assert {option for option in options if option.startswith("--")} <= known


def test_a_title_of_several_lines_stays_in_its_heading() -> None:
    from dataclasses import replace

    odd = repository_files(replace(REPOSITORY, title='A "new"\n# glossary'))
    assert odd[PurePosixPath("README.md")].decode().splitlines()[0] == '# A "new" # glossary'
