"""A definition in JSON: its text, its source, and how that is known; never a text alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tvet_skos.lookup.card import card, concept_of
from tvet_skos.model import Concept, ConceptScheme, Definition, Source
from tvet_skos.publish.links import source_links
from tvet_skos.terms import IRI
from tvet_skos.web.rest.operations import members
from tvet_skos.web.rest.vocabularies import Vocabulary

UNKNOWN = "unknown"
"""The evidence of a definition of which nobody says anything."""
GIVEN = "given"
"""The evidence of one that names a source, while nobody says how that is known."""


def evidence_of(definition: Definition) -> str:
    """How the source of a definition is known: ``stated``, ``notCaptured`` …"""
    if definition.source_evidence is not None:
        return definition.source_evidence.value
    return GIVEN if definition.sources or definition.source_text else UNKNOWN


def told(definition: Definition, sources: Iterable[Source]) -> dict[str, Any]:
    """A definition with the records of its sources; ``sourceEvidence`` is always there."""
    own = {source.iri: source for source in sources if source.iri in definition.sources}
    evidence = evidence_of(definition)
    content = {
        "id": definition.iri,
        "value": definition.text,
        "lang": definition.language,
        "sourceEvidence": evidence,
        "hasSource": definition.has_source or evidence == GIVEN,
        "sourceText": definition.source_text,
        "source": [
            source_told(own[iri]) if iri in own else {"id": iri} for iri in definition.sources
        ],
        "status": "replaced" if definition.deprecated else "current",
    }
    more = {
        "locator": definition.locator,
        "license": next((s.license for s in own.values() if s.license), None),
        "issued": max((s.issued for s in own.values()), default=""),
        "created": definition.created,
        "modified": definition.modified,
        "wasQuotedFrom": list(definition.quoted_from),
        "wasDerivedFrom": list(definition.derived_from),
        "revisionOf": definition.revision_of,
        "sourceStatus": definition.source_status,
    }
    return content | members(more)


def source_told(source: Source) -> dict[str, Any]:
    """A source in a few words; what is not known is left out."""
    return {"id": source.iri} | members(
        {
            "title": source.title,
            "year": source.year,
            "issued": source.issued or source.date,
            "edition": source.edition,
            "url": next(iter(source_links([source])), ""),
            "doi": source.doi,
            "bibliographicCitation": source.citation,
            "license": source.license,
        }
    )


def of_concept(scheme: ConceptScheme, concept: Concept) -> list[Definition]:
    """The definitions of a concept as it has them; plain texts, which lack a source, are last."""
    texts = (Definition(iri=concept.iri, value=text) for text in concept.definition_texts)
    return [*(d for d in concept.definitions if d.value is not None), *texts]


def definitions_of(vocabulary: Vocabulary, iri: IRI) -> list[dict[str, Any]]:
    """The current definitions of a concept, each with its source."""
    scheme = card(vocabulary.store, iri)
    concept = concept_of(scheme, iri)
    return [told(d, scheme.sources) for d in of_concept(scheme, concept) if not d.deprecated]
