"""The vocabularies that are served, each with an id, and what is asked of them again and again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from threading import Lock
from urllib.parse import unquote, urlsplit

from starlette.requests import Request

from tvet_skos.iri import base_of, unique
from tvet_skos.lookup.hierarchy import below, held
from tvet_skos.lookup.overview import ClassCount, class_counts, is_retired, mappings
from tvet_skos.lookup.patterns import LabelLines
from tvet_skos.model import preferred
from tvet_skos.namespaces import DCTERMS, PREFIXES, RDF, RDFS, SKOS, SKOSXL
from tvet_skos.publish.site.edition import Edition
from tvet_skos.publish.site.once import once
from tvet_skos.store import Store
from tvet_skos.store.labels.index import LabelIndex
from tvet_skos.terms import IRI, Literal, Node, Term, Triple
from tvet_skos.text import speaks
from tvet_skos.web.pages import edition_of
from tvet_skos.web.problems import Problem
from tvet_skos.web.site import view_of
from tvet_skos.web.view import View

_NODES_KEPT = 2000
_SETS_KEPT = 8

_TAKEN = ("sources", "vocabularies")
"""What stands in the place of an id in paths that lead elsewhere."""


class Vocabulary:
    """One vocabulary of a view: a concept scheme and what belongs to it.

    Where the store holds only one, all that is in it belongs to it.
    """

    def __init__(
        self, name: str, scheme: IRI | None, view: View, edition: Edition | None = None
    ) -> None:
        self.id = name
        self.scheme = scheme
        self.store: Store = view.store
        self.base = base_of(scheme) if scheme is not None else view.base
        self.is_alone = len(view.schemes) <= 1
        graphs = view.store.graphs()
        self.graph = scheme if scheme in graphs and len(graphs) > 1 else None
        schemes = (scheme,) if scheme is not None else ()
        self.edition = edition or Edition(view.store, self.base, schemes)
        """What pages look up, kept here for the same purpose."""
        self._about = lru_cache(maxsize=_NODES_KEPT)(view.store.about)
        self.below = lru_cache(maxsize=_SETS_KEPT)(partial(below, view.store))
        """All concepts below one."""
        self.held = lru_cache(maxsize=_SETS_KEPT)(partial(held, view.store))
        """All that a collection holds."""

    def about(self, node: Node) -> list[Triple]:
        """Every statement about a node, read once for all that one answer asks of it."""
        return self._about(node)

    def naming(self, predicate: IRI, node: Term) -> list[Triple]:
        """Every statement that points to a node with a property."""
        return self.store.naming(predicate, node)

    @property
    def iri(self) -> IRI:
        """The scheme; where none is declared, the base."""
        return self.scheme or self.base

    @property
    def index(self) -> LabelIndex:
        """Its labels."""
        labels = self.store.labels
        return labels if self.graph is None else labels.only(self.graph)

    @once
    def lines(self) -> LabelLines:
        """Its labels as patterns are matched with."""
        return LabelLines(self.index)

    @once
    def classes(self) -> tuple[ClassCount, ...]:
        """The classes of its concepts and collections."""
        return class_counts(self.store, None if self.is_alone else self.scheme)

    def has(self, thing: IRI) -> bool:
        """Whether a concept or collection belongs to it."""
        if self.is_alone or self.scheme is None:
            return True
        about = self.about(thing)
        schemes = {t.object for t in about if t.predicate in (SKOS.inScheme, SKOS.topConceptOf)}
        if schemes:
            return self.scheme in schemes
        # What says nothing of a scheme belongs where its IRI does.
        return thing.startswith(self.base)

    def has_named(self, triple: Triple) -> bool:
        """Whether a statement is about something that belongs to it."""
        return isinstance(triple.subject, IRI) and self.has(triple.subject)

    def is_concept(self, iri: IRI) -> bool:
        """Whether it is a concept here."""
        return self.is_a(iri, SKOS.Concept) and self.has(iri)

    def is_a(self, iri: IRI, *classes: IRI) -> bool:
        """Whether something is an instance of one of some classes."""
        return any(t.predicate == RDF.type and t.object in classes for t in self.about(iri))

    def is_retired(self, iri: IRI) -> bool:
        """Whether something is out of use."""
        return is_retired(self.about(iri))

    def required(self, iri: IRI) -> IRI:
        """The IRI of a concept that must be here.

        :raises Problem: it is not
        """
        if not self.is_concept(iri):
            raise Problem("not-found", f"there is no concept <{iri[:200]}> in {self.id}")
        return iri

    @once
    def languages(self) -> tuple[str, ...]:
        """The languages of its labels, sorted."""
        return self.lines.languages

    @once
    def default_language(self) -> str:
        """The language of texts where nobody asks for one: its own, else English, else the first.

        Its own is what ``dcterms:language`` says of the scheme.
        """
        said = [
            t.object.value if isinstance(t.object, Literal) else t.object.rpartition("/")[2]
            for t in self.about(self.iri)
            if t.predicate == DCTERMS.language and isinstance(t.object, IRI | Literal)
        ]
        for language in (*said, "en"):
            if any(speaks(tag, language) for tag in self.languages):
                return language
        return self.languages[0] if self.languages else "en"

    def title(self, language: str) -> str:
        """What it is called."""
        titles = self.texts(self.iri, DCTERMS.title) or self.texts(self.iri, SKOS.prefLabel)
        titles = titles or self.texts(self.iri, RDFS.label)
        return preferred(titles, language) or self.id

    def texts(self, iri: IRI, prop: IRI) -> list[Literal]:
        """The texts that something has with a property."""
        found = (t.object for t in self.about(iri) if t.predicate == prop)
        return [value for value in found if isinstance(value, Literal)]

    def labels(self, iri: IRI) -> list[Literal]:
        """Its preferred labels; those of SKOS-XL where it has no others."""
        return self.texts(iri, SKOS.prefLabel) or [
            text
            for t in self.about(iri)
            if t.predicate == SKOSXL.prefLabel and isinstance(t.object, IRI)
            for text in self.texts(t.object, SKOSXL.literalForm)
        ]

    @once
    def mappings(self) -> tuple[Triple, ...]:
        """The mappings of all its concepts, sorted."""
        return tuple(triple for triple in mappings(self.store) if self.has_named(triple))

    def label(self, iri: IRI, language: str) -> str:
        """What a concept or collection is called."""
        labels = self.labels(iri)
        return preferred(by_language(labels, language), language) or iri

    def notation(self, iri: IRI) -> str:
        """Its first notation; empty where it has none."""
        return min((text.value for text in self.texts(iri, SKOS.notation)), default="")

    def types(self, iri: IRI) -> list[str]:
        """Its classes, short where there is a prefix for them."""
        found = (t.object for t in self.about(iri) if t.predicate == RDF.type)
        return [shortened(cls) for cls in found if isinstance(cls, IRI)]

    def by_label(self, iris: Iterable[IRI], language: str) -> list[IRI]:
        """Concepts by what they are called, then by IRI."""
        return sorted(iris, key=lambda iri: (self.label(iri, language).lower(), iri))


def by_language(labels: Iterable[Literal], language: str) -> list[Literal]:
    """Labels with those of the language and its variants first, whatever the case of the tags."""
    return sorted(labels, key=lambda label: not speaks(label.language, language))


_PREFIXES = {iri: prefix for prefix, iri in PREFIXES.items()} | {
    "http://purl.org/iso25964/skos-thes#": "isothes"
}


def shortened(iri: IRI) -> str:
    """An IRI with a prefix that everybody knows, else as it is.

    >>> shortened(SKOS.Concept), shortened(IRI("http://e/x"))
    ('skos:Concept', IRI('http://e/x'))
    """
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = _PREFIXES.get(iri[:cut])
    return f"{prefix}:{iri[cut:]}" if prefix else iri


def expanded(name: str) -> IRI:
    """What ``shortened`` was made from.

    >>> expanded("skos:Concept") == SKOS.Concept
    True
    """
    prefix, colon, local = name.partition(":")
    known = {short: iri for iri, short in _PREFIXES.items()}
    return IRI(known[prefix] + local) if colon and prefix in known else IRI(name)


class Vocabularies:
    """The vocabularies of a view, by id."""

    def __init__(self, view: View, edition: Edition | None = None) -> None:
        self.number = view.number
        self._by_id = {
            name: Vocabulary(name, scheme, view, edition) for name, scheme in _named(view)
        }

    def __iter__(self) -> Iterator[Vocabulary]:
        return iter(self._by_id.values())

    def __getitem__(self, name: str) -> Vocabulary:
        """A vocabulary.

        :raises Problem: there is none of that id
        """
        if name not in self._by_id:
            raise Problem(
                "not-found",
                f"there is no vocabulary {name[:100]!r}",
                hint=f"there is {', '.join(self._by_id)}",
                members={"suggestions": list(self._by_id)},
            )
        return self._by_id[name]

    def of(self, iri: IRI) -> Vocabulary:
        """The vocabulary that something belongs to, the first where nothing tells."""
        return next((each for each in self if each.has(iri)), next(iter(self)))


def _named(view: View) -> Iterator[tuple[str, IRI | None]]:
    taken = set(_TAKEN)
    for scheme in view.schemes or (None,):
        name = unique(vocabulary_id(base_of(scheme) if scheme else view.base), taken)
        taken.add(name)
        yield name, scheme


_NOT_IN_ID = re.compile(r"[^A-Za-z0-9._~-]+")


def vocabulary_id(base: str) -> str:
    """The last part of the path of a base.

    >>> vocabulary_id("https://w3id.org/tvet-skos/glossary/"), vocabulary_id("http://e.org/a/b#")
    ('glossary', 'b')
    >>> vocabulary_id("https://example.org/")
    'example.org'
    """
    address = urlsplit(base.rstrip("#"))
    parts = [part for part in (address.netloc, *address.path.split("/")) if part]
    last = unquote(parts[-1]) if parts else base
    return _NOT_IN_ID.sub("-", last).strip("-") or "vocabulary"


_RENEWING = Lock()


def _edition_of_pages(request: Request, view: View) -> Edition | None:
    """What the pages have looked up already, where there is one vocabulary and they show it."""
    return edition_of(request) if len(view.schemes) <= 1 else None


def vocabularies_of(request: Request) -> Vocabularies:
    """The vocabularies as a request sees them; kept as long as their version is served."""
    view = view_of(request)
    with _RENEWING:
        kept = getattr(request.app.state, "rest", None)
        if isinstance(kept, Vocabularies) and kept.number == view.number:
            return kept
        made = Vocabularies(view, _edition_of_pages(request, view))
        if not isinstance(kept, Vocabularies) or kept.number < view.number:
            request.app.state.rest = made
        return made
