"""``tvet-skos merge``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from tvet_skos.cli.options import settings_here
from tvet_skos.cli.reporting import (
    NOT_CONFORMING,
    NOT_DONE,
    complain,
    put,
    say,
    say_to_dos,
    wants_colour,
    warn,
)
from tvet_skos.errors import InputError, NotFound
from tvet_skos.iri import base_of
from tvet_skos.settings import Settings, today
from tvet_skos.text import counted

if TYPE_CHECKING:
    from tvet_skos.cli.proposals import Proposal
    from tvet_skos.contribute.merge import Merged
    from tvet_skos.model import ConceptScheme
    from tvet_skos.rdf.folder import Vocabulary
    from tvet_skos.terms import Triple


@click.command()
@click.argument("proposal")
@click.option("--into", required=True, metavar="DIR", help="The vocabulary folder.")
@click.option(
    "--base",
    metavar="REV|FILE|DIR",
    help="The version that both come from (of a git revision: found by itself).",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
def command(proposal: str, into: str, base: str | None, dry_run: bool) -> None:
    """Take a PROPOSAL into a vocabulary folder: what both sides changed is kept.

    PROPOSAL is RDF (a file or folder), a glossary page, a sheet (.csv, .xlsx) or a git revision.
    What declares the concept scheme is a whole version of the vocabulary; anything else is an
    addition, and what it does not mention stays. Only with a base is anything removed.

    Where both sides say something else of one thing, nothing at all is written: both are shown,
    with the way out. Exit status: 0 merged, 1 conflicts, 2 it could not be done.
    """
    settings = settings_here()
    vocabulary = _vocabulary(into)
    proposed, known = _read(proposal, base, vocabulary, settings)
    _tell(proposed, known)
    merged = _merged(proposed, vocabulary, known)
    if merged.conflicts:
        _refuse(merged, proposed, vocabulary, known)
    _write(vocabulary, _scheme(merged, vocabulary, proposed), dry_run)


def _vocabulary(into: str) -> Vocabulary:
    from tvet_skos.rdf.folder import read_vocabulary

    root = Path(into)
    if root.exists() and not root.is_dir():
        raise InputError("is no folder", file=into, hint="--into takes a vocabulary folder")
    vocabulary = read_vocabulary(root)
    if not vocabulary.scheme.declared:
        raise InputError(
            "no file in the folder declares a skos:ConceptScheme",
            file=into,
            hint="name a vocabulary folder; tvet-skos ingest --into starts a new one",
        )
    return vocabulary


def _read(
    name: str, base: str | None, vocabulary: Vocabulary, settings: Settings
) -> tuple[Proposal, Vocabulary | None]:
    """The proposal, and the version that it and the vocabulary come from, as far as it is known."""
    from tvet_skos.cli.proposals import read_proposal
    from tvet_skos.cli.versions import common_ancestor, read_revision, read_version

    if base is not None:
        known = read_version(base, vocabulary.path)
        return read_proposal(name, known, vocabulary.path, settings), known
    proposed = read_proposal(name, vocabulary, vocabulary.path, settings)
    if not proposed.is_revision:
        return proposed, None
    _, colon, inside = name.partition(":")
    try:
        ancestor = common_ancestor(name, vocabulary.path)
        if ancestor is not None:
            return proposed, read_revision(f"{ancestor}{colon}{inside}", vocabulary.path)
    except NotFound:
        # Nothing is checked out yet, or nothing stood there when the two went apart.
        pass
    return proposed, None


def _tell(proposed: Proposal, known: Vocabulary | None) -> None:
    """How the proposal was read; what did not come in stops everything."""
    say(f"{proposed.name}: read as {_how(proposed, known)}")
    say_to_dos(proposed.to_dos)
    for remark in proposed.remarks:
        if not remark.is_fault:
            warn(f"{remark.spot}: {remark.message}")
    faults = [remark for remark in proposed.remarks if remark.is_fault]
    for fault in faults:
        complain(InputError(fault.message, file=str(fault.spot), hint=fault.hint or None))
    if faults:
        say("nothing was written")
        raise SystemExit(NOT_DONE)


def _how(proposed: Proposal, known: Vocabulary | None) -> str:
    if proposed.replaces(known):
        return f"a new version of {known.path if known else ''}: what it lacks was removed"
    if known is None and proposed.kind != "addition":
        what = proposed.how.partition(":")[0]
        return f"{what}; without --base nothing that it lacks is removed"
    return proposed.how


def _merged(proposed: Proposal, vocabulary: Vocabulary, known: Vocabulary | None) -> Merged:
    from tvet_skos.contribute.merge import merge

    ours = vocabulary.triples
    base, theirs = proposed.sides(ours, None if known is None else known.triples)
    return merge(base, ours, _without_contribution(theirs))


def _without_contribution(triples: Iterable[Triple]) -> list[Triple]:
    """What is proposed without the word on who proposes it, which never enters the vocabulary."""
    from tvet_skos.namespaces import RDF, TVS

    triples = list(triples)
    said = {t.subject for t in triples if t[1:] == (RDF.type, TVS.Contribution)}
    return [t for t in triples if t.subject not in said]


def _refuse(
    merged: Merged, proposed: Proposal, vocabulary: Vocabulary, known: Vocabulary | None
) -> NoReturn:
    """Show the conflicts; nothing is written."""
    from tvet_skos.publish.reports.diff_conflicts import conflicts_text

    text = conflicts_text(
        merged.conflicts,
        ours=str(vocabulary.path),
        theirs=proposed.name,
        base=base_of(vocabulary.scheme.iri),
        colour=wants_colour(),
    )
    put(text)
    say(f"{counted(len(merged.conflicts), 'conflict')}; nothing was written in {vocabulary.path}")
    if known is None or (proposed.kind == "addition" and not proposed.replaces(known)):
        say(f"{click.style('hint:', fg='cyan')} {_HINT}")
    raise SystemExit(NOT_CONFORMING)


_HINT = (
    "if the proposal was made from an earlier version, name that with --base: a folder, "
    "a file, or a git revision such as HEAD or HEAD:vocab/concepts/skill.ttl"
)


def _scheme(merged: Merged, vocabulary: Vocabulary, proposed: Proposal) -> ConceptScheme:
    """The result as a model, everything with an IRI; an addition changes the date as well."""
    from tvet_skos.rdf.diff import diff
    from tvet_skos.rdf.minting import mint
    from tvet_skos.rdf.profile import from_triples
    from tvet_skos.terms import triple_order

    before = vocabulary.scheme
    # Names are minted in the order of the triples.
    triples = sorted(merged.triples, key=triple_order)
    scheme = from_triples(mint(triples, base_of(before.iri)), before.iri)
    day = today(os.environ)
    is_due = proposed.kind == "addition" and scheme.modified < day
    return replace(scheme, modified=day) if is_due and diff(before, scheme) else scheme


def _write(vocabulary: Vocabulary, scheme: ConceptScheme, dry_run: bool) -> None:
    from tvet_skos.publish.reports.diff import write_difference
    from tvet_skos.rdf.diff import diff
    from tvet_skos.rdf.folder import write_folder

    difference = diff(vocabulary.scheme, scheme)
    if not difference:
        say(f"nothing to merge: {vocabulary.path} says all of it already")
        return
    changes = write_folder(vocabulary, scheme, dry=dry_run)
    put(write_difference(difference, colour=wants_colour()))
    for path in changes.removed:
        say(f"{vocabulary.path / path} {'would be' if dry_run else 'was'} removed")
    written = counted(len(changes.written), "file")
    say(f"{written} {'would be written' if dry_run else 'written'} in {vocabulary.path}")
