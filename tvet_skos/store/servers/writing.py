"""A vocabulary onto a server, so that readers see the old or the new one, whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import IO, Self
from uuid import uuid4

from tvet_skos.errors import StoreError, TvetSkosError
from tvet_skos.store.servers.dialects import Dialect
from tvet_skos.store.servers.normal_form import normal_triple
from tvet_skos.store.servers.protocol import body_file
from tvet_skos.store.servers.server import OURS, Server
from tvet_skos.store.servers.states import changing
from tvet_skos.terms import IRI, BlankNode, Literal, Triple, n3


class Draft:
    """Triples on their way to a server, as N-Triples in files.

    The server keeps at least ``fewest`` of them, for it may write two literals alike, and at most
    ``most``. Those with blank nodes stand apart: they must go in one request, for a label holds
    within one only.

    :raises StoreError: a term is not RDF, or the server would change a value
    """

    def __init__(self, triples: Iterable[Triple], dialect: Dialect) -> None:
        self._named, self._anonymous = body_file(), body_file()
        self._has_blank_nodes = False
        self.fewest = self.most = 0
        try:
            self._write(triples, dialect)
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._named.close()
        self._anonymous.close()

    def _write(self, triples: Iterable[Triple], dialect: Dialect) -> None:
        different: set[int] = set()
        for triple in triples:
            _check_value(triple, dialect)
            line = _line(triple)
            is_anonymous = BlankNode in (type(triple.subject), type(triple.object))
            self._has_blank_nodes |= is_anonymous
            (self._anonymous if is_anonymous else self._named).write(line)
            self.most += 1
            different.add(hash(normal_triple(triple)))
        self.fewest = len(different)

    def whole(self) -> IO[bytes]:
        """All triples in one file."""
        self._named.seek(0)
        self._anonymous.seek(0, 2)
        while block := self._named.read(1 << 20):
            self._anonymous.write(block)
        return self._anonymous

    def parts(self, size: int) -> Iterator[list[bytes]]:
        """The triples as lines, so many at a time; those with blank nodes first and together."""
        self._anonymous.seek(0)
        if self._has_blank_nodes:
            yield list(self._anonymous)
        self._named.seek(0)
        while part := list(islice(self._named, size)):
            yield part


def _line(triple: Triple) -> bytes:
    try:
        return f"{n3(triple.subject)} {n3(triple.predicate)} {n3(triple.object)} .\n".encode()
    except ValueError as error:
        raise StoreError(f"a triple cannot be written as RDF: {error}") from error


def _check_value(triple: Triple, dialect: Dialect) -> None:
    value = triple.object
    if isinstance(value, Literal) and value.datatype and not dialect.keeps(value):
        raise StoreError(
            f"{dialect.name} would change the value {n3(value)} of {n3(triple.subject)}",
            hint="correct it if it is wrong; if it is right, use another server",
        )


def put_in_place(server: Server, graph: IRI, draft: Draft) -> None:
    """Make a graph what the draft says.

    A server with transactions takes it in one. Elsewhere the new version is put together in a graph
    beside the old one, counted, and moved into place; if that fails, the old one stays.

    :raises StoreError: the server keeps another number of triples
    """
    if not draft.most:
        take_out(server, graph)
    elif server.has_graph_store and server.dialect.puts_whole:
        server.send("PUT", graph, draft.whole())
        _check_count(server, graph, draft)
    else:
        _put_together_beside(server, graph, draft)


def take_out(server: Server, graph: IRI) -> None:
    """Remove a graph.

    :raises StoreError: something is left of it
    """
    with changing(server, graph):
        server.update(server.dialect.empties.format(graph=graph))
    left = server.count((graph,))
    if left:
        raise StoreError(f"{left} triples of <{graph}> are left on the server", hint=_IN_USE)


def _put_together_beside(server: Server, graph: IRI, draft: Draft) -> None:
    beside = IRI(f"{OURS}staging:{uuid4().hex}")
    try:
        for number, part in enumerate(draft.parts(server.dialect.triples_a_request)):
            _write(server, beside, part, first=not number)
        _check_count(server, beside, draft)
        with changing(server, graph):
            server.update(f"MOVE GRAPH {n3(beside)} TO GRAPH {n3(graph)}")
            _check_count(server, graph, draft)
    except BaseException:
        with suppress(TvetSkosError):
            server.update(server.dialect.empties.format(graph=beside))
        raise


def _write(server: Server, graph: IRI, lines: list[bytes], first: bool) -> None:
    if server.has_graph_store:
        with body_file() as body:
            body.writelines(lines)
            server.send("PUT" if first else "POST", graph, body)
    else:
        triples = b"".join(lines).decode()
        server.update(f"INSERT DATA {{ GRAPH {n3(graph)} {{\n{triples}}} }}")


def _check_count(server: Server, graph: IRI, draft: Draft) -> None:
    kept = server.count((graph,))
    if not draft.fewest <= kept <= draft.most:
        raise StoreError(
            f"the server has {kept} triples of {draft.fewest} that it was sent for <{graph}>",
            hint=_IN_USE,
        )


_IN_USE = "somebody else may be writing to it; try again, then look into the server's log"
