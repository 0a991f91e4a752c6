"""Safe fixes of labels: which there are, not how they are spelt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rules.integrity import label_in_two_roles, text_key
from tvet_skos.contribute.clean.fix import Change, Family, Options
from tvet_skos.contribute.clean.statements import (
    LABEL_TEXTS,
    LABELS,
    NOTE_TEXTS,
    READ_BY_TEXTS,
    TITLES,
    is_concept,
    is_untagged,
    links,
    literals,
    texts,
)
from tvet_skos.namespaces import SKOS, SKOSXL
from tvet_skos.terms import IRI, Literal, Node, Triple
from tvet_skos.text import bcp47

FAMILY = Family(READ_BY_TEXTS)


@FAMILY.fix(
    "remove-empty-labels",
    "LB002",
    "Removes labels and titles without a visible character, but never the last name of a thing.",
)
def _remove_empty(graph: Graph, _options: Options) -> Iterator[Change]:
    for node, predicate, value in texts(graph, LABEL_TEXTS):
        if _is_empty(value) and not _is_needed(graph, node, predicate):
            yield Change(Triple(node, predicate, value))


_NAMES = (SKOS.prefLabel, *TITLES)


def _is_needed(graph: Graph, node: Node, predicate: IRI) -> bool:
    """Whether nothing would be left that names a node.

    Then a missing label would be reported instead of an empty one, and nobody would see any longer
    that something stood there.
    """
    if predicate == SKOSXL.literalForm:
        return True
    if predicate not in _NAMES:
        return False
    names = (SKOS.prefLabel,) if is_concept(graph, node) else _NAMES
    return all(_is_empty(value) for name in names for value in literals(graph, node, name))


def _is_empty(literal: Literal) -> bool:
    return not literal.value.strip()


@FAMILY.fix(
    "tag-language",
    "LG001",
    "Gives labels, notes and definitions without a language tag the one of --language.",
    option="--language",
    wanted=lambda options: bool(options.language),
)
def _tag_language(graph: Graph, options: Options) -> Iterator[Change]:
    tag = bcp47(options.language)
    for node, predicate, value in texts(graph, (*LABEL_TEXTS, *NOTE_TEXTS)):
        if is_untagged(value) and not (
            predicate == SKOS.prefLabel and _has_rival(graph, node, tag)
        ):
            tagged = Literal(value.value, tag)
            yield Change(Triple(node, predicate, value), Triple(node, predicate, tagged))


def _has_rival(graph: Graph, node: Node, tag: str) -> bool:
    """Whether two preferred labels would come to stand in one language (S14)."""
    rivals = {
        label.value
        for label in literals(graph, node, SKOS.prefLabel)
        if label.language.lower() == tag.lower() or is_untagged(label)
    }
    return len(rivals) > 1


@FAMILY.fix(
    "drop-notation-language",
    "QU003",
    "Takes the language tag off notations, which belong to no language.",
)
def _drop_notation_language(graph: Graph, _options: Options) -> Iterator[Change]:
    for node, predicate, value in texts(graph, (SKOS.notation,)):
        if value.language:
            plain = Literal(value.value)
            yield Change(Triple(node, predicate, value), Triple(node, predicate, plain))


@FAMILY.fix(
    "drop-repeated-labels",
    "SK013",
    "Of one text that is a label twice keeps the stronger: preferred, then alternative, then "
    "hidden.",
)
def _drop_repeated(graph: Graph, _options: Options) -> Iterator[Change]:
    for node in graph.nodes():
        for hit in label_in_two_roles(graph, node):
            assert hit.path is not None and hit.value is not None
            yield Change(Triple(node, hit.path, hit.value))


_XL = {
    SKOSXL.prefLabel: SKOS.prefLabel,
    SKOSXL.altLabel: SKOS.altLabel,
    SKOSXL.hiddenLabel: SKOS.hiddenLabel,
}


@FAMILY.fix(
    "add-plain-labels",
    "",
    "Says labels that stand in SKOS-XL in plain SKOS as well, where none contradicts.",
)
def _add_plain_labels(graph: Graph, _options: Options) -> Iterator[Change]:
    """The dumbing-down of SKOS-XL; the labels themselves stay.

    :source: SKOS Reference, B.3.4, S55 to S57
    """
    forms: dict[Node, list[tuple[IRI, Literal]]] = defaultdict(list)
    for node, predicate, label in links(graph, _XL):
        found = literals(graph, label, SKOSXL.literalForm)
        if len(found) == 1:
            forms[node].append((_XL[predicate], found[0]))
    for node, wanted in forms.items():
        taken = {text_key(v) for p in LABELS for v in literals(graph, node, p)}
        for predicate, form in sorted(wanted, key=lambda each: LABELS.index(each[0])):
            contested = predicate == SKOS.prefLabel and _is_contested(graph, node, form, wanted)
            if text_key(form) not in taken and not contested:
                taken.add(text_key(form))
                yield Change(added=Triple(node, predicate, form))


def _is_contested(
    graph: Graph, node: Node, form: Literal, wanted: list[tuple[IRI, Literal]]
) -> bool:
    """Whether another preferred label claims the language, in plain SKOS or in SKOS-XL (S14)."""
    claims = [*literals(graph, node, SKOS.prefLabel), *(v for p, v in wanted if p in LABELS[:1])]
    return any(v != form and v.language.lower() == form.language.lower() for v in claims)
