"""The words RDF is made of: IRIs, blank nodes, literals and triples, without any RDF library.

They are hashable, compare by value and sort by their N-Triples form, so that whatever is made of
them can be put in one order on every machine.
"""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

XSD = "http://www.w3.org/2001/XMLSchema#"
XSD_STRING = XSD + "string"
RDF_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


class IRI(str):
    """An absolute IRI; a ``str`` that is known to name something."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"IRI({str(self)!r})"


class BlankNode(NamedTuple):
    """A node without a name; ``label`` holds within one graph only."""

    label: str


class Literal(NamedTuple):
    """A value with either a language tag (BCP 47, in its usual case) or a datatype.

    >>> Literal("Micro-credential", "en")
    Literal(value='Micro-credential', language='en', datatype='')
    >>> Literal("2015", datatype=XSD + "gYear").datatype
    'http://www.w3.org/2001/XMLSchema#gYear'

    A plain string has neither: ``Literal("COL")`` is an ``xsd:string``.
    """

    value: str
    language: str = ""
    datatype: str = ""


Node: TypeAlias = IRI | BlankNode
Term: TypeAlias = IRI | BlankNode | Literal


class Triple(NamedTuple):
    """One statement."""

    subject: Node
    predicate: IRI
    object: Term


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPABLE = re.compile(r'[\\"\x00-\x1f\x7f]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def quoted(text: str) -> str:
    """``text`` as a short double-quoted string of N-Triples, Turtle and SPARQL.

    >>> print(quoted('say "hi"'))
    "say \\"hi\\""
    """
    escaped = _ESCAPABLE.sub(lambda m: _ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04X}", text)
    return f'"{escaped}"'


def is_iri(text: str) -> bool:
    """Whether a text can stand between ``<`` and ``>``: absolute, and no character that ends it.

    >>> is_iri("http://example.org/a"), is_iri("a b"), is_iri("../a")
    (True, False, False)
    """
    return bool(_SCHEME.match(text)) and not _NOT_IN_IRI.search(text)


def n3(term: Term) -> str:
    """A term as N-Triples, Turtle and SPARQL write it in full.

    :raises ValueError: for an IRI with a character that would end it early or is not allowed in it
    :source: RDF 1.1 N-Triples, section 2

    >>> n3(Literal("chat", "fr"))
    '"chat"@fr'
    >>> n3(IRI("http://example.org/a"))
    '<http://example.org/a>'
    """
    if isinstance(term, str):
        if _NOT_IN_IRI.search(term):
            raise ValueError(f"not an IRI: {term!r}")
        return f"<{term}>"
    if isinstance(term, BlankNode):
        return f"_:{term.label}"
    if term.language:
        return f"{quoted(term.value)}@{term.language}"
    if term.datatype in ("", XSD_STRING):
        return quoted(term.value)
    return f"{quoted(term.value)}^^<{term.datatype}>"


def order(term: Term) -> tuple[int, str, str, str]:
    """The sort key of a term: IRIs, then blank nodes, then literals, each by code point."""
    if isinstance(term, str):
        return (0, term, "", "")
    if isinstance(term, BlankNode):
        return (1, term.label, "", "")
    return (2, term.value, term.language, term.datatype)


def triple_order(
    triple: Triple,
) -> tuple[tuple[int, str, str, str], str, tuple[int, str, str, str]]:
    """The sort key of a triple: subject, predicate, object."""
    return (order(triple.subject), triple.predicate, order(triple.object))
