"""The named queries: SPARQL files with a head that says what they answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from tvet_skos.errors import NotFound
from tvet_skos.lookup.find import find, find_one
from tvet_skos.lookup.sources import find_source
from tvet_skos.resources import resource
from tvet_skos.store import Answer, Rows, Store
from tvet_skos.terms import Literal, Term, n3, order, triple_order

_HEAD = re.compile(r"^#\+\s*(\w+):\s*(.*)$", re.M)
_PARAMETER = re.compile(r"^[ \t]*VALUES[ \t]+\?(\w+)[ \t]+\{[^\n]*\}[ \t]*$", re.M)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A ``.rq`` file: what it answers, what a row is, and the parameters it takes."""

    name: str
    summary: str
    row: str
    tags: tuple[str, ...]
    parameters: tuple[str, ...]
    text: str

    def bound(self, values: Mapping[str, Term]) -> str:
        """The query with its ``VALUES`` lines set; values enter as RDF terms, never as text.

        :raises NotFound: the query has no such parameter
        """
        for name in values:
            if name not in self.parameters:
                raise NotFound(f"the query {self.name} has no parameter {name}")
        return _PARAMETER.sub(
            lambda m: f"VALUES ?{m[1]} {{ {n3(values[m[1]])} }}" if m[1] in values else m[0],
            self.text,
        )


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """Every query that ships with the package, by name, sorted."""
    folder = resource("queries")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".rq")), key=lambda f: f.name)
    queries = (read_query(f.name.removesuffix(".rq"), f.read_text(encoding="utf-8")) for f in files)
    return {query.name: query for query in queries}


@cache
def packaged_query(package: str, folder: str, name: str) -> NamedQuery:
    """A query in a folder of a package, which is asked by code only."""
    file = files(package).joinpath(folder, f"{name}.rq")
    return read_query(name, file.read_text(encoding="utf-8"))


def read_query(name: str, text: str) -> NamedQuery:
    """A query file as a named query.

    >>> text = "#+ summary: All.\\nSELECT * {\\n  VALUES ?concept { <a:b> }\\n}"
    >>> read_query("all", text).parameters
    ('concept',)
    """
    head = dict(_HEAD.findall(text))
    return NamedQuery(
        name,
        head.get("summary", ""),
        head.get("row", ""),
        tuple(tag.strip() for tag in head.get("tags", "").split(",") if tag.strip()),
        tuple(dict.fromkeys(_PARAMETER.findall(text))),
        text,
    )


def named_query(name: str) -> NamedQuery:
    """A query by its name.

    :raises NotFound: with names that come near
    """
    queries = named_queries()
    if name not in queries:
        near = tuple(get_close_matches(name, queries, n=3))
        hint = f"did you mean {', '.join(near)}?" if near else "`tvet-skos query` lists them"
        raise NotFound(f"there is no query {name!r}", suggestions=near, hint=hint)
    return queries[name]


def run_query(store: Store, query: NamedQuery, given: Mapping[str, str]) -> Answer:
    """The answer to a named query; what people type is resolved before it is asked.

    :param given: parameter to what was typed: a term or IRI for ``concept``, a citation, alias,
        title, organisation or IRI for ``source``, any spelling for ``label``, any text for others
    :returns: where a term names several concepts, the rows of each, the best match first
    :raises NotFound: a parameter is missing or unknown, or a term or source is not found
    """
    for name in given:
        if name not in query.parameters:
            raise NotFound(f"the query {query.name} takes no --{option_of(name)}")
    for name in query.parameters:
        if not given.get(name):
            raise NotFound(
                f"the query {query.name} needs a {name}", hint=f"add --{option_of(name)} …"
            )
    bindings: list[dict[str, Term]] = [{}]
    for name, text in given.items():
        terms = _resolved(store, name, text)
        bindings = [{**binding, name: term} for binding in bindings for term in terms]
    return _together([store.query(query.bound(binding)) for binding in bindings])


def option_of(parameter: str) -> str:
    """What the command line calls a parameter."""
    return "term" if parameter == "concept" else parameter


def _resolved(store: Store, name: str, text: str) -> list[Term]:
    if name == "concept":
        matches = find(store, text) or (find_one(store, text),)
        return [match.concept for match in matches]
    if name == "source":
        return list(find_source(store, text))
    if name == "label":
        labels = {entry.label for entry in store.labels.spelled_like(text)}
        return sorted(labels, key=order) or [Literal(text)]
    return [Literal(text)]


def _together(answers: list[Answer]) -> Answer:
    """Rows of several runs after one another, each row once; any yes; graphs as one."""
    first = answers[0]
    if isinstance(first, bool):
        return any(answers)
    if isinstance(first, tuple):
        graphs = (answer for answer in answers if isinstance(answer, tuple))
        return tuple(sorted({triple for graph in graphs for triple in graph}, key=triple_order))
    rows = dict.fromkeys(
        row for answer in answers if isinstance(answer, Rows) for row in answer.rows
    )
    return Rows(first.variables, tuple(rows))
