"""What a search can tell of each concept beside its name: the SKOS properties, by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tvet_skos.lookup.hierarchy import broader, narrower, related
from tvet_skos.namespaces import SKOS
from tvet_skos.terms import IRI, Literal
from tvet_skos.web.rest.told import definitions_of
from tvet_skos.web.rest.vocabularies import Vocabulary

_LABELS = ("prefLabel", "altLabel", "hiddenLabel")
_TEXTS = (
    "notation", "note", "changeNote", "editorialNote", "example", "historyNote", "scopeNote",
)  # fmt: skip
_LINKS = (
    "inScheme", "topConceptOf", "exactMatch", "closeMatch", "broadMatch", "narrowMatch",
    "relatedMatch",
)  # fmt: skip
_NEIGHBOURS = {"broader": broader, "narrower": narrower, "related": related}

FIELDS: Mapping[str, Any] = (
    {f"{name}s": {"@id": f"skos:{name}", "@container": "@language"} for name in _LABELS}
    | {name: f"skos:{name}" for name in (*_LABELS, *_TEXTS, *_LINKS, *_NEIGHBOURS, "definition")}
)  # fmt: skip
"""Field to what it is called in the context of an answer."""


def added_fields(vocabulary: Vocabulary, hit: dict[str, Any], names: Iterable[str]) -> Any:
    """A hit with some fields; those that the concept does not have are left out."""
    concept = IRI(hit["uri"])
    for name in names:
        key, value = _field(vocabulary, concept, name)
        if value:
            hit[key] = value
    return hit


def _field(vocabulary: Vocabulary, concept: IRI, name: str) -> tuple[str, Any]:
    if name.removesuffix("s") in _LABELS:
        return f"{name.removesuffix('s')}s", _by_language(vocabulary, concept, name)
    if name == "definition":
        return name, definitions_of(vocabulary, concept)
    if name in _NEIGHBOURS:
        found: Iterable[IRI] = _NEIGHBOURS[name](vocabulary, concept)
        return name, [{"uri": iri} for iri in found]
    if name in _TEXTS:
        texts = vocabulary.texts(concept, SKOS + name)
        return name, [_value(text) for text in texts]
    about = vocabulary.about(concept)
    links = (t.object for t in about if t.predicate == SKOS + name)
    return name, [{"uri": link} for link in links if isinstance(link, IRI)]


def _by_language(vocabulary: Vocabulary, concept: IRI, name: str) -> dict[str, Any]:
    """Labels by language: one each where they are preferred, else lists."""
    texts = vocabulary.texts(concept, SKOS + name.removesuffix("s"))
    if name.startswith("prefLabel"):
        return {text.language: text.value for text in texts}
    found: dict[str, list[str]] = {}
    for text in texts:
        found.setdefault(text.language, []).append(text.value)
    return found


def _value(text: Literal) -> str | dict[str, str]:
    return {"value": text.value, "lang": text.language} if text.language else text.value
