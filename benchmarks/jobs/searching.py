"""Looking labels up: in any case, by their beginnings, by letter, with slips."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path

from benchmarks.jobs.looking_up import spread_out
from benchmarks.jobs.timing import settled, spread
from benchmarks.workloads import Search, finto_searches
from benchmarks.workloads import typos as slips
from tvet_skos import open_store
from tvet_skos.lookup.search import search
from tvet_skos.store import LabelKind, Store
from tvet_skos.store.labels.question import Mode, Question

PAGE = 20
"""How many hits are asked for, as a list below a search field has room for."""

FIRST = 10
"""How many hits are looked at: the recall is that of the first ten."""


def exact(address: str, count: str, data: str = "") -> dict[str, float]:
    """Any case, beginnings, pages A–Z, and real searches where they are at hand."""
    with open_store(address) as store:
        labels = sorted(set(_names(store)))
        asked = spread_out(labels, int(count))
        begun = [label[: 3 + turn % 4] for turn, label in enumerate(asked)]
        real = finto_searches(Path(data) if data else None, int(count))
        settled()
        found = sum(bool(store.labels.spelled_like(label.upper())) for label in asked)
        values = {
            "count": found,
            "labels": len(_names(store)),
            **spread(store.labels.spelled_like, [label.upper() for label in asked], "any_case"),
            **spread(_begins(store), begun, "prefix"),
            **spread(_page(store), [label[0] for label in asked], "page"),
        }
        return values | (_replayed(store, real) if real else {})


def _names(store: Store) -> list[str]:
    """What concepts are called; a notation is looked up, too, but nobody misspells it."""
    return [entry.label.value for entry in store.labels if entry.kind is not LabelKind.NOTATION]


def _begins(store: Store) -> Callable[[str], object]:
    """The first labels that begin with a text, from the index itself."""
    modes = (Mode.EXACT, Mode.PREFIX)
    return lambda text: list(islice(store.labels.search(Question(text, modes=modes)), PAGE))


def _page(store: Store) -> Callable[[str], object]:
    return lambda letter: store.labels.page(letter)


def _replayed(store: Store, searches: list[Search]) -> dict[str, float]:
    """Real searches as they were meant: whole labels, or completions while somebody types."""
    modes = {each.text: None if each.is_prefix else (Mode.EXACT,) for each in searches}
    asked = {each.text: f"{each.text}*" if each.is_prefix else each.text for each in searches}

    def ask(text: str) -> object:
        return search(store, asked[text], modes=modes[text], limit=PAGE)

    return spread(ask, asked, "real")


def typos(address: str, count: str) -> dict[str, float]:
    """Labels with one slip: how many are among the first ten hits, milliseconds for each."""
    with open_store(address) as store:
        names = _names(store)
        asked = slips(names, int(count))
        settled()
        found = 0
        for typed, meant in asked:
            concepts = {entry.concept for entry in store.labels.spelled_like(meant)}
            hits = search(store, typed, limit=FIRST).hits
            found += any(hit.concept in concepts for hit in hits)
        return {
            "count": found,
            "recall": 100 * found / len(asked),
            "labels": len(names),
            **spread(
                lambda typed: search(store, typed, limit=FIRST), [t for t, _ in asked], "typo"
            ),
        }
