from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.rdf.turtle import write_turtle

Run = Callable[..., Result]

CONCEPTS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/v/a> a skos:Concept ; skos:inScheme <http://example.org/v/> .
<http://example.org/v/b> a skos:Concept ; skos:inScheme <http://example.org/v/> .
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "concepts.ttl"
    path.write_text(CONCEPTS, encoding="utf-8")
    return path


def test_a_file_without_a_scheme_is_written_below_the_one_its_concepts_are_in(
    run: Run, file: Path
) -> None:
    assert run("fmt", str(file)).stdout == f"{file}\n"
    triples = parse(CONCEPTS.encode(), FORMATS["turtle"])
    assert file.read_text(encoding="utf-8") == write_turtle(triples, "http://example.org/v/")
    assert "@base <http://example.org/v/> ." in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("change", ["# more\n", "\n"])
def test_what_stands_after_the_canonical_text_goes(run: Run, file: Path, change: str) -> None:
    run("fmt", str(file))
    canonical = file.read_bytes()
    file.write_bytes(canonical + change.encode())
    assert run("fmt", "--check", str(file)).exit_code == 1
    assert file.read_bytes() == canonical + change.encode()
    assert run("fmt", str(file)).exit_code == 0
    assert file.read_bytes() == canonical


def test_a_canonical_file_is_not_touched(run: Run, file: Path) -> None:
    run("fmt", str(file))
    before = file.stat()
    assert run("fmt", str(file)).stdout == ""
    assert file.stat().st_ino == before.st_ino
    assert run("fmt", "--check", str(file)).exit_code == 0
