"""Lists of a vocabulary: by letter, top concepts, groups, what is new and what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from starlette.responses import Response

from tvet_skos.lookup.hierarchy import has_narrower
from tvet_skos.lookup.overview import CREATED, MODIFIED, Dated, dated
from tvet_skos.namespaces import DCTERMS, SKOS
from tvet_skos.store.labels.collation import OTHER
from tvet_skos.store.labels.entries import LabelEntry, LabelKind
from tvet_skos.store.labels.question import LIMITS
from tvet_skos.terms import IRI
from tvet_skos.web.problems import Problem
from tvet_skos.web.rest.answers import answer
from tvet_skos.web.rest.operations import Answer, Asked, Operation, Parameter, members
from tvet_skos.web.rest.parameters import LANG, OFFSET, VOC, limit
from tvet_skos.web.rest.vocabularies import Vocabulary, vocabularies_of

_OTHERS, _ALL = "!*", "*"
"""What Skosmos calls the heading of labels without a letter, and that of all labels."""

MOST_LISTED = 5000
"""So many concepts are listed where nobody asks for fewer."""


def _vocabulary(asked: Asked) -> tuple[Vocabulary, str]:
    vocabulary = vocabularies_of(asked.request)[asked.text("voc")]
    return vocabulary, asked.text("lang") or vocabulary.default_language


def letters(asked: Asked) -> Response:
    """The headings of the alphabetical list, those without a letter last."""
    vocabulary, language = _vocabulary(asked)
    found = [_outer(letter) for letter in _headings(vocabulary, language, asked.flag("alt"))]
    found.sort(key=lambda letter: (letter == "0-9", letter == _OTHERS))
    list_ = {"@id": "skosmos:indexLetters", "@container": "@list", "@language": language}
    content = {"uri": "", "indexLetters": found}
    return answer(asked, "letters", content, more={"indexLetters": list_})


def _headings(vocabulary: Vocabulary, language: str, also_alternative: bool) -> Iterator[str]:
    for letter in vocabulary.index.letters(language):
        if also_alternative or _has_preferred(vocabulary, letter.name, language):
            yield letter.name


def _has_preferred(vocabulary: Vocabulary, letter: str, language: str) -> bool:
    entries = _under(vocabulary, letter, language)
    return any(entry.kind is LabelKind.PREFERRED for entry in entries)


def _outer(heading: str) -> str:
    return _OTHERS if heading == OTHER else heading


def _under(vocabulary: Vocabulary, letter: str, language: str) -> Iterator[LabelEntry]:
    """All labels under a heading, read in portions."""
    if letter == _ALL:
        for heading in vocabulary.index.letters(language):
            yield from _under(vocabulary, heading.name, language)
        return
    inner = OTHER if letter == _OTHERS else letter
    offset, page = 0, LIMITS.page
    while found := vocabulary.index.page(inner, language, limit=page, offset=offset):
        yield from found
        offset += page


def index(asked: Asked) -> Response:
    """The labels under a letter in their order; an alternative one with the preferred one."""
    vocabulary, language = _vocabulary(asked)
    entries = (
        entry
        for entry in _under(vocabulary, asked.text("letter"), language)
        if vocabulary.has(entry.concept) and not vocabulary.is_retired(entry.concept)
    )
    if not asked.flag("alt"):
        entries = (entry for entry in entries if entry.kind is LabelKind.PREFERRED)
    start, number = asked.number("offset"), asked.number("limit") or MOST_LISTED
    page = list(islice(entries, start, start + number + 1))
    found = [_row(vocabulary, entry) for entry in page[:number]]
    content = {"uri": "", "indexConcepts": found, "more": len(page) > number}
    return answer(asked, "index", content, language=language)


def _row(vocabulary: Vocabulary, entry: LabelEntry) -> dict[str, Any]:
    label = entry.label
    row: dict[str, Any] = {"uri": entry.concept}
    if entry.concept.startswith(vocabulary.base):
        row["localname"] = entry.concept.removeprefix(vocabulary.base)
    if entry.kind is LabelKind.ALTERNATIVE:
        row["prefLabel"] = vocabulary.label(entry.concept, label.language)
        row["altLabel"] = label.value
    else:
        row["prefLabel"] = label.value
    return row | {"lang": label.language}


def top_concepts(asked: Asked) -> Response:
    """Where the hierarchy of a scheme begins, by label."""
    vocabulary, language = _vocabulary(asked)
    scheme = asked.iri("scheme") if asked.text("scheme") else vocabulary.iri
    found = _tops(vocabulary, scheme)
    number = asked.number("limit")
    shown = vocabulary.by_label(found[:number], language)
    content = {
        "uri": scheme,
        "topconcepts": [_top(vocabulary, iri, scheme, language) for iri in shown],
        "more": len(found) > number,
    }
    return answer(asked, "top concepts", content, language=language)


def _tops(vocabulary: Vocabulary, scheme: IRI) -> list[IRI]:
    found = {t.object for t in vocabulary.about(scheme) if t.predicate == SKOS.hasTopConcept}
    found |= {t.subject for t in vocabulary.naming(SKOS.topConceptOf, scheme)}
    if not found and scheme == vocabulary.iri and vocabulary.is_alone:
        found |= set(vocabulary.edition.tops)
    return sorted(iri for iri in found if isinstance(iri, IRI))


def _top(vocabulary: Vocabulary, iri: IRI, scheme: IRI, language: str) -> dict[str, Any]:
    content = {"uri": iri, "topConceptOf": scheme, "label": vocabulary.label(iri, language)}
    content |= members({"notation": vocabulary.notation(iri)})
    return content | {"hasChildren": has_narrower(vocabulary, iri)}


def groups(asked: Asked) -> Response:
    """The collections, each with the collections in it, by label."""
    vocabulary, language = _vocabulary(asked)
    found = [topic for topic in vocabulary.edition.topics if vocabulary.has(topic)]
    content = [_group(vocabulary, iri, language) for iri in vocabulary.by_label(found, language)]
    return answer(asked, "groups", {"uri": "", "groups": content}, language=language)


def _group(vocabulary: Vocabulary, iri: IRI, language: str) -> dict[str, Any]:
    held, topics = vocabulary.edition.members(iri), vocabulary.edition.topics
    content: dict[str, Any] = {
        "uri": iri,
        "prefLabel": vocabulary.label(iri, language),
        "hasMembers": bool(held),
    }
    return content | members(
        {
            "notation": vocabulary.notation(iri),
            "childGroups": [each for each in held if each in topics],
        }
    )


def group_members(asked: Asked) -> Response:
    """What a collection holds, by label.

    :raises Problem: there is no such collection
    """
    vocabulary, language = _vocabulary(asked)
    group = asked.iri()
    if group not in vocabulary.edition.topics or not vocabulary.has(group):
        raise Problem("not-found", f"there is no collection <{group[:200]}> in {vocabulary.id}")
    held = vocabulary.edition.members(group)
    number = asked.number("limit")
    content = [
        _member(vocabulary, iri, language)
        for iri in vocabulary.by_label(held[:number], language)
    ]  # fmt: skip
    found = {"uri": group, "members": content, "more": len(held) > number}
    return answer(asked, "members", found, language=language)


def _member(vocabulary: Vocabulary, iri: IRI, language: str) -> dict[str, Any]:
    is_group = iri in vocabulary.edition.topics
    content: dict[str, Any] = {
        "uri": iri,
        "type": vocabulary.types(iri),
        "prefLabel": vocabulary.label(iri, language),
        "isSuper": is_group,
        "hasMembers": is_group and bool(vocabulary.edition.members(iri)),
    }
    return content | members({"notation": vocabulary.notation(iri)})


def _changes(prop: IRI) -> Callable[[Asked], Response]:
    def answered(asked: Asked) -> Response:
        """The concepts by a date of theirs, the newest first."""
        vocabulary, language = _vocabulary(asked)
        rows = _dated_rows(asked, vocabulary, prop)
        content = [_change(vocabulary, each, language) for each in rows]
        return answer(asked, "changes", {"changeList": content}, language=language)

    return answered


_PORTION = 500


def _dated_rows(asked: Asked, vocabulary: Vocabulary, prop: IRI) -> list[Dated]:
    start, number = asked.number("offset"), asked.number("limit")
    if vocabulary.is_alone:
        found: Iterable[Dated] = dated(vocabulary.store, prop, number, start)
        return [each for each in found if each.date >= asked.text("since")]
    own = (each for each in _in_portions(vocabulary, prop) if vocabulary.has(each.concept))
    page = islice(own, start, start + number)
    return [each for each in page if each.date >= asked.text("since")]


def _in_portions(vocabulary: Vocabulary, prop: IRI) -> Iterator[Dated]:
    offset = 0
    while found := dated(vocabulary.store, prop, _PORTION, offset):
        yield from found
        offset += _PORTION


def _change(vocabulary: Vocabulary, change: Dated, language: str) -> dict[str, Any]:
    iri = change.concept
    content: dict[str, Any] = {
        "uri": iri,
        "prefLabel": vocabulary.label(iri, language),
        "date": date_time(change.date),
        "deprecated": vocabulary.is_retired(iri),
    }
    replaced = [t.object for t in vocabulary.about(iri) if t.predicate == _REPLACED]
    replacing = next((node for node in replaced if isinstance(node, IRI)), None)
    if replacing is not None:
        content["replacedBy"] = replacing
        content["replacingLabel"] = vocabulary.label(replacing, language)
    return content


_REPLACED = DCTERMS.isReplacedBy


def date_time(text: str) -> str:
    """A date as a point in time, as clients of Skosmos read it.

    >>> date_time("2026-11-23"), date_time("2026-11"), date_time("2026-11-23T01:02:03Z")
    ('2026-11-23T00:00:00+00:00', '2026-11-01T00:00:00+00:00', '2026-11-23T01:02:03+00:00')
    """
    if "T" in text:
        return f"{text[:-1]}+00:00" if text.endswith("Z") else text
    day = f"{text}{'-01' * (2 - text.count('-', 1))}"
    return f"{day}T00:00:00+00:00"


ALT = Parameter("alt", "also alternative labels", kind="boolean", default=True)
_CHANGED = (VOC, LANG, limit(200, 1000), OFFSET, Parameter("since", "not before this date"))
_CHANGE_LIST = (Answer("the changes", {"application/json": "ChangeList"}),)


def _operation(
    name: str,
    about: str,
    made: Callable[[Asked], Response],
    schema: str,
    *more: Parameter,
    path: str = "",
) -> Operation:
    return Operation(
        name,
        f"/rest/v1/{{voc}}/{path or name}",
        about,
        made,
        (Answer(about, {"application/json": schema}),),
        (VOC, LANG, *more),
        (400, 404),
    )


_LETTER = Parameter("letter", "a heading of the list; * is all", required=True, in_path=True,
    example="M")  # fmt: skip

OPERATIONS = (
    _operation("indexLetters", "The letters of the alphabetical list", letters, "Letters", ALT,
        path="index/"),
    _operation("indexConcepts", "The concepts under a letter", index, "Index",
        _LETTER, ALT, limit(MOST_LISTED), OFFSET, path="index/{letter}"),
    _operation("topConcepts", "Where the hierarchy begins", top_concepts, "TopConcepts",
        Parameter("scheme", "the IRI of a concept scheme"), limit(MOST_LISTED)),
    _operation("groups", "The collections", groups, "Groups"),
    _operation("groupMembers", "What a collection holds", group_members, "Members",
        Parameter("uri", "the IRI of a collection", required=True), limit(MOST_LISTED)),
    Operation("newConcepts", "/rest/v1/{voc}/new", "The concepts that came last",
        _changes(CREATED), _CHANGE_LIST, _CHANGED, (400, 404)),
    Operation("modifiedConcepts", "/rest/v1/{voc}/modified", "The concepts that changed last",
        _changes(MODIFIED), _CHANGE_LIST, _CHANGED, (400, 404)),
)  # fmt: skip
