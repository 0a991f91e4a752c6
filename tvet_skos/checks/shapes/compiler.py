"""A shapes graph as one judge of data graphs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from tvet_skos.checks.graph import ChangedGraph, Graph
from tvet_skos.checks.shapes.compiled import compile_each
from tvet_skos.checks.shapes.constraints import NotCompilable
from tvet_skos.checks.shapes.dependencies import Dependencies, dependencies_of
from tvet_skos.checks.shapes.model import Shape, ShapeResult, Unsupported
from tvet_skos.checks.shapes.plan import Plan, same_focus
from tvet_skos.checks.shapes.reading import ShapesGraph, read_shapes
from tvet_skos.checks.shapes.view import View
from tvet_skos.namespaces import RDF, RDFS, SH
from tvet_skos.terms import IRI, Literal, Node, Term, Triple


def compile_shapes(
    shapes: Iterable[Triple] | Graph,
    *,
    only: Collection[Node] | None = None,
    trusted: bool = False,
) -> CompiledShapes:
    """Shapes of SHACL Core as functions; what is beyond them is in ``unsupported``.

    :param only: the shapes whose results are wanted; what only others say is not worked out
    :param trusted: the shapes may use patterns that could take exponential time

    >>> from tvet_skos.rdf.formats import FORMATS, parse
    >>> shapes = compile_shapes(parse(b'''
    ...     @prefix sh: <http://www.w3.org/ns/shacl#> .
    ...     @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    ...     <http://e/s> sh:targetClass skos:Concept ; sh:path skos:prefLabel ; sh:minCount 1 .
    ... ''', FORMATS["turtle"]))
    >>> from tvet_skos.namespaces import SKOS
    >>> data = Graph([Triple(IRI("http://e/c"), RDF.type, SKOS.Concept)])
    >>> [result.messages[0].value for result in shapes.judge(data, IRI("http://e/c"))]
    ['There are fewer than 1 values.']
    """
    graph = shapes if isinstance(shapes, Graph) else Graph(shapes)
    return CompiledShapes(read_shapes(graph), only=only, trusted=trusted)


class CompiledShapes:
    """Shapes that judge a node by its classes and properties, or a whole graph.

    ``targeted`` are the active shapes with targets that are judged here, in the order of reading;
    ``refused`` those that are not, and ``unsupported`` says why. ``nested``: property shapes have
    property shapes of their own, so that judging one node gives results about others.

    The last graph that was judged, and its base, are kept with what was worked out for them.
    """

    def __init__(
        self, source: ShapesGraph, *, only: Collection[Node] | None = None, trusted: bool = False
    ) -> None:
        refused = {u.shape: NotCompilable(u.term, u.reason) for u in source.unsupported}
        self.source = source
        self.compiled = compile_each(source.shapes, refused, trusted=trusted)
        self.unsupported = tuple(Unsupported(s, e.term, e.reason) for s, e in refused.items())
        self._targeted = tuple(
            s.node for s in source.shapes.values() if s.targets and not s.deactivated
        )
        self.targeted = tuple(node for node in self._targeted if node in self.compiled)
        self.refused = tuple(node for node in self._targeted if node in refused)
        self._only = None if only is None else frozenset(only)
        self.nested = any(s.walk is not None and s.parts for s in self.compiled.values())
        # A set of targeted shapes is a number with a bit for each.
        self._nodes: dict[Term, int] = {}
        self._classes: dict[Term, int] = {}
        self._subjects_of: dict[IRI, int] = {}
        self._objects_of: dict[IRI, int] = {}
        self._judging = 0
        for number, node in enumerate(self._targeted):
            self._enter(source.shapes[node], 1 << number)
            if node in self.compiled and self._speaks(node):
                self._judging |= 1 << number
        self._plans: dict[int, Plan] = {}
        self._by_types: dict[frozenset[Term], int] = {}
        self._views: tuple[View, ...] = ()

    def _speaks(self, node: Node) -> bool:
        """Whether a targeted shape, or a property shape of it, may give a wanted result."""
        return any(
            self._only is None or shape.shape.node in self._only or shape.parts
            for shape in same_focus((self.compiled[node],))
        )

    def _enter(self, shape: Shape, bit: int) -> None:
        for kind, value in shape.targets:
            if kind == SH.targetNode:
                self._nodes[value] = self._nodes.get(value, 0) | bit
            elif kind == SH.targetClass:
                self._classes[value] = self._classes.get(value, 0) | bit
            else:
                of = self._subjects_of if kind == SH.targetSubjectsOf else self._objects_of
                predicate = IRI(str(value))
                of[predicate] = of.get(predicate, 0) | bit

    # --- judging --------------------------------------------------------------------------------

    def judge(self, graph: Graph, node: Term, shapes: int | None = None) -> list[ShapeResult]:
        """What the shapes that apply to a node say of it; nothing if none does.

        :param shapes: the set of shapes that are asked, as ``affected`` gives it; all if ``None``
        """
        view = self._view(graph)
        applying = self._applying(view, node)
        return self._judged(view, node, applying if shapes is None else applying & shapes)

    def judge_all(self, graph: Graph) -> Iterator[ShapeResult]:
        """What the shapes say of a graph, each thing once, in the order of ``focus_nodes``."""
        view = self._view(graph)
        results = (
            result
            for node, shapes in self._focus_nodes(view)
            for result in self._judged(view, node, shapes)
        )
        return iter(dict.fromkeys(results)) if self.nested else results

    def focus_nodes(self, graph: Graph) -> Iterator[Term]:
        """The nodes that are judged, each once: subjects first, then others."""
        return (node for node, _ in self._focus_nodes(self._view(graph)))

    def shapes_of(self, graph: Graph, node: Term) -> tuple[Node, ...]:
        """The targeted shapes that apply to a node, those included that are not judged here."""
        return self.named(self._applying(self._view(graph), node))

    def named(self, shapes: int) -> tuple[Node, ...]:
        """The shapes of a set of targeted shapes that is given as a number."""
        return tuple(node for n, node in enumerate(self._targeted) if shapes >> n & 1)

    def _judged(self, view: View, node: Term, shapes: int) -> list[ShapeResult]:
        shapes &= self._judging
        if not shapes:
            return []
        plan = self._plans.get(shapes)
        if plan is None:
            plan = Plan((self.compiled[shape] for shape in self.named(shapes)), self._only)
            self._plans[shapes] = plan
        return plan.judge(view, node)

    def _applying(self, view: View, node: Term) -> int:
        shapes = self._nodes.get(node, 0) if self._nodes else 0
        for predicate, of in self._objects_of.items():
            if view.subjects(predicate, node):
                shapes |= of
        return shapes if isinstance(node, Literal) else shapes | self._as_subject(view, node)

    def _as_subject(self, view: View, node: Term) -> int:
        said = view.properties(node)
        shapes = 0
        for predicate in said:
            of = self._subjects_of.get(predicate)
            if of is not None:
                shapes |= of
        if _TYPE in said:
            shapes |= self._of_classes(view.classes(node))
        return shapes

    def _of_classes(self, classes: frozenset[Term]) -> int:
        known = self._by_types.get(classes)
        if known is None:
            known = 0
            for rdf_class in classes:
                known |= self._classes.get(rdf_class, 0)
            self._by_types[classes] = known
        return known

    def _focus_nodes(self, view: View) -> Iterator[tuple[Term, int]]:
        pointed_at: dict[Term, int] = {}
        for node in view.graph.nodes():
            said = view.properties(node)
            for predicate, of in self._objects_of.items():
                for value in said.get(predicate, ()):
                    pointed_at[value] = pointed_at.get(value, 0) | of
        for target, of in self._nodes.items():
            pointed_at[target] = pointed_at.get(target, 0) | of
        for node in view.graph.nodes():
            shapes = self._as_subject(view, node) | pointed_at.pop(node, 0)
            if shapes & self._judging:
                yield node, shapes
        yield from ((node, of) for node, of in pointed_at.items() if of & self._judging)

    def _view(self, graph: Graph) -> View:
        """The view of a graph; the last one, and that of its base, are kept."""
        for view in self._views:
            if view.graph is graph:
                return view
        if isinstance(graph, ChangedGraph):
            base = self._view(graph.base)
            view = View(graph, base)
            self._views = (view, base)
        else:
            view = View(graph)
            self._views = (view,)
        return view

    # --- what a judgement depends on --------------------------------------------------------------

    @cached_property
    def _dependencies(self) -> Dependencies:
        judging = [(n, s) for n, s in enumerate(self._targeted) if self._judging >> n & 1]
        return dependencies_of(self.source.shapes, judging, self._only)

    @property
    def neighbour_properties(self) -> frozenset[IRI]:
        """The properties that a judgement reads on nodes other than its focus."""
        return self._dependencies.neighbour_properties

    @property
    def depth(self) -> int:
        """How many steps away from the focus they are read at most.

        A path that repeats counts as one step, however far it leads; ``affected`` walks it.
        """
        return self._dependencies.depth

    def affected(self, changed: ChangedGraph) -> dict[Term, int]:
        """The nodes on which shapes may say something else after a change, and which shapes.

        Judge each by its shapes on ``changed.base`` and on ``changed``: what is new and what is
        gone is what a full run on both would tell (where shapes are ``nested``, another node may
        still say what is gone here).

        :returns: node to the set of its shapes, as ``judge`` takes it
        """
        view = self._view(changed)
        assert view.base is not None
        affected: dict[Term, int] = {}
        if any(t.predicate == RDFS.subClassOf for t in (*changed.added, *changed.removed)):
            for node in (*self.focus_nodes(changed), *self.focus_nodes(changed.base)):
                affected[node] = EVERY_SHAPE
            return affected
        for node, shapes in self._dependencies.reached(view, changed):
            applying = self._applying(view, node) | self._applying(view.base, node)
            if shapes & applying:
                affected[node] = affected.get(node, 0) | shapes & applying
        return affected


EVERY_SHAPE = -1
"""The set of all shapes."""

_TYPE = RDF.type
