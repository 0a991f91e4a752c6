"""One shape as functions: whether a node conforms, and what offends if it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.shapes.constraints import (
    CHECKS,
    TESTS,
    Check,
    NotCompilable,
    Test,
    all_of,
)
from tvet_skos.checks.shapes.model import Constraint, PredicatePath, Shape, ShapeResult
from tvet_skos.checks.shapes.paths import Walk, compile_path
from tvet_skos.checks.shapes.reading import DEEPEST
from tvet_skos.checks.shapes.sentences import messages_of
from tvet_skos.checks.shapes.view import View
from tvet_skos.namespaces import SH
from tvet_skos.terms import IRI, Literal, Node, Term


class Voice(NamedTuple):
    """What a result of a constraint says, whatever the node: the fixed part of a result."""

    shape: Node
    path: str
    component: IRI
    severity: IRI
    messages: tuple[Literal, ...]

    def result(self, focus: Term, value: Term | None) -> ShapeResult:
        """The result for a focus node and an offending value."""
        return ShapeResult(
            self.shape, focus, self.path, value, self.component, self.severity, self.messages
        )


class CompiledShape:
    """A shape that judges one node at a time, without looking for targets."""

    __slots__ = ("checks", "closed", "conforms", "parts", "shape", "tests", "walk")

    def __init__(
        self, shape: Shape, compiled: Mapping[Node, CompiledShape], *, trusted: bool
    ) -> None:
        """Compile a shape; those that it refers to are compiled already.

        :raises NotCompilable: a constraint is beyond the compiler
        """
        self.shape = shape
        self.walk: Walk | None = None if shape.path is None else compile_path(shape.path)
        self.tests: list[tuple[Test, Voice]] = []
        self.checks: list[tuple[Check, Voice]] = []
        self.closed: list[tuple[frozenset[Term], Voice]] = []
        self.parts: list[CompiledShape] = []

        def conformance(node: Node) -> Test:
            return compiled[node].conforms

        for constraint in () if shape.deactivated else shape.constraints:
            voice = _voice(shape, constraint)
            if constraint.component == SH.PropertyConstraintComponent:
                self.parts.append(compiled[constraint.shapes[0]])
            elif constraint.component == SH.ClosedConstraintComponent:
                self.closed.append((frozenset(constraint.terms), voice))
            elif constraint.component in TESTS:
                test = TESTS[constraint.component](constraint, conformance, trusted)
                self.tests.append((test, voice))
            else:
                check = CHECKS[constraint.component](constraint, conformance, trusted)
                self.checks.append((check, voice))
        self.conforms: Test = self._conforms()

    def judge(self, graph: Graph, node: Term) -> Iterator[ShapeResult]:
        """What the shape says of a node as its focus, whether the node is a target or not."""
        return self.results(View(graph), node)

    def results(self, view: View, focus: Term) -> Iterator[ShapeResult]:
        """What the shape says of a node, in the order of its constraints."""
        values: Sequence[Term] = (focus,) if self.walk is None else self.walk(view, focus)
        for check, voice in self.checks:
            for offending in check(view, focus, values):
                yield voice.result(focus, offending)
        for test, voice in self.tests:
            for value in values:
                if not test(view, value):
                    yield voice.result(focus, value)
        for allowed, voice in self.closed:
            for value in values:
                yield from surplus(view, focus, value, allowed, voice)
        for part in self.parts:
            for value in values:
                yield from part.results(view, value)

    def _conforms(self) -> Test:
        """The shortest way to the verdict: cheap shapes are asked a million times."""
        tests = [test for test, _ in self.tests]
        if self.shape.deactivated:
            return lambda view, node: True
        if self.walk is None and not (self.checks or self.closed):
            return all_of((*tests, *(part.conforms for part in self.parts)))
        results = self.results
        return lambda view, node: next(results(view, node), None) is None


def surplus(
    view: View, focus: Term, value: Term, allowed: frozenset[Term], voice: Voice
) -> Iterator[ShapeResult]:
    """The statements of a value that a closed shape does not allow."""
    for predicate, objects in view.properties(value).items():
        if predicate not in allowed:
            for term in objects:
                yield voice.result(focus, term)._replace(path=str(predicate))


def _voice(shape: Shape, constraint: Constraint) -> Voice:
    path = shape.path.predicate if isinstance(shape.path, PredicatePath) else ""
    messages = shape.messages or messages_of(constraint)
    return Voice(shape.node, str(path), constraint.component, shape.severity, messages)


def compile_each(
    shapes: Mapping[Node, Shape], refused: dict[Node, NotCompilable], *, trusted: bool
) -> dict[Node, CompiledShape]:
    """Every shape that can be compiled with all that it refers to.

    :param refused: shapes that are not compiled, with the reasons; more are added
    """
    compiled: dict[Node, CompiledShape] = {}
    for node in _innermost_first(shapes, refused):
        if node in refused:
            continue
        shape = shapes[node]
        needed = chain.from_iterable(constraint.shapes for constraint in shape.constraints)
        missing = next((other for other in needed if other not in compiled), None)
        try:
            if missing is not None:
                raise NotCompilable(missing, "it refers to a shape that is not compiled")
            compiled[node] = CompiledShape(shape, compiled, trusted=trusted)
        except NotCompilable as reason:
            refused[node] = reason
    return compiled


def _innermost_first(
    shapes: Mapping[Node, Shape], refused: dict[Node, NotCompilable]
) -> Iterator[Node]:
    """The shapes in an order in which each comes after those it refers to.

    Shapes that refer to themselves, in however many steps, are refused (SHACL, section 3.4.3), and
    so are those that are nested deeper than Python may call.
    """
    depth: dict[Node, int] = {}
    for start in shapes:
        waiting = [] if start in depth else [(start, _references(shapes, start))]
        on_the_way = {start}
        while waiting:
            node, references = waiting[-1]
            inner = next((other for other in references if other not in depth), None)
            if inner in on_the_way:
                refused[node] = NotCompilable(inner, "it refers to itself")
            elif inner is not None:
                on_the_way.add(inner)
                waiting.append((inner, _references(shapes, inner)))
            else:
                waiting.pop()
                on_the_way.discard(node)
                depth[node] = 1 + max(
                    (depth.get(o, 0) for o in _references(shapes, node)), default=0
                )
                if depth[node] > DEEPEST:
                    refused[node] = NotCompilable(node, "it is nested too deeply")
                yield node


def _references(shapes: Mapping[Node, Shape], node: Node) -> Iterator[Node]:
    return chain.from_iterable(constraint.shapes for constraint in shapes[node].constraints)
