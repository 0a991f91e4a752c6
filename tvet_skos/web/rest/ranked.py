"""Search as pages do it, for those who ask for it: folded, ranked, with the reason of each hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tvet_skos.lookup.search import Hit, search
from tvet_skos.model import preferred
from tvet_skos.namespaces import DCTERMS, SKOS
from tvet_skos.store.labels.entries import LabelKind
from tvet_skos.store.labels.question import LABEL_MODES, LIMITS, Mode
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import speaks
from tvet_skos.web.rest.operations import Asked, Parameter, bad_parameter
from tvet_skos.web.rest.told import definitions_of
from tvet_skos.web.rest.vocabularies import Vocabulary

MODES: Mapping[str, tuple[Mode, ...]] = {
    "exact": (Mode.EXACT,),
    "prefix": (Mode.EXACT, Mode.PREFIX),
    "words": (Mode.EXACT, Mode.PREFIX, Mode.WORDS, Mode.SUBSTRING),
    "fuzzy": LABEL_MODES,
}
"""What ``mode`` says to the reasons that count."""

PLACES = ("labels", "definitions", "notes")
"""What ``in`` may say; the singular of each, too."""

RANKED = (
    Parameter("mode", "search by spelling folded, the best hit first", choices=tuple(MODES)),
    Parameter("in", f"where to look, with a comma between two: {', '.join(PLACES)}"),
    Parameter("source", "the IRI of a source; concepts that it defines"),
    Parameter("fold", "like mode=exact: any spelling of a term", kind="boolean", default=False),
    Parameter("sort", "label is the default without mode, score with", choices=("label", "score")),
)


def is_ranked(asked: Asked) -> bool:
    """Whether a request asks for something that Skosmos does not have."""
    asks = asked.text("mode") or asked.text("in") or asked.text("source")
    return bool(asks or asked.flag("fold") or asked.text("sort") == "score")


def _modes(asked: Asked) -> tuple[Mode, ...]:
    given = asked.text("in").replace(",", " ").split() or ["labels"]
    places = [f"{place.removesuffix('s')}s" for place in given]
    unknown = [place for place, plural in zip(given, places, strict=True) if plural not in PLACES]
    if unknown:
        raise bad_parameter("in", f"there is no {unknown[0][:50]}", ", ".join(PLACES))
    named = asked.text("mode") or ("exact" if asked.flag("fold") else "words")
    labels = MODES[named] if "labels" in places else ()
    definitions = (Mode.DEFINITION,) if "definitions" in places else ()
    return (*labels, *definitions, *((Mode.NOTE,) if "notes" in places else ()))


Chosen = tuple[Vocabulary, Callable[[IRI], bool]]
"""A vocabulary, and what says whether a concept of it is wanted."""


def ranked_results(
    asked: Asked, chosen: Sequence[Chosen]
) -> Iterator[tuple[Vocabulary, dict[str, Any]]]:
    """Hits by their score, or by name where that is asked for; each concept once."""
    modes = _modes(asked)
    end = min(asked.number("offset") + asked.number("maxhits") + 1, LIMITS.page)
    found = [
        (vocabulary, hit)
        for vocabulary, is_wanted in chosen
        for hit in _hits(asked, vocabulary, modes, end)
        if is_wanted(hit.concept) and _is_sourced(asked, vocabulary, hit.concept)
    ]
    told = [(vocabulary, _told(asked, vocabulary, hit)) for vocabulary, hit in found]
    by_name = asked.text("sort") == "label"
    if by_name:
        told.sort(key=lambda pair: (pair[1]["prefLabel"].lower(), pair[1]["uri"]))
    elif len(chosen) > 1:
        told.sort(key=lambda pair: -pair[1]["score"])
    return iter(told)


def _hits(
    asked: Asked, vocabulary: Vocabulary, modes: tuple[Mode, ...], end: int
) -> tuple[Hit, ...]:
    filters = ("source", "type", "parent", "group", "scheme")
    is_filtered = any(asked.text(name) for name in filters)
    return search(
        vocabulary.edition.store,
        asked.text("query"),
        language=asked.text("lang") or None,
        strict=bool(asked.text("lang")),
        modes=modes,
        limit=LIMITS.page if is_filtered else end,
    ).hits


def _is_sourced(asked: Asked, vocabulary: Vocabulary, concept: IRI) -> bool:
    """Whether the asked source defines a concept, where one is asked for."""
    if not asked.text("source"):
        return True
    source = asked.iri("source")
    about = vocabulary.about(concept)
    nodes = (t.object for t in about if t.predicate == SKOS.definition)
    return any(
        t.predicate == DCTERMS.source and t.object == source
        for node in nodes
        if not isinstance(node, Literal)
        for t in vocabulary.about(node)
    )


def _told(asked: Asked, vocabulary: Vocabulary, hit: Hit) -> dict[str, Any]:
    """A hit with its score and the reason; what a definition says comes with its source."""
    labels = vocabulary.labels(hit.concept)
    wanted = asked.text("labellang") or asked.text("lang") or vocabulary.default_language
    text = preferred(labels, wanted) or hit.concept
    spoken = [label.language for label in labels if label.value == text]
    content: dict[str, Any] = {
        "uri": hit.concept,
        "type": vocabulary.types(hit.concept),
        "prefLabel": text,
        "lang": min(spoken, key=lambda tag: not speaks(tag, wanted), default=""),
        "vocab": vocabulary.id,
        "score": hit.score,
    }
    if hit.kind in (LabelKind.ALTERNATIVE, LabelKind.HIDDEN):
        content[hit.kind.value] = hit.text.value
    if hit.definition is not None:
        content["definition"] = [
            d
            for d in definitions_of(vocabulary, hit.concept)
            if d["id"] == hit.definition.node or d["value"] == hit.text.value
        ]
    content["matched"] = {
        "property": f"skos:{_property(hit)}",
        "lang": hit.text.language,
        "value": hit.text.value,
        "via": hit.why,
    }
    return content


def _property(hit: Hit) -> str:
    """The property of SKOS that has what was found."""
    kind = hit.note.kind if hit.note is not None else hit.kind
    return "definition" if kind is None else kind.value
