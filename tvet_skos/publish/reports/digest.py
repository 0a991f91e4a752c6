"""A comparison in short: which definitions agree on which words, and what only one of them says."""

from __future__ import annotations

from dataclasses import dataclass

from tvet_skos.lookup.compare import Comparison, Entry, Occurrence, content_words, similarity
from tvet_skos.publish.characters import printable

MACHINE_MADE = (
    "Words were compared by machine, across case and plural and without function words; "
    "it does not weigh what they mean."
)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Words that exactly the entries of these numbers have."""

    entries: tuple[int, ...]
    words: tuple[str, ...]


def agreements(comparison: Comparison) -> tuple[Agreement, ...]:
    """The shared words, gathered by who shares them: most definitions first, then most words."""
    gathered: dict[tuple[int, ...], list[str]] = {}
    for shared in comparison.shared:
        gathered.setdefault(shared.entries, []).append(printable(shared.word))
    found = (Agreement(entries, tuple(words)) for entries, words in gathered.items())
    return tuple(sorted(found, key=lambda a: (-len(a.entries), -len(a.words), a.entries)))


def only_here(entry: Entry, most: int = 3) -> tuple[str, ...]:
    """The longest stretches of a definition that no other has, in the order of the text."""
    language = entry.definition.language
    alone = [s.text for s in entry.segments if s.occurrence is Occurrence.ALONE]
    lengths = [len(content_words(text, language)) for text in alone]
    longest = sorted(range(len(alone)), key=lambda index: (-lengths[index], index))[:most]
    return tuple(printable(alone[index]) for index in sorted(longest))


def similarities(comparison: Comparison) -> tuple[tuple[float | None, ...], ...]:
    """How close each definition is to each, 0 to 1; ``None`` between two languages.

    A row and a column an entry, in their order; 1 on the diagonal.
    """
    return tuple(
        tuple(_similarity(left, right) for right in comparison.entries)
        for left in comparison.entries
    )


def _similarity(left: Entry, right: Entry) -> float | None:
    if left.number == right.number:
        return 1.0
    if left.definition.language != right.definition.language:
        return None
    return similarity(left.definition, right.definition)


def nearest(comparison: Comparison) -> tuple[Entry, ...]:
    """The entries that were held against the baseline, the closest first."""
    comparable = [
        entry
        for entry in comparison.entries
        if entry.similarity is not None and entry.baseline == comparison.baseline
    ]
    return tuple(sorted(comparable, key=lambda e: (-(e.similarity or 0), e.number)))


def other_labels(comparison: Comparison) -> tuple[str, ...]:
    """The preferred labels in other languages: ``Microcertification (fr)``."""
    concept = comparison.concept
    title = concept.label()
    return tuple(
        printable(f"{label.value} ({label.language})" if label.language else label.value)
        for label in concept.pref_labels
        if label.value != title
    )


def spellings(comparison: Comparison) -> tuple[str, ...]:
    """The alternative labels, each spelling once."""
    return tuple(dict.fromkeys(printable(label.value) for label in comparison.concept.alt_labels))
