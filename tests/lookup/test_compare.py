from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_skos.errors import NotFound
from tvet_skos.lookup.compare import (
    Comparison,
    Edit,
    Occurrence,
    compare,
    content_words,
    diff,
)
from tvet_skos.model import Concept, ConceptScheme, Definition, SourceEvidence
from tvet_skos.namespaces import DEFAULT_BASE
from tvet_skos.rdf.profile import to_triples
from tvet_skos.store import MemoryStore
from tvet_skos.terms import IRI, Literal


@pytest.fixture(scope="module")
def comparison(store: MemoryStore) -> Comparison:
    return compare(store, "microcredentials")


def _store(*texts: str, language: str = "en", **more: object) -> MemoryStore:
    concept = IRI(DEFAULT_BASE + "x")
    definitions = tuple(
        Definition(
            iri=IRI(f"{concept}#def-{n}"),
            value=Literal(text, language),
            source_text=f"Source {n}",
            source_evidence=SourceEvidence.NOT_CAPTURED,
            position=n,
            **more,  # type: ignore[arg-type]
        )
        for n, text in enumerate(texts, 1)
    )
    record = Concept(iri=concept, pref_labels=(Literal("X", "en"),), definitions=definitions)
    return MemoryStore(to_triples(ConceptScheme(iri=IRI(DEFAULT_BASE), concepts=(record,))))


def test_all_definitions_stand_in_page_order_with_their_sources(comparison: Comparison) -> None:
    assert [e.definition.position for e in comparison.entries] == [1, 2, 3, 4, 5, 6]
    assert [e.organisations for e in comparison.entries[4:]] == [("Council of the EU",), ("COL",)]
    assert [e.years for e in comparison.entries[4:]] == [("2022",), ("2020",)]
    assert [e.number for e in comparison.missing_source] == [1, 2, 3, 4]


def test_the_lead_is_the_baseline_unless_another_is_asked_for(
    comparison: Comparison, store: MemoryStore
) -> None:
    assert comparison.baseline == 5
    assert [e.number for e in comparison.entries if e.is_lead] == [5]
    assert comparison.entries[4].diff == ()
    assert compare(store, "micro-credential", baseline=2).baseline == 2
    with pytest.raises(NotFound, match="no definition 7"):
        compare(store, "micro-credential", baseline=7)


def test_it_says_how_the_term_matched(comparison: Comparison) -> None:
    assert "microcredentials" in comparison.match.why


def test_the_segments_of_a_definition_are_its_text_to_the_letter(comparison: Comparison) -> None:
    for entry in comparison.entries:
        assert "".join(s.text for s in entry.segments) == entry.definition.text


def test_shared_and_lone_words_are_told_apart() -> None:
    first, second, third = compare(
        _store("A small digital badge.", "The large badges.", "A digital badge of paper."), "x"
    ).entries
    kinds = {s.text: s.occurrence for entry in (first, second, third) for s in entry.segments}
    assert kinds["badge"] is kinds["badges"] is Occurrence.EVERYWHERE
    assert kinds["digital"] is Occurrence.SHARED
    assert kinds["small"] is kinds["large"] is kinds["paper"] is Occurrence.ALONE


def test_shared_words_name_their_definitions_the_most_first() -> None:
    comparison = compare(_store("digital badge", "digital badge", "badge"), "x")
    assert [(s.word, s.entries) for s in comparison.shared] == [
        ("badge", (1, 2, 3)),
        ("digital", (1, 2)),
    ]


def test_a_single_definition_shares_nothing_and_is_not_marked() -> None:
    (entry,) = compare(_store("A small badge."), "x").entries
    assert {s.occurrence for s in entry.segments} == {Occurrence.NEUTRAL}


def test_replaced_definitions_are_left_out() -> None:
    with pytest.raises(NotFound, match="no definition"):
        compare(_store("Old.", deprecated=True), "x")


def test_languages_are_compared_apart() -> None:
    with pytest.raises(NotFound, match="'fr'"):
        compare(_store("A badge."), "x", language="fr")
    assert len(compare(_store("A badge."), "x", language="en").entries) == 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_diff_leads_from_one_text_to_the_other(before: str, after: str) -> None:
    steps = diff(before, after)
    gained = " ".join(s.text for s in steps if s.edit is not Edit.DELETE)
    lost = [s.text for s in steps if s.edit is Edit.DELETE]
    assert gained.split() == after.split()
    assert all(text for text in lost)
    assert sum(len(t.split()) for t in lost) <= len(before.split())


@given(st.text(max_size=80))
def test_any_text_can_be_segmented(text: str) -> None:
    from collections import Counter

    from tvet_skos.lookup.compare import segments

    parts = segments(text, "en", Counter({"": 2, "a": 1}))
    assert "".join(p.text for p in parts) == text


def test_words_are_counted_across_case_plural_and_possessive() -> None:
    assert content_words("Learners and the LEARNER’s badge", "en") == [
        "learner",
        "learner",
        "badge",
    ]
    assert content_words("les compétences de la personne", "fr") == ["compétence", "personne"]


def test_each_language_has_a_baseline_of_its_own() -> None:
    concept = IRI(DEFAULT_BASE + "x")
    texts = [("Ein Nachweis.", "de"), ("A badge.", "en"), ("A small badge.", "en")]
    definitions = tuple(
        Definition(iri=IRI(f"{concept}#{n}"), value=Literal(*text), position=n)
        for n, text in enumerate(texts, 1)
    )
    record = Concept(iri=concept, pref_labels=(Literal("X", "en"),), definitions=definitions)
    store = MemoryStore(to_triples(ConceptScheme(iri=IRI(DEFAULT_BASE), concepts=(record,))))
    comparison = compare(store, "x")
    assert [e.baseline for e in comparison.entries] == [1, 2, 2]
    assert [bool(e.diff) for e in comparison.entries] == [False, False, True]
    assert len(compare(store, "x", language="EN").entries) == 2


def test_plain_texts_of_other_peoples_skos_are_compared_without_a_source() -> None:
    concept = IRI(DEFAULT_BASE + "x")
    record = Concept(
        iri=concept,
        pref_labels=(Literal("X", "en"),),
        definition_texts=(Literal("A badge.", "en"), Literal("A card.", "en")),
    )
    store = MemoryStore(to_triples(ConceptScheme(iri=IRI(DEFAULT_BASE), concepts=(record,))))
    comparison = compare(store, "x")
    assert [e.definition.text for e in comparison.entries] == ["A badge.", "A card."]
    assert len(comparison.missing_source) == 2


def test_of_several_concepts_of_a_name_one_that_has_definitions_is_compared() -> None:
    bare, told, late = (
        Concept(
            iri=IRI(DEFAULT_BASE + name),
            pref_labels=(Literal("X", "en"),),
            definition_texts=texts,
        )
        for name, texts in (
            ("a", ()),
            ("b", (Literal("Une carte.", "fr"),)),
            ("c", (Literal("A card.", "en"),)),
        )
    )
    scheme = ConceptScheme(iri=IRI(DEFAULT_BASE), concepts=(bare, told, late))
    store = MemoryStore(to_triples(scheme))
    assert compare(store, "x").concept.iri == told.iri
    assert compare(store, "x", language="en").concept.iri == late.iri
    with pytest.raises(NotFound, match="no definition"):
        compare(store, bare.iri)


def test_a_language_without_definitions_names_those_that_there_are(store: MemoryStore) -> None:
    with pytest.raises(NotFound, match="in 'fr'") as caught:
        compare(store, "micro-credential", language="fr")
    assert caught.value.hint == "it has definitions in en"


def test_words_of_any_script_stay_whole() -> None:
    assert content_words("कौशल", "hi") == ["कौशल"]
    assert content_words("compe\u0301tence", "fr") == ["compétence"]
    assert content_words("l'apprentissage d’une vie", "fr") == ["apprentissage", "vie"]
