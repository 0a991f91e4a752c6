"""Answers to queries and to wishes for values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from tvet_skos.lookup.matching import Candidate, by_iri, candidates
from tvet_skos.publish.site.cards import card_of
from tvet_skos.publish.site.edition import Edition
from tvet_skos.publish.site.worklist import beginning
from tvet_skos.terms import IRI
from tvet_skos.text import squash
from tvet_skos.web.reconcile.properties import entity, known, satisfies, values_of
from tvet_skos.web.reconcile.queries import Extension, Query
from tvet_skos.web.reconcile.service import CONCEPT, TOPIC, Service

_DESCRIBED = 160
_KEPT = 20_000
_WEIGHED = 20
_RETIRED_COSTS = 25.0
_TOPIC_COSTS = 10.0
_CONDITIONS_WEIGH = 0.5
_NAMING = ("prefLabel", "altLabel", "notation")


def results(service: Service, query: Query) -> list[dict[str, Any]]:
    """The candidates for a query, the likeliest first.

    :raises Problem: a condition names a property that is not here
    """
    for condition in query.conditions:
        known(condition.property)
    found = sorted(_found(service, query), key=lambda pair: (-pair[1].score, pair[1].iri))
    return [_result(service, kind, each) for kind, each in found[: query.limit]]


def _found(service: Service, query: Query) -> Iterator[tuple[IRI, Candidate]]:
    text = squash(query.text) or _name_in(query)
    if not text:
        return
    kind = service.type_of(text.strip("<>"))
    if kind is not None and _is_wanted(query, kind):
        iri = IRI(text.strip("<>"))
        yield kind, _weighed(service, query, by_iri(iri, service.name(iri)))
        return
    if _is_wanted(query, CONCEPT):
        for each in _candidates(service, query, text, CONCEPT):
            yield CONCEPT, _weighed(service, query, each)
    if _is_wanted(query, TOPIC):
        for each in _candidates(service, query, text, TOPIC):
            weighed = _weighed(service, query, each)
            yield TOPIC, weighed if query.types else _second(weighed)


def _name_in(query: Query) -> str:
    """A name among the conditions of a query that has none itself."""
    values = (c.values for c in query.conditions if c.property.partition("@")[0] in _NAMING)
    return next((text for each in values for text in each if isinstance(text, str)), "")


def _is_wanted(query: Query, kind: IRI) -> bool:
    return query.types is None or kind in query.types


def _second(candidate: Candidate) -> Candidate:
    """A topic where nobody asked for one: whoever has a name mostly means the term."""
    score = max(0.0, candidate.score - _TOPIC_COSTS)
    return replace(candidate, score=round(score, 2), is_certain=False)


def _candidates(service: Service, query: Query, text: str, kind: IRI) -> tuple[Candidate, ...]:
    # With conditions, the best may be one that others would push off the list.
    limit = max(query.limit, _WEIGHED) if query.conditions else query.limit
    return candidates(
        service.vocabulary.index if kind == CONCEPT else service.topics,
        text,
        service.name,
        belongs=service.vocabulary.has,
        language=service.language,
        limit=limit,
    )


def _weighed(service: Service, query: Query, candidate: Candidate) -> Candidate:
    """A candidate with what its record and the conditions say of it."""
    is_retired = service.vocabulary.is_retired(candidate.iri)
    share = _share(service, query, candidate.iri)
    score = candidate.score * (1 - _CONDITIONS_WEIGH * (1 - share))
    score -= _RETIRED_COSTS if is_retired else 0.0
    features = {**candidate.features, "conditions_met": share, "retired": is_retired}
    return replace(
        candidate,
        score=round(max(0.0, score), 2),
        is_certain=candidate.is_certain and share == 1 and not is_retired,
        features=features,
    )


def _share(service: Service, query: Query, iri: IRI) -> float:
    """How many of the conditions are met, 0 to 1; 1 where there are none."""
    if not query.conditions:
        return 1.0
    found = entity(service, iri)
    if found is None:
        return 0.0
    met = sum(1 for condition in query.conditions if satisfies(found, condition))
    return round(met / len(query.conditions), 3)


def _result(service: Service, kind: IRI, candidate: Candidate) -> dict[str, Any]:
    return {
        "id": candidate.iri,
        "name": candidate.name,
        "description": described(service, candidate.iri, _through(service, candidate)),
        "type": [service.type_object(kind)],
        "score": candidate.score,
        "match": candidate.is_certain,
        "features": [{"id": name, "value": value} for name, value in candidate.features.items()],
    }


def _through(service: Service, candidate: Candidate) -> str:
    """The label that matched, where it is not the name."""
    label, kind = candidate.label, candidate.kind
    if label is None or kind is None or squash(label.value) == squash(candidate.name):
        return ""
    return service.reading.say(f"why.{kind.value}", label=label.value)


def described(service: Service, iri: IRI, before: str = "") -> str:
    """What tells one entity from others of its name: the beginning of its lead definition."""
    parts = [before] if before else []
    if service.vocabulary.is_retired(iri):
        parts.append(service.reading.say("reconcile.retired"))
    text = _beginning(service, iri)
    return "; ".join([*parts, *([text] if text else [])])


_beginnings: WeakKeyDictionary[Edition, dict[tuple[IRI, str], str]] = WeakKeyDictionary()


def _beginning(service: Service, iri: IRI) -> str:
    """How a definition begins, looked up once in each language."""
    known = _beginnings.setdefault(service.vocabulary.edition, {})
    key = (iri, service.reading.language)
    found = known.get(key)
    if found is None:
        shown = card_of(service.reading, iri)
        about = shown.abouts[0].value if shown.abouts else ""
        text = shown.lead.definition.text if shown.lead else about
        if len(known) >= _KEPT:
            known.clear()
        # Another thread may make room at any moment, so that what is found is not looked up again.
        found = known[key] = beginning(text, _DESCRIBED)
    return found


def extended(service: Service, extension: Extension) -> dict[str, Any]:
    """The values of some properties of some entities; an unknown entity has none.

    :raises Problem: a property is not here
    """
    meta = []
    for wanted in extension.properties:
        prop, language = known(wanted.id)
        column: dict[str, Any] = {"id": wanted.id, "name": prop.name(service, language)}
        if prop.type is not None:
            column["type"] = service.type_object(prop.type)
        meta.append(column)
    rows = {}
    for iri in extension.ids:
        found = entity(service, iri)
        rows[iri] = {each.id: values_of(found, each) for each in extension.properties}
    return {"meta": meta, "rows": rows}
