from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from tests.checks.shapes.examples import CLASSES, graphs
from tvet_skos.checks.applying import Applying
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.policy import Policy, Target
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Hit, RecordRule, Rule
from tvet_skos.checks.rules import families
from tvet_skos.namespaces import DC, DCTERMS, OWL, PROV, RDF, RDFS, SKOS, SKOSXL, TVS
from tvet_skos.terms import IRI, Literal, Triple

A, B = IRI("http://e/a"), IRI("http://e/b")


@cache
def _record_rules() -> tuple[RecordRule, ...]:
    policy = Policy(
        today="2020-06-01",
        licences=(IRI("http://e/free"),),
        target=lambda iri: Target.MISSING,
        required_languages=("en",),
        label_case="lower",
    )
    return tuple(rule for rule in families(policy) if isinstance(rule, RecordRule))


_ASKED = sorted({p for rule in _record_rules() for p in rule.needs})
_GRAPHS = graphs(
    [*_ASKED, SKOS.prefLabel, SKOS.prefLabel, SKOS.definition, OWL.deprecated, SKOSXL.literalForm,
     RDF.value, DC.source, DCTERMS.license, PROV.wasQuotedFrom, TVS.preferredDefinition],
    CLASSES,
)  # fmt: skip


@given(_GRAPHS, st.lists(st.sampled_from(_ASKED), max_size=2))
def test_a_rule_has_nothing_to_say_of_the_nodes_that_it_is_not_asked_about(
    triples: list[Triple], refined: list[IRI]
) -> None:
    finer = [IRI(f"http://e/finer/{number}") for number in range(len(refined))]
    graph = Graph(
        [
            *(Triple(p, RDFS.subPropertyOf, q) for p, q in zip(finer, refined, strict=True)),
            *(Triple(A, p, Literal("x", "en")) for p in finer),
            *triples,
        ]
    )
    applying = Applying(graph, _record_rules())
    for node in graph.nodes():
        asked = applying.to(node).records
        for rule in _record_rules():
            if not rule.classes or any(graph.is_a(node, c) for c in rule.classes):
                assert rule in asked or list(rule.judge(graph, node)) == []
            else:
                assert rule not in asked


def test_nodes_of_one_kind_are_asked_the_same_and_others_not() -> None:
    rule = Rule("XX001", "example", Severity.INFO, "", "")
    rules = (
        RecordRule(rule, lambda graph, node: iter([Hit(node)])),
        RecordRule(rule, lambda graph, node: iter([Hit(node)]), (SKOS.Concept,)),
        RecordRule(rule, lambda graph, node: iter([Hit(node)]), needs=(SKOS.note,)),
    )
    note = IRI("http://e/note")
    finer = Triple(note, RDFS.subPropertyOf, SKOS.note)
    kind = Triple(IRI("http://e/Term"), RDFS.subClassOf, SKOS.Concept)
    concept, noted = Triple(A, RDF.type, IRI("http://e/Term")), Triple(B, note, B)
    applying = Applying(Graph([finer, kind, concept, noted]), rules)
    assert applying.to(A).records == rules[:2]
    assert applying.to(B).records == (rules[0], rules[2])
    assert applying.to(note).records == rules[:1]
