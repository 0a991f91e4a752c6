"""The comparison as a sheet: one row a definition, its source beside it."""

from __future__ import annotations

from collections.abc import Callable

from tvet_skos.lookup.compare import Comparison, Entry
from tvet_skos.publish.reports.digest import only_here
from tvet_skos.publish.sheets import Column, Sheet, listed

_COLUMNS: tuple[tuple[str, Callable[[Comparison, Entry], str]], ...] = (
    ("term", lambda comparison, _: comparison.concept.label()),
    ("number", lambda _, entry: str(entry.number)),
    ("language", lambda _, entry: entry.definition.language),
    ("value", lambda _, entry: entry.definition.text),
    ("sourceText", lambda _, entry: entry.definition.source_text),
    ("sourceEvidence", lambda _, entry: entry.definition.source_evidence or ""),
    ("organisation", lambda _, entry: listed(entry.organisations)),
    ("sourceTitle", lambda _, entry: listed(filter(None, (s.title for s in entry.sources)))),
    ("sourceYear", lambda _, entry: listed(entry.years)),
    ("source", lambda _, entry: listed(entry.definition.sources)),
    ("lead", lambda _, entry: "yes" if entry.is_lead else "no"),
    ("similarity", lambda _, entry: "" if entry.similarity is None else f"{entry.similarity:.2f}"),
    ("onlyHere", lambda _, entry: listed(only_here(entry))),
    ("note", lambda _, entry: listed(note.value for note in entry.definition.notes)),
    ("definition", lambda _, entry: entry.definition.iri),
    ("concept", lambda comparison, _: comparison.concept.iri),
)


def comparison_sheet(comparison: Comparison) -> Sheet:
    """A row an entry, in their order; ``similarity`` is to the baseline, empty for itself."""
    rows = tuple(
        tuple(cell(comparison, entry) for _, cell in _COLUMNS) for entry in comparison.entries
    )
    return Sheet("Comparison", tuple(Column(name) for name, _ in _COLUMNS), rows)
