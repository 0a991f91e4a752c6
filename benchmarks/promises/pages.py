"""The reading room over HTTP: how many pages a second, how soon, and how heavy they are."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

from benchmarks.bench import Bench
from benchmarks.figures import Point, Row, number
from benchmarks.phone import SLOWER, chromium, first_views
from benchmarks.visitors import Latencies, Rate, Visited, most, served, steady
from tvet_skos import bundled_vocabulary, open_store
from tvet_skos.namespaces import DEFAULT_BASE, RDF, SKOS
from tvet_skos.publish.site.addresses import Addresses
from tvet_skos.terms import IRI

LEAST_KEPT, LEAST_MADE = 1_000, 200
MOST_TERM, MOST_SEARCH = 20.0, 10.0
MOST_BYTES = 100_000
MOST_FIRST_VIEW = 1_000
VISITS = 9
LARGE = 100_000
SECONDS = 10
ASKED = 400
"""So many concepts and searches are asked for in turn."""
KEPT = 100
"""So many of them are asked for until every process keeps them."""

MADE_UP = "https://example.org/made-up/"


@dataclass(frozen=True)
class _Paths:
    """What is asked for: pages by their paths, and searches."""

    terms: Sequence[str]
    compares: Sequence[str]
    searches: Sequence[str]


def pages(bench: Bench) -> Iterator[Row | Point]:
    """Term pages, comparisons and searches of the bundled vocabulary and of a large one."""
    yield from _measured(bench, "", "bundled glossary", _bundled())
    fitting = [each for each in bench.made_up if each.concepts <= LARGE]
    large = fitting[-1] if fitting else bench.made_up[0]
    address, _ = bench.stored(large)
    yield from _measured(bench, address, f"{large.title}, on disk", _made_up(address))


def _bundled() -> _Paths:
    with open_store(bundled_vocabulary()) as store:
        found = {t.subject for t in store.naming(RDF.type, SKOS.Concept)}
        concepts = sorted(node for node in found if isinstance(node, IRI))
        texts = sorted({entry.label.value for entry in store.labels})
    return _paths(IRI(DEFAULT_BASE), concepts, texts)


def _made_up(address: str) -> _Paths:
    with open_store(address) as store:
        dice = random.Random(0)
        entries = dice.sample(list(store.labels), ASKED)
    return _paths(IRI(MADE_UP), [e.concept for e in entries], [e.label.value for e in entries])


def _paths(base: IRI, concepts: Sequence[IRI], texts: Sequence[str]) -> _Paths:
    dice = random.Random(0)
    address = Addresses(base, "en")
    chosen = dice.sample(concepts, min(ASKED, len(concepts)))
    words = dice.sample(texts, min(ASKED, len(texts)))
    return _Paths(
        [address("term", concept) for concept in chosen],
        [address("compare", concept) for concept in chosen],
        [f"/en/search?q={quote_plus(text)}" for text in words],
    )


def _measured(bench: Bench, address: str, data: str, paths: _Paths) -> Iterator[Row | Point]:
    seconds = 1 if bench.deeds < 1_000 else SECONDS
    processes = os.cpu_count() or 1
    with served(address, processes) as visited:
        folder = bench.folder("visitors")
        kept = paths.terms[:KEPT]
        most(visited, kept, max(1, seconds // 4), folder)  # so that each process keeps them
        yield _rates(
            data,
            most(visited, kept, seconds, folder),
            most(visited, _anew(paths.terms), seconds, folder),
        )
        for job, asked, rate, at_most in (
            ("term page, kept", kept, LEAST_KEPT // 2, MOST_TERM),
            ("term page, new", _anew(paths.terms), LEAST_MADE // 2, MOST_TERM),
            ("search page, new", _anew(paths.searches), LEAST_MADE // 2, MOST_SEARCH),
        ):
            taken = steady(visited, asked, rate, seconds)
            yield _soon(f"{job}, {rate} a second", data, taken, at_most)
        yield _weight(visited, data, paths)
        yield _on_phone(visited, data, paths, 1 if bench.deeds < 1_000 else VISITS)


def _anew(paths: Sequence[str]) -> list[str]:
    """Paths with a query, so that no page is kept."""
    return [f"{path}{'&' if '?' in path else '?'}new" for path in paths]


def _rates(data: str, kept: Rate | None, made: Rate | None) -> Row:
    promise = f"{LEAST_KEPT:,} kept and {LEAST_MADE} new ones a second"
    job = "term pages a second"
    if kept is None or made is None:
        return Row("site", job, data, promise, "wrk is not installed", None)
    return Row(
        "site",
        job,
        data,
        promise,
        f"{kept.a_second:,.0f} kept ({number(kept.cpu)} ms of CPU each), "
        f"{made.a_second:,.0f} new ({number(made.cpu)} ms)",
        kept.a_second >= LEAST_KEPT and made.a_second >= LEAST_MADE,
        note=f"{os.cpu_count()} processes; wrk on the same cores",
    )


def _soon(job: str, data: str, taken: Latencies, at_most: float) -> Row:
    return Row(
        "site",
        job,
        data,
        f"99th percentile under {number(at_most)} ms",
        f"{number(taken.p99)} ms; median {number(taken.median)} ms",
        taken.p99 < at_most,
    )


_LOADED = re.compile(rb'(?:href|src)="(/static/[^"]+)"')


def _weight(visited: Visited, data: str, paths: _Paths) -> Row:
    """The heaviest page, alone and with all that it loads."""
    asked = ["/en/", *paths.terms[:40], *paths.compares[:40], *paths.searches[:40]]
    found = {path: _content(visited, path) for path in asked}
    contents = {path: content for path, content in found.items() if content}
    heaviest = max(contents, key=lambda path: len(contents[path]))
    page = contents[heaviest]
    loaded = sum(len(visited.content(path.decode())) for path in set(_LOADED.findall(page)))
    total = len(page) + loaded
    return Row(
        "site",
        "weight of the heaviest page",
        data,
        f"under {MOST_BYTES // 1000} kB",
        f"{len(page) / 1000:.0f} kB; {total / 1000:.0f} kB with what it loads",
        len(page) < MOST_BYTES,
        note=f"of {len(contents)}, not compressed",
    )


def _on_phone(visited: Visited, data: str, paths: _Paths, visits: int) -> Row:
    """What a first visitor waits for; the processor of this machine makes the phone's."""
    promise = f"text on the screen within {MOST_FIRST_VIEW / 1000:.0f} s"
    job = "first view on a slow phone"
    if chromium() is None:
        return Row("site", job, data, promise, "Chromium or Playwright is not installed", None)
    comparable = next(path for path in paths.compares if _content(visited, path))
    kinds = {
        "home": "/en/",
        "term": paths.terms[0],
        "compare": comparable,
        "search": paths.searches[0],
        "sources": "/en/sources",
    }
    taken = first_views(visited, list(kinds.values()), visits)
    return Row(
        "site",
        job,
        data,
        promise,
        "; ".join(f"{kind} {number(taken[path] / 1000)} s" for kind, path in kinds.items()),
        max(taken.values()) < MOST_FIRST_VIEW,
        note=f"slow 4G, processor {SLOWER} times slower, medians of {visits} first visits",
    )


def _content(visited: Visited, path: str) -> bytes:
    try:
        return visited.content(path)
    except OSError:  # a term without definitions has nothing to compare
        return b""
