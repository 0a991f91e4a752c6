"""What a query gives back: rows, a yes or no, or a graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tvet_skos.terms import Term, Triple, order


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT: one tuple a row, in the order of ``variables``; unbound is ``None``.

    Rows come in the order the query asks for; without an ORDER BY they are sorted, so that the
    same graph gives the same answer on every machine.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def in_order(self) -> Rows:
        """The same rows, sorted: by each column in turn, what is unbound first."""
        return Rows(self.variables, tuple(sorted(self.rows, key=_row_order)))


def _row_order(row: tuple[Term | None, ...]) -> list[tuple[int, str, str, str]]:
    return [(-1, "", "", "") if term is None else order(term) for term in row]


Answer: TypeAlias = Rows | bool | tuple[Triple, ...]
"""Rows for SELECT, a ``bool`` for ASK, sorted triples for CONSTRUCT and DESCRIBE."""
