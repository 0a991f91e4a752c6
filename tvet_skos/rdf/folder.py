"""The vocabulary folder: which record stands in which file, and both ways between the two.

``scheme.ttl`` holds the scheme and its topics, ``sources.ttl`` the register,
``concepts/{slug}.ttl`` a concept with its definitions and the pages they were read from.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from tvet_skos.errors import Conflict, InputError, NotFound, SyntaxFault, WriteError
from tvet_skos.files import write_all
from tvet_skos.iri import slug, unique
from tvet_skos.model import Concept, ConceptScheme
from tvet_skos.rdf.blank_nodes import canonical_labels, isomorphic
from tvet_skos.rdf.formats import FORMATS, Format, format_of, parse
from tvet_skos.rdf.meter import Meter, Progress
from tvet_skos.rdf.profile import from_triples, record_triples, to_triples
from tvet_skos.rdf.turtle import write_turtle
from tvet_skos.terms import IRI, BlankNode, Triple

NOT_VOCABULARY = frozenset({"tvs.ttl", "context.jsonld"})
"""Files of the folder that say how the vocabulary is written, not what is in it."""

SCHEME, SOURCES, CONCEPTS = "scheme.ttl", "sources.ttl", "concepts"


@dataclass(frozen=True, slots=True)
class Document:
    """One RDF file: where it stands, its bytes and its triples."""

    path: Path
    format: Format
    content: bytes
    triples: tuple[Triple, ...]


@dataclass(frozen=True)
class Vocabulary:
    """What was read from a folder or a file."""

    path: Path
    documents: tuple[Document, ...]

    @cached_property
    def triples(self) -> tuple[Triple, ...]:
        """The triples of all documents, in their order; blank nodes have canonical labels."""
        return tuple(canonical_labels(t for d in self.documents for t in d.triples))

    @cached_property
    def scheme(self) -> ConceptScheme:
        """The same as a model."""
        return from_triples(self.triples)


def read_vocabulary(path: Path, progress: Progress | None = None) -> Vocabulary:
    """Every RDF file of a folder, or one file; sorted by path.

    :param progress: told now and then how many bytes of how many are read
    :raises NotFound: there is no such path, or no RDF in it
    :raises InputError: a file cannot be read
    :raises SyntaxFault: a file is not well-formed; the first one is named

    >>> from tvet_skos.resources import bundled_vocabulary
    >>> vocabulary = read_vocabulary(bundled_vocabulary())
    >>> [document.path.name for document in vocabulary.documents][-2:]
    ['scheme.ttl', 'sources.ttl']
    """
    files = rdf_files(path)
    meter = Meter(sum(file.stat().st_size for file in files), progress) if progress else None
    return Vocabulary(path, tuple(read_document(file, meter) for file in files))


def rdf_files(path: Path) -> list[Path]:
    """The RDF files of a vocabulary, sorted; hidden ones and ``NOT_VOCABULARY`` left out.

    In a folder only files whose suffix is RDF's alone count; ``.json`` and ``.xml`` may be anything
    and are read when they are named.

    :raises NotFound: there is no such path, or no RDF in it
    :raises InputError: a folder below cannot be read
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise NotFound("there is no such file or folder", file=str(path))
    found = sorted(_below(path))
    if not found:
        known = ", ".join(_SURELY_RDF)
        raise NotFound(f"the folder holds no RDF file ({known})", file=str(path))
    return found


_SURELY_RDF = (".ttl", ".nt", ".rdf", ".jsonld")


def _below(root: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise InputError(f"cannot be read: {error.strerror}", file=str(error.filename)) from error

    for folder, folders, files in os.walk(root, onerror=refuse, followlinks=True):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if is_vocabulary_file(name):
                yield Path(folder, name)


def is_vocabulary_file(name: str) -> bool:
    """Whether a file of a folder belongs to the vocabulary, by its name."""
    is_rdf = Path(name).suffix.lower() in _SURELY_RDF and name not in NOT_VOCABULARY
    return is_rdf and not name.startswith(".")


def read_document(path: Path, meter: Meter | None = None) -> Document:
    """One RDF file, its format told by its suffix.

    :param meter: told of every byte that is read
    :raises NotFound: there is no such file
    :raises InputError: it cannot be read, or its suffix is none of RDF's
    :raises SyntaxFault: it is not well-formed
    """
    if not path.exists():
        raise NotFound("there is no such file or folder", file=str(path))
    rdf_format = format_of(path)
    if rdf_format is None:
        known = ", ".join(suffix for f in FORMATS.values() for suffix in f.suffixes)
        raise InputError(
            f"its suffix {path.suffix or '(none)'} is no RDF format",
            file=str(path),
            hint=f"use one of {known}",
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path)) from error
    triples = parse(content, rdf_format, file=str(path), meter=meter)
    return Document(path, rdf_format, content, tuple(triples))


def layout(scheme: ConceptScheme) -> dict[PurePosixPath, bytes]:
    """The files of a vocabulary folder: relative path to canonical Turtle.

    A blank node stands in the file of the record that leads to it.

    :raises Conflict: two files lead to one blank node, which cannot stand in both
    """
    homes = _page_homes(scheme)
    own_pages: dict[IRI | None, list[Triple]] = defaultdict(list)
    for page in scheme.page_records:
        own_pages[homes.get(page.iri)] += record_triples(page)
    register = [t for r in (*scheme.sources, *scheme.agents) for t in record_triples(r)]
    files = {PurePosixPath(SOURCES): register + own_pages[None]}
    for concept, name in _file_names(scheme):
        path = PurePosixPath(CONCEPTS, f"{name}.ttl")
        files[path] = [*record_triples(concept), *own_pages[concept.iri]]
    rest = replace(scheme, concepts=(), sources=(), agents=(), page_records=())
    files[PurePosixPath(SCHEME)] = _with_blank_nodes(files, list(to_triples(rest)))
    return {
        path: write_turtle(triples, scheme.iri).encode()
        for path, triples in files.items()
        if triples
    }


def _with_blank_nodes(
    files: Mapping[PurePosixPath, list[Triple]], rest: list[Triple]
) -> list[Triple]:
    """Move what blank nodes say from ``rest`` to the file that leads to them; return what stays."""
    said: dict[BlankNode, list[Triple]] = defaultdict(list)
    for triple in rest:
        if isinstance(triple.subject, BlankNode):
            said[triple.subject].append(triple)
    if not said:
        return rest
    home: dict[BlankNode, PurePosixPath] = {}
    for path, triples in (*files.items(), (PurePosixPath(SCHEME), _named(rest))):
        for node in _reached(triples, said):
            if home.setdefault(node, path) != path:
                raise Conflict(
                    f"a blank node is named in {home[node]} and in {path}",
                    hint="give it an IRI, so that both files can name it",
                )
    for node, path in home.items():
        if path in files:
            files[path].extend(said.pop(node))
    return _named(rest) + [triple for triples in said.values() for triple in triples]


def _named(triples: list[Triple]) -> list[Triple]:
    return [triple for triple in triples if not isinstance(triple.subject, BlankNode)]


def _reached(triples: Iterable[Triple], said: Mapping[BlankNode, list[Triple]]) -> set[BlankNode]:
    """The blank nodes that triples lead to, directly or through others."""
    found: set[BlankNode] = set()
    waiting = list(triples)
    while waiting:
        value = waiting.pop().object
        if isinstance(value, BlankNode) and value not in found:
            found.add(value)
            waiting += said.get(value, ())
    return found


def _page_homes(scheme: ConceptScheme) -> dict[IRI, IRI]:
    """Page to the first concept with a definition that was read from it."""
    pages = {page.iri for page in scheme.page_records}
    homes: dict[IRI, IRI] = {}
    for concept in scheme.concepts:
        for definition in concept.definitions:
            for page in definition.derived_from:
                if page in pages:
                    homes.setdefault(page, concept.iri)
    return homes


def _file_names(scheme: ConceptScheme) -> Iterator[tuple[Concept, str]]:
    """Each concept and the name of its file: its IRI after the base, made safe for every system."""
    taken: set[str] = set()
    for concept in scheme.concepts:
        name = unique(slug(concept.iri.removeprefix(scheme.iri)), taken)
        taken.add(name)
        yield concept, name


@dataclass(frozen=True, slots=True)
class Changes:
    """What writing a folder did, or would do: paths relative to it, sorted."""

    written: tuple[PurePosixPath, ...]
    removed: tuple[PurePosixPath, ...]

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)


def write_folder(vocabulary: Vocabulary, scheme: ConceptScheme, *, dry: bool = False) -> Changes:
    """Write a vocabulary back to its folder as canonical Turtle; equal files stay untouched.

    Turtle files whose content has moved to another file are removed, after all others were written.
    Nothing is written unless what would stand there reads back as the same graph.

    :param vocabulary: what was read from the folder (without documents for a new one)
    :param dry: tell what would change, and change nothing
    :raises Conflict: a file stands in the way that was not read, or one was read whose content
        cannot be moved
    :raises WriteError: nothing was changed

    >>> from tvet_skos.resources import bundled_vocabulary
    >>> vocabulary = read_vocabulary(bundled_vocabulary())
    >>> write_folder(vocabulary, vocabulary.scheme, dry=True)
    Changes(written=(), removed=())
    """
    root, files = vocabulary.path, layout(scheme)
    if not (root.is_dir() or not root.exists()):
        raise InputError("is no vocabulary folder", file=str(root))
    read = {PurePosixPath(d.path.relative_to(root).as_posix()): d for d in vocabulary.documents}
    differing = [p for p, content in files.items() if p not in read or read[p].content != content]
    stale = sorted(set(read) - set(files))
    foreign = [path for path in stale if not _is_movable(path, read[path])]
    if foreign:
        raise Conflict(
            "was read as part of the vocabulary, but stands where none of its files belong",
            file=str(root / foreign[0]),
            hint="name the vocabulary folder itself, or move the file out of it",
        )
    if not differing and not stale:
        return Changes((), ())
    _require_same_graph(files, scheme)
    in_the_way = [p for p in differing if p not in read and (root / p).exists()]
    if in_the_way:
        raise Conflict(
            "stands where the vocabulary would be written", file=str(root / in_the_way[0])
        )
    if not dry:
        write_all({root / path: files[path] for path in differing})
        for path in stale:
            (root / path).unlink(missing_ok=True)
    return Changes(tuple(sorted(differing)), tuple(stale))


def _is_movable(path: PurePosixPath, document: Document) -> bool:
    """Whether a file may go once its content stands elsewhere: Turtle at the usual places only."""
    usual = len(path.parts) == 1 or path.parts[:-1] == (CONCEPTS,)
    return usual and document.format.name == "turtle" and bool(document.triples)


def _require_same_graph(files: Mapping[PurePosixPath, bytes], scheme: ConceptScheme) -> None:
    """The last check before anything is overwritten.

    :raises WriteError: the files would not say what the vocabulary says
    """
    turtle = FORMATS["turtle"]
    back = (t for path, content in files.items() for t in parse(content, turtle, file=str(path)))
    try:
        same = isomorphic(back, to_triples(scheme))
    except SyntaxFault as fault:
        raise WriteError(f"the vocabulary cannot be written as Turtle: {fault}") from fault
    if not same:
        raise WriteError("the vocabulary would not read back as it is; nothing was changed")
