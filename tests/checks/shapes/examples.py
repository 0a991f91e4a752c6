"""What the tests of shapes share: Turtle with prefixes, random graphs, results as sets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hypothesis import strategies as st

from tvet_skos.checks.shapes import ShapeResult
from tvet_skos.namespaces import DCTERMS, OWL, PREFIXES, RDF, RDFS, SH, SKOS, TVS, XSD, Namespace
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple

E = Namespace("http://e/")
COMPONENTS = Path(__file__).parent / "data" / "components.ttl"
"""Every component, path and target of SHACL Core."""

_DECLARED = "@prefix e: <http://e/> .\n" + "".join(
    f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()
)


def turtle(text: str) -> list[Triple]:
    """Turtle as triples; ``e:`` and the usual prefixes are declared."""
    return parse((_DECLARED + text).encode(), FORMATS["turtle"])


def components() -> list[Triple]:
    """The shapes of ``data/components.ttl``."""
    return parse(COMPONENTS.read_bytes(), FORMATS["turtle"])


Said = tuple[Node, Term, str, Term | None, IRI, IRI]


def said(results: Iterable[ShapeResult]) -> set[Said]:
    """Results without their messages."""
    return {(r.shape, r.focus, r.path, r.value, r.component, r.severity) for r in results}


NODES: tuple[Node, ...] = (E.one, E.two, E.three, BlankNode("x"), BlankNode("y"))
LITERALS = (
    Literal("a"), Literal("b"), Literal("ab c"), Literal(""), Literal(" a "), Literal("a;b", "es"),
    Literal("a", "en"), Literal("a", "en-GB"), Literal("A", "fr"), Literal("b", "fr"),
    Literal("<b>bold</b> text of some length", "en"), Literal("x" * 120, "en"),
    Literal("1", datatype=XSD.integer), Literal("2", datatype=XSD.integer),
    Literal("01", datatype=XSD.integer), Literal("x", datatype=XSD.integer),
    Literal("300", datatype=XSD.byte), Literal("1.0", datatype=XSD.decimal),
    Literal("1e0", datatype=XSD.double), Literal("true", datatype=XSD.boolean),
    Literal("1", datatype=XSD.boolean), Literal("maybe", datatype=XSD.boolean),
    Literal("2020-02-28", datatype=XSD.date), Literal("2020-02-29", datatype=XSD.date),
    Literal("2021-02-29", datatype=XSD.date), Literal("2020", datatype=XSD.gYear),
    Literal("2020-02-28T12:00:00Z", datatype=XSD.dateTime),
    Literal("2020-02-28T13:00:00+01:00", datatype=XSD.dateTime),
    Literal("2020-02-28T11:00:00", datatype=XSD.dateTime),
    Literal("http://e/x", datatype=XSD.anyURI), Literal("v", datatype=E.type),
)  # fmt: skip
"""Well-typed, ill-typed, tagged, untagged and of unknown types."""


def properties_of(shapes: Iterable[Triple]) -> list[IRI]:
    """The properties that shapes are about, in order."""
    about = {SH.path, SH.targetSubjectsOf, SH.targetObjectsOf, RDF.first, SH.inversePath}
    named = {t.object for t in shapes if t.predicate in about and isinstance(t.object, IRI)}
    return sorted(iri for iri in named if not iri.startswith((SH.iri, TVS.iri + "stated")))


def graphs(properties: list[IRI], classes: list[IRI]) -> st.SearchStrategy[list[Triple]]:
    """Small graphs over few nodes, so that they are about each other."""
    nodes, values = st.sampled_from(NODES), st.sampled_from((*NODES, *NODES, *LITERALS))
    typed = st.builds(Triple, nodes, st.just(RDF.type), st.sampled_from(classes))
    below = st.builds(
        Triple, st.sampled_from(classes), st.just(RDFS.subClassOf), st.sampled_from(classes)
    )
    facts = st.builds(Triple, nodes, st.sampled_from(properties), values)
    return st.lists(st.one_of(facts, facts, facts, typed, typed, below), max_size=16)


COMPONENT_GRAPHS = graphs([E.p, E.q, E.r], [E.A, E.B, E.C])
"""Graphs for the shapes of ``components``."""

USUAL = [SKOS.prefLabel, SKOS.broader, SKOS.inScheme, SKOS.definition, DCTERMS.created]
CLASSES = [SKOS.Concept, SKOS.ConceptScheme, SKOS.Collection, TVS.Definition, OWL.Thing]
