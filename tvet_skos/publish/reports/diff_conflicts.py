"""The conflicts of a merge: what both sides say, and the way out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tvet_skos.namespaces import RDF
from tvet_skos.publish.reports.diff_phrases import name, one_line, value
from tvet_skos.publish.reports.diff_text import Span, written
from tvet_skos.publish.shown import shown
from tvet_skos.rdf.clash import Clash, Reason
from tvet_skos.terms import Term, Triple


def conflicts_text(
    conflicts: Sequence[Clash],
    *,
    ours: str,
    theirs: str,
    base: str = "",
    colour: bool = False,
) -> str:
    """Conflicts as text, each with what the base and both sides say.

    :param ours, theirs: what the two sides are called
    :param base: what the IRIs of the vocabulary begin with
    :param colour: with escape codes, for a terminal
    """
    lines = [
        line
        for conflict in conflicts
        for line in (*_Telling(conflict, ours, theirs, base).lines(), [])
    ]
    return written(lines, colour=colour)


class _Telling:
    """One conflict, put into words."""

    def __init__(self, conflict: Clash, ours: str, theirs: str, base: str) -> None:
        self._conflict = conflict
        self._ours, self._theirs, self._base = ours, theirs, base
        self._width = max(map(len, ("before", ours, theirs)))

    def lines(self) -> Iterator[list[Span]]:
        yield self._heading()
        yield [(f"  {self._what()}", "bold red")]
        conflict = self._conflict
        for side, key, triples, style in (
            ("before", "base", conflict.base, "dim"),
            (self._ours, "ours", conflict.ours, "cyan"),
            (self._theirs, "theirs", conflict.theirs, "yellow"),
        ):
            said = [self._statement(triple) for triple in triples]
            for text in said or self._instead(key):
                yield [(f"    {side:<{self._width}}  ", "dim"), (text, style)]
        yield [(f"  → {self._way_out()}", "dim")]

    def _heading(self) -> list[Span]:
        conflict = self._conflict
        label = self._label(conflict.node) or str(conflict.kind)
        if conflict.owner != conflict.node and self._label(conflict.owner):
            label = f"{self._label(conflict.owner)}, {label}"
        return [(label, "bold"), (f"  {name(conflict.node, self._base)}".rstrip(), "dim")]

    def _label(self, node: Term) -> str:
        return one_line(self._conflict.labels.get(node, ""))

    def _what(self) -> str:
        conflict = self._conflict
        if conflict.predicate is not None:
            return f"both sides say another {shown(conflict.predicate, self._base)}"
        sides = (self._ours, self._theirs)
        removing, other = sides if conflict.removed_by == "ours" else sides[::-1]
        if conflict.reason is Reason.REMOVED_AND_NAMED:
            return f"{removing} removed it, and {other} newly refers to it"
        return f"{removing} removed it, and {other} changed it"

    def _instead(self, key: str) -> list[str]:
        """What is said of a side that says nothing there."""
        if key == "base":
            return []
        if self._conflict.removed_by == key:
            return ["(removed)"]
        return ["(nothing of that)"]

    def _statement(self, triple: Triple) -> str:
        conflict = self._conflict
        text = value(triple.object, conflict.labels, self._base)
        if triple.predicate == conflict.predicate and triple.subject == conflict.node:
            return text
        text = f"{shown(triple.predicate, self._base)} {text}"
        return text if triple.subject == conflict.node else f"{self._called(triple)} {text}"

    def _called(self, triple: Triple) -> str:
        return value(triple.subject, self._conflict.labels, self._base)

    def _way_out(self) -> str:
        conflict = self._conflict
        if conflict.reason is Reason.REMOVED_AND_CHANGED:
            return "Decide whether it stays; remove or keep it on both sides, and merge again."
        if conflict.reason is Reason.REMOVED_AND_NAMED:
            return "Restore it, or let the other side refer to something else, and merge again."
        if conflict.predicate == RDF.value:
            return (
                "Agree on one text and write it on both sides; or give the proposed text a "
                "definition of its own, with its own source, so that both can stand."
            )
        return "Agree on one value, write it on both sides, and merge again."
