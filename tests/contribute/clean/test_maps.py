"""Maps of other people's terms, and Skosify's public examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.contribute.clean.examples import PAGE, graph, triples
from tvet_skos.checks.graph import Graph
from tvet_skos.contribute.clean import Options, chosen_fixes, clean, load_map, map_names
from tvet_skos.errors import SettingsError
from tvet_skos.rdf.blank_nodes import isomorphic
from tvet_skos.rdf.formats import FORMATS, format_of, parse
from tvet_skos.terms import Triple

MAP = """
[namespaces]
ex = "http://example.org/"

[types]
"ex:Term" = "skos:Concept"
"ex:Group" = ["skos:Collection", "ex:Group"]
"ex:Draft" = ""

[literals]
"ex:name" = "skos:prefLabel"
"*Comment" = "skos:editorialNote"
"*longComment" = ""

[relations]
"ex:parent" = "skos:broader"
"ex:parts" = "^skos:broader"
"http://example.org/seeToo" = ["ex:seeToo", "skos:related"]
"ex:junk" = ""
"""


@pytest.fixture
def own_map(tmp_path: Path) -> Options:
    file = tmp_path / "map.toml"
    file.write_text(MAP, encoding="utf-8")
    return Options(terms=load_map(str(file)))


def mapped(options: Options, turtle: str) -> list[Triple]:
    return list(clean(graph(turtle), chosen_fixes(["map-terms"]), options).graph.triples())


AS_CONCEPTS = [
    ("ex:name 'a', ex:b", "skos:prefLabel 'a' ; ex:name ex:b"),
    ("ex:myComment 'a'", "skos:editorialNote 'a'"),
    ("ex:longComment 'a' ; ex:p 1", "ex:p 1"),
    ("ex:parent ex:b", "skos:broader ex:b"),
    ("ex:seeToo ex:b", "ex:seeToo ex:b ; skos:related ex:b"),
    ("ex:junk ex:b ; ex:p 1", "ex:p 1"),
    # Nameless classes and the terms of OWL are no concepts.
    ("ex:parent owl:Thing", "ex:parent owl:Thing"),
    ("ex:parent [ ex:p 1 ]", "ex:parent [ ex:p 1 ]"),
    ("ex:parts (ex:b [])", "ex:parts (ex:b [])"),
]


@pytest.mark.parametrize(("before", "after"), AS_CONCEPTS)
def test_a_map_says_what_becomes_of_the_properties_of_a_concept(
    own_map: Options, before: str, after: str
) -> None:
    found = mapped(own_map, f"ex:a a ex:Term ; {before} .")
    assert isomorphic(found, triples(f"ex:a a skos:Concept ; {after} ."))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ex:a a ex:Term .", "ex:a a skos:Concept ."),
        ("ex:a a ex:Group .", "ex:a a skos:Collection, ex:Group ."),
        ("ex:a a ex:Draft ; ex:p 1 . ex:b ex:p ex:a, 2 .", "ex:b ex:p 2 ."),
        ("ex:a ex:name 'a' .", "ex:a ex:name 'a' ."),
        ("[] a ex:Term .", "[] a ex:Term ."),
    ],
)
def test_a_map_says_what_becomes_of_classes(own_map: Options, before: str, after: str) -> None:
    assert isomorphic(mapped(own_map, before), triples(after))


def test_a_relation_to_a_list_stands_for_its_items_and_the_list_goes(own_map: Options) -> None:
    after = mapped(own_map, "ex:a a ex:Term ; ex:parts (ex:b ex:c) .")
    below = "ex:b skos:broader ex:a . ex:c skos:broader ex:a ."
    assert isomorphic(after, triples(f"ex:a a skos:Concept . {below}"))


def test_a_list_that_others_share_stays(own_map: Options) -> None:
    rest = "ex:z ex:q _:l . _:l rdf:first ex:b ; rdf:rest rdf:nil ."
    after = mapped(own_map, f"ex:a a ex:Term ; ex:parts _:l . {rest}")
    assert isomorphic(after, triples(f"ex:a a skos:Concept . ex:b skos:broader ex:a . {rest}"))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("types = 1", "no part of a map"),
        ("[kinds]\n", "no part of a map"),
        ("[types]\n'ex:Term' = 'skos:Concept'", "no prefix that is known"),
        ("[types]\n'owl:Class' = 1", "must be a text or a list of texts"),
        ("[types]\n'owl:Class' = '^skos:Concept'", "only relations have an inverse"),
        ("[namespaces]\nex = 'not an iri'\n[types]\n'ex:Term' = ''", "no prefix that is known"),
        ("[types", "cannot be read"),
    ],
)
def test_a_map_that_cannot_be_followed_is_refused(
    tmp_path: Path, content: str, complaint: str
) -> None:
    file = tmp_path / "map.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=complaint) as caught:
        load_map(str(file))
    assert caught.value.file == str(file)


def test_a_map_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(SettingsError) as caught:
        load_map("nowhere.toml")
    assert "owl" in str(caught.value.hint)


@pytest.mark.parametrize("name", map_names())
def test_every_map_that_ships_can_be_loaded(name: str) -> None:
    assert load_map(name).types


def test_the_map_on_the_page_can_be_followed(tmp_path: Path) -> None:
    file = tmp_path / "map.toml"
    file.write_text(PAGE.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    terms = load_map(str(file))
    assert terms.types["https://example.org/ns/Draft"] == ()
    assert [t.inverse for t in terms.relations["https://example.org/ns/hasPart"]] == [False, True]


def _read(file: Path) -> list[Triple]:
    rdf_format = format_of(file) or FORMATS["turtle"]
    # The parser takes XML entities in double quotes only.
    content = re.sub(rb"(<!ENTITY \w+) '([^']*)'", rb'\1 "\2"', file.read_bytes())
    return parse(content, rdf_format, file=file.name)


@pytest.mark.parametrize(
    ("given", "expected", "options"),
    [
        ("milk.in.ttl", "milk.out.ttl", Options()),
        ("dctype.in.rdf", "dctype.out.ttl", Options(terms=load_map("owl"))),
    ],
)
def test_skosifys_examples_are_reproduced(
    public_data: Path, given: str, expected: str, options: Options
) -> None:
    examples = public_data / "suites" / "skosify" / "examples"
    cleaned = clean(Graph(_read(examples / given)), chosen_fixes(), options)
    assert set(_read(examples / expected)) <= set(cleaned.graph.triples())
