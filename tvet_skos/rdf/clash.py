"""Two changes of one thing that cannot both be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from tvet_skos.rdf.nodes import Kind
from tvet_skos.terms import IRI, Node, Term, Triple


class Reason(StrEnum):
    """Why two changes cannot both be made."""

    SAME_FIELD = "same field"
    """Both sides say another value of a field that holds one."""
    REMOVED_AND_CHANGED = "removed and changed"
    """One side removed what the other changed."""
    REMOVED_AND_NAMED = "removed and named"
    """One side removed what the other names in a new statement."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that both sides changed, and how.

    ``node`` is what it is about, ``owner`` the record that this is part of (itself, if of none).
    ``predicate`` is the field, ``None`` where it is the node as a whole. ``base``, ``ours`` and
    ``theirs`` are the statements that only these sides make there; ``removed_by`` is the side that
    removed the node, if one did. ``labels`` has the labels of the nodes that are named.
    """

    reason: Reason
    node: Node
    kind: Kind
    owner: Node
    predicate: IRI | None
    base: tuple[Triple, ...]
    ours: tuple[Triple, ...]
    theirs: tuple[Triple, ...]
    removed_by: Literal["", "ours", "theirs"] = ""
    labels: Mapping[Term, str] = field(default_factory=dict, repr=False, compare=False)
