"""Shapes as they are read: small frozen records that know no graph and judge nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from tvet_skos.namespaces import SH
from tvet_skos.terms import IRI, Literal, Node, Term


@dataclass(frozen=True, slots=True)
class PredicatePath:
    """One property."""

    predicate: IRI


@dataclass(frozen=True, slots=True)
class InversePath:
    """A path walked backwards."""

    path: Path


@dataclass(frozen=True, slots=True)
class SequencePath:
    """Paths one after another; two or more."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class AlternativePath:
    """One of several paths."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class RepeatedPath:
    """``sh:zeroOrMorePath``, ``sh:oneOrMorePath`` or ``sh:zeroOrOnePath``.

    ``zero``: the start is a value too; ``many``: more than one step is allowed.
    """

    path: Path
    zero: bool
    many: bool


Path: TypeAlias = PredicatePath | InversePath | SequencePath | AlternativePath | RepeatedPath


class Target(NamedTuple):
    """What a shape is applied to: ``kind`` is the property, such as ``sh:targetClass``."""

    kind: IRI
    value: Term


class Constraint(NamedTuple):
    """One condition: its component, its parameters as terms, and the shapes it refers to.

    A closed shape has its allowed properties as terms; a pattern its flags as second term; a
    qualified value shape has the count as term, and the siblings after the shape itself.
    """

    component: IRI
    terms: tuple[Term, ...] = ()
    shapes: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or a property shape where there is a ``path``."""

    node: Node
    path: Path | None = None
    targets: tuple[Target, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    severity: IRI = SH.Violation
    messages: tuple[Literal, ...] = ()
    deactivated: bool = False


class ShapeResult(NamedTuple):
    """What a shape says of one node.

    ``shape`` is the one that says it (``sh:sourceShape``), ``path`` the property, or empty where
    there is none or the path is more than one property. ``value`` is the offending value, where
    one value offends; for a node shape that is the focus itself.
    """

    shape: Node
    focus: Term
    path: str
    value: Term | None
    component: IRI
    severity: IRI = SH.Violation
    messages: tuple[Literal, ...] = ()


class Unsupported(NamedTuple):
    """A shape that the compiler leaves to pySHACL: the term that it does not follow, and why."""

    shape: Node
    term: Term
    reason: str


class Fault(NamedTuple):
    """A place where a shapes graph breaks a syntax rule of SHACL, and what to do about it."""

    shape: Node
    path: IRI | None
    value: Term | None
    message: str
    hint: str
