"""What a search can be narrowed down by, for one concept at a time; each is looked up once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from tvet_skos.model import MISSING, Source
from tvet_skos.namespaces import DC, DCTERMS, OWL, RDF, SKOS, TVS
from tvet_skos.publish.site.edition import Edition
from tvet_skos.terms import IRI, Literal, Triple

_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a concept's definitions, as far as a search is narrowed down by it."""

    topics: tuple[str, ...]
    sources: tuple[str, ...]
    years: tuple[str, ...]
    languages: tuple[str, ...]
    definitions: int
    missing: int
    beginning: str

    def values(self, facet: str) -> Iterable[str]:
        """What a concept has in a facet."""
        if facet == "known":
            return () if not self.definitions else ("no",) if self.missing else ("yes",)
        if facet == "several":
            if not self.definitions:
                return ("none",)
            return ("yes",) if self.definitions > 1 else ("no",)
        return {
            "topic": self.topics,
            "source": self.sources,
            "year": self.years,
            "language": self.languages,
        }[facet]


_Found = TypeVar("_Found")


class _Remembered(Generic[_Found]):
    """What was looked up for an IRI, for as long as the edition lasts that it was found in."""

    def __init__(self, look_up: Callable[[Edition, IRI], _Found]) -> None:
        self._look_up = look_up
        self._of: WeakKeyDictionary[Edition, dict[IRI, _Found]] = WeakKeyDictionary()

    def __call__(self, edition: Edition, iri: IRI) -> _Found:
        known = self._of.setdefault(edition, {})
        found = known.get(iri)
        if found is None:
            found = self._look_up(edition, iri)
            if len(known) < _KEPT:
                known[iri] = found
        return found


@_Remembered
def facts_of(edition: Edition, concept: IRI) -> Facts:
    """The facts of a concept."""
    nodes = [t.object for t in edition.store.about(concept) if t.predicate == SKOS.definition]
    texts = [node for node in nodes if isinstance(node, Literal)]
    described = [edition.store.about(node) for node in nodes if isinstance(node, IRI)]
    live = [about for about in described if not _is_old(about)]
    values = [t.object for about in live for t in about if t.predicate == RDF.value]
    written = [value for value in values if isinstance(value, Literal)]
    # Where both forms are kept, the literal repeats a node.
    written += [text for text in texts if text not in written]
    sources = sorted({source for about in live for source in _sources(about)})
    years = {year for source in sources if (year := _year(edition, source))}
    return Facts(
        tuple(edition.topics_of(concept)),
        tuple(sources),
        tuple(sorted(years)),
        tuple(sorted({text.language for text in written if text.language})),
        len(written),
        sum(1 for about in live if _is_missing(about)) + len(written) - len(values),
        next((text.value for text in written), ""),
    )


_GAPS = frozenset(TVS + kind.value for kind in MISSING)


def _is_missing(about: Iterable[Triple]) -> bool:
    evidence = [t.object for t in about if t.predicate == TVS.sourceEvidence]
    if evidence:
        return evidence[0] in _GAPS
    return not any(t.predicate in (DCTERMS.source, DC.source) for t in about)


def _sources(about: Iterable[Triple]) -> list[IRI]:
    named = (t.object for t in about if t.predicate == DCTERMS.source)
    return [source for source in named if isinstance(source, IRI)]


def _is_old(about: Iterable[Triple]) -> bool:
    return any(
        t.predicate == OWL.deprecated
        and isinstance(t.object, Literal)
        and t.object.value in ("true", "1")
        for t in about
    )


@_Remembered
def _year(edition: Edition, source: IRI) -> str:
    about = edition.store.about(source)
    dates = (t.object for t in about if t.predicate == DCTERMS.issued)
    issued = (date.value for date in dates if isinstance(date, Literal))
    return next((year for each in issued if (year := Source(iri=source, issued=each).year)), "")


_LONGEST_NAME = 60


@_Remembered
def source_name(edition: Edition, source: IRI) -> str:
    """A source in short: its citation, else its title, else its IRI."""
    about = edition.store.about(source)
    for predicate in (DCTERMS.bibliographicCitation, DCTERMS.title):
        for t in about:
            if t.predicate == predicate and isinstance(t.object, Literal):
                text = t.object.value
                return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"
    return source
