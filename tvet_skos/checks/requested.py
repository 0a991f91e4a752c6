"""What is judged only where somebody asks: shapes of their own, links, a table of mappings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from tvet_skos.checks.answers import Fetch
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.judging import Judgement, Rulebook, said
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Hit, Rule, Scope
from tvet_skos.checks.rules.links import check_links, load_answers, save_answers
from tvet_skos.checks.rules.mappings import UNJUSTIFIED, unjustified
from tvet_skos.checks.shape_rules import expecting, shape_triples
from tvet_skos.checks.shapes import (
    ShaclEngine,
    ShapeResult,
    compile_shapes,
    lint_shapes,
    untargeted_classes,
    unused_shapes,
    validate,
)
from tvet_skos.model import preferred
from tvet_skos.namespaces import SH, TVS
from tvet_skos.terms import IRI, Literal, Node, Triple

Also = Callable[[Graph], Iterator[Judgement]]
"""A further judge of a whole graph."""

OWN = "own"
"""The kind of the rules that shapes of somebody's own make."""

_SEVERITIES = {SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}


INVALID = Rule(
    "SH001",
    "shapes-invalid",
    Severity.ERROR,
    "The shape is not well-formed, or uses a term that is not there.",
    "Correct it: a constraint that is not understood is not applied.",
    Scope.FILE,
    reference="SHACL, appendix A",
    kind=OWN,
)
UNUSED_SHAPE = Rule(
    "SH002",
    "shape-never-applied",
    Severity.INFO,
    "The shape applies to nothing here.",
    "Correct its target, or leave the shape out for this data.",
    Scope.WHOLE,
    reference="Practice of SHACL tools: coverage",
    kind=OWN,
)
UNTARGETED = Rule(
    "SH003",
    "node-never-validated",
    Severity.INFO,
    "Nodes of a class are judged by no shape.",
    "Add a shape with the class as its target, if they should be judged.",
    Scope.WHOLE,
    reference="Practice of SHACL tools: coverage",
    kind=OWN,
)
SHAPE_RULES = (INVALID, UNUSED_SHAPE, UNTARGETED)
"""The rules on shapes of somebody's own."""


def by_pyshacl(book: Rulebook, languages: tuple[str, ...]) -> Also:
    """Judges by the shapes of a rulebook as its compiled ones do, but lets pySHACL do it.

    All of a graph is judged, and slowly; it is there to hold the one against the other.

    :param languages: those that the vocabulary expects (``Policy.languages``)
    """
    shapes = tuple(expecting(shape_triples(), languages))
    return lambda graph: said(book, validate(graph, shapes, engine=ShaclEngine.PYSHACL))


def own_shapes(shapes: Iterable[Triple], engine: ShaclEngine | str = ShaclEngine.AUTO) -> Also:
    """Judges by SHACL shapes of somebody's own; each shape is a rule.

    The shapes are judged as well: for faults (SH001), for those that apply to nothing (SH002), and
    for classes that none applies to (SH003).

    The rule is called by the shape's ``tvs:ruleId``, else ``SHACL``, and named by the end of its
    IRI; severity and message are those of the shape.

    :param engine: who judges by them; with ``compiled``, the judge raises ``ValidationFailed``
        where the compiler does not know a shape
    """
    triples = tuple(shapes)
    ids = {
        t.subject: t.object.value
        for t in triples
        if t.predicate == TVS.ruleId and isinstance(t.object, Literal)
    }

    compiled = compile_shapes(triples)
    faults = tuple(lint_shapes(triples))

    def judge(graph: Graph) -> Iterator[Judgement]:
        yield from (Judgement(INVALID, hit) for hit in faults)
        yield from (Judgement(UNUSED_SHAPE, hit) for hit in unused_shapes(graph, compiled))
        yield from (Judgement(UNTARGETED, hit) for hit in untargeted_classes(graph, compiled))
        for result in validate(graph, triples, skip_ill_formed=True, engine=engine):
            yield _judgement(result, ids.get(result.shape, "SHACL"))

    return judge


def _judgement(result: ShapeResult, rule_id: str) -> Judgement:
    name = str(result.shape).replace("#", "/").rstrip("/").rpartition("/")[2]
    if not isinstance(result.shape, IRI):
        name = "nameless-shape"
    message = preferred(result.messages, "en") or f"It does not conform to the shape {name}."
    severity = _SEVERITIES.get(result.severity, Severity.ERROR)
    rule = Rule(rule_id, name, severity, message, "", kind=OWN)
    value = None if result.value == result.focus else result.value
    path = IRI(result.path) if result.path else None
    # A literal is a focus where a shape has the objects of a property as targets.
    return Judgement(rule, Hit(cast(Node, result.focus), path, value))


def mapping_table(rows: Iterable[Mapping[str, str]]) -> Also:
    """Judges mappings by the table that tells who made them, when, and how sure they are (MP005).

    :param rows: as ``rdf.sssom.read_sssom`` gives them
    """
    rows = tuple(rows)
    return lambda graph: (Judgement(UNJUSTIFIED, hit) for hit in unjustified(graph, rows))


def web_links(
    fetch: Fetch,
    *,
    memory: Path | None = None,
    today: str = "",
    progress: Callable[[int, int], object] | None = None,
) -> Also:
    """Judges by asking the web: every address that a graph links to; uses the network.

    :param fetch: asks one address (``checks.web.PoliteFetch``)
    :param memory: a file of answers, which are not asked again; new ones are added to it, also
        when the run is stopped early
    :param today: the day to note with the answers, ``YYYY-MM-DD``
    :param progress: told after each address how many of how many are done
    """

    def judge(graph: Graph) -> Iterator[Judgement]:
        answers = load_answers(memory) if memory is not None else {}
        try:
            for rule, hit in check_links(
                graph, fetch, answers=answers, today=today, progress=progress
            ):
                yield Judgement(rule, hit)
        finally:
            if memory is not None:
                save_answers(memory, answers)

    return judge
