"""A store that is written to while it is served: old or new, never half of either."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import count, cycle
from pathlib import Path
from time import monotonic

import pytest

from tests.web.served import Served, encoded, serving
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.ntriples import write_ntriples
from tvet_skos.store import Store, open_store
from tvet_skos.terms import IRI, Literal, Triple

SCHEME = IRI("http://example.org/terms/")
CONCEPTS = 200
_VERSIONS = f"SELECT DISTINCT ?label {{ ?c <{SKOS.prefLabel}> ?label }}"
_COUNT = f"SELECT (COUNT(*) AS ?n) {{ ?c <{SKOS.definition}> ?label }}"


def _version(number: int) -> Iterator[Triple]:
    """A vocabulary whose labels all name its version."""
    yield Triple(SCHEME, RDF.type, SKOS.ConceptScheme)
    yield Triple(SCHEME, SKOS.prefLabel, Literal(f"version {number}", "en"))
    for concept in range(CONCEPTS):
        iri = IRI(f"{SCHEME}c{concept}")
        yield Triple(iri, RDF.type, SKOS.Concept)
        yield Triple(iri, SKOS.prefLabel, Literal(f"version {number}", "en"))
        yield Triple(iri, SKOS.definition, Literal(f"what version {number} says", "en"))
        if concept:
            yield Triple(iri, SKOS.broader, IRI(f"{SCHEME}c0"))


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
            if len(labels) != 1 or count != str(CONCEPTS) or page.text.count("version") != 2:
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


_PATHS = (
    "/en/",
    "/en/term/c7",
    "/en/term/c0",
    "/en/term/c8?uncached",
    "/en/compare/c7",
    "/en/search?q=version",
    "/en/hierarchy/c0",
    "/fr/index/en/V",
    "/id/c7.ttl",
    "/id/c0.jsonld",
    f"/sparql?query={encoded(_VERSIONS)}",
)
"""Answers in which the name of the version stands at least once, most of them many times."""


class _Client(threading.Thread):
    """Somebody who asks for one thing after the other, on a connection that is kept open."""

    def __init__(self, served: Served, stop: threading.Event, first: int) -> None:
        super().__init__()
        self._served, self._stop_now, self._first = served, stop, first
        self.faults: list[str] = []
        self.seen: set[str] = set()

    def run(self) -> None:
        connection = HTTPConnection("127.0.0.1", self._served.port, timeout=60)
        for path in cycle(_PATHS[self._first :] + _PATHS[: self._first]):
            if self._stop_now.is_set():
                break
            connection.request("GET", path)
            response = connection.getresponse()
            text = response.read().decode()
            versions = set(re.findall(r"version (\d+)", text))
            if response.status != 200 or len(versions) != 1:
                self.faults.append(f"{response.status} {path} {versions} {text[:200]}")
            self.seen |= versions
        connection.close()


def _load(store: Store, file: Path, number: int) -> None:
    file.write_text(write_ntriples(_version(number)), encoding="utf-8")
    store.load(file)


def _under_load(folder: Path, seconds: float, clients: int, *options: str) -> list[_Client]:
    """Clients of a server while its vocabulary is loaded anew, as often as it goes."""
    file, stop = folder / "version.nt", threading.Event()
    with open_store(f"oxigraph:{folder / 'store'}") as store:
        _load(store, file, 0)
        with serving("--vocab", store.address, *options) as served:
            asking = [_Client(served, stop, number % len(_PATHS)) for number in range(clients)]
            for client in asking:
                client.start()
            end, numbers = monotonic() + seconds, count(1)
            while monotonic() < end or not all(c.faults or len(c.seen) > 1 for c in asking):
                _load(store, file, next(numbers))
                stop.wait(0.2)
            stop.set()
            for client in asking:
                client.join()
            assert served.is_alive
    return asking


def _require_whole(clients: list[_Client]) -> None:
    for client in clients:
        assert not client.faults, client.faults[0]
        assert len(client.seen) > 1


def test_each_answer_over_http_is_of_one_version(tmp_path: Path) -> None:
    _require_whole(_under_load(tmp_path, 5, 3))


@pytest.mark.full
@pytest.mark.parametrize("processes", [1, 2])
def test_no_answer_over_http_is_ever_torn(processes: int, tmp_path: Path) -> None:
    clients = _under_load(tmp_path, 60, 8, "--processes", str(processes))
    _require_whole(clients)
