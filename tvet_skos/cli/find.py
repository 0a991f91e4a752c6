"""``tvet-skos find``."""

from __future__ import annotations

import click

from tvet_skos.cli.options import chosen_store, store_option
from tvet_skos.cli.reporting import put


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="TERM")
@click.option("--language", metavar="TAG", help="Look at labels in this language only.")
@store_option
def command(words: tuple[str, ...], language: str | None, vocab: str | None) -> None:
    """Find a TERM in any spelling, and say why it matched.

    Case, hyphens, spaces, accents and plural endings do not matter; alternative labels count. One
    line a concept, the best match first: IRI, preferred label, reason, separated by tabs.
    """
    from tvet_skos.lookup import find, find_one, label_of

    term = " ".join(words)
    store = chosen_store(vocab)
    matches = find(store, term, language) or (find_one(store, term, language),)
    put("".join(f"{m.concept}\t{label_of(store, m.concept)}\t{m.why}\n" for m in matches))
