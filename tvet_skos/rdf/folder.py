"""The vocabulary folder: which record stands in which file, and both ways between the two.

``scheme.ttl`` holds the scheme and its topics, ``sources.ttl`` the register,
``concepts/{slug}.ttl`` a concept with its definitions and the pages they were read from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from tvet_skos.errors import Conflict, InputError, NotFound
from tvet_skos.files import write_all
from tvet_skos.iri import slug, unique
from tvet_skos.model import Concept, ConceptScheme
from tvet_skos.rdf.formats import FORMATS, Format, format_of, parse
from tvet_skos.rdf.profile import from_triples, record_triples, to_triples
from tvet_skos.rdf.turtle import write_turtle
from tvet_skos.terms import IRI, Triple

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

    @property
    def triples(self) -> Iterator[Triple]:
        """The triples of all documents, in their order."""
        return (triple for document in self.documents for triple in document.triples)

    @cached_property
    def scheme(self) -> ConceptScheme:
        """The same as a model."""
        return from_triples(self.triples)


def read_vocabulary(path: Path) -> Vocabulary:
    """Every RDF file of a folder, or one file; sorted by path.

    :raises NotFound: there is no such path, or no RDF in it
    :raises InputError: a file cannot be read
    :raises SyntaxFault: a file is not well-formed; the first one is named

    >>> from tvet_skos.resources import bundled_vocabulary
    >>> vocabulary = read_vocabulary(bundled_vocabulary())
    >>> [document.path.name for document in vocabulary.documents][-2:]
    ['scheme.ttl', 'sources.ttl']
    """
    return Vocabulary(path, tuple(read_document(file) for file in rdf_files(path)))


def rdf_files(path: Path) -> list[Path]:
    """The RDF files of a vocabulary, sorted; hidden ones and ``NOT_VOCABULARY`` left out.

    :raises NotFound: there is no such path, or no RDF in it
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise NotFound("there is no such file or folder", file=str(path))
    found = sorted(
        file
        for file in path.rglob("*")
        if file.is_file()
        and format_of(file) is not None
        and file.name not in NOT_VOCABULARY
        and not any(part.startswith(".") for part in file.relative_to(path).parts)
    )
    if not found:
        raise NotFound(
            "the folder holds no RDF file", file=str(path), hint="name a vocabulary with --vocab"
        )
    return found


def read_document(path: Path) -> Document:
    """One RDF file, its format told by its suffix.

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
    return Document(path, rdf_format, content, tuple(parse(content, rdf_format, file=str(path))))


def layout(scheme: ConceptScheme) -> dict[PurePosixPath, bytes]:
    """The files of a vocabulary folder: relative path to canonical Turtle."""
    homes = _page_homes(scheme)
    rest = replace(scheme, concepts=(), sources=(), agents=(), page_records=())
    files = {PurePosixPath(SCHEME): list(to_triples(rest))}
    register = [t for r in (*scheme.sources, *scheme.agents) for t in record_triples(r)]
    pages = {page.iri: list(record_triples(page)) for page in scheme.page_records}
    register += [t for iri in pages if iri not in homes for t in pages[iri]]
    files[PurePosixPath(SOURCES)] = register
    for concept, name in _file_names(scheme):
        own = [t for iri, home in homes.items() if home == concept.iri for t in pages[iri]]
        files[PurePosixPath(CONCEPTS, f"{name}.ttl")] = [*record_triples(concept), *own]
    return {
        path: write_turtle(triples, scheme.iri).encode()
        for path, triples in files.items()
        if triples
    }


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

    Files that were read and have no content any more are removed, after all others were written.

    :param vocabulary: what was read from the folder (without documents for a new one)
    :param dry: tell what would change, and change nothing
    :raises Conflict: a file stands in the way that was not read
    :raises WriteError: nothing was changed

    >>> from tvet_skos.resources import bundled_vocabulary
    >>> vocabulary = read_vocabulary(bundled_vocabulary())
    >>> write_folder(vocabulary, vocabulary.scheme, dry=True)
    Changes(written=(), removed=())
    """
    root, files = vocabulary.path, layout(scheme)
    read = {PurePosixPath(d.path.relative_to(root).as_posix()): d for d in vocabulary.documents}
    differing = [p for p, content in files.items() if p not in read or read[p].content != content]
    stale = sorted(set(read) - set(files))
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
