from __future__ import annotations

from tvet_skos.shingles import resemblance


def test_resemblance_is_of_pairs_of_words_whatever_their_case_and_punctuation() -> None:
    assert resemblance("One, two; three.", "one two THREE") == 1.0
    assert resemblance("one two three", "three two one") == 0.0
    assert resemblance("a b c d", "a b c e") == 0.5


def test_texts_without_words_share_nothing() -> None:
    assert resemblance("…", "…") == 0.0
    assert resemblance("one", "one") == 1.0
