from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings

from tests.strategies import graphs
from tvet_skos.namespaces import DEFAULT_BASE, SKOS, TVS
from tvet_skos.rdf.blank_nodes import isomorphic
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.rdf.turtle import write_turtle
from tvet_skos.terms import IRI, Literal, Triple


@given(graphs)
@settings(max_examples=150, deadline=None)
def test_any_graph_comes_back_isomorphic(graph: list[Triple]) -> None:
    assert isomorphic(parse(write_turtle(graph, DEFAULT_BASE).encode(), FORMATS["turtle"]), graph)


@given(graphs)
@settings(max_examples=80, deadline=None)
def test_the_order_of_triples_does_not_matter(graph: list[Triple]) -> None:
    shuffled = random.Random(0).sample(graph, len(graph))
    assert write_turtle(shuffled, DEFAULT_BASE) == write_turtle(graph, DEFAULT_BASE)


def test_writing_what_was_written_changes_nothing(bundled: Vocabulary) -> None:
    for document in bundled.documents:
        assert write_turtle(document.triples, DEFAULT_BASE).encode() == document.content


def test_a_one_word_edit_is_a_one_line_diff(bundled: Vocabulary) -> None:
    document = next(d for d in bundled.documents if d.path.name == "credential.ttl")
    edited = [
        t._replace(object=Literal("Award of learning", "en"))
        if t.predicate == SKOS.prefLabel and t.object == Literal("Credential", "en")
        else t
        for t in document.triples
    ]
    before = write_turtle(document.triples, DEFAULT_BASE).splitlines()
    after = write_turtle(edited, DEFAULT_BASE).splitlines()
    assert len(set(before) - set(after)) == len(set(after) - set(before)) == 1


def test_definitions_stand_after_their_concept_by_position(bundled: Vocabulary) -> None:
    document = next(d for d in bundled.documents if d.path.name == "micro-credential.ttl")
    text = document.content.decode()
    places = [text.index(f"tvs:position {n} ;") for n in range(1, 7)]
    assert places == sorted(places)
    assert text.index("a skos:Concept") < places[0] < text.index("a bibo:Webpage")


def test_iris_that_would_not_resolve_back_are_written_in_full() -> None:
    base = IRI("http://example.org/v/")
    for tail in ("a:b", "//x", "../y", ".", "a/./b", "?q", "a//b", "x/"):
        graph = [Triple(IRI(base + tail), TVS.alias, Literal("x"))]
        assert parse(write_turtle(graph, base).encode(), FORMATS["turtle"]) == graph, tail


def test_the_canonical_form_of_the_design_example(public_data: Path) -> None:
    folder = public_data.parent / "design" / "example"
    for file in sorted(folder.glob("*.ttl")):
        triples = parse(file.read_bytes(), FORMATS["turtle"])
        assert write_turtle(triples, DEFAULT_BASE) == file.read_text(encoding="utf-8")


def test_a_shared_definition_gives_the_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    code = (
        "from tvet_skos.terms import *; from tvet_skos.namespaces import *; "
        "from tvet_skos.rdf.turtle import write_turtle; "
        "d = [IRI(f'http://e/d{n}') for n in range(3)]; "
        "c = [IRI(f'http://e/c{n}') for n in range(4)]; "
        "print(write_turtle([Triple(x, SKOS.definition, y) for x in c for y in d]"
        " + [Triple(y, RDF.type, TVS.Definition) for y in d], 'http://e/'))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": str(seed)}, capture_output=True, check=True,
        ).stdout
        for seed in range(5)
    }  # fmt: skip
    assert len(outputs) == 1
