"""From a source as people cite it to its record in the register."""

from __future__ import annotations

from tvet_skos.errors import NotFound
from tvet_skos.namespaces import BIBO, DCTERMS, FOAF, RDF, TVS
from tvet_skos.store import Store
from tvet_skos.terms import IRI, Literal
from tvet_skos.text import fold

_NAMES = (TVS.alias, DCTERMS.bibliographicCitation, DCTERMS.title)
_AGENT_NAMES = (FOAF.nick, FOAF.name)


def find_source(store: Store, text: str) -> tuple[IRI, ...]:
    """The records that a citation, alias, title, key, organisation or IRI names, sorted.

    An organisation names all its works; spelling does not matter.

    :raises NotFound: nothing in the register is called so
    """
    key = fold(text)
    records = [
        t.subject for t in store.naming(RDF.type, BIBO.Document) if isinstance(t.subject, IRI)
    ]
    exact = [
        iri for iri in records if text.strip("<>") == iri or key == fold(iri.rsplit("/", 1)[-1])
    ]
    found = exact or [iri for iri in records if key in _names(store, iri)]
    found = found or [iri for iri in records if key in _organisations(store, iri)]
    if not found:
        raise NotFound(
            f'no source is called "{text}"', hint="`tvet-skos query sources` lists the register"
        )
    return tuple(sorted(found))


def _names(store: Store, source: IRI) -> set[str]:
    return {
        fold(t.object.value)
        for t in store.about(source)
        if t.predicate in _NAMES and isinstance(t.object, Literal)
    }


def _organisations(store: Store, source: IRI) -> set[str]:
    return {
        fold(name.object.value)
        for t in store.about(source)
        if t.predicate in (DCTERMS.creator, DCTERMS.publisher) and isinstance(t.object, IRI)
        for name in store.about(t.object)
        if name.predicate in _AGENT_NAMES and isinstance(name.object, Literal)
    }
