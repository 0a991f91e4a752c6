"""The promise: a thesaurus of 6,000 concepts is cleaned and judged in 4 s of processor time.

Run ``python benchmarks/clean.py [FILE] [--skosify PYTHON]``. FILE is an RDF file, by default the
STW Thesaurus for Economics of the public test data, else a thesaurus that is made up. Reading,
cleaning and writing are timed in a process of their own, and the peak of its memory is printed.

Skosify is measured beside it where PYTHON, an interpreter of a virtual environment in which it was
installed by hand, or this interpreter has it. It reads with rdflib, and judges and writes as well.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

MOST_SECONDS = 4.0
CONCEPTS = 6_000

ROOT = Path(__file__).resolve().parent.parent

_SKOSIFY = """
import json, sys, time
started = time.process_time()
import skosify
graph = skosify.skosify(sys.argv[1], break_cycles=False, eliminate_redundancy=False)
graph.serialize(destination=sys.argv[1] + ".out.ttl", format="turtle")
print(json.dumps({"seconds": time.process_time() - started, "triples": len(graph)}))
"""


def made_up() -> Iterator[str]:
    """The lines of a thesaurus with the usual faults: spaces, missing inverses, repeated labels."""
    yield "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
    yield "@prefix ex: <http://example.org/> ."
    yield 'ex:s a skos:ConceptScheme ; skos:prefLabel "Made up"@en .'
    for n in range(CONCEPTS):
        yield f'ex:c{n} a skos:Concept ; skos:prefLabel "Concept {n}"@en, "Begriff  {n}"@de ;'
        yield f'  skos:altLabel "Concept {n}"@en, " term {n}"@en, "term no. {n}"@en ;'
        yield f"  skos:related ex:c{(n * 7 + 3) % CONCEPTS} ;"
        yield f"  skos:broader ex:c{(n - 1) // 8} ." if n else "  skos:inScheme ex:s ."


def measure(file: Path) -> dict[str, float]:
    """Read, clean, judge and write a file: CPU seconds, megabytes, statements changed."""
    started = time.process_time()
    from tvet_skos.checks import check
    from tvet_skos.checks.graph import Graph
    from tvet_skos.contribute.clean import chosen_fixes, clean
    from tvet_skos.rdf.folder import read_document
    from tvet_skos.rdf.turtle import write_turtle

    graph = Graph(read_document(file).triples)
    read = time.process_time()
    cleaned = clean(graph, chosen_fixes(), judge=lambda each: check(each, "skos"))
    fixed = time.process_time()
    written = write_turtle(cleaned.graph.triples(), "")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "reading": read - started,
        "cleaning": fixed - read,
        "writing": time.process_time() - fixed,
        "seconds": time.process_time() - started,
        "megabytes": peak / (1024 * 1024 if sys.platform == "darwin" else 1024),
        "changed": len(cleaned.patch.added) + len(cleaned.patch.removed),
        "bytes": len(written),
    }


def _run(command: list[str]) -> dict[str, float]:
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def _subject(folder: Path, named: str | None) -> Path:
    """The file to clean, unpacked into a folder."""
    shared = os.environ.get("TVET_SKOS_TEST_DATA") or str(ROOT.parent / "shared" / "data")
    source = Path(named or Path(shared) / "vocabularies" / "stw.ttl.gz")
    if not source.exists():
        target = folder / "made-up.ttl"
        target.write_text("\n".join(made_up()), encoding="utf-8")
        return target
    content = source.read_bytes()
    is_packed = source.suffix == ".gz"
    target = folder / (source.stem if is_packed else source.name)
    target.write_bytes(gzip.decompress(content) if is_packed else content)
    return target


def main(arguments: list[str]) -> int:
    """Measure in fresh processes; 0 when the promise holds, else 1."""
    peer = sys.executable if find_spec("skosify") else ""
    if "--skosify" in arguments:
        place = arguments.index("--skosify")
        peer = arguments[place + 1]
        del arguments[place : place + 2]
    with tempfile.TemporaryDirectory() as name:
        file = _subject(Path(name), arguments[0] if arguments else None)
        ours = _run([sys.executable, str(Path(__file__).resolve()), "--measure", str(file)])
        print(
            f"{file.name}: {ours['seconds']:.2f} s (reading {ours['reading']:.2f}, cleaning and"
            f" judging {ours['cleaning']:.2f}, writing {ours['writing']:.2f}),"
            f" {ours['megabytes']:.0f} MB, {ours['changed']:.0f} statements changed"
        )
        if peer:
            theirs = _run([peer, "-c", _SKOSIFY, str(file)])
            print(f"Skosify: {theirs['seconds']:.2f} s, {theirs['triples']:.0f} statements")
    return 0 if ours["cleaning"] < MOST_SECONDS else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        sys.path.insert(0, str(ROOT))
        print(json.dumps(measure(Path(sys.argv[2]))))
    else:
        sys.exit(main(sys.argv[1:]))
