"""The engine alone, in our own interpreter: ``with_pyoxigraph.py JOB FILE``.

What it takes without us is the measure of what we add to it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox


def _format(file: str) -> ox.RdfFormat:
    found = ox.RdfFormat.from_extension(Path(file).suffix[1:])
    assert found is not None
    return found


def parse(file: str) -> int:
    """Parse and throw away: the number of statements in the file."""
    return sum(1 for _ in ox.parse(path=file, format=_format(file)))


def store(file: str) -> int:
    """Load into a store in memory: the number of triples."""
    engine = ox.Store()
    engine.bulk_load(path=file, format=_format(file))
    return len(engine)


def turtle(file: str) -> int:
    """Parse and write as Turtle, in the order of the file: the number of triples."""
    return _written(file, ox.RdfFormat.TURTLE)


def jsonld(file: str) -> int:
    """Parse and write as JSON-LD, in the order of the file: the number of triples."""
    return _written(file, ox.RdfFormat.JSON_LD)


def _written(file: str, form: ox.RdfFormat) -> int:
    triples = [quad.triple for quad in ox.parse(path=file, format=_format(file))]
    assert ox.serialize(triples, format=form)
    return len(triples)


JOBS: dict[str, Callable[[str], int]] = {
    "parse": parse,
    "store": store,
    "turtle": turtle,
    "jsonld": jsonld,
}

if __name__ == "__main__":
    print(json.dumps({"count": JOBS[sys.argv[1]](sys.argv[2])}))
