"""What holds for every fix, on the examples of the page and on random graphs."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contribute.clean.examples import (
    ASKED,
    EX,
    NO_NARROWER,
    SECTIONS,
    Section,
    graph,
    triples,
)
from tests.contribute.clean.examples import vocabularies as random_vocabularies
from tvet_skos.checks import Ruleset
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.run import check
from tvet_skos.contribute.clean import FIXES, Fix, Options, chosen_fixes, clean
from tvet_skos.namespaces import DC, DCTERMS, PROV, RDF, SKOS, TVS, XSD
from tvet_skos.rdf.blank_nodes import isomorphic
from tvet_skos.terms import IRI, Literal, Term, Triple
from tvet_skos.text import words

BY_ID = {fix.id: fix for fix in FIXES}


def options_of(fix: Fix) -> Options:
    return NO_NARROWER if fix.option == "--no-narrower" else ASKED


def test_the_page_has_every_fix_in_its_order() -> None:
    assert [section.id for section in SECTIONS] == [fix.id for fix in FIXES]


@pytest.mark.parametrize("section", SECTIONS, ids=str)
def test_the_page_says_what_the_fix_says(section: Section) -> None:
    fix = BY_ID[section.id]
    about = ["unsafe" if fix.unsafe else "safe"]
    about += [f"mends {fix.rule}"] if fix.rule else []
    assert section.summary == fix.summary
    assert section.about.split(" · ")[: len(about)] == about
    assert (f"only with `{fix.option}" in section.about) == bool(fix.option)


@pytest.mark.parametrize("section", SECTIONS, ids=str)
def test_the_example_on_the_page_is_what_the_fix_does(section: Section) -> None:
    fix = BY_ID[section.id]
    before = graph(section.before)
    cleaned = clean(before, [fix], options_of(fix))
    assert isomorphic(cleaned.graph.triples(), triples(section.after))
    assert not isomorphic(before.triples(), triples(section.after))


@pytest.mark.parametrize("section", [s for s in SECTIONS if BY_ID[s.id].rule], ids=str)
def test_a_fix_mends_what_its_rule_finds(section: Section) -> None:
    alone = Ruleset("alone", "", (BY_ID[section.id].rule,))
    before = check(graph(section.before), alone).findings
    after = check(graph(section.after), alone).findings
    # The last name of a thing stays even where it is empty.
    left = 1 if section.id == "remove-empty-labels" else 0
    assert len(before) > len(after) == left


@pytest.mark.parametrize("section", SECTIONS, ids=str)
def test_a_fix_finds_nothing_where_it_has_been(section: Section) -> None:
    fix = BY_ID[section.id]
    assert not fix.patch(graph(section.after), options_of(fix))


@pytest.mark.parametrize("fix", FIXES, ids=lambda fix: fix.id)
@given(statements=random_vocabularies)
@settings(max_examples=25, deadline=None)
def test_each_fix_comes_to_rest_and_changes_what_it_says(
    fix: Fix, statements: list[Triple]
) -> None:
    before = Graph(statements)
    cleaned = clean(before, [fix], options_of(fix))
    known = set(statements)
    assert not cleaned.left_out
    assert not fix.patch(cleaned.graph, options_of(fix))
    assert not known.intersection(cleaned.patch.added)
    assert known.issuperset(cleaned.patch.removed)
    expected = known.difference(cleaned.patch.removed).union(cleaned.patch.added)
    assert set(cleaned.graph.triples()) == expected
    assert set(before.triples()) == known


@given(statements=random_vocabularies)
@settings(max_examples=80, deadline=None)
def test_cleaning_twice_is_cleaning_once(statements: list[Triple]) -> None:
    for fixes in (chosen_fixes(), chosen_fixes(unsafe=True)):
        once = clean(Graph(statements), fixes, ASKED)
        assert not once.left_out
        assert not clean(once.graph, fixes, ASKED).patch


@given(statements=random_vocabularies)
@settings(max_examples=80, deadline=None)
def test_the_order_of_the_file_does_not_matter(statements: list[Triple]) -> None:
    for fixes in (chosen_fixes(), chosen_fixes(unsafe=True)):
        forwards = clean(Graph(statements), fixes, ASKED)
        backwards = clean(Graph(statements[::-1]), fixes, ASKED)
        assert set(forwards.graph.triples()) == set(backwards.graph.triples())


@given(statements=random_vocabularies)
@settings(max_examples=80, deadline=None)
def test_the_change_is_what_the_fixes_say_that_they_did(statements: list[Triple]) -> None:
    cleaned = clean(Graph(statements), chosen_fixes(unsafe=True))
    expected = set(statements).difference(cleaned.patch.removed).union(cleaned.patch.added)
    assert set(cleaned.graph.triples()) == expected
    told = {t for deed in cleaned.deeds for t in (*deed.patch.added, *deed.patch.removed)}
    assert told.issuperset([*cleaned.patch.added, *cleaned.patch.removed])


FAULTY = st.sampled_from(
    ["<p>An  ability.</p>", " R&amp;D\n", "Cafe\u0301", "a\u200bb", "See also: a.", "", "a; b", "a"]
)
FACTS: dict[IRI, Term] = {
    DC.source: Literal(" ILO  2006 "),
    DCTERMS.source: IRI(EX + "ilo"),
    TVS.sourceEvidence: TVS.stated,
    TVS.position: Literal("2", datatype=XSD.integer),
    PROV.wasQuotedFrom: IRI(EX + "ilo"),
    DCTERMS.titel: Literal("no term of Dublin Core"),
}


@given(texts=st.lists(FAULTY, min_size=1, max_size=3, unique=True))
@settings(deadline=None)
def test_definitions_keep_their_words_and_all_that_is_said_of_them(texts: list[str]) -> None:
    skill, node = IRI(EX + "a"), IRI(EX + "a#def-1")
    facts = {Triple(node, predicate, value) for predicate, value in FACTS.items()}
    facts |= {Triple(node, RDF.type, TVS.Definition), Triple(skill, SKOS.definition, node)}
    values = {Triple(node, RDF.value, Literal(text, "en")) for text in texts}
    concept = Triple(skill, RDF.type, SKOS.Concept)
    after = clean(Graph([concept, *facts, *values]), chosen_fixes(unsafe=True), ASKED).graph
    said = set(after.triples())
    assert facts <= said
    spoken = {_read(t.object) for t in said if t.predicate == RDF.value}
    assert spoken == {_read(t.object) for t in values}


def _read(term: Term) -> tuple[str, ...]:
    """The words that a reader sees of an HTML text."""
    assert isinstance(term, Literal)
    return tuple(words(unescape(re.sub("<[^>]*>|\u200b", "", term.value))))


@given(statements=random_vocabularies)
@settings(max_examples=80, deadline=None)
def test_no_record_loses_or_changes_its_iri(statements: list[Triple]) -> None:
    for fixes in (chosen_fixes(), chosen_fixes(unsafe=True)):
        after = clean(Graph(statements), fixes).graph
        typed = {t.subject for t in statements if t.predicate == RDF.type}
        assert {node for node in typed if isinstance(node, IRI)} <= set(after.nodes())
