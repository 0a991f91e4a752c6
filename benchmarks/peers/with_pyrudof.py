"""Judging with pyrudof, as a process of its own: ``with_pyrudof.py FILE SHAPES``."""

from __future__ import annotations

import json
import sys
import time

import pyrudof  # type: ignore[import-not-found]  # it is in the peers' environment only

FORMATS = {".nt": "NTriples", ".ttl": "Turtle"}


def main(file: str, shapes: str) -> dict[str, float]:
    """Judge: the number of different results, and seconds without the loading."""
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    ending = file[file.rindex(".") :]
    rudof.read_data(file, getattr(pyrudof.RDFFormat, FORMATS[ending]))
    rudof.read_shacl(shapes, pyrudof.ShaclFormat.NTriples)
    start = time.process_time()
    report = rudof.validate_shacl()
    taken = time.process_time() - start
    found = {
        (each.source_shape, each.focus_node, each.path, each.value, each.constraint_component)
        for each in report
    }
    return {"count": len(found), "judging": taken}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
