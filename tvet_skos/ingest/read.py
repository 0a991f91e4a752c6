"""``read``: whatever stands at a path, as a vocabulary."""

from __future__ import annotations

import os
from pathlib import Path

from tvet_skos.errors import InputError, NotFound
from tvet_skos.ingest.decode import MAX_BYTES
from tvet_skos.ingest.imports import PageInput, read_pages
from tvet_skos.ingest.pages import PageOptions
from tvet_skos.model import ConceptScheme
from tvet_skos.rdf.folder import read_vocabulary
from tvet_skos.rdf.formats import format_of
from tvet_skos.settings import today


def read(source: str | Path, options: PageOptions | None = None) -> ConceptScheme:
    """The vocabulary in a folder or an RDF file, or what a glossary page says.

    :param options: for a page; by default the bundled base, English, and today as day of reading
    :raises NotFound: there is no such path
    :raises InputError: it cannot be read, or is neither RDF nor a glossary page
    :raises SettingsError: SOURCE_DATE_EPOCH is set, but to no number

    >>> from tvet_skos import bundled_vocabulary
    >>> read(bundled_vocabulary()).iri
    IRI('https://w3id.org/tvet-skos/glossary/')
    """
    path = Path(source)
    if path.is_dir() or format_of(path) is not None:
        return read_vocabulary(path).scheme
    found = read_pages([page_input(path)], options or PageOptions(read_on=today(os.environ)))
    if found.failures:
        raise found.failures[0]
    return found.scheme


def page_input(path: Path) -> PageInput:
    """A page in a file; of a file that is too large only as much as tells that it is.

    :raises NotFound: there is no such file
    :raises InputError: it cannot be read
    """
    try:
        with path.open("rb") as file:
            return PageInput(str(path), file.read(MAX_BYTES + 1))
    except FileNotFoundError as error:
        raise NotFound("there is no such file or folder", file=str(path)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot be read: {reason}", file=str(path)) from error
