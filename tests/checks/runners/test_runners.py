"""The same findings and the same figures, whoever judges and wherever the triples lie."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from tests.checks.runners.graphs import EVERYTHING, POLICY, different, everything, graphs, written
from tests.checks.runners.test_reach import GLOSSARY, unpacked
from tvet_skos.checks import check
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.judging import Judgement
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Hit, Rule
from tvet_skos.checks.runners.disk import OnDisk
from tvet_skos.checks.runners.gathering import gathered
from tvet_skos.checks.runners.interface import Outcome
from tvet_skos.checks.runners.local import InMemory, InParts
from tvet_skos.rdf.folder import rdf_files, read_vocabulary
from tvet_skos.terms import IRI, Triple

WORK = everything()


def _assert_same(one: Outcome, other: Outcome) -> None:
    assert not different(one.found, other.found)
    assert one.counts == other.counts
    assert list(one.counts) == list(other.counts)


def _in_memory(path: Path) -> Outcome:
    return InMemory(Graph(read_vocabulary(path).triples)).run(WORK)


@settings(max_examples=60, deadline=None)
@given(graphs)
def test_random_graphs_in_parts_and_on_disk_are_judged_as_in_memory(triples: list[Triple]) -> None:
    with TemporaryDirectory() as name:
        written(triples, Path(name, "a.nt"), Path(name, "b.nt"))
        files = rdf_files(Path(name))
        graph = Graph(read_vocabulary(Path(name)).triples)
        outcome = InMemory(graph).run(WORK)
        _assert_same(outcome, InParts(graph, 1).run(WORK))
        compact, faults = gathered(files)
    assert not faults
    assert list(compact.triples()) == list(graph.triples())
    _assert_same(outcome, OnDisk(compact, 1).run(WORK))


@pytest.mark.full
@settings(max_examples=1500, deadline=None)
@given(graphs)
def test_many_random_graphs_are_judged_on_disk_as_in_memory(triples: list[Triple]) -> None:
    with TemporaryDirectory() as name:
        written(triples, Path(name, "a.nt"))
        outcome = _in_memory(Path(name, "a.nt"))
        _assert_same(outcome, OnDisk(gathered([Path(name, "a.nt")])[0], 1).run(WORK))


def test_several_processes_find_what_one_does() -> None:
    graph = Graph(read_vocabulary(GLOSSARY).triples)
    _assert_same(InMemory(graph).run(WORK), InParts(graph, 2).run(WORK))


def test_several_processes_on_disk_find_what_one_does_in_memory() -> None:
    compact, _ = gathered(rdf_files(GLOSSARY))
    _assert_same(_in_memory(GLOSSARY), OnDisk(compact, 2).run(WORK))


def test_a_check_in_several_jobs_gives_the_same_report() -> None:
    triples = read_vocabulary(GLOSSARY).triples
    told: list[tuple[str, int, int]] = []
    report = check(
        triples, EVERYTHING, policy=POLICY, jobs=2, progress=lambda *each: told.append(each)
    )
    assert report == check(triples, EVERYTHING, policy=POLICY)
    assert {doing for doing, _, _ in told} == {"judging", "comparing"}
    assert all(0 < done <= of for _, done, of in told)


def test_which_of_two_wordings_stands_does_not_depend_on_who_came_first() -> None:
    rule = Rule("XX001", "x", Severity.ERROR, "Said.", "")
    node = IRI("http://e/a")
    both = [Judgement(rule, Hit(node, message=m)) for m in ("One thing.", "Another thing.")]
    found, reverse = (WORK.found(Graph(), order) for order in (both, both[::-1]))
    assert found == reverse
    assert [finding.message for finding in found.values()] == ["Another thing."]


@pytest.mark.full
@pytest.mark.parametrize("name", ["unesco-thesaurus.nt", "stw.ttl", "uat.rdf"])
def test_public_vocabularies_are_judged_the_same_by_every_runner(
    public_data: Path, tmp_path: Path, name: str
) -> None:
    file = unpacked(public_data, tmp_path, name)
    graph = Graph(read_vocabulary(file).triples)
    outcome = InMemory(graph).run(WORK)
    _assert_same(outcome, InParts(graph, 2).run(WORK))
    _assert_same(outcome, OnDisk(gathered([file])[0], 2).run(WORK))
