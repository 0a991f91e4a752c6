"""Reading a shapes graph: triples in, shapes out, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.shapes.model import (
    AlternativePath,
    Constraint,
    Fault,
    InversePath,
    Path,
    PredicatePath,
    RepeatedPath,
    SequencePath,
    Shape,
    Target,
    Unsupported,
)
from tvet_skos.checks.shapes.sentences import term_name
from tvet_skos.checks.shapes.syntax import (
    ABOUT_SHAPES,
    COMPANIONS,
    HARMLESS,
    LIST_OF_SHAPES,
    PARAMETERS,
    SHAPE_EXPECTING,
    TARGETS,
    TRUE,
    Takes,
)
from tvet_skos.namespaces import RDF, RDFS, SH
from tvet_skos.terms import IRI, Literal, Node, Term, order

ILL_FORMED = "the shape is not well-formed"

DEEPEST = 32
"""How deep paths and shapes may be nested to be followed."""


@dataclass(frozen=True, slots=True)
class ShapesGraph:
    """A shapes graph as it was read, in the order of reading.

    A shape with a fault, or with a term that is not followed, is among ``unsupported``; a fault in
    what it says about itself, such as its message, does no harm.
    """

    shapes: Mapping[Node, Shape]
    faults: tuple[Fault, ...]
    unsupported: tuple[Unsupported, ...]


def read_shapes(graph: Graph) -> ShapesGraph:
    """Every shape of a shapes graph.

    :source: SHACL, sections 2.1 to 2.3 and appendix A
    """
    reader = _Reader(graph, frozenset(_custom_parameters(graph)))
    return ShapesGraph(
        {node: reader.shape(node) for node in _shape_nodes(graph)},
        tuple(reader.faults),
        tuple(reader.unsupported),
    )


def list_members(graph: Graph, head: Term) -> tuple[Term, ...] | None:
    """The members of an RDF list; nothing if it is not well-formed."""
    found: list[Term] = []
    seen: set[Term] = set()
    while head != RDF.nil:
        first, rest = graph.values(head, RDF.first), graph.values(head, RDF.rest)
        if head in seen or len(first) != 1 or len(rest) != 1:
            return None
        seen.add(head)
        found.append(first[0])
        head = rest[0]
    return tuple(found) if not graph.values(head, RDF.rest) else None


def _shape_nodes(graph: Graph) -> Iterator[Node]:
    """What counts as a shape (SHACL, section 2.1)."""
    signs = {*PARAMETERS, *COMPANIONS, *TARGETS}
    found: dict[Term, None] = {}
    for node in graph.nodes():
        said = graph.properties(node)
        if not signs.isdisjoint(said) or _is_declared(graph, node):
            found[node] = None
        for parameter in SHAPE_EXPECTING:
            found.update(dict.fromkeys(said.get(parameter, ())))
        for parameter in LIST_OF_SHAPES:
            for head in said.get(parameter, ()):
                found.update(dict.fromkeys(list_members(graph, head) or ()))
    return (node for node in found if not isinstance(node, Literal))


def _is_declared(graph: Graph, node: Node) -> bool:
    return graph.is_a(node, SH.NodeShape) or graph.is_a(node, SH.PropertyShape)


def _custom_parameters(graph: Graph) -> Iterator[Term]:
    """The parameters of constraint components that the shapes graph itself declares."""
    for node in graph.nodes():
        for parameter in graph.values(node, SH.parameter):
            yield from graph.values(parameter, SH.path)


@dataclass(slots=True)
class _Reader:
    graph: Graph
    custom: frozenset[Term]
    faults: list[Fault] = field(default_factory=list)
    unsupported: list[Unsupported] = field(default_factory=list)

    def shape(self, node: Node) -> Shape:
        said = self.graph.properties(node)
        before = len(self.faults)
        self._check_terms(node)
        path = self._path_of(node)
        self._check_scope(node, path)
        messages = [m for m in said.get(SH.message, ()) if isinstance(m, Literal)]
        shape = Shape(
            node,
            path,
            tuple(self._targets(node)),
            tuple(self._constraints(node)),
            self._severity(node),
            tuple(sorted(messages, key=order)),
            TRUE in said.get(SH.deactivated, ()),
        )
        for fault in self.faults[before:]:
            if fault.path not in ABOUT_SHAPES:
                term = fault.path or SH.path
                self.unsupported.append(Unsupported(node, term, ILL_FORMED))
        return shape

    def _fault(self, node: Node, path: IRI, value: Term | None, message: str, hint: str) -> None:
        self.faults.append(Fault(node, path, value, message, hint))

    # --- what the shape says of itself --------------------------------------------------------

    def _check_terms(self, node: Node) -> None:
        for predicate in self.graph.properties(node):
            if predicate in self.custom and predicate not in PARAMETERS:
                reason = "it belongs to a constraint component of the shapes graph"
            elif predicate.startswith(SH.iri) and predicate not in HARMLESS:
                reason = "it is no part of SHACL Core"
            else:
                continue
            self.unsupported.append(Unsupported(node, predicate, reason))
        for predicate, (takes, once) in ABOUT_SHAPES.items():
            self._check_values(node, predicate, takes, once)

    def _check_values(self, node: Node, predicate: IRI, takes: Takes, once: bool) -> list[Term]:
        values = self.graph.values(node, predicate)
        if once and len(values) > 1:
            self._fault(
                node,
                predicate,
                None,
                f"The shape has {len(values)} values of {term_name(predicate)}, not one.",
                "Keep one of them, or make a shape for each.",
            )
        good = [value for value in values if takes.test(value)]
        for value in values:
            if value not in good:
                self._fault(
                    node,
                    predicate,
                    value,
                    f"The value of {term_name(predicate)} is not {takes.words}.",
                    f"Give {term_name(predicate)} {takes.words}.",
                )
        return good

    def _severity(self, node: Node) -> IRI:
        named = [v for v in self.graph.values(node, SH.severity) if isinstance(v, IRI)]
        return min(named, default=SH.Violation)

    def _targets(self, node: Node) -> Iterator[Target]:
        for kind, takes in TARGETS.items():
            for value in self._check_values(node, kind, takes, once=False):
                yield Target(kind, value)
        if _is_declared(self.graph, node) and self.graph.is_a(node, RDFS.Class):
            if isinstance(node, IRI):
                yield Target(SH.targetClass, node)
            else:
                self._fault(
                    node,
                    RDF.type,
                    RDFS.Class,
                    "The shape is a class without an IRI, so nothing can be of that class.",
                    "Give it an IRI, or name its targets.",
                )

    def _check_scope(self, node: Node, path: Path | None) -> None:
        if path is not None:
            if self.graph.is_a(node, SH.NodeShape):
                self._fault(
                    node,
                    SH.path,
                    None,
                    "The node shape has a path, which only property shapes have.",
                    "Declare it as sh:PropertyShape, or remove sh:path.",
                )
            return
        if self.graph.values(node, SH.path):
            return
        if self.graph.is_a(node, SH.PropertyShape):
            self._fault(
                node,
                SH.path,
                None,
                "The property shape does not say which property it is about.",
                "Add sh:path.",
            )
        for predicate, parameter in PARAMETERS.items():
            if parameter.of_property_shapes_only and self.graph.values(node, predicate):
                self._fault(
                    node,
                    predicate,
                    None,
                    f"The node shape has {term_name(predicate)}, which only property shapes have.",
                    "Put it into a property shape with sh:path, and name that with sh:property.",
                )

    # --- constraints --------------------------------------------------------------------------

    def _constraints(self, node: Node) -> Iterator[Constraint]:
        for predicate, companion in COMPANIONS.items():
            if companion.listed:
                for head in self.graph.values(node, predicate):
                    self._members(node, predicate, head, companion.takes)
            self._check_values(
                node, predicate, _ANY_LIST if companion.listed else companion.takes, companion.once
            )
        for predicate in self.graph.properties(node):
            parameter = PARAMETERS.get(predicate)
            if parameter is None:
                continue
            takes = _ANY_LIST if parameter.listed else parameter.takes
            for value in self._check_values(node, predicate, takes, parameter.once):
                yield from self._constraint(node, predicate, value)

    def _constraint(self, node: Node, predicate: IRI, value: Term) -> Iterator[Constraint]:
        parameter = PARAMETERS[predicate]
        component = parameter.component
        if predicate in LIST_OF_SHAPES:
            yield Constraint(component, (), self._shapes(node, predicate, value))
        elif parameter.listed:
            members = self._members(node, predicate, value, parameter.takes)
            yield Constraint(component, members)
        elif predicate == SH.qualifiedValueShape:
            yield from self._qualified(node, value)
        elif predicate in SHAPE_EXPECTING:
            self._check_kind(node, predicate, value)
            yield Constraint(component, (), _nodes((value,)))
        elif predicate == SH.closed:
            if value == TRUE:
                yield Constraint(component, tuple(self._allowed(node)))
        elif predicate == SH.uniqueLang:
            if value == TRUE:
                yield Constraint(component)
        elif predicate == SH.pattern:
            yield Constraint(component, (value, *self.graph.values(node, SH.flags)[:1]))
        else:
            yield Constraint(component, (value,))

    def _members(self, node: Node, predicate: IRI, head: Term, takes: Takes) -> tuple[Term, ...]:
        members = list_members(self.graph, head)
        if members is None:
            self._fault(
                node,
                predicate,
                head,
                f"The value of {term_name(predicate)} is not a well-formed list.",
                "Write the list in parentheses.",
            )
            return ()
        for member in members:
            if not takes.test(member):
                self._fault(
                    node,
                    predicate,
                    member,
                    f"A member of the list of {term_name(predicate)} is not {takes.words}.",
                    f"List nothing but {takes.words} each.",
                )
        return members

    def _shapes(self, node: Node, predicate: IRI, head: Term) -> tuple[Node, ...]:
        return _nodes(self._members(node, predicate, head, PARAMETERS[predicate].takes))

    def _check_kind(self, node: Node, predicate: IRI, value: Term) -> None:
        has_path = bool(self.graph.values(value, SH.path))
        if predicate == SH.property and not has_path:
            self._fault(
                node,
                predicate,
                value,
                "The value of sh:property is not a property shape: it has no sh:path.",
                "Add sh:path to that shape, or use sh:node if it is a node shape.",
            )
        elif predicate == SH.node and has_path:
            self._fault(
                node,
                predicate,
                value,
                "The value of sh:node is a property shape.",
                "Use sh:property for a property shape.",
            )

    def _qualified(self, node: Node, value: Term) -> Iterator[Constraint]:
        siblings: tuple[Node, ...] = ()
        if TRUE in self.graph.values(node, SH.qualifiedValueShapesDisjoint):
            siblings = self._siblings(node, value)
        for predicate in (SH.qualifiedMinCount, SH.qualifiedMaxCount):
            for count in self.graph.values(node, predicate)[:1]:
                yield Constraint(
                    COMPANIONS[predicate].component, (count,), (*_nodes((value,)), *siblings)
                )

    def _siblings(self, node: Node, value: Term) -> tuple[Node, ...]:
        """The shapes that a value counted here must not conform to (SHACL, section 4.7.3)."""
        found: dict[Term, None] = {}
        for parent in self.graph.subjects(SH.property, node):
            for sister in self.graph.values(parent, SH.property):
                found.update(dict.fromkeys(self.graph.values(sister, SH.qualifiedValueShape)))
        found.pop(value, None)
        return _nodes(found)

    def _allowed(self, node: Node) -> Iterator[Term]:
        for property_shape in self.graph.values(node, SH.property):
            for path in self.graph.values(property_shape, SH.path):
                if isinstance(path, IRI):
                    yield path
        for head in self.graph.values(node, SH.ignoredProperties):
            yield from list_members(self.graph, head) or ()

    # --- paths --------------------------------------------------------------------------------

    def _path_of(self, node: Node) -> Path | None:
        values = self.graph.values(node, SH.path)
        if len(values) > 1:
            self._fault(
                node,
                SH.path,
                None,
                f"The shape has {len(values)} paths.",
                "Make a property shape for each path, or join them with sh:alternativePath.",
            )
        if not values:
            return None
        path = self._path(values[0], DEEPEST)
        if path is None:
            self._fault(
                node,
                SH.path,
                values[0],
                "The value of sh:path is not a well-formed path.",
                "Give a property, a list of two or more paths, or a node with one of "
                "sh:inversePath, sh:alternativePath, sh:zeroOrMorePath, sh:oneOrMorePath and "
                "sh:zeroOrOnePath.",
            )
        return path

    def _path(self, term: Term, depth: int) -> Path | None:
        if isinstance(term, IRI):
            return PredicatePath(term)
        if isinstance(term, Literal) or not depth:
            return None
        said = self.graph.properties(term)
        if RDF.first in said:
            paths = self._paths(term, depth)
            return SequencePath(paths) if paths else None
        kinds = [kind for kind in said if kind in _PATHS]
        if len(kinds) != 1 or len(said[kinds[0]]) != 1:
            return None
        inner = said[kinds[0]][0]
        if kinds[0] == SH.alternativePath:
            paths = self._paths(inner, depth)
            return AlternativePath(paths) if paths else None
        path = self._path(inner, depth - 1)
        if path is None or kinds[0] == SH.inversePath:
            return path and InversePath(path)
        return RepeatedPath(path, *_PATHS[kinds[0]])

    def _paths(self, head: Term, depth: int) -> tuple[Path, ...] | None:
        """The paths of a list of two or more; nothing if one of them is none."""
        members = list_members(self.graph, head)
        if members is None or len(members) < 2:
            return None
        paths = [self._path(member, depth - 1) for member in members]
        good = tuple(path for path in paths if path is not None)
        return good if len(good) == len(paths) else None


_PATHS: dict[IRI, tuple[bool, bool]] = {
    SH.alternativePath: (False, False),
    SH.inversePath: (False, False),
    SH.zeroOrMorePath: (True, True),
    SH.oneOrMorePath: (False, True),
    SH.zeroOrOnePath: (True, False),
}
"""The ways to say a path; for those that repeat: whether zero and many steps are allowed."""

_ANY_LIST = Takes("a list", lambda term: not isinstance(term, Literal))


def _nodes(terms: Iterable[Term]) -> tuple[Node, ...]:
    return tuple(term for term in terms if not isinstance(term, Literal))
