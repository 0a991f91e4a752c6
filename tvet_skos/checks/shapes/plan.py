"""What is done at one node: the shapes that apply to it, laid out so that nothing is read twice."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tvet_skos.checks.shapes.compiled import CompiledShape, Voice, surplus
from tvet_skos.checks.shapes.constraints import COUNTS, Check, Test, enough
from tvet_skos.checks.shapes.model import Path, PredicatePath, ShapeResult
from tvet_skos.checks.shapes.paths import Walk, compile_count, compile_path, normal
from tvet_skos.checks.shapes.view import View
from tvet_skos.terms import IRI, Node, Term


@dataclass(slots=True)
class _Group:
    """The constraints on the values of one path; ``predicate`` is it if it is a single property."""

    walk: Walk
    predicate: IRI | None = None
    checks: list[tuple[Check, Voice]] = field(default_factory=list)
    tests: list[tuple[Test, Voice]] = field(default_factory=list)


class Plan:
    """Several shapes that are applied to the same nodes.

    :param only: the shapes that may say something; all of them where it is ``None``
    """

    __slots__ = ("_closed", "_nested", "_only", "_properties", "_walks")

    def __init__(self, shapes: Iterable[CompiledShape], only: Container[Node] | None) -> None:
        parts = tuple(same_focus(shapes))
        self._only = only
        # Property shapes that have property shapes themselves judge other nodes: they go alone.
        self._nested = tuple(s for s in parts if s.walk is not None and s.parts)
        flat = [s for s in parts if s.walk is None or not s.parts]
        if only is not None:
            flat = [s for s in flat if s.shape.node in only]
        self._closed = tuple((s.walk, closed) for s in flat for closed in s.closed)
        by_path: dict[Path | None, list[CompiledShape]] = {}
        for shape in flat:
            path = None if shape.shape.path is None else normal(shape.shape.path)
            by_path.setdefault(path, []).append(shape)
        groups = [_group(path, shapes) for path, shapes in by_path.items()]
        self._properties = tuple(
            (g.predicate, g.checks, g.tests) for g in groups if g.predicate is not None
        )
        self._walks = tuple((g.walk, g.checks, g.tests) for g in groups if g.predicate is None)

    def judge(self, view: View, focus: Term) -> list[ShapeResult]:
        """What the shapes say of a node, each thing once."""
        found: list[ShapeResult] = []
        said = view.properties(focus)
        for predicate, checks, tests in self._properties:
            values = said.get(predicate, ())
            if values or checks:
                _judge(view, focus, values, checks, tests, found)
        for walk, checks, tests in self._walks:
            _judge(view, focus, walk(view, focus), checks, tests, found)
        for way, (allowed, voice) in self._closed:
            for value in (focus,) if way is None else way(view, focus):
                found.extend(surplus(view, focus, value, allowed, voice))
        if not self._nested:
            return found
        for shape in self._nested:
            found.extend(shape.results(view, focus))
        if self._only is None:
            return list(dict.fromkeys(found))
        return [result for result in dict.fromkeys(found) if result.shape in self._only]


def _judge(
    view: View,
    focus: Term,
    values: Sequence[Term],
    checks: list[tuple[Check, Voice]],
    tests: list[tuple[Test, Voice]],
    found: list[ShapeResult],
) -> None:
    for check, voice in checks:
        for offending in check(view, focus, values):
            found.append(voice.result(focus, offending))
    for value in values:
        for test, voice in tests:
            if not test(view, value):
                found.append(voice.result(focus, value))


def same_focus(shapes: Iterable[CompiledShape]) -> Iterator[CompiledShape]:
    """The shapes, and the property shapes that judge the same focus node; each once."""
    seen: set[Node] = set()
    waiting = list(shapes)[::-1]
    while waiting:
        shape = waiting.pop()
        if shape.shape.node in seen or shape.shape.deactivated:
            continue
        seen.add(shape.shape.node)
        yield shape
        if shape.walk is None:
            waiting.extend(shape.parts[::-1])


def _group(path: Path | None, shapes: list[CompiledShape]) -> _Group:
    checks = [check for shape in shapes for check in shape.checks]
    tests = [test for shape in shapes for test in shape.tests]
    if path is None:
        return _Group(lambda view, focus: (focus,), None, checks, tests)
    if isinstance(path, PredicatePath):
        return _Group(compile_path(path), path.predicate, checks, tests)
    constraints = [constraint for shape in shapes for constraint in shape.shape.constraints]
    if all(constraint.component in COUNTS for constraint in constraints):
        most = max(map(enough, constraints), default=0)
        return _Group(compile_count(path, most), None, checks)
    return _Group(compile_path(path), None, checks, tests)
