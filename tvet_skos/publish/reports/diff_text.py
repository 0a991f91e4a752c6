"""A difference for a terminal: each record with what it lost and got, and a sum.

Nothing is told by colour alone: signs stand before what was removed and added, and around changed
words, as ``git diff --word-diff`` writes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tvet_skos.lookup.compare import DiffStep, Edit
from tvet_skos.publish.console import console
from tvet_skos.publish.reports.diff_phrases import (
    fate,
    name,
    one_line,
    summary,
    telling,
    title,
    value,
)
from tvet_skos.publish.reports.diff_words import rewordings
from tvet_skos.publish.shown import shown
from tvet_skos.rdf.diff import Difference, Fate, FieldChange, RecordChange
from tvet_skos.terms import Literal, Term

Span = tuple[str, str]
"""A stretch of text and its style; a line is a list of them."""

_SIGNS = {Fate.NEW: ("+", "bold green"), Fate.REMOVED: ("-", "bold red")}
_CHANGED = ("~", "bold yellow")
_REMOVED, _ADDED = "red", "green"
_EDIT_STYLES = {Edit.DELETE: "strike red", Edit.INSERT: "bold green", Edit.EQUAL: ""}
_EDIT_MARKS = {Edit.DELETE: ("[-", "-]"), Edit.INSERT: ("{+", "+}"), Edit.EQUAL: ("", "")}


def difference_text(difference: Difference, *, colour: bool = False) -> str:
    """A difference as text; empty where there is none. Lines are never wrapped."""
    if not difference:
        return ""
    lines = [line for record in difference.records for line in (*_record(record, difference), [])]
    return written([*lines, [(summary(difference), "bold")]], colour=colour)


def written(lines: Iterable[Sequence[Span]], *, colour: bool) -> str:
    """Lines of spans as text, with escape codes or without any."""
    return "".join(f"{_styled(line) if colour else _plain(line)}\n" for line in lines)


def _plain(line: Sequence[Span]) -> str:
    return "".join(text for text, _ in line).rstrip()


def _styled(line: Sequence[Span]) -> str:
    from rich.text import Text

    # Wider than any line: the console must not wrap.
    target = console(1_000_000, colour=True)
    with target.capture() as capture:
        target.print(Text.assemble(*line), end="", soft_wrap=True)
    return capture.get()


def _record(record: RecordChange, difference: Difference, indent: str = "") -> Iterator[list[Span]]:
    sign, style = _SIGNS.get(record.fate, _CHANGED)
    line: list[Span] = [(f"{indent}{sign} ", style), (title(record), "bold")]
    iri, said = name(record.node, difference.base), fate(record, difference)
    line += [(f"  {iri}", "dim")] if iri else []
    line += [(f"  {said}", style)] if said else []
    yield line
    for change in telling(record):
        yield from _field(change, difference, f"{indent}    ")
    for part in record.parts:
        yield from _record(part, difference, f"{indent}    ")


def _field(change: FieldChange, difference: Difference, indent: str) -> Iterator[list[Span]]:
    """First the texts that are worded anew, then what was removed, then what was added."""
    field = shown(change.predicate, difference.base)
    reworded = rewordings(change.removed, change.added)
    for old, new, steps in reworded:
        yield [
            (f"{indent}~ ", _CHANGED[1]),
            (f"{field} ", "cyan"),
            *_worded(steps),
            *_tag(old, new),
        ]
    told = {literal for old, new, _ in reworded for literal in (old, new)}
    for sign, style, values in (("-", _REMOVED, change.removed), ("+", _ADDED, change.added)):
        for term in values:
            if term not in told:
                yield [
                    (f"{indent}{sign} ", style),
                    (f"{field} ", "cyan"),
                    (_value(term, difference), style),
                ]


def _value(term: Term, difference: Difference) -> str:
    return value(term, difference.labels, difference.base)


def _tag(old: Literal, new: Literal) -> list[Span]:
    tag = new.language or old.language
    return [(f"@{tag}", "dim")] if tag else []


_KEPT = 60
"""Characters of an unchanged stretch that are shown before and after a change."""


def _worded(steps: Sequence[DiffStep]) -> Iterator[Span]:
    for number, step in enumerate(steps):
        before, after = _EDIT_MARKS[step.edit]
        text = one_line(step.text)
        if step.edit is Edit.EQUAL:
            text = _shortened(text, number == 0, number == len(steps) - 1)
        yield (f"{before}{text}{after}", _EDIT_STYLES[step.edit])


def _shortened(text: str, is_first: bool, is_last: bool) -> str:
    """An unchanged stretch without its middle; of the first and the last only what is near."""
    head = "" if is_first else text[:_KEPT].rpartition(" ")[0] + " "
    tail = "" if is_last else " " + text[-_KEPT:].partition(" ")[2]
    return text if len(text) <= 2 * _KEPT else f"{head}…{tail}"
