"""What differs from one SPARQL server to the next, as records: one a server.

What is not said here goes by the standards: SPARQL 1.1 Protocol with the query in a form (Debian's
Virtuoso hangs on a query that is sent as it is), answers in SPARQL JSON and N-Triples (Virtuoso's
JSON-LD loses language tags, its Turtle the datatype of some numbers), and the graphs that a
question sees named with the request (``default-graph-uri`` and ``named-graph-uri``), never by a
flag that unites all graphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tvet_skos.errors import StoreError
from tvet_skos.store.servers.normal_form import INTEGERS
from tvet_skos.terms import XSD, Literal

Rewriting = tuple[re.Pattern[str], str]
"""A pattern that an address matches, and what comes in the place of what it matched."""


def _keeps_every_literal(_literal: Literal) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to speak to one kind of server.

    ``signature``
        what the ``Server`` header of its answers says.
    ``path``
        where questions go if the address names the host only.
    ``updates``
        from the address of questions to that of updates, the first that matches; without a match
        it is the same.
    ``with_user``
        what the address becomes for writing when a name and password are given.
    ``graph_store``
        from the address of questions to that of the SPARQL 1.1 Graph Store Protocol, and
        ``graph_parameter``, which names the graph there; ``None`` if there is none, and triples are
        written with INSERT DATA.
    ``triples_a_request``
        how many are written at once.
    ``puts_whole``
        a graph that is PUT takes the place of the old one in one transaction. Elsewhere a version
        is put together in a graph beside it and moved into place.
    ``swaps_whole``
        readers see an update whole or not at all; else readers must look whether somebody writes.
    ``gives_all_rows``
        it never gives fewer rows than an answer has; of others that is found out.
    ``empties``
        the update that takes a graph out.
    ``pages_ordered``
        pages of an export ask for an order. Without, the server is trusted to keep one, and the
        count tells whether it did.
    ``keeps_blank_nodes``
        a blank node has the same label in all answers, so that pages fit together.
    ``own_graphs``
        the graphs that the server keeps for itself.
    ``keeps``
        whether the server gives a literal back with the same value.
    ``text_match``
        the graph pattern that asks its text index for words; ``None`` if it has none. ``{words}``
        stands for the words, ``?label`` is matched.
    ``query_faults``
        which of its complaints blame the query.
    ``hints``
        a complaint, and the way out.
    """

    name: str
    signature: re.Pattern[str]
    path: str = ""
    updates: tuple[Rewriting, ...] = ()
    with_user: Rewriting | None = None
    graph_store: Rewriting | None = None
    graph_parameter: str = "graph"
    triples_a_request: int = 1_000
    puts_whole: bool = False
    swaps_whole: bool = True
    gives_all_rows: bool = False
    empties: str = "DROP SILENT GRAPH <{graph}>"
    pages_ordered: bool = True
    keeps_blank_nodes: bool = False
    own_graphs: re.Pattern[str] | None = None
    keeps: Callable[[Literal], bool] = _keeps_every_literal
    text_match: str | None = None
    query_faults: re.Pattern[str] | None = None
    hints: tuple[tuple[re.Pattern[str], str], ...] = ()

    def for_writing(self, address: str, has_user: bool) -> tuple[str, str | None]:
        """Where updates go, and where the Graph Store Protocol is spoken, if it is.

        :param address: where questions go
        :param has_user: a name and password are at hand

        >>> OXIGRAPH.for_writing("http://127.0.0.1:7878/query", False)
        ('http://127.0.0.1:7878/update', 'http://127.0.0.1:7878/store')
        >>> VIRTUOSO.for_writing("http://127.0.0.1:8890/sparql", True)
        ('http://127.0.0.1:8890/sparql-auth', 'http://127.0.0.1:8890/sparql-graph-crud-auth')
        """
        if has_user and self.with_user is not None:
            address = _rewritten(address, self.with_user) or address
        found = (_rewritten(address, rewriting) for rewriting in self.updates)
        update = next((changed for changed in found if changed), address)
        return update, _rewritten(address, self.graph_store) if self.graph_store else None

    def hint(self, complaint: str) -> str | None:
        """The way out of what the server complains of, if one is known."""
        return next((hint for pattern, hint in self.hints if pattern.search(complaint)), None)


def _rewritten(address: str, rewriting: Rewriting) -> str | None:
    pattern, replacement = rewriting
    return pattern.sub(replacement, address) if pattern.search(address) else None


GENERIC = Dialect(
    name="generic",
    signature=re.compile(r"(?!)"),
    updates=(
        (re.compile(r"/query/?$"), "/update"),
        (re.compile(r"(/repositories/[^/]+)/?$"), r"\1/statements"),
    ),
)
"""What any SPARQL 1.1 server must do, and nothing else."""

OXIGRAPH = Dialect(
    name="oxigraph",
    signature=re.compile(r"oxigraph", re.I),
    path="/query",
    updates=((re.compile(r"/(?:query|sparql)/?$"), "/update"),),
    graph_store=(re.compile(r"/(?:query|sparql)/?$"), "/store"),
    puts_whole=True,
    gives_all_rows=True,
)
"""Oxigraph's server, which answers every request from one state of the store."""

_DURATIONS = frozenset(XSD + name for name in ("duration", "dayTimeDuration", "yearMonthDuration"))
_NUMBERS = INTEGERS | {XSD + "decimal", XSD + "double", XSD + "float"}
_SPECIAL = frozenset(("INF", "+INF", "-INF", "NaN"))


def _virtuoso_keeps(literal: Literal) -> bool:
    """It makes 0 of "abc"^^xsd:integer, 12 of "P1Y"^^xsd:duration, and cuts off after 15 digits."""
    if literal.datatype in _DURATIONS:
        return False
    if literal.datatype not in _NUMBERS or literal.value in _SPECIAL:
        return True
    try:
        number = Decimal(literal.value)
    except InvalidOperation:
        return False
    if literal.datatype in INTEGERS:
        return abs(number) < 2**31
    return len(number.normalize().as_tuple().digits) <= 15


VIRTUOSO = Dialect(
    name="virtuoso",
    signature=re.compile(r"virtuoso", re.I),
    path="/sparql",
    with_user=(re.compile(r"/sparql/?$"), "/sparql-auth"),
    graph_store=(re.compile(r"/sparql(-auth)?/?$"), r"/sparql-graph-crud\1"),
    graph_parameter="graph-uri",
    triples_a_request=50_000,
    swaps_whole=False,
    # DROP does nothing to a graph that nobody made with CREATE.
    empties="CLEAR GRAPH <{graph}>",
    # It refuses to sort more than 10,000 rows, and keeps an order as long as nobody writes.
    pages_ordered=False,
    keeps_blank_nodes=True,
    own_graphs=re.compile(
        r"^(?:http://www\.openlinksw\.com/|http://www\.w3\.org/(?:ns/ldp|2002/07/owl)#$"
        r"|http://localuriqaserver/|urn:(?:core|activitystreams-owl|virtuoso|virtrdf)\b"
        r"|https?://[^/]*/(?:sparql|DAV/?)$|(?![a-z][a-z0-9+.-]*:))",
        re.I,
    ),
    keeps=_virtuoso_keeps,
    text_match='?label <bif:contains> "{words}" .',
    query_faults=re.compile(r"^Virtuoso (?:37000|22023|22003|22005|42S|S0)"),
    hints=(
        (
            re.compile(r"transitive start not given"),
            "a path with * or + needs one end that is known: name it, or bind it with VALUES",
        ),
        (
            re.compile(r"No permission|SR186|SECURITY"),
            "name a user who may write, as in http://USER:PASSWORD@HOST/sparql-auth, or grant"
            " SPARQL_UPDATE to the user SPARQL on the server",
        ),
        (
            re.compile(r"Sorted TOP|SR353"),
            "it sorts 10,000 rows at most: ask for fewer, or raise MaxSortedTopRows on the server",
        ),
        (
            re.compile(r"40001|deadlock|S1T00|timed? ?out", re.I),
            "somebody else was writing, or it took too long: try again",
        ),
        (
            re.compile(r"estimated execution time"),
            "ask for less, or raise MaxQueryCostEstimationTime on the server",
        ),
    ),
)
"""Virtuoso 7, as Debian ships it; see docs/sparql-servers.md for its traps."""

DIALECTS = {dialect.name: dialect for dialect in (GENERIC, OXIGRAPH, VIRTUOSO)}
"""Every dialect by name; a new one is a record above and its name here."""


def dialect_named(name: str) -> Dialect:
    """A dialect by its name.

    :raises StoreError: there is none of that name
    """
    if name not in DIALECTS:
        raise StoreError(f"there is no dialect {name!r}", hint=f"use auto, {', '.join(DIALECTS)}")
    return DIALECTS[name]


def dialect_of(headers: Mapping[str, str]) -> Dialect:
    """The dialect that the headers of an answer give away, else the generic one.

    Proxies hide the ``Server`` header, but Virtuoso has more of its own.

    >>> dialect_of({"server": "Oxigraph/0.5.13"}).name, dialect_of({"server": "nginx"}).name
    ('oxigraph', 'generic')
    """
    if any(name.lower().startswith("x-sparql-") for name in headers):
        return VIRTUOSO
    server = headers.get("server", "")
    return next((d for d in DIALECTS.values() if d.signature.search(server)), GENERIC)
