"""The benchmarks measure what they say; nothing here depends on how fast a machine is."""

from __future__ import annotations

import doctest
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks import costs, figures, generate, page, plots, subjects, workloads
from benchmarks.bench import Bench, growth
from benchmarks.catalogue import BENCHMARKS
from benchmarks.figures import Figures, Peer, Point, Row
from benchmarks.generate import FAULTS, SCHEME, Made, triples
from benchmarks.words import ENGLISH
from tvet_skos.checks import check
from tvet_skos.namespaces import DCTERMS, RDF, SKOS, TVS
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import Literal, Triple
from tvet_skos.text import fold

SIZE = 600


@pytest.fixture(scope="module")
def made_up() -> list[Triple]:
    return list(triples(SIZE))


# The generator.


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("one.nt", "two.nt", "other.nt")]
    for file, seed in zip(files, (1, 1, 2), strict=True):
        command = [sys.executable, generate.__file__, "50", str(file), "--seed", str(seed)]
        subprocess.run(command, check=True, capture_output=True)
    one, two, other = (file.read_bytes() for file in files)
    assert one == two != other


def test_turtle_and_ntriples_hold_the_same_graph(tmp_path: Path) -> None:
    for name in ("made.nt", "made.ttl"):
        generate.write(triples(40, faults=2), tmp_path / name)
    graphs = [
        set(parse((tmp_path / f"made{suffix}").read_bytes(), FORMATS[name], file=name))
        for name, suffix in (("ntriples", ".nt"), ("turtle", ".ttl"))
    ]
    assert graphs[0] == graphs[1] == set(triples(40, faults=2))


def test_a_concept_does_not_depend_on_what_is_written_before_it() -> None:
    # Memory stays the same at any size only if every record can be made alone.
    late = [t for t in triples(SIZE) if "c0000599" in t.subject]
    assert late == [
        t for t in generate._concept(generate._Concept(599, SIZE, 0)) if "c0000599" in t.subject
    ]


def test_made_up_vocabularies_conform(made_up: list[Triple]) -> None:
    assert check(made_up, "glossary").findings == ()


def test_planted_faults_are_found_and_nothing_else() -> None:
    made = Made()
    report = check(triples(SIZE, faults=2 * len(FAULTS), made=made), "glossary")
    assert Counter(finding.rule for finding in report.findings) == made.faults
    assert set(made.faults) == set(FAULTS)
    assert made.faults.total() == 2 * len(FAULTS)


def test_proportions_are_those_that_are_promised(made_up: list[Triple]) -> None:
    made = Made()
    assert sum(1 for _ in triples(SIZE, made=made)) == made.triples == len(set(made_up))
    assert made.concepts == SIZE
    assert 12 * SIZE <= made.triples <= 18 * SIZE
    assert 1.3 * SIZE <= made.definitions <= 2 * SIZE
    languages = {
        t.object.language
        for t in made_up
        if t.predicate == SKOS.prefLabel and isinstance(t.object, Literal)
    }
    assert len(languages) == 3
    definitions = {t.subject for t in made_up if t.object == TVS.Definition}
    sourced = {t.subject for t in made_up if t.predicate == DCTERMS.source}
    assert definitions == sourced
    assert any(t.predicate == SKOS.exactMatch for t in made_up)


@pytest.mark.parametrize("size", [300, 10_000, 1_000_000])
def test_the_hierarchy_is_about_six_deep(size: int) -> None:
    depth, number = 1, generate._Concept(size - 1, size, 0).parent
    while number is not None:
        depth, number = depth + 1, generate._Concept(number, size, 0).parent
    assert 5 <= depth <= 8


def test_labels_stay_different_when_spelling_does_not_count() -> None:
    labels = [generate._Concept(n * 97, 10**6, 0).label(ENGLISH).value for n in range(3000)]
    assert len({fold(label) for label in labels}) == 3000


def test_faults_that_have_no_room_are_refused() -> None:
    with pytest.raises(SystemExit, match="room for 2 faults"):
        list(triples(40, faults=3))


# Measuring.


def test_the_cost_of_a_process_is_its_own() -> None:
    code = "import json; x = bytearray(80_000_000); print(json.dumps({'count': 3}))"
    ballast = b"x" * 200_000_000
    cost = costs.measure([sys.executable, "-c", code], runs=2)
    assert cost.count == 3
    # A forked process inherits the peak of the one it came from, which must not count.
    assert 80 < cost.megabytes < len(ballast) / 1e6
    assert cost.seconds > 0


def test_a_process_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(costs.Stopped):
        costs.measure([sys.executable, "-c", "while True: pass"], limit=1)


def test_a_failure_is_told_and_never_counted_as_fast() -> None:
    with pytest.raises(costs.Failed, match="ValueError: no"):
        costs.measure([sys.executable, "-c", "raise ValueError('no')"])


def test_different_answers_are_no_measurement() -> None:
    code = "import json, time; print(json.dumps({'count': time.time_ns()}))"
    with pytest.raises(costs.Failed, match="not give the same"):
        costs.measure([sys.executable, "-c", code], runs=2)


def test_growth_compares_one_concept_in_small_and_large() -> None:
    assert growth([(1_000, 10.0), (10, 0.1)]) == pytest.approx(1.0)
    assert growth([(10, 0.1), (1_000, 20.0)]) == pytest.approx(2.0)


def test_a_missing_vocabulary_is_made_up_in_its_size(tmp_path: Path) -> None:
    subject = subjects.Subjects(tmp_path, None, shrink=500).public("stw")
    assert subject.name.startswith("made up")
    assert len(subject.path.read_text().splitlines()) == subject.triples


def test_a_peer_that_counts_something_else_gets_no_ratio(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "with_rdflib.py").write_text("print('{\"count\": 5}')", encoding="utf-8")
    monkeypatch.setattr("benchmarks.bench.PEER_SCRIPTS", tmp_path)
    bench = Bench(
        subjects.Subjects(tmp_path, None),
        tmp_path,
        peers=Path(sys.executable),
        chosen=frozenset({"rdflib"}),
    )
    (same,) = bench.beside("rdflib", 1.0, 5)
    (other,) = bench.beside("rdflib", 1.0, 6)
    assert same.times is not None
    assert (other.times, other.measured) == (None, "counts 5, not 6")
    assert bench.beside("Skosify", 1.0, 5) == ()


# Workloads.


def test_a_slip_changes_one_place_and_always_something() -> None:
    labels = ["apprentice", "letter", "aaaaa", "qualification"]
    for typed, meant in workloads.typos(labels, 200):
        assert typed != meant
        assert abs(len(typed) - len(meant)) <= 1


def test_real_searches_are_read_as_they_were_typed() -> None:
    line = "${BASEURL}/rest/v1/koko/search?query=ty%C3%B6*&maxhits=20&lang=fi"
    assert list(workloads._searches(line)) == [workloads.Search("työ", is_prefix=True)]
    assert workloads.finto_searches(None, 10) == []


# Tables, files, plots.

ROW = Row(
    "open",
    "open a file",
    "STW",
    "under 1 s",
    "2.0 s",
    False,
    (Peer("rdflib", "8.0 s", 4.0),),
    "why",
)
POINTS = tuple(
    Point(job, size, unit, size / 100)
    for job in ("check", "load")
    for unit in ("s", "MB", "ms")
    for size in (10_000, 100_000)
)


def test_a_row_of_the_table_has_promise_figure_verdict_and_ratio() -> None:
    line = figures.markdown([ROW]).splitlines()[2]
    assert line == "| open a file | STW | under 1 s | 2.0 s (why) | **no** | rdflib 8.0 s (4.0 ×) |"


def test_what_was_not_measured_whole_is_never_called_kept() -> None:
    assert figures.verdict(kept=True, whole=True) is True
    assert figures.verdict(kept=True, whole=False) is None
    assert figures.verdict(kept=False, whole=False) is False


def test_figures_survive_their_file(tmp_path: Path) -> None:
    kept = Figures((figures.dated(ROW),), POINTS)
    figures.write_figures(kept, tmp_path / "figures.json")
    assert figures.read_figures(tmp_path / "figures.json") == kept
    assert figures.read_figures(tmp_path / "none.json") == Figures()


def test_new_figures_take_the_place_of_those_of_the_same_benchmark() -> None:
    load = Row("load", "load", "STW", "", "1 s", True)
    order = list(BENCHMARKS)
    both = Figures((load,)).updated([ROW], POINTS, order)
    assert [row.benchmark for row in both.rows] == ["open", "load"]
    newer = Row("open", "open", "STW", "", "1 s", True)
    again = both.updated([newer], POINTS[:1], order)
    assert again.rows == (newer, load)
    assert len(again.points) == len(POINTS)


def test_the_page_is_renewed_between_its_markers_only(root: Path, tmp_path: Path) -> None:
    before = (root / "docs" / "performance.md").read_text(encoding="utf-8")
    (tmp_path / "performance.md").write_text(before, encoding="utf-8")
    page.renew(tmp_path, [ROW], POINTS)
    after = (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert "| open a file | STW | under 1 s |" in after
    assert before.partition(page.BEGIN)[0] == after.partition(page.BEGIN)[0]
    assert before.partition(page.END)[2] == after.partition(page.END)[2]
    assert {path.name for path in tmp_path.glob("*.svg")} == {
        "performance-time.svg",
        "performance-memory.svg",
        "performance-answers.svg",
    }
    assert "2.0 s" in page.readme_table(tmp_path / "performance.json")


def test_a_plot_tells_in_words_what_it_shows() -> None:
    from xml.etree import ElementTree as ET

    drawn = ET.fromstring(plots.plot(POINTS, "s"))
    (words,) = (e.text for e in drawn.iter("{http://www.w3.org/2000/svg}desc"))
    assert "check: 10,000 concepts 100 s, 100,000 concepts 1,000 s" in str(words)
    assert plots.plot(POINTS, "s") == plots.plot(POINTS, "s")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in ("integrity", "clean") else pytest.mark.full)
        for name in BENCHMARKS
    ],
)
def test_a_benchmark_gives_its_row_on_a_tiny_vocabulary(name: str, tmp_path: Path) -> None:
    bench = Bench(
        subjects.Subjects(tmp_path / "data", None, shrink=10_000),
        tmp_path,
        sizes=(200, 400),
        runs=1,
        deeds=20,
    )
    rows = [row for row in BENCHMARKS[name](bench) if isinstance(row, Row)]
    assert rows
    assert all(row.benchmark == name and row.measured for row in rows)


def test_the_peers_are_pinned_with_hashes_and_name_no_index(root: Path) -> None:
    text = (root / "benchmarks" / "requirements-peers.txt").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert not [line for line in lines if "://" in line or line.startswith(("-i", "--"))]
    pinned = [line for line in lines if line and line[0].isalnum()]
    assert all("==" in line and line.endswith("\\") for line in pinned)
    asked = (root / "benchmarks" / "requirements-peers.in").read_text(encoding="utf-8")
    wanted = {line for line in asked.splitlines() if line and line[0].isalnum()}
    assert wanted <= {line.split(" ")[0] for line in pinned}


def test_the_command_writes_table_and_plots(tmp_path: Path, root: Path) -> None:
    command = [sys.executable, "benchmarks/run.py", "--quick", "--only", "clean"]
    command += ["--work", str(tmp_path / "work"), "-o", str(tmp_path / "table.md")]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert "| Skosify's clean-up," in (tmp_path / "table.md").read_text(encoding="utf-8")
    assert "Measured on: " in done.stdout


def test_the_scheme_is_described(made_up: list[Triple]) -> None:
    said = {t.predicate for t in made_up if t.subject == SCHEME}
    assert {RDF.type, DCTERMS.title, SKOS.hasTopConcept} <= said


@pytest.mark.parametrize(
    "name",
    ["bench", "figures", "generate", "jobs.timing", "page", "subjects", "words", "workloads"],
)
def test_the_examples_in_the_code_run(name: str) -> None:
    assert doctest.testmod(import_module(f"benchmarks.{name}")).failed == 0
