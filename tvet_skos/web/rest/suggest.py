"""What somebody may mean who is still typing: for search fields of browsers, and in JSKOS."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from tvet_skos.lookup.search import Hit, search
from tvet_skos.namespaces import SKOS
from tvet_skos.store.labels.question import COMPLETIONS
from tvet_skos.terms import IRI
from tvet_skos.web.addresses import origin
from tvet_skos.web.rest.answers import written
from tvet_skos.web.rest.mappings import JSKOS_CONTEXT
from tvet_skos.web.rest.operations import Answer, Asked, Operation, Parameter, bad_parameter
from tvet_skos.web.rest.parameters import limit
from tvet_skos.web.rest.vocabularies import Vocabulary, vocabularies_of
from tvet_skos.web.site import site_of

SUGGESTIONS = "application/x-suggestions+json"


def suggest(asked: Asked) -> Response:
    """Terms that begin with a text, or have a word that does.

    :raises Problem: no text is given
    """
    every = vocabularies_of(asked.request)
    text = asked.text("search") or asked.text("q")
    if not text.strip():
        raise bad_parameter("search", "it is missing")
    vocabulary = next(iter(every))
    hits = search(
        vocabulary.store,
        text,
        language=asked.text("language") or vocabulary.default_language,
        strict=bool(asked.text("language")),
        modes=COMPLETIONS,
        limit=asked.number("limit"),
    ).hits
    shown = [(every.of(hit.concept), hit) for hit in hits]
    kept = [(own, hit) for own, hit in shown if not own.is_retired(hit.concept)]
    if asked.text("format") == "jskos":
        content: Any = [_jskos(own, hit.concept) for own, hit in kept]
        return Response(written(content), media_type="application/json")
    return Response(written(_opensearch(asked, text, kept)), media_type=SUGGESTIONS)


def _opensearch(asked: Asked, text: str, hits: Iterable[tuple[Vocabulary, Hit]]) -> list[Any]:
    """The text, terms, why they were found, and where they are.

    :source: OpenSearch 1.1, Suggestions extension
    """
    language = asked.text("language") or "en"
    rows = [
        (_term(own, hit, language), hit.why, _address(asked, hit.concept, language))
        for own, hit in hits
    ]
    return [text, *map(list, zip(*rows, strict=True))] if rows else [text, [], [], []]


def _term(vocabulary: Vocabulary, hit: Hit, language: str) -> str:
    return hit.label.value if hit.label else vocabulary.label(hit.concept, language)


def _address(asked: Asked, iri: IRI, language: str) -> str:
    site = site_of(asked.request)
    page = site.page_path(asked.view, iri, _page_language(language)) if site.page_path else None
    return origin(asked.request) + page if page else iri


def _page_language(language: str) -> str:
    from tvet_skos.publish.site.texts import LANGUAGES

    return language if language in LANGUAGES else "en"


def _jskos(vocabulary: Vocabulary, iri: IRI) -> dict[str, Any]:
    labels = {each.language or "und": each.value for each in vocabulary.labels(iri)}
    others: dict[str, list[str]] = {}
    for text in vocabulary.texts(iri, SKOS.altLabel):
        others.setdefault(text.language or "und", []).append(text.value)
    content: dict[str, Any] = {
        "@context": JSKOS_CONTEXT,
        "uri": iri,
        "type": ["http://www.w3.org/2004/02/skos/core#Concept"],
        "prefLabel": labels,
        "inScheme": [{"uri": vocabulary.iri}],
    }
    notation = vocabulary.notation(iri)
    return content | ({"altLabel": others} if others else {}) | (
        {"notation": [notation]} if notation else {}
    )  # fmt: skip


OPERATIONS = (
    Operation("suggest", "/rest/v1/suggest", "Terms for who is still typing", suggest,
        (Answer("the suggestions", {SUGGESTIONS: "Suggestions",
            "application/json": "JskosConcepts"}),),
        (Parameter("search", "the beginning of a term or of a word in one", example="micro"),
         Parameter("q", "another name of search"),
         Parameter("language", "labels in this language only", kind="language"),
         limit(10, 100),
         Parameter("format", "the form of the answer", default="opensearch",
            choices=("opensearch", "jskos"))), (400,), tag="glossary"),
)  # fmt: skip
