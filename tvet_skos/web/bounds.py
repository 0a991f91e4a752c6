"""A query as the protocol wants it asked: with a base, on a dataset, and with an end.

All of it is done on the tokens of the lexer that the gate reads with, and what comes out passes the
gate once more before any engine sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tvet_skos.store.lexer import Token, tokens
from tvet_skos.terms import IRI, n3


@dataclass(frozen=True, slots=True)
class Asked:
    """A query text, and the graphs that it asks to be answered from, as FROM names them."""

    text: str
    default_graphs: tuple[IRI, ...] = ()
    named_graphs: tuple[IRI, ...] = ()


def without_from(text: str) -> Asked:
    """A query without its FROM clauses, and what they named; line and column stay the same.

    Only clauses with a whole IRI are taken out. Others stay, and the gate refuses them.

    >>> asked = without_from("SELECT * FROM <http://e/g> { ?s ?p ?o }")
    >>> " ".join(asked.text.split()), asked.default_graphs
    ('SELECT * { ?s ?p ?o }', (IRI('http://e/g'),))

    :raises QueryRefused: it holds what is no token
    """
    if "from" not in text.lower():
        return Asked(text)
    default: list[IRI] = []
    named: list[IRI] = []
    parts: list[str] = []
    done = 0
    for start, end, iri, is_named in _clauses(text):
        (named if is_named else default).append(iri)
        parts += [text[done:start], "".join(c if c in "\r\n" else " " for c in text[start:end])]
        done = end
    return Asked("".join(parts) + text[done:], tuple(default), tuple(named))


def _clauses(text: str) -> Iterator[tuple[int, int, IRI, bool]]:
    """Where each FROM clause outside of all brackets begins and ends, and what it names."""
    start, is_named = -1, False
    for token in tokens(text):
        if token.word == "FROM" and not token.depth:
            start, is_named = token.start, False
        elif start >= 0 and token.word == "NAMED" and not is_named:
            is_named = True
        else:
            if start >= 0 and token.kind == "iri" and "\\" not in token.text:
                yield start, token.start + len(token.text), IRI(token.text[1:-1]), is_named
            start = -1


def with_base(text: str, base: IRI) -> str:
    """A query whose relative IRIs have a base: one line more in front, a BASE of its own counts.

    :source: SPARQL 1.1 Protocol, section 2.1.5
    """
    return f"BASE {n3(base)}\n{text}"


def with_limit(text: str, rows: int) -> str:
    """A SELECT that gives at most so many rows; every other query as it is.

    Its own LIMIT stays where it is lower. The new one stands where SPARQL wants it: after the
    ORDER BY, before a last VALUES.

    :param text: a query that has passed the gate

    >>> with_limit("SELECT * { ?s ?p ?o } OFFSET 3 VALUES ?s { <a:b> }", 10)
    'SELECT * { ?s ?p ?o } OFFSET 3 LIMIT 10 VALUES ?s { <a:b> }'
    >>> with_limit("SELECT * { ?s ?p ?o } LIMIT 3", 10)
    'SELECT * { ?s ?p ?o } LIMIT 3'
    >>> with_limit("SELECT * { ?s ?p ?o } LIMIT 30", 10)
    'SELECT * { ?s ?p ?o } LIMIT 10'
    """
    outer = [token for token in tokens(text) if not token.depth]
    if not any(token.word == "SELECT" for token in outer):
        return text
    for word, number in pairwise(outer):
        if word.word == "LIMIT" and number.kind == "number":
            return text if _at_most(number, rows) else _replaced(text, number, str(rows))
    values = next((token for token in outer if token.word == "VALUES"), None)
    if values is not None:
        return f"{text[: values.start]}LIMIT {rows} {text[values.start :]}"
    return f"{text}\nLIMIT {rows}"


def _at_most(number: Token, rows: int) -> bool:
    return number.text.isdigit() and len(number.text) < 19 and int(number.text) <= rows


def _replaced(text: str, token: Token, new: str) -> str:
    return text[: token.start] + new + text[token.start + len(token.text) :]
