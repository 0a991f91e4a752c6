"""A version of a vocabulary: a folder, a file, a store, or a git revision without a checkout."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from tvet_skos.cli.git import Repository, repository_of
from tvet_skos.errors import InputError, NotFound, SettingsError
from tvet_skos.terms import triple_order

if TYPE_CHECKING:
    from tvet_skos.rdf.folder import Document, Vocabulary


def read_version(spec: str, path: Path) -> Vocabulary:
    """The vocabulary that a person names: a folder, an RDF file, a store, or a git revision.

    ``oxigraph:DIR`` is all that a store on disk holds, with its literals as the engine keeps them.
    A folder or file of that name goes before a revision. ``REV`` is the vocabulary at ``path`` as
    it was in that revision; ``REV:PATH`` is what stood at a path from the top of the repository
    (``REV:./PATH``: from the working folder), as git itself writes it.

    :param path: where the vocabulary stands now, which tells the repository as well
    :raises NotFound: there is no such file or revision, nothing at the path, no repository, no git
    :raises InputError: a file or the repository cannot be read
    :raises SyntaxFault: a file is not well-formed: ``main:vocab/scheme.ttl:3``
    :raises SettingsError: it is a store of another kind
    :raises StoreError: the folder holds no store, or a damaged one
    """
    from tvet_skos.rdf.folder import read_vocabulary

    if Path(spec).exists():
        return read_vocabulary(Path(spec))
    return read_stored(spec) if is_store(spec) else read_revision(spec, path)


def is_store(spec: str) -> bool:
    """Whether the name of a version is that of a store, rather than of a file or a revision."""
    from tvet_skos.store import is_store_address

    return not Path(spec).exists() and is_store_address(spec)


def read_stored(address: str) -> Vocabulary:
    """What a store on disk holds, as one document without lines.

    :raises SettingsError: it is a store of another kind
    :raises NotFound: there is no store, or nothing in it
    :raises StoreError: the folder holds something else, or a damaged store
    """
    from tvet_skos.rdf.folder import Document, Vocabulary
    from tvet_skos.rdf.formats import FORMATS
    from tvet_skos.store.disk.store import DiskStore

    if not address.startswith("oxigraph:"):
        raise SettingsError(
            f"{address} cannot be read as a version of a vocabulary",
            hint="name a git revision, a file or folder, or a store on disk as oxigraph:DIR",
        )
    with DiskStore(address) as store:
        if not store.contents.vocabularies:
            hint = f"`tvet-skos load PATH --into {address}` loads a vocabulary"
            raise NotFound(f"there is nothing in {address}", hint=hint)
        triples = tuple(sorted(store.export(), key=triple_order))
    place = Path(address)
    return Vocabulary(place, (Document(place, FORMATS["ntriples"], b"", triples),))


def read_revision(spec: str, path: Path) -> Vocabulary:
    """The vocabulary of a git revision, ``REV`` or ``REV:PATH``; see ``read_version``."""
    from tvet_skos.rdf.folder import Vocabulary

    repository = _repository(spec, path)
    revision, colon, inside = spec.partition(":")
    commit = repository.commit(revision)
    top = _inside(inside, repository) if colon else repository.place(path)
    files = repository.files(commit, top)
    shown = "" if top == PurePosixPath() else str(top)
    if files is None:
        raise NotFound(
            f"the revision {revision!r} has nothing at {shown!r}",
            hint=f"name the place it had then, as {revision}:PATH",
        )
    wanted = {name: each for name, each in files.items() if _is_rdf(name)}
    if not wanted:
        raise NotFound(f"the revision {revision!r} has no RDF file at {shown or '.'!r}")
    contents = repository.contents(list(wanted.values()))
    root = Path(f"{revision}:{shown}")
    documents = (_document(root / name, c) for name, c in zip(wanted, contents, strict=True))
    return Vocabulary(root, tuple(documents))


def common_ancestor(spec: str, path: Path, other: str = "HEAD") -> str | None:
    """The commit that two revisions both come from, if there is any.

    :param spec: ``REV`` or ``REV:PATH``
    :param path: where the vocabulary stands now
    :param other: another ``REV`` or ``REV:PATH``; by default the checked-out commit
    :raises NotFound: there is no such revision, no repository or no git
    """
    repository = _repository(spec, path)
    commits = (repository.commit(each.partition(":")[0]) for each in (spec, other))
    return repository.common_ancestor(*commits)


def _repository(spec: str, path: Path) -> Repository:
    """The repository of a vocabulary; where there is none, a missing file was meant as likely."""
    try:
        return repository_of(path)
    except NotFound as error:
        message = f"there is no file, folder or git revision {spec!r}"
        raise NotFound(message, hint=str(error)) from error


def _inside(name: str, repository: Repository) -> PurePosixPath:
    """The path in ``REV:PATH``, from the top of the repository."""
    if name.split("/")[0] in (".", ".."):
        return repository.place(Path(name))
    return PurePosixPath(name)


def _is_rdf(name: PurePosixPath) -> bool:
    """Whether a file belongs to the vocabulary of a folder, as ``rdf_files`` decides on a disk."""
    from tvet_skos.rdf.folder import is_vocabulary_file

    if name == PurePosixPath():
        return True
    is_hidden = any(part.startswith(".") for part in name.parts)
    return is_vocabulary_file(name.name) and not is_hidden


def _document(path: Path, content: bytes) -> Document:
    from tvet_skos.rdf.folder import Document
    from tvet_skos.rdf.formats import format_of, parse

    rdf_format = format_of(path)
    if rdf_format is None:
        raise InputError(f"its suffix {path.suffix or '(none)'} is no RDF format", file=str(path))
    return Document(path, rdf_format, content, tuple(parse(content, rdf_format, file=str(path))))
