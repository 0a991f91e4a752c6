"""``tvet-skos diff``."""

from __future__ import annotations

from pathlib import Path

import click

from tvet_skos.cli.options import named_path, output_option, settings_here, vocab_option
from tvet_skos.cli.reporting import NOT_CONFORMING, put, say, wants_colour

FORMATS = ("text", "markdown", "json")


@click.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="[B]", required=False)
@click.option(
    "--format", "format_name", type=click.Choice(FORMATS), default="text", show_default=True
)
@output_option
@vocab_option
def command(
    old: str, new: str | None, format_name: str, output: str | None, vocab: str | None
) -> None:
    """What changed in a vocabulary from A to B, concept by concept and field by field.

    A and B are folders, RDF files, stores on disk (oxigraph:DIR) or git revisions (REV for the
    vocabulary as it was then, REV:PATH for what stood at a path). Without B, A is compared with the
    vocabulary as it is now.

    Numbers, dates and language tags are compared by what they mean, texts letter for letter.
    Nothing is checked out or written. Exit status: 0 no difference, 1 differences, 2 trouble.
    """
    from tvet_skos.cli.versions import read_version
    from tvet_skos.publish.reports.diff import write_difference
    from tvet_skos.rdf.diff import diff

    place = _place(old, new, vocab)
    now = str(place) if new is None else new
    difference = diff(read_version(old, place).triples, read_version(now, place).triples)
    colour = wants_colour() and output is None
    put(write_difference(difference, format_name, old=old, new=now, colour=colour), output)
    if difference:
        raise SystemExit(NOT_CONFORMING)
    say("no difference")


def _place(old: str, new: str | None, vocab: str | None) -> Path:
    """Where the vocabulary stands now: that of a revision is looked for at the same place."""
    from tvet_skos.cli.versions import is_store

    if vocab is None and new is not None:
        if is_store(old) and is_store(new):
            return Path()  # no revision is read
        there = next((Path(name) for name in (new, old) if Path(name).exists()), None)
        if there is not None:
            return there
    return named_path(vocab, settings_here())
