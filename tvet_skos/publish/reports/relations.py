"""In words: which definitions are nearly the same, what they were taken from, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tvet_skos.lookup.compare import Comparison, Entry
from tvet_skos.lookup.derivations import Derivation, Taking
from tvet_skos.lookup.duplicates import Duplicate, closest, near_duplicates
from tvet_skos.publish.characters import printable
from tvet_skos.publish.reports.attribution import attribution
from tvet_skos.text import counted

STATED = "Stated in the vocabulary"
"""Heads what somebody said of where texts were taken from."""
COMPUTED = "Nearly the same text (computed)"
"""Heads what only a machine says."""

_MOST_NAMED = 12
_TAKEN = {Taking.QUOTED: "quoted", Taking.DERIVED: "derived"}


def nearly_same(comparison: Comparison) -> tuple[str, ...]:
    """A sentence for each definition that is nearly the same as another one."""
    return tuple(map(_alike, closest(near_duplicates(comparison.entries))))


def _alike(each: Duplicate) -> str:
    older = ", which is older" if each.is_older else ""
    return (
        f"Definition {each.number} is nearly the same as definition {each.like}{older}: "
        f"{each.percent} % of the pairs of neighbouring words."
    )


def taken_over(comparison: Comparison) -> tuple[str, ...]:
    """A sentence for each statement that a definition was quoted or derived from something.

    That a text is derived from its own source, which stands beside it anyway, is left out.
    """
    own = {entry.number: entry.definition.sources for entry in comparison.entries}
    return tuple(
        _taken(each)
        for each in comparison.derivations
        if each.taking is Taking.QUOTED or each.origin not in own.get(each.number, ())
    )


def _taken(each: Derivation) -> str:
    source = each.source
    name = (source.title or source.citation) if source else ""
    others = ", ".join(map(str, each.definitions))
    beside = f" (definition {others})" if others else ""
    origin = printable(name) or f"<{printable(each.origin)}>"
    return f"Definition {each.number} is {_TAKEN[each.taking]} from {origin}{beside}."


def left_out(comparison: Comparison) -> Iterator[str]:
    """What a comparison as of a year does not have: how many, and which; newer ones apart."""
    for entries, why in ((comparison.later, "newer"), (comparison.undated, "of unknown year")):
        if entries:
            yield f"Left out, {why}: {counted(len(entries), 'definition')} ({_named(entries)})."


def _named(entries: Sequence[Entry]) -> str:
    names = [f"{e.number} {printable(attribution(e).heading)}" for e in entries[:_MOST_NAMED]]
    more = len(entries) - len(names)
    return "; ".join(names) + (f"; and {more} more" if more else "")
