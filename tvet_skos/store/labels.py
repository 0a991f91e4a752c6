"""The label index: every spelling of every concept under its folded key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tvet_skos.namespaces import SKOS
from tvet_skos.terms import IRI, Literal, Triple
from tvet_skos.text import fold


class LabelKind(StrEnum):
    """Which label of a concept a spelling is, the strongest first."""

    PREFERRED = "prefLabel"
    ALTERNATIVE = "altLabel"
    HIDDEN = "hiddenLabel"


KINDS = {SKOS + kind.value: kind for kind in LabelKind}
"""Label property to kind."""


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """One label of one concept."""

    concept: IRI
    label: Literal
    kind: LabelKind


class LabelIndex:
    """Labels by the key that ``fold`` gives them."""

    def __init__(self, entries: Iterable[LabelEntry]) -> None:
        self._by_key: dict[str, list[LabelEntry]] = defaultdict(list)
        for entry in entries:
            self._by_key[fold(entry.label.value)].append(entry)

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> LabelIndex:
        """The index of the labels that a graph gives to IRIs."""
        return cls(
            LabelEntry(t.subject, t.object, KINDS[t.predicate])
            for t in triples
            if t.predicate in KINDS and isinstance(t.subject, IRI) and isinstance(t.object, Literal)
        )

    def spelled_like(self, term: str) -> list[LabelEntry]:
        """Every label that is the same term, in no particular order."""
        return list(self._by_key.get(fold(term), ()))

    def __iter__(self) -> Iterator[LabelEntry]:
        return (entry for entries in self._by_key.values() for entry in entries)
