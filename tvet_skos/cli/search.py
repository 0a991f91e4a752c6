"""``tvet-skos search``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tvet_skos.cli.options import chosen_store, store_option
from tvet_skos.cli.reporting import columns, put, say, wants_colour
from tvet_skos.errors import SettingsError

if TYPE_CHECKING:
    from tvet_skos.store.labels.question import Mode

_KINDS = ("prefLabel", "altLabel", "hiddenLabel", "notation")


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="TEXT")
@click.option(
    "--language", "--lang", metavar="TAG", help="Show hits in this language before others."
)
@click.option("--strict", is_flag=True, help="With --language: show no other language.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(_KINDS),
    help="Look at these labels only, not at others and definitions; may be repeated.",
)
@click.option("--notes", is_flag=True, help="Look at notes, too; what they find comes last.")
@click.option("--within", metavar="IRI", help="Only what belongs to a scheme or a collection.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0, help="Hits to leave out first.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
)
@store_option
def command(
    words: tuple[str, ...],
    language: str | None,
    strict: bool,
    kinds: tuple[str, ...],
    notes: bool,
    within: str | None,
    limit: int,
    offset: int,
    format_name: str,
    vocab: str | None,
) -> None:
    """Search for TEXT in labels and definitions; the best hits first, each with the reason.

    Spelling does not matter, as for find. TEXT may be a label, its beginning, some of its words or
    a part of one; if it is no label, misspelt words are read as those they come near. "learn*"
    only completes.
    """
    from tvet_skos.lookup import label_of, search
    from tvet_skos.publish.reports.search import write_search
    from tvet_skos.store import LabelKind
    from tvet_skos.store.labels.question import LIMITS
    from tvet_skos.terms import IRI, is_iri

    text = " ".join(words)
    scheme = None if within is None else within.strip("<>")
    if scheme is not None and not is_iri(scheme):
        raise SettingsError(f'--within takes an IRI, and "{within}" is none')
    store = chosen_store(vocab)
    result = search(
        store,
        text,
        language=language,
        strict=strict,
        kinds=tuple(map(LabelKind, kinds)) or tuple(LabelKind),
        modes=_modes(bool(kinds), notes),
        within=None if scheme is None else IRI(scheme),
        limit=limit,
        offset=offset,
        count=LIMITS.counted,
    )
    names = {hit.concept: label_of(store, hit.concept, language or "en") for hit in result.hits}
    put(write_search(result, names, format_name, width=columns(), colour=wants_colour()))
    say(_sum(text, result.total, result.is_counted, offset, len(result.hits)))


def _modes(labels_only: bool, notes: bool) -> tuple[Mode, ...] | None:
    """Which reasons count; nothing where the text says it itself, by its asterisks."""
    from tvet_skos.store.labels.question import LABEL_MODES, USUAL, Mode

    if not notes:
        return LABEL_MODES if labels_only else None
    return (*(LABEL_MODES if labels_only else USUAL), Mode.NOTE)


def _sum(text: str, total: int, is_counted: bool, offset: int, shown: int) -> str:
    """What the page is a part of, and how to see more."""
    if not total:
        return f'nothing is found for "{_shortened(text)}"; `tvet-skos query index` lists all terms'
    of = f"{total}" if is_counted else f"more than {total}"
    last = offset + shown
    told = f"{offset + 1} to {last} of {of}" if shown else f"none of {of} so far on"
    more = shown and (last < total or not is_counted)
    return f"{told}; --offset {last} shows what follows" if more else told


def _shortened(text: str) -> str:
    from tvet_skos.publish.characters import printable

    return printable(text if len(text) <= 60 else f"{text[:60]}…")
