"""Judging with pySHACL, as a process of its own: ``with_pyshacl.py FILE SHAPES``."""

from __future__ import annotations

import json
import logging
import sys
import time

import pyshacl
import rdflib
from rdflib.namespace import SH

KEY = (SH.sourceShape, SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent)
"""What tells one result from another; the results of nested shapes are part of their parent."""


def main(file: str, shapes_file: str) -> dict[str, float]:
    """Judge: the number of different results, and seconds without the loading."""
    logging.disable(logging.CRITICAL)
    data, shapes = rdflib.Graph().parse(file), rdflib.Graph().parse(shapes_file)
    start = time.process_time()
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", meta_shacl=False)
    taken = time.process_time() - start
    assert isinstance(report, rdflib.Graph)
    results = report.objects(None, SH.result)
    found = {tuple(report.value(result, part) for part in KEY) for result in results}
    return {"count": len(found), "judging": taken}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
