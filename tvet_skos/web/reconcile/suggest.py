"""Suggestions while somebody types: entities, types and properties; and a small preview of each."""

from __future__ import annotations

from itertools import islice
from typing import Any

from tvet_skos.lookup.search import search
from tvet_skos.publish.pages import environment
from tvet_skos.publish.site.cards import card_fragment, card_of
from tvet_skos.store.labels.entries import LabelEntry
from tvet_skos.store.labels.question import COMPLETIONS, LABEL_MODES, Question
from tvet_skos.terms import IRI
from tvet_skos.text import fold, squash
from tvet_skos.web.problems import Problem
from tvet_skos.web.reconcile.answers import described
from tvet_skos.web.reconcile.properties import known, named_properties
from tvet_skos.web.reconcile.service import CONCEPT, TOPIC, Service

PAGE = 20
"""So many suggestions come at once."""

FURTHEST = 500
"""So many suggestions may be passed over."""


def suggested(
    service: Service, what: str, prefix: str, cursor: int, kinds: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """The suggestions for what somebody has typed, after so many.

    :param what: ``entity``, ``type`` or ``property``
    :param kinds: of entities, ids of the types that are wanted; by default any
    """
    if what == "entity":
        return _entities(service, squash(prefix), cursor, kinds)
    if what == "type":
        offered = [service.type_object(each) for each in service.types]
    else:
        offered = named_properties(service)
    asked = fold(prefix) if prefix.strip() else ""
    fitting = [each for each in offered if asked in fold(each["name"]) or prefix == each["id"]]
    fitting += [each for each in offered if asked in fold(each["id"]) and each not in fitting]
    return fitting[cursor : cursor + PAGE]


def _entities(
    service: Service, text: str, cursor: int, kinds: tuple[str, ...]
) -> list[dict[str, Any]]:
    if not text:
        return []
    kind = service.type_of(text.strip("<>"))
    if kind is not None:
        found = [(kind, IRI(text.strip("<>")))]
    else:
        terms = _terms(service, text, cursor + PAGE) if _is_in(CONCEPT, kinds) else []
        topics = _topics(service, text) if _is_in(TOPIC, kinds) else []
        found = [*((CONCEPT, iri) for iri in terms), *((TOPIC, iri) for iri in topics)]
    return [_entity(service, kind, iri) for kind, iri in found[cursor : cursor + PAGE]]


def _is_in(kind: IRI, kinds: tuple[str, ...]) -> bool:
    return not kinds or kind in kinds


def _terms(service: Service, text: str, most: int) -> list[IRI]:
    vocabulary = service.vocabulary
    found = search(
        vocabulary.store,
        text,
        language=service.language,
        modes=LABEL_MODES,
        within=None if vocabulary.is_alone else vocabulary.scheme,
        limit=most,
    )
    return [hit.concept for hit in found.hits]


def _topics(service: Service, text: str) -> list[IRI]:
    hits = service.topics.search(Question(text, service.language, modes=COMPLETIONS))
    entries = (hit.entry for hit in hits if isinstance(hit.entry, LabelEntry))
    here = (entry.concept for entry in entries if service.vocabulary.has(entry.concept))
    return list(dict.fromkeys(islice(here, PAGE)))


def _entity(service: Service, kind: IRI, iri: IRI) -> dict[str, Any]:
    return {
        "id": iri,
        "name": service.name(iri),
        "description": described(service, iri),
        "notable": [service.type_object(kind)],
    }


def flyout(service: Service, what: str, name: str) -> dict[str, str]:
    """A small preview of something that was suggested.

    :raises Problem: there is nothing of that id
    """
    if what == "entity":
        return {"id": name, "html": _card(service, name)}
    if what == "property":
        prop, language = known(name)
        title = prop.name(service, language)
    else:
        title = next((text for iri, text in service.types.items() if iri == name), "")
    if not title:
        raise _unknown(name)
    template = environment().get_template("embed/flyout.html")
    return {"id": name, "html": template.render(title=title, id=name)}


def _card(service: Service, name: str) -> str:
    if service.type_of(name) is None:
        raise _unknown(name)
    shown = card_of(service.reading, IRI(name))
    return card_fragment(service.reading, shown, site=service.site)


def _unknown(name: str) -> Problem:
    return Problem("not-found", f'there is nothing of the id "{name[:200]}"')
