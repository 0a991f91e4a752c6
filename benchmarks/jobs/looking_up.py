"""Concept cards and comparisons."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.jobs.timing import settled, spread
from tvet_skos import open_store
from tvet_skos.lookup import card, compare
from tvet_skos.terms import IRI


def cards(address: str, count: str) -> dict[str, float]:
    """Cards and comparisons of concepts from everywhere: milliseconds for each."""
    with open_store(address) as store:
        asked = spread_out(sorted({entry.concept for entry in store.labels}), int(count))
        settled()
        shown = [card(store, IRI(iri)).concepts[0] for iri in asked]
        comparable = [each.iri for each in shown if any(d.text for d in each.definitions)]
        values = {"count": len(shown), **spread(lambda iri: card(store, IRI(iri)), asked, "card")}
        if not comparable:
            return values
        return values | spread(lambda iri: compare(store, iri), comparable, "compare")


def spread_out(items: Sequence[str], count: int) -> list[str]:
    """So many of the items, from everywhere."""
    return [items[turn * len(items) // count] for turn in range(min(count, len(items)))]
