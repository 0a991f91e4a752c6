"""The register of sources, and what each source defines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from starlette.responses import Response

from tvet_skos.lookup.card import card, concept_of
from tvet_skos.lookup.elsewhere import elsewhere
from tvet_skos.lookup.hierarchy import MOST_STEPS
from tvet_skos.model import Source
from tvet_skos.namespaces import DCTERMS, RDF, SKOS
from tvet_skos.rdf.profile import from_triples
from tvet_skos.store import Store
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import fold
from tvet_skos.web.problems import Problem
from tvet_skos.web.rest.answers import answer
from tvet_skos.web.rest.operations import Answer, Asked, Operation, Parameter
from tvet_skos.web.rest.parameters import LANG, OFFSET, limit
from tvet_skos.web.rest.told import source_told, told
from tvet_skos.web.rest.vocabularies import Vocabularies, Vocabulary, shortened, vocabularies_of


def register(asked: Asked) -> Response:
    """The sources by citation, each with how many definitions name it."""
    every = vocabularies_of(asked.request)
    vocabulary = next(iter(every))
    found = [
        row for row in vocabulary.edition.register if _is_wanted(asked, vocabulary.store, row[0])
    ]
    start = asked.number("offset")
    page = found[start : start + asked.number("limit")]
    content = {
        "uri": "",
        "sources": [_row(every, iri, number) for iri, number in page],
        "total": len(found),
    }
    return answer(asked, "sources", content)


def _is_wanted(asked: Asked, store: Store, iri: IRI) -> bool:
    """Whether a source is of the asked year and class, and has the asked text in it."""
    text, year, cls = asked.text("q"), asked.text("year"), asked.text("type")
    if not (text or year or cls):
        return True
    about = store.about(iri)
    texts = [t.object.value for t in about if isinstance(t.object, Literal)]
    classes = [t.object for t in about if t.predicate == RDF.type]
    issued = [t.object.value for t in about
        if t.predicate == DCTERMS.issued and isinstance(t.object, Literal)]  # fmt: skip
    return (
        (not text or any(fold(text) in fold(each) for each in (*texts, iri.rpartition("/")[2])))
        and (not year or any(each.startswith(year) for each in issued))
        and (not cls or any(cls in (c, _short(c)) for c in classes))
    )


def _short(node: object) -> str:
    return shortened(node) if isinstance(node, IRI) else ""


def _record(store: Store, iri: IRI) -> Source:
    """The record of a source; an empty one where it has none."""
    about = store.about(iri)
    records = from_triples(about).sources if about else ()
    return next((record for record in records if record.iri == iri), Source(iri=iri))


def _row(every: Vocabularies, iri: IRI, number: int) -> dict[str, Any]:
    vocabulary = next(iter(every))
    return {
        "id": source_name(every, iri),
        "uri": iri,
        **{key: value for key, value in source_told(_record(vocabulary.store, iri)).items()
           if key != "id"},
        "definitions": number,
    }  # fmt: skip


def source_name(every: Vocabularies, iri: IRI) -> str:
    """What a source is called in a path: short under the base of a vocabulary, else its IRI."""
    for vocabulary in every:
        stem = f"{vocabulary.base}source/"
        if iri.startswith(stem):
            return iri.removeprefix(stem)
    return iri


def source(asked: Asked) -> Response:
    """A source with the definitions that name it.

    :raises Problem: there is no such source
    """
    every = vocabularies_of(asked.request)
    vocabulary, iri = _named(every, unquote(asked.text("id")))
    language = asked.text("lang") or vocabulary.default_language
    named = vocabulary.store.naming(DCTERMS.source, iri)
    nodes = [t.subject for t in named if isinstance(t.subject, IRI)]
    start = asked.number("offset")
    shown = nodes[start : start + asked.number("limit")]
    content = {
        **_row(every, iri, len(nodes)),
        "definitionList": list(_defined(vocabulary, iri, shown, language)),
        "total": len(nodes),
    }
    return answer(asked, "definitions", content)


def _named(every: Vocabularies, name: str) -> tuple[Vocabulary, IRI]:
    for vocabulary in every:
        for iri in (IRI(f"{vocabulary.base}source/{name}"), IRI(name)):
            if vocabulary.about(iri) and _is_source(vocabulary.store, iri):
                return vocabulary, iri
    raise Problem(
        "not-found", f"there is no source {name[:100]!r}", hint="/rest/v1/sources lists them"
    )


def _is_source(store: Store, iri: IRI) -> bool:
    cited = any(t.predicate == DCTERMS.bibliographicCitation for t in store.about(iri))
    record = _record(store, iri)
    return cited or bool(record.titles or store.naming(DCTERMS.source, iri))


def _defined(
    vocabulary: Vocabulary, source: IRI, nodes: list[IRI], language: str
) -> Iterator[dict[str, Any]]:
    """Definitions, each with its concept and how many others define that, in the same language.

    ``otherDefinitions`` are not from this source and differ; ``nearlySame`` hardly do. What is no
    definition is passed over.
    """
    for node in nodes:
        concepts = {t.subject for t in vocabulary.store.naming(SKOS.definition, node)}
        for concept in sorted(each for each in concepts if isinstance(each, IRI)):
            scheme = card(vocabulary.store, concept)
            known = concept_of(scheme, concept).definitions
            others = {each.definition.iri: each for each in elsewhere(scheme, concept, source)}
            for definition in (d for d in known if d.iri == node):
                about = {"uri": concept, "prefLabel": vocabulary.label(concept, language)}
                beside = others.get(node)
                counts = (
                    {"otherDefinitions": beside.different, "nearlySame": beside.alike}
                    if beside
                    else {}
                )
                yield told(definition, scheme.sources) | {"concept": about} | counts


OPERATIONS = (
    Operation("sources", "/rest/v1/sources", "The register of sources", register,
        (Answer("the sources", {"application/json": "Sources"}),),
        (Parameter("q", "a part of a title, a citation or an alias, in any spelling"),
         Parameter("type", "a class, such as bibo:Document"),
         Parameter("year", "the year of issue"), limit(MOST_STEPS), OFFSET),
        (400,), tag="glossary"),
    Operation("source", "/rest/v1/sources/{id}", "A source and what it defines", source,
        (Answer("the source", {"application/json": "SourceWithDefinitions"}),),
        (Parameter("id", "the end of its IRI after source/, or its IRI", required=True,
            in_path=True, example="eu-council-2022"), LANG, limit(200, 1000), OFFSET),
        (400, 404), tag="glossary"),
)  # fmt: skip
