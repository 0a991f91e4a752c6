"""Unsafe fixes of labels: which of several is the preferred one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rules.integrity import labels
from tvet_skos.contribute.clean.fix import Change, Family, Options, PreferredLabel
from tvet_skos.contribute.clean.statements import LABELS, READ_BY_TEXTS, texts
from tvet_skos.namespaces import SKOS
from tvet_skos.terms import IRI, Literal, Triple

FAMILY = Family(READ_BY_TEXTS)

_Rank = Callable[[Literal], tuple[int, str, str]]
_RANKS: dict[PreferredLabel, _Rank] = {
    PreferredLabel.SHORTEST: lambda label: (len(label.value), label.value, label.datatype),
    PreferredLabel.LONGEST: lambda label: (-len(label.value), label.value, label.datatype),
    PreferredLabel.FIRST: lambda label: (0, label.value, label.datatype),
}


@FAMILY.fix(
    "demote-preferred-labels",
    "SK014",
    "Of several preferred labels in one language keeps one (--preferred says which); the others "
    "become alternative labels.",
    unsafe=True,
    wanted=lambda options: options.preferred is not PreferredLabel.ALL,
)
def _demote(graph: Graph, options: Options) -> Iterator[Change]:
    rank = _RANKS[options.preferred]
    for node in graph.nodes():
        by_language: dict[str, list[tuple[IRI, Literal]]] = defaultdict(list)
        for key, label in labels(graph, node, SKOS.prefLabel).items():
            by_language[key[1]].append(label)
        for rivals in by_language.values():
            for predicate, rival in sorted(rivals, key=lambda each: rank(each[1]))[1:]:
                alternative = Triple(node, SKOS.altLabel, rival)
                yield Change(Triple(node, predicate, rival), alternative)


_ENTITY = re.compile(r"&#?\w+;")


@FAMILY.fix(
    "split-labels",
    "LB009",
    "Splits labels that hold several, separated by semicolons; of a preferred one the first part "
    "stays preferred, the others become alternative labels.",
    unsafe=True,
)
def _split(graph: Graph, _options: Options) -> Iterator[Change]:
    for node, predicate, label in texts(graph, LABELS):
        parts = [part.strip() for part in label.value.split(";")]
        # The semicolon of "R&amp;D" separates nothing.
        if len(parts) > 1 and all(parts) and not _ENTITY.search(label.value):
            spelled = [Literal(part, label.language, label.datatype) for part in parts]
            rest = SKOS.altLabel if predicate == SKOS.prefLabel else predicate
            yield Change(Triple(node, predicate, label), Triple(node, predicate, spelled[0]))
            yield from (Change(added=Triple(node, rest, each)) for each in spelled[1:])
