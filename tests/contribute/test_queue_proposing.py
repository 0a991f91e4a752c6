"""From a form to triples and their judgement, and into the vocabulary."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tvet_skos.checks import Policy, Severity
from tvet_skos.contribute.queue import Draft, Judge, Remark, cleaned, drafted, proposal, taken_in
from tvet_skos.contribute.queue.proposing import ANONYMOUS, contribution_iri, state_of
from tvet_skos.contribute.queue.similar import similar_to
from tvet_skos.errors import NotFound
from tvet_skos.model import SourceEvidence
from tvet_skos.namespaces import BIBO, DC, DCTERMS, DEFAULT_BASE, PROV, RDF, SKOS, TVS
from tvet_skos.rdf.folder import Vocabulary, read_vocabulary, write_folder
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.rdf.profile import from_triples
from tvet_skos.rdf.turtle import write_turtle
from tvet_skos.store import Store, open_store
from tvet_skos.terms import IRI, Literal, Triple

GLOSSARY = Path(__file__).parents[1] / "data" / "glossary"
SKILLS = IRI(DEFAULT_BASE + "skills")
MICRO, ABOVE = IRI(DEFAULT_BASE + "micro-credential"), IRI(DEFAULT_BASE + "credential")
DAY = "2026-11-25"
NAME = "a" * 26


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_vocabulary(GLOSSARY)


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(GLOSSARY)


@pytest.fixture(scope="module")
def judge(vocabulary: Vocabulary) -> Judge:
    return Judge(vocabulary.triples, Policy())


def _draft(store: Store, kind: str, about: str = SKILLS, **given: str) -> Draft:
    values, mistakes = cleaned(kind, given)
    assert mistakes == ()
    made = drafted(store, DEFAULT_BASE, IRI(about), kind, values, DAY)
    assert made.draft is not None, made.mistakes
    return made.draft


def _mistakes(store: Store, kind: str, about: str = SKILLS, **given: str) -> list[tuple[str, str]]:
    values, mistakes = cleaned(kind, given)
    assert mistakes == ()
    made = drafted(store, DEFAULT_BASE, IRI(about), kind, values, DAY)
    assert made.draft is None
    return [(m.field, m.code) for m in made.mistakes]


def _proposed(draft: Draft, name: str = "") -> tuple[Triple, ...]:
    return proposal(draft, DEFAULT_BASE, NAME, DAY, "0.1.0", name, "")


def _remarks(judge: Judge, draft: Draft) -> list[tuple[str, str, bool]]:
    return [(r.field, r.rule, r.stops) for r in judge.remarks(draft, _proposed(draft))]


TEXT = "What somebody is able to do well, because they have learnt and practised it."
NEW = {
    "text": TEXT,
    "language": "en",
    "source": "new",
    "citation": "Example Institute, Words for work, 2019",
    "year": "2019",
    "url": "https://example.org/words",
    "locator": "p. 12",
}


def test_a_definition_comes_with_its_source(store: Store, judge: Judge) -> None:
    draft = _draft(store, "definition", **NEW)
    scheme = from_triples([Triple(SKILLS, RDF.type, SKOS.Concept), *draft.statements])
    (definition,) = scheme.concepts[0].definitions
    (source,) = scheme.sources
    assert definition.value == Literal(TEXT, "en")
    assert definition.source_text == source.citation == NEW["citation"]
    assert definition.sources == (source.iri,)
    assert definition.source_evidence is SourceEvidence.STATED
    assert (definition.locator, definition.created) == ("p. 12", DAY)
    assert (source.issued, source.pages) == ("2019", (IRI("https://example.org/words"),))
    assert _remarks(judge, draft) == []


def test_a_work_of_the_register_is_named_and_not_repeated(store: Store, judge: Judge) -> None:
    register = sorted(
        t.subject for t in store.naming(RDF.type, BIBO.Document) if isinstance(t.subject, IRI)
    )
    given = {"text": TEXT, "language": "en", "source": "register", "register": register[0]}
    draft = _draft(store, "definition", **given)
    assert not any(t.subject == register[0] for t in draft.statements)
    assert any(t.predicate == DCTERMS.source and t.object == register[0] for t in draft.statements)
    assert not any(stops for _, _, stops in _remarks(judge, draft))
    given["register"] = SKILLS
    assert _mistakes(store, "definition", **given) == [("register", "no_source")]


def test_an_unknown_source_is_said_and_found_by_the_rules(store: Store, judge: Judge) -> None:
    draft = _draft(store, "definition", text=TEXT, language="en", source="unknown")
    evidence = [t.object for t in draft.statements if t.predicate == TVS.sourceEvidence]
    assert evidence == [TVS.notCaptured]
    assert [t.object for t in draft.statements if t.predicate == DC.source]
    assert _remarks(judge, draft) == [("source", "DF002", False)]
    report = judge.report(_proposed(draft))
    assert [f.rule for f in report.of(Severity.ERROR)] == ["DF002"]


def test_a_new_source_never_changes_one_that_is_there(store: Store) -> None:
    draft = _draft(store, "definition", **NEW)
    source = next(t.subject for t in draft.statements if t.object == BIBO.Document)
    taken = open_store(GLOSSARY)
    triples = [Triple(source, RDF.type, BIBO.Document), Triple(source, DCTERMS.title, Literal("A"))]
    taken.replace(IRI(DEFAULT_BASE), [*taken.export(), *triples])
    other = _draft(taken, "definition", **NEW)
    names = {t.subject for t in other.statements if t.object == BIBO.Document}
    assert names == {IRI(f"{source}-2")}


def test_a_translation_says_what_it_was_made_from_and_keeps_the_source(
    store: Store, judge: Judge, vocabulary: Vocabulary
) -> None:
    concept = next(c for c in vocabulary.scheme.concepts if c.iri == SKILLS)
    original = concept.definitions[0]
    draft = _draft(
        store,
        "translation",
        of="definition",
        original=original.iri,
        text="Ce que quelqu'un sait faire.",
        language="fr",
    )
    said = {(t.predicate, t.object) for t in draft.statements}
    assert (PROV.wasDerivedFrom, original.iri) in said
    assert (DC.source, Literal(original.source_text)) in said
    assert all((DCTERMS.source, source) in said for source in original.sources)
    assert not any(t.subject == original.iri for t in draft.statements)
    remarks = _remarks(judge, draft)
    assert all(rule == "DF002" for _, rule, _ in remarks)


def test_a_label_in_a_language_that_has_one_is_no_translation(store: Store) -> None:
    given = {"of": "label", "text": "Abilities", "language": "en"}
    assert _mistakes(store, "translation", **given) == [("language", "has_label")]
    draft = _draft(store, "translation", of="label", text="Competenze", language="it")
    assert draft.statements == (Triple(SKILLS, SKOS.prefLabel, Literal("Competenze", "it")),)


def test_what_is_there_already_is_told(store: Store) -> None:
    given = {"text": "Skills", "language": "en", "spelling": "hidden"}
    assert _mistakes(store, "spelling", **given) == [("text", "there_already")]
    assert _mistakes(store, "relation", relation="related", target="skills") == [
        ("target", "itself")
    ]
    for relation, about, target in (("broader", MICRO, ABOVE), ("narrower", ABOVE, MICRO)):
        given = {"relation": relation, "target": target}
        assert _mistakes(store, "relation", about, **given) == [("target", "there_already")]


def test_what_is_narrower_is_said_from_below(store: Store, judge: Judge) -> None:
    draft = _draft(store, "relation", relation="narrower", target="Digital badge")
    badge = IRI(DEFAULT_BASE + "digital-badge")
    assert draft.statements == (Triple(badge, SKOS.broader, SKILLS),)
    assert "CO003" not in [rule for _, rule, _ in _remarks(judge, draft)]


def test_a_circle_is_found_while_the_form_is_filled_in(store: Store, judge: Judge) -> None:
    draft = _draft(store, "relation", MICRO, relation="narrower", target=ABOVE)
    assert ("target", "HI001", True) in _remarks(judge, draft)


def test_the_other_term_must_be_one(store: Store) -> None:
    for target in ("no such thing", 'a:b "c> <d', "<>", ">"):
        assert _mistakes(store, "relation", relation="related", target=target) == [
            ("target", "no_term")
        ]
    assert _mistakes(store, "relation", relation="exactMatch", target="Learning") == [
        ("target", "address")
    ]
    learning = DEFAULT_BASE + "learning"
    assert _mistakes(store, "relation", relation="exactMatch", target=learning) == [
        ("target", "inside")
    ]


def test_a_spelling_of_another_term_is_a_remark_and_shown(store: Store, judge: Judge) -> None:
    draft = _draft(store, "spelling", text="Learning", language="en", spelling="alternative")
    assert ("text", "LB006", False) in _remarks(judge, draft)
    (alike,) = similar_to(store, draft)
    assert (alike.label, alike.share) == ("Learning", 100)


def test_a_text_much_like_another_is_shown(store: Store, vocabulary: Vocabulary) -> None:
    concept = next(c for c in vocabulary.scheme.concepts if c.iri == SKILLS)
    old = concept.definitions[0]
    draft = _draft(
        store, "definition", **NEW | {"text": f"{old.text} Truly.", "language": old.language}
    )
    assert similar_to(store, draft)[0].text == old.value
    assert similar_to(store, _draft(store, "definition", **NEW)) == ()


def test_there_must_be_such_a_concept(store: Store) -> None:
    values, _ = cleaned("definition", NEW)
    with pytest.raises(NotFound):
        drafted(store, DEFAULT_BASE, IRI(DEFAULT_BASE + "nothing"), "definition", values, DAY)


def test_a_proposal_says_who_when_what_and_from_which_version(store: Store, judge: Judge) -> None:
    draft = _draft(store, "definition", **NEW)
    said = proposal(draft, DEFAULT_BASE, NAME, DAY, "0.1.0", "A. Reader", "Found in a book.")
    own = {t.predicate: t.object for t in said if t.subject == contribution_iri(DEFAULT_BASE, NAME)}
    assert own[RDF.type] == TVS.Contribution
    assert own[DCTERMS.creator] == Literal("A. Reader")
    assert own[DCTERMS.description] == Literal("Found in a book.")
    assert own[TVS.target] == SKILLS
    assert {TVS.kind, TVS.base, DCTERMS.created, DC.type, DCTERMS.title} <= own.keys()
    assert {t.object for t in _proposed(draft) if t.predicate == DCTERMS.creator} == {
        Literal(ANONYMOUS)
    }
    assert "CO001" not in [f.rule for f in judge.report(said).findings]


@pytest.mark.parametrize(
    "text", ['""" . <urn:x> <urn:y> <urn:z>', "\\", 'a"""', '\\" \\u0022', "a\n.\n<b>", "'''"]
)
def test_no_text_can_become_a_statement(store: Store, text: str) -> None:
    given = NEW | {"text": f"words {text} words", "citation": f"words {text} words".split("\n")[0]}
    said = _proposed(_draft(store, "definition", **given), text.split("\n")[0])
    turtle = write_turtle(said, DEFAULT_BASE).encode()
    assert set(parse(turtle, FORMATS["turtle"], file="x")) == set(said)


def test_a_remark_is_told_near_its_field(store: Store, judge: Judge) -> None:
    draft = _draft(store, "definition", **NEW | {"text": "• <b>Bold</b> words for it, and more"})
    (remark,) = [r for r in judge.remarks(draft, _proposed(draft)) if r.rule == "DF014"]
    assert isinstance(remark, Remark)
    assert (remark.field, remark.stops) == ("text", False)


def test_taken_in_it_is_there_dated_and_the_second_time_nothing_changes(
    store: Store, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(GLOSSARY, tmp_path / "vocab"))
    draft = _draft(store, "definition", **NEW)
    read = read_vocabulary(folder)
    taken = taken_in(read, draft.statements, SKILLS, "2026-12-01")
    assert taken.difference and not taken.conflicts
    concept = next(c for c in taken.scheme.concepts if c.iri == SKILLS)
    assert concept.modified == taken.scheme.modified == "2026-12-01"
    assert not any(t.object == TVS.Contribution for t in taken.difference.added)
    write_folder(read, taken.scheme)
    again = taken_in(read_vocabulary(folder), draft.statements, SKILLS, "2026-12-02")
    assert not again.difference
    assert again.scheme == read_vocabulary(folder).scheme


def test_where_the_vocabulary_has_moved_on_the_conflict_is_told(
    vocabulary: Vocabulary, store: Store
) -> None:
    draft = _draft(store, "translation", of="label", text="Competenze", language="it")
    moved = Vocabulary(
        vocabulary.path,
        (
            *vocabulary.documents,
            type(vocabulary.documents[0])(
                Path("more.ttl"),
                FORMATS["turtle"],
                b"",
                (Triple(SKILLS, SKOS.prefLabel, Literal("Abilità", "it")),),
            ),
        ),
    )
    taken = taken_in(moved, draft.statements, SKILLS, DAY)
    assert [str(clash.reason) for clash in taken.conflicts] == ["same field"]
    assert not taken.difference


def test_the_state_of_a_concept_changes_with_it() -> None:
    one = [Triple(SKILLS, SKOS.prefLabel, Literal("Skills", "en"))]
    two = [*one, Triple(SKILLS, SKOS.altLabel, Literal("Skill", "en"))]
    assert state_of("1", two) == state_of("1", two[::-1]) != state_of("1", one)
