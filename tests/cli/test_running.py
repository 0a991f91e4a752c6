"""``check --jobs``, ``--engine`` and ``--master``: another place to judge, the same report."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import Result

from tvet_skos.cli import running

Run = Callable[..., Result]


@pytest.mark.parametrize(
    "options",
    [
        "--jobs 2",
        "--engine memory",
        "--engine disk",
        "--engine disk --jobs 2",
        "--shacl-engine compiled",
        "--shacl-engine pyshacl --jobs 2",
        "--shacl-engine pyshacl --engine disk",
    ],
)
def test_the_report_is_the_same_wherever_it_is_made(run: Run, vocab: Path, options: str) -> None:
    arguments = ("check", "vocab", "--format", "json", "--ruleset", "any")
    expected = run(*arguments)
    result = run(*arguments, *options.split())
    assert result.stdout == expected.stdout
    assert result.exit_code == expected.exit_code


def test_shapes_and_queries_of_ones_own_are_judged_on_disk_too(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    (tmp_path / "own.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<http://e/Own> sh:targetClass skos:Concept ;\n"
        "  sh:property [ sh:path skos:altLabel ; sh:minCount 2 ] .\n"
    )
    arguments = ("check", "vocab", "--format", "json", "--shapes", "own.ttl")
    expected = run(*arguments)
    assert "SHACL" in expected.stdout
    assert run(*arguments, "--engine", "disk").stdout == expected.stdout


def test_large_files_are_judged_on_disk_by_themselves(
    run: Run, vocab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = run("check", "vocab", "--format", "json")
    monkeypatch.setattr(running, "LARGE", 1)
    result = run("check", "vocab", "--format", "json")
    assert "judged on disk" in result.stderr
    assert result.stdout == expected.stdout
    assert "judged on disk" not in run("check", "vocab", "--engine", "memory").stderr


def test_a_broken_line_is_a_finding_on_disk_as_well(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text('<http://e/a> <http://e/p> "x" .\n<b> .\n')
    result = run("check", "a.nt", "--engine", "disk", "--format", "concise")
    assert result.exit_code == 1
    assert "a.nt:2:1" in result.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--base", "vocab", "--jobs", "2"), "only what the change touches is judged"),
        (("--base", "vocab", "--engine", "disk"), "only what the change touches is judged"),
        (("--master", "local[2]"), "add --engine spark"),
        (("--engine", "spark", "--jobs", "2"), "local[4]"),
        (("--engine", "spark", "--shapes", "own.ttl"), "--engine disk"),
    ],
)
def test_options_that_do_not_go_together_are_told(
    run: Run, vocab: Path, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    (tmp_path / "own.ttl").write_text("")
    result = run("check", "vocab", *options)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.skipif(
    find_spec("pyspark") is None or shutil.which("java") is None, reason="needs PySpark and Java"
)
# PySpark leaves the file by which it spoke to Java to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_master_that_there_is_not_is_told(run: Run, vocab: Path) -> None:
    result = run("check", "vocab", "--engine", "spark", "--master", "nonsense")
    assert result.exit_code == 2
    assert "Spark does not start on nonsense" in result.stderr
    assert "Traceback" not in result.stderr
    assert "local[2]" in result.stderr


def test_the_engines_for_shapes_are_those_of_the_library() -> None:
    from tvet_skos.checks.shapes import ShaclEngine
    from tvet_skos.cli.checking import SHACL_ENGINES

    assert [*SHACL_ENGINES] == [*ShaclEngine]


def test_a_shape_that_is_not_compiled_is_told_where_pyshacl_may_not_judge(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    (tmp_path / "own.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<http://e/Own> sh:targetClass skos:Concept ;\n"
        '  sh:sparql [ sh:select "SELECT $this WHERE { $this a skos:Nothing }" ] .\n'
    )
    result = run("check", "vocab", "--shapes", "own.ttl", "--shacl-engine", "compiled")
    assert result.exit_code == 2
    assert "is not compiled" in result.stderr
    assert "hint: let pySHACL judge it" in result.stderr


def test_pyshacl_is_refused_on_a_cluster(run: Run, vocab: Path) -> None:
    result = run("check", "vocab", "--engine", "spark", "--shacl-engine", "pyshacl")
    assert result.exit_code == 2
    assert "leave out --shacl-engine" in result.stderr
