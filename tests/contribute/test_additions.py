from __future__ import annotations

from dataclasses import replace

import pytest

from tvet_skos.contribute import add
from tvet_skos.iri import definition_iri
from tvet_skos.model import (
    Collection,
    Concept,
    ConceptScheme,
    Definition,
    Source,
    SourceEvidence,
    leads,
)
from tvet_skos.namespaces import DEFAULT_BASE
from tvet_skos.terms import IRI, Literal, Triple

CONCEPT = IRI(DEFAULT_BASE + "skill")
PAGE = IRI(DEFAULT_BASE + "page/tvetipedia-skill")
LONG = "An ability to carry out the tasks of a job to an agreed standard"


def _definition(
    text: str, citation: str = "", *, page: IRI = PAGE, position: int = 1
) -> Definition:
    return Definition(
        iri=definition_iri(CONCEPT, text, "en", citation),
        value=Literal(text, "en"),
        source_text=citation or "TVETipedia Glossary, Skill; source not captured, read 2026-01-01",
        source_evidence=SourceEvidence.STATED if citation else SourceEvidence.NOT_CAPTURED,
        derived_from=(page,),
        position=position,
    )


def _scheme(*definitions: Definition, **more: object) -> ConceptScheme:
    fields: dict[str, object] = {"pref_labels": (Literal("Skill", "en"),), **more}
    concept = Concept(iri=CONCEPT, definitions=definitions, **fields)  # type: ignore[arg-type]
    return ConceptScheme(iri=DEFAULT_BASE, concepts=(concept,))


def _only(scheme: ConceptScheme) -> Concept:
    (concept,) = scheme.concepts
    return concept


def test_the_same_import_twice_changes_nothing() -> None:
    imported = _scheme(_definition(LONG), _definition("Another text entirely.", "COL 2015"))
    once = add(ConceptScheme(iri=DEFAULT_BASE), imported)
    assert [s.what for s in once.steps] == ["new concept with 2 definitions"]
    twice = add(once.scheme, imported)
    assert twice.scheme == once.scheme
    assert not twice.steps


def test_the_day_of_reading_makes_no_new_definition() -> None:
    later = replace(
        _definition(LONG),
        source_text="TVETipedia Glossary, Skill; source not captured, read 2026-12-31",
    )
    assert not add(_scheme(_definition(LONG)), _scheme(later)).steps


def test_what_editors_changed_since_is_left_alone() -> None:
    edited = replace(_definition(LONG), value=Literal("Edited by hand.", "en"))
    result = add(_scheme(edited), _scheme(_definition(LONG)))
    assert _only(result.scheme).definitions == (edited,)


def test_a_changed_text_becomes_a_revision_and_the_old_one_stays() -> None:
    old, new = _definition(LONG), _definition(LONG + " of work")
    concept = _only(add(_scheme(old, preferred_definitions=(old.iri,)), _scheme(new)).scheme)
    kept = {d.iri: d for d in concept.definitions}
    assert kept[old.iri] == replace(old, deprecated=True)
    assert kept[new.iri] == replace(new, revision_of=old.iri)
    assert concept.preferred_definitions == (new.iri,)
    assert leads(concept, {})["en"].iri == new.iri


def test_a_third_wording_revises_the_second() -> None:
    texts = [LONG, LONG + " of work", LONG + " of any work"]
    scheme = _scheme(_definition(texts[0]))
    for text in texts[1:]:
        scheme = add(scheme, _scheme(_definition(text))).scheme
    live = _only(scheme).live_definitions
    assert [d.text for d in live] == texts[2:]
    assert live[0].revision_of == _definition(texts[1]).iri


@pytest.mark.parametrize(
    "other",
    [
        _definition("A piece of cloth that is worn on the head in winter."),
        _definition(LONG + " of work", "COL 2015"),
        _definition(LONG + " of work", page=IRI(DEFAULT_BASE + "page/other")),
    ],
    ids=["another text", "another citation", "another page"],
)
def test_nothing_of_another_source_is_ever_replaced(other: Definition) -> None:
    old = _definition(LONG)
    concept = _only(add(_scheme(old), _scheme(other)).scheme)
    assert old in concept.definitions
    assert other in concept.definitions


def test_a_text_that_is_still_on_the_page_is_nobodys_old_wording() -> None:
    old, longer = _definition(LONG), _definition(LONG + " of work", position=2)
    concept = _only(add(_scheme(old), _scheme(old, longer)).scheme)
    assert len(concept.live_definitions) == 2


def test_spellings_relations_and_sources_are_joined_and_nothing_is_dropped() -> None:
    source = Source(iri=IRI(DEFAULT_BASE + "source/a"), citation="Mine")
    base = replace(
        _scheme(alt_labels=(Literal("ability", "en"),), related=(IRI("http://e/a"),)),
        sources=(source,),
    )
    more = replace(
        _scheme(
            pref_labels=(Literal("Skills", "en"), Literal("Compétence", "fr")),
            alt_labels=(Literal("Ability", "en"),),
            related=(IRI("http://e/b"),),
        ),
        sources=(replace(source, citation="Theirs"), Source(iri=IRI("http://e/s"), citation="New")),
    )
    result = add(base, more)
    concept = _only(result.scheme)
    assert concept.pref_labels == (Literal("Compétence", "fr"), Literal("Skill", "en"))
    assert concept.alt_labels == (Literal("Skills", "en"), Literal("ability", "en"))
    assert concept.related == (IRI("http://e/a"), IRI("http://e/b"))
    assert [s.citation for s in result.scheme.sources] == ["New", "Mine"]
    assert {s.what.split()[0] for s in result.steps} == {"label", "related:"}


def test_whatever_an_import_says_of_a_concept_is_taken_in() -> None:
    more = _scheme(
        hidden_labels=(Literal("skil", "en"),),
        exact_match=(IRI("http://e/other"),),
        definition_texts=(Literal("A plain text.", "en"),),
        scope_notes=(Literal("Narrow.", "en"),),
        other=(Triple(CONCEPT, IRI("http://e/p"), Literal("x")),),
    )
    more = replace(more, collections=(Collection(iri=IRI("http://e/topic")),))
    result = add(_scheme(), more)
    concept, imported = _only(result.scheme), _only(more)
    for field in ("hidden_labels", "exact_match", "definition_texts", "scope_notes", "other"):
        assert getattr(concept, field) == getattr(imported, field), field
    assert result.scheme.collections == more.collections
    assert result.steps


def test_a_source_that_an_editor_identified_does_not_make_a_rival() -> None:
    identified = replace(
        _definition(LONG), source_evidence=SourceEvidence.INFERRED, source_text="COL 2015"
    )
    concept = _only(add(_scheme(identified), _scheme(_definition(LONG + " of work"))).scheme)
    assert [d.revision_of for d in concept.live_definitions] == [identified.iri]


def test_setting_a_corrected_text_aside_is_said() -> None:
    corrected = replace(_definition(LONG), value=Literal(LONG + ", corrected", "en"))
    (step,) = add(_scheme(corrected), _scheme(_definition(LONG + " of work"))).steps
    assert "corrected by hand" in step.what
