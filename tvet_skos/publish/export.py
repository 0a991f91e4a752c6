"""A vocabulary as files for programs and people, one emitter a format.

The same vocabulary gives the same bytes under any locale, time zone and hash seed, on any day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tvet_skos.errors import SettingsError
from tvet_skos.files import Content, write_all, write_atomically
from tvet_skos.iri import slug
from tvet_skos.model import ConceptScheme
from tvet_skos.namespaces import DEFAULT_BASE
from tvet_skos.publish.bibliography import write_bibtex, write_csl_json
from tvet_skos.publish.choice import choose
from tvet_skos.publish.graphs import GRAPH_WRITERS, graph_pieces
from tvet_skos.publish.sheets import definition_sheet, source_sheet, write_csv
from tvet_skos.rdf.folder import Vocabulary
from tvet_skos.rdf.formats import FORMATS
from tvet_skos.rdf.profile import main_scheme
from tvet_skos.rdf.projections import Projection, project


@dataclass(frozen=True, slots=True)
class Export:
    """A format to hand a vocabulary on in.

    ``stem`` is the file's name without suffix where it is not the vocabulary's own.
    """

    name: str
    suffix: str
    media_type: str
    summary: str
    write: Callable[[ConceptScheme, Projection], Content]
    takes_projection: bool = False
    stem: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: where, how many bytes, and what is in it."""

    path: Path
    size: int
    summary: str


def export(scheme: ConceptScheme, name: str, projection: Projection = Projection.FULL) -> bytes:
    """A vocabulary in a format; text is UTF-8.

    :param name: a key of ``EXPORTS``
    :param projection: what stands as a definition; formats that are no RDF always give all
    :raises SettingsError: there is no such format
    :raises WriteError: the format cannot hold the vocabulary

    >>> from tvet_skos import bundled_vocabulary, read
    >>> turtle = export(read(bundled_vocabulary()), "turtle", Projection.PLAIN).decode()
    >>> "tvs:Definition" in turtle
    False
    """
    content = choose(EXPORTS, name, "export format").write(scheme, projection)
    return content if isinstance(content, bytes) else b"".join(content)


def export_pieces(
    vocabulary: Vocabulary,
    name: str,
    projection: Projection = Projection.FULL,
    progress: Callable[[int, int], object] | None = None,
) -> Iterable[bytes]:
    """The same of a vocabulary as it was read, for files: text that memory need not hold.

    All that a graph says is written without a detour through the model, which takes a third of the
    time.

    :param progress: told how many subjects of how many are written
    :raises SettingsError: there is no such format
    :raises WriteError: the format cannot hold the vocabulary; some of it may have come by then

    >>> from tvet_skos import bundled_vocabulary, read_vocabulary
    >>> vocabulary = read_vocabulary(bundled_vocabulary())
    >>> b"".join(export_pieces(vocabulary, "turtle")) == export(vocabulary.scheme, "turtle")
    True
    """
    if name in GRAPH_WRITERS and projection is Projection.FULL:
        base = main_scheme(vocabulary.triples) or DEFAULT_BASE
        return graph_pieces(vocabulary.triples, name, base, progress)
    content = choose(EXPORTS, name, "export format").write(vocabulary.scheme, projection)
    return (content,) if isinstance(content, bytes) else content


def export_all(scheme: ConceptScheme, folder: Path) -> tuple[Exported, ...]:
    """Every format in every projection, as files of a folder; all of them or none.

    ``glossary.ttl`` is the full graph and ``glossary.plain.ttl`` a projection of it, where
    ``glossary`` is the end of the vocabulary's IRI; ``sources.bib`` is the register.

    :returns: one entry a file, in the order of ``EXPORTS``, then of the projections
    :raises WriteError: nothing was changed
    """
    contents: dict[Path, Content] = {}
    summaries: dict[Path, str] = {}
    for entry, projection in _all_exports():
        path = folder / file_name(scheme, entry, projection)
        contents[path] = entry.write(scheme, projection)
        summaries[path] = (
            f"{entry.summary}, {_CONTENTS[projection]}" if entry.takes_projection else entry.summary
        )
    write_all(contents)
    return tuple(Exported(path, path.stat().st_size, summaries[path]) for path in contents)


def write(
    scheme: ConceptScheme, path: Path | str, projection: Projection = Projection.FULL
) -> None:
    """Write a vocabulary to a file, in the format of its suffix.

    :param path: ``glossary.jsonld``, ``glossary.xlsx``, ``sources.bib`` …
    :raises SettingsError: the suffix is none of an export's
    :raises WriteError: what was there is untouched

    >>> import tempfile
    >>> from tvet_skos import bundled_vocabulary, read
    >>> vocabulary = read(bundled_vocabulary())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(vocabulary, Path(folder, "glossary.jsonld"), Projection.DUAL)
    ...     read(Path(folder, "glossary.jsonld")).iri == vocabulary.iri
    True
    """
    path = Path(path)
    write_atomically(path, EXPORTS[format_for(path)].write(scheme, projection))


def format_for(path: Path) -> str:
    """The export format that a file's suffix tells, the longest that fits.

    :raises SettingsError: the suffix is none of an export's

    >>> format_for(Path("sources.csl.json")), format_for(Path("glossary.ttl"))
    ('csl-json', 'turtle')
    """
    suffixes = {entry.suffix: entry for entry in EXPORTS.values()}
    suffixes |= {s: EXPORTS[f.name] for f in FORMATS.values() for s in f.suffixes}
    fitting = [suffix for suffix in suffixes if path.name.lower().endswith(suffix)]
    if not fitting:
        raise SettingsError(
            f'the suffix of "{path.name}" tells no format', hint=f"use one of {', '.join(suffixes)}"
        )
    return suffixes[max(fitting, key=len)].name


def file_name(
    scheme: ConceptScheme, entry: Export, projection: Projection = Projection.FULL
) -> str:
    """What a file is called: ``glossary.plain.ttl``."""
    last = scheme.iri.rstrip("/#").rpartition("/")[2].rpartition("#")[2]
    stem = entry.stem or slug(last)
    shown = entry.takes_projection and projection is not Projection.FULL
    return f"{stem}.{projection}{entry.suffix}" if shown else f"{stem}{entry.suffix}"


def _all_exports() -> Iterator[tuple[Export, Projection]]:
    for entry in EXPORTS.values():
        for projection in Projection if entry.takes_projection else (Projection.FULL,):
            yield entry, projection


_CONTENTS = {
    Projection.FULL: "every definition a node with its source",
    Projection.PLAIN: "one definition a language, as text",
    Projection.FLAT: "every definition as text that ends in its source",
    Projection.DUAL: "nodes, and one definition a language as text",
}


def _rdf(name: str) -> Callable[[ConceptScheme, Projection], Content]:
    return lambda scheme, projection: graph_pieces(project(scheme, projection), name, scheme.iri)


def _csv(scheme: ConceptScheme, _: Projection) -> bytes:
    return write_csv(definition_sheet(scheme)).encode()


def _xlsx(scheme: ConceptScheme, _: Projection) -> bytes:
    from tvet_skos.publish.workbook import write_workbook

    sheets = (definition_sheet(scheme), source_sheet(scheme))
    return write_workbook(sheets, scheme.title, _dated(scheme))


def _dated(scheme: ConceptScheme) -> datetime:
    """When the vocabulary last changed, by its own word; a fixed day where it is silent."""
    for date in (scheme.modified, scheme.created):
        try:
            return datetime.fromisoformat(date[:10])
        except ValueError:
            continue
    return datetime(2000, 1, 1)


EXPORTS: dict[str, Export] = {
    entry.name: entry
    for entry in (
        Export("turtle", ".ttl", "text/turtle", "Turtle", _rdf("turtle"), takes_projection=True),
        Export(
            "jsonld",
            ".jsonld",
            "application/ld+json",
            "JSON-LD",
            _rdf("jsonld"),
            takes_projection=True,
        ),
        Export(
            "rdfxml",
            ".rdf",
            "application/rdf+xml",
            "RDF/XML",
            _rdf("rdfxml"),
            takes_projection=True,
        ),
        Export(
            "ntriples",
            ".nt",
            "application/n-triples",
            "N-Triples",
            _rdf("ntriples"),
            takes_projection=True,
        ),
        Export("csv", ".csv", "text/csv", "CSV, one row a definition", _csv),
        Export(
            "xlsx",
            ".xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "Excel, one row a definition, and the sources",
            _xlsx,
        ),
        Export(
            "csl-json",
            ".csl.json",
            "application/vnd.citationstyles.csl+json",
            "the sources, for Zotero and Pandoc",
            lambda scheme, _: write_csl_json(scheme).encode(),
            stem="sources",
        ),
        Export(
            "bibtex",
            ".bib",
            "application/x-bibtex",
            "the sources, for LaTeX",
            lambda scheme, _: write_bibtex(scheme).encode(),
            stem="sources",
        ),
    )
}
"""Every format that a vocabulary is exported to, by name."""
