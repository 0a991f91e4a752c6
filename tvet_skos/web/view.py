"""The vocabulary as a server sees it at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from tvet_skos.iri import base_of
from tvet_skos.model import preferred
from tvet_skos.namespaces import DCTERMS, RDF, SKOS
from tvet_skos.publish.site.edition import own_query
from tvet_skos.store import Store
from tvet_skos.terms import IRI, Literal


@dataclass(frozen=True)
class View:
    """The vocabulary as it was at one moment, whole; one request works with one view.

    ``number`` grows with each version that this server has seen: a key for what is kept.
    """

    store: Store
    number: int
    default_base: str

    @cached_property
    def schemes(self) -> tuple[IRI, ...]:
        """The concept schemes, sorted."""
        found = {t.subject for t in self.store.naming(RDF.type, SKOS.ConceptScheme)}
        return tuple(sorted(node for node in found if isinstance(node, IRI)))

    @cached_property
    def bases(self) -> tuple[IRI, ...]:
        """What the IRIs of what is here begin with, one a scheme, the longest first."""
        bases = {base_of(scheme) for scheme in self.schemes} or {IRI(self.default_base)}
        return tuple(sorted(bases, key=lambda base: (-len(base), base)))

    @property
    def base(self) -> IRI:
        """The base of the first scheme: what Turtle writes IRIs relative to."""
        return base_of(self.schemes[0]) if self.schemes else IRI(self.default_base)

    @cached_property
    def title(self) -> str:
        """The title of the first scheme in English, else in its first language, else its IRI."""
        titles = [
            value
            for scheme in self.schemes[:1]
            for prop, value in self.store.select(_scheme_query(scheme)).rows
            if prop in (DCTERMS.title, SKOS.prefLabel) and isinstance(value, Literal)
        ]
        return preferred(titles, "en") or self.base

    @cached_property
    def base_paths(self) -> tuple[tuple[str, IRI], ...]:
        """The path of each base on its own server, with the base."""
        return tuple((urlsplit(base).path or "/", base) for base in self.bases)


def _scheme_query(scheme: IRI) -> str:
    """What a scheme says of itself, without its top concepts, which may be a hundred thousand."""
    return own_query("scheme").bound({"scheme": scheme})
