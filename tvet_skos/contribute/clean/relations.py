"""Safe fixes of relations: what SKOS entails is written out, what says nothing is dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tvet_skos.checks.ancestry import upward
from tvet_skos.checks.closure import above, concepts
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rules.relations import INVERSES, RELATIONS
from tvet_skos.contribute.clean.fix import Change, Family, Options
from tvet_skos.contribute.clean.statements import READ_BY_RELATIONS, links
from tvet_skos.errors import SettingsError
from tvet_skos.namespaces import SKOS
from tvet_skos.terms import IRI, Node, Triple

FAMILY = Family(READ_BY_RELATIONS)


@FAMILY.fix(
    "drop-reflexive-relations",
    "HI002",
    "Drops relations and mappings of a concept to itself.",
)
def _drop_reflexive(graph: Graph, _options: Options) -> Iterator[Change]:
    said = {p for name in RELATIONS for p in graph.sub_properties(name)}
    for subject, predicate, value in links(graph, sorted(said)):
        if subject == value:
            yield Change(Triple(subject, predicate, value))


@FAMILY.fix(
    "complete-broader",
    "HI009",
    "Adds the skos:broader that a skos:narrower entails.",
)
def _complete_broader(graph: Graph, _options: Options) -> Iterator[Change]:
    yield from _inverses(graph, SKOS.narrower)
    yield from _inverses(graph, SKOS.narrowerTransitive)


@FAMILY.fix(
    "complete-narrower",
    "HI009",
    "Adds the skos:narrower that a skos:broader entails.",
    wanted=lambda options: options.narrower,
)
def _complete_narrower(graph: Graph, _options: Options) -> Iterator[Change]:
    yield from _inverses(graph, SKOS.broader)
    yield from _inverses(graph, SKOS.broaderTransitive)


@FAMILY.fix(
    "drop-narrower",
    "",
    "Drops each skos:narrower that a skos:broader says already.",
    option="--no-narrower",
    wanted=lambda options: not options.narrower,
)
def _drop_narrower(graph: Graph, _options: Options) -> Iterator[Change]:
    for parent, predicate, child in links(graph, (SKOS.narrower,)):
        if parent in graph.values(child, SKOS.broader):
            yield Change(Triple(parent, predicate, child))


@FAMILY.fix(
    "complete-related",
    "HI009",
    "Adds the skos:related back that holds in both directions.",
)
def _complete_related(graph: Graph, _options: Options) -> Iterator[Change]:
    return _inverses(graph, SKOS.related)


_MAPPINGS = (
    SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch, SKOS.broadMatch, SKOS.narrowMatch,
)  # fmt: skip


@FAMILY.fix(
    "complete-mappings",
    "HI009",
    "Adds the mapping back where both concepts stand in this vocabulary.",
)
def _complete_mappings(graph: Graph, _options: Options) -> Iterator[Change]:
    for said in _MAPPINGS:
        yield from _inverses(graph, said)


def _inverses(graph: Graph, said: IRI) -> Iterator[Change]:
    """What holds the other way round, between concepts that are declared here.

    Nothing is said about other people's concepts: they stand in their own vocabulary.
    """
    said_pairs = {(subject, value): None for subject, _, value in links(graph, (said,))}
    if not said_pairs:
        return
    own, inverse = set(concepts(graph)), INVERSES[said]
    # Looked up here at once, for one concept can have a hundred thousand narrower ones.
    known = {(value, subject) for subject, _, value in links(graph, (inverse,))}
    for subject, value in said_pairs:
        if subject != value and (subject, value) not in known and {subject, value} <= own:
            yield Change(added=Triple(value, inverse, subject))


@FAMILY.fix(
    "complete-top-concepts",
    "HI009",
    "Says top concepts from both sides: skos:topConceptOf and skos:hasTopConcept.",
)
def _complete_top_concepts(graph: Graph, _options: Options) -> Iterator[Change]:
    said, heard = SKOS.topConceptOf, SKOS.hasTopConcept
    schemes, own = set(graph.instances(SKOS.ConceptScheme)), set(concepts(graph))
    for concept, _, scheme in links(graph, (said,)):
        if scheme in schemes:
            yield Change(added=Triple(scheme, heard, concept))
    for scheme, _, concept in links(graph, (heard,)):
        if concept in own:
            yield Change(added=Triple(concept, said, scheme))


MOST_TRANSITIVE = 2_000_000
"""A chain of 100,000 concepts has five billion pairs, which no machine should be asked to write."""


@FAMILY.fix(
    "add-transitive",
    "",
    "Writes out skos:broaderTransitive, and skos:narrowerTransitive unless --no-narrower is given.",
    option="--transitive",
    wanted=lambda options: options.transitive,
)
def _add_transitive(graph: Graph, options: Options) -> Iterator[Change]:
    """The closure over the hierarchy (S24); mappings into other vocabularies are left out.

    :raises SettingsError: it would be too large
    """
    own = dict.fromkeys(concepts(graph))
    up = upward(graph, own, above)
    found: dict[Node, list[Node]] = {}
    count = 0
    for node in own:
        found[node] = [each for each in _higher(up, node) if each in own]
        count += len(found[node])
        if count > MOST_TRANSITIVE:
            raise SettingsError(
                f"--transitive would write more than {MOST_TRANSITIVE:,} statements",
                hint="leave it out: a query with skos:broader+ finds the same",
            )
    said, heard = SKOS.broaderTransitive, SKOS.narrowerTransitive
    for node, ancestors in found.items():
        for ancestor in ancestors:
            yield Change(added=Triple(node, said, ancestor))
            if options.narrower:
                yield Change(added=Triple(ancestor, heard, node))


def _higher(up: Mapping[Node, Sequence[Node]], node: Node) -> dict[Node, None]:
    """Everything above a node, nearest first; the node itself where it lies on a cycle."""
    found = dict.fromkeys(up[node])
    waiting = list(found)
    for each in waiting:
        for step in up[each]:
            if step not in found:
                found[step] = None
                waiting.append(step)
    return found
