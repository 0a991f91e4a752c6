"""A concept and those around it: labels, broader, narrower, related, and the hierarchy above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from starlette.responses import Response

from tvet_skos.lookup.hierarchy import (
    MOST_STEPS,
    Statements,
    broader,
    has_narrower,
    narrower,
    reached,
    related,
)
from tvet_skos.model import preferred
from tvet_skos.namespaces import SKOS
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import speaks
from tvet_skos.web.problems import Problem
from tvet_skos.web.rest.answers import answer
from tvet_skos.web.rest.operations import Answer, Asked, Operation, members
from tvet_skos.web.rest.parameters import LANG, URI, VOC, limit
from tvet_skos.web.rest.vocabularies import Vocabulary, by_language, vocabularies_of

MOST_CHILDREN = 1000
"""So many concepts below one are listed in a hierarchy."""

_LABELLED = (SKOS.Concept, SKOS.Collection, SKOS.OrderedCollection)


def subject(asked: Asked) -> tuple[Vocabulary, IRI, str]:
    """The vocabulary and the concept that a request is about, and the language of labels.

    :raises Problem: there is no such vocabulary or concept
    """
    vocabulary = vocabularies_of(asked.request)[asked.text("voc")]
    iri = vocabulary.required(asked.iri())
    return vocabulary, iri, asked.text("lang") or vocabulary.default_language


def label(asked: Asked) -> Response:
    """The labels of a concept or collection; the preferred one in another language if need be.

    What has no preferred label has none in the answer either: it is there all the same.

    :raises Problem: there is nothing of that name
    """
    every = vocabularies_of(asked.request)
    iri = asked.iri()
    vocabulary = every[asked.text("voc")] if asked.text("voc") else every.of(iri)
    labels = vocabulary.labels(iri)
    is_there = labels or vocabulary.is_a(iri, *_LABELLED)
    if not is_there or not vocabulary.has(iri):
        raise Problem("not-found", f"there is no concept <{iri[:200]}> in {vocabulary.id}")
    language = asked.text("lang") or vocabulary.default_language
    content: dict[str, Any] = {"uri": iri, "lang": language}
    if labels:
        content["prefLabel"], content["lang"] = _leading(labels, language)
    for name in ("altLabel", "hiddenLabel"):
        texts = vocabulary.texts(iri, SKOS + name)
        spoken = [each.value for each in texts if speaks(each.language, language)]
        if spoken:
            content[name] = spoken
    return answer(asked, "label", content, language=content["lang"])


def _leading(labels: Iterable[Literal], language: str) -> tuple[str, str]:
    """The preferred label for readers of a language, with the language that it is in."""
    ordered = by_language(labels, language)
    text = preferred(ordered, language)
    return text, next(each.language for each in ordered if each.value == text)


Step = Callable[[Statements, IRI], Iterable[IRI]]


def _direct(name: str, step: Step) -> Callable[[Asked], Response]:
    def answered(asked: Asked) -> Response:
        """The concepts directly beside one, by what they are called."""
        vocabulary, iri, language = subject(asked)
        found = vocabulary.by_label(step(vocabulary, iri), language)
        content = [{"uri": each, "prefLabel": vocabulary.label(each, language)} for each in found]
        return answer(asked, "neighbours", {"uri": iri, name: content}, language=language)

    return answered


def _transitive(name: str, step: Step) -> Callable[[Asked], Response]:
    def answered(asked: Asked) -> Response:
        """A concept and all above or below it, each with those directly above or below it."""
        vocabulary, iri, language = subject(asked)
        found = reached(iri, lambda each: step(vocabulary, each), asked.number("limit"))
        content = {
            each: {"uri": each, "prefLabel": vocabulary.label(each, language)}
            | members({name: list(direct)})
            for each, direct in found.items()
        }
        key = f"{name}Transitive"
        return answer(asked, key, {"uri": iri, key: content}, language=language)

    return answered


def children(asked: Asked) -> Response:
    """The concepts directly below one, each with whether others are below it."""
    vocabulary, iri, language = subject(asked)
    found = vocabulary.by_label(narrower(vocabulary, iri), language)
    content = [_child(vocabulary, each, language, "prefLabel") for each in found]
    return answer(asked, "neighbours", {"uri": iri, "narrower": content}, language=language)


def _child(vocabulary: Vocabulary, iri: IRI, language: str, key: str) -> dict[str, Any]:
    content = {"uri": iri, key: vocabulary.label(iri, language)}
    content |= members({"notation": vocabulary.notation(iri)})
    return content | {"hasChildren": has_narrower(vocabulary, iri)}


def hierarchy(asked: Asked) -> Response:
    """A concept and all above it, each with what is directly below it: a tree to be drawn."""
    vocabulary, iri, language = subject(asked)
    above = reached(iri, lambda each: broader(vocabulary, each))
    content = {each: _in_tree(vocabulary, each, direct, language) for each, direct in above.items()}
    key = "broaderTransitive"
    return answer(asked, "hierarchy", {"uri": iri, key: content}, language=language)


def _in_tree(
    vocabulary: Vocabulary, iri: IRI, above: tuple[IRI, ...], language: str
) -> dict[str, Any]:
    below = narrower(vocabulary, iri)
    shown = vocabulary.by_label(below[:MOST_CHILDREN], language)
    tops = tops_of(vocabulary, iri)
    return {
        "uri": iri,
        "prefLabel": vocabulary.label(iri, language),
        "hasChildren": bool(below),
    } | members(
        {
            "notation": vocabulary.notation(iri),
            "top": tops[0] if tops else "",
            "tops": tops,
            "broader": list(above),
            "narrower": [_child(vocabulary, each, language, "label") for each in shown],
        }
    )


def tops_of(vocabulary: Vocabulary, iri: IRI) -> list[IRI]:
    """The schemes that a concept stands at the top of, that of the vocabulary first."""
    about = vocabulary.about(iri)
    found = {t.object for t in about if t.predicate == SKOS.topConceptOf}
    found |= {t.subject for t in vocabulary.naming(SKOS.hasTopConcept, iri)}
    schemes = (node for node in found if isinstance(node, IRI))
    return sorted(schemes, key=lambda scheme: (scheme != vocabulary.scheme, scheme))


_MANY = limit(MOST_STEPS)


def _operation(
    name: str, about: str, made: Callable[[Asked], Response], schema: str, *, many: bool = False
) -> Operation:
    return Operation(
        name,
        f"/rest/v1/{{voc}}/{name}",
        about,
        made,
        (Answer(about, {"application/json": schema}),),
        (VOC, URI, LANG, *([_MANY] if many else [])),
        (400, 404),
        tag="concept",
    )


OPERATIONS = (
    Operation(
        "globalLabel",
        "/rest/v1/label",
        "The labels of a concept of any vocabulary",
        label,
        (Answer("its labels", {"application/json": "Labels"}),),
        (URI, LANG),
        (400, 404),
        tag="all vocabularies",
    ),
    _operation("label", "The labels of a concept", label, "Labels"),
    _operation("broader", "The broader concepts", _direct("broader", broader), "Broader"),
    _operation("narrower", "The narrower concepts", _direct("narrower", narrower), "Narrower"),
    _operation("related", "The related concepts", _direct("related", related), "Related"),
    _operation(
        "broaderTransitive",
        "A concept and all above it",
        _transitive("broader", broader),
        "BroaderTransitive",
        many=True,
    ),
    _operation(
        "narrowerTransitive",
        "A concept and all below it",
        _transitive("narrower", narrower),
        "NarrowerTransitive",
        many=True,
    ),
    _operation("children", "The narrower concepts, for a tree", children, "Children"),
    _operation("hierarchy", "Where a concept stands in the hierarchy", hierarchy, "Hierarchy"),
)
