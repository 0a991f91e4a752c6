"""How a definition is cited: as a text, and for reference managers."""

from __future__ import annotations

from tvet_skos.lookup.compare import Entry
from tvet_skos.model import ConceptScheme, Source
from tvet_skos.namespaces import BIBO, RDF
from tvet_skos.publish.bibliography import write_bibtex, write_csl_json
from tvet_skos.publish.site.edition import Reading
from tvet_skos.terms import IRI, Literal, Triple

WRITERS = {".bib": write_bibtex, ".csl.json": write_csl_json}
"""Suffix of a file of citations to what writes it."""


def citation(reading: Reading, concept: str, entry: Entry) -> str:
    """A definition as a list of references names it, after the manner of APA.

    Nothing is invented: a year or maker that nobody recorded is left out.
    """
    scheme = reading.edition.scheme
    makers = [agent.name for agent in reading.edition.makers if agent.name]
    year = f" ({scheme.modified[:4]})" if scheme.modified else ""
    by = f"{' & '.join(makers)}{year}. " if makers else ""
    version = f" ({reading.say('cite.version', version=scheme.version)})" if scheme.version else ""
    return (
        f"{by}{concept} [{_part(reading, entry)}]. {reading.say('cite.in')} "
        f"{reading.title}{version}. {entry.definition.iri}"
    )


def _part(reading: Reading, entry: Entry) -> str:
    number = reading.say("cite.part", number=entry.number)
    printed = entry.definition.source_text
    return f"{number}; {printed}" if printed else number


def citations(
    reading: Reading, card: ConceptScheme, concept: str, entries: tuple[Entry, ...]
) -> ConceptScheme:
    """A register of a term's definitions and of the sources they come from, to be written out.

    Each definition is an entry of the glossary, with the citation of its source in its note.
    """
    scheme = reading.edition.scheme
    records = {entry.definition.iri: _record(reading, concept, entry) for entry in entries}
    sources = [source for source in card.sources if source.iri not in records]
    agents = {agent.iri: agent for agent in (*card.agents, *reading.edition.makers)}
    return ConceptScheme(
        iri=scheme.iri,
        sources=(*records.values(), *sources),
        agents=tuple(agents.values()),
    )


def _record(reading: Reading, concept: str, entry: Entry) -> Source:
    scheme, iri = reading.edition.scheme, entry.definition.iri
    return Source(
        iri=iri,
        titles=(Literal(f"{concept} [{reading.say('cite.part', number=entry.number)}]", "en"),),
        creators=scheme.creators or scheme.publishers,
        publishers=(),
        issued=scheme.modified[:10],
        edition=scheme.version,
        citation=entry.definition.source_text,
        pages=(IRI(iri),),
        other=(Triple(iri, RDF.type, BIBO.Webpage),),
    )
