"""Canonical Turtle: the same graph gives the same bytes on every machine.

One statement a line, the predicate repeated, each line ending in `` ;`` and the closing ``.`` on
its own, so that a one-word edit is a one-line diff.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tvet_skos.namespaces import PREFIXES, RDF, XSD
from tvet_skos.rdf.arrangement import arranged
from tvet_skos.terms import IRI, BlankNode, Literal, Term, Triple, n3, quoted


def write_turtle(triples: Iterable[Triple], base: str) -> str:
    """A graph as canonical Turtle, arranged as ``arranged`` says.

    :param base: IRIs under it are written relative to it, where that is safe
    """
    terms = _Terms(base)
    blocks = [_block(statements, terms) for statements in arranged(triples).values()]
    return "\n".join([terms.header(), *blocks]) if blocks else ""


def _block(triples: list[Triple], terms: _Terms) -> str:
    lines = [terms.text(triples[0].subject)]
    lines += [f"    {terms.verb(t.predicate)} {terms.text(t.object)} ;" for t in triples]
    return "\n".join([*lines, ".", ""])


_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# What may follow the base in a relative IRI and still resolve to the same: no scheme, no query, no
# empty or dotted segment.
_RELATIVE = re.compile(
    r"(?!\.)[A-Za-z0-9_~%.-]+(?:/(?!\.)[A-Za-z0-9_~%.-]+)*(?:#[A-Za-z0-9_~%.:-]*)?"
)
_PLAIN_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_LONG_ESCAPE = re.compile(r'\\|"(?="")|"\Z|[\x00-\x09\x0b-\x1f\x7f]')


class _Terms:
    """Terms as this document writes them, and the prefixes that they turned out to need."""

    def __init__(self, base: str) -> None:
        # Relative IRIs resolve back only against a base that ends in a plain path.
        self._base = base if base.endswith("/") and not set("#?") & set(base) else ""
        self._uses_base = False
        self._prefixes: set[str] = set()
        self._written: dict[IRI, str] = {}

    def header(self) -> str:
        """The prefixes in use, in their fixed order, and the base."""
        lines = [f"@prefix {p}: <{PREFIXES[p]}> ." for p in PREFIXES if p in self._prefixes]
        if self._uses_base:
            lines.append(f"@base <{self._base}> .")
        return "\n".join([*lines, ""]) if lines else ""

    def verb(self, predicate: IRI) -> str:
        return "a" if predicate == RDF.type else self._iri(predicate)

    def text(self, term: Term) -> str:
        if isinstance(term, str):
            return self._iri(term)
        if isinstance(term, BlankNode):
            return n3(term)
        return self._literal(term)

    def _iri(self, iri: IRI) -> str:
        known = self._written.get(iri)
        if known is None:
            known = self._written[iri] = self._shortest(iri)
        return known

    def _shortest(self, iri: IRI) -> str:
        for prefix, namespace in PREFIXES.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self._prefixes.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        if self._base and iri.startswith(self._base):
            rest = iri[len(self._base) :]
            if not rest or _RELATIVE.fullmatch(rest):
                self._uses_base = True
                return f"<{rest}>"
        return n3(iri)

    def _literal(self, literal: Literal) -> str:
        text = _long_quoted(literal.value) if "\n" in literal.value else quoted(literal.value)
        if literal.language:
            return f"{text}@{literal.language}"
        if literal.datatype == XSD.integer and _PLAIN_INTEGER.fullmatch(literal.value):
            return literal.value
        if literal.datatype == XSD.boolean and literal.value in ("true", "false"):
            return literal.value
        return f"{text}^^{self._iri(IRI(literal.datatype))}" if literal.datatype else text


def _long_quoted(text: str) -> str:
    """A text with line breaks, its lines standing as they are."""
    escaped = _LONG_ESCAPE.sub(lambda m: quoted(m[0])[1:-1], text)
    return f'"""{escaped}"""'
