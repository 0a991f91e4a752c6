"""What may be asked of the label index, how much of it, and what a hit is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tvet_skos.errors import QueryRefused
from tvet_skos.store.labels.entries import DefinitionEntry, LabelEntry, LabelKind, NoteEntry
from tvet_skos.text import counted


class Mode(StrEnum):
    """How a text and what it found hang together, the strongest first."""

    EXACT = "exact"
    PREFIX = "prefix"
    WORDS = "words"
    SUBSTRING = "substring"
    TYPO = "typo"
    DEFINITION = "definition"
    NOTE = "note"


LABEL_MODES = tuple(mode for mode in Mode if mode not in (Mode.DEFINITION, Mode.NOTE))
"""What finds labels."""

USUAL = (*LABEL_MODES, Mode.DEFINITION)
"""What counts where nobody says anything else: whoever wants notes asks for them."""

COMPLETIONS = (Mode.EXACT, Mode.PREFIX, Mode.WORDS)
"""What is of use while somebody types."""


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """How much a search takes on; one definition for all who ask.

    ``characters``
        of a text; a longer one is refused. ``words`` after the first so many are not looked at.
    ``page``
        hits or labels that are given at once, at most.
    ``counted``
        as far as hits are counted for people.
    ``containing``
        words with a fragment in them that are looked up, the shortest first.
    ``misread``
        labels with a misspelt word that are weighed against each other.
    """

    characters: int = 1_000
    words: int = 32
    page: int = 1_000
    counted: int = 1_000
    containing: int = 200
    misread: int = 500


LIMITS = SearchLimits()


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, and where.

    Labels in ``language`` come first; with ``strict`` nothing else is looked at. What is not among
    ``kinds`` and ``modes`` is left out; kinds say nothing of definitions and notes.

    :raises QueryRefused: the text is longer than ``LIMITS`` allow
    """

    text: str
    language: str | None = None
    strict: bool = False
    kinds: tuple[LabelKind, ...] = tuple(LabelKind)
    modes: tuple[Mode, ...] = USUAL

    def __post_init__(self) -> None:
        if len(self.text) > LIMITS.characters:
            raise QueryRefused(
                f"the text is too long: {counted(len(self.text), 'character')}",
                hint=f"ask for a term or some words of it, at most {LIMITS.characters} characters",
            )


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label, a definition or a note that was found, and how.

    ``reading`` has pairs of what was asked and what it was taken for, both folded.
    """

    entry: LabelEntry | DefinitionEntry | NoteEntry
    mode: Mode
    reading: tuple[tuple[str, str], ...] = ()
