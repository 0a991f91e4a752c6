"""The tables of the profile: field, property and kind of value, in the order of writing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
from tvet_skos.namespaces import (
    BIBO,
    DC,
    DCTERMS,
    FOAF,
    GLOSS,
    OWL,
    PROV,
    RDF,
    RDFS,
    SKOS,
    TVS,
    XSD,
)
from tvet_skos.terms import IRI, XSD_STRING, Literal, Term


@dataclass(frozen=True, slots=True)
class Kind:
    """How the values of a field stand in RDF.

    ``read`` gives ``None`` for a term that the field cannot hold; ``write`` is its inverse.
    """

    read: Callable[[Term], object | None]
    write: Callable[[object], Term]


@dataclass(frozen=True, slots=True)
class Property:
    """One field of a record and the RDF property that carries it."""

    name: str
    predicate: IRI
    kind: Kind
    many: bool = False

    def terms(self, record: Record) -> Iterator[Term]:
        """The field's values as RDF terms; none for an empty field."""
        value = getattr(record, self.name)
        if self.many:
            yield from map(self.kind.write, value)
        elif value is not None and value is not False and value != "":
            yield self.kind.write(value)


def _read_iri(term: Term) -> object | None:
    return term if isinstance(term, IRI) else None


def _write_term(value: object) -> Term:
    assert isinstance(value, IRI | Literal)
    return value


def _read_literal(term: Term) -> object | None:
    return term if isinstance(term, Literal) else None


def _read_string(term: Term) -> object | None:
    """A plain string; the empty one is left to ``other``, for the field it means "nothing"."""
    if isinstance(term, Literal) and not term.language and term.datatype in ("", XSD_STRING):
        return term.value or None
    return None


_DATES = (
    (re.compile(r"-?\d{4,}"), XSD.gYear),
    (re.compile(r"-?\d{4,}-\d\d"), XSD.gYearMonth),
    (re.compile(r"-?\d{4,}-\d\d-\d\d"), XSD.date),
    (re.compile(r"-?\d{4,}-\d\d-\d\dT.+"), XSD.dateTime),
)


def _date_type(text: str) -> str:
    """The XSD type that the shape of a date tells; plain text for anything else."""
    return next((iri for shape, iri in _DATES if shape.fullmatch(text)), "")


def _read_date(term: Term) -> object | None:
    if not isinstance(term, Literal) or term.language or not term.value:
        return None
    return term.value if term.datatype == _date_type(term.value) else None


def _write_date(value: object) -> Term:
    return Literal(str(value), datatype=_date_type(str(value)))


_INTEGER = re.compile(r"0|-?[1-9]\d{0,17}")


def _read_integer(term: Term) -> object | None:
    fits = isinstance(term, Literal) and term.datatype == XSD.integer
    return int(term.value) if fits and _INTEGER.fullmatch(term.value) else None  # type: ignore[union-attr]


_TRUE = Literal("true", datatype=XSD.boolean)
_EVIDENCE = {TVS + evidence.value: evidence for evidence in SourceEvidence}

_IRI = Kind(_read_iri, _write_term)
_LITERAL = Kind(_read_literal, _write_term)
_STRING = Kind(_read_string, lambda value: Literal(str(value)))
_DATE = Kind(_read_date, _write_date)
_INTEGER_KIND = Kind(_read_integer, lambda value: Literal(str(value), datatype=XSD.integer))
_FLAG = Kind(lambda term: True if term == _TRUE else None, lambda _value: _TRUE)
_EVIDENCE_KIND = Kind(
    lambda term: _EVIDENCE.get(term) if isinstance(term, IRI) else None,
    lambda value: IRI(TVS + str(value)),
)

_MANY = True

_DEFINITION = (
    Property("value", RDF.value, _LITERAL),
    Property("source_text", DC.source, _STRING),
    Property("sources", DCTERMS.source, _IRI, _MANY),
    Property("source_evidence", TVS.sourceEvidence, _EVIDENCE_KIND),
    Property("quoted_from", PROV.wasQuotedFrom, _IRI, _MANY),
    Property("derived_from", PROV.wasDerivedFrom, _IRI, _MANY),
    Property("primary_sources", PROV.hadPrimarySource, _IRI, _MANY),
    Property("source_status", GLOSS.sourceStatus, _IRI),
    Property("modification", TVS.modification, _LITERAL),
    Property("locator", BIBO.locator, _STRING),
    Property("position", TVS.position, _INTEGER_KIND),
    Property("terms_in_source", TVS.termInSource, _LITERAL, _MANY),
    Property("notes", SKOS.note, _LITERAL, _MANY),
    Property("editorial_notes", SKOS.editorialNote, _LITERAL, _MANY),
    Property("format", DCTERMS.format, _STRING),
    Property("created", DCTERMS.created, _DATE),
    Property("modified", DCTERMS.modified, _DATE),
    Property("attributed_to", PROV.wasAttributedTo, _IRI),
    Property("revision_of", PROV.wasRevisionOf, _IRI),
    Property("deprecated", OWL.deprecated, _FLAG),
)
# The definitions themselves hang on skos:definition as well; the profile links them.
_CONCEPT = (
    Property("in_scheme", SKOS.inScheme, _IRI, _MANY),
    Property("top_concept_of", SKOS.topConceptOf, _IRI, _MANY),
    Property("pref_labels", SKOS.prefLabel, _LITERAL, _MANY),
    Property("alt_labels", SKOS.altLabel, _LITERAL, _MANY),
    Property("hidden_labels", SKOS.hiddenLabel, _LITERAL, _MANY),
    Property("notations", SKOS.notation, _LITERAL, _MANY),
    Property("broader", SKOS.broader, _IRI, _MANY),
    Property("narrower", SKOS.narrower, _IRI, _MANY),
    Property("related", SKOS.related, _IRI, _MANY),
    Property("exact_match", SKOS.exactMatch, _IRI, _MANY),
    Property("close_match", SKOS.closeMatch, _IRI, _MANY),
    Property("broad_match", SKOS.broadMatch, _IRI, _MANY),
    Property("narrow_match", SKOS.narrowMatch, _IRI, _MANY),
    Property("related_match", SKOS.relatedMatch, _IRI, _MANY),
    Property("definition_texts", SKOS.definition, _LITERAL, _MANY),
    Property("preferred_definitions", TVS.preferredDefinition, _IRI, _MANY),
    Property("notes", SKOS.note, _LITERAL, _MANY),
    Property("scope_notes", SKOS.scopeNote, _LITERAL, _MANY),
    Property("examples", SKOS.example, _LITERAL, _MANY),
    Property("editorial_notes", SKOS.editorialNote, _LITERAL, _MANY),
    Property("history_notes", SKOS.historyNote, _LITERAL, _MANY),
    Property("change_notes", SKOS.changeNote, _LITERAL, _MANY),
    Property("pages", FOAF.page, _IRI, _MANY),
    Property("see_also", RDFS.seeAlso, _IRI, _MANY),
    Property("created", DCTERMS.created, _DATE),
    Property("modified", DCTERMS.modified, _DATE),
    Property("deprecated", OWL.deprecated, _FLAG),
    Property("replaced_by", DCTERMS.isReplacedBy, _IRI, _MANY),
)
_SOURCE = (
    Property("titles", DCTERMS.title, _LITERAL, _MANY),
    Property("creators", DCTERMS.creator, _IRI, _MANY),
    Property("publishers", DCTERMS.publisher, _IRI, _MANY),
    Property("issued", DCTERMS.issued, _DATE),
    Property("date", DCTERMS.date, _DATE),
    Property("edition", BIBO.edition, _STRING),
    Property("version_of", DCTERMS.isVersionOf, _IRI),
    Property("replaced_by", DCTERMS.isReplacedBy, _IRI, _MANY),
    Property("citation", DCTERMS.bibliographicCitation, _STRING),
    Property("accessed", TVS.accessed, _DATE),
    Property("doi", BIBO.doi, _STRING),
    Property("pages", FOAF.page, _IRI, _MANY),
    Property("license", DCTERMS.license, _IRI),
    Property("aliases", TVS.alias, _STRING, _MANY),
    Property("notes", SKOS.note, _LITERAL, _MANY),
)
_AGENT = (
    Property("names", FOAF.name, _LITERAL, _MANY),
    Property("abbreviations", FOAF.nick, _STRING, _MANY),
    Property("homepage", FOAF.homepage, _IRI),
)
_PAGE = (
    Property("titles", DCTERMS.title, _LITERAL, _MANY),
    Property("url", DCTERMS.source, _IRI),
    Property("accessed", TVS.accessed, _DATE),
)
_COLLECTION = (
    Property("in_scheme", SKOS.inScheme, _IRI, _MANY),
    Property("pref_labels", SKOS.prefLabel, _LITERAL, _MANY),
    Property("alt_labels", SKOS.altLabel, _LITERAL, _MANY),
    Property("definition_texts", SKOS.definition, _LITERAL, _MANY),
    Property("notes", SKOS.note, _LITERAL, _MANY),
    Property("members", SKOS.member, _IRI, _MANY),
)
_SCHEME = (
    Property("titles", DCTERMS.title, _LITERAL, _MANY),
    Property("pref_labels", SKOS.prefLabel, _LITERAL, _MANY),
    Property("descriptions", DCTERMS.description, _LITERAL, _MANY),
    Property("creators", DCTERMS.creator, _IRI, _MANY),
    Property("publishers", DCTERMS.publisher, _IRI, _MANY),
    Property("license", DCTERMS.license, _IRI),
    Property("created", DCTERMS.created, _DATE),
    Property("modified", DCTERMS.modified, _DATE),
    Property("version", OWL.versionInfo, _STRING),
    Property("conforms_to", DCTERMS.conformsTo, _IRI, _MANY),
    Property("derived_from", PROV.wasDerivedFrom, _IRI, _MANY),
    Property("history_notes", SKOS.historyNote, _LITERAL, _MANY),
    Property("top_concepts", SKOS.hasTopConcept, _IRI, _MANY),
)

PROPERTIES: dict[type[Record], tuple[Property, ...]] = {
    ConceptScheme: _SCHEME,
    Collection: _COLLECTION,
    Concept: _CONCEPT,
    Definition: _DEFINITION,
    Source: _SOURCE,
    Agent: _AGENT,
    Page: _PAGE,
}
"""Record to its properties. No two fields of a record share a property."""
