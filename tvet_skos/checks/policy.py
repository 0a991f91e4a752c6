"""What rules cannot know by themselves: the day, and what an editorial team has agreed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tvet_skos.terms import IRI


class Target(StrEnum):
    """What a copy of another vocabulary says of an address."""

    KNOWN = "known"
    """It is a concept there."""
    MISSING = "missing"
    """The copy has addresses like it, but not this one."""
    RETIRED = "retired"
    """It is there, and marked as deprecated."""
    OUT_OF_SIGHT = "out of sight"
    """No copy of its vocabulary is at hand."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The agreements of a vocabulary; empty fields switch the rules off that would need them."""

    today: str = ""
    """The day of the check, ``YYYY-MM-DD``: no date of a record may be later."""
    base: str = ""
    """What the IRIs of the vocabulary's own concepts begin with; empty: as most do."""
    pattern: str = ""
    """A regular expression for what follows the base."""
    languages: tuple[str, ...] = ()
    """The languages that labels are expected in; empty: the six of the United Nations."""
    required_languages: tuple[str, ...] = ()
    """The languages that every concept has a preferred label in; empty: those of the others."""
    label_case: str = ""
    """How preferred labels begin: ``lower`` or ``upper``."""
    label_number: str = ""
    """``singular``, where preferred labels are to be in the singular."""
    other_language: Callable[[str, str], str] | None = None
    """Tells the language of a text if it is another than that of its tag; costly."""
    licences: tuple[IRI, ...] = ()
    """The licences of sources that may be quoted word for word; empty: not judged."""
    target: Callable[[IRI], Target] | None = None
    """Tells what copies of other vocabularies know of the target of a mapping (``at_hand``)."""
