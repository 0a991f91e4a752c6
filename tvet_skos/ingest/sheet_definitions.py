"""A definition from a row of a sheet: as the vocabulary has it, as the row changes it, or new."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tvet_skos.ingest.pages import MARKDOWN, PageOptions
from tvet_skos.ingest.sheet_lines import Line
from tvet_skos.ingest.sheet_provenance import Provenance
from tvet_skos.iri import definition_iri
from tvet_skos.model import MISSING, Definition, SourceEvidence
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import nfc, squash

STATUSES = ("live", "replaced", "none")
"""What an export says of a definition: in use, set aside, or that the concept has none."""

_LIST = re.compile(r"^(?:[-*+]|\d+[.)]) +\S", re.M)


def is_literal(line: Line) -> bool:
    """Whether an export wrote a definition in this row that is a text without a record.

    It gives such a row a status and a text, and none of the columns on a source.
    """
    own = ("definition", "sourceEvidence", "sourceText", "source")
    return bool(line.text("status")) and not any(map(line.text, own))


def definition_of(
    line: Line, concept: IRI, term: str, tag: str,
    provenance: Provenance, known: Mapping[IRI, Definition], options: PageOptions,
) -> Definition:  # fmt: skip
    """The definition that a row gives, which says a text and no fault.

    A row with the address of its definition changes what the sheet has columns for; of a known one
    the rest stays. A row without one gives a new definition, with the address that every import
    of this text and citation gives it.

    :param concept: that of the row's concept; new definitions get their address from it
    :param term: what the row calls the concept
    :param tag: the language of the row
    """
    iri = next(iter(line.iris("definition")), None)
    if iri is not None:
        start = known.get(iri) or Definition(iri=iri)
        changed = replace(start, **_changes(line, start, tag, provenance))
        return changed if iri in known else _completed(changed, line, term, provenance, options)
    text, printed = _text(line), _printed(line, provenance)
    iri = definition_iri(concept, text, tag, printed)
    if iri in known:
        return known[iri]
    changes = _changes(line, Definition(iri=iri), tag, provenance)
    return _completed(
        replace(Definition(iri=iri), **changes), line, term, provenance, options, printed
    )


def _text(line: Line) -> str:
    return nfc(line.text("value"))


def _printed(line: Line, provenance: Provenance) -> str:
    """The citation as printed: also where it stands in the column for addresses of sources."""
    text = squash(line.text("sourceText"))
    if text or not line.text("source"):
        return text if line.evidence() not in MISSING else ""
    named = provenance.named(line)
    if not named:
        return squash(line.text("source"))
    return "; ".join(filter(None, (provenance.citation(iri) for iri in named)))


def _changes(line: Line, start: Definition, tag: str, provenance: Provenance) -> dict[str, Any]:
    """The fields that the row says otherwise than the record does."""
    changes: dict[str, Any] = {}
    said: dict[str, Any] = {
        "sourceText": ("source_text", squash(line.text("sourceText"))),
        "sourceEvidence": ("source_evidence", line.evidence()),
        "locator": ("locator", squash(line.text("locator"))),
        "position": ("position", line.position()),
        "source": ("sources", provenance.named(line)),
    }
    for name, (attribute, value) in said.items():
        if line.has(name) and value != _comparable(getattr(start, attribute)):
            changes[attribute] = value
    if line.text("status"):
        changes["deprecated"] = line.text("status").lower() == "replaced"
    return changes | _texts(line, start, tag) | _origin(line, start, provenance)


def _comparable(value: object) -> object:
    return squash(value) if type(value) is str else value


def _texts(line: Line, start: Definition, tag: str) -> dict[str, Any]:
    """Texts with a language, each kept as it is where the row says the same."""
    changes: dict[str, Any] = {}
    text = _text(line)
    if squash(text) != squash(start.text) or tag != start.language:
        changes["value"] = Literal(text, tag)
        if not start.format and _LIST.search(text) and "\n" in text:
            changes["format"] = MARKDOWN
    modification = squash(line.text("modification"))
    was = start.modification.value if start.modification else ""
    if line.has("modification") and modification != squash(was):
        changes["modification"] = Literal(modification, tag) if modification else None
    notes = line.values("note")
    kept = {note.value.strip(): note for note in start.notes}
    if line.has("note") and set(notes) != set(kept):
        changes["notes"] = tuple(kept.get(note, Literal(note, tag)) for note in notes)
    return changes


def _origin(line: Line, start: Definition, provenance: Provenance) -> dict[str, Any]:
    pages = provenance.page(line)
    return {"derived_from": (*start.derived_from, *pages)} if pages else {}


def _completed(
    definition: Definition, line: Line, term: str, provenance: Provenance,
    options: PageOptions, printed: str | None = None,
) -> Definition:  # fmt: skip
    """A new definition with the evidence, the records and the words for its source that it lacks.

    What the row says is never changed; where an export says that there is no record, none is made.
    """
    printed = definition.source_text if printed is None else printed
    evidence, sources = definition.source_evidence, definition.sources
    is_settled = bool(sources or (line.text("definition") and line.has("source")))
    if not is_settled and printed and evidence not in _WITHOUT_RECORD:
        sources = provenance.cited(line, printed)
    elif not is_settled and evidence in (None, SourceEvidence.STATED_INLINE):
        sources = provenance.named_inline(line, definition.text)
    evidence = evidence or _evidence(printed, bool(sources))
    words = definition.source_text or printed or _known_origin(line, term, evidence, options)
    return replace(definition, source_text=words, sources=sources, source_evidence=evidence)


_WITHOUT_RECORD = MISSING | {SourceEvidence.SELF_COMPOSED}


def _evidence(printed: str, is_named: bool) -> SourceEvidence:
    """What an empty cell means; that the original gives no source, it never says."""
    if printed:
        return SourceEvidence.STATED
    return SourceEvidence.STATED_INLINE if is_named else SourceEvidence.NOT_CAPTURED


_KNOWN = {
    SourceEvidence.NOT_CAPTURED: "source not captured",
    SourceEvidence.NOT_STATED: "no source stated",
    SourceEvidence.STATED_INLINE: "source named in the text",
}


def _known_origin(line: Line, term: str, evidence: SourceEvidence, options: PageOptions) -> str:
    """What is known of the origin of a text for which no citation is given; may be nothing."""
    if evidence not in _KNOWN:
        return ""
    read_in = squash(line.text("readAt")) or "Contribution"
    return f"{read_in}, {term}; {_KNOWN[evidence]}, read {options.read_on}"
