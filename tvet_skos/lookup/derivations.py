"""What the vocabulary states of where definitions were taken from: quoted, or made after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tvet_skos.model import ConceptScheme, Definition, Source
from tvet_skos.terms import IRI


class Taking(StrEnum):
    """How a text was taken over."""

    QUOTED = "quoted"
    """Word for word: ``prov:wasQuotedFrom``."""
    DERIVED = "derived"
    """Made after it: ``prov:wasDerivedFrom``."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A statement that a definition was taken from something; nobody computed it.

    ``source`` is the record of ``origin`` where that is a source; ``definitions`` are the numbers
    of the definitions beside it that ``origin`` is, or that name it as their source.
    """

    number: int
    taking: Taking
    origin: IRI
    source: Source | None
    definitions: tuple[int, ...]


def derivations(
    numbered: Mapping[int, Definition], scheme: ConceptScheme
) -> tuple[Derivation, ...]:
    """What is stated of some definitions, by number; what was quoted stands before the rest.

    The pages that definitions were read from are left out: they are where the vocabulary found a
    text, not what the text was made of.

    :param numbered: the definitions of one concept
    :param scheme: the card of the concept
    """
    pages = {page.iri for page in scheme.page_records}
    pages |= {iri for concept in scheme.concepts for iri in concept.pages}
    sources = {source.iri: source for source in scheme.sources}
    return tuple(
        Derivation(number, taking, origin, sources.get(origin), _numbers(numbered, number, origin))
        for number, definition in numbered.items()
        for taking, origin in _stated(definition)
        if origin not in pages
    )


def _stated(definition: Definition) -> Iterator[tuple[Taking, IRI]]:
    yield from ((Taking.QUOTED, origin) for origin in definition.quoted_from)
    yield from (
        (Taking.DERIVED, origin)
        for origin in definition.derived_from
        if origin not in definition.quoted_from
    )


def _numbers(numbered: Mapping[int, Definition], own: int, origin: IRI) -> tuple[int, ...]:
    return tuple(
        number
        for number, definition in numbered.items()
        if number != own and (origin == definition.iri or origin in definition.sources)
    )
