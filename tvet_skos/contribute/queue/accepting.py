"""Taking a proposal into the vocabulary that it was made for, which may have moved on since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tvet_skos.contribute.merge import merge
from tvet_skos.iri import base_of
from tvet_skos.model import ConceptScheme
from tvet_skos.rdf.clash import Clash
from tvet_skos.rdf.diff import Difference, diff
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.rdf.minting import mint
from tvet_skos.rdf.profile import from_triples
from tvet_skos.rdf.sameness import content_labels, versions
from tvet_skos.terms import IRI, Triple, triple_order


@dataclass(frozen=True, slots=True)
class Taken:
    """The vocabulary with a proposal in it, and what that changes; or the conflicts."""

    scheme: ConceptScheme
    difference: Difference
    conflicts: tuple[Clash, ...] = ()


def taken_in(vocabulary: Vocabulary, statements: Iterable[Triple], concept: IRI, day: str) -> Taken:
    """What a vocabulary becomes with some statements added; nothing is written.

    A proposal only adds. Where it gives a field that holds one value another one, that is a
    conflict. What changes gets the day as its date of the last change: the concept where it is
    dated, and the vocabulary. Taken in twice, nothing changes the second time.

    :param concept: what the proposal is about
    """
    before = vocabulary.scheme
    ours = content_labels(vocabulary.triples)
    theirs = content_labels(statements)
    merged = merge(_said_by_both(theirs, ours), ours, theirs)
    if merged.conflicts:
        return Taken(before, diff(before, before), merged.conflicts)
    triples = sorted(merged.triples, key=triple_order)
    scheme = from_triples(mint(triples, base_of(before.iri)), before.iri)
    if not diff(before, scheme):
        return Taken(before, diff(before, before))
    dated = _dated(scheme, concept, day)
    return Taken(dated, diff(before, dated))


def _said_by_both(theirs: list[Triple], ours: list[Triple]) -> list[Triple]:
    """What stands in both, as the base that they come from: so nothing counts as removed."""
    sides = versions(theirs, ours)
    mine, others = sides.differing
    return [*sides.common, *(t for key, forms in mine.items() if key in others for t in forms)]


def _dated(scheme: ConceptScheme, concept: IRI, day: str) -> ConceptScheme:
    concepts = tuple(
        replace(each, modified=day)
        if each.iri == concept and (each.created or each.modified) and each.modified < day
        else each
        for each in scheme.concepts
    )
    modified = max(scheme.modified, day) if scheme.modified else day
    return replace(scheme, concepts=concepts, modified=modified)
