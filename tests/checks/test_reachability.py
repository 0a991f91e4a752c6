from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tvet_skos.checks.reachability import Hierarchy, components
from tvet_skos.terms import IRI, Node

_NODES = [IRI(f"http://e/{letter}") for letter in "abcdefg"]
_EDGES = st.sets(st.tuples(st.sampled_from(_NODES), st.sampled_from(_NODES)), max_size=14)


def _reached(up: Hierarchy, start: Node) -> set[Node]:
    found, waiting = set[Node](), [start]
    while waiting:
        new = set(up[waiting.pop()]) - found
        found |= new
        waiting += new
    return found


@given(_EDGES)
def test_components_are_what_leads_to_each_other_and_what_is_above_has_lower_numbers(
    edges: set[tuple[IRI, IRI]],
) -> None:
    up = Hierarchy({node: [b for a, b in sorted(edges) if a == node] for node in _NODES})
    number = components(up)
    assert sorted(set(number.values())) == list(range(len(set(number.values()))))
    for one in _NODES:
        for other in _reached(up, one):
            assert number[other] <= number[one]
        for other in _NODES:
            mutual = other in _reached(up, one) and one in _reached(up, other)
            assert (number[one] == number[other]) == (mutual or one == other)
