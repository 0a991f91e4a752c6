from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import literals
from tvet_skos.checks.graph import Graph
from tvet_skos.namespaces import RDF, RDFS, SKOS
from tvet_skos.terms import IRI, BlankNode, Literal, Term, Triple, n3

A, B, C = (IRI(f"http://example.org/{name}") for name in "abc")
_nodes = st.sampled_from([A, B, C, BlankNode("x")])
_triples = st.lists(
    st.builds(
        Triple,
        _nodes,
        st.sampled_from([SKOS.broader, SKOS.prefLabel, RDF.type]),
        _nodes | literals | st.just(SKOS.Concept),
    ),
    max_size=12,
)


def _answers(graph: Graph) -> object:
    """Everything that a graph can be asked, without regard to order."""
    nodes: list[Term] = [A, B, C, BlankNode("x"), SKOS.Concept, Literal("x", "en")]
    return (
        set(graph.triples()),
        set(graph.nodes()),
        [
            (
                {p: sorted(map(repr, v)) for p, v in graph.properties(n).items()},
                {p: sorted(map(repr, v)) for p, v in graph.incoming(n).items()},
                set(graph.classes(n)),
            )
            for n in nodes
        ],
        set(graph.instances(SKOS.Concept)),
    )


@given(_triples, _triples, _triples)
def test_a_changed_graph_answers_like_one_built_anew(
    triples: list[Triple], added: list[Triple], removed: list[Triple]
) -> None:
    base = Graph(triples)
    before = _answers(base)
    changed = base.changed(added, removed)
    after = (set(triples) - set(removed)) | set(added)
    assert _answers(changed) == _answers(Graph(after))
    assert _answers(base) == before
    assert set(changed.added) == after - set(triples)
    assert set(changed.removed) == set(triples) - after
    for predicate, value in {(t.predicate, t.object) for t in (*triples, *added)}:
        if isinstance(value, Literal):
            bearers = [t.subject for t in after if (t.predicate, t.object) == (predicate, value)]
            assert sorted(changed.bearers(predicate, value), key=n3) == sorted(bearers, key=n3)


@given(_triples)
def test_no_triple_is_held_twice(triples: list[Triple]) -> None:
    held = list(Graph([*triples, *triples]).triples())
    assert len(held) == len(set(held)) == len(set(triples))


def test_instances_and_sub_properties_follow_what_the_graph_declares() -> None:
    graph = Graph(
        [
            Triple(B, RDFS.subClassOf, SKOS.Concept),
            Triple(A, RDF.type, B),
            Triple(C, RDFS.subPropertyOf, SKOS.broader),
        ]
    )
    assert list(graph.instances(SKOS.Concept)) == [A]
    assert graph.is_a(A, SKOS.Concept)
    assert graph.sub_properties(SKOS.broader) == (SKOS.broader, C)


def test_classes_that_are_subclasses_of_each_other_are_walked_once() -> None:
    graph = Graph(
        [
            Triple(B, RDFS.subClassOf, C),
            Triple(C, RDFS.subClassOf, B),
            Triple(A, RDF.type, B),
        ]
    )
    assert set(graph.classes(A)) == {B, C}
    assert list(graph.instances(C)) == [A]


_PROPERTIES = [SKOS.broader, SKOS.prefLabel, IRI("http://example.org/p"), RDFS.subPropertyOf]
_declared = st.lists(
    st.builds(
        Triple,
        st.sampled_from([A, *_PROPERTIES]),
        st.sampled_from(_PROPERTIES),
        st.sampled_from([A, *_PROPERTIES]),
    ),
    max_size=8,
)


@given(_declared, _declared, _declared)
def test_properties_in_use_are_those_that_some_node_has(
    triples: list[Triple], added: list[Triple], removed: list[Triple]
) -> None:
    base = Graph(triples)
    wanted = (SKOS.broader, SKOS.prefLabel)
    base.in_use(wanted)
    changed = base.changed(added, removed)
    anew = Graph((set(triples) - set(removed)) | set(added))
    said = {t.predicate for t in anew.triples()}
    for each in wanted:
        assert set(changed.sub_properties(each)) == set(anew.sub_properties(each))
    refined = {p for each in wanted for p in anew.sub_properties(each)}
    assert set(anew.in_use(wanted)) == refined & said
    # A property that nothing has any more may still count: to ask for it does no harm.
    assert refined & said <= set(changed.in_use(wanted)) <= refined
