"""The difference of two versions: complete, deterministic, and told as people think of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import graphs, schemes
from tvet_skos.model import Collection, Concept, ConceptScheme, Definition, Source
from tvet_skos.namespaces import DCTERMS, DEFAULT_BASE, OWL, RDF, SKOS, TVS, XSD
from tvet_skos.rdf.diff import Difference, Fate, RecordChange, diff
from tvet_skos.rdf.nodes import Kind
from tvet_skos.rdf.profile import to_triples
from tvet_skos.rdf.sameness import versions
from tvet_skos.terms import IRI, BlankNode, Literal, Triple

SLOW_IS_FINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SKILL = IRI(DEFAULT_BASE + "skill")
TEXT = Definition(
    iri=IRI(f"{SKILL}#def-1"),
    value=Literal("An ability to act.", "en"),
    source_text="COL (2015)",
    position=2,
)
CONCEPT = Concept(iri=SKILL, pref_labels=(Literal("Skill", "en"),), definitions=(TEXT,))


def _scheme(*concepts: Concept, **more: object) -> ConceptScheme:
    return ConceptScheme(iri=DEFAULT_BASE, concepts=concepts, **more)  # type: ignore[arg-type]


def _only(difference: Difference) -> RecordChange:
    (record,) = difference.records
    return record


def _is_same(one: list[Triple], other: list[Triple]) -> bool:
    left, right = versions(one, other).differing
    return left.keys() == right.keys()


@SLOW_IS_FINE
@given(graphs, graphs)
def test_what_was_removed_and_added_leads_from_the_old_to_the_new(
    old: list[Triple], new: list[Triple]
) -> None:
    assert _is_same(diff(old, new).applied_to(old), new)


@SLOW_IS_FINE
@given(schemes(), schemes())
def test_models_are_compared_like_their_triples(old: ConceptScheme, new: ConceptScheme) -> None:
    difference = diff(old, new)
    assert _is_same(difference.applied_to(old), list(to_triples(new)))
    assert difference == diff(list(to_triples(old)), list(to_triples(new)))


@SLOW_IS_FINE
@given(graphs, graphs)
def test_every_statement_stands_in_exactly_one_field(old: list[Triple], new: list[Triple]) -> None:
    difference = diff(old, new)
    told = [r for top in difference.records for r in (top, *top.parts)]
    fields = [(r.node, f) for r in told for f in r.fields]
    removed = [Triple(node, f.predicate, v) for node, f in fields for v in f.removed]
    added = [Triple(node, f.predicate, v) for node, f in fields for v in f.added]
    assert len(removed) == len(set(removed)) and set(removed) == set(difference.removed)
    assert len(added) == len(set(added)) and set(added) == set(difference.added)


@SLOW_IS_FINE
@given(graphs, graphs, st.randoms())
def test_the_order_of_statements_does_not_matter(
    old: list[Triple], new: list[Triple], random: Random
) -> None:
    shuffled = list(new)
    random.shuffle(shuffled)
    assert diff(old, shuffled) == diff(old, new)


@SLOW_IS_FINE
@given(graphs, graphs)
def test_the_way_back_is_the_reverse(old: list[Triple], new: list[Triple]) -> None:
    there, back = diff(old, new), diff(new, old)
    assert (there.removed, there.added) == (back.added, back.removed)


@SLOW_IS_FINE
@given(graphs)
def test_a_graph_does_not_differ_from_itself(graph: list[Triple]) -> None:
    difference = diff(graph, graph)
    assert not difference
    assert difference == Difference((), (), (), base=difference.base)


def test_numbers_and_tags_that_a_store_rewrote_are_no_difference() -> None:
    position = Triple(TEXT.iri, TVS.position, Literal("02", datatype=XSD.integer))
    stored = position._replace(object=Literal("2", datatype=XSD.integer))
    label = Triple(SKILL, SKOS.prefLabel, Literal("Skill", "en-GB"))
    assert not diff([position, label], [stored, label._replace(object=Literal("Skill", "en-gb"))])


def test_new_names_of_blank_nodes_are_no_difference() -> None:
    def graph(name: str) -> list[Triple]:
        node = BlankNode(name)
        return [
            Triple(SKILL, SKOS.note, node),
            Triple(node, RDF.value, Literal("A note.", "en")),
            Triple(node, DCTERMS.source, BlankNode(f"{name}2")),
        ]

    assert not diff(graph("a"), graph("b"))


def test_a_blank_node_that_changed_is_a_removed_and_a_new_part_of_its_concept() -> None:
    def graph(text: str) -> list[Triple]:
        node = BlankNode(text)
        return [Triple(SKILL, SKOS.note, node), Triple(node, RDF.value, Literal(text, "en"))]

    record = _only(diff(graph("a"), graph("b")))
    assert record.node == SKILL
    assert sorted(part.fate for part in record.parts) == [Fate.NEW, Fate.REMOVED]


def test_a_definition_is_told_with_its_concept_field_by_field() -> None:
    edited = replace(TEXT, value=Literal("An ability to do.", "en"), locator="p. 3")
    record = _only(diff(_scheme(CONCEPT), _scheme(replace(CONCEPT, definitions=(edited,)))))
    assert (record.node, record.kind, record.fate) == (SKILL, Kind.CONCEPT, Fate.CHANGED)
    assert not record.fields
    (part,) = record.parts
    assert (part.kind, part.fate, part.label) == (
        Kind.DEFINITION, Fate.CHANGED, "definition 2 (COL (2015))",
    )  # fmt: skip
    assert [(f.removed, f.added) for f in part.fields] == [
        ((TEXT.value,), (edited.value,)),
        ((), (Literal("p. 3"),)),
    ]


def test_records_come_by_kind_and_fields_in_the_order_of_the_profile() -> None:
    old = _scheme(CONCEPT)
    new = replace(
        _scheme(
            replace(
                CONCEPT,
                created="2026-01-01",
                alt_labels=(Literal("ability", "en"),),
                other=(Triple(SKILL, IRI("http://example.org/p"), Literal("x")),),
            )
        ),
        modified="2026-01-01",
        collections=(Collection(iri=IRI(DEFAULT_BASE + "topic/a")),),
        sources=(Source(iri=IRI(DEFAULT_BASE + "source/a")),),
    )
    records = diff(old, new).records
    assert [r.kind for r in records] == [Kind.SCHEME, Kind.COLLECTION, Kind.CONCEPT, Kind.SOURCE]
    assert [f.predicate for f in records[2].fields] == [
        SKOS.altLabel,
        DCTERMS.created,
        IRI("http://example.org/p"),
    ]


def _renamed(label: Literal) -> Concept:
    return replace(CONCEPT, pref_labels=(label,))


@pytest.mark.parametrize(
    ("old", "new", "fate"),
    [
        ((), (CONCEPT,), Fate.NEW),
        ((CONCEPT,), (), Fate.REMOVED),
        ((CONCEPT,), (replace(CONCEPT, deprecated=True),), Fate.RETIRED),
        ((replace(CONCEPT, deprecated=True),), (CONCEPT,), Fate.RESTORED),
        ((CONCEPT,), (_renamed(Literal("Skills", "en")),), Fate.RENAMED),
        ((CONCEPT,), (_renamed(Literal("Compétence", "fr")),), Fate.CHANGED),
        ((CONCEPT,), (replace(CONCEPT, notes=(Literal("A note.", "en"),)),), Fate.CHANGED),
    ],
)
def test_new_removed_retired_restored_renamed_and_changed_are_told_apart(
    old: tuple[Concept, ...], new: tuple[Concept, ...], fate: Fate
) -> None:
    assert _only(diff(_scheme(*old), _scheme(*new))).fate is fate


def test_what_takes_the_place_of_a_removed_or_retired_concept_is_named() -> None:
    moved = replace(CONCEPT, iri=IRI(DEFAULT_BASE + "skills"), definitions=())
    records = diff(_scheme(replace(CONCEPT, definitions=())), _scheme(moved)).records
    assert [(r.fate, r.successors) for r in records] == [
        (Fate.REMOVED, (moved.iri,)),
        (Fate.NEW, ()),
    ]
    retired = replace(CONCEPT, deprecated=True, replaced_by=(IRI("http://example.org/x"),))
    assert _only(diff(_scheme(CONCEPT), _scheme(retired))).successors == ("http://example.org/x",)


def test_a_new_wording_is_the_successor_of_the_definition_that_it_replaces() -> None:
    newer = replace(TEXT, iri=IRI(f"{SKILL}#def-2"), revision_of=TEXT.iri)
    both = replace(CONCEPT, definitions=(replace(TEXT, deprecated=True), newer))
    parts = {p.node: p for p in _only(diff(_scheme(CONCEPT), _scheme(both))).parts}
    assert parts[TEXT.iri].fate is Fate.RETIRED
    assert parts[TEXT.iri].successors == (newer.iri,)


def test_a_definition_that_moved_is_told_with_its_new_concept() -> None:
    other = Concept(iri=IRI(DEFAULT_BASE + "a"), pref_labels=(Literal("A", "en"),))
    old = _scheme(other, CONCEPT)
    moved = replace(TEXT, locator="p. 3")
    new = _scheme(replace(other, definitions=(moved,)), replace(CONCEPT, definitions=()))
    first, second = diff(old, new).records
    assert [p.node for p in first.parts] == [TEXT.iri]
    assert not second.parts
    assert second.fields[0].removed == (TEXT.iri,)


def test_counts_tell_how_many_of_which_kind_became_what() -> None:
    new = _scheme(
        _renamed(Literal("Skills", "en")), Concept(iri=IRI(DEFAULT_BASE + "b"), definitions=())
    )
    assert diff(_scheme(CONCEPT), new).counts == {
        Kind.CONCEPT: {Fate.NEW: 1, Fate.RENAMED: 1},
    }


def test_labels_of_all_nodes_that_are_named_come_along() -> None:
    other = Concept(iri=IRI(DEFAULT_BASE + "b"), pref_labels=(Literal("B", "en"),))
    new = _scheme(replace(CONCEPT, broader=(other.iri,)), other)
    difference = diff(_scheme(CONCEPT, other), new)
    assert difference.labels[other.iri] == "B"
    assert difference.base == DEFAULT_BASE


def test_loops_of_parts_do_no_harm() -> None:
    a, b = BlankNode("a"), BlankNode("b")
    loop = [Triple(a, SKOS.note, b), Triple(b, SKOS.note, a), Triple(SKILL, SKOS.note, SKILL)]
    assert len(diff([], loop).added) == 3
    assert not diff(loop, loop)


def test_a_flag_that_says_no_retires_nothing() -> None:
    flag = Triple(SKILL, OWL.deprecated, Literal("false", datatype=XSD.boolean))
    typed = Triple(SKILL, RDF.type, SKOS.Concept)
    assert _only(diff([typed], [typed, flag])).fate is Fate.CHANGED


def test_a_large_vocabulary_is_compared_without_recursion() -> None:
    nodes = [IRI(f"{DEFAULT_BASE}c{n}") for n in range(20_000)]
    old = [Triple(n, RDF.type, SKOS.Concept) for n in nodes]
    new = old[1:] + [Triple(a, SKOS.broader, b) for a, b in pairwise(nodes)]
    assert len(diff(old, new).added) == 19_999
