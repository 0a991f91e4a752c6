"""Vocabularies to make pages from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tvet_skos.lookup.queries import named_query
from tvet_skos.namespaces import DEFAULT_BASE, RDF, SKOS, TVS
from tvet_skos.publish.results import write_answer
from tvet_skos.publish.site.addresses import as_it_is
from tvet_skos.publish.site.alphabet import index_page
from tvet_skos.publish.site.answers import solutions
from tvet_skos.publish.site.comparisons import compare_page
from tvet_skos.publish.site.coverage import cells_of, coverage_page
from tvet_skos.publish.site.edition import Edition, Reading
from tvet_skos.publish.site.front import about_page, api_page, home_page
from tvet_skos.publish.site.hierarchy import hierarchy_page
from tvet_skos.publish.site.inquiries import (
    Bounds,
    Outcome,
    files_of,
    inquiry_page,
    library_page,
)
from tvet_skos.publish.site.register import source_page, sources_page
from tvet_skos.publish.site.results import Filters, search_page
from tvet_skos.publish.site.terms import term_page
from tvet_skos.publish.site.topics import topic_page, topics_page
from tvet_skos.publish.site.worklist import unsourced_page
from tvet_skos.rdf.formats import FORMATS, parse
from tvet_skos.store import MemoryStore, Store
from tvet_skos.terms import IRI, Triple

BASE = "http://example.org/v/"
MICRO = IRI(DEFAULT_BASE + "micro-credential")


def reading_of(
    store: Store, language: str = "en", form: Callable[[str], str] = as_it_is
) -> Reading:
    """A store as pages read it."""
    schemes = sorted(
        t.subject for t in store.naming(RDF.type, SKOS.ConceptScheme) if isinstance(t.subject, IRI)
    )
    base = schemes[0] if schemes else IRI(BASE)
    edition = Edition(store, base if base.endswith("/") else f"{base}/", schemes)
    return edition.reading(language, form)


def reading_from(turtle: str, language: str = "en") -> Reading:
    """A vocabulary as Turtle, under ``BASE``."""
    head = f"""
    @prefix skos: <{SKOS.iri}> . @prefix tvs: <{TVS.iri}> . @prefix rdf: <{RDF.iri}> .
    @prefix dc: <http://purl.org/dc/elements/1.1/> .
    @prefix bibo: <http://purl.org/ontology/bibo/> .
    @prefix dcterms: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @base <{BASE}> .
    """
    return reading_of(MemoryStore(parse((head + turtle).encode(), FORMATS["turtle"])), language)


def every_page(reading: Reading) -> Iterator[tuple[str, str]]:
    """One or more pages of each kind, by a name; the searches look for ``credential``."""
    makers: Iterable[tuple[str, Callable[[], Any]]] = (
        ("home", lambda: home_page(reading)),
        ("index", lambda: index_page(reading, "", 1)),
        ("topics", lambda: topics_page(reading, 1)),
        ("hierarchy", lambda: hierarchy_page(reading, None, 1)),
        ("sources", lambda: sources_page(reading, 1)),
        ("unsourced", lambda: unsourced_page(reading, 1)),
        ("coverage", lambda: coverage_page(reading)),
        ("about", lambda: about_page(reading)),
        ("api", lambda: api_page(reading)),
        ("query", lambda: library_page(reading, _BOUNDS)),
        ("query, answered", lambda: library_page(reading, _BOUNDS, _ASKED, _answered(reading))),
        ("query, refused", lambda: library_page(reading, _BOUNDS, _ASKED, _REFUSED)),
        ("query of the library", lambda: inquiry_page(reading, _BOUNDS, _QUERY, _GIVEN, _REFUSED)),
        ("search, empty", lambda: search_page(reading, "", Filters(), 1)),
        ("search", lambda: search_page(reading, "credential", Filters(), 1)),
    )
    for name, make in makers:
        yield name, make()
    for cell in cells_of(reading.edition):
        yield f"coverage {cell}", coverage_page(reading, cell)
    for topic in list(reading.edition.topics)[:2]:
        yield f"topic {topic}", topic_page(reading, topic, 1)
    for source, _ in reading.edition.register[:4]:
        yield f"source {source}", source_page(reading, source)
    for concept in concepts_of(reading)[:6]:
        yield f"term {concept}", term_page(reading, concept)
        yield f"hierarchy {concept}", hierarchy_page(reading, concept, 1)
        if any(t.predicate == SKOS.definition for t in reading.edition.store.about(concept)):
            yield f"compare {concept}", compare_page(reading, concept)


_BOUNDS = Bounds(10, 10_000, 100_000)
_ASKED = "SELECT * { ?s ?p ?o } # </textarea><script>attack()</script>"
_GIVEN = {"term": '"><script>attack()</script>'}
_REFUSED = Outcome(
    fault="<script>attack()</script>", hint="<b>", suggestions=[("<i>", '"><script>attack()')]
)
_QUERY = named_query("definitions")


def _answered(reading: Reading) -> Outcome:
    """Everything that the vocabulary says, as the answer to a query."""
    rows = reading.edition.store.select("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 400")
    shown = solutions(reading, write_answer(rows, "json").encode(), True)
    return Outcome(shown, files=files_of(reading, "/sparql", {"query": _ASKED}, shown))


def concepts_of(reading: Reading) -> list[IRI]:
    """The concepts, Micro-credential first where it is there."""
    found: Iterable[Triple] = reading.edition.store.naming(RDF.type, SKOS.Concept)
    concepts = (t.subject for t in found if isinstance(t.subject, IRI))
    return sorted(concepts, key=lambda iri: (iri != MICRO, iri))
