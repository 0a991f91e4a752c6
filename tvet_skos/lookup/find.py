"""From a term as people write it to the concept, and why it matched."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from tvet_skos.errors import NotFound
from tvet_skos.store import LabelEntry, LabelKind, MemoryStore
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import differences, speaks, squash

_KIND_NAMES = {
    LabelKind.PREFERRED: "preferred label",
    LabelKind.ALTERNATIVE: "alternative label",
    LabelKind.HIDDEN: "hidden label",
}
_KIND_ORDER = {kind: rank for rank, kind in enumerate(LabelKind)}


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
        tag = f"@{self.label.language}" if self.label.language else ""
        reason = f'{_KIND_NAMES[self.kind]} "{self.label.value}"{tag}'
        return f"{reason}, ignoring {_listed(self.ignoring)}" if self.ignoring else reason


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def find(store: MemoryStore, term: str, language: str | None = None) -> tuple[Match, ...]:
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
            best[entry.concept] = match if kept is None else min(match, kept, key=_rank)
    return tuple(sorted(best.values(), key=_rank))


def _match(term: str, entry: LabelEntry) -> Match:
    ignoring = differences(term, entry.label.value) or ()
    return Match(entry.concept, entry.label, entry.kind, ignoring)


def _rank(match: Match) -> tuple[bool, int, int, IRI, str, str]:
    """Preferred labels that differ only in case stand before alternative ones that are equal."""
    assert match.label is not None and match.kind is not None
    respelled = bool(set(match.ignoring) - {"case"})
    return (
        respelled,
        _KIND_ORDER[match.kind],
        len(match.ignoring),
        match.concept,
        match.label.language,
        match.label.value,
    )


def find_one(store: MemoryStore, term: str, language: str | None = None) -> Match:
    """The best match for a term.

    :raises NotFound: no label matches; ``suggestions`` has labels that come near
    """
    matches = find(store, term, language)
    if matches:
        return matches[0]
    near = suggestions(store, term, language)
    hint = f"did you mean {', '.join(near)}?" if near else "`tvet-skos query index` lists all terms"
    raise NotFound(f'no term is spelled like "{squash(term)}"', suggestions=near, hint=hint)


def suggestions(store: MemoryStore, term: str, language: str | None = None) -> tuple[str, ...]:
    """At most three labels that come near a term which none matches, one a concept."""
    labels: dict[str, str] = {}
    concepts: dict[str, IRI] = {}
    for entry in sorted(store.labels, key=lambda e: (e.label.value, e.label.language, e.concept)):
        if language is None or speaks(entry.label.language, language):
            labels[entry.label.value.casefold()] = entry.label.value
            concepts[entry.label.value.casefold()] = entry.concept
    asked = squash(term).casefold()
    near = get_close_matches(asked, sorted(labels), n=12, cutoff=0.7)
    if len(asked) > 2:
        near += sorted((key for key in labels if asked in key), key=lambda key: (len(key), key))
    near = list(dict.fromkeys(near))
    first = {concepts[key]: labels[key] for key in reversed(near)}
    return tuple(labels[key] for key in near if first[concepts[key]] == labels[key])[:3]
