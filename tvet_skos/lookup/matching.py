"""From a name in somebody's table to the concepts that it may stand for, each with a score.

A score says how sure one may be, and its features say why; no other candidate changes either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from tvet_skos.store.labels.entries import LabelEntry, LabelKind
from tvet_skos.store.labels.index import LabelIndex
from tvet_skos.store.labels.question import LABEL_MODES, Mode, Question
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import LIBERTIES, differences, fold, language_distance, squash

_BY_KIND = {
    LabelKind.PREFERRED: 100.0,
    LabelKind.ALTERNATIVE: 85.0,
    LabelKind.HIDDEN: 75.0,
    LabelKind.NOTATION: 70.0,
}
"""What a label is worth that is the asked text; a name that is never shown is worth less."""

_LIBERTY_COSTS = {"case": 1.0, "accents": 2.0, "plural": 2.0, "hyphens and spaces": 2.0}
_LANGUAGE_COSTS = (0.0, 3.0, 6.0)
_BEST_APPROXIMATE = 0.7
"""What a label that only comes near is worth of what it would be if it were the text."""

_WEIGHED = 50
_LONGEST_COMPARED = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept that a text may name, and how likely that is: ``score``, 0 to 100.

    ``label`` is the label that speaks for it most, of this ``kind``; both are ``None`` where it was
    asked for by its IRI. ``is_certain``: nobody need look at it, for the text is the name that the
    concept is shown with, save its case, and no other concept goes by that text. ``features`` are
    the grounds of the score, one value for each name in ``FEATURES``.
    """

    iri: IRI
    name: str
    label: Literal | None
    kind: LabelKind | None
    score: float
    is_certain: bool
    features: Mapping[str, bool | int | float]


def candidates(
    labels: LabelIndex,
    text: str,
    name_of: Callable[[IRI], str],
    *,
    belongs: Callable[[IRI], bool] = lambda iri: True,
    language: str = "en",
    limit: int = 10,
) -> tuple[Candidate, ...]:
    """What a text may name, the likeliest first; what is equally likely stands by IRI.

    Labels that are the text in another spelling come before labels that only come near. Preferred
    labels count more than alternative, hidden ones and notations, and a label in ``language`` more
    than one in another.

    :param name_of: what a concept is shown as
    :param belongs: whether a concept is among those that are looked for
    :raises QueryRefused: the text is longer than the label index takes

    >>> from tvet_skos import bundled_vocabulary, open_store
    >>> from tvet_skos.lookup import label_of
    >>> store = open_store(bundled_vocabulary())
    >>> found = candidates(store.labels, "RPL", lambda iri: label_of(store, iri), limit=1)
    >>> [(each.name, each.score, each.is_certain) for each in found]
    [('Recognition of prior learning', 85.0, False)]
    """
    asked = squash(text)
    best: dict[IRI, _Read] = {}
    for entry, is_same in _entries(labels, asked, language):
        read = _Read(_score(asked, entry, is_same, language), entry, is_same)
        kept = best.get(entry.concept)
        if (kept is None and belongs(entry.concept)) or (kept and read.score > kept.score):
            best[entry.concept] = read
    is_alone = sum(1 for read in best.values() if read.is_same) == 1
    ranked = sorted(best.values(), key=lambda read: (-read.score, read.entry.concept))[:limit]
    return tuple(
        _candidate(asked, read, name_of(read.entry.concept), is_alone, language) for read in ranked
    )


class _Read(NamedTuple):
    """A label as an answer: how good it is, and whether it is the same term as the text."""

    score: float
    entry: LabelEntry
    is_same: bool


def by_iri(iri: IRI, name: str) -> Candidate:
    """A concept that was asked for by its IRI, of which there can be no doubt."""
    return Candidate(iri, name, None, None, 100.0, True, _features(identifier=True))


def _entries(labels: LabelIndex, asked: str, language: str) -> Iterator[tuple[LabelEntry, bool]]:
    """Labels with whether they are the same term as the text: all that are, some that come near."""
    for entry in labels.spelled_like(asked):
        yield entry, True
    modes = tuple(mode for mode in LABEL_MODES if mode is not Mode.EXACT)
    question = Question(asked, language, modes=modes)
    for hit in islice(labels.search(question), _WEIGHED):
        if isinstance(hit.entry, LabelEntry) and fold(hit.entry.label.value) != fold(asked):
            yield hit.entry, False


def _score(asked: str, entry: LabelEntry, is_same: bool, language: str) -> float:
    worth = _BY_KIND[entry.kind]
    if is_same:
        ignored = differences(asked, entry.label.value) or ()
        worth -= sum(_LIBERTY_COSTS.get(liberty, 2.0) for liberty in ignored)
    else:
        worth *= _BEST_APPROXIMATE * similarity(asked, entry.label.value)
    return round(max(0.0, worth - _LANGUAGE_COSTS[_distance(entry, language)]), 2)


def _distance(entry: LabelEntry, language: str) -> int:
    """How far the language of a label is from the asked one; what has no language is at home."""
    return language_distance(entry.label.language, language) if entry.label.language else 0


def _candidate(asked: str, read: _Read, name: str, is_alone: bool, language: str) -> Candidate:
    entry, text = read.entry, read.entry.label.value
    ignored = (differences(asked, text) or ()) if read.is_same else ()
    features = _features(
        same_term=read.is_same,
        edit_distance=edit_distance(fold(asked), fold(text)),
        similarity=round(similarity(asked, text), 3),
        language_distance=_distance(entry, language),
        **{_LABEL_FEATURES[entry.kind]: True},
        **{_liberty_feature(liberty): True for liberty in ignored if liberty in LIBERTIES},
    )
    is_name = entry.kind is LabelKind.PREFERRED and squash(text) == squash(name)
    is_certain = is_alone and is_name and read.is_same and set(ignored) <= {"case"}
    return Candidate(entry.concept, name, entry.label, entry.kind, read.score, is_certain, features)


_LABEL_FEATURES = {
    LabelKind.PREFERRED: "preferred_label",
    LabelKind.ALTERNATIVE: "alternative_label",
    LabelKind.HIDDEN: "hidden_label",
    LabelKind.NOTATION: "notation",
}


def _liberty_feature(liberty: str) -> str:
    return f"ignoring_{liberty.replace(' ', '_')}"


FEATURES: Mapping[str, bool | int | float] = {
    "identifier": False,
    "same_term": False,
    **dict.fromkeys(_LABEL_FEATURES.values(), False),
    **dict.fromkeys(map(_liberty_feature, LIBERTIES), False),
    "edit_distance": 0,
    "similarity": 1.0,
    "language_distance": 0,
}
"""Every feature that a candidate has, with its value where there is nothing to say."""


def _features(**known: bool | int | float) -> dict[str, bool | int | float]:
    return {**FEATURES, **known}


def similarity(left: str, right: str) -> float:
    """How much of two spellings is the same, 0 to 1: edits by the length of the longer one.

    >>> similarity("micro credential", "Micro-credentials"), similarity("ab", "xy")
    (1.0, 0.0)
    """
    a, b = fold(left)[:_LONGEST_COMPARED], fold(right)[:_LONGEST_COMPARED]
    return 1 - edit_distance(a, b) / max(len(a), len(b), 1)


def edit_distance(left: str, right: str) -> int:
    """The fewest letters to put in, take out, replace or swap with a neighbour.

    Of longer texts only the first hundred letters are compared.

    :source: optimal string alignment, as in the label index

    >>> edit_distance("credentail", "credential"), edit_distance("skill", "skills")
    (1, 1)
    """
    a, b = left[:_LONGEST_COMPARED], right[:_LONGEST_COMPARED]
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(b, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]
