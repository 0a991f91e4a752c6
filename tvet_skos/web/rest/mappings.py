"""Mappings to other vocabularies: of one concept as Skosmos tells them, and all as a table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from tvet_skos.iri import base_of
from tvet_skos.lookup.overview import mappings_of
from tvet_skos.namespaces import PREFIXES, SKOS
from tvet_skos.publish.graphs import write_graph
from tvet_skos.rdf.profile import from_triples
from tvet_skos.terms import IRI, Literal, Triple
from tvet_skos.text import speaks
from tvet_skos.web.rest.answers import as_json, written
from tvet_skos.web.rest.concepts import subject
from tvet_skos.web.rest.operations import (
    Answer,
    Asked,
    Operation,
    Parameter,
    bad_parameter,
    members,
)
from tvet_skos.web.rest.parameters import LANG, LIMIT, OFFSET, URI, VOC
from tvet_skos.web.rest.vocabularies import Vocabulary, expanded, vocabularies_of

JSKOS_CONTEXT = "https://gbv.github.io/jskos/context.json"


def of_concept(asked: Asked) -> Response:
    """The mappings of a concept in JSKOS, with what Skosmos adds for showing them.

    Nothing is fetched: the labels are those that are known here.

    :raises Problem: there is no such concept
    """
    vocabulary, iri, language = subject(asked)
    language = asked.text("clang") or language
    found = [
        _shown(vocabulary, triple, language)
        for triple in mappings_of(vocabulary.store, iri)
        if isinstance(triple.object, IRI)
    ]
    graph = from_triples(mappings_of(vocabulary.store, iri))
    content = {"mappings": found, "graph": [{"uri": c.iri} for c in graph.concepts] or []}
    return as_json(asked, content)


_TYPE_LABELS = {
    SKOS.exactMatch: "Exactly matching concepts",
    SKOS.closeMatch: "Closely matching concepts",
    SKOS.broadMatch: "Broader matching concepts",
    SKOS.narrowMatch: "Narrower matching concepts",
    SKOS.relatedMatch: "Related matching concepts",
}


def _shown(vocabulary: Vocabulary, triple: Triple, language: str) -> dict[str, Any]:
    """One mapping for people: with the label of the other concept, as far as it is known."""
    target = triple.object
    assert isinstance(target, IRI)
    labels = vocabulary.labels(target)
    known = next((each for each in labels if speaks(each.language, language)), None)
    label = known or (labels[0] if labels else Literal(target))
    return {
        "@context": JSKOS_CONTEXT,
        **_jskos(vocabulary, triple),
        "uri": target,
        "prefLabel": label.value,
        "lang": label.language or language,
        "hrefLink": target,
        "vocabName": _space(target),
        "typeLabel": _TYPE_LABELS[triple.predicate],
        "description": f"{_TYPE_LABELS[triple.predicate]} in another vocabulary.",
    } | members({"notation": vocabulary.notation(target)})


def _jskos(vocabulary: Vocabulary, triple: Triple) -> dict[str, Any]:
    """A mapping as JSKOS has it.

    :source: JSKOS 0.6, concept mappings: https://gbv.github.io/jskos/#concept-mappings
    """
    return {
        "type": [triple.predicate],
        "from": {"memberSet": [{"uri": triple.subject}]},
        "to": {"memberSet": [{"uri": triple.object}]},
        "fromScheme": {"uri": vocabulary.iri},
        "toScheme": {"uri": _space(str(triple.object))},
    }


_LAST = re.compile(r"[^/#]*$")


def _space(iri: str) -> str:
    """What an IRI begins with, up to its last part: nothing better is known of its scheme.

    >>> _space("http://www.wikidata.org/entity/Q42")
    'http://www.wikidata.org/entity/'
    """
    return _LAST.sub("", iri.rstrip("/#")) or iri


def every(asked: Asked) -> Response:
    """All mappings, in JSKOS, as an SSSOM table or as Turtle.

    :raises Problem: ``type`` is no mapping property
    """
    vocabulary = vocabularies_of(asked.request)[asked.text("voc")]
    start = asked.number("offset")
    wanted = list(_wanted(asked, vocabulary, vocabulary.mappings))
    shown = wanted[start : start + (asked.number("limit") or len(wanted))]
    return _FORMS[asked.text("format")](asked, vocabulary, shown)


def _wanted(asked: Asked, vocabulary: Vocabulary, found: Iterable[Triple]) -> Iterable[Triple]:
    relations = [_relation(name) for name in asked.text("type").split()]
    here, there = asked.text("fromScheme"), asked.text("toScheme")
    if here and IRI(here) not in (vocabulary.iri, vocabulary.base):
        return ()
    return (
        triple
        for triple in found
        if (not relations or triple.predicate in relations)
        and (not there or str(triple.object).startswith((there, base_of(there))))
    )


def _relation(name: str) -> IRI:
    relation = expanded(name if ":" in name else f"skos:{name}")
    if relation not in _TYPE_LABELS:
        known = ", ".join(iri.rpartition("#")[2] for iri in _TYPE_LABELS)
        raise bad_parameter("type", f"there is no {name[:50]}", known)
    return relation


def _as_jskos(asked: Asked, vocabulary: Vocabulary, found: list[Triple]) -> Response:
    content = [{"@context": JSKOS_CONTEXT, **_jskos(vocabulary, triple)} for triple in found]
    return Response(written(content), headers={"Vary": "Accept"}, media_type="application/json")


def _as_turtle(asked: Asked, vocabulary: Vocabulary, found: list[Triple]) -> Response:
    text = write_graph(found, "turtle", vocabulary.base)
    return Response(text, media_type="text/turtle")


_COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification")  # fmt: skip
_JUSTIFICATION = "semapv:UnspecifiedMatching"


def _as_sssom(asked: Asked, vocabulary: Vocabulary, found: list[Triple]) -> Response:
    """The table of the Simple Standard for Sharing Ontological Mappings.

    :source: https://mapping-commons.github.io/sssom/
    """
    language = vocabulary.default_language
    head = [
        "#curie_map:",
        f"#  skos: {PREFIXES['skos']}",
        "#  semapv: https://w3id.org/semapv/vocab/",
        f"#mapping_set_id: {vocabulary.iri}",
        f"#subject_source: {vocabulary.iri}",
    ]
    rows = [
        "\t".join(map(_cell, _row(vocabulary, triple, language)))
        for triple in found
    ]  # fmt: skip
    text = "\n".join([*head, "\t".join(_COLUMNS), *rows, ""])
    return Response(text, media_type="text/tab-separated-values")


def _row(vocabulary: Vocabulary, triple: Triple, language: str) -> tuple[str, ...]:
    target = IRI(str(triple.object))
    known = vocabulary.labels(target)
    return (
        str(triple.subject),
        vocabulary.label(IRI(str(triple.subject)), language),
        f"skos:{triple.predicate.rpartition('#')[2]}",
        target,
        vocabulary.label(target, language) if known else "",
        _JUSTIFICATION,
    )


def _cell(text: str) -> str:
    return re.sub(r"[\t\r\n]+", " ", text)


_FORMS = {"jskos": _as_jskos, "sssom": _as_sssom, "ttl": _as_turtle}

OPERATIONS = (
    Operation("mappings", "/rest/v1/{voc}/mappings", "The mappings of a concept", of_concept,
        (Answer("the mappings", {"application/json": "Mappings"}),),
        (VOC, URI, LANG, Parameter("clang", "the language of labels", kind="language"),
         Parameter("external", "taken and not needed: nothing is fetched", kind="boolean")),
        (400, 404), tag="concept"),
    Operation("allMappings", "/rest/v1/{voc}/mappings/all", "All mappings", every,
        (Answer("the mappings", {"application/json": "JskosMappings",
            "text/tab-separated-values": "", "text/turtle": ""}),),
        (VOC, Parameter("fromScheme", "the IRI of the scheme of the concepts here"),
         Parameter("toScheme", "what the IRIs of the other concepts begin with"),
         Parameter("type", "mapping properties, with a space between two: exactMatch"),
         Parameter("format", "the form of the answer", default="jskos", choices=tuple(_FORMS)),
         LIMIT, OFFSET), (400, 404), tag="glossary"),
)  # fmt: skip
