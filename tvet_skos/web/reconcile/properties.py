"""What can be had of an entity: each property with its name, and how its values are found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeAlias

from tvet_skos.lookup.card import card, concept_of
from tvet_skos.model import Concept
from tvet_skos.publish.site.cards import lead_of, source_line
from tvet_skos.publish.site.definitions import Told, entries_of, told
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import fold, speaks
from tvet_skos.web.problems import Problem
from tvet_skos.web.reconcile.queries import Condition, WantedProperty
from tvet_skos.web.reconcile.service import CONCEPT, TOPIC, Service

Value: TypeAlias = dict[str, Any]
"""A property value: ``{"str": …}``, ``{"int": …}`` or an entity, ``{"id": …, "name": …}``."""

MOST_VALUES = 500
"""So many values of one property are given: some terms have thousands of narrower ones."""

_MOST_LANGUAGES = 12


@dataclass(frozen=True, slots=True)
class Entity:
    """A concept or topic whose values are asked for; a topic has no ``concept``."""

    service: Service
    iri: IRI
    concept: Concept | None
    definitions: tuple[Told, ...] = ()
    labels: tuple[Literal, ...] = ()
    abouts: tuple[Literal, ...] = field(default=())

    def lead(self, language: str) -> Told | None:
        """The definition that leads in a language; in the service's where none is asked for."""
        found = lead_of(self.definitions, language or self.service.language)
        if found and language and not speaks(found.definition.language, language):
            return None
        return found


def entity(service: Service, iri: str) -> Entity | None:
    """What is known of an id; ``None`` where nothing here has it."""
    kind = service.type_of(iri)
    if kind is None:
        return None
    name = IRI(iri)
    if kind == TOPIC:
        record = service.vocabulary.edition.topics[name]
        return Entity(service, name, None, labels=record.labels, abouts=record.abouts)
    found = card(service.vocabulary.store, name)
    concept = concept_of(found, name)
    definitions = tuple(told(service.reading, each) for each in entries_of(found, concept))
    return Entity(service, name, concept, definitions, concept.pref_labels)


@dataclass(frozen=True, slots=True)
class Property:
    """A property: its id, the key of its name, its values; ``type`` where they are entities.

    One ``in_languages`` can also be asked for as ``id@tag``, for texts in one language.
    """

    id: str
    key: str
    values: Callable[[Entity, str], Iterable[Value]]
    type: IRI | None = None
    in_languages: bool = False

    def name(self, service: Service, language: str = "") -> str:
        """What it is called, in the language of the service."""
        said = service.reading.say(f"reconcile.{self.key}")
        return f"{said} ({service.reading.say.language_name(language)})" if language else said


def _texts(texts: Iterable[Literal], language: str) -> Iterable[Value]:
    return (
        {"str": text.value} for text in texts if not language or speaks(text.language, language)
    )


def _in(entity: Entity, language: str) -> Iterable[Told]:
    """The definitions in a language, in the one order that all properties of them keep."""
    return (
        each
        for each in entity.definitions
        if not language or speaks(each.definition.language, language)
    )


def _pref_label(entity: Entity, language: str) -> Iterable[Value]:
    if language:
        return _texts(entity.labels, language)
    return ({"str": entity.service.name(entity.iri)},)


def _of_concept(attribute: str) -> Callable[[Entity, str], Iterable[Value]]:
    """The texts that a concept has in an attribute."""

    def values(entity: Entity, language: str) -> Iterable[Value]:
        texts = getattr(entity.concept, attribute) if entity.concept else ()
        return _texts(texts, language)

    return values


def _definitions(entity: Entity, language: str) -> Iterable[Value]:
    if entity.concept is None:
        return _texts(entity.abouts, language)
    return ({"str": each.definition.text} for each in _in(entity, language))


def _sources(entity: Entity, language: str) -> Iterable[Value]:
    reading = entity.service.reading
    return ({"str": source_line(reading, each)} for each in _in(entity, language))


def _evidence(entity: Entity, language: str) -> Iterable[Value]:
    say = entity.service.reading.say
    return ({"str": say(f"evidence.{each.evidence}")} for each in _in(entity, language))


def _definition_iris(entity: Entity, language: str) -> Iterable[Value]:
    return ({"str": each.definition.iri} for each in _in(entity, language))


def _lead(entity: Entity, language: str) -> Iterable[Value]:
    lead = entity.lead(language)
    return ({"str": lead.definition.text},) if lead else ()


def _lead_source(entity: Entity, language: str) -> Iterable[Value]:
    lead = entity.lead(language)
    return ({"str": source_line(entity.service.reading, lead)},) if lead else ()


def _count(entity: Entity, language: str) -> Iterable[Value]:
    return ({"int": len(entity.definitions)},) if entity.concept else ()


def _unsourced(entity: Entity, language: str) -> Iterable[Value]:
    if entity.concept is None:
        return ()
    return ({"int": sum(1 for each in entity.definitions if each.lacks_source)},)


def _entities(found: Callable[[Entity], Iterable[IRI]]) -> Callable[[Entity, str], Iterable[Value]]:
    def values(entity: Entity, language: str) -> Iterable[Value]:
        if entity.concept is None:
            return ()
        service = entity.service
        return ({"id": iri, "name": service.name(iri)} for iri in found(entity))

    return values


def _neighbours(relation: str) -> Callable[[Entity], Iterable[IRI]]:
    """What the edition knows on one side of a concept, whichever of the two says so."""

    def found(entity: Entity) -> Iterable[IRI]:
        iris: tuple[IRI, ...] = getattr(entity.service.vocabulary.edition, relation)(entity.iri)
        return iris

    return found


def _replacements(entity: Entity) -> Iterable[IRI]:
    return entity.concept.replaced_by if entity.concept else ()


def _plain(attribute: str) -> Callable[[Entity, str], Iterable[Value]]:
    """The IRIs, or the date, that a concept has in an attribute."""

    def values(entity: Entity, language: str) -> Iterable[Value]:
        found = getattr(entity.concept, attribute) if entity.concept else ()
        several = (found,) if isinstance(found, str) else found
        return ({"str": str(each)} for each in several if each)

    return values


def _iri(entity: Entity, language: str) -> Iterable[Value]:
    return ({"str": entity.iri},)


PROPERTIES: Mapping[str, Property] = {
    each.id: each
    for each in (
        Property("prefLabel", "preferred_label", _pref_label, in_languages=True),
        Property("altLabel", "alternative_labels", _of_concept("alt_labels"), in_languages=True),
        Property("leadDefinition", "lead_definition", _lead, in_languages=True),
        Property("leadSource", "lead_source", _lead_source, in_languages=True),
        Property("definition", "definitions", _definitions, in_languages=True),
        Property("source", "definition_sources", _sources, in_languages=True),
        Property("sourceEvidence", "evidence", _evidence, in_languages=True),
        Property("definitionIri", "definition_iris", _definition_iris, in_languages=True),
        Property("definitionCount", "number_of_definitions", _count),
        Property("unsourcedCount", "without_source", _unsourced),
        Property("notation", "notation", _of_concept("notations")),
        Property("scopeNote", "scope_note", _of_concept("scope_notes"), in_languages=True),
        Property("broader", "broader", _entities(_neighbours("above")), CONCEPT),
        Property("narrower", "narrower", _entities(_neighbours("below")), CONCEPT),
        Property("related", "related", _entities(_neighbours("beside")), CONCEPT),
        Property("topic", "topics", _entities(_neighbours("topics_of")), TOPIC),
        Property("exactMatch", "exact_match", _plain("exact_match")),
        Property("closeMatch", "close_match", _plain("close_match")),
        Property("broadMatch", "broad_match", _plain("broad_match")),
        Property("narrowMatch", "narrow_match", _plain("narrow_match")),
        Property("relatedMatch", "related_match", _plain("related_match")),
        Property("replacedBy", "replaced_by", _entities(_replacements), CONCEPT),
        Property("created", "created", _plain("created")),
        Property("modified", "modified", _plain("modified")),
        Property("iri", "iri", _iri),
    )
}
"""Every property by its id, in the order in which they are proposed."""


def known(wanted: str) -> tuple[Property, str]:
    """The property of an id, and the language that the id asks for.

    :raises Problem: there is none
    """
    name, _, language = wanted.partition("@")
    found = PROPERTIES.get(name)
    if found is None or (language and not found.in_languages):
        raise Problem(
            "bad-parameter",
            f'there is no property "{wanted[:100]}"',
            hint=f"there is {', '.join(PROPERTIES)}; texts also by language, as in prefLabel@fr",
        )
    return found, language[:40]


def named_properties(service: Service) -> list[dict[str, str]]:
    """Id and name of every property, after them labels and definitions by language."""
    found = [{"id": each.id, "name": each.name(service)} for each in PROPERTIES.values()]
    figures = service.vocabulary.edition.figures
    for name, languages in (
        ("prefLabel", figures.labels),
        ("altLabel", figures.labels),
        ("definition", figures.texts),
        ("source", figures.texts),
    ):
        tags = [tag for tag in languages if tag][:_MOST_LANGUAGES]
        found += [
            {"id": f"{name}@{tag}", "name": PROPERTIES[name].name(service, tag)} for tag in tags
        ]
    return found


def values_of(found: Entity | None, wanted: WantedProperty) -> list[Value]:
    """The values of a property of an entity; none where there is no such entity."""
    prop, language = known(wanted.id)
    if found is None:
        return []
    values = prop.values(found, wanted.language or language)
    return list(islice(values, min(wanted.limit or MOST_VALUES, MOST_VALUES)))


def satisfies(found: Entity, condition: Condition) -> bool:
    """Whether an entity has a property with one of some values; spelling does not matter."""
    prop, language = known(condition.property)
    has: set[str] = set()
    for value in prop.values(found, language):
        has.update(_comparable(value))
    return any(_wanted_key(value) in has for value in condition.values)


def _comparable(value: Value) -> Iterable[str]:
    if "id" in value:
        return (value["id"], fold(value["name"]))
    return (fold(str(value.get("str", value.get("int")))),)


def _wanted_key(value: Any) -> str:
    return str(value["id"]) if isinstance(value, dict) else fold(str(value))
