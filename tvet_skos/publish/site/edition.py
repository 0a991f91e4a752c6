"""One version of a vocabulary as pages need it: what all pages ask for is looked up once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any, TypeVar

from tvet_skos.lookup.card import card
from tvet_skos.lookup.elsewhere import Elsewhere, elsewhere
from tvet_skos.lookup.queries import NamedQuery, named_query, packaged_query
from tvet_skos.model import Agent, ConceptScheme, preferred
from tvet_skos.namespaces import SKOS
from tvet_skos.publish.site.addresses import LIVE, Addresses, Form, Surroundings, as_it_is
from tvet_skos.publish.site.figures import Figures, figures_of
from tvet_skos.publish.site.once import once
from tvet_skos.publish.site.texts import Texts, texts
from tvet_skos.rdf.profile import from_triples
from tvet_skos.store import Store
from tvet_skos.store.labels.collation import Collation
from tvet_skos.terms import IRI, Literal, Node, Term, Triple
from tvet_skos.text import fold

MOST_ROWS = 5000
"""The longest list that is looked up whole; what is longer says so."""

MOST_ORDERED = 1000
"""A longer list stands by IRI, so that no page reads the labels of everything."""

MOST_QUOTED = 250
"""So many definitions stand on the page of their source."""

_NAMES_KEPT = 20_000
_NODES_KEPT = 128
_CARDS_KEPT = 32
_FRAMES_KEPT = 500

_Made = TypeVar("_Made")
_TOPICS_KEPT = 16


@dataclass(frozen=True, slots=True)
class TopicRecord:
    """A topic: what it is called, what it is about, and how many members it has."""

    iri: IRI
    labels: tuple[Literal, ...]
    abouts: tuple[Literal, ...]
    size: int


class Edition:
    """One version of a vocabulary; its answers never change.

    :param base: what its IRIs begin with
    :param schemes: its concept schemes, the one that names it first
    """

    def __init__(self, store: Store, base: str, schemes: Sequence[IRI] = ()) -> None:
        self.store = store
        self.base = base
        self.schemes = tuple(schemes)
        self._frames: dict[object, Any] = {}
        self.around = LIVE
        """What there is beside the pages."""
        self.about = lru_cache(maxsize=_NODES_KEPT)(store.about)
        """Every statement about a node, read once for all that one page asks of it."""
        self.card = lru_cache(maxsize=_CARDS_KEPT)(partial(card, store))
        """The card of a concept, read once for all its pages and files."""
        self.labels = lru_cache(maxsize=_NAMES_KEPT)(self._labels)
        """The preferred labels of a concept or topic."""
        self.members = lru_cache(maxsize=_TOPICS_KEPT)(self._members)
        """The members of a topic, sorted."""
        self.quoting = lru_cache(maxsize=_TOPICS_KEPT)(self._quoting)
        """The definitions that name a source, as rows of the query ``terms-by-source``."""
        self.elsewhere = lru_cache(maxsize=2 * MOST_QUOTED)(self._elsewhere)
        """How else a term is defined than by a source: the page of one asks in every language."""
        self.above = lru_cache(maxsize=_NAMES_KEPT)(self._above)
        """The concepts directly broader, sorted; every way up goes through the same few."""
        self.agent = lru_cache(maxsize=_NAMES_KEPT)(self._agent)
        """The record of a person or organisation; nothing where there is none."""

    def _members(self, topic: IRI) -> tuple[IRI, ...]:
        found = {t.object for t in self.store.about(topic) if t.predicate == SKOS.member}
        return tuple(sorted(node for node in found if isinstance(node, IRI)))

    def _quoting(self, source: IRI) -> tuple[tuple[Term | None, ...], ...]:
        return self.rows(named_query("terms-by-source"), 2 * MOST_QUOTED, source=source)

    def _elsewhere(self, concept: IRI, source: IRI) -> tuple[Elsewhere, ...]:
        return tuple(elsewhere(self.card(concept), concept, source))

    def _agent(self, iri: IRI) -> Agent | None:
        about = self.store.about(iri)
        records = from_triples(about).agents if about else ()
        return next((record for record in records if record.iri == iri), None)

    def kept(self, key: object, make: Callable[[], _Made]) -> _Made:
        """A part of pages that many have, made when it is first asked for."""
        made: _Made | None = self._frames.get(key)
        if made is None:
            made = make()
            if len(self._frames) < _FRAMES_KEPT:
                self._frames[key] = made
        return made

    def agents(self, iris: Iterable[IRI]) -> tuple[Agent, ...]:
        """The records of some persons and organisations, each once, in the order of the IRIs."""
        records = (self.agent(iri) for iri in dict.fromkeys(iris))
        return tuple(record for record in records if record is not None)

    def _labels(self, iri: IRI) -> tuple[Literal, ...]:
        if iri in self.topics:  # of which all members would be read, too
            return self.topics[iri].labels
        return tuple(
            t.object
            for t in self.store.about(iri)
            if t.predicate == SKOS.prefLabel and isinstance(t.object, Literal)
        )

    def reading(self, language: str, form: Form = as_it_is) -> Reading:
        """The edition for who reads it in a language."""
        return Reading(self, texts(language), Addresses(self.base, language, form, self.around))

    @once
    def scheme(self) -> ConceptScheme:
        """What the vocabulary says of itself."""
        if not self.schemes:
            return ConceptScheme(iri=IRI(self.base), declared=False)
        scheme = self.schemes[0]
        rows = self.rows(own_query("scheme"), scheme=scheme)
        return from_triples(
            Triple(scheme, prop, value) for prop, value in rows if isinstance(prop, IRI) and value
        )

    @once
    def makers(self) -> tuple[Agent, ...]:
        """Who made the vocabulary; where that is not recorded, who published it."""
        return self.agents(self.scheme.creators or self.scheme.publishers)

    @once
    def figures(self) -> Figures:
        """How big the vocabulary is."""
        rows = self.rows(own_query("figures"))
        return figures_of(
            (_text(measure), _text(of).rpartition("#")[2], int(_text(number)))
            for measure, of, number in rows
        )

    @once
    def topics(self) -> Mapping[IRI, TopicRecord]:
        """The collections by IRI, sorted; without their members, which may be many."""
        sizes = {
            topic: int(_text(size))
            for topic, size in self.rows(own_query("topic-sizes"))
            if isinstance(topic, IRI)
        }
        labels: dict[IRI, list[Literal]] = {topic: [] for topic in sizes}
        abouts: dict[IRI, list[Literal]] = {topic: [] for topic in sizes}
        for topic, prop, text in self.rows(own_query("topics")):
            if isinstance(topic, IRI) and topic in sizes and isinstance(text, Literal):
                (labels if prop == SKOS.prefLabel else abouts)[topic].append(text)
        return {
            topic: TopicRecord(topic, tuple(labels[topic]), tuple(abouts[topic]), sizes[topic])
            for topic in sorted(sizes)
        }

    @once
    def tops(self) -> tuple[IRI, ...]:
        """Where the hierarchy begins, sorted; at most ``MOST_ROWS``."""
        rows = self.rows(own_query("tops"), MOST_ROWS) or self.rows(own_query("roots"), MOST_ROWS)
        return tuple(sorted({row[0] for row in rows if isinstance(row[0], IRI)}))

    @once
    def most_defined(self) -> tuple[IRI, ...]:
        """The concepts with the most definitions, the most first; at most twenty."""
        rows = self.rows(own_query("most-defined"), 20)
        return tuple(concept for concept, _ in rows if isinstance(concept, IRI))

    @once
    def register(self) -> tuple[tuple[IRI, int], ...]:
        """The sources by citation, each with how many definitions name it."""
        found: dict[IRI, tuple[str, int]] = {}
        for source, citation, title, _, number in self.rows(named_query("sources"), MOST_ROWS):
            if isinstance(source, IRI):
                key = fold(_text(citation) or _text(title)) or source
                found.setdefault(source, (key, int(_text(number))))
        order = sorted(found, key=lambda source: (found[source][0], source))
        return tuple((source, found[source][1]) for source in order)

    @once
    def unsourced(self) -> tuple[tuple[IRI, IRI, str, str], ...]:
        """Concept, definition, text and evidence of each definition whose source is not known."""
        rows = self.rows(named_query("definitions-without-source"), MOST_ROWS)
        found = {
            (concept, definition, _text(text), _text(evidence).rpartition("#")[2])
            for concept, _, definition, text, _, evidence, *_ in rows
            if isinstance(concept, IRI) and isinstance(definition, IRI)
        }
        return tuple(
            sorted(found, key=lambda row: (fold(preferred(self.labels(row[0]), "en")), row))
        )

    @once
    def coverage(self) -> tuple[tuple[Term | None, ...], ...]:
        """How many concepts have what in which language, as rows of the query ``coverage``."""
        return self.rows(named_query("coverage"))

    @once
    def in_use(self) -> tuple[IRI, ...]:
        """The concepts that are not retired, sorted."""
        found = {concept for (concept,) in self.rows(own_query("in-use"))}
        return tuple(sorted(concept for concept in found if isinstance(concept, IRI)))

    def rows(
        self, query: NamedQuery, limit: int = 0, **values: Term
    ) -> tuple[tuple[Term | None, ...], ...]:
        """The rows of a query, at most so many."""
        text = query.bound(values)
        text += f"\nLIMIT {limit}" if limit else ""
        return self.store.select(text).rows

    def below(self, iri: IRI) -> tuple[IRI, ...]:
        """The concepts directly narrower, whichever of the two says so, sorted."""
        return self._linked(iri, SKOS.narrower, SKOS.broader)

    def _above(self, iri: IRI) -> tuple[IRI, ...]:
        return self._linked(iri, SKOS.broader, SKOS.narrower)

    def beside(self, iri: IRI) -> tuple[IRI, ...]:
        """The related concepts, sorted."""
        return self._linked(iri, SKOS.related, SKOS.related)

    def topics_of(self, iri: IRI) -> tuple[IRI, ...]:
        """The topics that a concept belongs to, sorted."""
        found = {t.subject for t in self.store.naming(SKOS.member, iri)}
        return tuple(sorted(iri for iri in found if isinstance(iri, IRI)))

    def _linked(self, iri: IRI, forth: IRI, back: IRI) -> tuple[IRI, ...]:
        found: set[Node | Term] = {t.object for t in self.about(iri) if t.predicate == forth}
        found |= {t.subject for t in self.store.naming(back, iri)}
        return tuple(sorted(node for node in found if isinstance(node, IRI) and node != iri))

    def prepare(self) -> None:
        """Look up now what the first readers would else wait for."""
        for name in (
            "topics",
            "scheme",
            "most_defined",
            "figures",
            "tops",
            "register",
            "unsourced",
        ):
            getattr(self, name)
        self.store.labels.complete()  # in memory, only what somebody needs would be made


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else str(term or "")


def own_query(name: str) -> NamedQuery:
    """A query that only pages ask."""
    return packaged_query("tvet_skos.publish.site", "queries", name)


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called, in which language, and where its page is."""

    text: str
    language: str
    href: str
    iri: IRI


@dataclass(frozen=True, slots=True)
class Reading:
    """An edition in one language of the interface: what templates are given."""

    edition: Edition
    say: Texts
    address: Addresses

    @property
    def language(self) -> str:
        """The language of the interface, and of labels where they have one in it."""
        return self.say.language

    @property
    def frame(self) -> tuple[str, str, Surroundings]:
        """All that the links of a page that do not depend on its subject can differ in."""
        return self.language, self.address("home"), self.address.around

    @property
    def title(self) -> str:
        """What the vocabulary is called."""
        scheme = self.edition.scheme
        return preferred(scheme.titles or scheme.pref_labels, self.language) or scheme.iri

    def name(self, iri: IRI, kind: str = "term") -> Name:
        """What a concept or topic is called, with a link to its page."""
        label = chosen_label(self.edition.labels(iri), self.language)
        href = self.address(kind, iri)
        return Name(label.value, label.language, href, iri) if label else Name(iri, "", href, iri)

    def names(self, iris: Iterable[IRI], kind: str = "term") -> tuple[Name, ...]:
        """Several names, in the order of the IRIs."""
        return tuple(self.name(iri, kind) for iri in iris)

    def in_order(self, iris: Sequence[IRI]) -> Sequence[IRI]:
        """Concepts by what they are called; where there are very many, as they come."""
        if len(iris) > MOST_ORDERED:
            return iris
        return sorted(iris, key=lambda iri: (self._sort_key(iri), iri))

    def _sort_key(self, iri: IRI) -> bytes:
        return _collation(self.language).key(
            preferred(self.edition.labels(iri), self.language) or iri
        )


# A collation remembers what each word weighs.
_collation = cache(Collation)


def chosen_label(labels: Sequence[Literal], language: str) -> Literal | None:
    """The label that ``preferred`` would choose, with its language."""
    text = preferred(labels, language)
    for wanted in (language, "en"):
        for label in labels:
            if label.value == text and label.language.split("-")[0] == wanted:
                return label
    return next((label for label in labels if label.value == text), None)
