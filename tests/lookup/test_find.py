from __future__ import annotations

import pytest

from tvet_skos.errors import NotFound
from tvet_skos.lookup.find import find, find_one, suggestions
from tvet_skos.lookup.sources import find_source
from tvet_skos.namespaces import DEFAULT_BASE, SKOS
from tvet_skos.store import LabelKind, MemoryStore
from tvet_skos.terms import IRI, Literal, Triple

MICRO = DEFAULT_BASE + "micro-credential"


@pytest.mark.parametrize(
    "term",
    [
        "Micro-credential", "micro credentials", "MICROCREDENTIAL", "micro–credential",
        "microcertifications", MICRO, f"<{MICRO}>",
    ],
)  # fmt: skip
def test_every_spelling_finds_the_concept(store: MemoryStore, term: str) -> None:
    assert find_one(store, term).concept == MICRO


def test_a_match_says_why() -> None:
    concept = IRI("http://e/x")
    store = MemoryStore(
        [
            Triple(concept, SKOS.prefLabel, Literal("Recognition of prior learning", "en")),
            Triple(concept, SKOS.altLabel, Literal("RPL", "en")),
        ]
    )
    assert find_one(store, "RPL").why == 'alternative label "RPL"@en'
    assert find_one(store, "rpl").why == 'alternative label "RPL"@en, ignoring case'
    reason = find_one(store, "recognition of Prior-Learnings").why
    assert reason.endswith("ignoring case, plural and hyphens and spaces")
    assert find_one(store, "http://e/x").why == "its IRI"


def test_better_matches_come_first() -> None:
    def label(name: str, kind: LabelKind, text: str) -> Triple:
        return Triple(IRI(f"http://e/{name}"), SKOS + kind.value, Literal(text, "en"))

    store = MemoryStore(
        [
            label("plural", LabelKind.PREFERRED, "skills"),
            label("hidden", LabelKind.HIDDEN, "skill"),
            label("alternative", LabelKind.ALTERNATIVE, "skill"),
            label("preferred", LabelKind.PREFERRED, "Skill"),
        ]
    )
    found = [m.concept.rsplit("/", 1)[-1] for m in find(store, "skill")]
    assert found == ["preferred", "alternative", "hidden", "plural"]


def test_a_language_can_be_asked_for(store: MemoryStore) -> None:
    assert find(store, "microcertification", "fr")
    assert not find(store, "microcertification", "en")


def test_a_term_that_nothing_is_spelled_like_gets_near_misses(store: MemoryStore) -> None:
    with pytest.raises(NotFound) as caught:
        find_one(store, "micro-credentail")
    assert "Micro-credential" in caught.value.suggestions
    assert "did you mean" in str(caught.value.hint)
    assert suggestions(store, "zzzzzz") == ()


@pytest.mark.parametrize("term", ["", "  ", "://", "<>", "http://e/ a", '" } UNION {', "\x00"])
def test_odd_terms_are_not_found_and_nothing_worse(store: MemoryStore, term: str) -> None:
    assert find(store, term) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Council of the EU (2022)", "council of the eu 2022", "eu-council-2022",
        DEFAULT_BASE + "source/eu-council-2022",
    ],
)  # fmt: skip
def test_a_source_is_found_by_citation_alias_key_and_iri(store: MemoryStore, text: str) -> None:
    assert find_source(store, text) == (DEFAULT_BASE + "source/eu-council-2022",)


def test_an_organisation_names_all_its_works(store: MemoryStore) -> None:
    keys = (
        "col-2003", "col-2015", "col-2020", "col-2020-blended-tvet", "col-2020-cited",
        "col-intro-odl", "unesco-col-2011",
    )  # fmt: skip
    found = set(find_source(store, "Commonwealth of Learning"))
    assert found == {f"{DEFAULT_BASE}source/{key}" for key in keys}
    with pytest.raises(NotFound):
        find_source(store, "nobody at all")


def test_a_language_takes_its_variants_in_any_case(store: MemoryStore) -> None:
    assert find(store, "microcertification", "FR")


def test_a_word_of_a_term_suggests_it(store: MemoryStore) -> None:
    assert suggestions(store, "badge") == ("Open badge",)


def test_a_notation_finds_its_concept() -> None:
    concept = IRI("http://e/x")
    store = MemoryStore(
        [
            Triple(concept, SKOS.prefLabel, Literal("Trade", "en")),
            Triple(concept, SKOS.notation, Literal("04-1", datatype="http://e/code")),
        ]
    )
    assert find_one(store, "04-1").why == 'notation "04-1"'


def test_a_page_of_text_is_no_term_and_the_answer_is_short(store: MemoryStore) -> None:
    with pytest.raises(NotFound) as caught:
        find_one(store, "learning " * 20_000)
    assert len(str(caught.value)) < 200


def test_one_concept_is_suggested_once(store: MemoryStore) -> None:
    near = suggestions(store, "micro credentail")
    assert near == ("Micro-credential",)
