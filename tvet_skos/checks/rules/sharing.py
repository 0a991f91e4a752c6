"""Rules on labels that concepts share: the very label, or one that differs in spelling only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tvet_skos.checks.closure import is_entailed, schemes
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Family, Hit, Rule, Scope
from tvet_skos.checks.rules.labels import (
    ALTERNATIVE,
    KINDS,
    PREFERRED,
    Use,
    all_labels,
    labels,
    same_text,
)
from tvet_skos.namespaces import SKOS
from tvet_skos.terms import IRI, Literal, Node, n3
from tvet_skos.text import differences, fold

FAMILY = Family()

_CONCEPT = SKOS.Concept
_QSKOS = "qSKOS, Overlapping Labels"

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


# LB005: preferred labels


def _homes(graph: Graph, node: Node) -> Sequence[Node | None]:
    """The schemes of a concept; ``None`` is the home of those that are in no scheme."""
    return schemes(graph, node) or (None,)


def _preferred(homes: Iterable[Node | None], label: Literal) -> list[Hashable]:
    """A preferred label in each of the schemes of its concept."""
    text, language = same_text(label.value), label.language.lower()
    return [(scheme, text, language) for scheme in homes]


def _preferred_keys(graph: Graph, node: Node) -> Iterable[Hashable]:
    preferred = labels(graph, node, PREFERRED)
    if not preferred or not is_entailed(graph, node, _CONCEPT):
        return ()
    homes = _homes(graph, node)
    return [key for label in preferred for key in _preferred(homes, label)]


@FAMILY.key(
    Rule(
        "LB005",
        "duplicate-preflabel-in-scheme",
        Severity.WARNING,
        "Concepts of one scheme share a preferred label.",
        "Are they rivals to compare, or duplicates to merge? Give each its own label, or "
        "join them.",
        Scope.KEY,
        reference=f"SKOS Primer, section 2.2.1; {_QSKOS}",
    ),
    _preferred_keys,
)
def duplicate_preferred_labels(
    graph: Graph, key: Hashable, nodes: tuple[Node, ...]
) -> Iterator[Hit]:
    """Concepts of one scheme, or of none, with one preferred label in one language.

    Case and compatibility forms do not matter, language tags must agree. One hit gathers all.
    """
    label = next(
        label
        for label in labels(graph, nodes[0], PREFERRED)
        if key in _preferred(_homes(graph, nodes[0]), label)
    )
    assert isinstance(key, tuple)
    where = "without a scheme" if key[0] is None else "of one scheme"
    count = _number(len(nodes)).capitalize()
    message = f"{count} concepts {where} share the preferred label {n3(label)}."
    yield Hit(nodes[0], PREFERRED, label, message, related=nodes[1:], gathered=True)


# LB006: labels of any kind


def _overlap(label: Literal) -> Hashable:
    """What qSKOS calls the same label: upper-case text, language and datatype."""
    return label.value.upper(), label.language.lower(), label.datatype


def _overlap_keys(graph: Graph, node: Node) -> Iterable[Hashable]:
    found = [_overlap(label) for _, label in all_labels(graph, node)]
    return found if found and is_entailed(graph, node, _CONCEPT) else ()


class _Sharing(NamedTuple):
    """A use of a shared label by a concept, and the groups of LB005 that the concept is in."""

    use: Use
    groups: frozenset[Hashable]


def _sharing(graph: Graph, key: Hashable, node: Node) -> _Sharing:
    uses = [use for use in all_labels(graph, node) if _overlap(use[1]) == key]
    return _Sharing(uses[0], _preferring(graph, node, uses))


@FAMILY.group(
    Rule(
        "LB006",
        "label-collision",
        Severity.WARNING,
        "Concepts share a label.",
        "Remove it where it does not belong, say what sets the concepts apart, or join them.",
        Scope.KEY,
        reference=_QSKOS,
    ),
    _overlap_keys,
    _sharing,
)
def colliding_labels(
    graph: Graph, key: Hashable, views: Mapping[Node, _Sharing], _changed: object = None
) -> Iterator[Hit]:
    """Concepts, of whatever scheme, that have one label, of whatever kind, in one language.

    Together with LB005 these are qSKOS's overlapping labels. Two concepts of one scheme that
    prefer the label are LB005's, so a concept is left out that is such a pair with each of the
    others; where that leaves nobody, LB005 has said it all.
    """
    kept = _unlike({node: view.groups for node, view in views.items()})
    if len(kept) < 2:
        return
    uses = [views[node].use for node in kept]
    predicate, label = uses[0]
    count = _number(len(kept)).capitalize()
    message = f"{count} concepts share the label {n3(label)}: {_kinds(p for p, _ in uses)}."
    yield Hit(kept[0], predicate, label, message, related=tuple(kept[1:]), gathered=True)


def _preferring(graph: Graph, node: Node, uses: Iterable[Use]) -> frozenset[Hashable]:
    """The groups of LB005 that a node is in with some of its labels."""
    preferred = [label for predicate, label in uses if predicate == PREFERRED]
    homes = _homes(graph, node) if preferred else ()
    groups = frozenset([group for label in preferred for group in _preferred(homes, label)])
    return _as_one(graph, groups)


_MOST_MARKS = 10_000


def _as_one(graph: Graph, marks: frozenset[Hashable]) -> frozenset[Hashable]:
    """Equal marks as one object: a thousand of them are then compared without a look inside."""
    known: dict[frozenset[Hashable], frozenset[Hashable]] = graph.once(_as_one, dict)
    if len(known) > _MOST_MARKS:
        known.clear()
    return known.setdefault(marks, marks)


def _unlike(marked: Mapping[Node, frozenset[Hashable]]) -> list[Node]:
    """The nodes that have no mark in common with some other of them, in the given order."""
    # Compared by kind of node and not by pair, for a label may have thousands of concepts.
    sizes = Counter(marked.values())
    unlike = {
        own
        for own, size in sizes.items()
        if (not own and size > 1) or any(own.isdisjoint(other) for other in sizes if other != own)
    }
    return [node for node, own in marked.items() if own in unlike]


def _kinds(predicates: Iterable[IRI]) -> str:
    """How many prefer a label, have it as alternative, and so on, in words."""
    counted = Counter(predicates)
    said = (f"{KINDS[p]} for {_number(counted[p])}" for p in KINDS if counted[p])
    return ", ".join(said)


# LB007: spellings


def _spelling(label: Literal) -> Hashable:
    """What the spellings of one term in one language have in common."""
    return fold(label.value), label.language.split("-")[0].lower(), label.datatype


def _spelling_keys(graph: Graph, node: Node) -> Iterable[Hashable]:
    found = [*labels(graph, node, PREFERRED), *labels(graph, node, ALTERNATIVE)]
    if not found or not is_entailed(graph, node, _CONCEPT):
        return ()
    spellings = [_spelling(label) for label in found]
    return [(scheme, each) for scheme in _homes(graph, node) for each in spellings]


class _Spelled(NamedTuple):
    """The labels of a node that have the spelling of its group, and what all of them overlap by."""

    uses: list[Use]
    overlaps: frozenset[Hashable]


def _as_spelled(graph: Graph, key: Hashable, node: Node) -> _Spelled:
    assert isinstance(key, tuple)
    uses = all_labels(graph, node)
    overlaps = frozenset([_overlap(label) for _, label in uses])
    return _Spelled([use for use in uses if _spelling(use[1]) == key[1]], overlaps)


@FAMILY.group(
    Rule(
        "LB007",
        "near-duplicate-label",
        Severity.INFO,
        "Concepts of one scheme have labels that differ in spelling only.",
        "If it is one concept, join them; if not, word the labels so that people can tell them "
        "apart.",
        Scope.KEY,
        reference="Practice of this project and of voc4cat",
    ),
    _spelling_keys,
    _as_spelled,
)
def near_duplicate_labels(
    graph: Graph, key: Hashable, views: Mapping[Node, _Spelled], _changed: object = None
) -> Iterator[Hit]:
    """Concepts of one scheme, or of none, with preferred or alternative labels of one folded form.

    Case, accents, hyphens, spaces, punctuation, plural endings and the region of the language are
    folded (``tvet_skos.text.fold``). Concepts that share the very label are LB005's and LB006's; a
    concept is left out that shares one with each of the others.
    """
    if _have_one_label(list(views.values())):
        return
    spelled = {node: view.uses for node, view in views.items()}
    kept = _unlike({node: _exact(graph, node, uses) for node, uses in spelled.items()})
    if len(kept) < 2:
        return
    predicate, label = spelled[kept[0]][0]
    message = _near(len(kept), list(dict.fromkeys(spelled[node][0][1] for node in kept)))
    yield Hit(kept[0], predicate, label, message, related=tuple(kept[1:]), gathered=True)


def _have_one_label(nodes: Sequence[_Spelled]) -> bool:
    """Whether all nodes share the very label, as most groups do; then each is a pair of LB006."""
    shared = {_overlap(label) for _, label in nodes[0].uses}
    return bool(shared.intersection(*(each.overlaps for each in nodes[1:])))


def _exact(graph: Graph, node: Node, uses: Sequence[Use]) -> frozenset[Hashable]:
    """The groups of LB005 and LB006 that a node is in with some of its labels."""
    return _preferring(graph, node, uses).union([_overlap(label) for _, label in uses])


_MOST_NAMED = 4


def _near(count: int, spellings: list[Literal]) -> str:
    named = ", ".join(n3(label) for label in spellings[:_MOST_NAMED])
    more = ", …" if len(spellings) > _MOST_NAMED else ""
    others = (differences(spellings[0].value, other.value) or () for other in spellings[1:])
    kinds = list(dict.fromkeys(_LIBERTIES.get(kind, kind) for each in others for kind in each))
    liberties = ", ".join(kinds[:-1]) + " and " + kinds[-1] if len(kinds) > 1 else "".join(kinds)
    return (
        f"{_number(count).capitalize()} concepts have labels that differ in "
        f"{liberties or 'language'} only: {named}{more}."
    )


_LIBERTIES = {"plural": "number", "hyphens and spaces": "spacing and punctuation"}
"""What ``tvet_skos.text`` calls a liberty and what readers understand."""
