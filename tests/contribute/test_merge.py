"""Merging keeps what both sides did, and shows what cannot both be kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import graphs, schemes
from tvet_skos.contribute.merge import Merged, merge
from tvet_skos.model import Concept, ConceptScheme, Definition
from tvet_skos.namespaces import DCTERMS, DEFAULT_BASE, RDF, SKOS, TVS, XSD
from tvet_skos.rdf.clash import Clash, Reason
from tvet_skos.rdf.diff import Statements
from tvet_skos.rdf.profile import from_triples, to_triples
from tvet_skos.rdf.sameness import content_labels, versions
from tvet_skos.terms import IRI, BlankNode, Literal, Triple

SLOW_IS_FINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SKILL = IRI(DEFAULT_BASE + "skill")
TEXT = Definition(
    iri=IRI(f"{SKILL}#def-1"), value=Literal("An ability to act.", "en"), source_text="COL (2015)"
)
OTHER = replace(TEXT, iri=IRI(f"{SKILL}#def-2"), value=Literal("A craft.", "en"))
CONCEPT = Concept(iri=SKILL, pref_labels=(Literal("Skill", "en"),), definitions=(TEXT, OTHER))
BASE = ConceptScheme(iri=DEFAULT_BASE, concepts=(CONCEPT,), modified="2026-01-01")


def _with(concept: Concept | None = None, **more: object) -> ConceptScheme:
    changed = replace(BASE, concepts=(concept,)) if concept else BASE
    return replace(changed, **more)  # type: ignore[arg-type]


def _text(text: str) -> Concept:
    edited = replace(TEXT, value=Literal(text, "en"))
    return replace(CONCEPT, definitions=(edited, OTHER))


def _said(graph: Statements) -> set[Triple]:
    return set(content_labels(to_triples(graph) if isinstance(graph, ConceptScheme) else graph))


def _scheme(merged: Merged) -> ConceptScheme:
    assert not merged.conflicts
    return from_triples(merged.triples)


def _mirrored(clash: Clash) -> Clash:
    other = {"ours": "theirs", "theirs": "ours"}.get(clash.removed_by, "")
    return replace(clash, ours=clash.theirs, theirs=clash.ours, removed_by=other)  # type: ignore[arg-type]


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[Triple], list[Triple], list[Triple]]:
    """A base and two versions that were made from it."""
    base = draw(graphs)
    sides = []
    for _ in range(2):
        gone = draw(st.sets(st.sampled_from(base))) if base else set()
        sides.append([t for t in base if t not in gone] + draw(graphs)[:6])
    return base, *sides  # type: ignore[return-value]


@SLOW_IS_FINE
@given(edits())
def test_where_only_one_side_changed_the_result_is_that_side(
    versions_: tuple[list[Triple], list[Triple], list[Triple]],
) -> None:
    base, ours, theirs = versions_
    assert merge(base, base, theirs) == Merged(frozenset(_said(theirs)))
    assert merge(base, ours, base) == Merged(frozenset(_said(ours)))
    assert merge(base, ours, ours) == Merged(frozenset(_said(ours)))


@SLOW_IS_FINE
@given(edits())
def test_the_sides_can_change_places(
    versions_: tuple[list[Triple], list[Triple], list[Triple]],
) -> None:
    base, ours, theirs = versions_
    here, there = merge(base, ours, theirs), merge(base, theirs, ours)
    assert here.triples == there.triples
    assert list(here.conflicts) == [_mirrored(clash) for clash in there.conflicts]


@SLOW_IS_FINE
@given(edits())
def test_without_a_conflict_what_a_side_added_is_there_and_what_it_removed_is_not(
    versions_: tuple[list[Triple], list[Triple], list[Triple]],
) -> None:
    base, ours, theirs = versions_
    merged = merge(base, ours, theirs)
    if merged.conflicts:
        return
    outcome = versions(base, ours, theirs, merged.triples).differing
    was, mine, your, is_ = (
        {key for key in forms if key.predicate != DCTERMS.modified} for forms in outcome
    )
    assert (mine | your) - was <= is_
    assert not (was - mine | was - your) & is_
    assert is_ <= mine | your


@SLOW_IS_FINE
@given(schemes(), schemes())
def test_a_conflict_never_drops_what_either_side_says(
    ours: ConceptScheme, theirs: ConceptScheme
) -> None:
    either = {t for t in _said(ours) | _said(theirs) if t.predicate != DCTERMS.modified}
    said = versions(either, merge([], ours, theirs).triples).differing
    assert said[0].keys() <= said[1].keys()


@SLOW_IS_FINE
@given(schemes())
def test_models_merge_like_their_triples(scheme: ConceptScheme) -> None:
    assert merge(scheme, scheme, BASE) == merge(
        list(to_triples(scheme)), list(to_triples(scheme)), list(to_triples(BASE))
    )


def test_edits_of_different_things_both_survive() -> None:
    ours = replace(_text("An ability to do."), alt_labels=(Literal("ability", "en"),))
    theirs = replace(
        CONCEPT,
        alt_labels=(Literal("aptitude", "en"),),
        definitions=(TEXT, replace(OTHER, locator="p. 3")),
    )
    (concept,) = _scheme(merge(BASE, _with(ours), _with(theirs))).concepts
    assert concept.alt_labels == (Literal("ability", "en"), Literal("aptitude", "en"))
    assert [d.text for d in concept.definitions] == ["An ability to do.", "A craft."]
    assert concept.definitions[1].locator == "p. 3"


def test_what_one_side_removed_goes() -> None:
    ours = replace(CONCEPT, definitions=(OTHER,))
    theirs = replace(CONCEPT, alt_labels=(Literal("aptitude", "en"),))
    (concept,) = _scheme(merge(BASE, _with(ours), _with(theirs))).concepts
    assert concept == replace(theirs, definitions=(OTHER,))


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    edited = _with(_text("An ability to do."))
    assert _scheme(merge(BASE, edited, edited)) == edited


def test_one_text_changed_on_both_sides_is_a_conflict_that_shows_both() -> None:
    merged = merge(BASE, _with(_text("An ability to do.")), _with(_text("An ability.")))
    (clash,) = merged.conflicts
    assert (clash.reason, clash.node, clash.owner) == (Reason.SAME_FIELD, TEXT.iri, SKILL)
    values = [[t.object for t in side] for side in (clash.base, clash.ours, clash.theirs)]
    assert values == [
        [TEXT.value],
        [Literal("An ability to do.", "en")],
        [Literal("An ability.", "en")],
    ]
    assert clash.labels[SKILL] == "Skill"


@pytest.mark.parametrize(
    ("ours", "theirs", "number"),
    [
        ("en", "en", 1),
        ("en", "fr", 0),
    ],
)
def test_preferred_labels_clash_in_one_language_only(ours: str, theirs: str, number: int) -> None:
    def labelled(label: Literal) -> ConceptScheme:
        others = [x for x in CONCEPT.pref_labels if x.language != label.language]
        return _with(replace(CONCEPT, pref_labels=(*others, label)))

    merged = merge(BASE, labelled(Literal("Skills", ours)), labelled(Literal("Métier", theirs)))
    assert len(merged.conflicts) == number


def test_two_choices_of_the_preferred_definition_in_one_language_clash() -> None:
    first, second = (_with(replace(CONCEPT, preferred_definitions=(d.iri,))) for d in (TEXT, OTHER))
    (clash,) = merge(BASE, first, second).conflicts
    assert clash.predicate == TVS.preferredDefinition
    french = replace(OTHER, value=Literal("Un métier.", "fr"))
    base = _with(replace(CONCEPT, definitions=(TEXT, french)))
    sides = (
        _with(replace(base.concepts[0], preferred_definitions=(d.iri,))) for d in (TEXT, french)
    )
    (concept,) = _scheme(merge(base, *sides)).concepts
    assert concept.preferred_definitions == (TEXT.iri, french.iri)


def test_removing_what_the_other_side_changed_is_a_conflict() -> None:
    without = _with(replace(CONCEPT, definitions=(OTHER,)))
    (clash,) = merge(BASE, without, _with(_text("An ability to do."))).conflicts
    assert (clash.reason, clash.node) == (Reason.REMOVED_AND_CHANGED, TEXT.iri)
    assert clash.removed_by == "ours" and not clash.ours
    assert [t.object for t in clash.theirs] == [Literal("An ability to do.", "en")]
    assert [t.object for t in clash.base] == [TEXT.value]
    assert not merge(BASE, without, BASE).conflicts


def test_removing_what_the_other_side_newly_names_is_a_conflict() -> None:
    other = Concept(iri=IRI(DEFAULT_BASE + "b"), broader=(SKILL,))
    theirs = replace(BASE, concepts=(CONCEPT, other))
    (clash,) = merge(BASE, replace(BASE, concepts=()), theirs).conflicts
    assert (clash.reason, clash.node) == (Reason.REMOVED_AND_NAMED, SKILL)
    assert clash.theirs == (Triple(other.iri, SKOS.broader, SKILL),)


def test_of_two_dates_of_modification_the_later_counts() -> None:
    ours, theirs = (replace(BASE, modified=day) for day in ("2026-03-01", "2026-02-01"))
    assert _scheme(merge(BASE, ours, theirs)).modified == "2026-03-01"
    assert _scheme(merge(BASE, theirs, ours)).modified == "2026-03-01"


def test_without_a_common_base_nothing_is_removed_and_differences_of_one_value_clash() -> None:
    ours, theirs = _said(BASE), _said(_with(_text("An ability.")))
    merged = merge(ours & theirs, ours, theirs)
    assert [clash.node for clash in merged.conflicts] == [TEXT.iri]
    assert ours | theirs == merged.triples


def test_a_value_that_a_store_rewrote_is_no_change() -> None:
    def position(text: str) -> list[Triple]:
        typed = Triple(TEXT.iri, RDF.type, TVS.Definition)
        return [typed, Triple(TEXT.iri, TVS.position, Literal(text, datatype=XSD.integer))]

    merged = merge(position("01"), position("2"), position("1"))
    assert merged == Merged(frozenset(position("2")))


def test_a_nameless_node_that_both_sides_replaced_is_a_conflict() -> None:
    def note(text: str) -> list[Triple]:
        node = BlankNode("b")
        return [Triple(SKILL, SKOS.note, node), Triple(node, RDF.value, Literal(text, "en"))]

    (clash,) = merge(note("a"), note("b"), note("c")).conflicts
    assert (clash.node, clash.predicate) == (SKILL, SKOS.note)
    assert [t.object for t in clash.theirs if t.predicate == RDF.value] == [Literal("c", "en")]
    assert not merge([], note("b"), note("c")).conflicts
