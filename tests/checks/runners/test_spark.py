"""Apache Spark finds what one process finds, byte for byte; what keeps it from working is told."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest

from tests.checks import test_change
from tests.checks.runners.graphs import EVERYTHING, POLICY
from tests.checks.runners.test_reach import unpacked
from tvet_skos.checks import Report
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.runners.spark_session import reason
from tvet_skos.cli.checking import check_vocabulary, read_leniently, table_of_mappings
from tvet_skos.errors import InputError, NotFound, SettingsError
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.publish.reports.check import write_report
from tvet_skos.rdf.ntriples import write_ntriples
from tvet_skos.rdf.turtle import write_turtle
from tvet_skos.resources import bundled_vocabulary
from tvet_skos.terms import IRI, BlankNode, Node, Term, Triple

_JAVA = os.environ.get("JAVA_HOME") or shutil.which("java")
needs_spark = pytest.mark.skipif(
    find_spec("pyspark") is None or not _JAVA,
    reason="needs PySpark (the extra tvet-skos[spark]) and Java",
)
# py4j leaves sockets to the garbage collector.
leaves_sockets = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module")
def session() -> Iterator[None]:
    """One session for all tests, for it takes long to start; Java compiles quickly, not well."""
    from tvet_skos.checks.runners.spark_session import session_on

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        with session_on("local[2]"):
            yield


def _json(report: Report) -> bytes:
    written = write_report(report, "json")
    return written.encode() if isinstance(written, str) else written


def _assert_same(paths: Sequence[Path], *named: str) -> Report:
    """The report of Spark, which must be that of one process.

    :param named: the same paths as they are named to Spark
    """
    from tvet_skos.checks.runners.spark import check_on_spark

    table = table_of_mappings(paths[0])
    report = check_on_spark(named or [str(path) for path in paths], EVERYTHING, POLICY, also=table)
    expected = check_vocabulary(*read_leniently(list(paths)), EVERYTHING, POLICY)
    assert _json(report) == _json(expected)
    return report


def test_a_table_of_mappings_is_judged_on_the_edges() -> None:
    from tvet_skos.checks.requested import mapping_table
    from tvet_skos.checks.runners.edges import edges_of
    from tvet_skos.checks.runners.gathering import gathered
    from tvet_skos.rdf.folder import rdf_files, read_vocabulary

    compact, _ = gathered(rdf_files(bundled_vocabulary()))
    graph = Graph(read_vocabulary(bundled_vocabulary()).triples)
    judge = mapping_table([])
    assert list(judge(graph)) == list(judge(edges_of(compact))) != []


def _made_up(seed: int, size: int) -> list[Triple]:
    """Many small graphs of all that rules look at, which share their texts."""
    dice = Random(seed)
    found = []
    for number in range(size // 40):

        def node(number: int = number) -> Node:
            chosen = dice.choice(test_change._nodes)
            if isinstance(chosen, BlankNode):
                return BlankNode(f"{chosen.label}{number}")
            return chosen if dice.random() < 0.2 else IRI(f"{chosen}{number}")

        for _ in range(40):
            kind = dice.random()
            value: Term = node() if kind < 0.5 else dice.choice(test_change._literals)
            predicate = dice.choice(test_change._links if kind < 0.5 else test_change._texts)
            found.append(Triple(node(), predicate, value))
        found += [Triple(node(), RDF.type, dice.choice(test_change._classes)) for _ in range(8)]
    return found


@needs_spark
@leaves_sockets
def test_spark_finds_what_one_process_finds(session: None, tmp_path: Path) -> None:
    lines = write_ntriples(_made_up(5, 400)).splitlines(keepends=True)
    Random(5).shuffle(lines)
    text = "# all that rules look at\n\n" + "".join(lines).replace(" .\n", " .\r\n", 9)
    (tmp_path / "a b.nt").write_text(text, encoding="utf-8")
    (tmp_path / "c.ttl").write_text(write_turtle(_made_up(6, 80), "http://e/"), encoding="utf-8")
    (tmp_path / "d.nt").write_text(f"<http://e/a> <{SKOS.broader}> <http://e/b> .\n<b> .\n")
    (tmp_path / "e.ttl").write_text("<http://e/a> a .")
    report = _assert_same([tmp_path])
    assert {f.rule for f in report.findings} >= {"RD001", "RD002", "LB005", "SK009"}
    assert report.counts["files"] == 4


@needs_spark
@leaves_sockets
def test_folders_and_patterns_are_read_file_by_file(session: None, tmp_path: Path) -> None:
    from pyspark.sql import SparkSession

    from tvet_skos.checks.runners.spark_sources import sources_of

    active = SparkSession.getActiveSession()
    assert active is not None
    (tmp_path / "in [it]").mkdir()
    for name in ("b.nt", "a.ttl", "in [it]/c.nt", "no.txt"):
        (tmp_path / name).write_text("")
    found = sources_of(active, [str(tmp_path / "*.nt"), str(tmp_path)])
    names = [Path(source.name).relative_to(tmp_path).as_posix() for source in found]
    assert names == ["b.nt", "a.ttl", "in [it]/c.nt"]
    remote = sources_of(active, [f"{tmp_path.as_uri()}/*.nt", f"{tmp_path.as_uri()}/in*"])
    assert [source.format for source in remote] == ["ntriples", "ntriples"]


@needs_spark
@leaves_sockets
def test_a_pattern_that_matches_nothing_is_told(session: None, tmp_path: Path) -> None:
    from tvet_skos.checks.runners.spark import check_on_spark

    with pytest.raises(NotFound, match="no file matches the pattern"):
        check_on_spark([str(tmp_path / "*.nt")], EVERYTHING, POLICY)
    with pytest.raises(NotFound, match="no such file or folder"):
        check_on_spark([str(tmp_path / "none.nt")], EVERYTHING, POLICY)
    with pytest.raises(NotFound, match="no file matches the pattern"):
        check_on_spark([f"{tmp_path.as_uri()}/*.nt"], EVERYTHING, POLICY)
    (tmp_path / "a.txt").write_text("")
    with pytest.raises(InputError, match="no RDF format"):
        check_on_spark([str(tmp_path / "a.txt")], EVERYTHING, POLICY)


@needs_spark
@pytest.mark.full
@leaves_sockets
@pytest.mark.parametrize("name", ["unesco-thesaurus.nt", "stw.ttl"])
def test_spark_finds_the_same_in_public_vocabularies(
    session: None, public_data: Path, tmp_path: Path, name: str
) -> None:
    _assert_same([unpacked(public_data, tmp_path, name)])


@needs_spark
@pytest.mark.full
@leaves_sockets
def test_spark_finds_the_same_in_the_bundled_vocabulary(session: None) -> None:
    _assert_same([bundled_vocabulary()])


@needs_spark
@pytest.mark.full
@leaves_sockets
@pytest.mark.parametrize("seed", range(5))
def test_spark_finds_the_same_in_large_random_graphs(
    session: None, tmp_path: Path, seed: int
) -> None:
    (tmp_path / "a.nt").write_text(write_ntriples(_made_up(seed, 4000)), encoding="utf-8")
    _assert_same([tmp_path])


def test_a_missing_pyspark_is_told_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from tvet_skos.checks.runners import spark_session

    monkeypatch.setattr(spark_session, "find_spec", lambda name: None)
    with (
        pytest.raises(SettingsError, match="PySpark, which is not installed") as caught,
        spark_session.session_on(None),
    ):
        pass
    assert caught.value.hint == 'install it with: pip install "tvet-skos[spark]"'


def test_a_missing_java_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from tvet_skos.checks.runners import spark_session

    monkeypatch.setattr(spark_session, "find_spec", lambda name: object())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(SettingsError, match="needs Java"), spark_session.session_on(None):
        pass
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SettingsError, match="none on the path"), spark_session.session_on(None):
        pass


def test_what_java_says_is_cut_down_to_the_reason() -> None:
    said = (
        "An error occurred.\n: org.apache.spark.SparkException: Could not parse Master URL: 'x'\n"
    )
    assert reason(Exception(said + "\tat org.apache.Spark.main(Spark.java:1)")) == (
        "Could not parse Master URL: 'x'"
    )
    assert reason(ValueError()) == "ValueError"
