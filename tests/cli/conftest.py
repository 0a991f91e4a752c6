"""What tests of commands share: a folder of their own, a vocabulary in it, and a git repository."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tvet_skos.cli import main

GLOSSARY = Path(__file__).parents[1] / "data" / "glossary"
"""A small vocabulary that stays as it is, whatever becomes of the bundled one."""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs a command in an empty folder, on a fixed day."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    monkeypatch.setenv("NO_COLOR", "1")

    def invoke(*arguments: str, input: bytes | None = None) -> Result:
        result = CliRunner().invoke(main, arguments, input=input)
        unexpected = result.exception is not None and not isinstance(result.exception, SystemExit)
        assert not unexpected, result.exception
        return result

    return invoke


@pytest.fixture
def vocab(tmp_path: Path) -> Path:
    """A copy of the bundled vocabulary as ./vocab."""
    return Path(shutil.copytree(GLOSSARY, tmp_path / "vocab"))


@pytest.fixture
def git(tmp_path: Path, vocab: Path) -> Callable[..., str]:
    """Runs git in a repository that holds ./vocab, committed on the branch main."""

    def invoke(*arguments: str) -> str:
        identity = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org")
        result = subprocess.run(
            ["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        return result.stdout

    invoke("init", "--quiet", "--initial-branch=main")
    invoke("add", str(vocab))
    invoke("commit", "--quiet", "--message=Begin")
    return invoke
