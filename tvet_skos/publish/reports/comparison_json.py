"""The comparison as JSON, in the names of ``vocab/context.jsonld``."""

from __future__ import annotations

import json
from typing import Any

from tvet_skos.lookup.compare import Comparison, Entry
from tvet_skos.lookup.derivations import Derivation
from tvet_skos.lookup.duplicates import Duplicate, near_duplicates
from tvet_skos.model import Source
from tvet_skos.publish.reports.digest import MACHINE_MADE, similarities
from tvet_skos.terms import Literal


def comparison_json(comparison: Comparison) -> str:
    """A comparison as one JSON object.

    ``definitions`` has the texts with their sources; ``shared`` the words and who has them;
    ``similarity`` is a square, ``null`` between two languages; ``diffs`` lead from ``a`` (the
    baseline) to ``b`` in ``ops`` of ``[edit, text]``; ``missingSource`` has numbers of definitions.
    ``duplicates`` are computed: ``a`` is nearly the same as ``b``, which is ``older`` where both
    years are known and differ. ``derivations`` are stated: definition ``a`` was ``quoted`` or
    ``derived`` from ``origin``, which ``definitions`` are or name. ``asOf`` and ``leftOut`` are
    there where a year was asked for.
    """
    document: dict[str, Any] = {
        "concept": comparison.concept.iri,
        "term": comparison.concept.label(),
        "match": comparison.match.why,
        "prefLabel": _texts(comparison.concept.pref_labels),
        "altLabel": _texts(comparison.concept.alt_labels),
        "baseline": comparison.baseline,
        "definitions": [_definition(entry) for entry in comparison.entries],
        "shared": [{"word": s.word, "definitions": list(s.entries)} for s in comparison.shared],
        "similarity": [list(row) for row in similarities(comparison)],
        "diffs": [_diff(entry.baseline, entry) for entry in comparison.entries if entry.diff],
        "missingSource": [entry.number for entry in comparison.missing_source],
        "duplicates": [_duplicate(each) for each in near_duplicates(comparison.entries)],
        "derivations": [_derivation(each) for each in comparison.derivations],
        "note": MACHINE_MADE,
    }
    if comparison.as_of is not None:
        document |= {"asOf": comparison.as_of, "leftOut": _left_out(comparison)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _texts(literals: tuple[Literal, ...]) -> list[dict[str, str]]:
    return [{"value": literal.value, "language": literal.language} for literal in literals]


def _definition(entry: Entry) -> dict[str, Any]:
    definition = entry.definition
    return {
        "number": entry.number,
        "id": definition.iri,
        "value": definition.text,
        "language": definition.language,
        "format": definition.format or "text/plain",
        "sourceText": definition.source_text,
        "sourceEvidence": definition.source_evidence,
        "source": list(definition.sources),
        "sourceRecord": [_source(source) for source in entry.sources],
        "organisation": list(entry.organisations),
        "year": list(entry.years),
        "locator": definition.locator or None,
        "position": definition.position,
        "modification": _texts((definition.modification,) if definition.modification else ()),
        "lead": entry.is_lead,
        "note": _texts(definition.notes),
        "quotedFrom": list(definition.quoted_from),
        "derivedFrom": list(definition.derived_from),
        "segments": [[s.occurrence, s.text] for s in entry.segments],
    }


def _source(source: Source) -> dict[str, Any]:
    """The record of a source as far as a comparison needs it; unknown fields are left out."""
    fields: dict[str, Any] = {
        "id": source.iri,
        "title": source.title,
        "issued": source.issued or source.date,
        "edition": source.edition,
        "citation": source.citation,
        "doi": source.doi,
        "page": list(source.pages),
    }
    return {name: value for name, value in fields.items() if value}


def _duplicate(each: Duplicate) -> dict[str, Any]:
    return {
        "a": each.number,
        "b": each.like,
        "share": round(each.share, 2),
        "older": each.is_older,
    }


def _derivation(each: Derivation) -> dict[str, Any]:
    return {
        "a": each.number,
        "taking": each.taking,
        "origin": each.origin,
        "definitions": list(each.definitions),
    }


def _left_out(comparison: Comparison) -> dict[str, Any]:
    """By reason the definitions that are not in the comparison as of its year."""
    groups = {"later": comparison.later, "unknownYear": comparison.undated}
    return {
        name: [
            {
                "number": e.number,
                "id": e.definition.iri,
                "year": e.year,
                "sourceText": e.definition.source_text,
            }
            for e in entries
        ]
        for name, entries in groups.items()
    }


def _diff(baseline: int, entry: Entry) -> dict[str, Any]:
    ops = [[step.edit, step.text] for step in entry.diff]
    return {"a": baseline, "b": entry.number, "ops": ops}
