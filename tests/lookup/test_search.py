from __future__ import annotations

import pytest

from tvet_skos.errors import QueryRefused
from tvet_skos.lookup import SearchResult, search
from tvet_skos.namespaces import DEFAULT_BASE, RDF, SKOS
from tvet_skos.store import LabelKind, MemoryStore
from tvet_skos.store.labels.question import LIMITS, Mode
from tvet_skos.terms import IRI, Literal, Triple

EX = "http://example.org/"


def iri(name: str) -> IRI:
    return IRI(EX + name)


def label(name: str, kind: LabelKind, text: str, language: str = "en") -> Triple:
    return Triple(iri(name), SKOS + kind.value, Literal(text, language))


def names(result: SearchResult) -> list[str]:
    return [hit.concept.removeprefix(EX) for hit in result.hits]


@pytest.fixture(scope="module")
def small() -> MemoryStore:
    return MemoryStore(
        [
            label("skill", LabelKind.PREFERRED, "Skill"),
            label("skill", LabelKind.ALTERNATIVE, "Skills needed"),
            label("ability", LabelKind.PREFERRED, "Ability"),
            label("ability", LabelKind.ALTERNATIVE, "skill"),
            label("mismatch", LabelKind.PREFERRED, "Skills mismatch"),
            label("green", LabelKind.PREFERRED, "Green skills"),
            label("up", LabelKind.PREFERRED, "Upskilling"),
            label("fr", LabelKind.PREFERRED, "Skill (anglicisme)", "fr"),
            label("job", LabelKind.PREFERRED, "Job"),
            Triple(iri("job"), SKOS.definition, Literal("Work that asks for a skill.", "en")),
            Triple(iri("job"), SKOS.inScheme, iri("work")),
            Triple(iri("topic"), RDF.type, SKOS.Collection),
            Triple(iri("topic"), SKOS.member, iri("green")),
        ]
    )


def test_each_concept_comes_once_for_its_best_reason_and_scores_fall(small: MemoryStore) -> None:
    result = search(small, "skill")
    assert names(result) == ["skill", "ability", "fr", "mismatch", "green", "up", "job"]
    assert [hit.mode for hit in result.hits] == [
        Mode.EXACT, Mode.EXACT, Mode.PREFIX, Mode.PREFIX, Mode.WORDS, Mode.SUBSTRING,
        Mode.DEFINITION,
    ]  # fmt: skip
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True) and scores[0] == 100


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Skill", 'preferred label "Skill"@en'),
        ("SKILLS", 'preferred label "Skill"@en, ignoring case and plural'),
        ("skills mis", 'preferred label "Skills mismatch"@en begins with "skills mis"'),
        ("skill green", 'preferred label "Green skills"@en has the words "skill green"'),
        ("green ski", 'preferred label "Green skills"@en begins with "green ski"'),
        ("kills gree", 'preferred label "Green skills"@en has inside "kills gree"'),
        ("mismacth skil", 'reading "mismacth" as "mismatch" and "skil" as "skill"'),
        ("skill asks work", 'a definition has the words "skill asks work"'),
    ],
)  # fmt: skip
def test_a_hit_says_why(small: MemoryStore, text: str, why: str) -> None:
    assert search(small, text).hits[0].why.endswith(why)


def test_other_languages_follow_the_asked_one_and_say_so(small: MemoryStore) -> None:
    result = search(small, "skill", language="fr")
    assert names(result)[:2] == ["fr", "skill"]
    assert result.hits[1].why == 'preferred label "Skill"@en, ignoring case (not in fr)'
    assert names(search(small, "skill", language="fr", strict=True)) == ["fr"]
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)


def test_pages_follow_each_other_without_gap_or_repetition(small: MemoryStore) -> None:
    whole = names(search(small, "skill"))
    pages = [search(small, "skill", limit=2, offset=start) for start in range(0, 8, 2)]
    assert [name for page in pages for name in names(page)] == whole
    assert (pages[0].total, pages[0].is_counted) == (2, False)
    counted = search(small, "skill", limit=2, count=LIMITS.counted)
    assert (counted.total, counted.is_counted) == (7, True)
    assert (search(small, "skill", limit=2, count=5).total) == 5


def test_asterisks_ask_for_completions(small: MemoryStore) -> None:
    assert names(search(small, "ski*")) == ["skill", "fr", "mismatch", "ability", "green"]
    assert "up" in names(search(small, "*kill")) and "job" not in names(search(small, "*kill*"))
    assert names(search(small, "skull*")) == []
    assert search(small, "*").hits == ()


def test_kinds_modes_and_groups_can_be_chosen(small: MemoryStore) -> None:
    alternative = search(small, "skill", kinds=[LabelKind.ALTERNATIVE], modes=[Mode.EXACT])
    assert names(alternative) == ["ability"]
    assert names(search(small, "skill", within=iri("work"))) == ["job"]
    assert names(search(small, "skill", within=iri("topic"))) == ["green"]


def test_a_note_is_the_weakest_reason_and_says_which_note_it_is() -> None:
    noted = MemoryStore(
        [
            label("a", LabelKind.PREFERRED, "Apprentice"),
            label("b", LabelKind.PREFERRED, "Trainee"),
            Triple(iri("b"), SKOS.definition, Literal("Somewhat like an apprentice.", "en")),
            label("c", LabelKind.PREFERRED, "Journeyman"),
            Triple(iri("c"), SKOS.scopeNote, Literal("Was an apprentice before.", "en")),
            label("d", LabelKind.PREFERRED, "Compagnon", "fr"),
            Triple(iri("d"), SKOS.example, Literal("Un ancien apprentice.", "fr")),
        ]
    )
    assert names(search(noted, "apprentice")) == ["a", "b"]
    hits = search(noted, "apprentice", language="en", modes=tuple(Mode)).hits
    assert [(hit.concept.rpartition("/")[2], hit.why) for hit in hits[2:]] == [
        ("c", 'a scope note has the word "apprentice"'),
        ("d", 'an example has the word "apprentice" (not in en)'),
    ]
    scores = [hit.score for hit in hits]
    assert scores == sorted(set(scores), reverse=True) and min(scores) > 0
    assert hits[2].note is not None and hits[2].text.value == "Was an apprentice before."


def test_a_definition_is_named_by_its_node(store: MemoryStore) -> None:
    result = search(store, "grade ends teaching", modes=[Mode.DEFINITION])
    assert [hit.definition and hit.definition.node for hit in result.hits] == [
        hit.definition.node for hit in result.hits if hit.definition and hit.definition.node
    ]
    assert result.hits and result.hits[0].label is None


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\ud800", '" OR 1=1 --', "%", "_", "NEAR(", "**"]
)
def test_odd_texts_find_nothing_and_nothing_worse(small: MemoryStore, text: str) -> None:
    assert search(small, text, count=10).hits == ()


def test_a_text_that_is_too_long_is_refused_with_the_limit(small: MemoryStore) -> None:
    with pytest.raises(QueryRefused) as caught:
        search(small, "x" * 100_000)
    assert str(LIMITS.characters) in str(caught.value.hint)


def test_the_bundled_vocabulary_is_found_with_a_slip(store: MemoryStore) -> None:
    assert search(store, "micro credentail").hits[0].concept == DEFAULT_BASE + "micro-credential"
