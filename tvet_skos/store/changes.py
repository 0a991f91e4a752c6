"""Changing the vocabularies of a dataset: in a new engine beside the old one, never in that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import combinations
from typing import TypeAlias

import pyoxigraph as ox

from tvet_skos.errors import QueryFailed
from tvet_skos.store.dataset import Dataset, Layout
from tvet_skos.store.filling import pour_graph
from tvet_skos.store.updates import refuse_reaching_out
from tvet_skos.terms import IRI, n3

Pour: TypeAlias = Callable[[ox.Store, IRI | None], None]
"""Puts a vocabulary into a graph of an engine; ``None`` is its default graph."""


def filled(engine: ox.Store, pours: Mapping[IRI, Pour]) -> Dataset:
    """A dataset of some vocabularies, in an engine that is still empty."""
    if len(pours) <= 1:
        for pour in pours.values():
            pour(engine, None)
        return Dataset(engine, Layout.ONE, dict.fromkeys((*pours, None), len(engine)))
    for name, pour in sorted(pours.items()):
        pour(engine, name)
    return merged_if_shared(engine, dict.fromkeys(pours))


def copied(old: Dataset, name: IRI) -> Pour:
    """What puts a vocabulary of another dataset into an engine."""
    stands_as = None if old.layout is Layout.ONE else name
    return lambda engine, graph: pour_graph(engine, graph, old.engine, stands_as)


def with_changed(engine: ox.Store, old: Dataset, name: IRI, pour: Pour | None) -> Dataset:
    """A dataset in a copy of its engine, with the vocabulary of that name changed or taken out."""
    if old.layout is Layout.MERGED:
        engine.clear_graph(ox.DefaultGraph())
    engine.remove_graph(ox.NamedNode(name))
    if pour is not None:
        pour(engine, name)
    sizes: dict[IRI, int | None] = {graph: old.sizes[graph] for graph in old.graphs}
    sizes.pop(name, None)
    if pour is not None:
        sizes[name] = None
    apart = sizes.keys() - {name} if old.layout is Layout.APART else ()
    return merged_if_shared(engine, sizes, apart)


def merged_if_shared(
    engine: ox.Store, sizes: Mapping[IRI, int | None], apart: Collection[IRI] = ()
) -> Dataset:
    """The dataset of an engine with named graphs only; its merge is added where it is needed.

    :param sizes: the graphs, with their numbers of triples as far as they are known
    :param apart: graphs of which no two share a triple
    """
    counted = {name: _count(engine, name) if n is None else n for name, n in sizes.items()}
    if not _share(engine, counted, apart):
        return Dataset(engine, Layout.APART, _sizes(counted, sum(counted.values())))
    quads = engine.quads_for_pattern(None, None, None, None)
    engine.bulk_extend(ox.Quad(s, p, o) for s, p, o, _ in quads)
    return Dataset(engine, Layout.MERGED, _sizes(counted, _count(engine, None)))


def _sizes(counted: Mapping[IRI, int], together: int) -> dict[IRI | None, int]:
    sizes: dict[IRI | None, int] = {None: together}
    sizes.update(counted.items())
    return sizes


def _count(engine: ox.Store, graph: IRI | None) -> int:
    """The number of triples of a graph, counted without looking up their terms."""
    pattern = "?s ?p ?o" if graph is None else f"GRAPH {n3(graph)} {{ ?s ?p ?o }}"
    (row,) = engine.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")  # type: ignore[misc]
    return int(row[0].value)


def _share(engine: ox.Store, sizes: Mapping[IRI, int], apart: Collection[IRI]) -> bool:
    """Whether two graphs hold the same triple; of two the smaller is gone through."""
    by_size = sorted(sizes, key=lambda name: (sizes[name], name))
    return any(
        bool(
            engine.query(
                f"ASK {{ GRAPH {n3(small)} {{ ?s ?p ?o }} GRAPH {n3(large)} {{ ?s ?p ?o }} }}"
            )
        )
        for small, large in combinations(by_size, 2)
        if not (small in apart and large in apart)
    )


def with_named_graphs(engine: ox.Store, old: Dataset) -> None:
    """Put all vocabularies of a dataset into named graphs of an engine, for an update to change."""
    for name in old.graphs:
        copied(old, name)(engine, name)


def apply_update(engine: ox.Store, text: str) -> Dataset:
    """The dataset after a SPARQL update, which is applied whole or not at all.

    :param engine: with named graphs only
    :raises QueryRefused: it would read from elsewhere, or is too long
    :raises QueryFailed: the engine cannot read or apply it, or it writes outside of named graphs
    """
    refuse_reaching_out(text)
    try:
        engine.update(text)
    except (SyntaxError, ValueError, RuntimeError) as error:
        message = (str(error.args[0]) if error.args else str(error)).splitlines()[0]
        raise QueryFailed(f"the update cannot be applied: {message}") from error
    if any(True for _ in engine.quads_for_pattern(None, None, None, ox.DefaultGraph())):
        raise QueryFailed(
            "the update writes triples that belong to no vocabulary",
            hint="say which one: INSERT DATA { GRAPH <iri> { … } }, or WITH <iri> before the rest",
        )
    names = {IRI(g.value) for g in engine.named_graphs() if isinstance(g, ox.NamedNode)}
    return merged_if_shared(engine, dict.fromkeys(sorted(n for n in names if _count(engine, n))))


__all__ = [
    "Pour",
    "apply_update",
    "copied",
    "filled",
    "merged_if_shared",
    "with_changed",
    "with_named_graphs",
]
