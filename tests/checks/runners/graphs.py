"""Graphs that the tests of runners share: random ones of all that rules look at, and files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from hypothesis import strategies as st

from tests.checks import test_change
from tvet_skos.checks import Policy, Ruleset
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.runners.files import work_of
from tvet_skos.checks.runners.interface import Found, Work
from tvet_skos.namespaces import RDF
from tvet_skos.rdf.ntriples import write_ntriples
from tvet_skos.terms import Literal, Node, Triple

EVERYTHING = Ruleset("everything", "Every rule.")
POLICY = Policy(today="2026-11-24", label_case="lower")

graphs = st.builds(
    lambda said, schema: [*said, *schema],
    st.lists(test_change._triples, max_size=40),
    st.lists(test_change._schema, max_size=1),
)
"""Random triples with literals where resources belong, cycles, blank nodes, sub-classes."""


def everything() -> Work:
    """All rules."""
    return work_of(EVERYTHING, POLICY)


def nodes_of(graph: Graph) -> list[Node]:
    """Every node that says something or is pointed to, but as a class only."""
    pointed_at = (t.object for t in graph.triples() if t.predicate != RDF.type)
    named = (term for term in pointed_at if not isinstance(term, Literal))
    return list(dict.fromkeys((*graph.nodes(), *named)))


def different(one: Found, other: Found) -> list[object]:
    """The findings that only one side has, or that differ."""
    return [
        (one.get(k), other.get(k)) for k in one.keys() | other.keys() if one.get(k) != other.get(k)
    ]


def written(triples: Iterable[Triple], *files: Path) -> Sequence[Path]:
    """Files of N-Triples that together hold the triples."""
    lines = write_ntriples(triples).splitlines(keepends=True)
    for number, file in enumerate(files):
        file.write_text("".join(lines[number :: len(files)]), encoding="utf-8")
    return files
