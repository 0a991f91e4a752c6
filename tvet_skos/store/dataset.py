"""Vocabularies in an engine: how they lie there, and what questions about them see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, partial
from typing import TypeAlias

import pyoxigraph as ox

from tvet_skos.errors import NotFound, QueryFailed
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.formats import engine_term, own_term, own_triple
from tvet_skos.store.filling import GraphName, graph_name
from tvet_skos.store.gate import CheckedQuery
from tvet_skos.store.only_graph import without_graph
from tvet_skos.store.results import Answer, Rows
from tvet_skos.terms import (
    IRI,
    Literal,
    Node,
    Term,
    Triple,
    order,
    triple_order,
)
from tvet_skos.text import bcp47


class Layout(StrEnum):
    """Where the vocabularies lie in the engine."""

    ONE = "one"
    """A single one, in the default graph: half the space and time of a named graph."""
    APART = "apart"
    """Each in its named graph, the default graph empty; no two share a triple."""
    MERGED = "merged"
    """Each in its named graph; some share triples, so all are in the default graph once more.

    Without that, a triple that two of them state would be counted twice.
    """


TriplesWith: TypeAlias = Callable[[IRI], Iterable[Triple]]
"""All triples with a predicate."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """An engine, and the vocabularies in it.

    ``sizes`` has the number of triples of each graph by its name, and of all together by ``None``.
    """

    engine: ox.Store
    layout: Layout
    sizes: Mapping[IRI | None, int]

    @property
    def graphs(self) -> tuple[IRI, ...]:
        """The names of the vocabularies, sorted."""
        return tuple(sorted(name for name in self.sizes if name is not None))

    def size(self, graph: IRI | None = None) -> int:
        """The number of triples of one vocabulary, or of all.

        :raises NotFound: there is no such vocabulary
        """
        self._require(graph)
        return self.sizes[graph]

    def _require(self, graph: IRI | None) -> None:
        if graph is None or graph in self.sizes:
            return
        names = ", ".join(f"<{name}>" for name in self.graphs)
        raise NotFound(
            f"the store holds no vocabulary <{graph}>",
            suggestions=self.graphs,
            hint=f"it holds {names}" if names else "it holds none with a name",
        )

    def _read(self, graph: IRI | None) -> tuple[GraphName, ...]:
        """The graphs of the engine that hold what questions about a vocabulary, or all, see."""
        self._require(graph)
        if self.layout is Layout.ONE or (graph is None and self.layout is Layout.MERGED):
            return (ox.DefaultGraph(),)
        return tuple(map(graph_name, self.graphs if graph is None else (graph,)))

    def quads(
        self,
        subject: Node | None,
        predicate: IRI | None,
        value: Term | None,
        graph: IRI | None = None,
    ) -> Iterator[ox.Quad]:
        """The engine's statements of that pattern; ``None`` is anything."""
        try:
            pattern = (
                None if subject is None else engine_term(subject),
                None if predicate is None else ox.NamedNode(predicate),
                None if value is None else engine_term(value),
            )
        except ValueError:  # the engine does not take it for an IRI, so nothing is called so
            return
        for name in self._read(graph):
            yield from self.engine.quads_for_pattern(*pattern, name)  # type: ignore[arg-type]

    def triples(
        self,
        subject: Node | None = None,
        predicate: IRI | None = None,
        value: Term | None = None,
        graph: IRI | None = None,
    ) -> Iterator[Triple]:
        """The statements of that pattern as ours, in no particular order."""
        return map(own_triple, self.quads(subject, predicate, value, graph))

    def by_vocabulary(self) -> dict[IRI | None, TriplesWith]:
        """For each vocabulary what gives its triples with a predicate; ``None`` has no name."""
        return {name: partial(self._with, name) for name in self.graphs or (None,)}

    def _with(self, graph: IRI | None, predicate: IRI) -> Iterator[Triple]:
        (name,) = self._read(graph)
        quads = self.engine.quads_for_pattern(None, ox.NamedNode(predicate), None, name)
        return _own_with(IRI(predicate), quads)

    def answer(self, checked: CheckedQuery, graph: IRI | None = None) -> Answer:
        """The answer to a query that has passed the gate.

        :raises QueryFailed: the engine cannot read it
        """
        try:
            results = self._results(checked.text, graph)
            if isinstance(results, ox.QueryBoolean):
                return bool(results)
            if isinstance(results, ox.QueryTriples):
                return tuple(sorted({own_triple(triple) for triple in results}, key=triple_order))
            rows = [tuple(None if v is None else own_term(v) for v in row) for row in results]
        except (SyntaxError, RuntimeError, ValueError, OSError) as error:
            if is_corruption(error):
                raise
            raise _failure(error) from error
        if not checked.ordered:
            rows.sort(key=_row_order)
        return Rows(tuple(v.value for v in results.variables), tuple(rows))

    def _results(
        self, text: str, graph: IRI | None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        read = list(self._read(graph))
        if self.layout is Layout.ONE:
            names = self.graphs
            return self.engine.query(without_graph(text, names[0]) if names else text)
        named = list(map(ox.NamedNode, self.graphs if graph is None else (graph,)))
        return self.engine.query(text, default_graph=read, named_graphs=named)  # type: ignore[arg-type]


def is_corruption(error: BaseException) -> bool:
    """Whether the engine complains of its files."""
    return "Corruption" in str(error) or "No such file" in str(error)


def declared_schemes(engine: ox.Store, graph: IRI | None = None) -> tuple[IRI, ...]:
    """The concept schemes that a graph of an engine declares, sorted."""
    quads = engine.quads_for_pattern(
        None, ox.NamedNode(RDF.type), ox.NamedNode(SKOS.ConceptScheme), graph_name(graph)
    )
    found = {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}
    return tuple(map(IRI, sorted(found)))


_tag = lru_cache(maxsize=1000)(bcp47)


_CONCEPT = ox.NamedNode(SKOS.Concept)


def _own_with(predicate: IRI, quads: Iterable[ox.Quad]) -> Iterator[Triple]:
    """Statements of the engine with one predicate as ours: what indexes read by the million.

    That something is a concept is left out: there is one such triple for each, and none asks.
    """
    new, named, literal = tuple.__new__, ox.NamedNode, ox.Literal
    for quad in quads:
        value, subject = quad.object, quad.subject
        if isinstance(value, literal):
            language = value.language
            own: Term = Literal(value.value, _tag(language)) if language else own_term(value)
        elif not isinstance(value, named):
            own = own_term(value)
        elif value != _CONCEPT:
            own = IRI(value.value)
        else:
            continue
        node = IRI(subject.value) if isinstance(subject, named) else own_term(subject)
        yield new(Triple, (node, predicate, own))


def _row_order(row: tuple[Term | None, ...]) -> list[tuple[int, str, str, str]]:
    return [(-1, "", "", "") if term is None else order(term) for term in row]


_PLACE = re.compile(r"^error at (\d+):(\d+): ")


def _failure(error: Exception) -> QueryFailed:
    if "Prefix not found" in str(error):
        return QueryFailed(
            "the query uses a prefix that it does not declare",
            hint="begin with a line such as PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
        )
    message = (str(error.args[0]) if error.args else str(error)).splitlines()[0]
    place = _PLACE.match(message)
    return QueryFailed(
        f"the query cannot be answered: {_PLACE.sub('', message)}",
        line=int(place[1]) if place else None,
        column=int(place[2]) if place else None,
        hint="`tvet-skos query` lists the queries that are ready to use",
    )
