from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.judged import book_of, graph_of, hits, iri, rule_of
from tvet_skos.checks.examples import example
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.judging import judge, judge_change
from tvet_skos.checks.rule import AnyRule, Hit, RecordRule, Rule, WholeRule
from tvet_skos.checks.rules import hygiene as module
from tvet_skos.checks.rules.hygiene import FAMILY, known_namespaces, namespace_rule
from tvet_skos.checks.syntax import SYNTAX, UNRESOLVED, syntax_rule
from tvet_skos.errors import SyntaxFault
from tvet_skos.namespaces import DCTERMS, OWL, PREFIXES, RDF, RDFS, SKOS, TVS, XSD
from tvet_skos.rdf.folder import Vocabulary, read_vocabulary
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.resources import bundled_vocabulary, resource
from tvet_skos.terms import IRI, Literal, Triple

Run = Callable[[str], list[Hit]]


def run(rule_id: str) -> Run:
    return lambda turtle: hits(rule_of(FAMILY, rule_id), turtle)


rd004, rd005, id001, id003, id005 = map(run, ("RD004", "RD005", "ID001", "ID003", "ID005"))


# RD004


@pytest.mark.parametrize(
    ("term", "meant"),
    [
        ("skos:altlabel", "skos:altLabel"),
        ("skos:preflabel", "skos:prefLabel"),
        ("skos:narower", "skos:narrower"),
        ("dcterms:licence", "dcterms:license"),
        ("dc:sources", "dc:source"),
        ("prov:wasderivedFrom", "prov:wasDerivedFrom"),
        ("owl:sameas", "owl:sameAs"),
        ("foaf:homePage", "foaf:homepage"),
        ("rdfs:seealso", "rdfs:seeAlso"),
        ("sh:mincount", "sh:minCount"),
    ],
)
def test_a_misspelled_property_is_told_with_the_closest_one(term: str, meant: str) -> None:
    (hit,) = rd004(f'<a> {term} "x"@en .')
    assert (hit.focus, hit.value) == (iri("a"), None)
    assert hit.path is not None and hit.path.endswith(term.split(":")[1])
    assert hit.message.startswith(f"{term} is no term of ")
    assert hit.hint == f"Did you mean {meant}?"


def test_classes_datatypes_and_subjects_are_looked_at_too() -> None:
    found = rd004(
        '<a> a skos:concept ; dcterms:issued "2015"^^xsd:year . skos:Term rdfs:label "x"@en .'
    )
    assert [(hit.focus, hit.path, hit.value) for hit in found] == [
        (iri("a"), RDF.type, SKOS.concept),
        (iri("a"), DCTERMS.issued, Literal("2015", datatype=XSD.year)),
        (SKOS.Term, None, None),
    ]


def test_a_term_like_no_other_gets_the_general_advice() -> None:
    (hit,) = rd004('<a> skos:colour "red"@en .')
    assert hit.hint == module.UNDEFINED.hint


def test_a_namespace_with_https_is_told_for_what_it_is() -> None:
    skos = SKOS.iri.replace("http:", "https:")
    found = rd004(f'<a> a <{skos}Concept> ; <{skos}prefLabel> "Skill"@en .')
    assert len(found) == 2
    assert all(hit.hint == f"Write the namespace as <{SKOS.iri}>." for hit in found)


@pytest.mark.parametrize(
    "turtle",
    [
        "<a> a skos:Concept ; rdf:_1 <b> ; rdf:_12 <b> .",
        f"<a> rdfs:isDefinedBy <{SKOS.iri}>, <{SKOS.iri[:-1]}> .",
        "<a> rdfs:seeAlso <https://www.w3.org/2004/02/skos/core#Concept> .",
        '<a> dcterms:created "2026-11-23"^^xsd:date ; <odd#term> <other#term> .',
        '<a> skos:subject <b> ; skos:symbol "x" .',
        "<a> a dcterms:ISO639-3, sh:AndConstraintComponent-and, skosxl:Label .",
    ],
)
def test_defined_terms_links_to_a_namespace_and_foreign_terms_are_fine(turtle: str) -> None:
    assert not rd004(turtle)


def test_every_known_namespace_is_the_one_that_the_prefix_stands_for() -> None:
    spaces = {space.prefix: space for space in known_namespaces().by_iri.values()}
    assert {p: s.iri for p, s in spaces.items() if p in PREFIXES} == {
        p: PREFIXES[p] for p in spaces if p in PREFIXES
    }
    # Counted in the specifications: SKOS has 4 classes and 28 properties.
    assert {p: len(spaces[p].terms) for p in ("skos", "skosxl", "dc", "dcterms")} == {
        "skos": 32, "skosxl": 6, "dc": 15, "dcterms": 98,
    }  # fmt: skip
    assert not {n for n in known_namespaces().given_up if n in known_namespaces().terms}


def test_the_terms_of_the_profile_are_those_that_it_defines() -> None:
    subjects = {t.subject for t in read_vocabulary(bundled_vocabulary() / "tvs.ttl").triples}
    defined = {s.removeprefix(TVS.iri) for s in map(str, subjects) if s.startswith(TVS.iri)}
    space = known_namespaces().by_iri[TVS.iri]
    assert space.terms == defined - {""}
    (hit,) = rd004('<a> a tvs:Source ; tvs:alias "A" .')
    assert "tvs:Source is no term of" in hit.message


def test_a_namespace_with_https_is_not_written_with_http() -> None:
    (hit,) = rd004("<a> a <http://w3id.org/tvet-skos/ns#Definition> .")
    assert hit.message.endswith("written with http, but the namespace begins with https.")


def test_our_own_vocabulary_and_shapes_use_defined_terms_only(bundled: Vocabulary) -> None:
    rule = rule_of(FAMILY, "RD004")
    shapes = "\n".join(f.read_text(encoding="utf-8") for f in resource("shapes").iterdir())
    assert isinstance(rule, RecordRule)
    for graph in (graph_of(shapes), Graph(bundled.triples)):
        assert [hit for node in graph.nodes() for hit in rule.judge(graph, node)] == []


# RD005


def test_terms_that_skos_gave_up_are_told_with_what_took_their_place() -> None:
    # One each as property, class and subject; skos:prefLabel is none.
    found = rd005(
        '<a> skos:subject <b> ; skos:prefLabel "x"@en . <p> a skos:CollectableProperty .'
        "skos:symbol rdfs:seeAlso <a> ."
    )
    assert [(hit.focus, hit.path, hit.value) for hit in found] == [
        (iri("a"), SKOS.subject, None),
        (iri("p"), RDF.type, SKOS.CollectableProperty),
        (SKOS.symbol, None, None),
    ]
    assert found[0].message == "skos:subject was given up before SKOS became a Recommendation."
    assert found[0].hint == "Use dcterms:subject."


def test_the_terms_that_were_given_up_are_those_of_qskos() -> None:
    assert {name.removeprefix(SKOS.iri) for name in known_namespaces().given_up} == {
        "symbol", "prefSymbol", "altSymbol", "CollectableProperty", "subject", "isSubjectOf",
        "primarySubject", "isPrimarySubjectOf", "subjectIndicator",
    }  # fmt: skip


# ID001


def test_subjects_other_than_web_addresses_are_counted_once_each() -> None:
    found = id001(
        '<urn:x:a> a skos:Concept ; skos:prefLabel "A"@en . <mailto:a@example.org> rdfs:label "m" .'
        '<HTTP://e/b> rdfs:label "b" . <https://e/c> skos:broader <urn:x:d> . [] rdfs:label "x" .'
    )
    assert [hit.focus for hit in found] == ["mailto:a@example.org", "urn:x:a"]


# ID003

SCHEME = (
    "<voc> a skos:ConceptScheme ."
    + "".join(f"<voc/{c}> a skos:Concept ; skos:inScheme <voc> ." for c in "abc")
    + "<else/d> a skos:Concept ; skos:topConceptOf <voc> ."
)


def test_a_concept_elsewhere_than_most_of_its_scheme_is_told() -> None:
    (hit,) = id003(SCHEME)
    assert hit.focus == iri("else/d")
    assert hit.message == "The address is not under <http://e/voc>, as most in this scheme are."


@pytest.mark.parametrize(
    "turtle",
    [
        # As in GEMET, nothing is under the scheme, or only half of it.
        SCHEME.replace("<voc/", "<concept/"),
        SCHEME.replace("<voc/a>", "<concept/a>"),
        # With a hash.
        SCHEME.replace("<voc/", "<voc#").replace("<else/", "<voc#"),
        # Other people's concept, under the scheme that it is in as well.
        SCHEME + "<else/d> skos:inScheme <else> .",
        # Described here and in no scheme of ours.
        SCHEME.replace("skos:topConceptOf <voc>", "skos:inScheme <else>"),
        SCHEME.replace("<else/d>", "_:d"),
        "<a> a skos:Concept ; skos:inScheme _:s, 'x' .",
    ],
)
def test_without_a_majority_or_with_another_home_nothing_strays(turtle: str) -> None:
    assert not id003(turtle)


@pytest.mark.parametrize(
    ("base", "pattern", "strays"),
    [
        ("http://e/voc/", "", ["else/d"]),
        ("http://e/voc/", "[ab]", ["else/d", "voc/c"]),
        ("http://e/other/", "", []),
    ],
)
def test_where_the_base_is_agreed_each_concept_is_judged_alone(
    base: str, pattern: str, strays: list[str]
) -> None:
    rule = namespace_rule(base, pattern)
    assert isinstance(rule, RecordRule)
    foreign = "<far> a skos:Concept . <near> a skos:Concept ; skos:inScheme <else> ."
    assert [hit.focus for hit in hits(rule, SCHEME + foreign)] == [iri(s) for s in strays]


def test_without_a_base_the_majority_is_asked() -> None:
    rule = namespace_rule()
    assert isinstance(rule, WholeRule)
    assert len(hits(rule, SCHEME)) == 1


# ID005


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        ("http://e/A", "case"),
        ("https://e/a", "http or https"),
        ("http://e/a/", "a closing slash"),
        ("http://e/%61", "percent-encoding"),
        ("https://E/a/", "http or https and case and a closing slash"),
    ],
)
def test_addresses_that_people_take_for_one_are_told_together(other: str, difference: str) -> None:
    (hit,) = id005(f'<a> rdfs:label "x" . <{other}> rdfs:label "y" . <ab> rdfs:label "z" .')
    assert {hit.focus, *hit.related} == {iri("a"), IRI(other)}
    assert hit.gathered
    assert hit.message.startswith(f"The address differs only in {difference} from <")


@pytest.mark.parametrize("kind", [OWL.Class, RDF.Property, OWL.ObjectProperty, RDFS.Class])
def test_a_class_and_a_property_may_differ_in_case(kind: str) -> None:
    assert not id005(f"<ns#Entity> a <{kind}> . <ns#entity> a owl:DatatypeProperty .")


def test_what_is_only_named_and_blank_nodes_collide_with_nothing() -> None:
    assert not id005("<a> skos:broader <A> . _:a rdfs:label 'x' . _:A rdfs:label 'x' .")


# All of them


def test_every_rule_speaks_in_sentences_and_says_where_it_comes_from() -> None:
    for rule in (entered.rule for entered in FAMILY.rules):
        assert rule.message.endswith(".") and rule.hint.endswith(".") and rule.reference


@pytest.mark.parametrize("rule", FAMILY.rules)
def test_every_rule_has_a_bad_and_a_good_example(rule: AnyRule) -> None:
    folder = Path(module.__file__).parents[1] / "examples"
    for verdict, expected in (("bad", 1), ("good", 0)):
        text = (folder / f"{rule.rule.id}.{verdict}.ttl").read_text(encoding="utf-8")
        assert len(hits(rule, text)) == expected


# A change

_ADDRESSES = [IRI(text) for text in ("http://e/a", "http://e/A", "https://e/a/", "http://e/b")]
_STATEMENTS = st.builds(
    Triple,
    st.sampled_from(_ADDRESSES),
    st.sampled_from([RDF.type, SKOS.broader, SKOS.brauder, SKOS.subject]),
    st.sampled_from([SKOS.Concept, OWL.Class, SKOS.concept, *_ADDRESSES]),
)
_GRAPHS = st.lists(_STATEMENTS, max_size=8)


@given(_GRAPHS, _GRAPHS, st.sets(st.integers(0, 7)))
def test_what_a_change_makes_new_is_what_two_full_checks_differ_in(
    triples: list[Triple], added: list[Triple], gone: set[int]
) -> None:
    base = Graph(triples)
    changed = base.changed(added, [t for n, t in enumerate(triples) if n in gone])
    book = book_of(rule for rule in FAMILY.rules if not isinstance(rule, WholeRule))
    before, after = judge_change(changed, book)
    old, new = set(judge(base, book)), set(judge(Graph(changed.triples()), book))
    assert set(after) - set(before) == new - old
    assert set(before) - set(after) == old - new


@pytest.mark.parametrize("rule", [SYNTAX, UNRESOLVED])
def test_the_bad_examples_of_what_no_parser_reads_break_their_own_rule(rule: Rule) -> None:
    bad, good = example(rule.id, "bad"), example(rule.id, "good")
    assert bad is not None and good is not None
    with pytest.raises(SyntaxFault) as caught:
        parse(bad.text.encode(), FORMATS["turtle"])
    assert syntax_rule(caught.value.message) is rule
    assert parse(good.text.encode(), FORMATS["turtle"])
