"""Counts as qSKOS counts, worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.checks.rules.runner import concepts, graph
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.rules.statistics import Statistics
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.terms import Node


def counts(turtle: str) -> Mapping[str, int]:
    return Statistics(graph(turtle))


def test_concepts_are_what_is_typed_related_or_a_top() -> None:
    data = concepts(
        "a", "<b> skos:broader <c> . <s> skos:hasTopConcept <d> . <f> skos:topConceptOf <s> . "
    )
    data += "<own> rdfs:subPropertyOf skos:related . <g> <own> <h> . "
    data += "<Own> rdfs:subClassOf skos:Concept . <i> a <Own> . "
    data += '<j> skos:prefLabel "J" ; skos:semanticRelation <k> ; skos:broader "text" .'
    found = counts(data)
    assert found["allConcepts"] == len("abcdfghij")
    assert found["concepts"] == len("ai")


def test_authoritative_concepts_have_the_most_frequent_host() -> None:
    data = "<a> skos:related <b> . <b> skos:exactMatch <http://far.org/x> . "
    data += "<urn:x:e/> a skos:Concept ."
    found = counts(data)
    assert (found["allConcepts"], found["authoritativeConcepts"]) == (4, 3)  # "e" is in urn:x:e/
    assert counts("<urn:x:a> a skos:Concept .")["authoritativeConcepts"] == 0


def test_labels_are_counted_by_statement_with_sub_properties() -> None:
    data = concepts(
        "a b", '<a> skos:altLabel "A"@en, "x"@fr ; skos:hiddenLabel "x"@fr ; rdfs:label "L" . '
    )
    data += '<short> rdfs:subPropertyOf skos:altLabel . <b> <short> "B." . <s> skos:prefLabel "S" .'
    assert counts(data)["conceptLabels"] == 2 + 3 + 1


def test_relations_and_aggregations_are_counted_by_statement() -> None:
    data = "<a> skos:broader <b>, <c> ; skos:exactMatch <x> . <b> skos:narrower <a> . "
    data += "<a> skos:semanticRelation <b> ; skos:inScheme <s> . <s> skos:hasTopConcept <c> . "
    data += "<k> skos:member <a>, <b> . <l> skos:memberList () ."
    found = counts(data)
    assert (found["semanticRelations"], found["aggregationRelations"]) == (4, 5)


def test_schemes_and_collections_are_what_is_typed_or_used_as_one() -> None:
    data = "<s> a skos:ConceptScheme . <a> skos:inScheme <s>, <t> ; skos:topConceptOf <u> . "
    data += "<v> skos:hasTopConcept <a> . "
    data += "<k> a skos:Collection . <l> a skos:OrderedCollection . <m> skos:member <a> ."
    found = counts(data)
    assert (found["conceptSchemes"], found["collections"]) == (4, 3)


def test_web_addresses_are_counted_without_what_follows_the_hash() -> None:
    data = "<a> <p#x> <a#1>, <a#2>, <urn:x:y>, 'http://text' . _:b <p#y> <https://e/b> ."
    assert counts(data)["httpUris"] == 3  # a, p, https://e/b


def test_languages_are_those_of_any_text_of_a_concept() -> None:
    data = concepts("a", '<a> skos:note "x"@fr, "y"@EN, "z" . <s> skos:prefLabel "S"@de . ')
    assert counts(data)["languages"] == 2


def test_definitions_are_counted_with_those_whose_source_is_not_known() -> None:
    data = concepts("a b", '<a> skos:definition "bare", <a#1>, <a#2>, <a#3>, <a#4> . ')
    data += "<a#1> tvs:sourceEvidence tvs:stated . <a#2> tvs:sourceEvidence tvs:notCaptured . "
    data += "<a#3> dcterms:source <x> . <a#4> owl:deprecated true . "
    data += '<b> skos:definition "bare" ; dc:source "X" . '
    found = counts(data + "<x> a bibo:Document . <topic> skos:definition 'no concept' .")
    assert (found["definitions"], found["definitionsWithoutSource"]) == (5, 2)
    assert found["sources"] == 1


def test_the_bundled_vocabulary_is_counted_as_its_model_counts(bundled: Vocabulary) -> None:
    found = Statistics(Graph(bundled.triples))
    live = [d for c in bundled.scheme.concepts for d in c.live_definitions]
    assert found["concepts"] == len(bundled.scheme.concepts)
    assert found["sources"] == len(bundled.scheme.sources)
    assert found["definitions"] == len(live)
    assert found["definitionsWithoutSource"] == sum(not d.has_source for d in live)
    assert list(found) == sorted(found)


def test_an_empty_graph_has_nothing_of_anything() -> None:
    assert not any(counts("").values())


class Watched(Graph):
    """A graph that tells how often somebody went through its nodes."""

    passes = 0

    def nodes(self) -> Iterator[Node]:
        self.passes += 1
        return super().nodes()


def test_each_number_is_counted_when_it_is_asked_for() -> None:
    looked_at = Watched([])
    found = Statistics(looked_at)
    assert list(found) == sorted(found) and looked_at.passes == 0
    assert found["triples"] == 0
    passes = looked_at.passes
    assert found["triples"] == 0 and looked_at.passes == passes > 0
    assert "terms" not in found
