"""Competing definitions of one term, side by side: who says what, and where they differ.

The comparison is of words, as machines see them; it says so wherever it is shown. Words count as
the same across case and plural; function words ("the", "of") are shown but not counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from tvet_skos.errors import NotFound
from tvet_skos.lookup.card import card, concept_of
from tvet_skos.lookup.derivations import Derivation, derivations
from tvet_skos.lookup.find import Match, find, find_one
from tvet_skos.lookup.stop_words import STOP_WORDS
from tvet_skos.lookup.years import year_of
from tvet_skos.model import Concept, ConceptScheme, Definition, Source, leads
from tvet_skos.store import Store
from tvet_skos.terms import IRI
from tvet_skos.text import MARKS, nfc, singular, speaks


class Occurrence(StrEnum):
    """How a stretch of a definition relates to the other definitions."""

    EVERYWHERE = "everywhere"
    """Every definition in this language has these words."""
    SHARED = "shared"
    """At least one other definition has them."""
    ALONE = "alone"
    """No other definition has them."""
    NEUTRAL = "neutral"
    """Function words, numbers of lists, punctuation."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text; the segments of a definition joined are its text, to the letter."""

    text: str
    occurrence: Occurrence


class Edit(StrEnum):
    """One step of a word-level diff."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class DiffStep:
    """Words that stay, come in or go out on the way from the baseline to another definition."""

    edit: Edit
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One definition in the comparison, with the records of its sources.

    ``number`` is its 1-based place in the comparison, ``baseline`` that of the entry in the same
    language which it is held against; ``diff`` leads from that text to this one and is empty for
    the baseline itself.
    """

    number: int
    definition: Definition
    sources: tuple[Source, ...]
    organisations: tuple[str, ...]
    is_lead: bool
    segments: tuple[Segment, ...]
    diff: tuple[DiffStep, ...]
    similarity: float | None
    baseline: int

    @property
    def years(self) -> tuple[str, ...]:
        """The years of issue of its sources, as far as they are known."""
        return tuple(source.year for source in self.sources if source.year)

    @property
    def year(self) -> int | None:
        """The year since when it can have stood, that of its newest source, where it is known."""
        return max(map(int, self.years), default=None)

    @property
    def lacks_source(self) -> bool:
        """Whether it is not known where the text comes from."""
        return not self.definition.has_source


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word that two or more definitions have, and the numbers of their entries."""

    word: str
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All live definitions of a concept, by language, then as on the page.

    ``baseline`` is the number of the entry that the others in its language are held against; other
    languages have theirs, see ``Entry.baseline``. ``shared`` is ordered by how many definitions
    have a word, the most first, then by the word.

    Where the comparison is as of a year, ``as_of``, its entries keep the numbers that they have
    among all; those that are not in it are ``later`` or, of unknown year, ``undated``.
    ``derivations`` is what the vocabulary states of where the entries were taken from.
    """

    concept: Concept
    match: Match
    entries: tuple[Entry, ...]
    baseline: int
    shared: tuple[SharedWord, ...]
    derivations: tuple[Derivation, ...] = ()
    as_of: int | None = None
    later: tuple[Entry, ...] = ()
    undated: tuple[Entry, ...] = ()

    @property
    def missing_source(self) -> tuple[Entry, ...]:
        """The entries whose source is not known."""
        return tuple(entry for entry in self.entries if entry.lacks_source)


def compare(
    store: Store,
    term: str,
    *,
    language: str | None = None,
    baseline: int | None = None,
    as_of: int | None = None,
) -> Comparison:
    """All definitions of a term side by side.

    :param term: a label in any spelling, or the IRI of the concept; of several concepts of that
        name the best match that has a definition is taken
    :param language: compare the definitions in this language only
    :param baseline: the number of the entry to hold the others against; by default the lead's
    :param as_of: a year: only what has a source published in it or before; the lead is then the
        one among these
    :raises NotFound: no concept, no definition (of that time) or no such number

    >>> from tvet_skos import bundled_vocabulary, open_store
    >>> comparison = compare(open_store(bundled_vocabulary()), "microcredentials")
    >>> [(e.number, e.definition.source_text) for e in comparison.entries if not e.lacks_source][0]
    (5, 'After Council of the EU (2022)')
    >>> [entry.number for entry in comparison.missing_source]
    [1, 2, 3, 4]
    """
    match, found = _telling_card(store, term, language)
    return compare_card(found, match, language=language, baseline=baseline, as_of=as_of)


def _telling_card(store: Store, term: str, language: str | None) -> tuple[Match, ConceptScheme]:
    """The best match that has a definition to compare, else the best one, with its card.

    Of several vocabularies the one whose IRIs come first may name a term and not define it.
    """
    matches = find(store, term) or (find_one(store, term),)
    cards = ((match, card(store, match.concept)) for match in matches)
    best = next(cards)
    for match, found in chain([best], cards):
        if numbered_definitions(concept_of(found, match.concept), language):
            return match, found
    return best


def compare_card(
    scheme: ConceptScheme,
    match: Match,
    *,
    language: str | None = None,
    baseline: int | None = None,
    as_of: int | None = None,
) -> Comparison:
    """The same from a card that has been read already.

    :param match: the concept of the card, and why it was asked for
    :raises NotFound: no definition (of that time) or no such number
    """
    concept = concept_of(scheme, match.concept)
    numbered = numbered_definitions(concept, language)
    if not numbered:
        raise _nothing_to_compare(concept, language)
    sources = {source.iri: source for source in scheme.sources}
    years = {number: year_of(each, sources) for number, each in numbered.items()}
    kept = {n: d for n, d in numbered.items() if as_of is None or (years[n] or _NEVER) <= as_of}
    if not kept:
        raise _none_yet(concept, years.values(), as_of)
    lead = leads(replace(concept, definitions=tuple(kept.values())), _issued(scheme))
    base = _baseline(kept, {d.iri for d in lead.values()}, baseline)
    bases = _baselines(kept, lead, base)
    counts = _word_counts(kept.values())
    whose = _Whose(scheme)
    return Comparison(
        concept,
        match,
        tuple(
            _entry(n, d, bases[d.language], whose, counts, lead.get(d.language) == d)
            for n, d in kept.items()
        ),
        base,
        _shared(kept),
        derivations(kept, scheme),
        as_of,
        tuple(whose.entry(n, d) for n, d in numbered.items() if n not in kept and years[n]),
        tuple(whose.entry(n, d) for n, d in numbered.items() if n not in kept and not years[n]),
    )


def _nothing_to_compare(concept: Concept, language: str | None) -> NotFound:
    in_language = f" in {language!r}" if language else ""
    others = sorted({d.language for d in numbered_definitions(concept).values()} - {""})
    hint = f"it has definitions in {', '.join(others)}" if others else None
    return NotFound(f"{concept.label()} has no definition{in_language} to compare", hint=hint)


_NEVER = 1 << 31
"""The year of what has none."""


def _issued(scheme: ConceptScheme) -> dict[IRI, str]:
    return {source.iri: source.issued for source in scheme.sources}


def _none_yet(concept: Concept, years: Iterable[int | None], as_of: int | None) -> NotFound:
    oldest = min((year for year in years if year), default=None)
    return NotFound(
        f"{concept.label()} has no definition from a source of {as_of} or before",
        hint=f"the oldest is of {oldest}"
        if oldest
        else "of none of its definitions the year of a source is known",
    )


class _Whose:
    """Who is behind definitions: the sources on a card and what their makers are called."""

    def __init__(self, scheme: ConceptScheme) -> None:
        self._register = scheme.sources
        self._names = {
            a.iri: a.abbreviations[0] if a.abbreviations else a.name for a in scheme.agents
        }

    def entry(self, number: int, definition: Definition) -> Entry:
        """A definition beside no other: its words are not marked."""
        sources = tuple(s for s in self._register if s.iri in definition.sources)
        makers = (iri for source in sources for iri in source.makers)
        names = dict.fromkeys(self._names[iri] for iri in makers if iri in self._names)
        plain = (Segment(definition.text, Occurrence.NEUTRAL),)
        return Entry(number, definition, sources, tuple(names), False, plain, (), None, number)


def numbered_definitions(concept: Concept, language: str | None = None) -> dict[int, Definition]:
    """The live definitions of a concept as a comparison numbers them: by language, from 1 on."""
    return dict(enumerate(_chosen(concept, language), 1))


def _chosen(concept: Concept, language: str | None) -> list[Definition]:
    live = [d for d in concept.live_definitions if d.value is not None]
    # What other people's SKOS says in plain texts has no source node, but can be compared.
    live += [Definition(iri=concept.iri, value=text) for text in concept.definition_texts]
    wanted = [d for d in live if language is None or speaks(d.language, language)]
    return sorted(wanted, key=lambda d: d.language)


def _baseline(kept: Mapping[int, Definition], leading: set[IRI], asked: int | None) -> int:
    if asked is None:
        return next((n for n, d in kept.items() if d.iri in leading), next(iter(kept)))
    if asked not in kept:
        *others, last = map(str, kept)
        all_of_them = list(kept) == list(range(1, len(kept) + 1))
        choice = f"1 to {last}" if all_of_them else ", ".join([*others, last])
        raise NotFound(f"there is no definition {asked}", hint=f"choose {choice}")
    return asked


def _baselines(
    kept: Mapping[int, Definition], lead: Mapping[str, Definition], chosen: int
) -> dict[str, tuple[int, Definition]]:
    """In each language the number and definition that the others are held against."""
    found: dict[str, tuple[int, Definition]] = {}
    for number, definition in kept.items():
        found.setdefault(definition.language, (number, definition))
        if lead.get(definition.language) == definition:
            found[definition.language] = (number, definition)
    found[kept[chosen].language] = (chosen, kept[chosen])
    return found


def _entry(
    number: int,
    definition: Definition,
    baseline: tuple[int, Definition],
    whose: _Whose,
    counts: dict[str, Counter[str]],
    is_lead: bool,
) -> Entry:
    base_number, base = baseline
    comparable = number != base_number
    return replace(
        whose.entry(number, definition),
        is_lead=is_lead,
        segments=segments(definition.text, definition.language, counts[definition.language]),
        diff=diff(base.text, definition.text) if comparable else (),
        similarity=similarity(base, definition) if comparable else None,
        baseline=base_number,
    )


_LETTERS = rf"[^\W_](?:[^\W_]|[{MARKS}])*"
_TOKEN = re.compile(rf"{_LETTERS}(?:['\u2019-]{_LETTERS})*")
_ELIDING = re.compile(rf"{_LETTERS}(?:-{_LETTERS})*")
"""In French and its neighbours an apostrophe parts two words: l'apprentissage."""


def _tokens(language: str) -> re.Pattern[str]:
    return _ELIDING if language.split("-")[0] in ("fr", "it", "ca", "oc") else _TOKEN


@lru_cache(maxsize=20_000)
def _lemma(word: str) -> str:
    return singular(re.sub("['\u2019]s?$", "", word.casefold()))


def content_words(text: str, language: str) -> list[str]:
    """The words of a text that carry meaning, folded, in order and as often as they occur.

    >>> content_words("The records of a learner's learning", "en")
    ['record', 'learner', 'learning']
    """
    return list(_words_of_text(text, language))


def _content_words(text: str, language: str) -> tuple[str, ...]:
    ignored = STOP_WORDS.get(language.split("-")[0], frozenset())
    tokens = (token.casefold() for token in _tokens(language).findall(nfc(text)))
    found = (_lemma(token) for token in tokens if token not in ignored and not token.isdecimal())
    return tuple(found)


# One comparison asks for the words of a text a dozen times, and for each word of it once more.
_words_of_text = lru_cache(maxsize=512)(_content_words)
_words_of_word = lru_cache(maxsize=20_000)(_content_words)


def _word_counts(definitions: Iterable[Definition]) -> dict[str, Counter[str]]:
    """By language: in how many definitions each word stands; ``""`` counts the definitions."""
    counts: dict[str, Counter[str]] = {}
    for definition in definitions:
        counter = counts.setdefault(definition.language, Counter())
        counter.update(set(content_words(definition.text, definition.language)))
        counter[""] += 1
    return counts


def segments(text: str, language: str, counts: Counter[str]) -> tuple[Segment, ...]:
    """A text cut where the words change from shared to not shared.

    Neutral stretches between two words of one kind join them, so that phrases stay whole.
    """
    pieces: list[Segment] = []
    end = 0
    for token in _tokens(language).finditer(text):
        kind = _occurrence(token[0], language, counts)
        if kind is Occurrence.NEUTRAL:
            continue
        gap = text[end : token.start()]
        if pieces and pieces[-1].occurrence is kind and "\n" not in gap and "." not in gap:
            pieces[-1] = Segment(pieces[-1].text + gap + token[0], kind)
        else:
            pieces += [Segment(gap, Occurrence.NEUTRAL)] if gap else []
            pieces.append(Segment(token[0], kind))
        end = token.end()
    if end < len(text):
        pieces.append(Segment(text[end:], Occurrence.NEUTRAL))
    return tuple(pieces)


def _occurrence(word: str, language: str, counts: Counter[str]) -> Occurrence:
    known = _words_of_word(word, language)
    if not known or counts[""] < 2:
        return Occurrence.NEUTRAL
    uses = counts[known[0]]
    if uses == counts[""]:
        return Occurrence.EVERYWHERE
    return Occurrence.SHARED if uses > 1 else Occurrence.ALONE


def diff(before: str, after: str) -> tuple[DiffStep, ...]:
    """The way from one text to another, word by word; steps alternate and none is empty.

    >>> [(s.edit.value, s.text) for s in diff("a small badge", "a digital badge")]
    [('equal', 'a'), ('delete', 'small'), ('insert', 'digital'), ('equal', 'badge')]
    """
    left, right = before.split(), after.split()
    steps: list[DiffStep] = []
    matcher = SequenceMatcher(
        None, [_bare(w) for w in left], [_bare(w) for w in right], autojunk=False
    )
    for tag, i, j, k, n in matcher.get_opcodes():
        if tag == "equal":
            steps.append(DiffStep(Edit.EQUAL, " ".join(right[k:n])))
            continue
        if j > i:
            steps.append(DiffStep(Edit.DELETE, " ".join(left[i:j])))
        if n > k:
            steps.append(DiffStep(Edit.INSERT, " ".join(right[k:n])))
    return tuple(steps)


@lru_cache(maxsize=20_000)
def _bare(word: str) -> str:
    return "".join(_TOKEN.findall(word)).casefold() or word


def similarity(left: Definition, right: Definition) -> float:
    """How much of their vocabulary two texts share: the Jaccard index, 0 to 1, two digits."""
    a = set(content_words(left.text, left.language))
    b = set(content_words(right.text, right.language))
    return round(len(a & b) / len(a | b), 2) if a | b else 0.0


def _shared(numbered: Mapping[int, Definition]) -> tuple[SharedWord, ...]:
    uses: dict[tuple[str, str], list[int]] = {}
    for number, definition in numbered.items():
        for word in set(content_words(definition.text, definition.language)):
            uses.setdefault((definition.language, word), []).append(number)
    shared = (SharedWord(word, tuple(n)) for (_, word), n in uses.items() if len(n) > 1)
    return tuple(sorted(shared, key=lambda s: (-len(s.entries), s.word, s.entries)))


__all__ = [
    "Comparison",
    "DiffStep",
    "Edit",
    "Entry",
    "Occurrence",
    "Segment",
    "SharedWord",
    "compare",
    "compare_card",
    "content_words",
    "diff",
    "numbered_definitions",
]
