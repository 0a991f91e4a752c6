"""``tvet-skos ingest``."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tvet_skos.cli.options import chosen_vocabulary, settings_here, vocab_option
from tvet_skos.cli.reporting import NOT_DONE, complain, put, say, standard_input, warn
from tvet_skos.errors import InputError, NotFound, SettingsError
from tvet_skos.iri import base_of
from tvet_skos.settings import Settings, language_tag, today
from tvet_skos.text import counted

if TYPE_CHECKING:
    from tvet_skos.ingest import Import, PageInput
    from tvet_skos.model import ConceptScheme
    from tvet_skos.rdf.folder import Vocabulary

_SUFFIXES = (".txt", ".html", ".htm", ".xhtml")


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option(
    "--into",
    metavar="DIR",
    help="Add what was read to this vocabulary folder, instead of printing Turtle.",
)
@click.option("--url", metavar="URL", help="The address of the page (of a single one).")
@click.option("--term", metavar="TERM", help="The heading, where the page (a single one) lost it.")
@click.option("--read-on", metavar="DATE", help="When it was read, YYYY-MM-DD (default: today).")
@click.option(
    "--language", metavar="TAG", help="The language of the definitions (default: the vocabulary's)."
)
@click.option(
    "--glossary", metavar="NAME", help="What the pages are from (default: TVETipedia Glossary)."
)
@click.option("--encoding", metavar="NAME", help="How the page is encoded, if not in UTF-8.")
@vocab_option
def command(
    pages: tuple[str, ...],
    into: str | None,
    url: str | None,
    term: str | None,
    read_on: str | None,
    language: str | None,
    glossary: str | None,
    encoding: str | None,
    vocab: str | None,
) -> None:
    """Read glossary pages, as text or HTML, into concepts with sourced definitions.

    PAGE is a file, a folder, a pattern such as 'pages/*.html', or - for standard input. Sources
    are looked up in the register of the vocabulary. The result is printed as Turtle, or added to
    a vocabulary with --into: the same page twice changes nothing, a changed text becomes a
    revision, and nothing of another source is overwritten.

    A page that cannot be read is named and the others go through; the exit status is then 2.
    """
    from tvet_skos.ingest import TVETIPEDIA, PageOptions, bundled_register, read_pages
    from tvet_skos.terms import IRI

    if into and vocab:
        raise SettingsError("give --into or --vocab, not both", hint="--into is looked up as well")
    settings = settings_here()
    vocabulary = _target(into, settings) if into else chosen_vocabulary(vocab, settings)
    scheme = vocabulary.scheme
    options = PageOptions(
        base=base_of(scheme.iri) if scheme.declared else IRI(settings.base),
        language=language_tag(language or settings.language or scheme.language),
        url=url or "",
        term=term or "",
        read_on=_day(read_on),
        encoding=encoding,
        glossary=glossary or TVETIPEDIA,
    )
    failures: list[InputError] = []
    register = bundled_register(options.base)
    found = read_pages(_inputs(pages, failures), options, scheme, register)
    failures += found.failures
    _tell(found)
    if into:
        _add(vocabulary, found.scheme, options.read_on, options.language)
    elif found.scheme.concepts:
        _print(found.scheme)
    for failure in failures:
        complain(failure)
    if failures:
        raise SystemExit(NOT_DONE)


def _day(read_on: str | None) -> str:
    from datetime import date

    if read_on is None:
        return today(os.environ)
    try:
        return date.fromisoformat(read_on).isoformat()
    except ValueError:
        raise SettingsError(f"--read-on is {read_on!r}, not a day as YYYY-MM-DD") from None


def _target(into: str, settings: Settings) -> Vocabulary:
    """The vocabulary to add to; a folder that is not there yet starts as an empty one."""
    from tvet_skos.rdf.folder import Vocabulary, read_vocabulary

    root = Path(into)
    if (root.exists() and not root.is_dir()) or root.suffix in (".ttl", ".rdf", ".nt", ".jsonld"):
        raise InputError("is no folder", file=into, hint="--into takes a vocabulary folder")
    try:
        vocabulary = read_vocabulary(root)
    except NotFound:
        say(f"starting a new vocabulary in {into} under {settings.base}")
        return Vocabulary(root, ())
    if not vocabulary.scheme.declared:
        raise InputError(
            "no file in the folder declares a skos:ConceptScheme", file=into,
            hint="add scheme.ttl, or name a new folder",
        )  # fmt: skip
    return vocabulary


def _inputs(pages: Iterable[str], failures: list[InputError]) -> Iterator[PageInput]:
    """The pages, one at a time; those that cannot be opened are noted and passed over."""
    from tvet_skos.ingest import PageInput, page_input

    for name in pages:
        try:
            if name == "-":
                yield PageInput("<stdin>", standard_input())
                continue
            for file in _files(name):
                yield page_input(file)
        except (InputError, NotFound) as error:
            failures.append(InputError(error.message, file=error.file, hint=error.hint))


def _files(name: str) -> list[Path]:
    path = Path(name)
    if name.startswith(("http://", "https://")):
        raise NotFound(
            f"{name} is an address", hint="nothing is fetched: save the page, name the file"
        )
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES and p.is_file())
        if not found:
            raise NotFound("the folder holds no .txt or .html page", file=name)
        return found
    if not path.exists() and glob.has_magic(name):
        # A pattern may be absolute or climb upwards, which Path.glob does not take.
        found = sorted(Path(match) for match in glob.glob(name, recursive=True))  # noqa: PTH207
        if not found:
            raise NotFound("no file matches the pattern", file=name)
        return [file for file in found if file.is_file()]
    return [path]


def _tell(found: Import) -> None:
    """Warnings, to-dos and the sum, on standard error."""
    for warning in found.warnings:
        warn(str(warning))
    for to_do in found.to_dos:
        say(f"{click.style('to do:', fg='yellow')} {to_do}")
    definitions = list(found.scheme.definitions)
    sourced = sum(definition.has_source for definition in definitions)
    if found.scheme.concepts:
        concepts = counted(len(found.scheme.concepts), "concept")
        texts = counted(len(definitions), "definition")
        say(f"read: {concepts}, {texts}, {sourced} of them with a source")


def _print(scheme: ConceptScheme) -> None:
    from tvet_skos.rdf.profile import to_triples
    from tvet_skos.rdf.turtle import write_turtle

    put(write_turtle(to_triples(scheme), scheme.iri))


def _add(vocabulary: Vocabulary, imported: ConceptScheme, day: str, language: str) -> None:
    from tvet_skos.contribute import add
    from tvet_skos.rdf.folder import write_folder

    known = vocabulary.scheme if vocabulary.documents else _new_scheme(imported, day, language)
    result = add(known, imported)
    scheme = result.scheme
    if result.steps and scheme.modified < day:
        scheme = replace(scheme, modified=day)
    changes = write_folder(vocabulary, scheme) if result.steps else None
    for step in result.steps:
        put(f"{step.concept}: {step.what}\n")
    for path in changes.removed if changes else ():
        say(f"moved what was in {vocabulary.path / path}, and removed the file")
    written = counted(len(changes.written) if changes else 0, "file")
    say(f"{written} written in {vocabulary.path}")
    if not vocabulary.documents and changes:
        say(f"now say in {vocabulary.path / 'scheme.ttl'} what the vocabulary is and whose")


def _new_scheme(imported: ConceptScheme, day: str, language: str) -> ConceptScheme:
    from tvet_skos.model import ConceptScheme
    from tvet_skos.namespaces import PROFILE
    from tvet_skos.terms import Literal

    return ConceptScheme(
        iri=imported.iri,
        titles=(Literal("Glossary", language),),
        created=day,
        modified=day,
        conforms_to=(PROFILE,),
        top_concepts=tuple(c.iri for c in imported.concepts if not c.broader),
        history_notes=(Literal(f"Begun with pages that were read on {day}.", "en"),),
    )
