"""What to know about a server before one relies on it, by its dialect."""

from __future__ import annotations

from collections.abc import Callable

from tvet_skos.store.servers.dialects import GENERIC, VIRTUOSO, Dialect

_TRAPS: tuple[tuple[Callable[[Dialect], bool], str], ...] = (
    (
        lambda dialect: not dialect.gives_all_rows,
        "it may give fewer rows than an answer has; answers are counted, and a cut one is an error",
    ),
    (
        lambda dialect: not dialect.swaps_whole,
        "while a graph is put in anew, readers that do not use this tool may see it empty or mixed",
    ),
    (
        lambda dialect: not dialect.pages_ordered,
        "it refuses to sort more than 10,000 rows: an ORDER BY over many needs a narrower question",
    ),
    (
        lambda dialect: dialect is VIRTUOSO,
        "a path with * or + needs one end that is known: name it, or bind it with VALUES",
    ),
    (
        lambda dialect: dialect is VIRTUOSO,
        "a triple of two graphs is counted twice when both are asked: write COUNT(DISTINCT …)",
    ),
    (
        lambda dialect: dialect.keeps is not GENERIC.keeps,
        "it changes some numbers and durations; a vocabulary with such values is not written to it",
    ),
    (
        lambda dialect: dialect.text_match is not None,
        "its text index may be behind; it only narrows a search, and only while it is fresh",
    ),
    (
        lambda dialect: dialect.graph_store is None,
        "a graph is written in many requests, into a graph beside it that is then moved",
    ),
    (
        lambda dialect: not dialect.keeps_blank_nodes,
        "a blank node has another label in each answer",
    ),
    (
        lambda dialect: True,
        "literals may come back in another spelling (07 as 7), so the text files stay the record",
    ),
)


def traps_of(dialect: Dialect) -> tuple[str, ...]:
    """The traps that apply to a server of a dialect, the gravest first, each a sentence.

    :source: docs/sparql-servers.md, where each has a test

    >>> from tvet_skos.store.servers.dialects import OXIGRAPH
    >>> for trap in traps_of(OXIGRAPH):
    ...     print(trap)
    a blank node has another label in each answer
    literals may come back in another spelling (07 as 7), so the text files stay the record
    """
    return tuple(text for applies, text in _TRAPS if applies(dialect))
