"""What vocabularies there are, what each is, and how much is in it."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from tvet_skos.lookup.overview import ClassCount
from tvet_skos.model import preferred
from tvet_skos.namespaces import DCTERMS, RDFS, SKOS
from tvet_skos.terms import IRI
from tvet_skos.web.rest.answers import answer
from tvet_skos.web.rest.operations import Answer, Asked, Operation, members
from tvet_skos.web.rest.parameters import LANG, REQUIRED_LANG, VOC
from tvet_skos.web.rest.vocabularies import Vocabulary, vocabularies_of


def vocabularies(asked: Asked) -> Response:
    """Every vocabulary by its id; ``uri`` is the id, as Skosmos has it, ``iri`` the scheme."""
    language = asked.text("lang")
    found = [
        {"uri": each.id, "id": each.id, "title": each.title(language), "iri": each.iri}
        for each in sorted(vocabularies_of(asked.request), key=lambda each: each.id)
    ]
    content = {"uri": "", "vocabularies": found}
    return answer(asked, "vocabularies", content, language=language)


def _asked_of(asked: Asked) -> tuple[Vocabulary, str]:
    vocabulary = vocabularies_of(asked.request)[asked.text("voc")]
    return vocabulary, asked.text("lang") or vocabulary.default_language


def vocabulary(asked: Asked) -> Response:
    """What a vocabulary is called, its languages and its concept schemes."""
    found, language = _asked_of(asked)
    schemes = asked.view.schemes if found.is_alone else (found.iri,)
    content = {
        "uri": "",
        "id": found.id,
        "iri": found.iri,
        "title": found.title(language),
        "defaultLanguage": found.default_language,
        "languages": list(found.languages),
        "conceptschemes": [_scheme(found, scheme, language) for scheme in schemes],
    }
    return answer(asked, "vocabulary", content, language=language)


def _scheme(vocabulary: Vocabulary, scheme: IRI, language: str) -> dict[str, Any]:
    names = {"label": RDFS.label, "prefLabel": SKOS.prefLabel, "title": DCTERMS.title}
    texts = {
        key: preferred(vocabulary.texts(scheme, prop), language) for key, prop in names.items()
    }
    return members(texts) | {"uri": scheme, "type": "skos:ConceptScheme"}


def types(asked: Asked) -> Response:
    """The classes of concepts and collections, with their labels and superclasses."""
    every = vocabularies_of(asked.request)
    found = every[asked.text("voc")] if asked.text("voc") else next(iter(every))
    language = asked.text("lang") or found.default_language
    content = [_type(each, language) for each in found.classes]
    return answer(asked, "types", {"uri": "", "types": content}, language=language)


def _type(cls: ClassCount, language: str) -> dict[str, Any]:
    above = cls.superclasses[0] if cls.superclasses else ""
    return {"uri": cls.iri} | members(
        {"label": preferred(cls.labels, language), "superclass": above}
    )


_LABELS = {SKOS.Concept: "Concept", SKOS.Collection: "Collection"}


def statistics(asked: Asked) -> Response:
    """How many concepts and collections there are, and how many of each further class."""
    vocabulary, language = _asked_of(asked)
    counts = {each.iri: each for each in vocabulary.classes}
    content: dict[str, Any] = {
        "uri": "",
        "id": vocabulary.id,
        "title": vocabulary.title(language),
        "concepts": _count(counts, SKOS.Concept),
        "subTypes": [_sub_type(e, language) for e in vocabulary.classes if e.iri not in _LABELS],
    }
    if SKOS.Collection in counts:
        content["conceptGroups"] = _count(counts, SKOS.Collection)
    return answer(asked, "statistics", content, language=language)


def _sub_type(cls: ClassCount, language: str) -> dict[str, Any]:
    content: dict[str, Any] = {"type": cls.iri}
    content |= members({"label": preferred(cls.labels, language)})
    return content | {"count": cls.number, "deprecatedCount": cls.retired}


def _count(counts: dict[IRI, ClassCount], cls: IRI) -> dict[str, Any]:
    found = counts.get(cls, ClassCount(cls, 0, 0))
    numbers = {"count": found.number, "deprecatedCount": found.retired}
    return {"class": cls, "label": _LABELS[cls], **numbers}


def label_statistics(asked: Asked) -> Response:
    """How many preferred, alternative and hidden labels there are in each language."""
    vocabulary, language = _asked_of(asked)
    numbers: dict[str, list[dict[str, Any]]] = {}
    for (kind, tag), number in vocabulary.lines.counts.items():
        if kind.value != "notation":
            row = {"property": f"skos:{kind.value}", "labels": number}
            numbers.setdefault(tag, []).append(row)
    found: list[dict[str, Any]] = [
        {"language": tag, "properties": sorted(rows, key=lambda row: str(row["property"]))}
        for tag, rows in sorted(numbers.items())
    ]
    content = {"uri": "", "id": vocabulary.id, "title": vocabulary.title(language)}
    return answer(asked, "label statistics", {**content, "languages": found})


OPERATIONS = (
    Operation("vocabularies", "/rest/v1/vocabularies", "The vocabularies", vocabularies,
        (Answer("all vocabularies", {"application/json": "Vocabularies"}),),
        (REQUIRED_LANG,), (400,), tag="all vocabularies"),
    Operation("globalTypes", "/rest/v1/types", "The classes of concepts and collections", types,
        (Answer("the classes", {"application/json": "Types"}),),
        (REQUIRED_LANG,), (400,), tag="all vocabularies"),
    Operation("vocabulary", "/rest/v1/{voc}/", "What a vocabulary is", vocabulary,
        (Answer("the vocabulary", {"application/json": "Vocabulary"}),),
        (VOC, LANG), (400, 404)),
    Operation("types", "/rest/v1/{voc}/types", "The classes of concepts and collections", types,
        (Answer("the classes", {"application/json": "Types"}),),
        (VOC, LANG), (400, 404)),
    Operation("vocabularyStatistics", "/rest/v1/{voc}/vocabularyStatistics",
        "How much is in a vocabulary", statistics,
        (Answer("the numbers", {"application/json": "Statistics"}),),
        (VOC, LANG), (400, 404)),
    Operation("labelStatistics", "/rest/v1/{voc}/labelStatistics",
        "How many labels there are by language", label_statistics,
        (Answer("the numbers", {"application/json": "LabelStatistics"}),),
        (VOC, LANG), (400, 404)),
)  # fmt: skip
