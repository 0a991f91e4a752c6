"""``tvet-skos export``."""

from __future__ import annotations

import sys

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
    default="turtle",
    show_default=True,
    help="csl-json and bibtex hold the source register.",
)
@projection_option
@output_option
@vocab_option
def command(format_name: str, projection: str, output: str | None, vocab: str | None) -> None:
    """Write the vocabulary in one format; every definition keeps its source in each of them."""
    from tvet_skos.publish.export import export
    from tvet_skos.rdf.projections import Projection

    if format_name == "xlsx" and output is None and sys.stdout.isatty():
        raise SettingsError("XLSX is no text", hint="name a file with --output FILE.xlsx")
    scheme = chosen_vocabulary(vocab).scheme
    put(export(scheme, format_name, Projection(projection)), output)
