"""``tvet-skos fmt``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from tvet_skos.cli.options import chosen_path, settings_here
from tvet_skos.cli.progress import Bars
from tvet_skos.cli.reporting import NOT_CONFORMING, put, say
from tvet_skos.errors import InputError, SettingsError
from tvet_skos.iri import base_of
from tvet_skos.text import counted

if TYPE_CHECKING:
    from tvet_skos.rdf.folder import Changes
    from tvet_skos.terms import Triple


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--check", "only_check", is_flag=True, help="Change nothing; exit with 1 if anything would."
)
@click.option("--vocab", metavar="PATH", help="The vocabulary, where no PATH is given.")
def command(paths: tuple[str, ...], only_check: bool, vocab: str | None) -> None:
    """Rewrite a vocabulary folder, or Turtle files, in canonical form.

    The same graph gives the same bytes on every machine, one statement a line. Definitions,
    concepts and sources that were written as blank nodes get their IRIs here. In a folder every
    concept comes to stand in its own file. Content is never changed, but comments are lost. Names
    of rewritten and removed files go to standard output.
    """
    targets = [Path(p) for p in paths] or [_own_vocabulary(vocab)]
    changed = 0
    for target in targets:
        changes = (_format_folder if target.is_dir() else _format_file)(target, only_check)
        root = target if target.is_dir() else target.parent
        put("".join(f"{root / path}\n" for path in changes.written))
        put("".join(f"{root / path} (removed)\n" for path in changes.removed))
        changed += len(changes.written) + len(changes.removed)
    say(f"{counted(changed, 'file')} {'would change' if only_check else 'changed'}")
    if only_check and changed:
        raise SystemExit(NOT_CONFORMING)


def _own_vocabulary(vocab: str | None) -> Path:
    path, reason = chosen_path(vocab, settings_here())
    if reason == "bundled":
        raise SettingsError(
            "the bundled vocabulary is read-only", hint="name a folder or files to format"
        )
    return path


def _base(triples: Sequence[Triple]) -> str:
    """What a file's IRIs begin with: its scheme, the one its concepts are in, or the settings'."""
    from tvet_skos.namespaces import RDF, SKOS
    from tvet_skos.rdf.profile import main_scheme
    from tvet_skos.terms import IRI

    scheme = main_scheme(triples)
    if scheme is not None:
        return base_of(scheme)
    concepts = {t.subject for t in triples if t.predicate == RDF.type and t.object == SKOS.Concept}
    used = {
        t.object
        for t in triples
        if t.predicate == SKOS.inScheme and isinstance(t.object, IRI) and t.subject in concepts
    }
    return base_of(used.pop()) if len(used) == 1 else settings_here().base


def _format_folder(root: Path, only_check: bool) -> Changes:
    from tvet_skos.rdf.folder import read_vocabulary, write_folder
    from tvet_skos.rdf.minting import mint
    from tvet_skos.rdf.profile import from_triples

    with Bars() as bars:
        vocabulary = read_vocabulary(root, partial(bars.show, "reading"))
    if not vocabulary.scheme.declared:
        raise InputError(
            "no file in the folder declares a skos:ConceptScheme",
            file=str(root),
            hint="format single files by naming them",
        )
    minted = mint(vocabulary.triples, base_of(vocabulary.scheme.iri))
    return write_folder(vocabulary, from_triples(minted, vocabulary.scheme.iri), dry=only_check)


def _format_file(path: Path, only_check: bool) -> Changes:
    from tvet_skos.files import write_atomically
    from tvet_skos.publish.graphs import graph_pieces
    from tvet_skos.rdf.collecting import collector_paused
    from tvet_skos.rdf.folder import Changes, read_vocabulary
    from tvet_skos.rdf.minting import mint

    with Bars() as bars, collector_paused():
        (document,) = read_vocabulary(path, partial(bars.show, "reading")).documents
        if document.format.name != "turtle":
            raise InputError(
                "only Turtle has a canonical form here", file=str(path), hint="see export"
            )
        base = _base(document.triples)
        triples = mint(document.triples, base)
        pieces = graph_pieces(triples, "turtle", base, partial(bars.show, "writing"))
        new = _new_content(document.content, pieces)
        if new is not None and not only_check:
            write_atomically(path, new)
    return Changes((PurePosixPath(path.name),) if new is not None else (), ())


def _new_content(old: bytes, pieces: Iterable[bytes]) -> Iterable[bytes] | None:
    """What a file is to hold, a piece at a time; nothing where it holds that already."""
    pieces, equal = iter(pieces), 0
    for piece in pieces:
        if not old.startswith(piece, equal):
            return chain((old[:equal], piece), pieces)
        equal += len(piece)
    return None if equal == len(old) else (old[:equal],)
