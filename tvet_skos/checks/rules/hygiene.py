"""Rules on RDF and IRIs: terms that no namespace defines, and addresses that will not last."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

from tvet_skos.checks.closure import schemes
from tvet_skos.checks.graph import Graph
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Family, Fix, Hit, RecordRule, Rule, Scope, WholeRule
from tvet_skos.iri import base_of
from tvet_skos.namespaces import OWL, RDF, RDFS, SKOS
from tvet_skos.terms import IRI, Literal, Node, Term, n3

FAMILY = Family()


@dataclass(frozen=True)
class KnownNamespace:
    """A namespace that defines its terms, so that a term which it does not define is a mistake."""

    prefix: str
    title: str
    iri: str
    terms: frozenset[str]

    def defines(self, name: str) -> bool:
        """Whether there is such a term; the members of RDF containers are without end."""
        return name in self.terms or (self.prefix == "rdf" and bool(_MEMBER.fullmatch(name)))

    def closest(self, name: str) -> str:
        """The term that is spelled most like a name, or ``""``."""
        by_case = {term.lower(): term for term in self.terms}
        if name.lower() in by_case:
            return by_case[name.lower()]
        return next(iter(get_close_matches(name, sorted(self.terms), n=1, cutoff=0.75)), "")


_MEMBER = re.compile(r"_[1-9][0-9]*")


class KnownNamespaces:
    """The namespaces of ``known_terms/namespaces.toml``, and SKOS terms that were given up."""

    def __init__(self) -> None:
        content = _known_terms("namespaces.toml")
        self.given_up: dict[IRI, str] = {
            SKOS + name: advice for name, advice in content.pop("given_up").items()
        }
        self.by_iri = {
            table["namespace"]: KnownNamespace(
                prefix, table["title"], table["namespace"], frozenset(table["terms"].split())
            )
            for prefix, table in content.items()
        }

        self.terms = frozenset(s.iri + name for s in self.by_iri.values() for name in s.terms)
        """The IRIs of all terms that are defined."""
        self.exact = tuple(self.by_iri)
        """How the IRIs of terms begin."""
        self.miswritten = {_other_protocol(iri): space for iri, space in self.by_iri.items()}
        """The namespaces as somebody writes them who takes https for http, or http for https."""
        self.starts = (*self.exact, *self.miswritten)
        """How the IRIs of terms begin, with the one and with the other."""


def _other_protocol(iri: str) -> str:
    protocol, _, rest = iri.partition(":")
    return f"{'http' if protocol == 'https' else 'https'}:{rest}"


@cache
def known_namespaces() -> KnownNamespaces:
    """The namespaces whose terms are known.

    >>> sorted(space.prefix for space in known_namespaces().by_iri.values())[:4]
    ['dc', 'dcterms', 'foaf', 'owl']
    """
    return KnownNamespaces()


def _known_terms(name: str) -> dict[str, Any]:
    file = files("tvet_skos.checks.rules").joinpath("known_terms", name)
    return tomllib.loads(file.read_text(encoding="utf-8"))


# RD004 and RD005: terms

_TYPE = RDF.type


@lru_cache(maxsize=65_536)
def _undefined(iri: str) -> tuple[str, str]:
    """What is wrong with an IRI of a known namespace, and the way out; empty where nothing is."""
    known = known_namespaces()
    start = max((s for s in known.starts if iri.startswith(s)), key=len)
    name = iri[len(start) :]
    if not name or iri in known.given_up:
        return "", ""
    if start not in known.by_iri:
        space = known.miswritten[start]
        wrong, right = (each.partition(":")[0] for each in (start, space.iri))
        return (
            f"{space.prefix}:{name} is written with {wrong}, "
            f"but the namespace begins with {right}.",
            f"Write the namespace as <{space.iri}>.",
        )
    space = known.by_iri[start]
    if space.defines(name):
        return "", ""
    closest = space.closest(name)
    return (
        f"{space.prefix}:{name} is no term of {space.title}.",
        f"Did you mean {space.prefix}:{closest}?" if closest else UNDEFINED.hint,
    )


UNDEFINED = Rule(
    "RD004",
    "undefined-vocabulary-term",
    Severity.ERROR,
    "A term is used that its namespace does not define.",
    "Look the term up, or use a property or class of a namespace of your own.",
    fix=Fix.UNSAFE,
    reference="qSKOS, Undefined SKOS Resources",
)


@FAMILY.record(UNDEFINED, alone=True)
def undefined_terms(graph: Graph, node: Node) -> Iterator[Hit]:
    """Terms of SKOS, Dublin Core, PROV, SHACL, FOAF, RDF, RDFS, OWL, XSD, tvs that do not exist.

    Subject, properties, values and the datatypes of values are looked at. Terms that SKOS gave up
    are RD005's.
    """
    known = known_namespaces()
    starts, exact, fine = known.starts, known.exact, known.terms
    if isinstance(node, str) and node.startswith(starts):
        yield from _hits(node, None, None, node)
    for predicate, values in graph.properties(node).items():
        if predicate not in fine and predicate.startswith(starts):
            yield from _hits(node, predicate, None, predicate)
        # An address with the other protocol may be a link to the page about the term.
        expected = starts if predicate == _TYPE else exact
        for value in values:
            term = value.datatype if isinstance(value, Literal) else value
            if term and isinstance(term, str) and term not in fine and term.startswith(expected):
                yield from _hits(node, predicate, value, term)


def _hits(node: Node, path: IRI | None, value: Term | None, term: str) -> Iterator[Hit]:
    message, hint = _undefined(term)
    if message:
        yield Hit(node, path, value, message, hint)


@FAMILY.record(
    Rule(
        "RD005",
        "deprecated-skos-term",
        Severity.ERROR,
        "A term is used that SKOS gave up before it became a Recommendation.",
        "Use what took its place.",
        fix=Fix.UNSAFE,
        reference="SKOS Reference, note on its namespace; qSKOS, Undefined SKOS Resources",
    ),
    alone=True,
)
def given_up_terms(graph: Graph, node: Node) -> Iterator[Hit]:
    """Terms of early drafts of SKOS as subject, property or value."""
    given_up = graph.once(_given_up_here, lambda: _given_up_here(graph))
    if not given_up:
        return
    if node in given_up:
        yield _given_up(node, None, None, node)
    for predicate, values in graph.properties(node).items():
        if predicate in given_up:
            yield _given_up(node, predicate, None, predicate)
        for value in values:
            if isinstance(value, str) and value in given_up:
                yield _given_up(node, predicate, value, value)


def _given_up_here(graph: Graph) -> frozenset[Term]:
    """The terms of early drafts that a graph names at all; most name none."""
    given_up = known_namespaces().given_up
    used = graph.used()
    return frozenset(
        term for term in given_up if term in used or graph.properties(term) or graph.incoming(term)
    )


def _given_up(node: Node, path: IRI | None, value: Term | None, term: Term) -> Hit:
    assert isinstance(term, IRI)
    message = (
        f"skos:{term.removeprefix(SKOS.iri)} was given up before SKOS became a Recommendation."
    )
    return Hit(node, path, value, message, known_namespaces().given_up[term])


# ID001 to ID005: addresses


@FAMILY.record(
    Rule(
        "ID001",
        "non-http-iri",
        Severity.WARNING,
        "The address is no web address, so nobody can look it up.",
        "Give the record an IRI that begins with https:// or http://.",
        reference="qSKOS, HTTP URI Scheme Violation; W3C, Cool URIs for the Semantic Web",
    ),
    alone=True,
)
def other_than_http(graph: Graph, node: Node) -> Iterator[Hit]:
    """Subjects whose IRI begins neither with http:// nor with https://; blank nodes have none."""
    if isinstance(node, str) and not node.startswith(_WEB) and not node.lower().startswith(_WEB):
        yield Hit(node)


_WEB = ("http://", "https://")

OUTSIDE = Rule(
    "ID003",
    "iri-outside-namespace",
    Severity.WARNING,
    "The address of the concept is not under that of its scheme.",
    "Mint it under the base of the vocabulary, or take it out of the scheme if it is another's.",
    Scope.WHOLE,
    reference="Practice of voc4cat and of the European Parliament's profile",
)


@FAMILY.whole(OUTSIDE)
def strays(graph: Graph) -> Iterator[Hit]:
    """Concepts elsewhere than most others of their scheme, which are under the scheme's IRI.

    A scheme whose concepts are not, or not in their majority, under its IRI says nothing, for then
    the scheme's IRI is not their namespace. A concept of several schemes may be under any of them.
    """
    homes = {c: schemes(graph, c) for c in graph.instances(SKOS.Concept) if isinstance(c, IRI)}
    starts = {scheme: _starts(scheme) for own in homes.values() for scheme in own}
    members, inside = Counter[Node](), Counter[Node]()
    for concept, own in homes.items():
        for scheme in own:
            members[scheme] += 1
            inside[scheme] += concept.startswith(starts[scheme])
    namespaces = frozenset(s for s, count in members.items() if inside[s] * 2 > count)
    for concept, own in homes.items():
        usual = namespaces.intersection(own)
        if usual and not any(concept.startswith(starts[scheme]) for scheme in own):
            scheme = min(usual, key=n3)
            yield Hit(
                concept,
                message=f"The address is not under {n3(scheme)}, as most in this scheme are.",
            )


def _starts(scheme: Node) -> tuple[str, ...]:
    """How the addresses under that of a scheme begin, divided from it by ``/`` or ``#``."""
    return (base_of(scheme), f"{scheme.rstrip('/#')}#") if isinstance(scheme, str) else ()


def namespace_rule(base: str = "", pattern: str = "") -> RecordRule | WholeRule:
    """ID003 for a vocabulary that has said where its IRIs are minted.

    Concepts of a scheme under the base are judged, one by one; other people's concepts that are
    described here, and those in no scheme, are left alone. With neither, the rule compares each
    concept with the others of its scheme.

    :param base: what IRIs begin with
    :param pattern: a regular expression that the rest of the IRI matches as a whole
    """
    if not base:
        return WholeRule(OUTSIDE, strays)
    rest = re.compile(pattern)

    def judge(graph: Graph, node: Node) -> Iterator[Hit]:
        own = [s for s in schemes(graph, node) if isinstance(s, str)]
        if not isinstance(node, str) or not any(base_of(s).startswith(base) for s in own):
            return
        if not node.startswith(base):
            yield Hit(node, message=f"The address does not begin with {base}.")
        elif pattern and not rest.fullmatch(node[len(base) :]):
            yield Hit(node, message=f"What follows {base} is not as agreed ({pattern}).")

    return RecordRule(OUTSIDE, judge, (SKOS.Concept,))


_SCHEMA = frozenset(
    {
        RDFS.Class, OWL.Class, RDFS.Datatype, RDF.Property, OWL.ObjectProperty,
        OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.FunctionalProperty,
    }
)  # fmt: skip


def _address_keys(graph: Graph, node: Node) -> tuple[Hashable, ...]:
    if not isinstance(node, str):
        return ()
    # Ontologies tell a class from a property by its case: prov:Entity, prov:entity.
    if not _SCHEMA.isdisjoint(graph.values(node, RDF.type)):
        return ()
    return (_plain_address(node),)


def _plain_address(iri: str) -> str:
    """An address without what people mistake: case, http or https, closing slash, %-encoding."""
    text = unquote(iri).lower() if "%" in iri else iri.lower()
    return text.removeprefix("https://").removeprefix("http://").rstrip("/")


@FAMILY.key(
    Rule(
        "ID005",
        "case-or-slash-collision",
        Severity.WARNING,
        "Addresses differ only in case, http or https, a closing slash or percent-encoding.",
        "Keep one of the addresses and use it everywhere.",
        Scope.KEY,
        reference="RFC 3986, section 6.2; practice of this project",
    ),
    _address_keys,
)
def colliding_addresses(graph: Graph, key: Hashable, nodes: tuple[Node, ...]) -> Iterator[Hit]:
    """Subjects whose addresses people take for one; classes and properties are left out."""
    differ = " and ".join(_differences([str(node) for node in nodes]))
    others = ", ".join(n3(node) for node in nodes[1:4]) + (", …" if len(nodes) > 4 else "")
    message = f"The address differs only in {differ} from {others}."
    yield Hit(nodes[0], message=message, related=nodes[1:], gathered=True)


def _differences(iris: list[str]) -> Iterator[str]:
    """What sets addresses apart that are the same when plain."""
    decoded = [unquote(iri) for iri in iris]
    if len({iri.lower().split("://")[0] for iri in decoded}) > 1:
        yield "http or https"
    if len({iri.partition("://")[2].rstrip("/") for iri in decoded}) > 1:
        yield "case"
    if len({iri.endswith("/") for iri in decoded}) > 1:
        yield "a closing slash"
    if len(set(decoded)) < len(set(iris)):
        yield "percent-encoding"
