"""Opening stores."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from tvet_skos import open_store

OPENINGS = 5


def in_memory(file: str) -> dict[str, float]:
    """Open a file with its label index: the number of triples."""
    with open_store(file) as store:
        labels = len(store.labels)
        return {"count": store.count(), "labels": labels}


def reopened(address: str) -> dict[str, float]:
    """Open a store that is there and look a first label up: seconds on the wall, the median."""
    taken = []
    for _ in range(OPENINGS):
        start = time.perf_counter()
        with open_store(address) as store:
            store.labels.spelled_like("water")
            taken.append(time.perf_counter() - start)
            count = store.count()
    return {"count": count, "opening": statistics.median(taken)}


def load(file: str, address: str) -> dict[str, float]:
    """Load a file into a store on disk, as the command ``load`` does: the number of triples."""
    with open_store(address) as store:
        name = store.load(Path(file))
        return {"count": store.count(name), "labels": len(store.labels)}
