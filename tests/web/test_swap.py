"""A store that is written to while it is served: old or new, never half of either."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.served import Served, serving
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.store import open_store
from tvet_skos.terms import IRI, Literal, Triple

SCHEME = IRI("http://example.org/terms/")
CONCEPTS = 200
_VERSIONS = f"SELECT DISTINCT ?label {{ ?c <{SKOS.prefLabel}> ?label }}"
_COUNT = f"SELECT (COUNT(*) AS ?n) {{ ?c <{SKOS.prefLabel}> ?label }}"


def _version(number: int) -> Iterator[Triple]:
    """A vocabulary whose labels all name its version."""
    yield Triple(SCHEME, RDF.type, SKOS.ConceptScheme)
    for concept in range(CONCEPTS):
        iri = IRI(f"{SCHEME}c{concept}")
        yield Triple(iri, RDF.type, SKOS.Concept)
        yield Triple(iri, SKOS.prefLabel, Literal(f"version {number}", "en"))


class _Reader(threading.Thread):
    def __init__(self, served: Served, stop: threading.Event) -> None:
        super().__init__()
        self._served, self._stop_now = served, stop
        self.faults: list[str] = []
        self.seen: set[str] = set()

    def run(self) -> None:
        while not self._stop_now.is_set():
            rows = self._served.query(_VERSIONS)
            labels = {row["label"]["value"] for row in rows.json["results"]["bindings"]}
            count = self._served.query(_COUNT).json["results"]["bindings"][0]["n"]["value"]
            page = self._served.get("/id/c7.nt")
            if len(labels) != 1 or count != str(CONCEPTS) or page.text.count("version") != 1:
                self.faults.append(f"{labels} {count} {page.text}")
            self.seen |= labels


def _swapped(folder: Path, swaps: int, readers: int) -> list[_Reader]:
    address = f"oxigraph:{folder / 'store'}"
    with open_store(address) as store:
        store.replace(SCHEME, _version(0))
        with serving("--vocab", address) as served:
            stop = threading.Event()
            reading = [_Reader(served, stop) for _ in range(readers)]
            for reader in reading:
                reader.start()
            for number in range(1, swaps + 1):
                store.replace(SCHEME, _version(number))
            last = f"version {swaps}"
            while not all(last in reader.seen or reader.faults for reader in reading):
                stop.wait(0.05)
            stop.set()
            for reader in reading:
                reader.join()
            assert served.get("/health/ready").json["version"] > 1
    return reading


def test_readers_see_the_old_or_the_new_version(tmp_path: Path) -> None:
    for reader in _swapped(tmp_path, swaps=4, readers=3):
        assert not reader.faults
        assert len(reader.seen) > 1


@pytest.mark.full
def test_readers_see_whole_versions_however_often_they_change(tmp_path: Path) -> None:
    for reader in _swapped(tmp_path, swaps=200, readers=8):
        assert not reader.faults
