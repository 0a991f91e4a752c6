"""``tvet-skos store``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.store.scripted import Asked, Said, saying
from tests.store.servers import NotInstalled, oxigraph_server
from tvet_skos.store.servers.dialects import DIALECTS
from tvet_skos.store.servers.traps import traps_of

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
    assert "is no store on disk" in run("store", "info", "memory:").stderr
    rebuilt = run("store", "rebuild", "http://127.0.0.1:9/sparql")
    assert rebuilt.exit_code == 2
    assert "is no store on disk" in rebuilt.stderr and "tvet-skos load --into" in rebuilt.stderr


def _two_graphs(asked: Asked) -> Said:
    """What a Virtuoso with two graphs says to whatever it is asked."""
    rows: list[dict[str, object]] = []
    variable = "n" if "COUNT" in asked.query else "g"
    if variable == "n":
        rows = [{"n": {"type": "literal", "value": "7"}}]
    elif "GROUP BY" in asked.query or "DISTINCT ?g" in asked.query:
        rows = [{"g": {"type": "uri", "value": f"http://e/{name}"}} for name in ("two", "one")]
    answer = {"head": {"vars": [variable]}, "boolean": True, "results": {"bindings": rows}}
    if asked.query.lstrip().startswith("ASK"):
        del answer["results"]
    else:
        del answer["boolean"]
    return Said(json.dumps(answer).encode(), headers={"Server": "Virtuoso/07.20"})


def test_info_of_a_server_tells_its_graphs_dialect_and_traps(run: Run, vocab: Path) -> None:
    with saying(_two_graphs) as (address, _):
        result = run("store", "info", address)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        address,
        "  dialect virtuoso; 2 graphs; 7 triples",
        "http://e/one",
        "  7 triples",
        "http://e/two",
        "  7 triples",
        "what to know about it:",
        *(f"  - {trap}" for trap in traps_of(DIALECTS["virtuoso"])),
    ]


def test_info_of_a_server_that_is_down_says_so(run: Run) -> None:
    result = run("store", "info", "http://127.0.0.1:9/sparql")
    assert result.exit_code == 2
    assert "127.0.0.1:9" in result.stderr and "hint:" in result.stderr
    assert "Traceback" not in result.stderr


def test_every_dialect_has_its_own_traps() -> None:
    told = {name: traps_of(dialect) for name, dialect in DIALECTS.items()}
    assert set(told["oxigraph"]) < set(told["generic"])
    assert any("path with *" in trap for trap in told["virtuoso"])
    assert not any("path with *" in trap for trap in told["generic"])


def test_info_of_an_oxigraph_server_tells_what_was_loaded(
    run: Run, vocab: Path, tmp_path: Path
) -> None:
    try:
        with oxigraph_server(tmp_path) as address:
            name = run("load", str(vocab), "--into", address).stdout.splitlines()[0]
            result = run("store", "info", address)
    except NotInstalled as reason:
        pytest.skip(str(reason))
    assert "dialect oxigraph; 1 graph;" in result.stdout
    assert name in result.stdout.splitlines()
