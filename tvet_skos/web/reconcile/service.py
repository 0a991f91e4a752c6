"""One reconciliation service: a vocabulary, in a language of names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from starlette.requests import Request

from tvet_skos.namespaces import SKOS
from tvet_skos.publish.site.edition import Edition, Reading
from tvet_skos.publish.site.texts import LANGUAGES
from tvet_skos.store.labels.index import LabelIndex
from tvet_skos.terms import IRI, Triple, is_iri
from tvet_skos.web.addresses import origin
from tvet_skos.web.problems import Problem
from tvet_skos.web.rest.vocabularies import Vocabulary, vocabularies_of

CONCEPT, TOPIC = SKOS.Concept, SKOS.Collection
"""The ids of the types."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")


@dataclass(frozen=True, slots=True)
class Service:
    """What answers are made from.

    ``language`` is that of the names; ``reading`` has the texts of the interface, in that language
    where they have been translated into it. ``site`` is what the addresses here begin with.
    """

    vocabulary: Vocabulary
    language: str
    site: str
    reading: Reading

    @property
    def address(self) -> str:
        """Where the service stands, whatever shorter address it was asked at."""
        return f"{self.site}/reconcile/{self.vocabulary.id}/{self.language}"

    @property
    def types(self) -> dict[IRI, str]:
        """What an entity here may be: id to name."""
        say = self.reading.say
        return {CONCEPT: say("reconcile.concept"), TOPIC: say("reconcile.topic")}

    def type_object(self, iri: IRI) -> dict[str, str]:
        """A type as answers give it."""
        return {"id": iri, "name": self.types[iri]}

    @property
    def topics(self) -> LabelIndex:
        """The labels of the topics, to be searched like those of concepts."""
        return _topics_of(self.vocabulary.edition)

    def name(self, iri: IRI) -> str:
        """What a concept or topic is called."""
        return self.vocabulary.label(iri, self.language)

    def is_topic(self, iri: IRI) -> bool:
        """Whether something is a topic here."""
        return iri in self.vocabulary.edition.topics and self.vocabulary.has(iri)

    def type_of(self, iri: str) -> IRI | None:
        """What something is, ``CONCEPT`` or ``TOPIC``; ``None`` where it is neither."""
        if not is_iri(iri):
            return None
        if self.is_topic(IRI(iri)):
            return TOPIC
        is_here = self.vocabulary.store.is_concept(IRI(iri)) and self.vocabulary.has(IRI(iri))
        return CONCEPT if is_here else None


_topics: WeakKeyDictionary[Edition, LabelIndex] = WeakKeyDictionary()


def _topics_of(edition: Edition) -> LabelIndex:
    index = _topics.get(edition)
    if index is None:
        index = LabelIndex.of(
            Triple(topic, SKOS.prefLabel, label)
            for topic, record in edition.topics.items()
            for label in record.labels
        )
        _topics[edition] = index
    return index


def service_of(request: Request) -> Service:
    """The service that a request asks: of the first vocabulary and in English unless it says more.

    :raises Problem: there is no such vocabulary, or the language is none
    """
    known = vocabularies_of(request)
    name = request.path_params.get("vocabulary", "")
    vocabulary = known[name] if name else next(iter(known))
    language = request.path_params.get("language", "en")
    if not _LANGUAGE.fullmatch(language):
        raise Problem(
            "not-found",
            f'"{language[:50]}" is no language tag',
            hint=f"/reconcile/{vocabulary.id}/fr gives names in French, for one",
        )
    main = language.split("-")[0].lower()
    reading = vocabulary.edition.reading(main if main in LANGUAGES else "en")
    return Service(vocabulary, language, origin(request), reading)
