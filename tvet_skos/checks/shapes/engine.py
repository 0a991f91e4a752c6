"""pySHACL, for the shapes that are beyond the compiler."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from tvet_skos.checks.shapes.model import ShapeResult
from tvet_skos.errors import ValidationFailed
from tvet_skos.namespaces import SH
from tvet_skos.rdf.bridge import from_rdflib, to_rdflib
from tvet_skos.terms import IRI, Literal, Node, Term, Triple, order


def pyshacl_results(
    data: Iterable[Triple], shapes: Iterable[Triple], *, advanced: bool = False
) -> list[ShapeResult]:
    """What pySHACL finds, each thing once, in no particular order.

    SHACL Core and SHACL-SPARQL; nothing is inferred, imported or fetched. Results of nested shapes
    are part of the result that they led to.

    :param advanced: follow SHACL Advanced Features as well (targets, functions, expressions, rules)
    :raises ValidationFailed: the shapes could not be applied
    """
    with _quiet() as warned:
        graph = _report(to_rdflib(data), to_rdflib(shapes), advanced)
    if any(_is_recursion(warning.message) for warning in warned):
        # pySHACL goes on and takes the rest for conforming.
        raise ValidationFailed(
            "the shapes refer to themselves, and the data goes round with them",
            hint="end the chain of sh:node or sh:property somewhere",
        )
    said: dict[Node, dict[IRI, list[Term]]] = {}
    results: list[Node] = []
    for triple in from_rdflib(graph):
        if triple.predicate == SH.result and not isinstance(triple.object, Literal):
            results.append(triple.object)
        said.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
    # Results of nested shapes hang on sh:detail; only those of the report itself count.
    return list(dict.fromkeys(_result(said[node]) for node in results))


def _is_recursion(warning: Warning | str) -> bool:
    from pyshacl.errors import ShapeRecursionWarning

    return isinstance(warning, ShapeRecursionWarning)


def _result(said: dict[IRI, list[Term]]) -> ShapeResult:
    shape, path = said[SH.sourceShape][0], said.get(SH.resultPath, [None])[0]
    assert not isinstance(shape, Literal)
    messages = (m for m in said.get(SH.resultMessage, ()) if isinstance(m, Literal))
    return ShapeResult(
        shape,
        said[SH.focusNode][0],
        str(path) if isinstance(path, IRI) else "",
        said.get(SH.value, [None])[0],
        IRI(str(said[SH.sourceConstraintComponent][0])),
        IRI(str(said[SH.resultSeverity][0])),
        tuple(sorted(messages, key=order)),
    )


@contextmanager
def _quiet() -> Iterator[list[warnings.WarningMessage]]:
    """Without the log lines of rdflib and pySHACL; what they warn of is collected.

    rdflib logs a traceback for each ill-typed literal, and a result says it better.
    """
    loggers = [logging.getLogger(name) for name in ("rdflib.term", "pyshacl", "pyshacl-validate")]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            yield warned
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _report(data: Any, shapes: Any, advanced: bool) -> Any:
    """The report graph.

    pySHACL answers ``False`` both for data that does not conform and for shapes it cannot apply;
    the second must never pass for the first.
    """
    import pyshacl
    from pyshacl.errors import ValidationFailure

    try:
        _, report, text = pyshacl.validate(
            data,
            shacl_graph=shapes,
            inference="none",
            advanced=advanced,
            js=False,
            meta_shacl=False,
        )
    except Exception as error:  # whatever it is: rdflib raises bare exceptions for bad queries
        raise ValidationFailed(f"the shapes cannot be applied: {error}") from error
    if isinstance(report, ValidationFailure | bytes | str):
        raise ValidationFailed(f"the shapes cannot be applied: {text}")
    return report
