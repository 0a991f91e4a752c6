"""Each shape has a file that passes and a file that fails it, named after the shape."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.shape_rules import shape_rules, shape_triples
from tvet_skos.checks.shapes import CompiledShapes, compile_shapes
from tvet_skos.namespaces import DC, DCTERMS, RDF, SH, SKOS, TVS
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI, Triple

SHAPES = "https://w3id.org/tvet-skos/shapes#"
EXAMPLES = Path(__file__).parent.parent / "shapes"
FILES = sorted(EXAMPLES.rglob("*.ttl"))


def _kebab(name: str) -> str:
    return re.sub("([A-Z])", r"-\1", name).lower().strip("-")


def _shape(file: Path) -> IRI:
    named = {_kebab(iri.removeprefix(SHAPES)): iri for iri in shape_rules()}
    return named[file.stem.partition("-")[2]]


@cache
def _compiled() -> CompiledShapes:
    return compile_shapes(shape_triples(), trusted=True)


def reported_shapes(triples: Iterable[Triple]) -> set[IRI]:
    """The named shapes that have something to say about a graph."""
    results = _compiled().judge_all(Graph(triples))
    return {result.shape for result in results if isinstance(result.shape, IRI)}


@cache
def _reported(file: Path) -> frozenset[str]:
    return frozenset(reported_shapes(parse(file.read_bytes(), FORMATS["turtle"], file=file.name)))


def test_there_are_examples_for_every_shape_and_for_nothing_else() -> None:
    shapes = {_kebab(iri.removeprefix(SHAPES)) for iri in shape_rules()}
    for verdict in ("pass", "fail"):
        found = {f.stem.partition("-")[2] for f in FILES if f.stem.startswith(verdict)}
        assert found == shapes


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_an_example_passes_or_fails_the_shape_it_is_named_after(file: Path) -> None:
    assert (_shape(file) in _reported(file)) == file.stem.startswith("fail")


def test_every_reporting_shape_carries_a_rule_with_a_message_and_a_way_out() -> None:
    for shape, rule in shape_rules().items():
        assert re.fullmatch(r"[A-Z]{2}\d{3}", rule.id), shape
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name), shape
        assert rule.message.endswith("."), shape
        assert rule.hint.endswith("."), shape


def test_one_rule_has_one_name() -> None:
    names: dict[str, set[str]] = {}
    for rule in shape_rules().values():
        names.setdefault(rule.id, set()).add(rule.name)
    assert not {id_: found for id_, found in names.items() if len(found) > 1}


def test_the_shapes_use_shacl_core_only() -> None:
    terms = {t.predicate for t in shape_triples()} | {t.object for t in shape_triples()}
    forbidden = {SH.sparql, SH.js, SH.rule, SH.SPARQLTarget, SH.target}
    assert not terms & forbidden


def test_the_shapes_use_no_unknown_shacl_term() -> None:
    import rdflib

    unknown = {
        str(t)
        for triple in shape_triples()
        for t in triple
        if str(t).startswith(SH.iri) and str(t).removeprefix(SH.iri) not in rdflib.SH
    }
    assert not unknown


def test_own_terms_of_the_shapes_are_defined(root: Path) -> None:
    defined = {
        t.subject for t in parse((root / "vocab" / "tvs.ttl").read_bytes(), FORMATS["turtle"])
    }
    used = {t for triple in shape_triples() for t in triple if str(t).startswith(TVS.iri)}
    assert used <= defined, used - defined


def test_removing_what_a_shape_asks_for_is_always_noticed(bundled: object) -> None:
    """A guard against shapes that select nothing: take each required property away."""
    triples: list[Triple] = list(bundled.triples)  # type: ignore[attr-defined]
    before = reported_shapes(triples)
    for required in (
        SKOS.prefLabel, SKOS.inScheme, RDF.value, DC.source, TVS.sourceEvidence, DCTERMS.source,
        DCTERMS.creator,
    ):  # fmt: skip
        graph = [t for t in triples if t.predicate != required]
        assert reported_shapes(graph) - before, required
