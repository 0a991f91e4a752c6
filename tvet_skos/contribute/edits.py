"""What an import changes in records that a vocabulary has, beyond what ``add`` adds to it.

``add`` overwrites nothing. A sheet, though, may give a definition that it names by its IRI another
content, choose other leading definitions, or retire a concept: people edit in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

from tvet_skos.contribute.additions import add
from tvet_skos.model import Concept, ConceptScheme, Definition
from tvet_skos.terms import IRI


def edits(vocabulary: ConceptScheme, imported: ConceptScheme) -> frozenset[IRI]:
    """The records of a vocabulary that an import edits.

    They are the definitions that it gives another content, and the concepts for which it chooses
    other leading definitions or that it retires.
    """
    definitions = {d.iri: d for d in vocabulary.definitions}
    concepts = {concept.iri: concept for concept in vocabulary.concepts}
    texts = (d.iri for d in imported.definitions if definitions.get(d.iri, d) != d)
    choices = (
        new.iri
        for new in imported.concepts
        if (old := concepts.get(new.iri))
        and (
            set(new.preferred_definitions) - set(old.preferred_definitions)
            or (new.deprecated and not old.deprecated)
        )
    )
    return frozenset((*texts, *choices))


def with_import(
    vocabulary: ConceptScheme, imported: ConceptScheme, edited: Set[IRI] = frozenset()
) -> ConceptScheme:
    """A vocabulary with an import in it as ``add`` puts it there, and with its edits.

    :param edited: the records that the import edits (``edits``)
    """
    scheme = add(vocabulary, imported).scheme
    if not edited:
        return scheme
    definitions = {d.iri: d for d in imported.definitions if d.iri in edited}
    choices = {c.iri: c for c in imported.concepts if c.iri in edited}
    concepts = (_edited(c, choices.get(c.iri), definitions) for c in scheme.concepts)
    return replace(scheme, concepts=tuple(concepts))


def _edited(
    concept: Concept, choice: Concept | None, definitions: Mapping[IRI, Definition]
) -> Concept:
    own = tuple(definitions.get(d.iri, d) for d in concept.definitions)
    concept = replace(concept, definitions=own)
    if choice is None:
        return concept
    languages = {d.iri: d.language for d in own}
    chosen = {languages.get(iri) for iri in choice.preferred_definitions}
    kept = (iri for iri in concept.preferred_definitions if languages.get(iri) not in chosen)
    return replace(
        concept,
        preferred_definitions=(*kept, *choice.preferred_definitions),
        deprecated=concept.deprecated or choice.deprecated,
    )
