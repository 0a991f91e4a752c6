"""The promise: compiled shapes judge a vocabulary 20 times faster than pySHACL, with equal results.

Run ``python benchmarks/shapes.py [FILE]``; without a file, the bundled vocabulary is judged. Each
engine runs in fresh processes, side by side. What it takes to start, to read the data and to read
(or compile) the shapes is measured first and taken away. Figures are medians, in seconds of CPU;
memory is the most that a process took. Numbers of results are compared before times.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.shape_rules import shape_triples
from tvet_skos.checks.shapes import compile_shapes
from tvet_skos.checks.shapes.engine import pyshacl_results
from tvet_skos.rdf.bridge import to_rdflib
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.resources import bundled_vocabulary
from tvet_skos.terms import Triple

TIMES_FASTER = 20
OFTEN = 1_000
"""How many times one node is judged, for a time that can be measured."""


class Cost(NamedTuple):
    """What a process took: seconds of CPU, and megabytes at its peak."""

    seconds: float
    megabytes: float


def compiled(triples: Sequence[Triple], *, judge: bool) -> int:
    """Load with the compiler, and judge if asked to: the number of results."""
    graph = Graph(triples)
    shapes = compile_shapes(shape_triples(), trusted=True)
    return len(set(shapes.judge_all(graph))) if judge else 0


def pyshacl(triples: Sequence[Triple], *, judge: bool) -> int:
    """Load with pySHACL, and judge if asked to: the number of results."""
    import pyshacl  # noqa: F401  so that its start is measured with the loading

    if judge:
        return len(pyshacl_results(triples, shape_triples()))
    to_rdflib(triples)
    to_rdflib(shape_triples())
    return 0


def one_node(triples: Sequence[Triple]) -> float:
    """Milliseconds of CPU to judge the node that says most, when everything is loaded."""
    graph = Graph(triples)
    shapes = compile_shapes(shape_triples(), trusted=True)
    fullest = max(graph.nodes(), key=lambda node: len(list(graph.statements(node))))
    shapes.judge(graph, fullest)
    start = time.process_time()
    for _ in range(OFTEN):
        shapes.judge(graph, fullest)
    return (time.process_time() - start) / OFTEN * 1000


ENGINES: dict[str, Callable[..., int]] = {"compiled": compiled, "pyshacl": pyshacl}


def _measured(file: Path, engine: str, stage: str, runs: int) -> tuple[int, Cost]:
    """The number of results, and the median cost of several fresh processes."""
    answers, costs = set(), []
    for _ in range(runs):
        command = [sys.executable, __file__, str(file), "--engine", engine, "--stage", stage]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        answers.add(int(process.stdout.read()))
        _, process.returncode, used = os.wait4(process.pid, 0)
        costs.append(Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))
    (number,) = answers
    return number, Cost(*(statistics.median(column) for column in zip(*costs, strict=True)))


def compare(file: Path, triples: Sequence[Triple], runs: int) -> int:
    """Print a line an engine; 1 if results differ or the promise is broken."""
    print(f"{file.name}: {len(triples):,} triples")
    found, seconds = {}, {}
    for engine in ENGINES:
        _, loaded = _measured(file, engine, "load", runs)
        found[engine], judged = _measured(file, engine, "judge", runs)
        seconds[engine] = max(judged.seconds - loaded.seconds, 0.001)
        print(
            f"{engine:<9} {found[engine]:>9,} results   load {loaded.seconds:7.2f} s"
            f"   judge {seconds[engine]:8.3f} s CPU   {judged.megabytes:5.0f} MB"
        )
    print(f"one node, the one that says most: {one_node(triples):.3f} ms")
    if len(set(found.values())) > 1:
        print("the engines do not find the same")
        return 1
    faster = seconds["pyshacl"] / seconds["compiled"]
    kept = faster >= TIMES_FASTER
    print(f"{faster:.0f} times faster (promise {TIMES_FASTER}): {'kept' if kept else 'BROKEN'}")
    return 0 if kept else 1


def main() -> int:
    """Compare the engines, or run one of them as a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a vocabulary: a file or a folder")
    parser.add_argument("--runs", type=int, default=3, help="processes for each figure")
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    parser.add_argument("--stage", choices=("load", "judge"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    file = Path(str(chosen.file or bundled_vocabulary()))
    triples = tuple(read_vocabulary(file).triples)
    if not chosen.engine:
        return compare(file, triples, chosen.runs)
    print(ENGINES[chosen.engine](triples, judge=chosen.stage == "judge"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
