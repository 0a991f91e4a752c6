"""Nearly the same text twice, and what is stated of where a text was taken from."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from tests.lookup.competing import competing, definition_iri, source_iri
from tvet_skos.lookup.card import card, concept_of
from tvet_skos.lookup.compare import compare
from tvet_skos.lookup.derivations import Taking
from tvet_skos.lookup.duplicates import NEARLY, Duplicate, closest, near_duplicates
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.shingles import resemblance
from tvet_skos.store import MemoryStore
from tvet_skos.terms import IRI, Literal

_TEXT = (
    "Learning that leads to a certificate for a small part of what a trade asks of those who "
    "work in it, and that is assessed by a body which others trust"
)


def _found(*texts: tuple[str, str]) -> list[Duplicate]:
    return list(near_duplicates(compare(competing(*texts), "X").entries))


def test_a_copy_from_a_newer_source_is_like_the_older_one() -> None:
    changed = _TEXT.replace("trade", "craft")
    (one,) = _found((changed, "2020"), ("Another thing entirely.", "1990"), (_TEXT, "2004"))
    assert (one.number, one.like, one.is_older) == (1, 3, True)
    assert NEARLY <= one.share < 1 and one.percent == int(100 * resemblance(changed, _TEXT))


def test_nobody_is_called_older_where_a_year_is_unknown_or_the_same() -> None:
    for years in (("2004", ""), ("", "2020"), ("2004", "2004-05")):
        (one,) = _found((_TEXT, years[0]), (_TEXT, years[1]))
        assert (one.number, one.like, one.is_older, one.percent) == (2, 1, False, 100)


def test_texts_in_two_languages_are_never_held_against_each_other() -> None:
    entry, other = compare(competing((_TEXT, "2004"), (_TEXT, "2005")), "X").entries
    french = replace(other.definition, value=Literal(_TEXT, "fr"))
    assert near_duplicates((entry, replace(other, definition=french))) == ()
    british = replace(other.definition, value=Literal(_TEXT, "en-GB"))
    assert len(near_duplicates((entry, replace(other, definition=british)))) == 1


def test_of_many_copies_each_is_named_once_in_words() -> None:
    every = _found(*[(_TEXT, "")] * 5)
    assert len(every) == 10
    assert [(d.number, d.like) for d in closest(every)] == [(2, 1), (3, 1), (4, 1), (5, 1)]


def test_percents_are_rounded_down() -> None:
    assert Duplicate(2, 1, 0.999, False).percent == 99
    assert Duplicate(2, 1, 0.29 + 0.29, False).percent == 58


def test_the_threshold_parts_copies_from_independent_definitions(store: MemoryStore) -> None:
    """As ``NEARLY`` says: figures on the bundled vocabulary."""
    concepts = [t.subject for t in store.naming(RDF.type, SKOS.Concept)]
    texts = []
    independent = []
    for iri in concepts:
        assert isinstance(iri, IRI)
        own = concept_of(card(store, iri), iri).live_definitions
        texts += [d.text for d in own]
        independent += [
            resemblance(one.text, other.text)
            for one, other in combinations(own, 2)
            if one.language == other.language
        ]
    assert max(independent) < 0.24 < NEARLY
    exchanged = []
    for text in texts:
        words = text.split()
        words[len(words) // 2] = "zzz"
        exchanged.append(resemblance(text, " ".join(words)))
    assert sum(share >= NEARLY for share in exchanged) >= 0.99 * len(exchanged)


def test_what_is_quoted_or_derived_is_stated_with_its_source() -> None:
    store = competing(
        (_TEXT, "2020"),
        (_TEXT, "2004"),
        quoted_from=(source_iri(2),),
        derived_from=(source_iri(2), definition_iri(2), IRI("http://example.org/report")),
    )
    found = compare(store, "X").derivations
    assert [(d.number, d.taking, d.origin) for d in found] == [
        (1, Taking.QUOTED, source_iri(2)),
        (1, Taking.DERIVED, IRI("http://example.org/report")),
        (1, Taking.DERIVED, definition_iri(2)),
    ]
    assert found[0].source is not None and found[0].source.title == "Work 2"
    assert [d.definitions for d in found] == [(2,), (), (2,)]


def test_the_page_that_a_text_was_read_from_is_no_origin(store: MemoryStore) -> None:
    found = compare(store, "continuing education")
    assert any("/page/" in iri for e in found.entries for iri in e.definition.derived_from)
    assert found.derivations and not any("/page/" in d.origin for d in found.derivations)


@pytest.mark.parametrize("text", ["One.", "Two words."])
def test_short_texts_are_alike_only_where_they_are_the_same(text: str) -> None:
    assert _found((text, ""), ("Other words.", "")) == []
    assert len(_found((text, ""), (text.upper(), ""))) == 1
