"""What a cluster reads: N-Triples split by line, other formats a file at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from os.path import relpath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from tvet_skos.errors import SyntaxFault
from tvet_skos.rdf.formats import FORMATS, Format
from tvet_skos.rdf.stream import (
    Statement,
    fault_of_lines,
    statements_of_document,
    statements_of_lines,
)

if TYPE_CHECKING:
    from pyspark import RDD
    from pyspark.sql import DataFrame, SparkSession


class Source(NamedTuple):
    """A file to read: its number among all, its address, what people call it, its format.

    The address is written as it is, without percent-encoding: ``file:/a folder/b.nt``.
    """

    number: int
    address: str
    name: str
    format: str

    @property
    def shown(self) -> str:
        """The name as reports give it: of a local file, its path from the working folder."""
        return self.name if "://" in self.name else relpath(self.name)

    @property
    def is_split(self) -> bool:
        """Whether each of its lines stands for itself."""
        return self.format == "ntriples"


class Line(NamedTuple):
    """A line of a file, numbered from 1."""

    file: int
    number: int
    content: bytes


Parsed = tuple[int, int, str | None, str, str, str | None]
"""File, place in it, subject, predicate, object, kind; for a fault, see ``fault_of``."""


_LOCAL = re.compile(r"^file:/+")
_MAGIC = re.compile(r"([\[\]{}*?\\])")


def _same(address: str) -> str:
    """An address as it compares, for those of local files are written with one slash or three."""
    return _LOCAL.sub("/", address)


def _as_pattern(source: Source) -> str:
    """An address as Spark takes it: as a pattern that matches nothing else."""
    return _MAGIC.sub(r"\\\1", source.address)


def _numbers(sources: Iterable[Source]) -> dict[str, int]:
    return {_same(source.address): source.number for source in sources}


# --- lines ----------------------------------------------------------------------------------------


def lines(session: SparkSession, sources: Sequence[Source]) -> RDD[Line]:
    """The lines of the files that can be split."""
    split = [source for source in sources if source.is_split]
    context = session.sparkContext
    if not split:
        return context.emptyRDD()
    numbers = _numbers(split)
    raw = _raw_lines(session, [_as_pattern(source) for source in split]).rdd
    counts = raw.mapPartitions(lambda rows: _counts(rows, numbers)).collect()
    before = context.broadcast(_before(counts))
    return raw.mapPartitions(lambda rows: _numbered(rows, numbers, before.value))


def _raw_lines(session: SparkSession, addresses: list[str]) -> DataFrame:
    """Lines as bytes, each with its file and where the piece of the file began."""
    text = session.read.option("lineSep", "\n").text(addresses)
    return text.selectExpr(
        "cast(value as binary) content", "_metadata.file_path path",
        "_metadata.file_block_start start",
    )  # fmt: skip


_Piece = tuple[int, int]


def _counts(rows: Iterable[Any], numbers: Mapping[str, int]) -> Iterator[tuple[_Piece, int]]:
    found: dict[_Piece, int] = {}
    for row in rows:
        piece = numbers[_same(unquote(row.path))], row.start
        found[piece] = found.get(piece, 0) + 1
    return iter(found.items())


def _before(counts: Iterable[tuple[_Piece, int]]) -> dict[_Piece, int]:
    """How many lines of its file come before each piece."""
    found: dict[_Piece, int] = {}
    totals: dict[int, int] = {}
    for (file, start), count in sorted(counts):
        found[file, start] = totals.get(file, 0)
        totals[file] = found[file, start] + count
    return found


def _numbered(
    rows: Iterable[Any], numbers: Mapping[str, int], before: Mapping[_Piece, int]
) -> Iterator[Line]:
    passed: dict[_Piece, int] = {}
    for row in rows:
        piece = numbers[_same(unquote(row.path))], row.start
        count = passed[piece] = passed.get(piece, before[piece]) + 1
        yield Line(piece[0], count, bytes(row.content))


_AT_ONCE = 2000


def parsed_lines(found: Iterable[Line], names: Mapping[int, str]) -> Iterator[Parsed]:
    """What lines say, some thousand parsed at once."""
    coming = iter(found)
    while batch := list(islice(coming, _AT_ONCE)):
        speaking = [line for line in batch if _speaks(line.content)]
        try:
            said = statements_of_lines(line.content for line in speaking)
            sound = len(said) == len(speaking)
        except (SyntaxError, ValueError):
            sound = False
        if sound:
            yield from (_row(each, line) for each, line in zip(said, speaking, strict=True))
        else:
            yield from _one_by_one(speaking, names)


def _speaks(line: bytes) -> bool:
    stripped = line.removeprefix(b"\xef\xbb\xbf").strip()
    return bool(stripped) and not stripped.startswith(b"#")


_ANOTHER = b"\n<urn:x> <urn:x> <urn:x> ."
"""A line after the one in question, for a full stop that is missing is missed there."""


def _one_by_one(batch: Iterable[Line], names: Mapping[int, str]) -> Iterator[Parsed]:
    for line in batch:
        content = line.content.removeprefix(b"\xef\xbb\xbf") if line.number == 1 else line.content
        try:
            yield from (_row(each, line) for each in statements_of_lines([content]))
        except (SyntaxError, ValueError) as error:
            file = names[line.file]
            fault = fault_of_lines(content + _ANOTHER, line.number, file)
            yield fault_row(line.file, fault or SyntaxFault(str(error), file=file))


def _row(said: Statement, line: Line) -> Parsed:
    """A statement with its place; the blank nodes of a file are its own."""
    subject, predicate, value, kind = said
    subject = _own(subject, line.file)
    return line.file, line.number, subject, predicate, (
        value if kind is not None else _own(value, line.file)
    ), kind  # fmt: skip


def _own(node: str, file: int) -> str:
    return f"_:f{file}x{node[2:]}" if node[:2] == "_:" else node


# --- documents ------------------------------------------------------------------------------------


def documents(session: SparkSession, sources: Sequence[Source]) -> RDD[tuple[int, bytes]]:
    """The files that are read as a whole: number and content."""
    whole = [source for source in sources if not source.is_split]
    if not whole:
        return session.sparkContext.emptyRDD()
    numbers = _numbers(whole)
    files = session.read.format("binaryFile").load([_as_pattern(source) for source in whole])
    rows = files.select("path", "content").rdd
    return rows.map(lambda row: (numbers[_same(row.path)], bytes(row.content)))


def parsed_document(number: int, content: bytes, format_name: str, name: str) -> Iterator[Parsed]:
    """What a document says; nothing but the fault where it has one."""
    rdf_format: Format = FORMATS[format_name]
    try:
        said = list(statements_of_document(content, rdf_format, name))
    except SyntaxFault as fault:
        yield fault_row(number, fault)
        return
    for place, each in enumerate(said, 1):
        yield number, place, each.subject, each.predicate, each.object, each.kind


# --- faults ---------------------------------------------------------------------------------------


def fault_row(file: int, fault: SyntaxFault) -> Parsed:
    """A fault as a row: no subject, and column, message and hint in the other fields."""
    column = "" if fault.column is None else str(fault.column)
    line = -1 if fault.line is None else fault.line
    return file, line, None, column, fault.message, fault.hint


def fault_of(row: Parsed, name: str) -> SyntaxFault:
    """The fault that a row tells of."""
    _, line, _, column, message, hint = row
    return SyntaxFault(
        message,
        file=name,
        line=None if line < 0 else line,
        column=int(column) if column else None,
        hint=hint,
    )
