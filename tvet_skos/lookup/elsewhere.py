"""How else a term is defined: what stands beside one definition of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tvet_skos.lookup.card import concept_of
from tvet_skos.lookup.compare import numbered_definitions
from tvet_skos.lookup.duplicates import NEARLY
from tvet_skos.model import ConceptScheme, Definition
from tvet_skos.shingles import resemblance
from tvet_skos.terms import IRI


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How many other live definitions a term has in the language of one, and what they are.

    ``number`` is that of the one in a comparison; ``different`` are not nearly the same text, among
    them ``unsourced``, of which nobody knows the source; ``alike`` are nearly the same. Others that
    come from the source of the one are not counted.
    """

    number: int
    definition: Definition
    different: int
    unsourced: int
    alike: int


def elsewhere(card: ConceptScheme, concept: IRI, source: IRI) -> Iterator[Elsewhere]:
    """For each live definition of a concept from a source, what others say, by number.

    :param card: that of the concept
    """
    numbered = numbered_definitions(concept_of(card, concept))
    for number, definition in numbered.items():
        if source not in definition.sources:
            continue
        others = [
            other
            for other in numbered.values()
            if source not in other.sources and _tongue(other) == _tongue(definition)
        ]
        alike = [o for o in others if resemblance(definition.text, o.text) >= NEARLY]
        different = [o for o in others if o not in alike]
        unsourced = sum(1 for o in different if not o.has_source and not o.sources)
        yield Elsewhere(number, definition, len(different), unsourced, len(alike))


def _tongue(definition: Definition) -> str:
    return definition.language.partition("-")[0].lower()
