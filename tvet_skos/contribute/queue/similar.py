"""What a vocabulary has already that is much like what somebody proposes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from tvet_skos.contribute.queue.judging import new_labels, new_texts
from tvet_skos.contribute.queue.proposing import Draft
from tvet_skos.lookup.card import card, concept_of, label_of
from tvet_skos.lookup.find import find
from tvet_skos.store import Store
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import words

ALIKE = 0.55
"""From which share of common words, in order, a text is shown beside a proposed one."""

_MOST = 5
_WORDS = 600
"""So many words of each text are compared: a long text takes time by the square."""


@dataclass(frozen=True, slots=True)
class Similar:
    """Something that is there already: the concept, what it is called, the text, and how alike.

    ``share`` is in percent; 100 for a label that is spelled alike.
    """

    concept: IRI
    label: str
    text: Literal
    share: int


def similar_to(store: Store, draft: Draft) -> tuple[Similar, ...]:
    """Labels of other concepts with a proposed spelling, and definitions near a proposed one."""
    labels = (each for label in new_labels(draft) for each in _spelled_alike(store, draft, label))
    texts = (each for _, text in new_texts(draft) for each in _worded_alike(store, draft, text))
    return (*islice(labels, _MOST), *islice(texts, _MOST))


def _spelled_alike(store: Store, draft: Draft, label: Literal) -> Iterator[Similar]:
    for match in find(store, label.value):
        if match.concept != draft.concept and match.label is not None:
            name = label_of(store, match.concept, label.language)
            yield Similar(match.concept, name, match.label, 100)


def _worded_alike(store: Store, draft: Draft, text: Literal) -> list[Similar]:
    concept = concept_of(card(store, draft.concept), draft.concept)
    present = [d.value for d in concept.live_definitions if d.value is not None]
    asked = words(text.value)[:_WORDS]
    found = (
        Similar(draft.concept, draft.label, each, share)
        for each in (*present, *concept.definition_texts)
        if each.language == text.language
        and (share := _share(asked, words(each.value)[:_WORDS])) >= 100 * ALIKE
    )
    return sorted(found, key=lambda each: (-each.share, each.text))


def _share(one: list[str], other: list[str]) -> int:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # The cheap upper bound first: most texts share too few words to be looked at.
    return int(100 * matcher.ratio()) if matcher.quick_ratio() >= ALIKE else 0
