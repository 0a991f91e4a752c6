"""Campaigns against a store on disk: writers that die, a disk that is full, readers meanwhile.

Run as ``python -m tests.store.campaigns NAME FOLDER NUMBER``; what happened is printed as JSON.
Every deed is done by a child of this process, which itself never opens a store: an engine's threads
do not survive a fork.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tvet_skos.errors import TvetSkosError
from tvet_skos.files import write_atomically
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.store.disk.store import DiskStore
from tvet_skos.terms import IRI, Literal, Triple, n3

GRAPH, OTHER = IRI("http://example.org/one/"), IRI("http://example.org/other/")
SIZE = 60
"""Concepts of a version; each says in its label which version it belongs to."""


def version(number: int, graph: IRI = GRAPH) -> Iterator[Triple]:
    """A vocabulary whose every label names its version."""
    for index in range(SIZE):
        concept = IRI(f"{graph}{index}")
        yield Triple(concept, RDF.type, SKOS.Concept)
        yield Triple(concept, SKOS.prefLabel, Literal(f"term {index} of version {number}", "en"))


def number_of(labels: list[str]) -> int:
    """The version that labels belong to; all of it must be there, and nothing else."""
    numbers = {int(label.rpartition(" ")[2]) for label in labels}
    assert len(labels) == SIZE and len(numbers) == 1, (len(labels), numbers)
    return numbers.pop()


def version_in(store: DiskStore) -> int:
    """The version of a store, by its triples and by its label index, which must agree."""
    rows = store.select(f"SELECT ?l {{ GRAPH {n3(GRAPH)} {{ ?s <{SKOS.prefLabel}> ?l }} }}").rows
    by_triples = number_of([row[0].value for row in rows if isinstance(row[0], Literal)])
    entries = [e.label.value for e in store.labels if e.concept.startswith(GRAPH)]
    assert by_triples == number_of(entries), "triples and labels are of two versions"
    if OTHER in store.graphs():
        assert store.count(OTHER) == 2 * SIZE
    return by_triples


def child(deed: Callable[[], Any]) -> Callable[[], Any]:
    """Start a deed in a process of its own; the result of the call waits for what it returns."""
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reader)
        try:
            answer = {"returned": deed()}
        except TvetSkosError as error:
            answer = {"error": type(error).__name__, "message": str(error)}
        except BaseException as error:
            answer = {"unexpected": f"{type(error).__name__}: {error}"}
        os.write(writer, json.dumps(answer).encode())
        os._exit(0)
    os.close(writer)

    def wait(kill_after: float | None = None) -> Any:
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(pid, signal.SIGKILL)
        with os.fdopen(reader, "rb") as pipe:
            said = pipe.read()
        os.waitpid(pid, 0)
        answer = json.loads(said) if said else {"killed": True}
        assert "unexpected" not in answer, answer["unexpected"]
        return answer

    return wait


def open_at(folder: Path) -> DiskStore:
    """The store in a folder."""
    return DiskStore(f"oxigraph:{folder}")


def write(folder: Path, number: int) -> None:
    """Bring a version in, one way or another."""
    store = open_at(folder)
    if number % 3 == 0:
        store.replace(GRAPH, version(number))
    elif number % 3 == 1:
        file = folder.parent / f"{folder.name}.nt"
        lines = (f"{n3(s)} {n3(p)} {n3(o)} .\n" for s, p, o in version(number))
        file.write_text("".join(lines))
        store.load(file, graph=GRAPH)
    else:
        data = "".join(f"{n3(s)} {n3(p)} {n3(o)} ." for s, p, o in version(number))
        graph = n3(GRAPH)
        store.update(f"DROP GRAPH {graph} ; INSERT DATA {{ GRAPH {graph} {{ {data} }} }}")


def export(folder: Path) -> None:
    """Write what is in the store to a file beside it."""
    triples = sorted(f"{n3(s)} {n3(p)} {n3(o)} .\n" for s, p, o in open_at(folder).export(GRAPH))
    write_atomically(folder.parent / "exported.nt", "".join(triples).encode())


def exported_version(folder: Path) -> int | None:
    """The version in that file, which must be whole."""
    file = folder.parent / "exported.nt"
    if not file.exists():
        return None
    lines = file.read_text().splitlines()
    assert len(lines) == 2 * SIZE
    return number_of([line.split('"')[1] for line in lines if '"' in line])


def interrupt(folder: Path, times: int) -> dict[str, int]:
    """Kill a writer or an exporter at a random moment, again and again, and look what is left."""
    chance = random.Random(5)
    child(lambda: open_at(folder).replace(OTHER, version(0, OTHER)))()
    begun = time.monotonic()
    child(lambda: write(folder, 0))()
    usual = min(time.monotonic() - begun, 0.5)  # a busy machine must not make this take for ever
    committed = killed = 0
    for number in range(1, times + 1):
        if number % 5:
            deed: Callable[[], None] = lambda n=number: write(folder, n)  # type: ignore[misc]  # noqa: E731
        else:
            deed = lambda: export(folder)  # noqa: E731
        answer = child(deed)(chance.uniform(0, 1.5 * usual))  # type: ignore[call-arg]
        assert "error" not in answer, answer
        killed += "killed" in answer
        found = child(lambda: version_in(open_at(folder)))()["returned"]
        done = number % 5 and "returned" in answer
        assert found == number if done else found in (committed, number), (found, committed, number)
        committed = found
        exported_version(folder)
    child(lambda: write(folder, times + 1))()
    left = [path.name for path in (folder / "versions").iterdir() if path.is_dir()]
    assert len(left) == 1, left
    assert not list(folder.glob(".tvet*")), "a half-written marker was left"
    return {"killed": killed, "done": times - killed}


def fill(folder: Path, times: int) -> dict[str, int]:
    """Write where files may have only so many bytes, more each time, until it can be done."""
    child(lambda: open_at(folder).replace(GRAPH, version(0)))()
    refused = 0
    for number in range(1, times + 1):

        def limited(number: int = number) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            most = 200 * 2 ** (number - 1)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            write(folder, 3 * number)

        answer = child(limited)()
        refused += "error" in answer
        expected = 0 if "error" in answer else 3 * number
        found = child(lambda: version_in(open_at(folder)))()["returned"]
        assert found == expected, (answer, found)
        if not expected:
            continue
        return {"refused": refused, "done": 1}
    return {"refused": refused, "done": 0}


def overflow(folder: Path, _: int) -> dict[str, Any]:
    """Write more and more to a small disk until it is full; what was there last must be whole."""
    child(lambda: open_at(folder).replace(GRAPH, version(0)))()
    ballast = folder.parent / "ballast"
    free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    refused: list[str] = []
    for room in (0, 1_000, 10_000, 100_000, 300_000, 1_000_000):
        ballast.write_bytes(b"x" * max(0, free - room))
        answer = child(lambda: write(folder, 3))()
        refused += [answer["error"]] if "error" in answer else []
        ballast.unlink()
        found = child(lambda: version_in(open_at(folder)))()["returned"]
        assert found == (0 if "error" in answer else 3), (room, answer, found)
        if "error" not in answer:
            child(lambda: write(folder, 0))()
    child(lambda: write(folder, 6))()
    assert child(lambda: version_in(open_at(folder)))()["returned"] == 6
    return {"refused": refused}


def _watch(folder: Path, done: Path) -> dict[str, int]:
    store, seen, looks = open_at(folder), set(), 0
    while not done.exists():
        store = store.reopened()
        seen.add(version_in(store))
        looks += 1
        time.sleep(0.01)
    return {"looks": looks, "versions": len(seen)}


def _swap(folder: Path, seconds: int, done: Path) -> int:
    """Swap for so long, and at least three times however slow the machine is."""
    store, number, until = open_at(folder), 0, time.monotonic() + seconds
    try:
        while time.monotonic() < until or number < 3:
            number += 1
            store.replace(GRAPH, version(number))
    finally:
        done.touch()
    return number


def watch(folder: Path, seconds: int) -> dict[str, Any]:
    """Eight readers while one writer swaps versions as fast as it can."""
    child(lambda: open_at(folder).replace(GRAPH, version(0)))()
    done = folder.parent / "done"
    readers = [child(lambda: _watch(folder, done)) for _ in range(8)]
    writer = child(lambda: _swap(folder, seconds, done))
    seen = [wait()["returned"] for wait in readers]
    return {
        "swaps": writer()["returned"],
        "looks": [each["looks"] for each in seen],
        "versions": [each["versions"] for each in seen],
    }


CAMPAIGNS = {f.__name__: f for f in (interrupt, fill, overflow, watch)}


def main() -> None:
    """Run one."""
    name, folder, number = sys.argv[1:]
    outcome = CAMPAIGNS[name](Path(folder), int(number))
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main()
