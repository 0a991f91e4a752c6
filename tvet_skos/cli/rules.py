"""``tvet-skos rules``."""

from __future__ import annotations

import click

from tvet_skos.cli.options import output_option
from tvet_skos.cli.reporting import put


@click.command()
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
)
@output_option
def command(format_name: str, output: str | None) -> None:
    """List every rule that check knows: id, severity, whether clean repairs it, name.

    The JSON has all that is known of each, with examples. `tvet-skos rule ID` explains one.
    """
    from tvet_skos.publish.reports.rules import write_rules

    put(write_rules(format_name), output)
