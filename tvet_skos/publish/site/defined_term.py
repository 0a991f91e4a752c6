"""A term as schema.org describes one: what search engines read in a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tvet_skos.model import Concept
from tvet_skos.publish.site.definitions import Told
from tvet_skos.publish.site.edition import Reading


def defined_term(reading: Reading, concept: Concept, told: Sequence[Told]) -> dict[str, Any]:
    """The JSON-LD of a term; the template escapes it.

    The description is the lead definition; the others are its subjects, each with its source.

    :source: https://schema.org/DefinedTerm
    """
    lead = next((each for each in told if each.is_lead), None)
    content: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "@id": concept.iri,
        "name": [_tagged(label) for label in concept.pref_labels],
        "alternateName": [_tagged(label) for label in concept.alt_labels],
        "description": _tagged(lead.definition.value) if lead and lead.definition.value else "",
        "termCode": next((notation.value for notation in concept.notations), ""),
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": reading.edition.scheme.iri,
            "name": reading.title,
        },
        "sameAs": list(concept.exact_match),
        "subjectOf": [_claim(each) for each in told],
    }
    return {name: value for name, value in content.items() if value}


def _tagged(text: Any) -> Any:
    if not text.language:
        return text.value
    return {"@language": text.language, "@value": text.value}


def _claim(told: Told) -> dict[str, Any]:
    content: dict[str, Any] = {
        "@type": "Claim",
        "@id": told.definition.iri,
        "text": told.definition.text,
        "inLanguage": told.definition.language,
        "author": [{"@type": "Organization", "name": maker} for maker in told.makers],
        "datePublished": told.year,
        "citation": told.definition.source_text,
    }
    return {name: value for name, value in content.items() if value}
