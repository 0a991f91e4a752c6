"""``tvet-skos init``."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from tvet_skos.cli.reporting import put, say
from tvet_skos.errors import SettingsError, WriteError
from tvet_skos.settings import base_iri, language_tag, today


@click.command()
@click.argument("folder", metavar="DIR")
@click.option("--title", required=True, help="What the vocabulary is called.")
@click.option("--base", required=True, metavar="IRI", help="Where its IRIs begin.")
@click.option("--publisher", required=True, help="The organisation that makes it.")
@click.option("--language", default="en", show_default=True, metavar="TAG")
def command(folder: str, title: str, base: str, publisher: str, language: str) -> None:
    """Start a vocabulary repository: settings, first files, and checks of proposals.

    DIR gets vocab/, tvet-skos.toml, a README, a guide for contributors, a pre-commit hook, and two
    GitHub workflows: one judges pull requests without any right to write, the other posts what it
    found. Nothing that stands there is overwritten.
    """
    from tvet_skos import __version__
    from tvet_skos.files import write_all
    from tvet_skos.publish.repository import Repository, repository_files

    if not title.strip() or not publisher.strip():
        raise SettingsError("--title and --publisher must say something")
    files = repository_files(
        Repository(
            title=title,
            base=base_iri(base),
            language=language_tag(language),
            publisher=publisher.strip(),
            created=today(os.environ),
            version=__version__,
        )
    )
    root = Path(folder)
    present = [root / path for path in files if (root / path).exists()]
    if present:
        raise WriteError(
            "stands there already",
            file=str(present[0]),
            hint="choose a new folder, or move the file away; nothing was written",
        )
    write_all({root / path: content for path, content in files.items()})
    put("".join(f"{root / path}\n" for path in files))
    say(f"next: say in {root / 'vocab' / 'scheme.ttl'} what the vocabulary covers, and its licence")
    say(f"then: cd {shlex.quote(folder)} && tvet-skos check")
