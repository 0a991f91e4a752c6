"""What a query gives back: rows, a yes or no, or a graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tvet_skos.terms import Term, Triple


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT: one tuple a row, in the order of ``variables``; unbound is ``None``.

    Rows come in the order the query asks for; without an ORDER BY they are sorted, so that the
    same graph gives the same answer on every machine.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


Answer: TypeAlias = Rows | bool | tuple[Triple, ...]
"""Rows for SELECT, a ``bool`` for ASK, sorted triples for CONSTRUCT and DESCRIBE."""
