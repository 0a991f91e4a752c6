"""The definitions of a term: one by one, side by side, and how they came to be as they are."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from tvet_skos.lookup.card import card, concept_of
from tvet_skos.lookup.compare import compare_card
from tvet_skos.lookup.find import Match, find, find_one
from tvet_skos.lookup.years import as_year, year_of
from tvet_skos.model import Concept, Definition, Source
from tvet_skos.namespaces import DCTERMS, OWL, PROV
from tvet_skos.publish.reports.compare import write_comparison
from tvet_skos.publish.site.addresses import Addresses
from tvet_skos.publish.site.texts import LANGUAGES
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import speaks
from tvet_skos.web.negotiation import reader_language
from tvet_skos.web.rest.answers import answer, as_json
from tvet_skos.web.rest.operations import (
    Answer,
    Asked,
    Operation,
    Parameter,
    bad_parameter,
    members,
)
from tvet_skos.web.rest.parameters import VOC, limit
from tvet_skos.web.rest.told import evidence_of, of_concept, told
from tvet_skos.web.rest.vocabularies import Vocabulary, vocabularies_of


def _subject(asked: Asked) -> tuple[Vocabulary, IRI]:
    """The concept that a request names by its IRI, or by a term in any spelling.

    :raises NotFound: no label matches the term
    :raises Problem: neither is given, or there is no such concept
    """
    vocabulary = vocabularies_of(asked.request)[asked.text("voc")]
    if asked.text("uri"):
        return vocabulary, vocabulary.required(asked.iri())
    if not asked.text("term"):
        raise bad_parameter("uri", "it is missing", "term takes a label in any spelling")
    return vocabulary, _named(vocabulary, asked.text("term")).concept


def _named(vocabulary: Vocabulary, term: str) -> Match:
    """The concept of a vocabulary that a term names best, and through which label.

    :raises NotFound: no label matches; ``suggestions`` has labels that come near
    """
    found = find(vocabulary.store, term)
    own = next((match for match in found if vocabulary.is_concept(match.concept)), None)
    if own is not None:
        return own
    best = find_one(vocabulary.store, term)
    vocabulary.required(best.concept)
    return best


def definitions(asked: Asked) -> Response:
    """The definitions of a concept, each with its source or the word that it is not known.

    :raises Problem: there is no such concept
    :raises SettingsError: ``asOf`` is no year
    """
    vocabulary, iri = _subject(asked)
    as_of = _as_of(asked)
    scheme = card(vocabulary.store, iri)
    concept = concept_of(scheme, iri)
    sources = {source.iri: source for source in scheme.sources}
    found = [d for d in of_concept(scheme, concept) if _is_wanted(asked, d, sources)]
    years = [year_of(d, sources) for d in found]
    wanted = [
        d for d, year in zip(found, years, strict=True) if as_of is None or 0 < (year or 0) <= as_of
    ]
    if asked.text("format") == "jskos":
        return as_json(asked, _jskos(concept, wanted, sources))
    language = asked.text("lang") or vocabulary.default_language
    content = {
        "uri": iri,
        "prefLabel": vocabulary.label(iri, language),
        "definitions": [told(d, scheme.sources) for d in wanted[: asked.number("limit")]],
        "total": len(wanted),
    }
    if as_of is not None:
        unknown = years.count(None)
        later = len(found) - len(wanted) - unknown
        content |= {"asOf": as_of, "leftOut": {"later": later, "unknownYear": unknown}}
    return answer(asked, "definitions", content)


def _as_of(asked: Asked) -> int | None:
    """The year that a request is about, where it names one.

    :raises SettingsError: that is no year
    """
    return as_year(asked.text("asOf")) if asked.text("asOf") else None


def _is_wanted(asked: Asked, definition: Definition, sources: dict[IRI, Source]) -> bool:
    status = "replaced" if definition.deprecated else "current"
    language, source, year = asked.text("lang"), asked.iri("source"), asked.text("year")
    years = {sources[each].year for each in definition.sources if each in sources}
    has_source = definition.has_source or evidence_of(definition) == "given"
    lacks = asked.values.get("hasSource")
    return (
        asked.text("status") in ("all", status)
        and (not language or speaks(definition.language, language))
        and (not source or source in definition.sources)
        and (not year or year in years)
        and (lacks is None or lacks == has_source)
    )


def _jskos(
    concept: Concept, definitions: list[Definition], sources: dict[IRI, Source]
) -> dict[str, Any]:
    """A concept in JSKOS whose definitions keep their sources.

    :source: JSKOS 0.6, qualified literals: https://gbv.github.io/jskos/#qualified-literals
    """
    plain: dict[str, list[str]] = {}
    for definition in definitions:
        plain.setdefault(definition.language or "und", []).append(definition.text)
    return {
        "@context": "https://gbv.github.io/jskos/context.json",
        "uri": concept.iri,
        "type": ["http://www.w3.org/2004/02/skos/core#Concept"],
        "prefLabel": {label.language or "und": label.value for label in concept.pref_labels},
        "definition": plain,
        "qualifiedLiterals": {"definition": [_qualified(d, sources) for d in definitions]},
    }


def _qualified(definition: Definition, sources: dict[IRI, Source]) -> dict[str, Any]:
    named = [
        {"uri": iri} | members({"name": _names(sources.get(iri))}) for iri in definition.sources
    ]
    literal = {"string": definition.text, "language": definition.language or "und"}
    return {"uri": definition.iri, "literal": literal} | {
        "source": named,
        "sourceEvidence": evidence_of(definition),
        "sourceText": definition.source_text,
    }


def _names(source: Source | None) -> dict[str, str]:
    return {title.language or "und": title.value for title in source.titles} if source else {}


def compare(asked: Asked) -> Response:
    """The definitions of a term side by side; of several, where several IRIs are given.

    :raises NotFound: no concept, no definition (of that time) or no such number
    :raises Problem: neither a term nor an IRI is given
    :raises SettingsError: ``asOf`` is no year
    """
    vocabulary = vocabularies_of(asked.request)[asked.text("voc")]
    iris = [vocabulary.required(IRI(uri.strip("<> "))) for uri in asked.texts("uri")]
    if not iris and not asked.text("term"):
        raise bad_parameter("term", "it is missing", "uri takes the IRI of a concept")
    matches = [*map(Match, iris)] or [_named(vocabulary, asked.text("term"))]
    form = asked.text("format")
    if form == "html":
        return _to_page(asked, matches[0].concept)
    as_of = _as_of(asked)
    language, number = asked.text("lang") or None, asked.number("baseline") or None
    cards = ((card(vocabulary.store, match.concept), match) for match in matches)
    made = [
        compare_card(found, match, language=language, baseline=number, as_of=as_of)
        for found, match in cards
    ]
    if form == "csv":
        headers = {"Content-Disposition": 'attachment; filename="compare.csv"'}
        return Response(write_comparison(made[0], "csv"), headers=headers, media_type="text/csv")
    contents = [json.loads(write_comparison(each, "json")) for each in made]
    return as_json(asked, contents[0] if len(contents) == 1 else {"comparisons": contents})


def _to_page(asked: Asked, concept: IRI) -> Response:
    accepted = reader_language(asked.request)
    language = asked.text("lang") if asked.text("lang") in LANGUAGES else accepted
    path = Addresses(asked.view.base, language).comparison(concept, as_of=_as_of(asked))
    return Response(status_code=303, headers={"Location": path, "Vary": "Accept-Language"})


def history(asked: Asked) -> Response:
    """When a concept and its definitions came and changed, and what is noted about that.

    :raises Problem: there is no such concept
    """
    vocabulary, iri = _subject(asked)
    scheme = card(vocabulary.store, iri)
    concept = concept_of(scheme, iri)
    language = asked.text("lang") or vocabulary.default_language
    content = {
        "uri": iri,
        "prefLabel": vocabulary.label(iri, language),
        "deprecated": concept.deprecated,
        "changeNotes": _notes(concept.change_notes),
        "historyNotes": _notes(concept.history_notes),
        "definitions": [told(d, scheme.sources) for d in of_concept(scheme, concept)],
        "versions": _versions(vocabulary, iri),
        "vocabulary": _vocabulary_version(vocabulary),
    }
    dates = {
        "created": concept.created,
        "modified": concept.modified,
        "replacedBy": list(concept.replaced_by),
    }
    return answer(asked, "history", content | members(dates), language=language)


def _notes(notes: tuple[Literal, ...]) -> list[dict[str, str]]:
    return [{"value": note.value, "lang": note.language} for note in notes]


_VERSIONS = {
    "version": OWL.versionInfo,
    "versionOf": DCTERMS.isVersionOf,
    "hasVersion": DCTERMS.hasVersion,
    "replaces": DCTERMS.replaces,
    "revisionOf": PROV.wasRevisionOf,
}


def _versions(vocabulary: Vocabulary, iri: IRI) -> dict[str, list[str]]:
    about = vocabulary.store.about(iri)
    found = {
        name: [
            t.object.value if isinstance(t.object, Literal) else str(t.object)
            for t in about
            if t.predicate == prop and isinstance(t.object, IRI | Literal)
        ]
        for name, prop in _VERSIONS.items()
    }
    return members(found)


def _vocabulary_version(vocabulary: Vocabulary) -> dict[str, Any]:
    scheme = vocabulary.edition.scheme
    return {"id": vocabulary.id} | members(
        {
            "version": scheme.version,
            "created": scheme.created,
            "modified": scheme.modified,
            "historyNotes": _notes(scheme.history_notes),
        }
    )


_URI = Parameter("uri", "the IRI of a concept; either this or term is needed")
_TERM = Parameter("term", "a label in any spelling", example="micro-credential")
_LANG = Parameter("lang", "definitions in this language only", kind="language")
_SUBJECT = (VOC, _URI, _TERM, _LANG)
_AS_OF = Parameter("asOf", "only what has a source of this year or before; four digits",
    example="2018")  # fmt: skip
_FORMATS = Parameter("format", "json, or JSKOS with qualified literals", default="json",
    choices=("json", "jskos"))  # fmt: skip

OPERATIONS = (
    Operation("definitions", "/rest/v1/{voc}/definitions",
        "The definitions of a term, each with its source", definitions,
        (Answer("the definitions", {"application/json": "Definitions"}),),
        (*_SUBJECT, Parameter("source", "the IRI of a source"),
         Parameter("year", "the year of issue of a source"), _AS_OF,
         Parameter("status", "those in use, those that were replaced, or all",
            default="current", choices=("current", "replaced", "all")),
         Parameter("hasSource", "whether the source is known", kind="boolean"),
         limit(1000), _FORMATS), (400, 404), tag="glossary"),
    Operation("compare", "/rest/v1/{voc}/compare", "The definitions of a term side by side",
        compare,
        (Answer("the comparison", {"application/json": "Comparisons", "text/csv": ""}),
         Answer("the page of the comparison", status=303)),
        (VOC, Parameter("uri", "the IRI of a concept; several are compared one by one",
            repeats=True), _TERM, _LANG,
         Parameter("baseline", "the number of the definition that others are held against",
            kind="integer", least=1), _AS_OF,
         Parameter("format", "json, a table, or the page", default="json",
            choices=("json", "csv", "html"))), (400, 404), tag="glossary"),
    Operation("history", "/rest/v1/{voc}/history", "When a term came and changed", history,
        (Answer("the history", {"application/json": "History"}),),
        (VOC, _URI, _TERM, Parameter("lang", "the language of labels", kind="language")),
        (400, 404), tag="glossary"),
)  # fmt: skip
