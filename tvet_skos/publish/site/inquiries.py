"""The page of queries: those of the library as forms, and one's own in an editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from tvet_skos.lookup.queries import NamedQuery, named_queries, option_of
from tvet_skos.publish.site.answers import Graph, Shown, Table
from tvet_skos.publish.site.edition import Reading, own_query
from tvet_skos.publish.site.rendering import render
from tvet_skos.terms import Literal


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a field of a form; ``suggests`` where terms are offered while one types."""

    name: str
    label: str
    value: str
    suggests: bool


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A query of the library as a form."""

    name: str
    title: str
    summary: str
    row: str
    fields: tuple[Field, ...]
    href: str
    sparql: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a query: the answer or what went wrong; ``files`` has it in other formats."""

    answer: Shown | None = None
    fault: str = ""
    hint: str = ""
    suggestions: Sequence[tuple[str, str]] = ()
    files: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much an answer may take: seconds, rows, and triples where it is a graph."""

    seconds: float
    rows: int
    triples: int


def library_page(
    reading: Reading, bounds: Bounds, text: str = "", outcome: Outcome | None = None
) -> str:
    """All queries of the library, and the editor with a query of one's own and its answer."""
    return render(
        reading,
        "query",
        kind="query",
        carried={"query": text},
        inquiries=[_inquiry(reading, query, {}) for query in named_queries().values()],
        chosen=None,
        text=text or example(reading),
        outcome=outcome,
        bounds=bounds,
    )


def inquiry_page(
    reading: Reading,
    bounds: Bounds,
    query: NamedQuery,
    given: Mapping[str, str],
    outcome: Outcome | None = None,
) -> str:
    """One query of the library with its answer, if it was asked."""
    return render(
        reading,
        "query",
        kind="query",
        subject=query.name,
        carried=given,
        inquiries=[],
        chosen=_inquiry(reading, query, given),
        text=query.text,
        outcome=outcome,
        bounds=bounds,
    )


def example(reading: Reading) -> str:
    """A query to begin with, for labels in the language of the page."""
    query = own_query("example")
    text = query.bound({"language": Literal(reading.language)}).replace("\nVALUES", "\n  VALUES")
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip()


def _inquiry(reading: Reading, query: NamedQuery, given: Mapping[str, str]) -> Inquiry:
    say = reading.say
    title = f"inquiry.{query.name}"
    return Inquiry(
        query.name,
        say(title) if title in say.entries else query.summary,
        query.summary,
        query.row,
        tuple(_field(reading, option_of(name), given) for name in query.parameters),
        reading.address("query", query.name),
        reading.address.file(f"/queries/{query.name}.rq"),
    )


def _field(reading: Reading, name: str, given: Mapping[str, str]) -> Field:
    key = f"query.field_{name}"
    label = reading.say(key) if key in reading.say.entries else name
    return Field(name, label, given.get(name, ""), name == "term")


def files_of(
    reading: Reading, path: str, given: Mapping[str, str], answer: Shown
) -> list[tuple[str, str]]:
    """Where an answer can be had for programs: what the format is called, and the link."""
    return [
        (label, f"{reading.address.file(path)}?{urlencode({**given, '_mediatype': name})}")
        for label, name in _FORMATS.get(type(answer), _YES_OR_NO)
    ]


_YES_OR_NO = (("JSON", "json"), ("XML", "xml"))
_FORMATS: Mapping[type, Sequence[tuple[str, str]]] = {
    Table: (("CSV", "csv"), ("JSON", "json"), ("XML", "xml"), ("TSV", "tsv")),
    Graph: (("Turtle", "turtle"), ("JSON-LD", "jsonld"), ("RDF/XML", "rdfxml")),
}
