from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from tvet_skos.lookup.matching import FEATURES, by_iri, candidates, edit_distance, similarity
from tvet_skos.namespaces import SKOS
from tvet_skos.store.labels.entries import LabelKind
from tvet_skos.store.labels.index import LabelIndex
from tvet_skos.terms import IRI, Literal, Triple

EX = "http://example.org/"


def index(*rows: tuple[str, LabelKind, str, str]) -> LabelIndex:
    return LabelIndex.of(
        Triple(IRI(EX + name), SKOS + kind.value, Literal(text, language))
        for name, kind, text, language in rows
    )


NAMES = {"a": "Learning outcome", "b": "Outcome", "c": "Learned"}
LABELS = index(
    ("a", LabelKind.PREFERRED, "Learning outcome", "en"),
    ("b", LabelKind.PREFERRED, "Outcome", "en"),
    ("b", LabelKind.ALTERNATIVE, "learning outcome", "en"),
    ("c", LabelKind.PREFERRED, "Learned", "en"),
    ("c", LabelKind.HIDDEN, "Ergebnis", "de"),
    ("c", LabelKind.NOTATION, "X1", ""),
)


def name_of(iri: IRI) -> str:
    return NAMES[iri.removeprefix(EX)]


def test_labels_count_by_their_kind_spelling_and_language() -> None:
    def best(text: str, language: str = "en") -> float:
        return candidates(LABELS, text, name_of, language=language)[0].score

    assert best("Outcome") == 100
    assert best("outcome") == 99
    assert best("Outcomes") == 98
    assert best("Ergebnis", "de") == 75
    assert best("Ergebnis") == 69
    assert best("X1") == 70 == best("X1", "fr")
    assert 60 <= best("Outcoem") < 70


def test_only_a_name_that_nobody_else_goes_by_is_certain() -> None:
    def certain(text: str, **more: int) -> list[bool]:
        return [each.is_certain for each in candidates(LABELS, text, name_of, **more)]  # type: ignore[arg-type]

    assert certain("outcome")[0]
    assert certain("Learning outcome") == [False, False]
    assert certain("Learning outcome", limit=1) == [False]
    assert not certain("outcomes")[0] and not certain("Ergebnis")[0]
    without_b = candidates(LABELS, "Learning outcome", name_of, belongs=lambda iri: iri != EX + "b")
    assert [each.is_certain for each in without_b] == [True]


def test_every_candidate_has_every_feature_and_stands_by_score() -> None:
    found = candidates(LABELS, "learning outcome", name_of)
    assert all(set(each.features) == set(FEATURES) for each in found)
    assert [each.score for each in found] == sorted((e.score for e in found), reverse=True)
    assert by_iri(IRI(EX + "a"), "A").features == {**FEATURES, "identifier": True}


@given(st.text("abcé教", max_size=8), st.text("abcé教", max_size=8))
def test_the_distance_is_that_of_the_label_index(left: str, right: str) -> None:
    assert edit_distance(left, right) == OSA.distance(left, right)
    assert 0 <= similarity(left, right) <= 1 and similarity(left, left) == 1
