"""Shapes judged like data: terms that do not exist, broken syntax, shapes that never apply."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rule import Hit
from tvet_skos.checks.shapes.compiler import CompiledShapes
from tvet_skos.checks.shapes.model import Fault
from tvet_skos.checks.shapes.patterns import PatternRefused, compile_pattern
from tvet_skos.checks.shapes.reading import ShapesGraph, read_shapes
from tvet_skos.checks.shapes.sentences import term_name
from tvet_skos.checks.shapes.syntax import COMPANIONS, PARAMETERS
from tvet_skos.namespaces import RDF, SH
from tvet_skos.terms import IRI, Literal, Node, Term, Triple, order

Terms = Mapping[str, Collection[str]]
"""Namespace to the local names that it defines."""

_BASIS = {
    SH.flags: SH.pattern,
    SH.ignoredProperties: SH.closed,
    SH.qualifiedMinCount: SH.qualifiedValueShape,
    SH.qualifiedMaxCount: SH.qualifiedValueShape,
    SH.qualifiedValueShapesDisjoint: SH.qualifiedValueShape,
}
"""What a parameter needs beside it to mean anything."""


@cache
def known_terms() -> Terms:
    """The terms of the namespaces that shapes are written with: SHACL, RDF, RDFS, XML Schema."""
    text = files(__package__).joinpath("known_terms.toml").read_text(encoding="utf-8")
    return {iri: frozenset(names.split()) for iri, names in tomllib.loads(text).items()}


def lint_shapes(shapes: Iterable[Triple], known: Terms | None = None) -> Iterator[Hit]:
    """What is wrong with a shapes graph: unknown terms and broken syntax rules.

    :param known: the terms of more namespaces, such as SKOS; SHACL's own are known always
    :yields: the shape as focus, the property and value in question; sorted
    :source: SHACL, appendix A

    >>> shape = IRI("http://e/shape")
    >>> hit = next(lint_shapes([Triple(shape, SH.minCont, Literal("1"))]))
    >>> hit.message, hit.hint
    ('sh:minCont is not a term of its vocabulary.', 'Did you mean sh:minCount?')
    """
    graph = Graph(shapes)
    source = read_shapes(graph)
    faults = [
        *source.faults,
        *_unknown_terms(graph, {**known_terms(), **(known or {})}),
        *_without_basis(graph),
        *_bad_patterns(graph),
        *_unheard(graph, source),
        *_undescribed(graph, source),
    ]
    hits = {Hit(f.shape, f.path, f.value, f.message, f.hint): None for f in faults}
    return iter(sorted(hits, key=_order))


def _order(hit: Hit) -> tuple[object, ...]:
    value = () if hit.value is None else order(hit.value)
    return (order(hit.focus), hit.path or "", value, hit.message)


def _unknown_terms(graph: Graph, known: Terms) -> Iterator[Fault]:
    for triple in graph.triples():
        for term in (triple.predicate, triple.object):
            # A graph that describes a term, as SHACL's own does, knows better than a list.
            if isinstance(term, IRI) and not graph.properties(term) and _is_unknown(term, known):
                yield Fault(
                    triple.subject,
                    triple.predicate,
                    None if term == triple.predicate else term,
                    f"{term_name(term)} is not a term of its vocabulary.",
                    _suggestion(term, known),
                )


def _is_unknown(term: IRI, known: Terms) -> bool:
    namespace, name = _split(term)
    if namespace not in known or not name or name in known[namespace]:
        return False
    return not (namespace == RDF.iri and name.startswith("_") and name[1:].isdecimal())


def _split(term: IRI) -> tuple[str, str]:
    end = max(term.rfind("#"), term.rfind("/")) + 1
    return term[:end], term[end:]


def _suggestion(term: IRI, known: Terms) -> str:
    namespace, name = _split(term)
    names = sorted(known[namespace])
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    if not near:
        return "Look the term up in the vocabulary, or remove the statement."
    return f"Did you mean {term_name(IRI(namespace + near[0]))}?"


def _without_basis(graph: Graph) -> Iterator[Fault]:
    for node in graph.nodes():
        said = graph.properties(node)
        for predicate in COMPANIONS:
            if predicate in said and _BASIS[predicate] not in said:
                basis = term_name(_BASIS[predicate])
                yield Fault(
                    node,
                    predicate,
                    None,
                    f"The shape has {term_name(predicate)} without {basis}, which does nothing.",
                    f"Add {basis}, or remove {term_name(predicate)}.",
                )


def _bad_patterns(graph: Graph) -> Iterator[Fault]:
    for node in graph.nodes():
        flags = "".join(f.value for f in graph.values(node, SH.flags) if isinstance(f, Literal))
        for pattern in graph.values(node, SH.pattern):
            if isinstance(pattern, Literal) and (reason := _ill_formed(pattern.value, flags)):
                yield Fault(
                    node,
                    SH.pattern,
                    pattern,
                    f"The pattern is not well-formed: {reason}.",
                    "Correct it; a character that has a meaning in patterns takes \\ before it.",
                )


def _ill_formed(pattern: str, flags: str) -> str:
    try:
        compile_pattern(pattern, flags, trusted=True)
    except PatternRefused as refused:
        return str(refused) if refused.ill_formed else ""
    return ""


def _unheard(graph: Graph, source: ShapesGraph) -> Iterator[Fault]:
    """Shapes that state conditions and are applied by nothing."""
    referred = {o for shape in source.shapes.values() for c in shape.constraints for o in c.shapes}
    for node, shape in source.shapes.items():
        if shape.targets or node in referred or graph.subjects(SH.parameter, node):
            continue
        if SH.target not in graph.properties(node) and not _states_nothing(graph, node):
            yield Fault(
                node,
                None,
                None,
                "Nothing applies the shape: it has no target, and no shape refers to it.",
                "Add a target such as sh:targetClass, or name it where it is meant to be used.",
            )


def _states_nothing(graph: Graph, node: Node) -> bool:
    said = graph.properties(node)
    return not any(predicate in PARAMETERS or predicate in COMPANIONS for predicate in said)


def _undescribed(graph: Graph, source: ShapesGraph) -> Iterator[Fault]:
    """Shapes that are referred to and that nothing is said of: anything conforms to them."""
    for node, shape in source.shapes.items():
        for constraint in shape.constraints:
            is_part = constraint.component == SH.PropertyConstraintComponent
            for other in () if is_part else constraint.shapes:
                if not graph.properties(other):
                    yield Fault(
                        node,
                        None,
                        other,
                        f"The shape refers to {term_name(other)}, which is not described here.",
                        "Correct the IRI, or add the file that describes that shape.",
                    )


# --- shapes and data ------------------------------------------------------------------------------


def unused_shapes(graph: Graph, compiled: CompiledShapes) -> Iterator[Hit]:
    """The shapes with targets that select no node of a graph, by IRI.

    ``sh:targetNode`` always selects its node, whether the graph knows it or not.
    """
    spoken = {predicate for node in graph.nodes() for predicate in graph.properties(node)}
    for node, shape in sorted(compiled.source.shapes.items(), key=lambda entry: order(entry[0])):
        if not shape.targets or shape.deactivated:
            continue
        if not any(_selects(graph, spoken, kind, value) for kind, value in shape.targets):
            named = ", ".join(term_name(value) for _, value in shape.targets)
            yield Hit(
                node,
                message=f"The shape applies to nothing here: no node is selected by {named}.",
                hint="Correct the target, or leave the shape out for this data.",
            )


def _selects(graph: Graph, spoken: set[IRI], kind: IRI, value: Term) -> bool:
    if kind == SH.targetNode:
        return True
    if kind == SH.targetClass:
        return next(graph.instances(IRI(str(value))), None) is not None
    return value in spoken


def untargeted_classes(graph: Graph, compiled: CompiledShapes) -> Iterator[Hit]:
    """The classes with instances that no shape is applied to, by IRI; one hit for each class."""
    missed: Counter[IRI] = Counter()
    example: dict[IRI, Node] = {}
    for node in graph.nodes():
        types = graph.values(node, RDF.type)
        if types and not compiled.shapes_of(graph, node):
            for rdf_class in types:
                if isinstance(rdf_class, IRI):
                    missed[rdf_class] += 1
                    example[rdf_class] = min(example.get(rdf_class, node), node, key=order)
    for rdf_class, count in sorted(missed.items()):
        nodes = "node is" if count == 1 else "nodes are"
        yield Hit(
            rdf_class,
            value=example[rdf_class],
            message=f"{count:,} {nodes} of class {term_name(rdf_class)} and judged by no shape.",
            hint="Add a shape with this class as its target, if the nodes should be judged.",
        )
