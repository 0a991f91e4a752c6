"""Measures checking: a whole vocabulary by a cold command, and contributions against it.

Run: ``python benchmarks/check.py [FILE] [--ruleset any] [--runs 3] [--contributions 200]``. Without
a file, the bundled vocabulary. CPU seconds and peak memory are those of a fresh process; the
contributions are new concepts below concepts of the vocabulary, judged in one process that keeps
it open.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import statistics
import sys
import time
from pathlib import Path

from tvet_skos.checks import OpenBase, check
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.resources import bundled_vocabulary
from tvet_skos.terms import IRI, Literal, Node, Triple


def cold(arguments: list[str]) -> tuple[float, float]:
    """CPU seconds and peak memory in MB of ``tvet-skos`` in a fresh process."""
    pid = os.fork()
    if pid == 0:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        os.execv(sys.executable, [sys.executable, "-m", "tvet_skos", *arguments])
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) > 1:
        raise SystemExit(f"tvet-skos {' '.join(arguments)} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def proposal(number: int, parent: Node, schemes: list[Node]) -> list[Triple]:
    """A new concept below another one, with a label and a definition of its own."""
    concept = IRI(f"https://example.org/proposal/{number}")
    return [
        Triple(concept, RDF.type, SKOS.Concept),
        Triple(concept, SKOS.prefLabel, Literal(f"Proposed term {number}", "en")),
        Triple(concept, SKOS.definition, Literal(f"What proposal number {number} is about.", "en")),
        Triple(concept, SKOS.broader, parent),
        *(Triple(concept, SKOS.inScheme, scheme) for scheme in schemes),
    ]


def contributions(path: Path, count: int) -> tuple[float, list[float], float]:
    """Seconds to open the vocabulary, milliseconds for each contribution, peak memory in MB."""
    start = time.perf_counter()
    base = OpenBase(read_vocabulary(path).triples)
    base.prepare("contribution")
    # As a server would: millions of objects that stay are no garbage to look through again.
    gc.freeze()
    opened = time.perf_counter() - start
    parents = sorted(base.graph.instances(SKOS.Concept), key=str)
    schemes = sorted(base.graph.instances(SKOS.ConceptScheme), key=str)[:1]
    taken = []
    for number in range(count):
        parent = parents[number * len(parents) // count]
        change = base.graph.changed(proposal(number, parent, schemes), [])
        start = time.perf_counter()
        check(change, "contribution", base=base)
        taken.append((time.perf_counter() - start) * 1000)
    return opened, taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=bundled_vocabulary())
    parser.add_argument("--ruleset", default="any")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--contributions", type=int, default=200)
    options = parser.parse_args()
    runs = [
        cold(["check", str(options.file), "--ruleset", options.ruleset])
        for _ in range(options.runs)
    ]
    if runs:
        cpu = statistics.median(seconds for seconds, _ in runs)
        print(f"{options.file.name}: check --ruleset {options.ruleset}, cold command")
        print(f"  {cpu:.1f} s CPU (median of {options.runs}), {max(mb for _, mb in runs):.0f} MB")
    opened, taken, memory = contributions(options.file, options.contributions)
    taken.sort()
    print(f"{options.file.name}: opened in {opened:.1f} s, {memory:.0f} MB")
    print(
        f"  a contribution of one concept: {statistics.median(taken):.1f} ms at the median, "
        f"{taken[int(len(taken) * 0.99)]:.1f} ms at the 99th percentile, {taken[-1]:.1f} ms at most"
    )


if __name__ == "__main__":
    main()
