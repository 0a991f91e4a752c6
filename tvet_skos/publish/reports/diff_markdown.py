"""A difference as Markdown that pastes into a pull request, a wiki or a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tvet_skos.lookup.compare import DiffStep, Edit
from tvet_skos.publish.reports.comparison_markdown import escaped
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
from tvet_skos.rdf.diff import Difference, FieldChange, RecordChange


def difference_markdown(difference: Difference, old: str = "", new: str = "") -> str:
    """A difference as GitHub-flavoured Markdown: a heading a kind, a section a record.

    What was removed is struck through, what was added is bold. Nothing of the data is taken for
    markup.

    :param old, new: what the two versions are called
    """
    heading = f"# Changes from {escaped(old)} to {escaped(new)}" if old and new else "# Changes"
    if not difference:
        return f"{heading}\n\nNo difference.\n"
    blocks = [heading, f"**{escaped(summary(difference))}**"]
    kind = None
    for record in difference.records:
        if record.kind != kind:
            kind = record.kind
            blocks.append(f"## {str(kind).capitalize()}s")
        blocks.append("\n".join(_record(record, difference)))
    return "\n\n".join(blocks) + "\n"


def _record(record: RecordChange, difference: Difference) -> Iterator[str]:
    yield f"### {_heading(record, difference)}"
    yield ""
    yield from _fields(record, difference, "")
    for part in record.parts:
        yield f"- **{_heading(part, difference)}**"
        yield from _fields(part, difference, "  ")


def _heading(record: RecordChange, difference: Difference) -> str:
    iri, said = name(record.node, difference.base), fate(record, difference)
    parts = (title(record), iri and f"({iri})", said and f"— {said}")
    return " ".join(escaped(part) for part in parts if part)


def _fields(record: RecordChange, difference: Difference, indent: str) -> Iterator[str]:
    for change in telling(record):
        field = f"{indent}- {escaped(shown(change.predicate, difference.base))}:"
        yield from (f"{field} {text}" for text in _values(change, difference))


def _values(change: FieldChange, difference: Difference) -> Iterator[str]:
    reworded = rewordings(change.removed, change.added)
    yield from (_worded(steps) for _, _, steps in reworded)
    told = {literal for old, new, _ in reworded for literal in (old, new)}
    for mark, values in (("~~", change.removed), ("**", change.added)):
        for term in values:
            if term not in told:
                yield f"{mark}{escaped(value(term, difference.labels, difference.base))}{mark}"


# Tags, for Markdown takes no stars in the middle of a word or before a comma.
_MARKS = {Edit.DELETE: ("<del>", "</del>"), Edit.INSERT: ("<ins>", "</ins>"), Edit.EQUAL: ("", "")}


def _worded(steps: Sequence[DiffStep]) -> str:
    parts = []
    for step in steps:
        text = one_line(step.text)
        start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        before, after = _MARKS[step.edit]
        parts.append(f"{before}{start}{escaped(text)}{end if text.strip() else ''}{after}")
    return "".join(parts)
