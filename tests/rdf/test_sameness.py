"""Two versions differ only where they say something else."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import graphs
from tvet_skos.namespaces import XSD
from tvet_skos.rdf.blank_nodes import isomorphic
from tvet_skos.rdf.sameness import as_stored, content_labels, versions
from tvet_skos.store import MemoryStore
from tvet_skos.terms import IRI, BlankNode, Literal, Triple

SLOW_IS_FINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

A, B, P = IRI("http://example.org/a"), IRI("http://example.org/b"), IRI("http://example.org/p")


def _note(text: str, label: str, subject: IRI = A) -> list[Triple]:
    node = BlankNode(label)
    return [Triple(subject, P, node), Triple(node, P, Literal(text, "en"))]


@SLOW_IS_FINE
@given(graphs)
def test_naming_blank_nodes_changes_nothing_else(graph: list[Triple]) -> None:
    named = content_labels(graph)
    assert isomorphic(graph, named)
    assert set(content_labels(named)) == set(named)


@SLOW_IS_FINE
@given(graphs, graphs)
def test_a_blank_node_keeps_its_name_whatever_else_is_said(
    graph: list[Triple], more: list[Triple]
) -> None:
    mine = Triple(IRI("http://example.org/mine"), P, BlankNode("mine"))
    (named,) = content_labels([mine])
    for other in (graph, more, graph + more):
        assert named in content_labels([*other, mine])


def test_an_edit_renames_no_other_blank_node() -> None:
    before = content_labels(_note("One.", "x") + _note("Two.", "y") + _note("Three.", "z"))
    after = content_labels(_note("Three.", "p") + _note("Two!", "q") + _note("One.", "r"))
    assert len(set(before) - set(after)) == len(set(after) - set(before)) == 2


def test_groups_that_say_the_same_stay_apart() -> None:
    twice = _note("One.", "x") + _note("One.", "y")
    assert len(content_labels(twice)) == 4
    assert len(set(content_labels(twice)) - set(content_labels(twice[:2]))) == 2


def test_nodes_that_hang_together_are_named_by_what_all_of_them_say() -> None:
    def chain(*labels: str, end: str = "end") -> list[Triple]:
        nodes = [BlankNode(label) for label in labels]
        links = [Triple(left, P, right) for left, right in pairwise(nodes)]
        return [*links, Triple(nodes[-1], P, Literal(end))]

    assert content_labels(chain("a", "b", "c")) == content_labels(chain("z", "y", "x"))
    assert not set(content_labels(chain("a", "b"))) & set(content_labels(chain("a", "b", end="!")))


_NUMBERS = ["1", "01", "+1", "1.0", "1e0", "-0", "x", "true", "0"]
_TIMES = ["2015-03-01T10:00:00Z", "2015-03-01T10:00:00+00:00", "2015-03-01T10:00:00.0Z", "2015"]
_DATATYPES = ["integer", "int", "positiveInteger", "decimal", "double", "boolean", "dateTime"]
_typed = st.tuples(
    st.sampled_from([*_NUMBERS, *_TIMES, "P12M", "P1Y", "PT60M"]),
    st.sampled_from([XSD + name for name in [*_DATATYPES, "gYear", "duration"]] + [""]),
).map(lambda both: Literal(both[0], datatype=both[1]))
_literals = _typed | st.tuples(
    st.sampled_from(["a", "A"]), st.sampled_from(["en-GB", "en-gb", "EN", "en"])
).map(lambda both: Literal(*both))


@SLOW_IS_FINE
@given(st.lists(_literals, max_size=4, unique=True))
def test_a_trip_through_a_store_is_no_difference(literals: list[Literal]) -> None:
    graph = [Triple(A, P, literal) for literal in literals]
    stored = MemoryStore(graph).about(A)
    before, after = versions(graph, stored).differing
    assert before.keys() == after.keys()


def test_values_are_compared_by_what_they_mean_and_texts_by_the_letter() -> None:
    one = Literal("01", datatype=XSD.integer)
    assert as_stored([one]) == {one: Literal("1", datatype=XSD.integer)}
    assert as_stored([Literal("x", "EN-gb")]) == {Literal("x", "EN-gb"): Literal("x", "en-GB")}
    assert not as_stored([Literal("a "), Literal("e\u0301"), Literal("01"), A])


def test_versions_keep_every_way_in_which_a_value_is_written() -> None:
    forms = [Triple(A, P, Literal(text, datatype=XSD.integer)) for text in ("01", "1")]
    sides = versions(forms, forms[:1])
    assert [sorted(t.object.value for t in sides.said(n)) for n in (0, 1)] == [["01", "1"], ["01"]]  # type: ignore[union-attr]
    assert [len(forms) for forms in sides.differing] == [1, 1]


def test_what_all_versions_say_alike_is_kept_apart() -> None:
    same, other = Triple(A, P, B), Triple(B, P, A)
    sides = versions([same, other], [same])
    assert sides.common == {same}
    assert [set(forms) for forms in sides.differing] == [{other}, set()]
