"""Shapes, rules and contributions."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.jobs.timing import percentiles, settled, timed
from tvet_skos.checks import OpenBase, check, load_ruleset
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.shape_rules import shape_triples
from tvet_skos.checks.shapes import compile_shapes
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.rdf.ntriples import write_ntriples
from tvet_skos.terms import IRI, Literal, Node, Term, Triple

INTEGRITY = ("SK013", "SK014", "SK027", "SK046")
CYCLES = ("HI001",)
RULESET = load_ruleset("contribution")
CLASHES = 1_000


def write_shapes(file: str) -> dict[str, float]:
    """Write all shapes of the package to one file, for other programs."""
    Path(file).write_text(write_ntriples(shape_triples()), encoding="utf-8")
    return {"count": len(shape_triples())}


def shapes(file: str) -> dict[str, float]:
    """Judge a vocabulary by all shapes: the number of results, and the seconds it took alone."""
    graph = Graph(read_vocabulary(Path(file)).triples)
    with timed() as watch:
        compiled = compile_shapes(shape_triples(), trusted=True)
        results = set(compiled.judge_all(graph))
    return {"count": len(results), "judging": watch.seconds}


def integrity(file: str) -> dict[str, float]:
    """Look for what SKOS forbids (S13, S14, S27, S46), then for circles as well."""
    graph = Graph(read_vocabulary(Path(file)).triples)
    found: dict[str, float] = {}
    with timed() as watch:
        found["conditions"] = _findings(graph, INTEGRITY)
    found["conditions_seconds"] = watch.seconds
    with timed() as watch:
        found["count"] = _findings(graph, (*INTEGRITY, *CYCLES))
    return {**found, "judging": watch.seconds}


def _findings(graph: Graph, rules: Sequence[str]) -> int:
    ruleset = load_ruleset("glossary").only(rules)
    return sum(finding.rule in rules for finding in check(graph, ruleset).findings)


def contributions(file: str, count: str) -> dict[str, float]:
    """Judge new concepts against an open vocabulary: seconds to open it, milliseconds for each.

    In the last ones, the new label is one that a thousand other concepts have.
    """
    start = time.process_time()
    triples = [*read_vocabulary(Path(file)).triples, *_clashing()]
    base = OpenBase(triples)
    base.prepare(RULESET)
    settled()
    opened = time.process_time() - start
    plain = [
        _proposal(base, turn, int(count), f"Proposed term {turn}") for turn in range(int(count))
    ]
    clash = [_proposal(base, turn, 20, _CLASH) for turn in range(20)]
    return {
        "count": int(count),
        "opening": opened,
        **percentiles([_judged(base, each) for each in plain], "plain"),
        **percentiles([_judged(base, each) for each in clash], "clash"),
    }


_CLASH = "A label of a thousand concepts"
_CLASHING = IRI("https://example.org/clashing/")


def _clashing() -> list[Triple]:
    return [
        Triple(IRI(f"{_CLASHING}{number}"), predicate, value)
        for number in range(CLASHES)
        for predicate, value in (
            (RDF.type, SKOS.Concept),
            (SKOS.prefLabel, Literal(_CLASH, "en")),
            (SKOS.inScheme, _CLASHING),
        )
    ]


def _proposal(base: OpenBase, turn: int, turns: int, label: str) -> list[Triple]:
    """A new concept below one of the vocabulary, with a label and a definition of its own."""
    every = sorted(map(str, base.graph.instances(SKOS.Concept)))
    parents = [each for each in every if not each.startswith(_CLASHING)]
    schemes = sorted(map(str, base.graph.instances(SKOS.ConceptScheme)))[:1]
    concept = IRI(f"https://example.org/proposal/{turn}")
    said: list[tuple[IRI, Term]] = [
        (RDF.type, SKOS.Concept),
        (SKOS.prefLabel, Literal(label, "en")),
        (SKOS.definition, Literal(f"What proposal number {turn} is about.", "en")),
        (SKOS.broader, IRI(parents[turn * len(parents) // turns])),
        *((SKOS.inScheme, IRI(scheme)) for scheme in schemes),
    ]
    return [Triple(concept, predicate, value) for predicate, value in said]


def _judged(base: OpenBase, proposal: list[Triple]) -> float:
    start = time.process_time()
    check(base.graph.changed(proposal, []), RULESET, base=base)
    return (time.process_time() - start) * 1000


def concepts(file: str) -> list[Node]:
    """The concepts of a vocabulary, sorted."""
    graph = Graph(read_vocabulary(Path(file)).triples)
    return sorted(graph.instances(SKOS.Concept), key=str)
