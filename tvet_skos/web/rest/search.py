"""Search as Skosmos does it, exact lookup, and search as readers of ours know it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from itertools import islice
from typing import Any

from starlette.responses import Response

from tvet_skos.lookup.patterns import (
    Pattern,
    best_label,
    labels_like,
    labels_on,
    line_of,
    line_order,
    lookup_tier,
    pattern_of,
)
from tvet_skos.model import preferred
from tvet_skos.namespaces import RDF, SKOS, SKOSXL
from tvet_skos.store.labels.entries import KINDS, LabelEntry, LabelKind
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import speaks
from tvet_skos.web.problems import Problem
from tvet_skos.web.rest.answers import answer
from tvet_skos.web.rest.fields import FIELDS, added_fields
from tvet_skos.web.rest.operations import Answer, Asked, Operation, Parameter, bad_parameter
from tvet_skos.web.rest.parameters import LANG, OFFSET, VOC
from tvet_skos.web.rest.ranked import RANKED, is_ranked, ranked_results
from tvet_skos.web.rest.vocabularies import (
    Vocabulary,
    expanded,
    vocabularies_of,
)

_FEW = 2000
"""So many concepts are rather looked through one by one than found among all labels."""


def search(asked: Asked) -> Response:
    """The concepts whose labels look like a pattern, in alphabetical order.

    :raises Problem: there is nothing to look for, or no such vocabulary
    """
    query = asked.text("query")
    restricted = asked.text("group") or asked.text("parent")
    if not query.strip() and not restricted:
        raise bad_parameter("query", "it is missing", "cat* finds what begins with cat")
    fields = _fields(asked)
    chosen = tuple(_chosen(asked))
    if is_ranked(asked) and query.strip():
        results = ranked_results(
            asked, [(each, _wanted(asked, each, _candidates(asked, each))) for each in chosen]
        )
    else:
        results = _results(asked, chosen, pattern_of(query or "*"))
    limit = asked.number("maxhits")
    page = list(islice(results, asked.number("offset"), asked.number("offset") + limit + 1))
    found = [added_fields(vocabulary, hit, fields) for vocabulary, hit in page[:limit]]
    more = {name: FIELDS[name] for name in fields}
    content = {"uri": "", "results": found, "more": len(page) > limit}
    language = asked.text("labellang") or asked.text("lang")
    return answer(asked, "search", content, language=language, more=more)


def _fields(asked: Asked) -> list[str]:
    names = asked.text("fields").split()
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        raise bad_parameter("fields", f"there is no {unknown[0][:50]}", " ".join(FIELDS))
    return list(dict.fromkeys(names))


def _chosen(asked: Asked) -> Iterator[Vocabulary]:
    """The vocabularies that are searched: that of the path, those of ``vocab``, or all."""
    every = vocabularies_of(asked.request)
    names = asked.text("voc").split() or asked.text("vocab").split()
    yield from dict.fromkeys(every[name] for name in names) if names else every


Found = tuple[Vocabulary, dict[str, Any]]


def _results(asked: Asked, chosen: tuple[Vocabulary, ...], pattern: Pattern) -> Iterator[Found]:
    """Hits in the order of their labels, as they are asked for."""
    if len(chosen) == 1:
        yield from _in_vocabulary(asked, chosen[0], pattern)
        return
    streams = (_keyed(asked, vocabulary, pattern) for vocabulary in chosen)
    for _, vocabulary, entry in merge(*streams, key=lambda each: each[0]):
        yield vocabulary, hit_of(vocabulary, entry, asked)


def _keyed(
    asked: Asked, vocabulary: Vocabulary, pattern: Pattern
) -> Iterator[tuple[tuple[str, str, str, int, str], Vocabulary, LabelEntry]]:
    for entry in _entries(asked, vocabulary, pattern):
        yield line_order(entry), vocabulary, entry


def _in_vocabulary(asked: Asked, vocabulary: Vocabulary, pattern: Pattern) -> Iterator[Found]:
    for entry in _entries(asked, vocabulary, pattern):
        yield vocabulary, hit_of(vocabulary, entry, asked)


def _entries(asked: Asked, vocabulary: Vocabulary, pattern: Pattern) -> Iterator[LabelEntry]:
    """The labels of a vocabulary that are hits, by their line."""
    language = asked.text("lang") or None
    candidates = _candidates(asked, vocabulary)
    found: Iterable[LabelEntry]
    if candidates is not None and len(candidates) <= _FEW:
        found = _looked_through(vocabulary, candidates, pattern, language)
    else:
        found = labels_like(vocabulary.index, vocabulary.lines, pattern, language)
    is_wanted = _wanted(asked, vocabulary, candidates)
    for entry in found:
        if is_wanted(entry.concept) and (
            not asked.flag("unique") or _is_best(asked, vocabulary, entry, pattern)
        ):
            yield entry


def _is_best(asked: Asked, vocabulary: Vocabulary, entry: LabelEntry, pattern: Pattern) -> bool:
    """Whether a concept has no better label that is a hit."""
    language = asked.text("lang") or None
    shown = asked.text("labellang") or language
    alike = _alike(labels_of(vocabulary, entry.concept), pattern, language)
    best = best_label((*alike, entry), shown)
    return best == entry


def _alike(
    labels: Iterable[LabelEntry], pattern: Pattern, language: str | None
) -> Iterator[LabelEntry]:
    for entry in labels:
        is_label = entry.kind is not LabelKind.NOTATION
        is_spoken = language is None or speaks(entry.label.language, language)
        if is_label and is_spoken and pattern.matches(line_of(entry.label.value)):
            yield entry


def labels_of(vocabulary: Vocabulary, concept: IRI) -> list[LabelEntry]:
    """The labels of a concept, those of SKOS-XL too."""
    found = []
    for _, prop, value in vocabulary.about(concept):
        kind = KINDS.get(prop) or KINDS.get(IRI(prop.replace(SKOSXL.iri, SKOS.iri)))
        if kind is not None and isinstance(value, Literal):
            found.append(LabelEntry(concept, value, kind))
        elif kind is not None and not isinstance(value, Literal):
            found += [
                LabelEntry(concept, t.object, kind)
                for t in vocabulary.about(value)
                if t.predicate == SKOSXL.literalForm and isinstance(t.object, Literal)
            ]
    return list(dict.fromkeys(found))


def _looked_through(
    vocabulary: Vocabulary, concepts: Iterable[IRI], pattern: Pattern, language: str | None
) -> list[LabelEntry]:
    labels = (entry for concept in concepts for entry in labels_of(vocabulary, concept))
    return sorted(_alike(labels, pattern, language), key=line_order)


def _candidates(asked: Asked, vocabulary: Vocabulary) -> frozenset[IRI] | None:
    """What a group, a parent and a class leave; nothing where none of them is asked for."""
    sets: list[frozenset[IRI]] = []
    if asked.text("group"):
        sets.append(vocabulary.held(asked.iri("group")))
    if asked.text("parent"):
        sets.append(vocabulary.below(asked.iri("parent")))
    if SKOS.Concept not in _classes(asked):
        named = (vocabulary.store.naming(RDF.type, cls) for cls in _classes(asked))
        things = {t.subject for triples in named for t in triples}
        sets.append(frozenset(thing for thing in things if isinstance(thing, IRI)))
    return frozenset.intersection(*sets) if sets else None


def _classes(asked: Asked) -> list[IRI]:
    return [expanded(name) for name in (asked.text("type") or "skos:Concept").split()]


def _wanted(
    asked: Asked, vocabulary: Vocabulary, candidates: frozenset[IRI] | None
) -> Callable[[IRI], bool]:
    classes, schemes = _classes(asked), [IRI(s) for s in asked.text("scheme").split()]

    def is_wanted(concept: IRI) -> bool:
        if candidates is not None and concept not in candidates:
            return False
        about = vocabulary.about(concept)
        named = {t.object for t in about if t.predicate in (SKOS.inScheme, SKOS.topConceptOf)}
        return (
            (not schemes or any(scheme in named for scheme in schemes))
            and any(t.predicate == RDF.type and t.object in classes for t in about)
            and vocabulary.has(concept)
            and (asked.flag("deprecated") or not vocabulary.is_retired(concept))
        )

    return is_wanted


def hit_of(vocabulary: Vocabulary, entry: LabelEntry, asked: Asked) -> dict[str, Any]:
    """A hit as Skosmos tells it: what the concept is called, and the label that it was found by.

    The name is in the asked language, else in that of the label.
    """
    wanted = asked.text("labellang") or asked.text("lang") or entry.label.language
    shown = _shown(vocabulary, entry, wanted)
    hit: dict[str, Any] = {
        "uri": entry.concept,
        "type": vocabulary.types(entry.concept),
        "localname": entry.concept.removeprefix(vocabulary.base),
        "prefLabel": shown.value,
        "lang": shown.language,
    }
    if not entry.concept.startswith(vocabulary.base):
        del hit["localname"]
    notation = vocabulary.notation(entry.concept)
    if notation:
        hit["notation"] = notation
    hit["vocab"] = vocabulary.id
    if entry.kind in (LabelKind.ALTERNATIVE, LabelKind.HIDDEN):
        hit[entry.kind.value] = entry.label.value
    elif entry.kind is LabelKind.PREFERRED and shown != entry.label:
        hit["matchedPrefLabel"] = entry.label.value
    return hit


def _shown(vocabulary: Vocabulary, entry: LabelEntry, wanted: str) -> Literal:
    """The label that stands for a concept: the matched one, where it will do."""
    if entry.kind is LabelKind.PREFERRED and speaks(entry.label.language, wanted):
        return entry.label
    labels = vocabulary.labels(entry.concept)
    spoken = [label for label in labels if speaks(label.language, wanted)]
    if spoken:
        return spoken[0]
    text = preferred(labels, wanted)
    return next((label for label in labels if label.value == text), Literal(entry.concept))


def lookup(asked: Asked) -> Response:
    """The concepts that a label names: preferred labels first, written alike first.

    :raises Problem: no label is that text, or no such vocabulary
    """
    (vocabulary,) = _chosen(asked)
    label, language = asked.text("label"), asked.text("lang") or None
    exact = (
        entry
        for entry in labels_on(vocabulary.index, line_of(label.strip()), language)
        if vocabulary.has(entry.concept) and not vocabulary.is_retired(entry.concept)
    )
    found = [hit_of(vocabulary, entry, asked) for entry in lookup_tier(exact, label)]
    if not found:
        raise Problem("not-found", f"no concept is called {label[:100]!r} in {vocabulary.id}")
    content = {"result": found}
    return answer(asked, "lookup", content, language=language or "")


QUERY = Parameter(
    "query",
    "a label, in any case; * stands for any signs; without it, group or parent must be given",
    example="micro*",
)
SEARCH = (
    QUERY,
    LANG,
    Parameter("labellang", "the language of the labels that are shown", kind="language"),
    Parameter("type", "classes, with a space between two; skos:Concept by default"),
    Parameter("parent", "the IRI of a concept; what is below it"),
    Parameter("group", "the IRI of a collection; what it holds"),
    Parameter("scheme", "IRIs of concept schemes, with a space between two"),
    Parameter("maxhits", "so many at most", kind="integer", default=100, least=1, most=10_000),
    OFFSET,
    Parameter("fields", f"more of each concept, with a space between two: {', '.join(FIELDS)}"),
    Parameter("unique", "each concept once, by its best label", kind="boolean", default=False),
    Parameter("deprecated", "also what is out of use", kind="boolean", default=False),
    *RANKED,
)
_FOUND = (Answer("the hits", {"application/json": "SearchResults"}),)

OPERATIONS = (
    Operation(
        "search",
        "/rest/v1/search",
        "Concepts by their labels, in all vocabularies",
        search,
        _FOUND,
        (*SEARCH, Parameter("vocab", "ids of vocabularies, with a space between two")),
        (400, 404),
        tag="all vocabularies",
    ),
    Operation(
        "searchVocabulary",
        "/rest/v1/{voc}/search",
        "Concepts by their labels, in one vocabulary",
        search,
        _FOUND,
        (VOC, *SEARCH),
        (400, 404),
    ),
    Operation(
        "lookup",
        "/rest/v1/{voc}/lookup",
        "The concepts that a label names",
        lookup,
        (Answer("the concepts, of one kind of match", {"application/json": "LookupResult"}),),
        (VOC, Parameter("label", "a label", required=True, example="micro-credential"), LANG),
        (400, 404),
    ),
)
