"""What a SPARQL update must pass before any engine sees it."""

from __future__ import annotations

from tvet_skos.store.lexer import _Lexer as Lexer
from tvet_skos.store.lexer import check_characters, refusal

_WORDS = frozenset(("ALL", "DATA", "DEFAULT", "NAMED", "SILENT", "TO"))
"""Words of updates that no query has."""

_MOST_BYTES = 100_000_000


def refuse_reaching_out(text: str) -> None:
    """Refuse an update that would read from another server or from a file.

    What it may change is the caller's affair: an update comes from a program, not from a stranger.

    :raises QueryRefused: with the line of the LOAD or SERVICE, or of what has two readings
    :source: SPARQL 1.1 Update, section 3

    >>> refuse_reaching_out("INSERT DATA { GRAPH <http://e/> { <http://e/a> a <http://e/B> } }")
    >>> refuse_reaching_out("LOAD <file:///etc/passwd>")
    Traceback (most recent call last):
    ...
    tvet_skos.errors.QueryRefused: line 1: LOAD is off
    """
    check_characters(text, _MOST_BYTES)
    for token in _UpdateLexer(text):
        if token.word in ("LOAD", "SERVICE"):
            hint = "load it with `tvet-skos load`, or ask that server itself"
            raise refusal(text, token.start, f"{token.word} is off", hint)


class _UpdateLexer(Lexer):
    """The lexer of queries, with the words of updates."""

    def _check_glue(self, position: int, kind: str, found: str) -> None:
        if kind != "word" or found.upper() not in _WORDS:
            super()._check_glue(position, kind, found)
