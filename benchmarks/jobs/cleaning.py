"""Cleaning as Skosify does it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.jobs.timing import timed
from tvet_skos.checks.graph import Graph
from tvet_skos.contribute.clean import chosen_fixes
from tvet_skos.contribute.clean import clean as apply
from tvet_skos.rdf.folder import read_document
from tvet_skos.rdf.ntriples import write_ntriples

OURS_ALONE = (
    "compose-characters",
    "drop-invisible-characters",
    "strip-markup",
    "trim-labels",
    "trim-notes",
    "link-see-also",
    "complete-mappings",
)
"""Fixes that Skosify has nothing like; and it says things about the concepts of others, too."""


def clean(file: str, out: str) -> dict[str, float]:
    """Clean a file and write it as N-Triples: the number of triples, seconds of the cleaning."""
    graph = Graph(read_document(Path(file)).triples)
    with timed() as watch:
        cleaned = apply(graph, chosen_fixes(without=OURS_ALONE))
    triples = list(cleaned.graph.triples())
    Path(out).write_text(write_ntriples(triples), encoding="utf-8")
    return {"count": len(triples), "cleaning": watch.seconds}
