"""Anybody's shapes on any data: compiled where that is possible, by pySHACL where it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tvet_skos.checks.graph import Graph, closure_of
from tvet_skos.checks.shapes.compiler import CompiledShapes, compile_shapes
from tvet_skos.checks.shapes.engine import pyshacl_results
from tvet_skos.checks.shapes.model import ShapeResult
from tvet_skos.checks.shapes.reading import ILL_FORMED
from tvet_skos.checks.shapes.sentences import term_name
from tvet_skos.checks.shapes.syntax import ABOUT_SHAPES, TARGETS
from tvet_skos.errors import ValidationFailed
from tvet_skos.namespaces import OWL, RDF, RDFS, SH
from tvet_skos.terms import IRI, Literal, Node, Triple, order


def validate(data: Iterable[Triple] | Graph, shapes: Iterable[Triple]) -> list[ShapeResult]:
    """What shapes say of data: nothing if it conforms.

    SHACL Core, SHACL-SPARQL, and the targets and expressions of SHACL Advanced Features. Rules are
    not applied, nothing is inferred, imported or fetched. Shapes are as trusted as programs: a
    query or a pattern in them may run as long as it likes.

    :returns: sorted by focus, shape, component, path and value; each result once
    :raises ValidationFailed: the shapes could not be applied, which is not "does not conform"
    :source: SHACL, section 3.4

    >>> from tvet_skos.namespaces import SKOS
    >>> shape, concept = IRI("http://e/shape"), IRI("http://e/concept")
    >>> shapes = [
    ...     Triple(shape, SH.targetClass, SKOS.Concept),
    ...     Triple(shape, SH.nodeKind, SH.BlankNode),
    ... ]
    >>> [result.focus for result in validate([Triple(concept, RDF.type, SKOS.Concept)], shapes)]
    [IRI('http://e/concept')]
    """
    shapes_graph = Graph(shapes)
    _refuse_what_nobody_follows(shapes_graph)
    compiled = compile_shapes(shapes_graph)
    _refuse_ill_formed(compiled)
    graph = data if isinstance(data, Graph) else Graph(data)
    found = list(compiled.judge_all(graph))
    if compiled.refused or _has_custom_targets(shapes_graph):
        rest = tuple(_without_targets(shapes_graph, frozenset(compiled.targeted)))
        advanced = any(
            _ADVANCED.intersection(shapes_graph.properties(n)) for n in shapes_graph.nodes()
        )
        found += pyshacl_results(graph.triples(), rest, advanced=advanced)
    return sorted(dict.fromkeys(found), key=_order)


_ADVANCED = frozenset({SH.target, SH.expression})
_SCRIPTS = frozenset({SH.js, SH.jsFunctionName})


def _refuse_what_nobody_follows(shapes: Graph) -> None:
    """A constraint that is silently left out would make data conform that does not."""
    for node in shapes.nodes():
        said = shapes.properties(node)
        if not _SCRIPTS.isdisjoint(said):
            raise ValidationFailed(
                "the shapes use JavaScript (sh:js), which is not run here",
                hint="state the constraint in SHACL Core or as sh:sparql",
            )
        for regime in said.get(SH.entailment, ()):
            raise ValidationFailed(
                f"the shapes ask for the entailment regime <{regime}>, which is not supported",
                hint="remove sh:entailment, and give data in which what it entails is stated",
            )


def _refuse_ill_formed(compiled: CompiledShapes) -> None:
    """What a shape means that breaks the syntax of SHACL is anybody's guess (section 3.1)."""
    ill_formed = {u.shape for u in compiled.source.unsupported if u.reason == ILL_FORMED}
    reached = dict.fromkeys(compiled.refused)
    waiting = list(reached)
    while waiting and ill_formed:
        node = waiting.pop()
        if node in ill_formed:
            faults = (f for f in compiled.source.faults if f.shape == node)
            fault = next(f for f in faults if f.path not in ABOUT_SHAPES)
            raise ValidationFailed(
                f"the shape {term_name(node)} is not well-formed: {fault.message}", hint=fault.hint
            )
        for constraint in compiled.source.shapes[node].constraints:
            waiting.extend(other for other in constraint.shapes if other not in reached)
            reached.update(dict.fromkeys(constraint.shapes))


def _has_custom_targets(shapes: Graph) -> bool:
    return any(SH.target in shapes.properties(node) for node in shapes.nodes())


def _without_targets(shapes: Graph, judged: frozenset[Node]) -> Iterator[Triple]:
    """The shapes graph in which shapes that are judged already have no targets any more.

    Rules are left out: they would change the data that is judged.
    """
    for triple in shapes.triples():
        if triple.predicate == SH.rule:
            continue
        if triple.subject in judged and _is_target(shapes, triple):
            continue
        yield triple
    yield from _imported_prefixes(shapes)
    for node in judged:
        kind = SH.PropertyShape if shapes.values(node, SH.path) else SH.NodeShape
        yield Triple(node, RDF.type, kind)


def _imported_prefixes(shapes: Graph) -> Iterator[Triple]:
    """The prefixes that a query gets by owl:imports, where pySHACL finds them (section 5.2.1)."""
    for node in shapes.nodes():
        for named in shapes.values(node, SH.prefixes):
            if not isinstance(named, Literal):
                for imported in closure_of(named, lambda n: shapes.values(n, OWL.imports)):
                    for declaration in shapes.values(imported, SH.declare):
                        yield Triple(named, SH.declare, declaration)


def _is_target(shapes: Graph, triple: Triple) -> bool:
    if triple.predicate == RDF.type and isinstance(triple.object, IRI):
        # A shape that is a class has its instances as targets.
        above = closure_of(triple.object, lambda c: shapes.values(c, RDFS.subClassOf))
        return RDFS.Class in (triple.object, *above)
    return triple.predicate in TARGETS


def _order(result: ShapeResult) -> tuple[object, ...]:
    value = () if result.value is None else order(result.value)
    return (order(result.focus), order(result.shape), result.component, result.path, value)
