"""Anybody's shapes on any data: compiled where that is possible, by pySHACL where it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from tvet_skos.checks.graph import Graph, closure_of
from tvet_skos.checks.shapes.compiler import CompiledShapes, compile_shapes
from tvet_skos.checks.shapes.model import ShapeResult
from tvet_skos.checks.shapes.reading import ILL_FORMED
from tvet_skos.checks.shapes.sentences import term_name
from tvet_skos.checks.shapes.syntax import ABOUT_SHAPES, TARGETS
from tvet_skos.errors import QueryRefused, ValidationFailed
from tvet_skos.namespaces import OWL, RDF, RDFS, SH
from tvet_skos.terms import IRI, Literal, Node, Triple, order


class ShaclEngine(StrEnum):
    """Who judges by shapes."""

    AUTO = "auto"
    """The compiled shapes, and pySHACL those that the compiler does not know."""
    COMPILED = "compiled"
    """The compiled shapes; where the compiler does not know one, validation fails."""
    PYSHACL = "pyshacl"
    """pySHACL all of them: slow, and by another hand."""


def validate(
    data: Iterable[Triple] | Graph,
    shapes: Iterable[Triple],
    *,
    skip_ill_formed: bool = False,
    engine: ShaclEngine | str = ShaclEngine.AUTO,
) -> list[ShapeResult]:
    """What shapes say of data: nothing if it conforms.

    SHACL Core, SHACL-SPARQL, and the targets and expressions of SHACL Advanced Features. Rules are
    not applied, nothing is inferred, imported or fetched. Shapes are trusted to end: a query or a
    pattern in them may run as long as it likes.

    :param skip_ill_formed: leave out shapes that break the syntax of SHACL, and those that refer to
        them, for somebody who reports them anyhow (``lint_shapes``); without it they are a failure
    :param engine: who judges; the results are the same, but for what pySHACL does not do as SHACL
        says
    :returns: sorted by focus, shape, component, path and value; each result once
    :raises ValidationFailed: the shapes could not be applied, which is not "does not conform"
    :raises ValueError: there is no such engine
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
    chosen = ShaclEngine(engine)
    shapes_graph = Graph(shapes)
    _refuse_what_nobody_follows(shapes_graph)
    compiled = compile_shapes(shapes_graph)
    broken = _broken(compiled)
    if broken and not skip_ill_formed:
        _refuse(compiled, next(iter(broken.values())))
    graph = data if isinstance(data, Graph) else Graph(data)
    if chosen is ShaclEngine.COMPILED:
        _require_compiled(compiled, broken, shapes_graph)
    judged = () if chosen is ShaclEngine.PYSHACL else compiled.targeted
    found = list(compiled.judge_all(graph)) if judged else []
    beyond = set(compiled.refused) - broken.keys() or _has_custom_targets(shapes_graph)
    if beyond or (compiled.targeted and not judged):
        rest = _rest(shapes_graph, {*judged, *broken}, set(broken.values()))
        found += _by_pyshacl(graph, shapes_graph, rest)
    return sorted(dict.fromkeys(found), key=_order)


def _by_pyshacl(graph: Graph, shapes: Graph, rest: Iterable[Triple]) -> list[ShapeResult]:
    """What pySHACL says of a graph by a part of the shapes."""
    # pySHACL and what it needs are imported where somebody asks it; few ever do.
    from tvet_skos.checks.shapes.engine import pyshacl_results

    _gate_queries(shapes)
    advanced = any(_ADVANCED.intersection(shapes.properties(node)) for node in shapes.nodes())
    return pyshacl_results(graph.triples(), tuple(rest), advanced=advanced)


def _require_compiled(compiled: CompiledShapes, broken: Mapping[Node, Node], shapes: Graph) -> None:
    """Fail where a shape is left to pySHACL, which is not to be asked.

    :raises ValidationFailed: naming the first such shape, and what the compiler does not know of it
    """
    reasons = {u.shape: f"{term_name(u.term)}: {u.reason}" for u in compiled.unsupported}
    left = [node for node in compiled.refused if node not in broken]
    left += [node for node in shapes.nodes() if SH.target in shapes.properties(node)]
    for node in left:
        reason = reasons.get(node, "its target is none of SHACL Core")
        raise ValidationFailed(
            f"the shape {term_name(node)} is not compiled ({reason})",
            hint="let pySHACL judge it, with the engine auto or pyshacl",
        )


_ADVANCED = frozenset({SH.target, SH.expression})
_QUERIES = (SH.select, SH.ask)
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


def _gate_queries(shapes: Graph) -> None:
    """Let no query out that fetches something; rdflib would, for SERVICE and for FROM."""
    from tvet_skos.store.gate import pass_gate

    for node in shapes.nodes():
        for predicate in _QUERIES:
            for query in shapes.values(node, predicate):
                try:
                    pass_gate(query.value if isinstance(query, Literal) else str(query))
                except QueryRefused as refused:
                    raise ValidationFailed(
                        f"a query in the shapes is refused: {refused.message}", hint=refused.hint
                    ) from refused


def _broken(compiled: CompiledShapes) -> dict[Node, Node]:
    """The targeted shapes that are ill-formed, or lead to a shape that is; and that shape.

    What they mean is anybody's guess (SHACL, section 3.1).
    """
    ill_formed = {u.shape for u in compiled.source.unsupported if u.reason == ILL_FORMED}
    found: dict[Node, Node] = {}
    for root in compiled.refused if ill_formed else ():
        reached = closure_of(root, lambda node: _referred(compiled, node))
        culprit = next((node for node in (root, *reached) if node in ill_formed), None)
        if culprit is not None:
            found[root] = culprit
    return found


def _referred(compiled: CompiledShapes, node: Node) -> Iterator[Node]:
    for constraint in compiled.source.shapes[node].constraints:
        yield from constraint.shapes


def _refuse(compiled: CompiledShapes, node: Node) -> None:
    faults = (f for f in compiled.source.faults if f.shape == node)
    fault = next(f for f in faults if f.path not in ABOUT_SHAPES)
    raise ValidationFailed(
        f"the shape {term_name(node)} is not well-formed: {fault.message}", hint=fault.hint
    )


def _has_custom_targets(shapes: Graph) -> bool:
    return any(SH.target in shapes.properties(node) for node in shapes.nodes())


def _rest(shapes: Graph, judged: set[Node], left_out: set[Node]) -> Iterator[Triple]:
    """The shapes graph without the targets of shapes that are judged already, and without others.

    Rules are left out: they would change the data that is judged.
    """
    for triple in shapes.triples():
        if triple.predicate == SH.rule or triple.subject in left_out:
            continue
        if triple.subject in judged and _is_target(shapes, triple):
            continue
        yield triple
    yield from _imported_prefixes(shapes)
    for node in judged - left_out:
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
