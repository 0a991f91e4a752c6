"""Walking paths: from a node to its values, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeAlias

from tvet_skos.checks.shapes.model import (
    AlternativePath,
    InversePath,
    Path,
    PredicatePath,
    RepeatedPath,
    SequencePath,
)
from tvet_skos.checks.shapes.view import View
from tvet_skos.terms import Term

Walk: TypeAlias = Callable[[View, Term], Sequence[Term]]
"""From a node to the values of a path; a value may stand there twice if the path allows it."""


def normal(path: Path) -> Path:
    """The same path, in which nothing but single properties is walked backwards.

    >>> from tvet_skos.terms import IRI
    >>> a, b = PredicatePath(IRI("http://e/a")), PredicatePath(IRI("http://e/b"))
    >>> normal(InversePath(SequencePath((a, b)))) == SequencePath((InversePath(b), InversePath(a)))
    True
    """
    return _directed(path, inverse=False)


def _directed(path: Path, *, inverse: bool) -> Path:
    if isinstance(path, PredicatePath):
        return InversePath(path) if inverse else path
    if isinstance(path, InversePath):
        return _directed(path.path, inverse=not inverse)
    if isinstance(path, RepeatedPath):
        return RepeatedPath(_directed(path.path, inverse=inverse), path.zero, path.many)
    paths = tuple(_directed(inner, inverse=inverse) for inner in path.paths)
    if isinstance(path, AlternativePath):
        return AlternativePath(paths)
    return SequencePath(paths[::-1] if inverse else paths)


def compile_path(path: Path) -> Walk:
    """A function that walks a path; its values come without repeats."""
    walk = _walk(normal(path))
    if isinstance(path, PredicatePath):
        return walk
    return lambda view, node: _distinct(walk(view, node))


def compile_count(path: Path, most: int) -> Walk:
    """A function that gives the first ``most`` values, for those who only count them.

    A scheme may have a hundred thousand concepts, and need not be told all of them.
    """
    path = normal(path)
    walks = tuple(map(_walk, path.paths if isinstance(path, AlternativePath) else (path,)))
    if most == 1:
        return _any(walks)

    def walk_some(view: View, node: Term) -> Sequence[Term]:
        values = chain.from_iterable(walk(view, node) for walk in walks)
        return list(islice(_unrepeated(values), most))

    return walk_some


def _any(walks: tuple[Walk, ...]) -> Walk:
    def walk_to_one(view: View, node: Term) -> Sequence[Term]:
        for walk in walks:
            values = walk(view, node)
            if values:
                return values[:1]
        return ()

    return walk_to_one


def _unrepeated(terms: Iterable[Term]) -> Iterator[Term]:
    seen: set[Term] = set()
    for term in terms:
        if term not in seen:
            seen.add(term)
            yield term


def _distinct(terms: Sequence[Term]) -> Sequence[Term]:
    return list(dict.fromkeys(terms)) if len(terms) > 1 else terms


def _walk(path: Path) -> Walk:
    if isinstance(path, PredicatePath):
        predicate = path.predicate
        return lambda view, node: view.values(node, predicate)
    if isinstance(path, InversePath):
        assert isinstance(path.path, PredicatePath)
        backwards = path.path.predicate
        return lambda view, node: view.subjects(backwards, node)
    if isinstance(path, RepeatedPath):
        return _repeated(_walk(path.path), path.zero, path.many)
    walks = tuple(_walk(inner) for inner in path.paths)
    return _sequence(walks) if isinstance(path, SequencePath) else _alternative(walks)


def _alternative(walks: tuple[Walk, ...]) -> Walk:
    return lambda view, node: list(chain.from_iterable(walk(view, node) for walk in walks))


def _sequence(walks: tuple[Walk, ...]) -> Walk:
    def walk_all(view: View, node: Term) -> Sequence[Term]:
        reached: Sequence[Term] = (node,)
        for walk in walks:
            reached = _distinct([end for start in reached for end in walk(view, start)])
        return reached

    return walk_all


def _repeated(walk: Walk, zero: bool, many: bool) -> Walk:
    def walk_on(view: View, node: Term) -> Sequence[Term]:
        found: dict[Term, None] = {node: None} if zero else {}
        waiting: list[Term] = [node]
        for start in waiting:
            for end in walk(view, start):
                if end not in found:
                    found[end] = None
                    if many and end != node:
                        waiting.append(end)
        return list(found)

    return walk_on
