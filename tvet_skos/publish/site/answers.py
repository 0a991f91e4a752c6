"""The answer to a query, as a page shows it: a table with links, a yes or no, or a graph."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tvet_skos.namespaces import BIBO, RDF, SKOS
from tvet_skos.publish.links import web_link
from tvet_skos.publish.shown import shown
from tvet_skos.publish.site.edition import Edition, Reading
from tvet_skos.terms import IRI

MOST_ROWS = 100
"""So many rows stand on a page; the files have them all."""
_MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A term in a table: its text, where it leads, its language; ``is_number`` sets it right."""

    text: str = ""
    href: str = ""
    language: str = ""
    is_number: bool = False
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows: the first ``MOST_ROWS`` of ``total``; there may be more if ``is_truncated``."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    is_truncated: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """The beginning of a graph as Turtle; ``is_whole`` where nothing is left out."""

    text: str
    is_whole: bool
    is_truncated: bool = False


Shown = Table | Verdict | Graph
"""What a page can show of an answer."""


def solutions(reading: Reading, content: bytes, is_truncated: bool) -> Table | Verdict:
    """An answer in the JSON of SPARQL results, for a page.

    :source: SPARQL 1.1 Query Results JSON Format, section 3
    """
    answer = json.loads(content)
    if "boolean" in answer:
        return Verdict(bool(answer["boolean"]))
    variables = tuple(answer["head"]["vars"])
    bindings: Sequence[Mapping[str, Any]] = answer["results"]["bindings"]
    pages: dict[str, str] = {}
    rows = tuple(
        tuple(_cell(reading, row.get(name), pages) for name in variables)
        for row in bindings[:MOST_ROWS]
    )
    return Table(variables, rows, len(bindings), is_truncated)


def graph(content: bytes, is_truncated: bool) -> Graph:
    """A graph that was written as Turtle, for a page; a long one ends at a line."""
    text = content.decode()
    if len(text) <= _MOST_CHARACTERS:
        return Graph(text, True, is_truncated)
    return Graph(text[:_MOST_CHARACTERS].rpartition("\n")[0], False, is_truncated)


def _cell(reading: Reading, term: Mapping[str, str] | None, pages: dict[str, str]) -> Cell:
    if term is None:
        return Cell()
    value = term["value"]
    if term["type"] == "uri":
        if value not in pages:
            pages[value] = _href(reading, IRI(value))
        name = shown(IRI(value), reading.edition.base).strip("<>")
        return Cell(name or value, pages[value])
    if term["type"] == "bnode":
        return Cell(f"_:{value}")
    is_number = term.get("datatype", "").rpartition("#")[2] in _NUMBERS
    return Cell(value, "", term.get("xml:lang", ""), is_number, not is_number)


_NUMBERS = frozenset({"integer", "decimal", "double", "float", "nonNegativeInteger"})

_PAGE_OF = {SKOS.Concept: "term", SKOS.Collection: "topic", BIBO.Document: "source"}


def _href(reading: Reading, iri: IRI) -> str:
    """The page of what the vocabulary describes, its document otherwise, else the web."""
    if not iri.startswith(reading.edition.base):
        return web_link(iri) or ""
    page, _, fragment = iri.partition("#")
    if fragment and _kind(reading.edition, IRI(page)) == "term":
        return reading.address("term", page, fragment=fragment)
    kind = _kind(reading.edition, iri)
    return reading.address(kind, iri) if kind else reading.address.document(iri, "")


def _kind(edition: Edition, iri: IRI) -> str:
    classes = {t.object for t in edition.about(iri) if t.predicate == RDF.type}
    return next((kind for cls, kind in _PAGE_OF.items() if cls in classes), "")
