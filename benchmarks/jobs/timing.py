"""How long each of many small deeds takes within one process."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager


class Stopwatch:
    """CPU seconds between beginning and end."""

    seconds: float = 0.0


@contextmanager
def timed() -> Iterator[Stopwatch]:
    """Time a block.

    >>> with timed() as watch:
    ...     _ = sum(range(10))
    >>> watch.seconds >= 0
    True
    """
    watch, start = Stopwatch(), time.process_time()
    yield watch
    watch.seconds = time.process_time() - start


def settled() -> None:
    """Tell the collector that what is there now stays, as a server would."""
    gc.collect()
    gc.freeze()


def spread(deed: Callable[[str], object], asked: Iterable[str], name: str) -> dict[str, float]:
    """CPU milliseconds of a deed for each of several texts: median, 99th percentile, most."""
    taken = []
    for text in asked:
        start = time.process_time()
        deed(text)
        taken.append((time.process_time() - start) * 1000)
    return percentiles(taken, name)


def percentiles(taken: list[float], name: str) -> dict[str, float]:
    """Median, 99th percentile and most of several times, under a name.

    >>> percentiles([3.0, 1.0, 2.0], "x")
    {'x_median': 2.0, 'x_p99': 3.0, 'x_most': 3.0}
    """
    taken = sorted(taken)
    return {
        f"{name}_median": taken[len(taken) // 2],
        f"{name}_p99": taken[min(len(taken) - 1, len(taken) * 99 // 100)],
        f"{name}_most": taken[-1],
    }
