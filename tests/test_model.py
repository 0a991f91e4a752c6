from __future__ import annotations

from tvet_skos.model import Concept, Definition, Source, SourceEvidence, leads, preferred
from tvet_skos.terms import IRI, Literal

A, B, C = (IRI(f"http://e/x#def-{n}") for n in "abc")


def _definition(
    iri: IRI, *, position: int | None = None, year: str = "", **more: object
) -> Definition:
    evidence = SourceEvidence.STATED if year else SourceEvidence.NOT_CAPTURED
    sources = (IRI(f"http://e/source/{year}"),) if year else ()
    return Definition(
        iri=iri,
        value=Literal(f"Text {iri}", "en"),
        position=position,
        sources=sources,
        source_evidence=evidence,
        **more,  # type: ignore[arg-type]
    )


def _concept(*definitions: Definition, **more: object) -> Concept:
    return Concept(iri=IRI("http://e/x"), definitions=definitions, **more)  # type: ignore[arg-type]


ISSUED = {IRI("http://e/source/2015"): "2015", IRI("http://e/source/2022"): "2022-12"}


def test_records_are_equal_whatever_the_order_they_were_given_in() -> None:
    left = _concept(_definition(A, position=2), _definition(B, position=1))
    right = _concept(
        _definition(B, position=1), _definition(A, position=2), _definition(B, position=1)
    )
    assert left == right
    assert [d.iri for d in left.definitions] == [B, A]


def test_the_editors_choice_leads() -> None:
    concept = _concept(
        _definition(A, position=1, year="2022"),
        _definition(B, position=2),
        preferred_definitions=(B,),
    )
    assert leads(concept, ISSUED)["en"].iri == B


def test_without_a_choice_the_newest_stated_definition_leads() -> None:
    concept = _concept(
        _definition(A, position=1),
        _definition(B, position=2, year="2015"),
        _definition(C, position=3, year="2022"),
    )
    assert leads(concept, ISSUED)["en"].iri == C


def test_the_newest_month_leads_not_only_the_newest_year() -> None:
    concept = _concept(
        _definition(A, position=1, year="2020"), _definition(B, position=2, year="2021")
    )
    issued = {IRI("http://e/source/2020"): "2020-01", IRI("http://e/source/2021"): "2020-11"}
    assert leads(concept, issued)["en"].iri == B


def test_ties_go_by_position_then_iri() -> None:
    assert (
        leads(_concept(_definition(A, position=2), _definition(B, position=1)), {})["en"].iri == B
    )
    assert leads(_concept(_definition(B), _definition(A)), {})["en"].iri == A


def test_each_language_has_its_own_lead_and_replaced_texts_never_lead() -> None:
    french = Definition(iri=C, value=Literal("Texte", "fr"))
    old = _definition(A, position=1, deprecated=True)
    concept = _concept(old, _definition(B, position=2), french, preferred_definitions=(A,))
    assert {tag: d.iri for tag, d in leads(concept, {}).items()} == {"en": B, "fr": C}
    assert old not in concept.live_definitions


def test_labels_fall_back_from_the_asked_language_to_english_to_any() -> None:
    labels = [Literal("Titre", "fr"), Literal("Title", "en-GB")]
    assert preferred(labels, "fr") == "Titre"
    assert preferred(labels, "es") == "Title"
    assert preferred(labels[:1], "es") == "Titre"
    assert _concept().label() == "http://e/x"


def test_a_source_knows_its_year_only_when_it_is_stated() -> None:
    assert Source(iri=A, issued="2022-12").year == "2022"
    assert Source(iri=A, date="2007-2013").year == ""


def test_a_missing_source_is_told_from_a_stated_one() -> None:
    assert not _definition(A).has_source
    assert _definition(A, year="2015").has_source
    assert not Definition(iri=A).has_source
