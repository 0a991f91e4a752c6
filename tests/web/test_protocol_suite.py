"""The W3C's tests of the SPARQL 1.1 Protocol for queries, and of the service description."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.web.served import Got, Served, serving
from tvet_skos.namespaces import RDF, Namespace
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.store import open_store
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")

DATA = "http://kasei.us/2009/09/sparql/data/"
UPDATES = ("update_dataset", "update_post", "update_base")
"""Tests of what this server does not do; the updates that must be refused are all in."""

_FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}


@dataclass(frozen=True)
class Exchange:
    """One request of a test, and what is to come back."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None
    statuses: frozenset[str]
    format: str
    boolean: bool | None


class _Manifest:
    def __init__(self, file: Path) -> None:
        self._about: dict[Node, list[Triple]] = defaultdict(list)
        for triple in parse(file.read_bytes(), FORMATS["turtle"], base="http://manifest/"):
            self._about[triple.subject].append(triple)

    def all(self, node: Term | None, predicate: IRI) -> list[Term]:
        if node is None or isinstance(node, Literal):
            return []
        return [t.object for t in self._about[node] if t.predicate == predicate]

    def one(self, node: Term | None, predicate: IRI) -> Term | None:
        return next(iter(self.all(node, predicate)), None)

    def text(self, node: Term | None, predicate: IRI) -> str:
        value = self.one(node, predicate)
        return value.value if isinstance(value, Literal) else ""

    def members(self, node: Term | None) -> Iterator[Term]:
        while node is not None and node != RDF.nil:
            first = self.one(node, RDF.first)
            assert first is not None
            yield first
            node = self.one(node, RDF.rest)

    def tests(self) -> dict[str, list[Exchange]]:
        entries = self.members(self.one(IRI("http://manifest/"), MF.entries))
        return {
            str(entry).rpartition("#")[2]: [
                self._exchange(request)
                for request in self.members(self.one(self.one(entry, MF.action), HT.requests))
            ]
            for entry in entries
        }

    def _exchange(self, request: Term) -> Exchange:
        response = self.one(request, HT.resp)
        body = self.one(request, HT.body)
        encoding = self.text(body, CNT.characterEncoding)
        boolean = self.text(response, MF.expectedBoolean)
        return Exchange(
            self.text(request, HT.methodName),
            self.text(request, HT.absolutePath),
            {
                self.text(header, HT.fieldName): self.text(header, HT.fieldValue)
                for header in self.members(self.one(request, HT.headers))
            },
            None if body is None else self.text(body, CNT.chars).encode(encoding),
            frozenset(str(s)[-3] for s in self.all(response, MF.expectedStatus)),
            self.text(response, MF.expectedFormat),
            None if not boolean else boolean == "true",
        )


def _suite() -> Path | None:
    folder = Path(os.environ.get("TVET_SKOS_TEST_DATA") or ROOT.parent / "shared" / "data")
    manifest = folder / "suites" / "sparql-protocol" / "manifest.ttl"
    return manifest if manifest.is_file() else None


_MANIFEST = _suite()
_TESTS = _Manifest(_MANIFEST).tests() if _MANIFEST else {}
_QUERIES = sorted(name for name in _TESTS if not name.startswith(UPDATES))

needs_suite = pytest.mark.skipif(_MANIFEST is None, reason="the W3C's suite is not at hand")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The graphs that the suite asks for.

    Its data0.rdf stands for any document on the web; here it is a graph like the others, for a
    server that fetches nothing refuses what it does not know.
    """
    assert _MANIFEST is not None
    address = f"oxigraph:{tmp_path_factory.mktemp('suite') / 'store'}"
    with open_store(address) as store:
        for number in range(4):
            name = IRI(f"{DATA}data{number}.rdf")
            file = _MANIFEST.parent / f"data{number or 1}.nt"
            store.replace(name, parse(file.read_bytes(), FORMATS["ntriples"]))
    with serving("--vocab", address) as server:
        yield server


def _sent(endpoint: Served, exchange: Exchange) -> Got:
    headers = {name.replace("-", "_"): value for name, value in exchange.headers.items()}
    return endpoint.send(exchange.method, exchange.path, exchange.body, headers)


@needs_suite
def test_the_suite_is_whole() -> None:
    assert len(_TESTS) == 34 and len(_QUERIES) == 27


@needs_suite
@pytest.mark.parametrize("name", _QUERIES)
def test_protocol(name: str, endpoint: Served) -> None:
    for exchange in _TESTS[name]:
        got = _sent(endpoint, exchange)
        assert str(got.status)[0] in exchange.statuses, got.text
        if exchange.format:
            media_type = got.headers["content-type"].partition(";")[0]
            assert media_type in _FORMATS[exchange.format]
        if exchange.boolean is not None:
            assert got.json["boolean"] is exchange.boolean


def test_service_description_is_rdf_with_the_endpoint_that_was_asked(served: Served) -> None:
    for path in ("/sparql", "/sparql/"):
        for name, media_type in (("turtle", "text/turtle"), ("ntriples", "application/n-triples")):
            got = served.get(path, Accept=media_type)
            assert got.headers["content-type"].startswith(media_type)
            triples = parse(got.body, FORMATS[name])
            endpoints = {t.object for t in triples if t.predicate == SD.endpoint}
            assert endpoints == {IRI(served.address + path)}


def test_service_description_conforms_to_its_schema(served: Served) -> None:
    triples = parse(served.get("/sparql").body, FORMATS["turtle"])
    about: dict[Node, dict[IRI, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        about[triple.subject][triple.predicate].append(triple.object)
    services = [node for node, said in about.items() if SD.Service in said[RDF.type]]
    assert len(services) == 1
    service = about[services[0]]
    assert len(service[SD.endpoint]) == 1 and service[SD.supportedLanguage] == [SD.SPARQL11Query]
    dataset = service[SD.defaultDataset][0]
    assert isinstance(dataset, BlankNode) and SD.Dataset in about[dataset][RDF.type]
    assert len(about[dataset][SD.defaultGraph]) == 1
    for named in about[dataset][SD.namedGraph]:
        assert isinstance(named, BlankNode) and len(about[named][SD.name]) == 1
        graph = about[named][SD.graph][0]
        assert isinstance(graph, BlankNode) and SD.Graph in about[graph][RDF.type]
