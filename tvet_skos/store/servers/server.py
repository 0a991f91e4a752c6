"""A SPARQL server that is asked in its dialect, and believed as far as it can be checked."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt
from typing import IO
from urllib.parse import urlsplit

from tvet_skos.errors import NotFound, ServerFailed, Truncated, TvetSkosError
from tvet_skos.store.gate import Limits, pass_gate
from tvet_skos.store.results import Rows
from tvet_skos.store.servers.answers import (
    GRAPH,
    ROWS,
    TRIPLES,
    NotReadable,
    read_graph,
    read_rows,
    read_truth,
)
from tvet_skos.store.servers.dialects import Dialect, dialect_named, dialect_of
from tvet_skos.store.servers.protocol import Endpoint, Reply, refused, wrong_kind
from tvet_skos.terms import IRI, Literal, Triple, is_iri, n3

OURS = "urn:tvet-skos:"
"""What the names of graphs begin with that are ours and no vocabularies."""

NOTHING = IRI(OURS + "nothing")
"""A graph that is never there: the dataset of a server that holds no vocabulary."""

_LIMITS = Limits(bytes=10_000_000)  # a question about a literal is as long as the literal

_CERTAIN = 1_000
"""Rows that every server gives at once; whether it gives more is found out."""
_TRIED = 10_001
_ASK_ANYTHING = "ASK { ?s ?p ?o }"
# Not SELECT DISTINCT: Debian's Virtuoso falls asleep over that.
_LIST_GRAPHS = "SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


class Server:
    """A server, its dialect, and how many rows it gives at once.

    :param address: where it answers questions; for a known server the host is enough
    :param dialect: the name of a dialect, or ``auto``: what its answers give away
    :param timeout: seconds for which it may be silent
    :raises StoreError: this is no address, or no SPARQL server answers there
    """

    def __init__(self, address: str, dialect: str, timeout: float) -> None:
        self.timeout = timeout
        self.endpoint = Endpoint(address, timeout)
        self._most_rows = 0
        self._is_limited = False
        try:
            if dialect == "auto":
                self.dialect = self._recognised()
            else:
                self.dialect = dialect_named(dialect)
                self._complete_address()
        except BaseException:
            self.endpoint.close()
            raise

    def _recognised(self) -> Dialect:
        reply = self.endpoint.ask(_ASK_ANYTHING, ROWS, (NOTHING,))
        self.dialect = dialect_of(reply.headers)
        if self._complete_address():
            reply = self.endpoint.ask(_ASK_ANYTHING, ROWS, (NOTHING,))
        self._succeeded(reply)
        try:
            read_truth(reply.content)
        except NotReadable as error:
            raise wrong_kind(self.endpoint, reply) from error
        return self.dialect

    def _complete_address(self) -> bool:
        """Add the usual path to an address that has none; whether there was something to add."""
        lacks_path = not urlsplit(self.endpoint.address).path.strip("/")
        if lacks_path:
            self.endpoint.address = self.endpoint.address.rstrip("/") + self.dialect.path
        return lacks_path and bool(self.dialect.path)

    def close(self) -> None:
        """Give back the connections."""
        self.endpoint.close()

    def rows(
        self, text: str, dataset: Sequence[IRI] = (), named: Sequence[IRI] | None = None
    ) -> Rows:
        """The rows of a SELECT, as they come; it passes the gate first.

        :raises QueryRefused, QueryFailed: the gate or the server does not take it
        :raises ServerFailed: the server does not answer, or with something else
        """
        reply = self._ask(text, ROWS, dataset, named)
        try:
            return read_rows(reply.content)
        except NotReadable as error:
            raise wrong_kind(self.endpoint, reply) from error

    def number(self, text: str, dataset: Sequence[IRI] = ()) -> int:
        """The number in the only row of a SELECT."""
        rows = self.rows(text, dataset).rows
        value = rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else None
        if not isinstance(value, Literal) or not value.value.isascii() or not value.value.isdigit():
            raise self.endpoint.failed("was asked for a number and gave none")
        return int(value.value)

    def truth(
        self, text: str, dataset: Sequence[IRI] = (), named: Sequence[IRI] | None = None
    ) -> bool:
        """The answer to an ASK; it passes the gate first."""
        reply = self._ask(text, ROWS, dataset, named)
        try:
            return read_truth(reply.content)
        except NotReadable as error:
            raise wrong_kind(self.endpoint, reply) from error

    def graph(
        self, text: str, dataset: Sequence[IRI] = (), named: Sequence[IRI] | None = None
    ) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, as they come; it passes the gate first."""
        reply = self._ask(text, GRAPH, dataset, named)
        try:
            return read_graph(reply.content, reply.media_type)
        except NotReadable as error:
            raise wrong_kind(self.endpoint, reply) from error

    def fetch(self, text: str, dataset: Sequence[IRI], into: IO[bytes]) -> None:
        """The N-Triples of a CONSTRUCT, of any size, into a file; it passes the gate first."""
        reply = self._ask(text, TRIPLES, dataset, into=into)
        if reply.media_type not in (TRIPLES, "text/plain"):
            raise wrong_kind(self.endpoint, reply)

    def _ask(
        self,
        text: str,
        accept: str,
        dataset: Sequence[IRI],
        named: Sequence[IRI] | None = None,
        into: IO[bytes] | None = None,
    ) -> Reply:
        checked = pass_gate(text, _LIMITS)
        reply = self.endpoint.ask(checked.text, accept, dataset, named=named, into=into)
        return self._succeeded(reply)

    def _succeeded(self, reply: Reply) -> Reply:
        if reply.status == 206 or reply.headers.get("x-sql-state", "").startswith("S1TAT"):
            raise Truncated(
                f"the server at {self.endpoint.address} gave what it had when its time was up",
                hint="ask for less",
            )
        if not 200 <= reply.status < 300:
            raise self._refused(reply)
        return reply

    def _refused(self, reply: Reply) -> TvetSkosError:
        complaint = reply.content[:2000].decode("utf-8", "replace")
        faults = self.dialect.query_faults
        blames = faults is not None and bool(faults.match(complaint))
        hint = self.dialect.hint(complaint)
        return refused(self.endpoint, reply, hint, blames and reply.status in (400, 500))

    def update(self, text: str) -> None:
        """Apply an update, which is checked by whoever calls.

        :raises QueryFailed: the server does not take it
        """
        reply = self.endpoint.update(self._writing[0], text)
        if not 200 <= reply.status < 300:
            raise self._refused(reply)

    @property
    def _writing(self) -> tuple[str, str | None]:
        endpoint = self.endpoint
        return self.dialect.for_writing(endpoint.address, endpoint.has_credentials)

    @property
    def has_graph_store(self) -> bool:
        """Whether whole graphs can be sent to it."""
        return self._writing[1] is not None

    def send(self, method: str, graph: IRI, triples: IO[bytes]) -> None:
        """PUT a graph of N-Triples, or POST them to what is there."""
        store = self._writing[1]
        assert store is not None
        parameter = self.dialect.graph_parameter
        reply = self.endpoint.write(method, store, parameter, graph, triples)
        if not 200 <= reply.status < 300:
            raise self._refused(reply)

    def graphs(self) -> tuple[IRI, ...]:
        """The named graphs that are vocabularies, sorted."""
        rows = self.rows(_LIST_GRAPHS).rows
        if not self.gives(len(rows)):
            raise self.truncated(f"lists {len(rows)} graphs and may have more")
        own = self.dialect.own_graphs
        names = {row[0] for row in rows if isinstance(row[0], IRI)}
        return tuple(
            sorted(g for g in names if not g.startswith(OURS) and not (own and own.match(g)))
        )

    def has_graph(self, graph: IRI) -> bool:
        """Whether a graph of that name holds anything."""
        return is_iri(graph) and self.truth(f"ASK {{ GRAPH {n3(graph)} {{ ?s ?p ?o }} }}")

    def count(self, dataset: Sequence[IRI], where: str = "?s ?p ?o") -> int:
        """How many statements of a pattern are in some graphs together, each counted once."""
        # Virtuoso counts a triple of two graphs twice, though they are merged.
        inner = where if len(dataset) == 1 else f"SELECT DISTINCT * {{ {where} }}"
        return self.number(f"SELECT (COUNT(*) AS ?n) {{ {inner} }}", dataset)

    def gives(self, size: int) -> bool:
        """Whether it is known to give more rows than that at once; Virtuoso stops at 10,000.

        It stops without a word where the answer is a graph, so an answer of many rows is believed
        only once the server was seen to give more.
        """
        if size < _CERTAIN or self.dialect.gives_all_rows:
            return True
        if size >= self._most_rows and not self._is_limited:
            wanted = max(2 * size, _TRIED)
            self._most_rows = len(self.rows(_many_rows(wanted)).rows)
            self._is_limited = self._most_rows < wanted
        return size < self._most_rows

    def truncated(self, what: str) -> Truncated:
        """The error for an answer that is not whole."""
        return Truncated(
            f"the server at {self.endpoint.address} {what}",
            hint="ask for less at a time, or raise its limit (ResultSetMaxRows of Virtuoso)",
        )

    def not_found(self, graph: IRI) -> NotFound:
        """The error for a vocabulary that is not there."""
        try:
            names = self.graphs()
        except ServerFailed:
            names = ()
        shown = ", ".join(f"<{name}>" for name in names[:20])
        return NotFound(
            f"the server at {self.endpoint.address} holds no vocabulary <{graph}>",
            suggestions=names,
            hint=f"it holds {shown}" if names else "it holds none with a name",
        )


def _many_rows(size: int) -> str:
    """A query with that many rows, whatever the server holds."""
    numbers = " ".join(map(str, range(isqrt(size) + 1)))
    return f"SELECT ?a {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} }} LIMIT {size}"
