"""Unsafe fixes of relations that point to the wrong place: inside a scheme, to what is retired."""

from __future__ import annotations

from collections.abc import Iterator

from tvet_skos.checks.closure import concepts, schemes
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.retirement import is_retired
from tvet_skos.checks.rules.schemes import used_deprecated
from tvet_skos.contribute.clean.fix import Change, Family, Options
from tvet_skos.contribute.clean.statements import READ_BY_RELATIONS, is_concept, links
from tvet_skos.namespaces import DCTERMS, SKOS
from tvet_skos.terms import Literal, Node, Term, Triple

FAMILY = Family(READ_BY_RELATIONS)

_PLAIN = {
    SKOS.broadMatch: SKOS.broader,
    SKOS.narrowMatch: SKOS.narrower,
    SKOS.relatedMatch: SKOS.related,
}


@FAMILY.fix(
    "unmatch-inside-scheme",
    "MP001",
    "Makes a broadMatch, narrowMatch or relatedMatch inside one scheme the plain relation.",
    unsafe=True,
)
def _unmatch(graph: Graph, _options: Options) -> Iterator[Change]:
    """``skos:exactMatch`` and ``skos:closeMatch`` stay.

    They say that two concepts are one, and which of the two should go is for people to decide.
    """
    for subject, predicate, value in links(graph, _PLAIN):
        own = is_concept(graph, subject) and is_concept(graph, value)
        if own and not set(schemes(graph, subject)).isdisjoint(schemes(graph, value)):
            plain = Triple(subject, _PLAIN[predicate], value)
            yield Change(Triple(subject, predicate, value), plain)


@FAMILY.fix(
    "follow-replacements",
    "SC008",
    "Lets relations to a retired concept lead to the one concept that replaces it.",
    unsafe=True,
)
def _follow(graph: Graph, _options: Options) -> Iterator[Change]:
    for node in concepts(graph):
        for hit in used_deprecated(graph, node):
            assert hit.path is not None and hit.value is not None
            heir = _replacement(graph, hit.value)
            if heir is not None and heir != node:
                new = Triple(node, hit.path, heir)
                yield Change(Triple(node, hit.path, hit.value), new)


def _replacement(graph: Graph, node: Term) -> Node | None:
    """The living concept that a chain of replacements ends at, if there is just one."""
    seen: set[Term] = set()
    while is_retired(graph, node) and node not in seen:
        seen.add(node)
        heirs = graph.values(node, DCTERMS.isReplacedBy)
        if len(heirs) != 1:
            return None
        node = heirs[0]
    if isinstance(node, Literal) or node in seen or not is_concept(graph, node):
        return None
    return node
