"""Exports that are killed at any moment, or for which there is no room: run as a program.

``python -m tests.publish.interruptions FOLDER TIMES`` exports two vocabularies over one another in
processes of their own, kills each after a random while, and looks at what stands in the folder. It
prints how many were killed and how many had finished, as JSON.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import time
from pathlib import Path

import tvet_skos.publish.export  # noqa: F401  once here, not in every child
from tvet_skos.cli import main
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.turtle import write_turtle
from tvet_skos.terms import IRI, Literal, Triple

CONCEPTS = 1_500
"""Enough for an export that takes longer than a moment, and several pieces of a file."""


def vocabulary(word: str) -> str:
    """A vocabulary as Turtle, every label of which says the word."""
    scheme, base = IRI("http://example.org/v/"), "http://example.org/v/"
    triples = [Triple(scheme, RDF.type, SKOS.ConceptScheme)]
    for number in range(CONCEPTS):
        concept = IRI(f"{base}c{number}")
        triples += (
            Triple(concept, RDF.type, SKOS.Concept),
            Triple(concept, SKOS.inScheme, scheme),
            Triple(concept, SKOS.prefLabel, Literal(f"{word} {number}", "en")),
        )
    return write_turtle(triples, base)


def export_in_child(source: Path, target: Path, room: int | None = None) -> int:
    """Start an export in a process of its own; at most ``room`` bytes fit into a file."""
    child = os.fork()
    if child == 0:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 2)
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        try:
            main(["export", "--vocab", str(source), "--output", str(target)])
        except SystemExit as end:
            os._exit(end.code if isinstance(end.code, int) else 1)
        os._exit(99)
    return child


def campaign(folder: Path, times: int) -> dict[str, int]:
    """Kill exports ``times`` times; every time the file must be the old or the new one, whole."""
    whole: dict[bytes, Path] = {}
    target = folder / "out" / "glossary.ttl"
    for word in ("first", "second"):
        source = folder / f"{word}.ttl"
        source.write_text(vocabulary(word), encoding="utf-8")
        started = time.monotonic()
        assert os.waitpid(export_in_child(source, target), 0)[1] == 0
        lasted = time.monotonic() - started
        whole[target.read_bytes()] = source
    chance, counts = random.Random(times), {"killed": 0, "finished": 0}
    for _ in range(times):
        old = target.read_bytes()
        source = next(path for content, path in whole.items() if content != old)
        child = export_in_child(source, target)
        time.sleep(chance.uniform(0, lasted * 1.2))
        os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        counts["killed" if os.WIFSIGNALED(status) else "finished"] += 1
        for file in target.parent.iterdir():
            assert file.read_bytes() in whole, f"{file.name} is half a file"
            if file != target:
                file.unlink()  # killed between its getting a name and its getting this one
    return counts


def full_disk(folder: Path) -> None:
    """Export where there is no room; what was there stays, and nothing is left beside it."""
    source, target = folder / "first.ttl", folder / "full" / "glossary.ttl"
    source.write_text(vocabulary("first"), encoding="utf-8")
    target.parent.mkdir()
    target.write_bytes(b"old")
    size = len(vocabulary("first"))
    for room in (0, 1, 4096, size // 2, size - 1):
        status = os.waitpid(export_in_child(source, target, room), 0)[1]
        assert os.waitstatus_to_exitcode(status) == 2, room
        assert target.read_bytes() == b"old"
        assert [file.name for file in target.parent.iterdir()] == [target.name]


if __name__ == "__main__":
    there = Path(sys.argv[1])
    full_disk(there)
    sys.stdout.write(json.dumps(campaign(there, int(sys.argv[2]))))
