"""Jobs with rdflib, as a process of its own: ``with_rdflib.py JOB FILE [QUERY...]``.

The last line is JSON: how much was found, to be compared before times are.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import rdflib


def load(file: str) -> dict[str, float]:
    """Parse into a graph: the number of triples."""
    return {"count": len(rdflib.Graph().parse(file))}


def turtle(file: str) -> dict[str, float]:
    """Parse and write as Turtle: the number of triples."""
    return _written(file, "turtle")


def jsonld(file: str) -> dict[str, float]:
    """Parse and write as JSON-LD: the number of triples."""
    return _written(file, "json-ld")


def _written(file: str, form: str) -> dict[str, float]:
    graph = rdflib.Graph().parse(file)
    assert graph.serialize(format=form)
    return {"count": len(graph)}


def rows(file: str, *queries: str) -> dict[str, float]:
    """Answer queries: the number of rows together, and seconds without the loading."""
    graph = rdflib.Graph().parse(file)
    start = time.process_time()
    count = sum(len(graph.query(Path(each).read_text(encoding="utf-8"))) for each in queries)
    return {"count": count, "answering": time.process_time() - start}


JOBS: dict[str, Callable[..., dict[str, float]]] = {
    "load": load,
    "turtle": turtle,
    "jsonld": jsonld,
    "rows": rows,
}

if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](*sys.argv[2:])))
