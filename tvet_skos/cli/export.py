"""``tvet-skos export``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tvet_skos.cli.options import (
    chosen_vocabulary,
    output_option,
    projection_option,
    vocab_option,
)
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
    from tvet_skos.publish.export import export, format_for
    from tvet_skos.rdf.projections import Projection

    name = format_name or (format_for(Path(output)) if output not in (None, "-") else "turtle")
    if name == "xlsx" and output is None and sys.stdout.isatty():
        raise SettingsError("XLSX is no text", hint="name a file with --output FILE.xlsx")
    scheme = chosen_vocabulary(vocab).scheme
    put(export(scheme, name, Projection(projection)), output)
