"""Prefixes, and the terms of the profile that code refers to by name."""

from __future__ import annotations

from tvet_skos.terms import IRI


class Namespace:
    """A namespace whose attributes are the terms in it: ``SKOS.prefLabel``.

    >>> DCTERMS.title
    IRI('http://purl.org/dc/terms/title')
    """

    # Not a str: DCTERMS.title and DCTERMS.format would then be methods of str.
    def __init__(self, iri: str) -> None:
        self.iri = iri

    def __getattr__(self, name: str) -> IRI:
        if name.startswith("__"):
            raise AttributeError(name)
        # Kept, so that the next asking finds the attribute itself.
        term = self.__dict__[name] = IRI(self.iri + name)
        return term

    def __add__(self, name: str) -> IRI:
        return IRI(self.iri + name)


BIBO = Namespace("http://purl.org/ontology/bibo/")
DC = Namespace("http://purl.org/dc/elements/1.1/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
GLOSS = Namespace("https://www.glossarist.org/ontologies/")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PROV = Namespace("http://www.w3.org/ns/prov#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("https://schema.org/")
SH = Namespace("http://www.w3.org/ns/shacl#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SKOSXL = Namespace("http://www.w3.org/2008/05/skos-xl#")
TVS = Namespace("https://w3id.org/tvet-skos/ns#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

PREFIXES: dict[str, str] = {
    "bibo": BIBO.iri,
    "dc": DC.iri,
    "dcterms": DCTERMS.iri,
    "foaf": FOAF.iri,
    "gloss": GLOSS.iri,
    "owl": OWL.iri,
    "prov": PROV.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "schema": SCHEMA.iri,
    "sh": SH.iri,
    "skos": SKOS.iri,
    "tvs": TVS.iri,
    "xsd": XSD.iri,
}
"""Prefix to namespace, in the order in which they are declared in every file."""

PROFILE = TVS.profile
"""The definition-provenance profile of SKOS, which vocabularies made here conform to."""

DEFAULT_BASE = IRI("https://w3id.org/tvet-skos/glossary/")
"""The IRI of the bundled scheme; another vocabulary sets ``base`` in ``tvet-skos.toml``."""
