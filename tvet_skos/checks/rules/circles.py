"""Rules on definitions that turn in a circle: explained by the term itself, or by each other.

A definition may well be a sentence ("An apprenticeship is a way of learning ..."): what counts is
what comes after that.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from tvet_skos.checks.graph import Graph
from tvet_skos.checks.naming import name_of
from tvet_skos.checks.report import Severity
from tvet_skos.checks.rule import Family, Hit, Rule, Scope
from tvet_skos.checks.wording import Wording, primary, wordings
from tvet_skos.namespaces import SKOS
from tvet_skos.shingles import tokens
from tvet_skos.terms import IRI, Literal, Node, n3
from tvet_skos.text import singular

FAMILY = Family()

# Looked up once: making a term costs more than a look into a node.
_DEFINITION, _PREF_LABEL = SKOS.definition, SKOS.prefLabel
_LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)

_CIRCULAR = Rule(
    "DF009",
    "circular-or-tautological-definition",
    Severity.INFO,
    "The definition explains the term by the term itself.",
    "Begin with the next wider idea, and say what sets the concept apart from others of its kind.",
    Scope.KEY,
    reference="ISO 704, circular definitions",
)

# English, French, Spanish, German.
_ARTICLES = frozenset(
    ("a", "an", "the", "un", "une", "le", "la", "les", "l", "el", "los", "las", "una", "unos",
     "unas", "ein", "eine", "der", "die", "das")
)  # fmt: skip
_COPULAS = frozenset(
    ("is", "are", "mean", "denote", "refer", "est", "sont", "désigne", "désignent", "es", "son",
     "significa", "designa", "ist", "sind", "bedeutet", "i")
)  # fmt: skip
"""Words after which a sentence says what its subject is, without plural endings."""

_PARTICLES = frozenset(("to", "à", "a"))
_BRACKETS = re.compile(r"\([^()]{0,60}\)")
_HEADING = re.compile(r"([^:–—]{1,100}?)\s*(?::|\s[-–—])\s")
_DASH = re.compile(r"\s[-–—]\s")
_START = 12
"""How many words at the start of a text are looked at."""

_LONGEST_HEAD = 3
"""How many of them are taken for the term that explains."""


_singular = lru_cache(maxsize=65_536)(singular)
_KEPT = 4096
"""How many labels and texts are remembered: each is looked at several times in a row."""


def _stems(text: str) -> list[str]:
    """The words of a text without plural endings."""
    # All of these end in s, and most words do not.
    return [_singular(w) if w[-1] == "s" else w for w in tokens(text)]


@lru_cache(maxsize=_KEPT)
def _term(label: str) -> str:
    """A label as its words without plural endings."""
    return " ".join(_stems(label))


def _terms(graph: Graph, node: Node, language: str, labels: Iterable[IRI]) -> list[str]:
    """The labels in a language, or in none, as words without plural endings; the longest first."""
    own = graph.properties(node)
    said = [v for predicate in labels if predicate in own for v in own[predicate]]
    found = {
        _term(v.value)
        for v in said
        if isinstance(v, Literal) and primary(v.language) in ("", language)
    }
    found.discard("")
    return sorted(sorted(found), key=len, reverse=True) if len(found) > 1 else [*found]


def _explanation(text: str, terms: Sequence[str]) -> list[str]:
    """The first words of a definition, without "X:" or "An X is a" and an article before them."""
    heading, with_heading, without = _beginning(text)
    words = without if heading in terms else with_heading
    said = f"{' '.join(words)} "
    for term in terms:
        if said.startswith(f"{term} "):
            after = words[term.count(" ") + 1 :]
            if after and after[0] in _COPULAS:
                words = _without(_without(after[1:], _PARTICLES), _ARTICLES)
            break
    return words[:_START]


@lru_cache(maxsize=_KEPT)
def _beginning(text: str) -> tuple[str | None, list[str], list[str]]:
    """What stands before a colon or dash, and the words of the beginning with and without that."""
    start = text[: 16 * _START]
    if "(" in start:
        start = _BRACKETS.sub(" ", start)
    words = _without(_stems(start), _ARTICLES)
    heading = _HEADING.match(start) if ":" in start or _has_dash(start) else None
    if heading is None:
        return None, words, words
    before = " ".join(_without(_stems(heading[1]), _ARTICLES))
    return before, words, _without(_stems(start[heading.end() :]), _ARTICLES)


def _has_dash(text: str) -> bool:
    return ("-" in text or "–" in text or "—" in text) and bool(_DASH.search(text))


def _without(words: list[str], droppable: frozenset[str]) -> list[str]:
    return words[1:] if words and words[0] in droppable else words


@FAMILY.record(_CIRCULAR, SKOS.Concept, needs=(_DEFINITION,))
def circular_by_itself(graph: Graph, node: Node) -> Iterator[Hit]:
    """Definitions that begin with the term that they explain, or have no other words than it."""
    for wording in wordings(graph, node):
        terms = _terms(graph, node, wording.language, _LABELS)
        words = _explanation(wording.text.value, terms)
        fault = _fault(words, terms)
        if fault:
            yield _hit(node, wording, f'The definition of "{name_of(graph, node)}" {fault}.')


def _fault(words: Sequence[str], terms: Sequence[str]) -> str:
    """What is wrong with a definition that begins with some words, if anything is."""
    if len(words) < _START:
        telling = {*words} - _ARTICLES
        if any(telling <= {*term.split()} for term in terms):
            return "says no more than the term itself"
    said = f"{' '.join(words)} "
    return "begins with the term itself" if said.startswith(tuple(f"{t} " for t in terms)) else ""


def _hit(node: Node, wording: Wording, message: str) -> Hit:
    """A finding at the definition node, or at the concept where the text is a bare one."""
    if isinstance(wording.definition, Literal):
        return Hit(node, _DEFINITION, wording.text, message=message)
    return Hit(wording.definition, message=message)


def _called(graph: Graph, node: Node) -> set[str]:
    """The preferred labels of a concept as ``_terms`` gives them, in all languages."""
    labels = graph.values(node, _PREF_LABEL)
    return {_term(v.value) for v in labels if isinstance(v, Literal)}


def _explained_by(graph: Graph, node: Node) -> set[tuple[str, str]]:
    """The preferred labels of a concept, each with what may be the term that explains it."""
    found: set[tuple[str, str]] = set()
    for wording in wordings(graph, node):
        terms = _terms(graph, node, wording.language, (_PREF_LABEL,))
        words = _explanation(wording.text.value, terms) if terms else []
        heads = [" ".join(words[: length + 1]) for length in range(min(len(words), _LONGEST_HEAD))]
        found.update([(term, head) for term in terms for head in heads if head != term])
    return found


def _circle_keys(graph: Graph, node: Node) -> Iterable[Hashable]:
    """A term with the term that explains it, in one order whichever explains the other."""
    pairs = _explained_by(graph, node)
    return [pair if pair[0] < pair[1] else pair[::-1] for pair in pairs]


_Names = tuple[bool, bool]
"""Whether a concept is called by the first and by the second term of a key."""


def _names(graph: Graph, key: Hashable, node: Node) -> _Names:
    assert isinstance(key, tuple)
    called = _called(graph, node)
    return key[0] in called, key[1] in called


@FAMILY.group(_CIRCULAR, _circle_keys, _names, SKOS.Concept)
def circular_by_each_other(
    graph: Graph, key: Hashable, views: Mapping[Node, _Names], _changed: object = None
) -> Iterator[Hit]:
    """Pairs of concepts whose definitions each begin with the preferred label of the other."""
    assert isinstance(key, tuple)
    first = [node for node, names in views.items() if names[0]]
    second = [node for node, names in views.items() if names[1]]
    # Nearly always all of them are called by one of the two, and then no text need be read.
    if not (first and second):
        return
    there = [n for n in first if key in _explained_by(graph, n)]
    back = [n for n in second if key[::-1] in _explained_by(graph, n)]
    for left in there:
        for right in back:
            if left != right:
                yield _circle(graph, *sorted((left, right), key=n3))


def _circle(graph: Graph, first: Node, second: Node) -> Hit:
    return Hit(
        first,
        _DEFINITION,
        message=f'"{name_of(graph, first)}" is explained by "{name_of(graph, second)}", '
        "and the other way round.",
        hint="Explain one of the two without the other.",
        related=(second,),
        gathered=True,
    )
