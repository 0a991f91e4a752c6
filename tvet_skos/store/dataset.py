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
from tvet_skos.store.choice import Choice
from tvet_skos.store.filling import GraphName, graph_name, pour_graph
from tvet_skos.store.gate import CheckedQuery
from tvet_skos.store.only_graph import only_in_graphs, without_graph
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


Results: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

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

    def about(self, node: Node, graph: IRI | None = None) -> list[Triple]:
        """The statements about a node, sorted."""
        new, named, literal = tuple.__new__, ox.NamedNode, ox.Literal
        found = []
        for quad in self.quads(node, None, None, graph):
            value = quad.object
            if isinstance(value, named):
                own: Term = IRI(value.value)
            elif isinstance(value, literal) and (language := value.language):
                own = Literal(value.value, _tag(language))
            else:
                own = own_term(value)
            found.append(new(Triple, (node, IRI(quad.predicate.value), own)))
        # All have one subject, so what is left of their order is that of predicate and object.
        found.sort(key=_after_subject)
        return found

    def by_vocabulary(self) -> dict[IRI | None, TriplesWith]:
        """For each vocabulary what gives its triples with a predicate; ``None`` has no name."""
        return {name: partial(self._with, name) for name in self.graphs or (None,)}

    def _with(self, graph: IRI | None, predicate: IRI) -> Iterator[Triple]:
        (name,) = self._read(graph)
        quads = self.engine.quads_for_pattern(None, ox.NamedNode(predicate), None, name)
        return _own_with(IRI(predicate), quads)

    def answer(
        self, checked: CheckedQuery, graph: IRI | None = None, choice: Choice | None = None
    ) -> Answer:
        """The answer to a query that has passed the gate.

        :param graph: the one vocabulary that it sees; by default all
        :param choice: those that it sees of them
        :raises QueryFailed: the engine cannot read it
        :raises NotFound: one of the vocabularies is not there
        """
        seen = self.graphs if graph is None else (graph,)
        chosen = choice or Choice(seen, seen)
        for name in (graph, *chosen.default, *chosen.named):
            self._require(name)
        try:
            results = self._results(checked.text, chosen)
            if isinstance(results, ox.QueryBoolean):
                return bool(results)
            if isinstance(results, ox.QueryTriples):
                return tuple(sorted({own_triple(triple) for triple in results}, key=triple_order))
            rows = tuple(tuple(None if v is None else own_term(v) for v in row) for row in results)
        except (SyntaxError, RuntimeError, ValueError, OSError) as error:
            if is_corruption(error):
                raise
            raise _failure(error) from error
        answer = Rows(tuple(v.value for v in results.variables), rows)
        return answer if checked.ordered else answer.in_order()

    def _results(self, text: str, choice: Choice) -> Results:
        if self.layout is Layout.ONE:
            return self._of_only_one(text, choice)
        named = list(map(ox.NamedNode, choice.named))
        if self.layout is Layout.APART or len(choice.default) < 2:
            graphs = list(map(ox.NamedNode, choice.default))
            return self.engine.query(text, default_graph=graphs, named_graphs=named)  # type: ignore[arg-type]
        # A triple that two of them state is one triple: all are merged already, some must be.
        is_all = set(choice.default) == set(self.graphs)
        engine = self.engine if is_all else self._merged(choice)
        graphs_read = [ox.DefaultGraph()]
        return engine.query(text, default_graph=graphs_read, named_graphs=named)  # type: ignore[arg-type]

    def _merged(self, choice: Choice) -> ox.Store:
        """Some vocabularies in an engine of their own: what it costs is to copy them."""
        engine = ox.Store()
        for name in choice.default:
            pour_graph(engine, None, self.engine, name)
        for name in choice.named:
            pour_graph(engine, name, self.engine, name)
        return engine

    def _of_only_one(self, text: str, choice: Choice) -> Results:
        """What the vocabulary in the default graph answers, which the query may know by name."""
        read = [ox.DefaultGraph()] if choice.default or not self.graphs else []
        if choice.named and not read:
            emptied = only_in_graphs(text)
            if emptied is not None:
                text, read = emptied, [ox.DefaultGraph()]
        if choice.named and read:
            text = without_graph(text, self.graphs[0])
        return self.engine.query(text, default_graph=read, named_graphs=[])  # type: ignore[arg-type]


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


def _after_subject(triple: Triple) -> tuple[str, tuple[int, str, str, str]]:
    return triple[1], order(triple[2])


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
