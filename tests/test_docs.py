"""What the documents say is so."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tvet_skos.model import ConceptScheme

DOCUMENTS = ("README.md", "docs/library.md", "docs/stores.md")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_examples_run(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    result = doctest.testfile(str(root / name), module_relative=False, encoding="utf-8")
    assert result.attempted > 3
    assert result.failed == 0


def test_generated_pages_are_up_to_date(root: Path) -> None:
    result = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout


def test_the_readme_counts_what_is_there(root: Path, scheme: ConceptScheme) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    counts = (
        f"{len(scheme.concepts)} concepts, {len(list(scheme.definitions))} definitions, "
        f"{len(scheme.sources)} sources"
    )
    assert counts in readme


def test_ci_runs_the_test_command_of_the_readme(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("python3 -m venv")]
    assert len(commands) == 2
    assert commands[1] in (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_links_between_documents_lead_somewhere(root: Path) -> None:
    for page in (*root.glob("*.md"), *root.glob("docs/**/*.md")):
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http://", "https://")):
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_no_document_or_module_names_a_path_of_one_machine(root: Path) -> None:
    pattern = re.compile(r"(?<![\w./-])/(?:work|root|home|tmp)/\w")
    files = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True
    ).stdout.split()
    for name in files:
        if name.endswith((".md", ".py", ".toml", ".ttl", ".rq", ".html")) and "tests/" not in name:
            assert not pattern.search((root / name).read_text(encoding="utf-8")), name
