"""Labels by patterns: what a plain comparison of every label would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvet_skos.lookup.patterns import LabelLines, labels_like, line_of, pattern_of
from tvet_skos.namespaces import SKOS
from tvet_skos.store.labels.entries import LabelKind
from tvet_skos.store.labels.index import LabelIndex
from tvet_skos.terms import IRI, Literal, Triple

LETTERS = "aAbßẞİIıſsς Éé̈-(*\n"
LABELS = st.text(alphabet=LETTERS, min_size=1, max_size=6).filter(str.strip)
PATTERNS = st.text(alphabet="aAbßİsςé-(* ", max_size=5).filter(str.strip)
KINDS = st.sampled_from([SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation])


def _index(labels: list[tuple[str, str, IRI]]) -> LabelIndex:
    return LabelIndex.of(
        Triple(IRI(f"http://e/{number}"), kind, Literal(text, language))
        for number, (text, language, kind) in enumerate(labels)
    )


@given(
    st.lists(st.tuples(LABELS, st.sampled_from(["en", "en-GB", "fi", ""]), KINDS), max_size=12),
    PATTERNS,
    st.sampled_from([None, "en", "fi"]),
)
def test_the_index_finds_what_a_look_at_all_labels_finds(
    labels: list[tuple[str, str, IRI]], text: str, language: str | None
) -> None:
    index, pattern = _index(labels), pattern_of(text)
    expression = re.compile(".*".join(map(re.escape, pattern.parts)), re.DOTALL)
    wanted = {
        entry
        for entry in index
        if expression.fullmatch(line_of(entry.label.value))
        and entry.kind is not LabelKind.NOTATION
        and (language is None or f"{entry.label.language}-".startswith(f"{language}-"))
    }
    found = list(labels_like(index, LabelLines(index), pattern, language))
    assert set(found) == wanted and len(found) == len(wanted)
    lines = [line_of(entry.label.value) for entry in found]
    assert lines == sorted(lines)


@pytest.mark.parametrize("text", ["*a" * 400 + "b", "a*" * 400, "*" * 900 + "x"])
def test_a_pattern_takes_time_by_its_length_only(text: str) -> None:
    pattern = pattern_of(text)
    assert not pattern.matches("a" * 399) and pattern.matches(pattern.text.replace("*", "aaa"))


def test_labels_are_counted_by_kind_and_language() -> None:
    index = _index(
        [("a", "en", SKOS.prefLabel), ("b", "en", SKOS.prefLabel), ("1", "", SKOS.notation)]
    )
    lines = LabelLines(index)
    assert lines.counts == {(LabelKind.PREFERRED, "en"): 2, (LabelKind.NOTATION, ""): 1}
    assert lines.languages == ("en",)
