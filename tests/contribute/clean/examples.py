"""The examples of docs/clean.md, small graphs written in Turtle, and random SKOS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

from tests.strategies import graphs
from tvet_skos.checks.graph import Graph
from tvet_skos.contribute.clean import Options, load_map
from tvet_skos.namespaces import DCTERMS, OWL, PREFIXES, RDF, RDFS, SKOS, SKOSXL
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.terms import IRI, BlankNode, Literal, Triple

EX = "http://example.org/"
ASKED = Options(language="en", terms=load_map("owl"), transitive=True, drop_terms=True)
"""Options under which every fix is wanted but the one that --no-narrower asks for."""
NO_NARROWER = Options(narrower=False)


def triples(turtle: str) -> list[Triple]:
    names = {**PREFIXES, "skosxl": SKOSXL.iri, "ex": EX}
    prefixes = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in names.items())
    return parse((prefixes + turtle).encode(), FORMATS["turtle"])


def graph(turtle: str) -> Graph:
    return Graph(triples(turtle))


@dataclass(frozen=True)
class Section:
    """What the page says of one fix."""

    id: str
    about: str
    summary: str
    before: str
    after: str

    def __str__(self) -> str:
        return self.id


_SECTION = re.compile(
    r"^### (?P<id>[a-z-]+)\n\n\*(?P<about>[^*]+)\*  \n(?P<summary>[^\n]+)\n"
    r".*?```turtle\n(?P<before>.*?)\n```\n\nbecomes\n\n```turtle\n(?P<after>.*?)\n```\n",
    re.M | re.S,
)
PAGE = (Path(__file__).parents[3] / "docs" / "clean.md").read_text(encoding="utf-8")
SECTIONS = [Section(**found.groupdict()) for found in _SECTION.finditer(PAGE)]

# Few nodes and texts, so that they meet: cycles, repeated labels, collections among concepts.
_nodes = st.sampled_from([*(IRI(EX + name) for name in "abcdes"), BlankNode("n0"), BlankNode("n1")])
_texts = st.sampled_from(
    ["a", " a", "a  b", "", " ", "a; b", "e\u0301", "\u00e9", "a\u200b", "<p>a</p>", "&amp;amp;",
     "See also: a.", "x\ny", "F&amp;E; b"]
)  # fmt: skip
_literals = st.builds(Literal, _texts, st.sampled_from(["", "en", "EN", "fr"]), st.just(""))
_links = st.sampled_from(
    [
        SKOS.broader, SKOS.narrower, SKOS.related, SKOS.broadMatch, SKOS.exactMatch,
        SKOS.relatedMatch, SKOS.broaderTransitive, SKOS.topConceptOf, SKOS.hasTopConcept,
        SKOS.inScheme, SKOS.member, SKOS.definition, SKOSXL.prefLabel, DCTERMS.isReplacedBy,
        RDFS.subClassOf, RDF.first, RDF.rest, SKOS.broder, SKOS.subject, OWL.unionOf,
    ]
)  # fmt: skip
_text_properties = st.sampled_from(
    [
        SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation, SKOS.note, SKOS.definition,
        DCTERMS.title, RDFS.label, RDF.value, SKOSXL.literalForm, SKOS.preflabel,
    ]
)  # fmt: skip
_classes = st.sampled_from(
    [SKOS.Concept, SKOS.Concept, SKOS.ConceptScheme, SKOS.Collection, OWL.Class, SKOS.Koncept]
)
_statements = st.one_of(
    st.builds(Triple, _nodes, _links, _nodes),
    st.builds(Triple, _nodes, _text_properties, _literals),
    st.builds(Triple, _nodes, st.just(RDF.type), _classes),
    st.builds(Triple, _nodes, st.just(OWL.deprecated), st.just(Literal("true"))),
)
vocabularies = st.lists(_statements, max_size=30) | graphs
"""Random statements that look like SKOS, and random ones of the profile."""
