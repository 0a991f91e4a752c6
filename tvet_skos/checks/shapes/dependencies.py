"""What a judgement reads besides its focus, and so which nodes a change may concern.

A shape reads properties of nodes that lie some steps from its focus. A reading is those steps and
the property. Walked backwards from a changed statement, it leads to the nodes to judge again.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from tvet_skos.checks.graph import ChangedGraph
from tvet_skos.checks.shapes.model import (
    AlternativePath,
    Constraint,
    InversePath,
    Path,
    PredicatePath,
    RepeatedPath,
    SequencePath,
    Shape,
)
from tvet_skos.checks.shapes.paths import Walk, compile_path, normal
from tvet_skos.checks.shapes.view import View
from tvet_skos.namespaces import RDF, RDFS, SH
from tvet_skos.terms import IRI, Literal, Node, Term, Triple

Steps = tuple[Path, ...]
"""From a focus to where something is read: properties, forwards or backwards, and repetitions."""


class Reading(NamedTuple):
    """Something that is read: where, which property (``None``: any), and from which end.

    ``rdf_class`` is the class that is asked for, where the property is ``rdf:type``.
    """

    steps: Steps
    predicate: IRI | None
    backwards: bool = False
    rdf_class: Term | None = None


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The readings of some shapes, each with the set of targeted shapes that make it."""

    readings: Mapping[Reading, int]
    subjects_of: Mapping[IRI, int]
    objects_of: Mapping[IRI, int]
    by_predicate: Mapping[IRI | None, tuple[Reading, ...]]
    ways_back: Mapping[Steps, Walk]

    @property
    def neighbour_properties(self) -> frozenset[IRI]:
        """The properties that are read at least one step from the focus."""
        return frozenset(
            reading.predicate for reading in self.readings if reading.steps and reading.predicate
        )

    @property
    def depth(self) -> int:
        """The longest way to something that is read; a path that repeats counts as one step."""
        return max((len(reading.steps) for reading in self.readings), default=0)

    def reached(self, view: View, changed: ChangedGraph) -> Iterator[tuple[Term, int]]:
        """Nodes that a change may concern, with the shapes by which it may; nodes may repeat.

        The ways back are walked after the change only: to the first changed statement on a way
        leads what was there before.
        """
        for triple in (*changed.added, *changed.removed):
            if triple.predicate == RDF.type:
                yield triple.subject, -1
            if triple.predicate in self.subjects_of:
                yield triple.subject, self.subjects_of[triple.predicate]
            if triple.predicate in self.objects_of:
                yield triple.object, self.objects_of[triple.predicate]
            for reading in chain(
                self.by_predicate.get(triple.predicate, ()), self.by_predicate.get(None, ())
            ):
                if _concerns(reading, triple, view):
                    end = triple.object if reading.backwards else triple.subject
                    for node in self.ways_back[reading.steps](view, end):
                        yield node, self.readings[reading]


def _concerns(reading: Reading, triple: Triple, view: View) -> bool:
    """Whether a changed type can change the answer to whether something is of a class."""
    return (
        reading.rdf_class is None
        or triple.object == reading.rdf_class
        or bool(view.values(triple.object, RDFS.subClassOf))
    )


def dependencies_of(
    shapes: Mapping[Node, Shape],
    targeted: Iterable[tuple[int, Node]],
    only: Container[Node] | None = None,
) -> Dependencies:
    """What the judgements of targeted shapes depend on; the shapes do not refer to themselves.

    :param targeted: the shapes with their numbers in sets
    :param only: the shapes whose results are wanted
    """
    readings: dict[Reading, int] = {}
    targets: dict[IRI, dict[IRI, int]] = {SH.targetSubjectsOf: {}, SH.targetObjectsOf: {}}
    for number, node in targeted:
        for reading in _readings(shapes, node, only):
            readings[reading] = readings.get(reading, 0) | 1 << number
        for kind, value in shapes[node].targets:
            if kind in targets:
                predicate = IRI(str(value))
                targets[kind][predicate] = targets[kind].get(predicate, 0) | 1 << number
    by_predicate: dict[IRI | None, list[Reading]] = {}
    for reading in readings:
        by_predicate.setdefault(reading.predicate, []).append(reading)
    return Dependencies(
        readings,
        targets[SH.targetSubjectsOf],
        targets[SH.targetObjectsOf],
        {predicate: tuple(found) for predicate, found in by_predicate.items()},
        {reading.steps: _way_back(reading.steps) for reading in readings},
    )


def _way_back(steps: Steps) -> Walk:
    if not steps:
        return lambda view, node: (node,)
    path = steps[0] if len(steps) == 1 else SequencePath(steps)
    return compile_path(normal(InversePath(path)))


def _readings(
    shapes: Mapping[Node, Shape], root: Node, only: Container[Node] | None
) -> Iterator[Reading]:
    seen: set[tuple[Node, Steps, bool]] = set()
    # Whether a shape gives results of its own, or the verdict for another.
    waiting: list[tuple[Node, Steps, bool]] = [(root, (), True)]
    while waiting:
        place = node, steps, speaks = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        shape = shapes[node]
        ends = (steps,) if shape.path is None else tuple(_ends(steps, shape.path))
        silent = speaks and only is not None and node not in only
        parts = [c for c in shape.constraints if c.component == SH.PropertyConstraintComponent]
        if shape.path is not None and not (silent and not parts):
            for branch in _branches(normal(shape.path)):
                yield from _along(steps, branch)
        for constraint in parts if silent else shape.constraints:
            yield from _read_by(constraint, steps, ends)
            is_part = constraint.component == SH.PropertyConstraintComponent
            waiting.extend((o, end, speaks and is_part) for o in constraint.shapes for end in ends)


def _ends(steps: Steps, path: Path) -> Iterable[Steps]:
    return dict.fromkeys((*steps, *branch) for branch in _branches(normal(path)))


def _branches(path: Path) -> Iterator[Steps]:
    """The ways that a path can go; each value lies at the end of one of them."""
    if isinstance(path, AlternativePath):
        for inner in path.paths:
            yield from _branches(inner)
    elif isinstance(path, SequencePath):
        found: list[Steps] = [()]
        for inner in path.paths:
            found = [(*way, *branch) for way in found for branch in _branches(inner)]
        yield from found
    else:
        yield (path,)


def _along(steps: Steps, branch: Steps) -> Iterator[Reading]:
    """What is read on the way."""
    for place, step in enumerate(branch):
        at = (*steps, *branch[:place])
        if isinstance(step, RepeatedPath):
            # The same again, any number of steps along.
            for inner in _branches(step.path):
                yield from _along((*at, RepeatedPath(step.path, True, True)), inner)
        elif isinstance(step, InversePath):
            assert isinstance(step.path, PredicatePath)
            yield Reading(at, step.path.predicate, backwards=True)
        elif isinstance(step, PredicatePath):
            yield Reading(at, step.predicate)


def _read_by(constraint: Constraint, steps: Steps, ends: tuple[Steps, ...]) -> Iterator[Reading]:
    """What a constraint reads of the focus and of the values."""
    if constraint.component == SH.ClassConstraintComponent:
        for end in ends:
            yield Reading(end, RDF.type, rdf_class=constraint.terms[0])
    elif constraint.component == SH.ClosedConstraintComponent:
        for end in ends:
            yield Reading(end, None)
    elif constraint.component in _PAIRS:
        for term in constraint.terms:
            if not isinstance(term, Literal):
                yield Reading(steps, IRI(str(term)))


_PAIRS = frozenset(
    {
        SH.EqualsConstraintComponent,
        SH.DisjointConstraintComponent,
        SH.LessThanConstraintComponent,
        SH.LessThanOrEqualsConstraintComponent,
    }
)
