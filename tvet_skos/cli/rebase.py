"""``tvet-skos rebase``."""

from __future__ import annotations

from pathlib import Path

import click

from tvet_skos.cli.options import chosen_path, chosen_vocabulary, settings_here, vocab_option
from tvet_skos.cli.reporting import counted, put, say
from tvet_skos.errors import SettingsError
from tvet_skos.settings import settings_file


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
    for base in (old, new):
        if not base.startswith(("http://", "https://")) or not base.endswith(("/", "#")):
            raise SettingsError(f"{base!r} is no base: it must be http(s) and end in / or #")
    vocabulary = chosen_vocabulary(vocab, settings)
    triples = list(vocabulary.triples)
    moved = rebase(triples, old, new)
    if moved == triples:
        raise SettingsError(f"no IRI of the vocabulary starts with {old}")
    changes = write_folder(vocabulary, from_triples(moved), dry=dry_run)
    put("".join(f"{vocabulary.path / path}\n" for path in changes.written))
    files = counted(len(changes.written), "file")
    say(f"{files} {'would move' if dry_run else 'moved'} to {new}")
    if settings.base == old and settings_file(Path.cwd()) and not dry_run:
        say(f'set base = "{new}" in tvet-skos.toml as well')
