"""A vocabulary in memory, on Oxigraph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from tvet_skos.errors import QueryFailed
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.rdf.formats import engine_term, engine_triple, own_term, own_triple
from tvet_skos.store.gate import CheckedQuery, pass_gate
from tvet_skos.store.labels import KINDS, LabelIndex
from tvet_skos.store.results import Answer, Rows
from tvet_skos.terms import IRI, Node, Term, Triple, order, triple_order

_NO_CONCEPTS = (SKOS.Collection, SKOS.OrderedCollection, SKOS.ConceptScheme)


def open_store(address: str | Path) -> MemoryStore:
    """A store over a vocabulary folder or an RDF file.

    :raises NotFound: nothing stands at the address
    :raises InputError: what stands there cannot be read

    >>> from tvet_skos import bundled_vocabulary
    >>> open_store(bundled_vocabulary()).query("ASK { ?s ?p ?o }")
    True
    """
    return MemoryStore(read_vocabulary(Path(address)).triples)


class MemoryStore:
    """A graph that answers SPARQL and hands out the statements about a node.

    It is a cache: the engine may rewrite literals (``01`` becomes ``1``), so exports are never
    made from it.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._engine = ox.Store()
        self._engine.extend(
            ox.Quad(t.subject, t.predicate, t.object) for t in map(engine_triple, triples)
        )

    def __len__(self) -> int:
        """The number of distinct triples."""
        return len(self._engine)

    @cached_property
    def labels(self) -> LabelIndex:
        """The index of all labels of concepts, built at the first look-up; topics are left out."""
        groups = {
            triple.subject
            for rdf_class in _NO_CONCEPTS
            for triple in self._matching(None, RDF.type, rdf_class)
        }
        return LabelIndex.of(
            triple
            for predicate in KINDS
            for triple in self._matching(None, predicate, None)
            if triple.subject not in groups
        )

    def about(self, node: Node) -> list[Triple]:
        """Every statement about a node, sorted."""
        return sorted(self._matching(node, None, None), key=triple_order)

    def naming(self, predicate: IRI, node: Term) -> list[Triple]:
        """Every statement that points to a node with a property, sorted."""
        return sorted(self._matching(None, predicate, node), key=triple_order)

    def is_concept(self, iri: IRI) -> bool:
        """Whether the graph gives something of that name a preferred label."""
        try:
            return any(True for _ in self._matching(iri, SKOS.prefLabel, None))
        except ValueError:  # the engine does not take it for an IRI
            return False

    def query(self, text: str) -> Answer:
        """The answer to a SPARQL query.

        :raises QueryRefused: the gate does not let it through
        :raises QueryFailed: the engine cannot read or answer it
        """
        checked = pass_gate(text)
        try:
            return self._answer(checked)
        except (SyntaxError, RuntimeError, ValueError, OSError) as error:
            raise _failure(error) from error

    def _answer(self, checked: CheckedQuery) -> Answer:
        results = self._engine.query(checked.text)
        if isinstance(results, ox.QueryBoolean):
            return bool(results)
        if isinstance(results, ox.QueryTriples):
            return tuple(sorted({own_triple(triple) for triple in results}, key=triple_order))
        rows = [tuple(None if v is None else own_term(v) for v in row) for row in results]
        if not checked.ordered:
            rows.sort(key=_row_order)
        return Rows(tuple(v.value for v in results.variables), tuple(rows))

    def _matching(
        self, subject: Node | None, predicate: IRI | str | None, value: Term | None
    ) -> Iterable[Triple]:
        quads = self._engine.quads_for_pattern(
            None if subject is None else engine_term(subject),  # type: ignore[arg-type]
            None if predicate is None else ox.NamedNode(predicate),
            None if value is None else engine_term(value),
        )
        return map(own_triple, quads)


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
