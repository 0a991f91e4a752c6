"""Safe fixes around definitions; their nodes, words and sources are left as they are."""

from __future__ import annotations

from collections.abc import Iterator

from tvet_skos.checks.closure import concepts
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.wording import wordings
from tvet_skos.contribute.clean.fix import Change, Family, Options
from tvet_skos.contribute.clean.statements import READ_BY_TEXTS, literals
from tvet_skos.model import leads
from tvet_skos.namespaces import DCTERMS, SKOS
from tvet_skos.rdf.profile import from_triples
from tvet_skos.terms import Literal, Node, Triple
from tvet_skos.text import squash

FAMILY = Family(READ_BY_TEXTS)


@FAMILY.fix(
    "refresh-flat-definitions",
    "DF010",
    "Adds the bare text of the leading definition in languages that lack one where others have "
    "one, and spells bare texts as their definition does.",
)
def _refresh(graph: Graph, _options: Options) -> Iterator[Change]:
    """A bare text with other words may be a definition of its own, which nobody should lose."""
    for concept in concepts(graph):
        bare = literals(graph, concept, SKOS.definition)
        carried = _carried(graph, concept) if bare else []
        for literal in bare:
            same = {text for text in carried if _read(text) == _read(literal)}
            if len(same) == 1 and literal not in same:
                new = Triple(concept, SKOS.definition, same.pop())
                yield Change(Triple(concept, SKOS.definition, literal), new)
        missing = {v.language.lower() for v in carried} - {v.language.lower() for v in bare}
        if missing:
            yield from _added(graph, concept, missing)


def _carried(graph: Graph, concept: Node) -> list[Literal]:
    """The texts of the definition nodes of a concept."""
    return [w.text for w in wordings(graph, concept) if w.definition != w.text]


def _read(literal: Literal) -> tuple[str, str]:
    """What a reader sees of a text."""
    return squash(literal.value), literal.language.lower()


def _added(graph: Graph, concept: Node, missing: set[str]) -> Iterator[Change]:
    nodes = [n for n in graph.values(concept, SKOS.definition) if not isinstance(n, Literal)]
    sources = [s for n in nodes for s in graph.values(n, DCTERMS.source)]
    described = [n for n in (*nodes, *sources) if not isinstance(n, Literal)]
    about = from_triples(t for node in (concept, *described) for t in graph.statements(node))
    issued = {source.iri: source.issued for source in about.sources}
    record = next((record for record in about.concepts if record.iri == concept), None)
    for language, lead in leads(record, issued).items() if record else ():
        if language.lower() in missing and lead.value is not None:
            yield Change(added=Triple(concept, SKOS.definition, lead.value))
