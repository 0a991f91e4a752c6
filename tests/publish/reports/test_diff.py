"""A difference for people and programs, and the conflicts of a merge."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from tvet_skos.contribute.merge import merge
from tvet_skos.errors import SettingsError
from tvet_skos.lookup.compare import Edit
from tvet_skos.model import Concept, ConceptScheme, Definition, Source
from tvet_skos.namespaces import DEFAULT_BASE
from tvet_skos.publish.reports.diff import DIFFERENCE_FORMATS, write_difference
from tvet_skos.publish.reports.diff_conflicts import conflicts_text
from tvet_skos.publish.reports.diff_words import rewordings, word_steps
from tvet_skos.rdf.diff import Difference, diff
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI, Literal

SKILL = IRI(DEFAULT_BASE + "skill")
TEXT = Definition(
    iri=IRI(f"{SKILL}#def-1"),
    value=Literal("An ability to carry out the tasks of a job.", "en"),
    source_text="COL (2015)",
    position=1,
)
CREDIT = Concept(iri=IRI(DEFAULT_BASE + "credit"), pref_labels=(Literal("Credit", "en"),))
CONCEPT = Concept(
    iri=SKILL,
    pref_labels=(Literal("Skil", "en"), Literal("Compétence", "fr")),
    definitions=(TEXT,),
)
OLD = ConceptScheme(iri=DEFAULT_BASE, concepts=(CONCEPT, CREDIT))
EDITED = replace(
    TEXT, value=Literal("An ability to carry out the duties of a job.", "en"), locator="p. 3"
)
NEW = ConceptScheme(
    iri=DEFAULT_BASE,
    concepts=(
        replace(
            CONCEPT,
            pref_labels=(Literal("Skill", "en"), Literal("Compétence", "fr")),
            broader=(CREDIT.iri,),
            definitions=(EDITED, replace(TEXT, iri=IRI(f"{SKILL}#def-2"), position=2)),
        ),
        CREDIT,
    ),
    sources=(Source(iri=IRI(DEFAULT_BASE + "source/a"), citation="A | *b* \x1b[2J"),),
)
DIFFERENCE = diff(OLD, NEW)


def test_the_text_tells_every_record_field_by_field() -> None:
    assert write_difference(DIFFERENCE).splitlines() == [
        '~ Skill  <skill>  renamed from "Skil"',
        '    - skos:prefLabel "Skil"@en',
        '    + skos:prefLabel "Skill"@en',
        "    + skos:broader <credit> Credit",
        "    ~ definition 1 (COL (2015))  <skill#def-1>",
        "        ~ rdf:value An ability to carry out the [-tasks-]{+duties+} of a job.@en",
        '        + bibo:locator "p. 3"',
        "    + definition 2 (COL (2015))  <skill#def-2>  new",
        '        + rdf:value "An ability to carry out the tasks of a job."@en',
        '        + dc:source "COL (2015)"',
        "        + tvs:position 2",
        "",
        "+ A | *b* \\u001B[2J  <source/a>  new",
        '    + dcterms:bibliographicCitation "A | *b* \\u001B[2J"',
        "",
        "concepts: 1 renamed; definitions: 1 new, 1 changed; sources: 1 new; "
        "11 statements added, 2 removed",
    ]


def test_no_difference_is_no_text() -> None:
    assert write_difference(diff(OLD, OLD)) == ""
    assert write_difference(diff(OLD, OLD), "markdown").endswith("No difference.\n")
    assert json.loads(write_difference(diff(OLD, OLD), "json"))["records"] == []


def test_a_removed_concept_that_was_not_retired_is_said_to_be_so() -> None:
    without = replace(OLD, concepts=(CONCEPT,))
    assert "removed without having been retired" in write_difference(diff(OLD, without))
    retired = replace(OLD, concepts=(CONCEPT, replace(CREDIT, deprecated=True)))
    text = write_difference(diff(retired, without))
    assert "removed" in text and "without having been retired" not in text


def test_what_took_the_place_of_a_concept_is_named() -> None:
    moved = replace(CREDIT, iri=IRI(DEFAULT_BASE + "credits"))
    text = write_difference(diff(OLD, replace(OLD, concepts=(CONCEPT, moved))))
    assert "<credits> Credit has its name now" in text
    retired = replace(CREDIT, deprecated=True, replaced_by=(SKILL,))
    text = write_difference(diff(OLD, replace(OLD, concepts=(CONCEPT, retired))))
    assert "retired, replaced by <skill> Skil" in text


def test_a_label_that_changed_in_another_language_is_told_with_the_language() -> None:
    changed = replace(CONCEPT, pref_labels=(Literal("Skil", "en"), Literal("Habileté", "fr")))
    text = write_difference(diff(OLD, replace(OLD, concepts=(changed, CREDIT))))
    assert text.startswith("~ Skil  <skill>  renamed in fr\n")


def test_colour_only_when_asked_and_never_from_the_data() -> None:
    coloured = write_difference(DIFFERENCE, colour=True)
    assert "\x1b[" not in write_difference(DIFFERENCE)
    assert "\x1b[9;31m[-tasks-]" in coloured and "\x1b[2J" not in coloured
    plain = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert plain.split() == write_difference(DIFFERENCE).split()


def test_lines_are_never_wrapped_and_texts_stand_on_one() -> None:
    long = replace(CONCEPT, notes=(Literal("word " * 500 + "\nend", "en"),))
    difference = diff(OLD, replace(OLD, concepts=(long, CREDIT)))
    for colour in (False, True):
        lines = write_difference(difference, colour=colour).splitlines()
        assert len(lines) == 4
        assert "↵end" in lines[1]


def test_the_middle_of_what_stays_is_left_out_of_the_text_only() -> None:
    def noted(end: str) -> ConceptScheme:
        note = Literal(f"First. {'word ' * 100}{end}", "en")
        return replace(OLD, concepts=(replace(CONCEPT, notes=(note,)), CREDIT))

    difference = diff(noted("last."), noted("least."))
    line = write_difference(difference).splitlines()[1]
    assert len(line) < 120
    assert "… word word" in line and "[-last-]{+least+}" in line
    assert len(write_difference(difference, "markdown")) > 500


def test_markdown_takes_nothing_of_the_data_for_markup() -> None:
    text = write_difference(DIFFERENCE, "markdown", old="main", new="vocab")
    assert text.startswith("# Changes from main to vocab\n\n**concepts: 1 renamed; ")
    assert '## Concepts\n\n### Skill (\\<skill\\>) — renamed from "Skil"\n' in text
    assert "the <del>tasks</del><ins>duties</ins> of" in text
    assert "A \\| \\*b\\* \\\\u001B\\[2J" in text


def test_json_has_every_statement_in_the_names_of_the_context() -> None:
    document = json.loads(write_difference(DIFFERENCE, "json", old="a", new="b"))
    assert (document["old"], document["new"]) == ("a", "b")
    assert document["summary"] == {
        "concept": {"renamed": 1},
        "definition": {"new": 1, "changed": 1},
        "source": {"new": 1},
        "statements": {"added": 11, "removed": 2},
    }
    skill = document["records"][0]
    assert (skill["id"], skill["fate"], skill["oldLabel"]) == (SKILL, "renamed", "Skil")
    assert skill["removed"] == {"prefLabel": {"en": "Skil"}}
    assert skill["added"]["definition"] == [f"{SKILL}#def-2"]
    changed, new = skill["part"]
    assert changed["removed"]["value"]["en"] == TEXT.text
    assert new["added"]["sourceText"] == "COL (2015)" and new["added"]["type"] == "Definition"


def test_json_calls_nameless_nodes_as_the_difference_does() -> None:
    graph = parse(b'<urn:x:a> <urn:x:p> [ <urn:x:q> [ <urn:x:r> "1" ] ] .', FORMATS["turtle"])
    (record,) = json.loads(write_difference(diff([], graph), "json"))["records"]
    named = {part["id"]: part["added"] for part in record["part"]}
    outer = record["added"]["urn:x:p"]["@id"]
    assert set(named) == {outer, named[outer]["urn:x:q"]["@id"]}


@pytest.mark.parametrize("name", DIFFERENCE_FORMATS)
def test_equal_differences_give_equal_bytes(name: str) -> None:
    other = diff(replace(OLD, concepts=OLD.concepts[::-1]), NEW)
    assert write_difference(other, name) == write_difference(DIFFERENCE, name)


def test_an_unknown_format_is_an_error() -> None:
    with pytest.raises(SettingsError, match="no format for differences"):
        write_difference(Difference((), (), ()), "pdf")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A small badge.", "A small, digital badge."),
        ("one", ""),
        ("", "one"),
        ("a  b", "a b"),
        ("Case", "case"),
        ("x\ny", "x y"),
        ("word " * 3000, "other " * 3000),
    ],
)
def test_the_steps_of_a_text_make_both_texts_to_the_letter(before: str, after: str) -> None:
    steps = word_steps(before, after)
    assert "".join(s.text for s in steps if s.edit is not Edit.INSERT) == before
    assert "".join(s.text for s in steps if s.edit is not Edit.DELETE) == after
    assert all(step.text for step in steps)


def test_a_text_is_paired_with_its_new_wording_only() -> None:
    old = Literal("An ability to carry out tasks.", "en")
    new = Literal("An ability to carry out all tasks.", "en")
    strangers = (Literal("Etwas ganz anderes.", "en"), new._replace(language="fr"))
    assert [(a, b) for a, b, _ in rewordings([old], [*strangers, new])] == [(old, new)]
    assert not rewordings([old], strangers)


def _conflicts(ours: ConceptScheme, theirs: ConceptScheme) -> str:
    return conflicts_text(
        merge(OLD, ours, theirs).conflicts, ours="vocab", theirs="proposal", base=DEFAULT_BASE
    )


def _with_text(text: str) -> ConceptScheme:
    edited = replace(TEXT, value=Literal(text, "en"))
    return replace(OLD, concepts=(replace(CONCEPT, definitions=(edited,)), CREDIT))


def test_a_conflict_shows_both_sides_and_the_way_out() -> None:
    assert _conflicts(_with_text("Ours."), _with_text("Theirs.")).splitlines() == [
        "Skil, definition 1 (COL (2015))  <skill#def-1>",
        "  both sides say another rdf:value",
        '    before    "An ability to carry out the tasks of a job."@en',
        '    vocab     "Ours."@en',
        '    proposal  "Theirs."@en',
        "  → Agree on one text and write it on both sides; or give the proposed text a definition "
        "of its own, with its own source, so that both can stand.",
        "",
    ]


def test_a_conflict_over_a_removal_says_who_removed() -> None:
    without = replace(OLD, concepts=(replace(CONCEPT, definitions=()), CREDIT))
    text = _conflicts(_with_text("Ours."), without)
    assert "proposal removed it, and vocab changed it" in text
    assert "    proposal  (removed)" in text
    text = _conflicts(
        replace(OLD, concepts=(CONCEPT,)),
        replace(OLD, concepts=(replace(CONCEPT, broader=(CREDIT.iri,)), CREDIT)),
    )
    assert "vocab removed it, and proposal newly refers to it" in text
    assert "    proposal  <skill> Skil skos:broader <credit> Credit" in text
