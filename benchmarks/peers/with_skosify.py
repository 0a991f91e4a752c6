"""Cleaning with Skosify, as a process of its own: ``with_skosify.py FILE OUT``.

Nothing is said about the concepts of other vocabularies (``enrich_mappings``), as ours does not.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import warnings

import rdflib
import skosify  # type: ignore[import-not-found]  # it is in the peers' environment only


def main(file: str, out: str) -> dict[str, float]:
    """Clean and write as N-Triples: the number of triples, seconds without reading and writing."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    graph = rdflib.Graph().parse(file)
    start = time.process_time()
    cleaned = skosify.skosify(
        graph, break_cycles=False, eliminate_redundancy=False, enrich_mappings=False
    )
    taken = time.process_time() - start
    cleaned.serialize(destination=out, format="nt")
    return {"count": len(cleaned), "cleaning": taken}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
