"""Files of which only some statements are left, each where it stands in the whole file."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NamedTuple

from tvet_skos.checks.prepared.parts import Lines
from tvet_skos.checks.runners.compact import CompactGraph
from tvet_skos.rdf.folder import Document
from tvet_skos.rdf.stream import known_format
from tvet_skos.terms import Node


class _Piece(NamedTuple):
    start: int
    end: int
    line: int


def excerpt(graph: CompactGraph, file: Path, lines: Lines, nodes: Collection[Node]) -> Document:
    """A file with nothing in it but its directives and what it says of some nodes.

    Lines and columns are those of the file. The triples are one of each node that it speaks of.

    :raises OSError: the file cannot be read
    """
    import numpy

    named = {number: node for node in nodes if (number := graph.number(node)) >= 0}
    # Directives have the number -1.
    rows = numpy.isin(lines.subjects, [-1, *named]).nonzero()[0]
    spoken = [named[n] for n in numpy.unique(lines.subjects[rows]).tolist() if n >= 0]
    if not spoken:
        return Document(file, known_format(file), b"", ())
    fields = (lines.starts, lines.ends, lines.lines)
    pieces = sorted(map(_Piece, *(field[rows].tolist() for field in fields)))
    triples = tuple(next(graph.statements(node)) for node in spoken)
    return Document(file, known_format(file), _content(file, pieces), triples)


def _content(file: Path, pieces: Iterable[_Piece]) -> bytes:
    with file.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as content:
        before = len(BOM_UTF8) if content[: len(BOM_UTF8)] == BOM_UTF8 else 0
        moved = (_Piece(p.start + before, p.end + before, p.line) for p in pieces)
        return b"".join(_spaced(content, before, moved))


def _spaced(content: mmap, at: int, pieces: Iterable[_Piece]) -> Iterator[bytes]:
    """The pieces with as many line ends and blanks before each as there are lines and columns."""
    line = 1
    for piece in pieces:
        if piece.line > line:
            yield b"\n" * (piece.line - line)
            at = max(content.rfind(b"\n", at, piece.start) + 1, at)
        yield b" " * len(content[at : piece.start].decode())
        said = content[piece.start : piece.end]
        yield said
        line, at = piece.line + said.count(b"\n"), piece.end
