"""The statements of a file one after another, for files whose triples memory does not hold.

They come as plain texts, which is all that is needed to count, sort and store them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

import pyoxigraph as ox

from tvet_skos.errors import InputError, NotFound, SyntaxFault
from tvet_skos.rdf.formats import (
    ENGINE_ERRORS,
    FORMATS,
    Format,
    document_fault,
    engine_input,
    fault,
    format_of,
    parse,
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


class Statement(NamedTuple):
    """A triple as texts: blank nodes are ``_:label``, IRIs and the text of literals are bare.

    ``kind`` tells what the object is: ``None`` for a node; for a literal its datatype, its language
    after an ``@``, or nothing where it is a plain string.
    """

    subject: str
    predicate: str
    object: str
    kind: str | None


def node_of(text: str) -> Node:
    """A node as a statement names it."""
    return BlankNode(text[2:]) if text.startswith("_:") else IRI(text)


def term_of(text: str, kind: str | None) -> Term:
    """The object of a statement as a term.

    >>> term_of("chat", "@fr"), term_of("http://e/a", None)
    (Literal(value='chat', language='fr', datatype=''), IRI('http://e/a'))
    """
    if kind is None:
        return node_of(text)
    if kind[:1] == "@":
        return Literal(text, kind[1:])
    return Literal(text, "", kind)


def triple_of(statement: Statement) -> Triple:
    """A statement as a triple."""
    subject, predicate, value, kind = statement
    return Triple(node_of(subject), IRI(predicate), term_of(value, kind))


def statement_of(triple: Triple) -> Statement:
    """A triple as a statement; the inverse of ``triple_of``."""
    value = triple.object
    if isinstance(value, Literal):
        text, kind = value.value, f"@{value.language}" if value.language else value.datatype
        return Statement(text_of(triple.subject), triple.predicate, text, kind)
    return Statement(text_of(triple.subject), triple.predicate, text_of(value), None)


def text_of(node: Node) -> str:
    """A node as statements name it; the inverse of ``node_of``."""
    return str(node) if isinstance(node, str) else f"_:{node.label}"


def known_format(path: Path) -> Format:
    """The format of a file that is there, by its suffix.

    :raises NotFound: there is no such file
    :raises InputError: its suffix is none of RDF's
    """
    if not path.exists():
        raise NotFound("there is no such file or folder", file=str(path))
    found = format_of(path)
    if found is None:
        known = ", ".join(suffix for each in FORMATS.values() for suffix in each.suffixes)
        suffix = path.suffix or "(none)"
        hint = f"use one of {known}"
        raise InputError(f"its suffix {suffix} is no RDF format", file=str(path), hint=hint)
    return found


def statements(
    path: Path, rdf_format: Format, watch: Callable[[int], object] | None = None
) -> Iterator[Statement]:
    """What a file says, in its order; blank nodes get labels that no other file has.

    N-Triples are read piece by piece; of the other formats the text of the file is held.

    :param watch: told how many bytes were read whenever some were
    :raises InputError: it cannot be read
    :raises SyntaxFault: it is not well-formed; what came before the fault came already
    """
    try:
        if rdf_format.name == "ntriples":
            yield from _lines(path, watch)
        else:
            content = path.read_bytes()
            yield from _document(content, rdf_format, str(path))
            if watch is not None:
                watch(len(content))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error


class _Watched:
    """A file that tells how much of it was read."""

    def __init__(self, stream: IO[bytes], watch: Callable[[int], object]) -> None:
        self._stream, self._watch = stream, watch

    def read(self, size: int = -1) -> bytes:
        content = self._stream.read(size)
        self._watch(len(content))
        return content


def _lines(path: Path, watch: Callable[[int], object] | None) -> Iterator[Statement]:
    with path.open("rb") as stream:
        if stream.read(3) != b"\xef\xbb\xbf":
            stream.seek(0)
        source: Any = stream if watch is None else _Watched(stream, watch)
        try:
            parsed = ox.parse(source, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True)
            yield from _own(parsed)
        except (SyntaxError, ValueError, MemoryError) as error:
            raise _line_fault(path, error) from error


def _line_fault(path: Path, error: Exception) -> SyntaxFault:
    """What is wrong with a file of N-Triples, as told of the lines around the fault alone."""
    number = getattr(error, "lineno", None)
    if number is None:
        return fault(error, str(path))
    first = max(number - 1, 1)
    with path.open("rb") as stream:
        lines = b"".join(islice(stream, first - 1, number + 1))
    return fault_of_lines(lines, first, str(path)) or SyntaxFault(
        str(error), file=str(path), line=number
    )


def fault_of_lines(lines: bytes, first: int, file: str) -> SyntaxFault | None:
    """What is wrong with some lines of N-Triples, in a file; ``None`` for sound ones.

    :param first: the number of the first line
    """
    try:
        parse(lines, FORMATS["ntriples"], file=file)
    except SyntaxFault as found:
        if found.line is not None:
            found.line += first - 1
        return found
    return None


def statements_of_lines(lines: Iterable[bytes]) -> list[Statement]:
    """What some lines of N-Triples say; blank nodes keep the labels that stand there.

    :raises SyntaxError, ValueError: one of them is not well-formed (``fault_of_lines``)
    """
    return list(_own(ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES)))


def statements_of_document(
    content: bytes, rdf_format: Format, file: str = "<input>"
) -> Iterator[Statement]:
    """What a document says, in its order, its bytes given.

    :raises SyntaxFault: it is not well-formed; what came before the fault came already
    """
    return _document(content, rdf_format, file)


def _document(content: bytes, rdf_format: Format, file: str) -> Iterator[Statement]:
    checked = engine_input(content, rdf_format, file)
    try:
        yield from _own(ox.parse(checked, format=rdf_format.parser, rename_blank_nodes=True))
    except ENGINE_ERRORS as error:
        raise document_fault(error, checked, rdf_format, file) from error


def _own(quads: Iterable[ox.Quad]) -> Iterator[Statement]:
    make, literal, named = Statement, ox.Literal, ox.NamedNode
    for subject, predicate, value, _ in quads:
        start = subject.value if isinstance(subject, named) else _nameless(subject)
        if isinstance(value, literal):
            language = value.language
            kind = f"@{bcp47(language)}" if language else _datatype(value.datatype.value)
            yield make(start, predicate.value, value.value, kind)
        else:
            end = value.value if isinstance(value, named) else _nameless(value)
            yield make(start, predicate.value, end, None)


def _nameless(node: ox.BlankNode | ox.Triple) -> str:
    if isinstance(node, ox.BlankNode):
        return f"_:{node.value}"
    raise ValueError("a triple is used as a subject (RDF-star), which SKOS does not know")


def _datatype(iri: str) -> str:
    return "" if iri in (XSD_STRING, RDF_LANG_STRING) else iri
