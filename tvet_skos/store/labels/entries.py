"""What the label index holds: labels, definitions and notes, each with its concept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tvet_skos.namespaces import SKOS
from tvet_skos.terms import IRI, Literal


class LabelKind(StrEnum):
    """Which label of a concept a spelling is, the strongest first."""

    PREFERRED = "prefLabel"
    ALTERNATIVE = "altLabel"
    HIDDEN = "hiddenLabel"
    NOTATION = "notation"


KINDS = {SKOS + kind.value: kind for kind in LabelKind}
"""Label property to kind."""

KIND_ORDER = {kind: rank for rank, kind in enumerate(LabelKind)}
"""Kind to its rank, the strongest 0."""

DEFINITION = len(KIND_ORDER)
"""The rank of definitions, beside those of labels."""


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """One label of one concept."""

    concept: IRI
    label: Literal
    kind: LabelKind


class NoteKind(StrEnum):
    """Which documentation property of SKOS a note is; those for readers first."""

    SCOPE = "scopeNote"
    NOTE = "note"
    EXAMPLE = "example"
    HISTORY = "historyNote"
    CHANGE = "changeNote"
    EDITORIAL = "editorialNote"


NOTES = {SKOS + kind.value: kind for kind in NoteKind}
"""Documentation property to kind."""

NOTE_OF = dict(enumerate(NoteKind, DEFINITION + 1))
"""The ranks of notes, after those of labels and definitions, to their kinds."""


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """One note of one concept; ``node`` is the IRI of a note that has one."""

    concept: IRI
    text: Literal
    kind: NoteKind
    node: IRI | None = None


@dataclass(frozen=True, slots=True)
class DefinitionEntry:
    """One definition of one concept; ``node`` is the IRI of a definition that has one."""

    concept: IRI
    text: Literal
    node: IRI | None = None
