"""Canonical Turtle: the same graph gives the same bytes on every machine.

One statement a line, the predicate repeated, each line ending in `` ;`` and the closing ``.`` on
its own, so that a one-word edit is a one-line diff.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tvet_skos.namespaces import PREFIXES, RDF, XSD
from tvet_skos.rdf.arrangement import Arrangement
from tvet_skos.terms import IRI, BlankNode, Literal, Node, Term, Triple, n3, quoted


def write_turtle(triples: Iterable[Triple], base: str) -> str:
    """A graph as canonical Turtle, arranged as ``Arrangement`` says.

    :param base: IRIs under it are written relative to it, where that is safe
    """
    return "".join(turtle_pieces(triples, base))


def turtle_pieces(triples: Iterable[Triple], base: str) -> Iterator[str]:
    """The same document a piece at a time: the prefixes, then a block a subject."""
    graph = Arrangement(triples)
    if not graph.subjects:
        return
    terms = _Terms(base)
    yield terms.header(graph)
    for subject in graph.subjects:
        yield _block(subject, graph.properties(subject), terms)


def _block(subject: Node, properties: list[tuple[IRI, list[Term]]], terms: _Terms) -> str:
    lines = [f"\n{terms.text(subject)}\n"]
    iris, literal = terms.iris, terms.literal
    for predicate, values in properties:
        verb = "a" if predicate == _TYPE else iris[predicate]
        for value in values:
            if isinstance(value, str):
                text = iris[value]
            else:
                text = literal(value) if isinstance(value, Literal) else n3(value)
            lines.append(f"    {verb} {text} ;\n")
    lines.append(".\n")
    return "".join(lines)


_TYPE = RDF.type
_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_NAMESPACES = tuple(_PREFIX_OF)
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# What may follow the base in a relative IRI and still resolve to the same: no scheme, no query, no
# empty or dotted segment.
_RELATIVE = re.compile(
    r"(?!\.)[A-Za-z0-9_~%.-]+(?:/(?!\.)[A-Za-z0-9_~%.-]+)*(?:#[A-Za-z0-9_~%.:-]*)?"
)
_PLAIN_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_LONG_ESCAPE = re.compile(r'\\|"(?="")|"\Z|[\x00-\x09\x0b-\x1f\x7f]')


class _WrittenIRIs(dict[IRI, str]):
    """IRIs as this document writes them, and the prefixes that they turned out to need."""

    def __init__(self, base: str) -> None:
        # Relative IRIs resolve back only against a base that ends in a plain path.
        self.base = base if base.endswith("/") and not set("#?") & set(base) else ""
        self.uses_base = False
        self.prefixes: set[str] = set()

    def __missing__(self, iri: IRI) -> str:
        text = self[iri] = self._shortest(iri)
        return text

    def _shortest(self, iri: IRI) -> str:
        if iri.startswith(_NAMESPACES):
            # No name holds what namespaces end in, so there is one place where an IRI may be cut.
            start = max(iri.rfind("#"), iri.rfind("/")) + 1
            prefix = _PREFIX_OF.get(iri[:start])
            if prefix is not None and _LOCAL.fullmatch(iri, start):
                self.prefixes.add(prefix)
                return f"{prefix}:{iri[start:]}"
        if self.base and iri.startswith(self.base):
            rest = iri[len(self.base) :]
            if not rest or _RELATIVE.fullmatch(rest):
                self.uses_base = True
                return f"<{rest}>"
        return n3(iri)


class _Terms:
    """Terms as this document writes them."""

    def __init__(self, base: str) -> None:
        self.iris = _WrittenIRIs(base)

    def header(self, graph: Arrangement) -> str:
        """The prefixes that a graph needs, in their fixed order, and the base."""
        self._note(graph)
        used = self.iris.prefixes
        lines = [f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in PREFIXES if p in used]
        if self.iris.uses_base:
            lines.append(f"@base <{self.iris.base}> .\n")
        return "".join(lines)

    def _note(self, graph: Arrangement) -> None:
        """Write every IRI of a graph once, so that the prefixes are known before the first line."""
        iris, literal = self.iris, self.literal
        for subject in graph.subjects:
            self.text(subject)
        for predicate in graph.predicates - {_TYPE}:
            iris[predicate]
        for _, _, value in graph.statements():
            if isinstance(value, str):
                iris[value]
            elif isinstance(value, Literal) and value.datatype:
                literal(value)

    def text(self, term: Term) -> str:
        """A term as it stands in a statement."""
        if isinstance(term, str):
            return self.iris[term]
        return n3(term) if isinstance(term, BlankNode) else self.literal(term)

    def literal(self, literal: Literal) -> str:
        """A literal, as short as Turtle allows without a change of its lexical form."""
        value, language, datatype = literal
        if value.isprintable() and '"' not in value and "\\" not in value:
            text = f'"{value}"'
        else:
            text = _long_quoted(value) if "\n" in value else quoted(value)
        if language:
            return f"{text}@{language}"
        if not datatype:
            return text
        if datatype == XSD.integer and _PLAIN_INTEGER.fullmatch(value):
            return value
        if datatype == XSD.boolean and value in ("true", "false"):
            return value
        return f"{text}^^{self.iris[IRI(datatype)]}"


def _long_quoted(text: str) -> str:
    """A text with line breaks, its lines standing as they are."""
    escaped = _LONG_ESCAPE.sub(lambda m: quoted(m[0])[1:-1], text)
    return f'"""{escaped}"""'
