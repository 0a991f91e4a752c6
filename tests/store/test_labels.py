"""The label index: what goes in, how it is found, the file, alphabetical lists."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tvet_skos.errors import QueryRefused, StoreDamaged, StoreError, WriteError
from tvet_skos.namespaces import RDF, SKOS, SKOSXL
from tvet_skos.store.labels import database
from tvet_skos.store.labels.entries import NoteKind
from tvet_skos.store.labels.index import (
    DefinitionEntry,
    LabelEntry,
    LabelIndex,
    LabelKind,
    NoteEntry,
    index_labels,
)
from tvet_skos.store.labels.question import LIMITS, LabelHit, Mode, Question
from tvet_skos.terms import IRI, BlankNode, Literal, Triple
from tvet_skos.text import fold

EX = "http://example.org/"
GRAPH, OTHER = IRI(f"{EX}one/"), IRI(f"{EX}two/")


def reader(triples: Iterable[Triple]) -> Callable[[IRI], Iterable[Triple]]:
    known = list(triples)
    return lambda predicate: [triple for triple in known if triple.predicate == predicate]


def index(*triples: Triple) -> LabelIndex:
    return index_labels({None: reader(triples)})


def iri(name: str) -> IRI:
    return IRI(EX + name)


def pref(name: str, text: str, language: str = "en") -> Triple:
    return Triple(iri(name), SKOS.prefLabel, Literal(text, language))


def alt(name: str, text: str, language: str = "en") -> Triple:
    return Triple(iri(name), SKOS.altLabel, Literal(text, language))


def names(hits: Iterable[LabelHit]) -> list[str]:
    return [hit.entry.concept.removeprefix(EX) for hit in hits]


def texts(entries: Iterable[LabelEntry]) -> list[str]:
    return [entry.label.value for entry in entries]


def labels_of(hits: Iterable[LabelHit]) -> list[str]:
    return texts(hit.entry for hit in hits if isinstance(hit.entry, LabelEntry))


# --- what goes in ---------------------------------------------------------------------------


def test_every_kind_of_label_is_indexed_under_its_concept() -> None:
    found = index(
        pref("a", "Apprenticeship"),
        alt("a", "Traineeship"),
        Triple(iri("a"), SKOS.hiddenLabel, Literal("aprenticeship")),
        Triple(iri("a"), SKOS.notation, Literal("0.42", datatype=f"{EX}code")),
    )
    kinds = {entry.label: entry.kind for entry in found}
    assert kinds == {
        Literal("Apprenticeship", "en"): LabelKind.PREFERRED,
        Literal("Traineeship", "en"): LabelKind.ALTERNATIVE,
        Literal("aprenticeship"): LabelKind.HIDDEN,
        Literal("0.42", datatype=f"{EX}code"): LabelKind.NOTATION,
    }
    assert len(found) == 4


def test_forms_of_label_nodes_count_like_plain_labels_and_once() -> None:
    label, again = BlankNode("l1"), iri("label2")
    found = index(
        pref("a", "Skill"),
        Triple(iri("a"), SKOSXL.prefLabel, label),
        Triple(label, SKOSXL.literalForm, Literal("Skill", "en")),
        Triple(iri("a"), SKOSXL.altLabel, again),
        Triple(again, SKOSXL.literalForm, Literal("Ability", "en")),
        Triple(iri("nobody"), SKOSXL.literalForm, Literal("Adrift", "en")),
    )
    assert [(e.label.value, e.kind) for e in found] == [
        ("Skill", LabelKind.PREFERRED),
        ("Ability", LabelKind.ALTERNATIVE),
    ]


@pytest.mark.parametrize("kind", ["Collection", "OrderedCollection", "ConceptScheme"])
def test_topics_and_schemes_are_no_concepts(kind: str) -> None:
    found = index(pref("a", "Skill"), pref("g", "Skills"), Triple(iri("g"), RDF.type, SKOS + kind))
    assert texts(found) == ["Skill"]


def test_what_belongs_to_a_blank_node_or_is_no_literal_is_left_out() -> None:
    found = index(
        Triple(BlankNode("b"), SKOS.prefLabel, Literal("Nobody", "en")),
        Triple(iri("a"), SKOS.prefLabel, iri("not-a-label")),
    )
    assert list(found) == []


def test_entries_come_in_one_order_whatever_the_order_of_the_triples() -> None:
    triples = [pref(f"c{n}", f"Term {n % 7}", "en") for n in range(30)]
    triples += [alt(f"c{n}", f"Name {n}", "fr") for n in range(30)]
    triples += [
        Triple(iri(f"c{n}"), SKOS.definition, Literal(f"a thing {n}", "en")) for n in range(9)
    ]
    shuffled = triples.copy()
    random.Random(4).shuffle(shuffled)
    one, two = index(*triples), index(*shuffled)
    assert list(one) == list(two)
    for text in ("term", "thing", "nam", "nme"):
        assert list(one.search(Question(text))) == list(two.search(Question(text)))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=8))
def test_every_label_is_found_by_itself(labels: list[str]) -> None:
    found = index(*(pref(f"c{n}", label) for n, label in enumerate(labels)))
    for label in labels:
        stored = label.encode("utf-8", "replace").decode("utf-8")
        assert stored in texts(found.spelled_like(label))


# --- how labels are found -------------------------------------------------------------------


@pytest.fixture
def learning() -> LabelIndex:
    definition = iri("learning/def")
    return index(
        pref("learning", "Learning"),
        alt("e", "learning"),
        pref("e", "E-learning"),
        Triple(iri("h"), SKOS.hiddenLabel, Literal("learning", "en")),
        pref("h", "Hidden"),
        pref("outcomes", "Learning outcomes"),
        alt("m", "Learning management"),
        pref("m", "LMS"),
        pref("prior", "Recognition of prior learning"),
        pref("yrkeslärning", "Yrkeslärning", "sv"),
        pref("leaning", "Leaning"),
        Triple(iri("x"), SKOS.definition, Literal("Where learning happens.", "en")),
        pref("x", "School"),
        Triple(iri("y"), SKOS.definition, definition),
        Triple(definition, RDF.value, Literal("A place made for learning and for play.", "en")),
        pref("y", "Kindergarten"),
    )


def test_the_better_reason_comes_first(learning: LabelIndex) -> None:
    hits = list(learning.search(Question("learning")))
    assert [(hit.mode, name) for hit, name in zip(hits, names(hits), strict=True)] == [
        (Mode.EXACT, "learning"),
        (Mode.EXACT, "e"),
        (Mode.EXACT, "h"),
        (Mode.PREFIX, "outcomes"),
        (Mode.PREFIX, "m"),
        (Mode.WORDS, "e"),
        (Mode.WORDS, "prior"),
        (Mode.DEFINITION, "x"),
        (Mode.DEFINITION, "y"),
    ]


def test_parts_of_words_and_misspelt_words_are_found(learning: LabelIndex) -> None:
    hits = list(learning.search(Question("rkeslär")))
    assert (names(hits)[0], hits[0].mode) == ("yrkeslärning", Mode.SUBSTRING)
    hits = list(learning.search(Question("recogniton of prior learning")))
    assert names(hits) == ["prior"]
    assert hits[0].reading == (("recogniton", "recognition"),)


def test_a_hit_in_a_definition_says_which(learning: LabelIndex) -> None:
    entries = [hit.entry for hit in learning.search(Question("happens learning"))]
    text = Literal("Where learning happens.", "en")
    assert entries == [DefinitionEntry(iri("x"), text)]
    (hit,) = learning.search(Question("play"))
    assert isinstance(hit.entry, DefinitionEntry) and hit.entry.node == iri("learning/def")


@pytest.fixture(scope="module")
def noted() -> LabelIndex:
    node, blank = iri("note-1"), BlankNode("n")
    return index(
        pref("a", "Guild"),
        Triple(iri("a"), SKOS.editorialNote, Literal("Ask a guild for sources.", "en")),
        Triple(
            iri("a"), SKOS.scopeNote, Literal("Only for a guild of crafts, past or present.", "en")
        ),
        pref("b", "Craft"),
        Triple(iri("b"), SKOS.definition, Literal("What a guild teaches.", "en")),
        Triple(iri("b"), SKOS.example, node),
        Triple(node, RDF.value, Literal("A guild of bakers.", "en")),
        pref("c", "Baker"),
        Triple(iri("c"), SKOS.changeNote, blank),
        Triple(blank, RDF.value, Literal("Moved below guild.", "en")),
        Triple(iri("c"), SKOS.note, Literal("Membre d’une guild.", "fr")),
        Triple(iri("topic"), RDF.type, SKOS.Collection),
        Triple(iri("topic"), SKOS.note, Literal("All of the guild.", "en")),
    )


def test_notes_come_last_and_those_for_readers_first(noted: LabelIndex) -> None:
    hits = list(noted.search(Question("guild", "en", modes=tuple(Mode))))
    found = [(h.mode, n) for h, n in zip(hits, names(hits), strict=True)]
    assert found[:2] == [(Mode.EXACT, "a"), (Mode.DEFINITION, "b")]
    entries = [hit.entry for hit in hits if isinstance(hit.entry, NoteEntry)]
    assert [(entry.kind, entry.node) for entry in entries] == [
        (NoteKind.SCOPE, None),
        (NoteKind.EXAMPLE, iri("note-1")),
        (NoteKind.CHANGE, None),
        (NoteKind.EDITORIAL, None),
        (NoteKind.NOTE, None),  # in another language
    ]


def test_notes_are_found_only_by_those_who_ask(noted: LabelIndex) -> None:
    assert list(noted.search(Question("present", "en"))) == []
    assert names(noted.search(Question("present", "en", modes=(Mode.NOTE,)))) == ["a"]
    strict = Question("guild", "fr", strict=True, modes=(Mode.NOTE,))
    assert names(noted.search(strict)) == ["c"]


def test_notes_in_a_file_are_those_in_memory(tmp_path: Path) -> None:
    triples = [
        pref("a", "Guild"),
        Triple(iri("a"), SKOS.scopeNote, Literal("Crafts only", "en")),
    ]
    graphs: dict[IRI | None, Callable[[IRI], Iterable[Triple]]]
    graphs = {GRAPH: reader(triples), OTHER: reader([pref("b", "Crafts")])}
    with_file = index_labels(graphs, tmp_path / "labels.sqlite")
    question = Question("crafts", modes=(Mode.NOTE,))
    assert list(with_file.search(question)) == list(index_labels(graphs).search(question))
    assert names(with_file.only(GRAPH).search(question)) == ["a"]
    assert names(with_file.only(OTHER).search(question)) == []
    with_file.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lerning", "learning"), ("learnning", "learning"), ("learming", "learning"),
        ("laerning", "learning"), ("learnign", "learning"), ("earning", "learning"),
        ("learningg", "learning"), ("kindergraten", "y"), ("kindergraden", "y"),
        ("hiden", "h"), ("recognition prior lerning", "prior"), ("outcomse", "outcomes"),
    ],
)  # fmt: skip
def test_a_slip_or_two_is_forgiven(learning: LabelIndex, typed: str, meant: str) -> None:
    assert meant in names(learning.search(Question(typed, modes=(Mode.TYPO,))))


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def one_edit(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    letter = chance.choice(LETTERS)
    return chance.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
        ]
    )


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text(alphabet=LETTERS + " ", min_size=4, max_size=20), min_size=1, max_size=20),
    st.integers(0, 2**32),
)
def test_no_label_one_edit_away_is_missed(labels: list[str], seed: int) -> None:
    chance = random.Random(seed)
    labels = [label for label in labels if len(fold(label)) >= 4]
    found = index(*(pref(f"c{n}", label) for n, label in enumerate(labels)))
    for label in labels:
        typed = one_edit(fold(label), chance)
        if fold(typed) != fold(label) and len(fold(typed)) >= 3 and fold(typed) == typed:
            hits = found.search(Question(typed, modes=(Mode.TYPO,)))
            assert fold(label) in {fold(text) for text in labels_of(hits)}


def test_typos_are_not_thought_of_where_the_text_is_a_term() -> None:
    found = index(pref("form", "Form"), pref("farm", "Farm"))
    assert names(found.search(Question("form"))) == ["form"]
    assert names(found.search(Question("ferm"))) == ["farm", "form"]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("competenc", "Competencies"), ("competencie", "Competencies"),
        ("competencies", "Competencies"), ("glas", "Glass"), ("skills mis", "Skill mismatch"),
        ("processe", "Process"), ("micro-cred", "Micro credential"), ("ÉDU", "Education"),
        ("教育", "教育培训"), ("ครู", "ครูฝึก"),
    ],
)  # fmt: skip
def test_an_unfinished_word_is_completed(typed: str, label: str) -> None:
    found = index(pref("a", label))
    modes = (Mode.EXACT, Mode.PREFIX)
    assert names(found.search(Question(typed, modes=modes))) == ["a"]


@pytest.mark.parametrize("part", ["培", "培训", "教育培"])
def test_words_of_scripts_without_spaces_are_found_inside(part: str) -> None:
    found = index(pref("a", "职业教育培训", "zh"))
    assert names(found.search(Question(part, modes=(Mode.SUBSTRING,)))) == ["a"]


def test_labels_in_the_asked_language_come_first_then_its_relatives_then_others() -> None:
    found = index(
        pref("gb", "Training", "en-GB"),
        pref("us", "Training", "en-US"),
        pref("en", "Training", "en"),
        pref("de", "Training", "de"),
        pref("none", "Training", ""),
        alt("later", "Training course", "en-GB"),
    )
    in_order = names(found.search(Question("training", "en-GB")))
    assert in_order[:2] == ["gb", "later"]
    assert set(in_order[2:4]) == {"en", "us"} and set(in_order[4:]) == {"de", "none"}
    assert set(names(found.search(Question("training", "en")))[:4]) == {"gb", "us", "en", "later"}
    assert names(found.search(Question("training", "DE", strict=True))) == ["de"]


def test_kinds_can_be_chosen(learning: LabelIndex) -> None:
    question = Question(
        "learning", kinds=(LabelKind.HIDDEN,), modes=(Mode.EXACT, Mode.PREFIX, Mode.WORDS)
    )
    assert names(learning.search(question)) == ["h"]


HOSTILE = [
    "", " ", "*", '"', '""', "'", "%", "_", "a%", "NEAR(a b)", "a AND b", "a OR", "NOT", "-x",
    "^a", "a:b", "{a b}: c", "(", ")", "\x00", "a\x00b", "\ud800", "a\udfffb",
    "'; DROP TABLE label", '" OR 1=1', "\\", "[a]", "a*b*c", "\u202e", "\U0010ffff", "ﷺ",
    "e\u0301" * 40, " ".join("ab" * 90),
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_read_as_syntax(learning: LabelIndex, text: str) -> None:
    for _ in learning.search(Question(text)):
        pass
    learning.spelled_like(text)
    learning.page(text)
    found = index(pref("odd", text), pref("a", "Skill"))
    stored = text.encode("utf-8", "replace").decode("utf-8")
    if fold(stored):
        assert texts(found.spelled_like(text)) == [stored]


def test_a_text_over_the_limit_is_refused_and_a_label_is_not(learning: LabelIndex) -> None:
    long = "learning " * 20_000
    with pytest.raises(QueryRefused, match="too long"):
        Question(long)
    assert index(pref("a", long)).spelled_like(long)
    list(learning.search(Question("a " * (LIMITS.characters // 2))))


# --- several vocabularies -------------------------------------------------------------------


def test_a_view_sees_one_vocabulary_only() -> None:
    both = index_labels(
        {
            GRAPH: reader([pref("a", "Skill")]),
            OTHER: reader([pref("b", "Skills"), pref("c", "Art")]),
        }
    )
    assert len(both) == 3 and len(both.only(OTHER)) == 2
    assert [e.concept for e in both.only(GRAPH).spelled_like("skill")] == [iri("a")]
    assert names(both.only(OTHER).search(Question("skil"))) == ["b"]
    assert [letter.name for letter in both.only(GRAPH).letters()] == ["S"]
    assert [letter.labels for letter in both.letters()] == [1, 2]
    assert list(both.only(IRI(f"{EX}none"))) == []
    assert both.only(IRI(f"{EX}none")).letters() == []


# --- the file -------------------------------------------------------------------------------


def some() -> list[Triple]:
    return [pref(f"c{n}", f"Term number {n}") for n in range(500)]


def test_a_file_answers_as_the_index_in_memory_does(tmp_path: Path) -> None:
    there = index_labels({None: reader(some())}, tmp_path / "labels.sqlite")
    here = index(*some())
    for text in ("term number 7", "numbr 12", "ter", "umber"):
        assert list(there.search(Question(text))) == list(here.search(Question(text)))
    assert list(there) == list(here)
    assert there.letters() == here.letters() and there.page("t") == here.page("t")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["labels.sqlite"]
    there.close()
    with pytest.raises(StoreError, match="closed"):
        there.spelled_like("term")


def test_a_folder_with_signs_that_mean_something_in_addresses_will_do(tmp_path: Path) -> None:
    folder = tmp_path / "a b%20?mode=rw#é"
    folder.mkdir()
    index_labels({None: reader(some())}, folder / "labels.sqlite").close()
    assert len(LabelIndex.open(folder / "labels.sqlite")) == 500


def test_the_same_triples_make_the_same_file(tmp_path: Path) -> None:
    triples = some()
    index_labels({None: reader(triples)}, tmp_path / "one").close()
    random.Random(1).shuffle(triples)
    index_labels({None: reader(triples)}, tmp_path / "two").close()
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_failure_on_the_way_leaves_nothing_behind(tmp_path: Path) -> None:
    def failing(predicate: IRI) -> Iterator[Triple]:
        yield from some()
        raise StoreError("the server went away")

    with pytest.raises(StoreError, match="went away"):
        index_labels({None: failing}, tmp_path / "labels.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_what_stands_at_the_path_and_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "thesis.txt"
    file.write_text("all my work", encoding="utf-8")
    with pytest.raises(StoreError, match="something else"):
        index_labels({None: reader(some())}, file)
    assert file.read_text(encoding="utf-8") == "all my work"
    index_labels({None: reader(some())}, tmp_path / "ours").close()
    again = index_labels({None: reader([pref("a", "Skill")])}, tmp_path / "ours")
    assert texts(again) == ["Skill"]


def test_a_folder_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(WriteError):
        index_labels({None: reader(some())}, tmp_path / "none" / "labels.sqlite")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _other(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE label (id)")
    connection.close()


def _newer(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[60:64] = (database.FORMAT + 1).to_bytes(4, "big")
    path.write_bytes(bytes(raw))


@pytest.mark.parametrize("damage", [_cut, _empty, _other, _newer, Path.unlink])
def test_a_file_that_is_broken_or_none_of_ours_is_named_with_a_way_out(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    path = tmp_path / "labels.sqlite"
    index_labels({None: reader(some())}, path).close()
    damage(path)
    with pytest.raises(StoreDamaged) as caught:
        LabelIndex.open(path)
    assert str(path) in str(caught.value) and "rebuild" in str(caught.value.hint)


def test_damage_inside_the_file_is_an_error_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "labels.sqlite"
    index_labels({None: reader(some())}, path).close()
    whole = path.read_bytes()
    chance = random.Random(5)
    for _ in range(20):
        raw = bytearray(whole)
        start = chance.randrange(4096, len(raw) - 4096)
        raw[start : start + 4096] = chance.randbytes(4096)
        path.write_bytes(bytes(raw))
        try:
            with_damage = LabelIndex.open(path)
            list(with_damage.search(Question("term number")))
            list(with_damage.search(Question("trm nubmer", modes=(Mode.TYPO,))))
            with_damage.page("t")
        except StoreDamaged:
            pass


def test_many_threads_may_ask_one_index_at_once() -> None:
    found = index(*some())

    def ask(number: int) -> list[str]:
        return names(islice(found.search(Question(f"trm number {number}")), 1))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(200))) == [[f"c{n}"] for n in range(200)]


def test_definitions_in_memory_are_read_once_and_when_somebody_first_searches_them() -> None:
    asked: list[IRI] = []
    triples = [*some(), Triple(iri("c1"), SKOS.definition, Literal("What it is.", "en"))]

    def reads(predicate: IRI) -> list[Triple]:
        asked.append(predicate)
        return [triple for triple in triples if triple.predicate == predicate]

    found = index_labels({GRAPH: reads})
    labels_only = Question("what it is", modes=(Mode.EXACT, Mode.WORDS, Mode.TYPO))
    assert names(found.search(labels_only)) == [] and SKOS.definition not in asked
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda _: names(found.search(Question("what it is"))), range(20))
        assert list(answers) == [["c1"]] * 20
    assert names(found.only(GRAPH).search(Question("what it is"))) == ["c1"]
    assert names(found.only(OTHER).search(Question("what it is"))) == []
    assert asked.count(SKOS.definition) == 2  # the texts, and the nodes


def test_a_complete_index_needs_nothing_more_of_what_it_was_made_from() -> None:
    triples = [pref("a", "Skill"), Triple(iri("a"), SKOS.definition, Literal("Being able.", "en"))]
    found = index_labels({None: lambda p: [each for each in triples if each.predicate == p]})
    found.complete()
    triples.clear()
    assert names(found.search(Question("being able"))) == ["a"]
    assert names(found.search(Question("skil"))) == ["a"]
    assert [letter.name for letter in found.letters()] == ["S"]


# --- alphabetical lists ---------------------------------------------------------------------


def test_letters_are_counted_and_pages_cover_each_label_once() -> None:
    labels = ["Zoo", "apple", "Äpfel", "Éclair", "3D", "(in) art", "©", "Ost", "öl", "Ärger"]
    found = index(*(pref(f"c{n}", label, "de") for n, label in enumerate(labels)))
    assert [tuple(letter) for letter in found.letters("de")] == [
        ("0-9", 1), ("A", 3), ("E", 1), ("I", 1), ("O", 2), ("Z", 1), ("#", 1),
    ]  # fmt: skip
    assert texts(found.page("A", "de")) == ["Äpfel", "apple", "Ärger"]
    pages = [found.page("A", "de", limit=1, offset=n) for n in range(4)]
    assert [texts(page) for page in pages] == [["Äpfel"], ["apple"], ["Ärger"], []]
    assert texts(found.page("ä", "de")) == texts(found.page("a", "DE")) == texts(found.page("A"))


def test_a_list_follows_the_order_of_its_language() -> None:
    labels = ["Zebra", "ål", "äpple", "öra", "ost"]
    found = index(
        *(pref(f"s{n}", label, "sv") for n, label in enumerate(labels)),
        *(pref(f"d{n}", label, "de-AT") for n, label in enumerate(labels)),
    )
    assert [letter.name for letter in found.letters("sv")] == ["O", "Z", "Å", "Ä", "Ö"]
    assert [letter.name for letter in found.letters("de")] == ["A", "O", "Z"]
    assert found.letters("de-AT") == found.letters("de")
    assert [letter.labels for letter in found.letters()] == [4, 4, 2]
    assert found.letters("fi") == [] and found.page("A", "fi") == []


def test_alternative_labels_are_listed_and_others_are_not() -> None:
    found = index(
        alt("a", "Ability"),
        pref("a", "Skill"),
        Triple(iri("a"), SKOS.hiddenLabel, Literal("Abilty", "en")),
        Triple(iri("a"), SKOS.notation, Literal("A1")),
    )
    assert texts(found.page("A")) == ["Ability"] and texts(found.page("S")) == ["Skill"]
