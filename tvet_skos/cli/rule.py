"""``tvet-skos rule``."""

from __future__ import annotations

import click

from tvet_skos.cli.options import output_option
from tvet_skos.cli.reporting import put


@click.command()
@click.argument("rule", metavar="RULE")
@output_option
def command(rule: str, output: str | None) -> None:
    """Explain a rule: what it says, how grave it is, a bad and a good example.

    RULE is an id, as the findings have it (LB005), or a name.
    """
    from tvet_skos.publish.reports.rules import rule_named, rule_page

    put(rule_page(rule_named(rule)), output)
