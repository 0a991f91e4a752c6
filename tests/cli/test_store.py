"""``tvet-skos store``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
STORE = "oxigraph:.tvet-skos/store"


@pytest.fixture
def name(run: Run, vocab: Path) -> str:
    """What the vocabulary in the store is called."""
    return run("load", str(vocab)).stdout.splitlines()[0]


@pytest.mark.parametrize("address", [(), (STORE,), (".tvet-skos/store",)])
def test_info_tells_what_is_in_a_store(
    run: Run, name: str, vocab: Path, address: tuple[str, ...]
) -> None:
    result = run("store", "info", *address)
    assert result.exit_code == 0
    assert "version 1" in result.stdout and "MB on disk" in result.stdout
    assert name in result.stdout.splitlines()
    assert f"from {vocab}\n" in result.stdout


@pytest.mark.usefixtures("name")
def test_info_tells_when_the_files_have_changed_and_rebuild_follows(run: Run, vocab: Path) -> None:
    one = next((vocab / "concepts").glob("*.ttl"))
    one.write_text(one.read_text().replace("prefLabel", "hiddenLabel"))
    assert "(changed since)" in run("store", "info").stdout
    rebuilt = run("store", "rebuild")
    assert rebuilt.exit_code == 0
    assert "(changed since)" not in rebuilt.stdout
    assert "made anew" in rebuilt.stderr
    assert "version 2" in run("store", "info").stdout


@pytest.mark.usefixtures("name")
def test_a_damaged_store_is_told_how_to_be_rebuilt_and_is(run: Run) -> None:
    for table in Path(".tvet-skos/store").glob("versions/*/engine/*.sst"):
        table.unlink()
    broken = run("find", "skills", "--vocab", STORE)
    assert broken.exit_code == 2
    assert f"tvet-skos store rebuild {STORE}" in broken.stderr
    assert run("store", "rebuild", STORE).exit_code == 0
    assert run("store", "info").exit_code == 0


@pytest.mark.usefixtures("name")
def test_a_store_whose_sources_are_gone_says_so_and_stays(run: Run, vocab: Path) -> None:
    vocab.rename("elsewhere")
    assert "(gone)" in run("store", "info").stdout
    rebuilt = run("store", "rebuild")
    assert rebuilt.exit_code == 2
    assert "is gone" in rebuilt.stderr and "tvet-skos load PATH" in rebuilt.stderr
    assert "version 1" in run("store", "info").stdout


def test_what_is_no_store_on_disk_is_said(run: Run) -> None:
    assert "no store here" in run("store", "info").stderr
    assert "no store here" in run("store", "rebuild").stderr
    assert "is no store on disk" in run("store", "info", "http://127.0.0.1:9/sparql").stderr
