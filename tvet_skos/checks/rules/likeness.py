"""Rules on definitions that are alike: nearly the same text twice, one text for two concepts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.naming import name_of, names_of
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Family, Hit, Rule, Scope
from tvet_skos.checks.wording import primary, wordings
from tvet_skos.namespaces import SKOS
from tvet_skos.shingles import common, may_be_like, normal, shingles, telling, with_shingles
from tvet_skos.terms import Literal, Node, Term, n3

FAMILY = Family()

# Looked up once: making a term costs more than a look into a node.
_DEFINITION = SKOS.definition


# Nearly the same text.

_NEAR = Rule(
    "DF007",
    "near-duplicate-definition",
    Severity.INFO,
    "Two definitions have nearly the same words.",
    "See whether they are one definition: then keep one text and name both sources.",
    Scope.KEY,
    reference="voc4cat; A. Broder, On the resemblance and containment of documents, 1997",
)


@FAMILY.record(_NEAR, SKOS.Concept, needs=(_DEFINITION,))
def near_duplicates_within(graph: Graph, node: Node) -> Iterator[Hit]:
    """Definitions of one concept in one language that share 0.85 of their pairs of words.

    Definition nodes with exactly the same words are a matter of DF006, and a bare text beside
    nodes is one of DF010.
    """
    if len(graph.values(node, _DEFINITION)) < 2:
        return
    texts = wordings(graph, node)
    carried = [w for w in texts if w.definition != w.text] or texts
    for one, other in combinations(sorted(carried, key=lambda w: n3(w.definition)), 2):
        if one.language != other.language or one.definition == other.definition:
            continue
        if isinstance(one.definition, Literal) or normal(one.text.value) != normal(
            other.text.value
        ):
            left, right = shingles(one.text.value), shingles(other.text.value)
            if shared := common(left, right):
                share = _percent(shared, left, right)
                yield _near_within(graph, node, one.definition, other.definition, share)


def _near_within(graph: Graph, concept: Node, one: Term, other: Term, share: str) -> Hit:
    name = name_of(graph, concept)
    message = f'Two definitions of "{name}" have {share} of their pairs of words in common.'
    if isinstance(one, Literal) or isinstance(other, Literal):
        return Hit(concept, _DEFINITION, other, message=message)
    return Hit(one, message=message, related=(other,), gathered=True)


def _percent(shared: int, one: Sequence[str], other: Sequence[str]) -> str:
    return f"{100 * shared // (len(one) + len(other) - shared)} %"


def _telling_keys(graph: Graph, node: Node) -> Iterable[Hashable]:
    return {
        (w.language, shingle)
        for w in wordings(graph, node)
        for shingle in telling(shingles(w.text.value))
    }


class _Text(NamedTuple):
    """A text with its words and shingles, and the concept that it defines."""

    words: str
    literal: Literal
    concept: Node
    shingles: Sequence[str]


_COMPARED = 20
"""With how many others that share a pair of words a text is compared."""


def _texts_with(graph: Graph, key: Hashable, node: Node) -> list[_Text]:
    """The texts of a concept in a language that a shingle tells of."""
    assert isinstance(key, tuple)
    language, shingle = key
    found = []
    for wording in wordings(graph, node):
        if wording.language == language:
            words, ordered = with_shingles(wording.text.value)
            if shingle in telling(ordered):
                found.append(_Text(words, wording.text, node, ordered))
    return found


@FAMILY.group(_NEAR, _telling_keys, _texts_with, SKOS.Concept)
def near_duplicates_across(
    graph: Graph,
    key: Hashable,
    views: Mapping[Node, list[_Text]],
    changed: Collection[list[_Text]] | None = None,
) -> Iterator[Hit]:
    """Definitions of two concepts in one language that share 0.85 of their pairs of words.

    Those with exactly the same words are a matter of DF008. Where very many texts share a pair of
    words, each is compared with its neighbours in the order of the alphabet only.
    """
    assert isinstance(key, tuple)
    ordered = _each_once(chain.from_iterable(views.values()))
    for position, others in _compared(ordered, changed):
        one = ordered[position]
        own = frozenset(one.shingles)
        for other in ordered[others.start : others.stop]:
            if may_be_like(own, other.shingles) and one.concept != other.concept:
                shared = common(own, other.shingles)
                if shared and _meets_here(graph, key[1], one, other):
                    yield _near_across(graph, one, other, shared)


def _compared(
    ordered: Sequence[_Text], changed: Collection[list[_Text]] | None
) -> Iterator[tuple[int, range]]:
    """The places of texts, each with those of the texts after it that it is compared with.

    What changes a text changes the pairs that it belongs to, and those between which it stands or
    has stood: with it they are further apart.
    """
    count = len(ordered)
    if changed is None:
        for place in range(count):
            yield place, range(place + 1, min(place + 1 + _COMPARED, count))
        return
    first: dict[int, int] = {}
    for words in {text.words for texts in changed for text in texts}:
        middle = bisect_left(ordered, words, key=lambda text: text.words)
        is_there = middle < count and ordered[middle].words == words
        for place in range(max(middle - _COMPARED, 0), middle + is_there):
            first[place] = min(first.get(place, count), max(place + 1, middle))
    for place, start in first.items():
        yield place, range(start, min(place + 1 + _COMPARED, count))


def _each_once(texts: Iterable[_Text]) -> list[_Text]:
    """One concept for each text, by the alphabet; the others of the same text are DF008's."""
    chosen: dict[str, _Text] = {}
    for text in texts:
        other = chosen.setdefault(text.words, text)
        if other is not text:
            chosen[text.words] = min(other, text, key=lambda t: (n3(t.concept), n3(t.literal)))
    return [chosen[words] for words in sorted(chosen)]


def _meets_here(graph: Graph, shingle: str, one: _Text, other: _Text) -> bool:
    """Whether a pair of texts is to be reported in the group of a shingle.

    It meets in several groups and is reported in one of them, so that a change in one group does
    not depend on what another one holds. For the same reason, of several texts of the second
    concept that are like the one of the first, only the first counts.
    """
    if next(s for s in one.shingles if s in other.shingles) != shingle:
        return False
    first, second = _by_concept(one, other)
    alike = (
        normal(w.text.value)
        for w in wordings(graph, second.concept)
        if w.language == primary(first.literal.language)
        and common(first.shingles, shingles(w.text.value))
    )
    return second.words == min(alike)


def _by_concept(one: _Text, other: _Text) -> tuple[_Text, _Text]:
    return (one, other) if n3(one.concept) < n3(other.concept) else (other, one)


def _near_across(graph: Graph, one: _Text, other: _Text, shared: int) -> Hit:
    first, second = _by_concept(one, other)
    share = _percent(shared, one.shingles, other.shingles)
    return Hit(
        first.concept,
        _DEFINITION,
        first.literal,
        message=f'A definition of "{name_of(graph, first.concept)}" and one of '
        f'"{name_of(graph, second.concept)}" have {share} of their pairs of words in common.',
        hint="Say what sets the two apart, or make them one concept.",
        related=(second.concept,),
        gathered=True,
    )


# Exactly the same text.


def _text_keys(graph: Graph, node: Node) -> Iterable[Hashable]:
    return {(w.language, normal(w.text.value)) for w in wordings(graph, node)}


@FAMILY.key(
    Rule(
        "DF008",
        "same-text-other-concept",
        Severity.WARNING,
        "Several concepts have the same definition.",
        "Say what sets them apart, or make them one concept.",
        Scope.KEY,
        reference="Practice of terminology: one definition, one concept (ISO 704)",
    ),
    _text_keys,
    SKOS.Concept,
)
def same_texts(graph: Graph, key: Hashable, nodes: tuple[Node, ...]) -> Iterator[Hit]:
    """Concepts with a definition in the same words, but for one node that all of them share.

    A shared node is a matter of DF023.
    """
    assert isinstance(key, tuple)
    if not key[1]:
        return
    found = [
        (w.definition, w.text)
        for node in nodes
        for w in wordings(graph, node)
        if (w.language, normal(w.text.value)) == key
    ]
    nodes_only = {d for d, _ in found if not isinstance(d, Literal)}
    if len(nodes_only) == 1 and all(not isinstance(d, Literal) for d, _ in found):
        return
    yield Hit(
        nodes[0],
        _DEFINITION,
        found[0][1],
        message=f"{names_of(graph, nodes)} have the same definition.",
        related=nodes[1:],
        gathered=True,
    )
