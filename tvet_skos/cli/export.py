"""``tvet-skos export``."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from tvet_skos.cli.options import (
    named_path,
    output_option,
    projection_option,
    settings_here,
    vocab_option,
)
from tvet_skos.cli.progress import Bars
from tvet_skos.cli.reporting import put
from tvet_skos.errors import SettingsError

FORMATS = ("turtle", "jsonld", "rdfxml", "ntriples", "csv", "xlsx", "csl-json", "bibtex")


@click.command()
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    help="Default: as the suffix of --output says, else turtle. "
    "csl-json and bibtex hold the source register.",
)
@projection_option
@output_option
@vocab_option
def command(
    format_name: str | None, projection: str, output: str | None, vocab: str | None
) -> None:
    """Write the vocabulary in one format; every definition keeps its source in each of them."""
    from tvet_skos.files import write_atomically
    from tvet_skos.publish.export import export_pieces, format_for
    from tvet_skos.rdf.collecting import collector_paused
    from tvet_skos.rdf.folder import read_vocabulary
    from tvet_skos.rdf.projections import Projection

    target = None if output in (None, "-") else Path(str(output))
    name = format_name or (format_for(target) if target is not None else "turtle")
    if name == "xlsx" and output is None and sys.stdout.isatty():
        raise SettingsError("XLSX is no text", hint="name a file with --output FILE.xlsx")
    path = named_path(vocab, settings_here())
    with Bars() as bars, collector_paused():
        vocabulary = read_vocabulary(path, partial(bars.show, "reading"))
        content = export_pieces(
            vocabulary, name, Projection(projection), partial(bars.show, "writing")
        )
        if target is not None:
            write_atomically(target, content)
            return
        for piece in content:
            put(piece)
