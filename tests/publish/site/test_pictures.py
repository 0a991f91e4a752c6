"""The pictures: nothing lies on top of anything else, nothing outside."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.publish.site.readings import reading_from
from tvet_skos.lookup.card import card, concept_of
from tvet_skos.publish.site.definitions import entries_of, told
from tvet_skos.publish.site.edition import Name
from tvet_skos.publish.site.neighbourhood import picture
from tvet_skos.publish.site.timeline import WIDTH, timeline
from tvet_skos.terms import IRI


def _names(number: int) -> list[Name]:
    return [Name(f"Term number {n}", "en", f"/{n}", IRI(f"http://e/{n}")) for n in range(number)]


@pytest.mark.parametrize("above", [0, 1, 2, 3, 9])
@pytest.mark.parametrize("below", [0, 1, 9])
@pytest.mark.parametrize("beside", [0, 1, 9])
def test_neighbours_have_room(above: int, below: int, beside: int) -> None:
    shown = picture(_names(1)[0], _names(above), _names(below), _names(beside))
    if not above + below + beside:
        assert shown is None
        return
    assert shown is not None
    assert len(shown.boxes) - 1 + shown.left_out == above + below + beside
    for box in shown.boxes:
        assert box.x >= 0 and box.x + box.width <= shown.width
        assert box.y >= 0 and box.y + shown.box_height <= shown.height
    for one, other in combinations(shown.boxes, 2):
        beside_each_other = one.x + one.width <= other.x or other.x + other.width <= one.x
        height = shown.box_height
        assert beside_each_other or abs(one.y - other.y) >= height, (one, other)


def test_long_names_are_cut_to_fit() -> None:
    long = Name("x" * 500, "en", "/x", IRI("http://e/x"))
    shown = picture(long, [long], [long], [long])
    assert shown is not None and max(len(box.label) for box in shown.boxes) < 30


def test_definitions_of_one_year_stand_above_each_other() -> None:
    years = [1990, 2000, 2000, 2000, 2001, 2024]
    rows = [
        f'<a> skos:definition <a#def-{n}> . <a#def-{n}> a tvs:Definition ; rdf:value "t{n}"@en ;'
        f" tvs:sourceEvidence tvs:stated ; dcterms:source <s{n}> ; tvs:position {n + 1} ."
        f' <s{n}> a bibo:Document ; dcterms:issued "{year}"^^xsd:gYear .'
        for n, year in enumerate(years)
    ]
    reading = reading_from('<a> a skos:Concept ; skos:prefLabel "A"@en .' + "\n".join(rows))
    iri = IRI("http://example.org/v/a")
    found = card(reading.edition.store, iri)
    shown = timeline([told(reading, e) for e in entries_of(found, concept_of(found, iri))])
    assert shown is not None and len(shown.dots) == 6
    for one, other in combinations(shown.dots, 2):
        assert abs(one.x - other.x) >= 22 or abs(one.y - other.y) >= 22, (one, other)
    assert all(0 <= dot.x <= WIDTH and 0 < dot.y < shown.axis for dot in shown.dots)
    assert (shown.ticks[0].year, shown.ticks[-1].year) == (1990, 2024)
