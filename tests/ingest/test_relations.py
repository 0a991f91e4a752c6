from __future__ import annotations

from tvet_skos.ingest.glossary_page import GlossaryPage
from tvet_skos.ingest.relations import Labels, Related, with_relations
from tvet_skos.model import Concept
from tvet_skos.terms import IRI, Literal


def concept(key: str, label: str, *others: str, **more: bool) -> Concept:
    return Concept(
        iri=IRI(f"https://example.org/{key}"),
        pref_labels=(Literal(label, "en"),),
        alt_labels=tuple(Literal(other, "en") for other in others),
        **more,  # type: ignore[arg-type]
    )


SKILL = concept("skill", "Skill")
KNOWN = (SKILL, concept("badge", "Badge", "Open badge"), concept("trade", "Trade"))


def related(*known: Concept, **page: tuple[str, ...]) -> Related:
    labels = Labels("en").add(known or KNOWN)
    return with_relations(SKILL, [GlossaryPage(heading="Skill", **page)], labels, "en")  # type: ignore[arg-type]


def test_terms_become_relations_in_any_spelling() -> None:
    found = related(view_also=("badges",), parents=("TRADE",), children=("open-badge",)).concept
    assert found.broader == (KNOWN[2].iri,)
    assert found.narrower == (KNOWN[1].iri,)


def test_an_unknown_term_is_an_editorial_note_and_a_to_do() -> None:
    found = related(view_also=("craft",), related=("guild",))
    assert [note.value for note in found.concept.editorial_notes] == [
        "Related term: guild (not in the vocabulary yet)",
        "View also: craft (not in the vocabulary yet)",
    ]
    assert len(found.to_dos) == 2
    assert not found.concept.related


def test_a_term_of_two_concepts_is_not_linked() -> None:
    found = related(concept("a", "Craft"), concept("b", "Crafts"), view_also=("craftS",))
    assert "several of that name" in found.to_dos[0]


def test_the_same_spelling_decides_between_similar_ones() -> None:
    labels = Labels("en").add([concept("a", "Craft"), concept("b", "Crafts")])
    assert labels.find("Crafts") == (IRI("https://example.org/b"),)


def test_a_preferred_label_counts_before_an_alternative_one() -> None:
    labels = Labels("en").add([concept("a", "Badge"), concept("b", "Token", "Badge")])
    assert labels.find("badge") == (IRI("https://example.org/a"),)


def test_labels_in_other_languages_and_of_retired_concepts_do_not_count() -> None:
    assert Labels("fr").add(KNOWN).find("Skill") == ()
    assert Labels("en").add([concept("a", "Badge", deprecated=True)]).find("Badge") == ()


def test_a_concept_is_not_related_to_itself_or_to_what_is_broader() -> None:
    found = related(view_also=("Skills", "Trade"), parents=("Trade (TR)",))
    assert found.concept.related == ()
    assert found.concept.broader == (KNOWN[2].iri,)
    assert found.to_dos == ()


def test_the_abbreviation_behind_a_term_does_not_hide_it() -> None:
    assert related(view_also=("Badge (BDG)",)).concept.related == (KNOWN[1].iri,)
