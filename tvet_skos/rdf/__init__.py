"""Bytes to triples to the model, and back: every RDF format is read and written here."""

from tvet_skos.rdf.bridge import from_rdflib, to_rdflib
from tvet_skos.rdf.profile import from_triples, to_triples

__all__ = ["from_rdflib", "from_triples", "to_rdflib", "to_triples"]
