"""From a term as people write it to the concept, and why it matched."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from tvet_skos.errors import NotFound
from tvet_skos.store import LabelEntry, LabelKind, Store
from tvet_skos.store.labels.entries import KIND_ORDER
from tvet_skos.store.labels.question import LIMITS, Mode, Question
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import differences, speaks, squash

_KIND_NAMES = {
    LabelKind.PREFERRED: "preferred label",
    LabelKind.ALTERNATIVE: "alternative label",
    LabelKind.HIDDEN: "hidden label",
    LabelKind.NOTATION: "notation",
}


@dataclass(frozen=True, slots=True)
class Match:
    """A concept that a term names: through which label, and ignoring what.

    ``label`` is ``None`` where the concept was asked for by its IRI.
    """

    concept: IRI
    label: Literal | None = None
    kind: LabelKind | None = None
    ignoring: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it was asked for by its name or IRI, so that there is nothing to explain."""
        by_name = self.kind in (None, LabelKind.PREFERRED)
        return by_name and set(self.ignoring) <= {"case"}

    @property
    def why(self) -> str:
        """The reason in words: ``alternative label "microcredential"@en, ignoring case``."""
        if self.label is None or self.kind is None:
            return "its IRI"
        reason = described(LabelEntry(self.concept, self.label, self.kind))
        return f"{reason}, ignoring {listed(self.ignoring)}" if self.ignoring else reason


def described(entry: LabelEntry) -> str:
    """A label in words: ``alternative label "microcredential"@en``."""
    tag = f"@{entry.label.language}" if entry.label.language else ""
    return f'{_KIND_NAMES[entry.kind]} "{entry.label.value}"{tag}'


def listed(names: tuple[str, ...]) -> str:
    """Some names as a list in a sentence.

    >>> listed(("case", "accents", "plural"))
    'case, accents and plural'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def find(store: Store, term: str, language: str | None = None) -> tuple[Match, ...]:
    """The concepts that a term names, each once, through its best label.

    Case, accents, plural endings, hyphens and spaces do not matter. Better matches come first: the
    same text before another spelling, preferred before alternative before hidden labels, then by
    IRI.

    :param term: a label in any spelling, or the IRI of a concept
    :param language: look at labels in this language only
    :returns: empty where nothing matches

    >>> from tvet_skos.store import MemoryStore
    >>> from tvet_skos.terms import IRI, Literal, Triple
    >>> from tvet_skos.namespaces import SKOS
    >>> skill = IRI("http://example.org/skill")
    >>> store = MemoryStore([Triple(skill, SKOS.prefLabel, Literal("Skill", "en"))])
    >>> [match.why for match in find(store, "skills")]
    ['preferred label "Skill"@en, ignoring case and plural']
    """
    term = squash(term)
    if ":" in term and store.is_concept(IRI(term.strip("<>"))):
        return (Match(IRI(term.strip("<>"))),)
    best: dict[IRI, Match] = {}
    for entry in store.labels.spelled_like(term):
        if language is None or speaks(entry.label.language, language):
            match = _match(term, entry)
            kept = best.get(entry.concept)
            best[entry.concept] = match if kept is None else min(match, kept, key=rank)
    return tuple(sorted(best.values(), key=rank))


def _match(term: str, entry: LabelEntry) -> Match:
    ignoring = differences(term, entry.label.value) or ()
    return Match(entry.concept, entry.label, entry.kind, ignoring)


def rank(match: Match) -> tuple[bool, int, int, IRI, str, str]:
    """Preferred labels that differ only in case stand before alternative ones that are equal."""
    assert match.label is not None and match.kind is not None
    respelled = bool(set(match.ignoring) - {"case"})
    return (
        respelled,
        KIND_ORDER[match.kind],
        len(match.ignoring),
        match.concept,
        match.label.language,
        match.label.value,
    )


def find_one(store: Store, term: str, language: str | None = None) -> Match:
    """The best match for a term.

    :raises NotFound: no label matches; ``suggestions`` has labels that come near
    """
    matches = find(store, term, language)
    if matches:
        return matches[0]
    near = suggestions(store, term, language)
    hint = f"did you mean {', '.join(near)}?" if near else "`tvet-skos query index` lists all terms"
    asked = squash(term)
    shown = asked if len(asked) <= _SHOWN else f"{asked[:_SHOWN]}…"
    raise NotFound(f'no term is spelled like "{shown}"', suggestions=near, hint=hint)


_SHOWN = 100
_MOST = 3
_WEIGHED = 50
_CONTAINING = (Mode.PREFIX, Mode.WORDS, Mode.SUBSTRING)
_SUGGESTED = (LabelKind.PREFERRED, LabelKind.ALTERNATIVE)


def suggestions(store: Store, term: str, language: str | None = None) -> tuple[str, ...]:
    """At most three labels that come near a term which none matches, one a concept.

    Labels with a misspelt word come first, then those that have the term in them, short ones first.
    """
    asked = squash(term)
    if len(asked) > LIMITS.characters:
        return ()

    def found(*modes: Mode) -> list[LabelEntry]:
        question = Question(asked, language, strict=True, kinds=_SUGGESTED, modes=modes)
        hits = islice(store.labels.search(question), _WEIGHED)
        return [hit.entry for hit in hits if isinstance(hit.entry, LabelEntry)]

    containing = sorted(found(*_CONTAINING), key=lambda e: (len(e.label.value), e.label.value))
    labels: dict[IRI, str] = {}
    for entry in (*found(Mode.TYPO), *containing):
        labels.setdefault(entry.concept, entry.label.value)
    return tuple(labels.values())[:_MOST]
