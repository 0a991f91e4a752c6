"""``tvet-skos rebase``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tvet_skos.cli.options import chosen_path, chosen_vocabulary, settings_here, vocab_option
from tvet_skos.cli.reporting import put, say
from tvet_skos.errors import Conflict, SettingsError
from tvet_skos.settings import base_iri, settings_file
from tvet_skos.text import counted

if TYPE_CHECKING:
    from tvet_skos.terms import Triple


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@vocab_option
def command(old: str, new: str, dry_run: bool, vocab: str | None) -> None:
    """Move every IRI of the vocabulary from the base OLD to the base NEW.

    Texts are left alone. Do this before a vocabulary is published: afterwards its IRIs are frozen.
    """
    from tvet_skos.rdf.folder import write_folder
    from tvet_skos.rdf.minting import rebase
    from tvet_skos.rdf.profile import from_triples

    settings = settings_here()
    if chosen_path(vocab, settings)[1] == "bundled":
        raise SettingsError("the bundled vocabulary is read-only", hint="name yours with --vocab")
    base_iri(new)
    vocabulary = chosen_vocabulary(vocab, settings)
    if not vocabulary.path.is_dir():
        raise SettingsError(f"{vocabulary.path} is no vocabulary folder")
    triples = list(vocabulary.triples)
    _refuse_merging(triples, old, new)
    moved = rebase(triples, old, new)
    if moved == triples:
        raise SettingsError(f"no IRI of the vocabulary starts with {old}")
    changes = write_folder(vocabulary, from_triples(moved), dry=dry_run)
    put("".join(f"{vocabulary.path / path}\n" for path in changes.written))
    files = counted(len(changes.written), "file")
    say(f"{files} {'would move' if dry_run else 'moved'} to {new}")
    if settings.base == old and settings_file(Path.cwd()) and not dry_run:
        say(f'set base = "{new}" in tvet-skos.toml as well')


def _refuse_merging(triples: list[Triple], old: str, new: str) -> None:
    """Two records must not become one.

    :raises Conflict: the vocabulary has the new IRI of a record already
    """
    subjects = {str(triple.subject) for triple in triples}
    for subject in sorted(subjects):
        moved = new + subject.removeprefix(old)
        if subject.startswith(old) and moved != subject and moved in subjects:
            raise Conflict(f"<{subject}> would become <{moved}>, which is there already")
