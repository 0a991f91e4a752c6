"""A look at RDF files before the engine reads them: traps, blank nodes, size and digest."""

from __future__ import annotations

import hashlib
import mmap
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tvet_skos.errors import InputError, SyntaxFault
from tvet_skos.rdf.formats import Format, format_of
from tvet_skos.rdf.traps import NESTING

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Surveyed:
    """An RDF file that holds no trap.

    ``has_blank_nodes``: it may have some; false is certain.
    """

    path: Path
    format: Format
    size: int
    has_blank_nodes: bool


def survey(path: Path) -> Surveyed | None:
    """What can be known of an RDF file without parsing it.

    N-Triples and Turtle are looked through where they lie, without a copy in memory; of other
    formats only the size is known, and they may have blank nodes.

    :returns: ``None`` where the suffix is none of RDF's
    :raises InputError: it cannot be read
    :raises SyntaxFault: it is UTF-16, or brackets are nested too deep
    """
    rdf_format = format_of(path)
    if rdf_format is None:
        return None
    try:
        size = path.stat().st_size
        look = _LOOKS.get(rdf_format.name)
        if look is None or not size:
            return Surveyed(path, rdf_format, size, look is None)
        with path.open("rb") as file:
            _refuse_utf16(file, path)
            return Surveyed(path, rdf_format, size, look(file, str(path)))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error


def _refuse_utf16(file: BinaryIO, path: Path) -> None:
    if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
        raise SyntaxFault(
            "this is UTF-16; RDF is read as UTF-8",
            file=str(path),
            hint="save the file as UTF-8 and try again",
        )
    file.seek(0)


# One match leads from one bracket or blank node to the next: strings, IRIs and comments on the way
# do not count, and what is left open is for the parser to report.
_NEXT_MARK = re.compile(
    rb'(?:[^"\'<#\[\]()\\_]++|<[^<>"{}|^`\s]*+>'
    rb'|"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
    rb"|'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'"
    rb"|#[^\n]*+|\\.)*+([\[\]()]|_:|.|\Z)",
    re.S,
)


def _look_at_turtle(file: BinaryIO, name: str) -> bool:
    """Whether Turtle may have blank nodes.

    :raises SyntaxFault: brackets stand more than ``NESTING`` deep
    """
    depth, found = 0, False
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        for mark in _NEXT_MARK.finditer(text):
            sign = mark[1]
            if sign in (b"[", b"(", b"_:"):
                found = True
                depth += sign != b"_:"
            elif sign in (b"]", b")"):
                depth -= 1
            if depth > NESTING:
                raise SyntaxFault(
                    f"brackets are nested more than {NESTING} deep",
                    file=name,
                    line=text[: mark.end()].count(b"\n") + 1,
                    hint="give the inner nodes IRIs and write them as records of their own",
                )
    return found


def _look_at_ntriples(file: BinaryIO, _name: str) -> bool:
    return any(b"_:" in block for block in whole_lines(file))


def whole_lines(file: BinaryIO) -> Iterator[bytes]:
    """A file in blocks of about a megabyte that end with a line."""
    while block := file.read(_BLOCK):
        yield block + file.readline()


_LOOKS = {"turtle": _look_at_turtle, "ntriples": _look_at_ntriples}


def digest(files: Iterable[Path]) -> str:
    """The SHA-256 of the contents of some files, in their order, as ``sha256:…``.

    :raises InputError: one cannot be read
    """
    sha = hashlib.sha256()
    for path in files:
        try:
            with path.open("rb") as file:
                sha.update(b"%d\n" % path.stat().st_size)
                while block := file.read(_BLOCK):
                    sha.update(block)
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
    return f"sha256:{sha.hexdigest()}"
