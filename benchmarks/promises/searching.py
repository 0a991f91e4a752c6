"""Searching labels."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.costs import Values
from benchmarks.figures import Point, Row, number
from benchmarks.promises.serving import beside_servers

EXACT = {"any_case": 0.2, "prefix": 0.5, "page": 1.0}
MOST_REAL = 1.0
MOST_TYPO, LEAST_RECALL = 20.0, 98.0
TYPOS = 300


def exact(bench: Bench) -> Iterator[Row | Point]:
    """Any case, beginnings, pages A–Z and real searches, in process."""
    subject = bench.subjects.public("oewn")
    address, _ = bench.stored(subject)
    data = [] if bench.data is None else [bench.data]
    ours = bench.own("searching.exact", address, str(bench.deeds), *data, runs=1).values
    yield Row(
        "search",
        "label in any case / by its beginning / page A–Z (99th percentile)",
        _titled(subject.title, ours),
        f"under {' / '.join(number(most) for most in EXACT.values())} ms",
        " / ".join(number(ours[f"{kind}_p99"]) for kind in EXACT) + " ms",
        all(ours[f"{kind}_p99"] < most for kind, most in EXACT.items()),
    )
    if "real_p99" in ours:
        yield Row(
            "search",
            "real searches of the Finto service replayed (99th percentile)",
            subject.title,
            f"under {number(MOST_REAL)} ms",
            f"{number(ours['real_p99'])} ms; median {number(ours['real_median'])} ms",
            ours["real_p99"] < MOST_REAL,
        )
    yield from _by_size(bench)


def _titled(title: str, values: Values) -> str:
    return f"{title}, {int(values['labels']):,} labels"


def _by_size(bench: Bench) -> Iterator[Row | Point]:
    """The made-up vocabularies; the largest beside servers, which have to filter all labels."""
    made_up = bench.made_up
    for subject in made_up:
        address, _ = bench.stored(subject)
        ours = bench.own("searching.exact", address, str(bench.deeds), runs=1).values
        names = {"any_case": "label in any case", "prefix": "label by its beginning"}
        for kind, name in names.items():
            yield Point(name, subject.concepts, "ms", ours[f"{kind}_p99"])
    peers = beside_servers(bench, made_up[-1], "prefix", ours["prefix_median"])
    if peers:
        yield Row(
            "search",
            "label by its beginning (median)",
            _titled(made_up[-1].title, ours),
            "–",
            f"{number(ours['prefix_median'])} ms",
            None,
            peers,
        )


def typos(bench: Bench) -> Iterator[Row | Point]:
    """Labels with one slip."""
    subject = bench.subjects.public("oewn")
    address, _ = bench.stored(subject)
    count = str(min(TYPOS, bench.deeds))
    ours = bench.own("searching.typos", address, count, runs=1).values
    yield Row(
        "typos",
        "search with a typing error",
        _titled(subject.title, ours),
        f"99th percentile under {number(MOST_TYPO)} ms, recall@10 {LEAST_RECALL:.0f} % or better",
        f"{number(ours['typo_p99'])} ms (median {number(ours['typo_median'])}), "
        f"recall@10 {ours['recall']:.1f} %",
        ours["typo_p99"] < MOST_TYPO and ours["recall"] >= LEAST_RECALL,
    )
    for made_up in bench.made_up:
        address, _ = bench.stored(made_up)
        ours = bench.own("searching.typos", address, count, runs=1).values
        yield Point("search with a typing error", made_up.concepts, "ms", ours["typo_p99"])
