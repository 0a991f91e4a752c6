"""Files and triples into the engine, without a detour where the engine can read them itself."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, TypeAlias

import pyoxigraph as ox

from tvet_skos.errors import StoreError, SyntaxFault
from tvet_skos.namespaces import RDF, SKOS
from tvet_skos.rdf.blank_nodes import canonical_labels
from tvet_skos.rdf.folder import rdf_files, read_document
from tvet_skos.rdf.formats import (
    ENGINE_ERRORS,
    document_fault,
    engine_input,
    engine_term,
    fault,
    own_triple,
)
from tvet_skos.rdf.meter import Meter, Progress
from tvet_skos.store.survey import Surveyed, digest, survey, whole_lines
from tvet_skos.terms import IRI, Triple

GraphName: TypeAlias = ox.NamedNode | ox.DefaultGraph

SMALL = 16_000_000
"""Bytes up to which blank nodes get canonical labels; beyond, they are numbered as they come."""

_WORTH_BULK = 1_000_000
"""From how many bytes on the engine reads in bulk: quicker then, and on a disk it leaves no log of
what it wrote, which would be larger than the store and stay until somebody opened it to write."""


@dataclass(frozen=True)
class Source:
    """The RDF files of one vocabulary, looked at and not yet parsed."""

    paths: tuple[Path, ...]
    """The files and folders that were named."""
    files: tuple[Surveyed, ...]

    @classmethod
    def at(cls, *paths: Path) -> Source:
        """The files at some paths, those of a folder sorted.

        :raises NotFound: there is no such path, or no RDF in it
        :raises InputError: a file cannot be read, or its suffix is none of RDF's
        :raises SyntaxFault: a file holds a trap
        """
        files = (_surveyed(file) for path in paths for file in rdf_files(path))
        return cls(paths, tuple(files))

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(file.size for file in self.files)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all files."""
        return digest(file.path for file in self.files)

    def schemes(self) -> tuple[IRI, ...]:
        """The concept schemes that the files declare, sorted; the files are read for it.

        :raises SyntaxFault: a file is not well-formed
        """
        found = {s.value for file in self.files for s in _declared(file)}
        if not found:
            _require_whole(self.files)
        return tuple(map(IRI, sorted(found)))

    def pour(
        self, engine: ox.Store, graph: IRI | None = None, progress: Progress | None = None
    ) -> None:
        """Put what the files say into a graph of an engine; ``None`` is its default graph.

        The blank nodes of up to ``SMALL`` bytes get canonical labels. In more they are numbered in
        the order in which the files name them, so the same files give the same labels.

        :raises SyntaxFault: a file is not well-formed; some of it may be in the engine by then
        """
        anonymous = any(file.has_blank_nodes for file in self.files)
        if anonymous and self.size <= SMALL:
            documents = (read_document(file.path) for file in self.files)
            pour_triples(engine, canonical_labels(t for d in documents for t in d.triples), graph)
            return
        meter = Meter(self.size, progress or _nobody)
        bulk = self.size > _WORTH_BULK
        for number, file in enumerate(self.files):
            if file.has_blank_nodes:
                quads = _numbered(file, f"b{number}n", graph, meter)
                engine.bulk_extend(quads)
            else:
                _pour_file(engine, file, graph, meter, bulk)

    def triples(self, progress: Progress | None = None) -> Iterator[Triple]:
        """What the files say, in terms of ours, for stores that no engine of ours reads for.

        :raises SyntaxFault: a file is not well-formed
        """
        meter = Meter(self.size, progress or _nobody)
        for number, file in enumerate(self.files):
            for quad in _numbered(file, f"b{number}n", None, meter):
                yield own_triple(quad)


def _surveyed(path: Path) -> Surveyed:
    found = survey(path)
    if found is None:
        read_document(path)  # says what is wrong with its suffix
        raise AssertionError(path)
    return found


def _nobody(done: int, of: int) -> None:
    """Wants to know how far it is."""


class _Metered(io.RawIOBase):
    """A file whose reading is measured."""

    def __init__(self, file: BinaryIO, meter: Meter) -> None:
        self._file, self._meter = file, meter

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self._meter.add(len(block))
        return block


def _pour_file(
    engine: ox.Store, file: Surveyed, graph: IRI | None, meter: Meter, bulk: bool
) -> None:
    """A file without blank nodes, read by the engine."""
    load = engine.bulk_load if bulk else engine.load
    with file.path.open("rb") as opened:
        _skip_mark(opened)
        try:
            metered = _Metered(opened, meter)
            load(metered, file.format.parser, to_graph=graph_name(graph))  # type: ignore[arg-type]
        except (SyntaxError, ValueError, MemoryError) as error:
            raise _fault(error, file) from error


def _skip_mark(file: BinaryIO) -> None:
    """Leave out the byte order mark, which the engine does not know."""
    if file.read(3) != b"\xef\xbb\xbf":
        file.seek(0)


def _fault(error: BaseException, file: Surveyed) -> SyntaxFault:
    name = str(file.path)
    if "Invalid UTF-8" in str(error):
        return SyntaxFault(
            "this is not UTF-8",
            file=name,
            line=getattr(error, "lineno", None),
            hint="save the file as UTF-8 and try again",
        )
    if file.format.name != "rdfxml":
        return fault(error, name)
    content = engine_input(file.path.read_bytes(), file.format, name)
    return document_fault(error, content, file.format, name)


def _quads(file: Surveyed, meter: Meter | None = None) -> Iterator[ox.Quad]:
    """What a file says, one by one.

    :raises SyntaxFault: it is not well-formed
    """
    with file.path.open("rb") as opened:
        _skip_mark(opened)
        try:
            yield from ox.parse(_input(file, opened, meter), file.format.parser)  # type: ignore[arg-type]
        except ENGINE_ERRORS as error:
            raise _fault(error, file) from error


def _input(file: Surveyed, opened: BinaryIO, meter: Meter | None) -> object:
    """What the engine parses: the open file, or its bytes where only they tell of traps."""
    if file.format.name not in ("turtle", "ntriples"):
        return engine_input(opened.read(), file.format, str(file.path))
    return opened if meter is None else _Metered(opened, meter)


def _numbered(file: Surveyed, prefix: str, graph: IRI | None, meter: Meter) -> Iterator[ox.Quad]:
    """What a file says of a graph, its blank nodes numbered as they come."""
    name, mark = graph_name(graph), mark_of(graph)
    known: dict[ox.BlankNode, ox.BlankNode] = {}

    def named(node: ox.BlankNode) -> ox.BlankNode:
        if node not in known:
            known[node] = ox.BlankNode(f"{mark}{prefix}{len(known)}")
        return known[node]

    for subject, predicate, value, _ in _quads(file, meter):
        if isinstance(subject, ox.BlankNode):
            subject = named(subject)
        if isinstance(value, ox.BlankNode):
            value = named(value)
        yield ox.Quad(subject, predicate, value, name)


_CONCEPT_SCHEME = ox.NamedNode(SKOS.ConceptScheme)
_TYPE = ox.NamedNode(RDF.type)


def _declared(file: Surveyed) -> Iterator[ox.NamedNode]:
    """The concept schemes of a file, in its order."""
    quads = _telling_lines(file) if file.format.name == "ntriples" else _quads(file)
    for quad in quads:
        is_scheme = quad.object == _CONCEPT_SCHEME and quad.predicate == _TYPE
        if is_scheme and isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def _telling_lines(file: Surveyed) -> Iterator[ox.Quad]:
    """Of N-Triples only the lines that may declare a scheme: they can be told by their bytes."""
    name = b"ConceptScheme"
    with file.path.open("rb") as opened:
        telling = (block for block in whole_lines(opened) if name in block)
        for line in (line for block in telling for line in block.splitlines() if name in line):
            try:
                yield from ox.parse(line.removeprefix(b"\xef\xbb\xbf"), file.format.parser)
            except (SyntaxError, ValueError, MemoryError):
                return  # the parser that reads the whole file says where this is


def _require_whole(files: Iterable[Surveyed]) -> None:
    """Say what is wrong with N-Triples of which only some lines were read.

    :raises SyntaxFault: one of them is not well-formed
    """
    for file in files:
        if file.format.name == "ntriples":
            for _ in _quads(file):
                pass


def graph_name(graph: IRI | None) -> GraphName:
    """The name of a graph as the engine's; ``None`` is the default graph."""
    return ox.DefaultGraph() if graph is None else ox.NamedNode(graph)


def mark_of(graph: IRI | None) -> str:
    """What the labels of a graph's blank nodes begin with, so that no two graphs share one."""
    return "" if graph is None else f"g{sha256(graph.encode()).hexdigest()[:8]}"


def pour_triples(engine: ox.Store, triples: Iterable[Triple], graph: IRI | None = None) -> None:
    """Put triples of ours into a graph of an engine; ``None`` is its default graph."""
    name, mark = graph_name(graph), mark_of(graph)

    def term(own: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        found = engine_term(own)  # type: ignore[arg-type]
        is_anonymous = mark and isinstance(found, ox.BlankNode)
        return ox.BlankNode(mark + found.value) if is_anonymous else found

    engine.bulk_extend(
        ox.Quad(term(t.subject), ox.NamedNode(t.predicate), term(t.object), name)  # type: ignore[arg-type]
        for t in triples
    )


def pour_graph(
    engine: ox.Store, graph: IRI | None, source: ox.Store, stands_as: IRI | None
) -> None:
    """Copy a graph from one engine to another.

    :param graph: its name in the engine that it comes to; ``None`` is the default graph
    :param stands_as: its name in the engine that it comes from
    """
    name, old, new = graph_name(graph), mark_of(stands_as), mark_of(graph)

    def term(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode:
        if isinstance(node, ox.BlankNode):
            node = ox.BlankNode(new + node.value.removeprefix(old))
        return node  # type: ignore[return-value]

    quads = source.quads_for_pattern(None, None, None, graph_name(stands_as))
    engine.bulk_extend(ox.Quad(term(s), p, term(o), name) for s, p, o, _ in quads)


def require_name(name: IRI | None, schemes: tuple[IRI, ...]) -> IRI:
    """What a vocabulary is called: as it was asked for, else as its only concept scheme.

    :raises StoreError: it declares none, or several, and no name was given
    """
    if name is not None:
        return name
    if len(schemes) == 1:
        return schemes[0]
    found = "no concept scheme"
    if schemes:
        found = f"{len(schemes)} concept schemes, such as <{schemes[0]}> and <{schemes[1]}>"
    raise StoreError(
        f"the vocabulary declares {found}, so it has no name of its own",
        hint="name it with --graph IRI (in Python: graph=)",
    )


__all__ = [
    "GraphName",
    "Progress",
    "Source",
    "graph_name",
    "mark_of",
    "pour_graph",
    "pour_triples",
    "require_name",
]
