"""A SPARQL server as a store."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from tvet_skos.errors import QueryFailed, StoreError
from tvet_skos.namespaces import SKOS
from tvet_skos.store.choice import choice_of
from tvet_skos.store.gate import CheckedQuery, pass_gate
from tvet_skos.store.interface import Store
from tvet_skos.store.labels.index import LabelEntry, LabelIndex
from tvet_skos.store.lexer import tokens
from tvet_skos.store.results import Answer
from tvet_skos.store.servers.download import ALL, download
from tvet_skos.store.servers.labels import (
    LocalIndex,
    forget_text_index,
    is_text_index_fresh,
    labels_beginning,
    mark_text_index,
)
from tvet_skos.store.servers.normal_form import normal_form
from tvet_skos.store.servers.server import NOTHING, Server
from tvet_skos.store.servers.states import ANY, Found, changing, steadily
from tvet_skos.store.servers.writing import Draft, put_in_place, take_out
from tvet_skos.store.updates import refuse_reaching_out
from tvet_skos.terms import (
    IRI,
    BlankNode,
    Literal,
    Node,
    Term,
    Triple,
    is_iri,
    n3,
    triple_order,
)

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What no query can name: engines read its escapes in two ways."""

TIMEOUT = 60.0
"""Seconds for which a server may be silent; writing may take ten times that."""


class RemoteStore(Store):
    """The vocabularies on a SPARQL server, each in its named graph.

    A server without named graphs is asked as it is. The graphs that are there are looked up once;
    ``graphs`` looks again. What others write while an answer of several pages comes in is noticed
    by the count only; docs/sparql-servers.md says what holds on which server.

    :param address: where the server answers queries, as ``http://127.0.0.1:7878/query``. A name and
        password may stand before the host; they are sent only when the server asks, and never shown
    :param graph: the one vocabulary that questions see; by default all together
    :param dialect: ``auto``, or the name of one in ``store.dialects``
    :param timeout: seconds for which the server may be silent
    :raises StoreError: this is no address of a server
    :raises ServerFailed: no SPARQL server answers there
    """

    def __init__(
        self,
        address: str,
        *,
        graph: IRI | None = None,
        dialect: str = "auto",
        timeout: float = TIMEOUT,
    ) -> None:
        if graph is not None:
            _check_name(graph)
        self._server = Server(address, dialect, timeout)
        self.address = self._server.endpoint.address
        self._graph = graph
        self._listed: tuple[IRI, ...] | None = None
        self._seen: set[IRI] = set()
        self._index: LocalIndex | None = None

    @property
    def dialect(self) -> str:
        """The name of the dialect that is spoken with the server."""
        return self._server.dialect.name

    def close(self) -> None:
        """Give back the connections and the label index."""
        self._forget()
        self._server.close()

    def _forget(self) -> None:
        """Drop what is known of the server's content."""
        self._listed = None
        self._seen.clear()
        if self._index is not None:
            self._index.close()
            self._index = None

    def _dataset(self, graph: IRI | None = None) -> tuple[IRI, ...]:
        """The graphs that questions see; none stands for what the server has without a name.

        :raises NotFound: the one vocabulary that is asked for is not there
        """
        graph = graph or self._graph
        if graph is None:
            return self._all() or ((NOTHING,) if self._server.dialect.own_graphs else ())
        if graph not in self._seen:
            if not self._steadily((graph,), lambda: self._server.has_graph(graph)):
                raise self._server.not_found(graph)
            self._seen.add(graph)
        return (graph,)

    def _steadily(self, graphs: tuple[IRI, ...], ask: Callable[[], Found]) -> Found:
        return steadily(self._server, graphs, ask)

    def _all(self) -> tuple[IRI, ...]:
        if self._listed is None:
            self._listed = self._steadily((), self._server.graphs)
        return self._listed

    def query(
        self,
        text: str,
        *,
        default_graphs: Iterable[IRI] | None = None,
        named_graphs: Iterable[IRI] | None = None,
    ) -> Answer:
        """The answer to a SPARQL query; without an ORDER BY the rows are sorted.

        :raises QueryRefused: the gate does not let it through
        :raises QueryFailed: the server cannot read or answer it
        :raises NotFound: one of the vocabularies is not there, or not the one this store sees
        :raises ServerFailed: it does not answer, or with something else
        :raises Truncated: it may have left something out
        """
        checked = pass_gate(text)
        choice = choice_of(default_graphs, named_graphs, self._graph)
        if choice is None:
            dataset = self._dataset()
            return self._steadily(dataset, lambda: self._answer(checked, dataset, None))
        graphs = (*choice.default, *choice.named)
        for graph in graphs:
            self._dataset(graph)
        # Left out, some servers take all graphs; so what is empty is said with one that is nowhere.
        default, named = choice.default or (NOTHING,), choice.named or (NOTHING,)
        return self._steadily(graphs, lambda: self._answer(checked, default, named))

    def _answer(
        self, checked: CheckedQuery, dataset: tuple[IRI, ...], named: tuple[IRI, ...] | None
    ) -> Answer:
        text = checked.text
        if checked.form == "ASK":
            return self._server.truth(text, dataset, named)
        if checked.form == "SELECT":
            rows = self._server.rows(text, dataset, named)
            self._check_whole(len(rows.rows), checked)
            return rows if checked.ordered else rows.in_order()
        triples = self._server.graph(text, dataset, named)
        self._check_whole(len(triples), checked)
        return tuple(sorted(set(triples), key=triple_order))

    def _check_whole(self, size: int, checked: CheckedQuery) -> None:
        if not self._server.gives(size) and _limit(checked.text) != size:
            raise self._server.truncated(f"gave {size} rows and may have more")

    def about(self, node: Node) -> list[Triple]:
        """Every statement about a node, sorted."""
        return self._matching(f"{n3(node)} ?p ?o") if _can_be_asked(node) else []

    def naming(self, predicate: IRI, node: Term) -> list[Triple]:
        """Every statement that points to a node with a property, sorted."""
        if not (_can_be_asked(predicate) and _can_be_asked(node)):
            return []
        if isinstance(node, Literal) and _UNWRITABLE.search(node.value):
            value = normal_form(node)
            every = self._matching(f"?s {n3(predicate)} ?o")
            return [triple for triple in every if normal_form(triple.object) == value]
        return self._matching(f"?s {n3(predicate)} {n3(node)}")

    def _matching(self, where: str) -> list[Triple]:
        dataset = self._dataset()
        try:
            triples = self._steadily(dataset, lambda: self._found(where, dataset))
        except QueryFailed:  # the server does not take it for an IRI, so nothing is called so
            return []
        return sorted(triples, key=triple_order)

    def _found(self, where: str, dataset: tuple[IRI, ...]) -> set[Triple]:
        triples = self._server.graph(f"CONSTRUCT {{ {where} }} WHERE {{ {where} }}", dataset)
        if self._server.gives(len(triples)):
            return set(triples)
        with download(self._server, dataset, where) as found:
            return set(found.triples())

    def is_concept(self, iri: IRI) -> bool:
        """Whether something of that name has a preferred label."""
        if not _can_be_asked(iri):
            return False
        query = f"ASK {{ {n3(iri)} {n3(SKOS.prefLabel)} ?label }}"
        try:
            return self.ask(query)
        except QueryFailed:  # the server does not take it for an IRI
            return False

    @property
    def labels(self) -> LabelIndex:
        """The index of the labels and definitions of all concepts, made here at the first look-up.

        :raises StoreError: they are more than ``store.servers.labels.LARGEST_INDEX``
        """
        if self._index is None:
            dataset = self._dataset()
            self._index = self._steadily(dataset, lambda: LocalIndex(self._server, dataset))
        return self._index.labels

    def labels_beginning(self, text: str) -> list[LabelEntry]:
        """The labels in which each word of a text begins a word, found on the server itself.

        For vocabularies that are too big for ``labels``. Case is ignored, nothing else. The
        strongest labels come first.

        :raises Truncated: they are more than the server gives at once
        """
        dataset = self._dataset()
        return self._steadily(dataset, lambda: self._search(dataset, text))

    def _search(self, dataset: tuple[IRI, ...], text: str) -> list[LabelEntry]:
        fresh = all(is_text_index_fresh(self._server, graph) for graph in dataset)
        return labels_beginning(self._server, dataset, text, narrow=fresh)

    def graphs(self) -> tuple[IRI, ...]:
        """The named graphs, sorted: one a vocabulary. What servers keep for themselves is out."""
        self._listed = None
        return self._all()

    def count(self, graph: IRI | None = None) -> int:
        """The number of triples of one graph, or of all that questions see.

        :raises NotFound: there is no such graph
        """
        dataset = self._dataset(graph)
        return self._steadily(dataset, lambda: self._server.count(dataset))

    def export(self, graph: IRI | None = None) -> Iterator[Triple]:
        """Every triple of one graph, or of all that questions see, in no particular order.

        All of them are here, in a file, and counted, before the first is given out.

        :raises Truncated: fewer came than were counted
        """
        dataset = self._dataset(graph)
        with self._steadily(dataset, lambda: download(self._server, dataset, ALL)) as found:
            yield from found.triples()

    def replace(self, graph: IRI, triples: Iterable[Triple]) -> None:
        """Put a vocabulary in its graph, in the place of what was there.

        :raises StoreError: the server would change a value, or keeps another number of triples
        :raises ServerFailed: it does not answer, or does not let this user write
        """
        _check_name(graph)
        with Draft(triples, self._server.dialect) as draft:
            put_in_place(self._server, graph, draft)
        self._forget()
        mark_text_index(self._server, graph)

    def remove(self, graph: IRI) -> None:
        """Take a graph out.

        :raises NotFound: it is not there
        """
        self._dataset(graph)
        take_out(self._server, graph)
        self._forget()
        forget_text_index(self._server, graph)

    def update(self, text: str) -> None:
        """Apply a SPARQL update; it names the graphs that it changes.

        :raises QueryRefused: it would read from elsewhere (LOAD, SERVICE)
        :raises QueryFailed: the server cannot read or apply it
        """
        refuse_reaching_out(text)
        with changing(self._server, ANY):
            self._server.update(text)
        self._forget()


def _check_name(graph: IRI) -> None:
    if not is_iri(graph):
        raise StoreError(f"{graph!r} cannot name a graph", hint="use an absolute IRI")


def _can_be_asked(term: Term) -> bool:
    """Whether a server can be asked about a term; what is no IRI names nothing.

    :raises StoreError: it is a blank node, which has no name outside of an answer
    """
    if isinstance(term, BlankNode):
        raise StoreError(
            "a server cannot be asked about a blank node",
            hint="ask for it by what it is a part of, in one query",
        )
    return not isinstance(term, str) or is_iri(term)


def _limit(text: str) -> int | None:
    """The LIMIT of a query as a whole."""
    found = [t for t in tokens(text) if not t.depth]
    limits = [b.text for a, b in pairwise(found) if a.word == "LIMIT"]
    return int(limits[-1]) if limits and limits[-1].isdigit() else None
