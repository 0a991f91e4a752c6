"""Single fixes where the example of the page does not say it all."""

from __future__ import annotations

import pytest

from tests.contribute.clean.examples import graph, triples
from tvet_skos.contribute.clean import Options, PreferredLabel, chosen_fixes, clean, relations
from tvet_skos.errors import SettingsError
from tvet_skos.rdf.blank_nodes import isomorphic


def cleaned(turtle: str, *fixes: str, **options: object) -> set[str]:
    chosen = chosen_fixes(fixes, unsafe=True)
    result = clean(graph(turtle), chosen, Options(**options))  # type: ignore[arg-type]
    return {str(t) for t in result.graph.triples()}


def same(turtle: str) -> set[str]:
    return {str(t) for t in triples(turtle)}


def kept(turtle: str, *fixes: str, **options: object) -> bool:
    """Whether fixes leave a graph as it is."""
    return cleaned(turtle, *fixes, **options) == same(turtle)


# Texts.


@pytest.mark.parametrize("text", ["\u200c", "\u200d", "\u200e", "\u2067", "\u0092"])
def test_characters_that_belong_to_a_text_stay(text: str) -> None:
    assert kept(f"ex:a skos:prefLabel 'a{text}b'@fa .", "drop-invisible-characters")


def test_a_single_no_break_space_is_typography() -> None:
    assert kept("ex:a skos:prefLabel 'Qui\u00a0?'@fr .", "trim-labels")


def test_titles_of_sources_are_none_of_our_labels() -> None:
    assert kept("ex:a a bibo:Document ; dcterms:title ' A  title '@en .", "trim-labels")


def test_texts_of_definition_nodes_keep_their_line_breaks() -> None:
    before = 'ex:a a tvs:Definition ; rdf:value """ One:\n- two\n"""@en .'
    assert cleaned(before, "trim-notes") == same(
        'ex:a a tvs:Definition ; rdf:value """One:\n- two"""@en .'
    )


def test_markup_that_the_format_asks_for_stays() -> None:
    assert kept("ex:a dcterms:format 'text/html' ; skos:note '<p>a</p>' .", "strip-markup")


def test_entities_beside_other_markup_stay() -> None:
    assert kept("ex:a skos:note '<p>one</p><p>two &amp; three</p>' .", "strip-markup")


# Labels.


def test_a_second_preferred_label_gets_no_tag() -> None:
    turtle = "ex:a skos:prefLabel 'one', 'two'@EN ; skos:altLabel 'three' ."
    assert cleaned(turtle, "tag-language", language="en") == same(
        "ex:a skos:prefLabel 'one', 'two'@EN ; skos:altLabel 'three'@en ."
    )


def test_numbers_and_dates_get_no_language() -> None:
    assert kept("ex:a skos:note 1, '2015'^^xsd:gYear .", "tag-language", language="en")


def test_labels_of_three_kinds_come_down_to_the_preferred_one() -> None:
    turtle = "ex:a skos:prefLabel 'a'@en ; skos:altLabel 'a'@EN, 'a'@fr ; skos:hiddenLabel 'a'@en ."
    assert cleaned(turtle, "drop-repeated-labels") == same(
        "ex:a skos:prefLabel 'a'@en ; skos:altLabel 'a'@fr ."
    )


def test_xl_labels_that_contradict_each_other_are_not_said_in_plain_skos() -> None:
    turtle = """ex:a skosxl:prefLabel ex:l, ex:m ; skosxl:altLabel ex:n .
    ex:l skosxl:literalForm 'l'@en . ex:m skosxl:literalForm 'm'@en .
    ex:n skosxl:literalForm 'n'@en ."""
    added = cleaned(turtle, "add-plain-labels") - same(turtle)
    assert added == same("ex:a skos:altLabel 'n'@en .")


@pytest.mark.parametrize(
    ("policy", "stays"), [("shortest", "cc"), ("longest", "aaa"), ("first", "aaa"), ("all", "")]
)
def test_the_policy_says_which_preferred_label_stays(policy: str, stays: str) -> None:
    turtle = "ex:a skos:prefLabel 'bbb'@en, 'aaa'@en, 'cc'@en ."
    after = cleaned(turtle, "demote-preferred-labels", preferred=PreferredLabel(policy))
    others = [text for text in ("aaa", "bbb", "cc") if text != stays]
    expected = (
        f"ex:a skos:prefLabel '{stays}'@en ; skos:altLabel '{others[0]}'@en, '{others[1]}'@en ."
    )
    assert after == same(expected if stays else turtle)


@pytest.mark.parametrize("label", ["R&amp;D", "a;", "; b", ";", "see a, b"])
def test_what_is_no_list_of_labels_is_not_split(label: str) -> None:
    assert kept(f"ex:a skos:prefLabel '{label}'@en .", "split-labels")


# Schemes and classes.


def test_a_scheme_of_others_is_not_described() -> None:
    assert kept("ex:a a skos:Concept ; skos:inScheme ex:theirs .", "type-schemes")


def test_of_two_schemes_none_is_chosen() -> None:
    assert kept(
        "ex:s a skos:ConceptScheme . ex:t a skos:ConceptScheme . ex:a a skos:Concept .",
        "join-only-scheme",
    )


def test_what_has_a_class_of_skos_gets_no_other() -> None:
    assert kept(
        "ex:a a skos:Collection ; skos:prefLabel 'a'@en ; skos:broader ex:b .", "type-concepts"
    )


def test_a_scheme_with_a_top_concept_gets_no_more_of_them() -> None:
    assert kept(
        "ex:s a skos:ConceptScheme ; skos:hasTopConcept ex:a . ex:a a skos:Concept . "
        "ex:b a skos:Concept ; skos:inScheme ex:s .",
        "mark-top-concepts",
    )


def test_a_concept_below_another_scheme_is_a_top_of_its_own() -> None:
    turtle = """ex:s a skos:ConceptScheme . ex:a a skos:Concept ; skos:inScheme ex:s ;
    skos:broader ex:b . ex:b a skos:Concept ; skos:inScheme ex:t ."""
    added = cleaned(turtle, "mark-top-concepts") - same(turtle)
    assert added == same("ex:a skos:topConceptOf ex:s .")


# Relations.


def test_nothing_is_said_of_concepts_that_are_described_elsewhere() -> None:
    turtle = """ex:a a skos:Concept ; skos:broader ex:x ; skos:related ex:y ;
    skos:exactMatch ex:z ; skos:topConceptOf ex:s ."""
    names = [f.id for f in chosen_fixes() if f.id.startswith("complete-") and f.rule]
    assert kept(turtle, *names)


def test_without_narrower_the_hierarchy_is_said_upwards_and_nothing_is_lost() -> None:
    turtle = "ex:a a skos:Concept ; skos:narrower ex:b, ex:c . ex:b a skos:Concept ."
    assert cleaned(turtle, narrower=False) == same(
        "ex:a a skos:Concept ; skos:narrower ex:c . ex:b a skos:Concept ; skos:broader ex:a ."
    )


def test_relations_between_collections_and_concepts_become_members_and_see_also() -> None:
    turtle = """ex:s a skos:ConceptScheme ; skos:hasTopConcept ex:g .
    ex:g a skos:Collection ; skos:narrower ex:h ; skos:related ex:b ; skos:exactMatch ex:x .
    ex:h a skos:Collection ; skos:narrower ex:a .
    ex:a a skos:Concept . ex:b a skos:Concept ; skos:narrower ex:g ."""
    assert cleaned(turtle, "move-collections") == same(
        """ex:s a skos:ConceptScheme . ex:g a skos:Collection ; skos:inScheme ex:s ;
        skos:member ex:h ; rdfs:seeAlso ex:b, ex:x . ex:h a skos:Collection ; skos:member ex:a .
        ex:a a skos:Concept ; skos:broader ex:b . ex:b a skos:Concept ."""
    )


def test_an_exact_match_inside_a_scheme_is_for_people_to_judge() -> None:
    assert kept(
        "ex:a a skos:Concept ; skos:inScheme ex:s ; skos:exactMatch ex:b . "
        "ex:b a skos:Concept ; skos:inScheme ex:s .",
        "unmatch-inside-scheme",
    )


def test_a_chain_of_replacements_is_followed_to_its_end() -> None:
    old = "owl:deprecated true ; dcterms:isReplacedBy"
    rest = f"""ex:b a skos:Concept ; {old} ex:c . ex:c a skos:Concept ; {old} ex:d .
    ex:d a skos:Concept ."""
    before = f"ex:a a skos:Concept ; skos:broadMatch ex:b . {rest}"
    after = f"ex:a a skos:Concept ; skos:broadMatch ex:d . {rest}"
    assert cleaned(before, "follow-replacements") == same(after)


@pytest.mark.parametrize("heirs", ["ex:c, ex:d", "ex:a", "ex:b", "'c'", "ex:nobody"])
def test_without_one_living_heir_a_relation_stays(heirs: str) -> None:
    assert kept(
        f"""ex:a a skos:Concept ; skos:broader ex:b . ex:c a skos:Concept . ex:d a skos:Concept .
        ex:b a skos:Concept ; owl:deprecated true ; dcterms:isReplacedBy {heirs} .""",
        "follow-replacements",
    )


# The hierarchy.


def test_what_stays_of_a_cycle_hangs_below_its_top_concept() -> None:
    rest = (
        "ex:b a skos:Concept ; skos:topConceptOf ex:s . ex:c a skos:Concept ; skos:broader ex:b ."
    )
    turtle = f"ex:a a skos:Concept ; skos:broader ex:c . {rest} ex:b skos:broader ex:a ."
    assert cleaned(turtle, "break-cycles") == same(
        f"ex:a a skos:Concept ; skos:broader ex:c . {rest}"
    )


def test_a_cycle_that_hangs_below_a_concept_keeps_its_hook() -> None:
    turtle = "ex:a skos:broader ex:c . ex:b skos:broader ex:a, ex:z . ex:c skos:broader ex:b ."
    assert cleaned(turtle, "break-cycles") == same(
        "ex:a skos:broader ex:c . ex:b skos:broader ex:z . ex:c skos:broader ex:b ."
    )


def test_a_cycle_is_broken_on_both_sides() -> None:
    turtle = "ex:a skos:broader ex:b ; skos:narrower ex:b . ex:b skos:broadMatch ex:a ."
    assert cleaned(turtle, "break-cycles") == same(
        "ex:a skos:narrower ex:b . ex:b skos:broadMatch ex:a ."
    )


def test_related_goes_whichever_way_the_hierarchy_is_said() -> None:
    turtle = """ex:a skos:narrower ex:b . ex:b skos:narrower ex:c .
    ex:c skos:relatedMatch ex:a . ex:a skos:related ex:c, ex:d ."""
    assert cleaned(turtle, "drop-clashing-related") == same(
        "ex:a skos:narrower ex:b ; skos:related ex:d . ex:b skos:narrower ex:c ."
    )


def test_no_way_up_is_lost_with_what_is_redundant() -> None:
    # Each of the two ways round the cycle would make the other needless.
    assert kept(
        "ex:a skos:broader ex:b, ex:c . ex:b skos:broader ex:c . ex:c skos:broader ex:b .",
        "drop-redundant-broader",
    )


# Terms, see also, leftovers.


def test_terms_are_respelt_as_property_class_and_datatype_and_never_as_subject() -> None:
    turtle = """ex:a a skos:concept ; dcterms:create '2015'^^xsd:gyear .
    skos:preflabel rdfs:comment 'no such term' ."""
    assert cleaned(turtle, "rename-undefined-terms") == same(
        """ex:a a skos:Concept ; dcterms:created '2015'^^xsd:gYear .
        skos:preflabel rdfs:comment 'no such term' ."""
    )


def test_a_term_that_is_spelt_like_none_stays() -> None:
    assert kept("ex:a skos:zzz ex:b ; skos:subjectIndicator ex:c .", "rename-undefined-terms")


def test_given_up_terms_without_a_single_successor_stay() -> None:
    assert kept("ex:a skos:subjectIndicator ex:c .", "rename-deprecated-terms")


def test_a_label_of_two_concepts_does_not_tell_which_is_meant() -> None:
    assert kept(
        """ex:a a skos:Concept ; skos:note "See also: task."@en .
        ex:b a skos:Concept ; skos:prefLabel "Task"@en .
        ex:c a skos:Concept ; skos:altLabel "Task"@en .""",
        "link-see-also",
    )


def test_a_concept_above_is_seen_and_not_related() -> None:
    turtle = """ex:a a skos:Concept ; skos:note "See also: task."@en ; skos:broader ex:b .
    ex:b a skos:Concept ; skos:broader ex:c . ex:c a skos:Concept ; skos:prefLabel "Task"@en ."""
    assert cleaned(turtle, "link-see-also") - same(turtle) == same("ex:a rdfs:seeAlso ex:c .")


def test_a_nameless_node_that_says_something_stays() -> None:
    start = graph("[] rdfs:comment 'Where the definition comes from.' .")
    after = clean(start, chosen_fixes(unsafe=True)).graph
    assert isomorphic(after.triples(), start.triples())


def test_what_is_said_of_a_term_that_is_a_concept_here_stays() -> None:
    assert kept("dcterms:title a skos:Concept .", drop_terms=True)


def test_a_class_that_others_are_below_stays() -> None:
    turtle = "ex:A a owl:Class . ex:B a owl:Class ; rdfs:subClassOf ex:A . ex:b a ex:B ."
    assert kept(turtle, drop_terms=True)


def test_a_transitive_closure_of_billions_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relations, "MOST_TRANSITIVE", 1_000)
    chain = "\n".join(f"ex:c{n} a skos:Concept ; skos:broader ex:c{n + 1} ." for n in range(50))
    with pytest.raises(SettingsError, match="more than 1,000 statements"):
        cleaned(chain, "add-transitive", transitive=True)


def test_a_concept_on_a_cycle_is_above_itself() -> None:
    turtle = "ex:a a skos:Concept ; skos:broader ex:b . ex:b a skos:Concept ; skos:broader ex:a ."
    added = cleaned(turtle, "add-transitive", transitive=True, narrower=False) - same(turtle)
    assert added == same(
        "ex:a skos:broaderTransitive ex:a, ex:b . ex:b skos:broaderTransitive ex:a, ex:b ."
    )
