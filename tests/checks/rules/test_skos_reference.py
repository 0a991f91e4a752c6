"""The examples of the SKOS Reference, each judged as the Reference judges it.

Each file is one graph of the Recommendation of 18 August 2009, sections 1 to 10 and appendices B
and D, and says in its first line what the Reference says of it. For an entailment there are two
files: what is given and what follows, which must fare alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tvet_skos.checks.closure import above, associated, matched, members, reach
from tvet_skos.checks.evidence import Evidence
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rule import GraphRule, RecordRule
from tvet_skos.checks.rules import clashes, integrity, xl
from tvet_skos.namespaces import SKOS
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI, Node

_FOLDER = Path(__file__).parents[2] / "data" / "skos-reference"
_FILES = sorted(_FOLDER.glob("ex*.ttl"))
_VERDICT = re.compile(r"# (?:consistent|not consistent: (S\d+)( by S5[567].*)?)")
_NOT_DRAWN = "# not drawn: "
_MARKED = re.compile(r"^# SKOS Reference, .*, example (\d+) \((not consistent|consistent)\)$", re.M)

_CASES = [pytest.param(file, id=file.stem) for file in _FILES]


def _graph(file: Path) -> Graph:
    return Graph(parse(file.read_bytes(), FORMATS["turtle"], file=file.name))


def _example(number: int) -> Graph:
    (file,) = (f for f in _FOLDER.glob(f"ex{number:02}-*.ttl") if "entailed" not in f.stem)
    return _graph(file)


def _found(graph: Graph) -> Iterator[str]:
    """The integrity rules that have something to say, once for each place."""
    for entered in (*integrity.FAMILY.rules, *clashes.FAMILY.rules, *xl.FAMILY.rules):
        if not entered.rule.id.startswith("SK"):
            continue
        if isinstance(entered, RecordRule):
            hits = [hit for node in graph.nodes() for hit in entered.judge(graph, node)]
        else:
            assert isinstance(entered, GraphRule)
            hits = list(entered.judge(graph, None))
        yield from (entered.rule.id for _ in dict.fromkeys(hits))


def _expected(text: str) -> set[str]:
    """The rule that the first line asks for; labels of SKOS-XL have a rule of their own."""
    first = text.splitlines()[0]
    verdict = _VERDICT.fullmatch(first)
    assert verdict, first
    if verdict[1] is None or _NOT_DRAWN in text:
        return set()
    return {"SK058"} if verdict[2] else {f"SK{int(verdict[1][1:]):03}"}


@pytest.mark.parametrize("file", _CASES)
def test_the_example_is_judged_as_the_reference_judges_it(file: Path) -> None:
    found = list(_found(_graph(file)))
    assert set(found) == _expected(file.read_text(encoding="utf-8"))
    places = 2 if file.stem == "ex74-same-as-entailed" else 1
    assert len(found) == (places if found else 0)


def test_every_example_of_the_reference_is_there_with_its_mark() -> None:
    numbers = [int(file.stem[2:4]) for file in _FILES]
    assert set(numbers) == set(range(1, 91))
    marks = [m for f in _FILES for m in _MARKED.findall(f.read_text(encoding="utf-8"))]
    assert len(marks) == 64
    assert sum(mark == "not consistent" for _, mark in marks) == 24
    assert sum(int(number) < 75 for number, _ in marks) == 51  # without SKOS-XL


@pytest.mark.parametrize("file", _CASES)
def test_the_mark_of_an_example_is_what_its_first_line_says(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for _, mark in _MARKED.findall(text):
        assert text.startswith(f"# {mark}")


def test_only_one_inconsistency_of_the_reference_is_left_to_owl() -> None:
    left = [f.stem for f in _FILES if _NOT_DRAWN in f.read_text(encoding="utf-8")]
    assert left == ["ex74-same-as"]


A, B, C = (IRI(f"http://example.org/ns/{name}") for name in "ABC")


def _above(graph: Graph, node: Node) -> set[Node]:
    return reach(graph, above(graph, node), above)


def test_what_the_reference_says_of_links_is_entailed() -> None:
    assert associated(_example(30), B) == [A]
    assert associated(_example(31), B) == [A]
    assert _above(_example(35), A) == {B, C}
    assert above(_example(54), A) == [B]
    assert above(_example(55), B) == [A]
    assert associated(_example(56), A) == [B]
    exact = reach(_example(62), [A], lambda g, node: matched(g, node, SKOS.exactMatch))
    assert exact == {A, B, C}


@pytest.mark.parametrize("number", [54, 55, 56, 57])
def test_what_the_reference_says_of_classes_is_entailed(number: int) -> None:
    graph = _example(number)
    concepts = Evidence(graph, SKOS.Concept)
    assert set(concepts.nodes()) == {A, B}
    assert concepts.of(A) and concepts.of(B)


def test_the_items_of_a_list_are_members() -> None:
    collection = IRI("http://example.org/ns/MyOrderedCollection")
    assert [str(m)[-1] for m in members(_example(42), collection)] == ["X", "Y", "Z"]


def test_what_the_reference_says_does_not_follow_is_not_entailed() -> None:
    assert C not in associated(_example(32), A)
    assert above(_example(34), A) == [B]
    assert C not in associated(_example(64), A)
    for number in (70, 72):
        assert C not in _above(_example(number), A)
    for number in (71, 73):
        assert C not in associated(_example(number), A)
    assert matched(_example(65), A, SKOS.closeMatch) == [B]
