"""Random models and graphs for property tests."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from tvet_skos.model import (
    Agent,
    Collection,
    Concept,
    ConceptScheme,
    Definition,
    Page,
    Record,
    Source,
    SourceEvidence,
)
from tvet_skos.namespaces import DEFAULT_BASE, FOAF, RDF, SKOS, TVS, XSD
from tvet_skos.rdf.profile import RECORD_OF
from tvet_skos.rdf.properties import PROPERTIES
from tvet_skos.terms import IRI, BlankNode, Literal, Triple

text = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\\n\r\t\'"""é🎓<>&;. '),
    max_size=12,
)
filled = text.filter(bool)
languages = st.sampled_from(["en", "fr", "en-GB", "zh-Hant-TW"])
tagged = st.tuples(text, languages).map(lambda both: Literal(*both))
typed = st.tuples(
    st.sampled_from(["1", "01", "2015", "true", "x", "2015-03-01"]),
    st.sampled_from(["", XSD.integer, XSD.gYear, XSD.boolean, XSD.date]),
).map(lambda both: Literal(both[0], datatype=both[1]))
literals = tagged | typed | text.map(Literal)
iris = st.sampled_from(
    [IRI(DEFAULT_BASE + name) for name in ("a", "b", "c/d", "e#def-1", "%C3%A9", "x.", "")]
    + [IRI("http://example.org/é"), IRI("urn:x:y")]
)
_dates = st.sampled_from(["2015", "2015-03", "2015-03-01", "2007-2013", "2015-03-01T10:00:00Z"])
_other_predicates = st.sampled_from([IRI("http://example.org/p"), RDF.type])
_other_objects = literals | st.just(IRI("http://example.org/Thing"))

_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "IRI | None": st.none() | iris,
    "tuple[IRI, ...]": st.lists(iris, max_size=3).map(tuple),
    "Literal | None": st.none() | literals,
    "tuple[Literal, ...]": st.lists(literals, max_size=3).map(tuple),
    "tuple[str, ...]": st.lists(filled, max_size=3).map(tuple),
    "SourceEvidence | None": st.none() | st.sampled_from(list(SourceEvidence)),
    "int | None": st.none() | st.integers(-5, 10**9),
    "bool": st.booleans(),
    "str": text,
}
_DATE_FIELDS = frozenset({"created", "modified", "issued", "date", "accessed"})


def _values(record: type[Record], name: str) -> st.SearchStrategy[Any]:
    if name in _DATE_FIELDS:
        return st.just("") | _dates
    annotation = next(str(f.type) for f in fields(record) if f.name == name)
    return _VALUES[annotation]


@st.composite
def records(draw: st.DrawFn, record: type[Record], iri: IRI) -> Any:
    """One record of a class with random statements, foreign ones among them."""
    arguments = {p.name: draw(_values(record, p.name)) for p in PROPERTIES[record]}
    pairs = draw(st.lists(st.tuples(_other_predicates, _other_objects), max_size=2))
    arguments["other"] = tuple(
        Triple(iri, p, o) for p, o in pairs if p != RDF.type or o not in RECORD_OF
    )
    if record is Agent:
        arguments["kind"] = draw(st.sampled_from([FOAF.Organization, FOAF.Person, FOAF.Agent]))
    return record(iri=iri, **arguments)


@st.composite
def concepts(draw: st.DrawFn, iri: IRI) -> Concept:
    """A concept with up to three definitions."""
    concept: Concept = draw(records(Concept, iri))
    count = draw(st.integers(0, 3))
    definitions = [draw(records(Definition, IRI(f"{iri}#def-{n}"))) for n in range(count)]
    values = {f.name: getattr(concept, f.name) for f in fields(concept)}
    return Concept(**{**values, "definitions": tuple(definitions)})


@st.composite
def schemes(draw: st.DrawFn) -> ConceptScheme:
    """A vocabulary with a few records of each kind; no two share an IRI."""
    own: ConceptScheme = draw(records(ConceptScheme, DEFAULT_BASE))
    values = {f.name: getattr(own, f.name) for f in fields(own)}
    numbers = range(draw(st.integers(0, 2)))
    parts: dict[str, Any] = {
        "concepts": tuple(draw(concepts(IRI(f"{DEFAULT_BASE}c{n}"))) for n in numbers)
    }
    for name, record in (
        ("collections", Collection),
        ("sources", Source),
        ("agents", Agent),
        ("page_records", Page),
    ):
        parts[name] = tuple(
            draw(records(record, IRI(f"{DEFAULT_BASE}{name}/{n}"))) for n in numbers
        )
    return ConceptScheme(**{**values, **parts})


_subjects = iris | st.builds(BlankNode, st.sampled_from(["b0", "b1"]))
_predicates = st.sampled_from(
    sorted(
        {p.predicate for table in PROPERTIES.values() for p in table} | {RDF.type, SKOS.definition}
    )
)
_objects = literals | _subjects | st.sampled_from(sorted(RECORD_OF)) | st.just(TVS.stated)
graphs = st.lists(st.builds(Triple, _subjects, _predicates, _objects), max_size=25)
"""Any triples at all, mostly of the profile's properties with whatever value."""
