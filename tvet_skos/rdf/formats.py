"""Bytes to triples: the strict parser that is the gatekeeper for everything that comes in."""

from __future__ import annotations

import io
import re
from codecs import BOM_UTF8, utf_8_decode
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import pyoxigraph as ox

from tvet_skos.errors import SyntaxFault
from tvet_skos.rdf.collecting import collector_paused
from tvet_skos.rdf.meter import Meter
from tvet_skos.rdf.traps import (
    double_quoted_entities,
    may_declare_entities,
    refuse_cut_xml,
    refuse_deep_nesting,
    refuse_entities,
)
from tvet_skos.terms import (
    IRI,
    RDF_LANG_STRING,
    XSD_STRING,
    BlankNode,
    Literal,
    Node,
    Term,
    Triple,
)
from tvet_skos.text import bcp47


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write RDF: ``name`` as options say it, the usual suffixes, its media type."""

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    parser: ox.RdfFormat


FORMATS = {
    f.name: f
    for f in (
        Format("turtle", (".ttl", ".turtle"), "text/turtle", ox.RdfFormat.TURTLE),
        Format("jsonld", (".jsonld", ".json"), "application/ld+json", ox.RdfFormat.JSON_LD),
        Format("rdfxml", (".rdf", ".xml", ".owl"), "application/rdf+xml", ox.RdfFormat.RDF_XML),
        Format("ntriples", (".nt",), "application/n-triples", ox.RdfFormat.N_TRIPLES),
    )
}
"""Every RDF format that is read and written, by name."""


def format_of(path: PurePath) -> Format | None:
    """The format that a file's suffix tells, if any."""
    return next((f for f in FORMATS.values() if path.suffix.lower() in f.suffixes), None)


def parse(
    content: bytes,
    rdf_format: Format,
    *,
    file: str = "<input>",
    base: str | None = None,
    meter: Meter | None = None,
) -> list[Triple]:
    """The triples of a document, in the order in which it says them.

    Language tags come in BCP 47 case; literals keep their lexical form. Nothing is fetched: a
    JSON-LD context must stand in the document. A byte order mark is ignored. Blank nodes get labels
    that no other document has.

    :param base: what relative IRIs are resolved against; without it they are errors
    :param meter: told of every byte that is read
    :raises SyntaxFault: with file, line and column as far as they are known
    """
    checked = engine_input(content, rdf_format, file)
    source = checked if meter is None else meter.watched(checked)
    try:
        # Renamed, for the same label in two files means two nodes.
        quads = ox.parse(source, format=rdf_format.parser, base_iri=base, rename_blank_nodes=True)
        with collector_paused():
            return _own_triples(quads)
    except ENGINE_ERRORS as error:
        raise document_fault(error, checked, rdf_format, file, base) from error


ENGINE_ERRORS = (SyntaxError, ValueError, MemoryError, OSError)
"""What the engine raises for a document that it cannot read; ``fault`` says it clearly."""


def engine_input(content: bytes, rdf_format: Format, file: str = "<input>") -> bytes:
    """A document as the engine may read it: UTF-8 without byte order mark, and without traps.

    For whoever hands documents to the engine without going through ``parse``. Nothing is copied
    where nothing is to be changed.

    :raises SyntaxFault: it is not UTF-8, nests brackets too deep, declares entities that are no
        mere names of namespaces, or is XML that is cut off

    >>> engine_input(b"\\xef\\xbb\\xbf<a:a> <a:b> <a:c> .", FORMATS["turtle"])
    b'<a:a> <a:b> <a:c> .'
    """
    _refuse_other_encodings(content, file)
    content = content.removeprefix(BOM_UTF8)
    if rdf_format.name == "rdfxml":
        refuse_cut_xml(content, file)
    if rdf_format.name == "rdfxml" and may_declare_entities(content):
        text = content.decode()
        refuse_entities(text, file)
        return double_quoted_entities(text).encode()
    if rdf_format.name in ("turtle", "jsonld"):
        refuse_deep_nesting(content, file, json=rdf_format.name == "jsonld")
    return content


_BLOCK = 1 << 16


def _refuse_other_encodings(content: bytes, file: str) -> None:
    """Refuse what is not UTF-8, a block at a time, so that no second copy is ever held.

    :raises SyntaxFault: with the line
    """
    read = 0
    try:
        with memoryview(content) as view:
            while read < len(content):
                end = read + _BLOCK
                read += utf_8_decode(view[read:end], "strict", end >= len(content))[1]
    except UnicodeDecodeError as error:
        is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        raise SyntaxFault(
            "this is UTF-16; RDF is read as UTF-8" if is_wide else "this is not UTF-8",
            file=file,
            line=content.count(b"\n", 0, read + error.start) + 1,
            hint="save the file as UTF-8 and try again",
        ) from error


class _KnownIRIs(dict[str, IRI]):
    """An IRI that comes back is the same object again."""

    def __missing__(self, text: str) -> IRI:
        iri = self[text] = IRI(text)
        return iri


class _KnownTags(dict[str, str]):
    """Language tags as the engine tells them, and as we write them."""

    def __missing__(self, text: str) -> str:
        tag = self[text] = bcp47(text)
        return tag


class _KnownTypes(dict[str, str]):
    """A datatype that comes back is the same object again."""

    def __missing__(self, text: str) -> str:
        self[text] = text
        return text


def _own_triples(quads: Iterable[ox.Quad]) -> list[Triple]:
    """Statements of the engine as ours.

    This loop runs for every statement of every file, so it does at once what ``own_triple`` does
    step by step.
    """
    known, tags = _KnownIRIs(), _KnownTags()
    types = _KnownTypes({XSD_STRING: "", RDF_LANG_STRING: ""})
    triples: list[Triple] = []
    add, make = triples.append, tuple.__new__
    named, literal = ox.NamedNode, ox.Literal
    own: Term
    for subject, predicate, value, _ in quads:
        if type(value) is named:
            own = known[value.value]
        elif type(value) is literal:
            tag = value.language
            if tag:
                own = make(Literal, (value.value, tags[tag], ""))
            else:
                own = make(Literal, (value.value, "", types[value.datatype.value]))
        else:
            own = _own_node(value)
        about = known[subject.value] if type(subject) is named else _own_node(subject)
        add(make(Triple, (about, known[predicate.value], own)))
    return triples


_PARSER_PREFIX = re.compile(
    r"^Parser error (?:at|between) line \d+ (?:column|between columns) \d+"
    r"(?: and(?: line \d+)?(?: column)? \d+)?:? ?"
)
_PARSER_PLACE = re.compile(r"line (\d+) (?:column|between columns) (\d+)")
_REASONS = (
    (
        re.compile(r"LoadDocumentCallback"),
        "it points to a remote context, which is never fetched",
        "put the context itself into the document",
    ),
    (
        re.compile(r"The prefix"),
        "",
        "declare the prefix with @prefix",
    ),
    (
        re.compile(r"No scheme found|relative", re.I),
        "it holds a relative IRI, but names no base",
        "add the @base line that the other files of the vocabulary have",
    ),
    (
        re.compile(r"buffer maximal size"),
        "it holds a text of more than 16 MB, or a quote that is never closed",
        "look for a missing closing quote",
    ),
)
"""What the parser says, what that means (empty: as it says), and the way out."""


def fault(error: BaseException, file: str) -> SyntaxFault:
    """What the engine raised for a document, with its place, and a way out where we know one.

    >>> try:
    ...     list(ox.parse(b"<a:a> <a:b> .", format=ox.RdfFormat.TURTLE))
    ... except ENGINE_ERRORS as error:
    ...     print(fault(error, "in.ttl").place)
    in.ttl:1:13
    """
    raw = str(error.args[0]) if error.args else str(error)
    place = _PARSER_PLACE.search(raw)
    line = getattr(error, "lineno", None) or (int(place[1]) if place else None)
    column = getattr(error, "offset", None) or (int(place[2]) if place else None)
    message, hint = _PARSER_PREFIX.sub("", raw).replace("\r", "\\r").replace("\n", "\\n"), None
    for pattern, meaning, way_out in _REASONS:
        if pattern.search(raw):
            message, hint = meaning or message, way_out
            break
    return SyntaxFault(message, file=file, line=line, column=column, hint=hint)


def document_fault(
    error: BaseException, content: bytes, rdf_format: Format, file: str, base: str | None = None
) -> SyntaxFault:
    """What ``fault`` says, with the line of RDF/XML, too, which the engine does not tell.

    :param content: the document as the engine was given it
    """
    found = fault(error, file)
    if found.line is None and rdf_format.name == "rdfxml":
        found.line = _line_reached(content, rdf_format, base)
    return found


class _Lines(io.RawIOBase):
    """A document that is handed out a line at a time, and counts how many were taken."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)
        self.line = 1
        self._ended = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part = self._content.readline(size)
        self.line += self._ended and bool(part)
        self._ended = part.endswith(b"\n")
        return part


def _line_reached(content: bytes, rdf_format: Format, base: str | None) -> int:
    """The line in which the engine gives a document up."""
    lines = _Lines(content)
    source: Any = lines
    with suppress(*ENGINE_ERRORS):
        for _ in ox.parse(source, format=rdf_format.parser, base_iri=base):
            pass
    return lines.line


def _own_node(node: ox.NamedNode | ox.BlankNode | ox.Triple) -> Node:
    if isinstance(node, ox.NamedNode):
        return IRI(node.value)
    if isinstance(node, ox.BlankNode):
        return BlankNode(node.value)
    raise ValueError("a triple is used as a subject (RDF-star), which SKOS does not know")


def own_term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    """A term of the engine as ours."""
    if not isinstance(term, ox.Literal):
        return _own_node(term)
    if term.language:
        return Literal(term.value, bcp47(term.language))
    datatype = term.datatype.value
    return Literal(
        term.value, datatype="" if datatype in (XSD_STRING, RDF_LANG_STRING) else datatype
    )


def own_triple(triple: ox.Triple | ox.Quad) -> Triple:
    """A statement of the engine as ours."""
    return Triple(_own_node(triple.subject), IRI(triple.predicate.value), own_term(triple.object))


def engine_term(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """A term of ours as the engine's."""
    if isinstance(term, str):
        return ox.NamedNode(term)
    if isinstance(term, BlankNode):
        return ox.BlankNode(term.label)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or XSD_STRING))


def engine_triple(triple: Triple) -> ox.Triple:
    """A triple of ours as the engine's."""
    subject = engine_term(triple.subject)
    assert not isinstance(subject, ox.Literal)
    return ox.Triple(subject, ox.NamedNode(triple.predicate), engine_term(triple.object))
