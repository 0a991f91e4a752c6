"""Who says it: what is known of a definition's source, in the words that readers see."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from tvet_skos.lookup.compare import Comparison, Entry
from tvet_skos.model import MISSING, SourceEvidence
from tvet_skos.publish.links import source_links
from tvet_skos.text import counted


@dataclass(frozen=True, slots=True)
class Evidence:
    """How the source is known: a mark, a short name, and a sentence that says what it means."""

    mark: str
    label: str
    meaning: str


EVIDENCE = MappingProxyType(
    {
        SourceEvidence.STATED: Evidence("✓", "source stated", "The page gives the source."),
        SourceEvidence.STATED_INLINE: Evidence(
            "✓", "source stated in the text", "Only the running text names the source."
        ),
        SourceEvidence.NOT_CAPTURED: Evidence(
            "?", "source not captured", "The copy that was read names none; the original may."
        ),
        SourceEvidence.NOT_STATED: Evidence(
            "∅", "no source stated", "The original was read whole and names none."
        ),
        SourceEvidence.INFERRED: Evidence(
            "≈", "source inferred", "An editor identified the source; the page does not name it."
        ),
        SourceEvidence.SELF_COMPOSED: Evidence(
            "✎", "written by the editors", "The editors of the vocabulary wrote this text."
        ),
        None: Evidence("?", "source unknown", "Nobody recorded how the source is known."),
    }
)
"""What readers are told; "not captured" never reads as "has no source"."""

_MISSING = frozenset(EVIDENCE[kind] for kind in (*MISSING, None))


@dataclass(frozen=True, slots=True)
class Attribution:
    """A definition's source: ``heading`` is who and when, or that it is not known.

    ``titles`` are the works, as far as their titles are known and the heading does not say them;
    ``citation`` is the source as printed; ``links`` lead to the web and nowhere else;
    ``modification`` says what was changed in the text, if anything was.
    """

    heading: str
    titles: tuple[str, ...]
    citation: str
    evidence: Evidence
    links: tuple[str, ...]
    modification: str = ""

    @property
    def citation_label(self) -> str:
        """What the citation is to be called: where no source is known, it says what is."""
        if self.evidence in _MISSING:
            return "What is known"
        if self.citation.startswith("After "):
            return "In other words"
        return (
            "Cite as" if self.evidence == EVIDENCE[SourceEvidence.SELF_COMPOSED] else "As printed"
        )


def attribution(entry: Entry) -> Attribution:
    """What is known of the source of a definition."""
    definition = entry.definition
    evidence = EVIDENCE[definition.source_evidence]
    heading = _heading(entry, evidence)
    titles = (source.title for source in entry.sources if source.title)
    return Attribution(
        heading,
        tuple(title for title in dict.fromkeys(titles) if title != heading),
        definition.source_text,
        evidence,
        source_links(entry.sources),
        definition.modification.value if definition.modification else "",
    )


def _heading(entry: Entry, evidence: Evidence) -> str:
    """Organisations and years, else a title, else the citation, else that none is known."""
    if entry.lacks_source:
        return _sentence(evidence.label)
    titles = dict.fromkeys(source.title for source in entry.sources if source.title)
    who = " / ".join(entry.organisations) or "; ".join(titles)
    if not who:
        return entry.definition.source_text or _sentence(evidence.label)
    return ", ".join((who, *dict.fromkeys(entry.years)))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def announced(note: str) -> str:
    """A note that says it is one.

    >>> announced("Only one of many."), announced("Note that it is only one of many.")
    ('Note: Only one of many.', 'Note that it is only one of many.')
    """
    return note if note.casefold().startswith("note") else f"Note: {note}"


def coverage(comparison: Comparison) -> str:
    """How many definitions lack a source, and which: ``4 of 6 definitions lack a source``.

    Each kind of gap is told apart: ``(source not captured: 1, 2, 3; no source stated: 4)``.
    """
    total, missing = len(comparison.entries), comparison.missing_source
    if not missing:
        return "The source of every definition is known" if total > 1 else "Its source is known"
    gaps: dict[str, list[str]] = {}
    for entry in missing:
        label = EVIDENCE[entry.definition.source_evidence].label
        gaps.setdefault(label, []).append(str(entry.number))
    listed = "; ".join(f"{label}: {', '.join(numbers)}" for label, numbers in gaps.items())
    verb = "lacks" if len(missing) == 1 else "lack"
    return f"{len(missing)} of {counted(total, 'definition')} {verb} a source ({listed})"
