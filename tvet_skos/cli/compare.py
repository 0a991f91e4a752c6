"""``tvet-skos compare``."""

from __future__ import annotations

import click

from tvet_skos.cli.options import chosen_store, output_option, store_option
from tvet_skos.cli.reporting import columns, put, wants_colour


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="TERM")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "markdown", "json", "csv", "html"]),
    default="text",
    show_default=True,
)
@click.option("--language", metavar="TAG", help="Compare the definitions in this language only.")
@click.option(
    "--baseline",
    type=int,
    metavar="N",
    help="Hold the others against definition N (default: the lead).",
)
@click.option(
    "--as-of",
    metavar="YEAR",
    help="Only definitions whose source was published in that year or before.",
)
@click.option(
    "--diff", is_flag=True, help="In text, show the word-level diff against the baseline."
)
@click.option("--width", type=int, help="Columns of the text form (default: the terminal's).")
@output_option
@store_option
def command(
    words: tuple[str, ...],
    format_name: str,
    language: str | None,
    baseline: int | None,
    as_of: str | None,
    diff: bool,
    width: int | None,
    output: str | None,
    vocab: str | None,
) -> None:
    """All definitions of a TERM side by side: who says what, and where they differ.

    Every definition stands with its source, year and status; words that others share and words
    that only one definition has are told apart, by machine. Definitions with nearly the same text
    are named, and so is what a text is stated to be quoted or derived from.
    """
    from tvet_skos.lookup import compare
    from tvet_skos.lookup.years import as_year
    from tvet_skos.publish.reports.compare import write_comparison

    store = chosen_store(vocab)
    year = None if as_of is None else as_year(as_of)
    comparison = compare(store, " ".join(words), language=language, baseline=baseline, as_of=year)
    colour = wants_colour() and output is None
    put(
        write_comparison(
            comparison, format_name, width=width or columns(), colour=colour, diff=diff
        ),
        output,
    )
