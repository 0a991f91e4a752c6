"""What somebody proposes, in whatever form it came: as triples, with a word on how it was read.

A page, a sheet and RDF without a concept scheme are additions, a file that stands in the vocabulary
is a new version of that file, and whatever declares the concept scheme is a whole version.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from tvet_skos.cli.importing import (
    PAGE_SUFFIXES,
    Imported,
    Remark,
    Spot,
    import_pages,
    import_sheet,
    pages_below,
)
from tvet_skos.cli.versions import read_revision
from tvet_skos.errors import InputError, NotFound
from tvet_skos.settings import Settings

if TYPE_CHECKING:
    from tvet_skos.rdf.folder import Document, Vocabulary
    from tvet_skos.terms import IRI, Node, Triple


class ProposalKind(StrEnum):
    """What a proposal does with what it does not mention."""

    ADDITION = "addition"
    """It leaves it alone."""
    FILE = "file"
    """It is one file of the vocabulary: what that held, and holds no longer, was removed."""
    VERSION = "version"
    """It is the whole vocabulary: what it lacks was removed."""


_HOW = {
    ProposalKind.ADDITION: "an addition: what it does not mention stays",
    ProposalKind.FILE: "a new version of this file: what it lacks was removed from the file",
    ProposalKind.VERSION: "a whole version of the vocabulary: what it lacks was removed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed.

    ``triples`` is what it says itself; blank nodes have ``content_labels``. ``documents`` are its
    RDF files, ``imported`` what a page or a sheet gave. ``replaced`` is what the base says in the
    file that this is a new version of, and in no other file.
    """

    name: str
    kind: ProposalKind
    triples: tuple[Triple, ...]
    documents: tuple[Document, ...] = ()
    imported: Imported | None = None
    replaced: tuple[Triple, ...] = ()
    is_revision: bool = False

    @property
    def how(self) -> str:
        """In a few words, how it was read."""
        return _HOW[self.kind]

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is odd about the form of a page or a sheet, and what did not come in."""
        return self.imported.remarks if self.imported else ()

    @property
    def to_dos(self) -> tuple[str, ...]:
        """The terms of a page or a sheet that could not be linked."""
        return self.imported.to_dos if self.imported else ()

    def place(self, node: Node, path: IRI | None = None) -> Spot | None:
        """Where a page or a sheet says a property of a node, else where it says the node."""
        if self.imported is None:
            return None
        known = self.imported.property_places.get((node, path)) if path is not None else None
        return known or self.imported.places.get(node)

    def apply(self, base: Iterable[Triple]) -> list[Triple]:
        """The base with the proposal in it; blank nodes have ``content_labels``.

        Compare it with ``content_labels`` of the base: under other labels, nameless nodes would
        seem to have changed. Where RDF adds another value to a field that has one, both stand in
        the result.
        """
        from tvet_skos.contribute.edits import with_import
        from tvet_skos.rdf.profile import from_triples, to_triples
        from tvet_skos.rdf.sameness import content_labels

        if self.kind is ProposalKind.VERSION:
            return list(self.triples)
        if self.imported is not None:
            brought = self.imported
            joined = with_import(from_triples(base), brought.scheme, brought.edits)
            return content_labels(to_triples(joined))
        gone = set(self.replaced)
        kept = (t for t in content_labels(base) if t not in gone)
        return list(dict.fromkeys((*kept, *self.triples)))

    def replaces(self, base: Vocabulary | None) -> bool:
        """Whether it is RDF that was made from a base which is itself only a part."""
        adds = self.kind is ProposalKind.ADDITION and self.imported is None
        return base is not None and adds and not _declares_scheme(base.triples)

    def sides(
        self, ours: Iterable[Triple], base: Iterable[Triple] | None = None
    ) -> tuple[list[Triple], list[Triple]]:
        """What ``merge`` needs beside ours: the base, and theirs.

        Additions, and everything without a base, remove nothing; where they give another value to
        a field that has one, that is a conflict.

        :param base: the version that both come from, or the part of it that the proposal changes
        """
        from tvet_skos.rdf.sameness import content_labels

        ours, known = content_labels(ours), None if base is None else content_labels(base)
        if self.imported is not None:
            theirs = self.apply(ours)
            return _before(self.imported, ours, known, theirs), theirs
        adds = self.kind is ProposalKind.ADDITION
        if known is None or (adds and _declares_scheme(known)):
            return _said_by(self.triples, [*ours, *(known or ())]), list(self.triples)
        return known, self.apply(known if self.kind is ProposalKind.FILE else ())


def _before(
    imported: Imported, ours: list[Triple], known: list[Triple] | None, theirs: list[Triple]
) -> list[Triple]:
    """What an import changes; of the records that a sheet edits, what they were in the base."""
    if not imported.edits:
        return ours
    edited = known if known is not None else _said_by(theirs, ours)
    return [
        *(t for t in ours if t.subject not in imported.edits),
        *(t for t in edited if t.subject in imported.edits),
    ]


def _said_by(triples: Iterable[Triple], others: Iterable[Triple]) -> list[Triple]:
    """The triples that others say as well, in their own words."""
    from tvet_skos.rdf.sameness import versions

    sides = versions(triples, others)
    mine, theirs = sides.differing
    return [*sides.common, *(t for key, forms in mine.items() if key in theirs for t in forms)]


def _declares_scheme(triples: Iterable[Triple]) -> bool:
    from tvet_skos.namespaces import RDF, SKOS

    return any(t[1:] == (RDF.type, SKOS.ConceptScheme) for t in triples)


def read_proposal(name: str, vocabulary: Vocabulary, folder: Path, settings: Settings) -> Proposal:
    """What stands under a name: RDF, a glossary page, a sheet, a folder, or a git revision.

    Pages and sheets look up terms and sources in the vocabulary, then in the bundled register.

    :param vocabulary: what the proposal changes: the base, where there is one, else the vocabulary
    :param folder: where the vocabulary stands now; a file in it is a new version of that file
    :raises NotFound: there is no such file, folder or revision
    :raises InputError: it cannot be read, is no proposal, or is of another vocabulary
    :raises SyntaxFault: a file is not well-formed
    """
    from tvet_skos.rdf.formats import format_of

    path = Path(name)
    if not path.exists():
        return _of_revision(name, vocabulary, folder)
    if path.is_dir():
        return _of_folder(path, vocabulary, settings)
    if format_of(path) is not None:
        return _of_file(path, vocabulary, folder)
    from tvet_skos.ingest.sheets import SUFFIXES as SHEET_SUFFIXES

    suffix = path.suffix.lower()
    if suffix in SHEET_SUFFIXES:
        return _of_import(name, import_sheet(path, vocabulary.scheme, settings))
    if suffix in PAGE_SUFFIXES:
        return _of_import(name, import_pages([path], vocabulary.scheme, settings))
    raise InputError(
        f"its suffix {path.suffix or '(none)'} tells no form of a proposal",
        file=name,
        hint="RDF (.ttl, .jsonld, .rdf, .nt), a page (.txt, .html) or a sheet (.csv, .xlsx)",
    )


def _of_revision(name: str, vocabulary: Vocabulary, folder: Path) -> Proposal:
    documents = read_revision(name, folder).documents
    return _of_documents(name, documents, vocabulary, is_revision=True)


def _of_folder(path: Path, vocabulary: Vocabulary, settings: Settings) -> Proposal:
    from tvet_skos.rdf.folder import read_vocabulary

    try:
        return _of_documents(str(path), read_vocabulary(path).documents, vocabulary)
    except NotFound:
        pages = pages_below(path)
    return _of_import(str(path), import_pages(pages, vocabulary.scheme, settings))


def _of_file(path: Path, vocabulary: Vocabulary, folder: Path) -> Proposal:
    from tvet_skos.rdf.folder import read_document
    from tvet_skos.rdf.sameness import content_labels

    document = read_document(path)
    earlier = _counterpart(path, vocabulary, folder)
    if earlier is None:
        return _of_documents(str(path), (document,), vocabulary)
    elsewhere = {t for d in vocabulary.documents if d is not earlier for t in d.triples}
    replaced = (t for t in earlier.triples if t not in elsewhere)
    return Proposal(
        name=str(path),
        kind=ProposalKind.FILE,
        triples=tuple(content_labels(document.triples)),
        documents=(document,),
        replaced=tuple(content_labels(replaced)),
    )


def _counterpart(path: Path, vocabulary: Vocabulary, folder: Path) -> Document | None:
    """The document of the vocabulary that stands where a file stands, if there is one."""
    place, root = path.resolve(), folder.resolve()
    if not place.is_relative_to(root) or place == root:
        return None
    name = PurePath(place.relative_to(root))
    for document in vocabulary.documents:
        if document.path != vocabulary.path and document.path.relative_to(vocabulary.path) == name:
            return document
    return None


def _of_documents(
    name: str,
    documents: tuple[Document, ...],
    vocabulary: Vocabulary,
    *,
    is_revision: bool = False,
) -> Proposal:
    from tvet_skos.rdf.sameness import content_labels

    triples = tuple(content_labels(t for d in documents for t in d.triples))
    is_whole = _declares_scheme(triples)
    if is_whole:
        _require_same_scheme(name, triples, vocabulary)
    kind = ProposalKind.VERSION if is_whole else ProposalKind.ADDITION
    return Proposal(
        name=name, kind=kind, triples=triples, documents=documents, is_revision=is_revision
    )


def _require_same_scheme(name: str, triples: Iterable[Triple], vocabulary: Vocabulary) -> None:
    from tvet_skos.rdf.profile import from_triples

    ours = vocabulary.scheme
    theirs = from_triples(triples, ours.iri)
    if ours.declared and theirs.iri != ours.iri:
        raise InputError(
            f"declares the concept scheme <{theirs.iri}>, and the vocabulary is <{ours.iri}>",
            file=name,
            hint="move it with tvet-skos rebase, or leave the scheme out to add to this one",
        )


def _of_import(name: str, imported: Imported) -> Proposal:
    from tvet_skos.rdf.profile import to_triples
    from tvet_skos.rdf.sameness import content_labels

    return Proposal(
        name=name,
        kind=ProposalKind.ADDITION,
        triples=tuple(content_labels(to_triples(imported.scheme))),
        imported=imported,
    )
