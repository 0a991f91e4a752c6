"""Whoever judges by the shapes, the findings are the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tvet_skos.checks import Policy, Report, Ruleset, Status, check
from tvet_skos.checks.requested import own_shapes
from tvet_skos.checks.shapes import ShaclEngine
from tvet_skos.errors import ValidationFailed
from tvet_skos.namespaces import DCTERMS, RDF, SH, SKOS
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI, BlankNode, Literal, Term, Triple

EVERYTHING = Ruleset("everything", "Every rule.")
POLICY = Policy(today="2026-11-24")
EXAMPLES = Path(__file__).parent.parent / "shapes"


def _judged(graph: list[Triple], engine: str, base: list[Triple] | None = None) -> Report:
    return check(graph, EVERYTHING, base=base, policy=POLICY, shacl_engine=engine)


def _assert_same_by_pyshacl(graph: list[Triple]) -> None:
    own = _judged(graph, "auto")
    assert any(finding.rule.startswith("SR") for finding in own.findings)
    assert own == _judged(graph, "pyshacl")


def test_pyshacl_finds_the_same_in_the_bundled_vocabulary_without_its_sources(
    bundled: Vocabulary,
) -> None:
    _assert_same_by_pyshacl([t for t in bundled.triples if t.predicate != DCTERMS.source])


def test_pyshacl_finds_the_same_in_the_examples_of_all_shapes() -> None:
    files = sorted(EXAMPLES.rglob("*.ttl"))
    _assert_same_by_pyshacl(
        [t for number, file in enumerate(files) for t in _parsed(file, f"f{number}")]
    )


def _parsed(file: Path, label: str) -> list[Triple]:
    """The triples of a file, with blank nodes that no other file has."""

    def own(term: Term) -> Any:
        return BlankNode(label + term.label) if isinstance(term, BlankNode) else term

    parsed = parse(file.read_bytes(), FORMATS["turtle"], file=file.name)
    return [Triple(own(t.subject), t.predicate, own(t.object)) for t in parsed]


def test_pyshacl_finds_the_same_new_and_fixed_faults_of_a_change(bundled: Vocabulary) -> None:
    before = list(bundled.triples)
    concept = IRI(bundled.scheme.iri + "new")
    added = [Triple(concept, RDF.type, SKOS.Concept), Triple(concept, SKOS.definition, concept)]
    for old, new in ((before, [*before, *added]), ([*before, *added], before)):
        # A fault that stands before and after is said of the whole graph by pySHACL.
        own, other = (
            {f for f in _judged(new, engine, old).findings if f.status is not Status.EXISTING}
            for engine in ("auto", "pyshacl")
        )
        assert own == other
        assert own


_OWN = IRI("http://e/Own")
_CONCEPT = IRI("http://e/a")


@pytest.mark.parametrize("engine", [*ShaclEngine])
def test_shapes_of_ones_own_are_judged_by_the_engine(engine: ShaclEngine) -> None:
    shapes = [Triple(_OWN, SH.targetNode, _CONCEPT), Triple(_OWN, SH.nodeKind, SH.BlankNode)]
    report = check([], "skos", also=[own_shapes(shapes, engine)])
    assert [(f.focus, f.name) for f in report.findings if f.rule == "SHACL"] == [(_CONCEPT, "Own")]


def test_a_shape_that_is_not_compiled_is_a_failure_where_only_compiled_ones_may_judge() -> None:
    query = BlankNode("query")
    shapes = [
        Triple(_OWN, SH.targetNode, _CONCEPT),
        Triple(_OWN, SH.sparql, query),
        Triple(query, SH.select, Literal("SELECT $this WHERE { $this ?p ?o }")),
    ]
    data = [Triple(_CONCEPT, SKOS.prefLabel, Literal("a", "en"))]
    with pytest.raises(ValidationFailed, match="not compiled"):
        check(data, "skos", also=[own_shapes(shapes, "compiled")])
    report = check(data, "skos", also=[own_shapes(shapes, "auto")])
    assert "SHACL" in {f.rule for f in report.findings}


def test_an_engine_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="nonesuch"):
        check([], "skos", shacl_engine="nonesuch")
