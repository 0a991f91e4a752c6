"""What a site is about, one IRI after the other: all that has a page of its own."""

from __future__ import annotations

from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.publish.site.edition import Edition, own_query
from tvet_skos.terms import IRI


def every_concept(edition: Edition) -> list[IRI]:
    """All concepts, sorted: what is said to be one, and whatever else has a label."""
    store = edition.store
    typed = {t.subject for t in store.naming(RDF.type, SKOS.Concept)}
    found = {iri for iri in typed if isinstance(iri, IRI)}
    found.update(entry.concept for entry in store.labels)
    return sorted(found)


def every_source(edition: Edition) -> list[IRI]:
    """All sources, sorted."""
    rows = edition.rows(own_query("every-source"))
    return sorted({source for (source,) in rows if isinstance(source, IRI)})
