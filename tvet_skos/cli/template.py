"""``tvet-skos template``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tvet_skos.cli.options import output_option
from tvet_skos.cli.reporting import put, say
from tvet_skos.errors import SettingsError

FORMATS = ("xlsx", "csv")


@click.command()
@click.option(
    "--format",
    "format_name",
    type=click.Choice(FORMATS),
    help="Default: as the suffix of --output says, else xlsx.",
)
@output_option
def command(format_name: str | None, output: str | None) -> None:
    """Write an empty sheet for people who contribute definitions.

    The workbook has a sheet for definitions with lists to choose from, one for their sources, and
    one that explains in plain language what goes where. The CSV file has the columns of
    definitions only.
    """
    from tvet_skos.publish.template import write_template

    name = format_name or _format_for(output)
    if name == "xlsx" and output is None and sys.stdout is not None and sys.stdout.isatty():
        hint = "name a file with --output contribution.xlsx, or give --format csv"
        raise SettingsError("XLSX is no text", hint=hint)
    put(write_template(name), output)
    if output not in (None, "-"):
        say(f"written: {output}; the example in row 2 shows what goes where, and is not read")


def _format_for(output: str | None) -> str:
    """The format that a file's suffix tells; without a file, the workbook."""
    if output in (None, "-"):
        return "xlsx"
    suffix = Path(str(output)).suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        hint = "use .xlsx or .csv, or give --format"
        raise SettingsError(f'the suffix of "{output}" tells no format', hint=hint)
    return suffix
